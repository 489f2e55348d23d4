//! Lost revision marks, recovered: deleted and inserted words that stand side by side.
//!
//! In: a submission without marks, the registry, and where given the base texts and a person's
//! review. Out: the same submission, certain marks set on its runs, and the list of all that was
//! seen, certain or not. Never: a word changed, a word added, or a mark in a document that has real
//! ones. Kept text, deletions and insertions in order are the source, character for character.

use std::collections::HashMap;

mod apply;
pub mod base;
mod candidate;
mod comments;
mod passage;
pub mod review;
pub(crate) mod rules;

use crate::diagnostics::{Finding, Rule, Severity};
use crate::language::Language;
use crate::model::Submission;
use crate::registry::Registry;
use crate::text::{RevisionKind, Span};

pub use base::BaseLibrary;
use candidate::Candidate;
pub use comments::suggest;
use passage::Passages;
pub use review::Review;

/// A mark at or above this confidence is applied as a revision; the others are suggestions.
pub const CERTAIN: f32 = 0.85;

/// What recovery works with.
#[derive(Debug, Clone, Copy)]
pub struct RecoverOptions<'a> {
    /// Conferences, places, instruments.
    pub registry: &'a Registry,
    /// The texts in force, where they are given.
    pub base: Option<&'a BaseLibrary>,
    /// What a person decided of earlier findings.
    pub review: Option<&'a Review>,
    /// Language of the document.
    pub language: Language,
}

/// Who saw a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Witness {
    /// The text itself: words that cannot stand beside each other.
    Pattern,
    /// The cover note, which quotes what is added or changed.
    CoverNote,
    /// The text in force.
    BaseText,
    /// The list in which the item stands.
    List,
}

/// One change recovered, or suspected: a deletion, an insertion, or one in place of the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Stable name for the review file: the rule, and a digest of the words and what stands round them.
    pub anchor: String,
    /// The rule that saw it.
    pub rule: &'static str,
    /// Who saw it.
    pub witness: Witness,
    /// 0 to 1.
    pub confidence: f32,
    /// What the rule saw, one sentence.
    pub reason: String,
    /// What is deleted and inserted, in the order of the text.
    pub edits: Vec<Edit>,
    /// Other places that bear witness.
    pub related: Vec<Span>,
}

impl Mark {
    /// All of it in the input.
    pub fn span(&self) -> Option<Span> {
        self.edits.iter().map(|edit| edit.span).reduce(Span::to)
    }
}

/// A stretch deleted or inserted.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// Insertion or deletion.
    pub kind: RevisionKind,
    /// Where it stands in the input.
    pub span: Span,
    /// The words.
    pub text: String,
}

/// What was recovered.
#[derive(Debug, Clone, Default)]
pub struct Recovery {
    /// Set on the submission.
    pub marks: Vec<Mark>,
    /// Seen, but not certain: for a person to decide.
    pub suggestions: Vec<Mark>,
    /// What is to be reported.
    pub findings: Vec<Finding>,
}

/// Marks were recovered.
pub static RECOVERED: Rule = Rule {
    code: "REV001",
    name: "recovered-marks",
    severity: Severity::Information,
    what: "Deleted and inserted words stand side by side: revision marks were lost, and recovered.",
    why: "The official document must show what is deleted and what is new.",
    example: "Resolution 130 (Rev. Dubai, 2018Bucharest, 2022)",
    remedy: "Look through the marks in the review sheet; accept or reject them in NAME.review.toml.",
    source: "PP-10 guidelines for proposals: new words underlined, deleted words struck through",
};

/// A mark is suspected.
pub static SUSPECTED: Rule = Rule {
    code: "REV004",
    name: "suspected-mark",
    severity: Severity::Information,
    what: "Words that look like a deletion or an insertion whose revision mark was lost.",
    why: "Left unmarked, deleted words would be published as if they were proposed.",
    example: "the HyderabadDubai programme",
    remedy: "Compare with the original; accept or reject the suggestion in NAME.review.toml.",
    source: "PP-10 guidelines for proposals: new words underlined, deleted words struck through",
};

/// The rules of the recovery.
pub static RULES: &[&Rule] = &[&RECOVERED, &SUSPECTED];

/// Recovers lost revision marks and sets the certain ones on the submission.
pub fn recover(submission: &mut Submission, options: &RecoverOptions<'_>) -> Recovery {
    let passages = passage::collect(submission);
    if !submission.revisions.is_empty() || passages.marked {
        return Recovery::default();
    }
    let mut candidates = rules::all(&passages, options);
    if let Some(library) = options.base {
        base::compare(&passages, library, options.language, &mut candidates);
    }
    let (certain, doubtful) = candidate::resolve(&passages, candidates, options.review);
    apply::set(submission, &certain);
    report(&passages, certain, doubtful)
}

fn report(passages: &Passages, certain: Vec<Candidate>, doubtful: Vec<Candidate>) -> Recovery {
    let shown = |list: Vec<Candidate>| -> Vec<Mark> { list.iter().map(|c| c.mark(passages)).collect() };
    let (marks, suggestions) = (shown(certain), shown(doubtful));
    let mut findings = Vec::new();
    if let Some(first) = marks.first() {
        let said =
            format!("{} lost revision marks were recovered; the first is {}", marks.len(), first.reason);
        findings.push(Finding::new(&RECOVERED, first.span(), said));
    }
    // What is suspected for one reason at many places is told once, at the first.
    let mut told: HashMap<(&str, &str), usize> = HashMap::new();
    for mark in &suggestions {
        *told.entry((mark.rule, &mark.reason)).or_default() += 1;
    }
    for mark in &suggestions {
        let Some(times) = told.remove(&(mark.rule, mark.reason.as_str())) else { continue };
        let said = match times {
            1 => mark.reason.clone(),
            _ => format!("{}; so at {times} places, here the first", mark.reason),
        };
        let finding = Finding::new(&SUSPECTED, mark.span(), said);
        let related = mark.related.iter().map(|span| (*span, "bears witness".to_owned())).collect();
        findings.push(Finding { related, ..finding });
    }
    Recovery { marks, suggestions, findings }
}
