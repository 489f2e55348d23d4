//! The fonts of a run: the user's own, the built-in set, and on request the machine's.
//!
//! In: the built-in set, files and folders the user names. Out: for each family a template names, a face; for
//! each character its face lacks, another. Never: a face whose licence bits forbid embedding
//! (OS/2 fsType 2), a font of the machine that was not asked for, which would make the same input
//! give other pages elsewhere.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::digest::Digest;
use crate::files;
use crate::limits;
use crate::pages::{FontData, FontFace};
use crate::template::{Fonts, LanguageEdition};

use super::builtin;
use super::face::{Face, FaceOrigin};
use super::system::System;
use crate::layout::inline::script::FontSlot;

/// All faces of a run, shared by its threads.
#[derive(Debug, Clone)]
pub struct FontLibrary {
    faces: Vec<Arc<Face>>,
    /// The machine's fonts, where they were asked for; their indices follow those of `faces`.
    system: Option<Arc<System>>,
    /// Whether a character that no face has is shown as a box.
    boxes: bool,
}

/// What a family of a template was resolved to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedFonts {
    /// Script and weight: `Chinese bold`.
    pub slot: String,
    /// Family the template asks for first.
    pub asked: String,
    /// Family that is used.
    pub family: String,
    /// PostScript name of the face that is used.
    pub face: String,
    /// Where it comes from.
    pub origin: FaceOrigin,
}

impl FontLibrary {
    /// The built-in set alone.
    pub fn builtin() -> Self {
        Self { faces: builtin::FACES.clone(), system: None, boxes: false }
    }

    /// The built-in set and the fonts of some files and folders, which win where a template names them.
    ///
    /// # Errors
    /// [`RefusalKind::Io`] where a path cannot be read or holds no font; [`RefusalKind::Format`]
    /// where a font file forbids embedding.
    pub fn with_paths(paths: &[PathBuf]) -> Result<Self, Refusal> {
        let mut faces = Vec::new();
        for path in paths {
            let found = match path.is_dir() {
                true => folder(path)?,
                false => file(path)?,
            };
            if found.is_empty() {
                return Err(unreadable(path, message!("no font in it")));
            }
            faces.extend(found);
        }
        faces.extend(builtin::FACES.iter().cloned());
        Ok(Self { faces, system: None, boxes: false })
    }

    /// Adds the machine's fonts: for families that a template names and the others have not, and for
    /// characters that no other face has. They are listed at the first such question. Pages then
    /// depend on the machine.
    #[must_use]
    pub fn with_system(mut self) -> Self {
        self.system = Some(Arc::default());
        self
    }

    /// Shows each character that no face has as a box, which reads as the character, where without
    /// this the file is refused.
    #[must_use]
    pub fn with_boxes(mut self) -> Self {
        self.boxes = true;
        self
    }

    /// Whether a character that no face has is shown as a box.
    pub fn boxes(&self) -> bool {
        self.boxes
    }

    /// The face of an index that [`Self::choose`] or [`Self::with_glyph`] gave.
    pub fn face(&self, index: u16) -> Option<&Arc<Face>> {
        let index = usize::from(index);
        self.faces.get(index).or_else(|| self.system.as_ref()?.face(index - self.faces.len()))
    }

    /// The face for families in order of preference: the first that is there by its own name, else
    /// what stands in for one of them, else the built-in set's face of the script.
    pub fn choose(&self, families: &[&str], bold: bool, italic: bool, slot: FontSlot) -> u16 {
        let by_name = families.iter().find_map(|family| self.query(family, bold, italic));
        let stand_in = || {
            let names = families.iter().filter_map(|family| builtin::stand_in(family));
            names.into_iter().find_map(|family| self.query(family, bold, italic))
        };
        let last = match slot {
            FontSlot::Latin => builtin::LATIN,
            FontSlot::EastAsian => builtin::SONG,
            FontSlot::Complex => builtin::NASKH,
        };
        by_name.or_else(stand_in).or_else(|| self.query(last, bold, italic)).unwrap_or(0)
    }

    /// The face of a family nearest in weight and slant.
    fn query(&self, family: &str, bold: bool, italic: bool) -> Option<u16> {
        let distance = |face: &Face| {
            let origin = face.origin;
            (origin, u8::from(face.bold != bold) * 2 + u8::from(face.italic != italic))
        };
        let named = |face: &Face| face.families.iter().any(|name| name.eq_ignore_ascii_case(family));
        let faces = self.faces.iter().enumerate().filter(|(_, face)| named(face));
        let found = faces.min_by_key(|(_, face)| distance(face)).map(|(at, _)| at);
        let installed = || Some(self.faces.len() + self.system.as_ref()?.named(family, bold, italic)?);
        found.or_else(installed).and_then(|at| u16::try_from(at).ok())
    }

    /// A face that has a character: the built-in set first, then the user's files, then the machine.
    pub fn with_glyph(&self, character: char, bold: bool) -> Option<u16> {
        let order = |face: &Face| {
            let place = match face.origin {
                FaceOrigin::Kit => 0,
                FaceOrigin::Path => 1,
                FaceOrigin::System => 2,
            };
            (place, face.italic, face.bold != bold)
        };
        let having = self.faces.iter().enumerate().filter(|(_, f)| f.tables().glyph(character) != 0);
        let found = having.min_by_key(|(at, face)| (order(face), *at)).map(|(at, _)| at);
        let installed = || Some(self.faces.len() + self.system.as_ref()?.with_glyph(character, bold)?);
        found.or_else(installed).and_then(|at| u16::try_from(at).ok())
    }

