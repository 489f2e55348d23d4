//! The rules: one a file, each about the language of references and lists, none about one document.
//!
//! In: the passages, the references found in them, the registry. Out: candidates. What is known of
//! conferences comes from the registry alone.

mod acronym;
pub(crate) mod cover;
mod edition;
mod exchange;
mod glued;
pub(super) mod handmade;
mod history;
mod label;
mod list;
mod number;
mod phrase;
mod rewritten;
mod title;
mod year;

use super::RecoverOptions;
use super::candidate::Candidate;
use super::passage::Passages;
use crate::budget;
use crate::language::Language;
use crate::model::Body;
use crate::registry::Registry;
use crate::registry::reference::{InstrumentReference, references};

/// What the rules read.
pub(super) struct RecoveryInput<'a> {
    pub passages: &'a Passages,
    /// The references in each passage.
    pub references: Vec<Vec<InstrumentReference>>,
    pub registry: &'a Registry,
    pub language: Language,
}

/// A rule.
type RuleFn = fn(&RecoveryInput<'_>, &mut Vec<Candidate>);

/// Every rule. The order does not matter: the surer mark wins.
const RULES: &[RuleFn] = &[
    edition::see,
    history::see,
    acronym::see,
    year::see,
    number::see,
    phrase::see,
    title::see,
    exchange::see,
    glued::see,
    handmade::see,
    rewritten::see,
    list::see,
    label::see,
    cover::see,
];

/// What all rules see.
pub(super) fn all(passages: &Passages, options: &RecoverOptions<'_>) -> Vec<Candidate> {
    let cited = passages.all.iter().map(|passage| references(&passage.text, options.language));
    let document = RecoveryInput {
        passages,
        references: cited.collect(),
        registry: options.registry,
        language: options.language,
    };
    let mut found = Vec::new();
    for rule in RULES.iter().take_while(|_| budget::ask_now("its lost marks were recovered").is_ok()) {
        rule(&document, &mut found);
    }
    found
}

/// The body that met in both years, if one did; the named one where it did.
fn met_in_both(registry: &Registry, named: Option<Body>, years: (u16, u16)) -> Option<Body> {
    let met =
        |body: Body, year: u16| registry.conferences().iter().any(|c| c.id.body == body && c.id.year == year);
    let both = |body: &Body| met(*body, years.0) && met(*body, years.1);
    named.filter(both).or_else(|| {
        let bodies = registry.conferences().iter().filter(|c| c.id.year == years.0).map(|c| c.id.body);
        bodies.filter(both).min()
    })
}
