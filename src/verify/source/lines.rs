//! What a file shows, as lines of visible characters, and their comparison with what a reader took in.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::characters::CharacterCounts;
use crate::verify::ledger::counts;

/// Lines of visible characters; empty ones are none.
#[derive(Debug, Default, Clone)]
pub(super) struct VisibleLines {
    text: String,
    ends: Vec<usize>,
}

impl VisibleLines {
    /// Adds a line: its visible characters.
    pub(super) fn add(&mut self, line: &str) {
        let before = self.text.len();
        // Copied by stretches: nearly all of a line is visible.
        let mut rest = line;
        loop {
            let (seen, after) = rest.split_at_checked(visible_length(rest)).unwrap_or((rest, ""));
            self.text.push_str(seen);
            rest = after.trim_start_matches(|c| !counts(c));
            if rest.is_empty() {
                break;
            }
        }
        if self.text.len() > before {
            self.ends.push(self.text.len());
        }
    }

    /// Adds the lines of a text.
    pub(super) fn add_all(&mut self, text: &str) {
        text.split('\n').for_each(|line| self.add(line));
    }

    /// Adds the lines of another collection.
    pub(super) fn append(&mut self, other: &VisibleLines) {
        let before = self.text.len();
        self.text.push_str(&other.text);
        self.ends.extend(other.ends.iter().map(|end| end + before));
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Lets the lines from one on stand so many times in all.
    pub(super) fn repeat(&mut self, from: usize, times: usize) {
        if times < 2 || from >= self.ends.len() {
            return;
        }
        let again: Vec<String> = self.iter().skip(from).map(str::to_owned).collect();
        for _ in 1..times {
            again.iter().for_each(|line| self.add(line));
        }
    }

    /// Puts another character in the place of each that has one.
    pub(super) fn change(&mut self, change: impl Fn(char) -> char) {
        if self.text.chars().all(|c| change(c) == c) {
            return;
        }
        let mut changed = VisibleLines::default();
        self.iter().for_each(|line| changed.add(&line.chars().map(&change).collect::<String>()));
        *self = changed;
    }

    /// The lines in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, end)| self.text.get(start..*end))
    }

    /// Visible characters.
    pub(super) fn count(&self) -> usize {
        self.text.chars().count()
    }
}

/// Bytes of the visible characters at the head of a text.
fn visible_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            // Most texts consist of these, of which nothing need be asked: signs of ASCII, and the characters from
            // U+4000 to U+9FFF.
            b'!'..=b'~' => 1,
            0xE4..=0xE9 => 3,
            _ => match text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| counts(*c)) {
                Some(c) => c.len_utf8(),
                None => break,
            },
        };
    }
    at
}

/// The characters that one side has more of than the other.
#[derive(Debug, Default)]
pub(super) struct LineDifference {
    /// Characters that the file shows and the reader did not take in, with how many.
    pub lost: HashMap<char, usize>,
    /// Characters that the reader has and the file does not show.
    pub invented: HashMap<char, usize>,
    /// The first line of the file in which a lost character stands.
    pub line: Option<String>,
}

impl LineDifference {
    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.lost.is_empty() && self.invented.is_empty()
    }

    /// By how many characters the file shows more than the reader has.
    pub(super) fn balance(&self) -> i64 {
        let sum = |counts: &HashMap<char, usize>| counts.values().sum::<usize>() as i64;
        sum(&self.lost) - sum(&self.invented)
    }
}

/// Compares what a file shows with what was taken in. Lines that both have are struck out, in whatever
/// order; of the others the characters are counted, as a reader may part and join lines.
pub(super) fn compare(shown: &VisibleLines, taken: &VisibleLines) -> LineDifference {
    let mut balance: HashMap<u64, i64> = HashMap::with_capacity(shown.ends.len());
    for line in shown.iter() {
        *balance.entry(hash(line)).or_default() += 1;
    }
    for line in taken.iter() {
        *balance.entry(hash(line)).or_default() -= 1;
    }
    balance.retain(|_, count| *count != 0);
    let mut difference = LineDifference::default();
    if balance.is_empty() {
        return difference;
    }
    let over = balance.clone();
    let left: Vec<&str> = rest(shown, over, 1);
    let more: Vec<&str> = rest(taken, balance, -1);
    let mut characters = CharacterCounts::default();
    left.iter().flat_map(|line| line.chars()).for_each(|c| characters.add(c, 1));
    more.iter().flat_map(|line| line.chars()).for_each(|c| characters.add(c, -1));
    for (character, count) in characters.iter() {
        let size = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX);
        match count {
            1.. => drop(difference.lost.insert(character, size)),
            ..=-1 => drop(difference.invented.insert(character, size)),
            0 => {}
        }
    }
    let found = left.iter().find(|line| line.chars().any(|c| difference.lost.contains_key(&c)));
    difference.line = found.map(|line| line.chars().take(60).collect());
    difference
}

/// The lines that a side has more of.
fn rest(lines: &VisibleLines, mut balance: HashMap<u64, i64>, sign: i64) -> Vec<&str> {
    let over = |line: &&str| match balance.get_mut(&hash(line)) {
        Some(count) if count.signum() == sign => {
            *count -= sign;
            true
        }
        _ => false,
    };
    lines.iter().filter(over).collect()
}

fn hash(line: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    line.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::{VisibleLines, compare};

    fn lines(text: &str) -> VisibleLines {
        let mut lines = VisibleLines::default();
        lines.add_all(text);
        lines
    }

    #[test]
    fn order_and_parting_of_lines_are_no_difference() {
        let difference = compare(&lines("one two\nthree\nfour"), &lines("three\nfour one\n two"));
        assert!(difference.lost.is_empty() && difference.invented.is_empty());
    }

    #[test]
    fn what_is_lost_or_invented_is_named() {
        let difference = compare(&lines("one\nsecret"), &lines("one\nx"));
        assert_eq!(difference.lost.get(&'s'), Some(&1));
        assert_eq!(difference.invented.get(&'x'), Some(&1));
        assert_eq!(difference.line.as_deref(), Some("secret"));
        let twice = compare(&lines("one"), &lines("one\none"));
        assert_eq!(twice.invented.len(), 3);
    }
}
