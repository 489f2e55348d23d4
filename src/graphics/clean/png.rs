//! PNG (ISO/IEC 15948): the chunks that its picture needs, each no longer than it can be.

use std::io::Read;

use super::CleanFile;

/// Chunks that a picture needs, and the most bytes that each has (11.2, 11.3).
const CHUNKS: &[(&[u8], usize)] = &[
    (b"IHDR", 13),
    (b"PLTE", 768),
    (b"tRNS", 256),
    (b"IDAT", usize::MAX),
    (b"IEND", 0),
    (b"gAMA", 4),
    (b"cHRM", 32),
    (b"sRGB", 1),
    (b"sBIT", 4),
    (b"pHYs", 9),
    (b"bKGD", 6),
];

/// The picture alone; what follows its end goes too.
pub(super) fn cleaned(bytes: &[u8]) -> Option<CleanFile> {
    let (head, mut rest) = bytes.split_at_checked(8)?;
    let mut clean = head.to_vec();
    while let Some((chunk, kind)) = next(rest) {
        let data = chunk.get(8..chunk.len() - 4)?;
        if kind == b"iCCP" {
            clean.extend(nameless(data).unwrap_or_default());
        } else if CHUNKS.iter().any(|(known, most)| *known == kind && data.len() <= *most) {
            clean.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(CleanFile::whole(clean));
        }
        rest = rest.get(chunk.len()..)?;
    }
    // Cut short in its pixels: what there is of them stays.
    if rest.get(4..8) == Some(b"IDAT") {
        clean.extend(rest);
    }
    Some(CleanFile { bytes: clean, whole: false })
}

/// The next chunk, and its kind.
fn next(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = u32::from_be_bytes(*rest.first_chunk()?) as usize;
    let chunk = rest.get(..length.checked_add(12)?)?;
    Some((chunk, chunk.get(4..8)?))
}

/// The chunk of a colour profile under a name that says nothing (11.3.2.3); `None` where it holds no profile.
fn nameless(profile: &[u8]) -> Option<Vec<u8>> {
    let name = profile.iter().position(|byte| *byte == 0)?;
    let packed = profile.get(name + 2..)?;
    let mut head = [0; 40];
    flate2::read::ZlibDecoder::new(packed).read_exact(&mut head).ok()?;
    if head.get(36..) != Some(b"acsp") {
        return None;
    }
    let body = [b"iCCPicc\0\0".as_slice(), packed].concat();
    let length = u32::try_from(body.len().checked_sub(4)?).ok()?;
    let mut sum = flate2::Crc::new();
    sum.update(&body);
    Some([&length.to_be_bytes(), body.as_slice(), &sum.sum().to_be_bytes()].concat())
}
