//! A run's clusters, and the space that justification put between them.
//!
//! In: a run as layout placed it. Out: which glyphs stand for which text, proved to be the whole text
//! once and in order. Never: a text that no glyph stands for.

use super::fonts::FontUse;
use crate::diagnostics::Refusal;
use crate::pages::{Glyph, GlyphRun};

/// The glyphs of one cluster: the one that carries the text, and those beside it.
pub(super) struct Unit<'r> {
    /// What it says, in logical order.
    pub text: &'r str,
    /// Its glyphs, in visual order.
    pub glyphs: &'r [Glyph],
    /// White to the left and right of the first that is its own, points.
    pub margins: [f32; 2],
}

/// Cuts a run into clusters and proves that they hold its text once, in order.
pub(super) fn units(run: &GlyphRun) -> Result<Vec<Unit<'_>>, Refusal> {
    let mut units: Vec<Unit<'_>> = Vec::with_capacity(run.glyphs.len());
    let mut start = 0;
    let mut share = 0..0u32;
    let mut close = |glyphs: std::ops::Range<usize>, share: std::ops::Range<u32>| {
        let text = run.text.get(share.start as usize..share.end as usize);
        let margins = run.margins(glyphs.start);
        let glyphs = run.glyphs.get(glyphs);
        let (Some(text), Some(glyphs)) = (text, glyphs) else {
            return Err(Refusal::internal(format!("a glyph stands for bytes {share:?} of {:?}", run.text)));
        };
        units.push(Unit { text, glyphs, margins });
        Ok(())
    };
    for (at, glyph) in run.glyphs.iter().enumerate() {
        if !glyph.text.is_empty() {
            if !share.is_empty() {
                close(start..at, share)?;
                start = at;
            }
            share = glyph.text.clone();
        }
    }
    if !run.glyphs.is_empty() {
        close(start..run.glyphs.len(), share)?;
    }
    covered(run)?;
    Ok(units)
}

/// Proves that the glyphs of a run stand for all its text but white space, each part once.
fn covered(run: &GlyphRun) -> Result<(), Refusal> {
    let mut at = 0;
    let mut check = |share: &std::ops::Range<u32>| {
        let gap = run.text.get(at as usize..share.start as usize);
        at = share.end;
        gap.is_some_and(|gap| gap.is_empty() || gap.trim().is_empty())
    };
    let shares = run.glyphs.iter().map(|glyph| &glyph.text).filter(|share| !share.is_empty());
    let whole =
        if run.right_to_left { shares.rev().all(&mut check) } else { shares.into_iter().all(&mut check) };
    let end = run.text.len() as u32;
    if whole && check(&(end..end)) {
        return Ok(());
    }
    Err(Refusal::internal(format!("the glyphs of a run do not stand for its text {:?}", run.text)))
}

/// How far a median is rounded, and a little more, points.
const ROUNDED: f32 = 0.0006;

/// The character spacing of a run, points: what justification added after most of its glyphs. The
/// few other gaps are moved one by one.
pub(super) fn spacing(run: &GlyphRun, font: &FontUse<'_>) -> f32 {
    if run.glyphs.len() < 3 || run.right_to_left {
        return 0.0;
    }
    let unit = run.size / 1000.0;
    let mut gaps = Vec::with_capacity(run.glyphs.len());
    // Where most are next to nothing, as in text that is not justified, their median is too; it is rounded by less.
    let least = unit / 2.0 - ROUNDED;
    let mut closed = 0;
    for (glyph, next) in run.glyphs.iter().zip(run.glyphs.iter().skip(1)) {
        let width = f32::from(font.width(glyph.id)) * unit;
        let gap = next.x - glyph.x - width;
        closed += usize::from(gap.abs() < least);
        gaps.push(gap);
    }
    if closed * 2 > gaps.len() {
        return 0.0;
    }
    let middle = gaps.len() / 2;
    let (_, median, _) = gaps.select_nth_unstable_by(middle, f32::total_cmp);
    let median = (*median * 1000.0).round() / 1000.0;
    let alike = gaps.iter().filter(|gap| (**gap - median).abs() < unit).count();
    if median.abs() >= unit / 2.0 && alike * 2 > gaps.len() { median } else { 0.0 }
}
