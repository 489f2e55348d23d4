//! The user's package: its parts, their types and relationships, within the bounds of `limits`
//! (ECMA-376 part 2). Sizes are counted as really inflated; what the directory says is not used.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::{MAIN, OFFICE, missing, unfit};
use crate::diagnostics::{Refusal, RefusalKind};
use crate::limits;
use crate::write::docx::element::XmlElement;

/// Namespace of relationship parts.
pub(super) const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A package while it is read.
pub(super) struct OpenedPackage<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Lower-case names (names know no case, 9.1.1.3) and their places in the directory.
    entries: BTreeMap<String, usize>,
    /// `[Content_Types].xml`.
    types: XmlElement,
    input_bytes: u64,
    inflated: u64,
}

/// A relationship.
pub(super) struct Link {
    pub id: String,
    /// The address that names its kind.
    pub address: String,
    pub target: String,
    pub external: bool,
}

impl Link {
    /// Last word of the address.
    pub(super) fn kind(&self) -> &str {
        self.address.rsplit('/').next().unwrap_or_default()
    }
}

impl<'a> OpenedPackage<'a> {
    /// Opens a package.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        if bytes.len() as u64 > limits::INPUT_BYTES {
            return Err(over("the file"));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            unfit(&format!("it is no Word package ({error})"), "give a .docx or .dotx file")
        })?;
        if archive.len() > limits::PACKAGE_ENTRIES {
            return Err(over("the number of its parts"));
        }
        let mut entries = BTreeMap::new();
        for at in 0..archive.len() {
            let name = archive.name_for_index(at).unwrap_or_default();
            if entries.insert(normal(name), at).is_some() {
                return Err(unfit(
                    &format!("two of its parts are named {name:?}"),
                    "open it in Word and save it again",
                ));
            }
        }
        let types = XmlElement::default();
        let mut opened = Self { archive, entries, types, input_bytes: bytes.len() as u64, inflated: 0 };
        opened.types = opened.tree("[Content_Types].xml", "Types")?;
        Ok(opened)
    }

    /// The part that holds the document; macros are refused here.
    pub(super) fn main_part(&mut self) -> Result<String, Refusal> {
        let links = self.links("")?;
        let address = format!("{OFFICE}officeDocument");
        let Some(link) = links.iter().find(|link| link.address == address && !link.external) else {
            return Err(unfit(
                "it names no document, or is of the strict form of the format",
                "save it from Word as \"Word Document (.docx)\" or \"Word Template (.dotx)\"",
            ));
        };
        let name = resolve("", &link.target);
        let media_type = self.media_type(&name)?;
        let types = self.types.children.iter().filter_map(|entry| entry.attribute("ContentType"));
        let mut all = types.chain([media_type.as_str()]);
        let is_macro = |media_type: &str| {
            let lower = media_type.to_ascii_lowercase();
            lower.contains("macroenabled") || lower.contains("vbaproject")
        };
        if all.any(is_macro) {
            return Err(unfit("it holds macros", "save it from Word as .dotx or .docx, which have none"));
        }
        if !media_type.contains("wordprocessingml.document.main+xml")
            && !media_type.contains("wordprocessingml.template.main+xml")
        {
            return Err(unfit(
                &format!("it is no Word document but {media_type}"),
                "give a .docx or .dotx file",
            ));
        }
        Ok(name)
    }

    /// A part, whole and checked; `None` where there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(&at) = self.entries.get(&normal(name)) else { return Ok(None) };
        let damaged = |error: &dyn std::fmt::Display| {
            unfit(
                &format!("{name} is damaged or encrypted ({error})"),
                "open it in Word and save it again, without a password",
            )
        };
        let file = self.archive.by_index(at).map_err(|error| damaged(&error))?;
        let mut bytes = Vec::new();
        file.take(limits::PART_BYTES + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
        self.inflated += bytes.len() as u64;
        let is_bomb = self.inflated > limits::RATIO_GRACE_BYTES
            && self.inflated / self.input_bytes.max(1) > limits::RATIO;
        if bytes.len() as u64 > limits::PART_BYTES || self.inflated > limits::PACKAGE_BYTES || is_bomb {
            return Err(over(name));
        }
        Ok(Some(bytes))
    }

    /// A part as a tree, with the root that it must have.
    pub(super) fn tree(&mut self, name: &str, root: &str) -> Result<XmlElement, Refusal> {
        let bytes = self.part(name)?.ok_or_else(|| missing(name))?;
        check_xml(name, &bytes)?;
        let tree = XmlElement::parse(without_mark(&bytes)).map_err(|refusal| {
            unfit(&format!("{name}: {}", refusal.found), "open it in Word and save it again")
        })?;
        let is_word = !root.starts_with("w:") || tree.attribute("xmlns:w") == Some(MAIN);
        if tree.name != root || !is_word {
            return Err(unfit(
                &format!("{name} is not written as Word writes it (its root is {:?})", tree.name),
                "open it in Word and save it as \"Word Document (.docx)\"",
            ));
        }
        Ok(tree)
    }

    /// The relationships of a part, or of the package for an empty name.
    pub(super) fn links(&mut self, part: &str) -> Result<Vec<Link>, Refusal> {
        let name = relationships_of(part);
        if !self.entries.contains_key(&normal(&name)) {
            return Ok(Vec::new());
        }
        let tree = self.tree(&name, "Relationships")?;
        let link = |element: &XmlElement| {
            let value = |name: &str| element.attribute(name).unwrap_or_default().to_owned();
            Link {
                id: value("Id"),
                address: value("Type"),
                target: value("Target"),
                external: value("TargetMode") == "External",
            }
        };
        Ok(tree.children.iter().map(link).collect())
    }

    /// The media type of a part (10.1.2).
    pub(super) fn media_type(&self, name: &str) -> Result<String, Refusal> {
        let wanted = normal(name);
        let extension = wanted.rsplit_once('.').map_or("", |(_, extension)| extension);
        let of = |kind: &str, key: &str, value: &str| {
            let mut entries = self.types.children.iter().filter(|entry| entry.name == kind);
            let entry =
                entries.find(|entry| entry.attribute(key).is_some_and(|given| normal(given) == value));
            entry.and_then(|entry| entry.attribute("ContentType")).map(str::to_owned)
        };
        of("Override", "PartName", &wanted).or_else(|| of("Default", "Extension", extension)).ok_or_else(
            || unfit(&format!("the type of {name} is not stated"), "open it in Word and save it again"),
        )
    }
}

