//! The review sheet: one page for a file, findings first, then the marks, then the input beside what
//! was made of it.
//!
//! In: a file as read and what is to be reported of it. Out: one HTML page that needs nothing else.
//! Never: a resource from elsewhere, a script but our own (the page's policy forbids any other), a
//! word of the input that HTML could take for a tag, the clock.

mod escape;
mod page;
mod source;

use crate::diagnostics::{Finding, Severity};
use crate::interface::InterfaceWords;
#[cfg(feature = "review")]
use crate::lines::LineIndex;
use crate::model::Submission;
use crate::recover::Recovery;
use crate::registry::Registry;
use crate::text::{RevisionIndex, RevisionKind, RevisionOrigin, Run};

use escape::spelled;
use source::Range;
#[cfg(feature = "review")]
use source::SourceLines;

/// Marks a page as ours (HTML, 4.2.5.1 `generator`), so that it is never taken for a contribution.
const GENERATOR: &str = "<meta name=\"generator\" content=\"itudoc review sheet\">\n";

/// Bytes at the beginning of a page within which the mark of a sheet stands.
pub(crate) const HEAD_BYTES: usize = 512;

/// Whether a page that begins so is a review sheet.
pub(crate) fn is_sheet(head: &[u8]) -> bool {
    let mark = GENERATOR.trim_end().as_bytes();
    head.windows(mark.len()).take(HEAD_BYTES).any(|window| window == mark)
}

/// What a sheet shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReviewSheet<'a> {
    /// File name.
    pub name: &'a str,
    /// The decoded input.
    pub text: &'a str,
    /// Its structure.
    pub submission: &'a Submission,
    /// Marks recovered and suspected.
    pub recovery: &'a Recovery,
    /// What counts.
    pub findings: &'a [Finding],
    /// What a person has waived.
    pub waived: &'a [Finding],
    /// Name of the official form.
    pub template: &'a str,
    /// What it is said in.
    pub words: InterfaceWords,
}

/// Writes the page.
pub(crate) fn write(sheet: &ReviewSheet<'_>, registry: &Registry) -> Vec<u8> {
    page::SheetPage::new(sheet).whole(registry).into_string().into_bytes()
}

/// The input line by line as HTML, with its marks and findings shown in it: each line with its number.
#[cfg(feature = "review")]
pub(crate) fn source_lines(sheet: &ReviewSheet<'_>) -> Vec<(u32, String)> {
    SourceLines::new(sheet.text, &LineIndex::new(sheet.text), ranges(sheet)).html()
}

/// What is shown in the input: marks, suspected marks, findings.
fn ranges(sheet: &ReviewSheet<'_>) -> Vec<Range> {
    let mut ranges = Vec::new();
    for (marks, maybe) in [(&sheet.recovery.marks, false), (&sheet.recovery.suggestions, true)] {
        for (mark, edit) in marks.iter().flat_map(|mark| mark.edits.iter().map(move |edit| (mark, edit))) {
            let class = match (edit.kind, maybe) {
                (RevisionKind::Deletion, false) => "del",
                (RevisionKind::Deletion, true) => "maybe",
                (_, false) => "ins",
                (_, true) => "maybe",
            };
            let reason = sheet.words.told(&mark.reason, spelled);
            let title = format!("{} {:.0} %: {reason}", mark.rule, mark.confidence * 100.0);
            ranges.push(Range { span: edit.span, class, title });
        }
    }
    ranges.extend(given(sheet.submission, sheet.words));
    for finding in sheet.findings {
        let Some(span) = finding.span else { continue };
        let class = if finding.severity == Severity::Error { "f-error" } else { "f" };
        ranges.push(Range {
            span,
            class,
            title: format!("{}: {}", finding.rule.code, sheet.words.of_finding(finding, spelled)),
        });
    }
    ranges
}

/// The marks that the input itself has.
fn given(submission: &Submission, words: InterfaceWords) -> Vec<Range> {
    let revision = |index: RevisionIndex| submission.revisions.get(index.get() as usize);
    let real = |index: &RevisionIndex| revision(*index).is_some_and(|r| r.origin == RevisionOrigin::Word);
    if !submission.revisions.iter().any(|revision| revision.origin == RevisionOrigin::Word) {
        return Vec::new();
    }
    let mut ranges = Vec::new();
    let mut see = |runs: &[Run]| {
        for run in runs {
            let Some(span) = run.span else { continue };
            for (index, class) in [(run.insertion, "ins"), (run.deletion, "del")] {
                let Some(index) = index.filter(real) else { continue };
                let by = revision(index).and_then(|revision| revision.author.as_deref());
                let nobody = || words.say("sheet-marked").to_owned();
                let title = by.map_or_else(nobody, |by| words.with("sheet-marked-by", &[&spelled(by)]));
                ranges.push(Range { span, class, title });
            }
        }
    };
    submission.visit(&mut |_, text| see(text.runs()));
    ranges
}
