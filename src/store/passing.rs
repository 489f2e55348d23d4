//! Files in the system's folder for passing ones (`TMPDIR`), gone when what made them is dropped.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A file in the system's folder for passing files, gone when this is dropped.
#[derive(Debug)]
pub(crate) struct PassingFile {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl PassingFile {
    /// Writes a file of that name.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn new(name: &str, bytes: &[u8]) -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join(name);
        fs::write(&path, bytes)?;
        Ok(Self { _folder: folder, path })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// A folder in the system's folder for passing files, gone with all that is in it when this is dropped.
#[derive(Debug)]
pub(crate) struct PassingFolder(tempfile::TempDir);

impl PassingFolder {
    /// A new, empty folder.
    ///
    /// # Errors
    /// What the system says.
    pub(crate) fn new() -> io::Result<Self> {
        tempfile::tempdir().map(Self)
    }

    /// Where it is; no other folder of this machine has its name.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }
}
