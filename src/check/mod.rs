//! What document control would ask, asked before it has to.
//!
//! In: a file as read, the registry, and where it is known the official form. Out: findings, in the
//! order of the text. The rules judge the text as it will stand once every mark is accepted.
//! Never: a change to the text, a rule about one document, a guess reported as a fact.

mod document;
pub(crate) mod fix;
pub(crate) mod pages;
pub(crate) mod printable;
pub(crate) mod rules;
pub(crate) mod severity;
pub(crate) mod waiver;

use crate::budget;
use crate::diagnostics::{Finding, Rule};
use crate::reading::Reading;
use crate::registry::Registry;
use crate::template::Template;

use document::CheckedDocument;

pub(crate) use rules::each;

/// Checks a submission. Linear in its length.
pub(crate) fn check(reading: &Reading, registry: &Registry, template: Option<&Template>) -> Vec<Finding> {
    let mut found = Vec::new();
    let Ok(document) = CheckedDocument::of(reading, registry) else { return found };
    for family in rules::FAMILIES.iter().take_while(|_| budget::ask_now("it was checked").is_ok()) {
        (family.see)(&document, &mut found);
    }
    severity::by_form(&mut found, template, registry);
    sort(&mut found);
    found
}

/// Puts findings into the order of the text; those of the file as a whole come first.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by_key(|finding| {
        (finding.span.map_or((0, 0), |span| (span.start + 1, span.end)), finding.rule.code)
    });
}

/// One file of rules.
pub(in crate::check) struct Family {
    /// The rules that it enforces.
    pub rules: &'static [&'static Rule],
    /// Looks for what they forbid.
    pub see: fn(&CheckedDocument<'_>, &mut Vec<Finding>),
}
