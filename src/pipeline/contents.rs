//! The page numbers of contents lists and of references to pages, which only a layout knows.
//!
//! In: a composed document. Out: the same, each entry and each reference with the number of the page it leads to. A
//! document without any is not laid out for it.

use std::collections::BTreeMap;

use crate::budget::Budget;
use crate::diagnostics::Refusal;
use crate::galley::{Galley, GalleyBlock};
use crate::graphics::Sight;
use crate::layout::{self, FontLibrary};
use crate::pages::LinkTarget;
use crate::template::Template;
use crate::text::{Object, Run};

/// Numbers the entries of contents lists and the references to pages.
///
/// # Errors
/// Those of [`layout::lay_out_within`].
pub(super) fn number(
    galley: &mut Galley,
    template: &Template,
    fonts: &FontLibrary,
    budget: &Budget,
) -> Result<(), Refusal> {
    if !numbers(galley).is_empty() {
        // A picture takes its room whatever it shows: none is decoded for the numbers.
        let sights = vec![Sight::Pixels; galley.pictures.len()];
        let targets = layout::lay_out_within(galley, &sights, template, fonts, budget)?.targets;
        fill(galley, &targets);
    }
    Ok(())
}

/// Gives the entries the numbers of their pages.
pub(super) fn fill(galley: &mut Galley, targets: &BTreeMap<Box<str>, LinkTarget>) {
    numbers(galley).into_iter().for_each(|run| fill_run(run, targets));
}

/// The runs that are a page's number.
fn numbers(galley: &mut Galley) -> Vec<&mut Run> {
    let paragraphs = galley.blocks.iter_mut().flat_map(|block| {
        let (alone, table) = match block {
            GalleyBlock::Paragraph(paragraph) => (Some(&mut paragraph.paragraph), None),
            GalleyBlock::Table(table) => (None, Some(table)),
        };
        alone.into_iter().chain(table.into_iter().flat_map(|table| table.paragraphs_mut()))
    });
    let in_notes = galley.notes.iter_mut().flat_map(|note| &mut note.paragraphs);
    let runs = paragraphs.chain(in_notes).flat_map(|paragraph| &mut paragraph.runs);
    runs.filter(|run| run.object == Some(Object::PageNumber)).collect()
}

fn fill_run(run: &mut Run, targets: &BTreeMap<Box<str>, LinkTarget>) {
    let name = run.link.as_deref().and_then(|link| link.strip_prefix('#'));
    if let Some(target) = name.and_then(|name| targets.get(name)) {
        run.text = (target.page + 1).to_string();
    }
}
