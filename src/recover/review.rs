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
//! [[finding]]               # a finding of `itudoc check` that is to be left unsaid
//! anchor = "REF002-91b0c7d2e4f5"
//! note = "the older edition is meant"
//! ```
//!
//! In: its text. Out: decisions by anchor and waivers; or a fresh file from a recovery, with the words of each
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
    waived: BTreeMap<String, Option<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default)]
    mark: Vec<Row>,
    #[serde(default)]
    finding: Vec<Waiver>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Waiver {
    anchor: String,
    note: Option<String>,
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
        let waived = file.finding.into_iter().map(|row| (row.anchor, row.note)).collect();
        Ok(Review { decisions, waived })
    }

    /// Whether a finding of `itudoc check` is waived.
    pub fn waives(&self, anchor: &str) -> bool {
        self.waived.contains_key(anchor)
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
        for (anchor, note) in &self.waived {
            let _ = write!(text, "\n[[finding]]\nanchor = {}\n", quoted(anchor));
            if let Some(note) = note {
                let _ = writeln!(text, "note = {}", quoted(note));
            }
        }
        text
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
