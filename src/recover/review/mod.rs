//! The review file `NAME.review.toml`: what a person decided of each mark and each finding.
//!
//! ```toml
//! version = 2
//!
//! mark = [
//!   { decision = "reject", by = "A. Officer", on = 2026-11-26, line = 6, text = "(Rev. [-Dubai, 2018-]{+Bucharest, 2022+}) on", anchor = "edition-pair-5f0c1d9a2b3e" },
//! ]
//! ```
//!
//! In: its text, and the marks seen in the contribution now. Out: the ruling on each mark, the rulings
//! that fit no mark any more, and the file written anew. Never: a decision dropped in silence, the disk.

use crate::diagnostics::{Message, message};
use std::collections::BTreeMap;

mod attach;
#[cfg(feature = "review")]
mod decide;
pub(crate) mod extent;
mod file;
mod show;

pub(super) use attach::AnchorKey;
#[cfg(feature = "review")]
pub(crate) use decide::Signature;
pub(crate) use file::ReviewPlace;
pub(super) use show::signed;
pub(crate) use show::{FindingRow, ReviewContents};

use crate::choice::choice;

/// What a person decided of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is a revision, whatever the confidence.
    Accept,
    /// It is none.
    Reject,
    /// Nothing yet.
    Open,
}

choice!(Decision {
    Decision::Accept = "accept" | "accepted": "It is a revision, whatever the confidence",
    Decision::Reject = "reject" | "rejected": "It is no revision",
    Decision::Open = "open" | "undecided": "Nothing is decided",
});

/// What a person decided of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waiver {
    /// It is known, and does not count.
    Waive,
    /// The delegation is asked; it counts until it is mended or waived.
    Ask,
    /// It counts.
    Open,
}

choice!(Waiver {
    Waiver::Waive = "waive" | "waived": "It is known, and does not count",
    Waiver::Ask = "ask" | "asked": "The delegation is asked; it counts until it is mended or waived",
    Waiver::Open = "open" | "undecided": "It counts",
});

/// What a person ruled on a mark: the decision, and what they say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The decision.
    pub decision: Decision,
    /// Who decided.
    pub by: Option<String>,
    /// When, as it was written.
    pub on: Option<String>,
    /// Why.
    pub note: Option<String>,
    /// Where a person changed it, what is deleted and inserted: `Rev. [-Dubai-]{+Bucharest+})`.
    pub extent: Option<String>,
    /// The anchor under which it stands in the review file.
    anchor: String,
    /// The line of the contribution on which the mark stood then.
    line: Option<u32>,
    /// The words of the mark and what stood round them then.
    text: Option<String>,
    /// Where the ruling stands in the review file, for messages; that line is no part of what was ruled.
    place: ReviewPlace,
}

/// What a person ruled on a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FindingRuling {
    decision: Waiver,
    by: Option<String>,
    on: Option<String>,
    note: Option<String>,
    place: ReviewPlace,
}

/// Rulings by anchor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    marks: BTreeMap<String, Ruling>,
    findings: BTreeMap<String, FindingRuling>,
    /// A file of the first form: one ruling holds for all marks of the same words and surroundings.
    shared: bool,
}

impl Ruling {
    /// The ruling in words: `rejected by A. Officer on 2026-11-26: as in the original`.
    pub fn said(&self) -> String {
        self.message().to_string()
    }

    /// The ruling in words: what, by whom, when and why.
    fn message(&self) -> Message {
        let decision = match self.decision {
            Decision::Accept => message!("accepted"),
            Decision::Reject => message!("rejected"),
            Decision::Open => message!("open"),
        };
        let by = self.by.as_ref().map(|by| message!(" by {by}", by));
        let on = self.on.as_ref().map(|on| message!(" on {on}", on));
        let note = self.note.as_ref().map(|note| message!(": {note}", note));
        let parts = [by, on, note].into_iter().flatten();
        parts.fold(decision, |before, part| message!("{before}{part}", before => before, part => part))
    }
}

impl Review {
    /// Whether a finding of the checks is waived.
    pub fn waives(&self, anchor: &str) -> bool {
        self.findings.get(anchor).is_some_and(|ruling| ruling.decision == Waiver::Waive)
    }

    /// Whether any finding is waived.
    pub fn waives_any(&self) -> bool {
        self.findings.values().any(|ruling| ruling.decision == Waiver::Waive)
    }

    /// The waivers whose findings are not among those of these anchors, each in words.
    pub(crate) fn waivers_beyond(&self, anchors: &[String]) -> Vec<Message> {
        let kept = |anchor: &String| anchors.contains(anchor);
        let idle = self.findings.iter().filter(|(anchor, _)| self.waives(anchor) && !kept(anchor));
        idle.map(|(anchor, ruling)| message!("{place}: {anchor} is waived", place = ruling.place, anchor))
            .collect()
    }

    /// The decision on a mark, where there is one.
    pub fn decision(&self, anchor: &str) -> Option<Decision> {
        self.marks.get(anchor).map(|ruling| ruling.decision).filter(|decision| *decision != Decision::Open)
    }

    /// All rulings that decide something, in words: what is told where none of them can apply.
    pub(super) fn all_decided(&self) -> Vec<Message> {
        let decided = self.marks.iter().filter(|(_, ruling)| ruling.decision != Decision::Open);
        decided.map(|(anchor, ruling)| ruling.lost(anchor)).collect()
    }
}

impl Ruling {
    /// The ruling in words, where it decides something.
    pub fn decided(&self) -> Option<String> {
        self.decision_message().map(|said| said.to_string())
    }

    /// As [`Self::decided`], to be said in any language.
    pub(crate) fn decision_message(&self) -> Option<Message> {
        (self.decision != Decision::Open).then(|| self.message())
    }

    fn anchor(&self) -> &str {
        &self.anchor
    }

    /// A ruling that fits no mark, in words.
    fn lost(&self, anchor: &str) -> Message {
        let none = || Message::foreign("");
        let words = self.text.as_ref().map(|text| message!(" of {text}", text = format!("{text:?}")));
        message!(
            "{place}: {anchor} is {ruling}{words}{line}",
            place = self.place,
            anchor,
            ruling => self.message(),
            words => words.unwrap_or_else(none),
            line => self.line.map_or_else(none, |line| message!(", on line {line} then", line)),
        )
    }
}
