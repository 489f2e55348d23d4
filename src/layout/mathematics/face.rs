//! The face of formulas and its table MATH (OpenType 1.9, MATH).
//!
//! In: glyphs and the sizes that are wanted of them. Out: measures in em, glyphs that have grown. Never: a
//! page.

use std::sync::LazyLock;

use ttf_parser::math::{Constants, GlyphAssembly, GlyphPart, Table};
use ttf_parser::{Face, GlyphId};

use crate::layout::fonts::builtin;
use crate::pages::FontFace;

/// The face.
pub(super) struct MathFace {
    face: Face<'static>,
    em: f32,
}

/// Parts of an assembly at most: as many as a formula over a whole page has.
const PARTS: usize = 300;

/// A glyph that has grown, or the glyphs that it is put together from.
#[derive(Debug, Clone, Default)]
pub(super) struct Grown {
    /// Glyphs, each with its shift along the direction, so that all span from 0 to the length; em.
    pub parts: Vec<(u16, f32)>,
    /// How long they are together, em.
    pub length: f32,
}

static FACE: LazyLock<Option<MathFace>> = LazyLock::new(|| {
    let font: &FontFace = &builtin::MATHEMATICS;
    let face = Face::parse(&font.data, font.index).ok()?;
    face.tables().math?;
    let em = f32::from(face.units_per_em());
    Some(MathFace { face, em })
});

impl MathFace {
    /// The face of the kit.
    pub(super) fn kit() -> Option<&'static Self> {
        FACE.as_ref()
    }

    fn table(&self) -> Option<Table<'_>> {
        self.face.tables().math
    }

    /// The glyph of a character.
    pub(super) fn glyph(&self, character: char) -> Option<u16> {
        self.face.glyph_index(character).map(|id| id.0)
    }

    /// Advance, em.
    pub(super) fn advance(&self, id: u16) -> f32 {
        f32::from(self.face.glyph_hor_advance(GlyphId(id)).unwrap_or(0)) / self.em
    }

    /// Left, foot, right and top of the ink, em.
    pub(super) fn ink(&self, id: u16) -> [f32; 4] {
        let ink = self.face.glyph_bounding_box(GlyphId(id));
        ink.map_or([0.0; 4], |ink| {
            [ink.x_min, ink.y_min, ink.x_max, ink.y_max].map(|units| f32::from(units) / self.em)
        })
    }

    /// How far the top leans over the advance, em.
    pub(super) fn italic(&self, id: u16) -> f32 {
        let info = self.table().and_then(|table| table.glyph_info);
        let found = info.and_then(|info| info.italic_corrections?.get(GlyphId(id)));
        found.map_or(0.0, |value| f32::from(value.value) / self.em)
    }

    /// Where an accent stands, em from the left.
    pub(super) fn accent(&self, id: u16) -> Option<f32> {
        let info = self.table().and_then(|table| table.glyph_info);
        let found = info.and_then(|info| info.top_accent_attachments?.get(GlyphId(id)));
        found.map(|value| f32::from(value.value) / self.em)
    }

    /// A constant of the table, em.
    pub(super) fn constant(&self, of: impl Fn(&Constants<'_>) -> i16) -> f32 {
        let constants = self.table().and_then(|table| table.constants);
        constants.map_or(0.0, |constants| f32::from(of(&constants)) / self.em)
    }

    /// A share of the table, of one.
    pub(super) fn share(&self, of: impl Fn(&Constants<'_>) -> i16, usual: f32) -> f32 {
        let constants = self.table().and_then(|table| table.constants);
        constants
            .map(|constants| f32::from(of(&constants)) / 100.0)
            .filter(|share| *share > 0.0)
            .unwrap_or(usual)
    }

    /// A glyph as high as is wanted, or as high as it grows; em.
    pub(super) fn high(&self, id: u16, wanted: f32) -> Grown {
        self.grown(id, wanted, true)
    }

    /// A glyph as wide as is wanted, or as wide as it grows; em.
    pub(super) fn wide(&self, id: u16, wanted: f32) -> Grown {
        self.grown(id, wanted, false)
    }

    /// The widest form of a glyph that is no wider than is wanted.
    pub(super) fn within(&self, id: u16, wanted: f32) -> u16 {
        let variants = self.table().and_then(|table| table.variants);
        let construction = variants.and_then(|variants| variants.horizontal_constructions.get(GlyphId(id)));
        let forms = construction.into_iter().flat_map(|construction| construction.variants);
        let fitting = forms.take_while(|form| f32::from(form.advance_measurement) / self.em <= wanted);
        fitting.last().map_or(id, |form| form.variant_glyph.0)
    }

    fn alone(&self, id: u16, upright: bool) -> Grown {
        let [left, foot, right, top] = self.ink(id);
        let (low, high) = if upright { (foot, top) } else { (left, right) };
        Grown { parts: vec![(id, -low)], length: high - low }
    }

    fn grown(&self, id: u16, wanted: f32, upright: bool) -> Grown {
        let own = self.alone(id, upright);
        if own.length >= wanted {
            return own;
        }
        let variants = self.table().and_then(|table| table.variants);
        let Some(variants) = variants else { return own };
        let all = if upright { variants.vertical_constructions } else { variants.horizontal_constructions };
        let Some(construction) = all.get(GlyphId(id)) else { return own };
        let mut largest = own;
        for form in construction.variants {
            let form = self.alone(form.variant_glyph.0, upright);
            if form.length >= wanted {
                return form;
            }
            if form.length > largest.length {
                largest = form;
            }
        }
        let overlap = f32::from(variants.min_connector_overlap) / self.em;
        let assembled = construction.assembly.and_then(|all| self.assembled(&all, wanted, overlap, upright));
        assembled.filter(|assembled| assembled.length > largest.length).unwrap_or(largest)
    }

    /// Parts put together, those that repeat as often as is needed.
    fn assembled(
        &self,
        assembly: &GlyphAssembly<'_>,
        wanted: f32,
        overlap: f32,
        upright: bool,
    ) -> Option<Grown> {
        let of = |units: u16| f32::from(units) / self.em;
        let list = |repeats: usize| -> Vec<GlyphPart> {
            let times = |part: &GlyphPart| if part.part_flags.extender() { repeats } else { 1 };
            assembly
                .parts
                .into_iter()
                .flat_map(|part| std::iter::repeat_n(part, times(&part)))
                .take(PARTS)
                .collect()
        };
        let length = |parts: &[GlyphPart]| {
            let all: f32 = parts.iter().map(|part| of(part.full_advance)).sum();
            all - overlap * parts.len().saturating_sub(1) as f32
        };
        let enough = (0..PARTS).find(|repeats| {
            let parts = list(*repeats);
            length(&parts) >= wanted || parts.len() >= PARTS
        })?;
        let parts = list(enough);
        let joints = parts.len().saturating_sub(1).max(1) as f32;
        let spare = ((length(&parts) - wanted) / joints).max(0.0);
        let (mut at, mut before) = (0.0, None::<GlyphPart>);
        let mut placed = Vec::with_capacity(parts.len());
        let mut end = 0.0;
        for part in parts {
            if let Some(before) = before {
                let most = of(before.end_connector_length.min(part.start_connector_length));
                at -= (overlap + spare).min(most.max(overlap));
            }
            let [left, foot, ..] = self.ink(part.glyph_id.0);
            placed.push((part.glyph_id.0, at - if upright { foot } else { left }));
            at += of(part.full_advance);
            end = at;
            before = Some(part);
        }
        Some(Grown { parts: placed, length: end })
    }
}
