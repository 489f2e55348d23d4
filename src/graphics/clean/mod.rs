//! What a picture's file says of its maker is taken out: place, camera, dates, comments, thumbnails, names of files.
//!
//! In: the bytes of a picture. Out: the same picture of what shows alone, by a list for each format of what may stand
//! in it; one whose file is not understood to its end is written anew from what it draws. Never: another pixel. Word
//! places a picture by its own record alone and does not heed the orientation in it, so that goes too.

mod bmp;
mod emf;
mod jpeg;
mod png;
mod svg;
mod tiff;
mod wmf;

use std::borrow::Cow;

use super::cut::encoded;
use super::{Graphic, PixelBudget, decode, inflated, metafile, svg::is_svg};

/// A picture without what is about its maker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CleanPicture<'a> {
    /// The file.
    pub bytes: Cow<'a, [u8]>,
    /// What it is now, where it is written in another format than it came in.
    pub media_type: Option<&'static str>,
    /// Whether all that is left in it is known to show. Otherwise it is of no format that is read, or damaged: it is
    /// as it came, or as far as it was understood.
    pub understood: bool,
}

/// A file as far as it was understood.
struct CleanFile {
    bytes: Vec<u8>,
    /// To its end.
    whole: bool,
}

impl CleanFile {
    fn whole(bytes: Vec<u8>) -> Self {
        Self { bytes, whole: true }
    }
}

/// A picture without what is about its maker; `budget` is that of the document, for one that must be drawn anew.
pub(crate) fn cleaned<'a>(bytes: &'a [u8], budget: &mut PixelBudget) -> CleanPicture<'a> {
    // A deflated metafile is written as it is inflated: the head of its packing holds names too (RFC 1952, 2.3).
    let plain = match bytes {
        [0x1F, 0x8B, ..] => inflated(bytes).ok(),
        _ => None,
    };
    let (found, media_type) = match &plain {
        Some(plain) => (file(plain), vector_type(plain)),
        None => (file(bytes), None),
    };
    match found {
        Some(CleanFile { bytes, whole: true }) => {
            CleanPicture { bytes: bytes.into(), media_type, understood: true }
        }
        broken => drawn_anew(bytes, budget).unwrap_or_else(|| CleanPicture {
            bytes: broken.map_or(Cow::Borrowed(bytes), |file| file.bytes.into()),
            media_type: None,
            understood: false,
        }),
    }
}

/// What a format that is kept deflated is without that.
fn vector_type(plain: &[u8]) -> Option<&'static str> {
    Some(match plain {
        [b'<', ..] => "image/svg+xml",
        [1, 0, 0, 0, ..] => "image/x-emf",
        _ => "image/x-wmf",
    })
}

fn file(bytes: &[u8]) -> Option<CleanFile> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => jpeg::cleaned(bytes),
        [0x89, b'P', b'N', b'G', ..] => png::cleaned(bytes),
        [b'G', b'I', b'F', b'8', ..] => gif(bytes).map(CleanFile::whole),
        [b'R', b'I', b'F', b'F', ..] => webp(bytes).map(CleanFile::whole),
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => tiff::cleaned(bytes).map(CleanFile::whole),
        [b'B', b'M', ..] => bmp::cleaned(bytes).map(CleanFile::whole),
        _ if metafile::is_emf(bytes) => emf::cleaned(bytes).map(CleanFile::whole),
        _ if metafile::is_metafile(bytes) => wmf::cleaned(bytes).map(CleanFile::whole),
        _ if is_svg(bytes) => svg::cleaned(bytes).map(CleanFile::whole),
        _ => None,
    }
}

/// The picture as a new file of what it draws; `None` where it draws nothing that is understood.
fn drawn_anew(bytes: &[u8], budget: &mut PixelBudget) -> Option<CleanPicture<'static>> {
    let (bytes, media_type) = match decode(bytes, budget).ok()? {
        Graphic::Raster(raster) => (encoded(&raster)?, "image/png"),
        Graphic::Drawing(drawing) => (metafile::written(&drawing), "image/x-emf"),
    };
    Some(CleanPicture { bytes: bytes.into(), media_type: Some(media_type), understood: true })
}

/// A GIF without comments, plain texts, and the data of applications but for the one that repeats
/// (GIF89a, 24 to 26). What is no block of it is its end.
fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3usize << ((flags & 7) + 1) };
    let blocks = |rest: &[u8]| {
        let mut at = 0;
        loop {
            match rest.get(at)? {
                0 => return Some(at + 1),
                length => at += 1 + usize::from(*length),
            }
        }
    };
    let head = 13 + table(*bytes.get(10)?);
    let mut clean = bytes.get(..head)?.to_vec();
    let mut rest = bytes.get(head..)?;
    loop {
        let length = match rest {
            [0x2C, ..] => {
                let data = 10 + table(*rest.get(9)?) + 1;
                data + blocks(rest.get(data..)?)?
            }
            [0x21, ..] => 2 + blocks(rest.get(2..)?)?,
            _ => {
                clean.push(0x3B);
                return Some(clean);
            }
        };
        let block = rest.get(..length)?;
        let kept = match block {
            [0x21, 0xF9, ..] | [0x2C, ..] => true,
            [0x21, 0xFF, name @ ..] => name.get(1..12) == Some(b"NETSCAPE2.0"),
            _ => false,
        };
        if kept {
            clean.extend(block);
        }
        rest = rest.get(length..)?;
    }
}

/// A WebP without EXIF and XMP, and without what follows it (RFC 9649, 2.7.1.4).
fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let length = u32::from_le_bytes(*bytes.get(4..)?.first_chunk()?) as usize;
    let end = length.saturating_add(8).min(bytes.len());
    let mut rest = bytes.get(12..end).filter(|_| bytes.get(8..12) == Some(b"WEBP"))?;
    let mut body = b"WEBP".to_vec();
    while rest.len() >= 8 {
        let length = u32::from_le_bytes(*rest.get(4..)?.first_chunk()?) as usize;
        let whole = length.checked_add(8 + length % 2)?.min(rest.len());
        let chunk = rest.get(..whole)?;
        match chunk.get(..4)? {
            b"VP8X" => {
                // Bits 2 and 3 of the flags announce the two.
                let at = body.len() + 8;
                body.extend(chunk);
                *body.get_mut(at)? &= !0x0C;
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP" => body.extend(chunk),
            _ => {}
        }
        rest = rest.get(whole..)?;
    }
    let mut clean = b"RIFF".to_vec();
    clean.extend(u32::try_from(body.len()).ok()?.to_le_bytes());
    clean.extend(body);
    Some(clean)
}

#[cfg(test)]
mod tests;
