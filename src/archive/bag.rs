//! BagIt 1.0 (RFC 8493): a folder with manifests that show every change to it.
//!
//! In: what is put away. Out: payload, payload manifest, bag-info and tag manifest, all by SHA-512. And of a
//! bag's files: what is missing, changed or not listed.

use std::collections::BTreeMap;

use super::premis::premis;
use super::{ArchiveItem, Deposit, PackageFiles, RECORD, identifier};
use crate::diagnostics::Refusal;
use crate::digest::sha512;
use crate::structure::form::Document;

/// Says that a folder is a bag.
pub(crate) const BAGIT: &str = "bagit.txt";
const INFO: &str = "bag-info.txt";
const MANIFEST: &str = "manifest-sha512.txt";
const TAG_MANIFEST: &str = "tagmanifest-sha512.txt";
/// Where the payload lies.
pub(crate) const DATA: &str = "data/";
/// Label in bag-info of what stands for all that the bag depends on.
const KEY: &str = "Itudoc-Key";

/// Makes the bag of a deposit.
pub(super) fn bag(
    deposit: &Deposit<'_>,
    items: &[ArchiveItem],
    structure: &Document<'_>,
) -> Result<PackageFiles, Refusal> {
    let mut files = PackageFiles::new();
    for item in items {
        files.insert(format!("{DATA}{}", item.path), item.bytes.clone());
    }
    let premis = premis(deposit, items, structure, DATA)?;
    files.insert(format!("{DATA}{RECORD}premis.xml"), premis);
    let oxum = format!("{}.{}", files.values().map(Vec::len).sum::<usize>(), files.len());
    let manifest = manifest(&files);
    let mut tags = PackageFiles::new();
    tags.insert(MANIFEST.to_owned(), manifest.into_bytes());
    tags.insert(INFO.to_owned(), info(deposit, structure, &oxum).into_bytes());
    tags.insert(BAGIT.to_owned(), b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_vec());
    let tag_manifest = self::manifest(&tags);
    files.extend(tags);
    files.insert(TAG_MANIFEST.to_owned(), tag_manifest.into_bytes());
    Ok(files)
}

/// Lines of a manifest, in the order of the paths (RFC 8493, 2.1.3).
fn manifest(files: &PackageFiles) -> String {
    lines(&files.iter().map(|(path, bytes)| (path.clone(), sha512(bytes))).collect())
}

fn lines(digests: &BTreeMap<String, String>) -> String {
    digests
        .iter()
        .map(|(path, digest)| format!("{}  {}\n", digest.to_ascii_lowercase(), encoded(path)))
        .collect()
}

/// A path as a manifest has it: line ends and per cent signs are encoded.
fn encoded(path: &str) -> String {
    path.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn decoded(path: &str) -> String {
    path.replace("%0A", "\n")
        .replace("%0a", "\n")
        .replace("%0D", "\r")
        .replace("%0d", "\r")
        .replace("%25", "%")
}

fn info(deposit: &Deposit<'_>, structure: &Document<'_>, oxum: &str) -> String {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = structure.masthead.title.as_ref().map(|fact| one_line(&fact.value));
    let day = deposit.date.split('T').next().unwrap_or_default();
    let rows = [
        ("Bag-Software-Agent", Some(format!("itudoc {}", crate::BUILD))),
        ("Bagging-Date", Some(day.to_owned())),
        ("External-Description", title.filter(|title| !title.is_empty())),
        ("External-Identifier", identifier(deposit, structure)),
        (KEY, Some(deposit.key.to_string())),
        ("Payload-Oxum", Some(oxum.to_owned())),
    ];
    rows.into_iter().filter_map(|(label, value)| Some(format!("{label}: {}\n", one_line(&value?)))).collect()
}

/// What a bag says it was made of, of its `bag-info.txt`.
pub(crate) fn key(info: &str) -> Option<&str> {
    info.lines().find_map(|line| line.strip_prefix(KEY)?.strip_prefix(": "))
}

/// Name of the file that [`key`] reads.
pub(crate) const KEY_FILE: &str = INFO;

/// What is wrong with a file of a package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BagFault {
    /// Path in the package.
    pub path: String,
    /// What is wrong.
    pub what: String,
}

