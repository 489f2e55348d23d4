//! A word that has taken another's place and stands glued to it: `shallshould`, `fourtwo`,
//! `the Secretary-GeneralDirector of the Bureau`, `责成秘书长电信发展局主任`.
//!
//! No language glues two of its modal verbs, two numerals or two officers together; so two words of
//! one class (see [`words`]) without a space between are an old one and a new one. Words that are
//! free to take any other word's place have no class: they are left to the text in force.

mod words;

use crate::diagnostics::message;
use std::ops::Range;

use super::RecoveryInput;
use crate::language::Language;
use crate::letters::is_spaced_letter;
use crate::lexicon::terms::{self, Term};
use crate::recover::Witness::Pattern;
use crate::recover::candidate::Candidate;
use crate::registry::Finder;
use words::CommonWords;

const RULE: &str = "words-joined";

/// How sure it is that a name with its article took another's place, right behind which it stands.
const ARTICLED: f32 = 0.92;

pub(super) fn see(document: &RecoveryInput<'_>, found: &mut Vec<Candidate>) {
    let names = words::finder(document.language);
    let spaced = document.language != Language::Chinese;
    for (at, passage) in document.passages.iter() {
        let text = &passage.text;
        let mut behind = 0;
        for (longest, _) in names.standing(text, spaced) {
            if longest.start < behind {
                continue;
            }
            // "encourages" stands in "encouragesupport", and it is "encourage" that is meant.
            let pairs = names.each_at(text, longest.start).find_map(|(first, class)| {
                second(names, text, &first, class).map(|(second, confidence)| (first, second, confidence))
            });
            let pairs = pairs.or_else(|| {
                let mut each = names.each_at(text, longest.start);
                each.find_map(|(first, class)| with_articles(names, text, &first, class, document.language))
            });
            let Some((first, second, confidence)) = pairs else { continue };
            let first = beginning_alike(names, text, first, &second);
            let words = [first.clone(), second.clone()].map(|r| text.get(r).unwrap_or_default());
            let reason = message!("“{old}” and “{new}” stand in one place", old = words[0], new = words[1]);
            behind = second.end;
            let deleted: Range<usize> = first.start..second.start;
            found.push(Candidate::replacement(at, deleted, second).seen(RULE, Pattern, confidence, reason));
        }
    }
}

/// Two names of a class of which the second is glued to the first by its article, which the first has too:
/// `le Secrétaire généralle Directeur`.
fn with_articles(
    names: &Finder<CommonWords>,
    text: &str,
    first: &Range<usize>,
    class: CommonWords,
    language: Language,
) -> Option<(Range<usize>, Range<usize>, f32)> {
    if !matches!(class, CommonWords::Officer | CommonWords::Member) {
        return None;
    }
    let (before, behind) = (text.get(..first.start)?, text.get(first.end..)?);
    let set_off = |article: &str| if article.ends_with(['\'', '’']) { "" } else { " " };
    let articles = || terms::of(Term::NameArticle, language).iter();
    let start = articles().find_map(|article| {
        let head = before.strip_suffix(set_off(article))?.strip_suffix(&**article)?;
        let apart = !head.ends_with(char::is_alphabetic);
        apart.then_some(head.len())
    })?;
    articles().find_map(|article| {
        let rest = behind.strip_prefix(&**article)?.strip_prefix(set_off(article))?;
        let at = text.len() - rest.len();
        let mut second = names.each_at(text, at);
        let (second, _) = second.find(|(range, other)| {
            *other == class && ends(text, range.end) && text.get(range.clone()) != text.get(first.clone())
        })?;
        Some((start..first.end, first.end..second.end, ARTICLED))
    })
}

