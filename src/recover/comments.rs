//! Doubtful marks as comments: what a person sees in Word's margin.
//!
//! In: a submission and what recovery suspects in it. Out: a comment a suggestion, anchored at the
//! end of its words. Never: a word or a mark of the text changed.

use std::fmt::Write;

use super::{Mark, Recovery};
use crate::choice::choice;
use crate::model::Submission;
use crate::text::{Comment, Object, Paragraph, RevisionKind, Run};

/// Who the comments are by: not a person.
const AUTHOR: &str = "itudoc";

/// Which marks get a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Comments {
    /// None: for a document that is published.
    None,
    /// Those that a person should look at.
    #[default]
    Doubtful,
    /// Those that are set too, each with its reason.
    All,
}

choice!(Comments {
    Comments::None = "none" | "off": "No comment",
    Comments::Doubtful = "doubtful" | "suspected": "A comment at each mark that is suspected",
    Comments::All = "all": "A comment at each mark, suspected or set",
});

/// Adds a comment for each suggestion that can be anchored; the others are in the findings anyway. A
/// document made before bears its comments already: none is said twice.
pub(crate) fn suggest(submission: &mut Submission, recovery: &Recovery, which: Comments) {
    let ours = submission.comments.iter().filter(|comment| comment.author.as_deref() == Some(AUTHOR));
    let said: Vec<String> =
        ours.flat_map(|comment| comment.paragraphs.iter().map(Paragraph::all_text)).collect();
    let new = |mark: &&Mark| !said.iter().any(|said| said.contains(&format!("[{}]", mark.anchor)));
    let (doubtful, certain): (&[Mark], &[Mark]) = match which {
        Comments::None => (&[], &[]),
        Comments::Doubtful => (&recovery.suggestions, &[]),
        Comments::All => (&recovery.suggestions, &recovery.marks),
    };
    let suggestions = doubtful.iter().chain(certain).filter(new);
    let mut wanted: Vec<(u32, &Mark)> =
        suggestions.filter_map(|mark| Some((mark.span()?.end, mark))).collect();
    wanted.sort_by_key(|(end, _)| *end);
    let mut next = u32::try_from(submission.comments.len()).unwrap_or(u32::MAX);
    let mut comments = Vec::new();
    submission.visit_mut(&mut |_, text| {
        let runs = text.into_runs();
        let bounds = runs.iter().filter_map(|run| run.span);
        let Some(span) = bounds.reduce(|a, b| a.to(b)) else { return };
        let from = wanted.partition_point(|(end, _)| *end <= span.start);
        let to = wanted.partition_point(|(end, _)| *end <= span.end);
        for mark in anchor(runs, wanted.get(from..to).unwrap_or_default(), next) {
            comments.push(comment(mark));
            next += 1;
        }
    });
    submission.comments.extend(comments);
}

/// Anchors comments, the first numbered `next`, after the bytes of the input where each mark ends, in
/// one pass over the runs; gives the marks for which there was a run to anchor to.
fn anchor<'m>(runs: &mut Vec<Run>, wanted: &[(u32, &'m Mark)], mut next: u32) -> Vec<&'m Mark> {
    let mut anchored = Vec::new();
    if wanted.is_empty() {
        return anchored;
    }
    let mut cut = Vec::with_capacity(runs.len() + wanted.len());
    for run in std::mem::take(runs) {
        let Some(span) = run.span else {
            cut.push(run);
            continue;
        };
        let mut from = 0;
        let first = wanted.partition_point(|(end, _)| *end <= span.start);
        for (end, mark) in wanted.iter().skip(first).take_while(|(end, _)| *end <= span.end) {
            let to = ((end - span.start) as usize).min(run.text.len());
            // One comment a place; and what stands at the run's end keeps its place.
            if to <= from || (to == run.text.len() && run.object.is_some()) {
                continue;
            }
            cut.push(Run { object: Some(Object::Comment(next)), ..run.slice(from, to) });
            anchored.push(*mark);
            next += 1;
            from = to;
        }
        match from {
            0 => cut.push(run),
            _ if from < run.text.len() => cut.push(run.slice(from, run.text.len())),
            _ => {}
        }
    }
    *runs = cut;
    anchored
}

fn comment(mark: &Mark) -> Comment {
    let mut said = format!("{} ({}, {:.0} %).", mark.reason, mark.rule, mark.confidence * 100.0);
    let perhaps = if mark.is_set() { "Marked as" } else { "Perhaps" };
    for edit in &mark.edits {
        let verb = if edit.kind == RevisionKind::Insertion { "inserted" } else { "deleted" };
        let _ = write!(said, " {perhaps} {verb}: “{}”.", edit.text);
    }
    let _ = write!(said, " [{}]", mark.anchor);
    Comment {
        author: Some(AUTHOR.to_owned()),
        date: None,
        initials: Some("it".to_owned()),
        paragraphs: vec![Paragraph { runs: vec![Run::generated(said)], ..Paragraph::default() }],
    }
}
