//! A Word package for the second count: the body, and the notes, comments, headers and documents that
//! it refers to.

use std::collections::{BTreeSet, HashMap};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::Inventory;
use super::flat;
use super::labels;
use super::misplaced;
use super::package::{PackageParts, Relations, value_of, xml};
use super::story::{SourcePart, StoryWalk};
use crate::diagnostics::{Message, message};

/// What a package shows; `None` where it cannot be counted.
pub(super) fn inventory(bytes: &[u8], depth: usize) -> Option<Inventory> {
    of_parts(PackageParts::open(bytes)?, depth)
}

/// Where a package has words in a place that holds none, in words; `None` where it has none such.
pub(super) fn misplaced(bytes: &[u8]) -> Option<Message> {
    let mut parts = PackageParts::open(bytes)?;
    let main = target(&parts.relations(""), |_, kind| kind == "officeDocument");
    let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
    let stories = ["footnotes", "endnotes", "comments", "header", "footer", "glossaryDocument"];
    let related = parts.relations(&main);
    let others = related.iter().filter(|(_, kind, _)| stories.contains(&kind.as_str()));
    let names = std::iter::once(&main).chain(others.map(|(.., part)| part));
    names.into_iter().find_map(|name| {
        let (element, around) = misplaced::first(&parts.text(name)?)?;
        Some(message!("{name} has {element} in {around}, where it cannot stand", name, element, around))
    })
}

/// What a package of one XML file shows (Flat OPC).
pub(super) fn of_flat(bytes: &[u8], depth: usize) -> Option<Inventory> {
    of_parts(flat::parts(&xml(bytes)?)?, depth)
}

/// What a Word 2003 XML file shows.
pub(super) fn of_word_xml(bytes: &[u8]) -> Option<Inventory> {
    Some(StoryWalk::of(&xml(bytes)?, b"")?.inventory)
}

/// Parts that hold words of drawings.
const KINDS: [&str; 3] = ["chart", "chartEx", "diagramData"];

/// Lists of names in a chart: kept from the last look, typed, of several levels, and those of the charts of 2016.
const LISTS: [&[u8]; 4] = [b"strCache", b"strLit", b"multiLvlStrCache", b"strDim"];

/// The lines of a chart or diagram, each once; `None` for a broken one.
fn words(content: &str) -> Option<Vec<String>> {
    let mut reader = Reader::from_str(content);
    let mut lines: Vec<String> = Vec::new();
    let (mut open, mut line, mut known) = (Vec::new(), String::new(), BTreeSet::new());
    loop {
        let event = reader.read_event().ok()?;
        let innermost: &[u8] = open.last().map_or(&[], Vec::as_slice);
        let is_list = |name: &Vec<u8>| LISTS.contains(&name.as_slice());
        let typed =
            || open.iter().rev().nth(1).is_some_and(|name: &Vec<u8>| name == b"tx" || name == b"txData");
        let shown = match innermost {
            b"t" => true,
            b"v" => typed() || open.iter().any(is_list),
            b"pt" => open.iter().any(is_list),
            _ => false,
        };
        match event {
            // As the reader has it, a chart that is broken shows nothing.
            Event::Start(tag) | Event::Empty(tag) if tag.attributes().any(|found| found.is_err()) => {
                return None;
            }
            Event::Start(tag) => open.push(tag.local_name().into_inner().to_vec()),
            Event::Text(text) if shown => line.push_str(&text.decode().ok()?),
            Event::CData(text) if shown => line.push_str(&text.decode().ok()?),
            Event::GeneralRef(name) if shown => {
                line.push_str(&value_of(format!("&{};", name.decode().ok()?).as_bytes())?)
            }
            Event::End(_) => {
                if matches!(open.pop()?.as_slice(), b"p" | b"v" | b"pt") {
                    let whole = std::mem::take(&mut line).trim().to_owned();
                    if !whole.is_empty() && known.insert(whole.clone()) {
                        lines.push(whole);
                    }
                }
            }
            Event::Eof => return Some(lines),
            _ => {}
        }
    }
}

