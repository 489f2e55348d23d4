//! Layout put right in plain text: broken lines joined, stray spaces taken out, radicals made letters.
//!
//! In: a reading and the findings of its check. Out: the text with those places changed: white space,
//! and forms that a finding says stand for a letter. Never: another letter, digit or punctuation mark.

use super::document::{CheckedDocument, CheckedPassage};
use super::rules::glyphs::RADICAL;
use super::rules::spaces::STRAY;
use crate::diagnostics::Finding;
use crate::model::Role;
#[cfg(feature = "review")]
use crate::parse::BROKEN_LINE;
use crate::radicals;
use crate::reading::Reading;
use crate::registry::Registry;

/// White space to take out, and what stands there instead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct FixCut {
    start: usize,
    end: usize,
    with: &'static str,
}

/// The text put right, and how many places were changed.
pub(crate) fn layout(reading: &Reading, findings: &[Finding], registry: &Registry) -> (String, usize) {
    let text = &reading.text;
    let Some(mut cuts) = joined(reading, registry) else { return (text.clone(), 0) };
    cuts.extend(findings.iter().filter_map(stray));
    let (mut fixed, mut places) = cut_out(text, cuts);
    if findings.iter().any(|finding| std::ptr::eq(finding.rule, &RADICAL)) {
        places += fixed.chars().filter(|c| radicals::letter(*c).is_some()).count();
        fixed = radicals::read(&fixed).into_owned();
    }
    (fixed, places)
}

/// The text with the place of one finding put right; `None` where that cannot be done by itself.
#[cfg(feature = "review")]
pub(crate) fn place(reading: &Reading, finding: &Finding, registry: &Registry) -> Option<String> {
    let text = &reading.text;
    let range = finding.span?.range();
    if std::ptr::eq(finding.rule, &RADICAL) {
        let read = radicals::read(text.get(range.clone())?);
        return Some([text.get(..range.start)?, &read, text.get(range.end..)?].concat());
    }
    let near = |cut: &FixCut| cut.start <= range.end && range.start <= cut.end;
    let mut cuts: Vec<FixCut> = joined(reading, registry)?.into_iter().filter(near).collect();
    cuts.extend(stray(finding));
    let (fixed, places) = cut_out(text, cuts);
    (places > 0).then_some(fixed)
}

/// Whether the place of a finding may be one that can be put right by itself.
#[cfg(feature = "review")]
pub(crate) fn can_place(finding: &Finding) -> bool {
    finding.span.is_some()
        && [&STRAY, &RADICAL, &BROKEN_LINE].iter().any(|rule| std::ptr::eq(*rule, finding.rule))
}

/// The space that a finding says is stray.
fn stray(finding: &Finding) -> Option<FixCut> {
    let range = finding.span.filter(|_| std::ptr::eq(finding.rule, &STRAY))?.range();
    Some(FixCut { start: range.start, end: range.end, with: "" })
}

/// The line breaks inside all paragraphs.
fn joined(reading: &Reading, registry: &Registry) -> Option<Vec<FixCut>> {
    let document = CheckedDocument::of(reading, registry).ok()?;
    Some(document.passages.iter().flat_map(|passage| joins(passage, &reading.text)).collect())
}

/// The text without the white space of these cuts, and how many of them were made.
fn cut_out(text: &str, mut cuts: Vec<FixCut>) -> (String, usize) {
    let blank = |cut: &FixCut| {
        let words = text.get(cut.start..cut.end);
        cut.start < cut.end && words.is_some_and(|words| words.chars().all(char::is_whitespace))
    };
    cuts.retain(blank);
    cuts.sort_unstable();
    cuts.dedup();
    let mut fixed = String::with_capacity(text.len());
    let (mut at, mut places) = (0, 0);
    for cut in cuts {
        if cut.start < at {
            continue;
        }
        fixed.push_str(text.get(at..cut.start).unwrap_or_default());
        fixed.push_str(cut.with);
        at = cut.end;
        places += 1;
    }
    fixed.push_str(text.get(at..).unwrap_or_default());
    (fixed, places)
}

/// The line breaks inside a paragraph: the parser joined the lines, and the input should be so too.
fn joins(passage: &CheckedPassage<'_>, text: &str) -> Vec<FixCut> {
    if passage.context.role == Role::ProposalLine {
        // Symbol and identifier on two lines are a form of their own.
        return Vec::new();
    }
    let spans: Vec<_> = passage.paragraph.runs.iter().filter_map(|run| run.span).collect();
    let pairs = spans.iter().zip(spans.iter().skip(1));
    pairs.filter_map(|(one, next)| join(text, one.end as usize, next.start as usize)).collect()
}

fn join(text: &str, from: usize, to: usize) -> Option<FixCut> {
    if !text.get(from..to)?.contains(['\n', '\r']) {
        return None;
    }
    let start = text.get(..from)?.trim_end().len();
    let end = to + text.get(to..)?.len() - text.get(to..)?.trim_start().len();
    let wide = |letter: Option<char>| letter.is_some_and(|c| ('\u{2E80}'..='\u{FFEF}').contains(&c));
    let (before, after) = (text.get(..start)?.chars().next_back(), text.get(end..)?.chars().next());
    let with = if wide(before) || wide(after) || before == Some('-') { "" } else { " " };
    Some(FixCut { start, end, with })
}
