//! The laid-out document: pages of placed glyphs, rules and pictures, and their structure.
//!
//! `layout` makes it, `write::pdf` prints it with no decision left. All measures are points from
//! the lower left corner of the page, as PDF counts (ISO 32000-1, 8.3.2.3).

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostics::Finding;
use crate::graphics::Drawing;
use crate::language::Language;

/// A font face, shared by all documents of a run.
#[derive(Debug)]
pub struct FontFace {
    /// PostScript name, for the PDF's font dictionary.
    pub name: String,
    /// Family name for messages.
    pub family: String,
    /// The whole font file.
    pub data: FontData,
    /// Face in a collection.
    pub index: u32,
    /// SHA-256 of the file, for manifests and caches.
    pub digest: [u8; 32],
}

/// The bytes of a font file. Faces of one file share them, and they are given back with the last of its faces.
#[derive(Debug, Clone)]
pub enum FontData {
    /// Built into the program.
    BuiltIn(&'static [u8]),
    /// Read from a file.
    Read(Arc<Vec<u8>>),
}

impl std::ops::Deref for FontData {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::BuiltIn(bytes) => bytes,
            Self::Read(bytes) => bytes,
        }
    }
}

/// A document cut into pages.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    /// Pages in order.
    pub pages: Vec<LaidPage>,
    /// Drawings among the galley's pictures, by their index, their words set.
    pub drawings: Vec<Option<Drawing>>,
    /// Faces used, by index of [`GlyphRun::font`].
    pub fonts: Vec<Arc<FontFace>>,
    /// Structure elements in document order; element 0 is the document.
    pub structure: Vec<StructureElement>,
    /// Outline entries in order.
    pub outline: Vec<OutlineEntry>,
    /// The entries of contents lists that had no number of a page show theirs; `false` where that would move a line.
    #[cfg_attr(not(feature = "packs"), expect(dead_code, reason = "asked for papers of packs alone"))]
    pub numbered: bool,
    /// Where the places stand that links of the document lead to, by name.
    pub targets: BTreeMap<Box<str>, LinkTarget>,
    /// What setting it showed.
    pub findings: Vec<Finding>,
    /// Language of the document.
    pub language: Option<Language>,
    /// Title for the metadata.
    pub title: String,
    /// Who submitted it, for the metadata.
    pub author: String,
    /// Its official number, for the metadata; empty where unknown.
    pub identifier: String,
    /// Who publishes it, for the metadata.
    pub publisher: String,
}

/// One page.
#[derive(Debug, Default)]
pub(crate) struct LaidPage {
    /// Width, points.
    pub width: f32,
    /// Height, points.
    pub height: f32,
    /// What is printed, in reading order.
    pub pieces: Vec<PageItem>,
}

/// One thing on a page.
#[derive(Debug)]
pub(crate) enum PageItem {
    /// Glyphs on one baseline.
    Glyphs(GlyphRun),
    /// A filled rectangle: underline, strike, table rule.
    Rule(RuledLine),
    /// A picture.
    Picture(PlacedPicture),
    /// The glyphs of a formula.
    Formula(PlacedFormula),
    /// A line turned by a quarter.
    Turned(TurnedPieces),
}

/// Where a line stands that is turned by a quarter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TurnedFrame {
    /// Where its baseline begins, points from the left edge of the page.
    pub x: f32,
    /// The same from the foot of the page.
    pub y: f32,
    /// It runs upwards; else downwards.
    pub up: bool,
}

/// The pieces of a turned line: they stand on a baseline of height 0 and begin at 0.
#[derive(Debug)]
pub(crate) struct TurnedPieces {
    /// Where it stands.
    pub frame: TurnedFrame,
    /// Glyphs, rules and pictures; none of them is turned itself.
    pub pieces: Vec<PageItem>,
}

impl TurnedFrame {
    /// The page's place of a point of the line.
    pub(crate) fn point(&self, [x, y]: [f32; 2]) -> [f32; 2] {
        if self.up { [self.x - y, self.y + x] } else { [self.x + y, self.y - x] }
    }

    /// The page's box of a box of the line: left, lower, right and upper edge.
    pub(crate) fn area(&self, [left, low, right, high]: [f32; 4]) -> [f32; 4] {
        let ([a, b], [c, d]) = (self.point([left, low]), self.point([right, high]));
        [a.min(c), b.min(d), a.max(c), b.max(d)]
    }
}

