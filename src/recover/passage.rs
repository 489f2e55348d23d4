//! The submission as recovery reads it: its paragraphs in order, each with its place in the whole.
//!
//! In: a submission. Out: its passages as joined texts, each range of which is known by its place in the
//! input; the same passages to be marked. Never: a change of words.

use std::ops::Range;

use crate::model::{Context, PassageMut, Role, Submission};
use crate::text::{Format, Paragraph, Run, Span};

/// A run as a range of the joined text, with its place in the input.
type RunRange = (Range<usize>, Option<Span>);

/// One paragraph.
#[derive(Debug, Clone)]
pub(super) struct RecoveryPassage {
    pub context: Context,
    pub label: String,
    pub text: String,
    /// Runs as ranges of `text`, with their place in the input.
    runs: Vec<RunRange>,
    label_runs: Vec<RunRange>,
    /// Ranges of `text` that are struck through by hand.
    pub struck: Vec<Range<usize>>,
    /// Ranges of `text` that are underlined, links aside.
    pub underlined: Vec<Range<usize>>,
}

/// Where a range of joined runs stands in the input.
fn span_of(runs: &[RunRange], range: &Range<usize>) -> Option<Span> {
    let first = runs.partition_point(|(run, _)| run.end <= range.start);
    let touched = runs.iter().skip(first).take_while(|(run, _)| run.start < range.end);
    let spans = touched.filter_map(|(run, span)| {
        let span = (*span)?;
        if span.range().len() != run.len() {
            return Some(span);
        }
        let start = range.start.max(run.start) - run.start + span.start as usize;
        let end = range.end.min(run.end) - run.start + span.start as usize;
        Some(Span::new(start, end))
    });
    spans.reduce(Span::to)
}

/// Joins runs to one text, and says which range of it each run is.
fn join(runs: &[Run]) -> (String, Vec<RunRange>) {
    let mut text = String::new();
    let ranges = runs.iter().map(|run| {
        let start = text.len();
        text.push_str(&run.text);
        (start..text.len(), run.span)
    });
    let ranges = ranges.collect();
    (text, ranges)
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
        span_of(&self.runs, range)
    }

    /// Where a range of the label stands in the input.
    pub(super) fn label_span(&self, range: &Range<usize>) -> Option<Span> {
        span_of(&self.label_runs, range)
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
        let (text, runs) = join(&paragraph.runs);
        found.marked |= paragraph.runs.iter().any(|run| run.insertion.is_some() || run.deletion.is_some());
        let (label, label_runs) = met.label.map(|label| join(&label.runs)).unwrap_or_default();
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
