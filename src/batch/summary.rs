//! What a batch came to: the exit status, the table at its end, the report.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Fate, Outcome, Task};
use crate::diagnostics::render;
use crate::interface::InterfaceWords;
use crate::report::ReportFormat;
use crate::report::listed::ListedFile;
use crate::rules;
use crate::store::Spool;

/// Exit status: all done.
pub(crate) const DONE: u8 = 0;
/// Exit status: some files were refused, the others are done.
pub(crate) const SOME_REFUSED: u8 = 1;
/// Exit status: the run could not do its work (command line, settings, output folder, disk).
pub(crate) const COULD_NOT_RUN: u8 = 2;
/// Exit status: another run works in the output folder.
pub(crate) const LOCKED: u8 = 3;
/// Exit status: interrupted; 128 and the number of SIGINT, as shells have it.
pub(crate) const INTERRUPTED: u8 = 130;

/// Counts over a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct BatchSummary {
    /// What was seen in the folders and is no contribution.
    pub passed_over: usize,
    /// Files in all.
    pub files: usize,
    /// Of these, converted.
    pub converted: usize,
    /// Of these, up to date before.
    pub up_to_date: usize,
    /// Of these, refused.
    pub refused: usize,
    /// Of these, converted but not written.
    pub not_written: usize,
    /// Of these, not started.
    pub not_started: usize,
    /// Outputs written.
    pub outputs: usize,
    /// Characters of the inputs that are not white space.
    pub characters: usize,
    /// Of these, in the documents.
    pub in_documents: usize,
    /// Of these, set aside.
    pub set_aside: usize,
    /// Of those in the documents, in comments, which no PDF shows.
    pub not_in_print: usize,
    /// Findings: notes, warnings, errors.
    pub findings: [usize; 3],
    /// What only a person can judge of the PDFs: pictures, formulas, tables, headings, languages, links.
    pub for_a_person: [usize; 6],
}

impl BatchSummary {
    /// Counts outcomes.
    pub(crate) fn of(outcomes: &[Outcome]) -> Self {
        let mut sum = Self { files: outcomes.len(), ..Self::default() };
        for outcome in outcomes {
            match outcome.fate {
                Fate::Converted => sum.converted += 1,
                Fate::UpToDate => sum.up_to_date += 1,
                Fate::Refused(_) => sum.refused += 1,
                Fate::NotWritten(_) => sum.not_written += 1,
                Fate::NotStarted => sum.not_started += 1,
            }
            if let Fate::Converted = outcome.fate {
                sum.outputs += outcome.outputs.len();
            }
            sum.characters += outcome.account.input;
            sum.in_documents += outcome.account.document;
            sum.set_aside += outcome.account.set_aside;
            let counts = outcome.account.for_a_person.counts();
            sum.for_a_person.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
            sum.not_in_print += outcome.account.not_in_print;
            for (total, count) in sum.findings.iter_mut().zip(outcome.findings) {
                *total += count;
            }
        }
        sum
    }

    /// Counts one more file, by what is told of it.
    pub(crate) fn add(&mut self, file: &ListedFile) {
        self.files += 1;
        match file.state.as_str() {
            "converted" => {
                (self.converted, self.outputs) = (self.converted + 1, self.outputs + file.outputs.len())
            }
            "up-to-date" => self.up_to_date += 1,
            "refused" => self.refused += 1,
            "not-written" => self.not_written += 1,
            _ => self.not_started += 1,
        }
        if let Some(account) = file.account.as_ref().filter(|_| file.state == "converted") {
            self.characters += account.input;
            self.in_documents += account.document;
            self.set_aside += account.set_aside;
            self.not_in_print += account.not_in_print;
        }
        for (total, severity) in self.findings.iter_mut().zip(["note", "warning", "error"]) {
            *total += file.count(severity);
        }
    }

    /// The exit status that says so.
    pub(crate) fn exit(&self) -> u8 {
        match self {
            BatchSummary { not_started: 1.., .. } => INTERRUPTED,
            BatchSummary { not_written: 1.., .. } => COULD_NOT_RUN,
            BatchSummary { refused: 1.., .. } => SOME_REFUSED,
            _ => DONE,
        }
    }

