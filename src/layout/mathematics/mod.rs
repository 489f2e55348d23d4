//! Formulas are set: fractions, roots, scripts, sums, brackets that grow, matrices.
//!
//! In: a formula, a size. Out: glyphs and rules round one baseline, measured. After the rules of The
//! TeXbook, appendix G, with the measures of the face's table MATH. Never: a line (a formula stands in one
//! as a picture does), a character lost: what no face has is missing as in words.

mod boxes;
mod face;
mod letters;
mod set;
mod structures;
mod tables;
mod words;

pub(crate) use boxes::{MathGlyph, MathRule, PartOrigin};

use super::compositor::Compositor;
use crate::formula::Formula;
use crate::pages::{FormulaGlyph, PageItem, PageTag, PlacedFormula, RuledLine};
use set::{SetSize, Setter};

/// A formula that is set; measures in points.
#[derive(Debug, Clone, Default)]
pub(crate) struct SetFormula {
    /// Width.
    pub width: f32,
    /// Height over the baseline.
    pub ascent: f32,
    /// Depth under it.
    pub descent: f32,
    /// What it says on one line.
    pub text: String,
    /// Colour, sRGB.
    pub colour: [u8; 3],
    glyphs: Vec<MathGlyph>,
    rules: Vec<MathRule>,
}

impl Compositor<'_> {
    /// Sets a formula in a size, smaller where it would be wider than there is room; its place among those
    /// that are set. `None` where there is no face for it.
    pub(super) fn set_formula(&mut self, formula: &Formula, size: f32, colour: [u8; 3]) -> Option<u32> {
        let face = face::MathFace::kit()?;
        let level = if formula.display { SetSize::Display } else { SetSize::Text };
        let mut made = Setter { compositor: self, face, size }.formula(formula, level);
        let room = self.widest();
        if made.width > room {
            let size = size * room / made.width;
            made = Setter { compositor: self, face, size }.formula(formula, level);
        }
        self.formulas.push(SetFormula {
            width: made.width,
            ascent: made.ascent,
            descent: made.descent,
            text: formula.text().to_owned(),
            colour,
            glyphs: made.glyphs,
            rules: made.rules,
        });
        u32::try_from(self.formulas.len() - 1).ok()
    }

    /// The formula of a place, as pieces of a line whose baseline is at 0.
    pub(super) fn placed_formula(&mut self, place: u32, x: f32, tag: PageTag) -> Vec<PageItem> {
        let Some(formula) = self.formulas.get(place as usize).cloned() else { return Vec::new() };
        let mut pieces: Vec<PageItem> = Vec::with_capacity(formula.rules.len() + 1);
        for [left, y, width, height] in &formula.rules {
            let (y, width, height, colour) = (*y, *width, *height, formula.colour);
            pieces.push(PageItem::Rule(RuledLine { x: x + left, y, width, height, colour }));
        }
        let glyph = |glyph: MathGlyph| FormulaGlyph {
            font: match glyph.origin {
                PartOrigin::Mathematics => self.mathematics_font(),
                PartOrigin::Library(face) => self.font(face),
            },
            id: glyph.id,
            size: glyph.size,
            x: x + glyph.x,
            rise: glyph.y,
            text: glyph.text,
        };
        let glyphs = formula.glyphs.into_iter().map(glyph).collect();
        let (ascent, descent) = (formula.ascent, formula.descent);
        pieces.push(PageItem::Formula(PlacedFormula {
            x,
            y: 0.0,
            width: formula.width,
            ascent,
            descent,
            colour: formula.colour,
            text: formula.text,
            glyphs,
            tag,
        }));
        pieces
    }
}
