//! Word's own facts, before anyone asks what they mean: properties as set, runs, tables.
//!
//! Nothing here is resolved: a style is a reference, a number a pair of list and level. Types only.

use std::collections::HashMap;

use super::labels::AutomaticLabel;
use crate::diagnostics::{Refusal, message};
use crate::limits;
use crate::read::facts::field::AutomaticNumber;
use crate::source::{SetAsideWhy, Source};
use crate::text::{
    Align, Border, Format, ParagraphMark, PictureView, Revision, RevisionIndex, TextDirection, VerticalAlign,
    VerticalMerge,
};

/// A name met in the package (style id, language tag, link), stored once. The default is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub(crate) struct Atom(u32);

impl Atom {
    /// No name.
    pub(crate) const NONE: Atom = Atom(0);
}

/// The names of one document and its revision marks.
#[derive(Debug, Default)]
pub(crate) struct WordAccount {
    names: Vec<Box<str>>,
    index: HashMap<Box<str>, Atom>,
    /// Revision marks in the order met.
    pub revisions: Vec<Revision>,
    /// Sections met.
    pub sections: usize,
    /// Property changes for which the document has no place (table, row, cell, section).
    pub unplaced_changes: usize,
    /// FormatCounts met that the official form gives anew.
    pub formats: FormatCounts,
}

/// FormatCounts of an input that its official form does not keep, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct FormatCounts {
    /// Paragraphs in the middle or at the end of the line, tables aside.
    pub aligned: usize,
    /// Stretches of coloured text.
    pub coloured: usize,
    /// Stretches of highlighted text.
    pub highlighted: usize,
    /// Straight lines that are drawn.
    pub rules: usize,
    /// Stretches of text in a face or size of their own.
    pub lettered: usize,
    /// Stretches of text with effects: shadows, outlines, spread or raised letters.
    pub adorned: usize,
    /// Paragraphs with borders or a ground of their own.
    pub framed: usize,
    /// Cells whose text is turned in a way that is not kept.
    pub turned: usize,
    /// Rows of tables that lay out a page, whose heights are not kept.
    pub heights: usize,
}

impl WordAccount {
    /// The atom of a name.
    ///
    /// # Errors
    /// More names than the bound.
    pub(crate) fn atom(&mut self, name: &str) -> Result<Atom, Refusal> {
        if name.is_empty() {
            return Ok(Atom::NONE);
        }
        if let Some(atom) = self.index.get(name) {
            return Ok(*atom);
        }
        if self.names.len() >= limits::NAMES {
            return Err(Refusal::over(
                message!("the count of names"),
                limits::NAMES as u64,
                message!("names"),
            ));
        }
        self.names.push(name.into());
        let atom = Atom(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.index.insert(name.into(), atom);
        Ok(atom)
    }

    /// All names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(AsRef::as_ref)
    }

    /// The name of an atom.
    pub(crate) fn name(&self, atom: Atom) -> Option<&str> {
        self.names.get((atom.0 as usize).checked_sub(1)?).map(AsRef::as_ref)
    }

    /// Enters a mark.
    pub(crate) fn enter(&mut self, revision: Revision) -> RevisionIndex {
        self.revisions.push(revision);
        RevisionIndex::new(u32::try_from(self.revisions.len() - 1).unwrap_or(u32::MAX))
    }
}

/// A font whose characters stand in the private use area and mean others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum SymbolFont {
    /// Symbol.
    Symbol,
    /// Wingdings.
    Wingdings,
    /// Wingdings 2.
    Wingdings2,
    /// Wingdings 3.
    Wingdings3,
    /// Webdings.
    Webdings,
    /// ITC Zapf Dingbats and its kin.
    ZapfDingbats,
    /// A font of signs that no table here knows.
    Unknown,
}

/// Character properties as set at one place. Bits of `on` count only where `set` has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct RunProperties {
    /// Character style.
    pub style: Atom,
    /// Which properties are stated.
    pub set: Format,
    /// Which of them are on.
    pub on: Format,
    /// Languages: Latin and others, East Asian, complex scripts.
    pub language: [Atom; 3],
    /// Symbol font in force.
    pub font: Option<SymbolFont>,
    /// A font of letters is named here: a symbol font of a style is out of force.
    pub text_font: bool,
    /// The face of emphasis in Chinese forms, set on the run itself.
    pub kai: bool,
    /// Changed format.
    pub formatting: Option<RevisionIndex>,
    /// Inserted (paragraph marks, mathematics).
    pub insertion: Option<RevisionIndex>,
    /// Deleted (paragraph marks, mathematics).
    pub deletion: Option<RevisionIndex>,
}

