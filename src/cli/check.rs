//! `itudoc check`: the checks, without a conversion.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::workshop::Materials;
use super::{Failure, out};
use crate::batch::inputs::{self, Found};
use crate::batch::shown::{self, Format};
use crate::batch::summary::DONE;
use crate::batch::together::together;
use crate::batch::{internal, panics, sidecar};
use crate::check::severity::Mode;
use crate::check::{self, Examination, examine};
use crate::convert::{Conversion, Options, Workshop};
use crate::diagnostics::render::{self, Look, severity_name, visible};
use crate::diagnostics::{Finding, Refusal, RefusalKind, Severity};
use crate::language::Language;
use crate::source::SourceFormat;
use crate::store;
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

/// What is told of one file.
#[derive(Default)]
struct Told {
    /// Its findings as they are shown.
    piece: String,
    /// Findings by code.
    counts: BTreeMap<&'static str, usize>,
    worst: Option<Severity>,
    waived: usize,
    refusal: Option<Refusal>,
    /// What was written beside it.
    written: Vec<String>,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        self.known_codes()?;
        let workshop = self.materials.workshop()?;
        if let Some(name) = &self.template {
            workshop.templates.get(name).map_err(|refusal| Failure::new(refusal.found, refusal.advice))?;
        }
        let listing = inputs::list(&self.paths, Path::new(""));
        if listing.found.is_empty() {
            let seen = listing.passed_over.len();
            let found = format!("no file to check was found; {seen} were passed over");
            return Err(Failure::new(found, "name a folder of contributions, or files"));
        }
        let format = Format::from(self.output_format);
        let told = self.all(&workshop, &listing.found, format)?;
        self.sum_up(&told)?;
        Ok(self.status(&told))
    }

    /// Checks the files a few at a time, and shows each group when it is done, in order.
    fn all(&self, workshop: &Workshop, found: &[Found], format: Format) -> Result<Vec<Told>, Failure> {
        const TOGETHER: usize = 64;
        let options = Options {
            template: self.template.clone(),
            language: self.lang,
            base: self.materials.base(workshop)?,
            ..Options::default()
        };
        let mut all: Vec<Told> = Vec::with_capacity(found.len());
        let mut between = false;
        let show = !self.statistics;
        if show {
            print(&format.head())?;
        }
        for group in found.chunks(TOGETHER) {
            let mut told = together(group, |found| self.one(workshop, found, &options, format));
            for (one, file) in told.iter_mut().zip(group) {
                let piece = std::mem::take(&mut one.piece);
                if show && !piece.is_empty() {
                    if between {
                        print(format.between())?;
                    }
                    between = true;
                    print(&piece)?;
                }
                if let Some(refusal) = &one.refusal {
                    out::say(&render::refusal(&file.path.to_string_lossy(), refusal));
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

    fn one(&self, workshop: &Workshop, found: &Found, options: &Options, format: Format) -> Told {
        let mut told = Told::default();
        let examined = panics::caught(|| self.examined(workshop, found, options))
            .unwrap_or_else(|message| Err(internal(&message)));
        let result = examined.and_then(|examination| {
            self.write(workshop, found, &examination, &mut told)?;
            Ok(examination)
        });
        match result {
            Ok(examination) => self.tell(found, examination, format, &mut told),
            Err(refusal) => told.refusal = Some(refusal),
        }
        told
    }

    fn examined(
        &self,
        workshop: &Workshop,
        found: &Found,
        options: &Options,
    ) -> Result<Examination, Refusal> {
        found.size.clone()?;
        let bytes = fs::read(&found.path).map_err(|error| io(&error))?;
        let name = found.path.file_name().unwrap_or_default().to_string_lossy();
        let options = sidecar::options(options, &found.path)?;
        examine(workshop, &name, &bytes, &options, self.mode.into())
    }

    /// Writes what was asked for beside the file: the layout put right, the review file.
    fn write(
        &self,
        workshop: &Workshop,
        found: &Found,
        examination: &Examination,
        told: &mut Told,
    ) -> Result<(), Refusal> {
        if self.write_review {
            let path = beside(&found.path, "review.toml");
            put(&path, &examination.review_file(), told)?;
        }
        if !self.fix {
            return Ok(());
        }
        if !matches!(examination.reading.format, SourceFormat::Text { .. }) {
            told.written.push(format!("{}: not fixed; only plain text is\n", shown_path(&found.path)));
            return Ok(());
        }
        let (text, places) =
            check::fix::layout(&examination.reading, &examination.findings, workshop.registry);
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
            put(&path, &text, told)?;
            let said = if places == 1 { "1 place was" } else { &format!("{places} places were") };
            told.written.push(format!("{}: {said} put right\n", shown_path(&found.path)));
        }
        Ok(())
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

    fn sum_up(&self, told: &[Told]) -> Result<(), Failure> {
        let mut counts: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
        for one in told {
            for (code, count) in &one.counts {
                let entry = counts.entry(code).or_default();
                *entry = (entry.0 + count, entry.1 + 1);
            }
        }
        if self.statistics {
            let mut table = String::new();
            for (code, (findings, files)) in &counts {
                let rule = check::rule(code);
                let (name, severity) =
                    rule.map_or(("", ""), |rule| (rule.name, severity_name(rule.severity)));
                // Writing to a string cannot fail.
                let _ = writeln!(table, "{findings:>7}  in {files:>5} files  {code}  {severity:<7}  {name}");
            }
            print(&table)?;
        }
        let total: usize = counts.values().map(|(findings, _)| findings).sum();
        let waived: usize = told.iter().map(|one| one.waived).sum();
        let refused = told.iter().filter(|one| one.refusal.is_some()).count();
        let mut line = format!("{} checked, {total} found", counted(told.len() - refused, "file"));
        for (count, what) in [(waived, "waived"), (refused, "refused")] {
            if count > 0 {
                let _ = write!(line, ", {count} {what}");
            }
        }
        out::say(&format!("{line}\n"));
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

fn is_prefix(prefix: &str, code: &str) -> bool {
    code.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
}

/// `NAME.ending` beside `NAME.docx`.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{stem}.{ending}"))
}

fn put(path: &Path, text: &str, told: &mut Told) -> Result<(), Refusal> {
    store::write_whole(path, text.as_bytes())
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

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn print(text: &str) -> Result<(), Failure> {
    out::print(text)
        .map_err(|error| Failure::new(format!("standard output: {error}"), "check where it leads"))
}
