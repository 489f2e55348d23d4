//! The part of a drawing that its author shows: what lies outside of it is not to be published.
//!
//! In: a drawing and the shares cut off at its sides. Out: a drawing of what is left, with its own origin. Never:
//! a thing that is shown lost, a letter or a picture kept that lies wholly outside. The outline of a shape that
//! lies across an edge stays whole.

use super::drawing::{
    Drawing, DrawingItem, DrawingPoint, DrawingStroke, DrawingText, Matrix, Outline, Path, Segment,
    rectangle, transformed,
};
use super::{Raster, cut};

/// Width of letters whose place is not given, em: more than that of usual words, and that of Chinese.
const WIDE_LETTER: f32 = 0.75;
const SQUARE_LETTER: f32 = 1.0;
/// Depth of letters below their line, em.
const DESCENT: f32 = 0.35;

/// A rectangle: upper left and lower right.
type Frame = (DrawingPoint, DrawingPoint);

/// What is left of a drawing; `left`, `top`, `right`, `bottom` are shares of its sides.
pub(super) fn part(drawing: &Drawing, [left, top, right, bottom]: [f32; 4]) -> Drawing {
    let frame = (
        (drawing.width * left, drawing.height * top),
        (drawing.width * (1.0 - right), drawing.height * (1.0 - bottom)),
    );
    let shift = Matrix([1.0, 0.0, 0.0, 1.0, -frame.0.0, -frame.0.1]);
    let items = drawing.items.iter().filter_map(|item| kept(item, frame)).map(|item| moved(item, shift));
    Drawing {
        width: frame.1.0 - frame.0.0,
        height: frame.1.1 - frame.0.1,
        items: items.collect(),
        whole: drawing.whole,
    }
}

/// What of an item is seen in a frame.
fn kept(item: &DrawingItem, frame: Frame) -> Option<DrawingItem> {
    match item {
        DrawingItem::Path(path) => {
            // A corner without end is cut off at ten times the width of its line.
            let line = path.stroke.as_ref().map_or(0.0, |stroke| stroke.width.max(1.0) * 5.0);
            meets(&path.outline, line, frame).then(|| item.clone())
        }
        DrawingItem::Clip(..) | DrawingItem::Restore => Some(item.clone()),
        DrawingItem::Picture(raster, matrix) => seen_pixels(raster, *matrix, frame),
        DrawingItem::Words(words) => seen_words(words, frame).map(DrawingItem::Words),
    }
}

/// Whether an outline, widened on all sides, reaches into a frame.
fn meets(outline: &[Segment], wider: f32, ((left, top), (right, bottom)): Frame) -> bool {
    let mut around: Option<Frame> = None;
    let mut see = |(x, y): DrawingPoint| {
        let ((l, t), (r, b)) = around.unwrap_or(((x, y), (x, y)));
        around = Some(((l.min(x), t.min(y)), (r.max(x), b.max(y))));
    };
    for segment in outline {
        match *segment {
            Segment::Move(to) | Segment::Line(to) => see(to),
            Segment::Curve(first, second, to) => [first, second, to].into_iter().for_each(&mut see),
            Segment::Close => {}
        }
    }
    around.is_some_and(|((l, t), (r, b))| {
        l - wider < right && r + wider > left && t - wider < bottom && b + wider > top
    })
}

/// The pixels of a picture that are seen: an upright one is cut, a turned one kept whole.
fn seen_pixels(raster: &Raster, matrix: Matrix, frame: Frame) -> Option<DrawingItem> {
    let square = transformed(&rectangle((0.0, 0.0), (1.0, 1.0)), matrix);
    if !meets(&square, 0.0, frame) {
        return None;
    }
    let [a, b, c, d, e, f] = matrix.0;
    let whole = || DrawingItem::Picture(raster.clone(), matrix);
    if b != 0.0 || c != 0.0 || a <= 0.0 || d <= 0.0 {
        return Some(whole());
    }
    let side = |count: u32, from: f32, length: f32, low: f32, high: f32| {
        let dots = count as f32;
        let first = ((low - from) / length * dots).floor().clamp(0.0, dots) as usize;
        let last = ((high - from) / length * dots).ceil().clamp(0.0, dots) as usize;
        first..last.max(first + 1).min(count as usize)
    };
    let columns = side(raster.width, e, a, frame.0.0, frame.1.0);
    let rows = side(raster.height, f, d, frame.0.1, frame.1.1);
    let (dot, line) = (a / raster.width as f32, d / raster.height as f32);
    let Some(seen) = cut::part(raster, &columns, &rows) else { return Some(whole()) };
    let place = Matrix([
        dot * columns.len() as f32,
        0.0,
        0.0,
        line * rows.len() as f32,
        e + dot * columns.start as f32,
        f + line * rows.start as f32,
    ]);
    Some(DrawingItem::Picture(seen, place))
}

/// The letters of words that are seen, where the place of each is known; else all, where one may be seen.
fn seen_words(words: &DrawingText, frame: Frame) -> Option<DrawingText> {
    let seen = |from: f32, to: f32| {
        let area = rectangle((from, -DESCENT * words.size), (to, words.size));
        meets(&transformed(&area, words.place), 0.0, frame)
    };
    let count = words.text.chars().count();
    if words.stops.len() < count || count == 0 {
        let em = |letter: char| if letter < '\u{2E80}' { WIDE_LETTER } else { SQUARE_LETTER };
        let set = words.text.chars().map(em).sum::<f32>() * words.size;
        let length = if words.width > 0.0 { words.width } else { set };
        return seen(-length * words.anchor, length * (1.0 - words.anchor)).then(|| words.clone());
    }
    let ends = words.stops.iter().skip(1).copied().chain(words.stops.last().map(|last| last + words.size));
    let letters = words.text.chars().zip(words.stops.iter().copied().zip(ends));
    let left: Vec<(char, f32)> = letters
        .filter(|(_, (from, to))| seen(*from, to.max(from + 0.25 * words.size)))
        .map(|(letter, (from, _))| (letter, from))
        .collect();
    let (text, stops): (String, Vec<f32>) = left.into_iter().unzip();
    (!text.is_empty()).then(|| DrawingText { text, stops, ..words.clone() })
}

/// An item, moved or turned; the width of a line as its surroundings.
pub(super) fn moved(item: DrawingItem, shift: Matrix) -> DrawingItem {
    let by = |outline: &Outline| transformed(outline, shift);
    match item {
        DrawingItem::Path(path) => {
            let scale = shift.scale();
            let wider = |stroke: DrawingStroke| DrawingStroke {
                width: stroke.width * scale,
                dashes: stroke.dashes.iter().map(|dash| dash * scale).collect(),
                ..stroke
            };
            let stroke = path.stroke.map(wider);
            DrawingItem::Path(Path { outline: by(&path.outline), stroke, ..path })
        }
        DrawingItem::Clip(outline, rule) => DrawingItem::Clip(by(&outline), rule),
        DrawingItem::Restore => DrawingItem::Restore,
        DrawingItem::Picture(raster, matrix) => DrawingItem::Picture(raster, shift.after(matrix)),
        DrawingItem::Words(words) => {
            DrawingItem::Words(DrawingText { place: shift.after(words.place), ..words })
        }
    }
}
