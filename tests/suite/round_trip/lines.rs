//! The words of a Word document in one of its views, told by the rules of the format alone.

use crate::read;
use crate::source::{Source, SourceBlock};
use crate::text::*;

/// The words of a Word document as if all its marks were accepted, or rejected: what Word does, told
/// here a second time (ECMA-376 part 1, 17.13.5). Blank paragraphs and white space aside.
pub fn lines(bytes: &[u8], view: View) -> Vec<String> {
    let source = read::read("a.docx", bytes).unwrap();
    let mut texts = Vec::new();
    stories(&source.blocks, view, &source, &mut texts);
    texts
}

fn gone(insertion: Option<RevisionIndex>, deletion: Option<RevisionIndex>, view: View) -> bool {
    match view {
        View::Marked => false,
        View::Revised => deletion.is_some(),
        View::Base => insertion.is_some(),
    }
}

fn stories(blocks: &[SourceBlock], view: View, source: &Source, texts: &mut Vec<String>) {
    let mut open = String::new();
    for block in blocks {
        match block {
            SourceBlock::Paragraph(paragraph) => line(paragraph, view, source, &mut open, texts),
            SourceBlock::Table(table) => {
                let left = |row: &&TableRow| {
                    let cells = row.cells.iter().any(|cell| !gone(cell.insertion, cell.deletion, view));
                    cells && !gone(row.insertion, row.deletion, view)
                };
                if table.rows.iter().any(|row| left(&row)) {
                    end(&mut open, texts);
                }
                for row in table.rows.iter().filter(left) {
                    for cell in row.cells.iter().filter(|cell| !gone(cell.insertion, cell.deletion, view)) {
                        cell.paragraphs.iter().for_each(|p| line(p, view, source, &mut open, texts));
                        end(&mut open, texts);
                    }
                }
            }
        }
    }
    end(&mut open, texts);
}

fn line(paragraph: &Paragraph, view: View, source: &Source, open: &mut String, texts: &mut Vec<String>) {
    for run in paragraph.runs.iter().filter(|run| !gone(run.insertion, run.deletion, view)) {
        open.push_str(&run.text);
        if let Some(Object::Note(at)) = run.object {
            let note = &source.notes[at as usize];
            let mut own = Vec::new();
            let blocks: Vec<SourceBlock> =
                note.paragraphs.iter().cloned().map(SourceBlock::Paragraph).collect();
            stories(&blocks, view, source, &mut own);
            open.push_str(&format!("[{}]", own.join("|")));
        }
    }
    if !gone(paragraph.mark.insertion, paragraph.mark.deletion, view) {
        end(open, texts);
    }
}

fn end(open: &mut String, texts: &mut Vec<String>) {
    let text = std::mem::take(open).split_whitespace().collect::<Vec<_>>().join("");
    texts.extend((!text.is_empty()).then_some(text));
}
