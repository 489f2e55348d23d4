//! Templates: the official form of each conference, as data under `templates/`.
//!
//! In: TOML files, built in or from `--templates DIR`. Out: one checked [`Template`] a conference.
//! Never: a measure or a word of official form in Rust. Every string and measure of the data names
//! its source or says that it is a guess.

use std::collections::BTreeMap;
use std::sync::LazyLock;

mod builtin;
mod catalogue;
mod describe;
mod draft;
mod emblem;
mod fault;
mod fresh;
mod pattern;
mod reader;
mod resolve;
pub(crate) mod style_id;

pub(crate) use builtin::export;
pub use catalogue::Templates;
pub(crate) use describe::{list, show};
pub use emblem::Emblem;
pub(crate) use fresh::fresh;
pub(crate) use pattern::{FACTS, MissingFields, fill, placeholders};

use crate::language::Language;
use crate::model::{Body, SectionKind};
use crate::text::Align;

/// Twips: twentieths of a point, 567 to the centimetre.
pub(crate) type Twips = i32;

/// The official form of one conference, all inheritance resolved.
#[derive(Debug, Clone)]
pub struct Template {
    /// Name as `--template` takes it: `pp-14`.
    pub name: String,
    /// Whose form it is; `None` for the plain form, which names no body.
    pub body: Option<Body>,
    /// Year of the conference, where the form is that of one conference.
    pub year: Option<u16>,
    /// Page size and margins.
    pub page: PageSetup,
    /// How revision marks look.
    pub revisions: RevisionLook,
    /// Each part after the first starts a page.
    pub parts_start_pages: bool,
    /// Labels of the preamble (*a)* under *considering*), and references to them, are in italics.
    pub italic_labels: bool,
    /// The label of reasons (`Reasons:`) is bold.
    pub bold_reasons: bool,
    /// In Chinese the blank halves of full-width marks give way: between two marks, at the ends of a line and
    /// where a line is short of room (ECMA-376 part 1, 17.15.1.18).
    pub marks_give_way: bool,
    /// In Chinese a number stays on one line with the word that counts it (`2014年`, `第64号`), in the PDF: Word has
    /// no such rule (its lists of characters that begin or end no line, ECMA-376 part 1, 17.15.1.59 and 17.15.1.60,
    /// know no neighbours).
    pub numbers_stay: bool,
    /// The emblem at the head of the first page, where the user supplies one.
    pub emblem: Option<Emblem>,
    /// The box at the head of a document, where the form has one.
    pub front_box: Option<FrontBox>,
    /// Styles and words for each language.
    pub editions: BTreeMap<Language, LanguageEdition>,
    /// SHA-256 of all data that went into it, for manifests.
    pub digest: [u8; 32],
}

impl Template {
    /// The template in a language. A loaded template has all six.
    pub fn edition(&self, language: Language) -> &LanguageEdition {
        static BLANK: LazyLock<LanguageEdition> = LazyLock::new(LanguageEdition::default);
        self.editions.get(&language).unwrap_or(&BLANK)
    }
}

/// A template in one language.
#[derive(Debug, Clone, Default)]
pub struct LanguageEdition {
    /// Styles by id, in the order of the data.
    pub styles: StyleSheet,
    /// Words and patterns by key (`document`, `original`, `conference-name`).
    pub strings: BTreeMap<String, String>,
    /// Names of the months as a date shows them, January first.
    pub months: Vec<String>,
    /// Rows of the masthead from top to bottom.
    pub masthead: Vec<MastheadForm>,
    /// Lines of the running header; `{page}`, `{pages}`, `{document}` stand for values.
    pub running_header: Vec<String>,
    /// Lines of the first page's footer.
    pub first_footer: Vec<String>,
}

/// The box in which the first sections of a document stand, a row each, heading and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontBox {
    /// The kinds of sections that stand in it.
    pub sections: Vec<SectionKind>,
    /// Widths of its columns: one, or two where headings stand beside their text.
    pub columns: Vec<Twips>,
}

/// A row of the masthead before its facts are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MastheadForm {
    /// Lines of the left column.
    pub left: Vec<LineForm>,
    /// Lines of the right column.
    pub right: Vec<LineForm>,
    /// A rule under the row.
    pub ruled: bool,
}

/// A line of the masthead: a pattern that stands only where all its facts are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineForm {
    /// Id of its style, one of [`style_id::ALL`].
    pub style: &'static str,
    /// Its pattern: words and `{fact}`s (see [`FACTS`]).
    pub text: String,
}

