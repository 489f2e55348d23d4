//! `itudoc check`: the checks, without a conversion.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::context::CommandContext;
use super::given::{TypedSettings, WHERE_FROM};
use super::out::FindingsPage;
use super::places::{self, STREAM};
use super::stream::StandardInput;
use super::tally::{FileTally, sum_up};
use super::{Failure, listen, no_threads, out};
use crate::batch::inputs::{self, Discovered};
use crate::batch::internal;
use crate::batch::summary::{DONE, INTERRUPTED};
use crate::budget::Budget;
use crate::check;
use crate::diagnostics::render::{self, visible};
use crate::diagnostics::{Finding, Refusal, RefusalKind, message};
use crate::files;
use crate::limits;
use crate::manifest::names::{self, NameRequest, OutputNames};
use crate::pipeline::{Examination, FileOptions};
use crate::report::record;
use crate::report::{self, ReportFormat};
use crate::rules;
use crate::settings::choices::{FailOn, FindingsForm};
use crate::settings::{CHECK, ListOf, Settled};
use crate::source::SourceFormat;
use crate::store;
use crate::workers::{Interrupt, Work};
use crate::write::html;

/// Check files and folders for what document control would ask
#[derive(Debug, Args)]
#[command(after_help = format!("{STATUS}\n\n{WHERE_FROM}"))]
pub(super) struct Arguments {
    /// Files and folders; - reads standard input
    #[arg(required_unless_present = "show-settings")]
    paths: Vec<PathBuf>,
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
    #[arg(long, value_enum, ignore_case = true, value_name = "KIND")]
    to: Option<ReportPage>,
    /// Folder for the review sheets; beside each file where none is given
    #[arg(short, long, requires = "to", value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    given: TypedSettings<CHECK>,
}

const STATUS: &str = "Exit status: 0 no finding at or above --fail-on, 1 some, 2 could not run.";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ReportPage {
    /// NAME.html
    Html,
}

/// A file to check.
struct CheckTask<'a> {
    found: &'a Discovered,
    /// What outputs of it are called, unlike all others.
    stem: String,
}

impl Arguments {
    pub(super) fn run(mut self) -> Result<u8, Failure> {
        let Some(settled) = self.given.settle_or_show()? else { return Ok(DONE) };
        known_codes(&settled)?;
        let input = self.standard_input()?;
        let listing = inputs::list(&self.paths, Path::new(""));
        if listing.found.is_empty() {
            return Err(places::nothing_found("check", &self.paths, &listing.passed_over));
        }
        let context = CommandContext::new(settled)?;
        let asked: Vec<NameRequest<'_>> =
            listing.found.iter().map(|found| NameRequest { name: &found.name, official: None }).collect();
        let stems = names::settle(&asked, &BTreeMap::new());
        let task = |(found, settled): (_, OutputNames)| CheckTask { found, stem: settled.stem };
        let tasks: Vec<CheckTask<'_>> = listing.found.iter().zip(stems).map(task).collect();
        let format = context.format(FindingsForm::Human);
        let check = Check { arguments: &self, context: &context, format, input };
        let told = check.all(&tasks)?;
        sum_up(&told, self.statistics)?;
        Ok(if told.len() < tasks.len() { INTERRUPTED } else { check.status(&told) })
    }
}

impl Arguments {
    /// Looks at the paths before any work, and reads standard input where it is among them.
    fn standard_input(&mut self) -> Result<StandardInput, Failure> {
        places::inputs_exist(&self.paths)?;
        if let Some(folder) = &self.output {
            places::can_be_folder(folder, "-o")?;
        }
        let writes_beside = self.fix || self.write_review || (self.to.is_some() && self.output.is_none());
        if writes_beside && self.paths.iter().any(|path| path == Path::new(STREAM)) {
            let found = "nothing can be written beside standard input";
            return Err(Failure::new(found, "save the text as a file and name that"));
        }
        StandardInput::among(&mut self.paths)
    }
}

/// A check with everything about it settled.
struct Check<'a> {
    arguments: &'a Arguments,
    context: &'a CommandContext,
    format: ReportFormat,
    input: StandardInput,
}

