//! What decides a document besides its input.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Digest;

/// Everything but the input that an output depends on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recipe {
    /// Version and build of the program; its built-in fonts and words belong to it.
    pub itudoc: String,
    /// Options of the run that bear on the words.
    pub options: String,
    /// Name of the template.
    pub template: String,
    /// SHA-256 of the template's data.
    pub template_sha256: String,
    /// SHA-256 over registry, fonts and reference document, and over what decides which template is chosen.
    pub materials_sha256: String,
}

/// Stands for a recipe; sixteen hexadecimal digits where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct RecipeKey(u64);

impl Serialize for RecipeKey {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{:016x}", self.0))
    }
}

impl<'de> Deserialize<'de> for RecipeKey {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        u64::from_str_radix(&text, 16).map(Self).map_err(de::Error::custom)
    }
}

impl Recipe {
    /// Stands for the recipe in a manifest.
    pub(crate) fn key(&self) -> RecipeKey {
        RecipeKey(Digest::of(serde_json::to_string(self).unwrap_or_default().as_bytes()).short())
    }

    /// What differs from the recipe that would be used now; `None` where nothing does.
    pub(crate) fn differs(&self, now: &Recipe) -> Option<Why> {
        match () {
            () if self.itudoc != now.itudoc => Some(Why::Version),
            () if self.options != now.options => Some(Why::Options),
            () if self.template != now.template || self.template_sha256 != now.template_sha256 => {
                Some(Why::Template)
            }
            () if self.materials_sha256 != now.materials_sha256 => Some(Why::Materials),
            () => None,
        }
    }
}

/// Why a file is to be converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// It has no output yet.
    New,
    /// It is another than the one its outputs were made of.
    Input,
    /// Its outputs were made by another version, or another build, of the program.
    Version,
    /// They were made with other options.
    Options,
    /// Their template has changed.
    Template,
    /// The registry, the fonts, the reference document or the list of templates has changed.
    Materials,
    /// An output is missing.
    Missing,
    /// An output is no longer what was made.
    Changed,
    /// It was asked for.
    Forced,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Why::New => "it has no output yet",
            Why::Input => "the input has changed",
            Why::Version => "its outputs were made by another version of itudoc",
            Why::Options => "its outputs were made with other options",
            Why::Template => "its template has changed",
            Why::Materials => {
                "the registry, the fonts, the reference document or the list of templates has changed"
            }
            Why::Missing => "an output is missing",
            Why::Changed => "an output was changed after it was made",
            Why::Forced => "--force",
        })
    }
}
