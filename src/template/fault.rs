//! Mistakes in template data, told by file, line and key.
//!
//! In: what a reader met. Out: one [`Refusal`] that lists every mistake of a template at once, so
//! that its author corrects them in one go. Never: a document half converted with a bad template.

use std::collections::BTreeSet;
use std::fmt;

use crate::diagnostics::{Refusal, RefusalKind};

/// A place in template data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Place {
    /// File, as the user can open it: `pp-14/zh.toml`.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Dotted key: `styles.Call.before`.
    pub key: String,
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fault {
    place: Place,
    message: String,
}

impl Fault {
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.place.file, self.place.line)?;
        if !self.place.key.is_empty() {
            write!(f, "{}: ", self.place.key)?;
        }
        f.write_str(&self.message)
    }
}

/// The mistakes of one template; a mistake in a shared file counts once.
#[derive(Debug, Default)]
pub(super) struct Faults(BTreeSet<Fault>);

impl Faults {
    pub fn add(&mut self, place: Place, message: impl Into<String>) {
        self.0.insert(Fault::new(place, message));
    }

    pub fn extend(&mut self, faults: impl IntoIterator<Item = Fault>) {
        self.0.extend(faults);
    }

    /// All mistakes as one refusal; `Ok` where there is none.
    pub fn into_result(self) -> Result<(), Refusal> {
        let lines: Vec<String> = self.0.iter().map(Fault::to_string).collect();
        match lines.as_slice() {
            [] => Ok(()),
            [one] => Err(refusal(one.clone())),
            many => Err(refusal(format!("{} mistakes in template data:\n{}", many.len(), many.join("\n")))),
        }
    }
}

fn refusal(found: String) -> Refusal {
    Refusal::new(
        RefusalKind::Template,
        found,
        "correct the file and run `itudoc template check`; templates/README.md describes every key",
    )
}

/// The known word nearest to a mistyped one, where one is near: at most two letters apart, or a
/// third of a long word.
pub(super) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let bound = (word.chars().count() / 3).max(2);
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= bound)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance in characters.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, l) in left.chars().enumerate() {
        let mut diagonal = above;
        let mut before = above + 1;
        let mut next = vec![before];
        for (r, up) in right.iter().zip(row.iter().skip(1)) {
            let cost = diagonal + usize::from(l != *r);
            before = cost.min(up + 1).min(before + 1);
            diagonal = *up;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_levenshteins() {
        assert_eq!(distance("before", "befor"), 1);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
    }

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        let known = ["before", "after", "align"];
        assert_eq!(nearest("befor", known), Some("before"));
        assert_eq!(nearest("colour", known), None);
    }
}
