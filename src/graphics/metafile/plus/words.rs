//! Words of EMF+: in a rectangle ([MS-EMFPLUS] 2.3.4.14), and letter by letter (2.3.4.6).

use super::PlusPlayer;
use super::cursor::{Cursor, PlusPoints, Tint};
use super::objects::{PlusFont, PlusObject, StringFormat};
use crate::graphics::PictureFault;
use crate::graphics::drawing::{
    DrawingItem, DrawingPoint, DrawingText, Matrix, Path, rectangle, transformed,
};
use crate::graphics::metafile::canvas::Canvas;
use crate::graphics::metafile::code_page::plain;

/// Height of the letters of usual faces over their line, and from line to line, em.
const ASCENT: f32 = 0.905;
const LINE: f32 = 1.15;
/// Lines of words that are broken at most.
const LINES: usize = 1_000;
/// Flags of a format: from right to left, downwards, one line.
const LEFTWARDS: u32 = 1;
const ONE_LINE: u32 = 0x1000;
/// Options of letters: by their characters, the first place only.
const CHARACTERS: u32 = 1;
const FROM_FIRST: u32 = 4;

impl PlusPlayer {
    /// Puts the words of a record on the drawing.
    pub(super) fn write(
        &self,
        canvas: &mut Canvas,
        kind: u16,
        flags: u32,
        cursor: &mut Cursor<'_>,
    ) -> Option<Result<(), PictureFault>> {
        let tint = self.brush(flags, cursor.u32()?)?.tint();
        let object = self.object(flags & 0xFF)?;
        let PlusObject::Font(font) = &*object else { return None };
        let size = match font.unit {
            0 => font.size,
            unit => font.size * self.dots(unit) / self.page().max(f32::MIN_POSITIVE),
        };
        let font = PlusFont { size, ..font.clone() };
        if kind == 0x401C {
            self.string(canvas, tint, &font, cursor)
        } else {
            self.letters(canvas, tint, &font, cursor)
        }
    }

    /// Words in a rectangle, line by line.
    fn string(
        &self,
        canvas: &mut Canvas,
        tint: Tint,
        font: &PlusFont,
        cursor: &mut Cursor<'_>,
    ) -> Option<Result<(), PictureFault>> {
        let (format, count) = (cursor.u32()?, cursor.count()?);
        let ((x, y), (wide, high)) = cursor.rectangle(false)?;
        let units = cursor.letters(count)?;
        let text: String = char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{FFFD}')).collect();
        let format = match self.object(format).as_deref() {
            Some(PlusObject::Format(format)) => *format,
            _ => StringFormat::default(),
        };
        let margin = format.margin * font.size;
        let room = if format.flags & ONE_LINE != 0 || wide <= 0.0 { f32::MAX } else { wide - 2.0 * margin };
        let lines = broken(&text, room / font.size.max(f32::MIN_POSITIVE));
        let (along, left) = match (format.along, format.flags & LEFTWARDS != 0) {
            (1, _) => (0.5, x + wide / 2.0),
            (0, false) | (2, true) => (0.0, x + margin),
            _ => (1.0, x + wide - margin),
        };
        let total = lines.len() as f32 * LINE * font.size;
        let top = match format.across {
            1 => y + (high - total) / 2.0,
            2 => y + high - total,
            _ => y,
        };
        let matrix = self.matrix(canvas);
        for (line, at) in lines.into_iter().zip(0u16..) {
            let base = top + f32::from(at) * LINE * font.size + ASCENT * font.size;
            let written = words(canvas, line, matrix, (left, base), font, tint, (Vec::new(), along));
            if written.is_err() {
                return Some(written);
            }
        }
        Some(Ok(()))
    }

