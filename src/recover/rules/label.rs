//! Labels that run together where a list was renumbered: `b)`, `bc)`, `cd)`; `2`, `23`, `34`.
//!
//! `bc)` was b) and is now c): an item was put in before it. `cb)` was c) and is now b): the item
//! before it was deleted. The labels before the first such one are still in step, so the items that
//! moved it are those directly before it.

use std::ops::Range;

use super::Document;
use crate::model::Role;
use crate::parse::label::{ordinal, relabelled};
use crate::recover::Witness::{List, Pattern};
use crate::recover::candidate::Candidate;
use crate::recover::passage::Passage;
use crate::text::RevisionKind::{Deletion, Insertion};

const LABEL: &str = "label-pair";
const ITEM: &str = "list-renumbered";

pub(super) fn see(document: &Document<'_>, found: &mut Vec<Candidate>) {
    let all = &document.passages.all;
    let mut start = 0;
    while let Some(first) = all.get(start) {
        let end = all.iter().skip(start).take_while(|p| p.context.list == first.context.list).count() + start;
        if first.context.amends() {
            for level in 1..=3 {
                for series in [letters as Reading, numbers] {
                    list(all, start..end, level, series, found);
                }
            }
        }
        start = end.max(start + 1);
    }
}

/// A label read: what it counts, or the two counts that run together and where to cut.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Count {
    One(i32),
    Two { old: i32, new: i32, cut: usize, length: usize },
}

/// Reads a label, given the count of the label before it.
type Reading = fn(&str, i32) -> Option<Count>;

fn list(all: &[Passage], range: Range<usize>, level: u8, read: Reading, found: &mut Vec<Candidate>) {
    let mut shift = 0;
    let mut last = 0;
    let mut clean: Vec<usize> = Vec::new();
    let mut seen: Vec<Candidate> = Vec::new();
    let mut pairs = 0;
    let mut numeral = false;
    for at in range {
        let here = |p: &&Passage| p.context.role == Role::Item && p.context.level == level;
        let Some(passage) = all.get(at).filter(here) else { continue };
        match read(&passage.label, last) {
            Some(Count::One(count)) => {
                if count <= last {
                    // Another list of the same level begins.
                    clean.clear();
                    shift = 0;
                }
                clean.push(at);
                last = count;
            }
            Some(Count::Two { old, new, cut, length }) => {
                let moved = (new - old) - shift;
                let Some(items) = clean.len().checked_sub(moved.unsigned_abs() as usize) else { return };
                shift = new - old;
                last = new;
                pairs += 1;
                numeral |= passage.label.starts_with(|c: char| c.is_ascii_digit());
                let reason = format!("the label was {old} in its list and is now {new}");
                seen.push(Candidate::relabelled(at, 0..cut, cut..length).seen(LABEL, Pattern, 0.93, reason));
                let kind = if moved > 0 { Insertion } else { Deletion };
                for item in clean.split_off(items) {
                    let length = all.get(item).map_or(0, |passage| passage.text.len());
                    let reason = "the labels behind it were moved by one".to_owned();
                    let mut whole = Candidate::whole(item, length, kind).seen(ITEM, List, 0.9, reason);
                    whole.related.push(at);
                    seen.push(whole);
                }
                clean.clear();
            }
            None => {}
        }
    }
    // One pair of numbers alone is less sure: 23 after 2 can be a slip of the pen.
    if pairs == 1 && numeral {
        seen.iter_mut().for_each(|candidate| candidate.confidence -= 0.05);
    }
    found.append(&mut seen);
}

/// `c)`, or `bc)` where c is the next letter; in any alphabet that labels items.
fn letters(label: &str, last: i32) -> Option<Count> {
    let inner = label.trim_end_matches([')', '）', '.']).trim_end();
    if inner.len() == label.len() {
        return None;
    }
    if let Some((old, new)) = relabelled(inner) {
        let cut = inner.chars().next().map_or(0, char::len_utf8);
        return step(i32::from(old), i32::from(new), last, cut, inner.len());
    }
    let mut letters = inner.chars();
    let first = letters.next().and_then(ordinal)?;
    letters.next().is_none().then_some(Count::One(i32::from(first)))
}

/// `3`, or `23` where 3 is the next number.
fn numbers(label: &str, last: i32) -> Option<Count> {
    let digits = label.trim_end_matches([')', '）', '.']);
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole: i32 = digits.parse().ok()?;
    if whole == last + 1 || digits.len() == 1 {
        return Some(Count::One(whole));
    }
    let splits = (1..digits.len()).filter_map(|cut| {
        let (old, new) = digits.split_at_checked(cut)?;
        step(old.parse().ok()?, new.parse().ok()?, last, cut, digits.len())
    });
    splits.min_by_key(|count| matches!(count, Count::One(_))).or(Some(Count::One(whole)))
}

/// Two counts are a pair where the new one comes next, or takes the place of the one before.
fn step(old: i32, new: i32, last: i32, cut: usize, length: usize) -> Option<Count> {
    const FAR: i32 = 3;
    let next = new == last + 1 && old < new && new - old <= FAR;
    let instead = new == last && old == last + 1;
    (next || instead).then_some(Count::Two { old, new, cut, length })
}