impl BagFault {
    pub(super) fn new(path: &str, what: &str) -> Self {
        Self { path: path.to_owned(), what: what.to_owned() }
    }
}

/// What is wrong with a bag. `digests`: SHA-512 and size of each of its files, by path; `tags`: the text of
/// those outside of the payload.
pub(crate) fn faults(
    digests: &BTreeMap<String, (String, u64)>,
    tags: &BTreeMap<String, String>,
) -> Vec<BagFault> {
    let mut faults = Vec::new();
    let declaration = tags.get(BAGIT).map(String::as_str).unwrap_or_default();
    if declaration.is_empty() {
        faults.push(BagFault::new(BAGIT, "is missing, or nothing is in it"));
    } else if !declaration.starts_with("BagIt-Version: ")
        || !declaration.contains("Tag-File-Character-Encoding:")
    {
        faults.push(BagFault::new(BAGIT, "does not declare a bag"));
    }
    for name in [MANIFEST, TAG_MANIFEST] {
        let Some(manifest) = tags.get(name) else {
            faults.push(BagFault::new(name, "is missing"));
            continue;
        };
        let listed = listed(name, manifest, &mut faults);
        // No other file has the digest of this one: it has to be, letter for letter, what we wrote.
        if name == TAG_MANIFEST && is_ours(tags) && *manifest != lines(&listed) {
            faults.push(BagFault::new(name, "is not as it was written"));
        }
        for (path, digest) in &listed {
            match digests.get(path) {
                None => faults.push(BagFault::new(path, "is missing")),
                Some((found, _)) if found.eq_ignore_ascii_case(digest) => {}
                Some(_) => faults.push(BagFault::new(path, "was changed after it was made")),
            }
        }
        let is_payload = name == MANIFEST;
        let unlisted = digests.keys().filter(|path| {
            path.starts_with(DATA) == is_payload && *path != TAG_MANIFEST && !listed.contains_key(*path)
        });
        faults.extend(unlisted.map(|path| BagFault::new(path, "is in no manifest")));
    }
    faults.extend(oxum(digests, tags.get(INFO).map(String::as_str).unwrap_or_default()));
    faults.sort();
    faults.dedup();
    faults
}

/// Whether a bag is one that [`bag`] made.
fn is_ours(tags: &BTreeMap<String, String>) -> bool {
    tags.get(INFO).and_then(|info| key(info)).is_some()
}

/// The digests that a manifest lists.
fn listed(name: &str, manifest: &str, faults: &mut Vec<BagFault>) -> BTreeMap<String, String> {
    let mut listed = BTreeMap::new();
    for line in manifest.lines().filter(|line| !line.trim().is_empty()) {
        match line.split_once([' ', '\t']) {
            Some((digest, path)) => {
                listed.insert(decoded(path.trim_start_matches([' ', '\t', '*'])), digest.to_owned());
            }
            None => faults.push(BagFault::new(name, "has a line that lists no file")),
        }
    }
    listed
}

/// Whether the payload has the bytes and files that bag-info says.
fn oxum(digests: &BTreeMap<String, (String, u64)>, info: &str) -> Option<BagFault> {
    let told = info.lines().find_map(|line| line.strip_prefix("Payload-Oxum: "))?;
    let payload = || digests.iter().filter(|(path, _)| path.starts_with(DATA));
    let found = format!("{}.{}", payload().map(|(_, (_, size))| size).sum::<u64>(), payload().count());
    (told.trim() != found).then(|| {
        BagFault::new(INFO, &format!("says that the payload has {told} bytes and files; it has {found}"))
    })
}
