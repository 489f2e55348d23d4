//! The manifest at work: what is up to date, what may be replaced, what has been made.
//!
//! In: the manifest of earlier runs, the journal of one that was killed, stamps. Out: each file's
//! standing, and all three brought up to date. Each is held once, for a folder may have a hundred
//! thousand outputs: an entry of this run takes the place of the earlier one. Every output is entered in the journal before it gets
//! its name, so whatever a killed run named is known to be ours.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::findings::Findings;
use super::names::OutputNames;
use super::recipe::Why;
use super::stamps::{NameSeen, Stamp, Stamps};
use super::{Digest, JournalEntry, Manifest, Recipe, RecordedOutput};
use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::files;
use crate::limits;
use crate::pipeline::OutputKind;
use crate::store::{OURS, OutputFolder, StoreError};
use crate::workers;

/// The manifest itself.
pub(crate) const MANIFEST: &str = "manifest.json";
const JOURNAL: &str = "journal";
/// Sizes and times of files as this machine has them; of no use on another.
pub(crate) const STAMPS: &str = "stamps.json";

/// The manifest of an output folder, in use.
#[derive(Debug)]
pub(crate) struct ManifestStore {
    root: PathBuf,
    /// Outputs that a killed run was about to name.
    unsettled: BTreeMap<String, RecordedOutput>,
    findings: Findings,
    state: Mutex<StoreState>,
}

/// What is written at the end, where it has changed.
#[derive(Debug)]
struct StoreState {
    manifest: Manifest,
    manifest_changed: bool,
    stamps: Stamps,
    stamps_changed: bool,
}

/// Whether a file needs converting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// All its outputs are there and as they were made.
    UpToDate(BTreeMap<String, RecordedOutput>),
    /// It is to be converted.
    Due(Why),
}

/// An input as the book knows it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OutputRequest<'a> {
    /// Where it is.
    pub path: &'a Path,
    /// What its outputs are called.
    pub name: &'a OutputNames,
    /// The outputs that are wanted.
    pub kinds: &'a [OutputKind],
}

impl ManifestStore {
    /// Opens the book of a folder; reads only. A folder without one has an empty one.
    ///
    /// # Errors
    /// Where there is one that cannot be read.
    pub(crate) fn open(root: &Path) -> Result<Self, Refusal> {
        let ours = root.join(OURS);
        let mut manifest = match text(&ours.join(MANIFEST))? {
            Some(text) => Manifest::read(&text)
                .map_err(|why| unreadable(&ours.join(MANIFEST), Message::foreign(why)))?,
            None => Manifest::default(),
        };
        let mut unsettled = BTreeMap::new();
        // The last line may be torn; a line that does not parse was of outputs not yet named.
        let journal = text(&ours.join(JOURNAL))?.unwrap_or_default();
        for entry in journal.lines().filter_map(|line| serde_json::from_str::<JournalEntry>(line).ok()) {
            manifest.recipes.insert(entry.recipe.key(), entry.recipe);
            unsettled.extend(entry.outputs);
        }
        // Which of the outputs in the journal the killed run did name.
        let listed: Vec<(&String, &RecordedOutput)> = unsettled.iter().collect();
        let named = workers::map(&listed, |(path, made)| is_as_made(&root.join(path), made));
        for ((path, made), _) in listed.into_iter().zip(named).filter(|(_, named)| *named) {
            manifest.outputs.insert(path.clone(), made.clone());
        }
        let stamps = Stamps::read(&text(&ours.join(STAMPS))?.unwrap_or_default());
        let manifest_changed = !unsettled.is_empty();
        let state = StoreState { manifest, manifest_changed, stamps, stamps_changed: false };
        let findings = Findings::open(&ours);
        Ok(Self { root: root.to_owned(), unsettled, findings, state: Mutex::new(state) })
    }

    /// The folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The inputs' names by the stems that they have from earlier runs.
    pub(crate) fn stems(&self) -> BTreeMap<String, String> {
        self.state().manifest.stems()
    }

    /// Whether an output of a stem is there.
    pub(crate) fn holds(&self, stem: &str) -> bool {
        let is_there = |kind: OutputKind| self.root.join(format!("{stem}.{}", kind.extension())).is_file();
        OutputKind::ALL.into_iter().any(is_there)
    }

    /// What was found to be the official name of an input that has not changed since.
    pub(crate) fn name_seen(&self, input: &str, stamp: Stamp) -> Option<NameSeen> {
        self.state().stamps.names.get(input).filter(|seen| seen.stamp == stamp).cloned()
    }

    /// Takes note of the official name of an input.
    pub(crate) fn saw_name(&self, input: &str, seen: NameSeen) {
        let mut state = self.state();
        state.stamps.names.insert(input.to_owned(), seen);
        state.stamps_changed = true;
    }

