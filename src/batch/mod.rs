//! Many files at once.
//!
//! In: files with settled names and something that converts one. Out: each file's fate, in the
//! order of the list, and outputs in the output folder. Never: one file's fault felt by another, or
//! more inputs in memory than there are threads.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use self::inputs::{Discovered, Listing};
use self::official::Official;
use self::remaining::RemainingWork;
use crate::diagnostics::{Finding, Refusal, RefusalKind, Severity, message};
use crate::manifest::names::{self, NameRequest, OutputNames};
use crate::manifest::recipe::Why;
use crate::manifest::store::{ManifestStore, OutputRequest, Standing};
use crate::manifest::{Digest, Recipe};
use crate::object_storage::ObjectAddress;
use crate::pipeline::{Account, Conversion, DocumentName, FileOptions, OutputKind, RunOptions};
use crate::registry::Registry;
use crate::report::ReportFormat;
use crate::store::{OutputFolder, Spool};
use crate::workers::{ThreadError, Work, Workers};

pub(crate) mod converter;
pub(crate) mod deposit;
pub(crate) mod inputs;
mod job;
pub(crate) mod official;
#[cfg(unix)]
pub(crate) mod own_process;
pub(crate) mod plan;
pub(crate) mod progress;
pub(crate) mod publication;
pub(crate) mod remaining;
pub(crate) mod remote;
pub(crate) mod shard;
pub(crate) mod sidecar;
pub(crate) mod summary;

/// What converts one file. The pipeline is one; tests have others.
pub(crate) trait Converter: Sync {
    /// Converts one file; see [`crate::pipeline::Engine::convert`].
    ///
    /// # Errors
    /// A [`Refusal`] where no output can be vouched for.
    fn convert(
        &self,
        name: &str,
        bytes: &[u8],
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<Conversion, Refusal>;

    /// Finds what the document of one file is officially called; see
    /// [`crate::pipeline::Engine::name`].
    ///
    /// # Errors
    /// A [`Refusal`] where the file cannot be read.
    fn name(
        &self,
        name: &str,
        bytes: &[u8],
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<DocumentName, Refusal>;

    /// What a file would now be converted by with a template; `None` where there is none of that
    /// name any more.
    fn recipe(&self, template: &str, run: &RunOptions, file: &FileOptions) -> Option<Recipe>;

    /// Whether a file would be refused for what it is; see [`crate::pipeline::Engine::foretell`].
    ///
    /// # Errors
    /// The [`Refusal`] that a conversion would meet.
    fn foretell(&self, _name: &str, _bytes: &[u8]) -> Result<(), Refusal> {
        Ok(())
    }

    /// The decoded text of an input, for showing findings in it; `None` where it cannot be had.
    fn text(&self, _name: &str, _bytes: &[u8]) -> Option<String> {
        None
    }

    /// What sidecar files are read by.
    fn registry(&self) -> &Registry {
        Registry::builtin()
    }
}

/// One input with everything settled about it.
#[derive(Debug, Clone)]
pub(crate) struct Task {
    /// Where the input is.
    pub path: PathBuf,
    /// The input as reports name it.
    pub shown: String,
    /// The input as the manifest names it, the same wherever its folder lies.
    pub known: Arc<str>,
    /// Size in bytes, or why there is nothing to convert.
    pub size: Result<u64, Refusal>,
    /// What its outputs are called.
    pub name: OutputNames,
    /// What its document is officially called, where outputs are to have that name.
    pub official: Option<Official>,
    /// The files that stood beside it when the run was planned; `None` outside of a plan.
    pub planned: Option<BTreeMap<String, Digest>>,
    /// The object that it is, in object storage; `path` is then where its copy stands.
    pub address: Option<ObjectAddress>,
}

impl Task {
    /// Settles the names of all outputs. `official` has those that they are to have, in the order of
    /// the listing; outputs take the names of the inputs where it is `None`.
    pub(crate) fn settle(
        listing: Listing,
        official: Option<Vec<Official>>,
        manifest: &ManifestStore,
    ) -> Vec<Task> {
        let official: Vec<Option<Official>> = match official {
            Some(official) => official.into_iter().map(Some).collect(),
            None => vec![None; listing.found.len()],
        };
        let asked: Vec<NameRequest<'_>> = listing
            .found
            .iter()
            .zip(&official)
            .map(|(found, official)| NameRequest {
                name: &found.name,
                official: official.as_ref().and_then(|official| official.as_ref().ok()),
            })
            .collect();
        let settled = names::settle(&asked, &manifest.stems());
        let task = |((found, official), mut name): ((Discovered, _), OutputNames)| {
            name.earlier.retain(|stem| manifest.holds(stem));
            Task {
                shown: found.shown().to_string_lossy().into_owned(),
                known: found.name.into(),
                path: found.path,
                size: found.size,
                name,
                official,
                planned: None,
                address: found.address,
            }
        };
        listing.found.into_iter().zip(official).zip(settled).map(task).collect()
    }

    /// What holds for the file: what stands beside it, which is what stood there when it was planned.
    fn options(&self, registry: &Registry) -> Result<FileOptions, Refusal> {
        self.size.clone()?;
        if let Some(planned) = &self.planned
            && sidecar::digests(&self.path)? != *planned
        {
            return Err(Refusal::new(
                RefusalKind::Metadata,
                message!("the files of facts or decisions beside it are not those of the plan"),
                message!("put them back as they were, or make the plan anew with `itudoc plan`"),
            ));
        }
        sidecar::options(&self.path, registry)
    }

    /// The name of the input's file, without its folders.
    fn file_name(&self) -> Cow<'_, str> {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy()
    }

    /// What is to be reported of its name.
    fn findings(&self) -> impl Iterator<Item = Finding> {
        let why = self.official.as_ref().and_then(|official| official.as_ref().err());
        let unnamed = why.map(|why| {
            let told = message!("There is no official name for its outputs: {why}.", why => why.clone());
            Finding::new(&names::NO_OFFICIAL_NAME, None, told)
        });
        unnamed.into_iter().chain(self.name.findings())
    }
}

/// What became of one input.
#[derive(Debug, Clone)]
pub(crate) enum Fate {
    /// Converted, all outputs written.
    Converted,
    /// Nothing had to be done.
    UpToDate,
    /// Nothing could be vouched for.
    Refused(Refusal),
    /// Converted, but the outputs could not be written.
    NotWritten(Refusal),
    /// The run was interrupted before its turn.
    NotStarted,
}

/// What is kept of each file once it is done: small, for a batch may have a hundred thousand.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    /// What became of it.
    pub fate: Fate,
    /// What was written.
    pub outputs: Vec<OutputKind>,
    /// Every character accounted for.
    pub account: Account,
    /// Findings by severity: notes, warnings, errors.
    pub findings: [usize; 3],
    /// What it leaves to a person.
    pub remaining: RemainingWork,
    /// Its record for the report, and its findings as they are to be shown.
    pub spooled: job::Spooled,
}

