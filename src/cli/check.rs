//! `itudoc check`: the checks, without a conversion.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::materials::Materials;
use super::tally::{Told, sum_up};
use super::{Failure, out};
use crate::batch::inputs::{self, Found};
use crate::batch::names;
use crate::batch::shown::{self, Format};
use crate::batch::summary::DONE;
use crate::batch::together::together;
use crate::batch::{internal, panics, sidecar};
use crate::check;
use crate::check::severity::Mode;
use crate::diagnostics::render::{self, Look, visible};
use crate::diagnostics::{Finding, Refusal, RefusalKind, Severity};
use crate::language::Language;
use crate::pipeline::{Conversion, Engine, Examination, RunOptions};
use crate::source::SourceFormat;
use crate::store;
use crate::write::html::{self, Sheet};
use crate::write::report::{self, FindingRecord};

/// Check files and folders for what document control would ask
#[derive(Debug, Args)]
#[command(after_help = "Exit status: 0 no finding at or above --fail-on, 1 some, 2 could not run.")]
pub(super) struct Arguments {
    /// Files and folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// What the check is for: registering a contribution, publishing a document, putting it away
    #[arg(long, value_enum, default_value = "publish", value_name = "MODE")]
    mode: Purpose,
    /// Only these rules: codes, or the beginnings of codes (REF, STR002)
    #[arg(long, value_delimiter = ',', value_name = "CODE")]
    select: Vec<String>,
    /// Not these rules
    #[arg(long, value_delimiter = ',', value_name = "CODE")]
    ignore: Vec<String>,
    /// The least severity that makes the exit status 1
    #[arg(long, value_enum, default_value = "warning", value_name = "SEVERITY")]
    fail_on: FailOn,
    /// How to show findings
    #[arg(long, value_enum, default_value = "human", value_name = "FORMAT")]
    output_format: Shown,
    /// Count findings by rule instead of showing them
    #[arg(long)]
    statistics: bool,
    /// Put the layout of text files right (broken lines, stray spaces) in a copy NAME.fixed.txt
    #[arg(long)]
    fix: bool,
    /// With --fix: change the files themselves
    #[arg(long, requires = "fix")]
    in_place: bool,
    /// Write NAME.review.toml beside each file, for marks to be decided and findings to be waived
    #[arg(long)]
    write_review: bool,
    /// Write a review sheet for each file: findings, marks, the input beside what was made of it
    #[arg(long, value_enum, value_name = "KIND")]
    to: Option<Page>,
    /// Folder for the review sheets; beside each file where none is given
    #[arg(short, long, requires = "to", value_name = "DIR")]
    output: Option<PathBuf>,
    /// Official form to judge by; chosen from the text where none is given
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
    /// Language of the documents (ar, zh, en, fr, ru, es); found from the text where none is given
    #[arg(long, value_name = "LANG")]
    lang: Option<Language>,
    #[command(flatten)]
    materials: Materials,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Purpose {
    Intake,
    Publish,
    Archive,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Page {
    /// NAME.html
    Html,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FailOn {
    Note,
    Warning,
    Error,
    Never,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shown {
    Human,
    Short,
    Json,
    Jsonl,
    Sarif,
    Github,
}

impl From<Shown> for Format {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Human => out::full(),
            Shown::Short => Format::Person(Look::Short),
            Shown::Json => Format::Json,
            Shown::Jsonl => Format::JsonLines,
            Shown::Sarif => Format::Sarif,
            Shown::Github => Format::Github,
        }
    }
}

/// A file to check.
struct Task<'a> {
    found: &'a Found,
    /// What outputs of it are called, unlike all others.
    stem: String,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        self.known_codes()?;
        let engine = self.materials.engine()?;
        if let Some(name) = &self.template {
            engine.templates.get(name).map_err(|refusal| Failure::new(refusal.found, refusal.advice))?;
        }
        let listing = inputs::list(&self.paths, Path::new(""));
        if listing.found.is_empty() {
            let seen = listing.passed_over.len();
            let found = format!("no file to check was found; {seen} were passed over");
            return Err(Failure::new(found, "name a folder of contributions, or files"));
        }
        let asked: Vec<names::Asked<'_>> =
            listing.found.iter().map(|found| names::Asked { name: &found.name, official: None }).collect();
        let stems = names::settle(&asked, &BTreeMap::new());
        let task = |(found, settled): (_, names::Settled)| Task { found, stem: settled.stem };
        let tasks: Vec<Task<'_>> = listing.found.iter().zip(stems).map(task).collect();
        let told = self.all(&engine, &tasks, Format::from(self.output_format))?;
        sum_up(&told, self.statistics)?;
        Ok(self.status(&told))
    }

