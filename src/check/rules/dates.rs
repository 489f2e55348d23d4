//! Dates: submitted in time for the conference.

use crate::check::Family;
use crate::check::document::CheckedDocument;
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::model::Evidence;

pub(super) const FAMILY: Family = Family { rules: &[&LATE], see };

/// Submitted late.
pub(super) static LATE: Rule = Rule {
    code: "DOC001",
    name: "late-submission",
    severity: Severity::Information,
    what: "The date that the document states is after the deadline for contributions.",
    why: "Late contributions are not translated in time, and need the conference's consent.",
    example: "A contribution to WTSA-16 (25 October 2016) dated 20 October 2016",
    remedy: "Check the date; if it is right, register the document as late.",
    source: "Plenipotentiary Resolution 165 (Rev. Dubai, 2018): 21 days; Resolution 1 of WTSA, 6.1: 14 days",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    let masthead = &document.submission.masthead;
    let (Some(date), Some(conference)) = (&masthead.date, &masthead.conference) else { return };
    let Evidence::Stated(span) = date.evidence else { return };
    // The record of a meeting is written after it.
    if document.lexicon.is_minutes(&masthead.title_words()) {
        return;
    }
    let Some(known) = document.registry.conference(conference.value) else { return };
    let days = document
        .registry
        .body(conference.value.body)
        .and_then(|body| body.days_before(conference.value.year));
    let (Some(opens), Some(days)) = (known.start, days) else {
        return;
    };
    let deadline = opens.saturating_sub(jiff::Span::new().days(i64::from(days)));
    if date.value <= deadline {
        return;
    }
    let said = if known.end.is_some_and(|end| date.value > end) {
        message!(
            "The document is dated {date}, after {conference} ended.",
            date = date.value,
            conference = known.short,
        )
    } else {
        message!(
            "The document is dated {date}; contributions to {conference} were due by {deadline}.",
            date = date.value,
            conference = known.short,
            deadline,
        )
    };
    found.push(Finding::new(&LATE, span, said));
}