    /// Letters, each at its place.
    fn letters(
        &self,
        canvas: &mut Canvas,
        tint: Tint,
        font: &PlusFont,
        cursor: &mut Cursor<'_>,
    ) -> Option<Result<(), PictureFault>> {
        let (options, has_matrix, count) = (cursor.u32()?, cursor.u32()?, cursor.count()?);
        let units = cursor.letters(count)?;
        let known = if options & FROM_FIRST != 0 { 1 } else { count };
        let places = cursor.points(known, PlusPoints::Long)?;
        let own = if has_matrix == 1 { cursor.matrix()? } else { Matrix::IDENTITY };
        if options & CHARACTERS == 0 {
            // Numbers of glyphs in a font that is not here.
            return None;
        }
        let first = *places.first()?;
        let matrix = self.matrix(canvas).after(own);
        let text: Vec<(char, usize)> = char::decode_utf16(units)
            .map(|unit| unit.unwrap_or('\u{FFFD}'))
            .scan(0, |at, letter| {
                let place = *at;
                *at += letter.len_utf16();
                Some((letter, place))
            })
            .collect();
        let level = places.iter().all(|place| (place.1 - first.1).abs() <= font.size * 0.01);
        let onward = places.is_sorted_by(|one, next| one.0 <= next.0);
        let line: String = text.iter().map(|(letter, _)| *letter).collect();
        if places.len() < 2 {
            return Some(words(canvas, line, matrix, first, font, tint, (Vec::new(), 0.0)));
        }
        if level && onward {
            let stop = |(_, at): &(char, usize)| places.get(*at).map(|place| place.0 - first.0);
            let stops = text.iter().map(stop).collect::<Option<Vec<f32>>>()?;
            return Some(words(canvas, line, matrix, first, font, tint, (stops, 0.0)));
        }
        for (letter, at) in text {
            let place = *places.get(at)?;
            let written = words(canvas, letter.to_string(), matrix, place, font, tint, (Vec::new(), 0.0));
            if written.is_err() {
                return Some(written);
            }
        }
        Some(Ok(()))
    }
}

/// A line of words at a place of the world; its stops, or what of its width lies before the place.
fn words(
    canvas: &mut Canvas,
    text: String,
    matrix: Matrix,
    (x, y): DrawingPoint,
    font: &PlusFont,
    tint: Tint,
    (stops, anchor): (Vec<f32>, f32),
) -> Result<(), PictureFault> {
    if tint.opacity == 0 || text.trim().is_empty() {
        return Ok(());
    }
    let place = matrix.after(Matrix([1.0, 0.0, 0.0, -1.0, x, y]));
    let colour = tint.on_white();
    let width = stops.last().map_or(width(&text) * font.size, |last| last + font.size / 2.0);
    for (_, height) in [(4, -0.12), (8, 0.26)].into_iter().filter(|(bit, _)| font.style & bit != 0) {
        let from = -width * anchor;
        let line = rectangle((from, height * font.size), (from + width, (height + 0.06) * font.size));
        let outline = transformed(&line, place);
        canvas.add(DrawingItem::Path(Path { outline, fill: Some(colour), ..Path::default() }))?;
    }
    canvas.add(DrawingItem::Words(DrawingText {
        text: text.chars().map(|letter| plain(letter, &font.family)).collect(),
        place,
        size: font.size,
        family: font.family.clone(),
        bold: font.style & 1 != 0,
        italic: font.style & 2 != 0,
        colour,
        stops,
        anchor,
        width: 0.0,
        glyphs: Vec::new(),
    }))
}

/// About how wide words are, em: no face is at hand here.
fn width(text: &str) -> f32 {
    text.chars().map(letter_width).sum()
}

fn letter_width(letter: char) -> f32 {
    match letter {
        ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'i' | 'j' | 'l' | 'I' | 't' | 'f' => 0.28,
        'm' | 'w' | 'M' | 'W' | '@' => 0.85,
        'A'..='Z' => 0.68,
        '\u{2E80}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' => 1.0,
        _ => 0.54,
    }
}

/// Lines of words: broken where they say so, and at blanks where they are wider than the room (em).
fn broken(text: &str, room: f32) -> Vec<String> {
    // Widths are estimates: a line that is a little wider may fit.
    const SPARE: f32 = 1.1;
    let mut lines = Vec::new();
    for paragraph in text.split('\n').map(|line| line.trim_end_matches('\r')) {
        let mut line = String::new();
        for word in pieces(paragraph) {
            let wider = !line.is_empty() && width(&line) + width(word.trim_end()) > room * SPARE;
            if wider && lines.len() < LINES {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

/// Words with the blanks behind them; Chinese letters are words of their own.
fn pieces(text: &str) -> Vec<&str> {
    let breaks = text.char_indices().zip(text.chars().skip(1)).filter_map(|((at, before), after)| {
        let han = |letter: char| letter_width(letter) >= 1.0;
        let breaks = before == ' ' && after != ' ' || han(before) && han(after);
        breaks.then_some(at + before.len_utf8())
    });
    let mut pieces = Vec::new();
    let mut from = 0;
    for at in breaks {
        pieces.extend(text.get(from..at));
        from = at;
    }
    pieces.extend(text.get(from..));
    pieces
}
