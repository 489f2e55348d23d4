//! What every command works with, made in one place: settings, templates, registry, fonts, texts in
//! force, and for each file what stands beside it.
//!
//! In: settled settings. Out: an engine and the options of the run. Never: a file of the user's
//! touched before all this is loaded and checked.

use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::places::STREAM;
use super::{Failure, out, stream};
use crate::batch::sidecar;
use crate::diagnostics::render::RenderForm;
use crate::diagnostics::{Refusal, message};
use crate::files::{self, Unopened};
use crate::language::Language;
use crate::layout::FontLibrary;
use crate::limits;
use crate::office::LibreOffice;
use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use crate::read::fallback::FallbackReader;
use crate::reading::Reading;
use crate::recover::BaseLibrary;
use crate::registry::Registry;
use crate::report::ReportFormat;
use crate::settings::choices::{DocHelper, FindingsForm, MissingGlyphs};
use crate::settings::{Settings, Settled};
use crate::template::{Emblem, Templates};
use crate::workers::{self, Interrupt, Workers, clock, processors};
use crate::write::docx::ReferenceDocument;

/// What a command works with.
#[derive(Debug)]
pub(super) struct CommandContext {
    pub(super) settled: Settled,
    pub(super) engine: Engine,
    /// How files are read and converted, but for what stands beside each.
    pub(super) options: RunOptions,
}

impl CommandContext {
    /// Loads everything that the settings name.
    pub(super) fn new(settled: Settled) -> Result<Self, Failure> {
        lexicon(&settled)?;
        let templates = templates(&settled)?;
        let registry = registry(&settled)?;
        templates.check_bodies(&registry)?;
        let mut engine = Engine::new(templates, registry, fonts(&settled)?);
        engine.reference = reference(&settled)?;
        engine.fallback = fallback_reader(&settled)?;
        engine.base = base(&settled, &engine)?;
        let options = options(&settled, &engine)?;
        Ok(Self { settled, engine, options })
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settled.settings
    }

    /// Files at a time.
    pub(super) fn jobs(&self) -> usize {
        self.settings().jobs.map_or_else(processors, NonZeroUsize::get)
    }

    /// Longest that one file may take.
    pub(super) fn time_limit(&self) -> Duration {
        Duration::from_secs(self.settings().time_limit.map_or(limits::FILE_SECONDS, NonZeroU64::get))
    }

    /// How files are worked on.
    pub(super) fn workers<'a>(&self, interrupt: &'a Interrupt) -> Workers<'a> {
        Workers { jobs: self.jobs(), time_limit: Some(self.time_limit()), interrupt }
    }

    /// How findings are shown; `otherwise` where nothing is set.
    pub(super) fn format(&self, otherwise: FindingsForm) -> ReportFormat {
        let language = self.settings().messages.unwrap_or(Language::English);
        match self.settings().output_format.unwrap_or(otherwise) {
            FindingsForm::Summary => ReportFormat::Summary,
            FindingsForm::Human => out::full(language),
            FindingsForm::Short => ReportFormat::Person(RenderForm::Short, language),
            FindingsForm::Json => ReportFormat::Json,
            FindingsForm::Jsonl => ReportFormat::JsonLines,
            FindingsForm::Sarif => ReportFormat::Sarif,
            FindingsForm::Github => ReportFormat::Github,
        }
    }

    /// What holds for one file: what stands beside it, and the time it may take from now.
    pub(super) fn file_options(&self, path: &Path) -> Result<FileOptions, Refusal> {
        let options = sidecar::options(path, &self.engine.registry)?;
        Ok(FileOptions { budget: clock::from_now(self.time_limit()), ..options })
    }

    /// One file, or standard input, with what stands beside it.
    pub(super) fn input(&self, path: &Path) -> Result<InputFile, Failure> {
        let name = stream::name(path);
        let bytes = if path == Path::new(STREAM) {
            stream::read()?
        } else {
            let unread = |error: Unopened| about(path, error.refusal());
            files::read(path, limits::INPUT_BYTES).map_err(unread)?.bytes
        };
        let options = self.file_options(path).map_err(|refusal| about(path, refusal))?;
        Ok(InputFile { name, bytes, options })
    }

    /// One file, or standard input, read and parsed.
    pub(super) fn read(&self, path: &Path) -> Result<(InputFile, Reading), Failure> {
        let input = self.input(path)?;
        let reading = self.engine.read(&input.name, &input.bytes, &self.options, &input.options);
        Ok((input, reading.map_err(|refusal| about(path, refusal))?))
    }
}

