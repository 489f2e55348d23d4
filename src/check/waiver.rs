//! Findings that a person has looked at and waived, by an anchor that outlives edits elsewhere.
//!
//! In: findings, the text they point into, the review file. Out: which of them are waived.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::diagnostics::Finding;
use crate::digest::Hasher;
use crate::recover::Review;

/// The anchors of findings, in their order: the code, and a digest of the words at the place and of
/// those round it. Findings of one rule at the same words are told apart by their order.
pub(crate) fn anchors(text: &str, findings: &[Finding]) -> Vec<String> {
    const AROUND: usize = 24;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let anchor = |finding: &Finding| {
        let mut hash = Hasher::default();
        match finding.span {
            Some(span) => {
                let range = span.range();
                let before = text.floor_char_boundary(range.start.saturating_sub(AROUND));
                let after = text.ceil_char_boundary(range.end.saturating_add(AROUND).min(text.len()));
                for piece in [before..range.start, range.clone(), range.end..after] {
                    hash.update(text.get(piece).unwrap_or_default());
                    hash.update([0]);
                }
            }
            None => hash.update(finding.message.as_bytes()),
        }
        let mut anchor = format!("{}-{}", finding.rule.code, hash.finish().head(6));
        let times = seen.entry(anchor.clone()).or_default();
        *times += 1;
        if *times > 1 {
            let _ = write!(anchor, "-{times}");
        }
        anchor
    };
    findings.iter().map(anchor).collect()
}

/// Parts findings into those that count and those that the review waives.
pub(crate) fn part(text: &str, findings: Vec<Finding>, review: &Review) -> (Vec<Finding>, Vec<Finding>) {
    if !review.waives_any() {
        return (findings, Vec::new());
    }
    let anchors = anchors(text, &findings);
    let mut waived = Vec::new();
    let mut count = Vec::new();
    for (finding, anchor) in findings.into_iter().zip(anchors) {
        if review.waives(&anchor) { waived.push(finding) } else { count.push(finding) }
    }
    (count, waived)
}
