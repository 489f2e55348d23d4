//! Notes, comments and pictures: every one that the text refers to, counted in its order.
//!
//! In: a galley. Out: the same, with no note that nothing refers to and no note lost: a note whose
//! reference the input has lost is printed at the end of the body.

use std::collections::{BTreeMap, BTreeSet};

use crate::galley::{Galley, GalleyBlock, GalleyParagraph, LineRole};
use crate::template::style_id;
use crate::text::{Object, Paragraph, Run};

/// The text of notes that nothing refers to, for the end of the body.
pub(super) fn unanchored(galley: &Galley) -> Vec<GalleyBlock> {
    let mut anchored = BTreeSet::new();
    let mut note = |run: &Run| {
        if let Some(Object::Note(at)) = run.object {
            anchored.insert(at as usize);
        }
    };
    galley.blocks.iter().for_each(|block| each_paragraph(block, &mut |p| p.runs.iter().for_each(&mut note)));
    let lost = galley.notes.iter().enumerate().filter(|(at, _)| !anchored.contains(at));
    lost.flat_map(|(_, note)| &note.paragraphs)
        .map(|paragraph| {
            GalleyBlock::Paragraph(GalleyParagraph {
                style: style_id::NOTE,
                role: LineRole::Text,
                paragraph: paragraph.clone(),
                ..Default::default()
            })
        })
        .collect()
}

fn each_paragraph(block: &GalleyBlock, visit: &mut dyn FnMut(&Paragraph)) {
    match block {
        GalleyBlock::Paragraph(paragraph) => visit(&paragraph.paragraph),
        GalleyBlock::Table(table) => {
            table.paragraphs().into_iter().for_each(visit);
        }
    }
}

/// Drops notes, comments and pictures that no run refers to, and counts the others in the order in
/// which the text comes to them: body first, then the notes' own text.
pub(super) fn renumber(galley: &mut Galley) {
    let mut notes = NoteOrder::of(&galley.notes);
    let mut comments = NoteOrder::of(&galley.comments);
    let mut pictures = NoteOrder::of(&galley.pictures);
    let mut blocks = std::mem::take(&mut galley.blocks);
    for paragraph in blocks.iter_mut().flat_map(paragraphs_of) {
        for run in &mut paragraph.runs {
            notes.count(run, |object| if let Object::Note(at) = object { Some(at) } else { None });
            comments.count(run, |object| if let Object::Comment(at) = object { Some(at) } else { None });
            pictures.count(run, |object| if let Object::Picture(at) = object { Some(at) } else { None });
        }
    }
    galley.blocks = blocks;
    galley.notes = notes.pick(std::mem::take(&mut galley.notes));
    let in_notes = galley.notes.iter_mut().flat_map(|note| &mut note.paragraphs);
    for run in in_notes.flat_map(|paragraph| &mut paragraph.runs) {
        comments.count(run, |object| if let Object::Comment(at) = object { Some(at) } else { None });
        pictures.count(run, |object| if let Object::Picture(at) = object { Some(at) } else { None });
    }
    for run in galley.blocks.iter_mut().flat_map(paragraphs_of).flat_map(|paragraph| &mut paragraph.runs) {
        if let Some(Object::CommentStart(at)) = run.object {
            run.object = comments.new.get(&at).copied().map(Object::CommentStart);
        }
    }
    galley.comments = comments.pick(std::mem::take(&mut galley.comments));
    galley.pictures = pictures.pick(std::mem::take(&mut galley.pictures));
}

fn paragraphs_of(block: &mut GalleyBlock) -> Vec<&mut Paragraph> {
    match block {
        GalleyBlock::Paragraph(paragraph) => vec![&mut paragraph.paragraph],
        GalleyBlock::Table(table) => table.paragraphs_mut(),
    }
}

/// Old indexes in their new order.
#[derive(Debug, Default)]
struct NoteOrder {
    old: Vec<u32>,
    new: BTreeMap<u32, u32>,
    /// How many things there are.
    bound: usize,
}

impl NoteOrder {
    fn of<T>(things: &[T]) -> Self {
        Self { bound: things.len(), ..Self::default() }
    }

    /// Counts what the run refers to; a reference to nothing is dropped.
    fn count(&mut self, run: &mut Run, of: fn(&mut Object) -> Option<&mut u32>) {
        let Some(at) = run.object.as_mut().and_then(of) else { return };
        if *at as usize >= self.bound {
            run.object = None;
            return;
        }
        let next = u32::try_from(self.old.len()).unwrap_or(u32::MAX);
        let old = *at;
        *at = *self.new.entry(old).or_insert(next);
        if *at == next {
            self.old.push(old);
        }
    }

    fn pick<T>(&self, list: Vec<T>) -> Vec<T> {
        let mut list: Vec<Option<T>> = list.into_iter().map(Some).collect();
        self.old.iter().filter_map(|old| list.get_mut(*old as usize)?.take()).collect()
    }
}
