//! Texts compared letter by letter, without what varies between quotation and original.
//!
//! White space, quotation marks, dots of omission and the punctuation at the end are left out; each
//! letter remembers its byte.

use std::ops::Range;

use similar::{Algorithm, DiffTag};

use crate::letters::is_han;

/// Longer texts are not compared letter by letter: the time grows with length times difference.
const LONGEST: usize = 2400;

/// A text without what varies.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plain {
    letters: Vec<char>,
    /// Byte of each letter, and one past the last.
    at: Vec<usize>,
}

impl Plain {
    pub(crate) fn of(text: &str) -> Self {
        // Three bytes a letter in Chinese; one in a script that needs no room kept for it.
        let room = text.len() / 2 + 1;
        let mut plain = Plain { letters: Vec::with_capacity(room), at: Vec::with_capacity(room) };
        for (at, letter) in text.char_indices() {
            let left_out = !is_han(letter)
                && (letter.is_whitespace()
                    || matches!(letter, '“' | '”' | '"' | '‘' | '’' | '«' | '»' | '「' | '」' | '…'));
            if !left_out {
                plain.letters.push(unified(letter));
                plain.at.push(at);
            }
        }
        while plain.letters.last().is_some_and(|c| ",;.:，；。：،؛".contains(*c)) {
            plain.letters.pop();
            plain.at.pop();
        }
        let dots = plain.letters.iter().take_while(|c| **c == '.').count();
        plain.letters.drain(..dots);
        plain.at.drain(..dots);
        let end = plain.at.last().and_then(|at| text.get(*at..)).and_then(|rest| rest.chars().next());
        let end = plain.at.last().map_or(0, |at| at + end.map_or(0, char::len_utf8));
        plain.at.push(end);
        plain
    }

    pub(crate) fn letters(&self) -> &[char] {
        &self.letters
    }

    pub(crate) fn len(&self) -> usize {
        self.letters.len()
    }

    /// The bytes of a range of letters.
    pub(crate) fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let at = |i: usize| self.at.get(i).or_else(|| self.at.last()).copied().unwrap_or_default();
        // Up to the next letter, so that a space between belongs to what stands before it.
        at(range.start)..at(range.end)
    }

    /// Where another text stands in this one, bytes.
    pub(crate) fn find(&self, other: &Plain) -> Option<Range<usize>> {
        let start = find(&self.letters, &other.letters)?;
        Some(self.bytes(start..start + other.len()))
    }
}

/// Letters that quotation and original write differently.
fn unified(letter: char) -> char {
    match letter {
        '–' | '—' | '‑' | '−' => '-',
        ',' => '，',
        ';' => '；',
        '(' => '（',
        ')' => '）',
        other => other,
    }
}

/// The first place at which `needle` stands. The first letters are compared before all of them; an
/// unlucky text costs length times length of the needle, and both are bounded.
fn find(letters: &[char], needle: &[char]) -> Option<usize> {
    if needle.is_empty() || needle.len() > LONGEST {
        return None;
    }
    letters.windows(needle.len()).position(|window| window == needle)
}

/// What `text` has beyond `part`, as ranges of letters, where `part` is otherwise contained in it
/// but for `allowed` letters of its own.
pub(crate) fn beyond(text: &Plain, part: &Plain, allowed: usize) -> Option<Vec<Range<usize>>> {
    if text.len() > LONGEST || part.len() > LONGEST || part.len() > text.len() + allowed {
        return None;
    }
    // Most pairs are refused, and these two tell so for a hundredth of what the comparison costs.
    let held = if allowed == 0 {
        is_subsequence(&part.letters, &text.letters)
    } else {
        common_letters(&part.letters, &text.letters) + allowed >= part.len()
    };
    if !held {
        return None;
    }
    let mut extra = Vec::new();
    let mut own = 0;
    for op in similar::capture_diff_slices(Algorithm::Myers, &text.letters, &part.letters) {
        let (tag, ours, theirs) = op.as_tag_tuple();
        match tag {
            DiffTag::Equal => {}
            DiffTag::Delete => extra.push(ours),
            DiffTag::Insert => own += theirs.len(),
            DiffTag::Replace => {
                own += theirs.len();
                extra.push(ours);
            }
        }
    }
    (own <= allowed).then_some(extra)
}

/// Whether all letters of a text stand in another one, in order.
pub(crate) fn is_subsequence(part: &[char], whole: &[char]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|letter| rest.any(|other| other == letter))
}

/// Whether at least so much (0 to 1) of two texts is common.
pub(crate) fn alike(one: &Plain, other: &Plain, least: f32) -> bool {
    likeness(&one.letters, &other.letters, least) >= least
}

/// How much of two stretches is common, 0 to 1; 0 where it cannot be `least`, by their lengths or by
/// the letters they have, which costs a small part of the comparison itself.
pub(crate) fn likeness(one: &[char], other: &[char], least: f32) -> f32 {
    let (both, shorter) = (one.len() + other.len(), one.len().min(other.len()));
    let bound = |common: usize| 2.0 * common as f32 / both as f32;
    if both == 0 || both > LONGEST || bound(shorter) < least || bound(common_letters(one, other)) < least {
        return 0.0;
    }
    let ops = similar::capture_diff_slices(Algorithm::Myers, one, other);
    similar::get_diff_ratio(&ops, one.len(), other.len())
}

/// How many letters two stretches have in common at most, in whatever order.
fn common_letters(one: &[char], other: &[char]) -> usize {
    let mut counts = [0u16; 256];
    let slot = |letter: &char| (*letter as usize) & 255;
    for letter in one {
        if let Some(count) = counts.get_mut(slot(letter)) {
            *count += 1;
        }
    }
    let mut common = 0;
    for letter in other {
        if let Some(count) = counts.get_mut(slot(letter)).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    common
}

/// Length of the longest stretch that stands in both.
pub(crate) fn longest_common(one: &[char], other: &[char]) -> usize {
    if one.len() > LONGEST || other.len() > LONGEST {
        return 0;
    }
    let mut best = 0;
    let mut row = vec![0usize; other.len() + 1];
    for a in one {
        let mut diagonal = 0;
        for (cell, b) in row.iter_mut().skip(1).zip(other) {
            let above = *cell;
            *cell = if a == b { diagonal + 1 } else { 0 };
            best = best.max(*cell);
            diagonal = above;
        }
    }
    best
}
