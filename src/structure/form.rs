//! The JSON form, version 1: every type that a reader of the JSON meets, with its meaning. The
//! comments are the schema's descriptions.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::list::List;

/// Name and version of the form. A field may be added within a version; none changes or goes.
pub(crate) const FORMAT: &str = "itudoc/1";

/// A contribution to an ITU conference.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Document<'a> {
    /// `itudoc/1`.
    pub format: String,
    /// The file it was read from.
    pub input: Input,
    /// Language of the text: ar, zh, en, fr, ru, es.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What is known of the document. What is unknown is absent.
    pub masthead: Masthead,
    /// Parts of the contribution in order.
    pub parts: Vec<Part<'a>>,
    /// Foot- and endnotes; runs refer to them by index.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Vec<Text<'a>>>,
    /// Comments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Comment<'a>>,
    /// Revision marks; runs refer to them by index.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub revisions: List<'a, Revision>,
    /// Marks that were recovered and that a person rejected: none is set on the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rejected_marks: Vec<RejectedMark>,
    /// Text of the input that is not in the parts, and why.
    pub set_aside: List<'a, SetAside>,
    /// Characters that are shown as another, and why.
    pub replaced: List<'a, Replaced>,
}

/// The file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Input {
    /// File name.
    pub name: String,
    /// What the content is, whatever the name says.
    pub kind: InputKind,
    /// WHATWG name of the encoding of a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The program that read the file, where it was not itudoc itself: `LibreOffice 7.4.7.2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_by: Option<String>,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// Characters of the decoded text, white space too: what `from` and `to` count.
    pub characters: usize,
}

/// Kinds of files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum InputKind {
    /// Plain text.
    Text,
    /// Office Open XML.
    Docx,
    /// Office Open XML as one XML file.
    FlatDocx,
    /// Word 2003 XML.
    WordXml,
    /// OpenDocument text.
    Odt,
    /// OpenDocument text as one XML file.
    FlatOdt,
    /// Word 97 to 2003.
    Doc,
    /// Rich Text Format.
    Rtf,
    /// HTML.
    Html,
    /// Akoma Ntoso.
    AkomaNtoso,
}

/// A place in the decoded input.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// Line, from 1; for Word, the paragraph.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// First character, from 0, in the whole text.
    pub from: u32,
    /// One past the last character.
    pub to: u32,
}

/// A value and how it is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Fact<T> {
    /// The value.
    pub value: T,
    /// `stated`, or what it follows from.
    pub known_by: String,
    /// Where it is stated or follows from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
}

/// The head of the document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Masthead {
    /// Conference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conference: Option<Fact<Conference>>,
    /// Document number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<Fact<DocumentNumber>>,
    /// Date, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Fact<String>>,
    /// The line of the date as stated, where it names a place too: `Geneva, 3 May 2021`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_line: Option<Fact<String>>,
    /// Language it was written in; several are joined by a slash, `en/fr`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<Fact<String>>,
    /// The line of the original as stated, where it says more than one language or `English only`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_line: Option<Fact<String>>,
    /// Name of the meeting as stated, where no table of conferences has the meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conference_name: Option<Fact<String>>,
    /// Place and days of the meeting as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub venue: Option<Fact<String>>,
    /// Source line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Fact<String>>,
    /// ITU symbols of the sources.
    pub symbols: Vec<Fact<String>>,
    /// Title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Fact<String>>,
    /// Agenda item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agenda_item: Option<Fact<String>>,
    /// Plenary or committee.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<Fact<String>>,
}

/// A conference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Conference {
    /// PP, WTSA, WTDC, WRC, RA, WCIT, WTPF, Council, ITU-T-SG, ITU-D-SG, ITU-R-SG.
    pub body: String,
    /// Year it was held.
    pub year: u16,
}

/// A document's number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct DocumentNumber {
    /// Number in the series; `XX` where none was given yet.
    pub number: String,
    /// Revision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<u16>,
    /// Addendum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub addendum: Option<u16>,
    /// Corrigendum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrigendum: Option<u16>,
}

/// A part of the contribution.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Part<'a> {
    /// Its heading; absent where the contribution has no parts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<Heading<'a>>,
    /// Sections, proposals and instruments in order.
    pub contents: Vec<Content<'a>>,
    /// All of it.
    pub at: Place,
}

