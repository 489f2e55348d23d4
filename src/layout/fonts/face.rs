//! One font face with the tables that typesetting asks for at every character.
//!
//! In: a font file. Out: glyph, advance and measures by flat look-up, built once a run on first use
//! and shared by all threads without a lock. Never: an outline, a disk access.
//!
//! Measured: `ttf_parser`'s own cmap walk costs 65 ns a character, the flat array 1.5 ns.

use std::sync::{Arc, OnceLock};

use crate::pages::FontFace;

use crate::layout::inline::script::PUNCTUATION;

/// Where a face comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaceOrigin {
    /// A file or folder the user named.
    Path,
    /// Built into the program.
    Kit,
    /// Installed on the machine; asked only on request.
    System,
}

/// A face that a document may use.
pub struct Face {
    /// The file and its names.
    pub font: Arc<FontFace>,
    /// Family names, in every language the file gives.
    pub families: Vec<String>,
    /// Weight of 600 or more.
    pub bold: bool,
    /// Italic or oblique.
    pub italic: bool,
    /// Where it comes from.
    pub origin: FaceOrigin,
    tables: OnceLock<FaceTables>,
    shaper: OnceLock<FaceWithShaper>,
    arabic: OnceLock<Option<rustybuzz::ShapePlan>>,
}

type ShaperFace<'a> = Option<rustybuzz::Face<'a>>;

self_cell::self_cell!(
    /// A font file and the shaper's view of it, which borrows from its bytes; no view where it cannot be read.
    struct FaceWithShaper {
        owner: Arc<FontFace>,
        #[covariant]
        dependent: ShaperFace,
    }
);

/// A stroke of the font's own measures, em from the baseline to its middle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FaceStroke {
    /// Height of the middle over the baseline, em.
    pub position: f32,
    /// Thickness, em.
    pub thickness: f32,
}

/// Flat tables of a face; all measures in em.
#[derive(Debug)]
pub struct FaceTables {
    glyphs: Box<[u16]>,
    advances: Box<[u16]>,
    em: f32,
    blanks: Vec<(char, f32, f32)>,
    /// Glyphs of characters beyond the Basic Multilingual Plane, sorted.
    beyond: Vec<(char, u16)>,
    /// Height of a line above the baseline.
    pub ascent: f32,
    /// Depth of a line below the baseline.
    pub descent: f32,
    /// Underline.
    pub underline: FaceStroke,
    /// Strike-through.
    pub strike: FaceStroke,
}

/// Line of a face with Chinese characters: Word sets SimSun, whose own height is 1.0 em, 1.3 times
/// as high where no grid rules the page. Used for every such face, since their own heights (1.18 em
/// for Kai, 1.44 em for Noto Serif SC) would give pages no Word document has. 12 pt makes 15.6 pt.
const CHINESE_LINE: (f32, f32) = (1.0, 0.3);

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Face")
            .field("name", &self.font.name)
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

impl Face {
    /// A face over a font file.
    pub fn new(font: FontFace, families: Vec<String>, bold: bool, italic: bool, origin: FaceOrigin) -> Self {
        Self {
            font: Arc::new(font),
            families,
            bold,
            italic,
            origin,
            tables: OnceLock::new(),
            shaper: OnceLock::new(),
            arabic: OnceLock::new(),
        }
    }

    /// The tables, built at first use.
    pub fn tables(&self) -> &FaceTables {
        self.tables.get_or_init(|| FaceTables::new(&self.font.data, self.font.index))
    }

    /// Whether it has a glyph for a character. The tables are not built for the question: a check asks it of a few
    /// characters and prints nothing.
    pub fn has(&self, character: char) -> bool {
        if let Some(tables) = self.tables.get() {
            return tables.glyph(character) != 0;
        }
        let glyph = self.shaper().and_then(|face| ttf_parser::Face::glyph_index(face, character));
        glyph.is_some_and(|glyph| glyph.0 != 0)
    }

    /// The shaper's view of the face; `None` for a file it cannot read.
    pub fn shaper(&self) -> Option<&rustybuzz::Face<'_>> {
        self.shaper
            .get_or_init(|| {
                FaceWithShaper::new(Arc::clone(&self.font), |font| {
                    rustybuzz::Face::from_slice(&font.data, font.index)
                })
            })
            .borrow_dependent()
            .as_ref()
    }

    /// The shaping plan for Arabic, which would cost more to make than a line to shape.
    pub fn arabic_plan(&self) -> Option<&rustybuzz::ShapePlan> {
        self.arabic
            .get_or_init(|| {
                let script = rustybuzz::script::ARABIC;
                let direction = rustybuzz::Direction::RightToLeft;
                self.shaper().map(|face| rustybuzz::ShapePlan::new(face, direction, Some(script), None, &[]))
            })
            .as_ref()
    }
}

