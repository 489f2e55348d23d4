//! How a run converts its files, and what is different from file to file.

use crate::budget::Budget;
use crate::check::severity::Mode;
use crate::language::Language;
use crate::metadata::Metadata;
use crate::recover::{Comments, Extent, Review};
use crate::text::View;
use crate::write::pdf::PdfStandard;

use super::OutputKind;

/// How a run converts: the same for all its files.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// What to make; empty makes nothing but the checks.
    pub outputs: Vec<OutputKind>,
    /// Template by name; chosen from the text where `None`.
    pub template: Option<String>,
    /// Language of the documents; detected where `None`.
    pub language: Option<Language>,
    /// Marked, revised or base text.
    pub view: View,
    /// What is known of all documents besides their texts; goes before what is known of one.
    pub metadata: Metadata,
    /// The standard that PDFs follow.
    pub pdf_standard: PdfStandard,
    /// How far lost marks are recovered.
    pub recover: Extent,
    /// Which marks get a comment.
    pub comments: Comments,
    /// What findings are weighed for.
    pub mode: Mode,
}

/// What holds for one file.
#[derive(Debug, Clone, Default)]
pub struct FileOptions {
    /// What is known of the document besides its text.
    pub metadata: Metadata,
    /// What a person decided of its marks and findings.
    pub review: Option<Review>,
    /// What the file may use up; asked between the stages.
    pub budget: Budget,
}

impl RunOptions {
    /// What is known of a document besides its text: of all documents of the run, then of this one.
    pub fn metadata_of(&self, file: &FileOptions) -> Metadata {
        self.metadata.clone().over(file.metadata.clone())
    }
}
