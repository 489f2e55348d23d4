//! `itudoc verify DIR`: are the outputs still what was made?

use std::path::PathBuf;

use clap::Args;

use super::packages::{StoredPackage, packages};
use super::{Failure, out, places};
use crate::batch::summary::{DONE, SOME_REFUSED};
use crate::diagnostics::render::visible;
use crate::manifest::store::ManifestStore;
use crate::manifest::verify::{OutputVerdict, verify};

/// Read every output of a folder again and compare it with what was made
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder of outputs; a package of `itudoc archive`, or a folder of such
    folder: PathBuf,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        places::inputs_exist(std::slice::from_ref(&self.folder))?;
        let manifest = ManifestStore::open(&self.folder)?.into_manifest();
        if manifest.outputs.is_empty() {
            let packages = packages(&self.folder)?;
            if !packages.is_empty() {
                return judged(&packages);
            }
            let found =
                format!("{} has no manifest of itudoc, and no package is in it", self.folder.display());
            return Err(Failure::new(
                found,
                "name the folder that was given to convert with -o, or run `itudoc convert` again",
            ));
        }
        let found = verify(&self.folder, &manifest);
        let mut text = String::new();
        for (path, found) in &found {
            let what = match found {
                OutputVerdict::Same => continue,
                OutputVerdict::Changed => "changed after it was made",
                OutputVerdict::Missing => "missing",
                OutputVerdict::Unknown => "not made by itudoc",
            };
            text.push_str(&format!("{}: {what}\n", visible(path)));
        }
        let count = |wanted| found.iter().filter(|(_, found)| *found == wanted).count();
        let (same, changed, missing) =
            (count(OutputVerdict::Same), count(OutputVerdict::Changed), count(OutputVerdict::Missing));
        text.push_str(&format!("{same} as they were made, {changed} changed, {missing} missing\n"));
        out::print(&text)?;
        Ok(if changed + missing == 0 { DONE } else { SOME_REFUSED })
    }
}

/// Whether packages are as they were made.
fn judged(packages: &[StoredPackage]) -> Result<u8, Failure> {
    let mut text = String::new();
    let mut broken = 0usize;
    for package in packages {
        let faults = package.faults()?;
        broken += usize::from(!faults.is_empty());
        for fault in faults {
            let path = package.folder.join(&fault.path);
            text.push_str(&format!("{}: {}\n", visible(&path.to_string_lossy()), fault.what));
        }
    }
    let whole = packages.len() - broken;
    text.push_str(&format!("{whole} packages as they were made, {broken} not\n"));
    out::print(&text)?;
    Ok(if broken == 0 { DONE } else { SOME_REFUSED })
}
