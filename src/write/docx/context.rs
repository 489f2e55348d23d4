//! What the stories of one document (body, notes, comments) share: ids, marks, media.

use super::TemplatePackage;
use super::container::PackagePart;
use super::marks::Moves;
use super::picture::{self, PictureFormat};
use std::collections::{BTreeSet, HashSet};

use crate::diagnostics::Refusal;
use crate::galley::{Galley, GalleyBlock};
use crate::graphics::{PixelBudget, fallback};
use crate::text::{NoteKind, Revision, RevisionIndex};

/// The media type of drawings that Word shows beside another picture only.
const SVG: &str = "image/svg+xml";

/// State of one document while it is written.
pub(super) struct DocxContext<'a> {
    /// The template's package.
    pub package: &'a TemplatePackage,
    /// The document.
    pub galley: &'a Galley,
    /// Width between the margins of the page at hand, twips.
    pub measure: u32,
    /// Width that a picture has where it stands, twips.
    pub room: u32,
    /// Moves that have both halves in the story at hand.
    pub moves: Moves<'a>,
    /// Next id of a mark, a drawing or a range: one count a document, so all are unique in it.
    next_id: u32,
    /// Pictures used so far, as indices into the galley's.
    media: Vec<u32>,
    /// What is shown in place of some of them, by their place among the used.
    fallbacks: Vec<(usize, Vec<u8>)>,
    /// Pixels that may still be decoded for these.
    pixels: PixelBudget,
    /// Id of each note among those of its kind, by index into the galley's notes.
    note_ids: Vec<u32>,
    /// Places in the document that links may lead to.
    pub places: HashSet<&'a str>,
    /// Comments whose range has begun, and those that were written.
    pub(super) ranges: (BTreeSet<u32>, BTreeSet<u32>),
}

impl<'a> DocxContext<'a> {
    /// The state before the first word.
    pub(super) fn new(package: &'a TemplatePackage, galley: &'a Galley) -> Self {
        let (mut footnotes, mut endnotes) = (0, 0);
        let count = |note: &crate::text::Note| {
            let of_kind = match note.kind {
                NoteKind::Footnote => &mut footnotes,
                NoteKind::Endnote => &mut endnotes,
            };
            *of_kind += 1;
            *of_kind
        };
        let note_ids = galley.notes.iter().map(count).collect();
        let moves = Moves::of(galley);
        let [upright, _] = package.text_width;
        Self {
            package,
            galley,
            measure: upright,
            room: upright,
            moves,
            next_id: 1,
            media: Vec::new(),
            note_ids,
            places: places(galley),
            ranges: Default::default(),
            fallbacks: Vec::new(),
            pixels: PixelBudget::default(),
        }
    }

    /// Goes on on a page upright or turned.
    pub(super) fn turn(&mut self, turned: bool) {
        let [upright, sideways] = self.package.text_width;
        self.measure = if turned { sideways } else { upright };
        self.room = self.measure;
    }

    /// A new id.
    pub(super) fn id(&mut self) -> String {
        let id = self.next_id;
        self.next_id += 1;
        id.to_string()
    }

    /// The mark of an index.
    pub(super) fn revision(&self, index: RevisionIndex) -> Result<&'a Revision, Refusal> {
        let at = usize::try_from(index.get()).unwrap_or(usize::MAX);
        self.galley
            .revisions
            .get(at)
            .ok_or_else(|| Refusal::internal(format!("there is no revision mark {at}")))
    }

    /// The id of a note in its part.
    pub(super) fn note_id(&self, index: usize) -> Result<u32, Refusal> {
        self.note_ids
            .get(index)
            .copied()
            .ok_or_else(|| Refusal::internal(format!("there is no note {index}")))
    }

    /// The id of a comment.
    pub(super) fn comment(&self, index: u32) -> Result<String, Refusal> {
        match usize::try_from(index).ok().and_then(|at| self.galley.comments.get(at)) {
            Some(_) => Ok(index.to_string()),
            None => Err(Refusal::internal(format!("there is no comment {index}"))),
        }
    }

    /// The media part of a picture: its target relative to `word/`.
    pub(super) fn media(&mut self, index: u32) -> Result<String, Refusal> {
        let format = self.format(index)?;
        let at = self.media.iter().position(|used| *used == index).unwrap_or_else(|| {
            self.media.push(index);
            self.media.len() - 1
        });
        Ok(format!("media/image{}.{}", at + 1, format.extension))
    }

    fn format(&self, index: u32) -> Result<PictureFormat, Refusal> {
        let at = usize::try_from(index).unwrap_or(usize::MAX);
        let picture = self
            .galley
            .pictures
            .get(at)
            .ok_or_else(|| Refusal::internal(format!("there is no picture {at}")))?;
        Ok(picture::format_of(&picture.media_type))
    }

    /// The part that Word shows of an SVG where it knows no SVG, and asks for in every case ([MS-ODRAWXML] 1.3.3);
    /// `None` for other pictures.
    pub(super) fn fallback(&mut self, index: u32) -> Option<String> {
        let picture = self.galley.pictures.get(usize::try_from(index).ok()?)?;
        if &*picture.media_type != SVG {
            return None;
        }
        let at = self.media.iter().position(|used| *used == index)?;
        if !self.fallbacks.iter().any(|(of, _)| *of == at) {
            let drawn = fallback(&picture.bytes, &mut self.pixels)?;
            self.fallbacks.push((at, drawn));
        }
        Some(format!("media/image{}.emf", at + 1))
    }

    /// The media parts of all pictures that were used.
    pub(super) fn into_media(self) -> Vec<PackagePart<'a>> {
        let used =
            self.media.iter().filter_map(|index| self.galley.pictures.get(usize::try_from(*index).ok()?));
        let fallbacks = self.fallbacks.into_iter().map(|(at, bytes)| PackagePart {
            name: format!("word/media/image{}.emf", at + 1).into(),
            bytes: bytes.into(),
            media_type: Some("image/x-emf"),
            stored: false,
        });
        used.enumerate()
            .map(|(at, picture)| {
                let format = picture::format_of(&picture.media_type);
                PackagePart {
                    name: format!("word/media/image{}.{}", at + 1, format.extension).into(),
                    bytes: picture.bytes.as_slice().into(),
                    media_type: Some(&picture.media_type),
                    stored: format.compressed,
                }
            })
            .chain(fallbacks)
            .collect()
    }
}

/// The names of all places that are written.
fn places(galley: &Galley) -> HashSet<&str> {
    let body = galley.blocks.iter().flat_map(|block| match block {
        GalleyBlock::Paragraph(paragraph) => vec![&paragraph.paragraph],
        GalleyBlock::Table(table) => table.paragraphs(),
    });
    let notes = galley.notes.iter().flat_map(|note| &note.paragraphs);
    body.chain(notes).flat_map(|paragraph| &paragraph.anchors).map(AsRef::as_ref).collect()
}
