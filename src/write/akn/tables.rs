//! Tables: rows and cells with their spans.

use super::AknWriter;
use super::blocks::marks;
use super::inline::pairs;
use crate::text::{CellPiece, Table, TableCell, VerticalMerge};

impl AknWriter<'_> {
    /// A table. Cells that a merge covers are left out where they are empty, as they are in HTML.
    pub(super) fn table(&mut self, table: &Table, class: &str) {
        if table.rows.iter().all(|row| row.cells.is_empty()) {
            return;
        }
        let id = self.ids.named(&self.at, "table", &fingerprint(table));
        self.xml.open("table", &[("eId", &id), ("class", class)]);
        for (at, row) in table.rows.iter().enumerate().filter(|(_, row)| !row.cells.is_empty()) {
            let marked = marks(row.insertion, row.deletion, None);
            self.xml.open("tr", &pairs(&marked));
            let mut column = 0;
            let mut shown = 0;
            for cell in &row.cells {
                if cell.merge != VerticalMerge::Continue || !is_blank(cell) {
                    self.cell(cell, row.heading, rows_of(table, at, column, cell));
                    shown += 1;
                }
                column += usize::from(cell.columns.max(1));
            }
            if shown == 0 {
                // The schema wants a cell in each row.
                self.xml.empty("td", &[]);
            }
            self.xml.close();
        }
        self.xml.close();
    }

    fn cell(&mut self, cell: &TableCell, heading: bool, rows: usize) {
        let (columns, rows) = (cell.columns.max(1).to_string(), rows.to_string());
        let mut attributes = Vec::new();
        attributes.extend((columns != "1").then_some(("colspan", columns.as_str())));
        attributes.extend((rows != "1").then_some(("rowspan", rows.as_str())));
        let marked = marks(cell.insertion, cell.deletion, None);
        attributes.extend(pairs(&marked));
        self.xml.open(if heading { "th" } else { "td" }, &attributes);
        for piece in cell.pieces() {
            match piece {
                CellPiece::Paragraph(paragraph) => {
                    let marked = self.mark_of(paragraph);
                    self.xml.open("p", &pairs(&marked));
                    self.inline(paragraph, 0..paragraph.all_text().len());
                    self.xml.close();
                }
                // As deep as the readers let tables be (`limits`).
                CellPiece::Table(table) => self.table(table, "inner"),
            }
        }
        self.xml.close();
    }
}

fn is_blank(cell: &TableCell) -> bool {
    cell.inner.is_empty() && cell.paragraphs.iter().all(crate::text::Paragraph::is_blank)
}

/// Rows that a cell spans: its own and those below whose cell in the same column goes on with it.
fn rows_of(table: &Table, row: usize, column: usize, cell: &TableCell) -> usize {
    if cell.merge != VerticalMerge::Start {
        return 1;
    }
    let goes_on = |row: &&crate::text::TableRow| {
        let mut at = 0;
        row.cells.iter().any(|below| {
            let here = at == column;
            at += usize::from(below.columns.max(1));
            here && below.merge == VerticalMerge::Continue && is_blank(below)
        })
    };
    1 + table.rows.iter().skip(row + 1).take_while(goes_on).count()
}

/// What a table is known by: the words of its first cell that has any.
pub(super) fn fingerprint(table: &Table) -> String {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let first = cells.flat_map(|cell| &cell.paragraphs).find(|paragraph| !paragraph.is_blank());
    first.map_or_else(|| "empty".to_owned(), super::ids::fingerprint)
}
