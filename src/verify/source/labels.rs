//! Numbers of lists for the second count (ECMA-376 part 1, 17.9): which paragraphs a list numbers by their own
//! properties, and which lists show a number.
//!
//! In: elements of paragraph properties, and the part of lists. Out: paragraphs that must have a number. Never:
//! the number itself; of what a style, a mark that goes or a hidden mark decides nothing is said.

use std::collections::HashMap;

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use super::package::value_of;
use super::story::is_word;

/// The paragraph that is open.
#[derive(Debug, Default)]
pub(super) struct SourceLabels {
    /// Depth of the paragraph, and of its properties; 0 where none is open.
    paragraph: usize,
    properties: usize,
    list: Option<i64>,
    level: i64,
    /// Its mark is hidden or goes, or it stands in a frame: whether it has a number, the next one says.
    doubtful: bool,
    shows: bool,
    row_hidden: bool,
}

impl SourceLabels {
    /// A paragraph begins at a depth; `counts`: it stands in the body.
    pub(super) fn begin(&mut self, depth: usize, counts: bool) {
        let row_hidden = self.row_hidden;
        *self = Self { paragraph: depth, doubtful: !counts, row_hidden, ..Self::default() };
    }

    /// A row begins.
    pub(super) fn begin_row(&mut self) {
        self.row_hidden = false;
    }

    /// The row is hidden.
    pub(super) fn hide_row(&mut self) {
        self.row_hidden = true;
    }

    /// Something is shown.
    pub(super) fn shows(&mut self) {
        self.shows = true;
    }

    /// Whether the properties of a paragraph are open around an element of a depth.
    pub(super) fn in_properties(&self, depth: usize) -> bool {
        self.properties > 0 && depth == self.properties + 1
    }

    /// An element at a depth.
    pub(super) fn see(&mut self, local: &[u8], value: Option<i64>, depth: usize) {
        if local == b"pPr" {
            if self.paragraph > 0 && depth == self.paragraph + 1 {
                // Properties that are given twice are no document of any schema: which count is not said.
                self.doubtful |= self.properties > 0;
                self.properties = depth;
            }
            return;
        }
        if self.properties == 0 || depth <= self.properties {
            return;
        }
        match local {
            b"numId" => self.list = value,
            b"ilvl" => self.level = value.unwrap_or(0),
            _ => self.doubtful = true,
        }
    }

    /// A paragraph of a depth ends: its list and level, where it must have a number.
    pub(super) fn end(&mut self, depth: usize) -> Option<(i64, i64)> {
        if depth != self.paragraph {
            return None;
        }
        let ended = std::mem::take(self);
        self.row_hidden = ended.row_hidden;
        let list = ended.list.filter(|list| *list > 0)?;
        (ended.shows && !ended.doubtful && !ended.row_hidden).then_some((list, ended.level.clamp(0, 8)))
    }
}

/// How many of the paragraphs have a number that shows, by the part of lists.
pub(super) fn shown(content: &str, numbered: &[(i64, i64)]) -> Option<usize> {
    let lists = ListTables::of(content)?;
    Some(numbered.iter().filter(|(list, level)| lists.shows(*list, *level)).count())
}

/// Lists as the part has them.
#[derive(Debug, Default)]
struct ListTables {
    /// Levels that show something, by definition.
    definitions: HashMap<i64, Vec<i64>>,
    /// The definition of each list that changes nothing of it.
    lists: HashMap<i64, i64>,
}

impl ListTables {
    fn of(content: &str) -> Option<Self> {
        let mut reader = NsReader::from_str(content);
        let mut found = Self::default();
        let (mut definition, mut list, mut level) = (None, None, None);
        let (mut text, mut none) = (false, false);
        loop {
            let (space, event) = reader.read_resolved_event().ok()?;
            let known = matches!(space, ResolveResult::Bound(Namespace(uri)) if is_word(uri));
            match event {
                Event::Start(tag) | Event::Empty(tag) if known => match tag.local_name().into_inner() {
                    b"abstractNum" => definition = number(&tag, b"abstractNumId"),
                    b"num" => (definition, list) = (None, number(&tag, b"numId")),
                    b"lvl" => {
                        level = number(&tag, b"ilvl");
                        (text, none) = (false, false);
                    }
                    b"lvlText" => text = value(&tag, b"val").is_some_and(|text| shows(&text)),
                    b"numFmt" => none = value(&tag, b"val").is_none_or(|format| format == "none"),
                    // A picture, a hidden number, a level of a style: others decide.
                    b"vanish" | b"lvlPicBulletId" | b"legacy" => none = true,
                    b"abstractNumId" => {
                        let of = number(&tag, b"val");
                        found.lists.extend(list.zip(of));
                    }
                    b"lvlOverride" => drop(list.and_then(|list| found.lists.remove(&list))),
                    _ => {}
                },
                Event::End(tag) if known && tag.local_name().into_inner() == b"lvl" => {
                    if let (Some(definition), Some(level)) = (definition, level.take())
                        && text
                        && !none
                    {
                        found.definitions.entry(definition).or_default().push(level);
                    }
                }
                Event::Eof => return Some(found),
                _ => {}
            }
        }
    }

    fn shows(&self, list: i64, level: i64) -> bool {
        let levels = self.lists.get(&list).and_then(|definition| self.definitions.get(definition));
        levels.is_some_and(|levels| levels.contains(&level))
    }
}

/// Whether the text of a level shows something whatever its counts are.
fn shows(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !c.is_control())
}

fn value(tag: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut all = attributes.with_checks(false).flatten();
    value_of(&all.find(|own| own.key.local_name().into_inner() == name)?.value)
}

fn number(tag: &BytesStart<'_>, name: &[u8]) -> Option<i64> {
    value(tag, name)?.trim().parse().ok()
}
