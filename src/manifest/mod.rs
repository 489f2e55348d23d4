//! What the outputs of a folder were made of, so that a later run makes only what is missing.
//!
//! In: for each output the hashes of its input, recipe and own bytes. Out: `.itudoc/manifest.json`,
//! the same whatever the machine, the clock, the number of jobs or the order of the files. Never:
//! times and sizes as truth; those serve speed alone and are kept apart ([`stamps`]).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Component, Path};

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::files;
use crate::limits;

mod findings;
pub(crate) mod names;
pub(crate) mod recipe;
pub(crate) mod stamps;
pub(crate) mod store;
pub(crate) mod verify;

pub(crate) use crate::digest::Digest;
pub(crate) use recipe::{Recipe, RecipeKey};

/// Form of the manifest; another form is not read.
const FORM: u32 = 1;

/// One output and what it was made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordedOutput {
    /// The input, below the folder it was found in; the outputs of one input share it.
    #[serde(serialize_with = "write_name", deserialize_with = "read_name")]
    pub input: Arc<str>,
    /// SHA-256 of the input's bytes.
    pub input_sha256: Digest,
    /// The program that read the input, where it was not this one: its version bears on the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_by: Option<String>,
    /// RecipeKey of the recipe.
    pub recipe: RecipeKey,
    /// Size of the output, bytes.
    pub bytes: u64,
    /// SHA-256 of the output's bytes.
    pub sha256: Digest,
}

fn write_name<S: Serializer>(name: &Arc<str>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(name)
}

fn read_name<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<str>, D::Error> {
    String::deserialize(from).map(Arc::from)
}

/// All outputs of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// Recipes by key.
    pub recipes: BTreeMap<RecipeKey, Recipe>,
    /// Outputs by path below the folder.
    pub outputs: BTreeMap<String, RecordedOutput>,
}

/// What every form of the manifest has; read first, for another form may differ in all else.
#[derive(Deserialize)]
struct FormVersion {
    form: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenManifest {
    #[serde(rename = "form")]
    _form: u32,
    recipes: BTreeMap<RecipeKey, Recipe>,
    outputs: BTreeMap<String, RecordedOutput>,
}

/// Outputs about to be named, a line of the journal.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct JournalEntry {
    /// What they are made by.
    pub recipe: Recipe,
    /// The outputs by path.
    pub outputs: BTreeMap<String, RecordedOutput>,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// What is wrong with it, for a person.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let FormVersion { form } = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if form != FORM {
            return Err(format!(
                "another version of itudoc wrote it (form {form}; this one reads form {FORM})"
            ));
        }
        let written: WrittenManifest = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if let Some(path) = written.outputs.keys().find(|path| !stays_below(path)) {
            return Err(format!("the output {path:?} leads out of the folder"));
        }
        let WrittenManifest { recipes, mut outputs, .. } = written;
        // Outputs of one input stand together, for they are sorted and differ in their endings.
        let mut last: Arc<str> = "".into();
        for made in outputs.values_mut() {
            if made.input == last {
                made.input = Arc::clone(&last);
            } else {
                last = Arc::clone(&made.input);
            }
        }
        Ok(Self { recipes, outputs })
    }

    /// Writes the manifest: sorted, an output a line. Recipes that made nothing that is still there
    /// are left out.
    ///
    /// # Errors
    /// Where `out` takes no more.
    pub(crate) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let used: BTreeSet<RecipeKey> = self.outputs.values().map(|made| made.recipe).collect();
        write!(out, "{{\"form\":{FORM},\n\"recipes\":{{")?;
        lines(out, self.recipes.iter().filter(|(key, _)| used.contains(key)))?;
        write!(out, "}},\n\"outputs\":{{")?;
        lines(out, self.outputs.iter())?;
        writeln!(out, "}}}}")
    }

    /// The inputs' names by the stems of their outputs.
    pub(crate) fn stems(&self) -> BTreeMap<String, String> {
        let stem = |path: &str| path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_owned();
        self.outputs.iter().map(|(path, made)| (stem(path), made.input.to_string())).collect()
    }

    /// The outputs, and what each was made by, as a run that is no more left them; none where every input of the
    /// run was refused, which leaves no manifest.
    ///
    /// # Errors
    /// What is wrong with the manifest, for a person.
    pub(crate) fn of_folder(root: &Path) -> Result<Self, String> {
        let path = root.join(crate::store::OURS).join("manifest.json");
        let text = match files::text(&path, limits::MANIFEST_BYTES) {
            Ok(text) => text,
            Err(error) if error.is_absent() => return Ok(Self::default()),
            Err(error) => return Err(format!("{}: {}", path.display(), error.found())),
        };
        Self::read(&text).map_err(|why| format!("{}: {why}", path.display()))
    }

    /// Takes in outputs and their recipe.
    pub(crate) fn enter(&mut self, entry: JournalEntry) {
        self.recipes.insert(entry.recipe.key(), entry.recipe);
        self.outputs.extend(entry.outputs);
    }
}

/// `"key":value` lines of a JSON object.
fn lines<'a, K: Serialize + 'a, T: Serialize + 'a>(
    out: &mut dyn Write,
    pairs: impl Iterator<Item = (&'a K, &'a T)>,
) -> io::Result<()> {
    for (at, (key, value)) in pairs.enumerate() {
        out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, key)?;
        out.write_all(b":")?;
        serde_json::to_writer(&mut *out, value)?;
    }
    Ok(())
}

/// Whether a path names something below the folder it is taken in.
fn stays_below(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}
