//! Walking a submission in the order of its text, so that no stage spells the walk out again.

use super::{Block, Content, Heading, Instrument, Label, Section, Submission};
use crate::text::{Paragraph, Run, Table};

/// A piece of text met on the walk.
#[derive(Debug)]
pub enum Text<'a> {
    /// A paragraph.
    Paragraph(&'a mut Paragraph),
    /// Runs that stand alone: a label, a symbol.
    Runs(&'a mut Vec<Run>),
}

impl Submission {
    /// Visits every piece of text of the parts and notes, in order, labels before their texts.
    pub fn visit_mut(&mut self, visit: &mut dyn FnMut(Text<'_>)) {
        for part in &mut self.parts {
            if let Some(heading) = &mut part.heading {
                visit_heading(heading, visit);
            }
            for content in &mut part.contents {
                match content {
                    Content::Section(section) => visit_section(section, visit),
                    Content::Instrument(instrument) => visit_instrument(instrument, visit),
                    Content::Proposal(proposal) => {
                        visit(Text::Paragraph(&mut proposal.line));
                        visit_instrument(&mut proposal.instrument, visit);
                        visit_blocks(&mut proposal.reasons, visit);
                    }
                }
            }
        }
        for paragraph in self.notes.iter_mut().flat_map(|note| &mut note.paragraphs) {
            visit(Text::Paragraph(paragraph));
        }
    }
}

fn visit_section(section: &mut Section, visit: &mut dyn FnMut(Text<'_>)) {
    if let Some(heading) = &mut section.heading {
        visit_heading(heading, visit);
    }
    visit_blocks(&mut section.body, visit);
}

fn visit_instrument(instrument: &mut Instrument, visit: &mut dyn FnMut(Text<'_>)) {
    if let Some(line) = &mut instrument.number_line {
        visit(Text::Paragraph(line));
    }
    for line in instrument.title.iter_mut().chain(&mut instrument.opening) {
        visit(Text::Paragraph(line));
    }
    visit_blocks(&mut instrument.preamble, visit);
    for call in &mut instrument.calls {
        visit(Text::Paragraph(&mut call.text));
        visit_blocks(&mut call.body, visit);
    }
    for annex in &mut instrument.annexes {
        visit_section(annex, visit);
    }
}

fn visit_blocks(blocks: &mut [Block], visit: &mut dyn FnMut(Text<'_>)) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => visit(Text::Paragraph(paragraph)),
            Block::Item(item) => {
                visit_label(&mut item.label, visit);
                visit(Text::Paragraph(&mut item.text));
            }
            Block::Entry(entry) => {
                visit(Text::Runs(&mut entry.symbol_runs));
                if let Some(label) = &mut entry.label {
                    visit_label(label, visit);
                }
                visit(Text::Paragraph(&mut entry.text));
            }
            Block::Heading(heading, _) => visit_heading(heading, visit),
            Block::Table(table) => visit_table(table, visit),
        }
    }
}

fn visit_heading(heading: &mut Heading, visit: &mut dyn FnMut(Text<'_>)) {
    if let Some(label) = &mut heading.label {
        visit_label(label, visit);
    }
    for line in &mut heading.lines {
        visit(Text::Paragraph(line));
    }
}

fn visit_label(label: &mut Label, visit: &mut dyn FnMut(Text<'_>)) {
    visit(Text::Runs(&mut label.runs));
}

fn visit_table(table: &mut Table, visit: &mut dyn FnMut(Text<'_>)) {
    for paragraph in
        table.rows.iter_mut().flat_map(|row| &mut row.cells).flat_map(|cell| &mut cell.paragraphs)
    {
        visit(Text::Paragraph(paragraph));
    }
}
