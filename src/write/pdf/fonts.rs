//! The glyphs a document shows, face by face: their codes, widths and texts, and the subset.
//!
//! In: glyphs and clusters as the content asks for them. Out: printpdf fonts that hold a subset of our
//! own (printpdf without its layout engine embeds whole files, 19 MB for ten Chinese characters), a
//! specimen that makes printpdf embed them, and the widths and texts of their codes. A code stands for one drawing with
//! one text and one width: the same glyph that reads as something else has another code. Never: a
//! glyph without a text.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use printpdf::{
    Codepoint, FontId, FontMetrics, FontType, Op, ParsedFont, PdfFont, PdfFontHandle, PdfFontMetricsStub, Pt,
    TextItem,
};

use super::composite::{Composite, GlyphComponent};
use super::subset::{self, Subset};
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::pages::{FontFace, Glyph};

/// Text of a glyph that only ever stands beside another one of its cluster, in a face whose glyphs
/// cannot be joined. Each such use is also covered by an empty `ActualText`.
const NO_TEXT: &str = "\u{200B}";

/// A width that was not asked for yet: no glyph is 65 em wide.
const UNASKED: u16 = u16::MAX;

/// What a code draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum GlyphDrawing {
    /// A glyph of the face, by its index in the subset.
    Glyph(u16),
    /// A glyph of our own, by its place among them.
    Composite(u16),
}

/// One code: what it draws, its width and its text.
struct ShownGlyph {
    drawing: GlyphDrawing,
    /// Advance, thousandths of an em, as written to `/W`.
    width: u16,
    /// Its text; `None` while it only stood beside others.
    text: Option<Box<str>>,
}

/// A face and the glyphs a document shows of it.
pub(super) struct FontUse<'a> {
    face: &'a FontFace,
    parsed: ttf_parser::Face<'a>,
    /// Whether glyphs can be joined, and shown under several codes.
    joins: bool,
    /// Index in the subset by glyph index of the whole face; 0 where not in it.
    cut: Vec<u16>,
    /// Advances asked for so far by glyph index, thousandths of an em.
    widths: Vec<Cell<u16>>,
    /// Glyph index in the whole face, by index in the subset less one.
    glyphs: Vec<u16>,
    /// Code by index in the subset less one: the first that shows the glyph.
    codes: Vec<u16>,
    /// Glyphs of our own, and their places.
    composites: Vec<Composite>,
    places: HashMap<Composite, u16>,
    /// Codes of drawings under a text that is not their first one.
    others: HashMap<(GlyphDrawing, Box<str>), u16>,
    /// By code less one. Codes are handed out in order of first use, so frequent characters have
    /// small codes and the content deflates better.
    shown: Vec<ShownGlyph>,
}

/// A glyph as the content shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Coded {
    /// Two-byte code (`Identity-H`).
    pub code: u16,
    /// Advance, thousandths of an em.
    pub width: u16,
    /// Whether `ToUnicode` gives the text asked for.
    pub reads_right: bool,
}

impl<'a> FontUse<'a> {
    /// A face of which no glyph is shown yet.
    pub(super) fn new(face: &'a Arc<FontFace>) -> Result<Self, Refusal> {
        let parsed = ttf_parser::Face::parse(&face.data, face.index)
            .map_err(|error| Refusal::internal(format!("the font {} cannot be read: {error}", face.name)))?;
        if parsed.permissions() == Some(ttf_parser::Permissions::Restricted) {
            return Err(Refusal::new(
                RefusalKind::Glyph,
                message!("the font {font} forbids embedding (OS/2 fsType 2)", font = face.family),
                message!("name another font in the template"),
            ));
        }
        Ok(Self {
            face,
            joins: parsed.tables().glyf.is_some() && !parsed.is_variable(),
            cut: vec![0; usize::from(parsed.number_of_glyphs())],
            widths: vec![Cell::new(UNASKED); usize::from(parsed.number_of_glyphs())],
            parsed,
            glyphs: Vec::new(),
            codes: Vec::new(),
            composites: Vec::new(),
            places: HashMap::new(),
            others: HashMap::new(),
            shown: Vec::new(),
        })
    }

    /// Refuses glyphs that the face does not have; `text` is what they were to show.
    pub(super) fn has_all(&self, glyphs: &[Glyph], text: &str) -> Result<(), Refusal> {
        if glyphs.iter().all(|glyph| glyph.id != 0 && usize::from(glyph.id) < self.cut.len()) {
            return Ok(());
        }
        Err(missing(self.face, text))
    }

    /// Whether glyphs can be joined, widened, and shown under several codes: outlines of the OpenType
    /// table `glyf`.
    pub(super) fn joins(&self) -> bool {
        self.joins
    }

    /// Font units in an em.
    pub(super) fn em(&self) -> f32 {
        f32::from(self.parsed.units_per_em())
    }

