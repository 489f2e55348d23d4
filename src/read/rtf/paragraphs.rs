//! Paragraphs, cells, rows and tables as their marks end them.

use super::groups::Destination;
use super::story::{RtfReader, RtfStory};
use crate::diagnostics::Refusal;
use crate::read::facts::flow::count_paragraphs;
use crate::read::facts::types::{CellForm, WordSection};
use crate::read::rows::{self, Shape};
use crate::text::{Border, BorderKind, RevisionKind, VerticalAlign};

impl RtfReader {
    pub(super) fn row_word(&mut self, word: &[u8], value: i32) {
        /// `TCGRF`, as in the binary format: merged down, first of those; merged across, first of those.
        const FLAGS: &[(&[u8], u16)] = &[
            (b"clvmgf", 0x60),
            (b"clvmrg", 0x20),
            (b"clmgf", 1),
            (b"clmrg", 2),
            (b"cltxtbrl", 1 << 2),
            (b"cltxbtlr", 3 << 2),
            (b"cltxtbrlv", 5 << 2),
        ];
        match word {
            b"trowd" => {
                self.shape = Shape { edges: vec![0], ..Shape::default() };
                self.cell_flags = 0;
                (self.cell_form, self.side) = (CellForm::default(), None);
            }
            b"trleft" => self.shape.edges = vec![value],
            b"trhdr" => self.shape.heading = true,
            b"rtlrow" => self.shape.right_to_left = true,
            b"trrh" => self.shape.set_height(value),
            b"cellx" if self.shape.flags.len() < rows::CELLS => {
                self.shape.edges.push(value);
                self.shape.flags.push(std::mem::take(&mut self.cell_flags));
                self.shape.forms.push(std::mem::take(&mut self.cell_form));
                self.side = None;
            }
            b"clbrdrt" => self.side = Some(0),
            b"clbrdrl" => self.side = Some(1),
            b"clbrdrb" => self.side = Some(2),
            b"clbrdrr" => self.side = Some(3),
            b"clvertalc" => self.cell_form.vertical = Some(VerticalAlign::Centre),
            b"clvertalb" => self.cell_form.vertical = Some(VerticalAlign::Bottom),
            // Another border than a cell's: a paragraph's, a row's.
            b"brdrt" | b"brdrl" | b"brdrb" | b"brdrr" | b"box" => self.side = None,
            _ if word.starts_with(b"trbrdr") => self.side = None,
            _ if word.starts_with(b"brdr") => self.cell_rule(word, value),
            _ => {
                let flag = FLAGS.iter().find(|(known, _)| *known == word);
                self.cell_flags |= flag.map_or(0, |(_, flag)| *flag);
            }
        }
    }

    /// What a word says of the rule at hand of a cell (RTF 1.9.1, paragraph borders).
    fn cell_rule(&mut self, word: &[u8], value: i32) {
        let Some(slot) = self.side.and_then(|side| self.cell_form.rules.get_mut(side)) else { return };
        let mut rule =
            slot.flatten().unwrap_or(Border { eighths: 4, kind: BorderKind::Single, colour: [0; 3] });
        match word {
            b"brdrnone" | b"brdrnil" => {
                *slot = Some(None);
                return;
            }
            // Twips; eighths of a point are two and a half to one.
            b"brdrw" => rule.eighths = u8::try_from(value.clamp(1, 240) * 2 / 5).unwrap_or(4).max(1),
            b"brdrdb" | b"brdrtriple" => rule.kind = BorderKind::Double,
            b"brdrdot" => rule.kind = BorderKind::Dotted,
            b"brdrdash" | b"brdrdashsm" => rule.kind = BorderKind::Dashed,
            b"brdrs" | b"brdrth" | b"brdrhair" => {}
            _ => return,
        }
        *slot = Some(Some(rule));
    }

