//! `itudoc pack`, `itudoc find`, `itudoc query`: the papers of a conference, and questions to its catalogue.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::context::CommandContext;
use super::given::{TypedSettings, WHERE_FROM};
use super::next_steps::counted;
use super::places;
use super::{Failure, listen, no_threads, out, unusable};
use crate::batch::inputs;
use crate::batch::summary::DONE;
use crate::catalogue::{self, PackFailure, PackRequest, PackSummary, find, make, query};
use crate::diagnostics::render::{self, severity_name, visible};
use crate::diagnostics::{Severity, message};
use crate::pack::{PackChoices, PackFinding, rules};
use crate::report::listed::{CellList, ListCell};
use crate::settings::PACK;
use crate::store::OutputFolder;
use crate::workers::Interrupt;

/// Make the papers of a conference: all proposals on one text side by side
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{WHERE_FROM}"))]
pub(super) struct Arguments {
    /// Contributions: files and folders
    #[arg(required_unless_present = "show-settings")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    given: TypedSettings<PACK>,
    /// Documents dated later do not count: 2026-11-09
    #[arg(long, value_name = "DATE")]
    cut_off: Option<String>,
    /// Day by which contributions were due, in place of the conference's: 2026-10-19
    #[arg(long, value_name = "DATE")]
    deadline: Option<String>,
    /// A document that its source has withdrawn, by symbol or file: 70(Rev.1); may be given again
    #[arg(long, value_name = "SYMBOL")]
    withdrawn: Vec<String>,
    /// Proposals to adopt: `standing` gets the texts as they would stand; identifiers parted by commas
    #[arg(long, value_name = "IDENTIFIER", value_delimiter = ',')]
    adopt: Vec<String>,
    /// A column for the agreed text in the papers by resolution
    #[arg(long)]
    agreed_column: bool,
    /// Make everything anew
    #[arg(long)]
    force: bool,
    /// Only say what went wrong
    #[arg(short, long)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  itudoc pack in -o pack --base texts-in-force   the catalogue and the papers of a conference
  itudoc find \"annual report\" pack               paragraphs that hold these words
  itudoc query contradictions pack               pairs of which not both can be adopted";

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let Some(settled) = self.given.settle_or_show()? else { return Ok(DONE) };
        let folder = places::output_folder(&settled)?;
        places::inputs_exist(&self.paths)?;
        places::can_be_folder(&folder, "-o")?;
        places::keep_apart(&self.paths, &folder)?;
        let choices = self.choices(settled.settings.lang)?;
        let listing = inputs::list(&self.paths, &folder);
        let base = super::context::base_files(&settled)?;
        let context = CommandContext::new(settled)?;
        let store = OutputFolder::open(&folder).map_err(unusable)?;
        let interrupt = Interrupt::default();
        listen(&interrupt);
        let run = crate::pipeline::RunOptions { language: None, ..context.options.clone() };
        let request = PackRequest {
            engine: &context.engine,
            run: &run,
            inputs: &listing.found,
            base: &base,
            choices: &choices,
            output: &store,
            workers: context.workers(&interrupt),
            force: self.force,
            keep: false,
        };
        let summary = make(&request).map_err(failure)?;
        self.tell(&summary, &folder)
    }

    fn choices(&self, language: Option<crate::language::Language>) -> Result<PackChoices, Failure> {
        for (flag, date) in [("--cut-off", &self.cut_off), ("--deadline", &self.deadline)] {
            if let Some(date) = date.as_ref().filter(|date| date.parse::<jiff::civil::Date>().is_err()) {
                return Err(Failure::new(format!("{flag}: {date:?} is no date"), "write it as 2026-11-09"));
            }
        }
        Ok(PackChoices {
            language: language.map(|language| language.code().to_owned()),
            cut_off: self.cut_off.clone(),
            withdrawn: self.withdrawn.iter().cloned().collect(),
            adopted: self.adopt.clone(),
            deadline: self.deadline.clone(),
            agreed_column: self.agreed_column,
        })
    }

    /// What the pack reports besides refusals, which are told whole, the gravest first; all of it is in the catalogue.
    fn tell_findings(&self, summary: &PackSummary, folder: &Path) {
        const SHOWN: usize = 20;
        let words = out::words();
        let is_told = |finding: &&PackFinding| finding.code != rules::NOT_READ.code;
        let mut all: Vec<_> = summary.findings.iter().filter(is_told).collect();
        let is = |finding: &PackFinding, severity| finding.severity == severity_name(severity);
        all.sort_by_key(|finding| (!is(finding, Severity::Error), !is(finding, Severity::Warning)));
        for finding in all.iter().take(SHOWN) {
            let message = words.plain(&finding.message);
            out::say(&render::short(&finding.file, None, &finding.severity, &finding.code, &message));
        }
        let more = all.len().saturating_sub(SHOWN);
        if more > 0 {
            let command = format!("itudoc query findings {}", folder.display());
            let said = message!("and {more} more: `{command}` lists all", more, command);
            out::say(&format!("{}\n", visible(&words.plain(&said))));
        }
    }

    fn tell(&self, summary: &PackSummary, folder: &Path) -> Result<u8, Failure> {
        const SOME_REFUSED: u8 = 1;
        for (name, refusal) in &summary.refused {
            out::say(&render::refusal(name, &out::words().refusal(refusal)));
        }
        if !self.quiet {
            let pairs: Vec<String> =
                summary.pairs.iter().map(|(class, count)| format!("{count} {class}")).collect();
            let pairs = if pairs.is_empty() { "none".to_owned() } else { pairs.join(", ") };
            out::say(&format!(
                "{} ({} read anew), {} on {}; pairs: {pairs}; without a place: {}\n{} made, {} up to date\n",
                counted(summary.documents, "document"),
                summary.read,
                counted(summary.proposals, "proposal"),
                counted(summary.targets, "text"),
                summary.not_placed,
                counted(summary.made, "paper"),
                summary.kept
            ));
            self.tell_findings(summary, folder);
        }
        Ok(if summary.refused.is_empty() { DONE } else { SOME_REFUSED })
    }
}

