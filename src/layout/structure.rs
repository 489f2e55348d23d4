//! The structure tree and the outline, built while paragraphs are set.
//!
//! In: the roles of paragraphs, in order. Out: elements in document order, each with its parent.
//! Never: a heading level that skips one (ISO 14289-1, 7.4), an element for page furniture.

use super::parts::shifted;
use crate::galley::LineRole;
use crate::language::{Language, bcp47};
use crate::letters::is_letter;
use crate::pages::{OutlineEntry, PageTag, StructureElement, StructureKind, row_widths, table_rows};
use crate::text::RevisionKind;

/// Where the text of a paragraph belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StructPlace {
    /// Page furniture, or a heading row that was already read.
    Artifact,
    /// One element.
    Element(u32),
    /// Text before the first tab is the label, the rest the body.
    Item {
        /// Element of the label.
        label: u32,
        /// Element of the body.
        body: u32,
    },
}

impl StructPlace {
    /// The element of text after the label.
    pub(super) fn body(self) -> Option<u32> {
        match self {
            StructPlace::Artifact => None,
            StructPlace::Element(element) | StructPlace::Item { body: element, .. } => Some(element),
        }
    }

    /// The tag of text after the label.
    pub(super) fn tag(self) -> PageTag {
        self.body().map_or(PageTag::Artifact, PageTag::Element)
    }
}

/// The first of the numbers that stand for sections which were opened outside of a part of the document.
pub(super) const OUTSIDE: u32 = u32::MAX / 2;

/// An open list.
#[derive(Debug)]
struct OpenListTag {
    level: u8,
    list: u32,
    body: u32,
}

/// The tree under construction.
#[derive(Debug)]
pub(super) struct LayoutTree {
    /// Elements so far; 0 is the document.
    pub elements: Vec<StructureElement>,
    /// Outline so far; pages and heights are filled in when lines are placed.
    pub outline: Vec<OutlineEntry>,
    sections: Vec<(u8, u32)>,
    lists: Vec<OpenListTag>,
    headed: bool,
    language: Language,
    /// The table that captions which come now stand in.
    pub captioned: Option<u32>,
    /// The caption that the last paragraph belongs to.
    open_caption: Option<u32>,
    /// The contents list that the last paragraph belongs to.
    contents: Option<u32>,
}

impl LayoutTree {
    /// A tree with nothing but the document.
    pub(super) fn new(language: Language) -> Self {
        let document = StructureElement::new(None, StructureKind::Document);
        Self {
            elements: vec![document],
            outline: Vec::new(),
            sections: Vec::new(),
            lists: Vec::new(),
            headed: false,
            language,
            captioned: None,
            open_caption: None,
            contents: None,
        }
    }

    /// A tree without elements that knows the open sections: for a look ahead at headings.
    pub(super) fn skeleton(&self) -> Self {
        let mut skeleton = Self::new(self.language);
        (skeleton.sections, skeleton.headed) = (self.sections.clone(), self.headed);
        skeleton
    }

    /// Levels of the open sections, and whether a heading of the first level stands above.
    pub(super) fn open(&self) -> (Vec<u8>, bool) {
        (self.sections.iter().map(|open| open.0).collect(), self.headed)
    }

    /// Opens sections of some levels that are no elements of this tree.
    pub(super) fn reopen(&mut self, levels: &[u8], headed: bool) {
        self.sections = levels.iter().zip(OUTSIDE..).map(|(level, id)| (*level, id)).collect();
        self.headed = headed;
    }

    /// Takes over the tree of what comes next; how far its elements moved, and the sections that were open.
    pub(super) fn append(&mut self, next: LayoutTree) -> (u32, Vec<u32>) {
        let by = u32::try_from(self.elements.len() - 1).unwrap_or(u32::MAX);
        let open: Vec<u32> = self.sections.iter().map(|open| open.1).collect();
        let moved = |id: u32| shifted(id, by, &open);
        self.elements.extend(next.elements.into_iter().skip(1).map(|mut element| {
            element.parent = element.parent.map(moved);
            element
        }));
        self.sections = next.sections.into_iter().map(|(level, id)| (level, moved(id))).collect();
        self.headed = next.headed;
        self.outline.extend(next.outline);
        self.close(false);
        (by, open)
    }

    /// Adds an element.
    pub(super) fn add(&mut self, parent: u32, kind: StructureKind) -> u32 {
        self.elements.push(StructureElement::new(Some(parent), kind));
        u32::try_from(self.elements.len() - 1).unwrap_or(u32::MAX)
    }

    /// Adds an element for text in another language than the document's.
    pub(super) fn add_in_language(&mut self, parent: u32, kind: StructureKind, tag: &str) -> u32 {
        let added = self.add(parent, kind);
        if let Some(element) = self.elements.last_mut() {
            element.language = Some(tag.into());
        }
        added
    }

