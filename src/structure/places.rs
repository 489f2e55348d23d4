//! Byte offsets as the places that the form gives: line, column, characters.

use super::form::Place;
use crate::lines::LineIndex;
use crate::text::Span;

pub(super) struct JsonPlaces<'a> {
    text: &'a str,
    lines: LineIndex,
}

impl<'a> JsonPlaces<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, lines: LineIndex::new(text) }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        let (line, column) = self.lines.position(self.text, span.start);
        let characters = |at| self.lines.characters_before(self.text, at);
        Place { line, column, from: characters(span.start), to: characters(span.end) }
    }
}
