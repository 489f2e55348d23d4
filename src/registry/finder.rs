//! Finds many names in a text in one pass.
//!
//! In: names, each with what it stands for. Out: the longest name at each place where one stands.
//! The first letter decides nearly always, so a letter costs one bit test; searching for one name
//! after another cost sixteen times as much on a contribution of fifteen pages.

use std::ops::Range;

use crate::letters::is_spaced_letter;

/// A name and what it stands for.
type FoldedName<T> = (Box<str>, T);

/// Names by their first letter.
#[derive(Debug, Clone)]
pub struct Finder<T> {
    /// A bit for each first letter, by its last six bits.
    bits: [u64; 4],
    /// First letters in order, each with its names.
    names: Vec<(char, NamesOfLetter<T>)>,
}

/// The names that begin with one letter.
#[derive(Debug, Clone)]
struct NamesOfLetter<T> {
    /// A bit for each byte that stands behind the letter, by its last six bits; all of them where a name is the letter
    /// alone.
    second: u64,
    /// The longest first.
    list: Vec<FoldedName<T>>,
}

impl<T> NamesOfLetter<T> {
    /// Whether one of the names may stand at the head of a text that begins with the letter.
    fn may_begin(&self, text: &str, letter: char) -> bool {
        self.second == u64::MAX
            || text.as_bytes().get(letter.len_utf8()).is_some_and(|byte| self.second & bit_of(*byte) != 0)
    }
}

/// The bit of a byte, by its last six bits.
fn bit_of(byte: u8) -> u64 {
    1 << (byte & 63)
}

impl<T: Copy + PartialEq> Finder<T> {
    /// A finder of these names; of equal names the first counts.
    pub fn new(names: impl IntoIterator<Item = (Box<str>, T)>) -> Self {
        let mut finder = Self { bits: [0; 4], names: Vec::new() };
        for (name, means) in names {
            let Some(first) = name.chars().next() else { continue };
            let (word, bit) = place(first);
            if let Some(bits) = finder.bits.get_mut(word) {
                *bits |= bit;
            }
            let at = finder.names.binary_search_by_key(&first, |(letter, _)| *letter);
            let at = at.unwrap_or_else(|at| {
                finder.names.insert(at, (first, NamesOfLetter { second: 0, list: Vec::new() }));
                at
            });
            if let Some((_, names)) = finder.names.get_mut(at)
                && !names.list.iter().any(|(known, _)| *known == name)
            {
                names.second |= name.as_bytes().get(first.len_utf8()).map_or(u64::MAX, |byte| bit_of(*byte));
                names.list.push((name, means));
            }
        }
        for (_, names) in &mut finder.names {
            names.list.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        }
        finder
    }

    /// The longest name that stands at `at`.
    pub fn at(&self, text: &str, at: usize) -> Option<(Range<usize>, T)> {
        let rest = text.get(at..)?;
        self.starting(rest, rest.chars().next()?).map(|(length, means)| (at..at + length, means))
    }

    /// Every name that stands at `at`, the longest first.
    pub fn each_at<'a>(&'a self, text: &'a str, at: usize) -> impl Iterator<Item = (Range<usize>, T)> + 'a {
        let rest = text.get(at..).unwrap_or_default();
        let first = rest.chars().next().filter(|first| {
            let (word, bit) = place(*first);
            self.bits.get(word).is_some_and(|bits| bits & bit != 0)
        });
        let list = first.and_then(|first| {
            let found = self.names.binary_search_by_key(&first, |(letter, _)| *letter).ok()?;
            self.names.get(found)
        });
        let names = list.into_iter().flat_map(|(_, names)| &names.list);
        names
            .filter(move |(name, _)| rest.starts_with(&**name))
            .map(move |(name, means)| (at..at + name.len(), *means))
    }

    fn starting(&self, rest: &str, first: char) -> Option<(usize, T)> {
        let (word, bit) = place(first);
        if self.bits.get(word)? & bit == 0 {
            return None;
        }
        let at = self.names.binary_search_by_key(&first, |(letter, _)| *letter).ok()?;
        let (_, names) = self.names.get(at).filter(|(_, names)| names.may_begin(rest, first))?;
        // The last byte differs nearly always, and looking at it is no call.
        let stands = |name: &str| {
            let last = name.len().checked_sub(1).and_then(|at| rest.as_bytes().get(at));
            last == name.as_bytes().last() && rest.starts_with(name)
        };
        names.list.iter().find(|(name, _)| stands(name)).map(|(name, means)| (name.len(), *means))
    }

    /// Every place at which a name stands, with the longest name there.
    pub fn all<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Range<usize>, T)> + 'a {
        self.standing(text, false)
    }

    /// The same where a word begins: at no letter behind another, but for letters that are written without spaces.
    pub(crate) fn at_words<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Range<usize>, T)> + 'a {
        self.standing(text, true)
    }

    /// Every place, or those at which a word begins.
    pub(crate) fn standing<'a>(
        &'a self,
        text: &'a str,
        words: bool,
    ) -> impl Iterator<Item = (Range<usize>, T)> + 'a {
        let mut inside = false;
        text.char_indices().filter_map(move |(at, letter)| {
            // Most letters stand inside words of ASCII.
            let spaced = if letter.is_ascii() {
                letter.is_ascii_alphabetic()
            } else {
                words && is_spaced_letter(letter)
            };
            if std::mem::replace(&mut inside, words && spaced) {
                return None;
            }
            let (length, means) = self.starting(text.get(at..)?, letter)?;
            Some((at..at + length, means))
        })
    }
}

/// Word and bit of a letter.
fn place(letter: char) -> (usize, u64) {
    let number = letter as u32;
    ((number >> 6) as usize & 3, 1 << (number & 63))
}

#[cfg(test)]
mod tests {
    use super::Finder;

    #[test]
    fn the_longest_name_at_each_place() {
        let names = [("PP", 1), ("WTSA", 2), ("大会", 3), ("全权代表大会", 4), ("PP", 5)];
        let finder = Finder::new(names.map(|(name, n)| (name.into(), n)));
        let found: Vec<_> = finder.all("全权代表大会、WTSA、PP").collect();
        assert_eq!(found, [(0..18, 4), (12..18, 3), (21..25, 2), (28..30, 1)]);
        let each: Vec<_> =
            Finder::new([("en", 1), ("encourages", 2), ("encourage", 3)].map(|(n, m)| (n.into(), m)))
                .each_at("encouragesupport", 0)
                .collect();
        assert_eq!(each, [(0..10, 2), (0..9, 3), (0..2, 1)]);
        assert_eq!(finder.at("xPP", 1), Some((1..3, 1)));
        assert_eq!(finder.at("xPP", 9), None);
    }
}
