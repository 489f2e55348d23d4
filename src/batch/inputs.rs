//! Which files are to be converted.
//!
//! In: paths as a person gives them. Out: regular files in a fixed order, each with the name it is
//! known by, and what was passed over. Never: a file read (but the beginning of an HTML or XML page,
//! for what it is), a link followed, a folder entered twice.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::sidecar;
use crate::diagnostics::Refusal;
use crate::files::{self, Unopened};
use crate::limits;
use crate::object_storage::ObjectAddress;
use crate::pipeline;
use crate::store::OURS;

/// An input, or a path that leads to none.
#[derive(Debug, Clone)]
pub(crate) struct Discovered {
    /// Where it is.
    pub path: PathBuf,
    /// Path below the folder that was given, parts parted by `/`; the file name of a file that was
    /// given itself. Two inputs of different folders may share it.
    pub name: String,
    /// Size in bytes, or why the path leads to no input.
    pub size: Result<u64, Refusal>,
    /// The object that it is, in object storage; `path` is then where its copy stands.
    pub address: Option<ObjectAddress>,
}

impl Discovered {
    /// The input as it was given.
    pub(crate) fn shown(&self) -> PathBuf {
        self.address.as_ref().map_or_else(|| self.path.clone(), |address| address.to_string().into())
    }
}

/// What paths lead to.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// Inputs in the order of their names.
    pub found: Vec<Discovered>,
    /// What was seen in folders and is no input, and why.
    pub passed_over: Vec<(PathBuf, &'static str)>,
}

/// Lists the inputs under `paths`. `output` is passed over where it lies inside one of them.
pub(crate) fn list(paths: &[PathBuf], output: &Path) -> Listing {
    list_with(paths, output, Listing::default())
}

/// The same, with what was listed elsewhere.
pub(super) fn list_with(paths: &[PathBuf], output: &Path, listing: Listing) -> Listing {
    let mut list = Lister { listing, seen: BTreeSet::new(), output: fs::canonicalize(output).ok() };
    for path in paths {
        list.given(path);
    }
    let mut listing = list.listing;
    listing.found.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    // What is said beside a file of that file is read with it, and so not passed over.
    let stems: BTreeSet<PathBuf> =
        listing.found.iter().map(|found| found.shown().with_extension("")).collect();
    let is_read = |path: &Path| sidecar::beside(path).any(|stem| stems.contains(&stem));
    listing.passed_over.retain(|(path, why)| *why == LINK || !is_read(path));
    listing.passed_over.sort();
    listing
}

/// Why a link in a folder is passed over.
const LINK: &str = "a link; name the file that it leads to";

struct Lister {
    listing: Listing,
    /// Real paths seen, so that a file given twice is converted once.
    seen: BTreeSet<PathBuf>,
    output: Option<PathBuf>,
}

impl Lister {
    /// A path as given. A link is refused with where it leads: what it leads to can change between the
    /// look and the reading, and its name says nothing of it. `folder/` names the folder itself.
    fn given(&mut self, path: &Path) {
        let name = || path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let is_folder = fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
        if is_folder {
            match fs::canonicalize(path) {
                Ok(real) => self.walk(path, &real),
                Err(error) => self.push(path.to_owned(), name(), Err(unreadable(error))),
            }
            return;
        }
        let found = files::open(path).and_then(|(_, meta)| Ok((meta, fs::canonicalize(path)?)));
        match found {
            Err(error) => self.push(path.to_owned(), name(), Err(error.refusal())),
            Ok((meta, real)) => {
                if let Some(why) = never_a_document(path) {
                    self.listing.passed_over.push((path.to_owned(), why));
                } else if self.seen.insert(real) {
                    self.push(path.to_owned(), name(), within_bounds(meta.len()));
                }
            }
        }
    }

    /// Every file below a folder, iteratively: depth costs no stack.
    fn walk(&mut self, root: &Path, real_root: &Path) {
        let mut folders = vec![PathBuf::new()];
        while let Some(below) = folders.pop() {
            let real = real_root.join(&below);
            if self.is_output(&real) && !below.as_os_str().is_empty() {
                continue;
            }
            let folder = root.join(&below);
            let entries = fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
            match entries {
                Err(error) => self.push(folder, slashes(&below), Err(unreadable(error))),
                Ok(entries) => {
                    for entry in entries {
                        self.entry(&entry, &below, real_root, &mut folders);
                    }
                }
            }
        }
    }

    fn entry(&mut self, entry: &fs::DirEntry, below: &Path, real_root: &Path, folders: &mut Vec<PathBuf>) {
        let name = below.join(entry.file_name());
        let Ok(kind) = entry.file_type() else {
            return self.listing.passed_over.push((entry.path(), "its type cannot be told"));
        };
        let why = if kind.is_symlink() { Some(LINK) } else { set_apart(&entry.file_name()) };
        let not_a_contribution =
            |path: &Path| not_a_contribution(path, &|| beginning(path), &|stem| has_document(stem));
        let why = why.or_else(|| if kind.is_file() { not_a_contribution(&entry.path()) } else { None });
        if let Some(why) = why {
            self.listing.passed_over.push((entry.path(), why));
        } else if kind.is_dir() && entry.path().join(OURS).is_dir() && !self.is_output(&real_root.join(&name))
        {
            self.listing.passed_over.push((entry.path(), "outputs of itudoc; name it to have it converted"));
        } else if kind.is_dir() {
            folders.push(name);
        } else if !kind.is_file() {
            self.listing.passed_over.push((entry.path(), "no regular file"));
        } else if self.seen.insert(real_root.join(&name)) {
            let size = entry.metadata().map_err(unreadable).and_then(|meta| within_bounds(meta.len()));
            self.push(entry.path(), slashes(&name), size);
        }
    }

