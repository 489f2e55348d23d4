//! Something that converts, for tests of all that is around the conversion: what it makes tells
//! whether it is whole, and what it is told to do stands in the input.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::batch::official::NameSearch;
use crate::batch::progress::Progress;
use crate::batch::{self, Converter, Outcome, Task, inputs, summary};
use crate::compose::OfficialName;
use crate::diagnostics::{Finding, Message, Refusal, RefusalKind, Rule, Severity, message};
use crate::manifest::Recipe;
use crate::manifest::recipe::Why;
use crate::manifest::store::{ManifestStore, Standing};
use crate::pipeline::{Account, Conversion, DocumentName, FileOptions, OutputKind, Profile, RunOptions};
use crate::report::ReportFormat;
use crate::store::{OutputFolder, Spool, StoreError};
use crate::text::Span;
use crate::workers::{Interrupt, Workers};
use sha2::{Digest, Sha256};

pub static RULE: Rule = Rule {
    code: "TST001",
    name: "sample",
    severity: Severity::Warning,
    what: "The word WARN.",
    why: "It is there to be found.",
    example: "WARN",
    remedy: "Take it out.",
    source: "tests",
};

/// Copies the input to each output, below a line that says how long it is and what it hashes to.
#[derive(Debug, Default)]
pub struct Copier {
    /// Asked to end when a file with STOP is met.
    pub interrupt: Interrupt,
    /// Stands for the state of the template that files with OTHER are made by.
    pub other_template: String,
    /// Stands for the state of the registry.
    pub materials: String,
    /// How many files were asked for their official names.
    pub named: AtomicUsize,
    /// Stands for another build of the program.
    pub build: String,
    /// How many files were converted.
    pub converted: AtomicUsize,
}

impl Converter for Copier {
    fn convert(
        &self,
        name: &str,
        bytes: &[u8],
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<Conversion, Refusal> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if text.trim().is_empty() {
            return Err(Refusal::new(
                RefusalKind::Empty,
                Message::foreign("there is no text in it"),
                Message::foreign("send it again"),
            ));
        }
        file.budget.before("it was copied")?;
        assert!(!text.contains("PANIC"), "told to panic by {name}");
        self.converted.fetch_add(1, Ordering::SeqCst);
        if text.contains("STOP") {
            self.interrupt.ask();
        }
        let times = text.strip_prefix("TIMES ").and_then(|rest| rest.split_whitespace().next()?.parse().ok());
        let make = |kind: OutputKind| (kind, sealed(kind, &text.repeat(times.unwrap_or(1))));
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        let warned =
            text.find("WARN").map(|at| Finding::new(&RULE, Span::new(at, at + 4), message!("It says WARN.")));
        Ok(Conversion {
            outputs: run.outputs.iter().copied().map(make).collect(),
            account: Account { input: count, document: count, ..Account::default() },
            findings: warned.into_iter().collect(),
            waived: Vec::new(),
            profile: Profile {
                official: official(&text),
                template: if text.contains("OTHER") { "other" } else { "copy" }.to_owned(),
                ..Profile::default()
            },
            text,
            ..Conversion::default()
        })
    }

    /// A file is officially called what stands behind NAME in it.
    fn name(&self, _: &str, bytes: &[u8], _: &RunOptions, _: &FileOptions) -> Result<DocumentName, Refusal> {
        self.named.fetch_add(1, Ordering::SeqCst);
        let text = String::from_utf8_lossy(bytes);
        Ok(DocumentName { template: "copy".to_owned(), official: official(&text) })
    }

    fn recipe(&self, template: &str, run: &RunOptions, file: &FileOptions) -> Option<Recipe> {
        Some(Recipe {
            itudoc: format!("test{}", self.build),
            options: run.recipe(file),
            template: template.to_owned(),
            template_sha256: if template == "other" { self.other_template.clone() } else { String::new() },
            materials_sha256: self.materials.clone(),
        })
    }
}

fn official(text: &str) -> Result<OfficialName, Message> {
    let word = text.split_once("NAME ").and_then(|(_, rest)| rest.split_whitespace().next());
    let word = word
        .ok_or_else(|| message!("{called} is not known", called => message!("the number of the document")))?;
    Ok(OfficialName { word: format!("{word}!MSW"), pdf: format!("{word}!PDF") })
}

/// A body with a first line that any loss would belie.
pub fn sealed(kind: OutputKind, body: &str) -> Vec<u8> {
    format!("{} {} {}\n{body}", kind.extension(), body.len(), seal(body.as_bytes())).into_bytes()
}

/// Whether a sealed output is whole.
pub fn whole(bytes: &[u8]) -> bool {
    let Some(end) = bytes.iter().position(|b| *b == b'\n') else { return false };
    let (head, body) = (String::from_utf8_lossy(&bytes[..end]), &bytes[end + 1..]);
    head.split(' ').skip(1).eq([body.len().to_string(), seal(body)])
}

