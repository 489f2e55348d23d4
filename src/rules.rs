//! The register of all rules of the program: for `itudoc rule`, for SARIF, for the pages of the rules.
//!
//! Each room keeps its own list; a room that has rules has a line here. Never: a rule declared.

use crate::diagnostics::Rule;
use crate::{check, compose, layout, metadata, parse, read, recover, write};

/// The rules of the rooms besides those of the checks, along the way of a file.
static ROOMS: &[&[&Rule]] = &[
    read::akn::RULES,
    read::encoding::rules::RULES,
    read::facts::rules::RULES,
    read::doc97::rules::RULES,
    read::fallback::RULES,
    parse::RULES,
    recover::RULES,
    metadata::RULES,
    compose::rules::RULES,
    layout::rules::RULES,
    write::pdf::RULES,
    check::printable::RULES,
    #[cfg(feature = "batch")]
    crate::manifest::names::RULES,
    #[cfg(feature = "packs")]
    crate::pack::rules::RULES,
];

/// Every rule of the program, by code.
pub(crate) fn all() -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = unsorted().collect();
    rules.sort_by_key(|rule| rule.code);
    rules
}

fn unsorted() -> impl Iterator<Item = &'static Rule> {
    ROOMS.iter().copied().flatten().copied().chain(check::each())
}

/// The rule of a code, whatever its case, or of a name: asked at every finding, so nothing is gathered for it.
pub(crate) fn rule(code: &str) -> Option<&'static Rule> {
    unsorted().find(|rule| rule.code.eq_ignore_ascii_case(code) || rule.name == code)
}
