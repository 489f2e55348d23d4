//! Tables as rows of cells.
//!
//! In: a table of words. Out: rows as blocks, and a copy of its heading rows for the pages on which
//! it goes on. Never: a table wider than the text, a merged cell that hides words. A table in a cell
//! is rows among that cell's lines.
//!
//! The lines of a cell merged down the column run through all its rows: each row takes what it has
//! room for, the last one the rest. So a merged cell crosses a page as any other does.

use std::collections::BTreeMap;

use crate::diagnostics::Refusal;
use crate::pages::StructureKind;
use crate::text::{Align, CellPiece, Table, TableCell, TableRow, TextDirection, VerticalMerge};

use super::blocks::{FlowBlock, ParagraphJob};
use super::merged;
use super::rows::{CELL_SIDE, CellLine, LaidCell, LaidRow};
use super::turned::WaitingCell;
use crate::layout::compositor::{Compositor, points};
use crate::layout::inline::lines::Column;
use crate::layout::inline::styled::Inherited;
use crate::layout::structure::StructPlace;

/// Least height of a row, points.
const LEAST_ROW: f32 = 12.0;

/// A table set: its rows, and its head again for repeating.
#[derive(Debug, Default)]
pub(crate) struct SetTable {
    /// Rows as blocks.
    pub blocks: Vec<FlowBlock>,
    /// The heading rows, as furniture.
    pub head: Vec<LaidRow>,
}

/// Where a cell stands: the columns of its table, its row, the place in the structure of what is in it.
#[derive(Debug, Clone, Copy)]
struct CellPlace<'a> {
    row: &'a TableRow,
    /// Its row, and its place among the cells of that; the rows that it takes up.
    at: (usize, usize),
    rows: u16,
    parent: Option<(u32, u16, Option<StructureKind>)>,
    around: Inherited,
}

/// Columns and what merged cells still have to place.
struct Grid<'t, 'a> {
    table: &'t Table,
    /// It has one column and no head.
    boxed: bool,
    /// Left edge and width of each column, points.
    columns: Vec<(f32, f32)>,
    /// First column of each cell, row by row.
    starts: Vec<Vec<usize>>,
    /// Lines of merged cells that go on below, by first column.
    open: BTreeMap<usize, LaidCell>,
    /// Turned cells that wait for the heights of rows.
    turned: Vec<WaitingCell<'a>>,
    /// Marks of the cell that the table stands in.
    around: Inherited,
}

impl<'a> Compositor<'a> {
    /// The element of a table in the body.
    pub(crate) fn table_element(&mut self, table: &Table) -> u32 {
        self.table_element_in(self.tree.section(), table)
    }

    fn table_element_in(&mut self, parent: u32, table: &Table) -> u32 {
        let kind = if is_boxed(table) { StructureKind::Section } else { StructureKind::Table };
        self.tree.add(parent, kind)
    }

    /// Sets a table; `element` is its place in the structure, `index` that among the flow's heads.
    ///
    /// # Errors
    /// Where the template lacks a style.
    pub(crate) fn set_table(
        &mut self,
        table: &'a Table,
        element: u32,
        index: usize,
    ) -> Result<SetTable, Refusal> {
        let mut set = SetTable::default();
        let column = if table.landscape { self.turned_column() } else { self.column() };
        let mut grid = Grid::new(table, column);
        let heading_rows = table.rows.iter().take_while(|row| row.heading).count();
        let mut rows = Vec::with_capacity(table.rows.len());
        for (at, row) in table.rows.iter().enumerate() {
            rows.push(self.set_row(&mut grid, at, row, Some(element))?);
        }
        let joined = self.set_turned(&mut rows, std::mem::take(&mut grid.turned));
        merged::align(&mut rows);
        for (at, made) in rows.into_iter().enumerate() {
            let heading = at < heading_rows;
            let mut block = FlowBlock::row(LaidRow { table: Some(index), heading, ..made });
            block.turned = table.landscape;
            // A head, marked as one or not, never stands alone at the foot of a page.
            block.glued = (heading || at == 0) && at + 1 < table.rows.len() || joined.contains(&at);
            set.blocks.push(block);
        }
        grid.open.clear();
        self.tree.fill_rows(element);
        // A table that is all head repeats nothing.
        if heading_rows < table.rows.len() {
            for (at, row) in table.rows.iter().take(heading_rows).enumerate() {
                let made = self.set_row(&mut grid, at, row, None)?;
                set.head.push(LaidRow { table: Some(index), heading: true, ..made });
            }
            self.set_turned(&mut set.head, std::mem::take(&mut grid.turned));
            merged::align(&mut set.head);
        }
        Ok(set)
    }

    /// The rows of a table in a cell.
    fn set_inner(
        &mut self,
        table: &'a Table,
        parent: Option<u32>,
        column: Column,
        around: Inherited,
    ) -> Result<Vec<LaidRow>, Refusal> {
        let element = parent.map(|parent| self.table_element_in(parent, table));
        let mut grid = Grid { around, ..Grid::new(table, column) };
        let rows = table.rows.iter().enumerate();
        let made: Result<Vec<LaidRow>, Refusal> =
            rows.map(|(at, row)| self.set_row(&mut grid, at, row, element)).collect();
        element.iter().for_each(|element| self.tree.fill_rows(*element));
        let mut made = made?;
        self.set_turned(&mut made, std::mem::take(&mut grid.turned));
        merged::align(&mut made);
        Ok(made)
    }

