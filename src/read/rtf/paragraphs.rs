//! Paragraphs, cells, rows and tables as their marks end them.

use super::groups::Destination;
use super::story::RtfReader;
use crate::diagnostics::Refusal;
use crate::limits;
use crate::read::facts::types::WordSection;
use crate::read::rows::{self, Shape};
use crate::text::RevisionKind;

impl RtfReader {
    pub(super) fn row_word(&mut self, word: &[u8], value: i32) {
        /// `TCGRF`, as in the binary format: merged down, first of those; merged across, first of those.
        const FLAGS: &[(&[u8], u16)] = &[(b"clvmgf", 0x60), (b"clvmrg", 0x20), (b"clmgf", 1), (b"clmrg", 2)];
        match word {
            b"trowd" => {
                self.shape = Shape { edges: vec![0], ..Shape::default() };
                self.cell_flags = 0;
            }
            b"trleft" => self.shape.edges = vec![value],
            b"trhdr" => self.shape.heading = true,
            b"rtlrow" => self.shape.right_to_left = true,
            b"cellx" if self.shape.flags.len() < rows::CELLS => {
                self.shape.edges.push(value);
                self.shape.flags.push(std::mem::take(&mut self.cell_flags));
            }
            _ => {
                let flag = FLAGS.iter().find(|(known, _)| *known == word);
                self.cell_flags |= flag.map_or(0, |(_, flag)| *flag);
            }
        }
    }

    /// Opens the table, row and cell that the text stands in, or ends the table it does not.
    pub(super) fn place(&mut self) {
        let flow = &mut self.story.flow;
        if !self.state.in_table {
            if flow.nesting() > 0 {
                self.end_table();
            }
            return;
        }
        if flow.nesting() == 0 {
            flow.end_paragraph();
            flow.begin_table();
        }
        if !std::mem::replace(&mut self.story.in_row, true) {
            flow.begin_row();
        }
        if flow.cell().is_none() {
            flow.begin_cell();
        }
    }

    pub(super) fn end_paragraph(&mut self, section: bool) -> Result<(), Refusal> {
        if self.state.destination != Destination::Story {
            return Ok(());
        }
        self.give_up_half()?;
        self.place();
        let gathered = &mut self.facts.gathered;
        gathered.paragraphs += 1;
        if gathered.paragraphs > limits::PARAGRAPHS {
            return Err(Refusal::over("the document", limits::PARAGRAPHS as u64, "paragraphs"));
        }
        let mut properties = self.state.paragraph;
        properties.mark.insertion = self.mark(RevisionKind::Insertion);
        properties.mark.deletion = self.mark(RevisionKind::Deletion);
        properties.mark_format = self.state.run;
        properties.ends_section = section.then(WordSection::default);
        properties.runs_on |= self.state.runs_on;
        if std::mem::take(&mut self.story.number_written) {
            (properties.list, properties.level) = (None, None);
        }
        self.story.flow.paragraph().properties = properties;
        self.story.flow.end_paragraph();
        Ok(())
    }

    pub(super) fn end_cell(&mut self) {
        if self.story.flow.nesting() > 0 {
            self.story.flow.end_cell();
        }
    }

    pub(super) fn end_row(&mut self) {
        let shape = self.shape.clone();
        self.story.flow.end_cell();
        self.story.in_row = false;
        if let Some(table) = self.story.flow.table() {
            table.right_to_left |= shape.right_to_left;
            if let Some(row) = table.rows.last_mut() {
                row.heading = shape.heading;
                for (at, cell) in row.cells.iter_mut().enumerate() {
                    cell.merge = shape.merge(at);
                }
            }
            self.story.shapes.push(shape);
        }
    }

    pub(super) fn end_table(&mut self) {
        self.story.in_row = false;
        rows::close(&mut self.story.flow, &std::mem::take(&mut self.story.shapes));
    }
}
