//! Lost revision marks, recovered: deleted and inserted words that stand side by side.
//!
//! In: a submission without marks, the registry, and where given the base texts and a person's
//! review. Out: the same submission, certain marks set on its runs, and the list of all that was
//! seen, certain or not. Never: a word changed, a word added, or a mark in a document that has real
//! ones. Kept text, deletions and insertions in order are the source, character for character.

use std::collections::HashMap;

mod apply;
pub(crate) mod base;
mod candidate;
mod comments;
mod passage;
pub(crate) mod review;
pub(crate) mod rules;

use crate::choice::choice;
use crate::diagnostics::{Finding, Message, Rule, Severity, message};
use crate::language::Language;
use crate::model::Submission;
use crate::registry::Registry;
use crate::text::{RevisionKind, Span};

pub use base::BaseLibrary;
use candidate::{Candidate, SettledMarks};
pub use comments::Comments;
pub(crate) use comments::suggest;
use passage::Passages;
pub use review::Review;
pub(crate) use review::{Decision, Ruling};

/// A mark at or above this confidence is applied as a revision; the others are suggestions.
pub(crate) const CERTAIN: f32 = 0.85;

/// What recovery works with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RecoverOptions<'a> {
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
///
/// # Examples
/// ```
/// let text = "MOD\tABC/70/1\nRESOLUTION 64 (Rev. Guadalajara, 2010Busan, 2014)\n";
/// let reading = itudoc::read("a.txt", text.as_bytes())?;
/// let edits: Vec<&str> = reading.recovery.marks[0].edits.iter().map(|edit| edit.text.as_str()).collect();
/// assert_eq!(edits, ["Guadalajara, 2010", "Busan, 2014"]);
/// # Ok::<(), itudoc::Refusal>(())
/// ```
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
    pub reason: Message,
    /// What is deleted and inserted, in the order of the text.
    pub edits: Vec<Edit>,
    /// Other places that bear witness.
    pub related: Vec<Span>,
    /// What a person ruled on it.
    pub ruling: Option<Ruling>,
}

impl Mark {
    /// All of it in the input.
    pub fn span(&self) -> Option<Span> {
        self.edits.iter().map(|edit| edit.span).reduce(Span::to)
    }
}

impl Mark {
    /// Whether it is set on the text: it is certain, or a person accepted it.
    pub fn is_set(&self) -> bool {
        match self.ruling.as_ref().map(|ruling| ruling.decision) {
            Some(Decision::Accept) => true,
            Some(Decision::Reject) => false,
            Some(Decision::Open) | None => self.confidence >= CERTAIN,
        }
    }
}

/// How far lost marks are recovered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// Not at all: the text as it stands.
    Off,
    /// Certain marks are set; nothing is suspected.
    Certain,
    /// Certain marks are set, and doubtful ones told.
    #[default]
    All,
}

choice!(Extent {
    Extent::Off = "off" | "none" | "no": "No mark is looked for",
    Extent::Certain = "certain": "Certain marks are set, and nothing is suspected",
    Extent::All = "all": "Certain marks are set, and doubtful ones are told",
});

