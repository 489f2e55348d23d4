//! One file from bytes to findings: all that the stages report of it, weighed and reviewed.
//!
//! In: a file's name and bytes, the workshop, the options with the file's review. Out: findings that count, and
//! findings waived. Never: the disk.

use super::severity::Mode;
use super::{check, printable, severity, sort, waiver};
use crate::compose::compose;
use crate::convert::{Options, Reading, Workshop};
use crate::diagnostics::{Finding, Refusal, Severity};
use crate::language::Language;
use crate::model::Content;
use crate::recover::Review;
use crate::registry::Registry;
use crate::template::Template;

/// A file examined.
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
    /// The review file for the marks and findings of this examination, earlier decisions kept.
    pub fn review_file(&self) -> String {
        let mut all: Vec<Finding> = self.findings.iter().chain(&self.waived).cloned().collect();
        sort(&mut all);
        let anchors = waiver::anchors(&self.reading.text, &all);
        let said = |finding: &Finding| format!("{}: {}", finding.rule.code, finding.message);
        let rows: Vec<(String, String)> = anchors.into_iter().zip(all.iter().map(said)).collect();
        self.review.write_with(&self.reading.recovery, &rows)
    }
}

/// Reads, parses, recovers, composes and checks one file.
///
/// # Errors
/// A [`Refusal`] where the file cannot be read, or no official form fits.
pub fn examine(
    workshop: &Workshop,
    name: &str,
    bytes: &[u8],
    options: &Options,
    mode: Mode,
) -> Result<Examination, Refusal> {
    let review = options.review.clone().unwrap_or_default();
    let reading = workshop.read(name, bytes, options)?;
    let given = options.metadata.template.as_ref().map(|given| &given.value);
    let template = match options.template.as_ref().or(given) {
        Some(name) => workshop.templates.get(name)?,
        None => workshop.templates.choose(&reading.submission)?,
    };
    let language = reading.submission.language.unwrap_or(Language::English);
    let composed = compose(&reading.submission, template, language, options.view, workshop.registry);
    let mut findings = gather(&reading, &composed.findings, workshop.registry, template, mode);
    let mut unprintable = printable::find(&reading, &|letter| workshop.fonts.has(letter));
    if workshop.fonts.boxes() {
        // Boxes are wanted in their place, and the PDF is made.
        unprintable.iter_mut().for_each(|finding| finding.severity = Severity::Warning);
    }
    severity::by_mode(&mut unprintable, mode);
    findings.append(&mut unprintable);
    sort(&mut findings);
    let (findings, waived) = waiver::part(&reading.text, findings, &review);
    Ok(Examination { reading, template: template.name.clone(), findings, waived, review })
}

/// All that is to be reported of a file, weighed, in the order of the text: what reader, parser and
/// recovery say, what `compose` says, and what the checks find.
pub fn gather(
    reading: &Reading,
    composed: &[Finding],
    registry: &Registry,
    template: &Template,
    mode: Mode,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = reading.findings.iter().chain(composed).cloned().collect();
    findings.extend(check(reading, registry, Some(template)));
    severity::by_form(&mut findings, Some(template));
    let contents = reading.submission.parts.iter().flat_map(|part| &part.contents);
    let proposes = contents.into_iter().any(|content| matches!(content, Content::Proposal(_)));
    severity::by_content(&mut findings, proposes);
    severity::by_mode(&mut findings, mode);
    sort(&mut findings);
    findings
}
