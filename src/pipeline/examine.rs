//! One file from bytes to findings: all that the stages report of it, and what the checks find.
//!
//! In: a file's name and bytes. Out: findings that count, and findings waived. Never: an output.

use crate::check::{check, printable};
use crate::compose::compose;
use crate::diagnostics::{Finding, Refusal, Severity};
use crate::interface::InterfaceWords;
use crate::reading::Reading;
use crate::recover::review::ReviewContents;
use crate::recover::{Recovery, Review};
use crate::template::Template;
use crate::write::html::ReviewSheet;

use super::engine::language;
use super::findings::{Reported, idle_waivers, rows};
use super::{Engine, FileOptions, RunOptions};

/// A file examined.
///
/// # Examples
/// ```
/// let examination = itudoc::examine("a.txt", "RESOLUTION 64 (Rev. Busan, 2014)\n".as_bytes())?;
/// println!("judged by the form {}", examination.template);
/// // What a person is to decide, as a file to be filled in.
/// println!("{}", examination.review_file());
/// # Ok::<(), itudoc::Refusal>(())
/// ```
#[derive(Debug, Clone)]
pub struct Examination {
    /// The file as read, recovered marks set.
    pub reading: Reading,
    /// The official form it was judged by.
    pub template: String,
    /// What is to be reported, in the order of the text.
    pub findings: Vec<Finding>,
    /// What a person has waived.
    pub waived: Vec<Finding>,
    /// What a person decided before.
    pub review: Review,
}

impl Examination {
    /// What the review sheet shows of it, said in a language.
    pub(crate) fn sheet(&self, words: InterfaceWords) -> ReviewSheet<'_> {
        ReviewSheet {
            name: &self.reading.name,
            text: &self.reading.text,
            submission: &self.reading.submission,
            recovery: &self.reading.recovery,
            findings: &self.findings,
            waived: &self.waived,
            template: &self.template,
            words,
        }
    }

    /// The review file for the marks and findings of this examination, earlier decisions kept.
    pub fn review_file(&self) -> String {
        self.review_file_with(&self.review, &self.reading.recovery)
    }

    /// The review file with other decisions than those that were found beside the file.
    pub(crate) fn review_file_with(&self, review: &Review, recovery: &Recovery) -> String {
        let all: Vec<Finding> = self.findings.iter().chain(&self.waived).cloned().collect();
        let text = &self.reading.text;
        let rows = rows(text, all);
        review.write(&ReviewContents { text, recovery, findings: Some(&rows) })
    }
}

impl Engine {
    /// Reads, parses, recovers, composes and checks one file.
    ///
    /// # Errors
    /// A [`Refusal`] where the file cannot be read, or no official form fits.
    pub fn examine(
        &self,
        name: &str,
        bytes: &[u8],
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<Examination, Refusal> {
        let reading = self.read(name, bytes, run, file)?;
        let template = self.template(&reading.submission, run, &run.metadata_of(file))?;
        let language = language(&reading.submission);
        let composed = compose(&reading.submission, template, language, run.view, &self.registry);
        let mut found = reading.findings.clone();
        found.extend(composed.findings);
        Ok(self.judged(reading, template, found, run, file))
    }

    /// A reading with all that is to be reported of it: what the stages found, and what the checks find.
    pub(super) fn judged(
        &self,
        reading: Reading,
        template: &Template,
        mut found: Vec<Finding>,
        run: &RunOptions,
        file: &FileOptions,
    ) -> Examination {
        found.extend(self.checks(&reading, template));
        let Reported { mut findings, waived } =
            Reported::of(&reading, found, template, run.mode, file.review.as_ref(), &self.registry);
        let review = file.review.clone().unwrap_or_default();
        let all = findings.iter().chain(&waived).cloned().collect();
        findings.extend(idle_waivers(&reading.text, &review, all));
        Examination { reading, template: template.name.clone(), findings, waived, review }
    }

    /// What the checks find, and the characters that no font has.
    pub(super) fn checks(&self, reading: &Reading, template: &Template) -> Vec<Finding> {
        let mut found = check(reading, &self.registry, Some(template));
        found.extend(self.unprintable(reading));
        found
    }

    /// Characters that no font has.
    fn unprintable(&self, reading: &Reading) -> Vec<Finding> {
        let mut found = printable::find(reading, &|letter| self.fonts.has(letter));
        if self.fonts.boxes() {
            // Boxes are wanted in their place, and the PDF is made.
            found.iter_mut().for_each(|finding| finding.severity = Severity::Warning);
        }
        found
    }
}
