//! Spaces at which a line may not end although UAX #14 allows it.
//!
//! In: what stands before and behind a space. Out: whether the two are one expression. Never: a space changed.

use super::terms::{self, Term};

/// Whether a line may not end at a space although UAX #14 allows it: `2014 г.` is one expression, and
/// so is `No. 5`.
pub(crate) fn bound_across(before: &str, after: &str) -> bool {
    let apart = |beside: Option<char>| !beside.is_some_and(char::is_alphanumeric);
    let counted =
        |word: &Box<str>| after.strip_prefix(&**word).is_some_and(|rest| apart(rest.chars().next()));
    let announced =
        |word: &Box<str>| before.strip_suffix(&**word).is_some_and(|rest| apart(rest.chars().next_back()));
    let digit = |character: Option<char>| character.is_some_and(|c| c.is_ascii_digit());
    (digit(before.chars().next_back()) && terms::all(Term::StaysBehindNumberApart).iter().any(counted))
        || (digit(after.chars().next()) && terms::all(Term::StaysBeforeNumberApart).iter().any(announced))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_stay_with_their_numbers() {
        for (before, after) in
            [("Пусан, 2014", "г.)"), ("2014–2018", "гг."), ("Provision No.", "5"), ("№", "71")]
        {
            assert!(bound_across(before, after), "{before} {after}");
        }
        for (before, after) in
            [("2014", "года"), ("casino.", "5"), ("в", "г. Пусан"), ("No.", "one"), ("7", "г")]
        {
            assert!(!bound_across(before, after), "{before} {after}");
        }
    }
}