    /// Whether any face has a character.
    pub fn has(&self, character: char) -> bool {
        self.faces.iter().any(|face| face.has(character))
            || self.system.as_ref().is_some_and(|system| system.with_glyph(character, false).is_some())
    }

    /// What each script of a template's text is set in, for `itudoc fonts`.
    pub fn resolved(&self, edition: &LanguageEdition) -> Vec<ResolvedFonts> {
        let mut list: Vec<ResolvedFonts> = Vec::new();
        for style in edition.styles.iter() {
            for (slot, name, families) in slots(&style.fonts) {
                let asked: Vec<&str> = families.iter().map(String::as_str).collect();
                let index = self.choose(&asked, style.bold, style.italic, slot);
                let Some(face) = self.face(index) else { continue };
                let weight = if style.bold { " bold" } else { "" };
                let slant = if style.italic { " italic" } else { "" };
                let entry = ResolvedFonts {
                    slot: format!("{name}{weight}{slant}"),
                    asked: asked.first().copied().unwrap_or_default().to_owned(),
                    family: face.font.family.clone(),
                    face: face.font.name.clone(),
                    origin: face.origin,
                };
                if !list.contains(&entry) {
                    list.push(entry);
                }
            }
        }
        list
    }
}

fn slots(fonts: &Fonts) -> [(FontSlot, &'static str, &[String]); 3] {
    [
        (FontSlot::Latin, "Latin", &fonts.latin),
        (FontSlot::EastAsian, "Chinese", &fonts.east_asian),
        (FontSlot::Complex, "Arabic", &fonts.complex),
    ]
}

fn unreadable(path: &Path, why: Message) -> Refusal {
    Refusal::unreadable(
        path,
        why,
        message!("name a TrueType or OpenType file, or a folder that holds some, with --font-path"),
    )
}

/// Endings of font files.
const ENDINGS: [&str; 4] = ["ttf", "ttc", "otf", "otc"];

/// The faces of the font files below a folder; a file of another kind is passed over.
fn folder(path: &Path) -> Result<Vec<Arc<Face>>, Refusal> {
    let files =
        files::list(path, true).map_err(|error| unreadable(path, Message::foreign(error.to_string())))?;
    let is_font = |path: &&PathBuf| {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
    };
    let mut faces = Vec::new();
    for path in files.iter().filter(is_font) {
        faces.extend(file(path)?);
    }
    faces.sort_by(|a, b| (&a.font.name, a.font.index).cmp(&(&b.font.name, b.font.index)));
    Ok(faces)
}

/// The faces of a font file; none where it is no font.
fn file(path: &Path) -> Result<Vec<Arc<Face>>, Refusal> {
    let read = files::read(path, limits::FONT_BYTES);
    let bytes = read.map_err(|error| unreadable(path, error.found()))?.bytes;
    if !holds_its_faces(&bytes) {
        return Ok(Vec::new());
    }
    let data = Arc::new(bytes);
    let mut database = fontdb::Database::new();
    database.load_font_source(fontdb::Source::Binary(Arc::clone(&data) as _));
    let digest = Digest::of(&data).bytes();
    let data = FontData::Read(data);
    let mut infos: Vec<&fontdb::FaceInfo> = database.faces().collect();
    infos.sort_by(|a, b| (&a.post_script_name, a.index).cmp(&(&b.post_script_name, b.index)));
    infos.into_iter().filter_map(|info| face(&data, digest, info, FaceOrigin::Path).transpose()).collect()
}

/// Whether a file is long enough for as many faces as it claims, and they are no more than the bound
/// (OpenType 1.9.1, Font Collections: the offset of each has four bytes behind a head of twelve).
fn holds_its_faces(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"ttcf") else { return true };
    let Some(count) = rest.get(4..8).and_then(|count| count.first_chunk()) else { return false };
    let count = u32::from_be_bytes(*count);
    count <= limits::FONT_FACES && bytes.len().saturating_sub(12) / 4 >= count as usize
}

/// Reads a face of the machine; `None` for one that is no font after all.
pub(super) fn read_face(
    database: &fontdb::Database,
    info: &fontdb::FaceInfo,
    origin: FaceOrigin,
) -> Result<Option<Arc<Face>>, Refusal> {
    let Some(data) = database.with_face_data(info.id, |data, _| data.to_vec()) else { return Ok(None) };
    let digest = Digest::of(&data).bytes();
    face(&FontData::Read(Arc::new(data)), digest, info, origin)
}

/// A face of a font file; `None` where there is none at its place.
fn face(
    data: &FontData,
    digest: [u8; 32],
    info: &fontdb::FaceInfo,
    origin: FaceOrigin,
) -> Result<Option<Arc<Face>>, Refusal> {
    let Ok(parsed) = ttf_parser::Face::parse(data, info.index) else { return Ok(None) };
    if parsed.permissions() == Some(ttf_parser::Permissions::Restricted) {
        return Err(Refusal::new(
            RefusalKind::Format,
            message!("the font {font} forbids embedding (OS/2 fsType 2)", font = info.post_script_name),
            message!("take it off --font-path, or ask its maker for a licence that allows embedding"),
        ));
    }
    let families: Vec<String> = info.families.iter().map(|(name, _)| name.clone()).collect();
    let font = FontFace {
        name: info.post_script_name.clone(),
        family: families.first().cloned().unwrap_or_default(),
        data: data.clone(),
        index: info.index,
        digest,
    };
    let bold = info.weight.0 >= 600;
    Ok(Some(Arc::new(Face::new(font, families, bold, info.style != fontdb::Style::Normal, origin))))
}
