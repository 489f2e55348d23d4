//! What typesetting one document needs at hand: fonts, styles, structure, and what is missing.
//!
//! In: a galley, a template, a font library. Out: the services that the other modules of `layout`
//! share. Never: a page; that is `flow`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use icu_segmenter::LineSegmenterBorrowed;

use crate::diagnostics::{Finding, Message, Refusal, RefusalKind, message};
use crate::galley::{Galley, GalleyBlock, GalleyParagraph};
use crate::graphics::Sight;
use crate::language::Language;
use crate::letters::is_private_use;
use crate::numerals::roman;
use crate::pages::{BOX, FontFace};
use crate::template::{LanguageEdition, Style, Template, Twips};
use crate::text::{NoteKind, Object, Paragraph};

use super::fonts::builtin;
use super::fonts::library::FontLibrary;
use super::inline::items::ItemSetting;
use super::inline::script::FontSlot;
use super::inline::shape::Shaper;
use super::inline::styled::{Inset, StyledText};
use super::mathematics::SetFormula;
use super::rules::BOXES;
use super::structure::{LayoutTree, StructPlace};

/// Points of a measure in twips.
pub(super) fn points(twips: Twips) -> f32 {
    twips as f32 / 20.0
}

/// Faces for Latin, Chinese and Arabic, and the size of Arabic, of that of the others.
pub(super) type Faces = ([u16; 3], f32);

