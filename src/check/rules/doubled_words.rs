//! One word twice: `of of the`, `决议决议的`.

use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage};
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::lexicon::terms::{self, Term};

pub(super) const FAMILY: Family = Family { rules: &[&DOUBLED], see };

/// A word stands twice.
pub(super) static DOUBLED: Rule = Rule {
    code: "STR008",
    name: "doubled-word",
    severity: Severity::Warning,
    what: "A word stands twice with nothing but a space between.",
    why: "A slip of typing, or the trace of a revision mark that was lost.",
    example: "`the work of of the Union`",
    remedy: "Take one of them out.",
    source: "Editorial practice",
};

/// Names that hold a word twice: Bora Bora, Pago Pago, Walla Walla, Baden Baden.
const NAMES: &[&str] = &["bora", "pago", "walla", "baden"];

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    for passage in &document.passages {
        doubled(passage, found);
    }
}

fn doubled(passage: &CheckedPassage<'_>, found: &mut Vec<Finding>) {
    let mut before: Option<(usize, &str)> = None;
    let mut at = 0;
    for piece in passage.text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let start = at;
        at += piece.len();
        let small = word.chars().count() > 1 && word.chars().all(|c| c.is_lowercase());
        if small
            && let Some((first, same)) = before
            && same == word
            && !NAMES.contains(&word)
            && !terms::all(Term::StandsTwice).iter().any(|twice| **twice == *word)
        {
            let span = passage.span(&(first..start + word.len()));
            found.push(Finding::new(&DOUBLED, span, message!("“{word}” stands here twice.", word)));
        }
        // A word with a line end or a tab behind it belongs to another line.
        before = piece.ends_with(' ').then_some((start, word));
    }
}
