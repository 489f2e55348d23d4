//! EMF+ records in metafiles: objects, shapes, words, state, and the records of the EMF around them.

use super::metafiles::{drawing, emf, painted, said};
use crate::graphics::PictureFault;
use crate::graphics::drawing::{Drawing, DrawingItem, Segment};

const VERSION: u32 = 0xDBC0_1002;
const RED: u32 = 0xFFFF_0000;

/// A record of EMF+: its type and flags in one word, then its words.
fn record(kind: u32, flags: u32, words: &[u32]) -> Vec<u32> {
    let length = words.len() as u32 * 4;
    [&[flags << 16 | kind, length + 12, length], words].concat()
}

/// A whole metafile of EMF+ records, `beside` the records of an EMF that follow them or without those.
fn plus(beside: bool, records: &[Vec<u32>], others: &[(u32, &[u32])]) -> Vec<u8> {
    let head = record(0x4001, u32::from(beside), &[VERSION, 1, 96, 96]);
    let body: Vec<u32> = [head].iter().chain(records).flatten().copied().collect();
    let comment = [&[body.len() as u32 * 4 + 4, 0x2B46_4D45], body.as_slice()].concat();
    let records: Vec<(u32, &[u32])> =
        [(70, comment.as_slice())].into_iter().chain(others.iter().copied()).collect();
    emf(&records)
}

fn bits<const N: usize>(numbers: [f32; N]) -> [u32; N] {
    numbers.map(f32::to_bits)
}

/// A filled rectangle of a colour.
fn filled(colour: u32, place: [f32; 4]) -> Vec<u32> {
    record(0x400A, 0x8000, &[&[colour, 1][..], &bits(place)].concat())
}

fn object(kind: u32, place: u32, words: &[u32]) -> Vec<u32> {
    record(0x4008, kind << 8 | place, &[&[VERSION], words].concat())
}

fn letters(text: &str) -> Vec<u32> {
    let units: Vec<u16> = text.encode_utf16().collect();
    units
        .chunks(2)
        .map(|pair| u32::from(pair[0]) | pair.get(1).map_or(0, |unit| u32::from(*unit) << 16))
        .collect()
}

/// The corner and the first other end of each path.
fn begun(drawing: &Drawing) -> Vec<(f32, f32)> {
    let first = drawing.items.iter().filter_map(|item| match item {
        DrawingItem::Path(path) => path.outline.first(),
        _ => None,
    });
    let mut places = Vec::new();
    for segment in first {
        let Segment::Move(to) = *segment else { panic!("{segment:?}") };
        places.push(to);
    }
    places
}

#[test]
fn shapes_pens_and_paths_of_the_table_are_drawn() {
    let pen = object(2, 1, &[&[0, 0x20, 0][..], &bits([3.0]), &[1, VERSION, 0, RED]].concat());
    // A triangle of short places.
    let path = object(3, 2, &[3, 0x4000, 0, 20, 20 << 16 | 20, 0x0081_0100]);
    let drawn = drawing(&plus(
        false,
        &[
            pen,
            path,
            filled(0xFF00_FF00, [10.0, 20.0, 30.0, 40.0]),
            record(0x400F, 1, &bits([10.0, 10.0, 40.0, 20.0])),
            record(0x4014, 0x8000 | 2, &[0xFF00_00FF]),
            record(0x4015, 2, &[1]),
        ],
        &[(43, &[1, 1, 9, 9])],
    ))
    .unwrap();
    let (green, red, blue) = (Some([0, 255, 0]), Some([255, 0, 0]), Some([0, 0, 255]));
    // The rectangle of the EMF is not drawn: EMF+ does not hand over to it.
    assert_eq!(painted(&drawn), [(green, None), (None, red), (blue, None), (None, red)]);
    let strokes = drawn.items.iter().filter_map(|item| match item {
        DrawingItem::Path(path) => path.stroke.as_ref(),
        _ => None,
    });
    assert!(strokes.into_iter().all(|stroke| stroke.width == 3.0 && stroke.dashes == [9.0, 3.0]));
    assert!(drawn.whole);
}

