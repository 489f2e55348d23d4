//! The content of one page.
//!
//! In: the placed pieces of a page. Out: a content stream in which every glyph stands where it was
//! placed, every text reads in logical order, and every piece is marked once. Never: a decision about
//! looks.

use printpdf::{FontId, XObjectId};

use super::cluster::{Unit, spacing, units};
use super::fonts::{Coded, FontUse};
use super::link;
use super::operators::{self, Operators};
use super::structure::StructureTree;
use crate::diagnostics::Refusal;
use crate::pages::{BOX, Glyph, GlyphRun, PageItem, PageTag, PlacedFormula, PlacedPicture, RuledLine};
use crate::text::{Picture, PictureView};

/// Resource name of a font.
pub(super) fn font_id(index: u16) -> FontId {
    FontId(format!("T{index}"))
}

/// Resource name of a picture.
pub(super) fn picture_id(index: u32) -> XObjectId {
    XObjectId(format!("P{index}"))
}

/// Hundredths of a point are a tenth of what a printer can place, and short numbers keep files small.
fn hundredths(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}

/// How far a slanted glyph leans over its height: 12 degrees, as most italics do.
const SLANT: f32 = 0.21;

/// Percent to which an invisible glyph is narrowed (see [`ContentWriter::unit`]).
const NARROW: f32 = 1.0;

/// A stretch of text not yet written.
#[derive(Default)]
struct GlyphStretch {
    /// What is finished of it: codes and moves.
    pieces: Vec<operators::ShownPiece>,
    /// All its codes.
    codes: Vec<u8>,
    /// First code that stands in no piece.
    start: usize,
}

/// A page's content as it grows.
pub(super) struct ContentWriter<'a, 'd> {
    fonts: &'a mut [FontUse<'d>],
    structure: &'a mut StructureTree<'d>,
    /// The pictures; each has an object of its index.
    pictures: &'a [Picture],
    page: usize,
    out: Operators,
    mark: Option<PageTag>,
    in_text: bool,
    font: Option<(u16, f32)>,
    colour: [u8; 3],
    spacing: f32,
    slanted: bool,
    stretch: GlyphStretch,
    /// Baseline and pen of the open text line, points.
    pen: Option<(f32, f64)>,
    /// Start of that line, from which the next one is reckoned.
    origin: (f32, f32),
}

