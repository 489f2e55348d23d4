//! Typesetting: a galley becomes pages of placed glyphs.
//!
//! In: a composed document, a template's styles, the fonts of the run. Out: [`Pages`], with their
//! structure tree and outline, nothing left to decide. Never: a font or file read here
//! ([`FontLibrary`] has them), a character shown as an empty box: what no font has is refused.
//!
//! ```text
//! paragraph ─inline→ styled text → items with the spacing between them → lines
//!           ─pages→ flow blocks (a line, a row of a table) → pages
//! ```
//!
//! Measured (release, one core of two busy ones): 15,400 characters of Chinese, 14 pages, 1.9 ms, the
//! first in a process 4.5 ms for the fonts' tables; 137 pages 21.6 ms, 547 pages 89 ms; 4.6 million
//! characters in one paragraph 1.0 s. So the cost is 0.16 ms a page at every length.

mod compositor;
mod contents;
mod drawings;
#[cfg(test)]
mod dump;
mod fonts;
mod inline;
mod mathematics;
mod pages;
mod parts;
pub(crate) mod rules;
mod structure;

use std::ops::Range;

use crate::budget::{self, Budget};
use crate::diagnostics::Refusal;
use crate::galley::{BETWEEN_TABLES, Galley, GalleyBlock, GalleyParagraph, LineRole};
use crate::graphics::Sight;
use crate::pages::{LaidPage, Pages};
use crate::sharing::{Alone, Helpers};
use crate::template::{Template, style_id};
use crate::text::{LabelGap, Paragraph};

use self::pages::blocks::{FlowBlock, ParagraphJob};
use self::pages::flow::{PageFlow, PageSheet, Sheets};
use self::pages::rows::LaidRow;
use compositor::{Compositor, points};
use inline::lines::Column;

#[cfg(test)]
pub(crate) use dump::dump;
pub(crate) use fonts::face::FaceOrigin;
pub use fonts::library::FontLibrary;

/// Typesets a document.
///
/// # Errors
/// [`crate::diagnostics::RefusalKind::Glyph`] names characters that no font has;
/// [`crate::diagnostics::RefusalKind::Internal`] a template without the language or a style.
#[cfg(test)]
pub(crate) fn lay_out(galley: &Galley, template: &Template, library: &FontLibrary) -> Result<Pages, Refusal> {
    let sights = vec![Sight::Pixels; galley.pictures.len()];
    lay_out_within(galley, &sights, template, library, &Budget::default())
}

/// Sets a galley on pages, with what there is of each picture, asking leave to go on every thousand
/// paragraphs.
///
/// # Errors
/// As there, and [`crate::diagnostics::RefusalKind::Limit`].
pub(crate) fn lay_out_within(
    galley: &Galley,
    sights: &[Sight],
    template: &Template,
    library: &FontLibrary,
    budget: &Budget,
) -> Result<Pages, Refusal> {
    lay_out_with(galley, sights, template, library, budget, &Alone)
}

