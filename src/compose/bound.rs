//! Spaces at which no line may end, as no-break spaces: so Word and the PDF break alike.
//!
//! In: the composed document. Out: the same with `2014 г.` and `No. 5` bound. Never: another character changed.

use crate::galley::{Galley, GalleyBlock};
use crate::lexicon::bound_across;
use crate::text::Paragraph;

/// Binds the spaces of a document.
pub(super) fn bind(galley: &mut Galley) {
    for block in &mut galley.blocks {
        match block {
            GalleyBlock::Paragraph(paragraph) => bind_paragraph(&mut paragraph.paragraph),
            GalleyBlock::Table(table) => table.paragraphs_mut().into_iter().for_each(bind_paragraph),
        }
    }
    galley.notes.iter_mut().flat_map(|note| &mut note.paragraphs).for_each(bind_paragraph);
}

fn bind_paragraph(paragraph: &mut Paragraph) {
    let text: String = paragraph.runs.iter().map(|run| run.text.as_str()).collect();
    let bound = |at: &usize| {
        text.get(..*at).zip(text.get(at + 1..)).is_some_and(|(before, after)| bound_across(before, after))
    };
    let places: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).filter(bound).collect();
    if places.is_empty() {
        return;
    }
    let mut start = 0;
    for run in &mut paragraph.runs {
        let end = start + run.text.len();
        if places.iter().any(|at| (start..end).contains(at)) {
            let of = |(at, c): (usize, char)| if places.contains(&(start + at)) { '\u{A0}' } else { c };
            run.text = run.text.char_indices().map(of).collect();
        }
        start = end;
    }
}
