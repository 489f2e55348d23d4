//! What stands on a page besides the body: masthead, running header, first page's footer.
//!
//! In: the galley's words. Out: the masthead as rows of the body, the others as pieces at their
//! height. Never: a header in the structure tree; the masthead is real content, they are not.

use crate::diagnostics::Refusal;
use crate::galley::MastheadRow;
use crate::pages::{PageItem, PageTag, StructureKind};
use crate::template::Style;

use super::blocks::{BlockContent, FlowBlock, ParagraphJob};
use super::flow::settle_piece;
use super::rows::{CellLine, LaidCell, LaidRow};
use crate::layout::compositor::{Compositor, points};
use crate::layout::inline::lines::{Column, LaidLine};
use crate::layout::inline::script::turns_direction;
use crate::layout::inline::styled::TextFormat;
use crate::layout::structure::StructPlace;

/// Share of the text width that the masthead's left column takes.
const MASTHEAD_LEFT: f32 = 2.0 / 3.0;

/// Lines outside the body, from top to bottom.
#[derive(Debug, Default)]
pub(crate) struct PageFurniture {
    /// Lines, each with the white above it.
    pub lines: Vec<(f32, LaidLine)>,
}

impl PageFurniture {
    /// Height of all, points.
    pub(crate) fn height(&self) -> f32 {
        self.lines.iter().map(|(before, line)| before + line.height).sum()
    }

    /// The pieces, the first line's top at `top` points from the page's foot.
    pub(crate) fn into_pieces(self, top: f32) -> Vec<PageItem> {
        let mut pieces = Vec::new();
        let mut at = top;
        for (before, line) in self.lines {
            at -= before;
            let baseline = at - line.baseline;
            pieces.extend(line.pieces.into_iter().map(|piece| settle_piece(piece, baseline)));
            at -= line.height;
        }
        pieces
    }
}

impl<'a> Compositor<'a> {
    /// The column that the page's margins leave.
    pub(crate) fn column(&self) -> Column {
        let page = &self.template.page;
        Column { left: points(page.left), width: points(page.width - page.left - page.right), align: None }
    }

    /// The column of a page turned on its side: the margins turn with it, as Word has them.
    pub(crate) fn turned_column(&self) -> Column {
        let page = &self.template.page;
        Column { left: points(page.top), width: points(page.height - page.top - page.bottom), align: None }
    }

    /// The masthead as rows that stay together.
    ///
    /// # Errors
    /// Where the template lacks a style.
    pub(crate) fn masthead(&mut self) -> Result<Vec<FlowBlock>, Refusal> {
        let galley = self.galley;
        if galley.masthead.is_empty() {
            return Ok(Vec::new());
        }
        let part = self.tree.add(0, StructureKind::Part);
        let mut blocks = Vec::new();
        for row in &galley.masthead {
            let mut block = FlowBlock::row(self.masthead_row(row, part)?);
            block.glued = true;
            blocks.push(block);
        }
        Ok(blocks)
    }

    fn masthead_row(&mut self, row: &'a MastheadRow, part: u32) -> Result<LaidRow, Refusal> {
        let whole = self.column();
        let split = whole.width * MASTHEAD_LEFT;
        let (near, far) = (whole.left, whole.left + split);
        let turned = self.language.is_right_to_left();
        let columns = if turned {
            [(whole.left + whole.width - split, split), (near, whole.width - split)]
        } else {
            [(near, split), (far, whole.width - split)]
        };
        let mut cells = Vec::new();
        for ((left, width), paragraphs) in columns.into_iter().zip([&row.left, &row.right]) {
            let mut cell = LaidCell { left, width, ..LaidCell::default() };
            for paragraph in paragraphs {
                let style = self.style(paragraph.style)?;
                let place = StructPlace::Element(self.tree.add(part, StructureKind::Paragraph));
                let job = ParagraphJob::new(&paragraph.paragraph, style, place);
                self.fill_cell(&mut cell, job, Column { left, width, align: None });
            }
            cells.push(cell);
        }
        let mut made = LaidRow { cells, ruled: row.ruled, ..LaidRow::default() };
        made.settle();
        Ok(made)
    }

    /// Adds a paragraph's lines to a cell.
    pub(crate) fn fill_cell(&mut self, cell: &mut LaidCell, job: ParagraphJob<'a>, column: Column) {
        self.room = column.width;
        let blocks = self.set_blocks(job, column);
        self.room = f32::INFINITY;
        for block in blocks {
            if let BlockContent::Line(line) = block.content {
                let before = block.before.max(std::mem::take(&mut cell.after));
                cell.lines.push_back((before, CellLine::Line(line)));
            }
        }
        cell.after = points(job.style.after);
    }

    /// The running header of page `page` (from 1) of `pages`, over a column.
    ///
    /// # Errors
    /// Where the template lacks a style.
    pub(crate) fn running_header(
        &mut self,
        page: usize,
        pages: usize,
        column: Column,
    ) -> Result<PageFurniture, Refusal> {
        let (page, pages) = (page.to_string(), pages.to_string());
        let galley = self.galley;
        let fill = |line: &String| line.replace("{page}", &page).replace("{pages}", &pages);
        let lines: Vec<String> = galley.running_header.iter().map(fill).collect();
        let style = self.style("Header")?;
        Ok(self.furniture(&lines, style, column))
    }

    /// The footer of the first page, under a column.
    ///
    /// # Errors
    /// Where the template lacks a style.
    pub(crate) fn first_footer(&mut self, column: Column) -> Result<PageFurniture, Refusal> {
        let galley = self.galley;
        let style = self.style("FirstFooter")?;
        Ok(self.furniture(&galley.first_footer, style, column))
    }

    fn furniture(&mut self, words: &[String], style: &'a Style, column: Column) -> PageFurniture {
        let mut furniture = PageFurniture::default();
        let mut after = 0.0;
        for text in words {
            let mut styled = self.words(text, style, PageTag::Artifact, false);
            if !text.contains(turns_direction) {
                // A page's number alone is Latin, as its field is in the DOCX, whatever the document's script.
                styled.looks.iter_mut().for_each(TextFormat::without_complex);
            }
            let mut setting = self.set(&styled);
            let lines = self.lines(&styled, &mut setting, style, column);
            self.reuse(setting);
            let mut before = points(style.before).max(after);
            for line in lines {
                furniture.lines.push((std::mem::take(&mut before), line));
            }
            after = points(style.after);
        }
        furniture
    }
}
