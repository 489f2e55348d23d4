//! What is asked of a delegation, as a letter in the language of its document.
//!
//! In: the findings on which it is asked. Out: plain text. Never: sent.

use super::desk::{DeskDocument, OpenedDocument};
use super::page::seen;
use super::points::{found, sentence};
use crate::interface::InterfaceWords;
use crate::language::Language;
use crate::lines::LineIndex;
use crate::recover::review::Waiver;

/// The letter; `None` where nothing is asked.
pub(crate) fn of(document: &DeskDocument, opened: &OpenedDocument, officer: &str) -> Option<String> {
    let examination = &opened.preview.examination;
    let text = &examination.reading.text;
    let words = InterfaceWords(examination.reading.submission.language.unwrap_or(Language::English));
    let lines = LineIndex::new(text);
    let mut questions = Vec::new();
    for point in found(examination) {
        let Some((Waiver::Ask, signature)) = &point.ruling else { continue };
        let finding = &point.finding;
        let mut question = format!("{}. ", questions.len() + 1);
        if let Some(span) = finding.span {
            let line = lines.line(span.start).to_string();
            question.push_str(&format!("{}: ", words.with("letter-line", &[&line])));
        }
        let said = words.message(&finding.message, seen);
        question.push_str(&said.unwrap_or_else(|| words.of_rule(finding.rule).to_owned()));
        if let Some(quoted) = finding.span.and_then(|span| text.get(sentence(text, span))) {
            question.push_str(&format!("\n   \u{201C}{}\u{201D}", seen(quoted.trim())));
        }
        if let Some(note) = &signature.note {
            question.push_str(&format!("\n   {}", words.with("letter-note", &[&seen(note)])));
        }
        questions.push(question);
    }
    if questions.is_empty() {
        return None;
    }
    let name =
        opened.preview.official.as_ref().map_or_else(|_| document.file_name(), |name| name.word.clone());
    let subject = words.with("letter-subject", &[&seen(&name)]);
    let parts = [
        subject,
        words.say("letter-begin").to_owned(),
        questions.join("\n\n"),
        words.with("letter-end", &[&seen(officer)]),
    ];
    Some(parts.join("\n\n") + "\n")
}