    /// Adds a cell with the columns and rows that it spans.
    pub(super) fn add_cell(&mut self, parent: u32, kind: StructureKind, columns: u16, rows: u16) -> u32 {
        let added = self.add(parent, kind);
        if let Some(element) = self.elements.last_mut() {
            (element.columns, element.rows) = (columns.max(1), rows.max(1));
        }
        added
    }

    /// Fills up the rows of a table that have fewer columns than others: a table is read column by column
    /// (ISO 14289-1, 7.5).
    pub(crate) fn fill_rows(&mut self, table: u32) {
        let rows = table_rows(&self.elements, table);
        let cells: Vec<Vec<(u16, u16)>> = rows.iter().map(|row| row.1.clone()).collect();
        let widths = row_widths(&cells);
        let widest = widths.iter().copied().max().unwrap_or(0);
        for ((row, _), width) in rows.iter().zip(widths).filter(|(_, width)| *width < widest) {
            let columns = u16::try_from(widest - width).unwrap_or(u16::MAX);
            self.add_cell(*row, StructureKind::TableCell, columns, 1);
        }
    }

    /// Adds text that leads elsewhere.
    pub(super) fn add_link(&mut self, parent: u32, target: &str) -> u32 {
        let added = self.add(parent, StructureKind::Link);
        if let Some(element) = self.elements.last_mut() {
            element.link = Some(target.into());
        }
        added
    }

    /// Adds a picture with its alternative text.
    pub(super) fn add_figure(&mut self, parent: u32, alternative: Option<String>) -> u32 {
        let added = self.add(parent, StructureKind::Figure);
        if let Some(element) = self.elements.last_mut() {
            element.alternative = alternative;
        }
        added
    }

    /// Adds a formula, which is heard as what it says on one line.
    pub(super) fn add_formula(&mut self, parent: u32, words: &str) -> u32 {
        let added = self.add(parent, StructureKind::Formula);
        if let Some(element) = self.elements.last_mut() {
            element.alternative = Some(words.to_owned());
        }
        added
    }

    /// Adds an inserted or deleted stretch of text; `word` says in the document's language what was
    /// done.
    pub(crate) fn add_revision(&mut self, parent: u32, kind: RevisionKind, word: Option<&String>) -> u32 {
        let kind = match kind {
            RevisionKind::Insertion => StructureKind::Insertion,
            RevisionKind::Deletion => StructureKind::Deletion,
            RevisionKind::Formatting => StructureKind::Span,
        };
        let added = self.add(parent, kind);
        if let Some(element) = self.elements.last_mut() {
            element.revision = word.cloned();
        }
        added
    }

    /// The language of a text where it is not the document's, a BCP 47 tag.
    pub(crate) fn foreign(&self, text: &str, named: Option<&str>) -> Option<String> {
        let tag = tongue(text, named)?;
        let primary = tag.split('-').next().unwrap_or_default();
        (primary != self.language.code()).then_some(tag)
    }

    /// The innermost open section.
    pub(super) fn section(&self) -> u32 {
        self.sections.last().map_or(0, |open| open.1)
    }

    /// Closes lists, and sections too where `all`.
    pub(super) fn close(&mut self, all: bool) {
        self.lists.clear();
        (self.open_caption, self.contents) = (None, None);
        if all {
            self.sections.clear();
        }
    }

    /// The place of a body paragraph; `labelled` where an item's label stands before a tab. `title`
    /// gives the outline's words and is asked for headings only.
    pub(super) fn place(
        &mut self,
        role: LineRole,
        labelled: bool,
        title: impl FnOnce() -> String,
    ) -> (StructPlace, Option<u32>) {
        match role {
            LineRole::Caption => (StructPlace::Element(self.caption()), None),
            LineRole::Text | LineRole::Masthead => {
                self.close(false);
                (StructPlace::Element(self.add(self.section(), StructureKind::Paragraph)), None)
            }
            LineRole::Item(level) => (self.item(level.max(1), labelled), None),
            LineRole::Contents(_) => (self.contents_entry(), None),
            LineRole::Heading(level) => {
                self.headed |= level <= 1;
                self.heading(level.max(1), title())
            }
            LineRole::Proposal => {
                // Under a heading of the first level where one is open; a proposal before it is none.
                let level = if self.headed { 2 } else { 1 };
                self.heading(level, title())
            }
        }
    }

    /// An entry of a contents list: entries that follow one another are of one list.
    fn contents_entry(&mut self) -> StructPlace {
        let open = self.contents;
        self.close(false);
        let list = open.unwrap_or_else(|| self.add(self.section(), StructureKind::Contents));
        let entry = self.add(list, StructureKind::ContentsEntry);
        self.contents = Some(list);
        StructPlace::Element(entry)
    }