/// Page size and margins, twips.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSetup {
    /// Width.
    pub width: Twips,
    /// Height.
    pub height: Twips,
    /// Top margin.
    pub top: Twips,
    /// Right margin.
    pub right: Twips,
    /// Bottom margin.
    pub bottom: Twips,
    /// Left margin.
    pub left: Twips,
    /// Header's distance from the top edge.
    pub header: Twips,
    /// Footer's distance from the bottom edge.
    pub footer: Twips,
}

/// How marked text looks in print: inserted underlined, deleted struck through (PP-10 guidelines).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevisionLook {
    /// Colour of inserted text, sRGB.
    pub insertion: [u8; 3],
    /// Colour of deleted text, sRGB.
    pub deletion: [u8; 3],
}

/// The styles of one language, by id.
#[derive(Debug, Clone, Default)]
pub struct StyleSheet {
    styles: Vec<Style>,
    by_id: BTreeMap<String, usize>,
}

impl StyleSheet {
    /// A sheet of the given styles; a later style of the same id replaces an earlier one.
    pub fn new(list: Vec<Style>) -> Self {
        let mut sheet = Self::default();
        for style in list {
            match sheet.by_id.get(&style.id) {
                Some(at) => {
                    if let Some(slot) = sheet.styles.get_mut(*at) {
                        *slot = style;
                    }
                }
                None => {
                    sheet.by_id.insert(style.id.clone(), sheet.styles.len());
                    sheet.styles.push(style);
                }
            }
        }
        sheet
    }

    /// The style of an id; `None` where the template has none.
    pub fn get(&self, id: &str) -> Option<&Style> {
        self.by_id.get(id).and_then(|at| self.styles.get(*at))
    }

    /// All styles in the order of the data.
    pub fn iter(&self) -> impl Iterator<Item = &Style> {
        self.styles.iter()
    }
}

/// A paragraph style with every property resolved through its ancestors.
#[derive(Debug, Clone, PartialEq)]
pub struct Style {
    /// Word's style id: `Restitle`.
    pub id: String,
    /// Word's style name: `Res_title`.
    pub name: String,
    /// Id of the style it is based on.
    pub based_on: Option<String>,
    /// Id of the style of the next paragraph.
    pub next: Option<String>,
    /// Fonts, each an order of preference: the first is what the DOCX names.
    pub fonts: Fonts,
    /// Size, half-points.
    pub size: u16,
    /// Size of Arabic, half-points.
    pub complex_size: u16,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// All capitals.
    pub caps: bool,
    /// Colour, sRGB.
    pub colour: [u8; 3],
    /// Alignment.
    pub align: Align,
    /// Space before, twips.
    pub before: Twips,
    /// Space after, twips.
    pub after: Twips,
    /// Line height.
    pub line: LineHeight,
    /// Left indent (start side), twips.
    pub left: Twips,
    /// Right indent (end side), twips.
    pub right: Twips,
    /// First-line indent, twips; negative hangs.
    pub first_line: Twips,
    /// Tab stops from left to right.
    pub tabs: Vec<Tab>,
    /// Stays on the page of the next paragraph.
    pub keep_next: bool,
    /// All lines on one page.
    pub keep_lines: bool,
    /// Starts a page.
    pub page_break_before: bool,
    /// Outline level, 1 to 9.
    pub outline: Option<u8>,
    /// Rule under the paragraph, eighths of a point.
    pub border_bottom: Option<u8>,
    /// A quarter of an em stands between Chinese and letters or digits (ECMA-376 part 1, 17.3.1.2 and 17.3.1.3).
    pub script_gap: bool,
    /// A pause mark that no longer fits hangs over the edge (17.3.1.21).
    pub hanging_marks: bool,
}

/// Families for the scripts of a style, in order of preference. The DOCX names the first of each;
/// the PDF takes the first that is found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fonts {
    /// Latin, Greek, Cyrillic.
    pub latin: Vec<String>,
    /// Chinese.
    pub east_asian: Vec<String>,
    /// Arabic.
    pub complex: Vec<String>,
}

/// Height of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineHeight {
    /// A multiple of the font's own height, in 240ths: 240 is single.
    Multiple(u16),
    /// Exactly so many twips.
    Exactly(u16),
    /// At least so many twips.
    AtLeast(u16),
}

/// A tab stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tab {
    /// Distance from the text's edge, twips.
    pub at: Twips,
    /// How text stands at it.
    pub align: TabAlign,
    /// Dots fill the way to it.
    pub dots: bool,
}

/// How text stands at a tab stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TabAlign {
    /// Text starts at it.
    Start,
    /// Text is centred on it.
    Centre,
    /// Text ends at it.
    End,
}
