//! The report of a run as a file: its forms, and where it can be.
//!
//! In: the path that was asked for, what became of the files. Out: the report. Never: a report of another form than
//! the ending of its file says.

use std::io;
use std::path::Path;

use super::{Failure, places, unusable};
use crate::batch::summary::{self, BatchSummary};
use crate::report::{listed, workbook};
use crate::store;

/// Refuses, before any work, a report that could not be written, or whose ending says no form.
pub(super) fn can_be_written(report: &Path) -> Result<(), Failure> {
    places::can_be_written(report, "--report")?;
    if FORMS.contains(&form(report).as_deref().unwrap_or("json")) {
        return Ok(());
    }
    let forms = FORMS.map(|form| format!(".{form}")).join(", ");
    let found = format!("{}: a report is one of {forms}", report.display());
    Err(Failure::new(found, "give the file one of these endings; nothing was done"))
}

/// The endings of reports: for programs, and lists for people.
const FORMS: [&str; 4] = ["json", "jsonl", "csv", "xlsx"];

fn form(path: &Path) -> Option<String> {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase())
}

/// Writes the report in the form that its file's ending says.
pub(super) fn write<R: Iterator<Item = io::Result<String>>>(
    path: &Path,
    records: impl Fn() -> R,
    sum: &BatchSummary,
) -> Result<(), Failure> {
    let form = form(path);
    let listed = || summary::listed(records());
    store::write_to(path, |file| match form.as_deref() {
        Some("csv") => listed::csv(file, listed()),
        Some("xlsx") => file.write_all(&workbook::xlsx(listed())?),
        form => summary::report(file, records(), sum, form == Some("jsonl")),
    })
    .map_err(unusable)
}