    /// Whether a file is up to date, where `recipe` gives the recipe that would be used now with a
    /// template.
    pub(crate) fn standing(
        &self,
        asked: OutputRequest<'_>,
        recipe: impl Fn(&str) -> Option<Recipe>,
    ) -> Standing {
        let outputs = match self.by_the_book(asked, recipe) {
            Ok(outputs) => outputs,
            Err(why) => return Standing::Due(why),
        };
        if !self.is_input(asked, &outputs) {
            return Standing::Due(Why::Input);
        }
        let why = outputs.iter().find_map(|(path, made)| self.is_output(path, made).err());
        why.map_or(Standing::UpToDate(outputs), Standing::Due)
    }

    /// The outputs that the book has of a file, where all are entered and were made as they would be
    /// now.
    fn by_the_book(
        &self,
        asked: OutputRequest<'_>,
        recipe: impl Fn(&str) -> Option<Recipe>,
    ) -> Result<BTreeMap<String, RecordedOutput>, Why> {
        let state = self.state();
        let mut outputs = BTreeMap::new();
        for kind in asked.kinds {
            let path = asked.name.path(*kind);
            let made = state.manifest.outputs.get(&path).ok_or(Why::New)?;
            outputs.insert(path, made.clone());
        }
        for made in outputs.values() {
            let used = state.manifest.recipes.get(&made.recipe).ok_or(Why::Options)?;
            let now = recipe(&used.template).ok_or(Why::Template)?;
            used.differs(&now).map_or(Ok(()), Err)?;
        }
        Ok(outputs)
    }

    /// Whether the input is the one that all the outputs were made of.
    fn is_input(&self, asked: OutputRequest<'_>, outputs: &BTreeMap<String, RecordedOutput>) -> bool {
        let Ok(file) = fs::symlink_metadata(asked.path) else { return false };
        let seen = self.state().stamps.inputs.get(&asked.name.stem).cloned();
        let hash = match seen.filter(|(stamp, _)| *stamp == Stamp::of(&file)) {
            Some((_, hash)) => hash,
            None => {
                let Ok(input) = files::read(asked.path, limits::INPUT_BYTES) else { return false };
                let hash = Digest::of(&input.bytes);
                self.saw_input(&asked.name.stem, &input.metadata, hash);
                hash
            }
        };
        outputs.values().all(|made| made.input_sha256 == hash)
    }

    /// Whether an output is there and as it was made.
    fn is_output(&self, path: &str, made: &RecordedOutput) -> Result<(), Why> {
        let whole = self.root.join(path);
        let file = fs::symlink_metadata(&whole).map_err(|_| Why::Missing)?;
        if !file.is_file() {
            return Err(Why::Missing);
        }
        if self.state().stamps.outputs.get(path) == Some(&Stamp::of(&file)) {
            return Ok(());
        }
        if file.len() != made.bytes || !is_as_made(&whole, made) {
            return Err(Why::Changed);
        }
        self.saw_output(path);
        Ok(())
    }

    /// Refuses an output's place that a folder has, or that lies below a file; and, unless by
    /// `force`, to replace what we did not make or what was changed after we made it: it may be
    /// somebody's work. What is the same as the new output is no loss; `new` is its hash, where it
    /// is known already.
    ///
    /// # Errors
    /// The refusal, with what to do.
    pub(crate) fn may_stand(&self, path: &str, new: Option<Digest>, force: bool) -> Result<(), Refusal> {
        let whole = self.root.join(path);
        let blocked = |what: Message| {
            Refusal::new(
                RefusalKind::Occupied,
                what,
                message!("move it away, or give another folder with -o"),
            )
        };
        let mut above = whole.ancestors().skip(1).take_while(|folder| *folder != self.root);
        if let Some(at) = above.find(|at| fs::symlink_metadata(at).is_ok_and(|found| !found.is_dir())) {
            return Err(blocked(message!(
                "{path} is no folder, and outputs need one there",
                path = at.display()
            )));
        }
        let Ok(there) = fs::symlink_metadata(&whole) else { return Ok(()) };
        if there.is_dir() {
            return Err(blocked(message!(
                "{path} is a folder, and an output needs its name",
                path = whole.display()
            )));
        }
        if force || !there.is_file() {
            return Ok(());
        }
        let entered = self.state().manifest.outputs.get(path).cloned();
        let known = entered.as_ref().filter(|made| self.is_output(path, made).is_ok());
        let same = |new| files::read(&whole, there.len()).is_ok_and(|file| Digest::of(&file.bytes) == new);
        if known.is_some() || new.is_some_and(same) {
            return Ok(());
        }
        let found = if entered.is_some() || self.unsettled.contains_key(path) {
            message!("{path} was changed after it was made", path = whole.display())
        } else {
            message!("{path} is there already and was not made by itudoc", path = whole.display())
        };
        Err(Refusal::new(
            RefusalKind::Occupied,
            found,
            message!("move it away if it is still needed, or let it be replaced with --force"),
        ))
    }