    /// Advance of a glyph, font units.
    pub(super) fn advance(&self, id: u16) -> u16 {
        self.parsed.glyph_hor_advance(ttf_parser::GlyphId(id)).unwrap_or(0)
    }

    /// Advance of a glyph, thousandths of an em.
    pub(super) fn width(&self, id: u16) -> u16 {
        let Some(known) = self.widths.get(usize::from(id)) else { return self.thousandths(self.advance(id)) };
        if known.get() == UNASKED {
            known.set(self.thousandths(self.advance(id)));
        }
        known.get()
    }

    fn thousandths(&self, units: u16) -> u16 {
        (f32::from(units) * 1000.0 / self.em()).round() as u16
    }

    /// The code of a glyph that stands for `text` (`None`: it stands beside another of its
    /// cluster).
    pub(super) fn show(&mut self, id: u16, text: Option<&str>) -> Result<Coded, Refusal> {
        let glyph = self.take(id, text)?;
        let width = self.width(id);
        let first = self.codes.get(usize::from(glyph) - 1).copied().unwrap_or(0);
        if first == 0 {
            let code = self.add(GlyphDrawing::Glyph(glyph), width, text)?;
            if let Some(slot) = self.codes.get_mut(usize::from(glyph) - 1) {
                *slot = code;
            }
            return Ok(Coded { code, width, reads_right: text.is_some() });
        }
        let known = self.shown.get_mut(usize::from(first) - 1);
        let Some(known) = known else { return Err(Refusal::internal("a glyph code without its glyph")) };
        match (text, &known.text) {
            (None, _) => Ok(Coded { code: first, width, reads_right: false }),
            (Some(text), Some(has)) if is_same(has, text) => {
                Ok(Coded { code: first, width, reads_right: true })
            }
            (Some(text), None) => {
                refuse_unmappable(self.face, text)?;
                known.text = Some(text.into());
                Ok(Coded { code: first, width, reads_right: true })
            }
            (Some(text), Some(_)) if self.joins => self.again(GlyphDrawing::Glyph(glyph), width, text),
            (Some(_), Some(_)) => Ok(Coded { code: first, width, reads_right: false }),
        }
    }

    /// The code of several glyphs drawn as one, each with its shift in font units, or of none, with an
    /// advance in font units. Only where [`Self::joins`].
    pub(super) fn join(
        &mut self,
        parts: &[(u16, i16, i16)],
        advance: u16,
        text: &str,
    ) -> Result<Coded, Refusal> {
        let mut composite = Composite { parts: Vec::with_capacity(parts.len()), advance };
        for (id, x, y) in parts {
            let glyph = self.take(*id, Some(text))?;
            composite.parts.push(GlyphComponent { glyph, x: *x, y: *y });
        }
        let width = self.thousandths(advance);
        let place = match self.places.get(&composite) {
            Some(place) => *place,
            None => {
                let place = u16::try_from(self.composites.len());
                let place = place.map_err(|_| Refusal::internal("over 65,535 glyphs of one font"))?;
                self.composites.push(composite.clone());
                self.places.insert(composite, place);
                place
            }
        };
        self.again(GlyphDrawing::Composite(place), width, text)
    }

    /// The code of a drawing under a text that may not be its first.
    fn again(&mut self, drawing: GlyphDrawing, width: u16, text: &str) -> Result<Coded, Refusal> {
        let key = (drawing, Box::from(text));
        let code = match self.others.get(&key) {
            Some(code) => *code,
            None => {
                let code = self.add(drawing, width, Some(text))?;
                self.others.insert(key, code);
                code
            }
        };
        Ok(Coded { code, width, reads_right: true })
    }

    fn add(&mut self, drawing: GlyphDrawing, width: u16, text: Option<&str>) -> Result<u16, Refusal> {
        if let Some(text) = text {
            refuse_unmappable(self.face, text)?;
        }
        self.shown.push(ShownGlyph { drawing, width, text: text.map(Box::from) });
        u16::try_from(self.shown.len()).map_err(|_| Refusal::internal("over 65,535 glyphs of one font"))
    }

    /// A glyph's index in the subset.
    fn take(&mut self, id: u16, text: Option<&str>) -> Result<u16, Refusal> {
        let Some(slot) = self.cut.get_mut(usize::from(id)) else {
            return Err(missing(self.face, text.unwrap_or_default()));
        };
        if *slot == 0 {
            self.glyphs.push(id);
            self.codes.push(0);
            *slot = u16::try_from(self.glyphs.len())
                .map_err(|_| Refusal::internal("over 65,535 glyphs of one font"))?;
        }
        Ok(*slot)
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
        subset::cut(self.face, self.glyphs.clone(), self.composites.clone())
    }

