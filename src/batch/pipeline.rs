//! The pipeline as what converts the files of a batch.

use super::Converter;
use crate::convert::{Conversion, Named, Options, Workshop};
use crate::diagnostics::Refusal;
use crate::digest::{Hasher, hex};
use crate::layout::Origin;
use crate::manifest::Recipe;
use crate::manifest::recipe;

/// A workshop and the hash of what it has besides templates.
#[derive(Debug)]
pub struct Pipeline {
    workshop: Workshop,
    materials: String,
}

impl Pipeline {
    /// The pipeline of a workshop, for conversions with these options and what is added a file.
    pub fn new(workshop: Workshop, options: &Options) -> Self {
        Self { materials: materials(&workshop, options), workshop }
    }
}

impl Converter for Pipeline {
    fn convert(&self, name: &str, bytes: &[u8], options: &Options) -> Result<Conversion, Refusal> {
        self.workshop.convert(name, bytes, options)
    }

    fn name(&self, name: &str, bytes: &[u8], options: &Options) -> Result<Named, Refusal> {
        self.workshop.name(name, bytes, options)
    }

    fn recipe(&self, template: &str, options: &Options) -> Option<Recipe> {
        Some(Recipe {
            itudoc: crate::BUILD.to_owned(),
            options: recipe::options(options),
            template: template.to_owned(),
            template_sha256: hex(&self.workshop.templates.get(template).ok()?.digest),
            materials_sha256: self.materials.clone(),
        })
    }
}

/// SHA-256 over the registry, the texts in force, the fonts that are not built in, the user's own
/// Word template, and what each template is for: a new template may be chosen for a text that had another.
fn materials(workshop: &Workshop, options: &Options) -> String {
    let mut hash = Hasher::default();
    hash.update(workshop.registry.digest());
    if let Some(base) = &options.base {
        hash.update(format!("{base:?}"));
    }
    let faces = (0..).map_while(|index| workshop.fonts.face(index));
    for face in faces.filter(|face| face.origin != Origin::Kit) {
        hash.update(face.font.digest);
        hash.update(face.font.index.to_be_bytes());
    }
    if workshop.fonts.boxes() {
        hash.update("boxes");
    }
    // Which files the other program reads is a choice; its version is told a file in the manifest.
    if workshop.second.as_ref().is_some_and(|second| second.always()) {
        hash.update("every old Word file is read by another program");
    }
    if let Some(reference) = &workshop.reference {
        hash.update(reference.digest);
    }
    for name in workshop.templates.names() {
        // Not finished for this: with all the built-in ones that takes longer than a file.
        let (body, year) = workshop.templates.purpose(name);
        hash.update(format!("{name} {body:?} {year:?}\n"));
    }
    hash.finish().to_string()
}