/// What a part holds.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub(crate) enum Content<'a> {
    /// A section of the cover note.
    Section(Box<Section<'a>>),
    /// A proposal.
    Proposal(Box<Proposal<'a>>),
    /// The text of an instrument under no proposal line.
    Instrument(Box<Instrument<'a>>),
}

/// A heading.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Heading<'a> {
    /// Its label.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label<'a>>,
    /// Its lines.
    pub lines: Vec<Text<'a>>,
}

/// A section.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Section<'a> {
    /// summary, introduction, background, proposed-changes, request, action-required, references,
    /// expected-results, priority-area, annex, other, plain.
    pub kind: String,
    /// Its heading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<Heading<'a>>,
    /// Its text.
    pub body: List<'a, Block<'a>>,
    /// All of it.
    pub at: Place,
}

/// A proposal.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Proposal<'a> {
    /// ADD, ADD*, MOD, (MOD), SUP, SUP*, NOC.
    pub symbol: String,
    /// Its identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<ProposalId>,
    /// Its line as it stands.
    pub line: Text<'a>,
    /// The text proposed.
    pub instrument: Instrument<'a>,
    /// Reasons.
    pub reasons: List<'a, Block<'a>>,
    /// All of it.
    pub at: Place,
}

/// A proposal's identifier: CUB/70/1.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct ProposalId {
    /// ITU symbols.
    pub sources: Vec<String>,
    /// Document.
    pub document: DocumentNumber,
    /// Serial number.
    pub serial: String,
}

/// The text of a resolution or its like.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Instrument<'a> {
    /// resolution, decision, recommendation, opinion, provision, unknown.
    pub kind: String,
    /// Its number or the name of a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Editions that the number line names; two where revision marks were lost.
    pub editions: Vec<Edition>,
    /// Number line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_line: Option<Text<'a>>,
    /// Title lines.
    pub title: Vec<Text<'a>>,
    /// Opening formula.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opening: Option<Text<'a>>,
    /// Text before the first call.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub preamble: List<'a, Block<'a>>,
    /// Calls.
    pub calls: Vec<Call<'a>>,
    /// Annexes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub annexes: Vec<Section<'a>>,
}

/// An edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Edition {
    /// Year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// Place as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Said to be revised.
    pub revised: bool,
}

/// A call and what stands under it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Call<'a> {
    /// Key in the vocabulary of calls: recalling, resolves…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Recital or operative part.
    pub role: Role,
    /// The call as it stands.
    pub text: Text<'a>,
    /// What stands under it.
    pub body: List<'a, Block<'a>>,
}

/// Side of "resolves".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Role {
    /// Considering, recalling…
    Recital,
    /// Resolves, instructs…
    Operative,
}

/// A piece of running text.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "type")]
pub(crate) enum Block<'a> {
    /// A paragraph.
    Paragraph(Text<'a>),
    /// A labelled item.
    Item(Item<'a>),
    /// An ADD or MOD of the cover note.
    Entry(Entry<'a>),
    /// A heading inside the text.
    Heading(InnerHeading<'a>),
    /// A table.
    Table(Table<'a>),
}

/// A labelled item.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Item<'a> {
    /// Label.
    pub label: Label<'a>,
    /// Depth, from 1.
    pub level: u8,
    /// Text without the label.
    pub text: Text<'a>,
}

/// An entry of the cover note.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Entry<'a> {
    /// ADD, MOD…
    pub symbol: String,
    /// Label of the item that is added or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label<'a>>,
    /// The text quoted.
    pub text: Text<'a>,
}

/// A heading inside the text.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct InnerHeading<'a> {
    /// Level, from 2.
    pub level: u8,
    /// The heading.
    #[serde(flatten)]
    pub heading: Heading<'a>,
}

/// A label.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Label<'a> {
    /// As it stands.
    pub text: Cow<'a, str>,
    /// letter, roman, number, han, part, bullet, other.
    pub kind: String,
    /// What it counts: `[9]` for `i)` among letters, `[3,1]` for `3.1`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<u16>,
    /// What parts it from its text where that is no tab: space, nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<Cow<'a, str>>,
    /// Where it stands; absent where Word computed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
    /// Its runs, where any of them has a mark or a format.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub runs: List<'a, Run>,
}

