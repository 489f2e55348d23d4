//! The glyphs a document shows, face by face: their codes, widths and texts, and the subset.
//!
//! In: glyphs as the content asks for them. Out: printpdf fonts that hold a subset of our own
//! (printpdf without its layout engine embeds whole files, 19 MB for ten Chinese characters) and
//! the specimen from which printpdf learns widths and `ToUnicode`. Never: a glyph without a text.

use std::collections::BTreeMap;
use std::sync::Arc;

use printpdf::{
    Codepoint, FontId, FontMetrics, FontType, Op, ParsedFont, PdfFont, PdfFontHandle, PdfFontMetricsStub, Pt,
    TextItem,
};

use super::subset::{self, Subset};
use crate::diagnostics::{Refusal, RefusalKind};
use crate::pages::{FontFace, Glyph};

/// Text of a glyph that only ever stands beside another one of its cluster (the dots of an Arabic
/// letter). Each such use is also covered by an empty `ActualText`.
const NO_TEXT: &str = "\u{200B}";

/// One glyph shown.
struct Shown {
    /// Glyph index in the whole face.
    id: u16,
    /// Advance, thousandths of an em, as written to `/W`.
    width: u16,
    /// Its text, first use wins; `None` while it only stood beside others.
    text: Option<Box<str>>,
}

/// A face and the glyphs a document shows of it.
pub(super) struct FontUse<'a> {
    face: &'a FontFace,
    parsed: ttf_parser::Face<'a>,
    /// Code by glyph index of the whole face; 0 where not yet shown.
    codes: Vec<u16>,
    /// By code less one. Codes are handed out in order of first use, so frequent characters have
    /// small codes and the content deflates better.
    shown: Vec<Shown>,
}

/// A glyph as the content shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Coded {
    /// Two-byte code (`Identity-H`), the glyph's index in the subset.
    pub code: u16,
    /// Advance, thousandths of an em.
    pub width: u16,
    /// Whether `ToUnicode` gives the text asked for.
    pub reads_right: bool,
}

impl<'a> FontUse<'a> {
    /// A face of which no glyph is shown yet.
    pub(super) fn new(face: &'a Arc<FontFace>) -> Result<Self, Refusal> {
        let parsed = ttf_parser::Face::parse(face.data, face.index)
            .map_err(|error| Refusal::internal(format!("the font {} cannot be read: {error}", face.name)))?;
        if parsed.permissions() == Some(ttf_parser::Permissions::Restricted) {
            return Err(Refusal::new(
                RefusalKind::Glyph,
                format!("the font {} forbids embedding (OS/2 fsType 2)", face.family),
                "name another font in the template",
            ));
        }
        let codes = vec![0; usize::from(parsed.number_of_glyphs())];
        Ok(Self { face, parsed, codes, shown: Vec::new() })
    }

    /// Refuses glyphs that the face does not have; `text` is what they were to show.
    pub(super) fn has_all(&self, glyphs: &[Glyph], text: &str) -> Result<(), Refusal> {
        if glyphs.iter().all(|glyph| glyph.id != 0 && usize::from(glyph.id) < self.codes.len()) {
            return Ok(());
        }
        Err(missing(self.face, text))
    }

    /// The code of a glyph that stands for `text` (`None`: it stands beside another of its
    /// cluster).
    pub(super) fn show(&mut self, id: u16, text: Option<&str>) -> Result<Coded, Refusal> {
        let Some(slot) = self.codes.get_mut(usize::from(id)) else {
            return Err(missing(self.face, text.unwrap_or_default()));
        };
        if *slot == 0 {
            let advance = f32::from(self.parsed.glyph_hor_advance(ttf_parser::GlyphId(id)).unwrap_or(0));
            let width = (advance * 1000.0 / f32::from(self.parsed.units_per_em())).round() as u16;
            self.shown.push(Shown { id, width, text: None });
            *slot = u16::try_from(self.shown.len())
                .map_err(|_| Refusal::internal("over 65,535 glyphs of one font"))?;
        }
        let code = *slot;
        let Some(shown) = self.shown.get_mut(usize::from(code) - 1) else {
            return Err(Refusal::internal("a glyph code without its glyph"));
        };
        let reads_right = match (text, &shown.text) {
            (None, _) => false,
            (Some(text), Some(known)) => **known == *text,
            (Some(text), None) => {
                refuse_unmappable(self.face, text)?;
                shown.text = Some(text.into());
                true
            }
        };
        Ok(Coded { code, width: shown.width, reads_right })
    }

    /// The glyph of the space character, which draws nothing.
    pub(super) fn blank(&self) -> Option<u16> {
        self.parsed.glyph_index(' ').map(|id| id.0)
    }

