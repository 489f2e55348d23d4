//! Folders of outputs as objects: the shards of a plan, and what is merged of them.
//!
//! In: a folder that is whole. Out: its files as objects, and it back again, each file by its digest. Never: two
//! attempts at one shard published: the files of an attempt stand below a name of its own, and the one object that
//! says which attempt counts, `shard.json`, is put only where there is none yet (`If-None-Match: *`).

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::RemoteFiles;
use crate::batch::shard::{SHARD, Shard};
use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::files;
use crate::limits;
use crate::manifest::Digest;
use crate::manifest::store::{MANIFEST, STAMPS};
use crate::object_storage::{ObjectAddress, OnExisting, PutOrder, PutOutcome};
use crate::store::attempt::AttemptEnd;
use crate::store::{IN_THE_MAKING, LOCK, OURS};

/// Form of what says which attempt counts.
const FORM: u32 = 1;
/// What the names begin with below which attempts put their files.
const ATTEMPT: &str = "attempt-";
fn again() -> Message {
    message!("remove the objects of that shard and convert it again")
}

/// A shard as it was published: which of the attempts at it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublishedShard {
    form: u32,
    /// What it is a shard of.
    pub shard: Shard,
    /// What the keys of its files begin with, below the shard's own.
    attempt: String,
    /// SHA-256 of each file, by its path in the folder.
    files: BTreeMap<String, Digest>,
}

/// A shard on this machine.
#[derive(Debug, Clone)]
pub(crate) struct ShardCopy {
    /// The shard as it was given, or its address.
    pub shown: String,
    /// Its folder.
    pub folder: PathBuf,
}

impl RemoteFiles {
    /// The shard that was published at an address; `None` where none was.
    ///
    /// # Errors
    /// Where it cannot be asked for or read.
    pub(crate) fn published(&mut self, at: &ObjectAddress) -> Result<Option<PublishedShard>, Refusal> {
        let address = at.below(SHARD);
        let Some(text) = self.text(&address, limits::MANIFEST_BYTES)? else { return Ok(None) };
        let refuse = |why: String| {
            Refusal::new(RefusalKind::Damaged, message!("{address}: {why}", address, why), again())
        };
        let read: PublishedShard = serde_json::from_str(&text).map_err(|error| refuse(error.to_string()))?;
        if read.form != FORM {
            return Err(refuse(format!("its form is {}; this version reads form {FORM}", read.form)));
        }
        let strays = |name: &&String| !is_below(name);
        if let Some(stray) = read.files.keys().chain([&read.attempt]).find(strays) {
            return Err(refuse(format!("it names the file {stray}, which leads out of its folder")));
        }
        Ok(Some(read))
    }

    /// Whether anything stands below an address.
    ///
    /// # Errors
    /// Where it cannot be asked.
    pub(crate) fn is_taken(&mut self, at: &ObjectAddress) -> Result<bool, Refusal> {
        Ok(self.objects_below(at)?.iter().any(|name| !name.starts_with(ATTEMPT)))
    }

    /// Publishes a folder as a shard, once: of many attempts the first counts, and what the others have put is
    /// taken away. `name`: of this attempt, which no other has.
    ///
    /// # Errors
    /// Where the service does not take it; the shard is then not published.
    pub(crate) fn publish(
        &mut self,
        folder: &Path,
        to: &ObjectAddress,
        shard: &Shard,
        name: &str,
    ) -> Result<AttemptEnd, Refusal> {
        let attempt = format!("{ATTEMPT}{name}");
        let files = files_of(folder)?;
        let digests = files.iter().map(|file| Ok((file.clone(), digest(&folder.join(file))?)));
        let files = digests.collect::<Result<BTreeMap<String, Digest>, Refusal>>()?;
        let made = PublishedShard { form: FORM, shard: shard.clone(), attempt, files };
        self.put_files(folder, &to.below(&made.attempt), made.files.keys(), OnExisting::Keep)?;
        let text = serde_json::to_vec(&made).unwrap_or_default();
        let put = self.put(&to.below(SHARD), text, OnExisting::Keep)?;
        // An answer that was lost on its way lets the same question be asked again: what is there may be ours.
        let is_ours = put == PutOutcome::Done || self.published(to)?.is_some_and(|there| there == made);
        self.clear(to)?;
        Ok(if is_ours { AttemptEnd::First } else { AttemptEnd::Second })
    }

    /// Takes away what attempts have put that do not count.
    ///
    /// # Errors
    /// Where the service refuses.
    pub(crate) fn clear(&mut self, at: &ObjectAddress) -> Result<(), Refusal> {
        match self.published(at)? {
            Some(published) => self.clear_attempts(at, &published.attempt),
            None => Ok(()),
        }
    }

    /// Copies the shards at an address here: the one that it is, or those that stand next below it. Those that are
    /// not published are passed over; what is missing is told by their numbers.
    ///
    /// # Errors
    /// Where there is none, one cannot be read, or a file is not what was published.
    pub(crate) fn shards(&mut self, at: &ObjectAddress) -> Result<Vec<ShardCopy>, Refusal> {
        let mut found: Vec<(ObjectAddress, PublishedShard)> = Vec::new();
        if let Some(published) = self.published(at)? {
            found.push((at.clone(), published));
        } else {
            for folder in self.bucket(&at.bucket)?.folders(&at.key)? {
                let address = at.below(&folder);
                let published = self.published(&address)?;
                found.extend(published.map(|published| (address, published)));
            }
        }
        if found.is_empty() {
            let told = message!("{at} is no shard that was converted to its end, and none is below it", at);
            let advice = message!(
                "name what `itudoc convert --plan` was given with -o, or what stands above all shards"
            );
            return Err(Refusal::new(RefusalKind::Io, told, advice));
        }
        found.into_iter().map(|(address, published)| self.copied(address, &published)).collect()
    }