impl RunProperties {
    /// States a property.
    pub(crate) fn state(&mut self, property: Format, on: bool) {
        self.set = self.set.with(property);
        self.on = if on { self.on.with(property) } else { Format(self.on.0 & !property.0) };
    }

    /// States that every property of a set is on.
    pub(crate) fn state_all(&mut self, properties: Format) {
        self.set = self.set.with(properties);
        self.on = self.on.with(properties);
    }
}

/// Paragraph properties as set at one place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct ParagraphProperties {
    /// Paragraph style.
    pub style: Atom,
    /// List (`w:numId`); 0 takes a style's list away.
    pub list: Option<u32>,
    /// Level in the list, 0 to 8.
    pub level: Option<u8>,
    /// Left (leading) indent, twips.
    pub indent: Option<i32>,
    /// First-line indent, twips; negative hangs.
    pub first_line: Option<i32>,
    /// Outline level, 0 to 8; 9 is running text.
    pub outline: Option<u8>,
    /// Alignment.
    pub align: Option<Align>,
    /// Right-to-left paragraph.
    pub right_to_left: Option<bool>,
    /// A page starts with it.
    pub page_break_before: Option<bool>,
    /// A section ends with it; empty, it is no more than the break and Word gives it no number.
    pub ends_section: Option<WordSection>,
    /// Format of the paragraph mark, which its number takes.
    pub mark_format: RunProperties,
    /// Revision marks.
    pub mark: ParagraphMark,
    /// The next paragraph goes on in it: it is a drop cap (ECMA-376 part 1, 17.3.1.11), or its mark is
    /// hidden, as a style separator's is (17.3.2.36).
    pub runs_on: bool,
    /// Its style hides its words, those that do not say otherwise.
    pub hides: bool,
    /// What gave it a number before a marked change.
    pub previous: Option<PreviousProperties>,
    /// The number that it had before a marked change of its numbering, as it was shown, and the mark.
    pub previous_number: Option<(Atom, RevisionIndex)>,
    /// The number that a list gives it stands in its text.
    pub number_written: bool,
}

/// Pages of a section as set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct WordSection {
    /// Its pages are wider than high.
    pub landscape: bool,
    /// Columns of text.
    pub columns: u16,
    /// It begins on the page on which the one before it ends.
    pub continuous: bool,
}

/// The properties that a marked change replaced (ECMA-376 part 1, 17.13.5.29), as far as they bear on
/// the words: what gave the paragraph a number, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PreviousProperties {
    /// The mark.
    pub mark: RevisionIndex,
    /// Paragraph style.
    pub style: Atom,
    /// List.
    pub list: Option<u32>,
    /// Level in the list.
    pub level: Option<u8>,
}

/// A stretch of text with one set of properties.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct WordRun {
    /// Text as stored.
    pub text: String,
    /// Direct properties.
    pub properties: RunProperties,
    /// Insertion around it.
    pub insertion: Option<RevisionIndex>,
    /// Deletion around it.
    pub deletion: Option<RevisionIndex>,
    /// Hyperlink around it.
    pub link: Atom,
    /// What stands after the text.
    pub object: Option<WordObject>,
    /// Word keeps the text and does not show it: why.
    pub unseen: Option<SetAsideWhy>,
    /// The formula that the text is read from, by order.
    pub formula: Option<u32>,
    /// The text stands for the formula's structure, and not in the file.
    pub supplied: bool,
}

/// A thing in a line that is not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WordObject {
    /// A note, by order of reference. With `own_mark` the run's text is the mark.
    Note {
        /// Order of reference.
        index: u32,
        /// The author's own mark.
        own_mark: bool,
    },
    /// A comment, by order of reference.
    Comment(u32),
    /// Where the range of a comment begins, likewise.
    CommentStart(u32),
    /// A picture, by order.
    Picture(u32),
    /// The run's text is the number of the page that its link leads to.
    PageNumber,
    /// A thing that cannot be shown (chart, diagram, object without preview).
    Placeholder,
    /// A number that a field counts.
    Number(AutomaticNumber),
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct WordParagraph {
    /// Direct properties.
    pub properties: ParagraphProperties,
    /// Runs in logical order.
    pub runs: Vec<WordRun>,
    /// A page break stood before it.
    pub page_break: bool,
    /// Page breaks between its words.
    pub parted: u16,
    /// The numbers that Word shows before it; counted when the story is whole.
    pub label: AutomaticLabel,
    /// Names of places in it.
    pub anchors: Vec<Box<str>>,
}

