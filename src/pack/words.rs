//! Words to translate: how many of a contribution are new, and in how many the text in force can be taken
//! over, and in which languages.
//!
//! In: a pack and the texts in force. Out: counts a document, exact to the word; Chinese by characters.
//! Never: deleted words counted, a word counted as in force that no text in force has at that place.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use crate::letters::is_han;
use crate::recover::base::words;
use crate::text::View;

use super::Pack;
use super::contribution::{Contribution, ParagraphRecord};
use super::edits::{EditKind, folded};
use super::library::TextsInForce;
use super::targets::{BaseOrigin, ProposalIndex};

/// The words of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct WordCount {
    /// All that stand in it when its marks are accepted.
    pub all: usize,
    /// Of these, not in force.
    pub new: usize,
    /// Of these, in force where they stand.
    pub taken: usize,
    /// Codes of the languages in which these texts in force were given.
    pub languages: Vec<String>,
}

/// Words of a text: letters and digits that belong together (`5G` is one), each Han character.
pub(crate) fn number(text: &str) -> usize {
    if text.is_ascii() {
        let is_empty = |word: &&str| !word.is_empty();
        return text.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_empty).count();
    }
    counted(text).len()
}

/// The words that count.
fn counted(text: &str) -> Vec<&str> {
    let joins = |c: char| c.is_alphanumeric() && !is_han(c);
    let mut all: Vec<Range<usize>> = Vec::new();
    for (word, range) in words(text).into_iter().filter(|word| word.0.chars().any(char::is_alphanumeric)) {
        let before = all.last_mut().filter(|last| {
            let end = text.get(..last.end).and_then(|before| before.chars().next_back());
            last.end == range.start && end.is_some_and(joins) && word.starts_with(joins)
        });
        match before {
            Some(last) => last.end = range.end,
            None => all.push(range),
        }
    }
    all.into_iter().filter_map(|range| text.get(range)).collect()
}

/// The words of every document of a pack.
pub(super) fn count(pack: &Pack, library: &TextsInForce) -> Vec<WordCount> {
    let known = library.paragraphs();
    let places: Vec<usize> = (0..pack.documents.len()).collect();
    crate::workers::map(&places, |at| {
        let document = pack.documents.get(*at);
        document.map(|document| of_document(pack, library, &known, *at, document)).unwrap_or_default()
    })
}

fn of_document(
    pack: &Pack,
    library: &TextsInForce,
    known: &HashSet<&str>,
    at: usize,
    document: &Contribution,
) -> WordCount {
    let mut count = WordCount::default();
    let mut languages: BTreeSet<String> = BTreeSet::new();
    let plain = |record: &ParagraphRecord, count: &mut WordCount| {
        let words = number(&record.whole(View::Revised));
        count.all += words;
        // A quotation of a whole paragraph in force is in force, wherever it stands.
        if known.contains(&*folded(&record.text(View::Revised))) {
            count.taken += words;
        } else {
            count.new += words;
        }
    };
    document.other.iter().for_each(|record| plain(record, &mut count));
    for (text, proposed) in document.texts.iter().enumerate() {
        proposed.reasons.iter().for_each(|record| plain(record, &mut count));
        let index = ProposalIndex { document: at, text };
        let dossier = pack.entry_of(index).and_then(|(target, nth)| Some((pack.dossiers.get(target)?, nth)));
        let given = dossier.is_some_and(|(dossier, _)| {
            let base = dossier.target.bases.get(&document.language);
            base.is_some_and(|base| matches!(base.origin, BaseOrigin::Given(_)))
        });
        let places = pack.places(index);
        for (record, (placed, address)) in proposed.paragraphs.iter().zip(&places) {
            let words = number(&record.whole(View::Revised));
            let new = match (*placed, dossier) {
                ("unchanged" | "named" | "elision", _) if given => 0,
                ("changed" | "moved", Some((dossier, nth))) if given => {
                    new_words(dossier, nth, address.as_deref()).min(words)
                }
                _ => {
                    plain(record, &mut count);
                    continue;
                }
            };
            count.all += words;
            count.new += new;
            count.taken += words - new;
        }
        // A document that does not count was laid beside nothing.
        proposed.paragraphs.iter().skip(places.len()).for_each(|record| plain(record, &mut count));
        if let Some((dossier, _)) = dossier.filter(|_| given) {
            languages.extend(library.languages(&dossier.target.key));
        }
    }
    count.languages = languages.into_iter().filter(|language| *language != document.language).collect();
    count
}

/// The words that a proposal adds to a paragraph in force.
fn new_words(dossier: &super::dossier::Dossier, nth: usize, address: Option<&str>) -> usize {
    let rows = dossier.rows.iter().filter(|row| Some(row.address.as_str()) == address);
    let edits = rows.flat_map(|row| &row.groups).flat_map(|group| group.edits_of(nth));
    let within = edits.filter(|edit| edit.is_within() || edit.kind == EditKind::Relabel);
    within.map(|edit| added(&edit.old, &edit.new)).sum()
}

/// Words of a text that the one before it does not have: what an edit repeats is in force.
fn added(old: &str, new: &str) -> usize {
    let (old, new) = (counted(old), counted(new));
    let ops = similar::capture_diff_slices(similar::Algorithm::Myers, &old, &new);
    ops.iter().filter(|op| op.tag() != similar::DiffTag::Equal).map(|op| op.new_range().len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_as_a_person_counts_them() {
        for (text, words) in [
            ("5G and IMT-2020 networks", 5),
            ("第130号决议", 5),
            ("les réseaux de l'Union", 5),
            ("الفقرة 2 من القرار", 4),
            ("a) item 3;", 3),
            ("the 4G/5G networks (IMT-2020), 50 % of them", 9),
        ] {
            assert_eq!((number(text), counted(text).len()), (words, words), "{text}: {:?}", counted(text));
        }
        assert_eq!(added("4G networks", "5G networks"), 1);
    }
}