    /// Whether any glyph is shown.
    pub(super) fn is_used(&self) -> bool {
        !self.shown.is_empty()
    }

    /// Widths by code less one, thousandths of an em.
    pub(super) fn widths(&self) -> impl Iterator<Item = u16> + '_ {
        self.shown.iter().map(|shown| shown.width)
    }

    /// The program of the glyphs shown.
    pub(super) fn cut(&self) -> Result<Arc<Subset>, Refusal> {
        subset::cut(self.face, self.shown.iter().map(|shown| shown.id).collect())
    }

    /// The font as printpdf embeds it: our subset, its glyphs numbered by code.
    pub(super) fn embed(&self, program: &Subset) -> PdfFont {
        let widths = self
            .shown
            .iter()
            .zip(1u16..)
            .map(|(shown, code)| (code, shown.width))
            .collect::<BTreeMap<_, _>>();
        let em = f32::from(self.parsed.units_per_em());
        // Everything in thousandths of an em, so that the rounding is ours: printpdf truncates.
        let scale = |units: i16| (f32::from(units) * 1000.0 / em).round() as i16;
        let bounds = self.parsed.global_bounding_box();
        let slant = self.parsed.italic_angle().to_radians().tan();
        PdfFont::new(ParsedFont {
            original_bytes: program.plain.clone(),
            font_index: 0,
            font_name: Some(format!("{}+{}", subset_tag(&self.shown), self.face.name)),
            codepoint_to_glyph: BTreeMap::new(),
            glyph_widths: widths,
            units_per_em: 1000,
            font_metrics: FontMetrics {
                ascent: scale(self.parsed.ascender()),
                descent: scale(self.parsed.descender()),
            },
            font_type: FontType::TrueType,
            pdf_font_metrics: PdfFontMetricsStub {
                units_per_em: 1000,
                x_min: scale(bounds.x_min),
                y_min: scale(bounds.y_min),
                x_max: scale(bounds.x_max),
                y_max: scale(bounds.y_max),
                caret_slope_rise: 1000,
                caret_slope_run: (-slant * 1000.0).round() as i16,
                us_weight_class: self.parsed.weight().to_number(),
            },
        })
    }

    /// Ops that show each glyph once with its text. printpdf embeds what the ops of a page show;
    /// the pages show their text compactly, so this stands on a page that is taken out again.
    pub(super) fn specimen(&self, font: FontId) -> [Op; 4] {
        let glyphs = self.shown.iter().zip(1u16..).map(|(shown, code)| {
            Codepoint::with_cid(code, 0.0, shown.text.as_deref().unwrap_or(NO_TEXT).to_owned())
        });
        [
            Op::StartTextSection,
            Op::SetFont { font: PdfFontHandle::External(font), size: Pt(1.0) },
            Op::ShowText { items: vec![TextItem::GlyphIds(glyphs.collect())] },
            Op::EndTextSection,
        ]
    }
}

/// Six capitals that name the subset (ISO 32000-1, 9.6.4), from the glyphs in it.
fn subset_tag(shown: &[Shown]) -> String {
    let mut hash = shown.iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, shown| {
        (hash ^ u64::from(shown.id)).wrapping_mul(0x0100_0000_01b3)
    });
    (0..6)
        .map(|_| {
            let letter = (hash % 26) as u8;
            hash /= 26;
            char::from(b'A' + letter)
        })
        .collect()
}

/// Refuses text that `ToUnicode` must not hold (ISO 19005-2, 6.2.11.7.2) or that says nothing to
/// a reader: controls, noncharacters and private-use characters.
fn refuse_unmappable(face: &FontFace, text: &str) -> Result<(), Refusal> {
    let bad = text.chars().find(|c| {
        let code = u32::from(*c);
        c.is_control()
            || matches!(code, 0xE000..=0xF8FF | 0xFEFF | 0xF_0000..)
            || code & 0xFFFE == 0xFFFE
            || (0xFDD0..=0xFDEF).contains(&code)
    });
    match bad {
        None => Ok(()),
        Some(c) => Err(Refusal::new(
            RefusalKind::Glyph,
            format!(
                "the character U+{:04X} in {} has no meaning in an archived document",
                u32::from(c),
                face.family
            ),
            "replace it by the character that is meant",
        )),
    }
}

/// A glyph that the face does not have.
fn missing(face: &FontFace, text: &str) -> Refusal {
    let codes: Vec<String> = text.chars().map(|c| format!("U+{:04X} {c}", u32::from(c))).collect();
    Refusal::new(
        RefusalKind::Glyph,
        format!("the font {} has no glyph for {}", face.family, codes.join(", ")),
        "name a font that has it with --font-path",
    )
}
