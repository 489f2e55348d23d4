//! Which pages the body stands on: turned on their side for what is too wide, and new ones where the author
//! asked for them.
//!
//! In: the composed blocks with what the input says of their pages. Out: the same, a table much wider than
//! the text turned, with its captions; breaks of the author's before what may begin a page; a finding on the others.
//! Never: a break inside running text, which breaks anew in the official form.

use super::rules::PAGE_BREAK;
use crate::diagnostics::{Finding, message};
use crate::galley::{Galley, GalleyBlock, GalleyParagraph, LineRole};
use crate::template::{PageSetup, Template, style_id};
use crate::text::{Paragraph, Span, Table};

/// A table of more than this many quarters of the width of the text is turned, where it then has more room.
const WIDE_QUARTERS: i64 = 5;

/// Styles of what names the text that follows it.
const OPENERS: [&str; 11] = [
    style_id::PART_TITLE,
    style_id::ANNEX_NO,
    style_id::ANNEX_TITLE,
    style_id::RES_NO,
    style_id::REC_NO,
    style_id::QUESTION_NO,
    style_id::REP_NO,
    style_id::ART_NO,
    style_id::PROPOSAL,
    style_id::TABLE_NO_TITLE,
    style_id::FIGURE_NO_TITLE,
];

/// Settles the pages of a document; what is said of breaks that are not kept.
pub(super) fn settle(galley: &mut Galley, template: &Template) -> Option<Finding> {
    turn_wide(&mut galley.blocks, &template.page);
    let mut begun = false;
    let mut dropped = DroppedBreaks::default();
    for block in &mut galley.blocks {
        match block {
            GalleyBlock::Paragraph(paragraph) => {
                let asked = paragraph.paragraph.hint.page_break_before && begun;
                paragraph.page_break_before |= asked && opens(paragraph);
                let kept = paragraph.page_break_before;
                dropped.add(&paragraph.paragraph, asked && !kept);
                begun |= paragraph.role != LineRole::Masthead && !HEAD.contains(&paragraph.style);
            }
            GalleyBlock::Table(table) => {
                for paragraph in table.paragraphs() {
                    dropped.add(paragraph, paragraph.hint.page_break_before && begun);
                    begun = true;
                }
            }
        }
    }
    dropped.finding()
}

/// Breaks of the author's that the official form has no place for.
#[derive(Default)]
struct DroppedBreaks {
    count: usize,
    first: Option<Span>,
}

impl DroppedBreaks {
    /// Counts those of a paragraph: one before it, and those between its words.
    fn add(&mut self, paragraph: &Paragraph, before: bool) {
        let count = usize::from(before) + usize::from(paragraph.hint.page_breaks_inside);
        if count > 0 {
            self.count += count;
            self.first = self.first.or(Some(paragraph.span));
        }
    }

    fn finding(self) -> Option<Finding> {
        let message = message!(
            "page breaks inside running text, which breaks anew in the official form: {count}",
            count = self.count,
        );
        (self.count > 0).then(|| Finding::new(&PAGE_BREAK, self.first, message))
    }
}

/// Styles of the head of a document, which begins the first page.
const HEAD: [&str; 3] = [style_id::SOURCE, style_id::TITLE_1, style_id::AGENDA_ITEM];

/// Whether a page may begin with a paragraph.
fn opens(paragraph: &GalleyParagraph) -> bool {
    matches!(paragraph.role, LineRole::Heading(_) | LineRole::Proposal | LineRole::Caption)
        || OPENERS.contains(&paragraph.style)
}

/// Turns the tables that would have to be narrowed much, each with its captions.
fn turn_wide(blocks: &mut [GalleyBlock], page: &PageSetup) {
    for at in 0..blocks.len() {
        let Some(GalleyBlock::Table(table)) = blocks.get_mut(at) else { continue };
        if table.landscape || !is_wide(table, page) {
            continue;
        }
        table.landscape = true;
        let (above, rest) = blocks.split_at_mut(at);
        let captions = |block: &&mut GalleyBlock| matches!(block, GalleyBlock::Paragraph(paragraph) if paragraph.role == LineRole::Caption);
        let below = rest.iter_mut().skip(1).take_while(captions);
        for block in above.iter_mut().rev().take_while(captions).chain(below) {
            if let GalleyBlock::Paragraph(paragraph) = block {
                paragraph.paragraph.hint.landscape = true;
            }
        }
    }
}

fn is_wide(table: &Table, page: &PageSetup) -> bool {
    let upright = i64::from(page.width - page.left - page.right);
    let turned = i64::from(page.height - page.top - page.bottom);
    let wanted: i64 = table.columns.iter().map(|width| i64::from(*width)).sum();
    turned > upright && wanted * 4 > upright * WIDE_QUARTERS
}
