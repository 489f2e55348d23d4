//! Edits that every proposal brings because the conference is another: edition, place, year, "this
//! conference".
//!
//! In: an edit on a paragraph in force. Out: whether it does no more than that. Never: a year that says
//! when something is to be done.

use crate::folding::fold_name;
use crate::language::Language;
use crate::lexicon::terms::{self, Term};
use crate::registry::Registry;
use crate::registry::reference::references;

use super::align::ParagraphInForce;
use super::edits::{EditKind, TextEdit};

/// What names conferences and editions in a language, folded.
#[derive(Debug, Clone)]
pub(crate) struct ConferenceWords {
    language: Language,
    /// Names of the bodies, and `this conference`.
    names: Vec<String>,
    /// These, acronyms, and words for "revised" and "year"; the longest first.
    words: Vec<String>,
}

impl ConferenceWords {
    /// The words of a language.
    pub(crate) fn new(language: Language, registry: &Registry) -> Self {
        let term = |term: Term| terms::of(term, language).iter().map(|word| fold_name(word));
        let mut names: Vec<String> = term(Term::ConferenceAtHand).collect();
        names.extend(registry.bodies().filter_map(|body| registry.body_name(body, language)).map(fold_name));
        let mut words = names.clone();
        words.extend(term(Term::Revised).chain(term(Term::Year)));
        words.extend(registry.bodies().filter_map(|body| registry.acronym(body, language)).map(fold_name));
        names.retain(|name| !name.is_empty());
        words.retain(|word| !word.is_empty());
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self { language, names, words }
    }

    /// Whether an edit only brings edition, place or year up to date.
    pub(crate) fn is_consequential(
        &self,
        edit: &TextEdit,
        base: &ParagraphInForce,
        registry: &Registry,
    ) -> bool {
        if edit.kind == EditKind::Relabel {
            return true;
        }
        if !edit.is_within() {
            return false;
        }
        // Asked first, as it costs least and decides most.
        if !self.is_bare(&edit.old, registry) || !self.is_bare(&edit.new, registry) {
            return false;
        }
        matches!(base.role.as_str(), "number" | "opening")
            || beside_edition(edit, &base.text, self.language)
            || (self.names_conference(&edit.old) && self.names_conference(&edit.new))
    }

    /// Whether a text names a conference: `this conference`.
    fn names_conference(&self, text: &str) -> bool {
        let text = fold_name(text);
        self.names.iter().any(|name| text.contains(name.as_str()))
    }

    /// Whether nothing but years, places, words for "revised" and names of conferences stands in a text.
    fn is_bare(&self, text: &str, registry: &Registry) -> bool {
        let mut rest = fold_name(text);
        if let Some(finder) = registry.place_finder(self.language) {
            let mut places: Vec<String> =
                finder.all(text).filter_map(|(range, _)| text.get(range)).map(fold_name).collect();
            places.sort_by_key(|place| std::cmp::Reverse(place.len()));
            for place in places.iter().filter(|place| !place.is_empty()) {
                rest = rest.replace(place.as_str(), " ");
            }
        }
        for word in &self.words {
            if rest.contains(word.as_str()) {
                rest = rest.replace(word.as_str(), " ");
            }
        }
        let mut numbers = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        numbers.all(|word| {
            let year = word.parse::<u16>().is_ok_and(|year| (1865..=2200).contains(&year));
            year || word.chars().all(|c| c.is_ascii_digit()) && word.len() == 2
        })
    }
}

/// Whether an edit stands in the parentheses of an edition, or adds one behind a reference.
fn beside_edition(edit: &TextEdit, base: &str, language: Language) -> bool {
    let byte = |at: usize| base.char_indices().nth(at).map_or(base.len(), |(byte, _)| byte);
    let (start, end) = (byte(edit.range.start), byte(edit.range.end));
    references(base, language).iter().any(|reference| {
        let within = reference.range.start <= start && end <= reference.range.end + 2;
        within && (!reference.editions.is_empty() || edit.new.contains(['(', '（']))
    })
}
