//! Subsets of faces, cut and deflated, remembered for the documents that show the same glyphs.
//!
//! In: a face and glyphs in the order of their codes. Out: the font program of just these, plain and
//! deflated. Cutting and deflating are more than half of a PDF's time (15 Chinese pages: 5.5 of
//! 10 ms); drafts, addenda and views of one contribution mostly show the same glyphs. What is
//! remembered is what would be made again, byte for byte, so it cannot change an output.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use subsetter::GlyphRemapper;

use super::composite::{self, Composite};
use crate::diagnostics::Refusal;
use crate::pages::FontFace;
use crate::write::deflate::Deflater;

/// What is remembered at most, bytes: some ten Chinese documents.
const MEMORY: usize = 8 << 20;

/// A font program.
pub(super) struct Subset {
    /// As printpdf embeds it.
    pub plain: Vec<u8>,
    /// The same, deflated.
    pub deflated: Vec<u8>,
    /// Index of the first glyph of our own, behind the face's.
    pub first_composite: u16,
}

/// A face, by the digest of its file, and the glyphs cut out of it.
#[derive(PartialEq, Eq)]
struct SubsetKey {
    file: [u8; 32],
    index: u32,
    glyphs: Vec<u16>,
    composites: Vec<Composite>,
}

/// Subsets, the latest last.
static MADE: Mutex<VecDeque<(SubsetKey, Arc<Subset>)>> = Mutex::new(VecDeque::new());

/// The subset of a face that holds these glyphs, numbered from 1 in the order given, and behind them
/// glyphs of our own.
pub(super) fn cut(
    face: &FontFace,
    glyphs: Vec<u16>,
    composites: Vec<Composite>,
) -> Result<Arc<Subset>, Refusal> {
    let key = SubsetKey { file: face.digest, index: face.index, glyphs, composites };
    let made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, subset)) = made.iter().find(|(other, _)| *other == key) {
        return Ok(Arc::clone(subset));
    }
    // Others need not wait while this one is made; at worst two threads make the same.
    drop(made);
    let mut remapper = GlyphRemapper::new();
    for glyph in &key.glyphs {
        remapper.remap(*glyph);
    }
    let plain = subsetter::subset(&face.data, face.index, &remapper)
        .map_err(|error| Refusal::internal(format!("the font {} cannot be cut: {error:?}", face.name)))?;
    let (plain, first_composite) =
        if key.composites.is_empty() { (plain, 0) } else { composite::append(&plain, &key.composites)? };
    let deflated = Deflater::for_fonts().deflate(&plain)?;
    let subset = Arc::new(Subset { plain, deflated, first_composite });
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    made.push_back((key, Arc::clone(&subset)));
    let size = |(_, subset): &(SubsetKey, Arc<Subset>)| subset.plain.len() + subset.deflated.len();
    let mut held: usize = made.iter().map(size).sum();
    while held > MEMORY
        && let Some(oldest) = made.pop_front()
    {
        held -= size(&oldest);
    }
    Ok(subset)
}
