//! The one way out for findings: weighed, in the order of the text, what a person waived apart.
//!
//! In: all that the stages found in a file, each at its rule's own severity. Out: what is told of the
//! file, whoever tells it. Never: a finding added.

use crate::check::severity::{self, Mode};
use crate::check::{sort, waiver};
use crate::diagnostics::Finding;
use crate::model::Content;
use crate::reading::Reading;
use crate::recover::Review;
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
