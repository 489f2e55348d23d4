//! What commands that read or convert need: templates, registry, fonts.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::Failure;
use crate::diagnostics::Refusal;
use crate::layout::FontLibrary;
use crate::office::LibreOffice;
use crate::pipeline::Engine;
use crate::read::fallback::FallbackReader;
use crate::recover::BaseLibrary;
use crate::registry::Registry;
use crate::settings::choices::{DocHelper, MissingGlyphs};
use crate::template::Templates;
use crate::write::docx::Reference;

/// Where templates and fonts are, besides the ones built in.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Templates, fonts, texts in force")]
pub(super) struct Materials {
    /// Folder of templates; the ones built in where none is given
    #[arg(long, env = "ITUDOC_TEMPLATES", hide_env = true, value_name = "DIR")]
    pub(super) templates: Option<PathBuf>,
    /// Folder of fonts to use besides the ones built in; may be given again
    #[arg(long, env = "ITUDOC_FONT_PATH", hide_env = true, value_name = "DIR")]
    pub(super) font_path: Vec<PathBuf>,
    /// Folder of texts in force (text or Word), to compare amended texts with
    #[arg(long, env = "ITUDOC_BASE", hide_env = true, value_name = "DIR")]
    pub(super) base: Option<PathBuf>,
    /// Your own Word template (.docx, .dotx): Word documents get its styles, theme, fonts, page,
    /// headers and footers; its text is not used, and PDFs keep the official form
    #[arg(long, env = "ITUDOC_REFERENCE_DOC", hide_env = true, value_name = "FILE")]
    pub(super) reference_doc: Option<PathBuf>,
    /// Your own conferences, places, Member States and instruments, over the ones built in (a file of
    /// the form of `templates/registry`)
    #[arg(long, env = "ITUDOC_REGISTRY", hide_env = true, value_name = "FILE")]
    pub(super) registry: Option<PathBuf>,
    /// Which program reads old Word files (.doc); LibreOffice those of which the built-in reader is not
    /// sure, where nothing is given and it is installed
    #[arg(long, env = "ITUDOC_DOC_HELPER", hide_env = true, value_enum, value_name = "WHICH")]
    pub(super) doc_helper: Option<DocHelper>,
    /// Use the machine's fonts too; the PDF then depends on the machine
    #[arg(long)]
    pub(super) system_fonts: bool,
    /// What becomes of a file with characters that no font has; refuse where nothing is given
    #[arg(long, env = "ITUDOC_MISSING_GLYPHS", value_enum, value_name = "CHOICE")]
    pub(super) missing_glyphs: Option<MissingGlyphs>,
}

impl Materials {
    /// Loads everything, before any file is touched.
    pub(super) fn engine(&self) -> Result<Engine, Failure> {
        let failed = |refusal: Refusal| Failure::new(refusal.found, refusal.advice);
        let templates =
            self.templates.as_ref().map_or_else(|| Ok(Templates::builtin()), |dir| Templates::load(dir));
        let fonts = FontLibrary::with_paths(&self.font_path).map_err(failed)?;
        let fonts = if self.system_fonts { fonts.with_system() } else { fonts };
        let fonts = if self.missing_glyphs == Some(MissingGlyphs::Box) { fonts.with_boxes() } else { fonts };
        let mut engine = Engine::new(templates.map_err(failed)?, registry(self.registry.as_deref())?, fonts);
        engine.reference = self.reference()?;
        engine.fallback = fallback_reader(self.doc_helper)?;
        engine.base = self.base(&engine)?;
        Ok(engine)
    }

    /// Reads the user's own Word template.
    fn reference(&self) -> Result<Option<Reference>, Failure> {
        let Some(path) = &self.reference_doc else { return Ok(None) };
        let failed =
            |found: String, advice: String| Failure::new(format!("{}: {found}", path.display()), advice);
        let bytes = fs::read(path).map_err(|error| {
            failed(error.to_string(), "give a .docx or .dotx file with --reference-doc".to_owned())
        })?;
        Reference::read(&bytes).map(Some).map_err(|refusal| failed(refusal.found, refusal.advice))
    }

    /// Reads the texts in force, in the order of their names.
    fn base(&self, engine: &Engine) -> Result<Option<BaseLibrary>, Failure> {
        let Some(folder) = &self.base else { return Ok(None) };
        let failed = |path: &Path, error: std::io::Error| {
            Failure::new(format!("{}: {error}", path.display()), "give a folder of texts with --base")
        };
        let entries = fs::read_dir(folder).map_err(|error| failed(folder, error))?;
        let mut paths: Vec<PathBuf> =
            entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        paths.sort();
        let mut files = Vec::new();
        for path in paths {
            let bytes = fs::read(&path).map_err(|error| failed(&path, error))?;
            files.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes));
        }
        let library = engine
            .base_library(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
            .map_err(|refusal| Failure::new(refusal.found, refusal.advice))?;
        Ok(Some(library))
    }
}

/// The registry: the one built in, or with the user's file over it.
pub(super) fn registry(file: Option<&Path>) -> Result<Arc<Registry>, Failure> {
    let Some(path) = file else { return Ok(Registry::builtin_shared()) };
    let text = fs::read_to_string(path).map_err(|error| {
        Failure::new(format!("{}: {error}", path.display()), "give a registry file with --registry")
    })?;
    Ok(Arc::new(Registry::with_overrides(&path.display().to_string(), &text)?))
}

/// What reads old Word files besides the built-in reader.
pub(super) fn fallback_reader(choice: Option<DocHelper>) -> Result<Option<Arc<dyn FallbackReader>>, Failure> {
    let found = |always| LibreOffice::find(always).map(|office| Arc::new(office) as Arc<dyn FallbackReader>);
    match choice.unwrap_or_default() {
        DocHelper::None => Ok(None),
        DocHelper::Auto => Ok(found(false)),
        DocHelper::Soffice => found(true).map(Some).ok_or_else(|| {
            Failure::new(
                "LibreOffice is not installed: there is no program soffice on the search path",
                "install it, put its folder on PATH, or leave --doc-helper out",
            )
        }),
    }
}
