//! Which documents count, and in which order all are told.
//!
//! In: contributions in any order, a cut-off date, what was withdrawn. Out: the same order whatever the
//! order of the inputs; of the revisions of a document the newest counts, a corrigendum stands beside what
//! it corrects. Never: the clock: without a cut-off the date of the latest document is it.

use std::collections::{BTreeMap, BTreeSet};

use super::contribution::Contribution;

/// What becomes of a document in the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DocumentStatus {
    /// It counts.
    Current,
    /// A newer revision takes its place.
    Superseded,
    /// Its source has withdrawn it.
    Withdrawn,
    /// It came after the cut-off.
    Late,
    /// The same file under another name.
    Duplicate,
}

impl DocumentStatus {
    /// Its stable name in the catalogue.
    pub(crate) fn name(self) -> &'static str {
        match self {
            DocumentStatus::Current => "current",
            DocumentStatus::Superseded => "superseded",
            DocumentStatus::Withdrawn => "withdrawn",
            DocumentStatus::Late => "late",
            DocumentStatus::Duplicate => "duplicate",
        }
    }
}

/// What counts of the documents.
#[derive(Debug, Clone, Default)]
pub(crate) struct Selection {
    /// The status of each document.
    pub status: Vec<DocumentStatus>,
    /// The document whose place each takes, or which it corrects: an index.
    pub supersedes: Vec<Option<usize>>,
    /// The date that the pack names as its cut-off; none where no document has a date.
    pub cut_off: Option<String>,
}

impl Selection {
    /// Whether the proposals of a document count.
    pub(crate) fn counts(&self, document: usize) -> bool {
        self.status.get(document) == Some(&DocumentStatus::Current)
    }
}

/// Sorts the documents: by conference, number, addendum, revision, corrigendum, language, name.
pub(crate) fn sort(documents: &mut [Contribution]) {
    documents.sort_by_cached_key(|document| {
        let number = natural(&document.number);
        (
            document.number.is_empty(),
            document.conference.clone(),
            number,
            document.addendum,
            document.revision,
            document.corrigendum,
            document.language.clone(),
            document.file.clone(),
            document.sha256.clone(),
        )
    });
}

/// Text and numbers by turns, so that 9 comes before 10.
pub(crate) fn natural(text: &str) -> Vec<(u64, String)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let words = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(words).unwrap_or((rest, ""));
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (number, tail) = after.split_at_checked(digits).unwrap_or((after, ""));
        if !word.is_empty() {
            parts.push((0, word.to_owned()));
        }
        if !number.is_empty() {
            parts.push((number.parse().unwrap_or(u64::MAX), String::new()));
        }
        rest = tail;
    }
    parts
}

/// What the revisions of one document share: conference, number, addendum, language.
type OneDocument<'c> = (Option<&'c (String, u16)>, &'c str, Option<u16>, &'c str);

/// Settles which documents count. `withdrawn`: numbers or identifiers' heads, as a person names them.
pub(crate) fn choose(
    documents: &[Contribution],
    cut_off: Option<&str>,
    withdrawn: &BTreeSet<String>,
) -> Selection {
    let mut status = vec![DocumentStatus::Current; documents.len()];
    let mut supersedes = vec![None; documents.len()];
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    // A document that names no conference is of that of the others.
    let main = main_conference(documents);
    // The newest of each document, addendum and language so far: documents are sorted by revision.
    let mut newest: BTreeMap<OneDocument<'_>, usize> = BTreeMap::new();
    for (at, document) in documents.iter().enumerate() {
        let late =
            matches!((cut_off, &document.date), (Some(cut_off), Some(date)) if date.as_str() > cut_off);
        let named = [symbol(document), document.number.clone(), document.file.clone()];
        let new = if seen.insert(&document.sha256, at).is_some() {
            DocumentStatus::Duplicate
        } else if !document.number.is_empty() && named.iter().any(|name| withdrawn.contains(name)) {
            DocumentStatus::Withdrawn
        } else if late {
            DocumentStatus::Late
        } else {
            DocumentStatus::Current
        };
        set(&mut status, at, new);
        if new != DocumentStatus::Current || document.number.is_empty() || document.number == "XX" {
            continue;
        }
        let conference = document.conference.as_ref().or(main);
        let key = (conference, document.number.as_str(), document.addendum, document.language.as_str());
        match newest.get(&key).copied() {
            Some(before) if document.corrigendum.is_some() => set(&mut supersedes, at, Some(before)),
            Some(before) if document.revision > documents.get(before).and_then(|before| before.revision) => {
                set(&mut status, before, DocumentStatus::Superseded);
                set(&mut supersedes, at, Some(before));
                newest.insert(key, at);
            }
            Some(_) => {}
            None => {
                newest.insert(key, at);
            }
        }
    }
    let dates = documents.iter().filter_map(|document| document.date.clone());
    let cut_off = cut_off.map(str::to_owned).or_else(|| dates.max());
    Selection { status, supersedes, cut_off }
}

/// The conference of most documents.
fn main_conference(documents: &[Contribution]) -> Option<&(String, u16)> {
    let mut votes: BTreeMap<&(String, u16), usize> = BTreeMap::new();
    for conference in documents.iter().filter_map(|document| document.conference.as_ref()) {
        *votes.entry(conference).or_default() += 1;
    }
    votes
        .into_iter()
        .max_by_key(|(conference, count)| (*count, std::cmp::Reverse(*conference)))
        .map(|(conference, _)| conference)
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}

/// `70(Rev.1)`: what a document is called in lists, the same in every language; its file where it has no
/// number.
pub(crate) fn symbol(document: &Contribution) -> String {
    if document.number.is_empty() {
        return document.file.clone();
    }
    let mut symbol = document.number.clone();
    for (word, part) in
        [("Add", document.addendum), ("Rev", document.revision), ("Corr", document.corrigendum)]
    {
        if let Some(part) = part {
            symbol.push_str(&format!("({word}.{part})"));
        }
    }
    symbol
}
