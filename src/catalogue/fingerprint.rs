//! What a paper is made of, in a digest: the same paper has the same, and no two papers share one.
//!
//! In: a composed paper. Out: a digest of every word, mark and look of it. Never: a place in an input, as
//! papers have none.

use crate::digest::Hasher;
use crate::galley::{Galley, GalleyBlock, GalleyParagraph};
use crate::text::{Paragraph, Table};

/// Adds all of a paper to a digest.
pub(super) fn add(hash: &mut Hasher, galley: &Galley) {
    let mut bytes = Vec::new();
    for text in [&galley.title, &galley.source, &galley.identifier, &galley.publisher] {
        word(&mut bytes, text);
    }
    word(&mut bytes, galley.language.map_or("", |language| language.code()));
    for line in galley.running_header.iter().chain(&galley.first_footer) {
        word(&mut bytes, line);
    }
    for row in &galley.masthead {
        bytes.extend([b'r', u8::from(row.ruled)]);
        row.left.iter().chain(&row.right).for_each(|paragraph| styled(&mut bytes, paragraph));
    }
    for revision in &galley.revisions {
        word(&mut bytes, revision.author.as_deref().unwrap_or_default());
        bytes.push(revision.kind as u8);
    }
    for block in &galley.blocks {
        match block {
            GalleyBlock::Paragraph(one) => styled(&mut bytes, one),
            GalleyBlock::Table(one) => table(&mut bytes, one),
        }
        if bytes.len() > 1 << 16 {
            hash.update(&bytes);
            bytes.clear();
        }
    }
    hash.update(&bytes);
}

fn word(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u64).to_le_bytes());
    bytes.extend(text.as_bytes());
}

fn styled(bytes: &mut Vec<u8>, one: &GalleyParagraph) {
    word(bytes, one.style);
    bytes.extend([u8::from(one.page_break_before), u8::from(one.keep_next)]);
    paragraph(bytes, &one.paragraph);
}

fn paragraph(bytes: &mut Vec<u8>, one: &Paragraph) {
    bytes.push(b'p');
    one.anchors.iter().for_each(|name| word(bytes, name));
    for run in &one.runs {
        word(bytes, &run.text);
        bytes.extend(run.format.0.to_le_bytes());
        for mark in [run.insertion, run.deletion] {
            bytes.extend(mark.map_or(u32::MAX, |index| index.get()).to_le_bytes());
        }
        word(bytes, run.language.as_deref().unwrap_or_default());
        word(bytes, run.link.as_deref().unwrap_or_default());
    }
}

fn table(bytes: &mut Vec<u8>, one: &Table) {
    bytes.extend([b't', u8::from(one.right_to_left)]);
    for width in &one.columns {
        bytes.extend(width.to_le_bytes());
    }
    for row in &one.rows {
        bytes.extend([b'r', u8::from(row.heading)]);
        for cell in &row.cells {
            bytes.push(b'c');
            cell.paragraphs.iter().for_each(|one| paragraph(bytes, one));
        }
    }
}