/// A paragraph's text.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Text<'a> {
    /// All of it, deleted text too. A line break inside is `\n`.
    pub text: Cow<'a, str>,
    /// Where it stands.
    pub at: Place,
    /// Its runs, where any of them has a mark, a format or a note.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub runs: List<'a, Run>,
    /// Marks on the end of the paragraph: deleted, it joins the next one.
    #[serde(default, skip_serializing_if = "Marks::is_none")]
    pub end: Marks,
    /// It stands on a page turned on its side.
    #[serde(default, skip_serializing_if = "is_false")]
    pub landscape: bool,
    /// Names of places in it that links lead to, as `#name`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<String>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// Revision marks, each an index in `revisions`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Marks {
    /// Its insertion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insertion: Option<u32>,
    /// Its deletion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletion: Option<u32>,
    /// Its change of format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formatting: Option<u32>,
}

impl Marks {
    fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// A stretch of text with one set of marks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Run {
    /// Its text.
    pub text: String,
    /// Index of its insertion in `revisions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insertion: Option<u32>,
    /// Index of its deletion in `revisions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deletion: Option<u32>,
    /// bold, italic, underline…
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub format: Vec<String>,
    /// Target of a hyperlink.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Index of the note that is called here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<u32>,
    /// Index of its change of format in `revisions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formatting: Option<u32>,
    /// Index of the comment that is anchored at its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<u32>,
}

/// A table.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Table<'a> {
    /// Rows.
    pub rows: List<'a, Row<'a>>,
    /// Where it stands.
    pub at: Place,
    /// It stands on a page turned on its side.
    #[serde(default, skip_serializing_if = "is_false")]
    pub landscape: bool,
}

/// A row.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Row<'a> {
    /// Repeated on each page.
    pub heading: bool,
    /// Cells.
    pub cells: Vec<Cell<'a>>,
    /// Marks on the row as a whole.
    #[serde(default, skip_serializing_if = "Marks::is_none")]
    pub marks: Marks,
}

/// A cell.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Cell<'a> {
    /// Columns it spans.
    pub columns: u16,
    /// Its paragraphs.
    pub text: Vec<Text<'a>>,
    /// Tables in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<InnerTable<'a>>,
}

/// A table in a cell.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct InnerTable<'a> {
    /// How many of the cell's paragraphs stand before it.
    pub before: usize,
    /// The table.
    pub table: Table<'a>,
}

/// A comment.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Comment<'a> {
    /// Author.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Date, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Its paragraphs.
    pub text: Vec<Text<'a>>,
}

/// A revision mark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Revision {
    /// What it does.
    pub kind: RevisionKind,
    /// Author, where the mark names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Date, where the mark gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Rule that recovered it; absent for a real mark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recovered_by: Option<String>,
    /// 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
    /// What the rule saw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What a person ruled on it, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ruling: Option<String>,
}

/// A mark that a person rejected.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RejectedMark {
    /// Rule that recovered it.
    pub recovered_by: String,
    /// 0 to 1.
    pub confidence: f32,
    /// What the rule saw.
    pub reason: String,
    /// What was ruled, with who, when and why where they are said.
    pub ruling: String,
    /// What it would have deleted and inserted.
    pub edits: Vec<RejectedEdit>,
}

/// Words that a rejected mark would have deleted or inserted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RejectedEdit {
    /// What it would have done.
    pub kind: RevisionKind,
    /// The words.
    pub text: String,
    /// Where they stand.
    pub at: Place,
}

/// Kinds of revision marks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RevisionKind {
    /// Inserted.
    Insertion,
    /// Deleted.
    Deletion,
    /// Format changed.
    Formatting,
}

/// Text set aside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetAside {
    /// Where it stands.
    pub at: Place,
    /// end-rule, page-header, page-footer, job-number, control-character, masthead, field-residue, line-hyphen,
    /// overruled.
    pub why: String,
    /// The text.
    pub text: String,
}

/// A character shown as another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct Replaced {
    /// Where it stands.
    pub at: Place,
    /// Code point in the input.
    pub from: String,
    /// What is shown.
    pub to: String,
    /// Why.
    pub why: String,
}
