//! Rejecting all marks of a paragraph gives that of the text in force, or its marks are only suggested.
//!
//! In: the marks as they were settled, and what each aligned paragraph was in the text in force. Out: the same
//! marks, those that the text in force bears witness to made suggestions where a paragraph without its
//! insertions does not read as it did. Never: a mark of another witness, or one that a person accepted.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::recover::Witness;
use crate::recover::candidate::{Candidate, MarkedPart, SettledMarks};
use crate::recover::passage::Passages;
use crate::recover::review::Decision;
use crate::text::RevisionKind;

/// How sure a mark is in a paragraph that does not come out as it was.
const DOUBTFUL: f32 = 0.7;

/// The letters that aligned paragraphs had in the text in force, by passage.
#[derive(Debug, Default)]
pub(in crate::recover) struct BaseParagraphs(BTreeMap<usize, (String, bool)>);

impl BaseParagraphs {
    /// Remembers what a passage was. `part`: it is one of several that the paragraph has become.
    pub(super) fn add(&mut self, passage: usize, text: &str, part: bool) {
        self.0.insert(passage, (letters(text), part));
    }

    /// Makes suggestions of the marks in paragraphs that would not come out as they were.
    pub(in crate::recover) fn doubt(&self, passages: &Passages, settled: &mut SettledMarks) {
        let mut inserted: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
        for cut in settled.certain.iter().flat_map(|candidate| &candidate.cuts) {
            if cut.of == MarkedPart::Text && cut.kind == RevisionKind::Insertion {
                inserted.entry(cut.passage).or_default().push(cut.range.clone());
            }
        }
        let differs = |at: usize| {
            let ((base, part), passage) = (self.0.get(&at)?, passages.get(at)?);
            let rejected = without(&passage.text, inserted.get(&at).map_or(&[][..], Vec::as_slice));
            Some(if *part { !base.contains(&rejected) } else { *base != rejected })
        };
        let doubtful = |candidate: &Candidate| {
            let accepted =
                candidate.ruling.as_ref().is_some_and(|ruling| ruling.decision == Decision::Accept);
            let words = |at: &usize| differs(*at) == Some(true);
            let passage = candidate.cuts.iter().find(|cut| cut.of == MarkedPart::Text).map(|cut| cut.passage);
            candidate.witness == Witness::BaseText && !accepted && passage.as_ref().is_some_and(words)
        };
        let (doubted, certain): (Vec<Candidate>, Vec<Candidate>) =
            std::mem::take(&mut settled.certain).into_iter().partition(doubtful);
        settled.certain = certain;
        settled
            .doubtful
            .extend(doubted.into_iter().map(|candidate| Candidate { confidence: DOUBTFUL, ..candidate }));
        settled.doubtful.sort_by_key(Candidate::start);
    }
}

/// A text without white space.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A text without some of its ranges and without white space.
fn without(text: &str, ranges: &[Range<usize>]) -> String {
    let kept = text
        .char_indices()
        .filter(|(at, c)| !c.is_whitespace() && !ranges.iter().any(|range| range.contains(at)));
    kept.map(|(_, c)| c).collect()
}
