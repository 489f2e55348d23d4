//! Labels of items: each list counts without a gap.

use std::collections::BTreeMap;

use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage};
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::lexicon::terms::{self, Term};
use crate::model::{LabelValue, Role};

pub(super) const FAMILY: Family = Family { rules: &[&SEQUENCE], see };

/// Labels jump or repeat.
pub(super) static SEQUENCE: Rule = Rule {
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

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    let mut lists: BTreeMap<usize, LabelList> = BTreeMap::new();
    count_lists(document, &mut lists);
    found.extend(lists.into_values().filter_map(LabelList::finding));
}

/// What is known of a list once it has been walked.
#[derive(Debug, Default)]
struct LabelList {
    /// Items whose label counts.
    items: usize,
    /// Each break in the count.
    breaks: Vec<Finding>,
    /// Some label is far from its place: the labels mean something else, or a page is missing; or it was
    /// found inside a line, where a quotation can hold labels of its own.
    doubtful: bool,
}

impl LabelList {
    /// One finding a list, at its first break. A list that breaks at every other item was misread, or its
    /// labels count something else.
    fn finding(self) -> Option<Finding> {
        if self.doubtful || self.breaks.len() * 2 > self.items {
            return None;
        }
        let further = self.breaks.len().saturating_sub(1);
        let mut finding = self.breaks.into_iter().next()?;
        if further > 0 {
            finding.message = message!(
                "{what} The list breaks at {places} places; this is the first.",
                what => finding.message,
                places = further + 1,
            );
        }
        Some(finding)
    }
}

/// Walks every list of the annexes.
fn count_lists(document: &CheckedDocument<'_>, lists: &mut BTreeMap<usize, LabelList>) {
    // The item last met at each level of the list at hand.
    let mut open: Vec<(u8, Counted, &CheckedPassage<'_>)> = Vec::new();
    let mut number = usize::MAX;
    for passage in document.annex() {
        if passage.context.list != number {
            open.clear();
            number = passage.context.list;
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
        let list = lists.entry(number).or_default();
        list.items += 1;
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
            list.doubtful |= counted.value.abs_diff(last.value.saturating_add(1)) > SLIP;
            list.doubtful |= !begins_line(document, passage);
            let (label, previous) = (passage.label_text(), other.label_text());
            let said = message!(
                "Item {label} follows item {previous}.",
                label = label.trim(),
                previous = previous.trim(),
            );
            let finding = Finding::new(&SEQUENCE, passage.whole(), said);
            list.breaks.push(finding.related(other.whole(), message!("the item before it")));
        }
        open.push((passage.context.level, counted, passage));
    }
}

/// Whether an item begins a line of the input.
fn begins_line(document: &CheckedDocument<'_>, passage: &CheckedPassage<'_>) -> bool {
    let before = document.reading.text.get(..passage.whole().range().start).unwrap_or_default();
    before
        .trim_end_matches([' ', '\t', '\u{a0}', '\u{3000}'])
        .chars()
        .next_back()
        .is_none_or(|c| matches!(c, '\n' | '\r'))
}

/// `2bis`, `b)bis`, `bbis)`, `1.a`: items put in between.
fn has_suffix(passage: &CheckedPassage<'_>) -> bool {
    let label = passage.label_text();
    let letters = label.chars().filter(|c| c.is_alphabetic()).count();
    let mixed = letters > 0 && label.chars().any(|c| c.is_ascii_digit());
    let bare = label.trim_end().trim_end_matches([')', '）', '.']);
    let put_between = |suffix: &Box<str>| bare.ends_with(&**suffix) || label.trim_end().ends_with(&**suffix);
    mixed || terms::all(Term::PutBetween).iter().any(put_between)
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