impl<'a, 'd> ContentWriter<'a, 'd> {
    /// The content stream of one page.
    pub(super) fn of(
        pieces: &[PageItem],
        number: usize,
        fonts: &'a mut [FontUse<'d>],
        structure: &'a mut StructureTree<'d>,
        pictures: &'a [Picture],
    ) -> Result<Vec<u8>, Refusal> {
        let mut content = ContentWriter {
            fonts,
            structure,
            pictures,
            page: number,
            // Measured: 2 to 12 kB a page of text.
            out: Operators::with_capacity(16 << 10),
            mark: None,
            in_text: false,
            font: None,
            colour: [0; 3],
            spacing: 0.0,
            slanted: false,
            stretch: GlyphStretch::default(),
            pen: None,
            origin: (0.0, 0.0),
        };
        // Rules first, all in one artifact: drawn between the runs they would cut the marks of a
        // paragraph with revision marks into dozens.
        for piece in pieces {
            if let PageItem::Rule(rule) = piece {
                content.rule(rule)?;
            }
        }
        for piece in pieces {
            match piece {
                PageItem::Glyphs(run) => content.run(run)?,
                PageItem::Picture(picture) => content.picture(picture)?,
                PageItem::Formula(formula) => content.formula(formula)?,
                PageItem::Rule(_) => {}
            }
        }
        content.mark_as(None, false)?;
        Ok(content.out.into_bytes())
    }

    /// Opens the marked content of a tag, in or out of a text object; nothing where that is open
    /// already. Both kinds of brackets nest properly (ISO 32000-1, 14.6.1).
    fn mark_as(&mut self, tag: Option<PageTag>, text: bool) -> Result<(), Refusal> {
        if self.mark == tag && self.in_text == text {
            return Ok(());
        }
        self.flush();
        if self.mark.take().is_some() {
            self.out.plain("EMC");
        }
        if self.in_text != text {
            self.out.plain(if text { "BT" } else { "ET" });
            self.in_text = text;
            (self.pen, self.origin, self.slanted) = (None, (0.0, 0.0), false);
        }
        match tag {
            None => {}
            Some(PageTag::Artifact) => self.out.mark("Artifact"),
            Some(PageTag::Element(element)) => {
                let (name, number) = self.structure.mark(element, self.page)?;
                self.out.numbered_mark(name, number);
            }
        }
        self.mark = tag;
        Ok(())
    }

    fn fill(&mut self, colour: [u8; 3]) {
        if self.colour != colour {
            self.flush();
            let parts = colour.map(|part| (f32::from(part) / 2.55).round() / 100.0);
            self.out.numbers(&parts, "rg");
            self.colour = colour;
        }
    }

    fn rule(&mut self, rule: &RuledLine) -> Result<(), Refusal> {
        finite(&[rule.x, rule.y, rule.width, rule.height])?;
        self.mark_as(Some(PageTag::Artifact), false)?;
        self.fill(rule.colour);
        self.rectangle(rule);
        Ok(())
    }

    fn picture(&mut self, placed: &PlacedPicture) -> Result<(), Refusal> {
        finite(&[placed.x, placed.y, placed.width, placed.height])?;
        self.mark_as(Some(placed.tag), false)?;
        let PlacedPicture { x, y, width, height, .. } = *placed;
        if let PageTag::Element(element) = placed.tag {
            self.structure.drawn(element, [x, y, x + width, y + height]);
        }
        let Some(picture) = self.pictures.get(placed.picture as usize) else {
            return Err(Refusal::internal(format!("there is no picture {}", placed.picture)));
        };
        self.out.plain("q");
        self.view(placed, picture);
        self.out.paint(&picture_id(placed.picture).0);
        self.out.plain("Q");
        Ok(())
    }

    /// A formula: its glyphs where they stand, all of them read as what it says on one line.
    fn formula(&mut self, placed: &PlacedFormula) -> Result<(), Refusal> {
        let PlacedFormula { x, y, width, ascent, descent, .. } = *placed;
        finite(&[x, y, width, ascent, descent])?;
        self.mark_as(Some(placed.tag), true)?;
        self.fill(placed.colour);
        if let PageTag::Element(element) = placed.tag {
            self.structure.drawn(element, [x, y - descent, x + width, y + ascent]);
        }
        if self.spacing != 0.0 {
            self.flush();
            self.out.numbers(&[0.0], "Tc");
            self.spacing = 0.0;
        }
        self.flush();
        self.out.replacement(&placed.text);
        for glyph in &placed.glyphs {
            finite(&[glyph.x, glyph.rise, glyph.size])?;
            if self.font != Some((glyph.font, glyph.size)) {
                self.flush();
                self.out.font(glyph.font, glyph.size);
                self.font = Some((glyph.font, glyph.size));
            }
            let font = self.fonts.get_mut(usize::from(glyph.font));
            let font = font.ok_or_else(|| {
                Refusal::internal(format!("a formula in font {}, which is not there", glyph.font))
            })?;
            let code = font.show(glyph.id, Some(&glyph.text))?;
            let run = GlyphRun {
                font: glyph.font,
                size: glyph.size,
                colour: placed.colour,
                y,
                glyphs: Vec::new(),
                text: String::new(),
                right_to_left: false,
                slanted: false,
                boxes: false,
                tag: placed.tag,
            };
            self.place(&run, (glyph.x, glyph.rise), code);
        }
        self.flush();
        self.out.plain("EMC");
        Ok(())
    }

    /// Sets the space in which a picture is one unit wide and high: in its place, turned and flipped, and
    /// so large that what is cut off lies outside the clip.
    fn view(&mut self, placed: &PlacedPicture, picture: &Picture) {
        let PlacedPicture { x, y, width, height, .. } = *placed;
        let view = picture.view;
        if view == PictureView::default() {
            self.out.lengths(&[width, 0.0, 0.0, height, x, y], "cm");
            return;
        }
        let scale = width / picture.box_size().0.max(1.0);
        let (own_width, own_height) = (picture.width as f32 * scale, picture.height as f32 * scale);
        let (sine, cosine) = view.turn();
        self.out.numbers(&[cosine, -sine, sine, cosine, x + width / 2.0, y + height / 2.0], "cm");
        let mirror = |flipped: bool| if flipped { -1.0 } else { 1.0 };
        self.out
            .numbers(&[mirror(view.flip_horizontal), 0.0, 0.0, mirror(view.flip_vertical), 0.0, 0.0], "cm");
        let corner = (-own_width / 2.0, -own_height / 2.0);
        if !view.is_cropped() {
            self.out.lengths(&[own_width, 0.0, 0.0, own_height, corner.0, corner.1], "cm");
            return;
        }
        self.out.lengths(&[corner.0, corner.1, own_width, own_height], "re");
        self.out.plain("W");
        self.out.plain("n");
        let [left, top, right, bottom] = view.crop.map(|share| share as f32 / 100_000.0);
        // All of it cut off is no picture; the least share that can be seen bounds the enlargement.
        const LEAST: f32 = 0.001;
        let (across, down) = ((1.0 - left - right).max(LEAST), (1.0 - top - bottom).max(LEAST));
        let (whole_width, whole_height) = (own_width / across, own_height / down);
        let origin = (corner.0 - left * whole_width, corner.1 - bottom * whole_height);
        self.out.numbers(&[whole_width, 0.0, 0.0, whole_height, origin.0, origin.1], "cm");
    }

    /// One run: its clusters in visual order.
    fn run(&mut self, run: &GlyphRun) -> Result<(), Refusal> {
        finite(&[run.y, run.size])?;
        let units = units(run)?;
        if units.is_empty() {
            return Ok(());
        }
        self.mark_as(Some(run.tag), true)?;
        self.fill(run.colour);
        if let PageTag::Element(element) = run.tag {
            self.structure.note_text(element, &run.text);
        }
        if self.font != Some((run.font, run.size)) {
            self.flush();
            self.out.font(run.font, run.size);
            self.font = Some((run.font, run.size));
        }
        let first = self.fonts.get_mut(usize::from(run.font));
        let font = first
            .ok_or_else(|| Refusal::internal(format!("a run in font {}, which is not there", run.font)))?;
        for unit in &units {
            font.has_all(unit.glyphs, unit.text)?;
        }
        let spacing = spacing(run, font);
        if (self.spacing - spacing).abs() > f32::EPSILON {
            self.flush();
            self.out.numbers(&[spacing], "Tc");
            self.spacing = spacing;
        }
        if run.right_to_left {
            // The strings hold the glyphs as they stand, from left to right (ISO 32000-1, 14.8.2.3.3).
            self.flush();
            self.out.mark("ReversedChars");
        }
        for unit in &units {
            self.unit(run, unit)?;
        }
        if run.right_to_left {
            self.flush();
            self.out.plain("EMC");
        }
        self.link(run)
    }

    /// Where the run leads elsewhere, the box of it that a reader may click.
    fn link(&mut self, run: &GlyphRun) -> Result<(), Refusal> {
        if let (PageTag::Element(element), Some(font)) = (run.tag, self.fonts.get_mut(usize::from(run.font)))
            && self.structure.leads(element)
        {
            self.structure.linked(element, self.page, link::edges(run, font));
        }
        Ok(())
    }

    /// One cluster, as one code for each of its characters or one for all of them. A face whose glyphs
    /// cannot be joined shows them one by one.
    fn unit(&mut self, run: &GlyphRun, unit: &Unit<'_>) -> Result<(), Refusal> {
        if run.boxes {
            return unit.glyphs.iter().try_for_each(|glyph| self.boxed(run, glyph, unit.text));
        }
        unit.glyphs.iter().try_for_each(|glyph| finite(&[glyph.x, glyph.rise]))?;
        let Some(font) = self.fonts.get_mut(usize::from(run.font)) else { return Ok(()) };
        let several = run.right_to_left && unit.text.chars().nth(1).is_some();
        match unit.glyphs {
            [glyph] if !unit.text.is_empty() && !several => {
                let widened = widened(font, run.size, glyph.margins);
                if let ([left, right], true) = (widened, widened != [0, 0] && font.joins()) {
                    let advance = font.advance(glyph.id).saturating_add(left).saturating_add(right);
                    let shift = i16::try_from(left).unwrap_or(0);
                    let code = font.join(&[(glyph.id, shift, 0)], advance, unit.text)?;
                    let x = glyph.x - f32::from(left) * run.size / font.em();
                    self.place(run, (x, glyph.rise), code);
                    return Ok(());
                }
                let code = font.show(glyph.id, Some(unit.text))?;
                if code.reads_right {
                    self.place(run, (glyph.x, glyph.rise), code);
                } else {
                    self.replaced(run, glyph, code, unit.text);
                }
                Ok(())
            }
            _ if font.joins() && !unit.text.is_empty() => self.joined(run, unit),
            _ => self.apart(run, unit),
        }
    }

    /// A cluster of several glyphs, or of several characters from right to left, drawn as one glyph.
    ///
    /// Readers turn a line that runs from right to left around character by character, and would turn
    /// the inside of a ligature too (lam-alef, a letter with its vowel). So each character has a code:
    /// the leftmost letter draws all of it, the others nothing, and they share the width; vowels, which
    /// readers reckon to take no room, have none.
    fn joined(&mut self, run: &GlyphRun, unit: &Unit<'_>) -> Result<(), Refusal> {
        let Some(font) = self.fonts.get_mut(usize::from(run.font)) else { return Ok(()) };
        let Some(base) = unit.glyphs.iter().rev().max_by_key(|glyph| font.advance(glyph.id)) else {
            return Ok(());
        };
        let scale = font.em() / run.size.max(f32::EPSILON);
        let units = |points: f32| (points * scale).round().clamp(-32_768.0, 32_767.0) as i16;
        let part = |glyph: &Glyph| (glyph.id, units(glyph.x - base.x), units(glyph.rise - base.rise));
        let parts: Vec<(u16, i16, i16)> = unit.glyphs.iter().map(part).collect();
        let whole = font.advance(base.id);
        let mut coded = Vec::new();
        if run.right_to_left {
            let letters = unit.text.chars().filter(|c| !is_mark(*c)).count();
            let share = whole / u16::try_from(letters).unwrap_or(u16::MAX).max(1);
            let (mut drawn, mut left) = (parts.as_slice(), whole);
            let mut characters = unit.text.chars().rev().peekable();
            while let Some(c) = characters.next() {
                let draws = !is_mark(c) || characters.peek().is_none();
                let last = !characters.clone().any(|next| !is_mark(next));
                let advance = if !draws {
                    0
                } else if last {
                    left
                } else {
                    share
                };
                let ink = if draws { std::mem::take(&mut drawn) } else { &[] };
                left = left.saturating_sub(advance);
                coded.push(font.join(ink, advance, c.encode_utf8(&mut [0; 4]))?);
            }
        } else {
            coded.push(font.join(&parts, whole, unit.text)?);
        }
        let mut x = base.x;
        for code in coded {
            self.place(run, (x, base.rise), code);
            x += f32::from(code.width) * run.size / 1000.0;
        }
        Ok(())
    }

    /// A cluster whose glyphs cannot be joined. The widest glyph carries the text, by `ToUnicode` where
    /// it can; glyphs beside it carry an empty replacement, or readers that reckon with boxes would tear
    /// the word apart. From right to left, the characters after the first are laid on blanks without
    /// width to the left of it.
    fn apart(&mut self, run: &GlyphRun, unit: &Unit<'_>) -> Result<(), Refusal> {
        let Some(font) = self.fonts.get_mut(usize::from(run.font)) else { return Ok(()) };
        let mut text = unit.text;
        let mut blank = None;
        if run.right_to_left && text.chars().nth(1).is_some() {
            blank = font.blank();
        }
        let mut widest = (0, 0);
        let mut coded = Vec::with_capacity(unit.glyphs.len());
        for (at, glyph) in unit.glyphs.iter().enumerate() {
            let code = font.show(glyph.id, None)?;
            if code.width > widest.1 {
                widest = (at, code.width);
            }
            coded.push((glyph, code));
        }
        if let (Some(blank), Some(glyph)) = (blank, unit.glyphs.get(widest.0)) {
            let blank = font.show(blank, Some(" "))?;
            let head = text.chars().next().map_or(0, char::len_utf8);
            let (first, rest) = text.split_at_checked(head).unwrap_or((text, ""));
            for c in rest.chars().rev() {
                self.blank(run, glyph, blank, c);
            }
            text = first;
        }
        for (at, (glyph, code)) in coded.into_iter().enumerate() {
            let Some(font) = self.fonts.get_mut(usize::from(run.font)) else { continue };
            let carried = if at == widest.0 { text } else { "" };
            if !carried.is_empty() && font.show(glyph.id, Some(carried))?.reads_right {
                self.place(run, (glyph.x, glyph.rise), code);
            } else {
                self.replaced(run, glyph, code, carried);
            }
        }
        Ok(())
    }

    /// A box in place of a character: `ToUnicode` gives what is drawn; what is meant, private use
    /// included, is said here (ISO 19005-2, 6.2.11.7.3).
    fn boxed(&mut self, run: &GlyphRun, glyph: &Glyph, text: &str) -> Result<(), Refusal> {
        let Some(font) = self.fonts.get_mut(usize::from(run.font)) else { return Ok(()) };
        finite(&[glyph.x, glyph.rise])?;
        let code = font.show(glyph.id, Some(BOX.encode_utf8(&mut [0; 4])))?;
        self.replaced(run, glyph, code, text);
        Ok(())
    }

    /// A glyph that reads as something else than its `ToUnicode` says.
    fn replaced(&mut self, run: &GlyphRun, glyph: &Glyph, code: Coded, text: &str) {
        self.line(run, (glyph.x, glyph.rise));
        self.flush();
        self.out.replacement(text);
        self.place(run, (glyph.x, glyph.rise), code);
        self.flush();
        self.out.plain("EMC");
    }

    /// A blank that stands for one character and takes no room.
    fn blank(&mut self, run: &GlyphRun, at: &Glyph, blank: Coded, c: char) {
        self.flush();
        self.line(run, (at.x, at.rise));
        self.out.numbers(&[NARROW], "Tz");
        self.out.replacement(c.encode_utf8(&mut [0; 4]));
        self.stretch.codes.extend(blank.code.to_be_bytes());
        self.flush();
        self.out.plain("EMC");
        self.out.numbers(&[100.0], "Tz");
        if let Some((_, pen)) = &mut self.pen {
            let advance = f64::from(blank.width) * f64::from(run.size) / 1000.0 + f64::from(self.spacing);
            *pen += advance * f64::from(NARROW) / 100.0;
        }
    }

    /// Sees to it that the pen is on a glyph's baseline; `x` and rise, points.
    fn line(&mut self, run: &GlyphRun, (x, rise): (f32, f32)) {
        let baseline = hundredths(run.y + rise);
        if self.slanted == run.slanted && self.pen.is_some_and(|(open, _)| open == baseline) {
            return;
        }
        self.flush();
        let x = hundredths(x);
        if self.slanted || run.slanted {
            let shear = if run.slanted { SLANT } else { 0.0 };
            self.out.lengths(&[1.0, 0.0, shear, 1.0, x, baseline], "Tm");
            self.slanted = run.slanted;
            (self.origin, self.pen) = ((x, baseline), Some((baseline, f64::from(x))));
            return;
        }
        let (left, below) = self.origin;
        self.out.lengths(&[x - left, baseline - below], "Td");
        self.origin = (x, baseline);
        self.pen = Some((baseline, f64::from(x)));
    }

    /// One glyph at its place: the pen is moved by whole thousandths of the font size, from where the
    /// widths written have left it, so errors never add up.
    fn place(&mut self, run: &GlyphRun, at: (f32, f32), code: Coded) {
        self.line(run, at);
        let Some((_, pen)) = &mut self.pen else { return };
        let unit = f64::from(run.size) / 1000.0;
        let back = ((*pen - f64::from(at.0)) / unit).round();
        if back != 0.0 {
            self.stretch.close();
            self.stretch.pieces.push(operators::ShownPiece::Move(back as i64));
            *pen -= back * unit;
        }
        *pen += f64::from(code.width) * unit + f64::from(self.spacing);
        self.stretch.codes.extend(code.code.to_be_bytes());
    }

    /// Writes the open stretch.
    fn flush(&mut self) {
        if self.stretch.pieces.is_empty() {
            if self.stretch.codes.is_empty() {
                return;
            }
            self.out.show(&self.stretch.codes);
        } else {
            self.stretch.close();
            self.out.show_moved(&self.stretch.pieces, &self.stretch.codes);
        }
        self.stretch.clear();
    }

    fn rectangle(&mut self, rule: &RuledLine) {
        self.out.lengths(&[rule.x, rule.y, rule.width, rule.height], "re");
        self.out.plain("f");
    }
}