impl Recovery {
    /// What is left where nothing is to be suspected.
    pub fn without_suspicions(mut self) -> Self {
        self.suggestions.clear();
        self.findings.retain(|finding| finding.rule.code != SUSPECTED.code);
        self
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
///
/// # Examples
/// ```
/// let recovery = itudoc::read("a.txt", "RESOLUTION 64 (Rev. Busan, 2014)\n".as_bytes())?.recovery;
/// assert!(recovery.marks.is_empty() && recovery.suggestions.is_empty());
/// # Ok::<(), itudoc::Refusal>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Recovery {
    /// Set on the submission.
    pub marks: Vec<Mark>,
    /// Seen, but not certain: for a person to decide.
    pub suggestions: Vec<Mark>,
    /// Seen, and rejected by a person: not set.
    pub rejected: Vec<Mark>,
    /// What is to be reported.
    pub findings: Vec<Finding>,
}

/// Marks were recovered.
pub(crate) static RECOVERED: Rule = Rule {
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
pub(crate) static SUSPECTED: Rule = Rule {
    code: "REV004",
    name: "suspected-mark",
    severity: Severity::Information,
    what: "Words that look like a deletion or an insertion whose revision mark was lost.",
    why: "Left unmarked, deleted words would be published as if they were proposed.",
    example: "the HyderabadDubai programme",
    remedy: "Compare with the original; accept or reject the suggestion in NAME.review.toml.",
    source: "PP-10 guidelines for proposals: new words underlined, deleted words struck through",
};

/// A decision on a mark that is not seen any more.
pub(crate) static UNFIT_DECISION: Rule = Rule {
    code: "REV006",
    name: "decision-without-mark",
    severity: Severity::Warning,
    what: "A decision in NAME.review.toml fits no mark of the text, by its anchor or by its rule and words.",
    why: "The text was changed since; what was rejected then may be marked again now.",
    example: "a mark that was rejected, after the delegation sent the sentence anew in other words",
    remedy: "Look at the place again and decide its mark anew; then take the old row out of NAME.review.toml.",
    source: "our own rule: no decision is lost in silence",
};

/// A text in force that is another text.
pub(crate) static BASE_REFUSED: Rule = Rule {
    code: "REV007",
    name: "base-not-alike",
    severity: Severity::Warning,
    what: "A text in force that was given with --base has the number of a text proposed here, and other words.",
    why: "Compared with the wrong text, a proposal would be marked all over; so it was not compared.",
    example: "Resolution 64 of the Plenipotentiary Conference given as the base of WTSA Resolution 64",
    remedy: "Give the text in force of the same body, and in the same language.",
    source: "our own rule: a mark from a comparison is only as good as the base",
};

/// What is to be said of rulings that fit nothing, where no marks are looked for at all.
pub(crate) fn unfit(review: Option<&Review>) -> Recovery {
    let lost = review.map(Review::all_decided).unwrap_or_default();
    Recovery { findings: unfit_findings(lost), ..Recovery::default() }
}

fn unfit_findings(lost: Vec<Message>) -> Vec<Finding> {
    let said = |ruling: Message| {
        Finding::new(
            &UNFIT_DECISION,
            None,
            message!("{ruling}; no such mark is in the text any more", ruling => ruling),
        )
    };
    lost.into_iter().map(said).collect()
}

/// The rules of the recovery.
pub(crate) static RULES: &[&Rule] = &[&RECOVERED, &SUSPECTED, &UNFIT_DECISION, &BASE_REFUSED];

/// Recovers lost revision marks and sets the certain ones on the submission.
pub(crate) fn recover(submission: &mut Submission, options: &RecoverOptions<'_>) -> Recovery {
    let passages = passage::collect(submission);
    if !submission.revisions.is_empty() || passages.marked {
        return unfit(options.review);
    }
    let mut candidates = rules::all(&passages, options);
    let compared =
        options.base.map(|library| base::compare(&passages, library, options.language, &mut candidates));
    let mut resolved = candidate::resolve(&passages, candidates, options.review);
    let mut refused = Vec::new();
    if let Some(compared) = compared {
        compared.paragraphs.doubt(&passages, &mut resolved);
        refused.extend(compared.refused.iter().map(|base| refused_base(&passages, base)));
    }
    apply::set(submission, &resolved.certain);
    let mut recovery = report(&passages, resolved);
    recovery.findings.extend(refused);
    recovery
}

/// Tells of a text in force that has an instrument's number and not its words.
fn refused_base(passages: &Passages, base: &base::RefusedBase) -> Finding {
    let said = message!(
        "{text} was not compared with text {number}: only {alike} % of its words stand here.",
        text = base.name,
        number = base.number,
        alike = base.alike,
    );
    Finding::new(&BASE_REFUSED, passages.get(base.at).and_then(|passage| passage.whole_span()), said)
}

fn report(passages: &Passages, resolved: SettledMarks) -> Recovery {
    let shown = |list: Vec<Candidate>| -> Vec<Mark> { list.iter().map(|c| c.mark(passages)).collect() };
    let SettledMarks { certain, doubtful, rejected, unfit } = resolved;
    let (marks, suggestions, rejected) = (shown(certain), shown(doubtful), shown(rejected));
    let mut findings = unfit_findings(unfit);
    if let Some(first) = marks.first() {
        let said = match marks.len() {
            1 => message!("1 lost revision mark was recovered: {reason}", reason => first.reason.clone()),
            many => message!(
                "{count} lost revision marks were recovered; the first is {reason}",
                count = many,
                reason => first.reason.clone(),
            ),
        };
        findings.push(Finding::new(&RECOVERED, first.span(), said));
    }
    // What is suspected for one reason at many places is told once, at the first.
    let mut told: HashMap<(&str, &Message), usize> = HashMap::new();
    for mark in &suggestions {
        *told.entry((mark.rule, &mark.reason)).or_default() += 1;
    }
    for mark in &suggestions {
        let Some(times) = told.remove(&(mark.rule, &mark.reason)) else { continue };
        let said = match times {
            1 => mark.reason.clone(),
            _ => message!(
                "{reason}; so at {times} places, here the first",
                reason => mark.reason.clone(),
                times,
            ),
        };
        let finding = Finding::new(&SUSPECTED, mark.span(), said);
        let related = mark.related.iter().map(|span| (*span, message!("bears witness"))).collect();
        findings.push(Finding { related, ..finding });
    }
    Recovery { marks, suggestions, rejected, findings }
}
