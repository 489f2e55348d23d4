//! The input line by line, its marks and findings shown in it.
//!
//! In: the decoded input and ranges of it with what is to be said of each. Out: HTML of each line.
//! One sweep over lines and ranges together: linear in both.

use super::escape;
use crate::lines::LineIndex;
use crate::text::Span;

/// A stretch of the input and what is to be said of it.
#[derive(Debug, Clone)]
pub(super) struct Range {
    /// Where.
    pub span: Span,
    /// Class of the HTML element.
    pub class: &'static str,
    /// What is shown when the pointer rests on it; words of the input in it are spelled.
    pub title: String,
}

/// Lines of an input as HTML.
#[derive(Debug)]
pub(super) struct SourceLines<'a> {
    text: &'a str,
    /// Byte at which each line starts, and the end of the text.
    starts: Vec<usize>,
    ranges: Vec<Range>,
}

impl<'a> SourceLines<'a> {
    /// Prepares the lines of `text` with the given ranges.
    pub(super) fn new(text: &'a str, index: &LineIndex, mut ranges: Vec<Range>) -> Self {
        ranges.retain(|range| !range.span.is_empty());
        ranges.sort_by_key(|range| (range.span.start, std::cmp::Reverse(range.span.end)));
        let mut starts: Vec<usize> =
            (1..).map_while(|line| index.start(line)).map(|start| start as usize).collect();
        starts.push(text.len());
        Self { text, starts, ranges }
    }

    /// Each line: its number from 1, and its HTML.
    pub(super) fn html(&self) -> Vec<(u32, String)> {
        let mut out = Vec::with_capacity(self.starts.len());
        let mut next = 0;
        let mut open: Vec<&Range> = Vec::new();
        for (at, (start, end)) in self.starts.iter().zip(self.starts.iter().skip(1)).enumerate() {
            let line = self.text.get(*start..*end).unwrap_or_default().trim_end_matches(['\n', '\r']);
            let end = start + line.len();
            open.retain(|range| range.span.end as usize > *start);
            while let Some(range) = self.ranges.get(next).filter(|range| (range.span.start as usize) < end) {
                open.push(range);
                next += 1;
            }
            let mut html = String::with_capacity(line.len() + 16);
            self.line(*start, end, &open, &mut html);
            // A last line without text is no line.
            if *start < self.text.len() || at == 0 {
                out.push((u32::try_from(at + 1).unwrap_or(u32::MAX), html));
            }
        }
        out
    }

    /// Cuts a line where a range begins or ends, and wraps each piece in what is said of it.
    fn line(&self, start: usize, end: usize, open: &[&Range], html: &mut String) {
        let clamp = |byte: u32| self.text.floor_char_boundary((byte as usize).clamp(start, end));
        let mut cuts: Vec<usize> =
            open.iter().flat_map(|r| [clamp(r.span.start), clamp(r.span.end)]).collect();
        cuts.extend([start, end]);
        cuts.sort_unstable();
        cuts.dedup();
        // Both the cuts and the ranges go from left to right, so each range is met once.
        let mut waiting = open.iter().peekable();
        let mut said: Vec<&Range> = Vec::new();
        for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
            said.retain(|range| clamp(range.span.end) > *from);
            while let Some(range) = waiting.next_if(|range| clamp(range.span.start) <= *from) {
                if clamp(range.span.end) > *from {
                    said.push(range);
                }
            }
            let piece = self.text.get(*from..*to).unwrap_or_default();
            if said.is_empty() {
                escape::text(html, piece);
                continue;
            }
            let classes: Vec<&str> = said.iter().map(|range| range.class).collect();
            let titles: Vec<&str> = said.iter().map(|range| range.title.as_str()).collect();
            html.push_str("<span class=\"");
            html.push_str(&classes.join(" "));
            html.push_str("\" title=\"");
            escape::said(html, &titles.join("\n"));
            html.push_str("\">");
            escape::text(html, piece);
            html.push_str("</span>");
        }
    }
}
