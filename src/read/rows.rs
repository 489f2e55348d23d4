//! Shapes of table rows: edges and merges of cells, and the columns that the rows of a table share.

use crate::read::bytes::{i16_at, slice, u8_at, u16_at};
use crate::read::facts::flow::BlockFlow;
use crate::read::facts::types::{CellForm, WordCell, WordRow, WordTable};
use crate::text::{TextDirection, VerticalMerge};

/// Most cells of a row (MS-DOC 2.9.321).
pub(super) const CELLS: usize = 63;

/// A row's shape.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    /// Left edges of its cells and the right edge of the last, twips.
    pub edges: Vec<i32>,
    /// Flags of its cells (TCGRF).
    pub flags: Vec<u16>,
    /// Repeated on each page.
    pub heading: bool,
    /// Cells run from right to left.
    pub right_to_left: bool,
    /// Its least height, twips.
    pub height: Option<u32>,
    /// Looks of its cells.
    pub forms: Vec<CellForm>,
}

impl Shape {
    /// Lays one table property over the shape.
    pub(super) fn apply(&mut self, code: u16, operand: &[u8]) {
        match code {
            0x3404 => self.heading = u8_at(operand, 0) == Some(1),
            0x560B => self.right_to_left = u16_at(operand, 0).is_some_and(|value| value != 0),
            0xD608 => self.define(operand),
            0x9407 => self.set_height(i16_at(operand, 0).map_or(0, i32::from)),
            0x7629 => {
                // Cells from and up to, and how their text flows.
                if let (Some(from), Some(to), Some(flow)) =
                    (u8_at(operand, 0), u8_at(operand, 1), u16_at(operand, 2))
                {
                    let cells = self
                        .flags
                        .iter_mut()
                        .skip(usize::from(from))
                        .take(usize::from(to.saturating_sub(from)));
                    cells.for_each(|flags| *flags = (*flags & !0x1C) | ((flow & 7) << 2));
                }
            }
            0xD62B => {
                if let (Some(cell), Some(merge)) = (u8_at(operand, 1), u8_at(operand, 2))
                    && let Some(flags) = self.flags.get_mut(usize::from(cell))
                {
                    *flags = (*flags & !0x60) | (u16::from(merge & 3) << 5);
                }
            }
            _ => {}
        }
    }

    /// `sprmTDefTable` (MS-DOC 2.9.321): count, edges, then 20 bytes a cell, as many as were written.
    fn define(&mut self, operand: &[u8]) {
        let count = usize::from(u8_at(operand, 2).unwrap_or(0)).min(CELLS);
        self.edges = (0..=count).filter_map(|at| i16_at(operand, 3 + at * 2)).map(i32::from).collect();
        let cells = operand.get(3 + (count + 1) * 2..).unwrap_or_default();
        self.flags =
            (0..count).map(|at| slice(cells, at * 20, 2).and_then(|b| u16_at(b, 0)).unwrap_or(0)).collect();
    }

    /// Takes a height: the least one, or as a negative number the exact one, which would cut words that the official form
    /// sets larger.
    pub(super) fn set_height(&mut self, twips: i32) {
        self.height = Some(twips.unsigned_abs()).filter(|height| *height > 0);
    }

    /// How the text of a cell runs (MS-DOC 2.9.322, TCGRF, `textFlow`).
    pub(super) fn direction(&self, cell: usize) -> TextDirection {
        match self.flags.get(cell).map_or(0, |flags| (flags >> 2) & 7) {
            1 => TextDirection::Down,
            3 => TextDirection::Up,
            5 => TextDirection::Vertical,
            _ => TextDirection::Level,
        }
    }

    /// Gives a row of the open table what the shape says of it.
    pub(super) fn give(&self, row: &mut WordRow) {
        row.heading = self.heading;
        row.height = self.height;
        for (at, cell) in row.cells.iter_mut().enumerate() {
            cell.merge = self.merge(at);
            cell.direction = self.direction(at);
        }
    }

    /// A cell's part in a vertical merge.
    fn merge(&self, cell: usize) -> VerticalMerge {
        match self.flags.get(cell).map_or(0, |flags| (flags >> 5) & 3) {
            0 => VerticalMerge::None,
            1 => VerticalMerge::Continue,
            _ => VerticalMerge::Start,
        }
    }

    /// A cell's part in a horizontal merge; 0 is none, and the first other value of a group marks
    /// its first cell.
    pub(super) fn joined(&self, cell: usize) -> u16 {
        self.flags.get(cell).map_or(0, |flags| flags & 3)
    }
}

