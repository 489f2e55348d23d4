//! The event in the document's number against the conference that the head names: `PP14/70-E` under PP-18.
//!
//! In: the masthead. Out: a finding where both are stated and differ. Never: a judgement of an event or a
//! conference that the registry does not know.

use crate::check::Family;
use crate::check::document::CheckedDocument;
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::model::Evidence;
use crate::registry::Conference;

pub(super) const FAMILY: Family = Family { rules: &[&EVENT], see };

/// The document's number is one of another conference.
pub(super) static EVENT: Rule = Rule {
    code: "XCK012",
    name: "number-of-another-conference",
    severity: Severity::Warning,
    what: "The document's number carries the name of one conference, the head names another.",
    why: "One of them was left from an earlier document; the paper would be filed under the wrong conference.",
    example: "`Document WTSA16/38-E` under `World Telecommunication Standardization Assembly (WTSA-20)`",
    remedy: "Correct the one that was left.",
    source: "Form of the documents of the Union: from its second page on, a document's number carries its conference",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    found.extend(event(document));
}

fn event(document: &CheckedDocument<'_>) -> Option<Finding> {
    let masthead = &document.submission.masthead;
    let (number, conference) = (masthead.document.as_ref()?, masthead.conference.as_ref()?);
    let (Evidence::Stated(at), Evidence::Stated(head)) = (&number.evidence, &conference.evidence) else {
        return None;
    };
    let named = document.registry.conference(conference.value)?;
    let (event, _) = number.value.number.split_once('/')?;
    let letters = event.find(|c: char| !c.is_alphabetic()).unwrap_or(event.len());
    let (letters, year) = event.split_at_checked(letters)?;
    let body = document.registry.body_of_event(&letters.to_uppercase())?;
    let year: u16 = year.trim_start_matches(['-', '‑', '–']).parse().ok()?;
    // `WTSA20` and `WTSA22`: by its name, else by the year in which it met.
    let met = |known: &&Conference| {
        known.id.body == body && (known.id.year == year || year < 100 && known.id.year % 100 == year)
    };
    let by_name = document.registry.conference_by_short(body, year);
    let other = by_name.or_else(|| document.registry.conferences().iter().find(met))?;
    if other.id == named.id {
        return None;
    }
    let said = message!(
        "The document's number is one of {other}; the head names {named}.",
        other = other.short,
        named = named.short,
    );
    Some(Finding::new(&EVENT, *at, said).related(*head, message!("the conference")))
}