/// Everything at hand while one document is set.
pub(super) struct Compositor<'a> {
    /// Fonts of the run.
    pub library: &'a FontLibrary,
    /// Official form.
    pub template: &'a Template,
    /// The form in the document's language.
    pub edition: &'a LanguageEdition,
    /// What is set.
    pub galley: &'a Galley,
    /// What there is of each of its pictures.
    pub sights: &'a [Sight],
    /// Language of the document.
    pub language: Language,
    /// Structure so far.
    pub tree: LayoutTree,
    /// The level of the headings that numbers of instruments are, where no proposal heads them.
    pub instruments_head: Option<u8>,
    /// Mark of each note, in the order of the references.
    pub note_marks: Vec<String>,
    /// The Song faces, regular and bold, for marks that Kai draws narrow.
    pub song: (u16, u16),
    /// Places in the document that links may lead to.
    pub places: Arc<HashSet<Box<str>>>,
    /// Characters that no face has.
    pub missing: GlyphsWithoutFace,
    /// What is to be reported.
    pub findings: Vec<Finding>,
    /// Shaper with its buffer.
    pub shaper: Shaper,
    /// Memory of the last setting.
    pub scratch: ItemSetting,
    /// Break opportunities.
    pub segmenter: LineSegmenterBorrowed<'static>,
    /// Width that a picture has where it stands, points.
    pub room: f32,
    /// Formulas that are set.
    pub formulas: Vec<SetFormula>,
    /// Entries of contents lists that wait for the numbers of pages, with their places in the structure.
    pub entries: Vec<(&'a GalleyParagraph, StructPlace)>,
    /// The document's own index of the face of formulas.
    mathematics: Option<u16>,
    /// The document's own index of each face of the library.
    pub used: Vec<Option<u16>>,
    fonts: Vec<Arc<FontFace>>,
    chosen: Vec<(&'a str, bool, bool, Faces)>,
    elsewhere: HashMap<(char, bool), Option<u16>>,
}

impl<'a> Compositor<'a> {
    /// Makes ready for one document.
    ///
    /// # Errors
    /// [`RefusalKind::Internal`] where the template has no form in the galley's language.
    pub(super) fn new(
        galley: &'a Galley,
        sights: &'a [Sight],
        template: &'a Template,
        library: &'a FontLibrary,
    ) -> Result<Self, Refusal> {
        Self::with_places(galley, sights, template, library, Arc::new(places(galley)))
    }

    /// Makes ready for one document whose places are known.
    ///
    /// # Errors
    /// As there.
    pub(super) fn with_places(
        galley: &'a Galley,
        sights: &'a [Sight],
        template: &'a Template,
        library: &'a FontLibrary,
        places: Arc<HashSet<Box<str>>>,
    ) -> Result<Self, Refusal> {
        let language = galley.language.unwrap_or(Language::English);
        let Some(edition) = template.editions.get(&language) else {
            return Err(Refusal::new(
                RefusalKind::Internal,
                message!(
                    "template {template} has no form in language {language}",
                    template = template.name,
                    language
                ),
                message!("choose another template with --template, or another language with --lang"),
            ));
        };
        let song = |bold| library.choose(&[builtin::SONG], bold, false, FontSlot::EastAsian);
        Ok(Self {
            library,
            template,
            edition,
            galley,
            sights,
            language,
            tree: LayoutTree::new(language),
            instruments_head: None,
            note_marks: note_marks(galley),
            song: (song(false), song(true)),
            places,
            missing: GlyphsWithoutFace::default(),
            findings: Vec::new(),
            shaper: Shaper::default(),
            scratch: ItemSetting::default(),
            segmenter: super::inline::opportunities::segmenter(),
            room: f32::INFINITY,
            formulas: Vec::new(),
            entries: Vec::new(),
            mathematics: None,
            used: Vec::new(),
            fonts: Vec::new(),
            chosen: Vec::new(),
            elsewhere: HashMap::new(),
        })
    }

    /// The style of an id, else the first of some that stand in for it.
    ///
    /// # Errors
    /// [`RefusalKind::Internal`] where the template has none of them.
    pub(super) fn style(&self, id: &str) -> Result<&'a Style, Refusal> {
        let styles = &self.edition.styles;
        styles.get(id).or_else(|| styles.get("Normal")).ok_or_else(|| {
            Refusal::new(
                RefusalKind::Internal,
                message!(
                    "template {template} has neither style {id} nor Normal",
                    template = self.template.name,
                    id
                ),
                message!("run `itudoc template check`"),
            )
        })
    }

    /// The three faces of a style in a weight and slant, and the size of Arabic, of that of the style.
    /// Chinese in italics is set in Kai.
    pub(super) fn faces(&mut self, style: &'a Style, bold: bool, italic: bool) -> Faces {
        let id = style.id.as_str();
        if let Some(known) = self.chosen.iter().find(|k| k.0 == id && k.1 == bold && k.2 == italic) {
            return known.3;
        }
        let names = |list: &'a [String]| list.iter().map(String::as_str).collect::<Vec<&str>>();
        let mut chinese = names(&style.fonts.east_asian);
        if italic && chinese.first().is_none_or(|first| builtin::stand_in(first) != Some(builtin::KAI)) {
            chinese.splice(..0, builtin::CHINESE_ITALIC.iter().copied());
        }
        let faces = [
            self.library.choose(&names(&style.fonts.latin), bold, italic, FontSlot::Latin),
            self.library.choose(&chinese, bold, false, FontSlot::EastAsian),
            self.library.choose(&names(&style.fonts.complex), bold, italic, FontSlot::Complex),
        ];
        let naskh = faces.last().and_then(|index| self.library.face(*index));
        let scale = match (naskh, style.fonts.complex.first()) {
            (Some(face), Some(asked)) => builtin::scale(asked, &face.font),
            _ => 1.0,
        };
        let complex = scale * f32::from(style.complex_size) / f32::from(style.size.max(1));
        self.chosen.push((id, bold, italic, (faces, complex)));
        (faces, complex)
    }

    /// The face for a character that its own face lacks.
    pub(super) fn fallback(&mut self, character: char, bold: bool) -> Option<u16> {
        let library = self.library;
        *self.elsewhere.entry((character, bold)).or_insert_with(|| {
            let printable = !character.is_control() && !is_private_use(character);
            printable.then(|| library.with_glyph(character, bold)).flatten()
        })
    }

    /// The document's own index of a face of the library.
    pub(super) fn font(&mut self, face: u16) -> u16 {
        let place = usize::from(face);
        if self.used.len() <= place {
            self.used.resize(place + 1, None);
        }
        if let Some(Some(known)) = self.used.get(place) {
            return *known;
        }
        let Some(found) = self.library.face(face) else { return 0 };
        self.fonts.push(Arc::clone(&found.font));
        let index = u16::try_from(self.fonts.len() - 1).unwrap_or(u16::MAX);
        if let Some(slot) = self.used.get_mut(place) {
            *slot = Some(index);
        }
        index
    }

    /// Takes over the faces of a part of the document and where they stand in the library; their indices here by those there.
    pub(super) fn take_fonts(
        &mut self,
        fonts: Vec<Arc<FontFace>>,
        used: &[Option<u16>],
    ) -> HashMap<u16, u16> {
        let mut taken = HashMap::new();
        for (font, own) in fonts.into_iter().zip(0u16..) {
            let known = self.fonts.iter().position(|known| Arc::ptr_eq(known, &font));
            let place = known.unwrap_or(self.fonts.len());
            if known.is_none() {
                self.fonts.push(font);
            }
            taken.insert(own, u16::try_from(place).unwrap_or(u16::MAX));
        }
        if self.used.len() < used.len() {
            self.used.resize(used.len(), None);
        }
        for (slot, own) in self.used.iter_mut().zip(used) {
            *slot = own.and_then(|own| taken.get(&own).copied()).or(*slot);
        }
        taken
    }

    /// The document's own index of the face of formulas.
    pub(super) fn mathematics_font(&mut self) -> u16 {
        if let Some(known) = self.mathematics {
            return known;
        }
        self.fonts.push(Arc::clone(&builtin::MATHEMATICS));
        let index = u16::try_from(self.fonts.len() - 1).unwrap_or(u16::MAX);
        self.mathematics = Some(index);
        index
    }

    /// The faces used, by the document's own index.
    pub(super) fn fonts(&mut self) -> Vec<Arc<FontFace>> {
        std::mem::take(&mut self.fonts)
    }

    /// The slot of the document's own script.
    pub(super) fn main_slot(&self) -> FontSlot {
        match self.language {
            Language::Arabic => FontSlot::Complex,
            Language::Chinese => FontSlot::EastAsian,
            _ => FontSlot::Latin,
        }
    }

    /// Width of a picture or formula of a styled, scaled to the text area; points.
    pub(super) fn inset_width(&self, styled: &StyledText, place: u32) -> f32 {
        let inset = styled.insets.get(place as usize).map(|inset| inset.1);
        inset.map_or(0.0, |inset| self.inset_size(inset).0)
    }

    /// Width, height over the baseline and depth under it of a picture or formula; points.
    pub(super) fn inset_size(&self, inset: Inset) -> (f32, f32, f32) {
        match inset {
            Inset::Picture(index) => {
                let (width, height) = self.picture_size(index);
                (width, height, 0.0)
            }
            Inset::Formula(place) => {
                let formula = self.formulas.get(place as usize);
                formula.map_or((0.0, 0.0, 0.0), |set| (set.width, set.ascent, set.descent))
            }
        }
    }

    /// The widest that a formula may be, points.
    pub(super) fn widest(&self) -> f32 {
        let page = &self.template.page;
        points(page.width - page.left - page.right).min(self.room).max(1.0)
    }

    /// Width and height of a picture, scaled down to the text area, and to its cell, where it is larger;
    /// points.
    pub(super) fn picture_size(&self, index: u32) -> (f32, f32) {
        const EMU_A_POINT: f32 = 12_700.0;
        let Some(picture) = self.galley.pictures.get(index as usize) else { return (0.0, 0.0) };
        let (width, height) = picture.box_size();
        let (width, height) = (width / EMU_A_POINT, height / EMU_A_POINT);
        let page = &self.template.page;
        let room = (
            points(page.width - page.left - page.right).min(self.room).max(1.0),
            // Room for a line of text on the same page.
            (points(page.height - page.top - page.bottom) - 36.0).max(1.0),
        );
        let scale = (room.0 / width.max(1.0)).min(room.1 / height.max(1.0)).min(1.0);
        (width * scale, height * scale)
    }
}

