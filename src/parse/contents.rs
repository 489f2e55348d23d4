//! Contents lists: their page numbers are those of another document, and are set aside.
//!
//! In: the lines of a source. Out: the entries without the number and its leader, in a style that says
//! what they are. Never: a word taken away, a single line taken for a list.

use super::lines::{InputLine, TextLine};
use crate::source::{SetAside, SetAsideWhy};
use crate::text::Paragraph;

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

/// Whether the input calls a line an entry of a contents list: Word's `toc 1`, the `Contents 1` of
/// OpenDocument.
fn is_styled(line: &InputLine) -> bool {
    let InputLine::Text(text) = line else { return false };
    let style = text.paragraph.hint.style.as_deref().unwrap_or_default().to_ascii_lowercase();
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
