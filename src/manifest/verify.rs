//! Reads every output again and compares it with what was made.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{Digest, Manifest};
use crate::files::{self, Unopened};
use crate::store::OURS;
use crate::workers;

/// Ending of the reports that `itudoc watch` writes beside the outputs; no output has it.
pub(crate) const REPORT: &str = ".report.txt";

/// Ending of the log of a published document.
pub(crate) const LOG: &str = ".decisions.toml";

/// What was found of one output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum OutputVerdict {
    /// As it was made.
    Same,
    /// Other bytes than were made.
    Changed,
    /// Not there, or not a file that can be read.
    Missing,
    /// There, but not in the manifest.
    Unknown,
}

/// Every output of the manifest, and every other file of the folder, in the order of their paths.
pub(crate) fn verify(root: &Path, manifest: &Manifest) -> Vec<(String, OutputVerdict)> {
    let check = |(path, made): (&String, &super::RecordedOutput)| {
        // No more is read than was made: what is longer has been changed.
        let found = match files::read(&root.join(path), made.bytes) {
            Ok(file) if Digest::of(&file.bytes) == made.sha256 => OutputVerdict::Same,
            Ok(_) | Err(Unopened::TooLarge(..) | Unopened::Changed) => OutputVerdict::Changed,
            Err(_) => OutputVerdict::Missing,
        };
        (path.clone(), found)
    };
    let outputs: Vec<(&String, &super::RecordedOutput)> = manifest.outputs.iter().collect();
    let mut list: Vec<(String, OutputVerdict)> = workers::map(&outputs, |(path, made)| check((path, made)));
    let known =
        |path: &String| manifest.outputs.contains_key(path) || path.ends_with(REPORT) || path.ends_with(LOG);
    let unknown = others(root).into_iter().filter(|path| !known(path));
    list.extend(unknown.map(|path| (path, OutputVerdict::Unknown)));
    list.sort();
    list
}

/// All files of a folder, what is ours apart; links, pipes and devices are named and never opened.
fn others(root: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let Ok(below) = path.strip_prefix(root) else { continue };
            if below == Path::new(OURS) {
                continue;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else {
                let parts: Vec<_> =
                    below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
                found.insert(parts.join("/"));
            }
        }
    }
    found
}
