//! Runs joined to one text, each range of which is known by its place in the input.
//!
//! In: runs. Out: their text, and for a range of it the span. Never: which runs belong to a view, as the caller knows.

use std::ops::Range;

use super::{Run, Span};

/// The runs of a joined text as ranges of it, each with its place in the input.
#[derive(Debug, Clone, Default)]
pub(crate) struct JoinedRuns(Vec<(Range<usize>, Option<Span>)>);

impl JoinedRuns {
    /// Joins runs to one text.
    pub(crate) fn of<'r>(runs: impl IntoIterator<Item = &'r Run>) -> (String, Self) {
        let mut text = String::new();
        let ranges = runs.into_iter().map(|run| {
            let start = text.len();
            text.push_str(&run.text);
            (start..text.len(), run.span)
        });
        let ranges = ranges.collect();
        (text, Self(ranges))
    }

    /// Where a range of the text stands in the input: in part of a run where run and place are as long, else all of its
    /// place. `None` where nothing in it came from the input.
    pub(crate) fn span(&self, range: &Range<usize>) -> Option<Span> {
        // Runs follow each other: the first that reaches into the range is found by halving.
        let first = self.0.partition_point(|(run, _)| run.end <= range.start);
        let reached = self.0.get(first..).unwrap_or_default().iter();
        let touched = reached.take_while(|(run, _)| run.start < range.end).filter(|(run, _)| !run.is_empty());
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
}
