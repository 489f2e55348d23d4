//! An inbound folder: what arrives is converted once it is complete.
//!
//! In: a folder, looked at again and again. Out: for each file its outputs and, beside them,
//! `NAME.report.txt` with what was found or why it was refused. Never: a file that is still being
//! written, or one that was done before the last restart.
//!
//! By looking and not by the system's notices: those do not cross network shares, which is where
//! inbound folders lie, and do not tell when a file is complete.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::batch::inputs::Listing;
use crate::batch::official::{NameSearch, Official};
use crate::batch::summary::grouped;
use crate::batch::{Batch, Converter, Fate, Onlooker, Outcome, Task, inputs};
use crate::diagnostics::render::{self, RenderForm, visible};
use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::interface::InterfaceWords;
use crate::language::Language;
use crate::manifest::stamps::Stamp;
use crate::manifest::store::ManifestStore;
use crate::manifest::verify::REPORT;
use crate::pipeline::RunOptions;
use crate::report::{self, FileReport, ReportFormat};
use crate::store::{OutputFolder, Spool, StoreError};
use crate::workers::Workers;

/// Looks until a file whose outputs could not be written is tried again.
const RETRY: u32 = 30;

/// Findings in a report: no colours, and a width that any editor has.
fn plain(asked: ReportFormat) -> ReportFormat {
    ReportFormat::Person(RenderForm::Full { colour: false, width: 100 }, language(asked))
}

/// The language in which a person is told of files.
fn language(asked: ReportFormat) -> Language {
    match asked {
        ReportFormat::Person(_, language) => language,
        _ => Language::English,
    }
}

/// Whoever is told of a watched folder, from the threads that work on its files.
pub(crate) trait Listener: Sync + fmt::Debug {
    /// Takes note of a file that was converted or refused; `findings` are in the form asked for.
    fn done(&self, task: &Task, outcome: &Outcome, findings: &str);
}

/// A folder that is watched.
#[derive(Debug)]
pub(crate) struct Watch<'a, C> {
    /// The inbound folder.
    pub folder: &'a Path,
    /// Where outputs go.
    pub store: &'a OutputFolder,
    /// What converts a file.
    pub converter: &'a C,
    /// How.
    pub options: &'a RunOptions,
    /// Whether outputs get the official names of their documents.
    pub official: bool,
    /// How many files at a time, how long each may take, and whether to end.
    pub workers: Workers<'a>,
    /// What was seen of the files and where each stands.
    pub eye: Eye,
    /// How findings are told to [`Self::onlooker`].
    pub format: ReportFormat,
    /// Who is told of each file that was converted or refused, once its report is written.
    pub onlooker: &'a dyn Listener,
}

/// What looks at folders: which files stand still that were not done yet.
#[derive(Debug, Default)]
pub(crate) struct Eye {
    files: BTreeMap<PathBuf, WatchedFile>,
}

impl Eye {
    /// Looks once at some paths: what has stood still since the look before and is due. `output` is passed
    /// over where it lies in one of them.
    pub(crate) fn look(&mut self, paths: &[PathBuf], output: &Path) -> Listing {
        let mut listing = inputs::list(paths, output);
        let before = std::mem::take(&mut self.files);
        listing.found.retain(|found| {
            let (known, due) = seen(&found.path, before.get(&found.path));
            self.files.insert(found.path.clone(), known);
            due
        });
        listing
    }

    /// Whether a file was there at the last look.
    #[cfg(feature = "review")]
    pub(crate) fn sees(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }

    /// A file is done with until it changes.
    #[cfg(feature = "review")]
    pub(crate) fn done(&mut self, path: &Path) {
        self.settle(path, ArrivalState::Done);
    }

    fn settle(&mut self, path: &Path, state: ArrivalState) {
        if let Some(known) = self.files.get_mut(path) {
            known.state = state;
        }
    }
}

/// A file as it was seen last.
#[derive(Debug, Clone, PartialEq, Eq)]
struct WatchedFile {
    /// The file's stamp and those of its sidecars.
    stamps: [Option<Stamp>; 3],
    state: ArrivalState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ArrivalState {
    /// It has changed since the look before, or is new.
    Moving,
    /// It was taken and is done with until it changes.
    Done,
    /// Its outputs could not be written; so many looks are left until it is tried again.
    Later(u32),
}

impl<C: Converter> Watch<'_, C> {
    /// Looks once, and converts what has stood still since the look before.
    ///
    /// # Errors
    /// Where the folder is not there, or the output folder or its manifest cannot be used. Another
    /// look may have more luck: what was converted is in the journal, and what was not is due still.
    pub(crate) fn look(&mut self) -> Result<(), Refusal> {
        if !self.folder.is_dir() {
            // A share that is gone for a while: what was seen in it stays seen.
            let found = message!("{folder} is not there", folder = self.folder.display());
            return Err(Refusal::new(RefusalKind::Io, found, message!("bring it back; it is watched still")));
        }
        let listing = self.eye.look(&[self.folder.to_owned()], self.store.root());
        if listing.found.is_empty() {
            return Ok(());
        }
        let manifest = ManifestStore::open(self.store.root())?;
        let official = self.official_names(&listing, &manifest)?;
        let tasks = Task::settle(listing, official, &manifest);
        let spool = Spool::new().map_err(|error| fault(error.to_string()))?;
        let outcomes = self.run(&tasks, &manifest, &spool)?;
        for (task, outcome) in tasks.iter().zip(&outcomes) {
            self.settle(task, outcome);
        }
        manifest.close(self.store).map_err(|error| unwritten(&error))
    }

