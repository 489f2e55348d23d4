//! What the rules saw, weighed: which marks stand, which are suggestions, what a person decided.

use crate::diagnostics::{Message, message};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::passage::Passages;
use super::review::{self, AnchorKey, Decision, Review, Ruling};
use super::{CERTAIN, Edit, Mark, Witness};
use crate::digest::Hasher;
use crate::text::{RevisionKind, Span};

/// What a cut lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MarkedPart {
    /// A range of the text.
    Text,
    /// A range of the label.
    Label,
    /// Label, text and paragraph mark.
    Whole,
}

/// A stretch of a passage, or all of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MarkedRange {
    pub passage: usize,
    pub of: MarkedPart,
    pub range: Range<usize>,
    pub kind: RevisionKind,
}

/// A change that a rule saw.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    pub rule: &'static str,
    pub witness: Witness,
    pub confidence: f32,
    pub reason: Message,
    pub cuts: Vec<MarkedRange>,
    /// Passages that bear witness.
    pub related: Vec<usize>,
    /// Its name in the review file, unlike that of all others; given by [`resolve`].
    pub anchor: String,
    /// What a person ruled on it; found by [`resolve`].
    pub ruling: Option<Ruling>,
}

impl Candidate {
    /// Words of one passage deleted, others inserted. Empty ranges are left out.
    pub(super) fn replacement(
        passage: usize,
        deleted: Range<usize>,
        inserted: Range<usize>,
    ) -> CandidateBuilder {
        let cuts = [(deleted, RevisionKind::Deletion), (inserted, RevisionKind::Insertion)];
        let cuts = cuts.into_iter().filter(|(range, _)| !range.is_empty());
        CandidateBuilder(
            cuts.map(|(range, kind)| MarkedRange { passage, of: MarkedPart::Text, range, kind }).collect(),
        )
    }

    /// Whole paragraphs.
    pub(super) fn whole(passage: usize, length: usize, kind: RevisionKind) -> CandidateBuilder {
        CandidateBuilder(vec![MarkedRange { passage, of: MarkedPart::Whole, range: 0..length, kind }])
    }

    /// A label's old form deleted, its new one inserted.
    pub(super) fn relabelled(
        passage: usize,
        deleted: Range<usize>,
        inserted: Range<usize>,
    ) -> CandidateBuilder {
        let cuts = [(deleted, RevisionKind::Deletion), (inserted, RevisionKind::Insertion)];
        let cut = |(range, kind)| MarkedRange { passage, of: MarkedPart::Label, range, kind };
        CandidateBuilder(cuts.map(cut).into_iter().collect())
    }

    /// What it deletes and inserts.
    fn edits(&self, passages: &Passages) -> Vec<Edit> {
        let edits = self.cuts.iter().filter_map(|cut| {
            let passage = passages.get(cut.passage)?;
            let (text, span) = match cut.of {
                MarkedPart::Text => {
                    (passage.text.get(cut.range.clone())?.to_owned(), passage.span(&cut.range))
                }
                MarkedPart::Label => {
                    (passage.label.get(cut.range.clone())?.to_owned(), passage.label_span(&cut.range))
                }
                MarkedPart::Whole if passage.label.is_empty() => (passage.text.clone(), passage.whole_span()),
                MarkedPart::Whole => {
                    (format!("{} {}", passage.label.trim_end(), passage.text), passage.whole_span())
                }
            };
            Some(Edit { kind: cut.kind, span: span?, text })
        });
        edits.collect()
    }

    /// The mark as it is reported.
    pub(super) fn mark(&self, passages: &Passages) -> Mark {
        let related = self.related.iter().filter_map(|at| passages.get(*at)?.whole_span());
        Mark {
            anchor: self.anchor.clone(),
            rule: self.rule,
            witness: self.witness,
            confidence: self.confidence,
            reason: self.reason.clone(),
            edits: self.edits(passages),
            related: related.collect::<Vec<Span>>(),
            ruling: self.ruling.clone(),
        }
    }

