//! Pictures understood: pixels of the raster formats, drawings of the vector formats, and what of a
//! file is about its maker and not about what it shows.
//!
//! In: the bytes of a picture as a Word file holds it. Out: [`Raster`] or [`Drawing`], both free of
//! any file format, or why there is none ([`PictureFault`]). Never: more pixels than the [`PixelBudget`], a
//! result that depends on the machine, a page or a font.

mod bmp;
mod clean;
mod cut;
pub(crate) mod drawing;
mod gradient;
mod metafile;
mod part;
mod raster;
mod svg;
mod tiff;

pub(crate) use clean::cleaned;
pub(crate) use cut::{CutPicture, cut};
pub(crate) use drawing::Drawing;

use crate::diagnostics::{Message, message};
use std::io::Read as _;

use crate::limits;

/// The pixels of a picture, 8 bits a sample, rows from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Raster {
    /// Pixels in a row, at least 1.
    pub width: u32,
    /// Rows, at least 1.
    pub height: u32,
    /// Samples of a pixel: 1 grey, 3 red, green and blue (sRGB).
    pub samples: u8,
    /// All samples, row by row.
    pub pixels: Vec<u8>,
    /// Opacity of each pixel; `None` where all are opaque.
    pub alpha: Option<Vec<u8>>,
}

impl Raster {
    /// A raster of its samples; `None` unless there are exactly as many as its size asks for.
    fn new(size: (u32, u32), samples: u8, pixels: Vec<u8>) -> Option<Self> {
        let count = (size.0 as usize).checked_mul(size.1 as usize)?.checked_mul(usize::from(samples))?;
        (count > 0 && pixels.len() == count).then_some(Self {
            width: size.0,
            height: size.1,
            samples,
            pixels,
            alpha: None,
        })
    }

    /// A raster whose last sample is the opacity.
    fn with_opacity(size: (u32, u32), samples: u8, mixed: &[u8]) -> Option<Self> {
        let colours = usize::from(samples);
        let mut pixels = Vec::with_capacity(mixed.len());
        let mut alpha = Vec::with_capacity(mixed.len() / (colours + 1));
        for pixel in mixed.chunks_exact(colours + 1) {
            let (colour, opacity) = pixel.split_at_checked(colours)?;
            pixels.extend(colour);
            alpha.extend(opacity);
        }
        let raster = Self::new(size, samples, pixels)?;
        let alpha = alpha.iter().any(|opacity| *opacity != 0xFF).then_some(alpha);
        Some(Self { alpha, ..raster })
    }
}

/// A picture as it is drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Graphic {
    /// By its pixels.
    Raster(Raster),
    /// By paths, words and pictures inside it.
    Drawing(Drawing),
}

/// Decodes a picture: its first frame or page.
///
/// # Errors
/// Why it cannot be drawn.
pub(crate) fn decode(bytes: &[u8], budget: &mut PixelBudget) -> Result<Graphic, PictureFault> {
    if let [0x1F, 0x8B, ..] = bytes {
        return decode_plain(&inflated(bytes)?, budget);
    }
    decode_plain(bytes, budget)
}

/// A drawing of a format that Word shows beside another only, as an EMF, which it shows; `None` for other pictures and
/// for one that cannot be drawn.
pub(crate) fn fallback(bytes: &[u8], budget: &mut PixelBudget) -> Option<Vec<u8>> {
    if metafile::is_metafile(bytes) {
        return None;
    }
    match decode(bytes, budget).ok()? {
        Graphic::Drawing(drawing) => Some(metafile::written(&drawing)),
        Graphic::Raster(_) => None,
    }
}

/// How many times as wide as high a picture is.
///
/// # Errors
/// Why it cannot be drawn.
pub(crate) fn proportion(bytes: &[u8]) -> Result<f32, PictureFault> {
    let (width, height) = match decode(bytes, &mut PixelBudget::default())? {
        Graphic::Raster(raster) => (raster.width as f32, raster.height as f32),
        Graphic::Drawing(drawing) => (drawing.width, drawing.height),
    };
    if width > 0.0 && height > 0.0 { Ok(width / height) } else { Err(PictureFault::Empty) }
}

