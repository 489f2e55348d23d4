//! The rules of the checks, one file a rule or tight family.

mod acronyms;
mod agreement;
mod announced;
mod calls;
mod cover;
mod dates;
mod doubled_words;
mod editions;
mod endings;
mod event;
mod existing;
pub(super) mod glyphs;
mod headings;
mod identifiers;
mod known;
mod labels;
mod meetings;
mod parts;
mod places;
mod pointers;
mod reasons;
mod residue;
mod revised;
pub(super) mod spaces;
mod symbols;
mod titles;
mod unmentioned;

use super::Family;
use crate::diagnostics::Rule;

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
    places::FAMILY,
    editions::FAMILY,
    revised::FAMILY,
    known::FAMILY,
    titles::FAMILY,
    existing::FAMILY,
    pointers::FAMILY,
    acronyms::FAMILY,
    residue::FAMILY,
    dates::FAMILY,
    agreement::FAMILY,
    event::FAMILY,
    announced::FAMILY,
    doubled_words::FAMILY,
];

/// The rules that [`super::check`] enforces, family by family.
pub(crate) fn each() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().flat_map(|family| family.rules).copied()
}
