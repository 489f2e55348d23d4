//! What all files of a run share: templates, registry, fonts, texts in force, prepared packages.
//!
//! In: what the settings name, loaded. Out: the template and the Word package of a document. Made
//! once a run, read only afterwards but for the packages. Never: anything of one file.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use crate::diagnostics::Refusal;
use crate::language::Language;
use crate::layout::FontLibrary;
use crate::metadata::Metadata;
use crate::model::Submission;
use crate::parse::parse;
use crate::read::fallback::{self, FallbackReader};
use crate::recover::BaseLibrary;
use crate::registry::Registry;
use crate::template::{Template, Templates};
use crate::write::docx::{ReferenceDocument, TemplatePackage};

use super::RunOptions;

/// What all files of a run share. Made once.
///
/// # Examples
/// ```
/// use itudoc::{Engine, FileOptions, OutputKind, RunOptions};
///
/// let engine = Engine::default();
/// let run = RunOptions { outputs: vec![OutputKind::Json], ..RunOptions::default() };
/// for (name, text) in [("a.txt", "RESOLUTION 64 (Rev. Busan, 2014)\n"), ("b.txt", "第64号决议（2014年，釜山，修订版）\n")] {
///     let made = engine.convert(name, text.as_bytes(), &run, &FileOptions::default())?;
///     assert_eq!(made.outputs.len(), 1);
/// }
/// # Ok::<(), itudoc::Refusal>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    /// Official forms.
    pub templates: Templates,
    /// Conferences, Member States, references.
    pub registry: Arc<Registry>,
    /// Fonts of the PDF.
    pub fonts: FontLibrary,
    /// Texts in force, to compare amended texts with.
    pub base: Option<BaseLibrary>,
    /// The user's own Word template, in which all Word documents of the run are made.
    pub reference: Option<ReferenceDocument>,
    /// Another program for old Word files of which our reader is not sure.
    pub fallback: Option<Arc<dyn FallbackReader>>,
    /// Word packages by template and language, made when first needed.
    packages: RwLock<BTreeMap<(String, Language), Arc<TemplatePackage>>>,
}

impl Default for Engine {
    fn default() -> Self {
        Self::new(Templates::builtin(), Registry::builtin_shared(), FontLibrary::builtin())
    }
}

impl Engine {
    /// An engine with the given templates, registry and fonts.
    pub fn new(templates: Templates, registry: Arc<Registry>, fonts: FontLibrary) -> Self {
        Self {
            templates,
            registry,
            fonts,
            base: None,
            reference: None,
            fallback: None,
            packages: RwLock::default(),
        }
    }

    /// Reads texts in force from files: what amended texts are compared with.
    ///
    /// # Errors
    /// A [`Refusal`] that names the file that cannot be read.
    pub fn base_library<'f>(
        &self,
        files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    ) -> Result<BaseLibrary, Refusal> {
        let mut library = BaseLibrary::default();
        for (name, bytes) in files {
            library.add(name, &self.base_text(name, bytes)?);
        }
        Ok(library)
    }

    /// A text in force, or one as it was adopted.
    ///
    /// # Errors
    /// A [`Refusal`] that names the file where it cannot be read.
    pub(crate) fn base_text(&self, name: &str, bytes: &[u8]) -> Result<Submission, Refusal> {
        let mut source =
            fallback::read(name, bytes, self.fallback.as_deref()).map_err(|refusal| refusal.at(name))?;
        let text = std::mem::take(&mut source.text);
        Ok(parse(source, &text, None, &self.registry)?.submission)
    }

    /// Adds texts as they were adopted after the contribution: what they have not was deleted.
    ///
    /// # Errors
    /// A [`Refusal`] that names the file that cannot be read.
    pub(crate) fn add_adopted<'f>(
        &self,
        library: &mut BaseLibrary,
        files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
    ) -> Result<(), Refusal> {
        for (name, bytes) in files {
            library.add_adopted(name, &self.base_text(name, bytes)?);
        }
        Ok(())
    }

    /// The decoded text of a file, into which the spans of its findings point.
    ///
    /// # Errors
    /// A [`Refusal`] where the file cannot be read.
    pub fn text(&self, name: &str, bytes: &[u8]) -> Result<String, Refusal> {
        Ok(fallback::read(name, bytes, self.fallback.as_deref())?.text)
    }

    /// The template that is asked for, by the run or beside the file; else the one of the text.
    pub(super) fn template(
        &self,
        submission: &Submission,
        run: &RunOptions,
        metadata: &Metadata,
    ) -> Result<&Template, Refusal> {
        let given = metadata.template.as_ref().map(|given| &given.value);
        match run.template.as_ref().or(given) {
            Some(name) => self.templates.get(name),
            None => self.templates.choose(submission),
        }
    }

    /// The Word package of a template and language. Two threads may make the same one at once; both
    /// make the same bytes, so whichever is kept is right.
    pub(super) fn package(
        &self,
        template: &Template,
        language: Language,
    ) -> Result<Arc<TemplatePackage>, Refusal> {
        let key = (template.name.clone(), language);
        if let Ok(packages) = self.packages.read()
            && let Some(package) = packages.get(&key)
        {
            return Ok(Arc::clone(package));
        }
        let package = Arc::new(match &self.reference {
            Some(reference) => TemplatePackage::with_reference(template, language, reference)?,
            None => TemplatePackage::new(template, language)?,
        });
        if let Ok(mut packages) = self.packages.write() {
            packages.insert(key, Arc::clone(&package));
        }
        Ok(package)
    }
}

/// The language that a document is made in.
pub(super) fn language(submission: &Submission) -> Language {
    submission.language.unwrap_or(Language::English)
}