    fn official_names(
        &self,
        listing: &Listing,
        manifest: &ManifestStore,
    ) -> Result<Option<Vec<Official>>, Refusal> {
        let search = NameSearch {
            converter: self.converter,
            options: self.options,
            manifest,
            workers: self.workers.clone(),
        };
        self.official.then(|| search.run(listing)).transpose().map_err(|error| fault(error.to_string()))
    }

    fn run(&self, tasks: &[Task], manifest: &ManifestStore, spool: &Spool) -> Result<Vec<Outcome>, Refusal> {
        let batch = Batch {
            converter: self.converter,
            options: self.options,
            store: self.store,
            manifest,
            force: false,
            format: plain(self.format),
            records: true,
            spool,
            onlooker: &Reporter { store: self.store, spool, format: self.format, next: self.onlooker },
            workers: self.workers.clone(),
        };
        batch.run(tasks).map_err(|error| fault(error.to_string()))
    }

    fn settle(&mut self, task: &Task, outcome: &Outcome) {
        let state = match &outcome.fate {
            Fate::NotWritten(_) => ArrivalState::Later(RETRY),
            Fate::NotStarted => ArrivalState::Moving,
            Fate::Converted | Fate::UpToDate | Fate::Refused(_) => ArrivalState::Done,
        };
        self.eye.settle(&task.path, state);
    }
}

/// Writes the report of each file as soon as it is done, beside its outputs: somebody who sent
/// thousands at once need not wait for the last.
#[derive(Debug)]
struct Reporter<'a> {
    store: &'a OutputFolder,
    spool: &'a Spool,
    format: ReportFormat,
    next: &'a dyn Listener,
}

impl Reporter<'_> {
    /// The findings of a file in the form asked for; `plain` is the form of the report.
    fn findings(&self, task: &Task, outcome: &Outcome, plain: String) -> String {
        if let ReportFormat::Person(RenderForm::Full { .. }, _) = self.format {
            return plain;
        }
        let record =
            self.spool.get(outcome.spooled.kept.unwrap_or(outcome.spooled.record)).unwrap_or_default();
        let FileReport { findings, waived, .. } = FileReport::read(&record, true);
        report::of_file(self.format, &task.known, &findings, &waived, None)
    }
}

impl Onlooker for Reporter<'_> {
    fn done(&self, task: &Task, outcome: &Outcome, _: u64) {
        if let Fate::UpToDate | Fate::NotStarted = outcome.fate {
            return;
        }
        let findings = self.spool.get(outcome.spooled.shown).unwrap_or_default();
        let text = format!("{}{findings}", head(task, outcome, language(self.format)));
        let name = format!("{}{REPORT}", task.name.stem);
        // The disk that has no room for it has refused the outputs too, and that is told.
        let _ = self.store.put(&[(name, text.as_bytes())]);
        self.next.done(task, outcome, &self.findings(task, outcome, findings));
    }
}

/// What a file looks like now, and whether it is to be taken.
fn seen(path: &Path, before: Option<&WatchedFile>) -> (WatchedFile, bool) {
    let stamp = |path: &Path| fs::symlink_metadata(path).ok().map(|file| Stamp::of(&file));
    let stamps =
        [stamp(path), stamp(&path.with_extension("toml")), stamp(&path.with_extension("review.toml"))];
    let (state, due) = match before.filter(|known| known.stamps == stamps).map(|known| known.state) {
        None => (ArrivalState::Moving, false),
        Some(ArrivalState::Moving | ArrivalState::Later(0)) => (ArrivalState::Moving, true),
        Some(ArrivalState::Later(looks)) => (ArrivalState::Later(looks - 1), false),
        Some(ArrivalState::Done) => (ArrivalState::Done, false),
    };
    (WatchedFile { stamps, state }, due)
}

/// The head of a report: what became of the file.
fn head(task: &Task, outcome: &Outcome, language: Language) -> String {
    let words = InterfaceWords(language);
    match &outcome.fate {
        Fate::Refused(refusal) => render::refusal(&task.known, &words.refusal(refusal)),
        Fate::NotWritten(refusal) => render::not_written(&task.known, &words.refusal(refusal)),
        _ => {
            let account = &outcome.account;
            format!(
                "{}: converted to {}\n{} characters read: {} in the document, {} set aside\n\n",
                visible(&task.known),
                visible(&outcome.written(task)),
                grouped(account.input),
                grouped(account.document),
                grouped(account.set_aside)
            )
        }
    }
}

fn unwritten(error: &StoreError) -> Refusal {
    error.refusal()
}

fn fault(message: String) -> Refusal {
    Refusal::new(
        RefusalKind::Io,
        Message::foreign(message),
        message!("make room in the system's folder for passing files (TMPDIR)"),
    )
}
