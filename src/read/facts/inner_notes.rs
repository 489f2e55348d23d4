//! Notes and comments inside notes, comments and headers: a document has no place for them there, so
//! their words stand in brackets where they are referred to.

use std::collections::HashSet;

use super::document::HiddenStory;
use super::gathered::Oddities;
use super::types::{StoryBlock, WordObject, WordParagraph, WordPiece, WordRun, WordTable};

/// Nesting of notes in notes; what is deeper leaves a placeholder.
const DEPTH: usize = 4;

/// The notes and comments of a file, to look their words up.
pub(super) struct InnerNotes<'a> {
    /// Notes by order of reference.
    pub notes: &'a [Option<HiddenStory>],
    /// Comments likewise.
    pub comments: &'a [Option<HiddenStory>],
    /// Notes, `false`, and comments, `true`, whose words were put in brackets.
    pub shown: HashSet<(bool, u32)>,
}

impl InnerNotes<'_> {
    /// Puts what a story refers to into it; `comments_stay` where it has a place for comments.
    pub(super) fn put_in(&mut self, blocks: &mut [StoryBlock], comments_stay: bool, oddities: &mut Oddities) {
        for block in blocks {
            match block {
                StoryBlock::Paragraph(paragraph) => self.paragraph(paragraph, comments_stay, oddities),
                StoryBlock::Table(table) => self.table(table, comments_stay, oddities),
                StoryBlock::Chunk(_) => {}
            }
        }
    }

    fn table(&mut self, table: &mut WordTable, comments_stay: bool, oddities: &mut Oddities) {
        for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
            for piece in cell.pieces_mut() {
                match piece {
                    WordPiece::Paragraph(paragraph) => self.paragraph(paragraph, comments_stay, oddities),
                    WordPiece::Table(table) => self.table(table, comments_stay, oddities),
                }
            }
        }
    }

    fn paragraph(&mut self, paragraph: &mut WordParagraph, comments_stay: bool, oddities: &mut Oddities) {
        let referred = |run: &WordRun| match run.object {
            Some(WordObject::Note { .. }) => true,
            Some(WordObject::Comment(_)) => !comments_stay,
            _ => false,
        };
        if !paragraph.runs.iter().any(referred) {
            return;
        }
        let mut runs = Vec::with_capacity(paragraph.runs.len() + 2);
        for run in std::mem::take(&mut paragraph.runs) {
            if referred(&run) {
                oddities.inner_notes += 1;
                self.expand(run, 0, &mut runs);
            } else {
                runs.push(run);
            }
        }
        paragraph.runs = runs;
    }

    /// The words that a reference leads to, in brackets.
    fn expand(&mut self, mut run: WordRun, depth: usize, runs: &mut Vec<WordRun>) {
        let (aside, key) = match run.object {
            Some(WordObject::Note { index, .. }) => (self.notes.get(index as usize), (false, index)),
            Some(WordObject::Comment(index)) => (self.comments.get(index as usize), (true, index)),
            _ => return runs.push(run),
        };
        let Some(aside) = aside.and_then(Option::as_ref).filter(|_| depth < DEPTH) else {
            run.object = Some(WordObject::Placeholder);
            return runs.push(run);
        };
        self.shown.insert(key);
        run.object = None;
        // The author's own mark stays in front.
        let own = std::mem::take(&mut run.text);
        let plain = |text: &str| WordRun { text: text.to_owned(), ..run.clone() };
        runs.push(plain(&format!("{own}[")));
        let mut first = true;
        for paragraph in paragraphs(&aside.blocks) {
            if paragraph.runs.is_empty() {
                continue;
            }
            if !std::mem::take(&mut first) {
                runs.push(plain(" "));
            }
            for inner in &paragraph.runs {
                let inner = WordRun {
                    insertion: inner.insertion.or(run.insertion),
                    deletion: inner.deletion.or(run.deletion),
                    ..inner.clone()
                };
                self.expand(inner, depth + 1, runs);
            }
        }
        runs.push(plain("]"));
    }
}

/// The paragraphs of a story, those of tables included.
fn paragraphs(blocks: &[StoryBlock]) -> Vec<&WordParagraph> {
    let mut all = Vec::new();
    for block in blocks {
        match block {
            StoryBlock::Paragraph(paragraph) => all.push(paragraph),
            StoryBlock::Table(table) => {
                all.extend(table.paragraphs());
            }
            StoryBlock::Chunk(_) => {}
        }
    }
    all
}
