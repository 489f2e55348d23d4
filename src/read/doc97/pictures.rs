//! Pictures in the line (MS-DOC 2.9.192): found in the data stream, bytes as they are stored.
//!
//! Records are stepped through one after another (MS-ODRAW 2.2.1); metafiles are inflated. Never
//! decoded, never recursive.

use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::limits;
use crate::read::bytes::{slice, u16_at, u32_at};
use crate::read::facts::pictures::Album;
use crate::text::{Picture, PictureView};

/// EMU of a twip.
const EMU: u32 = 635;

/// Record types of stored pictures, with media type, length of their head with one identifier,
/// and whether they are deflated.
const BLIPS: &[(u16, &str, usize, bool)] = &[
    (0xF01A, "image/x-emf", 50, true),
    (0xF01B, "image/x-wmf", 50, true),
    (0xF01D, "image/jpeg", 17, false),
    (0xF02A, "image/jpeg", 17, false),
    (0xF01E, "image/png", 17, false),
    (0xF029, "image/tiff", 17, false),
];

/// Pictures found so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The pictures and their places.
    pub album: Album,
    bytes: u64,
}

impl Found {
    /// Takes in the picture at a place of the data stream; `None` where none can be shown.
    pub(super) fn take(&mut self, data: &[u8], at: usize) -> Option<u32> {
        let length = u32_at(data, at)? as usize;
        let head = usize::from(u16_at(data, at + 4)?);
        let whole = slice(data, at, length.min(data.len().saturating_sub(at)))?;
        let (goal, scale) =
            ([u16_at(whole, 28)?, u16_at(whole, 30)?], [u16_at(whole, 32)?, u16_at(whole, 34)?]);
        let mut body = whole.get(head..)?;
        if u16_at(whole, 6)? == 0x66 {
            let name = usize::from(*body.first()?);
            body = body.get(1 + name..)?;
        }
        let (media_type, bytes) = blip(body)?;
        self.bytes += bytes.len() as u64;
        if self.bytes > limits::PICTURE_BYTES {
            return None;
        }
        let size = |goal: u16, scale: u16| u32::from(goal) * EMU / 1000 * u32::from(scale);
        let [wide, high] = goal;
        let [across, down] = scale;
        let place = u32::try_from(self.album.places.len()).ok()?;
        self.album.places.push(u32::try_from(self.album.pictures.len()).ok());
        self.album.pictures.push(Picture {
            bytes,
            media_type: media_type.into(),
            width: size(wide, across),
            height: size(high, down),
            description: None,
            view: PictureView::default(),
        });
        Some(place)
    }
}

/// The first stored picture in a stretch of records.
fn blip(records: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    let mut at = 0;
    loop {
        let (version, kind) = (u16_at(records, at)?, u16_at(records, at + 2)?);
        let length = u32_at(records, at + 4)? as usize;
        if let Some((_, media_type, head, deflated)) = BLIPS.iter().find(|(known, ..)| *known == kind) {
            let content = slice(records, at + 8, length)?;
            // Odd instances carry a second identifier of 16 bytes.
            let second = if (version >> 4) & 1 == 1 { 16 } else { 0 };
            let content = content.get(head + second..)?;
            return Some((media_type, if *deflated { inflated(content)? } else { content.to_vec() }));
        }
        at += match kind {
            // A container, or a file block, whose picture stands behind its 36 bytes.
            _ if version & 0xF == 0xF => 8,
            0xF007 => 8 + 36,
            _ => 8usize.checked_add(length)?,
        };
    }
}

fn inflated(content: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = (content.len() as u64).saturating_mul(limits::RATIO).min(limits::PART_BYTES);
    ZlibDecoder::new(content).take(most).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
