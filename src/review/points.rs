//! What is to be decided in a document, in the order of the text.
//!
//! In: an examination. Out: points with anchors, each with its sentence. Never: a decision.

use std::ops::Range;

use crate::check::{sort, waiver};
use crate::diagnostics::{Finding, Severity};
use crate::pipeline::Examination;
use crate::recover::review::{Signature, Waiver, extent};
use crate::recover::{CERTAIN, Mark, Ruling};
use crate::text::Span;

/// A finding with its anchor and what was decided on it.
#[derive(Debug)]
pub(crate) struct FoundPoint {
    /// Its anchor in the review file.
    pub anchor: String,
    /// The finding.
    pub finding: Finding,
    /// What was decided, and by whom.
    pub ruling: Option<(Waiver, Signature)>,
}

/// Something to decide.
#[derive(Debug)]
pub(crate) enum OpenPoint<'a> {
    /// A doubtful mark.
    Mark(&'a Mark),
    /// A warning or an error.
    Found(Box<FoundPoint>),
}

/// All points of a document.
#[derive(Debug)]
pub(crate) struct OpenPoints<'a> {
    /// Doubtful marks, warnings and errors, in the order of the text.
    pub main: Vec<OpenPoint<'a>>,
    /// Findings that keep nothing back.
    pub notes: Vec<FoundPoint>,
    /// Marks that are set unless they are rejected.
    pub set: Vec<&'a Mark>,
}

impl OpenPoint<'_> {
    /// Where it is in the text; the whole file stands at the head.
    pub(crate) fn span(&self) -> Option<Span> {
        match self {
            OpenPoint::Mark(mark) => mark.span(),
            OpenPoint::Found(found) => found.finding.span,
        }
    }

    /// Whether it keeps the document back.
    pub(crate) fn is_open(&self) -> bool {
        match self {
            OpenPoint::Mark(mark) => mark.ruling.as_ref().and_then(Ruling::decided).is_none(),
            OpenPoint::Found(found) => !matches!(found.ruling, Some((Waiver::Waive, _))),
        }
    }
}

impl<'a> OpenPoints<'a> {
    /// The points of an examination.
    pub(crate) fn of(examination: &'a Examination) -> Self {
        let recovery = &examination.reading.recovery;
        let marks = recovery.suggestions.iter().chain(&recovery.marks).chain(&recovery.rejected);
        let suggested = |mark: &Mark| recovery.suggestions.iter().any(|one| std::ptr::eq(one, mark));
        let (doubtful, mut set): (Vec<&Mark>, Vec<&Mark>) =
            marks.partition(|mark| mark.confidence < CERTAIN || suggested(mark));
        set.sort_by_key(|mark| mark.span().map(|span| span.start));
        let (grave, notes): (Vec<FoundPoint>, Vec<FoundPoint>) =
            found(examination).into_iter().partition(|point| point.finding.severity >= Severity::Warning);
        let mut main: Vec<OpenPoint<'_>> = doubtful.into_iter().map(OpenPoint::Mark).collect();
        main.extend(grave.into_iter().map(|found| OpenPoint::Found(Box::new(found))));
        main.sort_by_key(|point| point.span().map(|span| span.start));
        Self { main, notes, set }
    }
}

/// All findings, waived or not, in the order of the text.
pub(crate) fn found(examination: &Examination) -> Vec<FoundPoint> {
    let mut all: Vec<Finding> = examination.findings.iter().chain(&examination.waived).cloned().collect();
    sort(&mut all);
    let anchors = waiver::anchors(&examination.reading.text, &all);
    let point = |(anchor, finding): (String, Finding)| {
        let ruling = examination.review.on_finding(&anchor).filter(|(ruling, _)| *ruling != Waiver::Open);
        FoundPoint { anchor, finding, ruling }
    };
    anchors.into_iter().zip(all).map(point).collect()
}

/// The finding of an anchor.
pub(crate) fn finding_of(examination: &Examination, anchor: &str) -> Option<Finding> {
    found(examination).into_iter().find(|point| point.anchor == anchor).map(|point| point.finding)
}

/// Whether an extent marks words of the line in which a mark stands.
pub(crate) fn extent_fits(mark: &Mark, text: &str, line: &str) -> bool {
    let Some(span) = mark.span() else { return false };
    // Recovery judges by the paragraph, which may go on over the next lines.
    let whole = widened(text, span.range(), 4_000);
    text.get(whole).is_some_and(|words| extent::strokes(line, words, 0).is_some())
}

/// The sentence round a place: its line, or of a long line what the marks of sentences part off.
pub(crate) fn sentence(text: &str, span: Span) -> Range<usize> {
    const LONG: usize = 900;
    let range = span.range();
    let start = text.get(..range.start).and_then(|head| head.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
    let end = text
        .get(range.end..)
        .and_then(|tail| tail.find(['\n', '\r']))
        .map_or(text.len(), |at| range.end + at);
    if end - start <= LONG {
        return start..end;
    }
    let ends = |c: char| {
        matches!(c, '\u{3002}' | '\u{FF1B}' | ';' | '\u{FF01}' | '\u{FF1F}' | '\u{061B}' | '\u{061F}')
    };
    let head = text.get(start..range.start).unwrap_or_default();
    let from = head.char_indices().rfind(|(_, c)| ends(*c));
    let from = from.map_or(start, |(at, c)| start + at + c.len_utf8());
    let tail = text.get(range.end..end).unwrap_or_default();
    let to = tail.char_indices().find(|(_, c)| ends(*c)).map_or(end, |(at, c)| range.end + at + c.len_utf8());
    if to - from <= 2 * LONG { from..to } else { widened(text, range, LONG / 2) }
}

/// A range with so many bytes more on either side.
fn widened(text: &str, range: Range<usize>, bytes: usize) -> Range<usize> {
    let start = text.floor_char_boundary(range.start.saturating_sub(bytes));
    start..text.ceil_char_boundary((range.end + bytes).min(text.len()))
}
