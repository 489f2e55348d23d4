//! The paths a person types, looked at before any work: a mistyped input, a file where a folder is to be,
//! a report that cannot be written.
//!
//! In: paths. Out: nothing, or every mistake at once. Never: anything made or changed.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::diagnostics::render::visible;
use crate::object_storage::ObjectAddress;
use crate::store;

/// The path that stands for standard input, or standard output.
pub(super) const STREAM: &str = "-";

/// A path as it is shown.
pub(super) fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// Refuses inputs that are not there; what is in object storage is looked for when it is listed.
pub(super) fn inputs_exist_anywhere(paths: &[PathBuf]) -> Result<(), Failure> {
    let here: Vec<PathBuf> = paths.iter().filter(|path| !ObjectAddress::is(path)).cloned().collect();
    inputs_exist(&here)
}

/// Refuses inputs that are not there, and those in object storage, of commands that read none from it.
pub(super) fn inputs_exist(paths: &[PathBuf]) -> Result<(), Failure> {
    paths.iter().try_for_each(|path| is_here(path))?;
    let missing = |path: &&PathBuf| {
        path.as_path() != Path::new(STREAM)
            && fs::symlink_metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound)
    };
    let missing: Vec<String> = paths.iter().filter(missing).map(|path| path.display().to_string()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let found: Vec<String> =
        missing.into_iter().map(|path| format!("{path}: there is no such file or folder")).collect();
    Err(Failure::new(found.join("\n"), "check the path; nothing was done"))
}

/// Refuses an address of object storage.
fn is_here(path: &Path) -> Result<(), Failure> {
    if !ObjectAddress::is(path) {
        return Ok(());
    }
    let found = format!(
        "{}: this is in object storage, which this command neither reads nor writes here",
        shown(path)
    );
    Err(Failure::new(
        found,
        "copy it to this machine; or use `itudoc plan`, `convert --plan` and `merge`, which take addresses; nothing was done",
    ))
}

/// Refuses a folder for outputs that is a file, or lies below one.
pub(super) fn can_be_folder(folder: &Path, flag: &str) -> Result<(), Failure> {
    is_here(folder)?;
    let first = folder.ancestors().find(|path| fs::symlink_metadata(path).is_ok());
    match first.filter(|path| !path.is_dir()) {
        Some(file) => Err(Failure::new(
            format!("{} is a file, not a folder", file.display()),
            format!("give another folder with {flag}; nothing was done"),
        )),
        None => Ok(()),
    }
}

/// Refuses a file that cannot be written: its folder is missing or not ours to write to, or a folder
/// stands in its place.
pub(super) fn can_be_written(file: &Path, flag: &str) -> Result<(), Failure> {
    is_here(file)?;
    let refuse =
        |found: String| Err(Failure::new(found, format!("give another file with {flag}; nothing was done")));
    if file.is_dir() {
        return refuse(format!("{} is a folder, not a file", file.display()));
    }
    // A device, a pipe or what a link leads to is written into; only a new file needs a folder.
    if fs::metadata(file).is_ok_and(|found| !found.is_file()) {
        return Ok(());
    }
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return refuse(format!("{}: there is no folder {}", file.display(), folder.display()));
    }
    match store::takes_files(folder) {
        Ok(()) => Ok(()),
        Err(error) => refuse(format!("{}: {error}", file.display())),
    }
}
