//! One file of a batch: read, converted, written, recorded.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::publication::{self, Published};
use super::remaining::RemainingWork;
use super::{Batch, Converter, Fate, Outcome, Task, internal, judged};
use crate::budget::Budget;
use crate::diagnostics::render::RenderForm;
use crate::diagnostics::{Finding, Refusal};
use crate::files::{self, FileBytes, Unopened};
use crate::limits;
use crate::manifest::store::Standing;
use crate::manifest::{Digest, JournalEntry, RecordedOutput};
use crate::pipeline::{Conversion, FileOptions, OutputKind};
use crate::report::{self, FileRecord, FileReport, OutputRecord, ReportFormat, record};
use crate::store::{StoreError, spool::SpoolRange};

/// Where what is told of a file waits in the spool.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spooled {
    /// Its record, one line of JSON, where records are wanted.
    pub record: SpoolRange,
    /// Its findings as they are to be shown.
    pub shown: SpoolRange,
    /// All that is needed to tell its findings in another form and language, where that may be wanted.
    pub kept: Option<SpoolRange>,
}

impl<C: Converter> Batch<'_, C> {
    /// What becomes of a file on which the program failed.
    pub(super) fn failed(&self, task: &Task, message: &str) -> Outcome {
        let mut outcome = Outcome::new(Fate::Refused(internal(message)));
        self.record(task, FileSummary::default(), Vec::new(), &mut outcome);
        outcome
    }

    /// Brings one file from disk to disk, unless that was done before.
    pub(super) fn one(&self, task: &Task, budget: Budget) -> Outcome {
        let registry = self.converter.registry();
        let options = task.options(registry).map(|options| FileOptions { budget, ..options });
        if let Ok(file) = &options
            && let Standing::UpToDate(outputs) =
                judged(self.manifest, self.converter, self.options, file, task, self.force)
            && self.is_logged(task)
        {
            return self.up_to_date(task, &outputs);
        }
        let mut conversion = Conversion::default();
        let mut outputs = Vec::new();
        let fate = match &options {
            Ok(file) => self.converted(task, file, &mut conversion, &mut outputs),
            Err(refusal) => Fate::Refused(refusal.clone()),
        };
        let mut outcome = Outcome { account: conversion.account.clone(), ..Outcome::new(fate) };
        let mut report = FileReport::of(&conversion);
        if let Fate::Converted = outcome.fate {
            outcome.outputs = conversion.outputs.iter().map(|(kind, _)| *kind).collect();
        } else {
            (report.account, report.facts) = (None, None);
        }
        self.record(task, FileSummary { report, text: Some(conversion.text) }, outputs, &mut outcome);
        outcome
    }

    /// Tells again what was told when the outputs were made.
    fn up_to_date(&self, task: &Task, outputs: &BTreeMap<String, RecordedOutput>) -> Outcome {
        let mut outcome = Outcome::new(Fate::UpToDate);
        let report = self.manifest.told(outputs);
        let foreign = self.format.is_foreign();
        let report = report.map(|told| FileReport::read(&told, foreign)).unwrap_or_default();
        let shows_words = matches!(self.format, ReportFormat::Person(RenderForm::Full { .. }, _));
        let text = (shows_words && !report.findings.is_empty()).then(|| self.text(task)).flatten();
        // In the order in which they were told when they were made.
        let path = |kind: &OutputKind| task.name.path(*kind);
        let record = |path: String| outputs.get(&path).map(|made| record_of(&path, made));
        let outputs = self.options.outputs.iter().map(path).filter_map(record).collect();
        self.record(task, FileSummary { report, text }, outputs, &mut outcome);
        outcome
    }

    /// The decoded input, read again.
    fn text(&self, task: &Task) -> Option<String> {
        self.converter.text(&task.file_name(), &read(&task.path).ok()?.bytes)
    }

    /// Converts and writes; what was converted stays in `conversion`, and what was written in
    /// `outputs`, for the report.
    fn converted(
        &self,
        task: &Task,
        options: &FileOptions,
        conversion: &mut Conversion,
        outputs: &mut Vec<OutputRecord>,
    ) -> Fate {
        let free = publication::not_locked(self.store.root(), &task.name.stem);
        let made = free.and_then(|()| read(&task.path)).and_then(|input| {
            let made = self.convert(task, &input.bytes, options)?;
            Ok((input, made))
        });
        let input = match made {
            Err(refusal) => return Fate::Refused(refusal),
            // Its name was settled by what it was before.
            Ok((_, made))
                if task.official.as_ref().is_some_and(|official| *official != made.profile.official) =>
            {
                return Fate::Refused(Unopened::Changed.refusal());
            }
            Ok((input, made)) => {
                *conversion = made;
                input
            }
        };
        match self.write(task, &input, options, conversion) {
            Ok(written) => {
                *outputs = written;
                Fate::Converted
            }
            Err(NotDone::Refused(refusal)) => Fate::Refused(refusal),
            Err(NotDone::NotWritten(error)) => Fate::NotWritten(not_written(&error)),
        }
    }

    /// Whether nothing is missing in the log of a document that is up to date: one that is to be
    /// published is in it.
    fn is_logged(&self, task: &Task) -> bool {
        let last = || publication::last(self.store.root(), &task.name.stem);
        !self.options.is_final || last().is_ok_and(|last| last.is_some_and(|event| event.is_published))
    }

    /// The log of a document that is published now.
    fn log(
        &self,
        task: &Task,
        conversion: &Conversion,
        input_sha256: &str,
        records: &[OutputRecord],
    ) -> Result<Option<String>, Refusal> {
        let Some(decisions) = &conversion.decisions else { return Ok(None) };
        let outputs: Vec<(String, String)> =
            records.iter().map(|made| (made.path.clone(), made.sha256.clone())).collect();
        let published = Published {
            input: &task.known,
            input_sha256,
            by: self.options.by.as_deref(),
            outputs: &outputs,
            decisions,
        };
        publication::with_published(self.store.root(), &task.name.stem, &published).map(Some)
    }

    fn convert(&self, task: &Task, bytes: &[u8], options: &FileOptions) -> Result<Conversion, Refusal> {
        self.converter.convert(&task.file_name(), bytes, self.options, options)
    }

    fn write(
        &self,
        task: &Task,
        input: &FileBytes,
        options: &FileOptions,
        conversion: &Conversion,
    ) -> Result<Vec<OutputRecord>, NotDone> {
        let template = &conversion.profile.template;
        let Some(recipe) = self.converter.recipe(template, self.options, options) else {
            return Err(NotDone::Refused(internal(&format!("its template {template:?} is gone"))));
        };
        let hash = Digest::of(&input.bytes);
        let mut entry = JournalEntry { recipe, outputs: BTreeMap::new() };
        let mut files = Vec::new();
        let mut records = Vec::new();
        for (kind, bytes) in &conversion.outputs {
            let path = task.name.path(*kind);
            let sha256 = Digest::of(bytes);
            self.manifest.may_stand(&path, Some(sha256), self.force)?;
            let made = RecordedOutput {
                input: Arc::clone(&task.known),
                input_sha256: hash,
                read_by: conversion.profile.read_by.clone(),
                recipe: entry.recipe.key(),
                bytes: bytes.len() as u64,
                sha256,
            };
            records.push(record_of(&path, &made));
            files.push((path.clone(), bytes.as_slice()));
            entry.outputs.insert(path, made);
        }
        let log = self.log(task, conversion, &hash.to_string(), &records)?;
        files.extend(log.iter().map(|text| (publication::name(&task.name.stem), text.as_bytes())));
        let staged = self.store.stage(&files)?;
        let told = FileReport::of(conversion).kept();
        self.manifest.tell(self.store, &entry, &told)?;
        self.manifest.announce(self.store, &entry)?;
        self.store.name(staged)?;
        self.manifest.enter(entry);
        self.manifest.saw_input(&task.name.stem, &input.metadata, hash);
        Ok(records)
    }

    /// Puts what is told of the file into the spool. A spool that takes no more costs the report,
    /// not the outputs; the report's own writing then says so.
    fn record(&self, task: &Task, told: FileSummary, outputs: Vec<OutputRecord>, outcome: &mut Outcome) {
        let kept = self.format.is_foreign().then(|| self.spool.add(&told.report.kept()).ok()).flatten();
        let FileSummary { report: FileReport { account, facts, mut findings, waived }, text } = told;
        let of_name: Vec<Finding> = task.findings().collect();
        findings.extend(record::findings("", &of_name));
        for finding in &findings {
            outcome.count(finding.severity());
        }
        let (state, refusal) = match &outcome.fate {
            Fate::Converted => ("converted", None),
            // Made by an earlier attempt at the same shard, which did not come to its end.
            Fate::UpToDate if task.planned.is_some() => ("converted", None),
            Fate::UpToDate => ("up-to-date", None),
            Fate::Refused(refusal) => ("refused", Some(refusal)),
            Fate::NotWritten(refusal) => ("not-written", Some(refusal)),
            Fate::NotStarted => ("not-started", None),
        };
        outcome.remaining = RemainingWork::of(facts.as_ref(), &findings);
        let shown = report::of_file(self.format, &task.shown, &findings, &waived, text.as_deref());
        let refusal = refusal.map(Into::into);
        let record =
            FileRecord { file: &task.shown, state, outputs, account, facts, findings, waived, refusal };
        let line = self.records.then(|| serde_json::to_string(&record).unwrap_or_default());
        outcome.spooled = Spooled {
            record: line.and_then(|line| self.spool.add(&line).ok()).unwrap_or_default(),
            shown: self.spool.add(&shown).unwrap_or_default(),
            kept,
        };
    }
}

/// What is told of a file.
#[derive(Default)]
struct FileSummary {
    report: FileReport,
    /// The decoded input, where it is at hand.
    text: Option<String>,
}

/// Why a converted file has no outputs.
enum NotDone {
    Refused(Refusal),
    NotWritten(StoreError),
}

impl From<Refusal> for NotDone {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for NotDone {
    fn from(error: StoreError) -> Self {
        Self::NotWritten(error)
    }
}

/// An output as the report has it.
fn record_of(path: &str, made: &RecordedOutput) -> OutputRecord {
    OutputRecord {
        kind: OutputKind::of_path(path).map_or("", OutputKind::extension),
        path: path.to_owned(),
        bytes: made.bytes,
        sha256: made.sha256.to_string(),
    }
}

/// Reads an input whole, within bounds.
pub(super) fn read(path: &Path) -> Result<FileBytes, Refusal> {
    files::read(path, limits::INPUT_BYTES).map_err(|error| error.refusal())
}

fn not_written(error: &StoreError) -> Refusal {
    error.refusal()
}
