//! Which paragraph of a proposal is which paragraph of the text in force.
//!
//! In: the paragraphs of both. Out: for each paragraph of the proposal its place: the one it is, the one
//! behind which it is added, or none. Each proposal is compared with the text in force alone. First come
//! paragraphs that read the same, in order; between these what is most alike, an equal address counting
//! for it; then what was moved. Never: a paragraph without a place that is not told.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use crate::recover::base::{Anchor, anchors, words};
use crate::text::View;

use super::contribution::ParagraphRecord;
use super::edits::folded;

/// More pairs than this between two anchors are paired by address alone.
const WIDEST: usize = 40_000;
/// Likeness that makes two paragraphs one without more.
const ALIKE: f32 = 0.5;
/// Likeness that does where the address is the same.
const ALIKE_AT_ADDRESS: f32 = 0.2;
/// Likeness that finds a moved paragraph.
const MOVED: f32 = 0.8;

/// The role of a line that names the text which is amended.
pub(crate) const LOCATOR: &str = "locator";

/// A paragraph of the text in force.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct ParagraphInForce {
    /// Its address inside the text.
    pub path: String,
    /// What it is.
    pub role: String,
    /// The call it stands under.
    pub call: String,
    /// Depth of an item.
    pub level: u8,
    /// Its label, as it stands.
    pub label: String,
    /// Its text, on one line, without the label.
    pub text: String,
    /// That it is in force is known: it was given, or a source that marks its changes rejects it.
    pub is_known: bool,
}

/// Where a paragraph of a proposal belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placement {
    /// It is this paragraph of the text in force.
    Is(usize),
    /// It is this one, and stands elsewhere in the proposal.
    Moved(usize),
    /// It is new, behind this one; before all where `None`.
    Behind(Option<usize>),
    /// It says that text was left out.
    Elision,
    /// It names the text that is amended: `resolves 2 of Resolution 64`.
    Names,
    /// Nobody can tell.
    Nowhere,
}

/// A proposal laid beside the text in force.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Alignment {
    /// The place of each of its paragraphs.
    pub places: Vec<Placement>,
    /// Paragraphs of the text in force that it does not have although it has the whole text.
    pub omitted: Vec<usize>,
    /// It has the whole text, not parts of it.
    pub is_whole: bool,
}

/// Lays the paragraphs of a proposal beside those of the text in force. `same_language`: the words can be
/// compared; else addresses alone speak.
pub(crate) fn align(base: &[ParagraphInForce], own: &[ParagraphRecord], same_language: bool) -> Alignment {
    let candidates: Vec<Own> =
        own.iter().enumerate().filter_map(|(at, record)| Own::of(at, record)).collect();
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    if same_language {
        by_words(base, &candidates, &mut pairs);
    } else {
        by_address(base, &candidates, &mut pairs);
    }
    let in_order = in_order(&pairs);
    let mut moved = BTreeMap::new();
    if same_language {
        moved = rescued(base, &candidates, &pairs);
    }
    places(base, own, &pairs, &in_order, &moved)
}

/// A paragraph of a proposal that the text in force may have.
struct Own {
    at: usize,
    path: String,
    role: String,
    text: String,
}

impl Own {
    fn of(at: usize, record: &ParagraphRecord) -> Option<Own> {
        let text = record.text(View::Base);
        let says_something = !text.is_empty() || !record.label(View::Base).is_empty();
        let known = says_something && !record.is_elision() && record.role != LOCATOR;
        known.then(|| Own { at, path: record.path.clone(), role: record.role.clone(), text })
    }
}

/// Anchors are first the paragraphs that read alike at one address, then, between these, those that read alike: a
/// text that came to read like another one of the text in force is none.
fn by_words(base: &[ParagraphInForce], own: &[Own], pairs: &mut BTreeMap<usize, usize>) {
    let old: Vec<KeyedText<'_>> = base.iter().map(|p| (folded(&p.text), p.path.as_str())).collect();
    let new: Vec<KeyedText<'_>> = own.iter().map(|one| (folded(&one.text), one.path.as_str())).collect();
    between(anchors(&old, &new), (0..old.len(), 0..new.len()), own, pairs, &mut |(ours, theirs), pairs| {
        let alike = anchors(&texts(&old, &ours), &texts(&new, &theirs)).into_iter();
        let alike = alike.map(|(run, to)| (ours.start + run.start..ours.start + run.end, theirs.start + to));
        between(alike.collect(), (ours, theirs), own, pairs, &mut |(ours, theirs), pairs| {
            pair_gap(base, ours, own.get(theirs).unwrap_or_default(), pairs);
        });
    });
}

