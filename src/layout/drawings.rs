//! Words in drawings are set: faces chosen, glyphs placed; and what stands for a picture that cannot
//! be drawn.
//!
//! In: what there is of each picture. Out: drawings with nothing left to decide. Never: a word lost:
//! a character that no face has goes with its neighbour.

use unicode_bidi::{BidiClass, BidiInfo, bidi_class};

use super::compositor::Compositor;
use super::fonts::face::Face;
use super::inline::script::{FontSlot, needs_shaping};
use crate::graphics::Sight;
use crate::graphics::drawing::{
    Drawing, DrawingItem, DrawingStroke, DrawingText, Matrix, Path, Segment, SetGlyph, rectangle,
};
use crate::text::Picture;

/// Narrowest and widest that glyphs are set, of their own width, to fill the room that was made for those
/// of another face.
const NARROWEST: f32 = 0.5;
const WIDEST: f32 = 1.25;

impl Compositor<'_> {
    /// The drawings among the pictures, by index, and frames for those of which there is nothing.
    pub(super) fn drawings(&mut self) -> Vec<Option<Drawing>> {
        let sights = self.sights;
        let drawn = |(sight, index): (&Sight, usize)| {
            let mut drawing = match sight {
                Sight::Pixels => return None,
                Sight::Drawing(drawing) => drawing.clone(),
                Sight::Nothing(_) => placeholder(self.galley.pictures.get(index)?),
            };
            for item in &mut drawing.items {
                if let DrawingItem::Words(words) = item {
                    self.set_words(words);
                }
            }
            Some(drawing)
        };
        sights.iter().zip(0..).map(drawn).collect()
    }

    /// Chooses faces and places the glyphs of words.
    fn set_words(&mut self, words: &mut DrawingText) {
        let turned = words.text.chars().any(|c| matches!(bidi_class(c), BidiClass::R | BidiClass::AL));
        let shaped = words.text.chars().any(needs_shaping);
        let (mut glyphs, width) = if shaped || turned { self.shaped(words) } else { self.one_by_one(words) };
        if words.stops.is_empty() {
            let share = if words.width > 0.0 && width > 0.0 { words.width / width } else { 1.0 };
            for glyph in &mut glyphs {
                glyph.x = (glyph.x - width * words.anchor) * share;
                glyph.stretch *= share;
            }
        }
        words.glyphs = glyphs;
    }

    /// A glyph for each character; the width of all, units.
    fn one_by_one(&mut self, words: &DrawingText) -> (Vec<SetGlyph>, f32) {
        let mut glyphs: Vec<SetGlyph> = Vec::new();
        let mut pen = 0.0;
        let mut last = 0.0;
        for (at, character) in words.text.chars().enumerate() {
            let Some((face, id)) = self.drawn_glyph(words, character) else {
                glyphs.iter_mut().last().into_iter().for_each(|glyph| glyph.text.push(character));
                continue;
            };
            let advance = self.library.face(face).map_or(0.0, |face| face.tables().advance(id) * words.size);
            let x = words.stops.get(at).copied().unwrap_or(pen);
            last = pen;
            pen += advance;
            let font = self.font(face);
            glyphs.push(SetGlyph { font, id, x, stretch: 1.0, text: character.to_string() });
        }
        if let (Some(stop), true) = (words.stops.last(), last > 0.0) {
            let stretch = (stop / last).clamp(NARROWEST, WIDEST);
            glyphs.iter_mut().for_each(|glyph| glyph.stretch = stretch);
        }
        (glyphs, pen)
    }

    /// Words of which some run leftwards or join: each run as it is seen from the left; the width of all, units.
    /// Stops say where the words begin.
    fn shaped(&mut self, words: &DrawingText) -> (Vec<SetGlyph>, f32) {
        let info = BidiInfo::new(&words.text, None);
        let mut glyphs = Vec::new();
        let mut pen = words.stops.first().copied().unwrap_or(0.0);
        for paragraph in &info.paragraphs {
            let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
            for run in runs {
                let level = levels.get(run.start).map_or(0, |level| level.number());
                let Some(text) = words.text.get(run) else { continue };
                let own = DrawingText { text: text.to_owned(), stops: Vec::new(), ..words.clone() };
                let joined = level % 2 == 1 || text.chars().any(needs_shaping);
                let (set, width) =
                    if joined { self.shaped_run(&own, level % 2) } else { self.one_by_one(&own) };
                glyphs.extend(set.into_iter().map(|glyph| SetGlyph { x: glyph.x + pen, ..glyph }));
                pen += width;
            }
        }
        (glyphs, pen)
    }

    /// Clusters of a run of one direction, from the left; its width, units.
    fn shaped_run(&mut self, words: &DrawingText, level: u8) -> (Vec<SetGlyph>, f32) {
        let first = words.text.chars().find(|c| needs_shaping(*c)).or(words.text.chars().next());
        let Some((index, _)) = first.and_then(|c| self.drawn_glyph(words, c)) else {
            return (Vec::new(), 0.0);
        };
        let library = self.library;
        let Some(face) = library.face(index) else { return (Vec::new(), 0.0) };
        let face: &Face = face;
        let mut pieces = self.shaper.shape(face, &words.text, 0..words.text.len(), level, words.size);
        if level == 1 {
            pieces.reverse();
        }
        let (mut glyphs, mut pen) = (Vec::new(), 0.0);
        for piece in pieces {
            let mut text =
                words.text.get(piece.start as usize..piece.end as usize).unwrap_or_default().to_owned();
            for cluster in piece.glyphs {
                let (id, x) = (cluster.id, pen + cluster.dx);
                pen += cluster.advance;
                if id != 0 {
                    let font = self.font(index);
                    glyphs.push(SetGlyph { font, id, x, stretch: 1.0, text: std::mem::take(&mut text) });
                    continue;
                }
                // What this face lacks another may have.
                let other = DrawingText { text: std::mem::take(&mut text), ..words.clone() };
                let (set, width) = self.one_by_one(&other);
                glyphs.extend(set.into_iter().map(|glyph| SetGlyph { x: glyph.x + x, ..glyph }));
                pen += width - cluster.advance;
            }
        }
        (glyphs, pen)
    }

    /// The face and glyph of a character in words of a drawing.
    fn drawn_glyph(&mut self, words: &DrawingText, character: char) -> Option<(u16, u16)> {
        let slot = match character {
            '\u{600}'..='\u{6FF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}' => FontSlot::Complex,
            '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' => {
                FontSlot::EastAsian
            }
            _ => FontSlot::Latin,
        };
        let chosen = self.library.choose(&[&words.family], words.bold, words.italic, slot);
        let glyph = |face: u16| self.library.face(face).map_or(0, |face| face.tables().glyph(character));
        let id = glyph(chosen);
        if id != 0 {
            return Some((chosen, id));
        }
        let other = self.fallback(character, words.bold)?;
        let id = self.library.face(other).map_or(0, |face| face.tables().glyph(character));
        (id != 0).then_some((other, id))
    }
}

