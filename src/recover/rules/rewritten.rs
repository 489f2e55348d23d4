//! A capital in the middle of a word, where a text was replaced and its successor follows without a
//! space: `Review of the regional officesWork of the regional and area offices`.
//!
//! In the title of an amended text the two titles share words, and that makes it certain. Elsewhere
//! it is only suggested, for names are written so too; and only where the text has both words apart.

use crate::diagnostics::message;
use std::collections::HashSet;
use std::ops::Range;

use super::RecoveryInput;
use crate::language::Language;
use crate::recover::Witness::Pattern;
use crate::recover::candidate::Candidate;
use crate::recover::passage::RecoveryPassage;

const TITLE: &str = "title-joined";
const WORDS: &str = "capital-inside";

/// So many letters a half of a word has at least.
const HALF: usize = 4;

pub(super) fn see(document: &RecoveryInput<'_>, found: &mut Vec<Candidate>) {
    // Chinese and Arabic have no capitals.
    if matches!(document.language, Language::Chinese | Language::Arabic) {
        return;
    }
    let mut known: Option<HashSet<&str>> = None;
    for (at, passage) in document.passages.iter().filter(|(_, passage)| passage.context.amends()) {
        let Some((word, cut)) = inside(&passage.text) else { continue };
        if let Some(candidate) = title(at, passage, cut) {
            found.push(candidate);
            continue;
        }
        let known = known.get_or_insert_with(|| vocabulary(document));
        let halves = [word.start..cut, cut..word.end];
        let apart =
            halves.iter().all(|half| passage.text.get(half.clone()).is_some_and(|w| known.contains(w)));
        if apart {
            let reason = message!("a capital inside a word: two words run together");
            let [old, new] = halves;
            found.push(Candidate::replacement(at, old, new).seen(WORDS, Pattern, 0.75, reason));
        }
    }
}

/// The first word with a capital inside, and where that stands: both halves long enough, and the
/// capital followed by a small letter.
fn inside(text: &str) -> Option<(Range<usize>, usize)> {
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        let mut small = false;
        let inside = |(_, c): &(usize, char)| {
            let behind = std::mem::replace(&mut small, c.is_lowercase());
            behind && c.is_uppercase()
        };
        let at = from + rest.char_indices().find(inside)?.0;
        let letter = |c: &char| c.is_alphabetic();
        let before: usize = text.get(..at)?.chars().rev().take_while(letter).map(char::len_utf8).sum();
        let behind: String = text.get(at..)?.chars().take_while(letter).collect();
        let lower = behind.chars().skip(1).all(char::is_lowercase);
        let long = |half: &str| half.chars().count() >= HALF;
        if lower && long(&behind) && text.get(at - before..at).is_some_and(long) {
            return Some((at - before..at + behind.len(), at));
        }
        from = at;
    }
}

/// A title and its successor, which share words.
fn title(at: usize, passage: &RecoveryPassage, cut: usize) -> Option<Candidate> {
    const SHARED: usize = 2;
    if !passage.context.role.is_heading() {
        return None;
    }
    let (old, new) = passage.text.split_at_checked(cut)?;
    let words = |text: &str| -> HashSet<String> {
        let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= HALF);
        words.map(str::to_lowercase).collect()
    };
    let (before, after) = (words(old), words(new));
    let shared = before.intersection(&after).count();
    let few = before.len().min(after.len());
    let sure = shared >= SHARED && shared * 5 >= few * 2;
    let reason = message!("a title runs into its successor");
    let seen = Candidate::replacement(at, 0..cut, cut..passage.text.trim_end().len());
    Some(seen.seen(TITLE, Pattern, if sure { 0.9 } else { 0.7 }, reason))
}

/// Every word of the amended texts.
fn vocabulary<'a>(document: &RecoveryInput<'a>) -> HashSet<&'a str> {
    let words = document.passages.iter().flat_map(|(_, p)| p.text.split(|c: char| !c.is_alphabetic()));
    words.filter(|word| word.chars().count() >= HALF).collect()
}
