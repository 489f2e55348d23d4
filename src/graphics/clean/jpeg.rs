//! JPEG (ITU-T T.81): its frames, tables and scans, and the application segments that its colours need.

use super::CleanFile;

/// Bytes of a piece of a colour profile before the profile: a name, which piece it is, of how many (ICC.1, annex B.4).
const PIECE: usize = 14;

/// The picture alone: JFIF's head without its thumbnail, a whole ICC profile, Adobe's transform (B.2.4.6). What
/// follows its end goes too.
pub(super) fn cleaned(bytes: &[u8]) -> Option<CleanFile> {
    let mut file = JpegFile { clean: bytes.get(..2)?.to_vec(), profile: Vec::new() };
    let mut rest = bytes.get(2..)?;
    loop {
        match file.segment(rest) {
            Some(JpegRest::At(next)) => rest = next,
            Some(JpegRest::End) => return Some(CleanFile::whole(file.clean)),
            None => return Some(CleanFile { bytes: file.clean, whole: false }),
        }
    }
}

struct JpegFile<'a> {
    clean: Vec<u8>,
    /// Pieces of the colour profile, with their heads.
    profile: Vec<&'a [u8]>,
}

enum JpegRest<'a> {
    At(&'a [u8]),
    End,
}

impl<'a> JpegFile<'a> {
    /// Takes what stands next; `None` where that is no segment.
    fn segment(&mut self, rest: &'a [u8]) -> Option<JpegRest<'a>> {
        let [0xFF, marker, tail @ ..] = rest else { return None };
        match marker {
            0xFF => return Some(JpegRest::At(rest.get(1..)?)),
            0xD9 => {
                self.clean.extend([0xFF, 0xD9]);
                return Some(JpegRest::End);
            }
            0x01 | 0xD0..=0xD7 => {
                self.clean.extend([0xFF, *marker]);
                return Some(JpegRest::At(tail));
            }
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(*tail.first_chunk()?));
        let segment = tail.get(2..length)?;
        let rest = tail.get(length..)?;
        match marker {
            0xE0 if segment.starts_with(b"JFIF\0") => {
                // Its thumbnail shows what may be cropped away.
                let head = segment.get(..12)?;
                copy(&mut self.clean, 0xE0, &[head, &[0, 0]].concat());
            }
            0xE2 if segment.starts_with(b"ICC_PROFILE\0") => self.profile.push(segment),
            0xEE if segment.starts_with(b"Adobe") => copy(&mut self.clean, *marker, segment.get(..12)?),
            // Frames, tables, intervals, lines; the rest is about the file or nothing that is in use (table B.1).
            0xC0..=0xC7 | 0xC9..=0xCF | 0xDB..=0xDD => copy(&mut self.clean, *marker, segment),
            0xDA => {
                self.put_profile();
                copy(&mut self.clean, *marker, segment);
                let scan = scan_length(rest);
                self.clean.extend(rest.get(..scan)?);
                let rest = rest.get(scan..)?;
                // Cut short: decoders show what there is.
                return Some(if rest.is_empty() { JpegRest::End } else { JpegRest::At(rest) });
            }
            _ => {}
        }
        Some(JpegRest::At(rest))
    }

    /// Writes the profile where it is one and whole: numbered pieces, as long as it says, with its signature.
    fn put_profile(&mut self) {
        let pieces = std::mem::take(&mut self.profile);
        let count = u8::try_from(pieces.len()).unwrap_or(0);
        let numbered =
            (1u8..).zip(&pieces).all(|(number, piece)| piece.get(12..PIECE) == Some(&[number, count]));
        let length: usize = pieces.iter().map(|piece| piece.len().saturating_sub(PIECE)).sum();
        let says = pieces.first().and_then(|first| {
            let size = u32::from_be_bytes(*first.get(PIECE..)?.first_chunk()?);
            (first.get(PIECE + 36..PIECE + 40)? == b"acsp").then_some(size as usize)
        });
        if numbered && says == Some(length) {
            pieces.into_iter().for_each(|piece| copy(&mut self.clean, 0xE2, piece));
        }
    }
}

fn copy(clean: &mut Vec<u8>, marker: u8, segment: &[u8]) {
    clean.extend([0xFF, marker]);
    // It was read from a length of two bytes.
    clean.extend(u16::try_from(segment.len() + 2).unwrap_or(u16::MAX).to_be_bytes());
    clean.extend(segment);
}

/// Bytes of coded data up to the next marker that is no restart (B.1.1.5).
fn scan_length(rest: &[u8]) -> usize {
    let marker = |pair: &[u8]| matches!(pair, [0xFF, code] if !matches!(code, 0 | 0xD0..=0xD7 | 0xFF));
    rest.windows(2).position(marker).unwrap_or(rest.len())
}