/// The mark of each note: the author's own, else its number in the order of the references; endnotes
/// count apart, in small roman numbers as Word counts them.
fn note_marks(galley: &Galley) -> Vec<String> {
    let mut marks: Vec<Option<String>> = galley.notes.iter().map(|note| note.own_mark.clone()).collect();
    let mut counted = (0u32, 0u32);
    let mut number = |index: u32| {
        let place = index as usize;
        let (Some(note), Some(mark)) = (galley.notes.get(place), marks.get_mut(place)) else { return };
        if mark.is_some() {
            return;
        }
        *mark = Some(match note.kind {
            NoteKind::Footnote => {
                counted.0 += 1;
                counted.0.to_string()
            }
            NoteKind::Endnote => {
                counted.1 += 1;
                roman(counted.1).unwrap_or_default()
            }
        });
    };
    let none = galley.notes.is_empty();
    for paragraph in paragraphs(galley).take_while(|_| !none) {
        for run in &paragraph.runs {
            if let Some(Object::Note(index)) = run.object {
                number(index);
            }
        }
    }
    // A note that nothing refers to is still printed, at the end.
    (0..u32::try_from(galley.notes.len()).unwrap_or(u32::MAX)).for_each(number);
    marks.into_iter().map(Option::unwrap_or_default).collect()
}