/// A paragraph as it is compared, and its address.
type KeyedText<'a> = (Cow<'a, str>, &'a str);

/// What stands in a part of a text, without the addresses.
fn texts<'a>(all: &'a [KeyedText<'_>], range: &Range<usize>) -> Vec<&'a str> {
    all.get(range.clone()).unwrap_or_default().iter().map(|(text, _)| &**text).collect()
}

/// A part of the text in force and a part of a proposal.
type Parts = (Range<usize>, Range<usize>);

/// Pairs the anchors in some parts, and hands on what stands between them.
fn between(
    anchors: Vec<Anchor>,
    (ours, theirs): Parts,
    own: &[Own],
    pairs: &mut BTreeMap<usize, usize>,
    hand_on: &mut dyn FnMut(Parts, &mut BTreeMap<usize, usize>),
) {
    let mut next = (ours.start, theirs.start);
    for (run, to) in anchors {
        hand_on((next.0..run.start, next.1..to), pairs);
        next = (run.end, to + run.len());
        pairs.extend(own.get(to..next.1).unwrap_or_default().iter().map(|one| one.at).zip(run));
    }
    hand_on((next.0..ours.end, next.1..theirs.end), pairs);
}

/// Pairs what stands between two anchors, in order, so that as much as possible is found again.
fn pair_gap(base: &[ParagraphInForce], ours: Range<usize>, gap: &[Own], pairs: &mut BTreeMap<usize, usize>) {
    let old = base.get(ours.clone()).unwrap_or_default();
    if old.is_empty() || gap.is_empty() {
        return;
    }
    if old.len().saturating_mul(gap.len()) > WIDEST {
        let known: HashMap<&str, usize> =
            old.iter().enumerate().map(|(at, p)| (p.path.as_str(), at)).collect();
        let found = gap.iter().filter_map(|one| Some((one.at, ours.start + known.get(one.path.as_str())?)));
        pairs.extend(found);
        return;
    }
    let width = gap.len() + 1;
    let bags: Vec<WordBag<'_>> = gap.iter().map(|one| WordBag::of(&one.text)).collect();
    let mut best = vec![(0.0f32, false); (old.len() + 1) * width];
    for (i, paragraph) in old.iter().enumerate().rev() {
        let bag = WordBag::of(&paragraph.text);
        for (j, (one, other)) in gap.iter().zip(&bags).enumerate().rev() {
            let sum = |i: usize, j: usize| best.get(i * width + j).map_or(0.0, |(sum, _)| *sum);
            let gained = worth(paragraph, one, bag.likeness(other)).map(|worth| worth + sum(i + 1, j + 1));
            let skipped = sum(i + 1, j).max(sum(i, j + 1));
            if let Some(cell) = best.get_mut(i * width + j) {
                *cell = match gained {
                    Some(gained) if gained > skipped => (gained, true),
                    _ => (skipped, false),
                };
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    while let (Some(_), Some(one)) = (old.get(i), gap.get(j)) {
        let (sum, paired) = best.get(i * width + j).copied().unwrap_or_default();
        if paired {
            pairs.insert(one.at, ours.start + i);
            (i, j) = (i + 1, j + 1);
        } else if best.get((i + 1) * width + j).is_some_and(|(other, _)| *other >= sum) {
            i += 1;
        } else {
            j += 1;
        }
    }
}

/// What it is worth to take a paragraph of the proposal for one of the text in force; `None` where it
/// cannot be that.
fn worth(base: &ParagraphInForce, own: &Own, likeness: f32) -> Option<f32> {
    if base.role != own.role && likeness < ALIKE {
        return None;
    }
    let same_address = !own.path.is_empty() && base.path == own.path;
    // Number line, title and formula are what they are, whatever their words.
    let singular = same_address && matches!(own.role.as_str(), "number" | "opening" | "title" | "call");
    if singular || (same_address && likeness >= ALIKE_AT_ADDRESS) {
        return Some(likeness + 0.4);
    }
    (likeness >= ALIKE).then_some(likeness)
}

/// The words of a text, counted: letters of Han as pairs.
struct WordBag<'t> {
    counts: HashMap<Cow<'t, str>, u32>,
    total: u32,
}

impl<'t> WordBag<'t> {
    fn of(text: &'t str) -> Self {
        let mut bag = WordBag { counts: HashMap::new(), total: 0 };
        for (word, _) in words(text) {
            if word.chars().any(char::is_alphanumeric) {
                let is_small = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
                let word = if is_small { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) };
                *bag.counts.entry(word).or_default() += 1;
                bag.total += 1;
            }
        }
        bag
    }

    /// Twice what both have by what they have together, 0 to 1.
    fn likeness(&self, other: &WordBag<'_>) -> f32 {
        let common: u32 = self
            .counts
            .iter()
            .map(|(word, count)| (*count).min(other.counts.get(word).copied().unwrap_or(0)))
            .sum();
        let total = self.total + other.total;
        if total == 0 { 0.0 } else { 2.0 * common as f32 / total as f32 }
    }
}

/// Pairs by address alone.
fn by_address(base: &[ParagraphInForce], own: &[Own], pairs: &mut BTreeMap<usize, usize>) {
    let known: HashMap<&str, usize> = base.iter().enumerate().map(|(at, p)| (p.path.as_str(), at)).collect();
    pairs.extend(own.iter().filter_map(|one| Some((one.at, *known.get(one.path.as_str())?))));
}

/// The pairs that stand in the order of the text in force: a longest run of them.
fn in_order(pairs: &BTreeMap<usize, usize>) -> BTreeMap<usize, usize> {
    if pairs.values().is_sorted() {
        return pairs.clone();
    }
    let all: Vec<(usize, usize)> = pairs.iter().map(|(own, base)| (*own, *base)).collect();
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(all.len());
    for (at, (_, base)) in all.iter().enumerate() {
        let before = best.iter().zip(&all).enumerate().take(at).filter(|(_, (_, (_, other)))| other < base);
        let longest = before
            .max_by_key(|(_, ((length, _), _))| *length)
            .map(|(before, ((length, _), _))| (length + 1, Some(before)));
        best.push(longest.unwrap_or((1, None)));
    }
    let mut at = best.iter().enumerate().max_by_key(|(_, (length, _))| *length).map(|(at, _)| at);
    let mut found = BTreeMap::new();
    while let Some(here) = at {
        found.extend(all.get(here).copied());
        at = best.get(here).and_then(|(_, before)| *before);
    }
    found
}

/// Paragraphs that were not found in order and stand elsewhere in the text in force.
fn rescued(base: &[ParagraphInForce], own: &[Own], pairs: &BTreeMap<usize, usize>) -> BTreeMap<usize, usize> {
    let taken: HashSet<usize> = pairs.values().copied().collect();
    let mut free: Vec<(usize, Cow<'_, str>, WordBag<'_>)> = base
        .iter()
        .enumerate()
        .filter(|(at, _)| !taken.contains(at))
        .map(|(at, paragraph)| (at, folded(&paragraph.text), WordBag::of(&paragraph.text)))
        .collect();
    let mut moved = BTreeMap::new();
    for one in own.iter().filter(|one| !pairs.contains_key(&one.at)) {
        let (text, bag) = (folded(&one.text), WordBag::of(&one.text));
        let long = bag.total >= 5;
        let scored = free.iter().enumerate().map(|(nth, (at, other, theirs))| {
            let same_role = base.get(*at).is_some_and(|paragraph| paragraph.role == one.role);
            let likeness = if *other == text && same_role { 1.0 } else { bag.likeness(theirs) };
            (nth, likeness)
        });
        let best = scored.max_by(|(_, a), (_, b)| a.total_cmp(b));
        if let Some((nth, _)) = best.filter(|(_, likeness)| long && *likeness >= MOVED) {
            moved.insert(one.at, free.remove(nth).0);
        }
    }
    moved
}

fn places(
    base: &[ParagraphInForce],
    own: &[ParagraphRecord],
    pairs: &BTreeMap<usize, usize>,
    in_order: &BTreeMap<usize, usize>,
    moved: &BTreeMap<usize, usize>,
) -> Alignment {
    let has_elision = own.iter().any(ParagraphRecord::is_elision);
    let letters = |at: &usize| base.get(*at).map_or(0, |paragraph| paragraph.text.chars().count());
    let all: usize = (0..base.len()).map(|at| letters(&at)).sum();
    let found: usize = pairs.values().chain(moved.values()).map(letters).sum();
    let is_whole = !has_elision && found * 10 >= all * 6 && pairs.len() > 2;
    let mut places = Vec::with_capacity(own.len());
    // Behind what a new paragraph stands; nobody knows behind an elision.
    let mut behind: Option<Option<usize>> =
        Some(None).filter(|_| is_whole || base.is_empty() || pairs.contains_key(&0));
    for (at, record) in own.iter().enumerate() {
        let place = if let Some(found) = in_order.get(&at) {
            behind = Some(Some(*found));
            Placement::Is(*found)
        } else if let Some(found) = pairs.get(&at).or_else(|| moved.get(&at)) {
            Placement::Moved(*found)
        } else if record.role == LOCATOR {
            Placement::Names
        } else if record.is_elision() {
            behind = None;
            Placement::Elision
        } else if let Some(known) = by_label(base, record).filter(|_| !is_whole && record.role == "item") {
            // Of a part of the text the label says more than what happens to stand above.
            behind = Some(Some(known));
            Placement::Behind(Some(known))
        } else if let Some(known) = behind {
            Placement::Behind(known)
        } else if let Some(known) = by_label(base, record).or_else(|| before_next(at, in_order)) {
            behind = Some(Some(known));
            Placement::Behind(Some(known))
        } else {
            Placement::Nowhere
        };
        places.push(place);
    }
    let taken: HashSet<usize> = pairs.values().chain(moved.values()).copied().collect();
    let omitted =
        if is_whole { (0..base.len()).filter(|at| !taken.contains(at)).collect() } else { Vec::new() };
    Alignment { places, omitted, is_whole }
}

/// The paragraph in front of the next one that was found.
fn before_next(at: usize, in_order: &BTreeMap<usize, usize>) -> Option<usize> {
    in_order.range(at..).next().and_then(|(_, base)| base.checked_sub(1))
}

/// The paragraph behind which a new item belongs by its label: that of the label before it, else the
/// last under its call.
fn by_label(base: &[ParagraphInForce], record: &ParagraphRecord) -> Option<usize> {
    let call = record.call.as_str();
    if call.is_empty() || record.role == "call" {
        return None;
    }
    let label = record.label(View::Revised);
    let label = label.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let number: String = label.chars().take_while(char::is_ascii_digit).collect();
    let before = match (number.parse::<u32>(), label.chars().next()) {
        // `2bis` stands behind 2, 3 too.
        (Ok(number), _) if number.to_string() != label => Some(number.to_string()),
        (Ok(number), _) => number.checked_sub(1).map(|before| before.to_string()),
        (Err(_), Some(letter)) if letter.is_ascii_lowercase() && letter > 'a' => {
            (letter as u8).checked_sub(1).map(|before| char::from(before).to_string())
        }
        _ => None,
    };
    let path = before.map(|before| format!("{call}/{before}"));
    let at = path.and_then(|path| base.iter().rposition(|paragraph| paragraph.path == path));
    let last = || base.iter().rposition(|paragraph| paragraph.call == call);
    // Items below the one found belong to it.
    let with_items = at.map(|at| {
        let prefix = base.get(at).map(|paragraph| format!("{}/", paragraph.path)).unwrap_or_default();
        let below = base.iter().enumerate().skip(at + 1).take_while(|(_, p)| p.path.starts_with(&prefix));
        below.last().map_or(at, |(below, _)| below)
    });
    with_items.or_else(last)
}