    fn is_output(&self, real: &Path) -> bool {
        self.output.as_deref() == Some(real)
    }

    fn push(&mut self, path: PathBuf, name: String, size: Result<u64, Refusal>) {
        self.listing.found.push(Discovered { path, name, size, address: None });
    }
}

/// Endings of files that a browser, a mail program or a transfer has not finished.
const ON_THEIR_WAY: [&str; 7] =
    [".part", ".partial", ".filepart", ".crdownload", ".opdownload", ".download", ".tmp"];

/// What a folder of contributions holds besides contributions, and why each is passed over.
pub(super) fn set_apart(name: &OsStr) -> Option<&'static str> {
    let name = name.to_string_lossy();
    let lower = name.to_lowercase();
    if name.starts_with("~$") || lower.starts_with(".~lock.") {
        Some("a lock file of an office program")
    } else if name.starts_with('.') {
        Some("a hidden file")
    } else if lower.ends_with(".toml") {
        Some("settings or review notes, not a contribution")
    } else if matches!(lower.as_str(), "thumbs.db" | "desktop.ini") {
        Some("the system's own file")
    } else if ON_THEIR_WAY.iter().any(|ending| lower.ends_with(ending)) {
        Some("a file that has not arrived yet, by its name")
    } else {
        None
    }
}

/// What a path leads to that is no document, though somebody names it: a shell's `*` names all.
fn never_a_document(path: &Path) -> Option<&'static str> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    if name.starts_with("~$") || name.starts_with(".~lock.") {
        return Some("a lock file of an office program");
    }
    // Decisions are of a document, whether or not it is there; facts, where it is.
    let of_document = || name.ends_with(".toml") && sidecar::beside(path).any(|stem| has_document(&stem));
    if name == SETTINGS || name.ends_with(".review.toml") || of_document() {
        return Some("settings or review notes, not a contribution");
    }
    is_sheet(path, &|| beginning(path)).then_some(SHEET)
}

/// Name of the settings file.
const SETTINGS: &str = "itudoc.toml";
const SHEET: &str = "a review sheet of itudoc";

/// Whether a file with another extension than `.toml` stands at a stem.
fn has_document(stem: &Path) -> bool {
    let folder = stem.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).any(|path| {
        path.extension().is_none_or(|extension| extension != "toml")
            && path.file_stem() == stem.file_name()
            && path.is_file()
    })
}

/// Endings of data and programs that a folder of contributions may hold besides.
const DATA: [&str; 24] = [
    ".json", ".jsonl", ".ndjson", ".geojson", ".csv", ".tsv", ".yaml", ".yml", ".ini", ".cfg", ".conf",
    ".log", ".sql", ".py", ".js", ".ts", ".css", ".sh", ".bat", ".ps1", ".rs", ".c", ".xsd", ".xsl",
];

/// What a file of a folder is besides a contribution, by its name, the names beside it (`has_document`: whether a
/// document stands at a stem) and, of pages, its beginning.
pub(super) fn not_a_contribution(
    path: &Path,
    beginning: &dyn Fn() -> Vec<u8>,
    has_document: &dyn Fn(&Path) -> bool,
) -> Option<&'static str> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    if DATA.iter().any(|ending| name.ends_with(ending)) {
        return Some(NOT_A_CONTRIBUTION);
    }
    if name.ends_with(".xml") && !beginning().windows(WORD_XML.len()).any(|window| window == WORD_XML) {
        return Some(NOT_A_CONTRIBUTION);
    }
    let made = [".fixed.txt", ".report.txt"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending).map(|_| path.with_extension("").with_extension("")));
    if made.is_some_and(|stem| has_document(&stem)) {
        return Some("made by itudoc of the file beside it; name it to have it converted");
    }
    is_sheet(path, beginning).then_some(SHEET)
}

const NOT_A_CONTRIBUTION: &str = "data or a program, not a contribution; name it to have it converted";

/// What every Word document of XML names near its beginning: the 2003 namespace or that of packages.
const WORD_XML: &[u8] = b"schemas.microsoft.com/office/";

/// Whether an HTML page is a review sheet of ours.
fn is_sheet(path: &Path, beginning: &dyn Fn() -> Vec<u8>) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    extension.is_some_and(|extension| extension == "html" || extension == "htm")
        && pipeline::is_review_sheet(&beginning())
}

/// The beginning of a file; nothing where it cannot be read.
fn beginning(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok((file, _)) = files::open(path) {
        // What cannot be read is found out when the file is read for its own sake.
        let _ = file.take(BEGINNING).read_to_end(&mut bytes);
    }
    bytes
}

/// Bytes of a page that are looked at.
pub(super) const BEGINNING: u64 = 2048;

fn slashes(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

pub(super) fn within_bounds(size: u64) -> Result<u64, Refusal> {
    if size <= limits::INPUT_BYTES {
        return Ok(size);
    }
    Err(Unopened::TooLarge(size, limits::INPUT_BYTES).refusal())
}

/// The size of a file that was planned, as it is now.
pub(super) fn size(path: &Path) -> Result<u64, Refusal> {
    let (_, found) = files::open(path).map_err(|error| error.refusal())?;
    within_bounds(found.len())
}

/// A refusal for what the system says of a path.
fn unreadable(error: io::Error) -> Refusal {
    Unopened::System(error).refusal()
}
