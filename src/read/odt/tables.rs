//! Tables, their rows and cells (ODF 1.3 part 3, 9.1), those that stand several times included.
//!
//! In: start tags and ends. Out: tables of the flow. Never: a covered cell's words.

use super::story::{OdtFrame, OdtStoryReader};
use super::styles::text;
use crate::diagnostics::Refusal;
use crate::read::facts::flow::{count_paragraphs, count_parts, may_nest};
use crate::read::facts::types::TableForm;
use crate::read::rows::{CELLS, end_table};
use crate::read::xml::{KnownNamespace, StartTag};

impl<'a> OdtStoryReader<'_, 'a> {
    pub(super) fn open_table(&mut self, element: &StartTag<'a>) -> Result<Option<OdtFrame>, Refusal> {
        let count = |name: &[u8]| {
            let value = text(self.xml, element, KnownNamespace::Table, name)?;
            Ok::<_, Refusal>(value.trim().parse::<u16>().unwrap_or(1).clamp(1, 63))
        };
        let repeated = |name: &[u8]| {
            let value = text(self.xml, element, KnownNamespace::Table, name)?;
            Ok::<_, Refusal>(value.trim().parse::<usize>().unwrap_or(1).max(1))
        };
        Ok(Some(match element.local() {
            b"table" => {
                may_nest(self.flow.nesting())?;
                self.flow.begin_table(&mut self.facts.gathered.table_parts)?;
                if let Some(table) = self.flow.table() {
                    table.form = Some(TableForm::default());
                }
                self.spans.push(Vec::new());
                self.columns.push(Vec::new());
                OdtFrame::Table
            }
            b"table-column" => {
                let style = text(self.xml, element, KnownNamespace::Table, b"style-name")?;
                let repeated = count(b"number-columns-repeated")?;
                if let (Some(columns), Some(width)) =
                    (self.columns.last_mut(), self.sheet.columns.get(&style))
                {
                    let room = usize::from(repeated).min(1000usize.saturating_sub(columns.len()));
                    columns.extend(std::iter::repeat_n(*width, room));
                }
                OdtFrame::Through
            }
            b"table-header-rows" => OdtFrame::HeadRows,
            b"table-row" => {
                self.flow.begin_row(&mut self.facts.gathered.table_parts)?;
                let heading = self.frames.iter().rev().take_while(|frame| !matches!(frame, OdtFrame::Table));
                let heading = heading.into_iter().any(|frame| matches!(frame, OdtFrame::HeadRows));
                let visible = text(self.xml, element, KnownNamespace::Table, b"visibility")?;
                let style = text(self.xml, element, KnownNamespace::Table, b"style-name")?;
                if let Some(row) = self.flow.table().and_then(|table| table.rows.last_mut()) {
                    row.heading = heading;
                    row.height = self.sheet.rows.get(&style).copied();
                    // ODF 1.3 part 3, 19.755.
                    row.hidden = matches!(visible.as_str(), "collapse" | "filter");
                }
                if let Some(rows) = self.spans.last_mut() {
                    rows.push(Vec::new());
                }
                OdtFrame::Row(repeated(b"number-rows-repeated")?)
            }
            b"table-cell" => {
                let (columns, rows) = (count(b"number-columns-spanned")?, count(b"number-rows-spanned")?);
                let style = text(self.xml, element, KnownNamespace::Table, b"style-name")?;
                let (form, direction) = self.sheet.cells.get(&style).copied().unwrap_or_default();
                self.flow.begin_cell(&mut self.facts.gathered.table_parts)?;
                if let Some(cell) = self.flow.cell() {
                    (cell.columns, cell.form, cell.direction) = (columns, form, direction);
                }
                if let Some(row) = self.spans.last_mut().and_then(|spans| spans.last_mut()) {
                    row.push(rows);
                }
                OdtFrame::Cell(repeated(b"number-columns-repeated")?.min(CELLS))
            }
            _ => OdtFrame::Through,
        }))
    }

    pub(super) fn end_table(&mut self) {
        let columns = self.columns.pop().unwrap_or_default();
        if let Some(table) = self.flow.table() {
            table.columns = columns;
        }
        end_table(&mut self.flow, &self.spans.pop().unwrap_or_default());
    }

    /// Ends a row that stands so many times (`table:number-rows-repeated`). One that shows nothing stands
    /// once: spreadsheets end in a million of them.
    pub(super) fn end_row(&mut self, times: usize) -> Result<(), Refusal> {
        self.flow.end_cell();
        let Some(row) = self.flow.table().and_then(|table| table.rows.last()) else { return Ok(()) };
        if times < 2 || !row.cells.iter().any(|cell| cell.shows_something()) {
            return Ok(());
        }
        let row = row.clone();
        self.count_again(
            row.cells.len(),
            row.cells.iter().map(|cell| cell.all_paragraphs().len()).sum(),
            times - 1,
        )?;
        let spans = self.spans.last().and_then(|rows| rows.last()).cloned().unwrap_or_default();
        for _ in 1..times {
            if let (Some(table), Some(rows)) = (self.flow.table(), self.spans.last_mut()) {
                table.rows.push(row.without_references());
                rows.push(spans.clone());
            }
        }
        Ok(())
    }

    /// Ends a cell that stands so many times (`table:number-columns-repeated`).
    pub(super) fn end_cell(&mut self, times: usize) -> Result<(), Refusal> {
        self.flow.end_cell();
        let row = self.flow.table().and_then(|table| table.rows.last());
        let Some(cell) = row.and_then(|row| row.cells.last()).cloned().filter(|_| times > 1) else {
            return Ok(());
        };
        self.count_again(1, cell.all_paragraphs().len(), times - 1)?;
        for _ in 1..times {
            if let Some(row) = self.flow.table().and_then(|table| table.rows.last_mut())
                && let Some(spans) = self.spans.last_mut().and_then(|rows| rows.last_mut())
                && row.cells.len() < CELLS
            {
                row.cells.push(cell.without_references());
                spans.push(spans.last().copied().unwrap_or(1));
            }
        }
        Ok(())
    }

    /// Counts what stands again: paragraphs, and cells, which may have none.
    fn count_again(&mut self, cells: usize, paragraphs: usize, times: usize) -> Result<(), Refusal> {
        count_parts(&mut self.facts.gathered.table_parts, cells.saturating_mul(times))?;
        count_paragraphs(&mut self.facts.gathered.paragraphs, paragraphs.max(1).saturating_mul(times))
    }
}
