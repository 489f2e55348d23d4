//! Writing a review file: one row a place, in the order of the text, what is doubtful first.
//!
//! In: the contribution, its marks and findings, what was ruled before. Out: the file's text, the same
//! each time. Never: a ruling left out, though its mark is not seen this time.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::file::VERSION;
use super::{Decision, FindingRuling, Review, Ruling, Waiver};
use crate::choice::Choice;
use crate::lines::LineIndex;
use crate::recover::{Mark, Recovery};
use crate::text::RevisionKind;

/// What a review file is written of.
#[derive(Debug, Clone, Copy)]
pub struct ReviewContents<'a> {
    /// The decoded contribution.
    pub text: &'a str,
    /// Its marks.
    pub recovery: &'a Recovery,
    /// Its findings; `None` where they were not looked for, and earlier rulings on them are kept as
    /// they are.
    pub findings: Option<&'a [FindingRow]>,
}

/// A finding as a review file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// Its anchor.
    pub anchor: String,
    /// Its line, where it has one.
    pub line: Option<u32>,
    /// Its code and what it says.
    pub says: String,
}

const HEAD: &str = "\
# What a person decides of this contribution; the next run obeys.
# decision: accept, reject or open for a mark; waive or open for a finding.
# A row may also say by = \"who\", on = 2026-01-31, note = \"why\". Keep its anchor.
# [-deleted-] {+inserted+}
";

/// Characters shown at either side of a mark.
const AROUND: usize = 24;
/// Longest piece of deleted or inserted words that is shown, characters.
const LONGEST: usize = 60;

impl Review {
    /// Writes the file.
    pub fn write(&self, contents: &ReviewContents<'_>) -> String {
        format!("{HEAD}version = {VERSION}\n\n{}", self.rows(contents))
    }

    /// The rows of the file.
    pub fn rows(&self, contents: &ReviewContents<'_>) -> String {
        let mut text = "mark = [\n".to_owned();
        let lines = LineIndex::new(contents.text);
        let mut written: BTreeSet<&str> = BTreeSet::new();
        let Recovery { suggestions, marks, rejected, .. } = contents.recovery;
        for (title, marks) in [
            ("Suspected: set only where accepted", suggestions),
            ("Recovered: set unless rejected", marks),
            ("Rejected", rejected),
        ] {
            let mut fresh = marks.iter().filter(|mark| written.insert(mark.anchor.as_str())).peekable();
            if fresh.peek().is_some() {
                let _ = writeln!(text, "  # {title}");
            }
            fresh.for_each(|mark| text.push_str(&mark_row(mark, contents.text, &lines)));
        }
        let all = || suggestions.iter().chain(marks).chain(rejected);
        let held: BTreeSet<&str> =
            all().filter_map(|mark| mark.ruling.as_ref()).map(|ruling| ruling.anchor()).collect();
        let lost = self.marks.iter().filter(|(anchor, ruling)| {
            let decides = ruling.decision != Decision::Open || ruling.note.is_some();
            // One ruling of a file of the first form is on all marks of its words by now.
            decides && !written.contains(anchor.as_str()) && !held.contains(ruling.anchor())
        });
        for (index, (anchor, ruling)) in lost.enumerate() {
            if index == 0 {
                text.push_str("  # Decided before; no such mark is seen now\n");
            }
            text.push_str(&row(&[
                ("decision", Some(quoted(ruling.decision.name()))),
                ("by", ruling.by.as_deref().map(quoted)),
                ("on", ruling.on.as_deref().map(dated)),
                ("note", ruling.note.as_deref().map(quoted)),
                ("extent", ruling.extent.as_deref().map(quoted)),
                ("line", ruling.line.map(|line| line.to_string())),
                ("text", ruling.text.as_deref().map(quoted)),
                ("anchor", Some(quoted(anchor))),
            ]));
        }
        text.push_str("]\n");
        self.write_findings(&mut text, contents.findings);
        text
    }

    fn write_findings(&self, text: &mut String, findings: Option<&[FindingRow]>) {
        let seen: BTreeSet<&str> =
            findings.iter().copied().flatten().map(|row| row.anchor.as_str()).collect();
        let lost: Vec<_> =
            self.findings.iter().filter(|(anchor, _)| !seen.contains(anchor.as_str())).collect();
        if seen.is_empty() && lost.is_empty() {
            return;
        }
        text.push_str("\nfinding = [\n");
        for found in findings.iter().copied().flatten() {
            let ruling = self.findings.get(&found.anchor);
            text.push_str(&finding_row(&found.anchor, ruling, found.line, Some(&found.says)));
        }
        if findings.is_some() && !lost.is_empty() {
            text.push_str("  # Not found now\n");
        }
        for (anchor, ruling) in lost {
            text.push_str(&finding_row(anchor, Some(ruling), None, None));
        }
        text.push_str("]\n");
    }
}