fn seal(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// All kinds of output.
pub fn options() -> RunOptions {
    RunOptions { outputs: OutputKind::DEFAULT.to_vec(), ..RunOptions::default() }
}

/// A finished batch.
pub struct Ran {
    pub tasks: Vec<Task>,
    pub outcomes: Vec<Outcome>,
    pub spool: Spool,
}

/// A batch in the making.
pub struct Batch<'a> {
    pub copier: Copier,
    pub options: RunOptions,
    pub output: &'a Path,
    pub jobs: usize,
    pub time_limit: Duration,
    pub force: bool,
    pub official: bool,
    pub format: ReportFormat,
}

impl<'a> Batch<'a> {
    pub fn new(output: &'a Path) -> Self {
        Self {
            copier: Copier::default(),
            options: options(),
            output,
            jobs: 2,
            time_limit: Duration::from_secs(3600),
            force: false,
            official: false,
            format: ReportFormat::Summary,
        }
    }

    /// Runs it as `convert` does.
    pub fn run(&self, paths: &[PathBuf]) -> Ran {
        let store = opened(self.output);
        let manifest = ManifestStore::open(self.output).unwrap();
        let mut tasks = self.tasks(paths, &manifest);
        tasks.iter_mut().for_each(|task| task.shown = task.known.to_string());
        let spool = Spool::new().unwrap();
        let run = batch::Batch {
            converter: &self.copier,
            options: &self.options,
            store: &store,
            manifest: &manifest,
            records: true,
            force: self.force,
            format: self.format,
            spool: &spool,
            onlooker: &Progress::new(tasks.len(), 1, true),
            workers: self.workers(),
        };
        let outcomes = run.run(&tasks).unwrap();
        manifest.close(&store).unwrap();
        Ran { tasks, outcomes, spool }
    }

    fn workers(&self) -> Workers<'_> {
        let time_limit = Some(self.time_limit);
        Workers { jobs: self.jobs, time_limit, interrupt: &self.copier.interrupt }
    }

    fn tasks(&self, paths: &[PathBuf], manifest: &ManifestStore) -> Vec<Task> {
        let listing = inputs::list(paths, self.output);
        let search =
            NameSearch { converter: &self.copier, options: &self.options, manifest, workers: self.workers() };
        let official = self.official.then(|| search.run(&listing).unwrap());
        Task::settle(listing, official, manifest)
    }

    /// Why each file would be converted; nothing for one that is up to date.
    pub fn due(&self, paths: &[PathBuf]) -> Vec<(String, Option<Why>)> {
        let due = |standing| match standing {
            Ok(Standing::UpToDate(_)) => None,
            Ok(Standing::Due(why)) => Some(why),
            Err(refusal) => panic!("{refusal:?}"),
        };
        self.standings(paths).into_iter().map(|(name, standing)| (name, due(standing))).collect()
    }

    /// What a rehearsal says of each file.
    pub fn foretold(&self, paths: &[PathBuf]) -> Vec<(String, &'static str)> {
        let fate = |standing| match standing {
            Ok(Standing::UpToDate(_)) => "up to date",
            Ok(Standing::Due(_)) => "converted",
            Err(_) => "refused",
        };
        self.standings(paths).into_iter().map(|(name, standing)| (name, fate(standing))).collect()
    }

    fn standings(&self, paths: &[PathBuf]) -> Vec<(String, Result<Standing, Refusal>)> {
        let manifest = ManifestStore::open(self.output).unwrap();
        let tasks = self.tasks(paths, &manifest);
        let standing =
            |task: &Task| batch::standing(&manifest, &self.copier, &self.options, task, self.force);
        tasks.iter().map(|task| (task.known.to_string(), standing(task))).collect()
    }
}

/// Opens an output folder that the run before may seem to hold still: a process that another test
/// starts meanwhile has every open file, locks with them, until it becomes another program.
pub fn opened(output: &Path) -> OutputFolder {
    for _ in 0..500 {
        match OutputFolder::open(output) {
            Err(StoreError::Locked { .. }) => std::thread::sleep(Duration::from_millis(10)),
            opened => return opened.unwrap(),
        }
    }
    panic!("{} stays locked", output.display());
}

/// Runs a batch with the copier.
pub fn run(paths: &[PathBuf], output: &Path, jobs: usize) -> Ran {
    Batch { jobs, ..Batch::new(output) }.run(paths)
}

/// What a batch shows of its findings.
pub fn shown(paths: &[PathBuf], output: &Path, format: ReportFormat) -> String {
    let ran = Batch { format, force: true, ..Batch::new(output) }.run(paths);
    let mut text = String::new();
    let write = |piece: &str| {
        text.push_str(piece);
        Ok(())
    };
    summary::findings(write, format, &ran.outcomes, &ran.spool).unwrap();
    text
}

/// Every file below a folder with its bytes, what is ours apart.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                if name != ".itudoc" {
                    folders.push(path);
                }
            } else {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// A fresh folder with files of the given names and texts in `in`.
pub fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let (input, output) = (temp.path().join("in"), temp.path().join("out"));
    fs::create_dir(&input).unwrap();
    for (name, text) in files {
        let path = input.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    (temp, input, output)
}
