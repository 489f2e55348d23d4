//! What a paragraph has beyond its base, word by word, even inside a sentence.
//!
//! Words are compared whole (a Han letter is a word, so is a number): `80018013` against `8001` is
//! not an insertion of `8013` into a number but one number in place of the other.

use std::ops::Range;

use similar::{Algorithm, DiffTag};

use crate::letters::is_han;

/// A longer paragraph is compared only between its first and last difference.
const LONGEST: usize = 4_000;

/// A change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub deleted: Range<usize>,
    pub inserted: Range<usize>,
    /// The base has no words of its own at this place.
    pub clean: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Beyond {
    pub changes: Vec<Change>,
    /// The paragraph holds every word of its base.
    pub exact: bool,
    /// It holds all but one in twenty.
    pub near: bool,
}

/// A word and where it stands.
type Word<'a> = (&'a str, Range<usize>);

/// Compares a paragraph with its base; what stands in `known` is inserted already.
pub(super) fn beyond(base: &str, text: &str, known: &[Range<usize>]) -> Beyond {
    let old = words(base);
    let inside =
        |word: &Word<'_>| known.iter().any(|range| range.start <= word.1.start && word.1.end <= range.end);
    let new: Vec<Word<'_>> = cut_at(words(text), known).into_iter().filter(|word| !inside(word)).collect();
    let (a, b): (Vec<&str>, Vec<&str>) =
        (old.iter().map(|w| w.0).collect(), new.iter().map(|w| w.0).collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(head..).unwrap_or_default(), b.get(head..).unwrap_or_default());
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(..a.len() - tail).unwrap_or_default(), b.get(..b.len() - tail).unwrap_or_default());
    let mut found = Beyond::default();
    let mut missing = 0;
    if a.len() + b.len() > LONGEST {
        missing = a.len();
        found.changes.extend(change(text, &new, head..head + b.len(), a));
    } else {
        for op in similar::capture_diff_slices(Algorithm::Myers, a, b) {
            let (tag, ours, theirs) = op.as_tag_tuple();
            let own = a.get(ours).unwrap_or_default();
            let theirs = theirs.start + head..theirs.end + head;
            if tag != DiffTag::Equal {
                let made = change(text, &new, theirs, own);
                let taken = made.as_ref().is_some_and(|change| change.clean);
                missing += if taken { 0 } else { own.len() };
                found.changes.extend(made);
            }
        }
    }
    found.exact = missing == 0;
    found.near = missing * 20 <= old.len();
    found
}

/// The change at a stretch of new words in place of old ones of the base.
fn change(text: &str, new: &[Word<'_>], range: Range<usize>, own: &[&str]) -> Option<Change> {
    let words = new.get(range)?;
    let (first, last) = (words.first()?, words.last()?);
    let all = first.1.start..last.1.end;
    if own.is_empty() {
        return Some(Change { deleted: all.start..all.start, inserted: all, clean: true });
    }
    let old = own.concat();
    let said = text.get(all.clone())?;
    if let Some(rest) = said.strip_prefix(&old) {
        let cut = all.start + old.len();
        let glued = replaces(&old, rest);
        let deleted = if glued { all.start..cut } else { cut..cut };
        return Some(Change { deleted, inserted: cut..all.end, clean: true });
    }
    if said.ends_with(&old) {
        let cut = all.end - old.len();
        return Some(Change { deleted: cut..cut, inserted: all.start..cut, clean: true });
    }
    Some(Change { deleted: all.start..all.start, inserted: all, clean: false })
}

/// Whether a word glued to another has taken its place: `80018013`, `annualbiennial`. A few letters
/// are an ending (`States`), fewer digits than before a longer number.
fn replaces(old: &str, rest: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let letters = |text: &str| text.chars().all(|c| c.is_alphabetic() && !is_han(c));
    (digits(old) && digits(rest) && rest.len() >= old.len())
        || (letters(old) && letters(rest) && rest.chars().count() >= 4 && old.chars().count() >= 3)
}

/// The words of a text: letters that belong together, digits, each Han letter and each sign alone.
fn words(text: &str) -> Vec<Word<'_>> {
    #[derive(PartialEq, Clone, Copy)]
    enum Kind {
        Letters,
        Digits,
        Space,
        Alone,
    }
    let kind = |c: char| match c {
        _ if c.is_whitespace() => Kind::Space,
        _ if is_han(c) => Kind::Alone,
        _ if c.is_numeric() => Kind::Digits,
        _ if c.is_alphabetic() || ('\u{300}'..='\u{36F}').contains(&c) => Kind::Letters,
        _ => Kind::Alone,
    };
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut last = Kind::Alone;
    for (at, letter) in text.char_indices() {
        let this = kind(letter);
        let end = at + letter.len_utf8();
        match words.last_mut().filter(|_| this == last && this != Kind::Alone) {
            Some(word) => word.1.end = end,
            None => words.push(("", at..end)),
        }
        last = this;
    }
    for word in &mut words {
        word.0 = text.get(word.1.clone()).unwrap_or_default();
        // All white space reads alike.
        if word.0.trim().is_empty() {
            word.0 = " ";
        }
    }
    words
}

/// Cuts words where a known insertion begins or ends: the `14` of `WTDC-1014`.
fn cut_at<'a>(words: Vec<Word<'a>>, known: &[Range<usize>]) -> Vec<Word<'a>> {
    if known.is_empty() {
        return words;
    }
    let mut cut = Vec::with_capacity(words.len());
    for (mut word, mut range) in words {
        let first = known.partition_point(|known| known.end <= range.start);
        let end = range.end;
        let near = known.iter().skip(first).take_while(|known| known.start < end);
        for edge in near.flat_map(|known| [known.start, known.end]) {
            if range.start < edge
                && edge < range.end
                && let Some((head, tail)) = word.split_at_checked(edge - range.start)
            {
                cut.push((head, range.start..edge));
                (word, range) = (tail, edge..range.end);
            }
        }
        cut.push((word, range));
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::beyond;

    fn shown(base: &str, text: &str) -> Vec<(&'static str, String)> {
        let found = beyond(base, text, &[]);
        let piece = |range: &std::ops::Range<usize>| text.get(range.clone()).unwrap().to_owned();
        let pieces = found.changes.iter().flat_map(|c| [("-", piece(&c.deleted)), ("+", piece(&c.inserted))]);
        pieces.filter(|(_, words)| !words.is_empty()).collect()
    }

    #[test]
    fn words_are_compared_whole() {
        for (base, text, expected) in [
            ("see [G.8001] and", "see [G.80018013] and", vec![("-", "8001"), ("+", "8013")]),
            ("an annual report", "an annualbiennial report", vec![("-", "annual"), ("+", "biennial")]),
            ("the Member State", "the Member States", vec![("+", "s")]),
            ("向理事会报告", "每年向理事会报告", vec![("+", "每年")]),
            ("page 12", "page 123", vec![("+", "3")]),
            ("the same", "the same", vec![]),
        ] {
            let expected: Vec<(&str, String)> =
                expected.into_iter().map(|(k, w)| (k, w.to_owned())).collect();
            assert_eq!(shown(base, text), expected, "{base}");
        }
    }
}
