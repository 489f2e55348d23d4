//! Metafiles: shapes, words and bitmaps of tiny ones, and what is in the PDF of them.

use crate::graphics::drawing::{Drawing, DrawingItem};
use crate::graphics::{Graphic, PictureFault, PixelBudget, decode};

pub(super) fn drawing(bytes: &[u8]) -> Result<Drawing, PictureFault> {
    match decode(bytes, &mut PixelBudget::default())? {
        Graphic::Drawing(drawing) => Ok(drawing),
        Graphic::Raster(_) => panic!("pixels"),
    }
}

/// A WMF of records, each a function and its words, in a window of 200 by 100.
pub(super) fn wmf(records: &[(u16, &[u16])]) -> Vec<u8> {
    let mut out = vec![1, 0, 9, 0, 0, 3];
    out.extend([0; 12]);
    let window: &[(u16, &[u16])] = &[(0x020B, &[0, 0]), (0x020C, &[100, 200])];
    for (function, words) in window.iter().chain(records).chain([&(0, &[][..])]) {
        out.extend((words.len() as u32 + 3).to_le_bytes());
        out.extend(function.to_le_bytes());
        words.iter().for_each(|word| out.extend(word.to_le_bytes()));
    }
    out
}

/// An EMF of records, each a kind and its words, of 200 by 100 dots of a quarter of a millimetre.
pub(super) fn emf(records: &[(u32, &[u32])]) -> Vec<u8> {
    let mut out = Vec::new();
    let head = [
        1,
        88,
        0,
        0,
        199,
        99,
        0,
        0,
        5_000,
        2_500,
        0x464D_4520,
        0x10000,
        0,
        0,
        0,
        0,
        0,
        0,
        400,
        400,
        100,
        100,
    ];
    head.iter().for_each(|word: &u32| out.extend(word.to_le_bytes()));
    for (kind, words) in records {
        out.extend(kind.to_le_bytes());
        out.extend((words.len() as u32 * 4 + 8).to_le_bytes());
        words.iter().for_each(|word| out.extend(word.to_le_bytes()));
    }
    out
}

/// A colour, where there is one.
pub(super) type Paint = Option<[u8; 3]>;

/// Fill and stroke of each path.
pub(super) fn painted(drawing: &Drawing) -> Vec<(Paint, Paint)> {
    let paths = drawing.items.iter().filter_map(|item| match item {
        DrawingItem::Path(path) => Some((path.fill, path.stroke.as_ref().map(|stroke| stroke.colour))),
        _ => None,
    });
    paths.collect()
}

pub(super) fn said(drawing: &Drawing) -> Vec<&str> {
    let words = drawing.items.iter().filter_map(|item| match item {
        DrawingItem::Words(words) => Some(words.text.as_str()),
        _ => None,
    });
    words.collect()
}

#[test]
fn a_wmf_draws_with_the_pen_and_brush_of_its_table() {
    // A red brush, a pen that draws nothing; the rectangle, a line, and words in Greek of the font Symbol.
    let symbol: &[u16] = &[0xFFF4, 0, 0, 0, 400, 0, 0x0200, 0, 0, 0x7953, 0x626D, 0x6C6F, 0];
    let drawn = drawing(&wmf(&[
        (0x02FC, &[0, 0x00FF, 0, 0]),
        (0x02FA, &[5, 1, 0, 0, 0]),
        (0x02FB, symbol),
        (0x012D, &[0]),
        (0x012D, &[1]),
        (0x012D, &[2]),
        (0x041B, &[50, 60, 10, 20]),
        (0x0214, &[0, 0]),
        (0x0213, &[9, 9]),
        (0x0A32, &[40, 30, 2, 0, 0x6261, 7, 8]),
    ]))
    .unwrap();
    assert_eq!((drawn.width, drawn.height), (200.0, 100.0));
    assert_eq!(painted(&drawn), [(Some([255, 0, 0]), None)]);
    assert_eq!(said(&drawn), ["αβ"]);
}

