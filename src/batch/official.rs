//! What the documents of a batch are officially called, found before the first is converted: names
//! are settled for all files at once, so that neither the number of jobs nor the order in which files
//! are finished has a say.
//!
//! In: the inputs. Out: for each its official name, or why it has none. Never: an input held longer
//! than it takes to read it, or read again where it has not changed since its name was found.

use crate::diagnostics::{Message, message};
use std::fs;
use std::path::Path;

use super::inputs::{Discovered, Listing};
use super::{Converter, job, sidecar};
use crate::budget::Budget;
use crate::compose::OfficialName;
use crate::manifest::stamps::{NameSeen, Stamp};
use crate::manifest::store::ManifestStore;
use crate::pipeline::{DocumentName, FileOptions, RunOptions};
use crate::workers::{ThreadError, Work, Workers};

/// The official name of an input's document, or why none is known, in words.
pub(crate) type Official = Result<OfficialName, Message>;

/// How official names are found.
#[derive(Debug)]
pub(crate) struct NameSearch<'a, C> {
    /// What reads a file.
    pub converter: &'a C,
    /// How.
    pub options: &'a RunOptions,
    /// Names that were found in earlier runs.
    pub manifest: &'a ManifestStore,
    /// How many files at a time, and how long each may take.
    pub workers: Workers<'a>,
}

impl<C: Converter> NameSearch<'_, C> {
    /// The official names of all inputs, in their order.
    ///
    /// # Errors
    /// Where threads cannot be started.
    pub(crate) fn run(&self, listing: &Listing) -> Result<Vec<Official>, ThreadError> {
        let work = Work {
            work: |found: &Discovered, budget| self.one(found, budget),
            panicked: |_: &Discovered, _: &str| Err(message!("the file cannot be read")),
        };
        let size = |found: &Discovered| *found.size.as_ref().unwrap_or(&0);
        let names = self.workers.all(&listing.found, size, &work)?;
        let unread = || Err(message!("the run was interrupted before it was read"));
        Ok(names.into_iter().map(|name| name.unwrap_or_else(unread)).collect())
    }

    /// The name of one input. Whatever keeps it from being read keeps it from being converted, and is
    /// told there.
    fn one(&self, found: &Discovered, budget: Budget) -> Official {
        let unread = || message!("the file cannot be read");
        if found.size.is_err() {
            return Err(unread());
        }
        let file = sidecar::options(&found.path, self.converter.registry()).map_err(|_| unread())?;
        let file = FileOptions { budget, ..file };
        let recipe = |template: &str| Some(self.converter.recipe(template, self.options, &file)?.key());
        let stamp = fs::symlink_metadata(&found.path).ok().and_then(|file| Stamp::rested(&file));
        if let Some(seen) = stamp.and_then(|stamp| self.manifest.name_seen(&found.name, stamp))
            && recipe(&seen.template).as_ref() == Some(&seen.recipe)
        {
            return seen.official;
        }
        let named = self.read(&found.path, &file).ok_or_else(unread)?;
        if let (Some(stamp), Some(recipe)) = (stamp, recipe(&named.template)) {
            let seen = NameSeen { stamp, template: named.template, recipe, official: named.official.clone() };
            self.manifest.saw_name(&found.name, seen);
        }
        named.official
    }

    fn read(&self, path: &Path, file: &FileOptions) -> Option<DocumentName> {
        let input = job::read(path).ok()?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        self.converter.name(&name, &input.bytes, self.options, file).ok()
    }
}
