//! A picture without the pixels that its author cut away: they are not to be published.
//!
//! In: the bytes of a picture and the shares cut off at its sides. Out: a PNG of what is left, and what
//! remains to be cut at its edges, less than a pixel; of a drawing, an EMF. Never: a pixel that is shown lost.

use super::{Graphic, PixelBudget, Raster, decode, metafile, part};

/// A picture cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CutPicture {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it is.
    pub media_type: &'static str,
    /// What is still to be cut off at the left, the top, the right and the bottom, thousandths of a per cent.
    pub crop: [i32; 4],
}

/// The whole of a picture, thousandths of a per cent.
const WHOLE: i64 = 100_000;

/// Cuts a picture; `None` where nothing is cut off, or it cannot be decoded.
pub(crate) fn cut(bytes: &[u8], crop: [i32; 4], budget: &mut PixelBudget) -> Option<CutPicture> {
    let [left, top, right, bottom] = crop.map(i64::from);
    if crop.iter().all(|side| *side <= 0)
        || left.max(0) + right.max(0) >= WHOLE
        || top.max(0) + bottom.max(0) >= WHOLE
    {
        return None;
    }
    let picture = match decode(bytes, budget).ok()? {
        Graphic::Raster(picture) => picture,
        Graphic::Drawing(drawing) => {
            let shown = part::part(&drawing, crop.map(|side| side.max(0) as f32 / WHOLE as f32));
            let bytes = metafile::written(&shown);
            return Some(CutPicture { bytes, media_type: "image/x-emf", crop: widened(crop) });
        }
    };
    let (columns, across) = span(picture.width, left, right)?;
    let (rows, down) = span(picture.height, top, bottom)?;
    let kept = part(&picture, &columns, &rows)?;
    let crop = [across.0, down.0, across.1, down.1];
    Some(CutPicture { bytes: encoded(&kept)?, media_type: "image/png", crop })
}

/// What is left to be cut where all that is cut off is gone: white that is added, as shares of what is left.
fn widened([left, top, right, bottom]: [i32; 4]) -> [i32; 4] {
    let rest = |side: i32, other: i32| {
        let whole = WHOLE - i64::from(side.max(0)) - i64::from(other.max(0));
        i32::try_from(i64::from(side.min(0)) * WHOLE / whole.max(1)).unwrap_or(0)
    };
    [rest(left, right), rest(top, bottom), rest(right, left), rest(bottom, top)]
}

type Pixels = std::ops::Range<usize>;

/// The pixels of a side that are shown, whole ones; and what is still to be cut at its two ends.
fn span(length: u32, before: i64, after: i64) -> Option<(Pixels, (i32, i32))> {
    let length = i64::from(length);
    let first = before.max(0) * length / WHOLE;
    let last = length - after.max(0) * length / WHOLE;
    let left = last - first;
    // Of the shares of the whole side, those of what is left of it.
    let rest = |cut: i64, taken: i64| i32::try_from((cut * length - taken * WHOLE) / left.max(1)).ok();
    let rests = (rest(before, first)?, rest(after, length - last)?);
    (left > 0).then_some((usize::try_from(first).ok()?..usize::try_from(last).ok()?, rests))
}

/// The pixels of some columns and rows.
pub(super) fn part(picture: &Raster, columns: &Pixels, rows: &Pixels) -> Option<Raster> {
    let width = picture.width as usize;
    let of = |samples: usize, all: &[u8]| -> Option<Vec<u8>> {
        let mut kept = Vec::with_capacity(columns.len() * rows.len() * samples);
        for row in rows.clone() {
            let line = all.get(row * width * samples..(row + 1) * width * samples)?;
            kept.extend(line.get(columns.start * samples..columns.end * samples)?);
        }
        Some(kept)
    };
    let alpha = match &picture.alpha {
        Some(alpha) => Some(of(1, alpha)?),
        None => None,
    };
    Some(Raster {
        width: u32::try_from(columns.len()).ok()?,
        height: u32::try_from(rows.len()).ok()?,
        samples: picture.samples,
        pixels: of(usize::from(picture.samples), &picture.pixels)?,
        alpha,
    })
}