    /// Tells the journal of outputs that are about to be named.
    ///
    /// # Errors
    /// Where the journal cannot be written.
    pub(crate) fn announce(&self, store: &OutputFolder, entry: &JournalEntry) -> Result<(), StoreError> {
        store.append(JOURNAL, &serde_json::to_string(entry).unwrap_or_default())
    }

    /// Enters outputs that have been named.
    pub(crate) fn enter(&self, entry: JournalEntry) {
        for path in entry.outputs.keys() {
            self.saw_output(path);
        }
        let mut state = self.state();
        state.stamps_changed = true;
        state.manifest.enter(entry);
        state.manifest_changed = true;
    }

    /// Enters all outputs of another folder, which have been named in this one, and what was told of their
    /// inputs there.
    ///
    /// # Errors
    /// Where what was told cannot be read or kept.
    pub(crate) fn take_in(
        &self,
        store: &OutputFolder,
        folder: &Path,
        manifest: Manifest,
    ) -> Result<(), StoreError> {
        Findings::take_in(store, &folder.join(OURS))?;
        for path in manifest.outputs.keys() {
            self.saw_output(path);
        }
        let mut state = self.state();
        state.stamps_changed = true;
        state.manifest.recipes.extend(manifest.recipes);
        state.manifest.outputs.extend(manifest.outputs);
        state.manifest_changed = true;
        Ok(())
    }

    /// What was told of the input of which outputs were made, as it was given to [`Self::tell`].
    pub(crate) fn told(&self, outputs: &BTreeMap<String, RecordedOutput>) -> Option<String> {
        outputs.values().next().and_then(|made| self.findings.get(made))
    }

    /// Keeps what is told of the input of which outputs are made. `told`: JSON.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(crate) fn tell(
        &self,
        store: &OutputFolder,
        entry: &JournalEntry,
        told: &str,
    ) -> Result<(), StoreError> {
        entry.outputs.values().next().map_or(Ok(()), |made| Findings::add(store, made, told))
    }

    /// What the folder holds by the manifest.
    pub(crate) fn into_manifest(self) -> Manifest {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).manifest
    }

    /// Takes note of the size and times of an output whose hash is known.
    pub(crate) fn saw_output(&self, path: &str) {
        if let Ok(file) = fs::symlink_metadata(self.root.join(path)) {
            let mut state = self.state();
            state.stamps.outputs.insert(path.to_owned(), Stamp::of(&file));
            state.stamps_changed = true;
        }
    }

    /// Takes note of the size and times of an input whose hash is known, as they were before it was
    /// read.
    pub(crate) fn saw_input(&self, stem: &str, file: &fs::Metadata, hash: Digest) {
        let stamp = Stamp::rested(file);
        let mut state = self.state();
        match stamp {
            Some(stamp) => state.stamps.inputs.insert(stem.to_owned(), (stamp, hash)),
            None => state.stamps.inputs.remove(stem),
        };
        state.stamps_changed = true;
    }

    /// Writes manifest and stamps, and ends the journal.
    ///
    /// # Errors
    /// Where they cannot be written; the journal then stays and the next run takes it in.
    pub(crate) fn close(&self, store: &OutputFolder) -> Result<(), StoreError> {
        let state = self.state();
        if state.manifest_changed {
            store.put_ours(MANIFEST, |file| state.manifest.write(file))?;
        }
        if state.manifest_changed {
            let inputs = state.manifest.outputs.values().map(|made| &*made.input).collect();
            self.findings.tidy(store, &inputs)?;
        }
        if state.stamps_changed {
            store.put_ours(STAMPS, |file| Ok(serde_json::to_writer(file, &state.stamps)?))?;
        }
        store.remove_ours(JOURNAL)
    }

    /// The state, for as long as it takes to look something up or enter it; no file is touched
    /// meanwhile.
    fn state(&self) -> MutexGuard<'_, StoreState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file of ours as text; `None` where there is none.
fn text(path: &Path) -> Result<Option<String>, Refusal> {
    match files::text(path, limits::MANIFEST_BYTES) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.is_absent() => Ok(None),
        Err(error) => Err(unreadable(path, error.found())),
    }
}

/// Whether a file holds what was made; no more of it is read than that.
fn is_as_made(path: &Path, made: &RecordedOutput) -> bool {
    files::read(path, made.bytes).is_ok_and(|file| Digest::of(&file.bytes) == made.sha256)
}

fn unreadable(path: &Path, why: Message) -> Refusal {
    let again =
        message!("remove that file and run `itudoc convert` again: every file is then converted anew");
    Refusal::unreadable(path, why, again)
}
