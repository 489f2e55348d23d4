//! The grammar of references: `第64号决议（2014年，釜山，修订版）`, `Resolution 130 (Rev. Dubai, 2018)`.
//!
//! In: one paragraph's text. Out: each instrument cited, with the editions named for it, and each
//! edition that stands alone, all with byte ranges; also where two editions run together because
//! revision marks were lost. One pass, six languages at once. Never: a judgement on whether the
//! reference is right.

mod edition;
mod mention;
mod number;
mod words;

use std::ops::Range;

use crate::language::Language;
use crate::letters::{is_han, is_letter};
use crate::model::{Body, Edition, InstrumentKind};
use crate::radicals;

pub(crate) use edition::{EditionAt, Parenthesis};

/// A reference to an instrument, or an edition that stands alone.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct InstrumentReference {
    /// Kind of the instrument; unknown for an edition that stands alone.
    pub kind: InstrumentKind,
    /// Numbers as they stand: `64`, `55/63`, `AFCP-1`.
    pub numbers: Vec<String>,
    /// The body that the text names beside it.
    pub body: Option<Body>,
    /// Editions in the order of the text.
    pub editions: Vec<EditionAt>,
    /// The editions run together with nothing between them: revision marks were lost.
    pub flattened: bool,
    /// All of it, bytes.
    pub range: Range<usize>,
}

/// Finds the references in a text. The language decides which names of bodies are looked for; the
/// words for instruments are known in all six.
pub(crate) fn references(text: &str, language: Language) -> Vec<InstrumentReference> {
    // A number, a year, or a draft in brackets: without a sign of any there is none to find.
    if !text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'[') {
        return Vec::new();
    }
    let text = &*radicals::read(text);
    let mut found = Vec::new();
    let words = words::words();
    let mut mentions = None;
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(letter) = rest.chars().next()
    {
        let next = at + letter.len_utf8();
        at = match letter {
            _ if words.ordinal.chars().any(|ordinal| ordinal == letter) => match number::han(text, at) {
                Ok(cited) => cite(text, cited, &mut found),
                Err(stop) => stop.max(next),
            },
            '(' | '（' => match edition::parenthesis(text, at) {
                Some(inner) => alone(text, language, &mut mentions, inner, &mut found),
                None => next,
            },
            // Most letters of a Chinese text begin no word of ours.
            _ if is_han(letter) && !words.han_first.contains(&letter) => next,
            _ if is_letter(letter) => {
                let end = words::end_of_word(text, at);
                match number::after_word(text, at, end) {
                    Some(cited) => cite(text, cited, &mut found),
                    None => end.max(next),
                }
            }
            _ => next,
        };
    }
    if found.iter().any(|reference| reference.body.is_none()) {
        let mentions = mentions.unwrap_or_else(|| mention::mentions(text, language));
        for reference in found.iter_mut().filter(|reference| reference.body.is_none()) {
            reference.body = mention::beside(text, language, &mentions, &reference.range);
        }
    }
    found
}

/// Adds a cited instrument with the parentheses that follow it, and the further numbers of the same
/// kind that have editions of their own. Returns where to go on.
fn cite(text: &str, mut cited: number::Cited, found: &mut Vec<InstrumentReference>) -> usize {
    loop {
        let (editions, flattened, end) = editions_after(text, cited.range.end);
        if cited.needs_edition && editions.is_empty() {
            return cited.range.end;
        }
        let kind = cited.kind;
        found.push(InstrumentReference {
            kind,
            numbers: cited.numbers,
            body: None,
            flattened,
            range: cited.range.start..end.unwrap_or(cited.range.end),
            editions,
        });
        let Some(end) = end else { return cited.range.end };
        match number::further(text, end, kind) {
            Some(next) if edition::parenthesis(text, words::skip_spaces(text, next.range.end)).is_some() => {
                cited = next;
            }
            _ => return end,
        }
    }
}

/// The editions in the parentheses at `at`: one pair of parentheses, or two that adjoin.
fn editions_after(text: &str, at: usize) -> (Vec<EditionAt>, bool, Option<usize>) {
    let open = words::skip_spaces(text, at);
    let Some(first) = edition::parenthesis(text, open) else { return (Vec::new(), false, None) };
    if first.editions.len() == 1
        && let Some(second) = edition::parenthesis(text, words::skip_spaces(text, first.range.end))
        && second.editions.len() == 1
    {
        let whole = |mut inner: Parenthesis| {
            let range = inner.range;
            inner.editions.iter_mut().for_each(|edition| edition.range = range.clone());
            inner.editions
        };
        let end = second.range.end;
        let mut editions = whole(first);
        editions.extend(whole(second));
        return (editions, true, Some(end));
    }
    (first.editions, first.flattened, Some(first.range.end))
}

/// Adds an edition that stands alone, where it is sure to be one: a body is named just before it,
/// or the place is one in which a body met.
fn alone(
    text: &str,
    language: Language,
    mentions: &mut Option<Vec<mention::Mention>>,
    inner: Parenthesis,
    found: &mut Vec<InstrumentReference>,
) -> usize {
    let (editions, flattened, end) = editions_after(text, inner.range.start);
    let end = end.unwrap_or(inner.range.end);
    let mentions = mentions.get_or_insert_with(|| mention::mentions(text, language));
    let body = mention::just_before(text, mentions, inner.range.start);
    let whole = editions.iter().all(|e| e.edition.year.is_some() && e.edition.place.is_some());
    let known = || {
        let place = |e: &EditionAt| e.edition.place.as_deref().is_some_and(words::is_known_place);
        editions.iter().any(place)
    };
    if whole && (body.is_some() || known()) {
        found.push(InstrumentReference {
            kind: InstrumentKind::Unknown,
            numbers: Vec::new(),
            body,
            flattened,
            editions,
            range: inner.range.start..end,
        });
    }
    end
}

/// The conference that an opening formula names, once for each edition in it:
/// `国际电信联盟全权代表大会（2014年，釜山），`. Empty where the text is no such formula. A formula
/// without an edition (`理事会，`) gives the body with an empty edition.
pub(crate) fn conference_of_formula(text: &str) -> Vec<(Body, EditionAt)> {
    const LONGEST: usize = 400;
    let text = &*radicals::read(text);
    let trimmed = text.trim_end().trim_end_matches([',', '，', '،', ':', '：']).trim_end();
    if trimmed.len() > LONGEST || trimmed.is_empty() {
        return Vec::new();
    }
    let Some(mention) = mention::first(trimmed) else { return Vec::new() };
    if !words::opens_formula(trimmed.get(..mention.range.start).unwrap_or_default()) {
        return Vec::new();
    }
    let tail = trimmed.get(mention.range.end..).unwrap_or_default();
    match tail.find(['(', '（']) {
        Some(offset) => {
            let open = mention.range.end + offset;
            let between = trimmed.get(mention.range.end..open).unwrap_or_default();
            let (editions, _, end) = editions_after(trimmed, open);
            // `The ITU Council 2010 (Geneva, 2010)`.
            let between = between.trim().trim_start_matches(|c: char| c.is_ascii_digit());
            if end == Some(trimmed.len()) && words::is_union(between) {
                return editions.into_iter().map(|edition| (mention.body, edition)).collect();
            }
            Vec::new()
        }
        None if words::is_union(tail) && trimmed.len() < text.trim_end().len() => {
            let bare = EditionAt { edition: Edition::default(), ..EditionAt::at(mention.range) };
            vec![(mention.body, bare)]
        }
        None => Vec::new(),
    }
}
