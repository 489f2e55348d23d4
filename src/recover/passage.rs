//! The submission as recovery reads it: its paragraphs in order, each with its place in the whole.
//!
//! In: a submission. Out: its passages as joined texts, each range of which is known by its place in the
//! input; the same passages to be marked. Never: a change of words.

use std::ops::Range;

use crate::model::{Context, PassageMut, Role, Submission};
use crate::text::{Format, JoinedRuns, Paragraph, Run, Span};

/// One paragraph.
#[derive(Debug, Clone)]
pub(super) struct RecoveryPassage {
    pub context: Context,
    pub label: String,
    pub text: String,
    /// Where `text` stands in the input.
    runs: JoinedRuns,
    label_runs: JoinedRuns,
    /// Ranges of `text` that are struck through by hand.
    pub struck: Vec<Range<usize>>,
    /// Ranges of `text` that are underlined, links aside.
    pub underlined: Vec<Range<usize>>,
}

/// The ranges of the joined text of runs that a test picks, neighbours as one.
fn picked(runs: &[Run], test: impl Fn(&Run) -> bool) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for run in runs {
        let range = at..at + run.text.len();
        at = range.end;
        if range.is_empty() || !test(run) {
            continue;
        }
        match ranges.last_mut().filter(|last| last.end == range.start) {
            Some(last) => last.end = range.end,
            None => ranges.push(range),
        }
    }
    ranges
}

impl RecoveryPassage {
    /// Where a range of the text stands in the input.
    pub(super) fn span(&self, range: &Range<usize>) -> Option<Span> {
        self.runs.span(range)
    }

    /// Where a range of the label stands in the input.
    pub(super) fn label_span(&self, range: &Range<usize>) -> Option<Span> {
        self.label_runs.span(range)
    }

    /// Label and text in the input.
    pub(super) fn whole_span(&self) -> Option<Span> {
        let text = self.span(&(0..self.text.len()));
        match (self.label_span(&(0..self.label.len())), text) {
            (Some(label), Some(text)) => Some(label.to(text)),
            (label, text) => label.or(text),
        }
    }
}

/// All paragraphs of a submission.
#[derive(Debug, Clone, Default)]
pub(super) struct Passages {
    pub all: Vec<RecoveryPassage>,
    /// Some run carries a real revision mark.
    pub marked: bool,
}

impl Passages {
    pub(super) fn get(&self, at: usize) -> Option<&RecoveryPassage> {
        self.all.get(at)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &RecoveryPassage)> + Clone {
        self.all.iter().enumerate()
    }
}

/// Collects the passages: every paragraph with its label, comments aside.
pub(super) fn collect(submission: &Submission) -> Passages {
    let mut found = Passages::default();
    submission.passages(&mut |met| {
        let Some(paragraph) = met.paragraph.filter(|_| is_read(&met.context)) else { return };
        let (text, runs) = JoinedRuns::of(&paragraph.runs);
        found.marked |= paragraph.runs.iter().any(|run| run.insertion.is_some() || run.deletion.is_some());
        let (label, label_runs) = met.label.map(|label| JoinedRuns::of(&label.runs)).unwrap_or_default();
        let struck = picked(&paragraph.runs, |run| run.format.has(Format::STRIKE));
        let underlined =
            picked(&paragraph.runs, |run| run.format.has(Format::UNDERLINE) && run.link.is_none());
        found.all.push(RecoveryPassage {
            context: met.context,
            label,
            text,
            runs,
            label_runs,
            struck,
            underlined,
        });
    });
    found
}

/// Shows the same passages in the same order, to be changed.
pub(super) fn walk(submission: &mut Submission, see: &mut dyn FnMut(PassageMut<'_>, &mut Paragraph)) {
    submission.passages_mut(&mut |mut met| {
        if let Some(paragraph) = met.paragraph.take().filter(|_| is_read(&met.context)) {
            see(met, paragraph);
        }
    });
}

/// Whether recovery reads a passage: what is said about the text, in a comment, is none of it.
fn is_read(context: &Context) -> bool {
    !matches!(context.role, Role::Comment(_))
}
