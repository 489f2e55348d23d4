//! Years that run together behind a body's acronym: `WTDC-1014`, `WTSA-0812`, `PP-18PP-22`.
//!
//! The registry tells in which years the body met: both must be its own, in the order of time.

use super::RecoveryInput;
use crate::diagnostics::message;
use crate::language::Language;
use crate::letters::is_han;
use crate::model::Body;
use crate::recover::Witness::Pattern;
use crate::recover::candidate::Candidate;

const RULE: &str = "acronym-years";

pub(super) fn see(document: &RecoveryInput<'_>, found: &mut Vec<Candidate>) {
    let acronyms = acronyms(document);
    for (at, passage) in document.passages.iter() {
        for (hyphen, mark) in passage.text.match_indices(['-', '‑', '–']) {
            if let Some(candidate) = behind(document, &acronyms, at, &passage.text, hyphen, mark.len()) {
                found.push(candidate);
            }
        }
    }
}

/// Every acronym, in every language: texts keep the English and French ones.
fn acronyms<'a>(document: &RecoveryInput<'a>) -> Vec<(&'a str, Body)> {
    let mut list = Vec::new();
    for conference in document.registry.conferences() {
        let body = conference.id.body;
        if list.iter().any(|(_, known)| *known == body) {
            continue;
        }
        let names = Language::ALL.into_iter().filter_map(|l| document.registry.acronym(body, l));
        list.extend(names.map(|name| (name, body)));
    }
    list.sort_unstable();
    list.dedup();
    list
}

fn behind(
    document: &RecoveryInput<'_>,
    acronyms: &[(&str, Body)],
    at: usize,
    text: &str,
    hyphen: usize,
    mark: usize,
) -> Option<Candidate> {
    let digits_at = hyphen + mark;
    let rest = text.get(digits_at..)?;
    let digits = rest.get(..rest.bytes().take_while(u8::is_ascii_digit).count())?;
    if !(2..=8).contains(&digits.len()) {
        return None;
    }
    let head = text.get(..hyphen)?;
    let start = head
        .rfind(|c: char| !c.is_alphabetic() || is_han(c))
        .map_or(0, |i| i + head.get(i..).and_then(|s| s.chars().next()).map_or(0, char::len_utf8));
    let acronym = head.get(start..)?;
    let body = acronyms.iter().find(|(name, _)| *name == acronym)?.1;
    let met = |digits: &str| {
        let year: u16 = digits.parse().ok()?;
        let conference =
            document.registry.conference_by_short(body, year).filter(|_| digits.len() == 2 || year > 99);
        conference.map(|conference| conference.id.year)
    };
    let years = |old: &str, new: &str| Some((met(old)?, met(new)?)).filter(|(old, new)| old < new);
    let end = digits_at + digits.len();
    match digits.len() {
        // A body and the same body again: `WTDC-10WTDC-14`.
        2 | 4 if rest.get(digits.len()..)?.starts_with(acronym) => {
            let again = rest.get(digits.len() + acronym.len()..)?;
            let second = again.strip_prefix(['-', '‑', '–'])?;
            let second = second.get(..second.bytes().take_while(u8::is_ascii_digit).count())?;
            years(digits, second)?;
            let hyphen = again.len() - again.trim_start_matches(['-', '‑', '–']).len();
            let last = end + acronym.len() + hyphen + second.len();
            Some(mark_seen(at, acronym, start..end, end..last, 0.98))
        }
        4 if met(digits).is_none() => {
            let (old, new) = digits.split_at_checked(2)?;
            let confidence = match years(old, new) {
                Some(_) => 0.98,
                None if soon(old, new) && !is_year(digits) => 0.88,
                None => return None,
            };
            Some(mark_seen(at, acronym, digits_at..digits_at + 2, digits_at + 2..end, confidence))
        }
        8 => {
            let (old, new) = digits.split_at_checked(4)?;
            years(old, new)?;
            Some(mark_seen(at, acronym, digits_at..digits_at + 4, digits_at + 4..end, 0.98))
        }
        6 => {
            let (old, new) = digits.split_at_checked(4)?;
            let century = old.get(..2)?;
            years(old, &format!("{century}{new}"))?;
            Some(mark_seen(at, acronym, digits_at + 2..digits_at + 4, digits_at + 4..end, 0.96))
        }
        _ => None,
    }
}

/// Whether a meeting of the second year can follow one of the first: texts name meetings that are
/// yet to come, and some came in another year.
fn soon(old: &str, new: &str) -> bool {
    const BETWEEN: u16 = 9;
    matches!((old.parse::<u16>(), new.parse::<u16>()), (Ok(old), Ok(new)) if old < new && new - old <= BETWEEN)
}

fn is_year(digits: &str) -> bool {
    digits.parse::<u16>().is_ok_and(|year| (1865..2100).contains(&year))
}

fn mark_seen(
    at: usize,
    acronym: &str,
    deleted: std::ops::Range<usize>,
    inserted: std::ops::Range<usize>,
    confidence: f32,
) -> Candidate {
    let reason = message!("two years in which the body met run together behind {acronym}", acronym);
    Candidate::replacement(at, deleted, inserted).seen(RULE, Pattern, confidence, reason)
}
