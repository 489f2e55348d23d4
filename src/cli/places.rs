//! The paths a person types, looked at before any work: a mistyped input, a file where a folder is to be,
//! a report that cannot be written.
//!
//! In: paths. Out: nothing, or every mistake at once. Never: anything made or changed.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::batch::inputs::Listing;
use crate::diagnostics::nearest::nearest;
use crate::diagnostics::render::visible;
use crate::object_storage::ObjectAddress;
use crate::settings::Settled;
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
    let found = |path: String| {
        let meant = neighbour(Path::new(&path)).map(|near| format!("; did you mean {near}?"));
        format!("{path}: there is no such file or folder{}", meant.unwrap_or_default())
    };
    let found: Vec<String> = missing.into_iter().map(found).collect();
    Err(Failure::new(found.join("\n"), "check the path; nothing was done"))
}

/// The path beside a mistyped one that was probably meant.
fn neighbour(path: &Path) -> Option<String> {
    // A folder of any size is looked through at most so far: this is an error message.
    const LOOKED_AT: usize = 10_000;
    let name = path.file_name()?.to_string_lossy();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let entries = fs::read_dir(folder.unwrap_or(Path::new("."))).ok()?.flatten().take(LOOKED_AT);
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let near = nearest(&name, names.iter().map(String::as_str))?;
    Some(shown(&folder.map_or_else(|| PathBuf::from(near), |folder| folder.join(near))))
}

/// Says that the paths hold nothing to work on.
pub(super) fn nothing_found(what: &str, paths: &[PathBuf], passed_over: &[(PathBuf, &str)]) -> Failure {
    let places: Vec<String> = paths.iter().map(|path| shown(path)).collect();
    let mut found = format!("no file to {what} was found in {}", places.join(", "));
    match passed_over {
        [] => {}
        [(path, why)] => found.push_str(&format!("; {} was passed over: {why}", shown(path))),
        [(path, why), ..] => {
            let count = passed_over.len();
            found.push_str(&format!("; {count} were passed over, {} as {why}", shown(path)));
        }
    }
    Failure::new(found, "name a folder of contributions, or files")
}

/// A path from the root, as it is typed.
pub(super) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
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

/// The folder for the outputs.
pub(super) fn output_folder(settled: &Settled) -> Result<PathBuf, Failure> {
    settled.settings.output.clone().ok_or_else(|| {
        Failure::new(
            "no folder for the outputs is given",
            "give one with -o DIR, or as `output` in itudoc.toml",
        )
    })
}

/// Refuses, before any work, a command that would write over an input.
pub(super) fn check(
    paths: &[PathBuf],
    output: &Path,
    report: Option<&Path>,
    listing: &Listing,
) -> Result<(), Failure> {
    if listing.found.is_empty() {
        return Err(nothing_found("convert", paths, &listing.passed_over));
    }
    names_differ(listing)?;
    keep_apart(paths, output)?;
    if let Some(report) = report.filter(|report| absolute(output).starts_with(absolute(report))) {
        let found = format!("{} is to be the folder of the outputs", report.display());
        return Err(Failure::new(found, "give another file with --report; nothing was done"));
    }
    let report = report.and_then(|path| fs::canonicalize(path).ok());
    let is_report = |path: &Path| report.is_some() && fs::canonicalize(path).ok() == report;
    if listing.found.iter().any(|found| is_report(&found.path)) {
        return Err(Failure::new("the report would replace an input", "give another file with --report"));
    }
    Ok(())
}

/// Refuses inputs of one name from two folders: neither outputs nor manifest could tell them apart for
/// good.
fn names_differ(listing: &Listing) -> Result<(), Failure> {
    // The listing is in the order of the names.
    let same = listing.found.iter().zip(listing.found.iter().skip(1)).find(|(a, b)| a.name == b.name);
    let Some((a, b)) = same else { return Ok(()) };
    let found =
        format!("{} and {} would both be called {}", a.shown().display(), b.shown().display(), a.name);
    Err(Failure::new(
        found,
        "give the folder above them, whose paths tell them apart; or rename one, or convert them into two folders",
    ))
}

/// Refuses an output folder that is an input folder too: outputs would be taken for inputs.
pub(super) fn keep_apart(paths: &[PathBuf], output: &Path) -> Result<(), Failure> {
    let real = fs::canonicalize(output).ok();
    let is_output = |path: &&PathBuf| path.is_dir() && real.is_some() && fs::canonicalize(path).ok() == real;
    if let Some(folder) = paths.iter().find(is_output) {
        let found = format!("{} is both the folder of the inputs and that of the outputs", folder.display());
        return Err(Failure::new(found, "give another folder with -o"));
    }
    Ok(())
}
