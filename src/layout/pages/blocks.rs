//! Slabs: what pages are stacked from. A line of text, or a row of a table.
//!
//! In: paragraphs. Out: their lines with the white above them and leave, or none, to end a page.
//! Never: a height on the page; that is `flow`.

use crate::text::{Align, Paragraph, View, on_one_line};

use super::rows::LaidRow;
use crate::layout::compositor::{Compositor, points};
use crate::layout::inline::lines::{Column, LaidLine};
use crate::layout::inline::styled::Inherited;
use crate::layout::structure::StructPlace;
use crate::pages::{PageItem, RuledLine};
use crate::template::Style;

/// A piece of a page that is not cut, save rows where no cut between rows helps.
#[derive(Debug)]
pub(crate) struct FlowBlock {
    /// White above it, points; falls away at the top of a page.
    pub before: f32,
    /// What it is.
    pub content: BlockContent,
    /// No page ends after it.
    pub glued: bool,
    /// A page starts with it.
    pub page_break: bool,
    /// It stands on a page turned on its side.
    pub turned: bool,
}

/// What a block is.
#[derive(Debug)]
pub(crate) enum BlockContent {
    /// A line of text.
    Line(LaidLine),
    /// A row of a table.
    Row(LaidRow),
}

impl FlowBlock {
    /// A row as a block.
    pub(crate) fn row(row: LaidRow) -> Self {
        Self { before: 0.0, content: BlockContent::Row(row), glued: false, page_break: false, turned: false }
    }

    /// Height without the white above, points.
    pub(crate) fn height(&self) -> f32 {
        match &self.content {
            BlockContent::Line(line) => line.height,
            BlockContent::Row(row) => row.height,
        }
    }

    /// Notes it refers to.
    pub(crate) fn notes(&self) -> Vec<u32> {
        match &self.content {
            BlockContent::Line(line) => line.notes.clone(),
            BlockContent::Row(row) => {
                row.lines().into_iter().flat_map(|line| line.notes.iter().copied()).collect()
            }
        }
    }
}

/// A paragraph to be set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ParagraphJob<'a> {
    /// Its words.
    pub paragraph: &'a Paragraph,
    /// Its style.
    pub style: &'a Style,
    /// Its place in the structure.
    pub place: StructPlace,
    /// Marks of the row it stands in.
    pub inherited: Inherited,
    /// Its entry in the outline.
    pub anchor: Option<u32>,
}

impl<'a> ParagraphJob<'a> {
    /// A paragraph of plain body text.
    pub(crate) fn new(paragraph: &'a Paragraph, style: &'a Style, place: StructPlace) -> Self {
        Self { paragraph, style, place, inherited: Inherited::default(), anchor: None }
    }
}

/// Distance of a paragraph's rule from its last line, points.
const BORDER_SPACE: f32 = 1.0;

impl<'a> Compositor<'a> {
    /// The lines of a paragraph.
    pub(crate) fn set_lines(&mut self, job: ParagraphJob<'a>, column: Column) -> Vec<LaidLine> {
        let styled = self.styled(job.paragraph, job.style, job.place, job.inherited);
        // Left and right are those of the page.
        let mirrored = self.language.is_right_to_left() && !styled.left_to_right;
        let displayed = styled.displayed.map(|align| match align {
            Align::Start if mirrored => Align::End,
            Align::End if mirrored => Align::Start,
            align => align,
        });
        let align = displayed.or(column.align);
        let column = Column { align, ..column };
        let mut setting = self.set(&styled);
        let mut lines = self.lines(&styled, &mut setting, job.style, column);
        self.reuse(setting);
        if let Some(first) = lines.first_mut() {
            first.anchor = job.anchor;
            first.places.clone_from(&job.paragraph.anchors);
        }
        if let (Some(eighths), Some(last)) = (job.style.border_bottom, lines.last_mut()) {
            underline_paragraph(last, f32::from(eighths) / 8.0, job.style, column);
        }
        lines
    }

    /// The blocks of a paragraph, with leave to end a page only where two lines stay on both sides.
    pub(crate) fn set_blocks(&mut self, job: ParagraphJob<'a>, column: Column) -> Vec<FlowBlock> {
        let style = job.style;
        let lines = self.set_lines(job, column);
        let count = lines.len();
        let glue = |at: usize| {
            let last = at + 1 == count;
            let orphan = at == 0 && !last;
            let widow = at + 2 == count;
            if last { style.keep_next } else { style.keep_lines || orphan || widow }
        };
        let block = |(at, line)| FlowBlock {
            before: if at == 0 { points(style.before) } else { 0.0 },
            content: BlockContent::Line(line),
            glued: glue(at),
            page_break: at == 0 && style.page_break_before,
            turned: false,
        };
        lines.into_iter().enumerate().map(block).collect()
    }
}

fn underline_paragraph(line: &mut LaidLine, thickness: f32, style: &Style, column: Column) {
    let left = column.left + points(style.left);
    let y = line.baseline - line.height - BORDER_SPACE - thickness;
    let width = column.width - points(style.left) - points(style.right);
    line.pieces.push(PageItem::Rule(RuledLine { x: left, y, width, height: thickness, colour: [0; 3] }));
    line.height += BORDER_SPACE + thickness;
}

/// The title that an outline shows for a paragraph: its words without deleted ones, on one line.
pub(crate) fn outline_title(paragraph: &Paragraph) -> String {
    on_one_line(&paragraph.text(View::Revised))
}
