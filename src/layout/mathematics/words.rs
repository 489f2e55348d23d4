//! Words that run from right to left inside formulas: their letters join.
//!
//! In: a stretch of such words. Out: one box, its glyphs from left to right. Never: a letter set alone that joins
//! its neighbours.

use super::boxes::{MathBox, MathGlyph, PartOrigin};
use super::set::{SetSize, Setter};
use crate::layout::inline::script::{FontSlot, needs_shaping, turns_direction};

/// The words from right to left that a text begins with, the blanks between them too.
pub(super) fn turned(text: &str) -> &str {
    let joins = |letter: char| turns_direction(letter) || needs_shaping(letter);
    if !text.starts_with(turns_direction) {
        return "";
    }
    let run = text.find(|letter: char| !joins(letter) && letter != ' ').unwrap_or(text.len());
    text.get(..run).unwrap_or_default().trim_end()
}

impl Setter<'_, '_> {
    /// Words from right to left as a box; `None` for no words, or where no face has them.
    pub(super) fn turned_words(&mut self, words: &str, level: SetSize) -> Option<MathBox> {
        let first = words.chars().next()?;
        let library = self.compositor.library;
        let has = |face: u16| library.face(face).is_some_and(|face| face.tables().glyph(first) != 0);
        let complex = library.choose(&["Times New Roman"], false, false, FontSlot::Complex);
        let index = if has(complex) { complex } else { self.compositor.fallback(first, false)? };
        let em = self.em(level);
        let mut pieces = self.compositor.shaper.shape(library.face(index)?, words, 0..words.len(), 1, em);
        pieces.reverse();
        if pieces.iter().flat_map(|piece| &piece.glyphs).any(|glyph| glyph.id == 0) {
            return None;
        }
        let (mut glyphs, mut pen) = (Vec::new(), 0.0);
        for piece in pieces {
            let text = words.get(piece.start as usize..piece.end as usize).unwrap_or_default();
            for (at, glyph) in piece.glyphs.iter().enumerate() {
                glyphs.push(MathGlyph {
                    origin: PartOrigin::Library(index),
                    id: glyph.id,
                    x: pen + glyph.dx,
                    y: glyph.dy,
                    size: em,
                    text: if at == 0 { text.to_owned() } else { String::new() },
                });
                pen += glyph.advance;
            }
        }
        Some(MathBox { width: pen, ascent: 0.8 * em, descent: 0.3 * em, glyphs, ..MathBox::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::turned;

    #[test]
    fn the_words_that_a_text_begins_with() {
        for (text, found) in
            [("قدرة المرسل + 3", "قدرة المرسل"), ("قدرة", "قدرة"), ("P قدرة", ""), ("", ""), ("ن(ط)", "ن")]
        {
            assert_eq!(turned(text), found, "{text}");
        }
    }
}
