//! A document as it would be published now: its pages, and what is to be decided in it before.
//!
//! In: a file's name and bytes, the options of a publication. Out: a [`Preview`], undecided things and
//! all. Never: an output.

use crate::compose::{OfficialName, compose, official_name};
use crate::diagnostics::{Finding, Message, Refusal};
use crate::layout;
use crate::pages::Pages;
use crate::text::Picture;
use crate::write::pdf::Images;

use super::engine::language;
use super::output::not_drawn;
use super::{Engine, Examination, FileOptions, RunOptions, finality};

/// A document as it would be published now.
#[derive(Debug)]
pub(crate) struct Preview {
    /// What was read and found.
    pub examination: Examination,
    /// The pages as they print; the refusal where they cannot be set.
    pub pages: Result<Pages, Refusal>,
    /// The pictures on them.
    pub pictures: Vec<Picture>,
    /// What the document's files are officially called, or why that is not known.
    pub official: Result<OfficialName, Message>,
}

impl Engine {
    /// Reads, composes, lays out and checks one file as [`RunOptions::for_publication`] has it.
    ///
    /// # Errors
    /// A [`Refusal`] where the file cannot be read, or no official form fits.
    pub(crate) fn preview(
        &self,
        name: &str,
        bytes: &[u8],
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<Preview, Refusal> {
        let mut reading = self.read(name, bytes, run, file)?;
        finality::strip(&mut reading)?;
        let template = self.template(&reading.submission, run, &run.metadata_of(file))?;
        let language = language(&reading.submission);
        let composed = compose(&reading.submission, template, language, run.view, &self.registry);
        let galley = composed.galley;
        let images = Images::of(&galley.pictures);
        let pages = layout::lay_out_within(&galley, &images.sights(), template, &self.fonts, &file.budget);
        let mut found: Vec<Finding> = reading.findings.clone();
        found.extend(composed.findings);
        if let Ok(pages) = &pages {
            found.extend(pages.findings.iter().cloned());
            found.extend(not_drawn(pages, &galley, &images));
        }
        let official = official_name(&reading.submission, template, language, &self.registry);
        let examination = self.judged(reading, template, found, run, file);
        Ok(Preview { examination, pages, pictures: galley.pictures, official })
    }
}
