//! How items end: with a semicolon, the last of a call with a comma, the last of all with a full stop.

use super::labels::counted;
use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage};
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::model::Role;

pub(super) const FAMILY: Family = Family { rules: &[&ENDING], see };

/// An item ends with the wrong punctuation.
pub(super) static ENDING: Rule = Rule {
    code: "STR006",
    name: "item-ending",
    severity: Severity::Information,
    what: "An item that is followed by another ends with a comma, or the last item before a call ends with \
           a semicolon, once every mark is accepted.",
    why: "The whole resolution is one sentence: `;` between items, `,` before the next call. A wrong one \
          shows that an item was added or taken out.",
    example: "`a) …, b) …;` followed by a call",
    remedy: "Correct the punctuation, or show its change as a mark.",
    source: "Form of the Resolutions of the Union",
};

/// Whether two items are consecutive in one count.
fn follows(passage: &CheckedPassage<'_>, next: &CheckedPassage<'_>) -> bool {
    let count = |passage: &CheckedPassage<'_>| counted(&passage.label?.value);
    match (count(passage), count(next)) {
        (Some(one), Some(other)) => one.kind == other.kind && other.value == one.value.saturating_add(1),
        _ => false,
    }
}

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    let stays = |passage: &&CheckedPassage<'_>| !passage.is_gone();
    for placed in &document.instruments {
        let mut passages = document.of_instrument(placed).iter().filter(stays).peekable();
        while let Some(passage) = passages.next() {
            if passage.context.role != Role::Item
                || passage.context.level != 1
                || passage.context.section.is_some()
            {
                continue;
            }
            let Some(next) = passages.peek() else { continue };
            let end = passage.text.trim_end();
            let label = passage.label_text();
            let label = label.trim();
            let wrong = match next.context.role {
                Role::Item
                    if next.context.level == 1
                        && next.context.list == passage.context.list
                        && follows(passage, next) =>
                {
                    end.ends_with([',', '，', '،']).then(|| {
                        message!("Item {label} is followed by another and ends with a comma.", label)
                    })
                }
                Role::Call(_) => end.ends_with([';', '；', '؛']).then(|| {
                    message!("Item {label} is the last before a call and ends with a semicolon.", label)
                }),
                _ => None,
            };
            let (Some(said), Some(last)) = (wrong, end.char_indices().next_back()) else { continue };
            let span = passage.span(&(last.0..end.len()));
            found.push(Finding::new(&ENDING, span, said));
        }
    }
}