impl Outcome {
    /// The paths of what was written, as they are told.
    pub(crate) fn written(&self, task: &Task) -> String {
        let paths: Vec<String> = self.outputs.iter().map(|kind| task.name.path(*kind)).collect();
        paths.join(", ")
    }

    fn new(fate: Fate) -> Self {
        Self {
            fate,
            outputs: Vec::new(),
            account: Account::default(),
            findings: [0; 3],
            remaining: RemainingWork::default(),
            spooled: job::Spooled::default(),
        }
    }

    fn count(&mut self, severity: Severity) {
        let [notes, warnings, errors] = &mut self.findings;
        match severity {
            Severity::Information => *notes += 1,
            Severity::Warning => *warnings += 1,
            Severity::Error => *errors += 1,
        }
    }
}

/// Whoever is told of each file as soon as it is done, from the thread that did it.
pub(crate) trait Onlooker: Sync + fmt::Debug {
    /// Takes note of a file of `bytes` that is done.
    fn done(&self, task: &Task, outcome: &Outcome, bytes: u64);
}

/// A run over many files.
#[derive(Debug)]
pub(crate) struct Batch<'a, C> {
    /// What converts a file.
    pub converter: &'a C,
    /// How.
    pub options: &'a RunOptions,
    /// Where outputs go.
    pub store: &'a OutputFolder,
    /// What the folder holds already.
    pub manifest: &'a ManifestStore,
    /// Convert what is up to date too, and replace what is not ours.
    pub force: bool,
    /// How findings are to be shown.
    pub format: ReportFormat,
    /// A record of each file is wanted, for a report.
    pub records: bool,
    /// Where what is to be shown and reported waits for its turn.
    pub spool: &'a Spool,
    /// Who is told of each file that is done.
    pub onlooker: &'a dyn Onlooker,
    /// How many files at a time, and how long each may take.
    pub workers: Workers<'a>,
}

impl<C: Converter> Batch<'_, C> {
    /// Converts all files and gives their fates in the order of `tasks`.
    ///
    /// # Errors
    /// Where threads cannot be started.
    pub(crate) fn run(&self, tasks: &[Task]) -> Result<Vec<Outcome>, ThreadError> {
        let size = |task: &Task| *task.size.as_ref().unwrap_or(&0);
        let told = |task: &Task, outcome: Outcome| {
            self.onlooker.done(task, &outcome, size(task));
            outcome
        };
        let work = Work {
            work: |task: &Task, budget| told(task, self.one(task, budget)),
            panicked: |task: &Task, message: &str| told(task, self.failed(task, message)),
        };
        let outcomes = self.workers.all(tasks, size, &work)?;
        self.store.flush();
        let not_started = || Outcome::new(Fate::NotStarted);
        Ok(outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(not_started)).collect())
    }
}

/// Whether a file needs converting with the options for it, and why.
fn judged<C: Converter>(
    manifest: &ManifestStore,
    converter: &C,
    run: &RunOptions,
    file: &FileOptions,
    task: &Task,
    force: bool,
) -> Standing {
    if force {
        return Standing::Due(Why::Forced);
    }
    let asked = OutputRequest { path: &task.path, name: &task.name, kinds: &run.outputs };
    manifest.standing(asked, |template| converter.recipe(template, run, file))
}

/// Whether a file would need converting with the options of a run, and why.
///
/// # Errors
/// Where it would be refused for what it is, for what stands beside it or in the place of an output.
pub(crate) fn standing<C: Converter>(
    manifest: &ManifestStore,
    converter: &C,
    run: &RunOptions,
    task: &Task,
    force: bool,
) -> Result<Standing, Refusal> {
    let file = task.options(converter.registry())?;
    let standing = judged(manifest, converter, run, &file, task, force);
    if let Standing::Due(_) = standing {
        for kind in &run.outputs {
            manifest.may_stand(&task.name.path(*kind), None, force)?;
        }
        publication::not_locked(manifest.root(), &task.name.stem)?;
        let input = job::read(&task.path)?;
        converter.foretell(&task.file_name(), &input.bytes)?;
        if run.is_final {
            converter.convert(&task.file_name(), &input.bytes, run, &file)?;
        }
    }
    Ok(standing)
}

/// A refusal for a fault of ours.
pub(crate) fn internal(message: &str) -> Refusal {
    Refusal::new(
        RefusalKind::Internal,
        message!("itudoc failed on this file: {message}", message),
        message!(
            "this is a fault of itudoc, not of the file; please report it with the file. The other files are not concerned"
        ),
    )
}
