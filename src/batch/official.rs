//! What the documents of a batch are officially called, found before the first is converted: names
//! are settled for all files at once, so that neither the number of jobs nor the order in which files
//! are finished has a say.
//!
//! In: the inputs. Out: for each its official name, or why it has none. Never: an input held longer
//! than it takes to read it, or read again where it has not changed since its name was found.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::inputs::{Found, Listing};
use super::{Converter, Interrupt, STACK, clock, job, panics, sidecar};
use crate::compose::OfficialName;
use crate::manifest::book::Book;
use crate::manifest::stamps::{NameSeen, Stamp};
use crate::pipeline::{FileOptions, Named, RunOptions};

/// The official name of an input's document, or why none is known, in words.
pub type Official = Result<OfficialName, String>;

/// How official names are found.
#[derive(Debug)]
pub struct Search<'a, C> {
    /// What reads a file.
    pub converter: &'a C,
    /// How.
    pub options: &'a RunOptions,
    /// Names that were found in earlier runs.
    pub book: &'a Book,
    /// Whether to end early.
    pub interrupt: &'a Interrupt,
    /// Files at a time.
    pub jobs: usize,
    /// Longest that one file may take.
    pub time_limit: Duration,
}

impl<C: Converter> Search<'_, C> {
    /// The official names of all inputs, in their order.
    ///
    /// # Errors
    /// Where threads cannot be started.
    pub fn all(&self, listing: &Listing) -> Result<Vec<Official>, rayon::ThreadPoolBuildError> {
        let next = AtomicUsize::new(0);
        let names: Mutex<Vec<Option<Official>>> = Mutex::new(vec![None; listing.found.len()]);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.jobs).stack_size(STACK).build()?;
        pool.broadcast(|_| {
            while !self.interrupt.asked() {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(found) = listing.found.get(at) else { break };
                let name = self.one(found);
                if let Some(place) = names.lock().unwrap_or_else(PoisonError::into_inner).get_mut(at) {
                    *place = Some(name);
                }
            }
        });
        let names = names.into_inner().unwrap_or_else(PoisonError::into_inner);
        let unread = || Err("the run was interrupted before it was read".to_owned());
        Ok(names.into_iter().map(|name| name.unwrap_or_else(unread)).collect())
    }

    /// The name of one input. Whatever keeps it from being read keeps it from being converted, and is
    /// told there.
    fn one(&self, found: &Found) -> Official {
        let unread = || "the file cannot be read".to_owned();
        if found.size.is_err() {
            return Err(unread());
        }
        let file = sidecar::options(&found.path, self.converter.registry()).map_err(|_| unread())?;
        let recipe = |template: &str| Some(self.converter.recipe(template, self.options, &file)?.key());
        let stamp = fs::metadata(&found.path).ok().and_then(|file| Stamp::rested(&file));
        if let Some(seen) = stamp.and_then(|stamp| self.book.name_seen(&found.name, stamp))
            && recipe(&seen.template).as_ref() == Some(&seen.recipe)
        {
            return seen.official;
        }
        let named = self.read(&found.path, &file).ok_or_else(unread)?;
        if let (Some(stamp), Some(recipe)) = (stamp, recipe(&named.template)) {
            let seen = NameSeen { stamp, template: named.template, recipe, official: named.official.clone() };
            self.book.saw_name(&found.name, seen);
        }
        named.official
    }

    fn read(&self, path: &Path, file: &FileOptions) -> Option<Named> {
        let input = job::read(path).ok()?;
        let file = FileOptions { budget: clock::from_now(self.time_limit), ..file.clone() };
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        panics::caught(|| self.converter.name(&name, &input.bytes, self.options, &file)).ok()?.ok()
    }
}
