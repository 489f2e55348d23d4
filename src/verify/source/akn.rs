//! Akoma Ntoso for the second count: the text between the tags, but for metadata and what other files hold;
//! of the notes of the metadata those that the text refers to; pictures and tables.

use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Inventory;
use super::package::value_of;
use super::story::referred;

/// Elements whose words are not the document's.
const UNSEEN: &[&[u8]] = &[b"meta", b"componentRef", b"documentRef", b"object"];

/// Elements that part no lines, though words stand in them: a line may be counted in pieces, but then each
/// difference would be told with less of its line.
const WITHIN: &[&[u8]] =
    &[b"a", b"b", b"del", b"i", b"ins", b"mod", b"ref", b"span", b"sub", b"sup", b"term", b"u", b"date"];

/// What a document shows.
pub(super) fn inventory(content: &str) -> Option<Inventory> {
    let called = called(content)?;
    let mut walk = AknWalk::default();
    let mut reader = Reader::from_str(content);
    reader.config_mut().expand_empty_elements = true;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => walk.start(&tag, &called),
            Event::End(tag) => walk.end(tag.local_name().into_inner()),
            Event::Text(text) => walk.text(&text.xml10_content().ok()?),
            Event::CData(text) => walk.text(&text.xml10_content().ok()?),
            Event::GeneralRef(reference) => {
                walk.text(referred(&reference)?.encode_utf8(&mut [0; 4]));
            }
            Event::Eof => {
                walk.end_line();
                return Some(walk.inventory);
            }
            _ => {}
        }
    }
}

/// The ids of what the text refers to as its notes.
fn called(content: &str) -> Option<HashSet<String>> {
    let mut called = HashSet::new();
    let mut reader = Reader::from_str(content);
    let mut metadata = 0usize;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if tag.local_name().into_inner() == b"meta" => metadata += 1,
            Event::End(tag) if tag.local_name().into_inner() == b"meta" => {
                metadata = metadata.saturating_sub(1);
            }
            Event::Start(tag) | Event::Empty(tag)
                if metadata == 0 && tag.local_name().into_inner() == b"noteRef" =>
            {
                let address = attribute(&tag, b"href").unwrap_or_default();
                called.insert(address.trim_start_matches('#').to_owned());
            }
            Event::Eof => return Some(called),
            _ => {}
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let own = tag.attributes().with_checks(false).flatten().find(|own| own.key.into_inner() == name)?;
    value_of(&own.value)
}

#[derive(Debug, Default)]
struct AknWalk {
    inventory: Inventory,
    line: String,
    /// Whether words are seen, by open element.
    seen: Vec<bool>,
    tables: usize,
}

impl AknWalk {
    fn is_seen(&self) -> bool {
        self.seen.last().copied().unwrap_or(true)
    }

    fn start(&mut self, tag: &BytesStart<'_>, called: &HashSet<String>) {
        let name = tag.local_name().into_inner();
        if !WITHIN.contains(&name) {
            self.end_line();
        }
        let is_called = |id: Option<String>| id.is_some_and(|id| called.contains(&id));
        let seen = match name {
            _ if UNSEEN.contains(&name) => false,
            b"note" => self.is_seen() || is_called(attribute(tag, b"eId")),
            _ => self.is_seen(),
        };
        self.seen.push(seen);
        if !seen {
            return;
        }
        let things = &mut self.inventory.things;
        match name {
            b"table" => {
                *(if self.tables > 0 { &mut things.inner_tables } else { &mut things.tables }) += 1;
                self.tables += 1;
            }
            b"img" => things.pictures += 1,
            b"authorialNote" | b"note" => things.notes += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if !WITHIN.contains(&name) {
            self.end_line();
        }
        if self.seen.pop() == Some(true) && name == b"table" {
            self.tables = self.tables.saturating_sub(1);
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_seen() {
            self.line.push_str(text);
        }
    }

    fn end_line(&mut self) {
        self.inventory.lines.add(&std::mem::take(&mut self.line));
    }
}
