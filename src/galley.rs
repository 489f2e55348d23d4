//! The composed document, not yet cut into pages: what both writers print.
//!
//! `compose` decides here, once, everything of official form that is not measure: which paragraphs
//! stand in the document, in which order, in which style, with which labels and supplied words. The
//! DOCX writer streams it; `layout` cuts it into pages for the PDF. So the two cannot disagree.

use crate::formula::Formula;
use crate::language::Language;
use crate::text::{Comment, LabelGap, Note, Paragraph, Picture, Revision, Table};

/// A composed document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Galley {
    /// Language of the document.
    pub language: Option<Language>,
    /// Title for the metadata.
    pub title: String,
    /// Who submitted it, for the metadata; empty where unknown.
    pub source: String,
    /// Its official number, for the metadata; empty where unknown.
    pub identifier: String,
    /// Who publishes it, for the metadata; empty where the template does not say.
    pub publisher: String,
    /// The table at the head of the first page.
    pub masthead: Vec<MastheadRow>,
    /// The body.
    pub blocks: Vec<GalleyBlock>,
    /// Lines of the header of every page but the first; `{page}` and `{pages}` stand for numbers.
    pub running_header: Vec<String>,
    /// Lines of the footer of the first page.
    pub first_footer: Vec<String>,
    /// Notes, by index.
    pub notes: Vec<Note>,
    /// Comments, by index.
    pub comments: Vec<Comment>,
    /// Pictures, by index.
    pub pictures: Vec<Picture>,
    /// Formulas, by index.
    pub formulas: Vec<Formula>,
    /// Revision marks, by index; empty in the revised and base views.
    pub revisions: Vec<Revision>,
}

/// A row of the masthead table: two columns of paragraphs.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct MastheadRow {
    /// Conference, place and dates; or the meeting.
    pub left: Vec<GalleyParagraph>,
    /// Document number, date, original language.
    pub right: Vec<GalleyParagraph>,
    /// A rule under the row.
    pub ruled: bool,
}

/// A piece of the composed body.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum GalleyBlock {
    /// A paragraph.
    Paragraph(GalleyParagraph),
    /// A table in the table styles of the template.
    Table(Table),
}

/// White between two tables with no text between, twips: that above a paragraph of body text in the Union's forms. The
/// empty paragraph that parts them in Word is so high.
pub(crate) const BETWEEN_TABLES: u16 = 120;

impl GalleyBlock {
    /// Whether it stands on a page turned on its side.
    pub(crate) fn is_turned(&self) -> bool {
        match self {
            GalleyBlock::Paragraph(paragraph) => paragraph.paragraph.hint.landscape,
            GalleyBlock::Table(table) => table.landscape,
        }
    }
}

/// A paragraph in a style of the template.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct GalleyParagraph {
    /// Style id, one of the template's (`Call`, `enumlev1`).
    pub style: &'static str,
    /// What it is, for the PDF's structure tree and outline.
    pub role: LineRole,
    /// The words. A label and its text are separated by `label_gap`. Runs without a span were supplied.
    pub paragraph: Paragraph,
    /// What parts the label, where there is one, from the text.
    pub label_gap: LabelGap,
    /// A page starts with it.
    pub page_break_before: bool,
    /// Stays on the page of what follows, whatever its style says.
    pub keep_next: bool,
}

impl GalleyParagraph {
    /// Where the label ends, bytes of the whole text; `None` where nothing tells it from the text.
    pub(crate) fn label_end(&self) -> Option<usize> {
        (self.label_gap == LabelGap::Tab).then(|| self.paragraph.all_text().find('\t')).flatten()
    }
}

/// What a paragraph is, independent of its look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum LineRole {
    /// Running text.
    #[default]
    Text,
    /// Heading of the given level, 1 to 6: in the outline.
    Heading(u8),
    /// Item of the given level, from 1; its label stands before the first tab, where a tab parts it from the text.
    Item(u8),
    /// A line of the masthead.
    Masthead,
    /// The line of a proposal: in the outline.
    Proposal,
    /// What the table or picture beside it is called.
    Caption,
    /// Entry of a contents list, of the given level.
    Contents(u8),
}
