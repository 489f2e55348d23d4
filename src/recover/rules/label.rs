//! Labels that run together where a list was renumbered: `b)`, `bc)`, `cd)`; `2`, `23`, `34`.
//!
//! `bc)` was b) and is now c): an item was put in before it. `cb)` was c) and is now b): the item
//! before it was deleted. Word's plain text may show both labels whole, `b)c)`. The labels before the first such one are still in step, so the items that
//! moved it are those directly before it.

use crate::diagnostics::message;
use std::ops::Range;

use super::RecoveryInput;
use crate::model::{LabelValue, Role};
use crate::numerals::roman_value;
use crate::parse::label::{ordinal, relabelled, relabelled_romans, renumbered};
use crate::recover::Witness::{List, Pattern};
use crate::recover::candidate::Candidate;
use crate::recover::passage::RecoveryPassage;
use crate::text::RevisionKind::{Deletion, Insertion};

const LABEL: &str = "label-pair";
const ITEM: &str = "list-renumbered";
const REPLACED: &str = "item-replaced";

pub(super) fn see(document: &RecoveryInput<'_>, found: &mut Vec<Candidate>) {
    let all = &document.passages.all;
    let mut start = 0;
    while let Some(first) = all.get(start) {
        let end = all.iter().skip(start).take_while(|p| p.context.list == first.context.list).count() + start;
        if first.context.amends() {
            for level in 1..=3 {
                for series in [letters as LabelReading, numbers, romans] {
                    list(all, start..end, level, series, found);
                }
            }
        }
        start = end.max(start + 1);
    }
}

/// A label read: what it counts, or the two counts that run together and where to cut.
#[derive(Debug, Clone, PartialEq, Eq)]
enum LabelUse {
    One(i32),
    Two { old: i32, new: i32, cut: usize, length: usize },
}

/// Reads a label, given the count of the label before it.
type LabelReading = fn(&str, i32) -> Option<LabelUse>;

fn list(
    all: &[RecoveryPassage],
    range: Range<usize>,
    level: u8,
    read: LabelReading,
    found: &mut Vec<Candidate>,
) {
    let mut shift = 0;
    let mut last = 0;
    let mut clean: Vec<usize> = Vec::new();
    let mut seen: Vec<Candidate> = Vec::new();
    let mut pairs = 0;
    let mut numeral = false;
    let mut in_order = false;
    let mut counts: Vec<(usize, i32)> = Vec::new();
    for at in range {
        let here = |p: &&RecoveryPassage| p.context.role == Role::Item && p.context.level == level;
        let Some(passage) = all.get(at).filter(here) else { continue };
        let of_another = |read: &LabelUse| matches!(read, LabelUse::Two { old, new, .. } if new < old && *new == last + 1 && new - old != shift);
        match read(&passage.label, last).filter(|read| !of_another(read)) {
            Some(LabelUse::One(count)) => {
                counts.push((at, count));
                if count <= last {
                    // Another list of the same level begins.
                    clean.clear();
                    shift = 0;
                }
                clean.push(at);
                last = count;
            }
            Some(LabelUse::Two { old, new, cut, length }) => {
                let moved = (new - old) - shift;
                let Some(items) = clean.len().checked_sub(moved.unsigned_abs() as usize) else { return };
                shift = new - old;
                last = new;
                pairs += 1;
                in_order =
                    !counts.is_empty() && counts.iter().zip(1..).all(|((_, count), next)| *count == next);
                // `2)3)` cannot be one number.
                let whole = passage.label.contains([')', '）']);
                numeral |= !whole && passage.label.starts_with(|c: char| c.is_ascii_digit());
                let reason = message!("the label was {old} in its list and is now {new}", old, new);
                seen.push(Candidate::relabelled(at, 0..cut, cut..length).seen(LABEL, Pattern, 0.93, reason));
                let kind = if moved > 0 { Insertion } else { Deletion };
                for item in clean.split_off(items) {
                    let length = all.get(item).map_or(0, |passage| passage.text.len());
                    let reason = message!("the labels behind it were moved by one");
                    let mut whole = Candidate::whole(item, length, kind).seen(ITEM, List, 0.9, reason);
                    whole.related.push(at);
                    seen.push(whole);
                }
                clean.clear();
            }
            None => {}
        }
    }
    // One pair of numbers alone is less sure: 23 after 2 can be a slip of the pen. Where the list counts on from
    // one up to it and the item that it speaks of stands there, no slip does the same.
    if pairs == 1 && numeral && !in_order {
        seen.iter_mut().for_each(|candidate| candidate.confidence -= 0.06);
    }
    if pairs == 0 {
        replaced(all, &counts, &mut seen);
    }
    found.append(&mut seen);
}

