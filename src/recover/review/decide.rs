//! A person's decision entered, as the review page does it.
//!
//! In: a mark or the anchor of a finding, what was decided, by whom and why. Out: the ruling in its place.
//! Never: the disk; another ruling changed.

use super::{Decision, FindingRuling, Review, ReviewPlace, Ruling, Waiver};
use crate::recover::Mark;

/// Who decides, when and why.
#[derive(Debug, Clone, Default)]
pub(crate) struct Signature {
    /// Who.
    pub by: Option<String>,
    /// When (ISO 8601, a date).
    pub on: Option<String>,
    /// Why.
    pub note: Option<String>,
    /// What is deleted and inserted, where the person says otherwise than the rule.
    pub extent: Option<String>,
}

impl Mark {
    /// Enters a decision on the mark; `Open` takes an earlier one back.
    pub(crate) fn rule(&mut self, decision: Decision, signature: Signature) {
        let Signature { by, on, note, extent } = signature;
        let before = self.ruling.take();
        // Under the anchor that it had, so that the row is found again though its words were edited.
        let anchor = before.as_ref().map_or_else(|| self.anchor.clone(), |ruling| ruling.anchor.clone());
        // The words that the rule saw stay, though the extent is another.
        let text = before.and_then(|ruling| ruling.text);
        self.ruling = Some(Ruling {
            decision,
            by,
            on,
            note,
            extent,
            anchor,
            line: None,
            text,
            place: ReviewPlace::new(),
        });
    }
}

impl Review {
    /// Enters a decision on the finding of an anchor; `Open` takes an earlier one back.
    pub(crate) fn rule_on_finding(&mut self, anchor: &str, decision: Waiver, signature: Signature) {
        if decision == Waiver::Open {
            self.findings.remove(anchor);
            return;
        }
        let Signature { by, on, note, .. } = signature;
        let ruling = FindingRuling { decision, by, on, note, place: ReviewPlace::new() };
        self.findings.insert(anchor.to_owned(), ruling);
    }

    /// What was decided on the finding of an anchor, and why.
    pub(crate) fn on_finding(&self, anchor: &str) -> Option<(Waiver, Signature)> {
        let ruling = self.findings.get(anchor)?;
        let FindingRuling { by, on, note, .. } = ruling.clone();
        Some((ruling.decision, Signature { by, on, note, extent: None }))
    }
}