#[test]
fn an_emf_draws_paths_clips_and_words() {
    let drawn = drawing(&emf(&[
        (39, &[1, 0, 0x0000_FF00, 0]),
        (37, &[1]),
        (37, &[0x8000_0008]),
        (59, &[]),
        (27, &[0, 0]),
        (54, &[40, 0]),
        (54, &[40, 40]),
        (61, &[]),
        (60, &[]),
        (62, &[0, 0, 0, 0]),
        (33, &[]),
        (30, &[0, 0, 50, 50]),
        (43, &[10, 10, 90, 90]),
        (34, &[u32::MAX]),
        (37, &[0x8000_0007]),
        (54, &[7, 7]),
        (54, &[9, 9]),
        // "Hi!" in wide characters with an advance each.
        (84, &[0, 0, 0, 0, 1, 0, 0, 10, 20, 3, 76, 0, 0, 0, 0, 0, 84, 0x0069_0048, 0x21, 8, 3, 4]),
    ]))
    .unwrap();
    assert_eq!((drawn.width, drawn.height), (200.0, 100.0));
    let green = Some([0, 255, 0]);
    // Two lines that follow one another are one path.
    assert_eq!(painted(&drawn), [(green, None), (green, None), (None, Some([0; 3]))]);
    assert_eq!(said(&drawn), ["Hi!"]);
    let clips = drawn
        .items
        .iter()
        .filter(|item| matches!(item, DrawingItem::Clip(..) | DrawingItem::Restore))
        .count();
    assert_eq!(clips, 2);
}

#[test]
fn nothing_and_what_is_not_understood_are_told_apart() {
    assert_eq!(drawing(&emf(&[])), Err(PictureFault::Empty));
    // Letters by their numbers in a font that is not here.
    let letters: &[u32] = &[0, 0, 0, 0, 1, 0, 0, 10, 20, 1, 76, 0x10, 0, 0, 0, 0, 80, 43, 8];
    assert_eq!(drawing(&emf(&[(84, letters)])), Err(PictureFault::Unsupported));
    let part = drawing(&emf(&[(84, letters), (43, &[10, 10, 90, 90])])).unwrap();
    assert!(!part.whole);
    assert_eq!(drawing(b"\x1F\x8B\x08 cut"), Err(PictureFault::Damaged));
    let whole = wmf(&[(0x041B, &[50, 60, 10, 20])]);
    for cut in 0..whole.len() {
        let _ = decode(&whole[..cut], &mut PixelBudget::default());
    }
    let whole = emf(&[(84, &[0; 20]), (90, &[9; 20]), (81, &[70; 30]), (95, &[1; 12]), (75, &[8, 5, 1, 1])]);
    for cut in 0..whole.len() {
        let _ = decode(&whole[..cut], &mut PixelBudget::default());
    }
}

#[test]
fn operations_invert_a_bitmap_and_stencil_with_the_brush() {
    // Two pixels of 24 bits, red and white, stretched by an operation; the brush is green.
    let bits: &[u16] = &[40, 0, 2, 0, 1, 0, 1, 24, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFFFF, 0xFFFF, 0];
    let shown = |operation: u32| {
        let head = [operation as u16, (operation >> 16) as u16, 0, 1, 2, 0, 0, 20, 40, 10, 10];
        let words = [&head[..], bits].concat();
        let drawn = drawing(&wmf(&[(0x02FC, &[0, 0xFF00, 0, 0]), (0x012D, &[0]), (0x0F43, &words)])).unwrap();
        let picture = drawn.items.into_iter().find_map(|item| match item {
            DrawingItem::Picture(raster, _) => Some((raster.pixels, raster.alpha)),
            _ => None,
        });
        picture.unwrap()
    };
    let (red, white, green) = ([255, 0, 0], [255; 3], [0, 255, 0]);
    assert_eq!(shown(0x00CC_0020), ([red, white].concat(), None));
    assert_eq!(shown(0x0033_0008), ([[0, 255, 255], [0; 3]].concat(), None));
    assert_eq!(shown(0x00B8_074A), ([green, green].concat(), Some(vec![255, 0])));
}
