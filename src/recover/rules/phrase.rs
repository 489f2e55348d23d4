//! A phrase and its successor, alike but for their numbers: `2012-2015年战略规划2016-2019年战略规划`,
//! `the 2014 session2018 session`, `世界电信标准化全会（2012年，迪拜）世界电信标准化全会（2016年，哈马马特）`.
//!
//! Two phrases that are both meant have a mark or a word between them. So a number, what stands round
//! it, and the same again with another number, nothing between, are old and new.

use crate::diagnostics::message;
use std::ops::Range;

use super::RecoveryInput;
use crate::letters::{is_han, is_spaced_letter};
use crate::lexicon::terms::{self, Term};
use crate::model::InstrumentKind;
use crate::recover::Witness::Pattern;
use crate::recover::candidate::Candidate;
use crate::registry::reference::InstrumentReference;

const RULE: &str = "phrase-doubled";

/// A longer phrase is no phrase, bytes.
const LONGEST: usize = 120;

pub(super) fn see(document: &RecoveryInput<'_>, found: &mut Vec<Candidate>) {
    for (at, passage) in document.passages.iter() {
        let text = &passage.text;
        numbered(document, at, text, found);
        counted(at, text, found);
        found.extend(qualified(at, text));
        let cited = document.references.get(at).map(Vec::as_slice).unwrap_or_default();
        for (left, right) in cited.iter().zip(cited.iter().skip(1)) {
            found.extend(dated(at, text, left, right));
        }
    }
}

/// Years, and spans of years, each with the same words round it.
fn numbered(document: &RecoveryInput<'_>, at: usize, text: &str, found: &mut Vec<Candidate>) {
    let mut last: Option<(Range<usize>, u16)> = None;
    let mut from = 0;
    while let Some(run) = years(text, from) {
        from = run.0.end;
        if let Some((first, old)) = last.take()
            && old < run.1
            && run.0.start - first.end <= LONGEST
            && let Some((deleted, inserted)) =
                framed(text, &first, &run.0).or_else(|| placed(document, text, &first, &run.0))
        {
            let reason = message!("a phrase stands twice, with {old} and with {new}", old, new = run.1);
            from = inserted.end;
            found.push(Candidate::replacement(at, deleted, inserted).seen(RULE, Pattern, 0.93, reason));
        } else {
            last = Some(run);
        }
    }
}

/// Numbers that are no years, each with the same words round it: `Study Group 17Study Group 20`,
/// `第17研究组第20研究组`.
fn counted(at: usize, text: &str, found: &mut Vec<Candidate>) {
    /// Digits of the longest number; years are told by [`numbered`].
    const DIGITS: usize = 3;
    /// Fewest letters of the words that stand twice.
    const LETTERS: usize = 3;
    let mut last: Option<Range<usize>> = None;
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.bytes().position(|b| b.is_ascii_digit())) {
        let start = from + start;
        let length = text.get(start..).map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        let run = start..start + length;
        from = run.end;
        let first = last.replace(run.clone()).filter(|first| {
            let short = first.len() <= DIGITS && run.len() <= DIGITS && run.start - first.end <= LONGEST;
            let between = text.get(first.end..run.start).unwrap_or_default();
            short
                && text.get(first.clone()) != text.get(run.clone())
                && between.chars().filter(|c| c.is_alphabetic()).count() >= LETTERS
        });
        let Some(first) = first else { continue };
        if let Some((deleted, inserted)) = framed(text, &first, &run) {
            let [old, new] = [first, run].map(|run| text.get(run).unwrap_or_default().to_owned());
            let reason = message!("a phrase stands twice, with {old} and with {new}", old, new);
            found.push(Candidate::replacement(at, deleted, inserted).seen(RULE, Pattern, 0.9, reason));
            last = None;
        }
    }
}

/// The next year or span of years, `2014` or `2012-2015`, and its first year.
fn years(text: &str, from: usize) -> Option<(Range<usize>, u16)> {
    let mut from = from;
    loop {
        let rest = text.get(from..)?;
        let start = from + rest.bytes().position(|b| b.is_ascii_digit())?;
        let digits =
            |at: usize| text.get(at..).map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        let end = start + digits(start);
        let year = text.get(start..end)?.parse().ok().filter(|year| (1865..2100).contains(year));
        let Some(year) = year.filter(|_| end - start == 4) else {
            from = end;
            continue;
        };
        let dash = text.get(end..)?.chars().next().filter(|c| matches!(c, '-' | '–' | '‑'));
        let second = end + dash.map_or(0, char::len_utf8);
        let span = dash.is_some() && digits(second) == 4;
        return Some((start..if span { second + 4 } else { end }, year));
    }
}

