//! The second half of the pipeline: submission → galley → outputs, each read back.
//!
//! In: a file's name and bytes. Out: a [`Conversion`]. Never: an output that does not hold what the
//! input holds.

use std::collections::BTreeMap;

use crate::compose::{OfficialName, compose, official_name, withhold};
use crate::diagnostics::{Finding, Message, Refusal};
use crate::galley::Galley;
use crate::model::names::StableName;
use crate::model::{Content, Submission};
use crate::reading::Reading;
use crate::recover::review::ReviewContents;
use crate::source::SetAsideWhy;
use crate::template::Template;
use crate::text::RevisionOrigin;
use crate::verify::ledger::{Ledger, count, expected};

use super::contents;
use super::engine::language;
use super::finality;
use super::findings::{Reported, idle_waivers, rows};
use super::output::{self, OutputJob};
use super::{
    Account, Conversion, Engine, FileOptions, HumanChecks, OutputAccount, OutputKind, Profile, RunOptions,
};

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
        run.agree()?;
        file.budget.during(|| self.made(name, bytes, run, file))
    }

    fn made(
        &self,
        name: &str,
        bytes: &[u8],
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<Conversion, Refusal> {
        let mut reading = self.read(name, bytes, run, file)?;
        let marks = MarkCounts::of(&reading);
        if run.publishes() {
            finality::strip(&mut reading)?;
        }
        file.budget.before("it was composed")?;
        let language = language(&reading.submission);
        let template = self.template(&reading.submission, run, &run.metadata_of(file))?;
        let mut composed = compose(&reading.submission, template, language, run.view, &self.registry);
        if run.publishes() {
            withhold(&mut composed);
        }
        file.budget.before("its pages were numbered")?;
        contents::number(&mut composed.galley, template, &self.fonts, &file.budget)?;
        file.budget.before("its composition was counted")?;
        let shown = Ledger::of_galley(&composed.galley);
        Ledger::of_submission(&reading.submission, run.view).equals(&shown, &reading.text)?;
        let mut account = account(&reading, &composed.galley, &shown);
        let published = run.publishes().then(|| finality::published(&reading, run.view));
        let job = OutputJob {
            engine: self,
            run,
            file,
            bytes,
            reading: published.as_ref().unwrap_or(&reading),
            template,
            language,
        };
        let composed_findings = composed.findings.clone();
        let mut found: Vec<Finding> = Vec::new();
        let mut outputs = Vec::new();
        for (kind, made) in output::make(&job, composed)? {
            account.pages = made.pages.unwrap_or(account.pages);
            account.not_in_print += made.not_in_print;
            if made.pages.is_some() {
                account.for_a_person = made.for_a_person;
            }
            if kind != OutputKind::Html {
                let comments_left_out = made.not_in_print;
                let carried = account.document.saturating_sub(comments_left_out);
                account.outputs.push(OutputAccount { kind, carried, comments_left_out });
            }
            found.extend(made.findings);
            outputs.push((kind, made.bytes));
        }
        file.budget.before("its findings were told")?;
        let official = official_name(&reading.submission, template, language, &self.registry);
        let profile = profile(&reading, &template.name, official, marks);
        found.splice(..0, reading.findings.iter().chain(&composed_findings).cloned());
        let Told { findings, waived, decisions } = self.told(&reading, template, found, run, file)?;
        Ok(Conversion { outputs, account, findings, waived, text: reading.text, profile, decisions })
    }

    /// What is told of a file: the findings that reading and making it gave, those of the checks where it is
    /// published, and how they were decided.
    fn told(
        &self,
        reading: &Reading,
        template: &Template,
        mut found: Vec<Finding>,
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<Told, Refusal> {
        let checks = || self.checks(reading, template);
        if run.is_final {
            found.extend(checks());
        }
        let Reported { mut findings, waived } =
            Reported::of(reading, found, template, run.mode, file.review.as_ref(), &self.registry);
        let review = file.review.as_ref().filter(|review| review.waives_any());
        if let Some(review) = review {
            let mut all: Vec<Finding> = findings.iter().chain(&waived).cloned().collect();
            if !run.is_final {
                all.extend(checks());
            }
            findings.extend(idle_waivers(&reading.text, review, all));
        }
        if !run.is_final {
            return Ok(Told { findings, waived, decisions: None });
        }
        finality::decided(reading, &findings)?;
        let all: Vec<Finding> = findings.iter().chain(&waived).cloned().collect();
        let given = file.review.clone().unwrap_or_default();
        let decisions = given.rows(&ReviewContents {
            text: &reading.text,
            recovery: &reading.recovery,
            findings: Some(&rows(&reading.text, all)),
        });
        Ok(Told { findings, waived, decisions: Some(decisions) })
    }
}

/// What is told of a file, and what was decided of it.
struct Told {
    findings: Vec<Finding>,
    waived: Vec<Finding>,
    /// Where the document is published.
    decisions: Option<String>,
}

fn account(reading: &Reading, galley: &Galley, shown: &Ledger<'_>) -> Account {
    let mut set_aside_by: BTreeMap<SetAsideWhy, usize> = BTreeMap::new();
    for stretch in &reading.submission.set_aside {
        let characters = count(reading.text.get(stretch.span.range()).unwrap_or_default());
        *set_aside_by.entry(stretch.why).or_default() += characters;
    }
    let total = set_aside_by.values().sum();
    let named = set_aside_by.into_iter().filter(|(_, characters)| *characters > 0);
    let set_aside_by = named.map(|(why, characters)| (why.name().into(), characters)).collect();
    let (body, notes) = expected(galley, true);
    let all = count(&body) + notes.iter().map(|note| count(note)).sum::<usize>();
    let document = shown.count();
    Account {
        shown: reading.input.shown,
        input: count(&reading.text),
        shown_apart: reading.input.apart.iter().map(|(why, count)| ((*why).into(), *count)).collect(),
        placeholders: reading.input.placeholders,
        document,
        set_aside: total,
        set_aside_by,
        outputs: Vec::new(),
        replaced: reading.replaced.len(),
        supplied: all.saturating_sub(document),
        not_in_print: 0,
        pages: 0,
        for_a_person: HumanChecks::default(),
    }
}

/// The marks of a file by where they come from.
#[derive(Clone, Copy)]
struct MarkCounts {
    read: usize,
    recovered: usize,
}

impl MarkCounts {
    fn of(reading: &Reading) -> Self {
        let all = &reading.submission.revisions;
        let read = all.iter().filter(|mark| mark.origin == RevisionOrigin::Word).count();
        Self { read, recovered: all.len() - read }
    }
}

fn profile(
    reading: &Reading,
    template: &str,
    official: Result<OfficialName, Message>,
    marks: MarkCounts,
) -> Profile {
    let submission = &reading.submission;
    Profile {
        template: template.to_owned(),
        official,
        language: submission.language,
        proposals: proposals(submission),
        marks_read: marks.read,
        marks_recovered: marks.recovered,
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
