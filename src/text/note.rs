//! Notes and comments, which stand beside the text.

use super::Paragraph;

/// A foot- or endnote.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Foot of the page or end of the document.
    pub kind: NoteKind,
    /// Its paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// A mark of the author's own (`*`), where automatic numbering is not used.
    pub own_mark: Option<String>,
}

/// Where a note stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// At the foot of its page.
    Footnote,
    /// At the end of the document.
    Endnote,
}

/// A comment in the margin.
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    /// Who wrote it.
    pub author: Option<String>,
    /// When (ISO 8601).
    pub date: Option<String>,
    /// Initials, as Word shows them.
    pub initials: Option<String>,
    /// What it says.
    pub paragraphs: Vec<Paragraph>,
}
