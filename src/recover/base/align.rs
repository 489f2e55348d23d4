//! Which paragraph of a proposal is which of its text in force.
//!
//! Paragraphs that read the same are anchors; between two anchors the rest is paired in order, by
//! how much of the old paragraph the new one holds. What is left over was added.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use super::BaseParagraph;
use super::anchors::anchors;
use crate::recover::passage::Passages;

/// Texts so long that pairing paragraph by paragraph would take more than a moment are left alone.
const LARGEST: usize = 100_000_000;
/// A gap between anchors with more pairs than this is paired in order, not by likeness.
const WIDEST: usize = 10_000;
/// So much of the old paragraph must stand in the new one.
const LEAST: f32 = 0.7;

/// An alignment.
#[derive(Debug, Clone, Default)]
pub(super) struct Aligned {
    /// Passages that read as in the base.
    pub same: Vec<usize>,
    /// Base paragraphs and the passage that they have become; several where the proposal has as one what
    /// the base has as items.
    pub pairs: Vec<(Range<usize>, usize)>,
    /// Passages that the base has not.
    pub added: Vec<usize>,
    /// Base paragraphs found, with those that read the same.
    found: Vec<usize>,
    /// Passages whose base paragraph goes on in the next passage.
    parts: HashSet<usize>,
}

impl Aligned {
    /// Whether the base paragraph of a passage goes on in the next one.
    pub(super) fn is_part(&self, passage: usize) -> bool {
        self.parts.contains(&passage)
    }

    /// How much of the base was found again, by letters, 0 to 1.
    pub(super) fn quality(&self, base: &[BaseParagraph]) -> f32 {
        self.share(base, |_| true).unwrap_or(0.0)
    }

    /// The same of its clauses, without what says which text it is; `None` where it has none.
    pub(super) fn quality_of_clauses(&self, base: &[BaseParagraph]) -> Option<f32> {
        self.share(base, |paragraph| !paragraph.head)
    }

    fn share(&self, base: &[BaseParagraph], counts: impl Fn(&BaseParagraph) -> bool) -> Option<f32> {
        let all: usize = base.iter().filter(|p| counts(p)).map(|p| p.text.len()).sum();
        let found = self.found.iter().filter_map(|at| base.get(*at));
        let found: usize = found.filter(|p| counts(p)).map(|p| p.text.len()).sum();
        (all > 0).then(|| found as f32 / all as f32)
    }
}

/// Aligns the passages of a group with the paragraphs of a base text.
pub(super) fn align(passages: &Passages, group: &[usize], base: &[BaseParagraph]) -> Aligned {
    let mut aligned = Aligned::default();
    let texts: Vec<(usize, &str)> = group
        .iter()
        .filter_map(|at| passages.get(*at).map(|passage| (*at, passage.text.as_str())))
        .filter(|(_, text)| !text.trim().is_empty())
        .collect();
    if texts.len().saturating_mul(base.len()) > LARGEST {
        return aligned;
    }
    let old: Vec<u64> = base.iter().map(|paragraph| key(&paragraph.text)).collect();
    let new: Vec<u64> = texts.iter().map(|(_, text)| key(text)).collect();
    let mut next = (0, 0);
    for (ours, theirs) in anchors(&old, &new) {
        pair(base, next.0..ours.start, texts.get(next.1..theirs).unwrap_or_default(), &mut aligned);
        next = (ours.end, theirs + ours.len());
        aligned.found.extend(ours);
        aligned.same.extend(texts.get(theirs..next.1).into_iter().flatten().map(|(at, _)| *at));
    }
    pair(base, next.0..base.len(), texts.get(next.1..).unwrap_or_default(), &mut aligned);
    rejoin(passages, base, &mut aligned);
    aligned
}

/// Base and proposal may be cut into items differently. A base paragraph that was not found stands in the
/// passage of the one before it; a passage that seems new stands in the base paragraph of the one before.
fn rejoin(passages: &Passages, base: &[BaseParagraph], aligned: &mut Aligned) {
    let text = |at: usize| passages.get(at).map(|passage| passage.text.as_str()).unwrap_or_default();
    let found: HashSet<usize> = aligned.found.iter().copied().collect();
    let words = |ours: Range<usize>| -> String {
        base.get(ours).unwrap_or_default().iter().map(|paragraph| paragraph.text.as_str()).collect()
    };
    for (ours, at) in &mut aligned.pairs {
        let holder = letters(text(*at));
        let holds = |more: usize| {
            let other = base.get(more).filter(|_| !found.contains(&more)).map(|other| letters(&other.text));
            other.is_some_and(|other| !other.is_empty() && holder.contains(&other))
        };
        while holds(ours.end) {
            aligned.found.push(ours.end);
            ours.end += 1;
        }
        while let Some(before) = ours.start.checked_sub(1)
            && holds(before)
        {
            aligned.found.push(before);
            ours.start = before;
        }
    }
    let (pairs, parts) = (&aligned.pairs, &mut aligned.parts);
    aligned.added.retain(|added| {
        let before = pairs.iter().filter(|(_, at)| at < added).max_by_key(|(_, at)| *at);
        let Some((ours, holder)) = before else { return true };
        let owner = words(ours.clone());
        let own = letters(text(*added));
        let holds = !own.is_empty() && letters(&owner).contains(&own);
        if holds {
            parts.insert(*holder);
        }
        !holds
    });
}

