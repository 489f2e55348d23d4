//! Pictures in the text (RTF 1.9.1, "Pictures"): their bytes, size and crop.
//!
//! In: the words and digits of a `\pict`. Out: a picture as the other readers give it. Never decoded;
//! bitmaps without a head of their own, and the pictures of the Macintosh, are not carried.

use super::groups::Destination;
use super::story::RtfReader;
use crate::diagnostics::Refusal;
use crate::diagnostics::message;
use crate::limits;
use crate::read::docx::pictures::media_type;
use crate::read::facts::types::WordObject;
use crate::text::{Picture, PictureView};

/// EMU of a twip, and of a hundredth of a millimetre.
const TWIP: f32 = 635.0;
const HUNDREDTH: f32 = 360.0;

/// A picture in the making.
#[derive(Debug, Default)]
pub(super) struct RtfPicture {
    bytes: Vec<u8>,
    /// The first of two digits.
    half: Option<u8>,
    /// Width and height that are wanted, twips; 0 where none are named.
    goal: (i32, i32),
    /// Width and height of its own, hundredths of a millimetre.
    own: (i32, i32),
    /// Per cent of the size in which it is shown.
    scale: (i32, i32),
    /// Cut off at the left, the top, the right and the bottom, twips.
    crop: [i32; 4],
    /// Of a kind that is not carried.
    foreign: bool,
}

impl RtfPicture {
    /// A control word of it.
    fn word(&mut self, word: &[u8], number: i32) {
        let [left, top, right, bottom] = &mut self.crop;
        match word {
            b"picwgoal" => self.goal.0 = number,
            b"pichgoal" => self.goal.1 = number,
            b"picw" => self.own.0 = number,
            b"pich" => self.own.1 = number,
            b"picscalex" => self.scale.0 = number,
            b"picscaley" => self.scale.1 = number,
            b"piccropl" => *left = number,
            b"piccropt" => *top = number,
            b"piccropr" => *right = number,
            b"piccropb" => *bottom = number,
            b"macpict" | b"pmmetafile" | b"dibitmap" | b"wbitmap" | b"bin" => self.foreign = true,
            _ => {}
        }
    }

    /// A digit of its bytes.
    fn digit(&mut self, byte: u8) {
        let Some(value) = char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok()) else {
            return;
        };
        match self.half.take() {
            Some(high) => self.bytes.push(high << 4 | value),
            None => self.half = Some(value),
        }
    }

    /// The picture; `None` where it cannot be carried or has no size.
    fn made(self) -> Option<Picture> {
        let media_type = media_type(&self.bytes);
        if self.foreign || media_type == "application/octet-stream" {
            return None;
        }
        let side = |goal: i32, own: i32, scale: i32, cut: i32| {
            let whole = if goal > 0 { goal as f32 * TWIP } else { own as f32 * HUNDREDTH };
            let share = if scale > 0 { scale as f32 / 100.0 } else { 1.0 };
            let shown = (whole - cut as f32 * TWIP) * share;
            (whole, if shown >= 1.0 { shown as u32 } else { 0 })
        };
        let [left, top, right, bottom] = self.crop;
        let across = side(self.goal.0, self.own.0, self.scale.0, left.saturating_add(right));
        let down = side(self.goal.1, self.own.1, self.scale.1, top.saturating_add(bottom));
        let share = |cut: i32, whole: f32| (cut as f32 * TWIP / whole.max(1.0) * 100_000.0) as i32;
        let crop = [share(left, across.0), share(top, down.0), share(right, across.0), share(bottom, down.0)];
        (across.1 > 0 && down.1 > 0).then(|| Picture {
            bytes: self.bytes,
            media_type: media_type.into(),
            width: across.1,
            height: down.1,
            description: None,
            view: PictureView { crop, ..PictureView::default() },
        })
    }
}

impl RtfReader {
    /// A control word inside a picture.
    pub(super) fn picture_word(&mut self, word: &[u8], number: Option<i32>) {
        self.picture.word(word, number.unwrap_or(0));
    }

    /// A digit inside a picture.
    ///
    /// # Errors
    /// More bytes than the bound for pictures.
    pub(super) fn picture_digit(&mut self, byte: u8) -> Result<(), Refusal> {
        self.picture.digit(byte);
        if self.picture_bytes + self.picture.bytes.len() as u64 > limits::PICTURE_BYTES {
            return Err(Refusal::over(message!("the pictures"), limits::PICTURE_BYTES, message!("bytes")));
        }
        Ok(())
    }

    /// A picture ends: it stands in the line, or what stands for it does.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn end_picture(&mut self) -> Result<(), Refusal> {
        if self.state.destination != Destination::Story {
            self.picture = RtfPicture::default();
            return Ok(());
        }
        self.shows_something();
        let Some(picture) = std::mem::take(&mut self.picture).made() else {
            self.facts.gathered.oddities.objects.push("picture".to_owned());
            return self.push("", Some(WordObject::Placeholder));
        };
        self.picture_bytes += picture.bytes.len() as u64;
        let place = u32::try_from(self.album.places.len()).unwrap_or(u32::MAX);
        self.album.places.push(u32::try_from(self.album.pictures.len()).ok());
        self.album.pictures.push(picture);
        self.push("", Some(WordObject::Picture(place)))
    }
}