    /// The rule's name and a digest of the words and their surroundings: it outlives changes
    /// elsewhere in the document. Marks of the same words in the same surroundings share it.
    fn common_anchor(&self, passages: &Passages) -> String {
        const AROUND: usize = 24;
        let mut hash = Hasher::default();
        for cut in &self.cuts {
            let Some(passage) = passages.get(cut.passage) else { continue };
            let text = if cut.of == MarkedPart::Label { &passage.label } else { &passage.text };
            let before = text.floor_char_boundary(cut.range.start.saturating_sub(AROUND));
            let after = text.ceil_char_boundary(cut.range.end.saturating_add(AROUND).min(text.len()));
            for piece in [before..cut.range.start, cut.range.clone(), cut.range.end..after] {
                hash.update(text.get(piece).unwrap_or_default());
                hash.update([0]);
            }
            hash.update([u8::from(cut.kind == RevisionKind::Deletion), cut.of as u8]);
        }
        format!("{}-{}", self.rule, hash.finish().head(6))
    }

    /// Gives the candidate the extent that a person wrote; says so where that fits no words.
    fn extend(&mut self, passages: &Passages) -> Option<Message> {
        let ruling = self.ruling.as_ref().filter(|ruling| ruling.decision == Decision::Accept)?;
        let (line, first) = (ruling.extent.as_deref()?, self.cuts.first()?);
        let passage = first.passage;
        let words = &passages.get(passage)?.text;
        match review::extent::strokes(line, words, first.range.start) {
            Some(strokes) => {
                let cut = |(range, kind)| MarkedRange { passage, of: MarkedPart::Text, range, kind };
                self.cuts = strokes.into_iter().map(cut).collect();
                None
            }
            None => Some(message!(
                "{anchor}: its extent {extent} fits no words",
                anchor = self.anchor,
                extent = format!("{line:?}"),
            )),
        }
    }

    pub(super) fn start(&self) -> (usize, usize) {
        self.cuts.iter().map(|cut| (cut.passage, cut.range.start)).min().unwrap_or_default()
    }

    fn order_cuts(&mut self) {
        self.cuts
            .sort_by_key(|cut| (cut.passage, cut.of != MarkedPart::Label, cut.range.start, cut.range.end));
    }
}

/// Cuts that wait for the rest.
pub(super) struct CandidateBuilder(Vec<MarkedRange>);

impl CandidateBuilder {
    /// With everything else.
    pub(super) fn seen(
        self,
        rule: &'static str,
        witness: Witness,
        confidence: f32,
        reason: Message,
    ) -> Candidate {
        Candidate {
            rule,
            witness,
            confidence,
            reason,
            cuts: self.0,
            related: Vec::new(),
            anchor: String::new(),
            ruling: None,
        }
    }
}

/// What was seen, sorted: each list in the order of the text.
pub(super) struct SettledMarks {
    /// Marks that stand.
    pub certain: Vec<Candidate>,
    /// Marks that a person should look at.
    pub doubtful: Vec<Candidate>,
    /// What a person rejected.
    pub rejected: Vec<Candidate>,
    /// Rulings that fit nothing that was seen, in words.
    pub unfit: Vec<Message>,
}

/// Sorts what was seen into marks and suggestions.
///
/// The surer mark wins where two overlap and the other is dropped; but a whole paragraph in which
/// single words are marked otherwise becomes a suggestion. A person's decision counts for more than
/// any confidence.
pub(super) fn resolve(
    passages: &Passages,
    mut candidates: Vec<Candidate>,
    review: Option<&Review>,
) -> SettledMarks {
    candidates.retain(|candidate| !candidate.cuts.is_empty());
    candidates.iter_mut().for_each(Candidate::order_cuts);
    let commons = name(passages, &mut candidates);
    let unfit = review.map_or_else(Vec::new, |review| rule_on(passages, &mut candidates, commons, review));
    let decision = |candidate: &Candidate| candidate.ruling.as_ref().map(|ruling| ruling.decision);
    let (mut rejected, mut candidates): (Vec<Candidate>, Vec<Candidate>) =
        candidates.into_iter().partition(|candidate| decision(candidate) == Some(Decision::Reject));
    candidates.sort_by(|a, b| {
        let accepted = |c: &Candidate| decision(c) == Some(Decision::Accept);
        let weight = |c: &Candidate| if accepted(c) { 2.0 } else { c.confidence };
        weight(b).total_cmp(&weight(a)).then_with(|| a.start().cmp(&b.start()))
    });
    let mut taken: Vec<TakenRanges> = vec![TakenRanges::default(); passages.all.len()];
    let (mut certain, mut doubtful) = (Vec::new(), Vec::new());
    for candidate in candidates {
        let clash = clash(&candidate, &taken);
        let sure = decision(&candidate) == Some(Decision::Accept) || candidate.confidence >= CERTAIN;
        let whole = candidate.cuts.iter().any(|cut| cut.of == MarkedPart::Whole);
        if clash == Clash::Same || (clash == Clash::Other && !(sure && whole)) {
            continue;
        }
        for cut in &candidate.cuts {
            if let Some(list) = taken.get_mut(cut.passage)
                && clash == Clash::None
            {
                list.take(cut);
            }
        }
        if sure && clash == Clash::None { certain.push(candidate) } else { doubtful.push(candidate) }
    }
    certain.sort_by_key(Candidate::start);
    doubtful.sort_by_key(Candidate::start);
    rejected.sort_by_key(Candidate::start);
    rejected.dedup_by(|a, b| a.anchor == b.anchor);
    SettledMarks { certain, doubtful, rejected, unfit }
}

