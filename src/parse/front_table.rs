//! Tables at the head of a Word document whose words are no table: the masthead, the front box.
//!
//! In: the lines with the table among them. Out: the table's paragraphs as lines in its place.

use std::collections::VecDeque;

use super::front_styles;
use super::lines::{InputLine, TextLine, split_lines};
use super::masthead;
use crate::lexicon::Lexicon;
use crate::text::{Paragraph, Run, TableRow, View};

/// A first table that holds a document's number, or a masthead's styles, is a masthead: its paragraphs become lines.
pub(super) fn spread_masthead(lines: &mut VecDeque<InputLine>, lexicon: &Lexicon) {
    let Some(at) = lines.iter().take(4).position(|line| matches!(line, InputLine::Table(_))) else { return };
    let Some(InputLine::Table(table)) = lines.get(at) else { return };
    let paragraphs = table.rows.iter().flat_map(paragraphs_of);
    let texts: Vec<TextLine> = paragraphs.flat_map(split_lines).filter_map(TextLine::new).collect();
    let names_document = texts
        .iter()
        .any(|line| front_styles::is_masthead(line) || masthead::document(lexicon, &line.text).is_some());
    if !names_document || texts.len() > masthead::REACH {
        return;
    }
    lines.remove(at);
    for line in texts.into_iter().rev() {
        lines.insert(at, line.into());
    }
}

/// The paragraphs of a row. A cell that is a label goes on in the next one, as forms of study groups have it:
/// `Title:` beside what it says.
fn paragraphs_of(row: &TableRow) -> Vec<Paragraph> {
    let mut all: Vec<Paragraph> = Vec::new();
    let mut behind_label = false;
    for cell in &row.cells {
        let own = cell.all_paragraphs();
        let shown = own.iter().filter(|paragraph| !paragraph.is_blank()).count();
        for paragraph in own {
            let goes_on =
                std::mem::take(&mut behind_label) && !paragraph.is_blank() && is_unmarked(paragraph);
            match all.last_mut().filter(|_| goes_on) {
                Some(whole) => {
                    whole.runs.push(Run::generated("\t"));
                    whole.runs.extend(paragraph.runs.iter().cloned());
                    whole.anchors.extend(paragraph.anchors.iter().cloned());
                    whole.span = whole.span.to(paragraph.span);
                }
                None => all.push(paragraph.clone()),
            }
        }
        behind_label = shown == 1 && all.last().is_some_and(|last| is_label(last) && is_unmarked(last));
    }
    all
}

/// A short text that ends with a colon.
fn is_label(paragraph: &Paragraph) -> bool {
    const LONGEST: usize = 32;
    let text = paragraph.text(View::Revised);
    let text = text.trim();
    text.ends_with([':', '：']) && text.chars().nth(LONGEST).is_none()
}

/// Whether its end bears no revision mark, which a joined line could not carry, and no style says which fact of the
/// head it is.
fn is_unmarked(paragraph: &Paragraph) -> bool {
    let styled = TextLine::new(paragraph.clone()).is_some_and(|line| front_styles::of(&line).is_some());
    paragraph.mark.insertion.is_none() && paragraph.mark.deletion.is_none() && !styled
}

/// A box at the head of a Word document (Council's summary, action required, references; those of
/// development conferences): each row begins with a section's title, so its paragraphs become lines.
/// A box whose rows or cells are marked stays a table, as lines could not carry those marks.
pub(super) fn spread_box(lines: &mut VecDeque<InputLine>, lexicon: &Lexicon) {
    let Some(InputLine::Table(table)) = lines.front() else { return };
    let titled = |row: &TableRow| {
        let first = row.cells.iter().flat_map(|cell| &cell.paragraphs).find(|p| !p.is_blank());
        first.is_some_and(|line| lexicon.is_exact_section(line.text(View::Revised).trim()))
    };
    let marked = |row: &TableRow| {
        let cells = row.cells.iter().any(|cell| cell.insertion.is_some() || cell.deletion.is_some());
        cells || row.insertion.is_some() || row.deletion.is_some()
    };
    if table.rows.is_empty() || !table.rows.iter().all(|row| titled(row) && !marked(row)) {
        return;
    }
    let texts: Vec<TextLine> = table.paragraphs().into_iter().cloned().filter_map(TextLine::new).collect();
    lines.pop_front();
    for line in texts.into_iter().rev() {
        lines.push_front(line.into());
    }
}
