//! TIFF: its first page, in the colours that scanners and office programs write.
//!
//! In: the bytes of a TIFF. Out: a [`Raster`]. Never: more pixels than the budget has. Palettes and CIE L*a*b*
//! are read as plain samples, which the decoder has, and are made colours here; Group 3 is read by its own.

use std::io::Cursor;

use ::tiff::ColorType::{self, CMYK, Gray, GrayA, Multiband, RGB, RGBA, YCbCr};
use ::tiff::decoder::{Decoder, DecodingResult};
use ::tiff::tags::Tag;

use super::raster::{damaged, rgb_of_cmyk};
use super::{PictureFault, PixelBudget, Raster};

/// What the samples of a pixel mean, where the decoder does not say (TIFF 6.0, PhotometricInterpretation).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Samples {
    /// What the decoder says.
    Own,
    /// Places in a table of colours.
    Palette,
    /// CIE L*a*b*, with signed a* and b*; ICC's form has them from -128 on.
    Lab { signed: bool },
}

type TiffDecoder<'a> = Decoder<Cursor<&'a [u8]>>;

/// Decodes a TIFF: its first page.
///
/// # Errors
/// Why it cannot be drawn.
pub(super) fn decode(bytes: &[u8], budget: &mut PixelBudget) -> Result<Raster, PictureFault> {
    let mut decoder = Decoder::new(Cursor::new(bytes)).map_err(unread)?;
    let size = decoder.dimensions().map_err(damaged)?;
    budget.take(size.0, size.1)?;
    if number(&mut decoder, Tag::Compression) == Some(3) {
        return group_3(&mut decoder, bytes, size);
    }
    let (samples, plain) = match number(&mut decoder, Tag::PhotometricInterpretation) {
        Some(3) => (Samples::Palette, 1),
        Some(8) => (Samples::Lab { signed: true }, 2),
        Some(9) => (Samples::Lab { signed: false }, 2),
        _ => (Samples::Own, 0),
    };
    if samples == Samples::Own {
        return read(&mut decoder, size, samples);
    }
    let changed = interpreted(bytes, plain).ok_or(PictureFault::Damaged)?;
    let mut decoder = Decoder::new(Cursor::new(changed.as_slice())).map_err(unread)?;
    read(&mut decoder, size, samples)
}

fn unread(error: ::tiff::TiffError) -> PictureFault {
    if matches!(error, ::tiff::TiffError::UnsupportedError(_)) {
        PictureFault::Unsupported
    } else {
        PictureFault::Damaged
    }
}

fn number(decoder: &mut TiffDecoder<'_>, tag: Tag) -> Option<u32> {
    decoder.find_tag(tag).ok().flatten()?.into_u32().ok()
}

fn read(decoder: &mut TiffDecoder<'_>, size: (u32, u32), samples: Samples) -> Result<Raster, PictureFault> {
    let kind = decoder.colortype().map_err(unread)?;
    let palette = match samples {
        Samples::Palette => Some(decoder.get_tag_u16_vec(Tag::ColorMap).map_err(damaged)?),
        _ => None,
    };
    let pixels = match decoder.read_image().map_err(unread)? {
        DecodingResult::U8(pixels) => pixels,
        // Deeper samples keep their eight highest bits.
        DecodingResult::U16(pixels) => pixels.into_iter().map(|sample| (sample >> 8) as u8).collect(),
        DecodingResult::F32(pixels) => pixels.into_iter().map(share).collect(),
        _ => return Err(PictureFault::Unsupported),
    };
    match (samples, palette) {
        (Samples::Palette, Some(palette)) => coloured(size, kind, &pixels, &palette),
        (Samples::Lab { signed }, _) => Raster::new(size, 3, rgb_of_lab(&pixels, signed)),
        _ => raster(size, kind, pixels),
    }
    .ok_or(PictureFault::Unsupported)
}

/// A share of 1 as a sample of 8 bits.
fn share(light: f32) -> u8 {
    (light.clamp(0.0, 1.0) * 255.0).round() as u8
}

/// The samples as a raster; `None` for colours that are not read.
fn raster(size: (u32, u32), kind: ColorType, samples: Vec<u8>) -> Option<Raster> {
    match kind {
        Gray(depth @ (1 | 2 | 4)) => {
            let most = (1u16 << depth) - 1;
            let grey = unpacked(&samples, size, depth);
            Raster::new(size, 1, grey.map(|value| (u16::from(value) * 255 / most) as u8).collect())
        }
        Gray(8 | 16 | 32) => Raster::new(size, 1, samples),
        GrayA(8 | 16) | Multiband { bit_depth: 8 | 16, num_samples: 2 } => {
            Raster::with_opacity(size, 1, &samples)
        }
        RGB(8 | 16 | 32) => Raster::new(size, 3, samples),
        RGBA(8 | 16 | 32) => Raster::with_opacity(size, 3, &samples),
        CMYK(8 | 16) => Raster::new(size, 3, rgb_of_cmyk(&samples, false)),
        YCbCr(8) => Raster::new(size, 3, rgb_of_ycbcr(&samples)),
        _ => None,
    }
}

