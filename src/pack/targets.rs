//! The texts that proposals are about: each with its texts in force, whoever writes in which language.
//!
//! In: contributions, and the texts in force. Out: targets in the order of their addresses, each with the
//! proposals on it and its text in force in every language that occurs; proposals whose text cannot be
//! told. Never: a text in force invented: without one, that which most sources reject stands in its place,
//! and says so.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::View;

use super::align::ParagraphInForce;
use super::contribution::{Contribution, ProposedText};
use super::edits::folded;
use super::library::TextsInForce;
use super::order::{Selection, natural};
use super::shared::shared;

/// The identity of a text: `PP/resolution/64`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct TargetKey {
    /// Key of the body that adopted it; empty where unknown.
    pub body: String,
    /// Kind, by its stable name; `new` for a text that a proposal adds.
    pub kind: String,
    /// Number, or what tells a new text from others.
    pub number: String,
}

impl TargetKey {
    /// As addresses begin: `PP/resolution/64`.
    pub(crate) fn address(&self) -> String {
        let body = if self.body.is_empty() { String::new() } else { format!("{}/", self.body) };
        format!("{body}{}/{}", self.kind, self.number)
    }

    /// As files are called: `pp-resolution-64`.
    pub(crate) fn file_name(&self) -> String {
        file_name(&self.address())
    }

    fn sort_key(&self) -> (bool, String, String, Vec<(u64, String)>) {
        (self.kind == "new", self.body.clone(), self.kind.clone(), natural(&self.number))
    }
}

/// A name as files are called on every system: letters and digits, hyphens between.
pub(crate) fn file_name(text: &str) -> String {
    let mut name = String::new();
    for letter in text.chars() {
        let letter = if letter.is_alphanumeric() { letter } else { '-' };
        if letter != '-' || !name.ends_with('-') {
            name.extend(letter.to_lowercase());
        }
    }
    name.trim_matches('-').chars().take(80).collect()
}

/// Where a text in force is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BaseOrigin {
    /// A file that was given.
    Given(String),
    /// What so many of the sources that amend the text reject.
    Shared {
        /// Sources that have it.
        of: usize,
        /// Sources that amend the text in this language.
        among: usize,
    },
}

/// A text in force in a language.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BaseText {
    /// Where it is from.
    pub origin: BaseOrigin,
    /// Its edition, place and year.
    pub edition: Option<String>,
    /// Its paragraphs.
    pub paragraphs: Vec<ParagraphInForce>,
}

impl BaseText {
    /// Whether nothing vouches for any of it: no text was given, no source marks what it changes.
    pub(crate) fn is_unknown(&self) -> bool {
        self.paragraphs.iter().all(|paragraph| !paragraph.is_known)
    }
}

/// A proposal: the contribution and the text of it, as indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ProposalIndex {
    /// Index into the contributions.
    pub document: usize,
    /// Index into its texts.
    pub text: usize,
}

/// A text and what is proposed on it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ProposalTarget {
    /// Which.
    pub key: TargetKey,
    /// The proposals on it that count, in the order of their identifiers.
    pub proposals: Vec<ProposalIndex>,
    /// Texts in force, by code of the language.
    pub bases: BTreeMap<String, BaseText>,
}

/// Sorts proposals by the text that they are about.
pub(crate) fn targets(
    documents: &[Contribution],
    chosen: &Selection,
    library: &TextsInForce,
) -> (Vec<ProposalTarget>, Vec<ProposalIndex>) {
    let main_body = main_body(documents);
    let mut named: Vec<(ProposalIndex, Option<NamedText>)> = Vec::new();
    for (document, contribution) in documents.iter().enumerate().filter(|(at, _)| chosen.counts(*at)) {
        let mut last: Option<NamedText> = None;
        for (text, proposed) in contribution.texts.iter().enumerate() {
            let known = name_of(proposed, contribution, library)
                .or_else(|| last.clone().filter(|_| !proposed.is_addition()));
            if known.as_ref().is_some_and(|known| known.0 != "new") {
                last.clone_from(&known);
            }
            named.push((ProposalIndex { document, text }, known));
        }
    }
    let bodies = bodies(&named, library);
    let mut sorted: BTreeMap<TargetKey, Vec<ProposalIndex>> = BTreeMap::new();
    let mut nowhere = Vec::new();
    for (index, known) in named {
        let Some((kind, number, body)) = known else {
            nowhere.push(index);
            continue;
        };
        let only = || {
            let known = bodies.get(&(kind.clone(), number.clone()))?;
            known.iter().next().filter(|_| known.len() == 1).cloned()
        };
        let body = body.or_else(only).or_else(|| main_body.clone()).unwrap_or_default();
        sorted.entry(TargetKey { body, kind, number }).or_default().push(index);
    }
    let mut targets: Vec<ProposalTarget> = sorted
        .into_iter()
        .map(|(key, proposals)| {
            let bases = bases(documents, &key, &proposals, library);
            ProposalTarget { key, proposals, bases }
        })
        .collect();
    targets.sort_by_key(|target| target.key.sort_key());
    (targets, nowhere)
}

