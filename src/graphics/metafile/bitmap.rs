//! Bitmaps inside metafiles: device-independent ones, and how they are laid over what is there.

use super::Record;
use super::canvas::Canvas;
use super::state::Brush;
use crate::graphics::drawing::{DrawingItem, DrawingPoint, rectangle, transformed};
use crate::graphics::{PictureFault, PixelBudget, Raster, raster};

/// Copies the source.
pub(super) const SOURCE_COPY: u32 = 0x00CC_0020;

/// Where a bitmap goes: places and sizes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placing {
    /// The rectangle it covers, logical units: place and size.
    pub to: (DrawingPoint, DrawingPoint),
    /// What of it is shown, pixels from its upper left corner: place and size.
    pub from: (DrawingPoint, DrawingPoint),
    /// Ternary raster operation ([MS-WMF] 2.1.1.31).
    pub operation: u32,
}

/// Decodes a device-independent bitmap: its head with the colour table, and its bits.
pub(super) fn decode(head: &[u8], bits: &[u8], budget: &mut PixelBudget) -> Result<Raster, PictureFault> {
    let record = Record(head);
    // Compression 4 and 5: a JPEG or PNG in place of the bits ([MS-WMF] 2.1.1.7).
    if record.u32(0) != Some(12) && matches!(record.u32(16), Some(4 | 5)) {
        return raster::decode(bits, budget);
    }
    let mut file = Vec::with_capacity(14 + head.len() + bits.len());
    file.extend(b"BM");
    let size = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
    file.extend(size(14 + head.len() + bits.len()));
    file.extend([0; 4]);
    file.extend(size(14 + head.len()));
    file.extend(head);
    file.extend(bits);
    raster::decode(&file, budget)
}

/// A bitmap that is blended with what is there: by the opacity of all of it, and by that of each pixel, by which
/// its colours are multiplied already ([MS-EMF] 2.3.1.1).
pub(super) fn blended(mut bitmap: Raster, head: &[u8], bits: &[u8], function: [u8; 4]) -> Raster {
    let [_, _, all, own] = function;
    let head = Record(head);
    let (width, count) = (bitmap.width as usize, bitmap.width as usize * bitmap.height as usize);
    let of_pixels =
        own & 1 == 1 && head.u16(14) == Some(32) && bits.len() >= count * 4 && bitmap.samples == 3;
    let mut alpha = vec![255u8; count];
    if of_pixels {
        let upwards = head.i32(8).is_some_and(|height| height > 0);
        let rows = bits.chunks_exact((width * 4).max(1)).take(bitmap.height as usize);
        for (row, line) in rows.enumerate() {
            let row = if upwards { bitmap.height as usize - 1 - row } else { row };
            let own = line.chunks_exact(4).map(|pixel| pixel.get(3).copied().unwrap_or(255));
            alpha.iter_mut().skip(row * width).zip(own).for_each(|(alpha, own)| *alpha = own);
        }
        for (pixel, alpha) in bitmap.pixels.chunks_exact_mut(3).zip(&alpha) {
            let alpha = u32::from(*alpha).max(1);
            let light = |part: u8| ((u32::from(part) * 255 + alpha / 2) / alpha).min(255) as u8;
            pixel.iter_mut().for_each(|part| *part = light(*part));
        }
    }
    alpha.iter_mut().for_each(|own| *own = ((u32::from(*own) * u32::from(all) + 127) / 255) as u8);
    bitmap.alpha = alpha.iter().any(|own| *own != 255).then_some(alpha);
    bitmap
}

/// Length of a bitmap's head with its colour table ([MS-WMF] 2.2.2.9).
pub(super) fn head_length(bitmap: &[u8]) -> Option<usize> {
    let record = Record(bitmap);
    let size = record.place(0)?;
    if size == 12 {
        let depth = record.u16(10)?;
        return Some(12 + if depth <= 8 { 3usize << depth } else { 0 });
    }
    let (depth, compression, used) = (record.u16(14)?, record.u32(16)?, record.place(32)?);
    let colours = if used == 0 && depth <= 8 { 1usize << depth } else { used.min(256) };
    let masks = if compression == 3 && size == 40 { 12 } else { 0 };
    size.checked_add(masks)?.checked_add(colours * 4)
}

