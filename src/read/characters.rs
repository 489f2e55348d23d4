//! Characters that no document carries, and those that tell of damage: the same for every format.
//!
//! In: a character, or a source as read. Out: whether and why it is set aside; findings. Never: a
//! change to the text.

use super::encoding::rules::{BIDI_OVERRIDE, CONTROL, MISREAD, NOTATION, OBJECT_MARK, REPLACEMENT};
use super::{misread, notations};
use crate::diagnostics::{Finding, Message, message};
use crate::source::{SetAsideWhy, Source, SourceFormat};
use crate::text::Span;

/// Why a character is set aside; `None` for one that is text. Tab and line break are text.
pub(super) fn aside(character: char) -> Option<SetAsideWhy> {
    match character {
        // What XML 1.0 (2.2) forbids, and the C1 set.
        '\0'..='\u{8}'
        | '\u{B}'
        | '\u{C}'
        | '\u{E}'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{FFFE}'
        | '\u{FFFF}' => Some(SetAsideWhy::Control),
        '\u{FFFC}' => Some(SetAsideWhy::ObjectMark),
        _ => None,
    }
}

/// What is left of U+FFFD, of a byte order mark or of text that was never written, once it was read in
/// a wrong encoding.
const TRACES: &[(&str, &str)] = &[
    ("锟斤拷", "U+FFFD written as UTF-8 and read as GBK"),
    ("ï¿½", "U+FFFD written as UTF-8 and read as Windows-1252"),
    ("пїЅ", "U+FFFD written as UTF-8 and read as Windows-1251"),
    ("烫烫烫", "memory without content, read as GBK"),
    ("屯屯屯", "memory without content, read as GBK"),
    ("锘縍", "the mark of UTF-8 and a letter, read as GBK"),
    ("锘?", "the mark of UTF-8 and a letter, read as GBK"),
];

/// Places of which a finding counts no more.
const MOST: usize = 50;

/// Characters that override the direction of reading. In UTF-8 all of them begin with one byte, and only what begins with
/// it is looked at.
fn overrides(text: &str) -> impl Iterator<Item = Span> {
    const LEAD: u8 = 0xE2;
    let places = text.bytes().enumerate().filter(|(_, byte)| *byte == LEAD).map(|(at, _)| at);
    places.filter_map(|at| {
        let found = text.get(at..)?.chars().next()?;
        let is_one = matches!(found, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        is_one.then(|| Span::new(at, at + found.len_utf8()))
    })
}

/// Adds what the characters of a source tell.
pub(super) fn report(source: &mut Source) {
    let text = source.text.as_str();
    let mut findings = Vec::new();
    if let Some(at) = text.find('\u{FFFD}') {
        let first = Span::new(at, at + '\u{FFFD}'.len_utf8());
        let count = text.matches('\u{FFFD}').count();
        let message = message!("{count} lost characters (U+FFFD) stand in the text.", count);
        findings.push(Finding::new(&REPLACEMENT, first, message));
    }
    // Each begins beyond ASCII.
    for (trace, what) in TRACES.iter().filter(|_| !text.is_ascii()) {
        if let Some(at) = text.find(trace) {
            let message = message!("`{trace}` stands for lost characters: it is {what}.", trace, what => Message::phrase(*what));
            findings.push(Finding::new(&REPLACEMENT, Span::new(at, at + trace.len()), message));
        }
    }
    if let Some((first, count)) = misread::question_marks(text) {
        let message = message!("{count} question marks stand where letters were lost.", count);
        findings.push(Finding::new(&REPLACEMENT, first, message));
    }
    if let Some(found) = misread::letters(text) {
        let message = message!(
            "{count} letters are {written} that was read as {page}; the first is `{first}`.",
            count = found.count,
            written = found.written,
            page = found.page,
            first = found.first,
        );
        findings.push(Finding::new(&MISREAD, found.span, message));
    }
    // A file of a word processor holds what its author typed.
    let plain = matches!(source.format, SourceFormat::Text { .. });
    for found in plain.then(|| notations::found(text)).into_iter().flatten() {
        let first = text.get(found.span.range()).unwrap_or_default();
        let message = message!(
            "{count} characters are written as {notation}; the first is `{first}`.",
            count = found.count,
            notation = found.notation,
            first = first,
        );
        findings.push(Finding::new(&NOTATION, found.span, message));
    }
    let overrides: Vec<Span> = overrides(text).take(MOST).collect();
    if let Some(first) = overrides.first() {
        let message =
            message!("{count} characters override the direction of reading.", count = overrides.len());
        findings.push(Finding::new(&BIDI_OVERRIDE, *first, message));
    }
    let aside = |why: SetAsideWhy| -> Vec<Span> {
        source.set_aside.iter().filter(|piece| piece.why == why).map(|piece| piece.span).collect()
    };
    let controls = aside(SetAsideWhy::Control);
    // In Word's formats their reader tells of them.
    if let Some(first) = controls.first()
        && matches!(source.format, SourceFormat::Text { .. })
    {
        let message = message!("{count} control characters were set aside.", count = controls.len());
        findings.push(Finding::new(&CONTROL, *first, message));
    }
    let objects = aside(SetAsideWhy::ObjectMark);
    if let Some(first) = objects.first() {
        let message = message!(
            "{count} marks of objects that are not in the text (U+FFFC) were set aside.",
            count = objects.len(),
        );
        findings.push(Finding::new(&OBJECT_MARK, *first, message));
    }
    source.findings.extend(findings);
}
