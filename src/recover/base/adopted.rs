//! The texts as they were adopted as a witness: what the contribution has beyond them was deleted.
//!
//! In: the passages, the adopted texts, what the other witnesses saw. Out: candidates for deletions that
//! left no trace. A conference adopts a proposal with changes of its own, so a paragraph counts only where
//! every word adopted stands in it, and a mark is certain only where nearly the whole text does.

use crate::diagnostics::message;
use std::ops::Range;

use super::{BaseChoice, BaseParagraph, TextInForce, align::Aligned, choose, groups, number_line, words};
use crate::language::Language;
use crate::recover::CERTAIN;
use crate::recover::Witness::BaseText;
use crate::recover::candidate::{Candidate, MarkedPart};
use crate::recover::passage::Passages;
use crate::text::RevisionKind;

const DELETED: &str = "adopted-without";

/// So much of an adopted text must be found again for its deletions to be certain, 0 to 1.
const WHOLE: f32 = 0.9;

/// Compares each instrument with its text as adopted.
pub(super) fn compare(
    passages: &Passages,
    library: &[TextInForce],
    language: Language,
    candidates: &mut Vec<Candidate>,
) {
    if library.is_empty() {
        return;
    }
    let gone = stretches(passages, candidates, RevisionKind::Deletion);
    let new = stretches(passages, candidates, RevisionKind::Insertion);
    for (group, instrument) in groups(passages) {
        let cited = number_line(passages, &group, language).filter(|_| instrument);
        let BaseChoice::Found(text, aligned) = choose(passages, library, &group, cited.as_ref()) else {
            continue;
        };
        let confidence = if aligned.quality(&text.paragraphs) >= WHOLE { 0.9 } else { 0.6 };
        deletions(passages, text, &aligned, confidence, (&gone, &new), candidates);
    }
}

/// Stretches of each passage.
type AdoptedStretches = Vec<Vec<Range<usize>>>;

/// What the other witnesses are sure of, passage by passage; a paragraph whole is one stretch.
fn stretches(passages: &Passages, candidates: &[Candidate], kind: RevisionKind) -> AdoptedStretches {
    let mut all = vec![Vec::new(); passages.all.len()];
    for cut in candidates.iter().filter(|c| c.confidence >= CERTAIN).flat_map(|c| &c.cuts) {
        if cut.kind == kind
            && cut.of != MarkedPart::Label
            && let Some(list) = all.get_mut(cut.passage)
        {
            list.push(cut.range.clone());
        }
    }
    all.iter_mut().for_each(|list: &mut Vec<Range<usize>>| list.sort_by_key(|range| range.start));
    all
}

fn deletions(
    passages: &Passages,
    text: &TextInForce,
    aligned: &Aligned,
    confidence: f32,
    (gone, new): (&AdoptedStretches, &AdoptedStretches),
    candidates: &mut Vec<Candidate>,
) {
    let none = Vec::new();
    let inserted = |at: usize| new.get(at).unwrap_or(&none);
    for (range, at) in &aligned.pairs {
        let adopted = BaseParagraph::joined(text.paragraphs.get(range.clone()).unwrap_or_default());
        let (Some(adopted), Some(passage)) = (adopted, passages.get(*at)) else { continue };
        let found = words::beyond(&adopted.text, &passage.text, gone.get(*at).unwrap_or(&none), false);
        if !found.exact {
            continue;
        }
        for change in found.changes {
            let cut = change.inserted;
            let proposed = inserted(*at).iter().any(|new| new.start < cut.end && cut.start < new.end);
            let sign =
                passage.text.get(cut.clone()).is_none_or(|words| !words.contains(char::is_alphanumeric));
            if proposed || sign {
                continue;
            }
            let reason = message!("the text as adopted ({text}) has not these words", text = text.name);
            let seen = Candidate::replacement(*at, cut, 0..0);
            candidates.push(seen.seen(DELETED, BaseText, confidence, reason));
        }
    }
    for at in aligned.added.iter().filter(|at| inserted(**at).is_empty()) {
        let Some(passage) = passages.get(*at).filter(|passage| !passage.text.trim().is_empty()) else {
            continue;
        };
        let reason = message!("the paragraph is not in the text as adopted ({text})", text = text.name);
        let whole = Candidate::whole(*at, passage.text.len(), RevisionKind::Deletion);
        candidates.push(whole.seen(DELETED, BaseText, confidence, reason));
    }
}
