//! The white between items, and how far it gives.
//!
//! In: items in logical order. Out: the same with the gap to the right neighbour, what it may grow
//! and shrink, and what falls away at the ends of a line. Never: a width, a line.

use super::items::{InlineItem, ItemKind, ItemSetting};
use super::script::FontSlot;
use super::styled::{StyledText, TextFormat};
use crate::layout::compositor::Compositor;
use crate::layout::fonts::face::Face;

/// White between Chinese and Latin or digits: a quarter of an em, as Word sets it.
const SCRIPT_GAP: f32 = 0.25;
/// How far that white may grow, em.
const SCRIPT_STRETCH: f32 = 0.08;
/// How far Chinese characters may be set apart at ease, em: 35 of them take in a character and a half.
const CHINESE_STRETCH: f32 = 0.045;
/// How far a space may grow, of its width. Word shrinks none.
const SPACE_STRETCH: f32 = 0.5;
/// White that may fall away beside a full-width mark: its blank half (GB/T 15834-2011, 5.1), em.
const HALF: f32 = 0.5;

impl Compositor<'_> {
    /// Whether blank halves of full-width marks give way, as Word does it in Chinese documents alone.
    pub(crate) fn marks_give_way(&self) -> bool {
        self.template.marks_give_way && self.main_slot() == FontSlot::EastAsian
    }

    /// Sets the white between neighbours.
    pub(crate) fn whiten(&self, styled: &StyledText, setting: &mut ItemSetting) {
        let em = |item: &InlineItem| {
            let look = styled.looks.get(usize::from(item.look));
            look.map_or((0.0, false), |look| (look.size_in(item.face), look.script_gap))
        };
        let mut trail = 0.0;
        let mut rest = setting.items.as_mut_slice();
        while let [left, tail @ ..] = rest {
            if left.kind == ItemKind::Space {
                left.trail = left.width + trail;
            }
            trail = left.trail;
            if let Some(right) = tail.first() {
                left.face_neighbour(right, em(left));
                trail += if left.trail > 0.0 { left.gap } else { 0.0 };
            }
            rest = tail;
        }
    }
}

impl InlineItem {
    /// Takes the white of a full-width mark's own glyph.
    pub(crate) fn take_blanks(&mut self, face: &Face, character: char, look: &TextFormat) {
        if !matches!(self.kind, ItemKind::Opening | ItemKind::Closing) {
            return;
        }
        let (left, right) = face.tables().blanks(character);
        match self.kind {
            ItemKind::Opening => self.lead = left.clamp(0.0, HALF) * look.size,
            _ => self.trail = right.clamp(0.0, HALF) * look.size,
        }
    }

    /// Sets the white to the right neighbour; `em` is the size of this item, `gap` whether scripts are set apart.
    fn face_neighbour(&mut self, right: &InlineItem, (em, gap): (f32, bool)) {
        use ItemKind::{Chinese, Closing, Letter, Opening, Space};
        let white = |gap: f32, stretch: f32| (gap * em, stretch * em, 0.0);
        (self.gap, self.stretch, self.shrink) = match (self.kind, right.kind) {
            (Space, _) => (0.0, self.width * SPACE_STRETCH, 0.0),
            (Closing, Closing | Opening) => (-self.trail, 0.0, 0.0),
            (Opening, Opening) => (-right.lead, 0.0, 0.0),
            (Opening, _) | (_, Closing) => (0.0, 0.0, 0.0),
            (Chinese, Letter) | (Letter, Chinese) if gap => white(SCRIPT_GAP, SCRIPT_STRETCH),
            (Chinese, Letter) | (Letter, Chinese) if self.breakable => white(0.0, CHINESE_STRETCH),
            (Closing, _) => (0.0, CHINESE_STRETCH * em, self.trail),
            (_, Opening) => (0.0, CHINESE_STRETCH * em, right.lead),
            (Chinese, Chinese) if self.breakable => white(0.0, CHINESE_STRETCH),
            (Chinese, Chinese) => (0.0, 0.0, 0.0),
            _ => (0.0, 0.0, 0.0),
        };
    }
}