    /// Checks the files a few at a time, and shows each group when it is done, in order.
    fn all(&self, engine: &Engine, tasks: &[Task<'_>], format: Format) -> Result<Vec<Told>, Failure> {
        const TOGETHER: usize = 64;
        let run = RunOptions {
            template: self.template.clone(),
            language: self.lang,
            mode: self.mode.into(),
            ..RunOptions::default()
        };
        let mut all: Vec<Told> = Vec::with_capacity(tasks.len());
        let mut between = false;
        let show = !self.statistics;
        if show {
            print(&format.head())?;
        }
        for group in tasks.chunks(TOGETHER) {
            let mut told = together(group, |task| self.one(engine, task, &run, format));
            for (one, task) in told.iter_mut().zip(group) {
                let piece = std::mem::take(&mut one.piece);
                if show && !piece.is_empty() {
                    if between {
                        print(format.between())?;
                    }
                    between = true;
                    print(&piece)?;
                }
                if let Some(refusal) = &one.refusal {
                    out::say(&render::refusal(&task.found.path.to_string_lossy(), refusal));
                }
                one.written.iter().for_each(|line| out::say(line));
            }
            all.append(&mut told);
        }
        if show {
            print(format.tail())?;
        }
        Ok(all)
    }

    fn one(&self, engine: &Engine, task: &Task<'_>, run: &RunOptions, format: Format) -> Told {
        let found = task.found;
        let mut told = Told::default();
        let examined = panics::caught(|| self.examined(engine, found, run))
            .unwrap_or_else(|message| Err(internal(&message)));
        let result = examined.and_then(|examination| {
            self.write(engine, task, &examination, &mut told)?;
            Ok(examination)
        });
        match result {
            Ok(examination) => self.tell(found, examination, format, &mut told),
            Err(refusal) => told.refusal = Some(refusal),
        }
        told
    }

    fn examined(&self, engine: &Engine, found: &Found, run: &RunOptions) -> Result<Examination, Refusal> {
        found.size.clone()?;
        let bytes = fs::read(&found.path).map_err(|error| io(&error))?;
        let name = found.path.file_name().unwrap_or_default().to_string_lossy();
        let file = sidecar::options(&found.path, &engine.registry)?;
        engine.examine(&name, &bytes, run, &file)
    }

    /// Writes what was asked for beside the file: the layout put right, the review file.
    fn write(
        &self,
        engine: &Engine,
        task: &Task<'_>,
        examination: &Examination,
        told: &mut Told,
    ) -> Result<(), Refusal> {
        let found = task.found;
        if self.write_review {
            let path = beside(&found.path, "review.toml");
            put(&path, examination.review_file().as_bytes(), told)?;
        }
        if self.to.is_some() {
            let page = html::write(&sheet(examination), &engine.registry);
            put(&self.sheet_path(task), &page, told)?;
        }
        if !self.fix {
            return Ok(());
        }
        if !matches!(examination.reading.format, SourceFormat::Text { .. }) {
            told.written.push(format!("{}: not fixed; only plain text is\n", shown_path(&found.path)));
            return Ok(());
        }
        let (text, places) =
            check::fix::layout(&examination.reading, &examination.findings, &engine.registry);
        if places > 0 {
            let path = if self.in_place { found.path.clone() } else { beside(&found.path, "fixed.txt") };
            if self.in_place
                && fs::read(&path).map_err(|error| io(&error))? != examination.reading.text.as_bytes()
            {
                // Written back, it would have another encoding or lose its byte order mark.
                let said = "not fixed in place; the file is not plain UTF-8, so use --fix alone";
                told.written.push(format!("{}: {said}\n", shown_path(&path)));
                return Ok(());
            }
            put(&path, text.as_bytes(), told)?;
            let said = if places == 1 { "1 place was" } else { &format!("{places} places were") };
            told.written.push(format!("{}: {said} put right\n", shown_path(&found.path)));
        }
        Ok(())
    }

    /// Where a file's review sheet goes: under the name that a conversion's outputs would have.
    fn sheet_path(&self, task: &Task<'_>) -> PathBuf {
        let stem = Path::new(&task.stem);
        match &self.output {
            Some(folder) => folder.join(format!("{}.html", stem.display())),
            None => {
                let name = stem.file_name().unwrap_or_default().to_string_lossy();
                task.found.path.with_file_name(format!("{name}.html"))
            }
        }
    }

    fn tell(&self, found: &Found, examination: Examination, format: Format, told: &mut Told) {
        let Examination { reading, mut findings, waived, .. } = examination;
        findings.retain(|finding| self.wanted(finding));
        told.waived = waived.len();
        told.worst = findings.iter().map(|finding| finding.severity).max();
        for finding in &findings {
            *told.counts.entry(finding.rule.code).or_default() += 1;
        }
        if self.statistics {
            return;
        }
        let mut records = report::findings(&reading.text, &findings);
        if format == Format::Sarif {
            // SARIF has a form for what was waived; the others leave it out.
            let waived: Vec<Finding> = waived.into_iter().filter(|finding| self.wanted(finding)).collect();
            let suppressed = report::findings(&reading.text, &waived);
            records.extend(suppressed.into_iter().map(|record| FindingRecord { waived: true, ..record }));
        }
        let conversion = Conversion { findings, text: reading.text, ..Conversion::default() };
        told.piece = shown::piece(format, &found.path.to_string_lossy(), &conversion, &records);
    }

    fn wanted(&self, finding: &Finding) -> bool {
        let named = |list: &[String]| list.iter().any(|code| is_prefix(code, finding.rule.code));
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    /// Refuses codes that no rule has: a typing error must not hide findings.
    fn known_codes(&self) -> Result<(), Failure> {
        let rules = check::all();
        for code in self.select.iter().chain(&self.ignore) {
            if !rules.iter().any(|rule| is_prefix(code, rule.code)) {
                let found = format!("no rule's code begins with {code}");
                return Err(Failure::new(found, "`itudoc rule` lists all rules"));
            }
        }
        Ok(())
    }

    /// A file that could not be checked may hide anything: it counts as an error.
    fn status(&self, told: &[Told]) -> u8 {
        const FOUND: u8 = 1;
        const NOT_ALL: u8 = 2;
        let least = match self.fail_on {
            FailOn::Note => Some(Severity::Information),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Error => Some(Severity::Error),
            FailOn::Never => None,
        };
        if told.iter().any(|one| one.refusal.is_some()) {
            return NOT_ALL;
        }
        let grave = |one: &Told| least.is_some_and(|least| one.worst.is_some_and(|worst| worst >= least));
        if told.iter().any(grave) { FOUND } else { DONE }
    }
}

impl From<Purpose> for Mode {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Intake => Mode::Intake,
            Purpose::Publish => Mode::Publish,
            Purpose::Archive => Mode::Archive,
        }
    }
}

fn sheet(examination: &Examination) -> Sheet<'_> {
    Sheet {
        name: &examination.reading.name,
        text: &examination.reading.text,
        submission: &examination.reading.submission,
        recovery: &examination.reading.recovery,
        findings: &examination.findings,
        waived: &examination.waived,
        template: &examination.template,
    }
}

fn is_prefix(prefix: &str, code: &str) -> bool {
    code.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// `NAME.ending` beside `NAME.docx`.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}.{ending}"))
}

fn put(path: &Path, bytes: &[u8], told: &mut Told) -> Result<(), Refusal> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| io(&error))?;
    }
    store::write_whole(path, bytes)
        .map_err(|error| Refusal::new(RefusalKind::Io, error.to_string(), error.advice()))?;
    told.written.push(format!("wrote {}\n", shown_path(path)));
    Ok(())
}

fn shown_path(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

fn io(error: &std::io::Error) -> Refusal {
    Refusal::new(RefusalKind::Io, format!("it cannot be read: {error}"), "check the path and its permissions")
}

pub(super) fn print(text: &str) -> Result<(), Failure> {
    out::print(text)
        .map_err(|error| Failure::new(format!("standard output: {error}"), "check where it leads"))
}