/// A frame with the name of the format, and the words of the picture, in place of what cannot be drawn.
fn placeholder(picture: &Picture) -> Drawing {
    const EMU_A_POINT: f32 = 12_700.0;
    const SIZE: f32 = 9.0;
    const GREY: [u8; 3] = [128; 3];
    let (width, height) =
        ((picture.width as f32 / EMU_A_POINT).max(1.0), (picture.height as f32 / EMU_A_POINT).max(1.0));
    let frame = Path {
        outline: rectangle((0.25, 0.25), (width - 0.25, height - 0.25)),
        fill: Some([242; 3]),
        stroke: Some(DrawingStroke { colour: GREY, width: 0.5, cap: 0, join: 0, dashes: Vec::new() }),
        ..Path::default()
    };
    let line = DrawingStroke { colour: [217; 3], width: 0.5, cap: 0, join: 0, dashes: Vec::new() };
    let cross = Path {
        outline: vec![
            Segment::Move((0.5, 0.5)),
            Segment::Line((width - 0.5, height - 0.5)),
            Segment::Move((0.5, height - 0.5)),
            Segment::Line((width - 0.5, 0.5)),
        ],
        stroke: Some(line),
        ..Path::default()
    };
    let format = picture.media_type.rsplit(['/', '-']).next().unwrap_or_default();
    let format = format.trim_end_matches("+xml").to_uppercase();
    let size = SIZE.min(height / 2.0).min(width / 4.0);
    let said = picture.description.as_deref().map(str::trim).filter(|words| !words.is_empty());
    let text = said.map_or_else(|| format.clone(), |words| format!("{format}: {words}"));
    // Half the size is the width of most letters: what would not fit is left to the alternative text.
    let room = (width / size * 2.0) as usize;
    let text = text.chars().take(room.max(3)).collect();
    let words = DrawingText {
        text,
        place: Matrix([1.0, 0.0, 0.0, -1.0, width / 2.0, height / 2.0 + size / 3.0]),
        size,
        family: String::new(),
        bold: false,
        italic: false,
        colour: GREY,
        stops: Vec::new(),
        anchor: 0.5,
        width: 0.0,
        glyphs: Vec::new(),
    };
    Drawing {
        width,
        height,
        whole: true,
        items: vec![DrawingItem::Path(frame), DrawingItem::Path(cross), DrawingItem::Words(words)],
    }
}