fn mark_row(mark: &Mark, text: &str, lines: &LineIndex) -> String {
    let ruling: Option<&Ruling> = mark.ruling.as_ref();
    let open = Decision::Open;
    let line = mark.span().map(|span| lines.line(span.start).to_string());
    let extent = ruling.and_then(|ruling| ruling.extent.as_deref());
    // The words that the rule saw stay, for the mark is known by them.
    let before = ruling.filter(|_| extent.is_some()).and_then(|ruling| ruling.text.clone());
    let words = before.unwrap_or_else(|| in_its_words(mark, text));
    row(&[
        ("decision", Some(quoted(ruling.map_or(open, |ruling| ruling.decision).name()))),
        ("by", ruling.and_then(|ruling| ruling.by.as_deref()).map(quoted)),
        ("on", ruling.and_then(|ruling| ruling.on.as_deref()).map(dated)),
        ("note", ruling.and_then(|ruling| ruling.note.as_deref()).map(quoted)),
        ("extent", extent.map(quoted)),
        ("line", line),
        ("text", Some(quoted(&words))),
        ("why", Some(quoted(&format!("{} ({:.0} %)", mark.reason, mark.confidence * 100.0)))),
        ("anchor", Some(quoted(&mark.anchor))),
    ])
}

fn finding_row(
    anchor: &str,
    ruling: Option<&FindingRuling>,
    line: Option<u32>,
    says: Option<&str>,
) -> String {
    row(&[
        ("decision", Some(quoted(ruling.map_or(Waiver::Open, |ruling| ruling.decision).name()))),
        ("by", ruling.and_then(|ruling| ruling.by.as_deref()).map(quoted)),
        ("on", ruling.and_then(|ruling| ruling.on.as_deref()).map(dated)),
        ("note", ruling.and_then(|ruling| ruling.note.as_deref()).map(quoted)),
        ("line", line.map(|line| line.to_string())),
        ("says", says.map(quoted)),
        ("anchor", Some(quoted(anchor))),
    ])
}

/// A row on one line, so that a change of it is one line of a diff.
fn row(pairs: &[(&str, Option<String>)]) -> String {
    let given = pairs.iter().filter_map(|(key, value)| Some(format!("{key} = {}", value.as_ref()?)));
    format!("  {{ {} }},\n", given.collect::<Vec<_>>().join(", "))
}

/// A mark within its words: `(Rev. [-Dubai, 2018-]{+Bucharest, 2022+}) on`.
pub(in crate::recover) fn in_its_words(mark: &Mark, text: &str) -> String {
    let mut edits: Vec<_> = mark.edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut shown = String::new();
    let mut reached: Option<usize> = None;
    for edit in &edits {
        let range = edit.span.range();
        match reached {
            None => shown.push_str(&before(text, range.start)),
            Some(end) => match text.get(end..range.start) {
                Some(between) if between.chars().count() <= LONGEST => shown.push_str(between),
                _ => shown.push_str(" … "),
            },
        }
        shown.push_str(&signed(edit.kind, &edit.text));
        reached = Some(range.end);
    }
    if let Some(end) = reached {
        shown.push_str(&after(text, end));
    }
    one_line(&shown)
}

/// Deleted or inserted words with the signs that say which.
pub(in crate::recover) fn signed(kind: RevisionKind, words: &str) -> String {
    let mut shown: String = words.chars().take(LONGEST).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    let shown = one_line(&shown);
    if kind == RevisionKind::Deletion { format!("[-{shown}-]") } else { format!("{{+{shown}+}}") }
}

/// What stands before a place in its line.
fn before(text: &str, at: usize) -> String {
    let line = text.get(..at).unwrap_or_default().rsplit(['\n', '\r']).next().unwrap_or_default();
    let skipped = line.chars().count().saturating_sub(AROUND);
    let kept: String = line.chars().skip(skipped).collect();
    if skipped > 0 { format!("…{kept}") } else { kept.trim_start().to_owned() }
}

/// What stands behind a place in its line.
fn after(text: &str, at: usize) -> String {
    let line = text.get(at..).unwrap_or_default().split(['\n', '\r']).next().unwrap_or_default();
    let kept: String = line.chars().take(AROUND).collect();
    if kept.len() < line.len() { format!("{kept}…") } else { kept.trim_end().to_owned() }
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    // On one line: what is no word of the text may not break the row.
    toml::Value::String(one_line(text)).to_string()
}

/// A date as TOML has it, where the words are one.
fn dated(words: &str) -> String {
    if words.parse::<toml::value::Datetime>().is_ok() { words.to_owned() } else { quoted(words) }
}

/// Words without line breaks or control characters.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