/// A paragraph, a table or a document inside the document.
#[derive(Debug, Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are paragraphs: a box would be an allocation for each"
)]
pub(crate) enum StoryBlock {
    /// A paragraph.
    Paragraph(WordParagraph),
    /// A table.
    Table(WordTable),
    /// A document of any format that stands here (`w:altChunk`), as its own reader read it.
    Chunk(Box<Source>),
}

/// A table; its cells may hold tables.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordTable {
    /// Column widths, twips.
    pub columns: Vec<u32>,
    /// Rows.
    pub rows: Vec<WordRow>,
    /// Columns run from right to left.
    pub right_to_left: bool,
    /// Where it stands between the margins.
    pub align: Align,
    /// What it says of its rules; `None` where the format's reader does not look for them.
    pub form: Option<TableForm>,
}

impl WordTable {
    /// All paragraphs in it, those of tables in its cells included.
    pub(crate) fn paragraphs(&self) -> Vec<&WordParagraph> {
        self.rows.iter().flat_map(|row| &row.cells).flat_map(WordCell::all_paragraphs).collect()
    }
}

impl WordRow {
    /// It, to stand once more.
    pub(crate) fn without_references(&self) -> WordRow {
        let cells = self.cells.iter().map(WordCell::without_references).collect();
        WordRow { cells, ..self.clone() }
    }
}

impl WordCell {
    /// Whether anything but white space stands in it.
    pub(crate) fn shows_something(&self) -> bool {
        let shown = |run: &WordRun| run.object.is_some() || !run.text.trim().is_empty();
        self.all_paragraphs().into_iter().any(|paragraph| paragraph.runs.iter().any(shown))
    }

    /// It, to stand once more: a note or comment is referred to once.
    pub(crate) fn without_references(&self) -> WordCell {
        let mut again = self.clone();
        for piece in again.pieces_mut() {
            match piece {
                WordPiece::Paragraph(paragraph) => paragraph.runs.retain(|run| {
                    !matches!(
                        run.object,
                        Some(WordObject::Note { .. } | WordObject::Comment(_) | WordObject::CommentStart(_))
                    )
                }),
                WordPiece::Block(CellBlock::Table(table)) => {
                    table.rows = table.rows.iter().map(WordRow::without_references).collect();
                }
                WordPiece::Block(CellBlock::Chunk(_)) => {}
            }
        }
        again
    }

    /// All paragraphs in it, those of its tables included, those of documents in it not.
    pub(crate) fn all_paragraphs(&self) -> Vec<&WordParagraph> {
        let mut all = Vec::new();
        let mut inner = self.inner.iter().peekable();
        for (at, paragraph) in self.paragraphs.iter().enumerate() {
            while let Some((_, block)) = inner.next_if(|(before, _)| *before <= at) {
                all.extend(block.paragraphs());
            }
            all.push(paragraph);
        }
        all.extend(inner.flat_map(|(_, block)| block.paragraphs()));
        all
    }

    /// The documents in it, and in the tables in it.
    pub(crate) fn chunks(&self) -> Vec<&Source> {
        self.inner.iter().flat_map(|(_, block)| block.chunks()).collect()
    }

    /// What stands in it, in the order of reading.
    pub(crate) fn pieces_mut(&mut self) -> Vec<WordPiece<&mut WordParagraph, &mut CellBlock>> {
        let mut pieces = Vec::with_capacity(self.paragraphs.len() + self.inner.len());
        let mut inner = self.inner.iter_mut().peekable();
        for (at, paragraph) in self.paragraphs.iter_mut().enumerate() {
            while let Some((_, block)) = inner.next_if(|(before, _)| *before <= at) {
                pieces.push(WordPiece::Block(block));
            }
            pieces.push(WordPiece::Paragraph(paragraph));
        }
        pieces.extend(inner.map(|(_, block)| WordPiece::Block(block)));
        pieces
    }

    /// The same, taken out of it.
    pub(crate) fn into_pieces(self) -> Vec<WordPiece<WordParagraph, CellBlock>> {
        let mut pieces = Vec::with_capacity(self.paragraphs.len() + self.inner.len());
        let mut inner = self.inner.into_iter().peekable();
        for (at, paragraph) in self.paragraphs.into_iter().enumerate() {
            while let Some((_, block)) = inner.next_if(|(before, _)| *before <= at) {
                pieces.push(WordPiece::Block(block));
            }
            pieces.push(WordPiece::Paragraph(paragraph));
        }
        pieces.extend(inner.map(|(_, block)| WordPiece::Block(block)));
        pieces
    }
}

/// What stands in a cell beside its paragraphs.
#[derive(Debug, Clone)]
pub(crate) enum CellBlock {
    /// A table.
    Table(WordTable),
    /// A document of any format.
    Chunk(Box<Source>),
}