    /// The table at the end of a run.
    pub(crate) fn table(&self) -> String {
        let [notes, warnings, errors] = self.findings;
        let rows = [
            (self.converted, "converted"),
            (self.up_to_date, "up to date"),
            (self.refused, "refused"),
            (self.not_written, "not written"),
            (self.not_started, "not started"),
            (self.passed_over, "passed over; --dry-run says why"),
            (self.outputs, if self.outputs == 1 { "output written" } else { "outputs written" }),
            (errors, if errors == 1 { "error" } else { "errors" }),
            (warnings, if warnings == 1 { "warning" } else { "warnings" }),
            (notes, if notes == 1 { "note" } else { "notes" }),
        ];
        let files = if self.files == 1 { "file" } else { "files" };
        let mut table = format!("{:>12}  {files}\n", grouped(self.files));
        for (count, what) in rows.into_iter().filter(|(count, _)| *count > 0) {
            // Writing to a string cannot fail.
            let _ = writeln!(table, "{:>12}  {what}", grouped(count));
        }
        if self.characters > 0 {
            let (read, kept, aside) =
                (grouped(self.characters), grouped(self.in_documents), grouped(self.set_aside));
            let _ =
                writeln!(table, "{read:>12}  characters read: {kept} in the documents, {aside} set aside");
        }
        let all: usize = self.for_a_person.iter().sum();
        if all > 0 {
            let names = ["pictures", "formulas", "tables", "headings", "other languages", "links"];
            let named = self.for_a_person.iter().zip(names).filter(|(count, _)| **count > 0);
            let listed: Vec<String> =
                named.map(|(count, name)| format!("{name} {}", grouped(*count))).collect();
            let count = grouped(all);
            let _ =
                writeln!(table, "{count:>12}  for a person to look at in the PDFs: {}", listed.join(", "));
        }
        if self.not_in_print > 0 {
            let comments = grouped(self.not_in_print);
            let _ = writeln!(
                table,
                "{comments:>12}  characters of comments stand in the documents and not in the PDFs"
            );
        }
        table
    }
}

/// A number with its thousands parted.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What was refused or not written, in the order of the files, each with what to do.
pub(crate) fn refusals(tasks: &[Task], outcomes: &[Outcome], words: InterfaceWords) -> String {
    let mut text = String::new();
    for (task, outcome) in tasks.iter().zip(outcomes) {
        match &outcome.fate {
            Fate::Refused(refusal) => text.push_str(&render::refusal(&task.shown, &words.refusal(refusal))),
            Fate::NotWritten(refusal) => {
                text.push_str(&render::not_written(&task.shown, &words.refusal(refusal)))
            }
            _ => {}
        }
    }
    text
}

/// Hands what is shown of the findings to `out`, file by file, in their order.
///
/// # Errors
/// Where `out` takes no more or the spool cannot be read.
pub(crate) fn findings(
    mut out: impl FnMut(&str) -> io::Result<()>,
    format: ReportFormat,
    outcomes: &[Outcome],
    spool: &Spool,
) -> io::Result<()> {
    out(&format.head(&rules::all()))?;
    let mut first = true;
    for outcome in outcomes {
        let piece = spool.get(outcome.spooled.shown)?;
        if !piece.is_empty() {
            out(if first { "" } else { format.between() })?;
            out(&piece)?;
            first = false;
        }
    }
    out(format.tail())
}

/// What is told of a file, as a line of JSON.
pub(crate) fn record(task: &Task, outcome: &Outcome, spool: &Spool) -> io::Result<String> {
    if let Fate::NotStarted = outcome.fate {
        let file = serde_json::to_string(&task.shown)?;
        return Ok(format!("{{\"file\":{file},\"state\":\"not-started\",\"outputs\":[],\"findings\":[]}}"));
    }
    spool.get(outcome.spooled.record)
}

/// What is told of each file, in their order.
pub(crate) fn records<'a>(
    tasks: &'a [Task],
    outcomes: &'a [Outcome],
    spool: &'a Spool,
) -> impl Iterator<Item = io::Result<String>> + 'a {
    tasks.iter().zip(outcomes).map(|(task, outcome)| record(task, outcome, spool))
}

/// What is told of each file, for lists.
pub(crate) fn listed(
    records: impl Iterator<Item = io::Result<String>>,
) -> impl Iterator<Item = io::Result<ListedFile>> {
    records.map(|record| Ok(serde_json::from_str(&record?)?))
}

/// Writes the report: an object a line where `lines`, else one JSON document.
///
/// # Errors
/// Where `out` takes no more or the spool cannot be read.
pub(crate) fn report(
    out: &mut dyn Write,
    records: impl Iterator<Item = io::Result<String>>,
    sum: &BatchSummary,
    lines: bool,
) -> io::Result<()> {
    if !lines {
        write!(out, "{{\"itudoc\":\"{}\",\"files\":[", env!("CARGO_PKG_VERSION"))?;
    }
    for (at, record) in records.enumerate() {
        let record = record?;
        let parted = if lines || at == 0 { "" } else { "," };
        write!(out, "{parted}{}{record}", if lines { "" } else { "\n" })?;
        if lines {
            writeln!(out)?;
        }
    }
    if !lines {
        let counts = serde_json::json!({
            "files": sum.files, "converted": sum.converted, "up_to_date": sum.up_to_date, "refused": sum.refused,
            "not_written": sum.not_written, "not_started": sum.not_started, "outputs": sum.outputs,
            "characters": sum.characters, "in_documents": sum.in_documents, "set_aside": sum.set_aside,
        });
        writeln!(out, "\n],\"summary\":{counts}}}")?;
    }
    Ok(())
}
