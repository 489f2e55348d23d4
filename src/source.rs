//! What a reader yields: the same form for plain text and for Word.
//!
//! In: nothing but what the file holds. Out: paragraphs, tables and notes in reading order, each
//! piece with its place in [`Source::text`]. Never: a guess about what a paragraph *is*; that
//! begins in `parse`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostics::Finding;
use crate::formula::Formula;
use crate::text::{Comment, Note, Paragraph, Picture, Revision, Span, Table};

/// A file as read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Source {
    /// File name, for messages and for evidence (`S14-PP-C-0070!!MSW-C.docx`).
    pub name: String,
    /// What the content turned out to be.
    pub format: SourceFormat,
    /// The decoded input, every character of it. Lines of a text file as they stand; for Word, one
    /// paragraph a line, deleted text included, cells and notes as lines of their own.
    pub text: String,
    /// The body in reading order.
    pub blocks: Vec<SourceBlock>,
    /// Foot- and endnotes, by index.
    pub notes: Vec<Note>,
    /// Comments, by index.
    pub comments: Vec<Comment>,
    /// Pictures, by index.
    pub pictures: Vec<Picture>,
    /// Formulas, by index.
    pub formulas: Vec<Formula>,
    /// Revision marks, by index.
    pub revisions: Vec<Revision>,
    /// Page headers and footers: evidence for the masthead, not body text.
    pub furniture: Vec<Paragraph>,
    /// Text that is not passed on, and why.
    pub set_aside: Vec<SetAside>,
    /// Characters shown as another one, and why.
    pub replaced: Vec<Replaced>,
    /// Things that the reader met and told of: shown in another form, or as a placeholder.
    pub met: Things,
    /// What the file says of itself (title, language): evidence, not truth.
    pub properties: Properties,
    /// What the reader has to report.
    pub findings: Vec<Finding>,
    /// Why the reader is not sure that it read what Word would show; empty where it is sure.
    pub doubts: Vec<SourceDoubt>,
    /// The program that read the file, where it was not this one.
    pub read_by: Option<String>,
}

/// Why a reader is not sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum SourceDoubt {
    /// Automatic numbers in the way of Word 6, which are not shown.
    OldNumbers,
    /// Text whose format the file does not give where it should.
    FormatMissing,
    /// Changes that were appended and never merged.
    FastSaved,
}

/// What the bytes turned out to be, whatever the file is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceFormat {
    /// Plain text in the named encoding.
    Text {
        /// WHATWG name, for example `UTF-8`, `gb18030`.
        encoding: Cow<'static, str>,
    },
    /// Office Open XML, transitional or strict.
    Docx,
    /// The same as one XML file (Flat OPC).
    FlatDocx,
    /// Word 2003 XML.
    WordXml,
    /// OpenDocument text.
    Odt,
    /// The same as one XML file.
    FlatOdt,
    /// Word 97 to 2003 binary.
    Doc,
    /// Rich Text Format.
    Rtf,
    /// HTML, bare or in a MIME wrapper.
    Html,
    /// Akoma Ntoso.
    AkomaNtoso,
}

impl Default for SourceFormat {
    fn default() -> Self {
        Self::Text { encoding: Cow::Borrowed("UTF-8") }
    }
}

/// A piece of the body.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SourceBlock {
    /// A paragraph; in plain text, a line.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// Text set aside: kept in the report, not in the document.
#[derive(Debug, Clone, PartialEq)]
pub struct SetAside {
    /// Where it stands in the input.
    pub span: Span,
    /// Why.
    pub why: SetAsideWhy,
}

/// Why a piece of text is not passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SetAsideWhy {
    /// The rule that ends a document.
    EndRule,
    /// A page header or page number left in the text.
    PageHeader,
    /// The conference's address from the first page's foot.
    PageFooter,
    /// A file path or job number from a page's foot.
    JobNumber,
    /// Control character that no document may carry.
    Control,
    /// Hidden text, or what hidden text refers to.
    Hidden,
    /// Words in a cell that a merge covers.
    MergedCell,
    /// Text that the file keeps and its program does not show.
    NotShown,
    /// Mark of a picture or object that did not come with the text (U+FFFC).
    ObjectMark,
    /// What the masthead says, shown there.
    Masthead,
    /// Word's placeholder or field error, or the number of a page that is made anew.
    FieldResidue,
    /// A hyphen that parted a word at the end of a line.
    LineHyphen,
    /// What the text says of the document where a sidecar file or `--set` says otherwise.
    Overruled,
    /// A comment, which a published document leaves out.
    Comment,
}

/// Things of a file that are no words, as its bytes have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Things {
    /// Pictures in the body, notes and comments.
    pub pictures: usize,
    /// Embedded objects, charts, diagrams and controls.
    pub objects: usize,
    /// Equations.
    pub equations: usize,
    /// Tables that stand in no other table.
    pub tables: usize,
    /// Tables in tables.
    pub inner_tables: usize,
    /// Text boxes.
    pub text_boxes: usize,
    /// Sections.
    pub sections: usize,
    /// Notes and comments that are referred to.
    pub notes: usize,
    /// Documents inside the document.
    pub chunks: usize,
    /// Paragraphs of the body that a list numbers by their own properties.
    pub labels: usize,
}

impl Things {
    /// Adds the things of a document inside the document; its sections are its own.
    pub(crate) fn add(&mut self, other: &Things) {
        self.pictures += other.pictures;
        self.objects += other.objects;
        self.equations += other.equations;
        self.tables += other.tables;
        self.inner_tables += other.inner_tables;
        self.text_boxes += other.text_boxes;
        self.notes += other.notes;
        self.chunks += other.chunks;
    }
}

/// The account of the input: every visible character of a file, and what became of it on reading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InputAccount {
    /// Visible characters that the file's bytes show; `None` where the format is not counted a second
    /// time.
    pub shown: Option<usize>,
    /// Characters that the reader passes on.
    pub carried: usize,
    /// Characters that it set aside, by reason.
    pub set_aside: BTreeMap<SetAsideWhy, usize>,
    /// Placeholders for what is not carried, each with a finding.
    pub placeholders: usize,
    /// Why `shown` is more than the reader's text (or less): each reason with the characters that the file
    /// shows beyond it.
    pub apart: Vec<(&'static str, i64)>,
    /// What the file holds beside words.
    pub things: Things,
}

/// A character that is shown as another.
#[derive(Debug, Clone, PartialEq)]
pub struct Replaced {
    /// Where it stands in the input.
    pub span: Span,
    /// What stands there.
    pub from: char,
    /// What is shown.
    pub to: char,
    /// Why, one phrase.
    pub why: Cow<'static, str>,
}

/// What a file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Properties {
    /// Title property.
    pub title: Option<String>,
    /// Author property.
    pub author: Option<String>,
    /// BCP 47 tag of the default text.
    pub language: Option<String>,
    /// Number of the work, where the file was made from another one: both are the same work.
    pub work: Option<String>,
}