    /// Puts the files of an output folder as objects of the same names, the manifest last. What is there already
    /// must be the same, or `force` be given.
    ///
    /// # Errors
    /// Where something else is there, or the service does not take a file.
    pub(crate) fn put_folder(
        &mut self,
        folder: &Path,
        to: &ObjectAddress,
        force: bool,
    ) -> Result<(), Refusal> {
        let existing = if force { OnExisting::Replace } else { OnExisting::Keep };
        let (ours, outputs): (Vec<String>, Vec<String>) =
            files_of(folder)?.into_iter().partition(|name| name.starts_with(&format!("{OURS}/")));
        let manifest = format!("{OURS}/{MANIFEST}");
        let (last, ours): (Vec<String>, Vec<String>) = ours.into_iter().partition(|name| *name == manifest);
        // Said before any work: a manifest of other outputs.
        if !force && !last.is_empty() {
            self.is_same(&folder.join(&manifest), &to.below(&manifest))?;
        }
        for part in [outputs, ours, last] {
            self.put_files(folder, to, part.iter(), existing)?;
        }
        Ok(())
    }

    /// Puts files of a folder; each that has its key already is the same.
    fn put_files<'n>(
        &mut self,
        folder: &Path,
        to: &ObjectAddress,
        names: impl Iterator<Item = &'n String> + Clone,
        existing: OnExisting,
    ) -> Result<(), Refusal> {
        let order = |name: &String| PutOrder { from: folder.join(name), key: to.below(name).key };
        let there = self.bucket(&to.bucket)?.upload(names.clone().map(order).collect(), existing)?;
        for name in names {
            let path = folder.join(name);
            if there.contains(&path) {
                self.is_same(&path, &to.below(name))?;
            }
        }
        Ok(())
    }

    /// Refuses an object that is there and is not the file.
    fn is_same(&mut self, path: &Path, address: &ObjectAddress) -> Result<(), Refusal> {
        let mine = read(path)?;
        let bucket = self.bucket(&address.bucket)?;
        let length = mine.len() as u64;
        let is_same = match bucket.size(&address.key)? {
            None => true,
            Some(size) => size == length && bucket.read(&address.key, length)? == Some(mine),
        };
        if is_same {
            return Ok(());
        }
        let found = message!("{address} is there and holds something else", address);
        Err(Refusal::new(
            RefusalKind::Io,
            found,
            message!("give another address with -o, or replace what is there with --force"),
        ))
    }

    /// Copies a published shard here.
    fn copied(&mut self, address: ObjectAddress, published: &PublishedShard) -> Result<ShardCopy, Refusal> {
        let folder = self.new_folder()?;
        let from = address.below(&published.attempt);
        let orders = published.files.keys().map(|name| (from.below(name), folder.join(name))).collect();
        self.copy(orders, limits::MANIFEST_BYTES)?;
        for (name, sha256) in &published.files {
            let path = folder.join(name);
            if !path.is_file() || digest(&path)? != *sha256 {
                let found = message!("{object} is not what was published", object = from.below(name));
                return Err(Refusal::new(RefusalKind::Damaged, found, again()));
            }
        }
        Ok(ShardCopy { shown: address.to_string(), folder })
    }

    /// Takes away what attempts at a shard have put, all but one.
    fn clear_attempts(&mut self, at: &ObjectAddress, kept: &str) -> Result<(), Refusal> {
        let kept = format!("{kept}/");
        let is_left = |name: &String| name.starts_with(ATTEMPT) && !name.starts_with(&kept);
        let left = self.objects_below(at)?.into_iter().filter(is_left).map(|name| at.below(&name).key);
        let left = left.collect();
        self.bucket(&at.bucket)?.remove(left)
    }

    fn objects_below(&mut self, at: &ObjectAddress) -> Result<Vec<String>, Refusal> {
        let objects = self.bucket(&at.bucket)?.list(&at.key)?;
        Ok(objects.into_iter().map(|object| object.name).collect())
    }
}

/// The files of an output folder that are of use on another machine, by their paths in it.
fn files_of(folder: &Path) -> Result<Vec<String>, Refusal> {
    let paths = files::list(folder, true).map_err(|error| unreadable(folder, &error))?;
    let mut names = Vec::with_capacity(paths.len());
    for path in paths {
        let below = path.strip_prefix(folder).unwrap_or(&path);
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        let is_of_this_machine = match parts.as_slice() {
            [room, name] if room == OURS => name == LOCK || name == STAMPS || name.starts_with(IN_THE_MAKING),
            _ => false,
        };
        if !is_of_this_machine {
            names.push(parts.join("/"));
        }
    }
    Ok(names)
}

fn digest(path: &Path) -> Result<Digest, Refusal> {
    read(path).map(|bytes| Digest::of(&bytes))
}

fn read(path: &Path) -> Result<Vec<u8>, Refusal> {
    let read = files::read(path, limits::MANIFEST_BYTES);
    read.map(|read| read.bytes).map_err(|error| error.refusal().at(&path.display().to_string()))
}

fn is_below(name: &str) -> bool {
    !name.is_empty() && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Refusal {
    Refusal::unreadable(path, Message::foreign(error.to_string()), message!("run the same command again"))
}
