//! Images of EMF+ ([MS-EMFPLUS] 2.2.1.4): pixels as they are, files of pixels, metafiles.

use super::cursor::{Cursor, Tint, tint};
use crate::graphics::metafile::{is_metafile, play_inside, raster_of};
use crate::graphics::{Drawing, PixelBudget, Raster};

/// An image.
#[derive(Debug, Clone)]
pub(super) enum PlusImage {
    Raster(Raster),
    Drawing(Drawing),
}

impl PlusImage {
    /// Reads an image; `None` for one that cannot be shown.
    pub(super) fn read(cursor: &mut Cursor<'_>, depth: usize, budget: &mut PixelBudget) -> Option<Self> {
        let (_, kind) = (cursor.u32()?, cursor.u32()?);
        match kind {
            1 => {
                let (wide, high, stride) = (cursor.i32()?, cursor.i32()?, cursor.i32()?);
                let (format, kind) = (cursor.u32()?, cursor.u32()?);
                if kind == 1 {
                    return raster_of(cursor.0, budget).map(Self::Raster);
                }
                let size = (u32::try_from(wide).ok()?, u32::try_from(high).ok()?);
                budget.take(size.0, size.1).ok()?;
                pixels(cursor, size, usize::try_from(stride).ok()?, format).map(Self::Raster)
            }
            2 => {
                let (_, length) = (cursor.u32()?, cursor.count()?);
                let bytes = cursor.0.get(..length).unwrap_or(cursor.0);
                let depth = depth.checked_sub(1).filter(|_| is_metafile(bytes))?;
                play_inside(bytes, depth, budget).ok().map(Self::Drawing)
            }
            _ => None,
        }
    }
}

/// Pixels of a format ([MS-EMFPLUS] 2.1.1.25), rows from the top.
fn pixels(cursor: &mut Cursor<'_>, size: (u32, u32), stride: usize, format: u32) -> Option<Raster> {
    let depth = (format >> 8 & 0xFF) as usize;
    let palette = if format & 0x1_0000 == 0 { Vec::new() } else { palette(cursor)? };
    let width = size.0 as usize;
    let mut mixed = Vec::with_capacity(width * size.1 as usize * 4);
    for row in 0..size.1 as usize {
        let line = cursor.0.get(row.checked_mul(stride)?..)?.get(..(width * depth).div_ceil(8))?;
        for column in 0..width {
            let Tint { colour, opacity } = pixel(line, column, format, &palette)?;
            mixed.extend(colour);
            mixed.push(opacity);
        }
    }
    Raster::with_opacity(size, 3, &mixed)
}

fn palette(cursor: &mut Cursor<'_>) -> Option<Vec<Tint>> {
    let (_, count) = (cursor.u32()?, cursor.count()?);
    cursor.tints(count.min(256))
}

fn pixel(line: &[u8], column: usize, format: u32, palette: &[Tint]) -> Option<Tint> {
    let depth = (format >> 8 & 0xFF) as usize;
    let opaque = |colour: [u8; 3]| Tint { colour, opacity: 255 };
    match (format, depth) {
        (_, 1 | 4 | 8) => {
            let bit = column * depth;
            let value = *line.get(bit / 8)? >> (8 - depth - bit % 8) & (0xFF >> (8 - depth));
            palette.get(usize::from(value)).copied()
        }
        (_, 16) => Some(sixteen(u16::from_le_bytes(*line.get(column * 2..)?.first_chunk()?), format)),
        (_, 24) => {
            let [blue, green, red] = *line.get(column * 3..)?.first_chunk()?;
            Some(opaque([red, green, blue]))
        }
        (0x0026_200A, _) => Some(tint(*line.get(column * 4..)?.first_chunk()?)),
        (0x000E_200B, _) => {
            // Its colours are multiplied by the opacity.
            let Tint { colour, opacity } = tint(*line.get(column * 4..)?.first_chunk()?);
            let all = u32::from(opacity).max(1);
            Some(Tint { colour: colour.map(|part| (u32::from(part) * 255 / all).min(255) as u8), opacity })
        }
        (_, 32) => Some(opaque(tint(*line.get(column * 4..)?.first_chunk()?).colour)),
        // Two bytes a sample: the upper ones.
        (_, 48 | 64) => {
            let at = column * depth / 8;
            let sample = |place: usize| line.get(at + place * 2 + 1).copied();
            let colour = [sample(2)?, sample(1)?, sample(0)?];
            Some(Tint { colour, opacity: if depth == 64 { sample(3)? } else { 255 } })
        }
        _ => None,
    }
}

/// A pixel of two bytes: grey, five bits a colour, or six for green; one bit of opacity.
fn sixteen(value: u16, format: u32) -> Tint {
    let five = |shift: u16| ((value >> shift & 31) * 255 / 31) as u8;
    let (colour, opacity) = match format {
        0x0010_1004 => ([(value >> 8) as u8; 3], 255),
        0x0002_1006 => ([five(11), ((value >> 5 & 63) * 255 / 63) as u8, five(0)], 255),
        0x0006_1007 => ([five(10), five(5), five(0)], if value & 0x8000 == 0 { 0 } else { 255 }),
        _ => ([five(10), five(5), five(0)], 255),
    };
    Tint { colour, opacity }
}
