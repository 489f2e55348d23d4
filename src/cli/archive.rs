//! `itudoc archive`: files put away, each in a package of its own.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::context::CommandContext;
use super::conversions::Conversions;
use super::given::{TypedSettings, WHERE_FROM};
use super::plan::basis;
use super::{Failure, listen, no_threads, out, places, unusable};
use crate::archive::PackageForm;
use crate::archive::degraded::{Degraded, csv, total};
use crate::batch::deposit::{DepositFate, DepositOutcome, Deposits};
use crate::batch::summary::{DONE, INTERRUPTED, SOME_REFUSED, grouped};
use crate::batch::{Task, inputs};
use crate::diagnostics::render;
use crate::manifest::store::ManifestStore;
use crate::pipeline::OutputKind;
use crate::settings::CONVERT;
use crate::store::{self, OutputFolder};
use crate::workers::Interrupt;
use crate::write::pdf::PdfStandard;

/// Put files away, each in a package of its own
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{WHERE_FROM}"))]
pub(super) struct Arguments {
    /// Files and folders
    #[arg(required_unless_present = "show-settings")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    given: TypedSettings<CONVERT>,
    /// Form of the packages
    #[arg(long, value_enum, ignore_case = true, default_value = "bag", value_name = "FORM")]
    profile: ArchiveProfile,
    /// Date of the deposit, which PREMIS and METS demand: 2026-11-26, or with the time,
    /// 2026-11-26T09:00:00Z; SOURCE_DATE_EPOCH (seconds since 1970) where it is not given
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Write what was degraded, by kind, to FILE (.csv), for appraisal
    #[arg(long, value_name = "FILE")]
    appraisal: Option<PathBuf>,
    /// Make anew what is up to date, and replace what itudoc did not make
    #[arg(long)]
    force: bool,
    /// Only say what went wrong
    #[arg(short, long)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Each package holds the PDF/A-3a, the Word document, the structure as JSON and as Akoma Ntoso, the
source byte for byte, the files of facts and decisions, the account, the findings, and PREMIS.

Examples:
  itudoc archive papers -o bags --date 2026-11-26
  itudoc verify bags
  itudoc restore bags -o sources";

/// Forms of packages.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum ArchiveProfile {
    /// BagIt (RFC 8493)
    Bag,
    /// E-ARK CSIP with METS
    EArk,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let Some(settled) = self.given.settle_or_show()? else { return Ok(DONE) };
        let output = places::output_folder(&settled)?;
        places::inputs_exist(&self.paths)?;
        places::can_be_folder(&output, "-o")?;
        if let Some(file) = &self.appraisal {
            places::can_be_written(file, "--appraisal")?;
        }
        let date = self.date()?;
        let listing = inputs::list(&self.paths, &output);
        places::check(&self.paths, &output, None, &listing)?;
        let shared = settled.shared();
        let mut run = Conversions::new(CommandContext::new(settled)?);
        // What a package holds is no choice of the run.
        run.options.outputs = vec![OutputKind::Docx, OutputKind::Pdf, OutputKind::Json, OutputKind::Akn];
        run.options.pdf_standard = PdfStandard::A3a;
        let basis = serde_json::to_string(&basis(shared, &run)).unwrap_or_default();
        let interrupt = Interrupt::default();
        listen(&interrupt);
        let store = OutputFolder::open(&output).map_err(unusable)?;
        let tasks = run.tasks(listing, &ManifestStore::open(&output)?, &interrupt)?;
        let deposits = Deposits {
            converter: &run.converter,
            options: &run.options,
            store: &store,
            form: match self.profile {
                ArchiveProfile::Bag => PackageForm::Bag,
                ArchiveProfile::EArk => PackageForm::EArk,
            },
            date: &date,
            basis: &basis,
            force: self.force,
            workers: run.workers(&interrupt),
        };
        let outcomes = deposits.run(&tasks).map_err(no_threads)?;
        self.tell(&tasks, &outcomes)
    }

    /// The date of the deposit, with its time.
    fn date(&self) -> Result<String, Failure> {
        let wrong = |given: &str| {
            let found = format!("{given} is no date");
            Failure::new(found, "give one as --date 2026-11-26, or as --date 2026-11-26T09:00:00Z")
        };
        if let Some(date) = &self.date {
            // A day alone begins at midnight, universal time.
            let whole = if date.len() == 10 { format!("{date}T00:00:00Z") } else { date.clone() };
            let time = whole.parse::<jiff::Timestamp>().ok();
            return time.map(|time| time.to_string()).ok_or_else(|| wrong(date));
        }
        let epoch = std::env::var("SOURCE_DATE_EPOCH").map_err(|_| {
            let found = "no date of the deposit is given, and PREMIS wants one with each event";
            Failure::new(
                found,
                "give one with --date 2026-11-26, or in SOURCE_DATE_EPOCH (seconds since 1970)",
            )
        })?;
        let seconds = epoch.trim().parse::<i64>().ok();
        let time = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
        time.map(|time| time.to_string()).ok_or_else(|| wrong(&format!("SOURCE_DATE_EPOCH={epoch}")))
    }

    fn tell(&self, tasks: &[Task], outcomes: &[DepositOutcome]) -> Result<u8, Failure> {
        let mut counts = [0usize; 4];
        for (task, outcome) in tasks.iter().zip(outcomes) {
            let [made, there, refused, waiting] = &mut counts;
            match &outcome.fate {
                DepositFate::Made => *made += 1,
                DepositFate::UpToDate => *there += 1,
                DepositFate::NotStarted => *waiting += 1,
                DepositFate::Refused(refusal) => {
                    *refused += 1;
                    out::say(&render::refusal(&task.shown, &out::words().refusal(refusal)));
                }
            }
        }
        let degraded = total(outcomes.iter().flat_map(|outcome| &outcome.degraded));
        if !self.quiet {
            out::say(&summary(counts, &degraded));
        }
        if let Some(file) = &self.appraisal {
            write(file, &csv(&degraded))?;
        }
        let [_, _, refused, waiting] = counts;
        Ok(match (waiting, refused) {
            (1.., _) => INTERRUPTED,
            (_, 1..) => SOME_REFUSED,
            _ => DONE,
        })
    }
}

fn write(file: &Path, text: &str) -> Result<(), Failure> {
    store::write_to(file, |out| out.write_all(text.as_bytes())).map_err(unusable)
}

/// The counts, and what was degraded by kind.
fn summary(counts: [usize; 4], degraded: &[Degraded]) -> String {
    let names = ["packages made", "up to date", "refused", "not started"];
    let mut text = String::new();
    for (count, name) in counts.into_iter().zip(names).filter(|(count, _)| *count > 0) {
        text.push_str(&format!("{:>12}  {name}\n", grouped(count)));
    }
    if !degraded.is_empty() {
        text.push_str("Degraded, by kind (times, files):\n");
    }
    for Degraded { code, what, times, files } in degraded {
        text.push_str(&format!("{:>8}  {:>8}  {code}  {what}\n", grouped(*times), grouped(*files)));
    }
    text
}
