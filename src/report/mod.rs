//! What is told of the files of a run, for a person and for machines.
//!
//! In: the findings of one file at a time, from any thread, and what became of it. Out: text; the
//! texts of the files in their order, between a head and a tail, are the whole. Never: a finding
//! weighed or left out, the clock.

pub mod github;
pub mod record;
pub mod sarif;

use crate::diagnostics::Rule;
use crate::diagnostics::render::{self, Look};
use crate::pipeline::Conversion;

use record::FindingRecord;

pub use record::{FileRecord, OutputRecord};

/// A form for findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// Not one by one; the summary counts them.
    Summary,
    /// For a person.
    Person(Look),
    /// A JSON array.
    Json,
    /// A JSON object a line.
    JsonLines,
    /// SARIF 2.1.0.
    Sarif,
    /// Commands of a GitHub workflow.
    Github,
}

impl ReportFormat {
    /// What stands before the first file. `rules`: those that a format describes.
    pub fn head(self, rules: &[&Rule]) -> String {
        match self {
            ReportFormat::Json => "[".to_owned(),
            ReportFormat::Sarif => sarif::head(rules),
            _ => String::new(),
        }
    }

    /// What parts two files of which something is told.
    pub fn between(self) -> &'static str {
        match self {
            ReportFormat::Json | ReportFormat::Sarif => ",\n",
            _ => "",
        }
    }

    /// What stands after the last file.
    pub fn tail(self) -> &'static str {
        match self {
            ReportFormat::Json => "]\n",
            ReportFormat::Sarif => sarif::tail(),
            _ => "",
        }
    }
}

/// A finding with its file.
#[derive(serde::Serialize)]
struct FindingInFile<'a> {
    file: &'a str,
    #[serde(flatten)]
    finding: &'a FindingRecord,
}

/// The findings of one file.
pub fn of_file(
    format: ReportFormat,
    file: &str,
    conversion: &Conversion,
    records: &[FindingRecord],
) -> String {
    let objects =
        || records.iter().filter_map(|finding| serde_json::to_string(&FindingInFile { file, finding }).ok());
    match format {
        ReportFormat::Summary => String::new(),
        ReportFormat::Person(look) => render::findings(file, &conversion.text, &conversion.findings, look),
        ReportFormat::Json => objects().collect::<Vec<_>>().join(",\n"),
        ReportFormat::JsonLines => objects().map(|line| line + "\n").collect(),
        ReportFormat::Sarif => sarif::results(file, records),
        ReportFormat::Github => github::findings(file, records),
    }
}