/// The letters and digits of a text.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// White space aside, what a paragraph says.
fn key(text: &str) -> u64 {
    let mut hash = DefaultHasher::new();
    for letter in text.chars().filter(|c| !c.is_whitespace()) {
        letter.hash(&mut hash);
    }
    hash.finish()
}

/// Pairs what stands between two anchors, in order, so that most of the old text is found again.
fn pair(base: &[BaseParagraph], ours: std::ops::Range<usize>, gap: &[(usize, &str)], aligned: &mut Aligned) {
    let old = base.get(ours.clone()).unwrap_or_default();
    if old.len().saturating_mul(gap.len()) > WIDEST {
        return in_order(ours.start, old, gap, aligned);
    }
    let bags: Vec<Bag> = gap.iter().map(|(_, text)| Bag::of(text)).collect();
    let width = gap.len() + 1;
    // Best sum of what is found from (i, j) on, and whether i and j are a pair there.
    let mut best = vec![(0.0f32, false); (old.len() + 1) * width];
    let at = |i: usize, j: usize| i * width + j;
    for (i, paragraph) in old.iter().enumerate().rev() {
        let bag = Bag::of(&paragraph.text);
        for (j, other) in bags.iter().enumerate().rev() {
            let sum = |i, j| best.get(at(i, j)).map_or(0.0, |(sum, _)| *sum);
            let held = bag.held_by(other);
            let paired = if held >= LEAST { held * bag.letters as f32 + sum(i + 1, j + 1) } else { -1.0 };
            let skipped = sum(i + 1, j).max(sum(i, j + 1));
            if let Some(cell) = best.get_mut(at(i, j)) {
                *cell = if paired > skipped { (paired, true) } else { (skipped, false) };
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    while let (Some(_), Some((passage, _))) = (old.get(i), gap.get(j)) {
        let (sum, paired) = best.get(at(i, j)).copied().unwrap_or_default();
        if paired {
            aligned.pairs.push((ours.start + i..ours.start + i + 1, *passage));
            aligned.found.push(ours.start + i);
            (i, j) = (i + 1, j + 1);
        } else if best.get(at(i + 1, j)).is_some_and(|(other, _)| *other >= sum) {
            i += 1;
        } else {
            aligned.added.push(*passage);
            j += 1;
        }
    }
    aligned.added.extend(gap.iter().skip(j).map(|(passage, _)| *passage));
}

/// Pairs a wide gap without looking back: each old paragraph with the next that holds it.
fn in_order(start: usize, old: &[BaseParagraph], gap: &[(usize, &str)], aligned: &mut Aligned) {
    const AHEAD: usize = 16;
    let mut from = 0;
    for (i, paragraph) in old.iter().enumerate() {
        let bag = Bag::of(&paragraph.text);
        let ahead = gap.iter().enumerate().skip(from).take(AHEAD);
        let next =
            ahead.map(|(j, (_, text))| (j, bag.held_by(&Bag::of(text)))).find(|(_, held)| *held >= LEAST);
        let Some((j, _)) = next else { continue };
        aligned.added.extend(gap.get(from..j).into_iter().flatten().map(|(passage, _)| *passage));
        aligned.pairs.extend(gap.get(j).map(|(passage, _)| (start + i..start + i + 1, *passage)));
        aligned.found.push(start + i);
        from = j + 1;
    }
    aligned.added.extend(gap.iter().skip(from).map(|(passage, _)| *passage));
}

/// The letters of a text, counted in slots: enough to tell whether it can hold another.
struct Bag {
    counts: Vec<u32>,
    letters: u32,
}

impl Bag {
    fn of(text: &str) -> Self {
        const SLOTS: usize = 512;
        let mut bag = Bag { counts: vec![0; SLOTS], letters: 0 };
        for letter in text.chars().filter(|c| !c.is_whitespace()) {
            if let Some(count) = bag.counts.get_mut(letter as usize % SLOTS) {
                *count += 1;
                bag.letters += 1;
            }
        }
        bag
    }

    /// How much of this text the other can hold, 0 to 1.
    fn held_by(&self, other: &Bag) -> f32 {
        let common: u32 = self.counts.iter().zip(&other.counts).map(|(a, b)| a.min(b)).sum();
        if self.letters == 0 { 0.0 } else { common as f32 / self.letters as f32 }
    }
}
