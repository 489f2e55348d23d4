//! `itudoc convert`: the main job.

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{ArgMatches, Args, ValueEnum};

use super::workshop::Materials;
use super::{Failure, out};
use crate::batch::inputs::{self, Listing};
use crate::batch::progress::Progress;
use crate::batch::shown::Format;
use crate::batch::summary::{self, COULD_NOT_RUN, LOCKED, Summary};
use crate::batch::{Interrupt, Outcome, Run, Task, names};
use crate::convert::{Options, OutputKind, Workshop};
use crate::diagnostics::render::Look;
use crate::language::Language;
use crate::metadata::Metadata;
use crate::registry::Registry;
use crate::store::{self, OutputFolder, Spool, StoreError};
use crate::text::View;

/// Convert files and folders
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Files and folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Folder for the outputs
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// What to make of each file
    #[arg(long, value_enum, value_delimiter = ',', default_values = ["docx", "pdf", "json"], value_name = "KIND")]
    to: Vec<Kind>,
    /// Official form, by its name; chosen from the text where none is given
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
    #[command(flatten)]
    materials: Materials,
    /// What is known of the documents besides their text, over what NAME.toml beside each says:
    /// agenda-item, conference, date, document, meeting, original, source, template, title; may be
    /// given again
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Language of the documents (ar, zh, en, fr, ru, es); found from the text where none is given
    #[arg(long, value_name = "LANG")]
    lang: Option<Language>,
    /// Text with its revision marks, as if all were accepted, or as if all were rejected
    #[arg(long, value_enum, default_value = "marked", value_name = "VIEW")]
    view: Seen,
    /// Files at a time; one for each processor where none is given
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Only say what went wrong
    #[arg(short, long)]
    quiet: bool,
    /// Write what became of each file to FILE as JSON; one object a line where it ends in .jsonl
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// How to show findings
    #[arg(long, value_enum, default_value = "summary", value_name = "FORMAT")]
    output_format: Shown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Docx,
    Pdf,
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Seen {
    Marked,
    Revised,
    Base,
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Shown {
    /// Count them
    Summary,
    /// With the text under each
    Human,
    /// One line each
    Short,
    /// A JSON array
    Json,
    /// A JSON object a line
    Jsonl,
    /// SARIF 2.1.0
    Sarif,
    /// Commands of a GitHub workflow
    Github,
}

impl From<Shown> for Format {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Summary => Format::Summary,
            Shown::Human => out::full(),
            Shown::Short => Format::Person(Look::Short),
            Shown::Json => Format::Json,
            Shown::Jsonl => Format::JsonLines,
            Shown::Sarif => Format::Sarif,
            Shown::Github => Format::Github,
        }
    }
}

impl Arguments {
    pub(super) fn run(self, _matches: &ArgMatches) -> Result<u8, Failure> {
        let listing = inputs::list(&self.paths, &self.output);
        self.check_places(&listing)?;
        let workshop = self.materials.workshop()?;
        let mut options = self.options(workshop.registry)?;
        options.base = self.materials.base(&workshop)?;
        if let Some(name) = &options.template {
            workshop.templates.get(name).map_err(|refusal| Failure::new(refusal.found, refusal.advice))?;
        }
        let tasks = tasks(listing);
        let store = OutputFolder::open(&self.output).map_err(unusable)?;
        let spool = Spool::new().map_err(|error| {
            Failure::new(
                format!("no room for passing files: {error}"),
                "make room in the system's folder for them (TMPDIR)",
            )
        })?;
        let (outcomes, interrupted) = self.convert(&workshop, &options, &tasks, &store, &spool)?;
        drop(store);
        self.tell(&tasks, &outcomes, &spool)?;
        if interrupted {
            out::say("Interrupted. Run the same command again to go on.\n");
        }
        Ok(Summary::of(&outcomes).exit())
    }

    /// Refuses, before any work, a command that would write over an input.
    fn check_places(&self, listing: &Listing) -> Result<(), Failure> {
        if listing.found.is_empty() {
            let seen = listing.passed_over.len();
            let found = format!("no file to convert was found; {seen} were passed over");
            return Err(Failure::new(found, "name a folder of contributions, or files"));
        }
        let real = fs::canonicalize(&self.output).ok();
        let inside = |path: &PathBuf| path.is_dir() && real.is_some() && fs::canonicalize(path).ok() == real;
        if let Some(folder) = self.paths.iter().find(|path| inside(path)) {
            let found =
                format!("{} is both the folder of the inputs and that of the outputs", folder.display());
            return Err(Failure::new(found, "give another folder with -o"));
        }
        let report = self.report.as_ref().and_then(|path| fs::canonicalize(path).ok());
        if let Some(report) = report
            && listing
                .found
                .iter()
                .any(|found| fs::canonicalize(&found.path).is_ok_and(|real| real == report))
        {
            let found = format!("the report {} would replace an input", report.display());
            return Err(Failure::new(found, "give another file with --report"));
        }
        Ok(())
    }

