//! Conversions as `convert`, `plan`, a shard and `archive` run them: engine, limits, names of outputs.
//!
//! In: a command's settings. Out: files converted into a folder. Never: what is told to the person.

use std::time::Duration;

use super::context::CommandContext;
use super::{Failure, no_threads};
use crate::batch::converter::EngineConverter;
#[cfg(feature = "packs")]
use crate::batch::inputs;
use crate::batch::inputs::Listing;
use crate::batch::official::NameSearch;
use crate::batch::progress::Progress;
use crate::batch::{Batch, Outcome, Task};
use crate::manifest::store::ManifestStore;
use crate::pipeline::RunOptions;
use crate::report::ReportFormat;
use crate::settings::choices::{FindingsForm, OutputNaming};
use crate::store::{OutputFolder, Spool};
use crate::workers::{Interrupt, Workers};

/// What converts files, and how.
pub(super) struct Conversions {
    pub(super) converter: EngineConverter,
    pub(super) options: RunOptions,
    jobs: usize,
    time_limit: Duration,
    pub(super) format: ReportFormat,
    pub(super) is_official: bool,
}

/// How a run goes about its files.
#[derive(Debug, Clone, Copy)]
pub(super) struct RunFlags {
    /// What is up to date is made again too.
    pub force: bool,
    /// No progress is shown.
    pub quiet: bool,
    /// A record of each file is wanted, for a report.
    pub records: bool,
}

impl Conversions {
    pub(super) fn new(context: CommandContext) -> Self {
        let (jobs, time_limit) = (context.jobs(), context.time_limit());
        let format = context.format(FindingsForm::Summary);
        let is_official = context.settings().name == Some(OutputNaming::Official);
        let CommandContext { engine, options, .. } = context;
        Self { converter: EngineConverter::from(engine), options, jobs, time_limit, format, is_official }
    }

    /// The same, with each file converted in a process of its own where that is wanted.
    pub(super) fn apart(self, is_wanted: bool) -> Self {
        #[cfg(unix)]
        if is_wanted {
            let converter = self.converter.in_own_processes(self.time_limit);
            return Self { converter, ..self };
        }
        let _ = is_wanted;
        self
    }

    /// Converts the files of a run into a folder.
    pub(super) fn run(
        &self,
        tasks: &[Task],
        (store, manifest, spool): (&OutputFolder, &ManifestStore, &Spool),
        interrupt: &Interrupt,
        RunFlags { force, quiet, records }: RunFlags,
    ) -> Result<Vec<Outcome>, Failure> {
        let bytes = tasks.iter().filter_map(|task| task.size.as_ref().ok()).sum();
        let progress = Progress::new(tasks.len(), bytes, quiet);
        let batch = Batch {
            converter: &self.converter,
            options: &self.options,
            store,
            manifest,
            force,
            format: self.format,
            records,
            spool,
            onlooker: &progress,
            workers: self.workers(interrupt),
        };
        let outcomes = batch.run(tasks);
        progress.end();
        outcomes.map_err(no_threads)
    }

    /// How files are worked on.
    pub(super) fn workers<'a>(&self, interrupt: &'a Interrupt) -> Workers<'a> {
        Workers { jobs: self.jobs, time_limit: Some(self.time_limit), interrupt }
    }

    /// The files of a run, with the names of their outputs settled.
    pub(super) fn tasks(
        &self,
        listing: Listing,
        manifest: &ManifestStore,
        interrupt: &Interrupt,
    ) -> Result<Vec<Task>, Failure> {
        let Self { converter, options, .. } = self;
        let search = NameSearch { converter, options, manifest, workers: self.workers(interrupt) };
        let official = self.is_official.then(|| search.run(&listing).map_err(no_threads)).transpose()?;
        Ok(Task::settle(listing, official, manifest))
    }
}

/// The files of a run as they were found.
#[cfg(feature = "packs")]
pub(super) fn discovered(tasks: &[Task]) -> Vec<inputs::Discovered> {
    let found = |task: &Task| inputs::Discovered {
        path: task.path.clone(),
        name: task.known.to_string(),
        size: task.size.clone(),
        address: task.address.clone(),
    };
    tasks.iter().map(found).collect()
}
