//! A toy typesetter: enough to make pages by hand, with real fonts and real shaping.

use std::str::FromStr as _;
use std::sync::Arc;

use crate::language::Language;
use crate::pages::*;

pub const SONG: u16 = 0;
pub const BOLD: u16 = 1;
pub const KAI: u16 = 2;
pub const LATIN: u16 = 3;
pub const NASKH: u16 = 4;

const KIT: [(&str, &str); 5] = [
    ("NotoSerifSC-Regular", "NotoSerifSC-Regular.subset.ttf"),
    ("NotoSerifSC-Bold", "NotoSerifSC-Bold.subset.ttf"),
    ("ConfKaiSC-Regular", "ConfKaiSC-Regular.ttf"),
    ("Carlito", "Carlito-Regular.ttf"),
    ("NotoNaskhArabic", "NotoNaskhArabic-Regular.ttf"),
];

/// The faces of the kit, loaded once.
pub fn kit() -> Vec<Arc<FontFace>> {
    static FACES: std::sync::OnceLock<Vec<Arc<FontFace>>> = std::sync::OnceLock::new();
    FACES
        .get_or_init(|| {
            let load = |(name, file): (&str, &str)| {
                let path = format!("{}/templates/fonts/{file}", env!("CARGO_MANIFEST_DIR"));
                let data = std::fs::read(path).unwrap();
                let (name, family) = (name.to_owned(), name.to_owned());
                let digest = crate::digest::Digest::of(&data).bytes();
                Arc::new(FontFace { name, family, data: FontData::Read(Arc::new(data)), index: 0, digest })
            };
            KIT.into_iter().map(load).collect()
        })
        .clone()
}

/// Pages being set.
pub struct Setting {
    pub pages: Pages,
    /// Baseline of the next line.
    pub y: f32,
}

pub const LEFT: f32 = 70.0;
pub const RIGHT: f32 = 525.0;

impl Setting {
    pub fn new(language: &str) -> Self {
        let mut setting = Setting {
            pages: Pages {
                fonts: kit(),
                language: Some(Language::from_str(language).unwrap()),
                title: "Proposals for the work".to_owned(),
                author: "A & B".to_owned(),
                ..Pages::default()
            },
            y: 0.0,
        };
        setting.pages.structure.push(StructureElement::new(None, StructureKind::Document));
        setting.page();
        setting
    }

    pub fn page(&mut self) {
        self.pages.pages.push(LaidPage { width: 595.0, height: 842.0, pieces: Vec::new() });
        self.y = 770.0;
    }

    pub fn element(&mut self, parent: u32, kind: StructureKind) -> u32 {
        self.pages.structure.push(StructureElement::new(Some(parent), kind));
        self.pages.structure.len() as u32 - 1
    }

    pub fn revision(&mut self, parent: u32, kind: StructureKind, what: &str) -> u32 {
        let element = self.element(parent, kind);
        self.pages.structure[element as usize].revision = Some(what.to_owned());
        element
    }

    pub fn link(&mut self, parent: u32, target: &str) -> u32 {
        let element = self.element(parent, StructureKind::Link);
        self.pages.structure[element as usize].link = Some(target.into());
        element
    }

    pub fn put(&mut self, piece: PageItem) {
        self.pages.pages.last_mut().unwrap().pieces.push(piece);
    }

    /// Shapes and places one run; gives the pen after it.
    pub fn run(&mut self, font: u16, size: f32, x: f32, text: &str, tag: PageTag) -> f32 {
        self.coloured(font, size, x, text, tag, [0; 3], 0.0)
    }

    #[allow(clippy::too_many_arguments)]
    pub fn coloured(
        &mut self,
        font: u16,
        size: f32,
        x: f32,
        text: &str,
        tag: PageTag,
        colour: [u8; 3],
        stretch: f32,
    ) -> f32 {
        let right_to_left = font == NASKH;
        let (glyphs, end) = shape(font, size, x, text, right_to_left, stretch);
        let y = self.y;
        self.put(PageItem::Glyphs(GlyphRun {
            font,
            size,
            colour,
            y,
            glyphs,
            margins: Vec::new(),
            text: text.to_owned(),
            right_to_left,
            slanted: false,
            boxes: false,
            tag,
        }));
        end
    }

    /// Sets a paragraph line by line over as many pages as it takes.
    pub fn paragraph(&mut self, font: u16, size: f32, text: &str, element: u32) {
        let mut rest = text;
        while !rest.is_empty() {
            if self.y < 70.0 {
                self.page();
                let number = self.pages.pages.len().to_string();
                self.y = 800.0;
                self.run(LATIN, 10.0, 290.0, &number, PageTag::Artifact);
                self.y = 770.0;
            }
            let fits = ((RIGHT - LEFT) / size) as usize;
            let cut = rest.char_indices().nth(fits).map_or(rest.len(), |(at, _)| at);
            let (line, tail) = rest.split_at(cut);
            let stretch = if tail.is_empty() { 0.0 } else { 0.137 };
            self.mixed(font, size, line, element, stretch);
            self.y -= size * 1.5;
            rest = tail;
        }
    }

    /// One line, characters without a Chinese glyph set in Latin.
    pub fn mixed(&mut self, font: u16, size: f32, line: &str, element: u32, stretch: f32) {
        let mut x = LEFT;
        let mut start = 0;
        let slot = |c: char| if c.is_ascii() { LATIN } else { font };
        let chars: Vec<(usize, char)> = line.char_indices().collect();
        for (at, (byte, c)) in chars.iter().enumerate() {
            let end = byte + c.len_utf8();
            if chars.get(at + 1).is_none_or(|(_, next)| slot(*next) != slot(*c)) {
                let part = &line[start..end];
                x = self.coloured(slot(*c), size, x, part, PageTag::Element(element), [0; 3], stretch);
                start = end;
            }
        }
    }
}

/// Shapes a text from `x` on; glyphs in visual order, the first in logical order of a cluster with
/// its text.
pub fn shape(font: u16, size: f32, x: f32, text: &str, rtl: bool, stretch: f32) -> (Vec<Glyph>, f32) {
    let kit = kit();
    let face = rustybuzz::Face::from_slice(&kit[font as usize].data, 0).unwrap();
    let unit = size / face.units_per_em() as f32;
    let mut buffer = rustybuzz::UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_direction(if rtl {
        rustybuzz::Direction::RightToLeft
    } else {
        rustybuzz::Direction::LeftToRight
    });
    let shaped = rustybuzz::shape(&face, &[], buffer);
    let mut starts: Vec<u32> = shaped.glyph_infos().iter().map(|info| info.cluster).collect();
    starts.push(text.len() as u32);
    starts.sort();
    starts.dedup();
    let mut pen = x;
    let mut last = u32::MAX;
    let mut glyphs = Vec::new();
    for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        let end = starts[starts.binary_search(&info.cluster).unwrap() + 1];
        let share = if info.cluster == last { end..end } else { info.cluster..end };
        last = info.cluster;
        glyphs.push(Glyph {
            id: info.glyph_id as u16,
            x: pen + position.x_offset as f32 * unit,
            rise: position.y_offset as f32 * unit,
            text: share,
        });
        pen += position.x_advance as f32 * unit + stretch;
    }
    (glyphs, pen)
}
