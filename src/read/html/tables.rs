//! Tables: cells with the rows and columns that they span.

use super::story::Reader;
use super::tags::Tag;
use crate::read::facts::types::{WordCell, WordRow, WordTable};
use crate::text::VerticalMerge;

impl Reader {
    pub(super) fn begin_cell(&mut self, tag: &Tag) {
        let rows = self.spans.last_mut();
        if let Some(rows) = rows {
            if rows.is_empty() {
                self.flow.begin_row();
                rows.push(Vec::new());
            }
            self.flow.begin_cell();
            if let Some(row) = rows.last_mut() {
                row.push(tag.count("rowspan"));
            }
        }
        if let Some(cell) = self.flow.cell() {
            cell.columns = tag.count("colspan");
        }
    }

    pub(super) fn end_table(&mut self) {
        self.flow.end_cell();
        let spans = self.spans.pop().unwrap_or_default();
        if let Some(table) = self.flow.table() {
            merge_down(table, &spans);
        }
        if self.flow.nesting() > 0 && self.flow.end_table() {
            self.facts.gathered.oddities.nested_tables += 1;
        }
    }
}

/// Adds the cells that continue one above, which HTML leaves out and Word keeps.
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
