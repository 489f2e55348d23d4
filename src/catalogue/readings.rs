//! Contributions and texts in force as they are read, those that did not change as they were read before.
//!
//! In: the files of a run, an earlier catalogue. Out: contributions as plain data, and what could not be read.
//! Never: a file read again whose bytes, decisions and recipe are the same.

use std::collections::BTreeSet;
use std::path::Path;

use crate::batch::converter::materials;
use crate::batch::inputs::Discovered;
use crate::batch::sidecar;
use crate::budget::Budget;
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::digest::Hasher;
use crate::files;
use crate::limits;
use crate::pipeline::{Engine, FileOptions, RunOptions};
use crate::recover::Extent;
use crate::workers::Work;

use super::Earlier;
use super::make::{PackFailure, PackRequest};
use crate::pack::contribution::Contribution;

/// All that bears on what a contribution is read as.
pub(super) fn recipe(engine: &Engine, run: &RunOptions) -> String {
    let mut hash = Hasher::default();
    for part in [crate::BUILD, &run.recipe(&FileOptions::default()), &materials(engine)] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finish().to_string()
}

/// Contributions, what could not be read and why, how many were read anew.
pub(super) type Readings = (Vec<Contribution>, Vec<(String, Refusal)>, usize);

/// The contributions, those that did not change as they were read before.
pub(super) fn contributions(request: &PackRequest<'_>, earlier: &Earlier) -> Result<Readings, PackFailure> {
    let recipe = recipe(request.engine, request.run);
    let source = ReadingSource { engine: request.engine, run: request.run, earlier, recipe: &recipe };
    let work = Work {
        work: |input: &Discovered, budget: Budget| source.read(input, budget),
        panicked: |_: &Discovered, message: &str| Err(Refusal::internal(message.to_owned())),
    };
    let size = |input: &Discovered| *input.size.as_ref().unwrap_or(&0);
    let done = request.workers.all(request.inputs, size, &work).map_err(PackFailure::Threads)?;
    let (mut documents, mut refused, mut anew) = (Vec::new(), Vec::new(), 0);
    for (input, outcome) in request.inputs.iter().zip(done) {
        match outcome {
            Some(Ok((document, is_new))) => {
                documents.push(document);
                anew += usize::from(is_new);
            }
            Some(Err(refusal)) => refused.push((input.name.clone(), refusal)),
            None => {
                let refusal = Refusal::new(
                    RefusalKind::Io,
                    message!("the run was interrupted before its turn"),
                    message!("run the same command again"),
                );
                return Err(refusal.into());
            }
        }
    }
    Ok((documents, refused, anew))
}

/// Where readings come from: an earlier catalogue, else the files.
pub(super) struct ReadingSource<'a> {
    pub engine: &'a Engine,
    pub run: &'a RunOptions,
    pub earlier: &'a Earlier,
    pub recipe: &'a str,
}

impl ReadingSource<'_> {
    /// The reading of a contribution, and whether it was read anew.
    pub(super) fn read(&self, input: &Discovered, budget: Budget) -> Result<(Contribution, bool), Refusal> {
        input.size.clone()?;
        let bytes = files::read(&input.path, limits::INPUT_BYTES).map_err(|error| error.refusal())?.bytes;
        let digest = digest(&input.path, &bytes);
        let key = (input.name.clone(), digest.clone(), self.recipe.to_owned());
        let known = self.earlier.readings.get(&key);
        if let Some(known) = known.and_then(|data| serde_json::from_str(data).ok()) {
            return Ok((known, false));
        }
        let name = input.path.file_name().unwrap_or_default().to_string_lossy();
        let registry = &self.engine.registry;
        let options = FileOptions { budget, ..sidecar::options(&input.path, registry)? };
        let reading = self.engine.read(&name, &bytes, self.run, &options)?;
        let mut document = Contribution::of(&reading, &input.name, &digest, registry);
        // What cannot be printed has no pages; its words count all the same.
        if let Ok(pages) = self.engine.paginate(&reading, self.run, &options) {
            document.pages = u32::try_from(pages.pages).ok();
            number_pages(&mut document, &pages.outline);
        }
        Ok((document, true))
    }
}

/// SHA-256 of a file and of what stands beside it.
fn digest(path: &Path, bytes: &[u8]) -> String {
    let mut hash = Hasher::default();
    hash.update(bytes);
    for ending in ["toml", "review.toml"] {
        if let Ok(beside) = files::read(&path.with_extension(ending), limits::NOTES_BYTES) {
            hash.update(ending);
            hash.update(beside.bytes);
        }
    }
    hash.finish().to_string()
}

/// The page of each proposal: where the outline has its line.
fn number_pages(document: &mut Contribution, outline: &[(String, u32)]) {
    let tight = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let mut from = 0;
    for text in document.texts.iter_mut().filter(|text| !text.line.is_empty()) {
        let line = tight(&text.line);
        let rest = outline.get(from..).unwrap_or_default();
        if let Some(at) = rest.iter().position(|(title, _)| tight(title) == line) {
            text.page = rest.get(at).map(|(_, page)| *page);
            from += at + 1;
        }
    }
}

/// The contributions of the catalogue that the run has not.
pub(super) fn kept(request: &PackRequest<'_>, earlier: &Earlier) -> Vec<Contribution> {
    let own: BTreeSet<&str> = request.inputs.iter().map(|input| input.name.as_str()).collect();
    let others = earlier.readings.iter().filter(|((file, ..), _)| !own.contains(file.as_str()));
    others.filter_map(|(_, data)| serde_json::from_str(data).ok()).collect()
}

/// The texts in force, as they were given; those of the catalogue where it is kept up without any.
pub(super) fn texts_in_force(
    request: &PackRequest<'_>,
    earlier: &Earlier,
) -> Result<Vec<Contribution>, Refusal> {
    if request.keep && request.base.is_empty() {
        let read = earlier.texts_in_force.iter().filter_map(|data| serde_json::from_str(data).ok());
        return Ok(read.collect());
    }
    let run = RunOptions { recover: Extent::Off, ..RunOptions::default() };
    let read = |(name, bytes): &(String, Vec<u8>)| {
        let reading = request
            .engine
            .read(name, bytes, &run, &FileOptions::default())
            .map_err(|refusal| refusal.at(name))?;
        Ok(Contribution::of(&reading, name, "", &request.engine.registry))
    };
    crate::workers::map(request.base, read).into_iter().collect()
}