impl TurnedPieces {
    /// The box that its letters stand in.
    pub(crate) fn extent(&self) -> [f32; 4] {
        let mut all = [0.0_f32; 4];
        for piece in &self.pieces {
            let own = match piece {
                PageItem::Glyphs(run) => {
                    let right = run.glyphs.iter().map(|glyph| glyph.x).fold(0.0, f32::max) + run.size;
                    [0.0, -run.size, right, 1.5 * run.size]
                }
                PageItem::Rule(rule) => [rule.x, rule.y, rule.x + rule.width, rule.y + rule.height],
                PageItem::Picture(one) => [one.x, one.y, one.x + one.width, one.y + one.height],
                PageItem::Formula(one) => [one.x, one.y - one.descent, one.x + one.width, one.y + one.ascent],
                PageItem::Turned(_) => continue,
            };
            let [left, low, right, high] = all;
            all = [left.min(own[0]), low.min(own[1]), right.max(own[2]), high.max(own[3])];
        }
        self.frame.area(all)
    }
}

impl PageItem {
    /// It, or what is turned in it.
    pub(crate) fn level(&self) -> &[PageItem] {
        match self {
            PageItem::Turned(turned) => &turned.pieces,
            other => std::slice::from_ref(other),
        }
    }
}

/// Which structure element a piece belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageTag {
    /// Index into [`Pages::structure`].
    Element(u32),
    /// Page furniture and rules: no part of the text.
    Artifact,
}

/// Glyphs of one face and size on one baseline.
#[derive(Debug, Clone)]
pub(crate) struct GlyphRun {
    /// Index into [`Pages::fonts`].
    pub font: u16,
    /// Size, points.
    pub size: f32,
    /// Colour, sRGB.
    pub colour: [u8; 3],
    /// Baseline, points from the foot of the page.
    pub y: f32,
    /// Glyphs in visual order.
    pub glyphs: Vec<Glyph>,
    /// White that belongs to some of them, in their order: of hardly any, and there are millions of glyphs.
    pub margins: Vec<GlyphMargins>,
    /// The text of the run in logical order; glyphs name their share by byte range.
    pub text: String,
    /// Runs from right to left: `text` is logical, `glyphs` visual.
    pub right_to_left: bool,
    /// Slanted by the writer, as its face has no italics.
    pub slanted: bool,
    /// Its glyphs are all [`BOX`], each in place of a character that no font has.
    pub boxes: bool,
    /// Structure element.
    pub tag: PageTag,
}

/// What is drawn in place of a character that no font has, where the user wants it drawn: the white
/// square of the geometric shapes.
pub(crate) const BOX: char = '\u{25A1}';

/// One placed glyph.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Glyph {
    /// Glyph index in the whole face.
    pub id: u16,
    /// Pen position, points from the left edge of the page.
    pub x: f32,
    /// Rise above the baseline, points.
    pub rise: f32,
    /// Its share of the run's text, bytes; empty for the second glyph of a cluster.
    pub text: Range<u32>,
}

/// White that belongs to a glyph: the gap between scripts, which is no space between words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct GlyphMargins {
    /// The glyph, by its place in its run.
    pub glyph: u32,
    /// White to its left and right, points.
    pub sides: [f32; 2],
}

impl GlyphRun {
    /// White to the left and right of a glyph that is its own, points.
    pub(crate) fn margins(&self, glyph: usize) -> [f32; 2] {
        let place = |margins: &GlyphMargins| (margins.glyph as usize).cmp(&glyph);
        let found = self.margins.binary_search_by(place).ok().and_then(|at| self.margins.get(at));
        found.map_or([0.0; 2], |margins| margins.sides)
    }

    /// Adds a glyph, with the white that is its own.
    pub(crate) fn push(&mut self, glyph: Glyph, sides: [f32; 2]) {
        if sides != [0.0; 2] {
            let glyph = u32::try_from(self.glyphs.len()).unwrap_or(u32::MAX);
            self.margins.push(GlyphMargins { glyph, sides });
        }
        self.glyphs.push(glyph);
    }
}

/// A filled rectangle.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RuledLine {
    /// Left edge, points.
    pub x: f32,
    /// Lower edge, points.
    pub y: f32,
    /// Width, points.
    pub width: f32,
    /// Height, points.
    pub height: f32,
    /// Colour, sRGB.
    pub colour: [u8; 3],
}

/// A picture on a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlacedPicture {
    /// Index into the galley's pictures.
    pub picture: u32,
    /// Left edge, points.
    pub x: f32,
    /// Lower edge, points.
    pub y: f32,
    /// Width, points.
    pub width: f32,
    /// Height, points.
    pub height: f32,
    /// Structure element.
    pub tag: PageTag,
}

/// A formula on a page; its strokes are rules.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlacedFormula {
    /// Left edge, points.
    pub x: f32,
    /// Baseline, points from the foot of the page.
    pub y: f32,
    /// Width, points.
    pub width: f32,
    /// Height over the baseline, points.
    pub ascent: f32,
    /// Depth under it, points.
    pub descent: f32,
    /// Colour, sRGB.
    pub colour: [u8; 3],
    /// What it says on one line.
    pub text: String,
    /// Its glyphs.
    pub glyphs: Vec<FormulaGlyph>,
    /// Structure element.
    pub tag: PageTag,
}

