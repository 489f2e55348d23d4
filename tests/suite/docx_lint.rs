//! Faults that schema checkers miss, looked for in the bytes of a finished Word document.
//!
//! Out: one line a fault; empty for a sound file. Run on every Word output of the tests.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// All faults of a package.
pub fn faults(bytes: &[u8]) -> Vec<String> {
    let mut faults = Vec::new();
    let parts = parts(bytes, &mut faults);
    check_container(bytes, &mut faults);
    check_content_types(&parts, &mut faults);
    let mut ids = BTreeSet::new();
    for (name, content) in &parts {
        if name.ends_with(".xml") || name.ends_with(".rels") {
            match std::str::from_utf8(content) {
                Ok(xml) => check_xml(name, xml, &parts, &mut ids, &mut faults),
                Err(_) => faults.push(format!("{name}: not UTF-8")),
            }
        }
    }
    faults
}

type Parts = BTreeMap<String, Vec<u8>>;

fn parts(bytes: &[u8], faults: &mut Vec<String>) -> Parts {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut parts = Parts::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).expect("an entry");
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("content with its CRC");
        if parts.insert(entry.name().to_lowercase(), content).is_some() {
            faults.push(format!("{}: twice in the package", entry.name()));
        }
    }
    parts
}

fn check_container(bytes: &[u8], faults: &mut Vec<String>) {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    for at in 0..archive.len() {
        let entry = archive.by_index(at).expect("an entry");
        if at == 0 && entry.name() != "[Content_Types].xml" {
            faults.push("the content types do not come first".into());
        }
        if entry.unix_mode() != Some(0o100_644) || entry.last_modified() != Some(zip::DateTime::default()) {
            faults.push(format!("{}: mode or date is not the fixed one", entry.name()));
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        element.attributes().map(|a| a.expect("an attribute")).find(|a| a.key.as_ref() == name.as_bytes())?;
    let raw = std::str::from_utf8(&found.value).expect("UTF-8").to_owned();
    Some(quick_xml::escape::unescape(&raw).expect("entities").into_owned())
}

fn check_content_types(parts: &Parts, faults: &mut Vec<String>) {
    let types = String::from_utf8(parts["[content_types].xml"].clone()).expect("UTF-8");
    let mut declared = BTreeSet::new();
    let mut reader = Reader::from_str(&types);
    loop {
        match reader.read_event().expect("XML") {
            Event::Empty(e) if e.name().as_ref() == b"Override" => {
                let name = attribute(&e, "PartName").expect("a name");
                declared.insert(name.trim_start_matches('/').to_lowercase());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    for name in &declared {
        if !parts.contains_key(name) {
            faults.push(format!("{name}: declared, not there"));
        }
    }
    for name in parts.keys().filter(|n| !n.ends_with(".rels") && *n != "[content_types].xml") {
        if !declared.contains(name) {
            faults.push(format!("{name}: no content type of its own"));
        }
    }
}

/// Marks whose `w:id` must be unique in a document.
const MARKS: &[&str] = &[
    "w:ins",
    "w:del",
    "w:moveFrom",
    "w:moveTo",
    "w:moveFromRangeStart",
    "w:moveToRangeStart",
    "w:rPrChange",
    "w:pPrChange",
    "w:cellIns",
    "w:cellDel",
];

fn check_xml(name: &str, xml: &str, parts: &Parts, ids: &mut BTreeSet<String>, faults: &mut Vec<String>) {
    for c in xml.chars().filter(
        |c| matches!(*c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}'),
    ) {
        faults.push(format!("{name}: control character {:04X}", u32::from(c)));
    }
    let relationships = relationships(name, parts);
    let mut used = BTreeSet::new();
    let mut open: Vec<String> = Vec::new();
    let mut ranges: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut halves: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut reader = Reader::from_str(xml);
    loop {
        let event = reader.read_event().unwrap_or_else(|e| panic!("{name}: {e}"));
        let (element, is_open) = match &event {
            Event::Start(e) => (e, true),
            Event::Empty(e) => (e, false),
            Event::End(_) => {
                open.pop();
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let tag = String::from_utf8(element.name().as_ref().to_vec()).expect("UTF-8");
        let deleted = open.iter().any(|t| t == "w:del");
        if (tag == "w:t" && deleted) || (tag == "w:delText" && !deleted) {
            faults.push(format!("{name}: {tag} on the wrong side of w:del"));
        }
        if MARKS.contains(&tag.as_str()) || tag == "wp:docPr" {
            let id = attribute(element, "w:id").or_else(|| attribute(element, "id")).expect("an id");
            if !ids.insert(id.clone()) {
                faults.push(format!("{name}: id {id} of {tag} is not unique"));
            }
        }
        if tag.starts_with("w:move") && tag.ends_with("RangeStart") {
            let id = attribute(element, "w:id").expect("an id");
            let half = if tag.contains("From") { "from" } else { "to" };
            let range = attribute(element, "w:name").expect("a name");
            if !halves.entry(range.clone()).or_default().insert(half) {
                faults.push(format!("{name}: half {half} of {range} twice"));
            }
            ranges.insert(id, (tag.replace("Start", "End"), range));
        }
        if tag.starts_with("w:move") && tag.ends_with("RangeEnd") {
            let id = attribute(element, "w:id").expect("an id");
            if ranges.remove(&id).is_none_or(|(end, _)| end != tag) {
                faults.push(format!("{name}: {tag} {id} ends nothing"));
            }
        }
        for key in ["r:id", "r:embed"] {
            used.extend(attribute(element, key));
        }
        if is_open {
            open.push(tag);
        }
    }
    faults.extend(ranges.values().map(|(_, range)| format!("{name}: move {range} is never closed")));
    let lame = halves.iter().filter(|(_, halves)| halves.len() != 2);
    faults.extend(lame.map(|(range, _)| format!("{name}: move {range} has one half")));
    check_relationships(name, &relationships, &used, parts, faults);
}

struct Relationship {
    kind: String,
    target: String,
    external: bool,
}

fn relationships(part: &str, parts: &Parts) -> BTreeMap<String, Relationship> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let Some(xml) = parts.get(&format!("{folder}/_rels/{file}.rels")) else { return BTreeMap::new() };
    let xml = String::from_utf8(xml.clone()).expect("UTF-8");
    let mut found = BTreeMap::new();
    let mut reader = Reader::from_str(&xml);
    loop {
        match reader.read_event().expect("XML") {
            Event::Empty(e) if e.name().as_ref() == b"Relationship" => {
                let link = Relationship {
                    kind: attribute(&e, "Type").expect("a type").rsplit('/').next().expect("a word").into(),
                    target: attribute(&e, "Target").expect("a target"),
                    external: attribute(&e, "TargetMode").is_some(),
                };
                assert!(
                    found.insert(attribute(&e, "Id").expect("an id"), link).is_none(),
                    "{part}: id twice"
                );
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// Relationships that the body has without an element that names them.
const IMPLICIT: &[&str] =
    &["styles", "settings", "fontTable", "theme", "footnotes", "endnotes", "comments", "numbering"];

fn check_relationships(
    name: &str,
    declared: &BTreeMap<String, Relationship>,
    used: &BTreeSet<String>,
    parts: &Parts,
    faults: &mut Vec<String>,
) {
    for id in used.iter().filter(|id| !declared.contains_key(*id)) {
        faults.push(format!("{name}: relationship {id} is not declared"));
    }
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    for (id, link) in declared {
        if !used.contains(id) && !IMPLICIT.contains(&link.kind.as_str()) {
            faults.push(format!("{name}: relationship {id} is not used"));
        }
        if !link.external && !parts.contains_key(&format!("{folder}/{}", link.target.to_lowercase())) {
            faults.push(format!("{name}: relationship {id} leads to {}, which is not there", link.target));
        }
        let open = ["http://", "https://", "mailto:"].iter().any(|scheme| link.target.starts_with(scheme));
        if link.external && !open {
            faults.push(format!("{name}: relationship {id} leads outside to {}", link.target));
        }
    }
}
