//! Contents lists: their page numbers are those of another document, and are set aside.
//!
//! In: the lines of a source. Out: the entries without the number and its leader, in a style that says
//! what they are. Never: a word taken away, a single line taken for a list.

use super::lines::{InputLine, TextLine};
use crate::source::{SetAside, SetAsideWhy, SourceBlock};
use crate::text::{Paragraph, Table};

/// Takes contents lists out of the tables of one column in which the Union's recommendations keep them, so that
/// the word over their page numbers stands on each page.
pub(super) fn unboxed(blocks: Vec<SourceBlock>) -> Vec<SourceBlock> {
    let mut lists = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block {
            SourceBlock::Table(table) if is_list(&table) => {
                let cells = table.rows.into_iter().flat_map(|row| row.cells);
                lists.extend(cells.flat_map(|cell| cell.paragraphs).map(SourceBlock::Paragraph));
            }
            block => lists.push(block),
        }
    }
    lists
}

/// Whether a table is nothing but a contents list: one cell a row, all its lines in styles of such lists.
fn is_list(table: &Table) -> bool {
    let plain = table.rows.iter().all(|row| {
        let marked = row.insertion.is_some() || row.deletion.is_some();
        let single = matches!(row.cells.as_slice(), [cell] if cell.inner.is_empty()
            && cell.insertion.is_none() && cell.deletion.is_none());
        single && !marked
    });
    let mut lines = table.paragraphs().into_iter().filter(|paragraph| !paragraph.is_blank()).peekable();
    plain && lines.peek().is_some() && lines.all(has_style)
}

/// Takes the page numbers of contents lists off their entries.
pub(super) fn set_numbers_aside(lines: &mut [InputLine]) -> Vec<SetAside> {
    let ends: Vec<Option<usize>> = lines.iter().map(end_of_entry).collect();
    let styled: Vec<bool> = lines.iter().map(is_styled).collect();
    let mut set_aside = Vec::new();
    for (at, line) in lines.iter_mut().enumerate() {
        let Some(end) = ends.get(at).copied().flatten() else { continue };
        let is = |at: Option<usize>| at.and_then(|at| ends.get(at)).is_some_and(Option::is_some);
        let listed = is(at.checked_sub(1)) || is(Some(at + 1));
        let named = styled.get(at).copied().unwrap_or(false);
        if let (InputLine::Text(text), true) = (line, named || listed) {
            let (mut entry, number) = std::mem::take(&mut text.paragraph).split(end);
            (entry.mark, entry.span) = (number.mark, entry.span);
            let spans = number.runs.iter().filter_map(|run| run.span);
            set_aside.extend(spans.map(|span| SetAside { span, why: SetAsideWhy::PageHeader }));
            if !named {
                entry.hint.style = Some(style_of(&entry).into());
            }
            text.paragraph = entry.clone();
            if let Some(made) = TextLine::new(entry) {
                **text = made;
            }
        }
    }
    set_aside
}

/// Whether the input calls a line an entry of a contents list: Word's `toc 1` and `table of figures`, the `Contents 1` of
/// OpenDocument.
fn is_styled(line: &InputLine) -> bool {
    matches!(line, InputLine::Text(text) if has_style(&text.paragraph))
}

/// Whether the input calls a paragraph so.
fn has_style(paragraph: &Paragraph) -> bool {
    let style = paragraph.hint.style.as_deref().unwrap_or_default().to_ascii_lowercase();
    // Word's list of figures or tables.
    if matches!(style.as_str(), "table of figures" | "tableoffigures") {
        return true;
    }
    let level = style.strip_prefix("toc").or(style.strip_prefix("contents"));
    level.is_some_and(|level| level.trim_matches(['_', ' ']).parse::<u8>().is_ok())
}

/// Where the words of an entry end, in bytes of its text, before a leader and a page number.
fn end_of_entry(line: &InputLine) -> Option<usize> {
    let InputLine::Text(text) = line else { return None };
    let whole = text.paragraph.all_text();
    let ended = whole.trim_end();
    let words = ended.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c.is_numeric());
    let number = ended.get(words.len()..).filter(|number| is_page_number(number))?;
    let entry = words.trim_end_matches(is_leader);
    let leader = words.get(entry.len()..)?;
    let dots: usize =
        leader.chars().map(|c| if c == '…' { 3 } else { usize::from(c == '.' || c == '·') }).sum();
    let parted = if is_styled(line) { leader.contains('\t') || dots >= 3 } else { dots >= 4 };
    (parted && !entry.is_empty() && !number.is_empty()).then_some(entry.len())
}

/// Whether a character may stand between an entry and its page number.
fn is_leader(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '…' | '·' | '\u{2024}' | '\u{2025}' | '_' | '-')
}

/// A page number: digits, or a small roman number.
fn is_page_number(number: &str) -> bool {
    let digits = number.chars().count() <= 5 && number.chars().all(char::is_numeric);
    let roman = number.len() <= 6 && number.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l'));
    !number.is_empty() && (digits || roman)
}

/// The style of an entry that has none: its level by the parts of its number.
fn style_of(entry: &Paragraph) -> &'static str {
    let text = entry.all_text();
    let label = text.split_whitespace().next().unwrap_or_default().trim_end_matches('.');
    let parts =
        label.split('.').filter(|part| !part.is_empty() && part.chars().all(char::is_numeric)).count();
    match parts {
        0 | 1 => "toc 1",
        2 => "toc 2",
        _ => "toc 3",
    }
}