/// The conference's body: that of most contributions.
fn main_body(documents: &[Contribution]) -> Option<String> {
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    for (body, _) in documents.iter().filter_map(|document| document.conference.as_ref()) {
        *votes.entry(body).or_default() += 1;
    }
    let most = votes.values().copied().max()?;
    votes.into_iter().find(|(_, count)| *count == most).map(|(body, _)| body.to_owned())
}

/// Kind, number and body of the text that a proposal is about.
fn name_of(
    proposed: &ProposedText,
    contribution: &Contribution,
    library: &TextsInForce,
) -> Option<NamedText> {
    let kind = |kind: &str| if kind.is_empty() || kind == "unknown" { "resolution" } else { kind }.to_owned();
    let numbered = proposed.number.as_ref().filter(|number| !number.is_empty());
    if let Some(number) = numbered {
        let is_draft = proposed.is_addition() && !number.starts_with(|c: char| c.is_ascii_digit());
        if is_draft {
            return Some(("new".to_owned(), number.clone(), proposed.body.clone()));
        }
        return Some((kind(&proposed.kind), number.clone(), proposed.body.clone()));
    }
    if proposed.is_addition()
        && proposed.paragraphs.iter().any(|p| matches!(p.role.as_str(), "number" | "opening"))
    {
        let title = folded(&proposed.title(View::Revised)).to_lowercase();
        let name = if title.is_empty() { fallback(proposed, contribution) } else { title };
        return Some(("new".to_owned(), name, None));
    }
    if let Some((cited, number)) = &proposed.cited {
        return Some((kind(cited), number.clone(), None));
    }
    if let Some((kind, number)) = library.holding(&proposed.paragraphs) {
        return Some((kind, number, None));
    }
    // A numbered provision of a basic text: `165  1 The Council …`.
    let first = proposed.paragraphs.first().filter(|first| first.role == "item")?;
    let label = first.label(View::Base);
    let digits: String = label.chars().take_while(char::is_ascii_digit).collect();
    (digits.len() >= 2).then(|| ("provision".to_owned(), label.trim().to_owned(), None))
}

fn fallback(proposed: &ProposedText, contribution: &Contribution) -> String {
    if proposed.identifier.is_empty() { contribution.file.clone() } else { proposed.identifier.clone() }
}

/// Kind, number and body of a text, as a proposal names it.
type NamedText = (String, String, Option<String>);

type Bodies = BTreeMap<(String, String), BTreeSet<String>>;

/// The bodies that are named for each kind and number.
fn bodies(named: &[(ProposalIndex, Option<NamedText>)], library: &TextsInForce) -> Bodies {
    let mut bodies = Bodies::new();
    let own = named.iter().filter_map(|(_, known)| known.as_ref());
    for (kind, number, body) in own {
        if let Some(body) = body {
            bodies.entry((kind.clone(), number.clone())).or_default().insert(body.clone());
        }
    }
    for (kind, number, body) in library.keys() {
        if let Some(body) = body {
            bodies.entry((kind.to_owned(), number.to_owned())).or_default().insert(body.to_owned());
        }
    }
    bodies
}

/// The texts in force of a target, in every language in which something is proposed on it.
fn bases(
    documents: &[Contribution],
    key: &TargetKey,
    proposals: &[ProposalIndex],
    library: &TextsInForce,
) -> BTreeMap<String, BaseText> {
    let mut bases = BTreeMap::new();
    if key.kind == "new" {
        return bases;
    }
    let mut by_language: BTreeMap<&str, Vec<(&Contribution, &ProposedText)>> = BTreeMap::new();
    for index in proposals {
        let Some(document) = documents.get(index.document) else { continue };
        let Some(text) = document.texts.get(index.text) else { continue };
        by_language.entry(&document.language).or_default().push((document, text));
    }
    let editions = by_language.values().flatten().filter_map(|(_, text)| text.edition.as_deref());
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    editions.for_each(|edition| *votes.entry(edition).or_default() += 1);
    let edition = votes.iter().max_by_key(|(_, count)| **count).map(|(edition, _)| *edition);
    for (language, texts) in by_language {
        let base = library.text(key, language, edition).or_else(|| shared(&texts));
        if let Some(base) = base {
            bases.insert(language.to_owned(), base);
        }
    }
    bases
}
