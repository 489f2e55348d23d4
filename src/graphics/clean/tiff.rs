//! TIFF (TIFF 6.0): the first page alone, by the tags that its picture needs.
//!
//! In: the bytes of a TIFF. Out: the same bytes with all other tags out of its directory, and every byte that no tag
//! refers to overwritten. Never: a byte of the picture at another place, so that every place that is named stays right.

/// Tags that a picture needs: its size, samples, colours, strips and tiles, and how they are packed (sections 8, 15 and
/// 22; technical note 2 for JPEG; ICC.1, B.4).
const KEPT: &[u16] = &[
    254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284,
    286, 287, 290, 291, 292, 293, 296, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 332, 334, 336, 338,
    339, 340, 341, 347, 512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 34_675,
];

/// Tags that name the places of pixels, and those that name their lengths.
const PIXELS: &[(u16, u16)] = &[(273, 279), (324, 325), (513, 514)];

/// The picture alone; `None` where its directory breaks off.
pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let file = TiffFile { bytes, little: bytes.first() == Some(&b'I') };
    let place = file.long(4)? as usize;
    let count = usize::from(file.short(place)?);
    let end = place + 2 + count * 12;
    let entries: Vec<TiffEntry> =
        (0..count).map(|index| file.entry(place + 2 + index * 12)).collect::<Option<_>>()?;
    let kept: Vec<TiffEntry> = entries.into_iter().filter(|entry| KEPT.contains(&entry.tag)).collect();
    // No other page follows.
    let mut directory = file.two(u16::try_from(kept.len()).ok()?).to_vec();
    for entry in &kept {
        directory.extend(bytes.get(entry.at..entry.at + 12)?);
    }
    directory.extend([0; 4]);
    let mut used = vec![(0, 8)];
    used.extend(kept.iter().filter_map(TiffEntry::apart));
    for (places, lengths) in PIXELS {
        let numbers = |tag: u16| {
            let entry = kept.iter().find(|entry| entry.tag == tag);
            entry.map_or_else(Vec::new, |entry| file.numbers(entry))
        };
        used.extend(numbers(*places).into_iter().zip(numbers(*lengths)));
    }
    let mut clean = vec![0; bytes.len()];
    let mut last = end + 4;
    for (from, length) in used {
        let to = from.saturating_add(length).min(bytes.len());
        if let (Some(into), Some(these)) = (clean.get_mut(from..to), bytes.get(from..to)) {
            into.copy_from_slice(these);
            last = last.max(to);
        }
    }
    clean.get_mut(place..place + directory.len())?.copy_from_slice(&directory);
    clean.truncate(last);
    Some(clean)
}

struct TiffFile<'a> {
    bytes: &'a [u8],
    little: bool,
}

/// An entry of a directory.
struct TiffEntry {
    at: usize,
    tag: u16,
    /// Bytes of each value, and their count.
    size: usize,
    count: usize,
    /// Where the values stand.
    place: usize,
}

impl TiffEntry {
    /// Place and length of values that stand apart from the directory.
    fn apart(&self) -> Option<(usize, usize)> {
        let length = self.size.checked_mul(self.count)?;
        (length > 4).then_some((self.place, length))
    }
}

impl TiffFile<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let pair = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let four = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }

    fn two(&self, number: u16) -> [u8; 2] {
        if self.little { number.to_le_bytes() } else { number.to_be_bytes() }
    }

    fn entry(&self, at: usize) -> Option<TiffEntry> {
        let size: usize = match self.short(at + 2)? {
            3 | 8 => 2,
            4 | 9 | 11 | 13 => 4,
            5 | 10 | 12 => 8,
            _ => 1,
        };
        let count = self.long(at + 4)? as usize;
        let is_inside = size.checked_mul(count)? <= 4;
        let place = if is_inside { at + 8 } else { self.long(at + 8)? as usize };
        Some(TiffEntry { at, tag: self.short(at)?, size, count, place })
    }

    /// The whole numbers of an entry, as many as the file can hold.
    fn numbers(&self, entry: &TiffEntry) -> Vec<usize> {
        let most = entry.count.min(self.bytes.len() / entry.size);
        let one = |index: usize| {
            let at = entry.place + index * entry.size;
            match entry.size {
                2 => self.short(at).map(usize::from),
                4 => self.long(at).map(|number| number as usize),
                _ => None,
            }
        };
        (0..most).map_while(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn tags_about_the_maker_go_and_the_others_stay() {
        let mut file = b"II*\0\x08\0\0\0\x03\0".to_vec();
        let mut entry = |tag: u16, kind: u16, count: u32, value: u32| {
            file.extend(tag.to_le_bytes());
            file.extend(kind.to_le_bytes());
            file.extend(count.to_le_bytes());
            file.extend(value.to_le_bytes());
        };
        entry(256, 3, 1, 7);
        entry(315, 2, 8, 50);
        entry(257, 3, 1, 9);
        file.extend(0u32.to_le_bytes());
        file.extend(b"A Person");
        let clean = cleaned(&file).unwrap();
        // The name stood behind all that is kept.
        assert_eq!(clean.len(), 50);
        assert_eq!(clean[8..10], [2, 0]);
        assert_eq!(clean[10..12], 256u16.to_le_bytes());
        assert_eq!(clean[22..24], 257u16.to_le_bytes());
        assert_eq!(cleaned(b"II*\0\x08\0\0\0\x03\0"), None);
    }
}
