//! The flow of a story: runs make paragraphs, paragraphs make cells and tables.
//!
//! A table inside a cell becomes paragraphs of that cell, a text box becomes blocks after the
//! paragraph that anchors it, so what comes out is never nested deeper than paragraph in cell.

use super::field::Field;
use super::types::{Block, WordCell, WordParagraph, WordRow, WordRun, WordTable};
use crate::diagnostics::Refusal;
use crate::limits;

/// Blocks in the making: the story's own, or a text box's.
#[derive(Debug, Default)]
pub struct Flow {
    /// Finished blocks.
    pub blocks: Vec<Block>,
    /// Open fields, innermost last; they may run over paragraphs.
    pub fields: Vec<Field>,
    paragraph: Option<WordParagraph>,
    /// Blocks of text boxes anchored in the open paragraph.
    anchored: Vec<Block>,
    /// Open tables, each with its open cell.
    tables: Vec<(WordTable, Option<WordCell>)>,
    /// A page break that nothing has followed yet.
    page_break: bool,
}

impl Flow {
    /// How many tables are open.
    pub fn nesting(&self) -> usize {
        self.tables.len()
    }

    /// The innermost open table.
    pub fn table(&mut self) -> Option<&mut WordTable> {
        self.tables.last_mut().map(|(table, _)| table)
    }

    /// The innermost open cell.
    pub fn cell(&mut self) -> Option<&mut WordCell> {
        self.tables.last_mut().and_then(|(_, cell)| cell.as_mut())
    }

    /// Begins a paragraph, counted against the bound.
    ///
    /// # Errors
    /// More paragraphs than the bound.
    pub fn begin_paragraph(&mut self, count: &mut usize) -> Result<(), Refusal> {
        *count += 1;
        if *count > limits::PARAGRAPHS {
            return Err(Refusal::over("the document", limits::PARAGRAPHS as u64, "paragraphs"));
        }
        self.end_paragraph();
        self.paragraph();
        Ok(())
    }

    /// The open paragraph; text outside of one opens it.
    pub fn paragraph(&mut self) -> &mut WordParagraph {
        let page_break = &mut self.page_break;
        self.paragraph.get_or_insert_with(|| WordParagraph {
            page_break: std::mem::take(page_break),
            ..Default::default()
        })
    }

    /// Whether the open paragraph holds anything.
    pub fn has_text(&self) -> bool {
        self.paragraph.as_ref().is_some_and(|paragraph| !paragraph.runs.is_empty())
    }

    /// Takes the space at the end of the open paragraph away.
    pub fn trim_end(&mut self) {
        let Some(runs) = self.paragraph.as_mut().map(|paragraph| &mut paragraph.runs) else {
            return;
        };
        if let Some(last) = runs.last_mut().filter(|run| run.object.is_none()) {
            last.text.truncate(last.text.trim_end_matches(' ').len());
            if last.text.is_empty() {
                runs.pop();
            }
        }
    }

    /// The last character of the open paragraph before the spaces at its end; `None` behind an object.
    pub fn last_character(&self) -> Option<char> {
        let runs = self.paragraph.as_ref()?.runs.iter().rev().take_while(|run| run.object.is_none());
        let mut ends = runs.map(|run| run.text.trim_end_matches(' '));
        ends.find_map(|text| text.chars().next_back())
    }

    /// The last run of the open paragraph.
    pub fn last_run(&self) -> Option<&WordRun> {
        self.paragraph.as_ref()?.runs.last()
    }

    /// Notes a page break: it stands before the text that follows, or the next paragraph.
    pub fn page_break(&mut self) {
        let paragraph = self.paragraph();
        if paragraph.runs.is_empty() {
            paragraph.page_break = true;
        } else {
            self.page_break = true;
        }
    }

    /// Adds text or an object to the open paragraph, joined to the run before where they agree.
    ///
    /// # Errors
    /// More runs than the bound.
    pub fn push(&mut self, mut run: WordRun, text: &str, count: &mut usize) -> Result<(), Refusal> {
        let parted = self.paragraph.as_ref().is_some_and(|p| !p.runs.is_empty())
            && std::mem::take(&mut self.page_break);
        let paragraph = self.paragraph();
        if parted {
            // A page break inside a paragraph parts its words as a line break does.
            run.text.push('\n');
        }
        if let Some(last) = paragraph.runs.last_mut()
            && last.object.is_none()
            && run.object.is_none()
            && (last.properties, last.insertion, last.deletion, last.link)
                == (run.properties, run.insertion, run.deletion, run.link)
        {
            last.text.push_str(&run.text);
            last.text.push_str(text);
            return Ok(());
        }
        *count += 1;
        if *count > limits::RUNS {
            return Err(Refusal::over("the document", limits::RUNS as u64, "runs"));
        }
        run.text.push_str(text);
        paragraph.runs.push(run);
        Ok(())
    }

    /// Ends the open paragraph, and puts what was anchored in it after it.
    pub fn end_paragraph(&mut self) {
        if let Some(paragraph) = self.paragraph.take() {
            self.place(Block::Paragraph(paragraph));
        }
        for block in std::mem::take(&mut self.anchored) {
            self.place(block);
        }
    }

    /// Puts a block in the open cell, as paragraphs, or in the flow.
    fn place(&mut self, block: Block) {
        let Some((table, cell)) = self.tables.last_mut() else {
            self.blocks.push(block);
            return;
        };
        let cell = match cell {
            Some(cell) => cell,
            // Text in a table but in no cell: a row and a cell are supplied, so that it is kept.
            None => {
                if table.rows.is_empty() {
                    table.rows.push(WordRow::default());
                }
                cell.insert(WordCell { columns: 1, ..WordCell::default() })
            }
        };
        match block {
            Block::Paragraph(paragraph) => cell.paragraphs.push(paragraph),
            Block::Table(table) => cell.paragraphs.extend(paragraphs(table)),
        }
    }

    /// Begins a table.
    pub fn begin_table(&mut self) {
        self.end_paragraph();
        self.tables.push((WordTable::default(), None));
    }

    /// Begins a row.
    pub fn begin_row(&mut self) {
        self.end_cell();
        if let Some(table) = self.table() {
            table.rows.push(WordRow::default());
        }
    }

    /// Begins a cell.
    pub fn begin_cell(&mut self) {
        self.end_cell();
        if let Some((_, cell)) = self.tables.last_mut() {
            *cell = Some(WordCell { columns: 1, ..WordCell::default() });
        }
    }

    /// Ends the open cell of the innermost table.
    pub fn end_cell(&mut self) {
        self.end_paragraph();
        if let Some((table, cell)) = self.tables.last_mut()
            && let Some(cell) = cell.take()
        {
            if table.rows.is_empty() {
                table.rows.push(WordRow::default());
            }
            if let Some(row) = table.rows.last_mut() {
                row.cells.push(cell);
            }
        }
    }

    /// Ends the innermost table; says whether it stood in another one's cell.
    pub fn end_table(&mut self) -> bool {
        self.end_cell();
        if let Some((table, _)) = self.tables.pop() {
            self.place(Block::Table(table));
        }
        !self.tables.is_empty()
    }

    /// Anchors the blocks of a text box in the open paragraph.
    pub fn anchor(&mut self, mut text_box: Flow) {
        text_box.end_paragraph();
        self.paragraph();
        self.anchored.append(&mut text_box.blocks);
    }
}

/// All paragraphs of a table, in order.
fn paragraphs(table: WordTable) -> impl Iterator<Item = WordParagraph> {
    table.rows.into_iter().flat_map(|row| row.cells).flat_map(|cell| cell.paragraphs)
}
