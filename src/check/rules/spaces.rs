//! Spaces that should not be there.

use std::ops::Range;

use crate::check::Family;
use crate::check::document::CheckedDocument;
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::language::Language;
use crate::lexicon::terms::{self, Term};

pub(crate) const FAMILY: Family = Family { rules: &[&STRAY], see };

/// A stray space.
pub(crate) static STRAY: Rule = Rule {
    code: "LAY002",
    name: "stray-space",
    severity: Severity::Information,
    what: "Two spaces, a space before a comma or full stop, or spaces within a Chinese number line.",
    why: "Searches and links by number miss `第 130 号决议`, and the space shows in print.",
    example: "`第 130 号决议`, `the Union , and`",
    remedy: "Take the space out; `itudoc check --fix` does it in plain text.",
    source: "Documents of the Union, for example C18/35-C and PP-18 document 42",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    for passage in &document.passages {
        for range in stray(&passage.text, document.language) {
            let Some(span) = passage.span(&range) else { continue };
            // What the reader shows as one space may be something else in the input.
            if !span.is_empty() && document.source(span).chars().all(|c| c == ' ') {
                found.push(Finding::new(&STRAY, span, message!("There is a space here that should not be.")));
            }
        }
    }
}

/// The stray spaces of a text, each a range that can be taken out whole.
fn stray(text: &str, language: Language) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(offset) = text.get(at..).and_then(|rest| rest.find(' ')) {
        let start = at + offset;
        let end = start + bytes.get(start..).unwrap_or_default().iter().take_while(|b| **b == b' ').count();
        at = end;
        let before = text.get(..start).and_then(|head| head.chars().next_back());
        let after = text.get(end..).and_then(|tail| tail.chars().next());
        let (Some(before), Some(after)) = (before, after) else { continue };
        if before.is_whitespace() || after.is_whitespace() {
            continue;
        }
        if drops(text, start, end, before, after, language) {
            ranges.push(start..end);
        } else if end - start > 1 && !is_column(text, start, end) {
            ranges.push(start + 1..end);
        }
    }
    ranges
}

/// Whether no space at all may stand here.
fn drops(text: &str, start: usize, end: usize, before: char, after: char, language: Language) -> bool {
    if language == Language::Chinese {
        let head = text.get(..start).unwrap_or_default();
        let is = |term, letter: char| {
            terms::of(term, Language::Chinese).iter().any(|word| word.starts_with(letter))
        };
        let ordinal = |letter| is(Term::Ordinal, letter);
        let digits = |c: char| c.is_ascii_digit();
        let number = (ordinal(before) && after.is_ascii_digit())
            || (before.is_ascii_digit()
                && is(Term::Numbered, after)
                && head.trim_end_matches(digits).trim_end().ends_with(ordinal))
            || (is(Term::Year, after) && head.ends_with(digits));
        return number;
    }
    // French sets a space before colon, semicolon and the like; a comma never has one.
    before.is_alphanumeric()
        && matches!(after, ',' | '.' | '،')
        && !text
            .get(end + after.len_utf8()..)
            .is_some_and(|rest| rest.starts_with(char::is_alphanumeric) || rest.trim_start().starts_with('.'))
}

/// Three spaces or more set something apart on purpose; so do two after a label's end.
fn is_column(text: &str, start: usize, end: usize) -> bool {
    let label = text.get(..start).is_some_and(|head| head.len() <= 6);
    let sentence = text.get(..start).is_some_and(|head| head.ends_with(['.', '?', '!', ':']));
    end - start > 2 || label || sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_stray() {
        let cases = [
            ("第 130 号决议 – 修订", Language::Chinese, vec![3..4, 7..8]),
            ("使用 ICT 的信心", Language::Chinese, vec![]),
            ("the Union , and  all", Language::English, vec![9..10, 16..17]),
            ("One.  Two", Language::English, vec![]),
            ("la Union : ceci", Language::French, vec![]),
            ("at .5 and . . .", Language::English, vec![]),
        ];
        for (text, language, wanted) in cases {
            assert_eq!(stray(text, language), wanted, "{text}");
        }
    }
}
