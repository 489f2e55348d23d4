//! What the document is called in its metadata, and its official number.
//!
//! In: the title that the file gives itself, the masthead's facts, the composed blocks. Out: a title that
//! names the document (ISO 14289-1, 7.1): the file's own, else number, instrument and subject, else its
//! first line. Never: the heading of a section that every contribution has.

use crate::galley::{GalleyBlock, GalleyParagraph, LineRole};
use crate::template::style_id;
use crate::text::{View, on_one_line};

/// Longest title made of running text, characters.
const LONGEST: usize = 150;

/// The title of a document. `own` is what the file says of itself, `number` its official number.
pub(super) fn title(blocks: &[GalleyBlock], own: &str, number: &str, view: View) -> String {
    // A title is what the text will be called: what is deleted is no part of it.
    let view = if view == View::Marked { View::Revised } else { view };
    let own = on_one_line(own);
    if names_a_document(&own) {
        return own;
    }
    let subject = words_of(blocks, style_id::TITLE_1, view);
    let instrument = instrument(blocks, view);
    // The title of a contribution is often that of its kind: its number tells it from others, else the
    // instrument does.
    let parts = match (number.is_empty(), subject.is_empty()) {
        (false, false) => vec![number.to_owned(), subject],
        (true, false) => vec![subject, instrument],
        (_, true) => {
            vec![number.to_owned(), if instrument.is_empty() { first_line(blocks, view) } else { instrument }]
        }
    };
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" – ")
}

/// Whether a file's own title is one that a person gave: not the name of a file, not Word's own.
fn names_a_document(title: &str) -> bool {
    let lower = title.to_lowercase();
    let file = [".doc", ".docx", ".rtf", ".txt", ".dot", ".dotx", ".htm", ".html"]
        .iter()
        .any(|end| lower.ends_with(end));
    let words = ["microsoft word", "document1", "untitled", "template", "powerpoint presentation"]
        .iter()
        .any(|word| lower.starts_with(word));
    title.chars().filter(|c| c.is_alphabetic()).count() > 1 && !file && !words
}

/// Number line and title of the first resolution or provision.
fn instrument(blocks: &[GalleyBlock], view: View) -> String {
    const NUMBERS: [&str; 5] =
        [style_id::RES_NO, style_id::REC_NO, style_id::QUESTION_NO, style_id::REP_NO, style_id::ART_NO];
    const TITLES: [&str; 5] = [
        style_id::RES_TITLE,
        style_id::REC_TITLE,
        style_id::QUESTION_TITLE,
        style_id::REP_TITLE,
        style_id::ART_TITLE,
    ];
    let number = NUMBERS.iter().map(|style| words_of(blocks, style, view));
    let Some(number) = number.into_iter().find(|words| !words.is_empty()) else { return String::new() };
    let title = TITLES.iter().map(|style| words_of(blocks, style, view));
    match title.into_iter().find(|words| !words.is_empty()) {
        Some(title) => format!("{number} – {title}"),
        None => number,
    }
}

/// The first line of running text that may be a title, else of any; a long one is cut between words.
fn first_line(blocks: &[GalleyBlock], view: View) -> String {
    let paragraphs = || {
        blocks.iter().filter_map(|block| match block {
            GalleyBlock::Paragraph(paragraph) => Some(paragraph),
            GalleyBlock::Table(_) => None,
        })
    };
    let words = |paragraph: &GalleyParagraph| on_one_line(&paragraph.paragraph.text(view));
    let running = paragraphs().filter(|p| !matches!(p.role, LineRole::Heading(_)));
    let mut lines = running.clone().map(words);
    let line = lines.find(|line| may_name(line));
    let line = line.or_else(|| running.chain(paragraphs()).map(words).find(|words| !words.is_empty()));
    let line = line.unwrap_or_default();
    let Some((cut, _)) = line.char_indices().nth(LONGEST) else { return line };
    let head = line.get(..cut).unwrap_or_default();
    let end = head.rfind(' ').unwrap_or(head.len());
    format!("{}…", head.get(..end).unwrap_or(head))
}

/// Whether a line may be what a document is called: no label with a colon, no placeholder or remark in brackets,
/// no single word of letters.
fn may_name(line: &str) -> bool {
    let line = line.trim();
    let bracketed = line.starts_with(['[', '<']) && line.ends_with([']', '>']);
    let one_word = !line.contains(char::is_whitespace) && line.chars().all(|c| c < '\u{2E80}');
    !line.ends_with([':', '：']) && !bracketed && !one_word
}

/// The text of the first paragraph of a style, on one line.
pub(super) fn words_of(blocks: &[GalleyBlock], style: &str, view: View) -> String {
    let paragraph = blocks.iter().find_map(|block| match block {
        GalleyBlock::Paragraph(paragraph) if paragraph.style == style => Some(paragraph),
        _ => None,
    });
    on_one_line(&paragraph.map(|paragraph| paragraph.paragraph.text(view)).unwrap_or_default())
}
