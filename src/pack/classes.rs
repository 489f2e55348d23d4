//! How every two proposals on one text stand to each other.
//!
//! In: the rows of a text with their groups. Out: a pair for every two proposals that touch one paragraph,
//! or of which one takes out or keeps the whole text; and the class of each row. Never: a plain `NOC`, which
//! proposes nothing (PP-10 guidelines); a class where the texts do not say which: that is undetermined.

use std::collections::BTreeSet;

use super::across;
use super::contribution::Marking;
use super::dossier::{DossierRow, ProposalEntry, TextGroup};
use super::edits::{EditKind, TextEdit};
use super::relation::{EditRelation, relation};

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
    pub class: EditRelation,
    /// Why the class is undetermined; `None` for any other.
    pub doubt: Option<RelationDoubt>,
}

/// Why nobody can tell from the texts how two proposals stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RelationDoubt {
    /// They are in two languages, whose words are not compared.
    TwoLanguages,
    /// The revision marks of one were lost: which words it takes out cannot be seen.
    MarksLost,
    /// The text in force was not given, and no source marks what it changes.
    NoTextInForce,
}

impl RelationDoubt {
    /// Its stable name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            RelationDoubt::TwoLanguages => "two-languages",
            RelationDoubt::MarksLost => "marks-lost",
            RelationDoubt::NoTextInForce => "no-text-in-force",
        }
    }
}

/// A class, or why there is none.
type RelationVerdict = Result<EditRelation, RelationDoubt>;

/// All pairs of a text; the class of each row is set.
pub(crate) fn pairs(target: &str, rows: &mut [DossierRow], entries: &[ProposalEntry]) -> Vec<Pair> {
    let mut pairs = whole_text(target, rows, entries);
    for row in rows.iter_mut() {
        let own: BTreeSet<usize> =
            row.groups.iter().flat_map(|group| group.entries.iter().copied()).collect();
        let mut found: Vec<(usize, usize, RelationVerdict)> = Vec::new();
        for a in &own {
            for b in own.range(a + 1..).filter(|b| !same_document(entries, *a, **b)) {
                found.push((*a, *b, of_row(row, *a, *b, entries)));
            }
        }
        for unseen in &row.unseen {
            for other in own.iter().filter(|other| !same_document(entries, *unseen, **other)) {
                let acts = of(row, *other).iter().any(|group| !is_minor(group.edits_of(*other)));
                if acts {
                    let doubt = doubt_of(entries, *unseen);
                    found.push((*unseen.min(other), *unseen.max(other), Err(doubt)));
                }
            }
        }
        for (a, b, verdict) in found {
            let (class, doubt) = match verdict {
                Ok(class) => (class, None),
                Err(doubt) => (EditRelation::Undetermined, Some(doubt)),
            };
            // What lost marks may hide is told by the pair; the row has what is seen.
            if doubt != Some(RelationDoubt::MarksLost) || own.contains(&a) && own.contains(&b) {
                row.class = row.class.max(Some(class));
            }
            pairs.push(Pair { a, b, address: row.address.clone(), class, doubt });
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

fn doubt_of(entries: &[ProposalEntry], entry: usize) -> RelationDoubt {
    let is_lost = entries.get(entry).is_some_and(|entry| entry.marking == Marking::Lost);
    if is_lost { RelationDoubt::MarksLost } else { RelationDoubt::NoTextInForce }
}

/// Pairs of which one is on the whole text.
fn whole_text(target: &str, rows: &[DossierRow], entries: &[ProposalEntry]) -> Vec<Pair> {
    let mut amends: BTreeSet<usize> =
        rows.iter().flat_map(|row| &row.groups).flat_map(|group| group.entries.iter().copied()).collect();
    amends.extend(entries.iter().enumerate().filter(|(_, entry)| entry.changes).map(|(nth, _)| nth));
    let mut pairs = Vec::new();
    for (a, one) in entries.iter().enumerate() {
        for (b, other) in entries.iter().enumerate().skip(a + 1) {
            let class = match (one.whole, other.whole) {
                (None, None) => continue,
                _ if same_document(entries, a, b) => continue,
                (Some(x), Some(y)) if x == y => EditRelation::Same,
                (Some(_), Some(_)) => EditRelation::Contradictory,
                (Some(_), None) if amends.contains(&b) => EditRelation::Contradictory,
                (None, Some(_)) if amends.contains(&a) => EditRelation::Contradictory,
                _ => continue,
            };
            pairs.push(Pair { a, b, address: target.to_owned(), class, doubt: None });
        }
    }
    pairs
}

/// The groups of an entry in a row.
fn of(row: &DossierRow, entry: usize) -> Vec<&TextGroup> {
    row.groups.iter().filter(|group| group.entries.contains(&entry)).collect()
}

fn is_minor(edits: &[TextEdit]) -> bool {
    edits.iter().all(|edit| edit.consequential)
}

/// How two proposals stand in one row.
fn of_row(row: &DossierRow, a: usize, b: usize, entries: &[ProposalEntry]) -> RelationVerdict {
    let (ours, theirs) = (of(row, a), of(row, b));
    let is_shared = |group: &&&TextGroup| group.entries.contains(&a) && group.entries.contains(&b);
    let shared = ours.iter().filter(is_shared).count();
    let edits = |groups: &[&TextGroup], entry: usize| -> Vec<TextEdit> {
        groups.iter().flat_map(|group| group.edits_of(entry).iter().cloned()).collect()
    };
    let (x, y) = (edits(&ours, a), edits(&theirs, b));
    if is_minor(&x) || is_minor(&y) {
        return Ok(EditRelation::Consequential);
    }
    if shared > 0 && shared == ours.len() && shared == theirs.len() {
        return Ok(EditRelation::Same);
    }
    let language = |groups: &[&TextGroup]| groups.first().map(|group| group.language.clone());
    let languages = (language(&ours), language(&theirs));
    if languages.0 != languages.1 {
        return across::relation(&x, &y).ok_or(RelationDoubt::TwoLanguages);
    }
    if row.is_new {
        return Ok(EditRelation::Contradictory);
    }
    let base = languages.0.and_then(|language| row.base.get(&language));
    if base.is_some_and(|base| !base.is_known) {
        return Err(RelationDoubt::NoTextInForce);
    }
    let mut gravest: Option<EditRelation> = None;
    for one in x.iter().filter(|edit| !edit.consequential) {
        for other in y.iter().filter(|edit| !edit.consequential) {
            gravest = gravest.max(Some(relation(one, other)));
        }
    }
    let is_lost = |entry: usize, edits: &[TextEdit]| {
        let lost = entries.get(entry).is_some_and(|entry| entry.marking == Marking::Lost);
        lost && edits.iter().any(|edit| edit.is_within() && edit.kind != EditKind::Delete)
    };
    match gravest.unwrap_or(EditRelation::Consequential) {
        // How far the words reach that it takes out beside those it adds cannot be seen.
        EditRelation::Compatible | EditRelation::Ordered if is_lost(a, &x) || is_lost(b, &y) => {
            Err(RelationDoubt::MarksLost)
        }
        class => Ok(class),
    }
}
