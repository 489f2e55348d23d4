//! Foot- and endnotes.
//!
//! In: the galley's notes. Out: the lines of each footnote, for the page of its reference, and the
//! endnotes as blocks after the body. Never: a note left out because nothing refers to it.

use std::collections::BTreeSet;

use crate::diagnostics::Refusal;
use crate::galley::{Galley, GalleyBlock};
use crate::pages::{PageTag, StructureKind};
use crate::text::{NoteKind, Object, Paragraph, Run};

use super::blocks::{FlowBlock, ParagraphJob};
use crate::layout::compositor::Compositor;
use crate::layout::inline::lines::LaidLine;
use crate::layout::inline::styled::note_place;
use crate::layout::structure::StructPlace;

impl Compositor<'_> {
    /// The lines of each note that stands at the foot of a page, by index; empty for the others.
    ///
    /// # Errors
    /// Where the template lacks a style.
    pub(crate) fn footnotes(&mut self) -> Result<Vec<Vec<LaidLine>>, Refusal> {
        let galley = self.galley;
        let referred = referred(galley);
        let mut notes: Vec<Vec<LaidLine>> = Vec::new();
        for (index, note) in (0..).zip(&galley.notes) {
            let foot = note.kind == NoteKind::Footnote && referred.contains(&index);
            notes.push(if foot { self.note_lines(index)? } else { Vec::new() });
        }
        Ok(notes)
    }

    /// The notes that stand after the body.
    ///
    /// # Errors
    /// Where the template lacks a style.
    pub(crate) fn endnotes(&mut self) -> Result<Vec<FlowBlock>, Refusal> {
        let galley = self.galley;
        let referred = referred(galley);
        let mut blocks: Vec<FlowBlock> = Vec::new();
        for (index, note) in (0..).zip(&galley.notes) {
            if note.kind == NoteKind::Footnote && referred.contains(&index) {
                continue;
            }
            let before = if blocks.is_empty() { 24.0 } else { 3.0 };
            for (at, line) in self.note_lines(index)?.into_iter().enumerate() {
                blocks.push(FlowBlock {
                    before: if at == 0 { before } else { 0.0 },
                    content: super::blocks::BlockContent::Line(line),
                    glued: false,
                    page_break: false,
                    turned: false,
                });
            }
        }
        Ok(blocks)
    }

    fn note_lines(&mut self, index: u32) -> Result<Vec<LaidLine>, Refusal> {
        let galley = self.galley;
        let Some(note) = galley.notes.get(index as usize) else { return Ok(Vec::new()) };
        let style = self.style("FootnoteText")?;
        let column = self.column();
        let element = self.tree.add(0, StructureKind::Note);
        let label = self.tree.add(element, StructureKind::Label);
        let mark = self.note_marks.get(index as usize).cloned().unwrap_or_default();
        let mut lines = Vec::new();
        for (at, paragraph) in note.paragraphs.iter().enumerate() {
            let body = self.tree.add(element, StructureKind::Paragraph);
            let job = ParagraphJob::new(paragraph, style, StructPlace::Element(body));
            if at > 0 {
                lines.extend(self.set_lines(job, column));
                continue;
            }
            let mut styled = self.words(&mark, style, PageTag::Element(label), true);
            let rest = self.styled(paragraph, style, job.place, job.inherited);
            let gap = self.styled(&between(), style, job.place, job.inherited);
            styled.append(gap);
            styled.append(rest);
            let mut setting = self.set(&styled);
            lines.extend(self.lines(&styled, &mut setting, style, column));
            self.reuse(setting);
        }
        if let Some(first) = lines.first_mut() {
            first.places.push(note_place(index).into());
        }
        Ok(lines)
    }
}

/// What stands between a note's mark and its text.
fn between() -> Paragraph {
    Paragraph { runs: vec![Run::generated("\t")], ..Paragraph::default() }
}

/// The notes that the body refers to.
fn referred(galley: &Galley) -> BTreeSet<u32> {
    let mut found = BTreeSet::new();
    let mut look = |paragraph: &Paragraph| {
        for run in &paragraph.runs {
            if let Some(Object::Note(index)) = run.object {
                found.insert(index);
            }
        }
    };
    for block in &galley.blocks {
        match block {
            GalleyBlock::Paragraph(paragraph) => look(&paragraph.paragraph),
            GalleyBlock::Table(table) => {
                table.paragraphs().into_iter().for_each(&mut look);
            }
        }
    }
    found
}
