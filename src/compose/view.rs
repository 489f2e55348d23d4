//! The revised text or the base text of a galley: as if all marks were accepted, or rejected.
//!
//! In: a galley with its marks. Out: the same galley in one view, with no mark left. Never: a
//! paragraph that a view empties, or two that Word would have joined. A paragraph whose mark is
//! taken away joins the next one (ECMA-376 part 1, 17.13.5.15), which gives the look, as its mark
//! is the one that stays.

use crate::galley::{Galley, GalleyBlock, GalleyParagraph, LineRole};
use crate::text::{Paragraph, ParagraphMark, Run, Table, TableCell, View};

/// Shows a galley in a view; the marked view is the galley as it is.
pub(super) fn apply(galley: &mut Galley, view: View) {
    if view == View::Marked {
        return;
    }
    for row in &mut galley.masthead {
        settle(&mut row.left, view);
        settle(&mut row.right, view);
    }
    for block in &mut galley.blocks {
        if let GalleyBlock::Table(table) = block {
            settle_table(table, view);
        }
    }
    galley.blocks.retain(|block| !matches!(block, GalleyBlock::Table(table) if table.rows.is_empty()));
    settle(&mut galley.blocks, view);
    for note in &mut galley.notes {
        settle_box(&mut note.paragraphs, view);
    }
    for comment in &mut galley.comments {
        settle_box(&mut comment.paragraphs, view);
    }
    galley.revisions.clear();
}

/// A piece of text that may be a paragraph.
trait TextNode {
    fn paragraph(&mut self) -> Option<&mut Paragraph>;

    /// Whether it is an item of a list, its label in front.
    fn is_item(&self) -> bool {
        false
    }
}

impl TextNode for Paragraph {
    fn paragraph(&mut self) -> Option<&mut Paragraph> {
        Some(self)
    }
}

impl TextNode for GalleyParagraph {
    fn paragraph(&mut self) -> Option<&mut Paragraph> {
        Some(&mut self.paragraph)
    }

    fn is_item(&self) -> bool {
        matches!(self.role, LineRole::Item(_))
    }
}

impl TextNode for GalleyBlock {
    fn paragraph(&mut self) -> Option<&mut Paragraph> {
        match self {
            GalleyBlock::Paragraph(paragraph) => Some(&mut paragraph.paragraph),
            GalleyBlock::Table(_) => None,
        }
    }

    fn is_item(&self) -> bool {
        matches!(self, GalleyBlock::Paragraph(paragraph) if paragraph.is_item())
    }
}

fn settle<P: TextNode>(pieces: &mut Vec<P>, view: View) {
    let mut settled = Vec::with_capacity(pieces.len());
    // A paragraph whose mark went; it waits for the one that it joins.
    let mut waiting: Option<P> = None;
    for mut piece in pieces.drain(..) {
        // The number of a joined paragraph stands in front, and its look goes with it.
        let labelled = !piece.is_item() && waiting.as_ref().is_some_and(TextNode::is_item);
        let Some(paragraph) = piece.paragraph() else {
            settled.extend(waiting.take());
            settled.push(piece);
            continue;
        };
        let was_blank = paragraph.is_blank();
        let joins = mark_goes(&paragraph.mark, view);
        show(paragraph, view);
        let mut blank = paragraph.is_blank();
        if let Some(mut before) = waiting.take() {
            if let Some(head) = before.paragraph() {
                let tail = std::mem::take(&mut paragraph.runs);
                let runs = std::mem::take(&mut head.runs).into_iter().chain(tail).collect();
                let span = head.span.to(paragraph.span);
                let after = std::mem::take(&mut paragraph.anchors);
                let anchors = std::mem::take(&mut head.anchors).into_iter().chain(after).collect();
                // An emptied paragraph has no look to give.
                let whole = if blank || labelled { head } else { paragraph };
                (whole.runs, whole.span, whole.anchors) = (runs, span, anchors);
            }
            if blank || labelled {
                piece = before;
            }
            blank = false;
        }
        if joins {
            waiting = (!blank).then_some(piece);
        } else if was_blank || !blank {
            settled.push(piece);
        }
    }
    settled.extend(waiting);
    *pieces = settled;
}

/// As [`settle`], where at least one paragraph must stand: a cell, a note.
fn settle_box(paragraphs: &mut Vec<Paragraph>, view: View) {
    settle(paragraphs, view);
    if paragraphs.is_empty() {
        paragraphs.push(Paragraph::default());
    }
}

fn settle_table(table: &mut Table, view: View) {
    table.rows.retain(|row| shown(row.insertion.is_some(), row.deletion.is_some(), view));
    for row in &mut table.rows {
        (row.insertion, row.deletion) = (None, None);
        row.cells.retain(|cell| shown(cell.insertion.is_some(), cell.deletion.is_some(), view));
        for cell in &mut row.cells {
            (cell.insertion, cell.deletion) = (None, None);
            settle_cell(cell, view);
        }
    }
    table.rows.retain(|row| !row.cells.is_empty());
}

/// The paragraphs between two tables of a cell join among themselves alone; a table of which nothing stands
/// parts none.
fn settle_cell(cell: &mut TableCell, view: View) {
    let mut rest = std::mem::take(&mut cell.paragraphs);
    let mut taken = 0;
    cell.inner.iter_mut().for_each(|inner| settle_table(&mut inner.table, view));
    cell.inner.retain(|inner| !inner.table.rows.is_empty());
    for mut inner in std::mem::take(&mut cell.inner) {
        let after = rest.split_off(inner.at.saturating_sub(taken).min(rest.len()));
        taken += rest.len();
        let mut before = std::mem::replace(&mut rest, after);
        settle(&mut before, view);
        cell.paragraphs.append(&mut before);
        inner.at = cell.paragraphs.len();
        cell.inner.push(inner);
    }
    settle(&mut rest, view);
    cell.paragraphs.append(&mut rest);
    if cell.paragraphs.is_empty() {
        cell.paragraphs.push(Paragraph::default());
    }
}

fn shown(inserted: bool, deleted: bool, view: View) -> bool {
    match view {
        View::Marked => true,
        View::Revised => !deleted,
        View::Base => !inserted,
    }
}

/// Whether the paragraph's end is gone in this view.
fn mark_goes(mark: &ParagraphMark, view: View) -> bool {
    !shown(mark.insertion.is_some(), mark.deletion.is_some(), view)
}

fn show(paragraph: &mut Paragraph, view: View) {
    paragraph.runs.retain(|run| run.shown_in(view));
    paragraph.runs.iter_mut().for_each(clear);
    paragraph.mark = ParagraphMark::default();
}

fn clear(run: &mut Run) {
    (run.insertion, run.deletion, run.formatting) = (None, None, None);
}
