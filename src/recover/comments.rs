//! Doubtful marks as comments: what a person sees in Word's margin.
//!
//! In: a submission and what recovery suspects in it. Out: a comment a suggestion, anchored at the
//! end of its words. Never: a word or a mark of the text changed.

use std::fmt::Write;

use super::{Mark, Recovery};
use crate::model::{Submission, Text};
use crate::text::{Comment, Object, Paragraph, RevisionKind, Run};

/// Who the comments are by: not a person.
const AUTHOR: &str = "itudoc";

/// Adds a comment for each suggestion that can be anchored; the others are in the findings anyway.
pub fn suggest(submission: &mut Submission, recovery: &Recovery) {
    let mut wanted: Vec<(u32, &Mark)> =
        recovery.suggestions.iter().filter_map(|mark| Some((mark.span()?.end, mark))).collect();
    wanted.sort_by_key(|(end, _)| *end);
    let mut next = u32::try_from(submission.comments.len()).unwrap_or(u32::MAX);
    let mut comments = Vec::new();
    submission.visit_mut(&mut |text| {
        let runs = match text {
            Text::Paragraph(paragraph) => &mut paragraph.runs,
            Text::Runs(runs) => runs,
        };
        let bounds = runs.iter().filter_map(|run| run.span);
        let Some(span) = bounds.reduce(|a, b| a.to(b)) else { return };
        let from = wanted.partition_point(|(end, _)| *end <= span.start);
        for (end, mark) in wanted.iter().skip(from).take_while(|(end, _)| *end <= span.end) {
            if anchor(runs, *end, next) {
                comments.push(comment(mark));
                next += 1;
            }
        }
    });
    submission.comments.extend(comments);
}

/// Anchors a comment after byte `end` of the input; whether there was a run to anchor it to.
fn anchor(runs: &mut Vec<Run>, end: u32, comment: u32) -> bool {
    let holds = |run: &Run| run.span.is_some_and(|span| span.start < end && end <= span.end);
    let Some(at) = runs.iter().position(holds) else { return false };
    let run = runs.remove(at);
    let cut = run.span.map_or(0, |span| (end - span.start) as usize);
    if cut >= run.text.len() {
        let free = run.object.is_none();
        runs.insert(at, if free { Run { object: Some(Object::Comment(comment)), ..run } } else { run });
        return free;
    }
    let object = run.object;
    let (head, tail) = run.split(cut);
    runs.insert(at, Run { object, ..tail });
    runs.insert(at, Run { object: Some(Object::Comment(comment)), ..head });
    true
}

fn comment(mark: &Mark) -> Comment {
    let mut said = format!("{} ({}, {:.0} %).", mark.reason, mark.rule, mark.confidence * 100.0);
    for edit in &mark.edits {
        let verb = if edit.kind == RevisionKind::Insertion { "inserted" } else { "deleted" };
        let _ = write!(said, " Perhaps {verb}: “{}”.", edit.text);
    }
    let _ = write!(said, " [{}]", mark.anchor);
    Comment {
        author: Some(AUTHOR.to_owned()),
        date: None,
        initials: Some("it".to_owned()),
        paragraphs: vec![Paragraph { runs: vec![Run::generated(said)], ..Paragraph::default() }],
    }
}
