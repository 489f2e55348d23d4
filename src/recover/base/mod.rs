//! The texts in force as a witness: what the proposal has beyond them is new.
//!
//! In: the passages, and a library of texts in force. Out: candidates. Flattened text still holds
//! every word of its base, in order: what the base has not is an insertion, and a word that is glued
//! to a word of the base has taken its place. Words deleted without a successor stand in both texts
//! alike; no base text can show them. Never: a mark on words that the base has too.

mod adopted;
mod align;
mod anchors;
mod exact;
mod words;

use crate::diagnostics::message;
use std::borrow::Cow;
use std::collections::HashSet;

use crate::language::Language;
use crate::model::{InstrumentKind, Submission};
use crate::registry::reference::{InstrumentReference, references};
use crate::text::RevisionKind;

use super::CERTAIN;
use super::Witness::BaseText;
use super::candidate::{Candidate, MarkedPart};
use super::passage::{self, Passages};
use crate::model::Role;
use align::Aligned;
#[cfg(feature = "packs")]
pub(crate) use anchors::{Anchor, anchors};
pub(super) use exact::BaseParagraphs;
pub(crate) use words::{Word, changes, words};

const ADDED: &str = "base-added";
const WORDS: &str = "base-words";
const LABEL: &str = "base-label";

/// Texts in force.
#[derive(Debug, Clone, Default)]
pub struct BaseLibrary {
    texts: Vec<TextInForce>,
    /// The texts as they were adopted afterwards, where these are known too.
    adopted: Vec<TextInForce>,
}

/// One text in force.
#[derive(Debug, Clone)]
struct TextInForce {
    name: String,
    kind: InstrumentKind,
    number: Option<String>,
    year: Option<u16>,
    paragraphs: Vec<BaseParagraph>,
}

/// A paragraph of it.
#[derive(Debug, Clone)]
struct BaseParagraph {
    label: String,
    text: String,
    /// Number line, title, opening or call: it says which text this is, or what any text says.
    head: bool,
}

impl BaseParagraph {
    /// Paragraphs that stand as one in the proposal, their labels among the words.
    fn joined(paragraphs: &[BaseParagraph]) -> Option<Cow<'_, BaseParagraph>> {
        let (first, rest) = paragraphs.split_first()?;
        if rest.is_empty() {
            return Some(Cow::Borrowed(first));
        }
        let mut joined = first.clone();
        for paragraph in rest {
            for words in
                [paragraph.label.trim(), paragraph.text.trim()].into_iter().filter(|words| !words.is_empty())
            {
                joined.text.push(' ');
                joined.text.push_str(words);
            }
        }
        Some(Cow::Owned(joined))
    }
}

impl BaseLibrary {
    /// Adds a file: each instrument in it, or the whole where it has none.
    pub fn add(&mut self, name: &str, submission: &Submission) {
        self.texts.extend(texts_of(name, submission));
    }

    /// Adds a file of texts as they were adopted after the contribution.
    pub(crate) fn add_adopted(&mut self, name: &str, submission: &Submission) {
        self.adopted.extend(texts_of(name, submission));
    }

    /// How many texts it holds.
    pub fn len(&self) -> usize {
        self.texts.len() + self.adopted.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.adopted.is_empty()
    }
}

/// The texts of a file: each instrument in it, or the whole where it has none.
fn texts_of(name: &str, submission: &Submission) -> Vec<TextInForce> {
    let language = submission.language.unwrap_or(Language::English);
    let passages = passage::collect(submission);
    let text = |(group, _): (Vec<usize>, bool)| {
        let number = number_line(&passages, &group, language);
        let paragraphs = group.iter().filter_map(|at| passages.get(*at));
        let paragraphs = paragraphs.filter(|passage| !passage.text.trim().is_empty());
        TextInForce {
            name: name.to_owned(),
            kind: number.as_ref().map_or(InstrumentKind::Unknown, |reference| reference.kind),
            number: number.as_ref().and_then(|reference| reference.numbers.first().cloned()),
            year: number.as_ref().and_then(|reference| reference.editions.last()?.edition.year),
            paragraphs: paragraphs
                .map(|p| BaseParagraph {
                    label: p.label.clone(),
                    text: p.text.clone(),
                    head: matches!(
                        p.context.role,
                        Role::NumberLine | Role::Title | Role::Opening | Role::Call(_)
                    ),
                })
                .collect(),
        }
    };
    groups(&passages).into_iter().map(text).collect()
}