/// The names of all places that are printed.
fn places(galley: &Galley) -> HashSet<Box<str>> {
    let in_notes = galley.notes.iter().flat_map(|note| &note.paragraphs);
    paragraphs(galley).chain(in_notes).flat_map(|paragraph| paragraph.anchors.iter().cloned()).collect()
}

/// The body's paragraphs in reading order.
fn paragraphs(galley: &Galley) -> impl Iterator<Item = &Paragraph> {
    galley.blocks.iter().flat_map(|block| {
        let (alone, table) = match block {
            GalleyBlock::Paragraph(paragraph) => (Some(&paragraph.paragraph), None),
            GalleyBlock::Table(table) => (None, Some(table)),
        };
        alone.into_iter().chain(table.into_iter().flat_map(|table| table.paragraphs()))
    })
}

/// Characters that no face has, each with the text around its first place.
#[derive(Debug, Default)]
pub(super) struct GlyphsWithoutFace {
    found: BTreeMap<char, String>,
}

impl GlyphsWithoutFace {
    /// How many characters a message names.
    const NAMED: usize = 20;

    /// Notes a character at byte `at` of a text.
    pub(super) fn note(&mut self, character: char, text: &str, at: u32) {
        if self.found.contains_key(&character) {
            return;
        }
        let (before, after) = text.split_at_checked(at as usize).unwrap_or((text, ""));
        let mut sample: Vec<char> = before.chars().rev().take(8).collect();
        sample.reverse();
        let shown = sample.into_iter().chain(after.chars().take(9));
        self.found.insert(character, shown.map(visible).collect());
    }

    /// Takes over what a part lacks that comes later.
    pub(super) fn extend(&mut self, later: GlyphsWithoutFace) {
        for (character, sample) in later.found {
            self.found.entry(character).or_insert(sample);
        }
    }

    /// The refusal, where anything is missing.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        if self.found.is_empty() {
            return None;
        }
        Some(Refusal::new(
            RefusalKind::Glyph,
            message!("no font at hand has {names}", names = self.names()),
            message!(
                "name a font that has them with --font-path, show them as boxes with --missing-glyphs box, or correct the text"
            ),
        ))
    }

    /// What is reported where boxes stand for what is missing.
    pub(super) fn finding(&self) -> Option<Finding> {
        let message = || message!("Shown as a box, since no font at hand has them: {characters}", characters => self.names());
        (!self.found.is_empty()).then(|| Finding::new(&BOXES, None, message()))
    }

    /// The characters, each with its sample.
    fn names(&self) -> Message {
        let name = |(character, sample): (&char, &String)| {
            message!(
                "U+{code} {character} in “{sample}”",
                code = format!("{:04X}", u32::from(*character)),
                character = visible(*character),
                sample,
            )
        };
        let named = self.found.iter().take(Self::NAMED).map(name);
        let named = named.reduce(|before, name| message!("{before}, {name}", before => before, name => name));
        let named = named.unwrap_or_else(|| Message::foreign(""));
        match self.found.len().saturating_sub(Self::NAMED) {
            0 => named,
            more => message!("{names} and {more} more", names => named, more),
        }
    }
}

fn visible(character: char) -> char {
    if character.is_control() || is_private_use(character) { BOX } else { character }
}
