//! Tables: cells with the rows and columns that they span.

use super::story::HtmlReader;
use super::tags::Tag;
use crate::read::rows::merge_down;

impl HtmlReader {
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
        if self.flow.nesting() > 0 {
            self.flow.end_table();
        }
    }
}
