//! Pictures that stand for text: pages that were scanned.
//!
//! In: a source as read. Out: a finding. Never: the words of a picture.

use super::facts::rules;
use crate::diagnostics::{Finding, message};
use crate::source::{Source, SourceBlock};
use crate::text::{Object, Paragraph};

/// A picture of so much of a page is one of its text: half of A4, in square EMU (ISO 216; 12,700 EMU a point).
const PAGE: u64 = 7_560_000 * 10_692_000 / 2;

/// Adds what the pictures of a source tell.
pub(super) fn report(source: &mut Source) {
    let pages = source
        .pictures
        .iter()
        .filter(|picture| u64::from(picture.width) * u64::from(picture.height) >= PAGE)
        .count();
    let message = if pages > 0 {
        message!("{pages} pictures are as large as a page: words in them are not read", pages = pages)
    } else if shows_pictures_alone(source) {
        message!("the file shows pictures and no words: words in them are not read")
    } else {
        return;
    };
    source.findings.push(Finding::new(&rules::SCAN, None, message));
}

fn shows_pictures_alone(source: &Source) -> bool {
    let paragraphs = |block: &SourceBlock| -> Vec<Paragraph> {
        match block {
            SourceBlock::Paragraph(paragraph) => vec![paragraph.clone()],
            SourceBlock::Table(table) => table.paragraphs().into_iter().cloned().collect(),
        }
    };
    if source.text.len() > FEW || source.blocks.len() > FEW {
        return false;
    }
    let mut pictures = 0;
    for run in source.blocks.iter().flat_map(paragraphs).flat_map(|paragraph| paragraph.runs) {
        // A placeholder stands for a picture, and in no place of the file.
        let picture =
            matches!(run.object, Some(Object::Picture(_))) || run.span.is_none() && run.text == "[…]";
        if !picture && !run.text.trim().is_empty() {
            return false;
        }
        pictures += usize::from(picture);
    }
    pictures > 0
}

/// A file with more bytes of text, or more blocks, shows words.
const FEW: usize = 200;
