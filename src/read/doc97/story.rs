//! One stretch of the text as Word facts: paragraphs end at their marks, cells at theirs.
//!
//! In: a range of positions. Out: blocks. Never: recursion; a text box in a text box is not looked for.

use std::ops::Range;

use super::anchors::Anchors;
use super::pages::Formats;
use super::pictures;
use super::pieces::Pieces;
use super::sprm::{Character, ParagraphFormat, SprmChange, SprmNames};
use crate::diagnostics::Refusal;
use crate::read::facts::flow::BlockFlow;
use crate::read::facts::gathered::Gathered;
use crate::read::facts::styles::Resolver;
use crate::read::facts::types::{RunProperties, StoryBlock, WordSection};
use crate::read::rows::{self, Shape};
use crate::text::{RevisionIndex, RevisionKind};

/// All that stories are read from.
pub(super) struct StorySources<'a> {
    /// Text.
    pub pieces: Pieces<'a>,
    /// Formats of characters.
    pub characters: Formats<'a>,
    /// Formats of paragraphs.
    pub paragraphs: Formats<'a>,
    /// The data stream.
    pub data: &'a [u8],
    /// Fonts and languages.
    pub names: SprmNames,
    /// Authors of revision marks.
    pub authors: Vec<String>,
    /// What stands where.
    pub anchors: Anchors,
}

/// What was met that needs a word in the report.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// Paragraphs numbered in the way of Word 6.
    pub old_numbers: usize,
    /// Paragraphs whose format the file does not give.
    pub formless: usize,
    /// Text boxes shown.
    pub boxes_shown: std::collections::HashSet<u32>,
}

/// Reads stories.
pub(super) struct Doc97StoryReader<'r, 'a> {
    /// All that is read from.
    pub library: &'r StorySources<'a>,
    /// What is made.
    pub all: &'r mut Gathered,
    /// Styles, for properties that are the opposite of them.
    pub resolver: Resolver<'r>,
    /// Pictures found.
    pub album: &'r mut pictures::Found,
    /// For the report.
    pub met: Met,
    /// Bytes of properties read; hostile files lay long lists over every piece.
    pub work: usize,
}

/// A story in the making.
#[derive(Default)]
pub(super) struct Doc97Story {
    pub(super) flow: BlockFlow,
    /// The mark in force, so that neighbours share it.
    pub(super) insertion: Option<(SprmChange, RevisionIndex)>,
    pub(super) deletion: Option<(SprmChange, RevisionIndex)>,
    /// Shapes of the open table's rows.
    pub(super) shapes: Vec<Shape>,
    pub(super) in_row: bool,
    /// Anchors are followed.
    pub(super) anchors: bool,
}

impl<'a> Doc97StoryReader<'_, 'a> {
    /// The blocks of a range; with `anchors` the notes, comments and text boxes in it count.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn read(&mut self, range: Range<u32>, anchors: bool) -> Result<Vec<StoryBlock>, Refusal> {
        Ok(self.flow(range, anchors)?.blocks)
    }

    pub(super) fn flow(&mut self, range: Range<u32>, anchors: bool) -> Result<BlockFlow, Refusal> {
        let mut story = Doc97Story { anchors, ..Doc97Story::default() };
        let mut start = range.start;
        while start < range.end {
            let end = self.paragraph_end(start, range.end);
            self.paragraph(start..end, &mut story)?;
            start = end;
        }
        close(&mut story);
        story.flow.end_paragraph();
        Ok(story.flow)
    }

    pub(super) fn unit(&self, position: u32) -> u16 {
        self.library.pieces.units.get(position as usize).copied().unwrap_or(0)
    }

    fn ends_paragraph(&self, position: u32) -> bool {
        match self.unit(position) {
            0x0D | 0x07 => true,
            0x0C => self.library.anchors.sections.contains(&position),
            _ => false,
        }
    }

    /// One past the mark that ends the paragraph, or the end of the story.
    fn paragraph_end(&self, start: u32, end: u32) -> u32 {
        (start..end).find(|position| self.ends_paragraph(*position)).map_or(end, |mark| mark + 1)
    }

    fn paragraph(&mut self, range: Range<u32>, story: &mut Doc97Story) -> Result<(), Refusal> {
        let last = range.end - 1;
        let marked = self.ends_paragraph(last);
        let format = self.paragraph_format(last)?;
        let mark = self.character(last)?;
        if marked && format.row_end && format.in_table {
            self.end_row(format, &mark, story)?;
            return Ok(());
        }
        if format.in_table || (self.unit(last) == 0x07 && story.flow.nesting() > 0) {
            self.open_cell(story)?;
            self.all.oddities.nested_tables += usize::from(format.depth > 1 && format.row_end);
        } else {
            close(story);
        }
        story.flow.begin_paragraph(&mut self.all.paragraphs)?;
        self.met.old_numbers += usize::from(format.old_number);
        let text = range.start..if marked { last } else { range.end };
        self.text(text, story)?;
        let mut properties = format.properties;
        if marked {
            properties.mark.insertion = self.mark(RevisionKind::Insertion, mark.insertion, story);
            properties.mark.deletion = self.mark(RevisionKind::Deletion, mark.deletion, story);
            properties.mark.formatting =
                format.formatting.map(|change| self.enter(RevisionKind::Formatting, change));
            properties.mark_format = RunProperties { formatting: None, ..mark.properties };
            properties.ends_section = (self.unit(last) == 0x0C).then(WordSection::default);
        }
        story.flow.paragraph().properties = properties;
        story.flow.end_paragraph();
        if marked && self.unit(last) == 0x07 && story.flow.nesting() > 0 {
            story.flow.end_cell();
        }
        Ok(())
    }

    fn open_cell(&mut self, story: &mut Doc97Story) -> Result<(), Refusal> {
        if story.flow.nesting() == 0 {
            story.flow.begin_table(&mut self.all.table_parts)?;
        }
        if !story.in_row {
            story.flow.begin_row(&mut self.all.table_parts)?;
            story.in_row = true;
        }
        if story.flow.cell().is_none() {
            story.flow.begin_cell(&mut self.all.table_parts)?;
        }
        Ok(())
    }

    fn end_row(
        &mut self,
        format: ParagraphFormat,
        mark: &Character,
        story: &mut Doc97Story,
    ) -> Result<(), Refusal> {
        if story.flow.nesting() == 0 || !story.in_row {
            return Ok(());
        }
        story.flow.end_cell();
        story.in_row = false;
        let insertion = mark.insertion.map(|change| self.enter(RevisionKind::Insertion, change));
        let deletion = mark.deletion.map(|change| self.enter(RevisionKind::Deletion, change));
        let shape = format.shape;
        if let Some(table) = story.flow.table() {
            table.right_to_left |= shape.right_to_left;
            if let Some(row) = table.rows.last_mut() {
                shape.give(row);
                row.insertion = insertion;
                row.deletion = deletion;
            }
        }
        story.shapes.push(shape);
        Ok(())
    }
}

/// Ends the open table.
fn close(story: &mut Doc97Story) {
    story.in_row = false;
    rows::close(&mut story.flow, &std::mem::take(&mut story.shapes));
}
