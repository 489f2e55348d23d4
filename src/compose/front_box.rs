//! The box at the head of a document: Council's summary, action required and references; priority
//! area, summary, expected results and references of development conferences; an abstract.
//!
//! In: a submission and the kinds of sections that its template puts in a box. Out: a bordered
//! table, and how many sections it took. Never: a section out of its place: only those that stand
//! first, with headings of their own and no table, are boxed.

use super::body::labelled;
use crate::language::Language;
use crate::model::{Block, Content, Section, Submission};
use crate::template::{FrontBox, Template};
use crate::text::{Format, Paragraph, Span, Table, TableCell, TableRow};

/// The box, and the number of sections in it.
pub(super) fn front_box(
    submission: &Submission,
    template: &Template,
    language: Language,
) -> (Option<Table>, usize) {
    let (Some(form), Some(part)) = (&template.front_box, submission.parts.first()) else { return (None, 0) };
    if part.heading.is_some() {
        return (None, 0);
    }
    let boxed: Vec<&Section> = part
        .contents
        .iter()
        .map_while(|content| match content {
            Content::Section(section) if belongs(section, form) => Some(section),
            _ => None,
        })
        .collect();
    if boxed.is_empty() {
        return (None, 0);
    }
    let columns = form.columns.iter().map(|width| u32::try_from(*width).unwrap_or(0)).collect();
    let rows = boxed.iter().map(|section| row(section, form.columns.len())).collect();
    let span = boxed.iter().map(|section| section.span).reduce(Span::to).unwrap_or_default();
    let row_heads = form.columns.len() > 1;
    let right_to_left = language.is_right_to_left();
    (Some(Table { columns, rows, span, right_to_left, row_heads, ..Table::default() }), boxed.len())
}

fn belongs(section: &Section, form: &FrontBox) -> bool {
    form.sections.contains(&section.kind)
        && section.heading.as_ref().is_some_and(|heading| heading.label.is_none())
        && section.body.iter().all(|block| !matches!(block, Block::Table(_)))
}

fn row(section: &Section, columns: usize) -> TableRow {
    let mut heading =
        section.heading.iter().flat_map(|heading| heading.lines.iter().cloned()).collect::<Vec<_>>();
    heading.iter_mut().for_each(embolden);
    let text = section.body.iter().filter_map(paragraph).collect::<Vec<_>>();
    let cell = |paragraphs| TableCell { paragraphs, columns: 1, ..TableCell::default() };
    let cells =
        if columns > 1 { vec![cell(heading), cell(text)] } else { vec![cell([heading, text].concat())] };
    TableRow { cells, ..TableRow::default() }
}

fn embolden(paragraph: &mut Paragraph) {
    for run in &mut paragraph.runs {
        run.format = run.format.with(Format::BOLD);
    }
}

/// A block as a paragraph of a cell, labels and all. A table never stands here.
fn paragraph(block: &Block) -> Option<Paragraph> {
    match block {
        Block::Paragraph(paragraph) => Some(paragraph.clone()),
        Block::Item(item) => Some(labelled(&[(&item.label.runs, item.label.gap.text())], &item.text)),
        Block::Entry(entry) => {
            let label = entry.label.as_ref().map_or(&[][..], |label| &label.runs);
            Some(labelled(&[(&entry.symbol_runs, "\t"), (label, "\t")], &entry.text))
        }
        Block::Heading(heading, _) => {
            let label = heading.label.as_ref().map_or(&[][..], |label| &label.runs);
            let mut lines = heading.lines.iter();
            let mut title = labelled(&[(label, "\t")], lines.next()?);
            title.runs.extend(lines.flat_map(|line| line.runs.iter().cloned()));
            embolden(&mut title);
            Some(title)
        }
        Block::Table(_) => None,
    }
}
