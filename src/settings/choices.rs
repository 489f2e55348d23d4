//! Choices with fixed names, the same as flags and in files.

use clap::ValueEnum;
use serde::Deserialize;

use crate::pipeline::OutputKind;
use crate::text::View;
use crate::write::pdf::PdfStandard;

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
    /// The review sheet
    Html,
}

impl From<Kind> for OutputKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Docx => OutputKind::Docx,
            Kind::Pdf => OutputKind::Pdf,
            Kind::Json => OutputKind::Json,
            Kind::Html => OutputKind::Html,
        }
    }
}

/// What outputs are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Naming {
    /// As their input
    Input,
    /// As the Union calls the document
    Official,
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

/// Which standard PDFs follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
pub enum Standard {
    /// PDF/A-2u: archival
    #[value(name = "a-2u")]
    #[serde(rename = "a-2u")]
    A2u,
    /// PDF/A-2a and PDF/UA-1: archival and accessible
    #[value(name = "a-2a")]
    #[serde(rename = "a-2a")]
    A2a,
    /// PDF/A-3a and PDF/UA-1, with the input, the JSON and the DOCX inside
    #[value(name = "a-3a")]
    #[serde(rename = "a-3a")]
    A3a,
    /// PDF/UA-1 alone
    #[value(name = "ua-1")]
    #[serde(rename = "ua-1")]
    Ua1,
}

impl From<Standard> for PdfStandard {
    fn from(standard: Standard) -> Self {
        match standard {
            Standard::A2u => PdfStandard::A2u,
            Standard::A2a => PdfStandard::A2a,
            Standard::A3a => PdfStandard::A3a,
            Standard::Ua1 => PdfStandard::Ua1,
        }
    }
}

/// What becomes of a file with characters that no font has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MissingGlyphs {
    /// It is refused, and the characters are named
    Refuse,
    /// The PDF shows a box for each, which reads as the character; reported
    Box,
}

/// Which program reads old Word files (.doc).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DocHelper {
    /// The built-in reader; LibreOffice, where it is installed, those of which that is not sure
    #[default]
    Auto,
    /// LibreOffice, all of them
    Soffice,
    /// The built-in reader alone: the same on every machine
    None,
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
