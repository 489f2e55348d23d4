//! Numbers that run together: `Study Group 1620`, `第1620研究组`, `Resolution 57/23958/199`,
//! `Question 22-1/13/2`.
//!
//! Each kind has its own bounds: study groups end at 21, the sessions of the General Assembly run
//! from year to year, a Question names its study group behind the stroke.

use crate::diagnostics::{Message, message};
use std::ops::Range;

use super::RecoveryInput;
use crate::lexicon::terms::{self, Term};
use crate::recover::Witness::Pattern;
use crate::recover::candidate::Candidate;

const RULE: &str = "numbers-joined";

/// The highest number that a study group of the Union has had since their reform of 1993.
const GROUPS: u16 = 21;

pub(super) fn see(document: &RecoveryInput<'_>, found: &mut Vec<Candidate>) {
    for (at, passage) in document.passages.iter() {
        let text = &passage.text;
        let mut from = 0;
        while let Some(run) = digits(text, from) {
            from = run.end;
            if (2..=4).contains(&run.len()) {
                found.extend(
                    group(text, &run).map(|cut| joined(at, &run, cut, 0.9, message!("study groups"))),
                );
            }
            if let Some((candidate, end)) = strokes(at, text, &run).or_else(|| ordinals(at, text, &run)) {
                found.push(candidate);
                from = end;
            }
        }
    }
}

fn joined(at: usize, run: &Range<usize>, cut: usize, confidence: f32, what: Message) -> Candidate {
    let reason = message!("the numbers of two {what} run together", what => what);
    Candidate::replacement(at, run.start..cut, cut..run.end).seen(RULE, Pattern, confidence, reason)
}

fn digits(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let start = from + rest.bytes().position(|b| b.is_ascii_digit())?;
    let length = text.get(start..)?.bytes().take_while(u8::is_ascii_digit).count();
    Some(start..start + length)
}

/// Where the numbers of two study groups part.
fn group(text: &str, run: &Range<usize>) -> Option<usize> {
    let (before, after) = (text.get(..run.start)?, text.get(run.end..)?);
    // `Study Group 16`, `第16研究组`.
    let named = terms::all(Term::StudyGroup).iter().any(|word| match word.split_once("{n}") {
        Some((head, tail)) => before.ends_with(head) && after.trim_start().starts_with(tail),
        None => before.strip_suffix([' ', '\u{a0}']).is_some_and(|before| before.ends_with(&**word)),
    });
    let number: u16 = text.get(run.clone())?.parse().ok()?;
    if !named || number <= GROUPS || after.starts_with(['/', '-', '.']) {
        return None;
    }
    let valid = |range: Range<usize>| {
        let digits = text.get(range)?;
        digits.parse().ok().filter(|n: &u16| (1..=GROUPS).contains(n) && !digits.starts_with('0'))
    };
    let cuts = run.start + 1..run.end;
    let mut cuts = cuts.filter(
        |cut| matches!((valid(run.start..*cut), valid(*cut..run.end)), (Some(old), Some(new)) if old != new),
    );
    let cut = cuts.next()?;
    // `112` may be 1 and 12 or 11 and 2: not for us to say.
    cuts.next().is_none().then_some(cut)
}

/// `5th6th`, `1-й2-й`: two ordinals without a space between.
fn ordinals(at: usize, text: &str, first: &Range<usize>) -> Option<(Candidate, usize)> {
    let ending = |at: usize| Some(at + terms::head(Term::OrdinalEnding, text.get(at..)?)?);
    let close = ending(first.end)?;
    let second = digits(text, close).filter(|second| second.start == close)?;
    let end = ending(second.end)?;
    let before = text.get(..first.start)?.chars().next_back();
    let apart = !before.is_some_and(char::is_alphanumeric)
        && !text.get(end..)?.starts_with(char::is_alphanumeric)
        && text.get(first.clone()) != text.get(second);
    apart.then(|| (joined(at, &(first.start..end), close, 0.92, message!("sessions or groups")), end))
}

/// `57/23958/199`: two numbers with a stroke; what stands between the strokes ends one and begins
/// the other.
fn strokes(at: usize, text: &str, first: &Range<usize>) -> Option<(Candidate, usize)> {
    let middle = digits(text, first.end + 1).filter(|m| m.start == first.end + 1)?;
    let last = digits(text, middle.end + 1).filter(|l| l.start == middle.end + 1)?;
    let stroke = |at: usize| text.get(at..=at) == Some("/");
    let behind = text.get(last.end..)?;
    if !stroke(first.end) || !stroke(middle.end) || behind.starts_with('/') {
        return None;
    }
    let start = with_part(text, first.start);
    let before = text.get(..start)?;
    if before.ends_with(|c: char| c.is_ascii_alphanumeric() || "/-.".contains(c)) {
        return None;
    }
    let number = |range: Range<usize>| -> Option<u16> {
        let digits = text.get(range)?;
        digits.parse().ok().filter(|_| !digits.starts_with('0'))
    };
    let (opening, closing) = (number(first.clone())?, number(last.clone())?);
    // A session of the General Assembly: two digits, not before the first.
    let session = || {
        let cut = middle.end.checked_sub(2).filter(|cut| *cut > middle.start)?;
        let (ends, begins) = (number(middle.start..cut)?, number(cut..middle.end)?);
        let sessions = (40..100).contains(&opening) && (opening..=opening + 30).contains(&begins);
        (sessions && ends < 400 && closing < 400).then_some(cut)
    };
    // A Question: the study group behind the first stroke, the number of the next before the second.
    let question = || {
        let groups = middle.start + 1..middle.end;
        groups.rev().find(|cut| number(middle.start..*cut) == Some(closing)).or_else(|| {
            let one_or_two = |n: Option<u16>| matches!(n, Some(1 | 2));
            let cut = middle.start + 1;
            let fits = one_or_two(number(middle.start..cut)) && one_or_two(Some(closing));
            (fits && number(cut..middle.end).is_some_and(|n| n < 40)).then_some(cut)
        })
    };
    let (cut, what) = match session() {
        Some(cut) => (cut, message!("resolutions of the General Assembly")),
        None => (question().filter(|cut| *cut < middle.end && opening < 40)?, message!("Questions")),
    };
    let whole = start..last.end;
    Some((joined(at, &whole, cut, 0.92, what), last.end))
}

/// Where `22-1` begins, for the place of its last digits.
fn with_part(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let Some(head) = before.strip_suffix('-') else { return at };
    let digits = head.bytes().rev().take_while(u8::is_ascii_digit).count();
    if digits == 0 { at } else { at - 1 - digits }
}