/// As [`lay_out_within`], what can be done side by side by helpers: the pages are the same.
///
/// # Errors
/// As there.
pub(crate) fn lay_out_with(
    galley: &Galley,
    sights: &[Sight],
    template: &Template,
    library: &FontLibrary,
    budget: &Budget,
    helpers: &dyn Helpers,
) -> Result<Pages, Refusal> {
    let mut compositor = Compositor::new(galley, sights, template, library)?;
    let mut blocks = compositor.masthead()?;
    let heads = compositor.body_in_parts(&mut blocks, budget, helpers)?;
    compositor.tree.close(true);
    let notes = compositor.footnotes()?;
    blocks.extend(compositor.endnotes()?);
    let (upright, sideways) = (compositor.column(), compositor.turned_column());
    let footer = compositor.first_footer(upright)?;
    let sample = compositor.running_header(1, 1, upright)?;
    let sheets = compositor.sheets(sample.height(), footer.height());
    let column = |page: &LaidPage| if page.width == sheets.upright.width { upright } else { sideways };
    let mut outline = std::mem::take(&mut compositor.tree.outline);
    let stacked = PageFlow::new(sheets, blocks, notes, heads).into_pages(&mut outline);
    let (mut pages, targets) = (stacked.pages, stacked.places);
    let numbered = compositor.number_entries(&mut pages, &targets, &stacked.waiting)?;
    let count = pages.len();
    let page_setup = &template.page;
    if let Some(first) = pages.first_mut() {
        let footer = compositor.first_footer(column(first))?;
        let top = points(page_setup.footer) + footer.height();
        first.pieces.extend(footer.into_pieces(top));
    }
    for (number, page) in pages.iter_mut().enumerate().skip(1) {
        let header = compositor.running_header(number + 1, count, column(page))?;
        let top = page.height - points(page_setup.header);
        page.pieces.splice(..0, header.into_pieces(top));
    }
    if !library.boxes()
        && let Some(refusal) = compositor.missing.refusal()
    {
        return Err(refusal);
    }
    compositor.findings.extend(compositor.missing.finding());
    let drawings = compositor.drawings();
    Ok(Pages {
        pages,
        drawings,
        fonts: compositor.fonts(),
        structure: std::mem::take(&mut compositor.tree.elements),
        outline,
        numbered,
        targets,
        findings: std::mem::take(&mut compositor.findings),
        language: galley.language,
        title: galley.title.clone(),
        author: galley.source.clone(),
        identifier: galley.identifier.clone(),
        publisher: galley.publisher.clone(),
    })
}

/// Styles of the line that numbers an instrument: it heads the text where no proposal does.
const NUMBER_LINES: [&str; 5] =
    [style_id::RES_NO, style_id::REC_NO, style_id::QUESTION_NO, style_id::REP_NO, style_id::ART_NO];

fn is_number_line(paragraph: &GalleyParagraph) -> bool {
    NUMBER_LINES.contains(&paragraph.style)
}

/// What a paragraph is: an instrument's number is a heading where no proposal heads it.
fn role_of(paragraph: &GalleyParagraph, instruments_head: Option<u8>) -> LineRole {
    match (paragraph.role, instruments_head) {
        (LineRole::Text, Some(level)) if is_number_line(paragraph) => LineRole::Heading(level),
        (role, _) => role,
    }
}

/// The level of the heading that an instrument's number is, where no proposal heads it: under the heading of the first
/// level above it, if there is one.
fn level_of_instruments(galley: &Galley) -> Option<u8> {
    let paragraphs = || {
        galley.blocks.iter().filter_map(|block| match block {
            GalleyBlock::Paragraph(paragraph) => Some(paragraph),
            GalleyBlock::Table(_) => None,
        })
    };
    if paragraphs().any(|paragraph| paragraph.role == LineRole::Proposal) {
        return None;
    }
    let mut above = paragraphs().take_while(|paragraph| !is_number_line(paragraph));
    Some(if above.any(|paragraph| paragraph.role == LineRole::Heading(1)) { 2 } else { 1 })
}

/// Whether an item has anything behind its label: a label alone is its text.
fn has_text_behind_label(words: &Paragraph) -> bool {
    let mut behind = false;
    words.runs.iter().any(|run| {
        let rest =
            if behind { run.text.as_str() } else { run.text.split_once('\t').map_or("", |(_, rest)| rest) };
        behind |= run.text.contains('\t');
        behind && (run.object.is_some() || rest.contains(|c: char| !c.is_whitespace()))
    })
}

fn is_caption(block: &GalleyBlock) -> bool {
    matches!(block, GalleyBlock::Paragraph(paragraph) if paragraph.role == LineRole::Caption)
}

/// Whether the last of some blocks is a caption.
fn follows_caption(blocks: Option<&[GalleyBlock]>) -> bool {
    blocks.and_then(<[GalleyBlock]>::last).is_some_and(is_caption)
}