    /// A paragraph of a caption. Those of one table or picture share a caption; that of a table stands in
    /// it (ISO 32000-1, table 337).
    fn caption(&mut self) -> u32 {
        let open = self.open_caption;
        self.close(false);
        let caption = match open {
            Some(caption) => caption,
            None => {
                let parent = self.captioned.unwrap_or_else(|| self.section());
                self.add(parent, StructureKind::Caption)
            }
        };
        let paragraph = self.add(caption, StructureKind::Paragraph);
        self.open_caption = Some(caption);
        paragraph
    }

    fn heading(&mut self, level: u8, title: String) -> (StructPlace, Option<u32>) {
        self.lists.clear();
        (self.open_caption, self.contents) = (None, None);
        while self.sections.last().is_some_and(|open| open.0 >= level) {
            self.sections.pop();
        }
        let section = self.add(self.section(), StructureKind::Section);
        self.sections.push((level, section));
        let depth = u8::try_from(self.sections.len()).unwrap_or(6).min(6);
        let element = self.add(self.section(), StructureKind::Heading(depth));
        self.outline.push(OutlineEntry { title, level: depth, page: 0, y: 0.0 });
        let entry = u32::try_from(self.outline.len() - 1).ok();
        (StructPlace::Element(element), entry)
    }

    fn item(&mut self, level: u8, labelled: bool) -> StructPlace {
        (self.open_caption, self.contents) = (None, None);
        while self.lists.last().is_some_and(|open| open.level > level) {
            self.lists.pop();
        }
        let list = match self.lists.last() {
            Some(open) if open.level == level => open.list,
            Some(open) => {
                let body = open.body;
                self.add(body, StructureKind::List)
            }
            None => self.add(self.section(), StructureKind::List),
        };
        let item = self.add(list, StructureKind::ListItem);
        let label = labelled.then(|| self.add(item, StructureKind::Label));
        let body = self.add(item, StructureKind::ListBody);
        match self.lists.last_mut().filter(|open| open.list == list) {
            Some(open) => open.body = body,
            None => self.lists.push(OpenListTag { level, list, body }),
        }
        label.map_or(StructPlace::Element(body), |label| StructPlace::Item { label, body })
    }
}

/// Languages of the Cyrillic and of the Arabic script that Word may name.
const CYRILLIC: [&str; 9] = ["ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn"];
const ARABIC: [&str; 5] = ["ar", "fa", "ur", "ps", "ku"];
const CHINESE: [&str; 3] = ["zh", "ja", "ko"];

/// The language of a text: that of its script, which of several the input names. A text without letters
/// has none: brackets, digits and dates are read in the language around them.
fn tongue(text: &str, named: Option<&str>) -> Option<String> {
    if named.is_none() && text.is_ascii() {
        return None;
    }
    let (mut latin, mut cyrillic, mut arabic, mut chinese) = (0, 0, 0, 0);
    for c in text.chars().filter(|c| is_letter(*c)) {
        match c {
            '\u{0400}'..='\u{052F}' => cyrillic += 1,
            '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{FB50}'..='\u{FEFC}' => arabic += 1,
            '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' => chinese += 1,
            _ => latin += 1,
        }
    }
    let most = latin.max(cyrillic).max(arabic).max(chinese);
    if most == 0 {
        return None;
    }
    let named = named.and_then(bcp47);
    let is_one_of =
        |list: &[&str]| named.as_deref().is_some_and(|tag| list.iter().any(|one| tag.starts_with(one)));
    let (known, usual): (&[&str], &str) = match most {
        most if most == chinese => (&CHINESE, "zh"),
        most if most == arabic => (&ARABIC, "ar"),
        most if most == cyrillic => (&CYRILLIC, "ru"),
        _ => {
            let other = is_one_of(&CHINESE) || is_one_of(&ARABIC) || is_one_of(&CYRILLIC);
            return named.filter(|_| !other);
        }
    };
    if is_one_of(known) { named } else { Some(usual.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_of_a_text_says_its_language_before_the_tag() {
        for (text, named, language) in [
            ("第64号", Some("en-US"), Some("zh")),
            ("日本", Some("ja-JP"), Some("ja-JP")),
            ("(2014), 5", Some("fr-FR"), None),
            ("Пусан", Some("en-GB"), Some("ru")),
            ("Пловдив", Some("bg-BG"), Some("bg-BG")),
            ("Busan", Some("es-ES_tradnl"), Some("es-ES")),
            ("Busan", Some("zh-CN"), None),
            ("Busan", None, None),
            ("بوسان", Some("en-US"), Some("ar")),
        ] {
            assert_eq!(tongue(text, named).as_deref(), language, "{text}");
        }
    }
}