    /// The glyph of each code in a program, two bytes each from code 0 (`CIDToGIDMap`, ISO 32000-1,
    /// table 117); `None` where every code is the index of its glyph.
    pub(super) fn map(&self, program: &Subset) -> Option<Vec<u8>> {
        let glyph = |shown: &ShownGlyph| match shown.drawing {
            GlyphDrawing::Glyph(glyph) => glyph,
            GlyphDrawing::Composite(place) => program.first_composite.saturating_add(place),
        };
        if self.shown.iter().zip(1u16..).all(|(shown, code)| glyph(shown) == code) {
            return None;
        }
        let glyphs = std::iter::once(0).chain(self.shown.iter().map(glyph));
        Some(glyphs.flat_map(u16::to_be_bytes).collect())
    }

    /// Texts by code less one.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.shown.iter().map(|shown| shown.text.as_deref().unwrap_or(NO_TEXT))
    }

    /// Whether printpdf is told all of the font: of OpenType outlines (`CFF `) it reads the program to learn what
    /// the codes stand for. Of others it makes the dictionaries, and what stands in them is written here: it copied the
    /// program four times and formatted each text by itself, 9 of 105 million instructions of a PDF of 15 pages.
    pub(super) fn is_told_whole(&self, program: &Subset) -> bool {
        program.plain.starts_with(b"OTTO")
    }

    /// The font as printpdf embeds it: our subset, its glyphs numbered by code; where it is not told the whole font, the
    /// mark at the head of the program and the first glyph.
    pub(super) fn embed(&self, program: &Subset) -> PdfFont {
        const MARK: usize = 4;
        let (bytes, told) = match self.is_told_whole(program) {
            true => (program.plain.as_slice(), self.shown.len()),
            false => (program.plain.get(..MARK).unwrap_or_default(), 1),
        };
        let widths = self
            .shown
            .iter()
            .zip(1u16..)
            .take(told)
            .map(|(shown, code)| (code, shown.width))
            .collect::<BTreeMap<_, _>>();
        let em = f32::from(self.parsed.units_per_em());
        // Everything in thousandths of an em, so that the rounding is ours: printpdf truncates.
        let scale = |units: i16| (f32::from(units) * 1000.0 / em).round() as i16;
        let bounds = self.parsed.global_bounding_box();
        let slant = self.parsed.italic_angle().to_radians().tan();
        PdfFont::new(ParsedFont {
            original_bytes: bytes.to_vec(),
            font_index: 0,
            font_name: Some(format!("{}+{}", self.subset_tag(), self.face.name)),
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

    /// Six capitals that name the subset (ISO 32000-1, 9.6.4), from the glyphs in it.
    fn subset_tag(&self) -> String {
        let parts = self.composites.iter().flat_map(|composite| {
            let parts = composite.parts.iter().flat_map(|part| [part.glyph, part.x as u16, part.y as u16]);
            parts.chain([composite.advance])
        });
        let all = self.glyphs.iter().copied().chain(parts);
        let mut hash = all.fold(0xcbf2_9ce4_8422_2325u64, |hash, number| {
            (hash ^ u64::from(number)).wrapping_mul(0x0100_0000_01b3)
        });
        (0..6)
            .map(|_| {
                let letter = (hash % 26) as u8;
                hash /= 26;
                char::from(b'A' + letter)
            })
            .collect()
    }

    /// Ops that show each glyph once with its text. printpdf embeds what the ops of a page show;
    /// the pages show their text compactly, so this stands on a page that is taken out again.
    pub(super) fn specimen(&self, program: &Subset, font: FontId) -> [Op; 4] {
        let told = if self.is_told_whole(program) { self.shown.len() } else { 1 };
        let glyphs = self.texts().zip(1u16..).take(told);
        let glyphs = glyphs.map(|(text, code)| Codepoint::with_cid(code, 0.0, text.to_owned()));
        [
            Op::StartTextSection,
            Op::SetFont { font: PdfFontHandle::External(font), size: Pt(1.0) },
            Op::ShowText { items: vec![TextItem::GlyphIds(glyphs.collect())] },
            Op::EndTextSection,
        ]
    }
}

/// Whether two texts are one. Most are a letter, and to call what compares memory takes longer than to look.
fn is_same(a: &str, b: &str) -> bool {
    match (a.as_bytes(), b.as_bytes()) {
        ([a], [b]) => a == b,
        (a, b) => a == b,
    }
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
            message!(
                "the character U+{code} in {font} has no meaning in an archived document",
                code = format!("{:04X}", u32::from(c)),
                font = face.family
            ),
            message!("replace it by the character that is meant"),
        )),
    }
}

/// A glyph that the face does not have.
fn missing(face: &FontFace, text: &str) -> Refusal {
    let codes: Vec<String> = text.chars().map(|c| format!("U+{:04X} {c}", u32::from(c))).collect();
    Refusal::new(
        RefusalKind::Glyph,
        message!("the font {font} has no glyph for {codes}", font = face.family, codes = codes.join(", ")),
        message!("name a font that has it with --font-path"),
    )
}
