//! The tags of a TIFF that are about its maker (TIFF 6.0, section 8; Exif 2.3, 4.6).
//!
//! In: the bytes of a TIFF. Out: the same bytes with those tags out of its directories and their values
//! overwritten. Never: another length, so that every place that is named stays right.

/// Tags that say who made the picture, where, when, with what: description, make, model, software, date,
/// artist, host, XMP, copyright, IPTC, Photoshop, Exif, GPS, thumbnails below the picture.
const PERSONAL: &[u16] =
    &[270, 271, 272, 305, 306, 315, 316, 330, 700, 33_432, 33_723, 34_377, 34_665, 34_853, 37_500, 50_706];
/// Tags whose value is the place of a directory.
const DIRECTORIES: &[u16] = &[34_665, 34_853];
/// Directories of a file that are looked at: pages, and those below them.
const MOST: usize = 1_000;

/// The file without them; `None` where a directory breaks off.
pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = TiffFile { bytes: bytes.to_vec(), little: bytes.first() == Some(&b'I') };
    let mut place = file.long(4)? as usize;
    for _ in 0..MOST {
        if place == 0 {
            break;
        }
        place = file.clean(place)?;
    }
    Some(file.bytes)
}

struct TiffFile {
    bytes: Vec<u8>,
    little: bool,
}

impl TiffFile {
    fn short(&self, at: usize) -> Option<u16> {
        let pair = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let four = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    }

    /// Overwrites the value of an entry, where it stands apart.
    fn blank(&mut self, entry: usize) -> Option<()> {
        let size = match self.short(entry + 2)? {
            3 | 8 => 2,
            4 | 9 | 11 => 4,
            5 | 10 | 12 => 8,
            _ => 1,
        };
        let length = (self.long(entry + 4)? as usize).checked_mul(size)?;
        if length > 4 {
            let place = self.long(entry + 8)? as usize;
            self.bytes.get_mut(place..place.checked_add(length)?)?.fill(0);
        }
        Some(())
    }

    /// Takes the tags out of the directory at a place; gives the place of the next one.
    fn clean(&mut self, place: usize) -> Option<usize> {
        let count = usize::from(self.short(place)?);
        let end = place + 2 + count * 12;
        let next = self.long(end)?;
        let mut kept = Vec::with_capacity(count * 12 + 4);
        let mut left = 0u16;
        for at in (0..count).map(|index| place + 2 + index * 12) {
            let tag = self.short(at)?;
            if !PERSONAL.contains(&tag) {
                kept.extend(self.bytes.get(at..at + 12)?);
                left += 1;
                continue;
            }
            if DIRECTORIES.contains(&tag) {
                self.wipe(self.long(at + 8)? as usize);
            }
            // A value whose place is wrong is nobody's.
            let _ = self.blank(at);
        }
        kept.extend(self.bytes.get(end..end + 4)?);
        kept.resize(count * 12 + 4, 0);
        let number = if self.little { left.to_le_bytes() } else { left.to_be_bytes() };
        self.bytes.get_mut(place..place + 2)?.copy_from_slice(&number);
        self.bytes.get_mut(place + 2..end + 4)?.copy_from_slice(&kept);
        Some(next as usize)
    }

    /// Overwrites a directory below a picture with all its values.
    fn wipe(&mut self, place: usize) -> Option<()> {
        let count = usize::from(self.short(place)?);
        for index in 0..count {
            let _ = self.blank(place + 2 + index * 12);
        }
        self.bytes.get_mut(place..place + 2 + count * 12)?.fill(0);
        Some(())
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
        assert_eq!(clean.len(), file.len());
        assert!(clean.ends_with(&[0; 8]));
        assert_eq!(clean[8..10], [2, 0]);
        assert_eq!(clean[10..12], 256u16.to_le_bytes());
        assert_eq!(clean[22..24], 257u16.to_le_bytes());
        assert_eq!(cleaned(b"II*\0\x08\0\0\0\x03\0"), None);
    }
}