fn of_parts(mut parts: PackageParts<'_>, depth: usize) -> Option<Inventory> {
    let root = parts.relations("");
    let main =
        target(&root, |_, kind| kind == "officeDocument").unwrap_or_else(|| "word/document.xml".to_owned());
    let content = parts.text(&main)?;
    let mut body = StoryWalk::of(&content, b"")?;
    let relations = parts.relations(&main);
    let mut inventory = std::mem::take(&mut body.inventory);
    for (id, in_table) in std::mem::take(&mut body.chunks) {
        let Some(part) = target(&relations, |own, _| *own == id) else { continue };
        inventory.things.chunks += 1;
        let mut chunk = super::inventory(&parts.bytes(&part)?, None, depth + 1)?;
        if in_table {
            chunk.things.inner_tables += std::mem::take(&mut chunk.things.tables);
        }
        let inner = std::mem::take(&mut chunk.chunks);
        inventory.chunks.push(chunk);
        inventory.chunks.extend(inner);
    }
    for id in std::mem::take(&mut body.objects) {
        let known = |own: &String, kind: &str| *own == id && KINDS.contains(&kind);
        let content = target(&relations, known).and_then(|part| parts.text(&part));
        content
            .and_then(|content| words(&content))
            .iter()
            .flatten()
            .for_each(|line| inventory.lines.add(line));
    }
    let shown = std::mem::take(&mut body.furniture);
    let headers: BTreeSet<String> =
        shown.iter().filter_map(|id| target(&relations, |own, _| own == id)).collect();
    for part in headers {
        let Some(header) = parts.text(&part).and_then(|content| StoryWalk::of(&content, b"")) else {
            continue;
        };
        inventory.lines.append(&header.inventory.lines);
        inventory.formulas.push_str(&header.inventory.formulas);
        body.notes.extend(header.notes);
        body.comments.extend(header.comments);
    }
    let numbered = std::mem::take(&mut body.numbered);
    if !numbered.is_empty()
        && let Some(content) =
            target(&relations, |_, own| own == "numbering").and_then(|part| parts.text(&part))
    {
        inventory.things.labels += labels::shown(&content, &numbered).unwrap_or(0);
    }
    let mut entries = |kind: &str, element: &[u8]| {
        let part = target(&relations, |_, own| own == kind)?;
        let content = parts.text(&part)?;
        Some(StoryWalk::of(&content, element)?.entries)
    };
    let mut asides = [
        entries("footnotes", b"footnote").unwrap_or_default(),
        entries("endnotes", b"endnote").unwrap_or_default(),
        entries("comments", b"comment").unwrap_or_default(),
    ];
    add_asides(&mut inventory, body, &mut asides);
    Some(inventory)
}

/// Adds the notes and comments that are referred to, and those that they refer to.
fn add_asides(inventory: &mut Inventory, body: SourcePart, asides: &mut [HashMap<i64, SourcePart>; 3]) {
    let mut waiting = vec![body];
    while let Some(part) = waiting.pop() {
        let notes = part.notes.iter().map(|(end, id)| (usize::from(*end), *id));
        for (kind, id) in notes.chain(part.comments.iter().map(|id| (2, *id))) {
            let Some(aside) = asides.get_mut(kind).and_then(|entries| entries.remove(&id)) else { continue };
            inventory.things.notes += 1;
            inventory.things.pictures += if kind == 2 { 0 } else { aside.inventory.things.pictures };
            inventory.lines.append(&aside.inventory.lines);
            inventory.formulas.push_str(&aside.inventory.formulas);
            waiting.push(aside);
        }
    }
}

fn target(relations: &Relations, wanted: impl Fn(&String, &str) -> bool) -> Option<String> {
    relations.iter().find(|(id, kind, _)| wanted(id, kind)).map(|(_, _, part)| part.clone())
}
