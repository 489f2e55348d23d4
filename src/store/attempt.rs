//! A folder that is made whole elsewhere and then published under its name, once.
//!
//! In: the name that a finished folder is to have. Out: a folder beside it to work in, and the finished one
//! under its name. Never: two folders published under one name, however many processes try: renaming a
//! folder onto one with something in it fails (POSIX `rename`, ENOTEMPTY). What an attempt that died has
//! done is gone on with; its lock tells that it died.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{OutputFolder, StoreError};

/// A folder that is worked in, to be published.
#[derive(Debug)]
pub(crate) struct Attempt {
    /// The folder, locked.
    pub folder: OutputFolder,
    path: PathBuf,
    to: PathBuf,
}

/// What became of an attempt that was to be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttemptEnd {
    /// It has the name.
    First,
    /// Another attempt has it; what this one made is gone.
    Second,
}

impl Attempt {
    /// Begins an attempt at a folder, or goes on with one that died.
    ///
    /// # Errors
    /// Where no folder can be made beside that of the name.
    pub(crate) fn begin(to: &Path) -> Result<Self, StoreError> {
        let parent = parent(to);
        fs::create_dir_all(&parent).map_err(StoreError::io(&parent))?;
        for path in others(to) {
            if let Ok(folder) = OutputFolder::open(&path) {
                return Ok(Self { folder, path, to: to.to_owned() });
            }
        }
        let prefix = prefix(to);
        let made = tempfile::Builder::new().prefix(&prefix).tempdir_in(&parent);
        let path = made.map_err(StoreError::io(&parent))?.keep();
        #[cfg(unix)]
        {
            // A passing folder is its owner's alone; a published one is for whoever may see the others.
            let like = fs::metadata(&parent).map_err(StoreError::io(&parent))?.permissions();
            fs::set_permissions(&path, like).map_err(StoreError::io(&path))?;
        }
        Ok(Self { folder: OutputFolder::open(&path)?, path, to: to.to_owned() })
    }

    /// Publishes the folder, and clears away what other attempts that died have left.
    ///
    /// # Errors
    /// Where it cannot be renamed for another reason than that the name is taken.
    pub(crate) fn publish(self) -> Result<AttemptEnd, StoreError> {
        let Self { folder, path, to } = self;
        folder.flush();
        let renamed = fs::rename(&path, &to);
        drop(folder);
        let published = match renamed {
            Ok(()) => AttemptEnd::First,
            Err(_) if fs::read_dir(&to).is_ok_and(|mut entries| entries.next().is_some()) => {
                fs::remove_dir_all(&path).map_err(StoreError::io(&path))?;
                AttemptEnd::Second
            }
            Err(error) => return Err(StoreError::io(&to)(error)),
        };
        if let Ok(parent) = fs::File::open(parent(&to)) {
            // A file system that cannot flush a folder has nothing better to offer.
            let _ = parent.sync_all();
        }
        clear(&to);
        Ok(published)
    }
}

/// Removes what attempts at a published folder have left, but those that still run.
pub(crate) fn clear(to: &Path) {
    for path in others(to) {
        if let Ok(folder) = OutputFolder::open(&path) {
            drop(folder);
            // What cannot be removed is found by the next attempt.
            let _ = fs::remove_dir_all(&path);
        }
    }
}

/// Attempts at a folder, in the order of their names.
fn others(to: &Path) -> Vec<PathBuf> {
    let prefix = prefix(to);
    let begins = |name: OsString| name.to_string_lossy().starts_with(&*prefix.to_string_lossy());
    let entries = fs::read_dir(parent(to)).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> =
        entries.filter(|entry| begins(entry.file_name())).map(|entry| entry.path()).collect();
    found.sort();
    found
}

/// What the folders of attempts at a folder begin with; hidden, so that `OUT/*` does not name them.
fn prefix(to: &Path) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(to.file_name().unwrap_or_default());
    prefix.push(".attempt-");
    prefix
}

fn parent(to: &Path) -> PathBuf {
    match to.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

impl OutputFolder {
    /// Takes a file of another folder in, under its own name: as a link where the file system has links,
    /// else as a copy. The other folder keeps it.
    ///
    /// # Errors
    /// Where it cannot be read or named.
    pub(crate) fn take_in(&self, from: &Path, name: &str) -> Result<(), StoreError> {
        let to = self.path(name);
        self.parent(name)?;
        let passing = self.passing();
        let linked = fs::hard_link(from, &passing);
        if linked.is_err() {
            let copied = fs::copy(from, &passing).and_then(|_| fs::File::open(&passing)?.sync_all());
            copied.map_err(StoreError::io(from))?;
        }
        fs::rename(&passing, &to).map_err(StoreError::io(&to))?;
        // Two names of one file: renaming one onto the other leaves both.
        match fs::remove_file(&passing) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(&passing)(error)),
            _ => Ok(()),
        }
    }
}
