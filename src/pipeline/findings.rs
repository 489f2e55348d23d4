//! The one way out for findings: weighed, in the order of the text, what a person waived apart.
//!
//! In: all that the stages found in a file, each at its rule's own severity. Out: what is told of the
//! file, whoever tells it. Never: a finding added.

use crate::check::severity::{self, Mode};
use crate::check::{sort, waiver};
use crate::diagnostics::{Finding, Message, Severity, message};
use crate::lines::LineIndex;
use crate::model::Content;
use crate::reading::Reading;
use crate::recover::review::FindingRow;
use crate::recover::{Review, UNFIT_DECISION};
use crate::registry::Registry;
use crate::template::Template;

/// What is told of a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reported {
    /// What counts.
    pub findings: Vec<Finding>,
    /// What a person has waived.
    pub waived: Vec<Finding>,
}

impl Reported {
    /// Weighs what was found, by the form of the document, by what it proposes and by what the run
    /// is for.
    pub(super) fn of(
        reading: &Reading,
        mut found: Vec<Finding>,
        template: &Template,
        mode: Mode,
        review: Option<&Review>,
        registry: &Registry,
    ) -> Self {
        severity::by_form(&mut found, Some(template), registry);
        let contents = reading.submission.parts.iter().flat_map(|part| &part.contents);
        let proposes = contents.into_iter().any(|content| matches!(content, Content::Proposal(_)));
        severity::by_content(&mut found, proposes);
        severity::by_mode(&mut found, mode);
        sort(&mut found);
        let (findings, waived) = match review {
            Some(review) => waiver::part(&reading.text, found, review),
            None => (found, Vec::new()),
        };
        Self { findings, waived }
    }
}

/// Waivers of findings that are not there any more: told, for one that was mended may come back.
/// `all`: what was found, waived or not.
pub(super) fn idle_waivers(text: &str, review: &Review, mut all: Vec<Finding>) -> Vec<Finding> {
    sort(&mut all);
    let idle = review.waivers_beyond(&waiver::anchors(text, &all));
    let said = |waiver: Message| {
        let message = message!("{waiver}; no such finding is there any more", waiver => waiver);
        Finding { severity: Severity::Information, ..Finding::new(&UNFIT_DECISION, None, message) }
    };
    idle.into_iter().map(said).collect()
}

/// Findings as a review file has them, in the order of the text.
pub(super) fn rows(text: &str, mut all: Vec<Finding>) -> Vec<FindingRow> {
    sort(&mut all);
    let lines = LineIndex::new(text);
    let row = |(anchor, finding): (String, &Finding)| FindingRow {
        anchor,
        line: finding.span.map(|span| lines.line(span.start)),
        says: format!("{}: {}", finding.rule.code, finding.message),
    };
    waiver::anchors(text, &all).into_iter().zip(&all).map(row).collect()
}
