//! Parts of a package and their relationships (ECMA-376 part 2), for the second count.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

/// Bytes of one part that are read; its reader allows no more.
const PART_BYTES: u64 = 128 << 20;

/// A package.
pub(super) struct PackageParts<'a> {
    store: PackageStore<'a>,
    /// Index of each part by its name in small letters, without a slash in front.
    places: HashMap<String, usize>,
}

/// Where the parts are.
enum PackageStore<'a> {
    Archive(ZipArchive<Cursor<&'a [u8]>>),
    Apart(Vec<Vec<u8>>),
}

/// The relationships of a part: by id, kind (last segment of its type) and part.
pub(super) type Relations = Vec<(String, String, String)>;

impl<'a> PackageParts<'a> {
    /// Opens a package that its reader opened before.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let places =
            (0..archive.len()).filter_map(|at| Some((normal(archive.name_for_index(at)?), at))).collect();
        Some(Self { store: PackageStore::Archive(archive), places })
    }

    /// A package whose parts were told apart already.
    pub(super) fn of(parts: Vec<(String, Vec<u8>)>) -> Self {
        let places = parts.iter().enumerate().map(|(at, (name, _))| (normal(name), at)).collect();
        Self { store: PackageStore::Apart(parts.into_iter().map(|(_, bytes)| bytes).collect()), places }
    }

    /// A part as text.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let bytes = self.bytes(name)?;
        xml(&bytes)
    }

    /// A part's bytes.
    pub(super) fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        let place = *self.places.get(&normal(name))?;
        match &mut self.store {
            PackageStore::Archive(archive) => {
                let file = archive.by_index(place).ok()?;
                let mut bytes = Vec::new();
                file.take(PART_BYTES).read_to_end(&mut bytes).ok()?;
                Some(bytes)
            }
            PackageStore::Apart(parts) => parts.get(place).cloned(),
        }
    }

    /// The relationships of a part; those of the package for an empty name.
    pub(super) fn relations(&mut self, part: &str) -> Relations {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        let Some(content) = self.text(&name) else { return Vec::new() };
        let mut reader = Reader::from_str(&content);
        let mut found = Vec::new();
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag))
                    if tag.local_name().into_inner() == b"Relationship" =>
                {
                    let value = |name: &[u8]| {
                        let mut all = tag.attributes().flatten();
                        let found = all.find(|own| own.key.local_name().into_inner() == name)?;
                        value_of(&found.value)
                    };
                    let (id, kind) = (value(b"Id").unwrap_or_default(), value(b"Type").unwrap_or_default());
                    let outside = value(b"TargetMode").is_some_and(|mode| mode == "External");
                    if !outside && let Some(target) = value(b"Target") {
                        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                        found.push((id, kind, resolve(folder, &target)));
                    }
                }
                Ok(Event::Eof) | Err(_) => return found,
                Ok(_) => {}
            }
        }
    }
}

/// XML as text, in the encoding that its first bytes or its declaration name (XML 1.0, annex F).
pub(super) fn xml(bytes: &[u8]) -> Option<String> {
    let (encoding, mark) = match bytes {
        [0xFF, 0xFE, ..] => (encoding_rs::UTF_16LE, 2),
        [0xFE, 0xFF, ..] => (encoding_rs::UTF_16BE, 2),
        [b'<', 0, ..] => (encoding_rs::UTF_16LE, 0),
        [0, b'<', ..] => (encoding_rs::UTF_16BE, 0),
        [0xEF, 0xBB, 0xBF, ..] => (encoding_rs::UTF_8, 3),
        _ => (declared(bytes).unwrap_or(encoding_rs::UTF_8), 0),
    };
    let (text, damaged) = encoding.decode_without_bom_handling(bytes.get(mark..)?);
    (!damaged).then(|| text.into_owned())
}

fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.split(|byte| *byte == b'>').next().filter(|head| head.starts_with(b"<?xml"))?;
    let head = std::str::from_utf8(head).ok()?;
    let (_, name) = head.split_once("encoding=")?;
    encoding_rs::Encoding::for_label(
        name.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?.as_bytes(),
    )
}

/// The value of an attribute.
pub(super) fn value_of(bytes: &[u8]) -> Option<String> {
    let value = std::str::from_utf8(bytes).ok()?;
    quick_xml::escape::unescape(value).ok().map(|value| value.into_owned())
}

fn normal(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// A target as a part's name.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let base = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for segment in base.split('/').chain(target.split('/')) {
        match segment {
            "" | "." => {}
            ".." => drop(path.pop()),
            other => path.push(other),
        }
    }
    path.join("/")
}