    fn set_row(
        &mut self,
        grid: &mut Grid<'_, 'a>,
        at: usize,
        row: &'a TableRow,
        table: Option<u32>,
    ) -> Result<LaidRow, Refusal> {
        let kind = if grid.boxed { StructureKind::Section } else { StructureKind::TableRow };
        let element = table.map(|table| self.tree.add(table, kind));
        let mut made = LaidRow { bordered: true, whole: row.whole, ..LaidRow::default() };
        let mut merged = Vec::new();
        let mut first = 0;
        for cell in &row.cells {
            let span = usize::from(cell.columns.max(1));
            let mut set = grid.cell(first, span);
            let going_on = grid.continues(at + 1, first);
            let above = grid.open.remove(&first).filter(|_| cell.merge == VerticalMerge::Continue);
            if let Some(above) = above {
                // Taken over whole: copied into each row they would cost as the square of the rows.
                set.lines = above.lines;
                set.continues = true;
            }
            let rows = grid.rows_down(at, first);
            let kind = match (row.heading, grid.table.row_heads && first == 0) {
                _ if grid.boxed => None,
                (true, _) => Some(StructureKind::TableHead),
                (false, true) => Some(StructureKind::RowHead),
                (false, false) => Some(StructureKind::TableCell),
            };
            let parent = element.map(|row| (row, rows, kind));
            let place = CellPlace { row, at: (at, made.cells.len()), rows, parent, around: grid.around };
            grid.turned.extend(self.set_cell(&mut set, cell, place)?);
            set.continued = going_on && cell.merge != VerticalMerge::None;
            merged.push((first, set.continued));
            made.cells.push(set);
            first += span;
        }
        let ruled = make_room_for_rules(&mut made.cells);
        let settled = made.cells.iter().filter(|cell| !cell.continued).map(LaidCell::height);
        let given = row.height.map_or(0.0, |twips| points(i32::try_from(twips).unwrap_or(i32::MAX)));
        made.height = settled.fold(LEAST_ROW.max(given.min(self.highest_row())) + ruled, f32::max);
        for (cell, (first, continued)) in made.cells.iter_mut().zip(merged) {
            if continued {
                let taken = cell.take(made.height);
                let rest = std::mem::replace(cell, taken);
                grid.open.insert(first, rest);
            }
        }
        Ok(made)
    }

    fn set_cell(
        &mut self,
        set: &mut LaidCell,
        cell: &'a TableCell,
        place: CellPlace<'a>,
    ) -> Result<Option<WaitingCell<'a>>, Refusal> {
        let CellPlace { row, parent, around, .. } = place;
        set.look = cell.look;
        if cell.is_blank() && cell.merge == VerticalMerge::Continue {
            return Ok(None);
        }
        let style = self.style(if row.heading { "Tablehead" } else { "Tabletext" })?;
        let element = parent.map(|(parent, rows, kind)| match kind {
            Some(kind) => self.tree.add_cell(parent, kind, cell.columns, rows),
            None => parent,
        });
        let width = (set.width - 2.0 * CELL_SIDE).max(1.0);
        let column = Column { left: set.left + CELL_SIDE, width, align: None };
        let inherited = Inherited {
            insertion: cell.insertion.or(row.insertion).or(around.insertion),
            deletion: cell.deletion.or(row.deletion).or(around.deletion),
        };
        let is_turned = cell.direction != TextDirection::Level && cell.inner.is_empty() && !cell.is_blank();
        let mut jobs = Vec::new();
        for piece in cell.pieces() {
            match piece {
                CellPiece::Paragraph(paragraph) => {
                    let place = element.map_or(StructPlace::Artifact, |element| {
                        StructPlace::Element(self.tree.add(element, StructureKind::Paragraph))
                    });
                    let align = cell.look.and(cell_align(paragraph.hint.align));
                    let job = ParagraphJob { inherited, ..ParagraphJob::new(paragraph, style, place) };
                    if is_turned {
                        jobs.push((job, align));
                    } else {
                        self.fill_cell(set, job, Column { align, ..column });
                    }
                }
                CellPiece::Table(table) => {
                    let rows = self.set_inner(table, element, column, inherited)?;
                    let mut before = std::mem::take(&mut set.after);
                    for row in rows {
                        set.lines.push_back((std::mem::take(&mut before), CellLine::Row(row)));
                    }
                }
            }
        }
        let (place, rows, direction) = (place.at, usize::from(place.rows), cell.direction);
        Ok(is_turned.then_some(WaitingCell { place, rows, direction, jobs }))
    }

    /// The highest that a row may be asked to be, points.
    fn highest_row(&self) -> f32 {
        let page = &self.template.page;
        (points(page.height.min(page.width) - page.top - page.bottom) - 36.0).max(LEAST_ROW)
    }
}

