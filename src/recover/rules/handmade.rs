//! Marks made by hand: words struck through beside words underlined, as delegations write where they do not
//! track changes.
//!
//! Only in the text of a proposal that amends, and only where something is struck: underlining alone is
//! emphasis, or a heading.

use crate::diagnostics::message;
use std::collections::BTreeSet;
use std::ops::Range;

use super::RecoveryInput;
use crate::recover::Witness::Pattern;
use crate::recover::candidate::Candidate;
use crate::recover::passage::RecoveryPassage;

/// Name of the rule; its marks take the place of the format that made them.
pub(in crate::recover) const RULE: &str = "marked-by-hand";

pub(super) fn see(document: &RecoveryInput<'_>, found: &mut Vec<Candidate>) {
    let amended =
        |passage: &RecoveryPassage| passage.context.amends().then_some(passage.context.instrument).flatten();
    let struck: BTreeSet<usize> = document
        .passages
        .iter()
        .filter(|(_, passage)| !passage.struck.is_empty())
        .filter_map(|(_, passage)| amended(passage))
        .collect();
    for (at, passage) in document.passages.iter() {
        if amended(passage).is_some_and(|instrument| struck.contains(&instrument)) {
            marks(at, passage, found);
        }
    }
}

fn marks(at: usize, passage: &RecoveryPassage, found: &mut Vec<Candidate>) {
    let mut free: Vec<&Range<usize>> = passage.underlined.iter().collect();
    for old in &passage.struck {
        let beside =
            free.iter().position(|new| adjoin(&passage.text, old, new) || adjoin(&passage.text, new, old));
        let new = beside.map(|place| free.remove(place).clone());
        let (confidence, reason) = match new {
            Some(_) => (0.93, message!("words struck through stand beside words underlined")),
            None => (0.9, message!("words of the text are struck through")),
        };
        let seen = Candidate::replacement(at, old.clone(), new.unwrap_or_default());
        found.push(seen.seen(RULE, Pattern, confidence, reason));
    }
    for new in free {
        let confidence = if passage.struck.is_empty() { 0.7 } else { 0.87 };
        let reason = message!("words are underlined in a text in which others are struck through");
        found.push(Candidate::replacement(at, 0..0, new.clone()).seen(RULE, Pattern, confidence, reason));
    }
}

/// Whether nothing but white space stands between two ranges.
fn adjoin(text: &str, first: &Range<usize>, second: &Range<usize>) -> bool {
    first.end <= second.start && text.get(first.end..second.start).is_some_and(|gap| gap.trim().is_empty())
}
