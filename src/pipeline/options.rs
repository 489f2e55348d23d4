//! How a run converts its files, and what is different from file to file.

use std::path::PathBuf;

use crate::budget::Budget;
use crate::check::severity::Mode;
use crate::choice::Choice;
use crate::digest::Digest;
use crate::language::Language;
use crate::metadata::Metadata;
use crate::recover::{Comments, Extent, Review};
use crate::text::View;
use crate::write::pdf::PdfStandard;

use super::OutputKind;

/// How a run converts: the same for all its files.
///
/// # Examples
/// ```
/// use itudoc::options::View;
/// use itudoc::{Language, OutputKind, RunOptions};
///
/// let run = RunOptions {
///     outputs: vec![OutputKind::Docx],
///     template: Some("pp-14".to_owned()),
///     language: Some(Language::English),
///     view: View::Revised,
///     ..RunOptions::default()
/// };
/// assert!(run.metadata.template.is_none());
/// ```
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
    /// Whether the document is to be published: see [`RunOptions::for_publication`].
    pub is_final: bool,
    /// Who publishes, for the log of decisions; bears on no output.
    pub by: Option<String>,
    /// Language in which the review sheet speaks; English where `None`. Bears on no other output.
    pub messages: Option<Language>,
}

/// What holds for one file.
///
/// # Examples
/// ```
/// use std::sync::Arc;
///
/// use itudoc::options::{Metadata, Registry};
/// use itudoc::{Engine, FileOptions, RunOptions};
///
/// let registry = Registry::builtin_shared();
/// // A date that the text does not say; what nobody gives stays blank and is reported.
/// let metadata = Metadata::from_toml("facts.toml", "date = 2014-09-15\n", &registry)?;
/// let file = FileOptions { metadata, ..FileOptions::default() };
/// let text = "RESOLUTION 64 (Rev. Busan, 2014)\n".as_bytes();
/// let examination = Engine::default().examine("a.txt", text, &RunOptions::default(), &file)?;
/// assert_eq!(examination.reading.name, "a.txt");
/// # Ok::<(), itudoc::Refusal>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct FileOptions {
    /// What is known of the document besides its text.
    pub metadata: Metadata,
    /// What a person decided of its marks and findings.
    pub review: Option<Review>,
    /// What the file may use up; asked between the stages and on the way.
    pub budget: Budget,
    /// Where the file is, for a process of its own that reads what stands beside it.
    pub path: Option<PathBuf>,
}

impl RunOptions {
    /// What is known of a document besides its text: of all documents of the run, then of this one.
    pub fn metadata_of(&self, file: &FileOptions) -> Metadata {
        self.metadata.clone().over(file.metadata.clone())
    }

    /// All that bears on the words of a document besides engine and template, as a text that is the same
    /// for the same options. Which kinds of output are wanted is no part of it: a PDF is the same
    /// whether or not a DOCX is made beside it.
    pub fn recipe(&self, file: &FileOptions) -> String {
        let template = self.template.as_deref().unwrap_or("chosen");
        let language = self.language.map_or("found", Language::code);
        let mut text = format!("view={} template={template} language={language}", self.view.name());
        if self.pdf_standard != PdfStandard::default() {
            text.push_str(&format!(" pdf={}", self.pdf_standard.name()));
        }
        if self.recover != Extent::default() {
            text.push_str(&format!(" recover={}", self.recover.name()));
        }
        if self.comments != Comments::default() {
            text.push_str(&format!(" comments={}", self.comments.name()));
        }
        if self.mode != Mode::default() {
            text.push_str(&format!(" mode={}", self.mode.name()));
        }
        if self.is_final {
            text.push_str(" final");
        }
        let sheet = self.messages.filter(|_| self.outputs.contains(&OutputKind::Html));
        if let Some(language) = sheet.filter(|language| *language != Language::English) {
            text.push_str(&format!(" messages={}", language.code()));
        }
        // Hashed, for they may be long. Both are the same text for the same values.
        let metadata = self.metadata_of(file);
        if metadata != Metadata::default() {
            text.push_str(&format!(" metadata={}", Digest::of(format!("{metadata:?}").as_bytes())));
        }
        if let Some(review) = &file.review {
            text.push_str(&format!(" review={}", Digest::of(format!("{review:?}").as_bytes())));
        }
        text
    }
}
