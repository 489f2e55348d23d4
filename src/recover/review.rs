//! The review file `NAME.review.toml`: what a person decided of each mark.
//!
//! ```toml
//! version = 1
//!
//! [[mark]]
//! anchor = "edition-pair-5f0c1d9a2b3e"
//! decision = "accept"       # accept, reject, or open
//! note = "as in the original"
//!
//! [[finding]]
//! anchor = "REF004-0a1b2c3d4e5f"
//! decision = "waive"        # waive, or open
//! ```
//!
//! In: its text. Out: decisions by anchor, on marks and on findings of the checks; or a fresh file from a recovery, with the words of each
//! mark as comments. Never: the disk.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use super::{Mark, Recovery};
use crate::diagnostics::{Refusal, RefusalKind};
use crate::text::RevisionKind;

/// What a person decided of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It is a revision, whatever the confidence.
    Accept,
    /// It is none.
    Reject,
}

/// Decisions by anchor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    decisions: BTreeMap<String, (Option<Decision>, Option<String>)>,
    /// Findings by anchor: waived or not, and why.
    findings: BTreeMap<String, (bool, Option<String>)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default)]
    mark: Vec<Row>,
    #[serde(default)]
    finding: Vec<FindingRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingRow {
    anchor: String,
    decision: FindingChoice,
    note: Option<String>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum FindingChoice {
    Waive,
    Open,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    anchor: String,
    decision: Choice,
    note: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Choice {
    Accept,
    Reject,
    Open,
}

impl Review {
    /// Reads a review file; `name` is for messages.
    pub fn read(name: &str, text: &str) -> Result<Review, Refusal> {
        let refuse = |found: String| {
            Refusal::new(
                RefusalKind::Format,
                found,
                "Correct the file, or move it away and let `itudoc recover --write-review` write it anew.",
            )
        };
        let file: File =
            toml::from_str(text).map_err(|error| refuse(format!("{name} is not a review file: {error}")))?;
        if file.version != 1 {
            return Err(refuse(format!("{name} has version {}; this program reads version 1", file.version)));
        }
        let mut decisions = BTreeMap::new();
        for row in file.mark {
            let decision = match row.decision {
                Choice::Accept => Some(Decision::Accept),
                Choice::Reject => Some(Decision::Reject),
                Choice::Open => None,
            };
            if decisions.insert(row.anchor.clone(), (decision, row.note)).is_some() {
                return Err(refuse(format!("{name} decides {} twice", row.anchor)));
            }
        }
        let mut findings = BTreeMap::new();
        for row in file.finding {
            let waived = row.decision == FindingChoice::Waive;
            if findings.insert(row.anchor.clone(), (waived, row.note)).is_some() {
                return Err(refuse(format!("{name} decides {} twice", row.anchor)));
            }
        }
        Ok(Review { decisions, findings })
    }

    /// Whether a finding of the checks is waived.
    pub fn waives(&self, anchor: &str) -> bool {
        self.findings.get(anchor).is_some_and(|(waived, _)| *waived)
    }

    /// Whether any finding is waived.
    pub fn waives_any(&self) -> bool {
        self.findings.values().any(|(waived, _)| *waived)
    }

    /// The decision on a mark, where there is one.
    pub fn decision(&self, anchor: &str) -> Option<Decision> {
        self.decisions.get(anchor)?.0
    }

    /// Writes the file for a recovery: suggestions first, decisions and notes of this review kept,
    /// also those on marks that were not seen this time.
    pub fn write(&self, recovery: &Recovery) -> String {
        let mut text = String::from("# Decide each mark: accept, reject, or open.\nversion = 1\n");
        let mut written = std::collections::BTreeSet::new();
        for (title, marks) in [("Suggestions", &recovery.suggestions), ("Marks set", &recovery.marks)] {
            if !marks.is_empty() {
                let _ = write!(text, "\n# {title}\n");
            }
            for mark in marks.iter().filter(|mark| written.insert(mark.anchor.clone())) {
                self.write_mark(&mut text, mark);
            }
        }
        let rest = self.decisions.iter().filter(|(anchor, _)| !written.contains(*anchor));
        for (i, (anchor, _)) in rest.enumerate() {
            if i == 0 {
                text.push_str("\n# Decided before, not seen this time\n");
            }
            self.write_row(&mut text, anchor);
        }
        for anchor in self.findings.keys() {
            self.write_finding(&mut text, anchor, None);
        }
        text
    }

    /// [`Self::write`], with a row for each finding of the checks: its anchor and what it says.
    pub fn write_with(&self, recovery: &Recovery, findings: &[(String, String)]) -> String {
        let marks = Review { decisions: self.decisions.clone(), findings: BTreeMap::new() };
        let mut text = marks.write(recovery);
        if !findings.is_empty() {
            text.push_str("\n# Findings: waive, or open\n");
        }
        for (anchor, message) in findings {
            self.write_finding(&mut text, anchor, Some(message));
        }
        let seen = |anchor: &String| findings.iter().any(|(other, _)| other == anchor);
        for anchor in self.findings.keys().filter(|anchor| !seen(anchor)) {
            self.write_finding(&mut text, anchor, Some("not seen this time"));
        }
        text
    }

    fn write_finding(&self, text: &mut String, anchor: &str, message: Option<&str>) {
        let (waived, note) = self.findings.get(anchor).cloned().unwrap_or_default();
        let decision = if waived { "waive" } else { "open" };
        text.push('\n');
        if let Some(message) = message {
            let _ = writeln!(text, "# {}", one_line(message));
        }
        let _ = write!(text, "[[finding]]\nanchor = {}\ndecision = \"{decision}\"\n", quoted(anchor));
        if let Some(note) = note {
            let _ = writeln!(text, "note = {}", quoted(&note));
        }
    }

    fn write_mark(&self, text: &mut String, mark: &Mark) {
        let _ = write!(text, "\n# {} ({:.2}): {}\n", mark.rule, mark.confidence, one_line(&mark.reason));
        for edit in &mark.edits {
            let sign = if edit.kind == RevisionKind::Deletion { '-' } else { '+' };
            let _ = writeln!(text, "#   {sign} {}", one_line(&edit.text));
        }
        self.write_row(text, &mark.anchor);
    }

    fn write_row(&self, text: &mut String, anchor: &str) {
        let (decision, note) = self.decisions.get(anchor).cloned().unwrap_or_default();
        let decision = match decision {
            Some(Decision::Accept) => "accept",
            Some(Decision::Reject) => "reject",
            None => "open",
        };
        let _ = write!(text, "[[mark]]\nanchor = {}\ndecision = \"{decision}\"\n", quoted(anchor));
        if let Some(note) = note {
            let _ = writeln!(text, "note = {}", quoted(&note));
        }
    }
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Words for a comment: no line break, no control character can leave the comment.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