#[test]
fn the_world_turns_and_is_saved_and_clips_bound() {
    let drawn = drawing(&plus(
        false,
        &[
            record(0x4025, 0, &[7]),
            record(0x402D, 0, &bits([100.0, 10.0])),
            record(0x402E, 0, &bits([2.0, 2.0])),
            record(0x4032, 0, &bits([0.0, 0.0, 10.0, 10.0])),
            filled(RED, [5.0, 5.0, 50.0, 50.0]),
            record(0x4026, 0, &[7]),
            // Units of a quarter of an inch.
            record(0x4030, 4, &bits([0.25])),
            filled(RED, [1.0, 1.0, 1.0, 1.0]),
            // From a square of 10 dots to one of two units.
            record(0x4027, 2, &[&bits([2.0, 0.0, 2.0, 2.0, 0.0, 0.0, 10.0, 10.0])[..], &[8]].concat()),
            filled(RED, [5.0, 5.0, 5.0, 5.0]),
            record(0x4029, 0, &[8]),
            filled(RED, [3.0, 3.0, 1.0, 1.0]),
        ],
        &[],
    ))
    .unwrap();
    assert_eq!(begun(&drawn), [(110.0, 20.0), (24.0, 24.0), (72.0, 24.0), (72.0, 72.0)]);
    let clips = drawn.items.iter().filter(|item| matches!(item, DrawingItem::Clip(..))).count();
    assert_eq!(clips, 1);
}

#[test]
fn words_stand_in_their_rectangle_and_letters_at_their_places() {
    let family = letters("Arial");
    let font = object(6, 1, &[&bits([10.0])[..], &[2, 0, 0, 5], &family].concat());
    let middle = object(7, 2, &[0, 0, 1, 1, 0, 0, 0, 0, 0]);
    let string = |text: &str, frame: [f32; 4]| {
        let count = text.encode_utf16().count() as u32;
        record(0x401C, 0x8000 | 1, &[&[RED, 2, count][..], &bits(frame), &letters(text)].concat())
    };
    let one = [&[RED, 1, 0, 2][..], &letters("ab"), &bits([5.0, 60.0, 25.0, 60.0])].concat();
    let glyphs = [&[RED, 0, 0, 2][..], &[0x0002_0001], &bits([5.0, 60.0, 25.0, 60.0])].concat();
    let records = [
        font,
        middle,
        string("Средства спутниковой связи", [0.0, 0.0, 90.0, 40.0]),
        string("频谱", [0.0, 50.0, 90.0, 20.0]),
        record(0x4036, 0x8000 | 1, &one),
    ];
    let drawn = drawing(&plus(false, &records, &[])).unwrap();
    assert_eq!(said(&drawn), ["Средства", "спутниковой связи", "频谱", "ab"]);
    let of = |at: usize| match &drawn.items[at] {
        DrawingItem::Words(words) => words,
        other => panic!("{other:?}"),
    };
    assert_eq!((of(0).anchor, of(0).place.apply((0.0, 0.0)).0, of(0).size), (0.5, 45.0, 10.0));
    assert_eq!(of(3).stops, [0.0, 20.0]);
    assert_eq!(of(3).colour, [255, 0, 0]);
    // Letters by their numbers are told, and the rest is drawn.
    let partial = [&records[..], &[record(0x4036, 0x8000 | 1, &glyphs)]].concat();
    assert!(!drawing(&plus(false, &partial, &[])).unwrap().whole);
    let only = [records[0].clone(), record(0x4036, 0x8000 | 1, &glyphs)];
    assert_eq!(drawing(&plus(false, &only, &[])), Err(PictureFault::Unsupported));
}

