//! The text in force of a target where none was given: what most of its sources reject.
//!
//! In: the proposals on a text in one language. Out: the text of the source whose paragraphs most others have,
//! each paragraph as most of the sources that mark their changes reject it. Never: a paragraph said to be
//! known for which neither a mark nor the one voice of many vouches: of two texts without marks nobody can tell
//! what each changes.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::View;

use super::align::{ParagraphInForce, Placement, align};
use super::contribution::{Contribution, Marking, ProposedText};
use super::edits::folded;
use super::library::base_paragraphs;
use super::targets::{BaseOrigin, BaseText};

/// So many sources without marks, and more than two thirds of them, say by one voice what is in force.
const ENOUGH: usize = 3;

/// A proposal that amends the text.
struct SharedText<'a> {
    /// Its source, by symbols, else its file.
    source: String,
    marking: Marking,
    text: &'a ProposedText,
    paragraphs: Vec<ParagraphInForce>,
    /// The words of these, folded.
    keys: BTreeSet<String>,
}

impl<'a> SharedText<'a> {
    fn of(document: &Contribution, text: &'a ProposedText) -> Self {
        let paragraphs = base_paragraphs(&text.paragraphs, View::Base);
        let keys = paragraphs.iter().map(|paragraph| folded(&paragraph.text).into_owned()).collect();
        let source = if text.sources.is_empty() { document.file.clone() } else { text.sources.join("/") };
        SharedText { source, marking: document.marking(), text, paragraphs, keys }
    }

    /// Whether it has nearly all paragraphs of another.
    fn holds(&self, other: &SharedText<'_>) -> bool {
        let common = other.keys.iter().filter(|text| self.keys.contains(*text)).count();
        common * 10 >= other.keys.len() * 9
    }
}

/// The text that most sources reject; `None` where none has a text.
pub(super) fn shared(texts: &[(&Contribution, &ProposedText)]) -> Option<BaseText> {
    let amending = texts.iter().filter(|(_, text)| !text.is_addition());
    let candidates: Vec<SharedText<'_>> = amending
        .map(|(document, text)| SharedText::of(document, text))
        .filter(|candidate| !candidate.paragraphs.is_empty())
        .collect();
    let support = |whole: &SharedText<'_>| -> usize {
        let having = candidates.iter().filter(|part| whole.holds(part));
        having.map(|part| part.source.as_str()).collect::<BTreeSet<&str>>().len()
    };
    let sources = |key: &str| -> usize {
        let having = candidates.iter().filter(|candidate| candidate.keys.contains(key));
        having.map(|candidate| candidate.source.as_str()).collect::<BTreeSet<&str>>().len()
    };
    let among =
        candidates.iter().map(|candidate| candidate.source.as_str()).collect::<BTreeSet<&str>>().len();
    // Of texts that hold each other, one with a paragraph of its own has added it; of two nobody can tell which has.
    let own = |candidate: &SharedText<'_>| match among >= ENOUGH {
        true => candidate.keys.iter().filter(|key| sources(key) == 1).count(),
        false => 0,
    };
    let scored = candidates.iter().enumerate().map(|(at, candidate)| {
        let is_marked = candidate.marking == Marking::Marked;
        let length = candidate.keys.len();
        (support(candidate), is_marked, std::cmp::Reverse(own(candidate)), length, std::cmp::Reverse(at))
    });
    let (of, .., std::cmp::Reverse(best)) = scored.max()?;
    let best = candidates.get(best)?;
    let mut paragraphs = best.paragraphs.clone();
    vouch(&mut paragraphs, &candidates);
    let origin = BaseOrigin::Shared { of, among };
    Some(BaseText { origin, edition: best.text.edition.clone(), paragraphs })
}

/// Gives each paragraph the words that most of the sources that mark their changes reject; where none of them
/// has it, those that most of the others have. What one source alone has, of many that have the text, it adds.
fn vouch(paragraphs: &mut Vec<ParagraphInForce>, candidates: &[SharedText<'_>]) {
    let is_marked = |candidate: &&SharedText<'_>| candidate.marking == Marking::Marked;
    let marked = votes(paragraphs, candidates.iter().filter(is_marked));
    let others = votes(paragraphs, candidates.iter().filter(|candidate| !is_marked(candidate)));
    let having =
        |votes: &BTreeMap<String, BTreeSet<&str>>| votes.values().flatten().collect::<BTreeSet<_>>().len();
    let most = others.iter().map(having).max().unwrap_or_default();
    let mut added = Vec::with_capacity(paragraphs.len());
    for (paragraph, (marked, others)) in paragraphs.iter_mut().zip(marked.into_iter().zip(others)) {
        added.push(marked.is_empty() && most >= ENOUGH && having(&others) == 1);
        let all = others.values().map(BTreeSet::len).sum::<usize>();
        let is_marked = !marked.is_empty();
        let most = if is_marked { marked } else { others }.into_iter().max_by_key(|(text, sources)| {
            (sources.len(), *text == paragraph.text, std::cmp::Reverse(text.clone()))
        });
        let Some((text, sources)) = most else { continue };
        paragraph.text = text;
        paragraph.is_known = is_marked || (sources.len() >= ENOUGH && sources.len() * 3 > all * 2);
    }
    let mut added = added.into_iter();
    paragraphs.retain(|_| !added.next().unwrap_or(false));
}

/// Sources that have the same words by each of their votes, for each paragraph.
type Votes<'a> = Vec<BTreeMap<String, BTreeSet<&'a str>>>;

fn votes<'a>(
    paragraphs: &[ParagraphInForce],
    candidates: impl Iterator<Item = &'a SharedText<'a>>,
) -> Votes<'a> {
    let mut votes: Votes<'a> = vec![BTreeMap::new(); paragraphs.len()];
    for candidate in candidates {
        let records = &candidate.text.paragraphs;
        let alignment = align(paragraphs, records, true);
        for (record, place) in records.iter().zip(&alignment.places) {
            let (Placement::Is(base) | Placement::Moved(base)) = place else { continue };
            if let Some(votes) = votes.get_mut(*base) {
                votes.entry(record.text(View::Base)).or_default().insert(&candidate.source);
            }
        }
    }
    votes
}
