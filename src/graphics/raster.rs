//! Raster formats, each by its own decoder, as grey or RGB of 8 bits.
//!
//! In: the bytes of a PNG, JPEG, GIF, BMP, TIFF or WebP. Out: a [`Raster`]. Never: pixels whose number
//! was not asked of the budget first, code of a processor's own (results are the same everywhere).

use std::io::Cursor;

use super::{PictureFault, PixelBudget, Raster, bmp, tiff};

use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Decodes a picture: its first frame or page.
///
/// # Errors
/// Why it cannot be drawn.
pub(crate) fn decode(bytes: &[u8], budget: &mut PixelBudget) -> Result<Raster, PictureFault> {
    let decoder = DECODERS.iter().find(|(signature, _)| bytes.starts_with(signature));
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    match decoder {
        Some((_, decode)) => decode(bytes, budget),
        None if webp => decode_webp(bytes, budget),
        None => Err(PictureFault::Unknown),
    }
}

type Decoder = fn(&[u8], &mut PixelBudget) -> Result<Raster, PictureFault>;

const DECODERS: &[(&[u8], Decoder)] = &[
    (b"\x89PNG\r\n\x1a\n", decode_png),
    (b"\xFF\xD8\xFF", decode_jpeg),
    (b"GIF8", decode_gif),
    (b"BM", bmp::decode),
    (b"II*\0", tiff::decode),
    (b"MM\0*", tiff::decode),
];

/// Decoder options without the instructions of one processor, for pixels that are the same on every one.
pub(super) fn scalar() -> DecoderOptions {
    /// Wider than any picture within the budget; that is asked first.
    const SIDE: usize = 1 << 16;
    DecoderOptions::default().set_use_unsafe(false).set_max_width(SIDE).set_max_height(SIDE)
}

/// A decoder's own error.
pub(super) fn damaged<E>(_: E) -> PictureFault {
    PictureFault::Damaged
}

fn decode_png(bytes: &[u8], budget: &mut PixelBudget) -> Result<Raster, PictureFault> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    let mut reader = decoder.read_info().map_err(damaged)?;
    let (width, height) = (reader.info().width, reader.info().height);
    budget.take(width, height)?;
    let mut pixels = vec![0; reader.output_buffer_size().ok_or(PictureFault::TooLarge)?];
    let frame = reader.next_frame(&mut pixels).map_err(damaged)?;
    pixels.truncate(frame.buffer_size());
    let size = (width, height);
    match frame.color_type {
        png::ColorType::Grayscale => Raster::new(size, 1, pixels),
        png::ColorType::Rgb => Raster::new(size, 3, pixels),
        png::ColorType::GrayscaleAlpha => Raster::with_opacity(size, 1, &pixels),
        png::ColorType::Rgba => Raster::with_opacity(size, 3, &pixels),
        png::ColorType::Indexed => None,
    }
    .ok_or(PictureFault::Damaged)
}

fn decode_jpeg(bytes: &[u8], budget: &mut PixelBudget) -> Result<Raster, PictureFault> {
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), scalar());
    decoder.decode_headers().map_err(damaged)?;
    let info = decoder.info().ok_or(PictureFault::Damaged)?;
    let size = (u32::from(info.width), u32::from(info.height));
    budget.take(size.0, size.1)?;
    let stored = decoder.input_colorspace().ok_or(PictureFault::Damaged)?;
    let wanted = match stored {
        ColorSpace::Luma => ColorSpace::Luma,
        ColorSpace::CMYK => ColorSpace::CMYK,
        // YCCK only ever comes from Adobe's programs; the decoder undoes it and the inversion.
        _ => ColorSpace::RGB,
    };
    decoder.set_options(scalar().jpeg_set_out_colorspace(wanted));
    let pixels = decoder.decode().map_err(damaged)?;
    match wanted {
        ColorSpace::Luma => Raster::new(size, 1, pixels),
        ColorSpace::CMYK => Raster::new(size, 3, rgb_of_cmyk(&pixels, has_adobe_marker(bytes))),
        _ => Raster::new(size, 3, pixels),
    }
    .ok_or(PictureFault::Damaged)
}

/// Whether a JPEG says that Adobe's programs made it: those store four inks inverted, as Word and all
/// readers expect (Adobe Technical Note 5116, 6.5.3).
fn has_adobe_marker(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let [0xFF, marker, tail @ ..] = rest {
        if matches!(marker, 0xDA | 0xD9) {
            return false;
        }
        let Some(length) = tail.first_chunk().map(|pair| usize::from(u16::from_be_bytes(*pair))) else {
            return false;
        };
        if *marker == 0xEE && tail.get(2..7) == Some(b"Adobe") {
            return true;
        }
        rest = tail.get(length.max(2)..).unwrap_or_default();
    }
    false
}

/// Four inks as red, green and blue, by the plain rule of PostScript (ISO 32000-1, 10.3.5): the output
/// intent of the files made here is sRGB.
pub(super) fn rgb_of_cmyk(inks: &[u8], inverted: bool) -> Vec<u8> {
    let mut pixels = Vec::with_capacity(inks.len() / 4 * 3);
    for ink in inks.chunks_exact(4) {
        let [c, m, y, k] = *ink else { continue };
        let light = |ink: u8| u32::from(if inverted { ink } else { 255 - ink });
        pixels.extend([c, m, y].map(|ink| ((light(ink) * light(k) + 127) / 255) as u8));
    }
    pixels
}

fn decode_gif(bytes: &[u8], budget: &mut PixelBudget) -> Result<Raster, PictureFault> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    let mut decoder = options.read_info(bytes).map_err(damaged)?;
    let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
    budget.take(width, height)?;
    let frame = decoder.read_next_frame().map_err(damaged)?.ok_or(PictureFault::Empty)?;
    // The frame may be smaller than the screen, the rest of which shows what is behind it.
    let (left, top) = (usize::from(frame.left), usize::from(frame.top));
    let row = usize::from(frame.width) * 4;
    let mut canvas = vec![0u8; width as usize * height as usize * 4];
    if row > 0 {
        for (y, line) in frame.buffer.chunks_exact(row).enumerate() {
            let visible = row.min((width as usize).saturating_sub(left) * 4);
            let start = ((y + top) * width as usize + left) * 4;
            if y + top < height as usize
                && let (Some(place), Some(line)) =
                    (canvas.get_mut(start..start + visible), line.get(..visible))
            {
                place.copy_from_slice(line);
            }
        }
    }
    Raster::with_opacity((width, height), 3, &canvas).ok_or(PictureFault::Damaged)
}

fn decode_webp(bytes: &[u8], budget: &mut PixelBudget) -> Result<Raster, PictureFault> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(damaged)?;
    let size = decoder.dimensions();
    budget.take(size.0, size.1)?;
    let mut pixels = vec![0; decoder.output_buffer_size().ok_or(PictureFault::TooLarge)?];
    decoder.read_image(&mut pixels).map_err(damaged)?;
    if decoder.has_alpha() { Raster::with_opacity(size, 3, &pixels) } else { Raster::new(size, 3, pixels) }
        .ok_or(PictureFault::Damaged)
}
