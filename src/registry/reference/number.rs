//! Kind and numbers of a citation: `第50和第52号决议`, `Resolutions 50 and 52`, `القرار 5`.

use std::ops::Range;

use super::words::{self, words};
use crate::letters::is_han;
use crate::lexicon::terms::{self, Term};
use crate::model::InstrumentKind;

/// Kind and numbers, without editions.
pub(super) struct Cited {
    pub kind: InstrumentKind,
    pub numbers: Vec<String>,
    pub range: Range<usize>,
    /// The words alone do not make it a citation: it needs an edition behind it.
    pub needs_edition: bool,
}

/// A citation at `第`; otherwise how far the text was read in vain.
pub(super) fn han(text: &str, at: usize) -> Result<Cited, usize> {
    let mut numbers = Vec::new();
    let mut here = at;
    loop {
        here = eat(text, here, Term::Ordinal).unwrap_or(here);
        here = words::skip_spaces(text, here);
        let Some(end) = number(text, here) else { return Err(here) };
        numbers.extend(text.get(here..end).map(tidy));
        here = words::skip_spaces(text, end);
        let counted = eat(text, here, Term::Numbered);
        here = words::skip_spaces(text, counted.unwrap_or(here));
        for (word, kind) in &words().han {
            if counted.is_some() && text.get(here..).is_some_and(|rest| rest.starts_with(word)) {
                let end = here + word.len();
                // `建议书` is a Recommendation of a Sector, numbered otherwise.
                let end = eat(text, end, Term::SectorRecommendationBehind).unwrap_or(end);
                return Ok(Cited { kind: *kind, numbers, range: at..end, needs_edition: false });
            }
        }
        let words = [Term::And, Term::Or, Term::Range].into_iter();
        let joined = words.filter_map(|term| eat(text, here, term)).max();
        here = joined.or_else(|| mark(text, here, &['、', '，', ','])).ok_or(here)?;
        here = words::skip_spaces(text, here);
    }
}

/// A citation at the word `at..end`: `Resolution 64`, `意见4`.
pub(super) fn after_word(text: &str, at: usize, end: usize) -> Option<Cited> {
    let rest = text.get(at..)?;
    let nouns = if rest.starts_with(is_han) { words().han.as_slice() } else { &[] };
    let han = nouns.iter().find(|(word, _)| rest.starts_with(word));
    let (kind, after) = match han {
        Some((word, kind)) => {
            // "做出决议3" is operative part 3, not Resolution 3.
            let before = text.get(..at)?.chars().next_back();
            let made = before.is_some_and(|c| terms::letters(Term::NoCitationBefore).contains(c));
            ((!made).then_some(*kind)?, at + word.len())
        }
        None => (words::kind_of(text.get(at..end)?)?, end),
    };
    let draft = han.and_then(|_| eat(text, after, Term::DraftBehind));
    let mut here = words::skip_spaces(text, draft.unwrap_or(after));
    if draft.is_some() && !text.get(here..)?.starts_with('[') {
        return None;
    }
    here = eat(text, here, Term::NumberSign).map_or(here, |end| words::skip_spaces(text, end));
    let (numbers, end) = list(text, here)?;
    Some(Cited { kind, numbers, range: at..end, needs_edition: han.is_some() && draft.is_none() })
}

/// Numbers with commas and "and" between them, and the offset behind the last.
fn list(text: &str, at: usize) -> Option<(Vec<String>, usize)> {
    let mut here = at;
    let mut end = number(text, here)?;
    let mut numbers: Vec<String> = text.get(here..end).map(tidy).into_iter().collect();
    while let Some(next) = separator(text, end)
        && let Some(behind) = number(text, next)
    {
        here = next;
        end = behind;
        numbers.extend(text.get(here..end).map(tidy));
    }
    Some((numbers, end))
}

/// Further numbers of the same kind behind a parenthesis: `… (Rev. Dubai, 2012) and 52`.
pub(super) fn further(text: &str, at: usize, kind: InstrumentKind) -> Option<Cited> {
    let here = separator(text, at)?;
    let (numbers, end) = list(text, here)?;
    Some(Cited { kind, numbers, range: here..end, needs_edition: true })
}

/// A number, a draft's `[AFCP-1]`, or a number with parts (`55/63`, `22-1/1`). Byte offset behind it.
fn number(text: &str, at: usize) -> Option<usize> {
    const LONGEST: usize = 16;
    let rest = text.get(at..)?;
    if rest.starts_with('[') {
        let close = rest.bytes().take(LONGEST).position(|b| b == b']')?;
        let draft = rest.get(1..close)?;
        let fits = draft.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !draft.is_empty();
        return fits.then_some(at + close + 1);
    }
    let mut end = 0;
    let mut bytes = rest.bytes().enumerate().peekable();
    while let Some((i, byte)) = bytes.next() {
        let joins = matches!(byte, b'/' | b'-') && bytes.peek().is_some_and(|(_, b)| b.is_ascii_digit());
        if !(byte.is_ascii_digit() || (joins && i > 0)) {
            break;
        }
        end = i + 1;
    }
    (1..=LONGEST).contains(&end).then_some(at + end)
}

fn tidy(number: &str) -> String {
    number.trim_matches(['[', ']']).to_owned()
}

/// Byte offset behind what separates two numbers.
fn separator(text: &str, at: usize) -> Option<usize> {
    let mut here = words::skip_spaces(text, at);
    let mut separated = false;
    if let Some(end) = mark(text, here, &[',', '，', '、', '،']) {
        here = words::skip_spaces(text, end);
        separated = true;
    }
    let end = match text.get(here..)?.chars().next() {
        // Arabic joins "and" to the number: "و52".
        Some(letter) if terms::letters(Term::JoinedConjunction).starts_with(letter) => {
            here + letter.len_utf8()
        }
        _ => words::end_of_word(text, here),
    };
    if words::is_and(text.get(here..end)?) {
        here = words::skip_spaces(text, end);
        separated = true;
    }
    let here = eat(text, here, Term::Ordinal).unwrap_or(here);
    separated.then_some(here)
}

/// Byte offset behind the longest word of a term that stands at `at`.
fn eat(text: &str, at: usize, term: Term) -> Option<usize> {
    Some(at + terms::head(term, text.get(at..)?)?)
}

/// Byte offset behind one of the marks, where one stands at `at`.
fn mark(text: &str, at: usize, marks: &[char]) -> Option<usize> {
    let letter = text.get(at..)?.chars().next().filter(|letter| marks.contains(letter))?;
    Some(at + letter.len_utf8())
}