/// Gives each candidate its anchor, and returns the anchors without the numbers that tell those of the
/// same words and surroundings apart. Numbers follow the text; what is seen twice at one place is one.
fn name(passages: &Passages, candidates: &mut [Candidate]) -> Vec<String> {
    candidates.sort_by_key(Candidate::start);
    let mut seen: HashMap<String, (usize, Vec<MarkedRange>)> = HashMap::new();
    let mut commons = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let common = candidate.common_anchor(passages);
        let (times, last) = seen.entry(common.clone()).or_default();
        if *last != candidate.cuts {
            *times += 1;
            last.clone_from(&candidate.cuts);
        }
        candidate.anchor = if *times > 1 { format!("{common}-{times}") } else { common.clone() };
        commons.push(common);
    }
    commons
}

/// Sets the rulings of a review; returns those that fit nothing, in words.
fn rule_on(
    passages: &Passages,
    candidates: &mut [Candidate],
    commons: Vec<String>,
    review: &Review,
) -> Vec<Message> {
    let key = |(candidate, common): (&Candidate, String)| AnchorKey {
        anchor: candidate.anchor.clone(),
        common,
        rule: candidate.rule,
        words: candidate.edits(passages).iter().map(|edit| review::signed(edit.kind, &edit.text)).collect(),
    };
    let keys: Vec<AnchorKey> = candidates.iter().zip(commons).map(key).collect();
    let (rulings, mut unfit) = review.attach(&keys);
    for (candidate, ruling) in candidates.iter_mut().zip(rulings) {
        candidate.ruling = ruling;
        unfit.extend(candidate.extend(passages));
    }
    unfit
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Clash {
    None,
    /// What is taken says the same of all its words.
    Same,
    Other,
}

fn clash(candidate: &Candidate, taken: &[TakenRanges]) -> Clash {
    let all = candidate.cuts.iter().filter_map(|cut| taken.get(cut.passage).map(|taken| taken.clash(cut)));
    all.max().unwrap_or(Clash::None)
}

/// What is taken of a passage: the whole, or stretches that do not overlap, by where they begin.
#[derive(Debug, Clone, Default)]
struct TakenRanges {
    whole: Option<RevisionKind>,
    stretches: BTreeMap<(bool, usize), (usize, RevisionKind)>,
}

impl TakenRanges {
    fn take(&mut self, cut: &MarkedRange) {
        match cut.of {
            MarkedPart::Whole => self.whole = Some(cut.kind),
            of => {
                self.stretches.insert((of == MarkedPart::Label, cut.range.start), (cut.range.end, cut.kind));
            }
        }
    }

    fn clash(&self, cut: &MarkedRange) -> Clash {
        let same = |kind: RevisionKind, inside: bool| {
            if kind == cut.kind && inside { Clash::Same } else { Clash::Other }
        };
        if let Some(kind) = self.whole {
            return same(kind, true);
        }
        if cut.of == MarkedPart::Whole {
            return if self.stretches.is_empty() { Clash::None } else { Clash::Other };
        }
        let label = cut.of == MarkedPart::Label;
        let before = self.stretches.range((label, 0)..(label, cut.range.end)).rev();
        // They do not overlap: the first that ends before the cut ends the search.
        let met = before.take_while(|(_, (end, _))| *end > cut.range.start);
        let met = met
            .map(|((_, start), (end, kind))| same(*kind, *start <= cut.range.start && cut.range.end <= *end));
        met.max().unwrap_or(Clash::None)
    }
}
