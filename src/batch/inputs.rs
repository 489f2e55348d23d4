//! Which files are to be converted.
//!
//! In: paths as a person gives them. Out: regular files in a fixed order, each with the name it is
//! known by, and what was passed over. Never: a file opened, a link followed inside a folder, a
//! folder entered twice.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};

use super::sidecar;
use crate::diagnostics::{Refusal, RefusalKind};
use crate::limits;
use crate::store::OURS;

/// An input, or a path that leads to none.
#[derive(Debug, Clone)]
pub struct Discovered {
    /// Where it is.
    pub path: PathBuf,
    /// Path below the folder that was given, parts parted by `/`; the file name of a file that was
    /// given itself. Two inputs of different folders may share it.
    pub name: String,
    /// Size in bytes, or why the path leads to no input.
    pub size: Result<u64, Refusal>,
}

/// What paths lead to.
#[derive(Debug, Default)]
pub struct Listing {
    /// Inputs in the order of their names.
    pub found: Vec<Discovered>,
    /// What was seen in folders and is no input, and why.
    pub passed_over: Vec<(PathBuf, &'static str)>,
}

/// Lists the inputs under `paths`. `output` is passed over where it lies inside one of them.
pub fn list(paths: &[PathBuf], output: &Path) -> Listing {
    let mut list =
        Lister { listing: Listing::default(), seen: BTreeSet::new(), output: fs::canonicalize(output).ok() };
    for path in paths {
        list.given(path);
    }
    let mut listing = list.listing;
    listing.found.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
    // What is said beside a file of that file is read with it, and so not passed over.
    let stems: BTreeSet<PathBuf> = listing.found.iter().map(|found| found.path.with_extension("")).collect();
    listing.passed_over.retain(|(path, _)| !sidecar::beside(path).any(|stem| stems.contains(&stem)));
    listing.passed_over.sort();
    listing
}

struct Lister {
    listing: Listing,
    /// Real paths seen, so that a file given twice is converted once.
    seen: BTreeSet<PathBuf>,
    output: Option<PathBuf>,
}

impl Lister {
    /// A path as given: here links are followed, for whoever names one means what it leads to.
    fn given(&mut self, path: &Path) {
        let found = fs::metadata(path).and_then(|meta| Ok((meta, fs::canonicalize(path)?)));
        let name = || path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        match found {
            Err(error) => self.push(path.to_owned(), name(), Err(unreadable(&error))),
            Ok((meta, real)) if meta.is_dir() => self.walk(path, &real),
            Ok((meta, real)) if meta.is_file() => {
                if self.seen.insert(real) {
                    self.push(path.to_owned(), name(), within_bounds(meta.len()));
                }
            }
            Ok((meta, _)) => self.push(path.to_owned(), name(), Err(irregular(meta.file_type()))),
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
                Err(error) => self.push(folder, slashes(&below), Err(unreadable(&error))),
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
        if let Some(why) = set_apart(&entry.file_name()) {
            self.listing.passed_over.push((entry.path(), why));
        } else if kind.is_symlink() {
            self.listing.passed_over.push((entry.path(), "a link; name it to have it converted"));
        } else if kind.is_dir() && entry.path().join(OURS).is_dir() && !self.is_output(&real_root.join(&name))
        {
            self.listing.passed_over.push((entry.path(), "outputs of itudoc; name it to have it converted"));
        } else if kind.is_dir() {
            folders.push(name);
        } else if !kind.is_file() {
            self.listing.passed_over.push((entry.path(), "no regular file"));
        } else if self.seen.insert(real_root.join(&name)) {
            let size = entry
                .metadata()
                .map_err(|error| unreadable(&error))
                .and_then(|meta| within_bounds(meta.len()));
            self.push(entry.path(), slashes(&name), size);
        }
    }

    fn is_output(&self, real: &Path) -> bool {
        self.output.as_deref() == Some(real)
    }

    fn push(&mut self, path: PathBuf, name: String, size: Result<u64, Refusal>) {
        self.listing.found.push(Discovered { path, name, size });
    }
}

/// Endings of files that a browser, a mail program or a transfer has not finished.
const ON_THEIR_WAY: [&str; 7] =
    [".part", ".partial", ".filepart", ".crdownload", ".opdownload", ".download", ".tmp"];

/// What a folder of contributions holds besides contributions, and why each is passed over.
fn set_apart(name: &OsStr) -> Option<&'static str> {
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

fn slashes(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

fn within_bounds(size: u64) -> Result<u64, Refusal> {
    if size <= limits::INPUT_BYTES {
        return Ok(size);
    }
    Err(Refusal::new(
        RefusalKind::Limit,
        format!("the file has {size} bytes, more than the {} that are read", limits::INPUT_BYTES),
        "check that it is a contribution; if so, divide it",
    ))
}

fn irregular(kind: FileType) -> Refusal {
    #[cfg(unix)]
    let what = {
        use std::os::unix::fs::FileTypeExt;
        match () {
            () if kind.is_fifo() => "a pipe",
            () if kind.is_socket() => "a socket",
            () if kind.is_char_device() || kind.is_block_device() => "a device",
            () => "no regular file",
        }
    };
    #[cfg(not(unix))]
    let what = {
        let _ = kind;
        "no regular file"
    };
    Refusal::new(RefusalKind::Io, format!("this is {what}"), "save the contribution as a file and name that")
}

/// A refusal for what the system says of a path.
pub(super) fn unreadable(error: &io::Error) -> Refusal {
    let (found, advice) = match error.kind() {
        io::ErrorKind::NotFound => ("there is no such file".to_owned(), "check the path"),
        io::ErrorKind::PermissionDenied => {
            ("there is no permission to read it".to_owned(), "ask its owner for the right to read it")
        }
        _ => (format!("it cannot be read: {error}"), "check the file and the disk or share it is on"),
    };
    Refusal::new(RefusalKind::Io, found, advice)
}
