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

use super::align::BaseParagraph;
use super::edits::{EditKind, TextEdit};

/// Whether an edit only brings edition, place or year up to date.
pub(crate) fn is_consequential(
    edit: &TextEdit,
    base: &BaseParagraph,
    language: Language,
    registry: &Registry,
) -> bool {
    if edit.kind == EditKind::Relabel {
        return true;
    }
    if !edit.is_within() {
        return false;
    }
    let named = matches!(base.role.as_str(), "number" | "opening");
    if !named && !beside_edition(edit, &base.text, language) && !names_conference(edit, language, registry) {
        return false;
    }
    let rest = |text: &str| bare(text, language, registry);
    rest(&edit.old) && rest(&edit.new)
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

/// Whether an edit names a conference in the place of another: `this conference`.
fn names_conference(edit: &TextEdit, language: Language, registry: &Registry) -> bool {
    let this = terms::of(Term::ConferenceAtHand, language);
    let folded = |text: &str| fold_name(text);
    let named = |text: &str| {
        let text = folded(text);
        this.iter().any(|words| text.contains(&folded(words)))
            || registry.bodies().any(|body| {
                registry.body_name(body, language).is_some_and(|name| text.contains(&folded(name)))
            })
    };
    named(&edit.old) && named(&edit.new)
}

/// Whether nothing but years, places, words for "revised" and names of conferences stands in a text.
fn bare(text: &str, language: Language, registry: &Registry) -> bool {
    let mut rest = fold_name(text);
    let mut words: Vec<String> = Vec::new();
    for term in [Term::ConferenceAtHand, Term::Revised, Term::Year] {
        words.extend(terms::of(term, language).iter().map(|words| fold_name(words)));
    }
    for body in registry.bodies() {
        words.extend(registry.body_name(body, language).map(fold_name));
        words.extend(registry.acronym(body, language).map(fold_name));
    }
    if let Some(finder) = registry.place_finder(language) {
        let places: Vec<String> =
            finder.all(text).filter_map(|(range, _)| text.get(range)).map(fold_name).collect();
        words.extend(places);
    }
    words.retain(|word| !word.is_empty());
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in &words {
        rest = rest.replace(word.as_str(), " ");
    }
    let numbers = rest.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    numbers.into_iter().all(|word| {
        let year = word.parse::<u16>().is_ok_and(|year| (1865..=2200).contains(&year));
        year || word.chars().all(|c| c.is_ascii_digit()) && word.len() == 2
    })
}
