//! One file from bytes to bytes: the pipeline in one place.
//!
//! In: a file's name and bytes, and a [`Workshop`] that all files of a run share. Out: the outputs
//! as bytes, with the proof that nothing was lost. Never: the disk, a thread, the clock.

use crate::diagnostics::{Finding, Refusal, RefusalKind};
use crate::language::Language;
use crate::text::View;

/// What is made of each file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OutputKind {
    /// Official Word document.
    Docx,
    /// Official PDF.
    Pdf,
    /// The structure (schema: `itudoc schema`).
    Json,
}

impl OutputKind {
    /// All kinds, in the order in which they are made.
    pub const ALL: [OutputKind; 3] = [OutputKind::Docx, OutputKind::Pdf, OutputKind::Json];

    /// File name extension, no dot.
    pub fn extension(self) -> &'static str {
        match self {
            OutputKind::Docx => "docx",
            OutputKind::Pdf => "pdf",
            OutputKind::Json => "json",
        }
    }
}

/// How a run converts its files.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What to make; empty makes nothing but the checks.
    pub outputs: Vec<OutputKind>,
    /// Template by name; chosen from the text where `None`.
    pub template: Option<String>,
    /// Language of the documents; detected where `None`.
    pub language: Option<Language>,
    /// Marked, revised or base text.
    pub view: View,
}

/// What all files of a run share: templates, registry, fonts, prepared packages. Made once.
#[derive(Debug, Default)]
pub struct Workshop {}

/// A file converted, everything checked.
#[derive(Debug, Clone, Default)]
pub struct Conversion {
    /// The outputs, in the order of [`OutputKind::ALL`].
    pub outputs: Vec<(OutputKind, Vec<u8>)>,
    /// The proof that nothing was lost.
    pub account: Account,
    /// What is to be reported.
    pub findings: Vec<Finding>,
    /// The decoded input, for showing findings in it.
    pub text: String,
    /// What was found in the file, for the summary.
    pub facts: Facts,
}

/// Every character of the input, accounted for. Counts are of characters that are not white space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Account {
    /// In the decoded input.
    pub input: usize,
    /// In the document.
    pub document: usize,
    /// Set aside, listed with the reason.
    pub set_aside: usize,
    /// Shown as another character, listed with the reason (also counted in `document`).
    pub replaced: usize,
    /// Supplied by the template.
    pub supplied: usize,
    /// Pages of the PDF, where one was made.
    pub pages: usize,
}

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Template used.
    pub template: String,
    /// Language of the text.
    pub language: Option<Language>,
    /// Identifiers of its proposals as they stand.
    pub proposals: Vec<String>,
    /// Revision marks: real ones of the input.
    pub marks_read: usize,
    /// Revision marks recovered.
    pub marks_recovered: usize,
}

impl Workshop {
    /// Converts one file.
    ///
    /// # Errors
    /// A [`Refusal`] where no output can be vouched for; nothing is half made.
    pub fn convert(&self, _name: &str, _bytes: &[u8], _options: &Options) -> Result<Conversion, Refusal> {
        Err(Refusal::new(RefusalKind::Internal, "not wired yet", "wait for the pipeline"))
    }
}
