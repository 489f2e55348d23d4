//! The clusters of a run written: each glyph at its place, its characters read in their order.
//!
//! In: the clusters of a run as `cluster` proves them. Out: codes of fonts and moves between them, in the content
//! of the page. Never: a character that no code stands for.

use super::super::cluster::Unit;
use super::super::fonts::{Coded, FontUse};
use super::super::operators;
use super::{ContentWriter, finite};
use crate::diagnostics::Refusal;
use crate::pages::{BOX, Glyph, GlyphRun};

/// How far a slanted glyph leans over its height: 12 degrees, as most italics do.
const SLANT: f32 = 0.21;

/// Percent to which an invisible glyph is narrowed (see `unit`).
const NARROW: f32 = 1.0;

/// Hundredths of a point are a tenth of what a printer can place, and short numbers keep files small.
fn hundredths(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}

impl ContentWriter<'_, '_> {
    /// One cluster, as one code for each of its characters or one for all of them. A face whose glyphs
    /// cannot be joined shows them one by one.
    pub(super) fn unit(&mut self, run: &GlyphRun, unit: &Unit<'_>) -> Result<(), Refusal> {
        if run.boxes {
            return unit.glyphs.iter().try_for_each(|glyph| self.boxed(run, glyph, unit.text));
        }
        unit.glyphs.iter().try_for_each(|glyph| finite(&[glyph.x, glyph.rise]))?;
        let Some(font) = self.fonts.get_mut(usize::from(run.font)) else { return Ok(()) };
        let several = run.right_to_left && unit.text.chars().nth(1).is_some();
        match unit.glyphs {
            [glyph] if !unit.text.is_empty() && !several => {
                let widened = widened(font, run.size, unit.margins);
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
    pub(super) fn line(&mut self, run: &GlyphRun, (x, rise): (f32, f32)) {
        let is_open = self.slanted == run.slanted && self.pen.is_some();
        if is_open && self.raised == run.y + rise {
            return;
        }
        let baseline = hundredths(run.y + rise);
        self.raised = run.y + rise;
        if is_open && self.pen.is_some_and(|(open, _)| open == baseline) {
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
    pub(super) fn place(&mut self, run: &GlyphRun, at: (f32, f32), code: Coded) {
        self.line(run, at);
        let Some((_, pen)) = &mut self.pen else { return };
        let unit = f64::from(run.size) / 1000.0;
        let off = (*pen - f64::from(at.0)) / unit;
        // Less than half is none; to round is a call, and most glyphs stand where the one before them ends.
        if off.abs() >= 0.5 {
            let back = off.round();
            self.stretch.close();
            self.stretch.pieces.push(operators::ShownPiece::Move(back as i64));
            *pen -= back * unit;
        }
        *pen += f64::from(code.width) * unit + f64::from(self.spacing);
        self.stretch.codes.extend(code.code.to_be_bytes());
    }

    /// Writes the open stretch.
    pub(super) fn flush(&mut self) {
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
    if margins == [0.0; 2] {
        return [0; 2];
    }
    margins.map(|points| {
        let white = points / size.max(f32::EPSILON);
        if white < LEAST_MARGIN {
            return 0;
        }
        let steps = ((white - USUAL_MARGIN) / MARGIN_STEP).round();
        ((USUAL_MARGIN + steps * MARGIN_STEP).clamp(0.0, 8.0) * font.em()).round() as u16
    })
}
