//! Lines, columns and characters of a text by byte offset, in constant time.
//!
//! In: a text, once; then offsets. Out: line and column from 1, characters from 0, and back. Never:
//! the text itself, which its owner keeps and hands in again.

/// Finds the line and column of byte offsets in a text.
#[derive(Debug, Clone)]
pub(crate) struct LineIndex {
    starts: Vec<u32>,
    /// Characters that begin before every [`STEP`]th byte: a line may be 50 MB with a finding every
    /// few words, and its columns must not be counted from its start each time.
    characters: Vec<u32>,
}

/// Bytes from one count of characters to the next: a look-up counts at most so many.
const STEP: usize = 256;

/// How many characters begin in these bytes of UTF-8.
fn begin_in(bytes: &[u8]) -> u32 {
    let count = bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl LineIndex {
    /// Indexes the lines of `text`. A line ends after `\n`, or after `\r` with no `\n` behind it.
    pub(crate) fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let start = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| start(at)));
        let (ends, returns) = (starts.len(), text.match_indices('\r').map(|(at, _)| at));
        starts.extend(returns.filter(|at| bytes.get(at + 1) != Some(&b'\n')).map(start));
        if starts.len() > ends {
            starts.sort_unstable();
        }
        let mut before = 0;
        let mut characters = Vec::with_capacity(bytes.len() / STEP + 1);
        for step in bytes.chunks(STEP) {
            characters.push(before);
            before += begin_in(step);
        }
        Self { starts, characters }
    }

    /// Characters of `text` that begin before a byte offset.
    pub(crate) fn characters_before(&self, text: &str, offset: u32) -> u32 {
        let offset = (offset as usize).min(text.len());
        let step = (offset / STEP).min(self.characters.len().saturating_sub(1));
        let counted = self.characters.get(step).copied().unwrap_or(0);
        counted + begin_in(text.as_bytes().get(step * STEP..offset).unwrap_or_default())
    }

    /// Line of a byte offset, from 1.
    pub(crate) fn line(&self, offset: u32) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }

    /// Line and column (characters, both from 1) of a byte offset in `text`.
    pub(crate) fn position(&self, text: &str, offset: u32) -> (u32, u32) {
        let line = self.line(offset);
        let start = self.starts.get(line.saturating_sub(1) as usize).copied().unwrap_or(0);
        let column = self.characters_before(text, offset).saturating_sub(self.characters_before(text, start));
        (line, column.saturating_add(1))
    }

    /// Byte offset at which a line starts (lines from 1).
    pub(crate) fn start(&self, line: u32) -> Option<u32> {
        self.starts.get(line.checked_sub(1)? as usize).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_texts_have_them() {
        let text = "一a\r\nb\rc\n";
        let lines = LineIndex::new(text);
        assert_eq!(lines.position(text, 0), (1, 1));
        assert_eq!(lines.position(text, 3), (1, 2));
        assert_eq!(lines.position(text, 6), (2, 1));
        assert_eq!(lines.position(text, 8), (3, 1));
        assert_eq!((lines.start(2), lines.start(9)), (Some(6), None));
    }

    #[test]
    fn characters_are_counted_to_any_byte() {
        let text = "a一é𠮟".repeat(400);
        let lines = LineIndex::new(&text);
        for (characters, (byte, _)) in (0u32..).zip(text.char_indices()) {
            let byte = u32::try_from(byte).unwrap();
            assert_eq!(lines.characters_before(&text, byte), characters);
        }
    }
}
