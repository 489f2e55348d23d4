//! Tables: cells with the rows and columns that they span.

use super::story::HtmlReader;
use super::tags::HtmlTag;
use crate::read::borders;
use crate::read::facts::types::TableForm;
use crate::read::rows::end_table;
use crate::text::{Border, BorderKind};

impl HtmlReader {
    pub(super) fn begin_cell(&mut self, tag: &HtmlTag) {
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
            cell.form = borders::form(|name| tag.style(name).map(str::to_owned));
            if let Some(colour) = tag.attribute("bgcolor") {
                cell.form.shade = cell.form.shade.or(Some(borders::colour(colour)));
            }
        }
    }

    /// A table begins. Rules stand where its `border` or its style says; without either there is none, as in
    /// every browser.
    pub(super) fn begin_table(&mut self, tag: &HtmlTag) {
        self.flow.begin_table();
        self.spans.push(Vec::new());
        let mut cells = borders::form(|name| tag.style(name).map(str::to_owned));
        let ruled = tag.attribute("border").is_some_and(|border| !matches!(border.trim(), "0" | "none"));
        if ruled {
            let usual = Border { eighths: 4, kind: BorderKind::Single, colour: [0; 3] };
            cells.rules.iter_mut().for_each(|rule| *rule = rule.or(Some(Some(usual))));
        }
        if let Some(table) = self.flow.table() {
            table.form = Some(TableForm { cells, ..TableForm::default() });
        }
    }

    pub(super) fn end_table(&mut self) {
        end_table(&mut self.flow, &self.spans.pop().unwrap_or_default());
    }
}
