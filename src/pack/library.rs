//! The texts in force that were given.
//!
//! In: files as they were read. Out: the text in force of a target in a language; which text holds the words of
//! a proposal that names none. Never: a text in force invented.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::text::View;

use super::align::ParagraphInForce;
use super::contribution::{Contribution, ParagraphRecord, ProposedText};
use super::edits::folded;
use super::targets::{BaseOrigin, BaseText, TargetKey};

/// The texts in force that were given.
#[derive(Debug, Clone, Default)]
pub(crate) struct TextsInForce {
    texts: Vec<LibraryText>,
    /// Where each paragraph of some length stands, by its words.
    by_text: HashMap<String, Vec<usize>>,
}

#[derive(Debug, Clone)]
struct LibraryText {
    name: String,
    language: String,
    body: Option<String>,
    kind: String,
    number: String,
    edition: Option<String>,
    paragraphs: Vec<ParagraphInForce>,
}

/// Paragraphs shorter than this say nothing of which text they are of, characters.
const TELLING: usize = 20;

impl TextsInForce {
    /// Adds the texts of a file.
    pub(crate) fn add(&mut self, contribution: &Contribution) {
        let whole;
        let texts = if contribution.texts.is_empty() {
            let paragraphs = contribution.other.clone();
            whole = [ProposedText { paragraphs, ..ProposedText::default() }];
            whole.as_slice()
        } else {
            contribution.texts.as_slice()
        };
        let stem = contribution.file.rsplit('/').next().unwrap_or_default();
        let digits: String =
            stem.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        for text in texts {
            let number = text.number.clone().or_else(|| text.cited.clone().map(|(_, number)| number));
            let kind = if text.kind.is_empty() || text.kind == "unknown" { "resolution" } else { &text.kind };
            let at = self.texts.len();
            let mut paragraphs = base_paragraphs(&text.paragraphs, View::Revised);
            paragraphs.iter_mut().for_each(|paragraph| paragraph.is_known = true);
            for paragraph in paragraphs.iter().filter(|p| p.text.chars().count() >= TELLING) {
                self.by_text.entry(folded(&paragraph.text).into_owned()).or_default().push(at);
            }
            self.texts.push(LibraryText {
                name: contribution.file.clone(),
                language: contribution.language.clone(),
                body: text.body.clone(),
                kind: kind.to_owned(),
                number: number.unwrap_or_else(|| digits.clone()),
                edition: text.edition.clone(),
                paragraphs,
            });
        }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The text in force of a target in a language: of the edition that proposals name, else the latest.
    pub(super) fn text(&self, key: &TargetKey, language: &str, edition: Option<&str>) -> Option<BaseText> {
        let body = |text: &&LibraryText| {
            key.body.is_empty() || text.body.as_ref().is_none_or(|body| *body == key.body)
        };
        let year = |edition: Option<&str>| {
            edition.and_then(|edition| edition.rsplit(' ').next()?.parse::<u16>().ok())
        };
        let fits = |text: &&LibraryText| {
            text.kind == key.kind && text.number == key.number && text.language == language
        };
        let of_edition =
            |text: &LibraryText| year(text.edition.as_deref()).is_some_and(|own| Some(own) == year(edition));
        let all = self.texts.iter().filter(fits).filter(body);
        let best = all.max_by_key(|text| {
            (of_edition(text), year(text.edition.as_deref()), std::cmp::Reverse(&text.name))
        })?;
        Some(BaseText {
            origin: BaseOrigin::Given(best.name.clone()),
            edition: best.edition.clone(),
            paragraphs: best.paragraphs.clone(),
        })
    }

    /// The words of all its paragraphs that say of which text they are.
    pub(crate) fn paragraphs(&self) -> HashSet<&str> {
        self.by_text.keys().map(String::as_str).collect()
    }

    /// Codes of the languages in which a text was given.
    pub(crate) fn languages(&self, key: &TargetKey) -> BTreeSet<String> {
        let texts = self.texts.iter().filter(|text| text.kind == key.kind && text.number == key.number);
        texts.map(|text| text.language.clone()).collect()
    }

    /// The text that holds most of these paragraphs word for word.
    pub(super) fn holding(&self, paragraphs: &[ParagraphRecord]) -> Option<(String, String)> {
        let mut votes: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for paragraph in paragraphs {
            let found = self.by_text.get(&*folded(&paragraph.text(View::Base)));
            let texts: BTreeSet<(&str, &str)> = found
                .into_iter()
                .flatten()
                .filter_map(|at| self.texts.get(*at))
                .map(|text| (text.kind.as_str(), text.number.as_str()))
                .collect();
            for text in texts {
                *votes.entry(text).or_default() += 1;
            }
        }
        let most = votes.values().copied().max()?;
        let mut best = votes.into_iter().filter(|(_, count)| *count == most);
        let ((kind, number), _) = best.next()?;
        best.next().is_none().then(|| (kind.to_owned(), number.to_owned()))
    }

    /// All texts: kind, number, body.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&str, &str, Option<&str>)> {
        self.texts.iter().map(|text| (text.kind.as_str(), text.number.as_str(), text.body.as_deref()))
    }
}

/// The paragraphs of a text in a view; what the view does not show is left out.
pub(crate) fn base_paragraphs(records: &[ParagraphRecord], view: View) -> Vec<ParagraphInForce> {
    let shown = records.iter().filter(|record| !record.whole(view).is_empty() && !record.is_elision());
    shown
        .map(|record| ParagraphInForce {
            path: record.path.clone(),
            role: record.role.clone(),
            call: record.call.clone(),
            level: record.level,
            label: record.label(view),
            text: record.text(view),
            is_known: false,
        })
        .collect()
}
