//! The structure tree and the outline, built while paragraphs are set.
//!
//! In: the roles of paragraphs, in order. Out: elements in document order, each with its parent.
//! Never: a heading level that skips one (ISO 14289-1, 7.4), an element for page furniture.

use crate::galley::Role;
use crate::language::Language;
use crate::pages::{OutlineEntry, StructureElement, StructureKind, Tag};
use crate::text::{Revision, RevisionKind};

/// Where the text of a paragraph belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
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

impl Place {
    /// The element of text after the label.
    pub(super) fn body(self) -> Option<u32> {
        match self {
            Place::Artifact => None,
            Place::Element(element) | Place::Item { body: element, .. } => Some(element),
        }
    }

    /// The tag of text after the label.
    pub(super) fn tag(self) -> Tag {
        self.body().map_or(Tag::Artifact, Tag::Element)
    }
}

/// An open list.
#[derive(Debug)]
struct OpenList {
    level: u8,
    list: u32,
    body: u32,
}

/// The tree under construction.
#[derive(Debug)]
pub(super) struct Tree {
    /// Elements so far; 0 is the document.
    pub elements: Vec<StructureElement>,
    /// Outline so far; pages and heights are filled in when lines are placed.
    pub outline: Vec<OutlineEntry>,
    sections: Vec<(u8, u32)>,
    lists: Vec<OpenList>,
    after_heading: Option<u8>,
    headed: bool,
    language: Language,
}

impl Tree {
    /// A tree with nothing but the document.
    pub(super) fn new(language: Language) -> Self {
        let document = StructureElement::new(None, StructureKind::Document);
        Self {
            elements: vec![document],
            outline: Vec::new(),
            sections: Vec::new(),
            lists: Vec::new(),
            after_heading: None,
            headed: false,
            language,
        }
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

    /// Adds an inserted or deleted stretch of text with what is known of the mark.
    pub(super) fn add_revision(&mut self, parent: u32, revision: &Revision) -> u32 {
        let (kind, meaning) = match revision.kind {
            RevisionKind::Insertion => (StructureKind::Insertion, "inserted"),
            RevisionKind::Deletion => (StructureKind::Deletion, "deleted"),
            RevisionKind::Formatting => (StructureKind::Span, "format changed"),
        };
        let known = [Some(meaning), revision.author.as_deref(), revision.date.as_deref()];
        let words: Vec<&str> = known.into_iter().flatten().collect();
        let added = self.add(parent, kind);
        if let Some(element) = self.elements.last_mut() {
            element.revision = Some(words.join(", "));
        }
        added
    }

    /// Whether a language tag names another language than the document's.
    pub(super) fn is_foreign(&self, tag: &str) -> bool {
        !tag.get(..2).is_some_and(|code| code.eq_ignore_ascii_case(self.language.code()))
    }

    /// The innermost open section.
    pub(super) fn section(&self) -> u32 {
        self.sections.last().map_or(0, |open| open.1)
    }

    /// Closes lists, and sections too where `all`.
    pub(super) fn close(&mut self, all: bool) {
        self.lists.clear();
        self.after_heading = None;
        if all {
            self.sections.clear();
        }
    }

    /// The place of a body paragraph; `labelled` where an item's label stands before a tab. `title`
    /// gives the outline's words and is asked for headings only.
    pub(super) fn place(
        &mut self,
        role: Role,
        labelled: bool,
        title: impl FnOnce() -> String,
    ) -> (Place, Option<u32>) {
        match role {
            Role::Text | Role::Masthead => {
                self.close(false);
                (Place::Element(self.add(self.section(), StructureKind::Paragraph)), None)
            }
            Role::Item(level) => (self.item(level.max(1), labelled), None),
            Role::Heading(level) => {
                self.headed |= level <= 1;
                self.heading(level.max(1), title())
            }
            Role::Proposal => {
                // Under a heading of the first level where one is open; a proposal before it is none.
                let level = if self.headed { 2 } else { 1 };
                let placed = self.heading(level, title());
                self.after_heading = None;
                placed
            }
        }
    }

    fn heading(&mut self, level: u8, title: String) -> (Place, Option<u32>) {
        let continues = self.after_heading == Some(level);
        self.lists.clear();
        if !continues {
            while self.sections.last().is_some_and(|open| open.0 >= level) {
                self.sections.pop();
            }
            let section = self.add(self.section(), StructureKind::Section);
            self.sections.push((level, section));
        }
        self.after_heading = Some(level);
        let depth = u8::try_from(self.sections.len()).unwrap_or(6).min(6);
        let element = self.add(self.section(), StructureKind::Heading(depth));
        self.outline.push(OutlineEntry { title, level: depth, page: 0, y: 0.0 });
        let entry = u32::try_from(self.outline.len() - 1).ok();
        (Place::Element(element), entry)
    }

    fn item(&mut self, level: u8, labelled: bool) -> Place {
        self.after_heading = None;
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
            None => self.lists.push(OpenList { level, list, body }),
        }
        label.map_or(Place::Element(body), |label| Place::Item { label, body })
    }
}