/// The two phrases round two numbers: what stands between the numbers is the end of the first phrase
/// and the beginning of the second, and stands before the first number and behind the second too.
fn framed(text: &str, first: &Range<usize>, second: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    const SHORTEST: usize = 2;
    let between = text.get(first.end..second.start)?;
    let (before, behind) = (text.get(..first.start)?, text.get(second.end..)?);
    // Most pairs of numbers are told by one letter: the words before both end alike, or those behind are the same.
    if before.chars().next_back() != between.chars().next_back() && !behind.starts_with(between) {
        return None;
    }
    let cuts = between.char_indices().map(|(cut, _)| cut).chain([between.len()]);
    cuts.filter_map(|cut| Some((cut, between.get(..cut)?, between.get(cut..)?))).find_map(
        |(cut, tail, head)| {
            let same = before.ends_with(head) && behind.starts_with(tail);
            let whole = between.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST;
            let glued = !tail.ends_with(parts) && !head.starts_with(parts);
            // `（2014年，釜山）` twice is told by the rule of editions.
            // Lines of a table's cell begin and end alike: `Note 5`, `Note 6`.
            let flat = !between.contains(['(', ')', '（', '）', '\n']);
            // `AB-04, AB-05, AB-06`: a comma right behind each number makes a list of them.
            let listed = tail.starts_with([',', ';', '，', '、', '；', '،', '؛', '/', '\t']);
            let apart = !listed
                && parted(text, first.start.checked_sub(head.len())?)
                && parted(text, second.end + tail.len());
            (same && whole && glued && flat && apart).then(|| {
                let middle = first.end + cut;
                (first.start - head.len()..middle, middle..second.end + tail.len())
            })
        },
    )
}

/// Whether no word of letters that are spaced goes on over a byte.
fn parted(text: &str, at: usize) -> bool {
    let spaced = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && is_spaced_letter(c));
    let (before, behind) = text.split_at_checked(at).unwrap_or_default();
    !(spaced(before.chars().next_back()) && spaced(behind.chars().next()))
}

/// `needurgently need`: a word, and again with another before it, run together. The word stands at the head of
/// the one that it is glued to, and again behind it.
fn qualified(at: usize, text: &str) -> Option<Candidate> {
    const SHORTEST: usize = 5;
    const QUALIFIER: usize = 4;
    let letter = |c: char| c.is_alphabetic();
    let mut words = text.split(' ').scan(0, |at, word| {
        let start = *at;
        *at += word.len() + 1;
        Some((start, word))
    });
    let mut last: Option<(usize, &str)> = None;
    words.find_map(|(start, word)| {
        let (before, glued) = last.replace((start, word))?;
        let bare = word.trim_end_matches(|c: char| !letter(c));
        let qualifier = glued.strip_prefix(bare).filter(|_| bare.chars().count() >= SHORTEST)?;
        let plain = qualifier.chars().count() >= QUALIFIER
            && glued.chars().all(|c| letter(c) && !is_han(c))
            && bare.chars().all(letter);
        // `Member StatesMember States`: both words stand twice.
        let twice = text.get(..before).is_some_and(|head| head.trim_end().ends_with(qualifier));
        let plain = plain && !twice;
        plain.then(|| {
            let cut = before + bare.len();
            let reason = message!("“{word}” stands twice, once with a word before it", word = bare);
            Candidate::replacement(at, before..cut, cut..start + bare.len()).seen(RULE, Pattern, 0.87, reason)
        })
    })
}

/// `2014年釜山会议2018年迪拜会议`: each year with its place and one noun, nothing between.
fn placed(
    document: &RecoveryInput<'_>,
    text: &str,
    first: &Range<usize>,
    second: &Range<usize>,
) -> Option<(Range<usize>, Range<usize>)> {
    const LONGEST_NOUN: usize = 30;
    let between = text.get(first.end..second.start)?;
    let behind = text.get(second.end..)?;
    let unit = terms::head(Term::Year, between).filter(|_| between.starts_with(is_han))?;
    (terms::head(Term::Year, behind) == Some(unit)).then_some(())?;
    let finder = document.registry.place_finder(document.language)?;
    let place = |text: &str| finder.at(text, unit).map(|(range, _)| range.end);
    let (old, new) = (place(between)?, place(behind)?);
    let noun = between.get(old..)?;
    let apart = between.get(..old) != behind.get(..new);
    let plain = !noun.is_empty() && noun.len() <= LONGEST_NOUN && noun.chars().all(is_han);
    (apart && plain && !noun.ends_with(parts) && behind.get(new..)?.starts_with(noun))
        .then(|| (first.start..second.start, second.start..second.end + new + noun.len()))
}

/// What stands between two things that are both meant.
fn parts(letter: char) -> bool {
    let joins = |term| is_han(letter) && terms::letters(term).contains(letter);
    letter.is_whitespace()
        || letter.is_ascii_punctuation()
        || "，；、。：،؛–—".contains(letter)
        || [Term::And, Term::Or, Term::Range].into_iter().any(joins)
}

/// A body's name with its edition, and again with the next one.
fn dated(
    at: usize,
    text: &str,
    left: &InstrumentReference,
    right: &InstrumentReference,
) -> Option<Candidate> {
    let alone = |reference: &InstrumentReference| {
        let [edition] = reference.editions.as_slice() else { return None };
        let plain = reference.kind == InstrumentKind::Unknown && !reference.flattened;
        edition.edition.year.filter(|_| plain)
    };
    let (old, new) = (alone(left)?, alone(right)?);
    let name = text.get(left.range.end..right.range.start)?;
    let words = name.trim_end();
    let fits = old < new
        && name.len() <= LONGEST
        && words.chars().count() >= 3
        && !name.starts_with(parts)
        && !words.ends_with(parts)
        && text.get(..left.range.start)?.trim_end().ends_with(words);
    fits.then(|| {
        let before = text.get(..left.range.start).map_or(0, |head| head.trim_end().len());
        let (deleted, inserted) = (before - words.len()..left.range.end, left.range.end..right.range.end);
        let reason = message!("the same name stands twice, with {old} and with {new}", old, new);
        Candidate::replacement(at, deleted, inserted).seen(RULE, Pattern, 0.93, reason)
    })
}