/// A glyph of a formula.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FormulaGlyph {
    /// Index into [`Pages::fonts`].
    pub font: u16,
    /// Glyph index in the whole face.
    pub id: u16,
    /// Size, points.
    pub size: f32,
    /// Pen position, points from the left edge of the page.
    pub x: f32,
    /// Rise above the baseline, points.
    pub rise: f32,
    /// The character it stands for.
    pub text: String,
}

/// An element of the structure tree (ISO 32000-1, 14.7 and 14.8.4).
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StructureElement {
    /// Its parent; `None` for the document.
    pub parent: Option<u32>,
    /// Standard structure type.
    pub kind: StructureKind,
    /// Language where it differs from the document's, BCP 47.
    pub language: Option<Box<str>>,
    /// Alternative text, for pictures.
    pub alternative: Option<String>,
    /// What a revision did, a word in the document's language.
    pub revision: Option<String>,
    /// LinkTarget of a link; `http`, `https` or `mailto`, or `#` and the name of a place in the document.
    pub link: Option<Box<str>>,
    /// Columns that a cell spans, at least 1.
    pub columns: u16,
    /// Rows that a cell spans, at least 1.
    pub rows: u16,
}

impl StructureElement {
    /// An element with nothing known but its place and kind.
    pub(crate) fn new(parent: Option<u32>, kind: StructureKind) -> Self {
        Self {
            parent,
            kind,
            language: None,
            alternative: None,
            revision: None,
            link: None,
            columns: 1,
            rows: 1,
        }
    }
}

/// The rows of a table of the structure: each with the columns and rows that its cells span.
pub(crate) fn table_rows(elements: &[StructureElement], table: u32) -> Vec<(u32, Vec<(u16, u16)>)> {
    let mut rows: Vec<(u32, Vec<(u16, u16)>)> = Vec::new();
    // What stands in a table stands behind it, and in front of the next table of its own parent.
    for (element, index) in elements.iter().zip(0u32..).skip(table as usize + 1) {
        let Some(parent) = element.parent.filter(|parent| *parent >= table) else {
            if element.parent.is_some_and(|parent| parent < table) {
                break;
            }
            continue;
        };
        match element.kind {
            StructureKind::TableRow if parent == table => rows.push((index, Vec::new())),
            StructureKind::TableCell | StructureKind::TableHead | StructureKind::RowHead => {
                if let Some(row) = rows.iter_mut().rev().find(|row| row.0 == parent) {
                    row.1.push((element.columns, element.rows));
                }
            }
            _ => {}
        }
    }
    rows
}

/// Columns that each row takes up, by its own cells and those that reach down from above.
pub(crate) fn row_widths(rows: &[Vec<(u16, u16)>]) -> Vec<u32> {
    // Of cells above: how many rows on, how many columns.
    let mut open: Vec<(u16, u32)> = Vec::new();
    let width = |cells: &Vec<(u16, u16)>| {
        let own: u32 = cells.iter().map(|cell| u32::from(cell.0)).sum();
        let width = own + open.iter().map(|cell| cell.1).sum::<u32>();
        open.iter_mut().for_each(|cell| cell.0 -= 1);
        open.retain(|cell| cell.0 > 0);
        open.extend(cells.iter().filter(|cell| cell.1 > 1).map(|cell| (cell.1 - 1, u32::from(cell.0))));
        width
    };
    rows.iter().map(width).collect()
}

/// Standard structure types that are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum StructureKind {
    /// The whole.
    Document,
    /// A part of the contribution.
    Part,
    /// A section.
    Section,
    /// Heading 1 to 6.
    Heading(u8),
    /// Paragraph.
    Paragraph,
    /// List.
    List,
    /// List item.
    ListItem,
    /// Its label.
    Label,
    /// Its body.
    ListBody,
    /// Table.
    Table,
    /// Row.
    TableRow,
    /// Heading cell.
    TableHead,
    /// A cell that heads its row.
    RowHead,
    /// Cell.
    TableCell,
    /// Foot- or endnote.
    Note,
    /// Reference to one.
    Reference,
    /// Text that leads elsewhere.
    Link,
    /// Picture.
    Figure,
    /// Formula.
    Formula,
    /// What a table or picture is called.
    Caption,
    /// Contents list.
    Contents,
    /// Entry of a contents list.
    ContentsEntry,
    /// Inline text.
    Span,
    /// Inserted text (a `Span` with alternative meaning in PDF 1.7).
    Insertion,
    /// Deleted text.
    Deletion,
}

/// A place in the document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LinkTarget {
    /// Page, from 0.
    pub page: u32,
    /// Height, points.
    pub y: f32,
}

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OutlineEntry {
    /// Text shown.
    pub title: String,
    /// Depth, from 1.
    pub level: u8,
    /// Page, from 0.
    pub page: u32,
    /// Height of the target, points.
    pub y: f32,
}
