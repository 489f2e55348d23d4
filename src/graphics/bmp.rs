//! BMP, and the bitmaps of metafiles with its head before them.
//!
//! In: the bytes of a BMP. Out: a [`Raster`]. Never: more pixels than the budget has.

use zune_jpeg::zune_core::bytestream::ZCursor;

use super::raster::{damaged, scalar};
use super::{PictureFault, PixelBudget, Raster};

/// Decodes a BMP.
///
/// # Errors
/// Why it cannot be drawn.
pub(super) fn decode(bytes: &[u8], budget: &mut PixelBudget) -> Result<Raster, PictureFault> {
    // The decoder looks for a colour table behind every head, and there may be fewer pixels than that.
    const TABLE: usize = 16;
    let padded = if bytes.len() < 1024 { [bytes, &[0; TABLE]].concat() } else { Vec::new() };
    let bytes = if padded.is_empty() { bytes } else { &padded };
    let packed = without_padding(bytes);
    let bytes = packed.as_deref().unwrap_or(bytes);
    let mut decoder = zune_bmp::BmpDecoder::new_with_options(ZCursor::new(bytes), scalar());
    decoder.decode_headers().map_err(damaged)?;
    let (width, height) = decoder.dimensions().ok_or(PictureFault::Damaged)?;
    let side = |side: usize| u32::try_from(side).map_err(|_| PictureFault::TooLarge);
    let size = (side(width)?, side(height)?);
    budget.take(size.0, size.1)?;
    let pixels = decoder.decode().map_err(damaged)?;
    match pixels.len() / (width * height).max(1) {
        1 => Raster::new(size, 1, pixels),
        3 => Raster::new(size, 3, pixels),
        // The fourth byte of a pixel is padding in all that Word and Windows write: opacity is not shown.
        4 => {
            let opaque = pixels.chunks_exact(4).flat_map(|pixel| pixel.iter().take(3).copied()).collect();
            Raster::new(size, 3, opaque)
        }
        _ => None,
    }
    .ok_or(PictureFault::Damaged)
}

/// The file with the rows of fewer than eight bits a pixel set close: a row is filled up to four bytes
/// ([MS-WMF] 2.2.2.9), which the decoder does not skip. `None` where there is nothing to take away.
fn without_padding(bytes: &[u8]) -> Option<Vec<u8>> {
    /// A sane side: the rest is the decoder's to refuse.
    const SIDE: usize = 1 << 16;
    let long = |at: usize| bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes);
    let short = |at: usize| bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes);
    let (start, head) = (long(10)? as usize, long(14)?);
    let (width, height, depth, compression) = if head == 12 {
        (u32::from(short(18)?), u32::from(short(20)?), short(24)?, 0)
    } else {
        (long(18)?, long(22)?.cast_signed().unsigned_abs(), short(28)?, long(30)?)
    };
    let (width, height, depth) = (width as usize, height as usize, usize::from(depth));
    if depth >= 8 || compression != 0 || width > SIDE || height > SIDE {
        return None;
    }
    let (used, stride) = ((width * depth).div_ceil(8), (width * depth).div_ceil(32) * 4);
    if used == stride || used == 0 {
        return None;
    }
    let mut packed = bytes.get(..start)?.to_vec();
    packed.reserve(bytes.len().saturating_sub(start));
    for row in bytes.get(start..)?.chunks(stride).take(height) {
        packed.extend(row.get(..used)?);
    }
    // The decoder reads a little more than the last row of a small picture.
    packed.extend([0; 16]);
    Some(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bottom-up BMP of 1 bit: black and white, rows given from the bottom.
    fn two_colours(width: u32, rows: &[&[u8]]) -> Vec<u8> {
        let mut file = b"BM".to_vec();
        file.extend([0; 8]);
        file.extend(62u32.to_le_bytes());
        file.extend(40u32.to_le_bytes());
        file.extend(width.to_le_bytes());
        file.extend((rows.len() as u32).to_le_bytes());
        file.extend([1, 0, 1, 0]);
        file.extend([0; 24]);
        file.extend([0, 0, 0, 0, 255, 255, 255, 0]);
        for row in rows {
            file.extend(*row);
            file.extend(vec![0; row.len().next_multiple_of(4) - row.len()]);
        }
        file
    }

    #[test]
    fn rows_begin_where_their_padding_ends() {
        let file = two_colours(10, &[&[0xFF, 0xC0], &[0, 0], &[0xF0, 0x40]]);
        let raster = decode(&file, &mut PixelBudget::default()).unwrap();
        let lights: Vec<bool> = raster.pixels.chunks_exact(3).map(|pixel| pixel == [255; 3]).collect();
        let row = |from: usize| lights.get(from * 10..from * 10 + 10).unwrap();
        assert_eq!(row(0), [true, true, true, true, false, false, false, false, false, true]);
        assert_eq!((row(1), row(2)), (&[false; 10][..], &[true; 10][..]));
    }
}