impl FaceTables {
    fn new(data: &[u8], index: u32) -> Self {
        let face = ttf_parser::Face::parse(data, index).ok();
        let mut tables = Self {
            glyphs: vec![0; 1 << 16].into_boxed_slice(),
            advances: Box::default(),
            em: 1000.0,
            blanks: Vec::new(),
            beyond: Vec::new(),
            ascent: 1.0,
            descent: 0.25,
            underline: FaceStroke { position: -0.1, thickness: 0.05 },
            strike: FaceStroke { position: 0.3, thickness: 0.05 },
        };
        let Some(face) = face else { return tables };
        tables.em = f32::from(face.units_per_em());
        tables.read_glyphs(&face);
        tables.read_measures(&face);
        tables.read_blanks(&face);
        tables
    }

    fn read_glyphs(&mut self, face: &ttf_parser::Face<'_>) {
        self.advances = (0..face.number_of_glyphs())
            .map(|id| face.glyph_hor_advance(ttf_parser::GlyphId(id)).unwrap_or(0))
            .collect();
        let subtables = face.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables);
        for subtable in subtables.filter(ttf_parser::cmap::Subtable::is_unicode) {
            subtable.codepoints(|code| {
                if let Some(slot) = self.glyphs.get_mut(code as usize)
                    && *slot == 0
                    && let Some(glyph) = subtable.glyph_index(code)
                {
                    *slot = glyph.0;
                }
                if let Some(character) = char::from_u32(code).filter(|character| *character > '\u{FFFF}')
                    && let Some(glyph) = subtable.glyph_index(code)
                {
                    self.beyond.push((character, glyph.0));
                }
            });
        }
        // Of two subtables that name a character, the first is asked.
        self.beyond.sort_by_key(|(character, _)| *character);
        self.beyond.dedup_by_key(|(character, _)| *character);
    }

    fn read_measures(&mut self, face: &ttf_parser::Face<'_>) {
        let em = self.em;
        let of = |units: i16| f32::from(units) / em;
        (self.ascent, self.descent) = if self.glyph('中') != 0 {
            CHINESE_LINE
        } else {
            // The gap goes above, which puts Carlito's baseline where Word puts Calibri's.
            (of(face.ascender()) + of(face.line_gap()), -of(face.descender()))
        };
        if let Some(line) = face.underline_metrics() {
            self.underline = FaceStroke { position: of(line.position), thickness: of(line.thickness) };
        }
        if let Some(line) = face.strikeout_metrics() {
            self.strike = FaceStroke { position: of(line.position), thickness: of(line.thickness) };
        }
    }

    /// White on both sides of each full-width mark: what may be taken away when lines are fitted. The
    /// font says where its comma stands, so a face with centred marks loses nothing.
    fn read_blanks(&mut self, face: &ttf_parser::Face<'_>) {
        let em = self.em;
        for (mark, _) in PUNCTUATION {
            let glyph = self.glyph(*mark);
            let advance = self.advance(glyph);
            let ink = face.glyph_bounding_box(ttf_parser::GlyphId(glyph));
            if let Some(ink) = ink.filter(|_| glyph != 0 && advance > 0.9) {
                let left = f32::from(ink.x_min) / em;
                self.blanks.push((*mark, left, advance - f32::from(ink.x_max) / em));
            }
        }
    }

    /// The glyph of a character, 0 where the face has none.
    pub fn glyph(&self, character: char) -> u16 {
        match self.glyphs.get(character as usize) {
            Some(glyph) => *glyph,
            None => {
                let found = self.beyond.binary_search_by_key(&character, |(known, _)| *known);
                found.ok().and_then(|at| self.beyond.get(at)).map_or(0, |(_, glyph)| *glyph)
            }
        }
    }

    /// Advance of a glyph, em.
    pub fn advance(&self, glyph: u16) -> f32 {
        f32::from(self.advances.get(usize::from(glyph)).copied().unwrap_or(0)) / self.em
    }

    /// Units to the em.
    pub fn em(&self) -> f32 {
        self.em
    }

    /// White to the left and right of a full-width mark's ink, em.
    pub fn blanks(&self, mark: char) -> (f32, f32) {
        match self.blanks.binary_search_by_key(&mark, |entry| entry.0) {
            Ok(at) => self.blanks.get(at).map_or((0.0, 0.0), |entry| (entry.1, entry.2)),
            Err(_) => (0.0, 0.0),
        }
    }
}