/// One file as it came.
#[derive(Debug)]
pub(super) struct InputFile {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    /// What its sidecars say, and the time it may take.
    pub(super) options: FileOptions,
}

/// A refusal of one file, with its name.
pub(super) fn about(path: &Path, refusal: Refusal) -> Failure {
    Failure::from(refusal.at(&path.display().to_string()))
}

/// A failure of something that a setting names, told with who set it.
fn blamed(settled: &Settled, key: &str) -> impl Fn(Refusal) -> Failure {
    let by = settled.given_by(key);
    move |refusal: Refusal| Failure::from(refusal.at(&by))
}

/// The options of a run.
fn options(settled: &Settled, engine: &Engine) -> Result<RunOptions, Failure> {
    let settings = &settled.settings;
    let kinds = settings.to.as_ref().map(|kinds| kinds.0.as_slice());
    let wanted = |kind: &OutputKind| kinds.unwrap_or(&OutputKind::DEFAULT).contains(kind);
    let template = match &settings.template {
        // Under its own name, so that outputs do not depend on how it was typed.
        Some(name) => Some(engine.templates.get(name).map_err(blamed(settled, "template"))?.name.clone()),
        None => None,
    };
    let mut options = RunOptions {
        outputs: OutputKind::ALL.into_iter().filter(wanted).collect(),
        template,
        language: settings.lang,
        view: settings.view.unwrap_or_default(),
        pdf_standard: settings.pdf_standard.unwrap_or_default(),
        recover: settings.recover.unwrap_or_default(),
        comments: settings.comments.unwrap_or_default(),
        mode: settings.mode.unwrap_or_default(),
        by: settings.by.clone(),
        messages: settings.messages,
        ..RunOptions::default()
    };
    for pair in settings.set.iter().flat_map(|pairs| &pairs.0) {
        options.metadata.set(pair, &engine.registry)?;
    }
    options.agree().map_err(blamed(settled, "pdf-standard"))?;
    if settings.is_final == Some(true) { Ok(options.for_publication()?) } else { Ok(options) }
}

/// The official forms.
pub(super) fn templates(settled: &Settled) -> Result<Templates, Failure> {
    let templates = match &settled.settings.templates {
        None => Templates::builtin(),
        Some(folder) => Templates::load(folder).map_err(blamed(settled, "templates"))?,
    };
    let Some(path) = &settled.settings.emblem else { return Ok(templates) };
    let by = settled.given_by("emblem");
    let failed = |found, advice| {
        Failure::new(
            message!("{place}: {path}: {what}", place = by, path = path.display(), what => found),
            advice,
        )
    };
    let read = files::read(path, limits::EMBLEM_BYTES);
    let file = read.map_err(|error| failed(error.found(), message!("give a picture with --emblem")))?;
    let emblem = Emblem::read(&file.bytes).map_err(|refusal| failed(refusal.found, refusal.advice))?;
    Ok(templates.with_emblem(emblem))
}

/// The text of a data file that a setting names.
fn data(settled: &Settled, key: &str, path: &Path, advice: &str) -> Result<String, Failure> {
    files::text(path, limits::DATA_BYTES).map_err(|error| {
        let found = format!("{}: {}: {}", settled.given_by(key), path.display(), error.found());
        Failure::new(found, advice)
    })
}

/// Lays the user's words over those built in, before the first text is read.
fn lexicon(settled: &Settled) -> Result<(), Failure> {
    let Some(path) = &settled.settings.lexicon else { return Ok(()) };
    let text = data(settled, "lexicon", path, "give a file of words with --lexicon")?;
    Ok(crate::lexicon::lay_over(&path.display().to_string(), &text)?)
}