    /// Opens the table, row and cell that the text stands in, or ends the table it does not.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn place(&mut self) -> Result<(), Refusal> {
        let flow = &mut self.story.flow;
        if !self.state.in_table {
            if flow.nesting() > 0 {
                self.end_table();
            }
            return Ok(());
        }
        if flow.nesting() == 0 {
            flow.end_paragraph();
            flow.begin_table(&mut self.facts.gathered.table_parts)?;
        }
        let depth = self.state.depth.max(1);
        while self.story.inner.len() >= depth {
            self.end_inner_table();
        }
        let RtfStory { flow, inner, in_row, .. } = &mut self.story;
        for level in 0..depth {
            if inner.len() < level {
                flow.begin_table(&mut self.facts.gathered.table_parts)?;
                inner.push((false, Vec::new()));
            }
            let open = match level.checked_sub(1) {
                Some(at) => inner.get_mut(at).map(|(open, _)| open),
                None => Some(&mut *in_row),
            };
            let Some(open) = open else { return Ok(()) };
            // Of the tables around, a row and a cell are open already.
            if level + 1 == flow.nesting() && !std::mem::replace(open, true) {
                flow.begin_row(&mut self.facts.gathered.table_parts)?;
            }
            if level + 1 == flow.nesting() && flow.cell().is_none() {
                flow.begin_cell(&mut self.facts.gathered.table_parts)?;
            }
        }
        Ok(())
    }

    /// Ends the innermost table in a cell.
    fn end_inner_table(&mut self) {
        if let Some((_, shapes)) = self.story.inner.pop() {
            rows::close(&mut self.story.flow, &shapes);
        }
    }

    /// Ends a cell of an inner table (RTF 1.9.1, nested tables).
    pub(super) fn end_inner_cell(&mut self) {
        if !self.story.inner.is_empty() {
            self.story.flow.end_cell();
        }
    }

    /// Ends a row of an inner table, whose shape was said last.
    pub(super) fn end_inner_row(&mut self) {
        let outer = self.outer_shape.take().unwrap_or_default();
        let shape = std::mem::replace(&mut self.shape, outer);
        if let Some((in_row, _)) = self.story.inner.last_mut() {
            *in_row = false;
            self.shape_row(&shape);
            if let Some((_, shapes)) = self.story.inner.last_mut() {
                shapes.push(shape);
            }
        }
    }

    /// Ends the open row of the innermost table and gives it its shape.
    fn shape_row(&mut self, shape: &Shape) {
        self.story.flow.end_cell();
        let Some(table) = self.story.flow.table() else { return };
        table.right_to_left |= shape.right_to_left;
        table.form.get_or_insert_default();
        if let Some(row) = table.rows.last_mut() {
            shape.give(row);
            for (at, cell) in row.cells.iter_mut().enumerate() {
                cell.form = shape.forms.get(at).copied().unwrap_or_default();
            }
        }
    }

    pub(super) fn end_paragraph(&mut self, section: bool) -> Result<(), Refusal> {
        if self.state.destination != Destination::Story {
            return Ok(());
        }
        self.give_up_half()?;
        self.place()?;
        count_paragraphs(&mut self.facts.gathered.paragraphs, 1)?;
        let mut properties = self.state.paragraph;
        properties.mark.insertion = self.mark(RevisionKind::Insertion);
        properties.mark.deletion = self.mark(RevisionKind::Deletion);
        properties.mark_format = self.state.run;
        properties.ends_section =
            section.then(|| WordSection { landscape: self.turned, columns: 1, ..WordSection::default() });
        properties.runs_on |= self.state.runs_on;
        let empty = properties.list.is_none() && !self.story.flow.has_text();
        if !std::mem::take(&mut self.story.passed_over) && !empty {
            self.story.follows = properties.list;
        }
        if std::mem::take(&mut self.story.number_written) {
            properties.number_written = properties.list.take().is_some();
            properties.level = None;
        }
        self.story.flow.paragraph().properties = properties;
        self.story.flow.end_paragraph();
        Ok(())
    }

    pub(super) fn end_cell(&mut self) {
        while !self.story.inner.is_empty() {
            self.end_inner_table();
        }
        if self.story.flow.nesting() > 0 {
            self.story.flow.end_cell();
        }
    }

    pub(super) fn end_row(&mut self) {
        while !self.story.inner.is_empty() {
            self.end_inner_table();
        }
        let shape = self.shape.clone();
        self.shape_row(&shape);
        self.story.in_row = false;
        if self.story.flow.nesting() > 0 {
            self.story.shapes.push(shape);
        }
    }

    pub(super) fn end_table(&mut self) {
        while !self.story.inner.is_empty() {
            self.end_inner_table();
        }
        self.story.in_row = false;
        rows::close(&mut self.story.flow, &std::mem::take(&mut self.story.shapes));
    }
}
