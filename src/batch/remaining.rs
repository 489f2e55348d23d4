//! What a file leaves to a person: marks to look at, facts to give, findings above information.
//!
//! In: what is told of a file. Out: a few numbers and words, small enough to be held for each file of a run, so that
//! the end of a run need not read again what was told of ten thousand files. Never: a finding's own words.

use crate::compose;
use crate::diagnostics::Severity;
use crate::diagnostics::render::severity_name;
use crate::recover;
use crate::report::listed::ListedFile;
use crate::report::record::{FactsRecord, FindingRecord};

/// What is left to do in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RemainingWork {
    /// Revision marks that were recovered.
    pub recovered: usize,
    /// Marks to be decided.
    pub suspected: usize,
    /// Decisions that fit no mark any more.
    pub unfit: usize,
    /// How each fact that is not known can be given: `--set date=2014-09-15`.
    pub unknown: Vec<Box<str>>,
    /// Warnings and errors.
    pub grave: usize,
}

impl RemainingWork {
    /// Those of a file by its records.
    pub(crate) fn of(facts: Option<&FactsRecord<'_>>, findings: &[FindingRecord]) -> Self {
        let mut points = Self::with_marks(facts.map(|facts| (facts.marks_recovered, facts.marks_suspected)));
        for found in findings {
            points.see(&found.code, &found.severity, &found.message, &found.help);
        }
        points
    }

    /// Those of a file by its record, read back.
    pub(crate) fn listed(file: &ListedFile) -> Self {
        let facts = file.facts.as_ref();
        let mut points = Self::with_marks(facts.map(|facts| (facts.marks_recovered, facts.marks_suspected)));
        for found in &file.findings {
            points.see(&found.code, &found.severity, &found.message, &found.help);
        }
        points
    }

    fn with_marks(marks: Option<(usize, usize)>) -> Self {
        let (recovered, suspected) = marks.unwrap_or_default();
        Self { recovered, suspected, ..Self::default() }
    }

    fn see(&mut self, code: &str, severity: &str, message: &str, help: &str) {
        if code == compose::rules::UNKNOWN.code {
            // What gives the fact stands in the help between backticks: `--set date=2014-09-15`.
            let how = help.split('`').find(|words| words.starts_with("--set "));
            self.unknown.push(how.unwrap_or(message).into());
        }
        self.unfit += usize::from(code == recover::UNFIT_DECISION.code);
        self.grave += usize::from(severity != severity_name(Severity::Information));
    }
}