/// Edges nearer than this are one, twips (half a millimetre).
const TOLERANCE: i32 = 28;

/// Gives a table its columns and each cell the columns it spans. `edges` holds, for each row, the
/// left edge of each cell and the right edge of the last one.
pub(super) fn set_columns(table: &mut WordTable, edges: &[Vec<i32>]) {
    let mut all: Vec<i32> = edges.iter().flatten().copied().collect();
    all.sort_unstable();
    all.dedup_by(|next, kept| *next - *kept < TOLERANCE);
    let place = |edge: i32| all.partition_point(|known| *known <= edge).saturating_sub(1);
    table.columns =
        all.iter().zip(all.iter().skip(1)).map(|(from, to)| u32::try_from(to - from).unwrap_or(0)).collect();
    for (row, edges) in table.rows.iter_mut().zip(edges) {
        let Some(first) = edges.first() else { continue };
        row.skipped = u16::try_from(place(*first)).unwrap_or(0).min(63);
        for (cell, bounds) in row.cells.iter_mut().zip(edges.windows(2)) {
            let [left, right] = *bounds else { continue };
            let columns = place(right).saturating_sub(place(left));
            cell.columns = u16::try_from(columns).unwrap_or(1).clamp(1, 63);
        }
    }
}

/// Ends the open table, joins its merged cells and gives it its columns.
pub(super) fn close(flow: &mut BlockFlow, shapes: &[Shape]) {
    if flow.nesting() == 0 {
        return;
    }
    flow.end_cell();
    let mut edges = Vec::new();
    if let Some(table) = flow.table() {
        for (row, shape) in table.rows.iter_mut().zip(shapes) {
            let mut own = shape.edges.clone();
            own.truncate(row.cells.len() + 1);
            for (at, cell) in row.cells.iter_mut().enumerate() {
                // Cells merged across: the first one shows, the later ones are covered.
                let joined = shape.joined(at);
                let earlier = at.checked_sub(1).map_or(0, |before| shape.joined(before));
                cell.joined = joined != 0 && earlier != 0 && joined != group_start(shape, at);
            }
            edges.push(own);
        }
        edges.resize(table.rows.len(), Vec::new());
        set_columns(table, &edges);
    }
    flow.end_table();
}

/// The value that marks the first cell of the merged group that a cell is in.
fn group_start(shape: &Shape, cell: usize) -> u16 {
    let mut at = cell;
    while let Some(before) = at.checked_sub(1)
        && shape.joined(before) != 0
    {
        at = before;
    }
    shape.joined(at)
}

/// Ends the open table of a format in which a cell says how many rows it spans. `spans`: those numbers, by row.
pub(super) fn end_table(flow: &mut BlockFlow, spans: &[Vec<u16>]) {
    flow.end_cell();
    if let Some(table) = flow.table() {
        merge_down(table, spans);
    }
    if flow.nesting() > 0 {
        flow.end_table();
    }
}

/// Adds the cells that continue one above, which HTML and OpenDocument leave out and Word keeps.
/// `spans`: the rows that each cell spans, by row.
fn merge_down(table: &mut WordTable, spans: &[Vec<u16>]) {
    // For each column the rows that its cell still covers, and how wide that cell is.
    let mut covered: Vec<(u16, u16)> = Vec::new();
    for (row, spans) in table.rows.iter_mut().zip(spans) {
        let cells = std::mem::take(&mut row.cells);
        let mut spans = spans.iter();
        let mut column = 0usize;
        for mut cell in cells {
            column = fill(row, &mut covered, column);
            let rows = spans.next().copied().unwrap_or(1);
            if rows > 1 {
                cell.merge = VerticalMerge::Start;
            }
            covered.resize(covered.len().max(column + usize::from(cell.columns)), (0, 0));
            if let Some(slot) = covered.get_mut(column) {
                *slot = (rows - 1, cell.columns);
            }
            column += usize::from(cell.columns);
            row.cells.push(cell);
        }
        fill(row, &mut covered, column);
    }
}

/// Adds continuing cells from a column on; gives the first column that is free.
fn fill(row: &mut WordRow, covered: &mut [(u16, u16)], mut column: usize) -> usize {
    while let Some((rows, columns)) = covered.get_mut(column).filter(|(rows, _)| *rows > 0) {
        *rows -= 1;
        row.cells.push(WordCell { columns: *columns, merge: VerticalMerge::Continue, ..WordCell::default() });
        column += usize::from(*columns).max(1);
    }
    column
}