/// Why a pack could not be made, as the command tells it.
pub(super) fn failure(failure: PackFailure) -> Failure {
    match failure {
        PackFailure::Threads(error) => no_threads(error),
        PackFailure::Store(error) => unusable(error),
        PackFailure::Refused(refusal) => refusal.into(),
    }
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AnswerForm {
    /// Columns for a person
    Table,
    /// CSV (RFC 4180)
    Csv,
    /// A JSON array of objects
    Json,
}

/// How a catalogue answers.
#[derive(Debug, Args)]
struct AnswerArguments {
    /// Form of the answer
    #[arg(
        long = "output-format",
        value_enum,
        ignore_case = true,
        default_value = "table",
        value_name = "FORMAT"
    )]
    form: AnswerForm,
}

/// Find paragraphs in a catalogue, in any of the six languages
#[derive(Debug, Args)]
pub(super) struct FindArguments {
    /// What to find: words, phrases in quotation marks, `*` for any ending
    words: String,
    /// Folder of the pack
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// At most so many paragraphs
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    answer: AnswerArguments,
}

impl FindArguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        const NOTHING: u8 = 1;
        let hits = find::find(&self.folder.join(catalogue::NAME), &self.words, self.limit)?;
        let heads = ["document", "proposal", "address", "language", "part", "text", "file"];
        let row = |hit: &find::Hit| {
            [&hit.document, &hit.proposal, &hit.address, &hit.language, &hit.part, &hit.text, &hit.file]
                .map(|cell| ListCell::words(cell))
                .to_vec()
        };
        let list = CellList {
            name: "find".to_owned(),
            heads: heads.map(str::to_owned).to_vec(),
            rows: hits.iter().map(row).collect(),
        };
        answer(&list, self.answer.form)?;
        Ok(if hits.is_empty() { NOTHING } else { DONE })
    }
}

/// Answer a documented query from a catalogue
#[derive(Debug, Args)]
pub(super) struct QueryArguments {
    /// Name of the query; without one they are listed
    name: Option<String>,
    /// Folder of the pack
    #[arg(default_value = ".")]
    folder: PathBuf,
    #[command(flatten)]
    answer: AnswerArguments,
}

impl QueryArguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let Some(name) = &self.name else {
            let lines: String =
                query::QUERIES.iter().map(|query| format!("{:16}{}\n", query.name, query.what)).collect();
            out::print(&lines)?;
            return Ok(DONE);
        };
        answer(&query::answer(&self.folder.join(catalogue::NAME), name)?, self.answer.form)?;
        Ok(DONE)
    }
}

/// Prints a list in a form.
fn answer(list: &CellList, form: AnswerForm) -> Result<(), Failure> {
    match form {
        AnswerForm::Csv => out::print_exactly(&list.csv()),
        AnswerForm::Json => out::print_exactly(&list.json()),
        AnswerForm::Table => out::print(&table(list)),
    }
}

/// Columns as wide as their words, the last as long as it is.
fn table(list: &CellList) -> String {
    use unicode_width::UnicodeWidthStr;
    const WIDEST: usize = 48;
    let words = |cell: &ListCell| match cell {
        ListCell::Number(number) => number.to_string(),
        ListCell::Words(words) => visible(&words.replace(['\n', '\t'], " ")).into_owned(),
    };
    let mut lines: Vec<Vec<String>> = vec![list.heads.clone()];
    lines.extend(list.rows.iter().map(|row| row.iter().map(words).collect()));
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.width().min(WIDEST)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..list.heads.len()).map(width).collect();
    let mut text = String::new();
    for line in &lines {
        let mut row = String::new();
        for (cell, width) in line.iter().zip(&widths) {
            row.push_str(cell);
            row.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
        }
        text.push_str(row.trim_end());
        text.push('\n');
    }
    text
}
