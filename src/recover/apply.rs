//! Certain marks, set on the runs of the submission.
//!
//! In: the submission and the marks. Out: runs cut where a mark begins or ends, each with its
//! revision. Never: a character moved, changed or lost.

use std::ops::Range;

use super::Ruling;
use super::candidate::{Candidate, MarkedPart};
use super::passage;
use super::rules::handmade;
use crate::model::{PassageMut, Submission};
use crate::text::{Format, Paragraph, Revision, RevisionIndex, RevisionKind, RevisionOrigin, Run};

/// A cut with its revision.
struct AppliedMark {
    of: MarkedPart,
    range: Range<usize>,
    kind: RevisionKind,
    revision: RevisionIndex,
    /// The format that made the mark by hand, which it takes the place of.
    format: Format,
}

/// Sets the marks. They must not overlap.
pub(super) fn set(submission: &mut Submission, marks: &[Candidate]) {
    let mut strokes: Vec<Vec<AppliedMark>> = Vec::new();
    for mark in marks {
        for cut in &mark.cuts {
            let revision = RevisionIndex::new(u32::try_from(submission.revisions.len()).unwrap_or(u32::MAX));
            submission.revisions.push(Revision {
                kind: cut.kind,
                author: None,
                date: None,
                origin: RevisionOrigin::Recovered {
                    rule: mark.rule.into(),
                    confidence: mark.confidence,
                    reason: mark.reason.to_string(),
                    ruling: mark.ruling.as_ref().and_then(Ruling::decided),
                },
                moved: None,
            });
            if strokes.len() <= cut.passage {
                strokes.resize_with(cut.passage + 1, Vec::new);
            }
            if let Some(list) = strokes.get_mut(cut.passage) {
                let format = match cut.kind {
                    RevisionKind::Deletion if mark.rule == handmade::RULE => Format::STRIKE,
                    RevisionKind::Insertion if mark.rule == handmade::RULE => Format::UNDERLINE,
                    _ => Format::PLAIN,
                };
                list.push(AppliedMark {
                    of: cut.of,
                    range: cut.range.clone(),
                    kind: cut.kind,
                    revision,
                    format,
                });
            }
        }
    }
    let mut at = 0;
    passage::walk(submission, &mut |met, paragraph| {
        if let Some(list) = strokes.get_mut(at).filter(|list| !list.is_empty()) {
            list.sort_by_key(|stroke| stroke.range.start);
            draw(met, paragraph, list);
        }
        at += 1;
    });
}

fn draw(met: PassageMut<'_>, paragraph: &mut Paragraph, strokes: &[AppliedMark]) {
    let PassageMut { label, symbol, .. } = met;
    cut(&mut paragraph.runs, strokes, |stroke| stroke.of != MarkedPart::Label);
    let whole = strokes.iter().find(|stroke| stroke.of == MarkedPart::Whole);
    if let Some(label) = label {
        match whole {
            Some(whole) => label.runs.iter_mut().for_each(|run| ink(run, whole)),
            None => cut(&mut label.runs, strokes, |stroke| stroke.of == MarkedPart::Label),
        }
    }
    let Some(whole) = whole else { return };
    symbol.into_iter().flatten().for_each(|run| ink(run, whole));
    match whole.kind {
        RevisionKind::Insertion => paragraph.mark.insertion = Some(whole.revision),
        RevisionKind::Deletion => paragraph.mark.deletion = Some(whole.revision),
        RevisionKind::Formatting => {}
    }
}

/// Cuts the runs at the ends of the strokes and marks what lies inside. One pass over both.
fn cut(runs: &mut Vec<Run>, strokes: &[AppliedMark], counts: impl Fn(&AppliedMark) -> bool) {
    let mut strokes = strokes.iter().filter(|stroke| counts(stroke)).peekable();
    if strokes.peek().is_none() {
        return;
    }
    let mut cut = Vec::with_capacity(runs.len() + 4);
    let mut at = 0;
    for run in std::mem::take(runs) {
        let (start, end) = (at, at + run.text.len());
        loop {
            while strokes.next_if(|stroke| stroke.range.end <= at).is_some() {}
            let edge = match strokes.peek() {
                Some(stroke) if at < stroke.range.start => stroke.range.start,
                Some(stroke) => stroke.range.end,
                None => end,
            };
            let edge = edge.min(end);
            // Each piece is copied out of its run once: one line of 50 MB may have a million strokes.
            let mut piece = run.slice(at - start, edge - start);
            if let Some(stroke) = strokes.peek()
                && stroke.range.start <= at
                && at < stroke.range.end
            {
                ink(&mut piece, stroke);
            }
            cut.push(piece);
            at = edge;
            if at >= end {
                break;
            }
        }
    }
    *runs = cut;
}

fn ink(run: &mut Run, stroke: &AppliedMark) {
    run.format = run.format.without(stroke.format);
    match stroke.kind {
        RevisionKind::Insertion => run.insertion = Some(stroke.revision),
        RevisionKind::Deletion => run.deletion = Some(stroke.revision),
        RevisionKind::Formatting => {}
    }
}
