//! The first half of the pipeline: bytes → source → submission, its lost marks recovered.
//!
//! In: a file's name and bytes. Out: a [`Reading`], proved whole. Never: a template but to name the
//! document.

use crate::compose::official_name;
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::limits;
use crate::parse::{Parsed, language_of, parse};
use crate::read::{LanguageHint, fallback, is_old_word, read};
use crate::reading::Reading;
use crate::recover::{self, Extent, RecoverOptions, Recovery, recover};
use crate::source::Source;
use crate::text::View;
use crate::verify;
use crate::verify::ledger::{Ledger, counts};

use super::engine::language;
use super::weight;
use super::{DocumentName, Engine, FileOptions, RunOptions};

impl Engine {
    /// Reads and parses a file and recovers its lost marks: all that inspection and checks need.
    ///
    /// # Errors
    /// A [`Refusal`] where the file cannot be read or text would be lost.
    pub fn read(
        &self,
        name: &str,
        bytes: &[u8],
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<Reading, Refusal> {
        file.budget.during(|| self.recovered(name, bytes, run, file))
    }

    fn recovered(
        &self,
        name: &str,
        bytes: &[u8],
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<Reading, Refusal> {
        let mut reading = self.parsed(name, bytes, run, file)?;
        let Reading { text, replaced, submission, recovery, findings, .. } = &mut reading;
        let budget = &file.budget;
        budget.before("its lost marks were recovered")?;
        let language = submission.language.filter(|_| run.recover != Extent::Off);
        if let Some(language) = language {
            let how = RecoverOptions {
                registry: &self.registry,
                base: self.base.as_ref(),
                review: file.review.as_ref(),
                language,
            };
            *recovery = recover(submission, &how);
            if run.recover == Extent::Certain {
                *recovery = std::mem::take(recovery).without_suspicions();
            }
            if run.view == View::Marked {
                recover::suggest(submission, recovery, run.comments);
            }
        } else if run.recover != Extent::Off {
            *recovery = recover::unfit(file.review.as_ref());
        }
        findings.extend(recovery.findings.iter().cloned());
        budget.before("its text was counted")?;
        Ledger::of_submission(submission, View::Marked).balance(text, &submission.set_aside, replaced)?;
        Ok(reading)
    }

    /// What the document of a file is officially called.
    ///
    /// # Errors
    /// A [`Refusal`] where the file cannot be read.
    pub(crate) fn name(
        &self,
        name: &str,
        bytes: &[u8],
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<DocumentName, Refusal> {
        let Reading { submission, .. } = self.parsed(name, bytes, run, file)?;
        let template = self.template(&submission, run, &run.metadata_of(file))?;
        let official = official_name(&submission, template, language(&submission), &self.registry);
        Ok(DocumentName { template: template.name.clone(), official })
    }

    /// Whether a file would be refused for what it is, before any other program is asked to read it.
    ///
    /// # Errors
    /// The [`Refusal`] that a conversion would meet.
    pub fn foretell(&self, name: &str, bytes: &[u8]) -> Result<(), Refusal> {
        within_bounds(bytes)?;
        match read(name, bytes) {
            Ok(source) => not_empty(&source),
            // The other program may read what ours does not.
            Err(_) if self.fallback.is_some() && is_old_word(bytes) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }

    /// Reads and parses a file, and adds what is known of it besides.
    fn parsed(
        &self,
        name: &str,
        bytes: &[u8],
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<Reading, Refusal> {
        within_bounds(bytes)?;
        let budget = &file.budget;
        budget.before("the file was read")?;
        let hint = LanguageHint { given: run.language, of_text: Some(language_of) };
        let mut source = fallback::read_in(name, bytes, self.fallback.as_deref(), hint)?;
        not_empty(&source)?;
        weight::within_bounds(&source, &run.outputs)?;
        budget.before("its input was counted")?;
        let input = verify::source::account(bytes, &source)?;
        let read_by = source.read_by.take();
        let text = std::mem::take(&mut source.text);
        let replaced = std::mem::take(&mut source.replaced);
        let format = source.format.clone();
        budget.before("its structure was found")?;
        let Parsed { mut submission, mut findings } = parse(source, &text, run.language, &self.registry)?;
        findings.extend(run.metadata_of(file).apply(&mut submission, &self.registry));
        let (name, recovery) = (name.to_owned(), Recovery::default());
        Ok(Reading { name, text, format, read_by, replaced, submission, recovery, findings, input })
    }
}

/// Refuses more than [`limits::INPUT_BYTES`].
fn within_bounds(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.len() as u64 <= limits::INPUT_BYTES {
        return Ok(());
    }
    let (megabytes, allowed) = (bytes.len() >> 20, limits::INPUT_BYTES >> 20);
    Err(Refusal::new(
        RefusalKind::Limit,
        message!("the file has {megabytes} MB; {allowed} MB are allowed", megabytes, allowed),
        message!("split it, or take pictures out of it"),
    ))
}

/// Refuses a file with nothing to publish: no character that can be seen, no picture, and nothing in whose place a
/// placeholder stands, as a chart.
fn not_empty(source: &Source) -> Result<(), Refusal> {
    let met = &source.met;
    if source.text.chars().any(counts)
        || met.pictures + met.objects + met.equations > 0
        || !source.pictures.is_empty()
    {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalKind::Empty,
        message!("the file holds no words and no picture"),
        message!("check that the right file was sent"),
    ))
}
