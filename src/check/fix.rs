//! Layout put right in plain text: broken lines joined, stray spaces taken out.
//!
//! In: the decoded text and the findings of a check. Out: the text with those places changed, white
//! space and nothing else. Never: a letter, a digit or a punctuation mark.

use super::rules::spaces::STRAY;
use crate::diagnostics::Finding;
use crate::parse::BROKEN_LINE;

/// The text put right, and how many places were changed.
pub fn layout(text: &str, findings: &[Finding]) -> (String, usize) {
    let mut cuts: Vec<(usize, usize, &str)> = findings.iter().filter_map(|finding| cut(text, finding)).collect();
    cuts.sort_unstable();
    let mut fixed = String::with_capacity(text.len());
    let (mut at, mut places) = (0, 0);
    for (start, end, with) in cuts {
        // Two findings may name one place; it is changed once.
        if start < at {
            continue;
        }
        fixed.push_str(text.get(at..start).unwrap_or_default());
        fixed.push_str(with);
        at = end;
        places += 1;
    }
    fixed.push_str(text.get(at..).unwrap_or_default());
    (fixed, places)
}

/// What to take out for a finding, and what stands there instead.
fn cut<'t>(text: &'t str, finding: &Finding) -> Option<(usize, usize, &'t str)> {
    let range = finding.span?.range();
    let blank = |range: std::ops::Range<usize>| text.get(range).is_some_and(|t| t.chars().all(char::is_whitespace));
    if std::ptr::eq(finding.rule, &STRAY) {
        return blank(range.clone()).then_some((range.start, range.end, ""));
    }
    if !std::ptr::eq(finding.rule, &BROKEN_LINE) {
        return None;
    }
    // The finding stands at the second half: the white space before it is the break.
    let start = text.get(..range.start)?.trim_end().len();
    let end = range.end - text.get(range.clone())?.trim_start().len();
    let wide = |c: Option<char>| c.is_some_and(|c| ('\u{2E80}'..='\u{FFEF}').contains(&c));
    let before = text.get(..start)?.chars().next_back();
    let after = text.get(end..)?.chars().next();
    let joined = if wide(before) || wide(after) || before == Some('-') { "" } else { " " };
    (end > start && blank(start..end)).then_some((start, end, joined))
}
