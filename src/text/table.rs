//! Tables, with the looks of cells that the file gives.

use super::{Align, Paragraph, RevisionIndex, Span};

/// A table; its cells may hold tables.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Column widths, twips; empty where the input gives none.
    pub columns: Vec<u32>,
    /// Rows from top to bottom.
    pub rows: Vec<TableRow>,
    /// Where it stands in the input.
    pub span: Span,
    /// Columns run from right to left.
    pub right_to_left: bool,
    /// The first cell of each row heads it.
    pub row_heads: bool,
    /// Where it stands between the margins, as the input has it.
    pub align: Align,
    /// It stands on a page turned on its side.
    pub landscape: bool,
}

impl Table {
    /// All paragraphs in it, those of tables in its cells included, in the order of reading.
    pub fn paragraphs(&self) -> Vec<&Paragraph> {
        let mut all = Vec::new();
        for cell in self.rows.iter().flat_map(|row| &row.cells) {
            cell.collect(&mut all);
        }
        all
    }

    /// The same, to be changed.
    pub fn paragraphs_mut(&mut self) -> Vec<&mut Paragraph> {
        let mut all = Vec::new();
        for cell in self.rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.collect_mut(&mut all);
        }
        all
    }

    /// How many tables stand in its cells, and in theirs.
    pub fn inner_tables(&self) -> usize {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.flat_map(|cell| &cell.inner).map(|inner| 1 + inner.table.inner_tables()).sum()
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableRow {
    /// Cells in logical order.
    pub cells: Vec<TableCell>,
    /// Repeated at the top of each page.
    pub heading: bool,
    /// It does not go on on the next page.
    pub whole: bool,
    /// Its least height as the input has it, twips.
    pub height: Option<u32>,
    /// The row was inserted.
    pub insertion: Option<RevisionIndex>,
    /// The row was deleted.
    pub deletion: Option<RevisionIndex>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableCell {
    /// Its own paragraphs.
    pub paragraphs: Vec<Paragraph>,
    /// The tables in it, in their order between the paragraphs.
    pub inner: Vec<InnerTable>,
    /// Its rules and colour as the input has them; `None` where the official form gives a grid.
    pub look: Option<CellLook>,
    /// How its text runs.
    pub direction: TextDirection,
    /// Columns it spans, at least 1.
    pub columns: u16,
    /// How it takes part in a merge down the column.
    pub merge: VerticalMerge,
    /// The cell was inserted.
    pub insertion: Option<RevisionIndex>,
    /// The cell was deleted.
    pub deletion: Option<RevisionIndex>,
}

impl TableCell {
    /// What stands in it, in the order of reading.
    pub fn pieces(&self) -> Vec<CellPiece<'_>> {
        let mut pieces = Vec::with_capacity(self.paragraphs.len() + self.inner.len());
        let mut tables = self.inner.iter().peekable();
        for (at, paragraph) in self.paragraphs.iter().enumerate() {
            while let Some(inner) = tables.next_if(|inner| inner.at <= at) {
                pieces.push(CellPiece::Table(&inner.table));
            }
            pieces.push(CellPiece::Paragraph(paragraph));
        }
        pieces.extend(tables.map(|inner| CellPiece::Table(&inner.table)));
        pieces
    }

    /// Whether nothing in it is seen.
    pub fn is_blank(&self) -> bool {
        self.inner.is_empty() && self.paragraphs.iter().all(Paragraph::is_blank)
    }

    /// All paragraphs in it, those of its tables included, in the order of reading.
    pub(crate) fn all_paragraphs(&self) -> Vec<&Paragraph> {
        let mut all = Vec::new();
        self.collect(&mut all);
        all
    }

    fn collect<'a>(&'a self, all: &mut Vec<&'a Paragraph>) {
        for piece in self.pieces() {
            match piece {
                CellPiece::Paragraph(paragraph) => all.push(paragraph),
                CellPiece::Table(table) => all.extend(table.paragraphs()),
            }
        }
    }

    fn collect_mut<'a>(&'a mut self, all: &mut Vec<&'a mut Paragraph>) {
        let mut tables = self.inner.iter_mut().peekable();
        for (at, paragraph) in self.paragraphs.iter_mut().enumerate() {
            while let Some(inner) = tables.next_if(|inner| inner.at <= at) {
                all.extend(inner.table.paragraphs_mut());
            }
            all.push(paragraph);
        }
        all.extend(tables.flat_map(|inner| inner.table.paragraphs_mut()));
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy)]
pub enum CellPiece<'a> {
    /// A paragraph.
    Paragraph(&'a Paragraph),
    /// A table.
    Table(&'a Table),
}

/// A table in a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InnerTable {
    /// How many of the cell's paragraphs stand before it.
    pub at: usize,
    /// The table.
    pub table: Table,
}

/// What the input says of a cell's looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CellLook {
    /// Rules above, at the start, below, at the end of the cell.
    pub edges: [Option<Border>; 4],
    /// Colour behind its words, sRGB.
    pub shade: Option<[u8; 3]>,
    /// Where its words stand between its upper and its lower edge.
    pub vertical: VerticalAlign,
}

/// A rule of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Border {
    /// Weight of one line, eighths of a point.
    pub eighths: u8,
    /// How the line runs.
    pub kind: BorderKind,
    /// Colour, sRGB.
    pub colour: [u8; 3],
}

/// How a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BorderKind {
    /// One line.
    #[default]
    Single,
    /// Two lines with white between.
    Double,
    /// Dots.
    Dotted,
    /// Dashes.
    Dashed,
}

/// Vertical alignment in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VerticalAlign {
    /// Under the upper edge.
    #[default]
    Top,
    /// In the middle.
    Centre,
    /// Over the lower edge.
    Bottom,
}

/// How the text of a cell runs (ECMA-376 part 1, 17.18.93).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextDirection {
    /// In level lines.
    #[default]
    Level,
    /// Turned to the left: from the foot to the head of the cell, the first line at its left.
    Up,
    /// Turned to the right: from the head to the foot, the first line at its right.
    Down,
    /// As `Down`, East Asian characters upright.
    Vertical,
}

/// A cell's part in a vertical merge (ECMA-376 part 1, 17.4.84).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VerticalMerge {
    /// Not merged.
    #[default]
    None,
    /// First cell of a merge.
    Start,
    /// Continues the cell above.
    Continue,
}
