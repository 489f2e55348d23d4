//! `itudoc.toml`: what a folder's conversions have in common, so that nobody need type it.
//!
//! In: the file found upwards from where the program was started, or the one given. Out: the same
//! choices that flags make. Never: a key that is not known passed over in silence.

use std::fs;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::de::DeTable;

use crate::diagnostics::nearest::nearest;
use crate::diagnostics::{Refusal, RefusalKind};
use crate::lines::LineIndex;

pub mod choices;

use choices::{DocHelper, FindingsForm, Kind, MissingGlyphs, Naming, Seen, Standard};

/// Name of the file.
pub const FILE: &str = "itudoc.toml";

/// What the file may say. Every key is also a flag of `itudoc convert`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Folder for the outputs.
    pub output: Option<PathBuf>,
    /// What to make of each file.
    pub to: Option<Vec<Kind>>,
    /// What outputs are called.
    pub name: Option<Naming>,
    /// Template by name.
    pub template: Option<String>,
    /// Folder of templates.
    pub templates: Option<PathBuf>,
    /// Folders of fonts.
    pub font_path: Option<Vec<PathBuf>>,
    /// What becomes of a file with characters that no font has.
    pub missing_glyphs: Option<MissingGlyphs>,
    /// Folder of texts in force.
    pub base: Option<PathBuf>,
    /// The user's own Word template.
    pub reference_doc: Option<PathBuf>,
    /// The user's own registry.
    pub registry: Option<PathBuf>,
    /// Which program reads old Word files.
    pub doc_helper: Option<DocHelper>,
    /// Language of the documents.
    pub lang: Option<String>,
    /// Marked, revised or base text.
    pub view: Option<Seen>,
    /// Standard that PDFs follow.
    pub pdf_standard: Option<Standard>,
    /// Files at a time.
    pub jobs: Option<NonZeroUsize>,
    /// Longest that one file may take, seconds.
    pub time_limit: Option<NonZeroU64>,
    /// How to show findings.
    pub output_format: Option<FindingsForm>,
}

/// The keys of [`Settings`].
const KEYS: [&str; 17] = [
    "output",
    "to",
    "name",
    "template",
    "templates",
    "font-path",
    "missing-glyphs",
    "base",
    "reference-doc",
    "registry",
    "doc-helper",
    "lang",
    "view",
    "pdf-standard",
    "jobs",
    "time-limit",
    "output-format",
];

/// Settings and the file they come from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The file; `None` where there is none.
    pub file: Option<PathBuf>,
    /// What it says, paths made relative to where it lies.
    pub settings: Settings,
}

/// The settings of `given`, or of the nearest file upwards from `start`.
///
/// # Errors
/// Where the file cannot be read, or every mistake in it with line and key.
pub fn find(given: Option<&Path>, start: &Path) -> Result<Found, Refusal> {
    let file = match given {
        Some(file) => Some(file.to_owned()),
        None => start.ancestors().map(|folder| folder.join(FILE)).find(|file| file.is_file()),
    };
    let Some(file) = file else { return Ok(Found::default()) };
    let text = fs::read_to_string(&file).map_err(|error| {
        Refusal::new(
            RefusalKind::Io,
            format!("the settings {} cannot be read: {error}", file.display()),
            "check the path and the right to read it",
        )
    })?;
    let mut settings = read(&file.display().to_string(), &text)?;
    settings.seen_from(file.parent().unwrap_or(Path::new("")));
    Ok(Found { file: Some(file), settings })
}

/// Reads settings; `name` is the file's, for messages.
///
/// # Errors
/// The first mistake with line and key; all unknown keys at once.
pub fn read(name: &str, text: &str) -> Result<Settings, Refusal> {
    let index = LineIndex::new(text);
    let line = |at: usize| index.line(u32::try_from(at).unwrap_or(u32::MAX));
    let mistake = |found: String, advice: &str| Refusal::new(RefusalKind::Settings, found, advice);
    let wrong = |error: &toml::de::Error| {
        let at = error.span().map_or(1, |span| line(span.start));
        mistake(format!("{name}, line {at}: {}", error.message()), "correct it, or leave the key out")
    };
    let table = DeTable::parse(text).map_err(|error| wrong(&error))?;
    let unknown = table.get_ref().keys().filter(|key| !KEYS.contains(&key.get_ref().as_ref()));
    let unknown: Vec<String> = unknown
        .map(|key| {
            let (at, key) = (line(key.span().start), key.get_ref());
            let near = nearest(key, KEYS).map_or(String::new(), |near| format!("; did you mean {near:?}?"));
            format!("{name}, line {at}: there is no setting {key:?}{near}")
        })
        .collect();
    if unknown.is_empty() {
        return toml::from_str(text).map_err(|error| wrong(&error));
    }
    Err(mistake(unknown.join("\n"), &format!("the settings are {}", KEYS.join(", "))))
}

impl Settings {
    /// Makes relative paths relative to the folder of their file.
    fn seen_from(&mut self, folder: &Path) {
        let own = [
            &mut self.output,
            &mut self.templates,
            &mut self.base,
            &mut self.reference_doc,
            &mut self.registry,
        ];
        let paths = own.into_iter().flatten().chain(self.font_path.iter_mut().flatten());
        for path in paths {
            *path = folder.join(&*path);
        }
    }
}
