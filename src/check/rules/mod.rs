//! The rules, one file a rule or tight family, and the list of all rules of the program.

mod acronyms;
mod calls;
mod cover;
mod dates;
mod editions;
mod endings;
mod glyphs;
mod headings;
mod identifiers;
mod known;
mod labels;
mod meetings;
mod parts;
mod pointers;
mod reasons;
mod residue;
mod revised;
pub(super) mod spaces;
mod symbols;
mod unmentioned;

use super::Family;
use crate::diagnostics::Rule;
use crate::{batch, compose, layout, metadata, parse, read, recover};

/// The families, in the order in which they look.
pub(super) static FAMILIES: &[Family] = &[
    glyphs::FAMILY,
    spaces::FAMILY,
    parts::FAMILY,
    reasons::FAMILY,
    labels::FAMILY,
    calls::FAMILY,
    endings::FAMILY,
    identifiers::FAMILY,
    symbols::FAMILY,
    headings::FAMILY,
    cover::FAMILY,
    unmentioned::FAMILY,
    meetings::FAMILY,
    editions::FAMILY,
    revised::FAMILY,
    known::FAMILY,
    pointers::FAMILY,
    acronyms::FAMILY,
    residue::FAMILY,
    dates::FAMILY,
];

/// The rules that [`super::check`] enforces, by code.
pub fn own() -> Vec<&'static Rule> {
    sorted(FAMILIES.iter().flat_map(|family| family.rules).copied().collect())
}

/// Rules that other stages report.
pub static ELSEWHERE: &[&[&Rule]] = &[
    &[&read::text::ENCODING, &read::text::REPLACEMENT, &read::text::CONTROL, &read::text::BIDI_OVERRIDE],
    read::facts::rules::RULES,
    read::doc97::rules::RULES,
    read::fallback::RULES,
    &[&parse::NO_PROPOSAL, &parse::BROKEN_LINE, &parse::LANGUAGE_UNKNOWN],
    &[&recover::RECOVERED, &recover::SUSPECTED],
    &compose::rules::ALL,
    &layout::rules::ALL,
    &[&super::printable::UNPRINTABLE],
    &[&metadata::CONTRADICTED],
    &[&batch::names::RENAMED, &batch::names::NO_OFFICIAL_NAME, &batch::names::EARLIER],
];

/// Every rule of the program, by code.
pub fn all() -> Vec<&'static Rule> {
    sorted(own().into_iter().chain(ELSEWHERE.iter().copied().flatten().copied()).collect())
}

/// The rule of a code, whatever its case.
pub fn rule(code: &str) -> Option<&'static Rule> {
    all().into_iter().find(|rule| rule.code.eq_ignore_ascii_case(code) || rule.name == code)
}

fn sorted(mut rules: Vec<&'static Rule>) -> Vec<&'static Rule> {
    rules.sort_by_key(|rule| rule.code);
    rules
}
