//! The second half of the pipeline: submission → galley → outputs, each read back.
//!
//! In: a file's name and bytes. Out: a [`Conversion`]. Never: an output that does not hold what the
//! input holds.

use crate::compose::{OfficialName, compose, official_name};
use crate::diagnostics::{Finding, Refusal};
use crate::galley::Galley;
use crate::model::{Content, Submission};
use crate::reading::Reading;
use crate::text::{Revision, RevisionOrigin};
use crate::verify::ledger::{Ledger, count, expected};

use super::engine::language;
use super::findings::Reported;
use super::output::{self, Job};
use super::{Account, Conversion, Engine, FileOptions, Profile, RunOptions};

impl Engine {
    /// Converts one file.
    ///
    /// # Errors
    /// A [`Refusal`] where no output can be vouched for; nothing is half made.
    pub fn convert(
        &self,
        name: &str,
        bytes: &[u8],
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<Conversion, Refusal> {
        let reading = self.read(name, bytes, run, file)?;
        file.budget.before("it was composed")?;
        let language = language(&reading.submission);
        let template = self.template(&reading.submission, run, &run.metadata_of(file))?;
        let composed = compose(&reading.submission, template, language, run.view, &self.registry);
        let shown = Ledger::of_galley(&composed.galley);
        Ledger::of_submission(&reading.submission, run.view).equals(&shown, &reading.text)?;
        let mut account = account(&reading, &composed.galley, &shown);
        let job = Job {
            engine: self,
            run,
            file,
            bytes,
            reading: &reading,
            template,
            language,
            composed: &composed,
        };
        let mut found: Vec<Finding> = Vec::new();
        let mut outputs = Vec::new();
        for (kind, made) in output::make(&job)? {
            account.pages = made.pages.unwrap_or(account.pages);
            account.not_in_print += made.not_in_print;
            found.extend(made.findings);
            outputs.push((kind, made.bytes));
        }
        let official = official_name(&reading.submission, template, language, &self.registry);
        let profile = profile(&reading, &template.name, official);
        found.splice(..0, reading.findings.iter().chain(&composed.findings).cloned());
        let Reported { findings, waived } =
            Reported::of(&reading, found, template, run.mode, file.review.as_ref(), &self.registry);
        Ok(Conversion { outputs, account, findings, waived, text: reading.text, profile })
    }
}

fn account(reading: &Reading, galley: &Galley, shown: &Ledger) -> Account {
    let set_aside = reading.submission.set_aside.iter();
    let (body, notes) = expected(galley, true);
    let all = count(&body) + notes.iter().map(|note| count(note)).sum::<usize>();
    let document = shown.count();
    Account {
        shown: reading.input.shown,
        input: count(&reading.text),
        placeholders: reading.input.placeholders,
        document,
        set_aside: set_aside
            .map(|stretch| count(reading.text.get(stretch.span.range()).unwrap_or_default()))
            .sum(),
        replaced: reading.replaced.len(),
        supplied: all.saturating_sub(document),
        not_in_print: 0,
        pages: 0,
    }
}

fn profile(reading: &Reading, template: &str, official: Result<OfficialName, String>) -> Profile {
    let submission = &reading.submission;
    let read = |mark: &&Revision| mark.origin == RevisionOrigin::Word;
    let marks_read = submission.revisions.iter().filter(read).count();
    Profile {
        template: template.to_owned(),
        official,
        language: submission.language,
        proposals: proposals(submission),
        marks_read,
        marks_recovered: submission.revisions.len() - marks_read,
        marks_suspected: reading.recovery.suggestions.len(),
        read_by: reading.read_by.clone(),
    }
}

/// The lines of the proposals as they stand.
fn proposals(submission: &Submission) -> Vec<String> {
    let contents = submission.parts.iter().flat_map(|part| &part.contents);
    let lines = contents.filter_map(|content| match content {
        Content::Proposal(proposal) => Some(proposal.line.all_text().replace('\t', " ")),
        _ => None,
    });
    lines.collect()
}