impl<'a> Compositor<'a> {
    /// Sets blocks of the body behind what is in `blocks`; the heading rows of their tables, and the white under the last.
    fn body(
        &mut self,
        blocks: &mut Vec<FlowBlock>,
        range: Range<usize>,
        budget: &Budget,
    ) -> Result<(Vec<Vec<LaidRow>>, f32), Refusal> {
        let galley = self.galley;
        let mut heads = Vec::new();
        let mut after = 0.0;
        // The table that stands directly above or below.
        let mut element = None;
        for (at, block) in galley.blocks.iter().enumerate().take(range.end).skip(range.start) {
            if at.is_multiple_of(1000) {
                budget.before("it was laid out")?;
            }
            budget::ask("it was laid out")?;
            let (mut added, below) = match block {
                GalleyBlock::Paragraph(paragraph) => {
                    if paragraph.role == LineRole::Caption {
                        element = element.or_else(|| self.captioned(galley.blocks.get(at..)));
                        self.tree.captioned = element;
                    } else {
                        element = None;
                    }
                    self.body_paragraph(paragraph)?
                }
                GalleyBlock::Table(table) => {
                    self.tree.close(false);
                    // A caption above belongs to this table only if nothing stands between.
                    let own = element.take().filter(|_| follows_caption(galley.blocks.get(..at)));
                    let own = own.unwrap_or_else(|| self.table_element(table));
                    element = Some(own);
                    let mut set = self.set_table(table, own, heads.len())?;
                    let above = at.checked_sub(1).and_then(|above| galley.blocks.get(above));
                    if let (Some(GalleyBlock::Table(_)), Some(first)) = (above, set.blocks.first_mut()) {
                        first.before = points(BETWEEN_TABLES.into());
                    }
                    heads.push(set.head);
                    (set.blocks, 0.0)
                }
            };
            // Of the white under a paragraph and that above the next the greater holds, as in Word
            // where a document does not ask for both (ECMA-376 part 1, 17.15.3.21: not set).
            if let Some(first) = added.first_mut() {
                first.before = first.before.max(after);
            }
            blocks.append(&mut added);
            after = below;
        }
        Ok((heads, after))
    }

    /// The element of the table that follows the captions at the head of some blocks.
    fn captioned(&mut self, blocks: Option<&'a [GalleyBlock]>) -> Option<u32> {
        let mut rest = blocks.into_iter().flatten().skip_while(|block| is_caption(block));
        match rest.next() {
            Some(GalleyBlock::Table(table)) => Some(self.table_element(table)),
            _ => None,
        }
    }

    /// The blocks of a body paragraph, and the white under it.
    fn body_paragraph(&mut self, paragraph: &'a GalleyParagraph) -> Result<(Vec<FlowBlock>, f32), Refusal> {
        let style = self.style(paragraph.style)?;
        let words = &paragraph.paragraph;
        let labelled = matches!(paragraph.role, LineRole::Item(_))
            && paragraph.label_gap == LabelGap::Tab
            && has_text_behind_label(words);
        let role = role_of(paragraph, self.instruments_head);
        let (place, anchor) = self.tree.place(role, labelled, || self::pages::blocks::outline_title(words));
        let turned = words.hint.landscape;
        let column = if turned { self.turned_column() } else { self.column() };
        let mut blocks =
            self.set_blocks(ParagraphJob { anchor, ..ParagraphJob::new(words, style, place) }, column);
        blocks.iter_mut().for_each(|block| block.turned = turned);
        self.note_entry(paragraph, place, &mut blocks);
        if let Some(first) = blocks.first_mut() {
            first.page_break |= paragraph.page_break_before;
        }
        if let Some(last) = blocks.last_mut() {
            last.glued |= paragraph.keep_next;
        }
        Ok((blocks, points(style.after)))
    }

    /// The page upright and turned, under a header and over a footer of some height.
    fn sheets(&self, header: f32, footer: f32) -> Sheets {
        let page = &self.template.page;
        let sheet = |column: Column, (width, height), (top, bottom): (f32, f32)| PageSheet {
            width: points(width),
            height: points(height),
            left: column.left,
            measure: column.width,
            top: (top, top.max(points(page.header) + header)),
            bottom: (bottom.max(points(page.footer) + footer), bottom),
            right_to_left: self.language.is_right_to_left(),
        };
        let (upright, turned) = ((page.width, page.height), (page.height, page.width));
        Sheets {
            upright: sheet(self.column(), upright, (points(page.top), points(page.bottom))),
            turned: sheet(self.turned_column(), turned, (points(page.right), points(page.left))),
        }
    }
}