/// The pixels as a PNG.
pub(super) fn encoded(picture: &Raster) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width, picture.height);
    let colour = match (picture.samples, &picture.alpha) {
        (1, None) => png::ColorType::Grayscale,
        (1, Some(_)) => png::ColorType::GrayscaleAlpha,
        (_, None) => png::ColorType::Rgb,
        (_, Some(_)) => png::ColorType::Rgba,
    };
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    let written = match &picture.alpha {
        None => writer.write_image_data(&picture.pixels),
        Some(alpha) => {
            let pixels = picture.pixels.chunks_exact(usize::from(picture.samples)).zip(alpha);
            let mixed: Vec<u8> =
                pixels.flat_map(|(pixel, alpha)| pixel.iter().chain([alpha])).copied().collect();
            writer.write_image_data(&mixed)
        }
    };
    written.ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::graphics::raster;

    fn picture() -> Vec<u8> {
        let pixels = (0..40u8).collect();
        encoded(&Raster { width: 10, height: 4, samples: 1, pixels, alpha: None }).unwrap()
    }

    #[test]
    fn what_is_cut_away_is_in_no_byte_and_the_rest_is_whole() {
        let mut budget = PixelBudget::default();
        let cut = cut(&picture(), [50_000, 0, 0, 25_000], &mut budget).unwrap();
        let kept = raster::decode(&cut.bytes, &mut budget).unwrap();
        assert_eq!((kept.width, kept.height), (5, 3));
        assert_eq!(kept.pixels, [5, 6, 7, 8, 9, 15, 16, 17, 18, 19, 25, 26, 27, 28, 29]);
        assert_eq!(cut.crop, [0; 4]);
    }

    #[test]
    fn a_part_of_a_pixel_stays_to_be_cut_and_white_that_is_added_stays_added() {
        let mut budget = PixelBudget::default();
        let cut = cut(&picture(), [25_000, 0, -50_000, 0], &mut budget).unwrap();
        let kept = raster::decode(&cut.bytes, &mut budget).unwrap();
        assert_eq!(kept.width, 8);
        // Half a pixel of eight; white of half of ten.
        assert_eq!(cut.crop, [6_250, 0, -62_500, 0]);
    }

    #[test]
    fn nothing_is_cut_where_nothing_is_to_be_or_all() {
        let mut budget = PixelBudget::default();
        for crop in [[0; 4], [-5, 0, -5, 0], [60_000, 0, 60_000, 0]] {
            assert_eq!(cut(&picture(), crop, &mut budget), None);
        }
        assert_eq!(cut(b"<svg/>", [50_000, 0, 0, 0], &mut budget), None);
    }

    #[test]
    fn of_a_drawing_stays_what_is_shown() {
        let mut budget = PixelBudget::default();
        let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40">
            <rect width="40" height="40" fill="#dc0000"/><text x="2" y="20" font-size="8">Secret</text>
            <rect x="40" width="40" height="40" fill="#0000dc" stroke="#00ff00" stroke-dasharray="3 2"/>
            <text x="50" y="20" font-size="8">Shown</text></svg>"##;
        let cut = cut(svg, [50_000, 0, 0, -50_000], &mut budget).unwrap();
        assert_eq!((cut.media_type, cut.crop), ("image/x-emf", [0, 0, 0, -50_000]));
        let Graphic::Drawing(drawing) = decode(&cut.bytes, &mut budget).unwrap() else { panic!() };
        assert!((drawing.width / drawing.height - 1.0).abs() < 0.01);
        let said: Vec<String> = drawing.items.iter().map(|item| format!("{item:?}")).collect();
        let all = said.join("\n");
        assert!(all.contains("Shown") && !all.contains("Secret"), "{all}");
        assert!(all.contains("fill: Some([0, 0, 220])") && !all.contains("[220, 0, 0]"), "{all}");
        assert!(all.contains("dashes: [300.0, 200.0]"), "{all}");
    }
}
