//! The history of a text that grew with its revision: `(Dubai, 2012; Hammamet, 2016)` below
//! `RESOLUTION 93 (REV. DUBAI, 2012HAMMAMET, 2016)`.
//!
//! Assemblies put below the title every edition that a text has had. Where the number line tells
//! that the text goes from one edition to the next, the next one in the history is new too.

use super::RecoveryInput;
use crate::diagnostics::message;
use crate::model::InstrumentKind;
use crate::model::Role;
use crate::recover::Witness::Pattern;
use crate::recover::candidate::Candidate;
use crate::registry::reference::InstrumentReference;

const RULE: &str = "history-grown";

/// The history stands so many lines below the number line at most.
const NEAR: usize = 6;

pub(super) fn see(document: &RecoveryInput<'_>, found: &mut Vec<Candidate>) {
    for (at, passage) in document.passages.iter().filter(|(_, p)| p.context.role == Role::NumberLine) {
        let Some(years) = document.references.get(at).and_then(|all| all.iter().find_map(successors)) else {
            continue;
        };
        for below in at + 1..at + 1 + NEAR {
            let Some(next) = document.passages.get(below) else { break };
            if next.context.own_text() != passage.context.own_text()
                || !(next.context.role == Role::Plain || next.context.role.is_heading())
            {
                break;
            }
            let cited = document.references.get(below).map(Vec::as_slice).unwrap_or_default();
            found.extend(cited.iter().find_map(|reference| grown(below, &next.text, reference, years)));
        }
    }
}

/// The years of two editions that run together, the older first.
fn successors(reference: &InstrumentReference) -> Option<(u16, u16)> {
    let [old, new] = reference.editions.as_slice() else { return None };
    let years = (old.edition.year?, new.edition.year?);
    (reference.flattened && reference.kind != InstrumentKind::Unknown && years.0 < years.1).then_some(years)
}

fn grown(at: usize, text: &str, reference: &InstrumentReference, years: (u16, u16)) -> Option<Candidate> {
    let [.., before, last] = reference.editions.as_slice() else { return None };
    let whole = text.trim();
    let alone = text.get(reference.range.clone()).is_some_and(|inner| inner.trim() == whole);
    let follows = before.edition.year == Some(years.0) && last.edition.year == Some(years.1);
    if reference.kind != InstrumentKind::Unknown || reference.flattened || !alone || !follows {
        return None;
    }
    // With the semicolon before it, up to the closing parenthesis.
    let gap = text.get(before.range.end..last.range.start)?;
    let start = before.range.end + gap.find([';', '；', '؛', ',', '，', '،'])?;
    let end = reference.range.end - whole.chars().next_back().map_or(0, char::len_utf8);
    let reason =
        message!("the history of the text has the edition of {year} that it is to get now", year = years.1);
    Some(Candidate::replacement(at, 0..0, start..end).seen(RULE, Pattern, 0.93, reason))
}
