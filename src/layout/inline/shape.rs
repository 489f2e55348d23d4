//! Text that a shaper must set: Arabic, combining marks.
//!
//! In: a stretch of one face, look and direction. Out: clusters in logical order, each with its
//! glyphs from left to right and its share of the text. Never: a cluster without text.

use std::ops::Range;

use crate::layout::fonts::face::Face;

/// Characters of context on each side that decide how letters join across a change of look.
const CONTEXT: usize = 8;

/// A glyph of a shaped cluster, points.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cluster {
    /// Glyph index.
    pub id: u16,
    /// Advance.
    pub advance: f32,
    /// Shift from the pen position.
    pub dx: f32,
    /// Rise.
    pub dy: f32,
}

/// A cluster: glyphs that stand for one stretch of text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ShapedText {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Glyphs from left to right.
    pub glyphs: Vec<Cluster>,
}

/// A shaper with the buffer that it uses again and again.
#[derive(Default)]
pub(crate) struct Shaper {
    buffer: Option<rustybuzz::UnicodeBuffer>,
}

impl Shaper {
    /// Shapes `range` of `text`; the clusters come in logical order.
    pub(crate) fn shape(
        &mut self,
        face: &Face,
        text: &str,
        range: Range<usize>,
        level: u8,
        size: f32,
    ) -> Vec<ShapedText> {
        let Some(font) = face.shaper() else { return Vec::new() };
        let Some(stretch) = text.get(range.clone()) else { return Vec::new() };
        let turned = level % 2 == 1;
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.set_pre_context(context_before(text, range.start));
        for (at, character) in stretch.char_indices() {
            buffer.add(character, u32::try_from(range.start + at).unwrap_or(u32::MAX));
        }
        buffer.set_post_context(context_after(text, range.end));
        let direction =
            if turned { rustybuzz::Direction::RightToLeft } else { rustybuzz::Direction::LeftToRight };
        buffer.set_direction(direction);
        let shaped = match face.arabic_plan().filter(|_| turned) {
            Some(plan) => {
                buffer.set_script(rustybuzz::script::ARABIC);
                rustybuzz::shape_with_plan(font, plan, buffer)
            }
            None => rustybuzz::shape(font, &[], buffer),
        };
        let pieces = clusters(&shaped, range.end, turned, size / face.tables().em());
        self.buffer = Some(shaped.clear());
        pieces
    }
}

fn clusters(shaped: &rustybuzz::GlyphBuffer, end: usize, turned: bool, scale: f32) -> Vec<ShapedText> {
    let mut pieces: Vec<ShapedText> = Vec::new();
    for (info, place) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        let glyph = Cluster {
            id: u16::try_from(info.glyph_id).unwrap_or(0),
            advance: place.x_advance as f32 * scale,
            dx: place.x_offset as f32 * scale,
            dy: place.y_offset as f32 * scale,
        };
        match pieces.last_mut().filter(|piece| piece.start == info.cluster) {
            Some(piece) => piece.glyphs.push(glyph),
            None => pieces.push(ShapedText { start: info.cluster, end: 0, glyphs: vec![glyph] }),
        }
    }
    if turned {
        pieces.reverse();
    }
    let mut next = u32::try_from(end).unwrap_or(u32::MAX);
    for piece in pieces.iter_mut().rev() {
        piece.end = next;
        next = piece.start;
    }
    pieces
}

fn context_before(text: &str, at: usize) -> &str {
    let head = text.get(..at).unwrap_or_default();
    let start = head.char_indices().rev().take(CONTEXT).last().map_or(at, |(offset, _)| offset);
    head.get(start..).unwrap_or_default()
}

fn context_after(text: &str, at: usize) -> &str {
    let tail = text.get(at..).unwrap_or_default();
    let end = tail.char_indices().nth(CONTEXT).map_or(tail.len(), |(offset, _)| offset);
    tail.get(..end).unwrap_or_default()
}
