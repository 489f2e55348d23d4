//! How every two proposals on one text stand to each other.
//!
//! In: the rows of a text with their groups. Out: a pair for every two proposals that touch one paragraph,
//! or of which one takes out or keeps the whole text; and the class of each row. Never: a plain `NOC`, which
//! proposes nothing (PP-10 guidelines); a contradiction passed over because words cannot be compared.

use std::collections::BTreeSet;

use super::dossier::{DossierRow, ProposalEntry, TextGroup};
use super::edits::{Class, EditKind, TextEdit, relation};

/// Two proposals on one paragraph or text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    /// ProposalEntry, the earlier of the two.
    pub a: usize,
    /// ProposalEntry.
    pub b: usize,
    /// Address of the paragraph, or of the whole text.
    pub address: String,
    /// How they stand.
    pub class: Class,
    /// They are in two languages, whose words were not compared.
    pub two_languages: bool,
}

/// All pairs of a text; the class of each row is set.
pub(crate) fn pairs(target: &str, rows: &mut [DossierRow], entries: &[ProposalEntry]) -> Vec<Pair> {
    let mut pairs = whole_text(target, rows, entries);
    let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
    for row in rows.iter_mut() {
        let own: BTreeSet<usize> =
            row.groups.iter().flat_map(|group| group.entries.iter().copied()).collect();
        seen.clear();
        for a in &own {
            for b in own.range(a + 1..) {
                if same_document(entries, *a, *b) || !seen.insert((*a, *b)) {
                    continue;
                }
                let (class, two_languages) = of_row(row, *a, *b);
                row.class = row.class.max(Some(class));
                pairs.push(Pair { a: *a, b: *b, address: row.address.clone(), class, two_languages });
            }
        }
    }
    pairs.sort_by_key(|pair| (pair.a, pair.b));
    pairs
}

/// Whether two entries are one proposal: in two languages, or in two files of one document.
fn same_document(entries: &[ProposalEntry], a: usize, b: usize) -> bool {
    let (a, b) = (entries.get(a), entries.get(b));
    a.zip(b).is_some_and(|(a, b)| a.identifier == b.identifier)
}

/// Pairs of which one is on the whole text.
fn whole_text(target: &str, rows: &[DossierRow], entries: &[ProposalEntry]) -> Vec<Pair> {
    let amends: BTreeSet<usize> =
        rows.iter().flat_map(|row| &row.groups).flat_map(|group| group.entries.iter().copied()).collect();
    let mut pairs = Vec::new();
    for (a, one) in entries.iter().enumerate() {
        for (b, other) in entries.iter().enumerate().skip(a + 1) {
            let class = match (one.whole, other.whole) {
                (None, None) => continue,
                _ if same_document(entries, a, b) => continue,
                (Some(x), Some(y)) if x == y => Class::Same,
                (Some(_), Some(_)) => Class::Contradictory,
                (Some(_), None) if amends.contains(&b) => Class::Contradictory,
                (None, Some(_)) if amends.contains(&a) => Class::Contradictory,
                _ => continue,
            };
            pairs.push(Pair { a, b, address: target.to_owned(), class, two_languages: false });
        }
    }
    pairs
}

/// How two proposals stand in one row, and whether their words could not be compared.
fn of_row(row: &DossierRow, a: usize, b: usize) -> (Class, bool) {
    let of = |entry: usize| -> Vec<&TextGroup> {
        row.groups.iter().filter(|group| group.entries.contains(&entry)).collect()
    };
    let (ours, theirs) = (of(a), of(b));
    let is_shared = |group: &&&TextGroup| group.entries.contains(&a) && group.entries.contains(&b);
    let shared = ours.iter().filter(is_shared).count();
    let edits = |groups: &[&TextGroup]| -> Vec<TextEdit> {
        groups.iter().flat_map(|group| group.edits.clone()).collect()
    };
    let (x, y) = (edits(&ours), edits(&theirs));
    let minor = |edits: &[TextEdit]| edits.iter().all(|edit| edit.consequential);
    if minor(&x) || minor(&y) {
        return (Class::Consequential, false);
    }
    if shared > 0 && shared == ours.len() && shared == theirs.len() {
        return (Class::Same, false);
    }
    if row.is_new {
        return (Class::Contradictory, false);
    }
    let languages = |groups: &[&TextGroup]| groups.first().map(|group| group.language.clone());
    if languages(&ours) != languages(&theirs) {
        return (across(&x, &y), true);
    }
    let mut gravest: Option<Class> = None;
    for one in x.iter().filter(|edit| !edit.consequential) {
        for other in y.iter().filter(|edit| !edit.consequential) {
            gravest = gravest.max(Some(relation(one, other)));
        }
    }
    (gravest.unwrap_or(Class::Consequential), false)
}

/// Two proposals in two languages: what is done to the paragraph can be compared, words cannot. So words
/// changed by both are taken to contradict each other until a person has read them.
fn across(x: &[TextEdit], y: &[TextEdit]) -> Class {
    use EditKind::{DeleteParagraph, InsertParagraph, MoveParagraph};
    let has = |edits: &[TextEdit], kind: EditKind| edits.iter().any(|edit| edit.kind == kind);
    if has(x, InsertParagraph) || has(y, InsertParagraph) {
        return Class::Ordered;
    }
    match (has(x, DeleteParagraph), has(y, DeleteParagraph)) {
        (true, true) => return Class::Same,
        (true, false) | (false, true) => return Class::Contradictory,
        (false, false) => {}
    }
    if x.iter().all(|edit| edit.kind == MoveParagraph) || y.iter().all(|edit| edit.kind == MoveParagraph) {
        return Class::Compatible;
    }
    Class::Contradictory
}
