//! Byte offsets as line, column and character offsets, in constant time.

use super::form::Place;
use crate::source::LineIndex;
use crate::text::Span;

/// Bytes between two counted places: a look-up counts at most so many.
const STRIDE: usize = 256;

pub(super) struct Places<'a> {
    text: &'a str,
    lines: LineIndex,
    /// Characters before each multiple of [`STRIDE`].
    counted: Vec<u32>,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut counted = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut characters = 0u32;
        for (at, byte) in text.bytes().enumerate() {
            if at % STRIDE == 0 {
                counted.push(characters);
            }
            // A byte that continues a character is no character.
            characters += u32::from(byte & 0xC0 != 0x80);
        }
        counted.push(characters);
        Self { text, lines: LineIndex::new(text), counted }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        let line = self.lines.line(span.start);
        let from = self.characters(span.start);
        let line_start = self.lines.start(line).unwrap_or(0);
        Place { line, column: from - self.characters(line_start) + 1, from, to: self.characters(span.end) }
    }

    /// Characters before byte `offset`.
    fn characters(&self, offset: u32) -> u32 {
        let offset = (offset as usize).min(self.text.len());
        let block = offset / STRIDE;
        let before = self.counted.get(block).copied().unwrap_or_default();
        let rest = self.text.as_bytes().get(block * STRIDE..offset).unwrap_or_default();
        before + u32::try_from(rest.iter().filter(|byte| **byte & 0xC0 != 0x80).count()).unwrap_or(u32::MAX)
    }
}