/// Places in a palette as colours. All reds stand before all greens and blues, 16 bits each (TIFF 6.0, ColorMap).
fn coloured(size: (u32, u32), kind: ColorType, samples: &[u8], palette: &[u16]) -> Option<Raster> {
    let Gray(depth @ (1 | 2 | 4 | 8)) = kind else { return None };
    let colours = palette.len() / 3;
    let mut pixels = Vec::with_capacity(size.0 as usize * size.1 as usize * 3);
    for index in unpacked(samples, size, depth) {
        let of = |plane: usize| palette.get(plane * colours + usize::from(index)).copied();
        pixels.extend([of(0)?, of(1)?, of(2)?].map(|value| (value >> 8) as u8));
    }
    Raster::new(size, 3, pixels)
}

/// Samples of fewer than eight bits, one a byte; each row begins with a byte.
fn unpacked(samples: &[u8], size: (u32, u32), depth: u8) -> impl Iterator<Item = u8> + '_ {
    let (width, depth) = (size.0 as usize, usize::from(depth));
    let row = (width * depth).div_ceil(8).max(1);
    samples.chunks_exact(row).flat_map(move |line| {
        (0..width).map(move |x| {
            let bit = x * depth;
            let byte = line.get(bit / 8).copied().unwrap_or(0);
            byte >> (8 - depth - bit % 8) & (0xFFu16 >> (8 - depth)) as u8
        })
    })
}

/// Luma and two differences as red, green and blue (ITU-R BT.601, as TIFF 6.0 section 21 has it).
fn rgb_of_ycbcr(samples: &[u8]) -> Vec<u8> {
    let mut pixels = Vec::with_capacity(samples.len());
    for pixel in samples.chunks_exact(3) {
        let [y, cb, cr] = *pixel else { continue };
        let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
        let light = [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb];
        pixels.extend(light.map(|light| light.round().clamp(0.0, 255.0) as u8));
    }
    pixels
}

/// CIE L*a*b* of the white D50 (TIFF 6.0, section 23; ICC.1, 6.3) as sRGB, through Bradford's adaptation to D65.
fn rgb_of_lab(samples: &[u8], signed: bool) -> Vec<u8> {
    let mut pixels = Vec::with_capacity(samples.len());
    for pixel in samples.chunks_exact(3) {
        let [l, a, b] = *pixel else { continue };
        let side = |side: u8| if signed { f32::from(side.cast_signed()) } else { f32::from(side) - 128.0 };
        let fy = (f32::from(l) * 100.0 / 255.0 + 16.0) / 116.0;
        let (fx, fz) = (fy + side(a) / 500.0, fy - side(b) / 200.0);
        let linear =
            |f: f32| if f > 6.0 / 29.0 { f * f * f } else { (f - 16.0 / 116.0) * 3.0 * 36.0 / 841.0 };
        let (x, y, z) = (0.9642 * linear(fx), linear(fy), 0.8249 * linear(fz));
        let light = [
            3.1339 * x - 1.6169 * y - 0.4906 * z,
            -0.9785 * x + 1.9160 * y + 0.0333 * z,
            0.0720 * x - 0.2290 * y + 1.4057 * z,
        ];
        pixels.extend(light.map(|light| {
            let light = light.clamp(0.0, 1.0);
            share(if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 })
        }));
    }
    pixels
}

/// The file with another interpretation of the samples of its first page.
fn interpreted(bytes: &[u8], interpretation: u8) -> Option<Vec<u8>> {
    let mut file = bytes.to_vec();
    let little = bytes.first() == Some(&b'I');
    let short = |at: usize| {
        let pair = bytes.get(at..)?.first_chunk().copied()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let four: [u8; 4] = bytes.get(4..8)?.first_chunk().copied()?;
    let place = (if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }) as usize;
    for entry in (0..usize::from(short(place)?)).map(|index| place + 2 + index * 12) {
        if short(entry)? == 262 {
            // A short number fills the first two bytes of its place.
            let at = entry + if little { 8 } else { 9 };
            *file.get_mut(at)? = interpretation;
            return Some(file);
        }
    }
    None
}

