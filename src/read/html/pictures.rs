//! Pictures that a page carries in itself: `data:` addresses (RFC 2397) and parts of its MIME document (RFC 2557).
//!
//! In: the tag of a picture. Out: a picture as the other readers give it, in the size that the page asks for, else
//! in its own; what is not in the file leaves a placeholder, and its address is told. Never decoded; never a file
//! or a host opened.

use super::story::HtmlReader;
use super::tags::{HtmlTag, twips};
use crate::diagnostics::{Refusal, message};
use crate::limits;
use crate::read::docx::pictures::media_type;
use crate::read::facts::types::WordObject;
use crate::read::transfer_encoding;
use crate::text::{Picture, PictureView};

/// EMU of a pixel of CSS (96 to the inch), and of a twip.
const PIXEL: f64 = 9525.0;
const TWIP: f64 = 635.0;

/// As much of an address as is told, bytes.
const ADDRESS: usize = 60;

/// A picture that the MIME document holds beside its page.
#[derive(Debug)]
pub(super) struct MimePicture {
    /// `Content-Location`.
    pub location: String,
    /// `Content-ID`, without its brackets.
    pub id: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl HtmlReader {
    /// A picture in the line, or what stands for it.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn picture(&mut self, tag: &HtmlTag) -> Result<(), Refusal> {
        let address = tag.attribute("src").unwrap_or_default().trim();
        let Some(picture) = self.bytes_of(address).and_then(|bytes| made(bytes, tag)) else {
            let shown = !address.is_empty() && !address.starts_with("data:");
            let told: String = address.chars().take(ADDRESS).collect();
            let what = if shown { format!("picture ({told})") } else { "picture".to_owned() };
            self.facts.gathered.oddities.objects.push(what);
            return self.push("", Some(WordObject::Placeholder));
        };
        self.picture_bytes += picture.bytes.len() as u64;
        if self.picture_bytes > limits::PICTURE_BYTES {
            return Err(Refusal::over(message!("the pictures"), limits::PICTURE_BYTES, message!("bytes")));
        }
        let place = u32::try_from(self.album.places.len()).unwrap_or(u32::MAX);
        self.album.places.push(u32::try_from(self.album.pictures.len()).ok());
        self.album.pictures.push(picture);
        self.push("", Some(WordObject::Picture(place)))
    }

    /// The bytes that an address leads to inside the file.
    fn bytes_of(&self, address: &str) -> Option<Vec<u8>> {
        if let Some(data) = address.strip_prefix("data:") {
            let (head, body) = data.split_once(',')?;
            let body = percent_decoded(body);
            let is_base64 =
                head.rsplit(';').next().is_some_and(|last| last.trim().eq_ignore_ascii_case("base64"));
            return if is_base64 { transfer_encoding::base64(&body) } else { Some(body) };
        }
        let id = address.strip_prefix("cid:");
        let found = self.mime_pictures.iter().find(|part| match id {
            Some(id) => part.id == id,
            None => {
                let before = part.location.strip_suffix(address);
                !address.is_empty()
                    && before.is_some_and(|before| before.is_empty() || before.ends_with(['/', '\\']))
            }
        })?;
        Some(found.bytes.clone())
    }
}

/// The picture of some bytes in the size that its tag asks for; `None` where they are no picture or have no size.
fn made(bytes: Vec<u8>, tag: &HtmlTag) -> Option<Picture> {
    let media_type = media_type(&bytes);
    if media_type == "application/octet-stream" {
        return None;
    }
    let asked = |name: &str| {
        let by_style = tag.style(name).and_then(twips).map(|length| f64::from(length) * TWIP);
        let by_attribute =
            || tag.attribute(name)?.trim().trim_end_matches("px").parse::<f64>().ok().map(|n| n * PIXEL);
        by_style.or_else(by_attribute).filter(|length| *length >= 1.0)
    };
    let own = size(&bytes).filter(|(width, height)| *width > 0 && *height > 0);
    let own = own.map(|(width, height)| (f64::from(width) * PIXEL, f64::from(height) * PIXEL));
    let (width, height) = match (asked("width"), asked("height"), own) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some(own)) => (width, width * own.1 / own.0),
        (None, Some(height), Some(own)) => (height * own.0 / own.1, height),
        (None, None, own) => own?,
        _ => return None,
    };
    let description = tag.attribute("alt").map(str::trim).filter(|words| !words.is_empty()).map(Into::into);
    Some(Picture {
        bytes,
        media_type: media_type.into(),
        width: width as u32,
        height: height as u32,
        description,
        view: PictureView::default(),
    })
}

/// Width and height that the head of a picture states, pixels; `None` for formats of drawings.
fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let big = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let little = |at: usize| Some(u32::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some((big(16)?, big(20)?)),
        [b'G', b'I', b'F', ..] => Some((little(6)?, little(8)?)),
        [b'B', b'M', ..] => Some((little(18)?, little(22)?)),
        [0xFF, 0xD8, ..] => jpeg_size(bytes),
        _ => None,
    }
}

/// The size in a JPEG's frame header (ITU-T T.81, B.2.2).
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let short = |at: usize| Some(u32::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let mut at = 2;
    loop {
        let (mark, kind) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        if mark != 0xFF {
            return None;
        }
        match kind {
            // Fill bytes before a marker (B.1.1.2).
            0xFF => at += 1,
            0xC0..=0xCF if !matches!(kind, 0xC4 | 0xC8 | 0xCC) => {
                return Some((short(at + 7)?, short(at + 5)?));
            }
            _ => at += 2 + short(at + 2)? as usize,
        }
    }
}

/// The bytes of an address, its escapes undone (RFC 3986, 2.1).
fn percent_decoded(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let digit = |at: usize| after.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        match (byte, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => decoded.push(*byte),
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::{jpeg_size, percent_decoded, size};

    #[test]
    fn sizes_stand_in_the_heads_of_pictures() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x50\0\0\0\x28";
        assert_eq!(size(png), Some((80, 40)));
        assert_eq!(size(b"GIF89a\x10\0\x20\0"), Some((16, 32)));
        let jpeg = b"\xFF\xD8\xFF\xE0\0\x04ab\xFF\xFF\xC2\0\x0B\x08\0\x30\0\x40\x03";
        assert_eq!(jpeg_size(jpeg), Some((64, 48)));
        assert_eq!(jpeg_size(b"\xFF\xD8\xFF\xE0\0\0"), None);
    }

    #[test]
    fn escapes_of_addresses_are_undone() {
        assert_eq!(percent_decoded("%3Csvg%20a='b'/%3e%"), b"<svg a='b'/>%");
    }
}