/// The first words, from where they begin as the second do: of `de la présente Conférencela Conférence de
/// plénipotentiaires` the preposition belongs to both.
fn beginning_alike(
    names: &Finder<CommonWords>,
    text: &str,
    first: Range<usize>,
    second: &Range<usize>,
) -> Range<usize> {
    let word = |range: &Range<usize>| text.get(range.clone()).and_then(|words| words.split(' ').next());
    if word(&first) == word(second) {
        return first;
    }
    let spaces = text.get(first.clone()).unwrap_or_default().match_indices(' ');
    let starts = spaces.map(|(at, space)| first.start + at + space.len());
    let mut shorter = starts.flat_map(|start| names.each_at(text, start));
    let alike =
        |(range, _): &(Range<usize>, CommonWords)| range.end == first.end && word(range) == word(second);
    shorter.find(alike).map_or(first.clone(), |(range, _)| range)
}

/// The word that took the place of the first.
fn second(
    names: &Finder<CommonWords>,
    text: &str,
    first: &Range<usize>,
    class: CommonWords,
) -> Option<(Range<usize>, f32)> {
    let rest = text.get(first.end..)?;
    let gap = rest.len() - rest.trim_start_matches(' ').len();
    names.each_at(text, first.end + gap).find_map(|(second, other)| {
        let apart = text.get(first.clone()) != text.get(second.clone());
        // `Member StatesMember States and Sector Members`: the new words begin with the old ones.
        let (second, apart) =
            match (!apart && gap == 0).then(|| longer(names, text, &second, class)).flatten() {
                Some(longer) => (longer, true),
                None => (second, apart),
            };
        let confidence = weigh(class, other, gap).filter(|_| apart && ends(text, second.end))?;
        Some((second, confidence))
    })
}

/// Words of a class with more of it behind them, joined by a comma or a word for "and".
fn longer(
    names: &Finder<CommonWords>,
    text: &str,
    first: &Range<usize>,
    class: CommonWords,
) -> Option<Range<usize>> {
    let mut end = first.end;
    loop {
        let rest = text.get(end..)?;
        let open = rest.trim_start();
        let comma = usize::from(open.starts_with(','));
        let behind = open.get(comma..)?.trim_start();
        let and = terms::head(Term::And, behind).unwrap_or(0);
        let next = behind.get(and..)?.trim_start();
        let at = text.len() - next.len();
        let joined = comma > 0 || and > 0;
        let more = names.each_at(text, at).find(|(range, other)| *other == class && ends(text, range.end));
        match more.filter(|_| joined) {
            Some((range, _)) => end = range.end,
            None => break,
        }
    }
    (end > first.end).then_some(first.start..end)
}

/// How sure it is that the second word took the first one's place.
fn weigh(first: CommonWords, second: CommonWords, gap: usize) -> Option<f32> {
    match (first, second, gap) {
        (CommonWords::Modal, CommonWords::Strict, 0) | (CommonWords::Strict, CommonWords::Modal, 0) => {
            Some(0.92)
        }
        (one, other, _) if one != other => None,
        // "political will may": a noun looks like a modal verb, where there is a space.
        (CommonWords::Modal, _, 1) => Some(0.7),
        (CommonWords::Strict, _, 1) => Some(0.88),
        // "to give each the means" has two: a space between them leaves a doubt.
        (CommonWords::Determiner, _, 1) => Some(0.8),
        (CommonWords::Unsure | CommonWords::MemberUnsure, _, 0) => Some(0.8),
        // Words of one meaning can be said in one breath: 加强合作.
        (CommonWords::Verb | CommonWords::Adjective | CommonWords::Noun | CommonWords::Quality, _, 0) => {
            Some(0.6)
        }
        (CommonWords::Countries, _, 0) => Some(0.8),
        (CommonWords::Institution, _, 0) => Some(0.88),
        (_, _, 0) => Some(0.92),
        _ => None,
    }
}

/// Whether a word can end here; Han words end anywhere.
fn ends(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let after = text.get(at..).and_then(|rest| rest.chars().next());
    before.is_some_and(|c| !is_spaced_letter(c)) || !after.is_some_and(is_spaced_letter)
}