impl CellBlock {
    /// Its paragraphs; a document's are its own.
    pub(crate) fn paragraphs(&self) -> Vec<&WordParagraph> {
        match self {
            CellBlock::Table(table) => table.paragraphs(),
            CellBlock::Chunk(_) => Vec::new(),
        }
    }

    /// The document that it is, or those in its cells.
    fn chunks(&self) -> Vec<&Source> {
        match self {
            CellBlock::Table(table) => {
                table.rows.iter().flat_map(|row| &row.cells).flat_map(WordCell::chunks).collect()
            }
            CellBlock::Chunk(chunk) => vec![chunk],
        }
    }
}

/// What stands in a cell.
#[derive(Debug)]
pub(crate) enum WordPiece<P, B> {
    /// A paragraph.
    Paragraph(P),
    /// A table or a document.
    Block(B),
}

/// Rules of a table or a cell as set at one place: above, start, below, end, and between rows and between
/// columns. `Some(None)` says that there is none.
pub(crate) type Rules = [Option<Option<Border>>; 6];

/// What of a cell's looks is set at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct CellForm {
    /// Rules.
    pub rules: Rules,
    /// Colour behind the words; `Some(None)` says that there is none.
    pub shade: Option<Option<[u8; 3]>>,
    /// Vertical alignment.
    pub vertical: Option<VerticalAlign>,
}

/// What a table says of the looks of its cells.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct TableForm {
    /// Table style.
    pub style: Atom,
    /// Which parts of the style hold (ECMA-376 part 1, 17.4.56): bits of [`PARTS`], in their order.
    pub parts: u16,
    /// For all its cells.
    pub cells: CellForm,
}

/// Parts of a table for which a style may say something else, the last to be heeded last (17.7.6.6).
pub(crate) const PARTS: [&str; 12] = [
    "band1Vert",
    "band2Vert",
    "band1Horz",
    "band2Horz",
    "firstCol",
    "lastCol",
    "firstRow",
    "lastRow",
    "neCell",
    "nwCell",
    "seCell",
    "swCell",
];

/// A row.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordRow {
    /// Cells.
    pub cells: Vec<WordCell>,
    /// Repeated on each page.
    pub heading: bool,
    /// Not shown.
    pub hidden: bool,
    /// Columns skipped before the first cell.
    pub skipped: u16,
    /// It stays whole on one page.
    pub whole: bool,
    /// Its least height, twips.
    pub height: Option<u32>,
    /// Inserted.
    pub insertion: Option<RevisionIndex>,
    /// Deleted.
    pub deletion: Option<RevisionIndex>,
}

/// A cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct WordCell {
    /// Its own paragraphs.
    pub paragraphs: Vec<WordParagraph>,
    /// Tables and documents in it, each with how many of the paragraphs stand before it.
    pub inner: Vec<(usize, CellBlock)>,
    /// What it says of its looks.
    pub form: CellForm,
    /// How its text runs.
    pub direction: TextDirection,
    /// Columns it spans.
    pub columns: u16,
    /// Part in a vertical merge.
    pub merge: VerticalMerge,
    /// Part in a horizontal merge in the old way (`w:hMerge`): it continues the cell before it.
    pub joined: bool,
    /// Inserted.
    pub insertion: Option<RevisionIndex>,
    /// Deleted.
    pub deletion: Option<RevisionIndex>,
}

/// A picture as the text refers to it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct WordPicture {
    /// Part that holds it; `None` where it lies outside the package or is missing.
    pub part: Option<String>,
    /// Width, EMU.
    pub width: u32,
    /// Height, EMU.
    pub height: u32,
    /// Alternative text.
    pub description: Option<String>,
    /// What of it is shown, and how it is turned.
    pub view: PictureView,
}

/// Ids by order of first reference.
#[derive(Debug)]
pub(crate) struct References<T> {
    order: Vec<T>,
    places: HashMap<T, u32>,
}

impl<T> Default for References<T> {
    fn default() -> Self {
        Self { order: Vec::new(), places: HashMap::new() }
    }
}

impl<T: Copy + Eq + std::hash::Hash> References<T> {
    /// The place of an id, the next one where it is new.
    pub(crate) fn index(&mut self, id: T) -> u32 {
        let next = u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        let order = &mut self.order;
        *self.places.entry(id).or_insert_with(|| {
            order.push(id);
            next
        })
    }

    /// The place of an id that was referred to.
    pub(crate) fn place(&self, id: T) -> Option<usize> {
        self.places.get(&id).map(|place| *place as usize)
    }

    /// All ids in order.
    pub(crate) fn ids(&self) -> &[T] {
        &self.order
    }
}
