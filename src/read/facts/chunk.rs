//! A document inside the document (`w:altChunk`, ECMA-376 part 1, 17.17.2.1): its source, as the reader
//! of its format made it, put into the source around it, with places and indices moved on.

use super::assemble::{Assembly, ReferredStory};
use crate::diagnostics::{Finding, Refusal, message};
use crate::formula::Formula;
use crate::limits;
use crate::source::{Source, SourceBlock};
use crate::text::{Object, Paragraph, Picture, Revision, RevisionIndex, Span, Table};

/// What documents inside the document bring, beside their text.
#[derive(Debug, Default)]
pub(crate) struct Chunks {
    /// Pictures.
    pub pictures: Vec<Picture>,
    /// Revision marks, and those of numbers of the document around.
    pub revisions: Vec<Revision>,
    /// Formulas.
    pub formulas: Vec<Formula>,
    /// Pictures, marks and formulas of the document itself, which stand before them.
    pub before: (usize, usize, usize),
}

/// How far places and indices move on.
struct Offset {
    text: u32,
    notes: u32,
    comments: u32,
    pictures: u32,
    formulas: u32,
    revisions: u32,
}

impl Assembly<'_> {
    /// The blocks of a document inside the document.
    ///
    /// # Errors
    /// More text than the bound.
    pub(crate) fn chunk(&mut self, mut chunk: Source) -> Result<Vec<SourceBlock>, Refusal> {
        if self.source.text.len() + chunk.text.len() > limits::TEXT_BYTES {
            return Err(Refusal::over(message!("the text"), limits::TEXT_BYTES as u64, message!("bytes")));
        }
        let (pictures, revisions, formulas) = self.chunks.before;
        let place = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let offset = Offset {
            text: place(self.source.text.len()),
            notes: place(self.notes.placed.len()),
            comments: place(self.comments.placed.len()),
            pictures: place(pictures + self.chunks.pictures.len()),
            formulas: place(formulas + self.chunks.formulas.len()),
            revisions: place(revisions + self.chunks.revisions.len()),
        };
        self.source.text.push_str(&chunk.text);
        if !chunk.text.ends_with('\n') {
            self.source.text.push('\n');
        }
        chunk.blocks.iter_mut().for_each(|block| offset.block(block));
        self.mark_as_around(&mut chunk.blocks);
        for note in &mut chunk.notes {
            note.paragraphs.iter_mut().for_each(|paragraph| offset.paragraph(paragraph));
        }
        for comment in &mut chunk.comments {
            comment.paragraphs.iter_mut().for_each(|paragraph| offset.paragraph(paragraph));
        }
        self.notes.placed.extend(chunk.notes.into_iter().map(ReferredStory::Made));
        self.comments.placed.extend(chunk.comments.into_iter().map(ReferredStory::Made));
        self.chunks.pictures.append(&mut chunk.pictures);
        self.chunks.formulas.append(&mut chunk.formulas);
        self.chunks.revisions.append(&mut chunk.revisions);
        for mut piece in chunk.set_aside {
            offset.span(&mut piece.span);
            self.source.set_aside.push(piece);
        }
        for mut replaced in chunk.replaced {
            offset.span(&mut replaced.span);
            self.source.replaced.push(replaced);
        }
        for finding in &mut chunk.findings {
            offset.finding(finding);
        }
        self.source.findings.append(&mut chunk.findings);
        self.source.met.add(&chunk.met);
        Ok(chunk.blocks)
    }

    /// What stands in an inserted or deleted row or cell is inserted or deleted with it.
    fn mark_as_around(&self, blocks: &mut [SourceBlock]) {
        let (insertion, deletion) = self.around;
        if insertion.is_none() && deletion.is_none() {
            return;
        }
        let mark = |paragraph: &mut Paragraph| {
            for run in &mut paragraph.runs {
                run.insertion = run.insertion.or(insertion);
                run.deletion = run.deletion.or(deletion);
            }
        };
        for block in blocks {
            match block {
                SourceBlock::Paragraph(paragraph) => mark(paragraph),
                SourceBlock::Table(table) => table.paragraphs_mut().into_iter().for_each(mark),
            }
        }
    }
}

impl Offset {
    fn span(&self, span: &mut Span) {
        span.start = span.start.saturating_add(self.text);
        span.end = span.end.saturating_add(self.text);
    }

    fn mark(&self, mark: &mut Option<RevisionIndex>) {
        *mark = mark.map(|mark| RevisionIndex::new(mark.get().saturating_add(self.revisions)));
    }

    fn finding(&self, finding: &mut Finding) {
        if let Some(span) = &mut finding.span {
            self.span(span);
        }
        finding.related.iter_mut().for_each(|(span, _)| self.span(span));
    }

    fn block(&self, block: &mut SourceBlock) {
        match block {
            SourceBlock::Paragraph(paragraph) => self.paragraph(paragraph),
            SourceBlock::Table(table) => self.table(table),
        }
    }

    fn table(&self, table: &mut Table) {
        self.span(&mut table.span);
        for row in &mut table.rows {
            self.mark(&mut row.insertion);
            self.mark(&mut row.deletion);
            for cell in &mut row.cells {
                self.mark(&mut cell.insertion);
                self.mark(&mut cell.deletion);
                cell.paragraphs.iter_mut().for_each(|paragraph| self.paragraph(paragraph));
                cell.inner.iter_mut().for_each(|inner| self.table(&mut inner.table));
            }
        }
    }

    fn paragraph(&self, paragraph: &mut Paragraph) {
        self.span(&mut paragraph.span);
        let mark = &mut paragraph.mark;
        for mark in [&mut mark.insertion, &mut mark.deletion, &mut mark.formatting] {
            self.mark(mark);
        }
        for run in &mut paragraph.runs {
            if let Some(span) = &mut run.span {
                self.span(span);
            }
            for mark in [&mut run.insertion, &mut run.deletion, &mut run.formatting] {
                self.mark(mark);
            }
            run.formula = run.formula.map(|index| index.saturating_add(self.formulas));
            if matches!(run.object, Some(Object::CommentStart(_))) {
                // The document around counts its own ranges yet.
                run.object = None;
            }
            match &mut run.object {
                Some(Object::Note(index)) => *index = index.saturating_add(self.notes),
                Some(Object::Comment(index)) => *index = index.saturating_add(self.comments),
                Some(Object::Picture(index)) => *index = index.saturating_add(self.pictures),
                Some(Object::CommentStart(_) | Object::PageNumber) | None => {}
            }
        }
    }
}