/// Refuses XML with a DOCTYPE, that is deeper or has longer pieces than any real document, or that
/// is none.
pub(super) fn check_xml(name: &str, bytes: &[u8]) -> Result<(), Refusal> {
    let again = "open it in Word and save it again";
    let text = std::str::from_utf8(without_mark(bytes))
        .map_err(|_| unfit(&format!("{name} is not UTF-8"), again))?;
    let mut reader = Reader::from_str(text);
    let mut depth = 0usize;
    loop {
        let event =
            reader.read_event().map_err(|error| unfit(&format!("{name} is not XML ({error})"), again))?;
        if event.len() > limits::XML_TOKEN_BYTES {
            return Err(over(name));
        }
        match event {
            Event::Start(start) => {
                depth += 1;
                if depth > limits::XML_DEPTH || start.attributes().count() > limits::XML_ATTRIBUTES {
                    return Err(over(name));
                }
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::DocType(_) => {
                let refusal = unfit(
                    &format!("{name} has a DOCTYPE, which no Word document has"),
                    "ask where the file comes from",
                );
                return Err(Refusal { kind: RefusalKind::Entity, ..refusal });
            }
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err(unfit(&format!("{name} ends inside an element"), again)),
            _ => {}
        }
    }
}

/// Without the mark of UTF-8 that some programs put first.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Name of the part that holds a part's relationships (9.3.3).
pub(super) fn relationships_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The part that a relationship of `part` leads to; names never become paths of a disk.
pub(super) fn resolve(part: &str, target: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    if !target.starts_with('/') {
        steps.extend(part.split('/'));
        steps.pop();
    }
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The target of a relationship from one part of our package to another.
pub(super) fn seen_from(part: &str, target: &str) -> String {
    let mut common = 0;
    for (at, (one, other)) in part.bytes().zip(target.bytes()).enumerate() {
        match (one == other, one) {
            (true, b'/') => common = at + 1,
            (true, _) => {}
            (false, _) => break,
        }
    }
    let up = part.get(common..).unwrap_or_default().matches('/').count();
    format!("{}{}", "../".repeat(up), target.get(common..).unwrap_or_default())
}

fn normal(name: &str) -> String {
    name.trim_start_matches('/').to_ascii_lowercase()
}

fn over(place: &str) -> Refusal {
    let refusal = unfit(
        &format!("{place} is over a bound that no real document meets"),
        "ask where the file comes from; `limits.rs` lists the bounds",
    );
    Refusal { kind: RefusalKind::Limit, ..refusal }
}