#[test]
fn colours_that_let_through_runs_of_colours_and_images() {
    let run = [&[4, 0, 4][..], &bits([0.0, 0.0, 100.0, 50.0]), &[RED, 0xFF00_00FF, 0, 0]].concat();
    // Two by one pixels with their opacity, in two records.
    let image = [VERSION, 1, 2, 1, 8, 0x0026_200A, 0, RED, 0x8000_FF00];
    let parts = [
        record(0x4008, 0x8000 | 5 << 8 | 2, &[&[36][..], &image[..5]].concat()),
        record(0x4008, 0x8000 | 5 << 8 | 2, &[&[36][..], &image[5..]].concat()),
    ];
    let whole = [&[u32::MAX, 2][..], &bits([0.0, 0.0, 2.0, 1.0, 10.0, 10.0, 40.0, 20.0])].concat();
    let [first, second] = parts;
    let drawn = drawing(&plus(
        false,
        &[
            object(1, 1, &run),
            first,
            second,
            filled(0x80FF_0000, [0.0, 0.0, 10.0, 10.0]),
            record(0x400A, 0, &[&[1, 1][..], &bits([0.0, 0.0, 100.0, 50.0])].concat()),
            record(0x401A, 2, &whole),
        ],
        &[],
    ))
    .unwrap();
    let pictures: Vec<_> = drawn
        .items
        .iter()
        .filter_map(|item| match item {
            DrawingItem::Picture(raster, matrix) => Some((raster, matrix)),
            _ => None,
        })
        .collect();
    assert_eq!(pictures[0].0.alpha.as_deref(), Some(&[0x80][..]));
    assert_eq!(pictures[1].0.width, 256);
    assert_eq!(
        (&pictures[2].0.pixels[..], pictures[2].0.alpha.as_deref()),
        (&[255, 0, 0, 0, 255, 0][..], Some(&[255, 128][..]))
    );
    assert_eq!(pictures[2].1.0, [40.0, 0.0, 0.0, 20.0, 10.0, 10.0]);
}

#[test]
fn of_dual_files_the_whole_half_is_taken_and_hand_overs_are_followed() {
    let square = [filled(RED, [0.0, 0.0, 10.0, 10.0])];
    let black = (43u32, &[1u32, 1, 9, 9][..]);
    let own = drawing(&plus(true, &square, &[(37, &[0x8000_0004]), black])).unwrap();
    assert_eq!(painted(&own), [(Some([0; 3]), Some([0; 3]))]);
    // Letters by their numbers in the EMF: the EMF+ is whole.
    let letters: &[u32] = &[0, 0, 0, 0, 1, 0, 0, 10, 20, 1, 76, 0x10, 0, 0, 0, 0, 80, 43, 8];
    let other = drawing(&plus(true, &square, &[(84, letters), black])).unwrap();
    assert_eq!(painted(&other), [(Some([255, 0, 0]), None)]);
    let handed = [&square[..], &[record(0x4004, 0, &[])]].concat();
    let both = drawing(&plus(false, &handed, &[(37, &[0x8000_0004]), black])).unwrap();
    assert_eq!(painted(&both), [(Some([255, 0, 0]), None), (Some([0; 3]), Some([0; 3]))]);
}

#[test]
fn what_is_cut_short_or_without_end_is_bounded() {
    let path = object(3, 2, &[&[600, 0, 0][..], &[0x3F80_0000; 1_200], &[0x0101_0101; 150]].concat());
    let again: Vec<Vec<u32>> =
        [path].into_iter().chain((0..8_000).map(|_| record(0x4014, 0x8000 | 2, &[RED]))).collect();
    assert_eq!(drawing(&plus(false, &again, &[])), Err(PictureFault::TooLarge));
    let run = [&[4, 0, 4][..], &bits([0.0, 0.0, 100.0, 50.0]), &[RED, 0xFF00_00FF, 0, 0]].concat();
    let whole = plus(
        false,
        &[object(1, 1, &run), record(0x400A, 0, &[&[1, 1][..], &bits([0.0, 0.0, 100.0, 50.0])].concat())],
        &[],
    );
    for cut in 0..whole.len() {
        let _ = drawing(&whole[..cut]);
    }
}
