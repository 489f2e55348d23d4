//! How often each character stands in a text.
//!
//! In: characters, one after the other. Out: a number for each. Never: a hash: a long page has a million characters, and to
//! hash each took more than all else that the second count did.

/// Characters of a row of the table.
const ROW: usize = 256;

/// A number for each character, nought where none was given.
#[derive(Debug, Default)]
pub(super) struct CharacterCounts(Vec<Option<Box<[i64; ROW]>>>);

impl CharacterCounts {
    /// Adds to the number of a character.
    pub(super) fn add(&mut self, character: char, number: i64) {
        let (row, column) = place(character);
        if self.0.len() <= row {
            self.0.resize_with(row + 1, || None);
        }
        let row = self.0.get_mut(row).map(|row| row.get_or_insert_with(|| Box::new([0; ROW])));
        if let Some(slot) = row.and_then(|row| row.get_mut(column)) {
            *slot += number;
        }
    }

    /// The number of a character.
    pub(super) fn of(&self, character: char) -> i64 {
        let (row, column) = place(character);
        let row = self.0.get(row).and_then(Option::as_ref);
        row.and_then(|row| row.get(column)).copied().unwrap_or(0)
    }

    /// The characters whose numbers are not nought, with these.
    pub(super) fn iter(&self) -> impl Iterator<Item = (char, i64)> + '_ {
        let rows = self.0.iter().zip(0u32..).filter_map(|(row, at)| Some((row.as_ref()?, at)));
        let all = rows.flat_map(|(row, at)| row.iter().zip(at * ROW as u32..));
        all.filter(|(number, _)| **number != 0)
            .filter_map(|(number, code)| Some((char::from_u32(code)?, *number)))
    }
}

/// Row and column of a character.
fn place(character: char) -> (usize, usize) {
    let code = u32::from(character) as usize;
    (code / ROW, code % ROW)
}

#[cfg(test)]
mod tests {
    use super::CharacterCounts;

    #[test]
    fn characters_of_every_plane_are_counted() {
        let mut counts = CharacterCounts::default();
        for (character, number) in [('a', 2), ('议', 1), ('\u{10FFFF}', -1), ('a', -2), ('\0', 3)] {
            counts.add(character, number);
        }
        assert_eq!(counts.iter().collect::<Vec<_>>(), [('\0', 3), ('议', 1), ('\u{10FFFF}', -1)]);
        assert_eq!(['a', '议', '题', '\u{10FFFF}'].map(|c| counts.of(c)), [0, 1, 0, -1]);
    }
}