/// Group 3 of facsimiles, one-dimensional (ITU-T T.4, 4.1), strip by strip.
fn group_3(decoder: &mut TiffDecoder<'_>, bytes: &[u8], size: (u32, u32)) -> Result<Raster, PictureFault> {
    let options = number(decoder, Tag::Unknown(292)).unwrap_or(0);
    let width = u16::try_from(size.0).map_err(|_| PictureFault::TooLarge)?;
    if options & 1 != 0 {
        return Err(PictureFault::Unsupported);
    }
    let reversed = number(decoder, Tag::FillOrder) == Some(2);
    let black = if number(decoder, Tag::PhotometricInterpretation) == Some(1) { 0xFF } else { 0 };
    let list = |decoder: &mut TiffDecoder<'_>, tag: Tag| decoder.get_tag_u32_vec(tag).map_err(damaged);
    let places = list(decoder, Tag::StripOffsets)?;
    let lengths = list(decoder, Tag::StripByteCounts)?;
    let count = size.0 as usize * size.1 as usize;
    let mut pixels = Vec::with_capacity(count);
    for (place, length) in places.into_iter().zip(lengths) {
        let (place, length) = (place as usize, length as usize);
        let strip = bytes.get(place..place.saturating_add(length)).ok_or(PictureFault::Damaged)?;
        let strip = strip.iter().map(|byte| if reversed { byte.reverse_bits() } else { *byte });
        // The bits of the line's end that may be missing at the end of a strip are given.
        let ended = strip.chain([0x00, 0x10, 0x01, 0x00, 0x10, 0x01, 0x00, 0x10, 0x01]);
        fax::decoder::decode_g3(ended, |line| {
            if pixels.len() < count {
                let ink = |pel: fax::Color| if pel == fax::Color::Black { black } else { !black };
                pixels.extend(fax::decoder::pels(line, width).map(ink));
            }
        });
    }
    pixels.truncate(count);
    if pixels.is_empty() {
        return Err(PictureFault::Damaged);
    }
    pixels.resize(count, !black);
    Raster::new(size, 1, pixels).ok_or(PictureFault::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A TIFF of one strip behind its directory; `entries` are tag, kind, count and value.
    fn file(entries: &[(u16, u16, u32, u32)], strip: &[u8], table: &[u16]) -> Vec<u8> {
        let mut file = b"II*\0\x08\0\0\0".to_vec();
        let all = entries.len() as u16 + 2 + u16::from(!table.is_empty());
        let end = 8 + 2 + u32::from(all) * 12 + 4;
        let mut entries = entries.to_vec();
        entries.extend([(273, 4, 1, end), (279, 4, 1, strip.len() as u32)]);
        if !table.is_empty() {
            entries.push((320, 3, table.len() as u32, end + strip.len() as u32));
        }
        entries.sort_unstable();
        file.extend(all.to_le_bytes());
        for (tag, kind, count, value) in entries {
            file.extend(tag.to_le_bytes());
            file.extend(kind.to_le_bytes());
            file.extend(count.to_le_bytes());
            file.extend(value.to_le_bytes());
        }
        file.extend([0; 4]);
        file.extend(strip);
        file.extend(table.iter().flat_map(|value| value.to_le_bytes()));
        file
    }

    fn head(depth: u32, interpretation: u32, samples: u32, compression: u32) -> Vec<(u16, u16, u32, u32)> {
        vec![
            (256, 3, 1, 2),
            (257, 3, 1, 1),
            (258, 3, 1, depth),
            (259, 3, 1, compression),
            (262, 3, 1, interpretation),
            (277, 3, 1, samples),
            (278, 3, 1, 1),
        ]
    }

    fn pixels(file: &[u8]) -> Vec<u8> {
        decode(file, &mut PixelBudget::default()).unwrap().pixels
    }

    #[test]
    fn a_palette_gives_its_colours() {
        let mut table = vec![0u16; 48];
        (table[1], table[16 + 2], table[32 + 1]) = (0xFFFF, 0x8080, 0x1111);
        assert_eq!(pixels(&file(&head(4, 3, 1, 1), &[0x12], &table)), [0xFF, 0, 0x11, 0, 0x80, 0]);
    }

    #[test]
    fn lab_becomes_what_it_looks_like() {
        // White, and the red of sRGB.
        let red = pixels(&file(&head(8, 8, 3, 1), &[255, 0, 0, 138, 81, 70], &[]));
        assert!(
            red.iter().zip([255, 255, 255, 255, 0, 0]).all(|(is, wanted)| is.abs_diff(wanted) < 6),
            "{red:?}"
        );
    }

    #[test]
    fn a_facsimile_line_is_read() {
        // End of line; one white, one black; end of line.
        let line = [0b0000_0000, 0b0001_0001, 0b1101_0000, 0b0000_0000, 0b0100_0000];
        assert_eq!(pixels(&file(&head(1, 0, 1, 3), &line, &[])), [255, 0]);
    }
}