impl Check<'_> {
    /// Checks the files, and shows each as soon as it and those before it are done.
    fn all(&self, tasks: &[CheckTask<'_>]) -> Result<Vec<FileTally>, Failure> {
        let interrupt = Interrupt::default();
        listen(&interrupt);
        let work = Work {
            work: |task: &CheckTask<'_>, budget| self.one(task, budget),
            panicked: |_: &CheckTask<'_>, message: &str| FileTally {
                refusal: Some(internal(message)),
                ..FileTally::default()
            },
        };
        let mut page = FindingsPage::new(self.format, !self.arguments.statistics);
        page.begin()?;
        let mut all: Vec<FileTally> = Vec::with_capacity(tasks.len());
        let mut printed = Ok(());
        let mut files = tasks.iter();
        let hand_on = |told: Option<FileTally>| {
            let Some((mut told, task)) = told.zip(files.next()) else { return };
            if printed.is_ok() {
                printed = page.add(&std::mem::take(&mut told.piece));
            }
            if printed.is_err() {
                interrupt.ask();
            }
            told.say(&self.input.shown(&task.found.path));
            all.push(told);
        };
        self.context.workers(&interrupt).in_order(tasks, &work, hand_on).map_err(no_threads)?;
        printed?;
        page.end()?;
        Ok(all)
    }

    fn one(&self, task: &CheckTask<'_>, budget: Budget) -> FileTally {
        let found = task.found;
        let mut told = FileTally::default();
        let result = self.examined(found, budget).and_then(|examination| {
            self.write(task, &examination, &mut told)?;
            Ok(examination)
        });
        match result {
            Ok(examination) => self.tell(found, examination, &mut told),
            Err(refusal) => told.refusal = Some(refusal),
        }
        told
    }

    fn examined(&self, found: &Discovered, budget: Budget) -> Result<Examination, Refusal> {
        found.size.clone()?;
        let bytes = read(&found.path)?;
        let name = found.path.file_name().unwrap_or_default().to_string_lossy();
        let options = FileOptions { budget, ..self.context.file_options(&found.path)? };
        self.context.engine.examine(&name, &bytes, &self.context.options, &options)
    }

    /// Writes what was asked for beside the file: the layout put right, the review file.
    fn write(
        &self,
        task: &CheckTask<'_>,
        examination: &Examination,
        told: &mut FileTally,
    ) -> Result<(), Refusal> {
        let found = task.found;
        if self.arguments.write_review {
            let path = beside(&found.path, "review.toml");
            put(&path, examination.review_file().as_bytes(), told)?;
        }
        if self.arguments.to.is_some() {
            let page = html::write(&examination.sheet(out::words()), &self.context.engine.registry);
            put(&self.sheet_path(task), &page, told)?;
        }
        if !self.arguments.fix {
            return Ok(());
        }
        if !matches!(examination.reading.format, SourceFormat::Text { .. }) {
            told.written.push(format!("{}: not fixed; only plain text is\n", shown_path(&found.path)));
            return Ok(());
        }
        let (text, places) =
            check::fix::layout(&examination.reading, &examination.findings, &self.context.engine.registry);
        if places > 0 {
            let path =
                if self.arguments.in_place { found.path.clone() } else { beside(&found.path, "fixed.txt") };
            if self.arguments.in_place && read(&path)? != examination.reading.text.as_bytes() {
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
    fn sheet_path(&self, task: &CheckTask<'_>) -> PathBuf {
        let stem = Path::new(&task.stem);
        match &self.arguments.output {
            Some(folder) => folder.join(format!("{}.html", stem.display())),
            None => {
                let name = stem.file_name().unwrap_or_default().to_string_lossy();
                task.found.path.with_file_name(format!("{name}.html"))
            }
        }
    }

    fn tell(&self, found: &Discovered, examination: Examination, told: &mut FileTally) {
        let Examination { reading, mut findings, waived, .. } = examination;
        findings.retain(|finding| self.wanted(finding));
        told.waived = waived.len();
        told.worst = findings.iter().map(|finding| finding.severity).max();
        for finding in &findings {
            *told.counts.entry(finding.rule.code).or_default() += 1;
        }
        if self.arguments.statistics {
            return;
        }
        let records = record::findings(&reading.text, &findings);
        let waived: Vec<Finding> = waived.into_iter().filter(|finding| self.wanted(finding)).collect();
        let waived = record::waived(&reading.text, &waived);
        let file = self.input.shown(&found.path);
        told.piece = report::of_file(self.format, &file, &records, &waived, Some(&reading.text));
    }

    fn wanted(&self, finding: &Finding) -> bool {
        let settings = self.context.settings();
        let named = |list: &ListOf<String>| list.0.iter().any(|code| is_prefix(code, finding.rule.code));
        settings.select.as_ref().is_none_or(named) && !settings.ignore.as_ref().is_some_and(named)
    }

    /// A file that could not be checked may hide anything: it counts as an error.
    fn status(&self, told: &[FileTally]) -> u8 {
        const FOUND: u8 = 1;
        const NOT_ALL: u8 = 2;
        let least = self.context.settings().fail_on.unwrap_or(FailOn::Warning).least();
        if told.iter().any(|one| one.refusal.is_some()) {
            return NOT_ALL;
        }
        let grave =
            |one: &FileTally| least.is_some_and(|least| one.worst.is_some_and(|worst| worst >= least));
        if told.iter().any(grave) { FOUND } else { DONE }
    }
}

impl FileTally {
    /// Says what became of a file besides its findings.
    fn say(&self, name: &str) {
        if let Some(refusal) = &self.refusal {
            out::say(&render::refusal(name, &out::words().refusal(refusal)));
        }
        self.written.iter().for_each(|line| out::say(line));
    }
}

/// Refuses codes that no rule has: a typing error must not hide findings.
fn known_codes(settled: &Settled) -> Result<(), Failure> {
    let rules = rules::all();
    for (key, codes) in [("select", &settled.settings.select), ("ignore", &settled.settings.ignore)] {
        for code in codes.iter().flat_map(|codes| &codes.0) {
            if !rules.iter().any(|rule| is_prefix(code, rule.code)) {
                let found = format!("{}: no rule's code begins with {code}", settled.given_by(key));
                return Err(Failure::new(found, "`itudoc rule` lists all rules"));
            }
        }
    }
    Ok(())
}

fn is_prefix(prefix: &str, code: &str) -> bool {
    code.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// `NAME.ending` beside `NAME.docx`.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}.{ending}"))
}

fn put(path: &Path, bytes: &[u8], told: &mut FileTally) -> Result<(), Refusal> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| io(&error))?;
    }
    store::write_whole(path, bytes).map_err(|error| error.refusal())?;
    told.written.push(format!("wrote {}\n", shown_path(path)));
    Ok(())
}

fn shown_path(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// The bytes of an input.
fn read(path: &Path) -> Result<Vec<u8>, Refusal> {
    Ok(files::read(path, limits::INPUT_BYTES).map_err(|error| error.refusal())?.bytes)
}

fn io(error: &std::io::Error) -> Refusal {
    Refusal::new(
        RefusalKind::Io,
        message!("it cannot be read: {error}", error),
        message!("check the path and its permissions"),
    )
}