/// Inflates a metafile or SVG that is kept deflated.
fn inflated(bytes: &[u8]) -> Result<Vec<u8>, PictureFault> {
    let (mut plain, most) = (Vec::new(), limits::METAFILE_BYTES);
    let read = flate2::read::GzDecoder::new(bytes).take(most + 1).read_to_end(&mut plain);
    read.map_err(|_| PictureFault::Damaged)?;
    if plain.len() as u64 > most { Err(PictureFault::TooLarge) } else { Ok(plain) }
}

fn decode_plain(bytes: &[u8], budget: &mut PixelBudget) -> Result<Graphic, PictureFault> {
    if metafile::is_metafile(bytes) {
        return metafile::play(bytes, budget).map(Graphic::Drawing);
    }
    if svg::is_svg(bytes) {
        return svg::read(bytes, budget).map(Graphic::Drawing);
    }
    raster::decode(bytes, budget).map(Graphic::Raster)
}

/// What there is of a picture to be placed on a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sight {
    /// Pixels, or a file that the page's format reads itself.
    Pixels,
    /// A drawing.
    Drawing(Drawing),
    /// Nothing.
    Nothing(PictureFault),
}

/// Why a picture cannot be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PictureFault {
    /// Its first bytes are those of no format that is read here.
    Unknown,
    /// Its format is known, but not what it makes of it.
    Unsupported,
    /// It breaks off or contradicts itself.
    Damaged,
    /// It has more pixels than the bound for one picture or for a document.
    TooLarge,
    /// It draws nothing.
    Empty,
}

impl PictureFault {
    /// What it says of the picture, after "it".
    pub(crate) fn said(self) -> Message {
        match self {
            Self::Unknown => message!("is of no format that can be drawn"),
            Self::Unsupported => message!("uses a form of its format that cannot be drawn"),
            Self::Damaged => message!("is damaged"),
            Self::TooLarge => message!("has more pixels than are drawn"),
            Self::Empty => message!("draws nothing"),
        }
    }
}

/// Pixels that may still be decoded for a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PixelBudget {
    left: u64,
}

impl Default for PixelBudget {
    fn default() -> Self {
        Self { left: limits::DOCUMENT_PIXELS }
    }
}

impl PixelBudget {
    /// Takes the pixels of a picture before memory is taken for them.
    ///
    /// # Errors
    /// [`PictureFault::TooLarge`] where a bound is met, [`PictureFault::Damaged`] for a picture without a pixel.
    pub(crate) fn take(&mut self, width: u32, height: u32) -> Result<(), PictureFault> {
        self.charge(width, height, |pixels| pixels)
    }

    /// Takes the pixels of a picture that is held with so many bits each: more than 24 count as more pixels.
    ///
    /// # Errors
    /// Those of [`Self::take`].
    pub(crate) fn take_deep(&mut self, width: u32, height: u32, bits: u64) -> Result<(), PictureFault> {
        self.charge(width, height, |pixels| pixels.saturating_mul(bits.max(24)) / 24)
    }

    /// Takes the pixels of a picture that is looked through and passed on as it is: a fourth of them count,
    /// for they cost time and no memory.
    ///
    /// # Errors
    /// Those of [`Self::take`].
    pub(crate) fn take_passed_on(&mut self, width: u32, height: u32) -> Result<(), PictureFault> {
        self.charge(width, height, |pixels| pixels / 4)
    }

    fn charge(&mut self, width: u32, height: u32, share: impl Fn(u64) -> u64) -> Result<(), PictureFault> {
        let pixels = u64::from(width) * u64::from(height);
        if pixels == 0 {
            return Err(PictureFault::Damaged);
        }
        let counted = share(pixels);
        if pixels > limits::PICTURE_PIXELS || counted > self.left {
            return Err(PictureFault::TooLarge);
        }
        self.left -= counted;
        Ok(())
    }
}
