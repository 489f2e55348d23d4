//! Names that carry a year or a place, brought up in one place and forgotten in another.

use std::collections::BTreeMap;

use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage};
use crate::diagnostics::{Finding, Rule, Severity, message};

pub(super) const FAMILY: Family = Family { rules: &[&FORGOTTEN], see };

/// A name that others have replaced.
pub(super) static FORGOTTEN: Rule = Rule {
    code: "REF008",
    name: "name-not-brought-up",
    severity: Severity::Information,
    what: "A conference's short form or a title keeps its old year or place, though the same document \
           changes it elsewhere.",
    why: "Where all others were brought up, this one was forgotten, or the place is meant to stay: the \
          delegation knows.",
    example: "`WTDC-10` where others become `WTDC-14`; `Hyderabad Action Plan` beside `Dubai Action Plan`",
    remedy: "Ask the delegation whether the old name is meant.",
    source: "Practice of the Union: a text brings all its references to one state",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    if !document.has_marks() {
        return;
    }
    // What a name became, by the name: taken from passages whose names differ in number of neither.
    let mut changed: BTreeMap<String, String> = BTreeMap::new();
    for passage in document.annex().filter(|passage| passage.marked) {
        let base = passage.base();
        let (old, new) = (names(&base), names(&passage.text));
        if old.len() != new.len() {
            continue;
        }
        for ((_, old), (_, new)) in old.iter().zip(&new) {
            if old != new && kin(old, new) {
                changed.entry((*old).to_owned()).or_insert_with(|| (*new).to_owned());
            }
        }
    }
    if changed.is_empty() {
        return;
    }
    for passage in document.annex() {
        report(passage, &changed, found);
    }
}

fn report(passage: &CheckedPassage<'_>, changed: &BTreeMap<String, String>, found: &mut Vec<Finding>) {
    for (range, name) in names(&passage.text) {
        let Some(new) = changed.get(name) else { continue };
        let said = message!("{name} stays here; elsewhere in this document it becomes {new}.", name, new);
        found.push(Finding::new(&FORGOTTEN, passage.span(&range), said));
    }
}

/// Two names of one thing: the same acronym, or titles that end or begin alike.
fn kin(old: &str, new: &str) -> bool {
    let acronym = |name: &str| name.split(['-', '‑']).next().unwrap_or_default().to_owned();
    if is_acronym(old) || is_acronym(new) {
        return is_acronym(old) && is_acronym(new) && acronym(old) == acronym(new);
    }
    let alike = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).count();
    let head = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    alike.max(head) * 2 >= old.chars().count().min(new.chars().count())
}

fn is_acronym(name: &str) -> bool {
    name.ends_with(|c: char| c.is_ascii_digit()) && name.contains(['-', '‑'])
}

/// Short forms of conferences with their year, and titles in title marks, in order.
fn names(text: &str) -> Vec<(std::ops::Range<usize>, &str)> {
    const LONGEST: usize = 120;
    let mut found = Vec::new();
    for (at, letter) in text.char_indices() {
        let range = match letter {
            '《' | '«' => {
                let start = at + letter.len_utf8();
                let end = text.floor_char_boundary(start.saturating_add(4 * LONGEST).min(text.len()));
                let rest = text.get(start..end).unwrap_or_default();
                let end = rest.find(['》', '»']).filter(|length| (1..LONGEST).contains(length));
                end.map(|length| start..start + length)
            }
            '-' | '‑' => short_form(text, at, letter.len_utf8()),
            _ => None,
        };
        if let Some(range) = range
            && let Some(name) = text.get(range.clone())
        {
            found.push((range, name));
        }
    }
    found
}

/// `WTDC-10` round its hyphen: two capitals or more, two digits or four.
fn short_form(text: &str, hyphen: usize, width: usize) -> Option<std::ops::Range<usize>> {
    let head = text.get(..hyphen)?;
    let capitals = head.chars().rev().take_while(|c| c.is_alphabetic() && c.is_uppercase());
    let (count, bytes) = capitals.fold((0, 0), |(count, bytes), c| (count + 1, bytes + c.len_utf8()));
    let tail = text.get(hyphen + width..)?;
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    let plain = !tail.get(digits..)?.starts_with(|c: char| c.is_ascii_alphanumeric());
    (count >= 2 && matches!(digits, 2 | 4) && plain).then_some(hyphen - bytes..hyphen + width + digits)
}
