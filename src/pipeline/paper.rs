//! Papers that the program makes of its own, and where the proposals of a contribution stand in print.
//!
//! In: a submission that was put together here; or a reading. Out: the paper composed in its form, as Word
//! file and PDF, each read back; the pages of an official document without its file. Never: a file
//! written, a paper that does not hold what was composed.

use crate::compose::rules::UNKNOWN;
use crate::compose::{Composed, compose};
use crate::diagnostics::{Finding, Refusal};
use crate::galley::Galley;
use crate::language::Language;
use crate::layout;
use crate::model::Submission;
use crate::reading::Reading;
use crate::sharing::Helpers;
use crate::template::Template;
use crate::text::View;
use crate::write::pdf::Images;

use super::engine::language;
use super::{Engine, FileOptions, OutputKind, RunOptions, output};

/// The pages of an official document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Pagination {
    /// Number of its pages.
    pub pages: usize,
    /// Entries of its outline, each with its page from 1.
    pub outline: Vec<(String, u32)>,
}

impl Engine {
    /// On which pages the official document of a reading has what its outline names.
    ///
    /// # Errors
    /// A [`Refusal`] where no template fits or a character has no font.
    pub(crate) fn paginate(
        &self,
        reading: &Reading,
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<Pagination, Refusal> {
        let template = self.template(&reading.submission, run, &run.metadata_of(file))?;
        let language = language(&reading.submission);
        let Composed { galley, .. } =
            compose(&reading.submission, template, language, run.view, &self.registry);
        let sights = Images::of(&galley.pictures).sights();
        let pages = layout::lay_out_within(&galley, &sights, template, &self.fonts, &file.budget)?;
        let outline = pages.outline.into_iter().map(|entry| (entry.title, entry.page + 1)).collect();
        Ok(Pagination { pages: pages.pages.len(), outline })
    }

    /// A paper composed in its form, and what is to be reported of that. It is no contribution: nobody is asked for the
    /// number, the source or the original that it has not.
    pub(crate) fn compose_paper(
        &self,
        paper: &Submission,
        template: &Template,
        language: Language,
    ) -> Composed {
        let mut composed = compose(paper, template, language, View::Marked, &self.registry);
        composed.findings.retain(|finding| finding.rule.code != UNKNOWN.code);
        composed
    }

    /// A paper as Word file or PDF, read back, and what is to be reported of it. The PDF gives the entries of its contents list the numbers of their
    /// pages; helpers share what can be done side by side.
    ///
    /// # Errors
    /// A [`Refusal`] where it cannot be vouched for.
    pub(crate) fn print(
        &self,
        galley: &mut Galley,
        template: &Template,
        language: Language,
        kind: OutputKind,
        helpers: &dyn Helpers,
    ) -> Result<(Vec<u8>, Vec<Finding>), Refusal> {
        output::print(self, template, language, galley, kind, helpers)
    }
}
