//! What stands at a position of the text: notes, comments, text boxes; and where their own text is.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::fib::{Fib, FibRange, plc};
use super::tables;
use crate::read::bytes::{i32_at, u16_at, u32_at, utf16_at};
use crate::read::date;

/// Ranges of positions of the parts that follow the body.
#[derive(Debug, Clone, Default)]
pub(super) struct PartRanges {
    /// The body.
    pub body: Range<u32>,
    /// Footnotes.
    pub footnotes: Range<u32>,
    /// Headers and footers.
    pub headers: Range<u32>,
    /// Comments.
    pub comments: Range<u32>,
    /// Endnotes.
    pub endnotes: Range<u32>,
    /// Text boxes of the body.
    pub text_boxes: Range<u32>,
    /// Text boxes of headers.
    pub header_text_boxes: Range<u32>,
}

impl PartRanges {
    /// The parts of a text of `length` code units.
    pub(super) fn of(fib: &Fib<'_>, length: usize) -> Self {
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        let mut at = 0u32;
        let mut next = |count: u32| {
            let start = at.min(length);
            at = at.saturating_add(count);
            start..at.min(length)
        };
        let counts = fib.counts;
        Self {
            body: next(counts.text),
            footnotes: next(counts.footnotes),
            headers: next(counts.headers),
            comments: next(counts.comments),
            endnotes: next(counts.endnotes),
            text_boxes: next(counts.text_boxes),
            header_text_boxes: next(counts.header_text_boxes),
        }
    }
}

/// A note's reference.
#[derive(Debug, Clone)]
pub(super) struct NoteReference {
    /// An endnote.
    pub end: bool,
    /// Number in its table, from 0.
    pub number: usize,
    /// Numbered by Word; else the text at the reference is its mark.
    pub automatic: bool,
    /// Where its text stands.
    pub text: Range<u32>,
}

/// A comment.
#[derive(Debug, Clone)]
pub(super) struct CommentReference {
    /// Number in its table, from 0.
    pub number: usize,
    /// Who wrote it.
    pub author: Option<String>,
    /// The writer's initials.
    pub initials: Option<String>,
    /// When, ISO 8601.
    pub date: Option<String>,
    /// Where its text stands.
    pub text: Range<u32>,
}

/// All anchors by position in the body.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// Notes.
    pub notes: HashMap<u32, NoteReference>,
    /// Comments.
    pub comments: HashMap<u32, CommentReference>,
    /// Text boxes.
    pub text_boxes: HashMap<u32, Vec<Range<u32>>>,
    /// Text boxes without an anchor in the body.
    pub loose: Vec<Range<u32>>,
    /// Positions of marks that end a section.
    pub sections: HashSet<u32>,
    note_places: HashMap<(bool, i64), u32>,
    comment_places: HashMap<i64, u32>,
}

impl Anchors {
    /// Reads all tables of anchors.
    pub(super) fn read(fib: &Fib<'_>, parts: &PartRanges) -> Self {
        let mut anchors = Self::default();
        let (positions, _) = plc(fib.place(FibRange::Sections), 12);
        anchors.sections = positions.iter().filter_map(|end| end.checked_sub(1)).collect();
        anchors.notes(fib, [FibRange::FootnoteReferences, FibRange::FootnoteTexts], &parts.footnotes, false);
        anchors.notes(fib, [FibRange::EndnoteReferences, FibRange::EndnoteTexts], &parts.endnotes, true);
        anchors.comments(fib, &parts.comments);
        anchors.text_boxes(fib, &parts.text_boxes);
        anchors
    }

    /// A note by its table and number, with the position of its reference.
    pub(super) fn note(&self, end: bool, number: i64) -> Option<(u32, &NoteReference)> {
        let place = self.note_places.get(&(end, number))?;
        self.notes.get(place).map(|note| (*place, note))
    }

    /// A comment by its number.
    pub(super) fn comment(&self, number: i64) -> Option<&CommentReference> {
        self.comments.get(self.comment_places.get(&number)?)
    }

    fn notes(&mut self, fib: &Fib<'_>, [references, texts]: [FibRange; 2], part: &Range<u32>, end: bool) {
        let (positions, kinds) = plc(fib.place(references), 2);
        let texts = ranges(fib.place(texts), 0, part);
        for (number, (position, text)) in positions.iter().zip(texts).enumerate() {
            let automatic = u16_at(kinds, number * 2) != Some(0);
            self.note_places.insert((end, i64::try_from(number).unwrap_or(-1)), *position);
            self.notes.entry(*position).or_insert(NoteReference { end, number, automatic, text });
        }
    }

    fn comments(&mut self, fib: &Fib<'_>, part: &Range<u32>) {
        /// Length of an `ATRDPre10` and of an `ATRDPost10` (MS-DOC 2.9.8, 2.9.9).
        const ENTRY: usize = 30;
        const EXTRA: usize = 18;
        let (positions, entries) = plc(fib.place(FibRange::CommentReferences), ENTRY);
        let texts = ranges(fib.place(FibRange::CommentTexts), 0, part);
        let authors = tables::names(fib.place(FibRange::CommentAuthors));
        let dates = fib.place(FibRange::CommentDates);
        for (number, (position, text)) in positions.iter().zip(texts).enumerate() {
            let at = number * ENTRY;
            let length = usize::from(u16_at(entries, at).unwrap_or(0)).min(9);
            let initials = utf16_at(entries, at + 2, length).filter(|text| !text.is_empty());
            let author =
                u16_at(entries, at + 20).and_then(|author| authors.get(usize::from(author))).cloned();
            let date = u32_at(dates, number * EXTRA).and_then(date::unpacked);
            let author = author.filter(|author| !author.is_empty());
            self.comment_places.insert(i64::try_from(number).unwrap_or(-1), *position);
            self.comments.entry(*position).or_insert(CommentReference {
                number,
                author,
                initials,
                date,
                text,
            });
        }
    }

    /// Text boxes: their texts name shapes, shapes have positions.
    fn text_boxes(&mut self, fib: &Fib<'_>, part: &Range<u32>) {
        /// Length of an `FTXBXS` and of an `Spa` (MS-DOC 2.9.102, 2.9.253).
        const TEXT: usize = 22;
        const SHAPE: usize = 26;
        let (positions, shapes) = plc(fib.place(FibRange::Shapes), SHAPE);
        let places: HashMap<i32, u32> = positions
            .iter()
            .enumerate()
            .filter_map(|(at, position)| Some((i32_at(shapes, at * SHAPE)?, *position)))
            .collect();
        let table = fib.place(FibRange::TextBoxTexts);
        let (_, texts) = plc(table, TEXT);
        for (at, range) in ranges(table, TEXT, part).into_iter().enumerate() {
            let shape = i32_at(texts, at * TEXT + 14).filter(|shape| *shape != 0);
            match shape.and_then(|shape| places.get(&shape)) {
                Some(place) => self.text_boxes.entry(*place).or_default().push(range),
                None => self.loose.push(range),
            }
        }
    }
}

/// The ranges between a table's positions, which count from the start of a part. Overlapping and
/// empty ones stay empty.
pub(super) fn ranges(table: &[u8], size: usize, part: &Range<u32>) -> Vec<Range<u32>> {
    let (positions, _) = plc(table, size);
    let mut reached = part.start;
    let mut found = Vec::new();
    for (from, to) in positions.iter().zip(positions.iter().skip(1)) {
        let place = |position: u32| part.start.saturating_add(position).min(part.end);
        let start = place(*from).max(reached);
        let end = place(*to).max(start);
        reached = end;
        found.push(start..end);
    }
    found
}