/// Gives the rules above and below a row their room, half of it in the row: so Word reckons, as measured on pages that
/// it printed by two programs that follow it (developer0hye/office2pdf, pull request 509; stella/folio, 171), and so
/// does LibreOffice. The room in all, points.
fn make_room_for_rules(cells: &mut [LaidCell]) -> f32 {
    let weights = cells.iter().map(LaidCell::rule_weights);
    let [above, below] =
        weights.fold([0.0_f32; 2], |[a, b], [c, d]| [a.max(c), b.max(d)]).map(|weight| weight / 2.0);
    for cell in cells {
        if let Some((before, _)) = cell.lines.front_mut().filter(|_| !cell.continues) {
            *before += above;
        }
        cell.after += below;
    }
    above + below
}

/// The alignment of a cell's paragraph where it is not left to the style: both edges are the style's to say.
fn cell_align(given: Option<Align>) -> Option<Align> {
    given.filter(|align| *align != Align::Justify)
}

/// What has one column relates nothing to anything: to a reader it is a box, not a table.
fn is_boxed(table: &Table) -> bool {
    table.rows.iter().all(|row| row.cells.len() <= 1 && !row.heading)
}

impl<'t> Grid<'t, '_> {
    /// The grid of a table in a column, nothing placed yet.
    fn new(table: &'t Table, column: Column) -> Self {
        let columns = columns(table, column);
        let (boxed, open) = (is_boxed(table), BTreeMap::new());
        let starts = table.rows.iter().map(starts).collect();
        let turned = Vec::new();
        Self { table, boxed, columns, starts, open, turned, around: Inherited::default() }
    }

    /// An empty cell over `span` columns from `first`; past the last column it has that one's place.
    fn cell(&self, first: usize, span: usize) -> LaidCell {
        let covered = self.columns.iter().skip(first).take(span).copied();
        let edges = covered.map(|(left, width)| (left, left + width));
        let joined = edges.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let (left, right) =
            joined.or_else(|| self.columns.last().map(|c| (c.0, c.0 + c.1))).unwrap_or((0.0, 1.0));
        LaidCell { left, width: right - left, mirrored: self.table.right_to_left, ..LaidCell::default() }
    }

    /// Whether row `at` continues a merge in column `first`.
    fn continues(&self, at: usize, first: usize) -> bool {
        self.starting(at, first).is_some_and(|cell| cell.merge == VerticalMerge::Continue)
    }

    /// The cell of row `at` that starts in column `first`.
    fn starting(&self, at: usize, first: usize) -> Option<&TableCell> {
        let cell = self.starts.get(at)?.binary_search(&first).ok()?;
        self.table.rows.get(at)?.cells.get(cell)
    }

    /// Rows that the merge starting in row `at` and column `first` takes up. A cell below that has
    /// words of its own is a cell of its own to a reader.
    fn rows_down(&self, at: usize, first: usize) -> u16 {
        let Some(cell) = self.starting(at, first) else { return 1 };
        if cell.merge != VerticalMerge::Start {
            return 1;
        }
        let below = (at + 1..).take_while(|row| {
            let cell = self.starting(*row, first).filter(|cell| cell.merge == VerticalMerge::Continue);
            cell.is_some_and(TableCell::is_blank)
        });
        u16::try_from(below.count() + 1).unwrap_or(u16::MAX)
    }
}

/// First column of each cell of a row.
fn starts(row: &TableRow) -> Vec<usize> {
    let start = |column: &mut usize, cell: &TableCell| {
        let here = *column;
        *column += usize::from(cell.columns.max(1));
        Some(here)
    };
    row.cells.iter().scan(0, start).collect()
}

/// Width of each column as the table asks for it, points; equal shares of the text where it does not.
fn widths(table: &Table, text: Column) -> Vec<f32> {
    let across =
        |row: &TableRow| row.cells.iter().map(|cell| usize::from(cell.columns.max(1))).sum::<usize>();
    let count = table.rows.iter().map(across).max().unwrap_or(0).max(1);
    let given: Vec<f32> = table
        .columns
        .iter()
        .map(|twips| points(i32::try_from(*twips).unwrap_or(i32::MAX)).max(1.0))
        .collect();
    if given.len() == count { given } else { vec![text.width / count as f32; count] }
}

/// Left edge and width of each column, scaled down where the table is wider than the text.
fn columns(table: &Table, text: Column) -> Vec<(f32, f32)> {
    let widths = widths(table, text);
    let total: f32 = widths.iter().sum();
    let scale = (text.width / total).min(1.0);
    let spare = text.width - total * scale;
    let mut at = match table.align {
        Align::Centre => spare / 2.0,
        Align::End => spare,
        Align::Start | Align::Justify => 0.0,
    };
    let place = |width: f32| {
        let width = width * scale;
        let left = if table.right_to_left { text.left + text.width - at - width } else { text.left + at };
        at += width;
        (left, width)
    };
    widths.into_iter().map(place).collect()
}
