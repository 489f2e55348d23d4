//! Labels of items: each list counts without a gap.

use crate::check::Family;
use crate::check::document::{Document, Passage};
use crate::diagnostics::{Finding, Rule, Severity};
use crate::model::{LabelValue, Role};

pub const FAMILY: Family = Family { rules: &[&SEQUENCE], see };

/// Labels jump or repeat.
pub static SEQUENCE: Rule = Rule {
    code: "STR004",
    name: "label-sequence",
    severity: Severity::Warning,
    what: "The labels of a list jump or repeat, once every mark is accepted.",
    why: "A reference such as `considering c)` would lead to nothing or to two items.",
    example: "`a)`, `b)`, `d)`",
    remedy: "Number the items anew, or ask for the item that is missing.",
    source: "Form of the Resolutions of the Union: items are lettered or numbered in sequence",
};

/// A gap wider than this is no slip: the labels are something else, or a page is missing.
const SLIP: u16 = 2;

fn see(document: &Document<'_>, found: &mut Vec<Finding>) {
    // Where a list breaks more than once, its labels were misread or mean something else.
    let breaks = breaks(document);
    let mut rest = breaks.as_slice();
    while let Some((list, _)) = rest.first() {
        let same = rest.iter().take_while(|(other, _)| other == list).count();
        if let (1, Some((_, finding))) = (same, rest.first()) {
            found.push(finding.clone());
        }
        rest = rest.get(same..).unwrap_or_default();
    }
}

/// Every break in the count, with its list.
fn breaks(document: &Document<'_>) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    // The item last met at each level of the list at hand.
    let mut open: Vec<(u8, Counted, &Passage<'_>)> = Vec::new();
    let mut list = usize::MAX;
    for passage in document.annex() {
        if passage.context.list != list {
            open.clear();
            list = passage.context.list;
        }
        if passage.is_gone() {
            continue;
        }
        if passage.context.role != Role::Item || passage.context.reasons {
            // A lead-in may begin the count anew.
            open.clear();
            continue;
        }
        let Some(counted) = passage.label.and_then(|label| counted(&label.value)) else { continue };
        open.retain(|(level, _, _)| *level <= passage.context.level);
        let before = open.iter().position(|(level, _, _)| *level == passage.context.level);
        let before = before.map(|at| open.swap_remove(at));
        if let Some((_, last, other)) = before
            && last.kind == counted.kind
            && counted.value != 1
            && counted.value != last.value.saturating_add(1)
            && !has_suffix(passage)
            && !has_suffix(other)
        {
            let slip = counted.value.abs_diff(last.value.saturating_add(1)) <= SLIP;
            let (label, previous) = (passage.label_text(), other.label_text());
            let said = format!("Item {} follows item {}.", label.trim(), previous.trim());
            let finding = Finding::new(&SEQUENCE, passage.whole(), said);
            let finding = finding.related(other.whole(), "the item before it");
            found.push((list, finding.clone()));
            if !slip {
                // Twice: no break of this list is reported.
                found.push((list, finding));
            }
        }
        open.push((passage.context.level, counted, passage));
    }
    found
}

/// `2bis`, `b)bis`, `1.a`: items put in between.
fn has_suffix(passage: &Passage<'_>) -> bool {
    let label = passage.label_text();
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    let mixed = letters > 0 && label.chars().any(|c| c.is_ascii_digit());
    mixed || ["bis", "ter", "quater"].iter().any(|suffix| label.trim_end().ends_with(suffix))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    pub kind: u8,
    pub value: u16,
}

pub(super) fn counted(value: &LabelValue) -> Option<Counted> {
    let (kind, value) = match value {
        LabelValue::Letter(value) => (0, *value),
        LabelValue::Roman(value) => (1, *value),
        LabelValue::Number(path) => match path.as_slice() {
            [value] => (2, *value),
            _ => return None,
        },
        LabelValue::Han(value) => (3, *value),
        _ => return None,
    };
    Some(Counted { kind, value })
}
