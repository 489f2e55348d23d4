//! The numbers of pages in contents lists, set once the pages are known.
//!
//! In: entries that were set without a number, where their lines stand, where places stand. Out: the same lines with
//! their numbers. Never: a line moved: where a number takes more room than there is, the document is to be laid
//! out again with its numbers.

use std::collections::BTreeMap;
use std::ops::Range;

use super::compositor::Compositor;
use super::inline::styled::Inherited;
use super::pages::blocks::{BlockContent, FlowBlock};
use super::pages::flow::settle_piece;
use super::structure::StructPlace;
use crate::diagnostics::Refusal;
use crate::galley::{GalleyParagraph, LineRole};
use crate::pages::{LaidPage, LinkTarget, PageItem};
use crate::text::{Object, Paragraph, Run};

/// How much the height of a line may change, points: sums differ in their last bits.
const SAME_HEIGHT: f32 = 0.01;

/// A line of a contents list that stands without the number of a page.
#[derive(Debug)]
pub(crate) struct WaitingLine {
    /// Its entry, by `LaidLine::entry`.
    pub(crate) entry: u32,
    /// Its page, from 0, and its pieces there.
    pub(crate) page: usize,
    /// Its pieces on the page.
    pub(crate) pieces: Range<usize>,
    /// Its top, points.
    pub(crate) top: f32,
    /// Its height, points.
    pub(crate) height: f32,
}

/// Whether a run waits for the number of a page.
fn waits(run: &Run) -> bool {
    run.object == Some(Object::PageNumber) && run.text.is_empty()
}

impl<'a> Compositor<'a> {
    /// Notes an entry that waits for the number of a page, and its lines.
    pub(super) fn note_entry(
        &mut self,
        paragraph: &'a GalleyParagraph,
        place: StructPlace,
        blocks: &mut [FlowBlock],
    ) {
        let is_entry = matches!(paragraph.role, LineRole::Contents(_));
        if !is_entry || !paragraph.paragraph.runs.iter().any(waits) {
            return;
        }
        let index = u32::try_from(self.entries.len()).ok();
        self.entries.push((paragraph, place));
        for block in blocks {
            if let BlockContent::Line(line) = &mut block.content {
                line.entry = index;
            }
        }
    }

    /// Gives the entries their numbers; `false` where a line would move.
    ///
    /// # Errors
    /// Where the template lacks a style.
    pub(super) fn number_entries(
        &mut self,
        pages: &mut [LaidPage],
        targets: &BTreeMap<Box<str>, LinkTarget>,
        waiting: &[WaitingLine],
    ) -> Result<bool, Refusal> {
        let mut settled: Vec<(&WaitingLine, Vec<PageItem>)> = Vec::with_capacity(waiting.len());
        for lines in waiting.chunk_by(|a, b| a.entry == b.entry) {
            let entry = lines.first().and_then(|line| self.entries.get(line.entry as usize)).copied();
            let Some((entry, place)) = entry else { continue };
            let paragraph = numbered(&entry.paragraph, targets);
            let style = self.style(entry.style)?;
            let styled = self.styled(&paragraph, style, place, Inherited::default());
            let mut setting = self.set(&styled);
            let column = if paragraph.hint.landscape { self.turned_column() } else { self.column() };
            let set = self.lines(&styled, &mut setting, style, column);
            self.reuse(setting);
            let fits = |(line, new): (&WaitingLine, &super::inline::lines::LaidLine)| {
                (line.height - new.height).abs() < SAME_HEIGHT
            };
            if set.len() != lines.len() || !lines.iter().zip(&set).all(fits) {
                return Ok(false);
            }
            for (line, new) in lines.iter().zip(set) {
                let baseline = line.top - new.baseline;
                settled.push((
                    line,
                    new.pieces.into_iter().map(|piece| settle_piece(piece, baseline)).collect(),
                ));
            }
        }
        // From the last on, so that the places of those before stay.
        for (line, pieces) in settled.into_iter().rev() {
            if let Some(page) = pages.get_mut(line.page)
                && line.pieces.end <= page.pieces.len()
            {
                page.pieces.splice(line.pieces.clone(), pieces);
            }
        }
        Ok(true)
    }
}

/// An entry with the number of the page it leads to.
fn numbered(entry: &Paragraph, targets: &BTreeMap<Box<str>, LinkTarget>) -> Paragraph {
    let mut entry = entry.clone();
    for run in entry.runs.iter_mut().filter(|run| waits(run)) {
        let name = run.link.as_deref().and_then(|link| link.strip_prefix('#'));
        if let Some(target) = name.and_then(|name| targets.get(name)) {
            run.text = (target.page + 1).to_string();
        }
    }
    entry
}