/// The registry: the one built in, or with the user's file over it.
pub(super) fn registry(settled: &Settled) -> Result<Arc<Registry>, Failure> {
    let Some(path) = &settled.settings.registry else { return Ok(Registry::builtin_shared()) };
    let text = data(settled, "registry", path, "give a registry file with --registry")?;
    Ok(Arc::new(Registry::with_overrides(&path.display().to_string(), &text)?))
}

/// The fonts of PDFs.
pub(super) fn fonts(settled: &Settled) -> Result<FontLibrary, Failure> {
    let settings = &settled.settings;
    let paths: &[PathBuf] = settings.font_path.as_ref().map_or(&[], |folders| &folders.0);
    let mut fonts = FontLibrary::with_paths(paths).map_err(blamed(settled, "font-path"))?;
    if settings.system_fonts == Some(true) {
        fonts = fonts.with_system();
    }
    Ok(if settings.missing_glyphs == Some(MissingGlyphs::Box) { fonts.with_boxes() } else { fonts })
}

/// The user's own Word template.
fn reference(settled: &Settled) -> Result<Option<ReferenceDocument>, Failure> {
    let Some(path) = &settled.settings.reference_doc else { return Ok(None) };
    let by = settled.given_by("reference-doc");
    let failed = |found, advice| {
        Failure::new(
            message!("{place}: {path}: {what}", place = by, path = path.display(), what => found),
            advice,
        )
    };
    let read = files::read(path, limits::INPUT_BYTES);
    let file = read.map_err(|error| {
        failed(error.found(), message!("give a .docx or .dotx file with --reference-doc"))
    })?;
    ReferenceDocument::read(&file.bytes).map(Some).map_err(|refusal| failed(refusal.found, refusal.advice))
}

/// The texts in force, in the order of their names.
fn base(settled: &Settled, engine: &Engine) -> Result<Option<BaseLibrary>, Failure> {
    if settled.settings.base.is_none() && settled.settings.adopted.is_none() {
        return Ok(None);
    }
    let files = base_files(settled)?;
    let adopted = text_files(settled, "adopted", settled.settings.adopted.as_deref())?;
    let mut library = BaseLibrary::default();
    let texts = workers::map(&files, |(name, bytes)| engine.base_text(name, bytes));
    for ((name, _), text) in files.iter().zip(texts) {
        library.add(name, &text.map_err(blamed(settled, "base"))?);
    }
    engine
        .add_adopted(&mut library, adopted.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
        .map_err(blamed(settled, "adopted"))?;
    Ok(Some(library))
}

/// The files of the texts in force, name and bytes, in the order of their names: one file, or those of a
/// folder.
pub(super) fn base_files(settled: &Settled) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    text_files(settled, "base", settled.settings.base.as_deref())
}

/// The files of texts that a setting names, name and bytes, in the order of their names.
fn text_files(
    settled: &Settled,
    setting: &str,
    given: Option<&Path>,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let Some(given) = given else { return Ok(Vec::new()) };
    let by = settled.given_by(setting);
    let failed = |path: &Path, error: &Unopened| {
        let found = format!("{by}: {}: {}", path.display(), error.found());
        Failure::new(found, format!("give a text, or a folder of texts, with --{setting}"))
    };
    let paths = if given.is_dir() {
        files::list(given, false).map_err(|error| failed(given, &error.into()))?
    } else {
        vec![given.to_path_buf()]
    };
    let mut texts = Vec::new();
    for path in paths {
        let file = files::read(&path, limits::INPUT_BYTES).map_err(|error| failed(&path, &error))?;
        texts.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), file.bytes));
    }
    Ok(texts)
}

/// What reads old Word files besides the built-in reader.
fn fallback_reader(settled: &Settled) -> Result<Option<Arc<dyn FallbackReader>>, Failure> {
    let found = |always| LibreOffice::find(always).map(|office| Arc::new(office) as Arc<dyn FallbackReader>);
    match settled.settings.doc_helper.unwrap_or_default() {
        DocHelper::None => Ok(None),
        DocHelper::Auto => Ok(found(false)),
        DocHelper::Soffice => found(true).map(Some).ok_or_else(|| {
            Failure::new(
                format!(
                    "{}: LibreOffice is not installed: there is no program soffice on the search path",
                    settled.given_by("doc-helper")
                ),
                "install it, put its folder on PATH, or leave --doc-helper out",
            )
        }),
    }
}
