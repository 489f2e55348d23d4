//! Tables: cells with the rows and columns that they span.

use super::story::HtmlReader;
use super::tags::HtmlTag;
use crate::diagnostics::Refusal;
use crate::read::borders;
use crate::read::facts::types::TableForm;
use crate::read::rows::end_table;
use crate::text::{Border, BorderKind};

impl HtmlReader {
    /// A cell begins.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn begin_cell(&mut self, tag: &HtmlTag) -> Result<(), Refusal> {
        let rows = self.spans.last_mut();
        if let Some(rows) = rows {
            if rows.is_empty() {
                self.flow.begin_row(&mut self.facts.gathered.table_parts)?;
                rows.push(Vec::new());
            }
            self.flow.begin_cell(&mut self.facts.gathered.table_parts)?;
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
        Ok(())
    }

    /// A table begins. Rules stand where its `border` or its style says; without either there is none, as in
    /// every browser.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn begin_table(&mut self, tag: &HtmlTag) -> Result<(), Refusal> {
        self.flow.begin_table(&mut self.facts.gathered.table_parts)?;
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
        Ok(())
    }

    pub(super) fn end_table(&mut self) {
        end_table(&mut self.flow, &self.spans.pop().unwrap_or_default());
    }
}