/// An item replaced by another under the same label: `a)`, `b)`, `b)`, `c)`. The labels behind it did not
/// move, so the second took the place of the first. Only in a list that is in order otherwise, and not at
/// its end, where a label may have been forgotten.
fn replaced(all: &[RecoveryPassage], counts: &[(usize, i32)], found: &mut Vec<Candidate>) {
    const FEWEST: usize = 4;
    let mut pairs = Vec::new();
    for (here, next) in counts.iter().zip(counts.iter().skip(1)) {
        match next.1 - here.1 {
            0 => pairs.push((here.0, next.0)),
            1 => {}
            _ => return,
        }
    }
    // An item that holds the head of a list of its own is followed by the rest of that list.
    let text = |at: usize| all.get(at).map(|passage| passage.text.as_str()).unwrap_or_default();
    if pairs.iter().any(|(old, _)| opens_list(text(*old))) {
        return;
    }
    let last = counts.last().map(|(at, _)| *at);
    let whole = counts.first().is_some_and(|(_, count)| *count == 1) && counts.len() >= FEWEST;
    let apart = pairs.iter().zip(pairs.iter().skip(1)).all(|(one, other)| one.1 != other.0);
    if !whole || !apart {
        return;
    }
    for (old, new) in pairs.into_iter().filter(|(_, new)| Some(*new) != last) {
        let length = |at: usize| all.get(at).map_or(0, |passage| passage.text.len());
        let reason = message!("two items have one label, and the labels behind them did not move");
        let mut pair = Candidate::whole(old, length(old), Deletion).seen(REPLACED, List, 0.9, reason.clone());
        pair.cuts
            .extend(Candidate::whole(new, length(new), Insertion).seen(REPLACED, List, 0.9, reason).cuts);
        found.push(pair);
    }
}

/// Whether the first label of a list stands among the words of a text: `measures to prevent a) the …`.
fn opens_list(text: &str) -> bool {
    text.match_indices([')', '）']).any(|(at, _)| {
        let mut before = text.get(..at).unwrap_or_default().trim_end().chars().rev();
        let first = before.next().is_some_and(|c| matches!(c, '1' | 'i') || ordinal(c) == Some(1));
        first && before.next().is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '（' | ':' | '：'))
    })
}

/// `c)`, or `bc)` where c is the next letter; in any alphabet that labels items.
fn letters(label: &str, last: i32) -> Option<LabelUse> {
    if let Some(pair) = whole(label, last, |value| matches!(value, LabelValue::Letter(_))) {
        return Some(pair);
    }
    let inner = label.trim_start_matches(['(', '（']).trim_end_matches([')', '）', '.']).trim_end();
    if inner.len() == label.len() {
        return None;
    }
    if let Some((old, new)) = relabelled(inner).filter(|_| label.starts_with(inner)) {
        let cut = inner.chars().next().map_or(0, char::len_utf8);
        return step(i32::from(old), i32::from(new), last, cut, inner.len());
    }
    let mut letters = inner.chars();
    let first = letters.next().and_then(ordinal)?;
    letters.next().is_none().then_some(LabelUse::One(i32::from(first)))
}

/// `3`, or `23` where 3 is the next number.
fn numbers(label: &str, last: i32) -> Option<LabelUse> {
    if let Some(pair) = whole(label, last, |value| matches!(value, LabelValue::Number(_))) {
        return Some(pair);
    }
    let digits = label.trim_end_matches([')', '）', '.']);
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole: i32 = digits.parse().ok()?;
    if whole == last + 1 || digits.len() == 1 {
        return Some(LabelUse::One(whole));
    }
    let splits = (1..digits.len()).filter_map(|cut| {
        let (old, new) = digits.split_at_checked(cut)?;
        step(old.parse().ok()?, new.parse().ok()?, last, cut, digits.len())
    });
    splits.min_by_key(|count| matches!(count, LabelUse::One(_))).or(Some(LabelUse::One(whole)))
}

/// `iii)`, or `iiiii)` and `ii)iii)` where iii is the next.
fn romans(label: &str, last: i32) -> Option<LabelUse> {
    if let Some(pair) = whole(label, last, |value| matches!(value, LabelValue::Roman(_))) {
        return Some(pair);
    }
    let inner = label.trim_start_matches(['(', '（']).trim_end().trim_end_matches([')', '）', '.']);
    if let Some(value) = roman_value(inner).filter(|value| *value <= 39) {
        return Some(LabelUse::One(i32::from(value)));
    }
    let mut pairs = relabelled_romans(inner).filter(|_| label.starts_with(inner));
    pairs.find_map(|(old, new, cut)| step(i32::from(old), i32::from(new), last, cut, inner.len()))
}

/// Two whole labels of the kind at hand: `b)c)`.
fn whole(label: &str, last: i32, kind: fn(&LabelValue) -> bool) -> Option<LabelUse> {
    let pair = renumbered(label).filter(|pair| kind(&pair.new) && pair.length == label.trim_end().len())?;
    let (old, new) = pair.counts()?;
    step(i32::from(old), i32::from(new), last, pair.cut, pair.length)
}

/// Two counts are a pair where the new one comes next, or takes the place of the one before.
fn step(old: i32, new: i32, last: i32, cut: usize, length: usize) -> Option<LabelUse> {
    const FAR: i32 = 3;
    let next = new == last + 1 && old < new && new - old <= FAR;
    let instead = new == last && old == last + 1;
    // `dc)` behind `cb)`: an item further up was deleted; the list tells whether the step is that one's.
    let behind = new == last + 1 && new < old && old - new <= FAR;
    (next || instead || behind).then_some(LabelUse::Two { old, new, cut, length })
}
