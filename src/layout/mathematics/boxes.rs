//! Boxes: glyphs and rules that belong together, round a baseline.

/// Where a glyph's face is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartOrigin {
    /// The face of formulas.
    Mathematics,
    /// A face of the library.
    Library(u16),
}

/// A glyph of a formula; places in points from the left end of the baseline, upwards.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MathGlyph {
    pub origin: PartOrigin,
    pub id: u16,
    pub x: f32,
    pub y: f32,
    /// Size, points.
    pub size: f32,
    /// The characters it stands for.
    pub text: String,
}

/// A line of a formula: left, foot, width, height.
pub(crate) type MathRule = [f32; 4];

/// What a box is among its neighbours (TeX's classes of atoms).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum AtomClass {
    #[default]
    Ordinary,
    Operator,
    Binary,
    Relation,
    Opening,
    Closing,
    Punctuation,
    Inner,
    /// A place at which lines of equations are aligned.
    Alignment,
}

impl AtomClass {
    /// White between two, eighteenths of an em, and whether it stands in scripts too (The TeXbook, page 170).
    pub(super) fn white(self, next: AtomClass) -> (f32, bool) {
        use AtomClass::{
            Alignment, Binary, Closing, Inner, Opening, Operator, Ordinary, Punctuation, Relation,
        };
        match (self, next) {
            (Alignment, _) | (_, Alignment) => (0.0, false),
            (Ordinary | Operator | Closing | Inner, Operator) | (Operator, Ordinary) => (3.0, true),
            (Relation, Relation) | (Opening, _) | (_, Closing) => (0.0, false),
            (Relation, Punctuation) => (0.0, false),
            (Relation, _) | (_, Relation) if self != Punctuation => (5.0, false),
            (Binary, _) | (_, Binary) if self != Punctuation => (4.0, false),
            (Punctuation, _) | (Inner, Ordinary | Opening | Punctuation | Inner) => (3.0, false),
            (Ordinary | Operator | Closing, Inner) => (3.0, false),
            _ => (0.0, false),
        }
    }
}

/// A box; measures in points.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct MathBox {
    pub width: f32,
    /// Height over the baseline.
    pub ascent: f32,
    /// Depth under it.
    pub descent: f32,
    /// How far its top leans over its width.
    pub italic: f32,
    /// Where an accent stands over it; in the middle where it does not say.
    pub accent: Option<f32>,
    /// One character.
    pub single: bool,
    pub class: AtomClass,
    pub glyphs: Vec<MathGlyph>,
    pub rules: Vec<MathRule>,
}

impl MathBox {
    /// Takes in another box at a place; its width and heights are not heeded.
    pub(super) fn lay(&mut self, other: MathBox, x: f32, y: f32) {
        self.glyphs.extend(other.glyphs.into_iter().map(|mut glyph| {
            glyph.x += x;
            glyph.y += y;
            glyph
        }));
        self.rules
            .extend(other.rules.into_iter().map(|[left, foot, wide, high]| [left + x, foot + y, wide, high]));
    }

    /// Takes in another box at a place, and grows round it.
    pub(super) fn hold(&mut self, other: MathBox, x: f32, y: f32) {
        self.width = self.width.max(x + other.width);
        self.ascent = self.ascent.max(other.ascent + y);
        self.descent = self.descent.max(other.descent - y);
        self.lay(other, x, y);
    }

    /// Adds white at its end.
    pub(super) fn padded(mut self, white: f32) -> Self {
        self.width += white;
        self
    }
}
