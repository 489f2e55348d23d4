//! The zip package: bytes in, whole parts out, every bound of `limits` kept.
//!
//! Part names are keys of a map and never become paths. A part is read to its end, so that its
//! checksum is checked. Sizes are counted as really inflated: what the directory says is not used.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::limits;

/// Where the parts lie.
enum PartStore<'a> {
    /// In a zip file.
    Zip(ZipArchive<Cursor<&'a [u8]>>),
    /// In memory: a package that was written as one XML file.
    Parts(Vec<Vec<u8>>),
}

/// An open package.
pub(super) struct InputPackage<'a> {
    store: PartStore<'a>,
    /// Lower-case name without leading slash (OPC names know no case, ECMA-376 part 2, 9.1.1.3).
    entries: BTreeMap<String, usize>,
    input_bytes: u64,
    inflated: u64,
}

impl<'a> InputPackage<'a> {
    /// Opens a package and checks its directory.
    ///
    /// # Errors
    /// Not a zip, damaged, too many entries, or two entries of one name.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        if bytes.len() as u64 > limits::INPUT_BYTES {
            return Err(Refusal::over(message!("the file"), limits::INPUT_BYTES, message!("bytes")));
        }
        if !bytes.starts_with(b"PK") {
            return Err(Refusal::new(
                RefusalKind::Format,
                message!("the file is not a Word package (it does not begin as a zip file does)"),
                message!("save it from Word as .docx"),
            ));
        }
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken("the package's directory", &error))?;
        let start = usize::try_from(archive.central_directory_start()).unwrap_or(usize::MAX);
        let names = directory_names(bytes.get(start..).unwrap_or_default())?;
        // An extra field (Info-ZIP, 0x7075) gives an entry another name, which some programs follow and others do
        // not; the `zip` crate does, and keeps one of two.
        let known: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        let other = |(at, name): (usize, &String)| {
            let Some(followed) = archive.name_for_index(at).map(normal) else {
                return Some(name.clone());
            };
            (followed != *name && known.contains(followed.as_str())).then_some(followed)
        };
        if let Some(name) = names.iter().enumerate().find_map(other) {
            return Err(named_twice(&name));
        }
        let mut entries = BTreeMap::new();
        for (at, name) in names.into_iter().enumerate() {
            if name.ends_with('/') {
                continue;
            }
            if entries.insert(name.clone(), at).is_some() {
                return Err(named_twice(&name));
            }
        }
        let entries = out_of_folder(entries);
        Ok(Self { store: PartStore::Zip(archive), entries, input_bytes: bytes.len() as u64, inflated: 0 })
    }

    /// A package of parts that are at hand, by name.
    ///
    /// # Errors
    /// Two parts of one name.
    pub(super) fn of_parts(parts: Vec<(String, Vec<u8>)>) -> Result<Self, Refusal> {
        let mut entries = BTreeMap::new();
        let mut contents = Vec::new();
        for (name, content) in parts {
            if entries.insert(normal(&name), contents.len()).is_some() {
                return Err(named_twice(&name));
            }
            contents.push(content);
        }
        Ok(Self { store: PartStore::Parts(contents), entries, input_bytes: 0, inflated: 0 })
    }

    /// Whether a part of that name is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.contains_key(&normal(name))
    }

    /// Names of all parts, lower case, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// A part, whole and checked; `None` where there is none of that name.
    ///
    /// # Errors
    /// Damaged or encrypted content, or a bound is met.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Refusal> {
        let Some(&at) = self.entries.get(&normal(name)) else {
            return Ok(None);
        };
        let archive = match &mut self.store {
            PartStore::Zip(archive) => archive,
            PartStore::Parts(parts) => return Ok(parts.get(at).cloned()),
        };
        let mut file = archive.by_index(at).map_err(|error| broken(name, &error))?;
        let declared = usize::try_from(file.size().min(1 << 20)).unwrap_or(0);
        let mut content = Vec::with_capacity(declared);
        let mut window = [0u8; 32 << 10];
        loop {
            let count = file.read(&mut window).map_err(|error| {
                Refusal::new(
                    RefusalKind::Damaged,
                    message!("{name} is damaged: {error}", name, error),
                    message!("the file was cut short or changed on its way: ask for it again"),
                )
            })?;
            if count == 0 {
                return Ok(Some(content));
            }
            self.inflated += count as u64;
            content.extend_from_slice(window.get(..count).unwrap_or_default());
            if content.len() as u64 > limits::PART_BYTES {
                return Err(Refusal::over(Message::foreign(name), limits::PART_BYTES, message!("bytes")));
            }
            if self.inflated > limits::PACKAGE_BYTES {
                return Err(Refusal::over(message!("the package"), limits::PACKAGE_BYTES, message!("bytes")));
            }
            if self.inflated > limits::RATIO_GRACE_BYTES
                && self.inflated / self.input_bytes.max(1) > limits::RATIO
            {
                return Err(Refusal::over(
                    message!("the compression of {name}", name),
                    limits::RATIO,
                    message!("to 1"),
                ));
            }
        }
    }
}

