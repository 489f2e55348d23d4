//! Choices with fixed names, the same as flags and in files.

use clap::ValueEnum;
use serde::Deserialize;

use crate::convert::OutputKind;
use crate::text::View;

/// What to make of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Word document
    Docx,
    /// PDF
    Pdf,
    /// The structure
    Json,
}

impl From<Kind> for OutputKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Docx => OutputKind::Docx,
            Kind::Pdf => OutputKind::Pdf,
            Kind::Json => OutputKind::Json,
        }
    }
}

/// Which text to make of one with revision marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Seen {
    /// All of it, with its marks
    Marked,
    /// As if every mark were accepted
    Revised,
    /// As if every mark were rejected
    Base,
}

impl From<Seen> for View {
    fn from(seen: Seen) -> Self {
        match seen {
            Seen::Marked => View::Marked,
            Seen::Revised => View::Revised,
            Seen::Base => View::Base,
        }
    }
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FindingsForm {
    /// Count them
    Summary,
    /// With the text under each
    Human,
    /// One line each
    Short,
    /// A JSON array
    Json,
    /// A JSON object a line
    Jsonl,
    /// SARIF 2.1.0
    Sarif,
    /// Commands of a GitHub workflow
    Github,
}