impl GlyphStretch {
    /// Makes a piece of the codes that stand in none.
    fn close(&mut self) {
        if self.start < self.codes.len() {
            self.pieces.push(operators::ShownPiece::Codes(self.start..self.codes.len()));
            self.start = self.codes.len();
        }
    }

    fn clear(&mut self) {
        self.pieces.clear();
        self.codes.clear();
        self.start = 0;
    }
}

/// Whether a character is a vowel or another mark on the letter before it.
fn is_mark(c: char) -> bool {
    unicode_bidi::bidi_class(c) == unicode_bidi::BidiClass::NSM
}

/// Steps in which the white beside a glyph is made part of it, em. Readers take what is wider than a
/// tenth of an em for a space; in steps of a sixth, less than that is left over.
const MARGIN_STEP: f32 = 1.0 / 6.0;
/// The white that Word sets between scripts, em: the step that most glyphs get.
const USUAL_MARGIN: f32 = 0.25;
/// White under this is no matter, em.
const LEAST_MARGIN: f32 = 0.08;

/// The white on both sides of a glyph that is made part of it, font units.
fn widened(font: &FontUse<'_>, size: f32, margins: [f32; 2]) -> [u16; 2] {
    margins.map(|points| {
        let white = points / size.max(f32::EPSILON);
        if white < LEAST_MARGIN {
            return 0;
        }
        let steps = ((white - USUAL_MARGIN) / MARGIN_STEP).round();
        ((USUAL_MARGIN + steps * MARGIN_STEP).clamp(0.0, 8.0) * font.em()).round() as u16
    })
}

fn finite(measures: &[f32]) -> Result<(), Refusal> {
    // ISO 19005-2, 6.1.13: a page is at most 14,400 units; nothing sane is drawn further off.
    if measures.iter().all(|m| m.is_finite() && m.abs() <= 14_400.0) {
        return Ok(());
    }
    Err(Refusal::internal(format!("a measure off the page: {measures:?}")))
}
