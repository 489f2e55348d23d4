//! Names of places that run together in the title of a plan or declaration:
//! `《海得拉巴迪拜行动计划》`, `the HyderabadDubai Action Plan`.
//!
//! One body met in both places, the first time in the first. Without a title round them two places
//! side by side can be a list, and are only suggested.

use crate::diagnostics::message;
use std::ops::Range;

use super::RecoveryInput;
use crate::language::Language;
use crate::letters::is_han;
use crate::lexicon::terms::{self, Term};
use crate::recover::Witness::Pattern;
use crate::recover::candidate::Candidate;
use crate::registry::Venue;

const RULE: &str = "places-joined";

pub(super) fn see(document: &RecoveryInput<'_>, found: &mut Vec<Candidate>) {
    let Some(names) = document.registry.place_finder(document.language) else { return };
    for (at, passage) in document.passages.iter() {
        let text = &passage.text;
        let mut behind = 0;
        for (first, index) in names.at_words(text) {
            let gap = text.get(first.end..).map_or(0, |rest| rest.len() - rest.trim_start_matches(' ').len());
            let Some((second, other)) = names.at(text, first.end + gap) else { continue };
            let places = document.registry.places();
            let (Some(place), Some(other)) = (places.get(index), places.get(other)) else { continue };
            if first.start < behind || gap > 1 || !in_order(document, place, other) {
                continue;
            }
            let glued =
                gap == 0 && text.get(first.clone()).is_some_and(|name| name.is_ascii() || !begins_han(name));
            let confidence = match (titled(text, &first, &second), glued) {
                (true, _) => 0.95,
                (false, true) => 0.9,
                (false, false) => 0.5,
            };
            let reason = message!(
                "{old} and {new} run together; one body met in both",
                old = place.key,
                new = other.key,
            );
            let deleted = first.start..second.start;
            found.push(
                Candidate::replacement(at, deleted, second.clone()).seen(RULE, Pattern, confidence, reason),
            );
            behind = second.end;
        }
        if document.language == Language::Russian {
            found.extend(declined(document, at, text));
        }
    }
}

/// Two declined names, `в ДубаеБуэнос-Айресе`: a capital in the middle of a word, a place before it
/// and a place behind it.
fn declined(document: &RecoveryInput<'_>, at: usize, text: &str) -> Option<Candidate> {
    let pairs = text.char_indices().zip(text.chars().skip(1));
    let cut = pairs
        .filter(|((_, a), b)| a.is_lowercase() && b.is_uppercase())
        .map(|((at, letter), _)| at + letter.len_utf8());
    for cut in cut {
        let (head, tail) = text.split_at_checked(cut)?;
        let inside = |c: char| c.is_alphabetic() || c == '-';
        let start = head.rfind(|c: char| !inside(c)).map_or(0, |i| head.ceil_char_boundary(i + 1));
        let end = cut + tail.find(|c: char| !inside(c)).unwrap_or(tail.len());
        let place =
            |range: Range<usize>| {
                let word = text.get(range)?;
                document.registry.places().iter().find(|place| {
                    place.names.get(Language::Russian).is_some_and(|name| is_case_of(word, name))
                })
            };
        let (Some(first), Some(second)) = (place(start..cut), place(cut..end)) else { continue };
        if in_order(document, first, second) {
            let reason = message!(
                "{old} and {new} run together; one body met in both",
                old = first.key,
                new = second.key,
            );
            let seen = Candidate::replacement(at, start..cut, cut..end);
            return Some(seen.seen(RULE, Pattern, 0.9, reason));
        }
    }
    None
}

/// Whether a Russian word is a name in some grammatical case: its stem and a short ending.
fn is_case_of(word: &str, name: &str) -> bool {
    // One letter: of Дубай only й is the ending.
    let stem = name.strip_suffix(|c| terms::letters(Term::NominativeEnding).contains(c)).unwrap_or(name);
    let endings = terms::all(Term::CaseEnding);
    word.strip_prefix(stem).is_some_and(|ending| {
        let own = ending == name.get(stem.len()..).unwrap_or("?");
        own || ending.is_empty() || endings.iter().any(|known| **known == *ending)
    })
}

fn begins_han(text: &str) -> bool {
    text.starts_with(is_han)
}

/// Whether one body met in the first place and later in the second.
fn in_order(document: &RecoveryInput<'_>, first: &Venue, second: &Venue) -> bool {
    let all = document.registry.conferences();
    let met = |place: &Venue| {
        all.iter().filter(move |c| c.place_key == place.key).map(|c| &c.id).collect::<Vec<_>>()
    };
    let later = met(second);
    met(first).iter().any(|old| later.iter().any(|new| new.body == old.body && new.year > old.year))
}

/// Whether a title stands round the names: in title marks, or with the word for a plan beside them.
fn titled(text: &str, first: &Range<usize>, second: &Range<usize>) -> bool {
    const NEAR: usize = 36;
    let start = text.floor_char_boundary(first.start.saturating_sub(NEAR));
    let end = text.ceil_char_boundary((second.end + NEAR).min(text.len()));
    let before = text.get(start..first.start).unwrap_or_default();
    let after = text.get(second.end..end).unwrap_or_default();
    let stop = |c: char| ",;.，；。、()（）".contains(c);
    let before = before.rsplit(stop).next().unwrap_or_default();
    let after = after.split(stop).next().unwrap_or_default();
    before.ends_with(['《', '“', '"', '«', '「'])
        || terms::all(Term::PlanTitle).iter().any(|word| before.contains(&**word) || after.contains(&**word))
}