/// The passages of each instrument; all of them where there is no instrument.
fn groups(passages: &Passages) -> Vec<(Vec<usize>, bool)> {
    let mut groups: Vec<(Option<usize>, Vec<usize>)> = Vec::new();
    for (at, passage) in passages.iter() {
        let Some(instrument) = passage.context.own_text() else { continue };
        // An opening that no number line stands above is that of the text before it.
        let goes_on = passage.context.role == Role::Opening && passage.context.symbol.is_none();
        match groups.last_mut().filter(|(number, _)| *number == Some(instrument) || goes_on) {
            Some((number, group)) => {
                *number = Some(instrument);
                group.push(at);
            }
            None => groups.push((Some(instrument), vec![at])),
        }
    }
    if groups.is_empty() {
        return vec![((0..passages.all.len()).collect(), false)];
    }
    groups.into_iter().map(|(_, group)| (group, true)).collect()
}

fn number_line(passages: &Passages, group: &[usize], language: Language) -> Option<InstrumentReference> {
    let lines = group.iter().filter_map(|at| passages.get(*at));
    let line = lines.filter(|passage| passage.context.role == Role::NumberLine).map(|passage| &passage.text);
    line.flat_map(|text| references(text, language)).find(|r| r.kind != InstrumentKind::Unknown)
}

/// What the comparison has to say besides its candidates.
#[derive(Debug, Default)]
pub(super) struct BaseComparison {
    /// The paragraphs of the proposal that were aligned, and what they have become from.
    pub paragraphs: BaseParagraphs,
    /// Texts in force that were given for an instrument and are not its text.
    pub refused: Vec<RefusedBase>,
}

/// A text in force of the instrument's number that is not alike.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RefusedBase {
    /// The instrument's first passage, its number line where it has one.
    pub at: usize,
    /// The file of the text in force.
    pub name: String,
    /// The instrument's number.
    pub number: String,
    /// How much of the text in force stands in the proposal, per cent.
    pub alike: u8,
}

/// Compares each instrument with its text in force.
pub(super) fn compare(
    passages: &Passages,
    library: &BaseLibrary,
    language: Language,
    candidates: &mut Vec<Candidate>,
) -> BaseComparison {
    let known = KnownBase::of(passages, candidates);
    let (mut same, mut exact) = (HashSet::new(), HashSet::new());
    let mut told = BaseComparison::default();
    for (group, instrument) in groups(passages) {
        let cited = number_line(passages, &group, language).filter(|_| instrument);
        let (text, aligned) = match choose(passages, &library.texts, &group, cited.as_ref()) {
            BaseChoice::Found(text, aligned) => (text, aligned),
            BaseChoice::Refused { name, number, alike } => {
                let at = group.first().copied().unwrap_or_default();
                told.refused.push(RefusedBase { at, name, number, alike });
                continue;
            }
            BaseChoice::None => continue,
        };
        let quality = aligned.quality(&text.paragraphs);
        same.extend(&aligned.same);
        for (base, at) in &aligned.pairs {
            let Some(paragraph) =
                BaseParagraph::joined(text.paragraphs.get(base.clone()).unwrap_or_default())
            else {
                continue;
            };
            if changed(passages, text, &paragraph, *at, known.inserted(*at), candidates) {
                exact.insert(*at);
            }
            told.paragraphs.add(*at, &paragraph.text, aligned.is_part(*at));
        }
        for at in &aligned.added {
            let Some(passage) = passages.get(*at).filter(|p| !p.text.trim().is_empty()) else { continue };
            let confidence = match quality {
                0.9.. => 0.95,
                0.75.. => 0.87,
                _ => 0.6,
            };
            let reason = message!("the paragraph is not in the text in force ({text})", text = text.name);
            let whole = Candidate::whole(*at, passage.text.len(), RevisionKind::Insertion);
            candidates.push(whole.seen(ADDED, BaseText, confidence, reason));
        }
    }
    candidates.retain(|candidate| !refuted(candidate, &same, &exact));
    adopted::compare(passages, &library.adopted, language, candidates);
    told
}

/// The text in force that an instrument is compared with.
enum BaseChoice<'a> {
    /// It, and how the two are aligned.
    Found(&'a TextInForce, Aligned),
    /// A text of the instrument's number is there, and is another text by its words.
    Refused { name: String, number: String, alike: u8 },
    /// None was given.
    None,
}

