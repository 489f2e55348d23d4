//! What a document will cost in memory, told from what was read of it before anything is made.
//!
//! In: a source, and which outputs are wanted. Out: a refusal where they would take more than the bound.
//! A count and no measurement: the same file is refused on every machine, whatever runs beside it.
//!
//! The weights were measured on generated files, each of one kind of content, by their greatest resident
//! set less that of an empty file; `docs/faults.md` has the table.

use super::OutputKind;
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::limits;
use crate::source::{Source, SourceBlock};
use crate::text::{Paragraph, Table};

/// Bytes of memory for one thing of each kind, over all stages that are at work at once.
struct Weights {
    character: u64,
    /// A letter of another kind than the one before it, beside its being a character: words, faces and glyphs begin anew.
    change: u64,
    run: u64,
    paragraph: u64,
    /// As an item of a list, beside its being a paragraph: each has elements of its own for its number.
    item: u64,
    /// In a cell, beside its being a paragraph.
    cell: u64,
    /// A table in a cell.
    inner_table: u64,
    note: u64,
    comment: u64,
    mark: u64,
}

/// For pages, whose glyphs and tags are held until the file is written, and for the sheet, which has each word apart.
const PAGES: Weights = Weights {
    character: 125,
    change: 150,
    run: 700,
    paragraph: 2_600,
    item: 4_500,
    cell: 2_400,
    inner_table: 30_000,
    note: 9_000,
    comment: 2_000,
    mark: 2_000,
};

/// For outputs without pages.
const TEXT: Weights = Weights {
    character: 8,
    change: 0,
    run: 700,
    paragraph: 1_200,
    item: 1_000,
    cell: 500,
    inner_table: 5_000,
    note: 1_500,
    comment: 1_500,
    mark: 1_500,
};

/// Refuses a document whose outputs would take more memory than [`limits::FILE_MEMORY`].
pub(super) fn within_bounds(source: &Source, outputs: &[OutputKind]) -> Result<(), Refusal> {
    let is_set = outputs.iter().any(|kind| matches!(kind, OutputKind::Pdf | OutputKind::Html));
    let weights = if is_set { &PAGES } else { &TEXT };
    let weight = weight(source, weights);
    if weight <= limits::FILE_MEMORY {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalKind::Limit,
        message!(
            "its outputs would take about {weight} MB of memory; {allowed} are allowed a file",
            weight = weight >> 20,
            allowed = limits::FILE_MEMORY >> 20
        ),
        message!("no real document is as long: ask where the file comes from, or split it"),
    ))
}

fn weight(source: &Source, weights: &Weights) -> u64 {
    let (characters, changes) = letters(&source.text);
    let mut sum = characters * weights.character + changes * weights.change;
    let mut take = |paragraph: &Paragraph| {
        let item = if paragraph.hint.list_level.is_some() { weights.item } else { 0 };
        sum += weights.paragraph + item + weights.run * paragraph.runs.len() as u64;
    };
    let (mut cells, mut inner) = (0, 0);
    for block in &source.blocks {
        match block {
            SourceBlock::Paragraph(paragraph) => take(paragraph),
            SourceBlock::Table(table) => {
                let (of_table, tables) = in_cells(table, &mut take);
                (cells, inner) = (cells + of_table, inner + tables);
            }
        }
    }
    source.notes.iter().flat_map(|note| &note.paragraphs).for_each(&mut take);
    source.comments.iter().flat_map(|comment| &comment.paragraphs).for_each(&mut take);
    source.furniture.iter().for_each(&mut take);
    let counted = [
        (cells, weights.cell),
        (inner, weights.inner_table),
        (source.notes.len(), weights.note),
        (source.comments.len(), weights.comment),
        (source.revisions.len(), weights.mark),
    ];
    sum + counted.into_iter().map(|(count, each)| count as u64 * each).sum::<u64>()
}

/// How many characters there are, and how many that are of another kind than the one before.
fn letters(text: &str) -> (u64, u64) {
    let kind = |c: char| match c {
        '\0'..='\u{7F}' => 0,
        '\u{80}'..='\u{2FF}' => 1,
        '\u{300}'..='\u{36F}' => 2,
        '\u{370}'..='\u{58F}' => 3,
        '\u{590}'..='\u{1FFF}' => 4,
        '\u{2000}'..='\u{2E7F}' => 5,
        _ => 6,
    };
    let (mut characters, mut changes, mut before) = (0, 0, 0);
    for kind in text.chars().map(kind) {
        characters += 1;
        changes += u64::from(kind != before);
        before = kind;
    }
    (characters, changes)
}

/// Takes the paragraphs of a table's cells, and of those of the tables in them: how many paragraphs there are, an
/// empty cell counted as one, and how many inner tables.
fn in_cells(table: &Table, take: &mut impl FnMut(&Paragraph)) -> (usize, usize) {
    let (mut cells, mut inner) = (0, 0);
    let mut open = vec![table];
    while let Some(table) = open.pop() {
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            cell.paragraphs.iter().for_each(&mut *take);
            cells += cell.paragraphs.len().max(1);
            inner += cell.inner.len();
            open.extend(cell.inner.iter().map(|inner| &inner.table));
        }
    }
    (cells, inner)
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn letters_of_other_kinds_are_counted() {
        assert_eq!(letters("words"), (5, 0));
        assert_eq!(letters("中a中a"), (4, 4));
        assert_eq!(letters("e\u{301}①"), (3, 2));
    }
}
