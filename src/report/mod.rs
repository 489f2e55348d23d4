//! What is told of the files of a run, for a person and for machines.
//!
//! In: the findings of one file at a time, from any thread, and what became of it. Out: text; the
//! texts of the files in their order, between a head and a tail, are the whole. Never: a finding
//! weighed or left out, the clock.

pub(crate) mod github;
pub(crate) mod listed;
pub(crate) mod record;
pub(crate) mod sarif;
pub(crate) mod workbook;

use crate::diagnostics::render::{self, RenderForm};
use crate::diagnostics::{Finding, Rule};
use crate::language::Language;

use record::FindingRecord;

pub(crate) use record::{FileRecord, FileReport, OutputRecord};

/// A form for findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReportFormat {
    /// Not one by one; the summary counts them.
    Summary,
    /// For a person, in a language.
    Person(RenderForm, Language),
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
    /// Whether findings are told in another language than English.
    pub(crate) fn is_foreign(self) -> bool {
        matches!(self, Self::Person(_, language) if language != Language::English)
    }

    /// What stands before the first file. `rules`: those that a format describes.
    pub(crate) fn head(self, rules: &[&Rule]) -> String {
        match self {
            ReportFormat::Json => "[".to_owned(),
            ReportFormat::Sarif => sarif::head(rules),
            _ => String::new(),
        }
    }

    /// What parts two files of which something is told.
    pub(crate) fn between(self) -> &'static str {
        match self {
            ReportFormat::Json | ReportFormat::Sarif => ",\n",
            _ => "",
        }
    }

    /// What stands after the last file.
    pub(crate) fn tail(self) -> &'static str {
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

/// The findings of one file, as a form has them. `text` is the decoded input, for forms that show the
/// words at a finding.
pub(crate) fn of_file(
    format: ReportFormat,
    file: &str,
    findings: &[FindingRecord],
    waived: &[FindingRecord],
    text: Option<&str>,
) -> String {
    let objects =
        || findings.iter().filter_map(|finding| serde_json::to_string(&FindingInFile { file, finding }).ok());
    match format {
        ReportFormat::Summary => String::new(),
        ReportFormat::Person(look, language) => person(file, findings, text, look, language),
        ReportFormat::Json => objects().collect::<Vec<_>>().join(",\n"),
        ReportFormat::JsonLines => objects().map(|line| line + "\n").collect(),
        // SARIF has a form for what was waived; the others leave it out.
        ReportFormat::Sarif => sarif::results(file, findings.iter().chain(waived)),
        ReportFormat::Github => github::findings(file, findings),
    }
}

/// Findings for a person: with the words under each where they are at hand, else a line each.
fn person(
    file: &str,
    findings: &[FindingRecord],
    text: Option<&str>,
    look: RenderForm,
    language: Language,
) -> String {
    let said = |record: &FindingRecord| record.finding().map(|finding| finding.in_language(language));
    let short = |finding: &FindingRecord| {
        let place = finding.place.map(|place| (place.line, place.column));
        let message = said(finding).map_or_else(|| finding.message.clone(), |said| said.message.to_string());
        render::short(file, place, &finding.severity, &finding.code, &message)
    };
    let (RenderForm::Full { .. }, Some(text)) = (look, text) else {
        return findings.iter().map(short).collect();
    };
    let list: Vec<Finding> = findings.iter().filter_map(said).collect();
    let unknown = findings.iter().filter(|record| record.finding().is_none());
    render::findings(file, text, &list, look) + &unknown.map(short).collect::<String>()
}