/// The text in force of an instrument: by its number and edition, else by its words.
fn choose<'a>(
    passages: &Passages,
    library: &'a [TextInForce],
    group: &[usize],
    cited: Option<&InstrumentReference>,
) -> BaseChoice<'a> {
    /// So much of a text in force must be found again: flattened, a proposal holds nearly all of it.
    const LEAST: f32 = 0.5;
    /// So much where nothing but the words tells which text it is.
    const ALIKE: f32 = 0.6;
    /// So much of its clauses.
    const CLAUSES: f32 = 0.3;
    let number = cited.and_then(|reference| reference.numbers.first());
    let year = cited.and_then(|reference| reference.editions.first()?.edition.year);
    let same_number = |text: &&TextInForce| {
        text.number.is_some() && text.number.as_ref() == number && cited.is_some_and(|r| r.kind == text.kind)
    };
    let numbered: Vec<&TextInForce> = library.iter().filter(same_number).collect();
    // A text of another number is another text, however many words they share.
    let unnumbered = |text: &&TextInForce| number.is_none() || text.number.is_none();
    let least = if numbered.is_empty() { ALIKE } else { LEAST };
    let pool = if numbered.is_empty() { library.iter().filter(unnumbered).collect() } else { numbered };
    let scored = pool.into_iter().map(|text| {
        let aligned = align::align(passages, group, &text.paragraphs);
        let score =
            aligned.quality(&text.paragraphs) + if text.year == year && year.is_some() { 1.0 } else { 0.0 };
        (score, text, aligned)
    });
    let Some((_, text, aligned)) = scored.max_by(|(a, ..), (b, ..)| a.total_cmp(b)) else {
        return BaseChoice::None;
    };
    let quality = aligned.quality(&text.paragraphs);
    // Number, title and opening are alike in every edition of a text, and are half of a short one.
    let clauses = aligned.quality_of_clauses(&text.paragraphs).unwrap_or(quality);
    match (quality >= least && clauses >= CLAUSES, number) {
        (true, _) => BaseChoice::Found(text, aligned),
        (false, Some(number)) if text.number.is_some() => BaseChoice::Refused {
            name: text.name.clone(),
            number: number.clone(),
            alike: (quality.min(clauses).clamp(0.0, 1.0) * 100.0) as u8,
        },
        _ => BaseChoice::None,
    }
}

/// Whether the base text tells that a change was not made: a paragraph that stands there word for
/// word was not inserted, whatever its list says; and where every word of a paragraph is accounted
/// for, an insertion only suspected is none.
fn refuted(candidate: &Candidate, same: &HashSet<usize>, exact: &HashSet<usize>) -> bool {
    let doubtful = candidate.confidence < CERTAIN && candidate.witness != BaseText;
    candidate.cuts.iter().filter(|cut| cut.kind == RevisionKind::Insertion).any(|cut| match cut.of {
        MarkedPart::Whole => same.contains(&cut.passage),
        _ => doubtful && (exact.contains(&cut.passage) || same.contains(&cut.passage)),
    })
}

/// What a paragraph has beyond its base. Tells whether it holds every word of it.
fn changed(
    passages: &Passages,
    text: &TextInForce,
    base: &BaseParagraph,
    at: usize,
    known: &[std::ops::Range<usize>],
    candidates: &mut Vec<Candidate>,
) -> bool {
    let Some(passage) = passages.get(at) else { return false };
    let fold_case = passage.context.role == Role::NumberLine;
    let found = words::beyond(&base.text, &passage.text, known, fold_case);
    for change in found.changes {
        // Where words of the base are missing the marks are only suggested; see also [`exact`].
        let confidence: f32 = if found.exact { 0.95 } else { 0.7 };
        let reason = match change.deleted.is_empty() {
            true => message!("the text in force ({text}) does not have these words", text = text.name),
            false => message!("the text in force ({text}) has the other word", text = text.name),
        };
        let seen = Candidate::replacement(at, change.deleted, change.inserted);
        candidates.push(seen.seen(WORDS, BaseText, confidence, reason));
    }
    let closing = [')', '）', '.', ' ', '\t'];
    let (old, new) = (base.label.trim_end_matches(closing), passage.label.trim_end_matches(closing));
    if !old.is_empty() && new.len() > old.len() && new.starts_with(old) && !new.contains(['.', '-']) {
        let reason = message!("the label was {old} in the text in force ({text})", old, text = text.name);
        let seen = Candidate::relabelled(at, 0..old.len(), old.len()..new.len());
        candidates.push(seen.seen(LABEL, BaseText, 0.93, reason));
    }
    found.exact
}

/// What the other witnesses are sure was inserted, so that it does not mislead the comparison.
struct KnownBase(Vec<Vec<std::ops::Range<usize>>>);

impl KnownBase {
    fn of(passages: &Passages, candidates: &[Candidate]) -> Self {
        let mut known = vec![Vec::new(); passages.all.len()];
        for candidate in candidates.iter().filter(|candidate| candidate.confidence >= CERTAIN) {
            for cut in &candidate.cuts {
                if cut.of == MarkedPart::Text
                    && cut.kind == RevisionKind::Insertion
                    && let Some(list) = known.get_mut(cut.passage)
                {
                    list.push(cut.range.clone());
                }
            }
        }
        known.iter_mut().for_each(|list: &mut Vec<_>| list.sort_by_key(|range| range.start));
        Self(known)
    }

    fn inserted(&self, at: usize) -> &[std::ops::Range<usize>] {
        self.0.get(at).map_or(&[], Vec::as_slice)
    }
}
