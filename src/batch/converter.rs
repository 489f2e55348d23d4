//! The engine as what converts the files of a batch.

use super::Converter;
use crate::diagnostics::Refusal;
use crate::digest::{Hasher, hex};
use crate::layout::FaceOrigin;
use crate::manifest::Recipe;
use crate::pipeline::{Conversion, DocumentName, Engine, FileOptions, RunOptions};
use crate::registry::Registry;

/// An engine and the hash of what it has besides templates.
#[derive(Debug)]
pub(crate) struct EngineConverter {
    engine: Engine,
    materials: String,
    /// Where files are converted in processes of their own.
    #[cfg(unix)]
    apart: Option<super::own_process::OwnProcesses>,
}

#[cfg(any(feature = "packs", feature = "review"))]
impl EngineConverter {
    /// The engine.
    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }
}

impl EngineConverter {
    /// The same, with each file converted in a process of its own that may take so long.
    #[cfg(unix)]
    #[must_use]
    pub(crate) fn in_own_processes(self, limit: std::time::Duration) -> Self {
        Self { apart: Some(super::own_process::OwnProcesses::new(limit)), ..self }
    }

    /// SHA-256 over all that outputs depend on besides input, template and options.
    pub(crate) fn materials(&self) -> &str {
        &self.materials
    }
}

impl From<Engine> for EngineConverter {
    fn from(engine: Engine) -> Self {
        Self {
            materials: materials(&engine),
            engine,
            #[cfg(unix)]
            apart: None,
        }
    }
}

impl Converter for EngineConverter {
    fn convert(
        &self,
        name: &str,
        bytes: &[u8],
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<Conversion, Refusal> {
        #[cfg(unix)]
        if let (Some(apart), Some(path)) = (&self.apart, &file.path) {
            return apart.convert(name, path, bytes);
        }
        self.engine.convert(name, bytes, run, file)
    }

    fn name(
        &self,
        name: &str,
        bytes: &[u8],
        run: &RunOptions,
        file: &FileOptions,
    ) -> Result<DocumentName, Refusal> {
        self.engine.name(name, bytes, run, file)
    }

    fn recipe(&self, template: &str, run: &RunOptions, file: &FileOptions) -> Option<Recipe> {
        Some(Recipe {
            itudoc: crate::BUILD.to_owned(),
            options: run.recipe(file),
            template: template.to_owned(),
            template_sha256: hex(&self.engine.templates.get(template).ok()?.digest),
            materials_sha256: self.materials.clone(),
        })
    }

    fn foretell(&self, name: &str, bytes: &[u8]) -> Result<(), Refusal> {
        self.engine.foretell(name, bytes)
    }

    fn text(&self, name: &str, bytes: &[u8]) -> Option<String> {
        self.engine.text(name, bytes).ok()
    }

    fn registry(&self) -> &Registry {
        &self.engine.registry
    }
}

/// SHA-256 over the registry, the texts in force, the fonts that are not built in, the user's own
/// Word template, and what each template is for: a new template may be chosen for a text that had another.
pub(crate) fn materials(engine: &Engine) -> String {
    let mut hash = Hasher::default();
    hash.update(engine.registry.digest());
    hash.update(crate::lexicon::laid_over().unwrap_or_default());
    if let Some(base) = &engine.base {
        hash.update(format!("{base:?}"));
    }
    let faces = (0..).map_while(|index| engine.fonts.face(index));
    for face in faces.filter(|face| face.origin != FaceOrigin::Kit) {
        hash.update(face.font.digest);
        hash.update(face.font.index.to_be_bytes());
    }
    if engine.fonts.boxes() {
        hash.update("boxes");
    }
    // Which files the other program reads is a choice; its version is told a file in the manifest.
    if engine.fallback.as_ref().is_some_and(|second| second.always()) {
        hash.update("every old Word file is read by another program");
    }
    if let Some(reference) = &engine.reference {
        hash.update(reference.digest);
    }
    for name in engine.templates.names() {
        // Not finished for this: with all the built-in ones that takes longer than a file.
        let (body, year) = engine.templates.purpose(name);
        hash.update(format!("{name} {body:?} {year:?}\n"));
    }
    hash.finish().to_string()
}
