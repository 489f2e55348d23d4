//! Text as every stage sees it: runs with their revision marks, paragraphs, tables.
//!
//! These types carry *words and marks*, never meaning (that is `model`) and never looks (that is
//! `galley`). They have no behaviour beyond reading and cutting; no I/O, no XML, no fonts.

use std::ops::Range;

mod joined;
mod marks;
mod note;
mod paper_link;
mod paragraph;
mod picture;
mod run;
mod table;
mod words;

pub(crate) use joined::JoinedRuns;
pub use marks::{Revision, RevisionIndex, RevisionKind, RevisionOrigin, View};
pub use note::{Comment, Note, NoteKind};
#[cfg(feature = "packs")]
pub(crate) use paper_link::to_paper;
pub(crate) use paper_link::{paper_address, paper_of};
pub use paragraph::{Align, LabelGap, Paragraph, ParagraphMark, StyleHint};
pub use picture::Picture;
pub(crate) use picture::PictureView;
pub use run::{Format, Object, Run};
pub use table::{
    Border, BorderKind, CellLook, CellPiece, InnerTable, Table, TableCell, TableRow, TextDirection,
    VerticalAlign, VerticalMerge,
};
pub use words::{ends_closed, on_one_line};
pub(crate) use words::{inside_identifier, is_elision, is_on_one_line};

/// A half-open byte range in the decoded input ([`crate::Reading::text`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end` (bytes).
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end) }
    }

    /// As a range that slices the decoded input.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether no byte lies in it.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}