/// The parts of a package whose folder was zipped as a whole: their names begin with that folder's.
fn out_of_folder(entries: BTreeMap<String, usize>) -> BTreeMap<String, usize> {
    const MARKS: [&str; 2] = ["[content_types].xml", "word/document.xml"];
    if MARKS.iter().any(|mark| entries.contains_key(*mark)) {
        return entries;
    }
    let folder_of = |name: &str| MARKS.iter().find_map(|mark| name.strip_suffix(mark).map(str::to_owned));
    let mut folders = entries.keys().filter_map(|name| folder_of(name));
    let Some(folder) = folders.find(|folder| folder.ends_with('/') && !folder.starts_with("__macosx")) else {
        return entries;
    };
    entries.into_iter().filter_map(|(name, at)| Some((name.strip_prefix(&folder)?.to_owned(), at))).collect()
}

/// Names in the central directory, normalised, in its order.
///
/// The `zip` crate keeps the last of two entries with one name and says nothing, so the directory
/// is walked here too (APPNOTE 4.3.12).
fn directory_names(mut directory: &[u8]) -> Result<Vec<String>, Refusal> {
    const FIXED: usize = 46;
    let mut names = Vec::new();
    let mut seen_raw = BTreeSet::new();
    while directory.starts_with(b"PK\x01\x02") {
        let length = |at: usize| {
            let low = directory.get(at).copied().unwrap_or_default();
            let high = directory.get(at + 1).copied().unwrap_or_default();
            usize::from(u16::from_le_bytes([low, high]))
        };
        let (name, extra, comment) = (length(28), length(30), length(32));
        let raw = directory.get(FIXED..FIXED + name).unwrap_or_default();
        if !seen_raw.insert(raw) {
            return Err(named_twice(&String::from_utf8_lossy(raw)));
        }
        names.push(normal(&String::from_utf8_lossy(raw)));
        if names.len() > limits::PACKAGE_ENTRIES {
            return Err(Refusal::over(
                message!("the package"),
                limits::PACKAGE_ENTRIES as u64,
                message!("entries"),
            ));
        }
        directory = directory.get(FIXED + name + extra + comment..).unwrap_or_default();
    }
    Ok(names)
}

fn named_twice(name: &str) -> Refusal {
    Refusal::new(
        RefusalKind::Damaged,
        message!("the package holds two parts named {name}", name = format!("{name:?}")),
        message!("open the file in Word and save it again; programs disagree on which of the two counts"),
    )
}

/// A part name as the key of the map.
fn normal(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_ascii_lowercase()
}

fn broken(place: &str, error: &ZipError) -> Refusal {
    if matches!(error, ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED) {
        return Refusal::new(
            RefusalKind::Encrypted,
            message!("{place} is encrypted", place),
            message!("open the file with its password, remove the password and save it again"),
        );
    }
    Refusal::new(
        RefusalKind::Damaged,
        message!("{place} is damaged: {error}", place, error),
        message!("the file was cut short or changed on its way: ask for it again"),
    )
}
