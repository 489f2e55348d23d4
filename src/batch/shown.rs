//! How the findings of a batch are shown on standard output.
//!
//! In: the findings of one file at a time, from any thread. Out: one piece a file; the pieces in the
//! order of the files, between a head and a tail, are the whole.

use crate::check;
use crate::diagnostics::render::{self, Look};
use crate::pipeline::Conversion;
use crate::write::report::{self, FindingRecord};
use crate::write::sarif;

/// A form for findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
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

impl Format {
    /// What stands before the first piece.
    pub fn head(self) -> String {
        match self {
            Format::Json => "[".to_owned(),
            Format::Sarif => sarif::head(&check::all()),
            _ => String::new(),
        }
    }

    /// What parts two pieces that are not empty.
    pub fn between(self) -> &'static str {
        match self {
            Format::Json | Format::Sarif => ",\n",
            _ => "",
        }
    }

    /// What stands after the last piece.
    pub fn tail(self) -> &'static str {
        match self {
            Format::Json => "]\n",
            Format::Sarif => sarif::tail(),
            _ => "",
        }
    }
}

/// A finding with its file.
#[derive(serde::Serialize)]
struct InFile<'a> {
    file: &'a str,
    #[serde(flatten)]
    finding: &'a FindingRecord,
}

/// What is shown of one file.
pub fn piece(format: Format, file: &str, conversion: &Conversion, records: &[FindingRecord]) -> String {
    let objects =
        || records.iter().filter_map(|finding| serde_json::to_string(&InFile { file, finding }).ok());
    match format {
        Format::Summary => String::new(),
        Format::Person(look) => render::findings(file, &conversion.text, &conversion.findings, look),
        Format::Json => objects().collect::<Vec<_>>().join(",\n"),
        Format::JsonLines => objects().map(|line| line + "\n").collect(),
        Format::Sarif => sarif::results(file, records),
        Format::Github => report::github(file, records),
    }
}