    fn options(&self, registry: &Registry) -> Result<Options, Failure> {
        let mut metadata = Metadata::default();
        for pair in &self.set {
            metadata.set(pair, registry).map_err(|refusal| Failure::new(refusal.found, refusal.advice))?;
        }
        let wanted = |kind: &OutputKind| {
            self.to.contains(&match kind {
                OutputKind::Docx => Kind::Docx,
                OutputKind::Pdf => Kind::Pdf,
                OutputKind::Json => Kind::Json,
            })
        };
        Ok(Options {
            outputs: OutputKind::ALL.into_iter().filter(wanted).collect(),
            template: self.template.clone(),
            language: self.lang,
            view: match self.view {
                Seen::Marked => View::Marked,
                Seen::Revised => View::Revised,
                Seen::Base => View::Base,
            },
            metadata,
            ..Options::default()
        })
    }

    fn convert(
        &self,
        workshop: &Workshop,
        options: &Options,
        tasks: &[Task],
        store: &OutputFolder,
        spool: &Spool,
    ) -> Result<(Vec<Outcome>, bool), Failure> {
        let bytes = tasks.iter().filter_map(|task| task.size.as_ref().ok()).sum();
        let interrupt = Interrupt::default();
        listen(&interrupt);
        let progress = Progress::new(tasks.len(), bytes, self.quiet);
        let run = Run {
            converter: workshop,
            options,
            store,
            format: self.output_format.into(),
            spool,
            progress: &progress,
            interrupt: &interrupt,
            jobs: self.jobs.map_or_else(processors, NonZeroUsize::get),
        };
        let outcomes = run.all(tasks);
        progress.end();
        let outcomes =
            outcomes.map_err(|error| Failure::new(error.to_string(), "try again with a smaller --jobs"))?;
        Ok((outcomes, interrupt.asked()))
    }

    /// Says what became of the files: findings on standard output, refusals and counts on standard
    /// error, the report in its file.
    fn tell(&self, tasks: &[Task], outcomes: &[Outcome], spool: &Spool) -> Result<(), Failure> {
        out::say(&summary::refusals(tasks, outcomes));
        if !self.quiet {
            out::say(&Summary::of(outcomes).table());
        }
        summary::findings(out::print, self.output_format.into(), outcomes, spool)
            .map_err(|error| Failure::new(format!("standard output: {error}"), "check where it leads"))?;
        let Some(path) = &self.report else { return Ok(()) };
        let lines = path.extension().is_some_and(|extension| extension == "jsonl");
        store::write_whole_with(path, |file| summary::report(file, tasks, outcomes, spool, lines))
            .map_err(unusable)
    }
}

/// Settles the names of all outputs.
fn tasks(listing: Listing) -> Vec<Task> {
    let asked: Vec<&str> = listing.found.iter().map(|found| found.name.as_str()).collect();
    let settled = names::settle(&asked, &BTreeMap::new());
    let task = |(found, name): (inputs::Found, names::Settled)| Task {
        shown: found.path.to_string_lossy().into_owned(),
        path: found.path,
        size: found.size,
        name,
    };
    listing.found.into_iter().zip(settled).map(task).collect()
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// Ctrl-C ends the run after the files at hand; a second one ends it at once, which harms nothing
/// but leaves those files for the next run.
fn listen(interrupt: &Interrupt) {
    let interrupt = interrupt.clone();
    // Where no handler can be set, Ctrl-C ends the program at once, which is safe too.
    let _ = ctrlc::set_handler(move || {
        if interrupt.ask() {
            std::process::exit(i32::from(summary::INTERRUPTED));
        }
        out::say("\nFinishing the files at hand; once more ends at once.\n");
    });
}

fn unusable(error: StoreError) -> Failure {
    let status = if let StoreError::Locked { .. } = error { LOCKED } else { COULD_NOT_RUN };
    Failure { status, found: error.to_string(), advice: error.advice().to_owned() }
}
