//! Items inside a line: labels in sequence, each after the stop that ends the item before.
//!
//! In: a line and where its lists begin. Out: where it is cut, and which labels lost the gap behind
//! them. Never: a number of the text (`2014年`, `1.5 Gbit/s`), as only the next of a sequence counts.

use super::JoinCut;
use crate::lexicon::terms::{self, Term};
use crate::model::LabelValue;
use crate::parse::label;

/// The cuts before labels from byte `from` on. `lists`: bytes at which a call's list begins, where the
/// count starts anew.
pub(super) fn cuts(text: &str, from: usize, lists: &[usize]) -> Vec<JoinCut> {
    let mut cuts = Vec::new();
    let mut open: Vec<LabelValue> = Vec::new();
    let mut lists = lists.iter().copied().peekable();
    let mut stop = None;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < from) {
        let anew = lists.next_if(|start| *start <= at).is_some();
        if anew {
            open.clear();
            stop = Some(':');
        }
        if c.is_whitespace() {
            continue;
        }
        if let Some(stop) = stop
            && let Some((cut, value)) = label_at(text, at, stop, &open)
        {
            place(&mut open, value);
            cuts.push(cut);
        }
        stop = matches!(c, '；' | ';' | '：' | ':' | '。' | '，' | ',' | '.' | '؛' | '،').then_some(c);
    }
    cuts
}

/// Whether a line that begins with a label goes on with the next of its list inside.
pub(super) fn sequence(text: &str, first: &label::ScannedLabel) -> Vec<JoinCut> {
    let mut open: Vec<LabelValue> = Vec::new();
    for value in &first.readings {
        // `i)` is a letter or a roman one: both may go on.
        open.push(value.clone());
    }
    let mut cuts = Vec::new();
    let mut stopped = false;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < first.text_at) {
        if stopped
            && !c.is_whitespace()
            && let Some(label) = label::scan(text.get(at..).unwrap_or_default())
            && label.firm
            && text.get(at..at + label.length).is_some_and(|label| label.ends_with([')', '）']))
            && let Some(value) =
                label.readings.iter().find(|value| open.iter().any(|last| follows(last, value)))
        {
            open = vec![value.clone()];
            cuts.push(JoinCut { at, number: 0, on: true });
        }
        stopped = matches!(c, '；' | ';' | '؛') || stopped && c.is_whitespace();
    }
    cuts
}

/// The label at `at`, if it can stand after `stop` in the lists that are open.
fn label_at(text: &str, at: usize, stop: char, open: &[LabelValue]) -> Option<(JoinCut, LabelValue)> {
    let rest = text.get(at..)?;
    if let Some((parts, length)) = number(rest) {
        let value = LabelValue::Number(parts);
        let first = open.is_empty() && value == LabelValue::Number(vec![1]);
        let next = open.iter().any(|last| follows(last, &value) || below(last, &value));
        let clause_ends = !matches!(stop, ',' | '，' | '،' | '.') || next && matches!(stop, ',' | '，');
        let gap = rest.get(length..)?.starts_with([' ', '\t', '\u{3000}']);
        return (clause_ends && (first || next))
            .then_some((JoinCut { at, number: if gap { 0 } else { length }, on: next }, value));
    }
    let found = label::scan(rest).filter(|label| label.firm)?;
    let value = found.readings.iter().find(|value| open.iter().any(|last| follows(last, value)));
    if matches!(found.readings.first(), Some(LabelValue::Bullet)) {
        let round = rest.starts_with(['•', '●', '▪', '■']);
        return round.then_some((JoinCut { at, number: 0, on: !open.is_empty() }, LabelValue::Bullet));
    }
    let clause_ends = matches!(stop, '；' | ';' | '：' | ':' | '。' | '؛');
    match value {
        Some(value) => Some((JoinCut { at, number: 0, on: true }, value.clone())),
        None => clause_ends.then(|| {
            (
                JoinCut { at, number: 0, on: false },
                found.readings.first().cloned().unwrap_or(LabelValue::Other),
            )
        }),
    }
}

/// A bare number that can be a label: no more digits, no unit, no date.
fn number(rest: &str) -> Option<(Vec<u16>, usize)> {
    let mut parts = Vec::new();
    let mut at = 0;
    loop {
        let digits = rest.get(at..)?.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 2 {
            return None;
        }
        parts.push(rest.get(at..at + digits)?.parse().ok()?);
        at += digits;
        let tail = rest.get(at..)?;
        if !tail.starts_with('.') || !tail.get(1..)?.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        at += 1;
    }
    let tail = rest.get(at..)?;
    let next = tail.chars().next()?;
    let text = tail.trim_start().chars().next()?;
    let apart = !matches!(next, '.' | '-' | '–' | '/' | ')' | '）' | '%' | ',')
        && !terms::letters(Term::CountedBy).contains(next);
    // Latin words run on with a number are names (`4G`), other scripts' are not.
    let glued = next.is_alphabetic() && !next.is_ascii();
    (apart && (glued || next.is_whitespace()) && text.is_alphabetic() | "“《«\"".contains(text))
        .then_some((parts, at))
}

fn place(open: &mut Vec<LabelValue>, value: LabelValue) {
    while let Some(last) = open.last() {
        let kept =
            below(last, &value) || !(follows(last, &value) || open.iter().any(|last| follows(last, &value)));
        if kept {
            break;
        }
        open.pop();
    }
    open.push(value);
}

/// Whether `value` is the next label after `last`, or the same once more (`bbis)`).
fn follows(last: &LabelValue, value: &LabelValue) -> bool {
    match (last, value) {
        (LabelValue::Letter(a), LabelValue::Letter(b)) | (LabelValue::Roman(a), LabelValue::Roman(b)) => {
            *b == a + 1 || a == b
        }
        (LabelValue::Number(a), LabelValue::Number(b)) => {
            let (Some((x, before)), Some((y, same))) = (a.split_last(), b.split_last()) else { return false };
            // `4.2` is followed by `4.3`, `5` and `5.1`.
            let next = a.first().map(|n| n + 1);
            before == same && *y == x + 1
                || b.first().copied() == next && (b.len() == 1 || b.len() == 2 && *y == 1)
        }
        _ => false,
    }
}

/// `3.1` stands below `3`.
fn below(last: &LabelValue, value: &LabelValue) -> bool {
    let (LabelValue::Number(a), LabelValue::Number(b)) = (last, value) else { return false };
    b.len() == a.len() + 1 && b.starts_with(a) && b.last() == Some(&1)
}