/// The mean colour of a pattern.
pub(super) fn mean(raster: &Raster) -> [u8; 3] {
    let samples = usize::from(raster.samples).max(1);
    let mut sums = [0u64; 3];
    for pixel in raster.pixels.chunks_exact(samples) {
        for (at, sum) in sums.iter_mut().enumerate() {
            *sum += u64::from(pixel.get(at.min(samples - 1)).copied().unwrap_or(0));
        }
    }
    let count = (raster.pixels.len() / samples).max(1) as u64;
    sums.map(|sum| (sum / count) as u8)
}

impl Canvas {
    /// Lays a bitmap over what is there.
    pub(super) fn bitmap(&mut self, bitmap: Option<Raster>, placing: Placing) -> Result<(), PictureFault> {
        let ((x, y), (wide, high)) = placing.to;
        let frame = transformed(&rectangle((x, y), (x + wide, y + high)), self.matrix());
        let Some(bitmap) = bitmap else {
            // Operations that need no source ([MS-WMF] 2.1.1.31).
            let brush = self.state.brush;
            match placing.operation {
                0x0000_0042 => self.state.brush = Brush::Solid([0; 3]),
                0x00FF_0062 => self.state.brush = Brush::Solid([255; 3]),
                0x00F0_0021 => {}
                _ => return Ok(()),
            }
            let painted = self.paint(frame, false, true);
            self.state.brush = brush;
            return painted;
        };
        match placing.operation {
            0x00AA_0029 => Ok(()),
            // What is white in the source leaves what is there.
            0x0088_00C6 => self.picture(see_through(bitmap, 255), placing.from, (x, y), (wide, high)),
            // What is black in it does.
            0x00EE_0086 | 0x0066_0046 => {
                self.picture(see_through(bitmap, 0), placing.from, (x, y), (wide, high))
            }
            0x0000_0042 | 0x00FF_0062 => self.bitmap(None, placing),
            // The source inverted, and that laid over as where black leaves what is there.
            0x0033_0008 => self.picture(inverted(bitmap), placing.from, (x, y), (wide, high)),
            0x00BB_0226 => self.picture(see_through(inverted(bitmap), 0), placing.from, (x, y), (wide, high)),
            // The brush, where the source is white or where it is black.
            0x00E2_0746 | 0x00B8_074A => {
                let Some(colour) = self.state.brush.colour() else { return Ok(()) };
                let left_out = if placing.operation == 0x00E2_0746 { 0 } else { 255 };
                let stencil = painted(see_through(bitmap, left_out), colour);
                self.picture(stencil, placing.from, (x, y), (wide, high))
            }
            _ => self.picture(bitmap, placing.from, (x, y), (wide, high)),
        }
    }

    /// A dot of a colour.
    pub(super) fn dot(&mut self, at: DrawingPoint, colour: [u8; 3]) -> Result<(), PictureFault> {
        let outline = self.rectangle(at, (at.0 + 1.0, at.1 + 1.0));
        let path = crate::graphics::drawing::Path { outline, fill: Some(colour), ..Default::default() };
        self.add(DrawingItem::Path(path))
    }
}

/// A bitmap with each sample turned round.
fn inverted(mut bitmap: Raster) -> Raster {
    bitmap.pixels.iter_mut().for_each(|sample| *sample = 255 - *sample);
    bitmap
}

/// A bitmap all of one colour, as much seen as before.
fn painted(bitmap: Raster, colour: [u8; 3]) -> Raster {
    let count = bitmap.width as usize * bitmap.height as usize;
    Raster { samples: 3, pixels: colour.repeat(count), ..bitmap }
}

/// A bitmap that is not seen where all its samples have a value.
fn see_through(mut bitmap: Raster, value: u8) -> Raster {
    let samples = usize::from(bitmap.samples).max(1);
    let opacity = |pixel: &[u8]| if pixel.iter().all(|sample| *sample == value) { 0 } else { 255 };
    bitmap.alpha = Some(bitmap.pixels.chunks_exact(samples).map(opacity).collect());
    bitmap
}
