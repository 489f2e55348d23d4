//! `itudoc restore`: the sources out of packages, byte for byte.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::packages::{StoredPackage, packages};
use super::{Failure, out, places, unusable};
use crate::batch::summary::{DONE, SOME_REFUSED};
use crate::diagnostics::render::visible;
use crate::files;
use crate::store;

/// Give the sources back that packages hold, each checked first
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Packages, or folders of packages
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Folder for the sources
    #[arg(short = 'o', long, value_name = "DIR")]
    output: PathBuf,
    /// Give back what is in packages that are not whole too, and replace what is there
    #[arg(long)]
    force: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        places::inputs_exist(&self.paths)?;
        places::can_be_folder(&self.output, "-o")?;
        let (mut restored, mut refused) = (0usize, 0usize);
        for path in &self.paths {
            let found = packages(path)?;
            if found.is_empty() {
                let advice = "name a folder that `itudoc archive` made, or one with such folders in it";
                return Err(Failure::new(format!("{} holds no package", path.display()), advice));
            }
            for package in found {
                match self.restore(path, &package)? {
                    Ok(files) => restored += files,
                    // What is wrong with one package is no reason to leave the others.
                    Err(why) => {
                        refused += 1;
                        out::say(&format!(
                            "{}: not restored: {why}\n",
                            visible(&package.folder.to_string_lossy())
                        ));
                    }
                }
            }
        }
        out::say(&format!("{restored} files restored\n"));
        Ok(if refused == 0 { DONE } else { SOME_REFUSED })
    }

    /// How many files were restored, or why none was.
    fn restore(&self, given: &Path, package: &StoredPackage) -> Result<Result<usize, String>, Failure> {
        let faults = package.faults()?;
        if let Some(fault) = faults.first().filter(|_| !self.force) {
            return Ok(Err(format!("{} {}; --force gives back what is there", fault.path, fault.what)));
        }
        // A package in a folder of packages goes where its input lay below the folder that was given.
        let below = package.folder.strip_prefix(given).unwrap_or(Path::new(""));
        let folder = self.output.join(below.parent().unwrap_or(Path::new("")));
        let sources = match package.sources() {
            Ok(sources) if sources.is_empty() => return Ok(Err("no source is in it".to_owned())),
            Ok(sources) => sources,
            Err(failure) => return Ok(Err(failure.found.to_string())),
        };
        for (name, bytes) in &sources {
            let to = folder.join(name);
            // A file of as many bytes is read no further than those.
            let is_same = || files::read(&to, bytes.len() as u64).is_ok_and(|there| there.bytes == *bytes);
            if fs::symlink_metadata(&to).is_ok() && !self.force && !is_same() {
                return Ok(Err(format!("{} is there already with other bytes", to.display())));
            }
            fs::create_dir_all(&folder).map_err(|error| {
                Failure::new(format!("{}: {error}", folder.display()), "give another folder with -o")
            })?;
            store::write_whole(&to, bytes).map_err(unusable)?;
        }
        Ok(Ok(sources.len()))
    }
}
