//! Windows metafiles, played as drawings.
//!
//! In: the bytes of an EMF or WMF. Out: a [`Drawing`]. Never: a record trusted for more
//! than it holds, more items than the bound. Of dual files the EMF is read, and the EMF+ where that is not whole.

mod bitmap;
mod canvas;
mod code_page;
mod emf;
mod emf_records;
mod plus;
mod state;
mod text;
mod wmf;
mod writer;

pub(super) use emf::is_emf;
pub(super) use writer::written;

use super::{Drawing, PictureFault, PixelBudget, Raster, raster};

/// Whether the bytes are those of a metafile.
pub(super) fn is_metafile(bytes: &[u8]) -> bool {
    emf::is_emf(bytes) || wmf::is_wmf(bytes)
}

/// Plays a metafile.
///
/// # Errors
/// Why it cannot be drawn.
pub(super) fn play(bytes: &[u8], budget: &mut PixelBudget) -> Result<Drawing, PictureFault> {
    play_inside(bytes, plus::NESTED, budget)
}

/// Plays a metafile inside which so many others may lie one in another.
fn play_inside(bytes: &[u8], depth: usize, budget: &mut PixelBudget) -> Result<Drawing, PictureFault> {
    if emf::is_emf(bytes) { emf::play(bytes, depth, budget) } else { wmf::play(bytes, budget) }
}

/// The pixels of a file inside a metafile; `None` for a file of no format that is read here.
fn raster_of(bytes: &[u8], budget: &mut PixelBudget) -> Option<Raster> {
    raster::decode(bytes, budget).ok()
}

/// A record's bytes, read at places.
#[derive(Debug, Clone, Copy)]
struct Record<'a>(&'a [u8]);

impl<'a> Record<'a> {
    fn array<const N: usize>(self, at: usize) -> Option<[u8; N]> {
        self.0.get(at..)?.first_chunk().copied()
    }

    fn i16(self, at: usize) -> Option<i16> {
        self.array(at).map(i16::from_le_bytes)
    }

    fn u16(self, at: usize) -> Option<u16> {
        self.array(at).map(u16::from_le_bytes)
    }

    fn i32(self, at: usize) -> Option<i32> {
        self.array(at).map(i32::from_le_bytes)
    }

    fn u32(self, at: usize) -> Option<u32> {
        self.array(at).map(u32::from_le_bytes)
    }

    fn f32(self, at: usize) -> Option<f32> {
        self.array(at).map(f32::from_le_bytes).filter(|number| number.is_finite())
    }

    fn place(self, at: usize) -> Option<usize> {
        self.u32(at).map(|number| number as usize)
    }

    /// A colour: red, green, blue, nothing ([MS-WMF] 2.2.2.8).
    fn colour(self, at: usize) -> Option<[u8; 3]> {
        self.array(at)
    }

    /// A point of two 32-bit numbers.
    fn point(self, at: usize) -> Option<(f32, f32)> {
        Some((self.i32(at)? as f32, self.i32(at + 4)? as f32))
    }

    fn slice(self, at: usize, length: usize) -> Option<&'a [u8]> {
        self.0.get(at..at.checked_add(length)?)
    }
}
