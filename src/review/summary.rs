//! What the queue tells of a document: small, for a queue may have ten thousand.

use crate::compose::OfficialName;
use crate::diagnostics::{Message, Refusal, Severity};
use crate::model::{Fact, Masthead};
use crate::pipeline::Preview;
use crate::recover::Ruling;
use crate::text::Run;

/// A document in the queue.
#[derive(Debug, Clone)]
pub(crate) struct QueueSummary {
    /// Who submits it, as it stands.
    pub source: String,
    /// Title, as it stands.
    pub title: String,
    /// The conference, in short.
    pub conference: String,
    /// Errors and warnings that count.
    pub grave: usize,
    /// Doubtful marks that nobody has decided on.
    pub open_marks: usize,
    /// What its files are officially called.
    pub official: Result<OfficialName, Message>,
    /// Why it cannot be read.
    pub refusal: Option<Refusal>,
}

impl QueueSummary {
    /// Of a document that was read.
    pub(crate) fn of(preview: &Preview) -> Self {
        let examination = &preview.examination;
        let submission = &examination.reading.submission;
        let undecided = examination.reading.recovery.suggestions.iter();
        let undecided = undecided.filter(|mark| mark.ruling.as_ref().and_then(Ruling::decided).is_none());
        let masthead = &submission.masthead;
        Self {
            source: source(masthead),
            title: masthead.title.as_ref().map(words).unwrap_or_default(),
            conference: conference(masthead),
            grave: examination.findings.iter().filter(|found| found.severity >= Severity::Warning).count(),
            open_marks: undecided.count(),
            official: preview.official.clone(),
            refusal: None,
        }
    }

    /// Of a document that cannot be read.
    pub(crate) fn refused(refusal: &Refusal) -> Self {
        Self {
            source: String::new(),
            title: String::new(),
            conference: String::new(),
            grave: 0,
            open_marks: 0,
            official: Err(refusal.found.clone()),
            refusal: Some(refusal.clone()),
        }
    }

    /// Whether nothing keeps it from being published.
    pub(crate) fn is_ready(&self) -> bool {
        self.refusal.is_none() && self.grave == 0 && self.open_marks == 0
    }
}

/// The source line, else the symbols of the sources.
pub(super) fn source(masthead: &Masthead) -> String {
    let symbols: Vec<&str> = masthead.symbols.iter().map(|symbol| symbol.value.as_str()).collect();
    masthead.source.as_ref().map_or_else(|| symbols.join(", "), words)
}

/// The conference as the registry's symbol and year, or as it stands.
pub(super) fn conference(masthead: &Masthead) -> String {
    let known = masthead.conference.as_ref();
    let known = known.map(|fact| format!("{}-{}", fact.value.body.key(), fact.value.year));
    known.or_else(|| masthead.conference_name.as_ref().map(|fact| fact.value.clone())).unwrap_or_default()
}

/// The words of a fact.
pub(super) fn words(fact: &Fact<Vec<Run>>) -> String {
    let text: String = fact.value.iter().map(|run| run.text.as_str()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
