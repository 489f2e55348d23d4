//! Papers in object storage: listed as a folder is, and copied to this machine for as long as they are needed.
//!
//! In: addresses. Out: inputs with the names that a folder of the same files would give them, and their copies.
//! Never: a key taken for a path of this machine; more copied than an input may have.

pub(crate) mod shards;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use super::inputs::{self, Discovered, Listing};
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::files::Unopened;
use crate::limits;
use crate::object_storage::{
    Bucket, CopyOrder, CopyOutcome, ListedObject, ObjectAddress, OnExisting, PutOutcome,
};
use crate::store::{OURS, PassingFolder};

/// Object storage as a run uses it: the buckets it has asked, and what it has copied.
#[derive(Debug, Default)]
pub(crate) struct RemoteFiles {
    buckets: BTreeMap<String, Bucket>,
    folder: Option<PassingFolder>,
    /// Folders given out in `folder` so far: each paper has its own, so that its name is that of its key.
    folders: usize,
    /// The files of facts and decisions that were seen, or may be there.
    notes: BTreeSet<ObjectAddress>,
}

impl RemoteFiles {
    /// Lists the inputs under `paths`, files and folders of this machine and addresses. Of objects, the files of
    /// facts and decisions beside them are copied here.
    ///
    /// # Errors
    /// Where an address leads to nothing, or object storage cannot be asked.
    pub(crate) fn list(&mut self, paths: &[PathBuf], output: &Path) -> Result<Listing, Refusal> {
        let mut listing = Listing::default();
        let (mut here, mut seen) = (Vec::new(), BTreeSet::new());
        for path in paths {
            match ObjectAddress::of(path)? {
                Some(address) => self.list_objects(&address, &mut listing, &mut seen)?,
                None => here.push(path.clone()),
            }
        }
        let papers: Vec<&mut Discovered> = listing.found.iter_mut().collect();
        self.bring_notes(papers, false)?;
        Ok(inputs::list_with(&here, output, listing))
    }

    /// Copies papers to this machine. One that is not there or too large is refused when its turn comes.
    ///
    /// # Errors
    /// Where object storage does not answer, or this machine has no room.
    pub(crate) fn bring(&mut self, papers: &mut [Discovered]) -> Result<(), Refusal> {
        let wanted = papers.iter_mut().filter(|paper| paper.size.is_ok());
        let wanted: Vec<&mut Discovered> = wanted.filter(|paper| paper.address.is_some()).collect();
        let orders = wanted.iter().filter_map(|paper| Some((paper.address.clone()?, paper.path.clone())));
        let copied = self.copy(orders.collect(), limits::INPUT_BYTES)?;
        for (paper, copied) in wanted.into_iter().zip(copied) {
            paper.size = match copied {
                CopyOutcome::TooLarge(bytes) => inputs::within_bounds(bytes),
                CopyOutcome::Whole | CopyOutcome::Absent => inputs::size(&paper.path),
            };
        }
        Ok(())
    }

    /// Copies papers that were planned, and whatever stands beside them now.
    ///
    /// # Errors
    /// As [`Self::bring`].
    pub(crate) fn bring_planned(&mut self, papers: &mut [Discovered]) -> Result<(), Refusal> {
        for paper in papers.iter_mut() {
            if let Some(address) = &paper.address {
                match self.room(address.file_name())? {
                    Ok(path) => paper.path = path,
                    Err(refusal) => paper.size = Err(refusal),
                }
            }
        }
        self.bring(papers)?;
        self.bring_notes(papers.iter_mut().collect(), true)
    }

    /// The text of an object; `None` where there is none.
    ///
    /// # Errors
    /// Where it cannot be read, is over the bound, or is not UTF-8.
    pub(crate) fn text(&mut self, address: &ObjectAddress, most: u64) -> Result<Option<String>, Refusal> {
        let Some(bytes) = self.bucket(&address.bucket)?.read(&address.key, most)? else { return Ok(None) };
        let text = String::from_utf8(bytes);
        text.map(Some).map_err(|_| {
            Refusal::new(
                RefusalKind::Io,
                message!("{address} is not UTF-8", address),
                message!("check that it is the right object"),
            )
        })
    }

    /// Puts an object.
    ///
    /// # Errors
    /// Where the service does not take it.
    pub(crate) fn put(
        &mut self,
        address: &ObjectAddress,
        bytes: Vec<u8>,
        existing: OnExisting,
    ) -> Result<PutOutcome, Refusal> {
        self.bucket(&address.bucket)?.put(&address.key, bytes, existing)
    }

    fn list_objects(
        &mut self,
        address: &ObjectAddress,
        listing: &mut Listing,
        seen: &mut BTreeSet<ObjectAddress>,
    ) -> Result<(), Refusal> {
        let bucket = self.bucket(&address.bucket)?;
        let mut objects = bucket.list(&address.key)?;
        let mut root = address.clone();
        if objects.is_empty()
            && let Some(bytes) = bucket.size(&address.key)?
        {
            let name = address.file_name().to_owned();
            root.key = address.key.strip_suffix(&name).unwrap_or_default().trim_end_matches('/').to_owned();
            objects.push(ListedObject { name, bytes });
            let notes = NOTES.map(|extension| address.beside(&noted(address.file_name(), extension)));
            self.notes.extend(notes);
        }
        if objects.is_empty() {
            let found = message!("{address}: there is no such object, and none below it", address);
            return Err(Refusal::new(
                RefusalKind::Io,
                found,
                message!("check the address; nothing was done"),
            ));
        }
        let names: BTreeSet<&str> = objects.iter().map(|object| object.name.as_str()).collect();
        let ours: BTreeSet<&str> = names
            .iter()
            .filter_map(|name| name.split_once(&format!("/{OURS}/")).map(|(folder, _)| folder))
            .collect();
        let mut passed_over = BTreeSet::new();
        for ListedObject { name, bytes } in &objects {
            let at = root.below(name);
            if let Some((part, why)) = self.passed_over(&at, name, &names, &ours)? {
                if name.ends_with(".toml") {
                    self.notes.insert(at.clone());
                }
                // A folder is told of once.
                let passed = root.below(part);
                if passed_over.insert(passed.clone()) {
                    listing.passed_over.push((passed.to_string().into(), why));
                }
            } else if seen.insert(at.clone()) {
                let (path, size) = match self.room(at.file_name())? {
                    Ok(path) => (path, inputs::within_bounds(*bytes)),
                    Err(refusal) => (PathBuf::new(), Err(refusal)),
                };
                listing.found.push(Discovered { path, name: name.clone(), size, address: Some(at) });
            }
        }
        Ok(())
    }

    /// Why an object of a list is passed over, as a file of a folder would be, and the name of the file or folder
    /// that is.
    fn passed_over<'n>(
        &mut self,
        at: &ObjectAddress,
        name: &'n str,
        names: &BTreeSet<&str>,
        ours: &BTreeSet<&str>,
    ) -> Result<Option<(&'n str, &'static str)>, Refusal> {
        let ends = name.match_indices('/').map(|(end, _)| end).chain([name.len()]);
        for part in ends.filter_map(|end| name.get(..end)) {
            let own = part.rsplit('/').next().unwrap_or_default();
            if let Some(why) = inputs::set_apart(OsStr::new(own)) {
                return Ok(Some((part, why)));
            }
            if ours.contains(part) {
                return Ok(Some((part, "outputs of itudoc; name it to have it converted")));
            }
        }
        let bucket = self.bucket(&at.bucket)?;
        // What cannot be read is found out when the object is read for its own sake.
        let beginning = || bucket.beginning(&at.key, inputs::BEGINNING).unwrap_or_default();
        let has_document = |stem: &Path| {
            names.iter().map(Path::new).any(|path| {
                path.with_extension("") == stem && path.extension().is_none_or(|kind| kind != "toml")
            })
        };
        let why = inputs::not_a_contribution(Path::new(name), &beginning, &has_document);
        Ok(why.map(|why| (name, why)))
    }

    /// Copies the files of facts and decisions beside papers: those that were seen in the list, or `all` that
    /// are there.
    fn bring_notes(&mut self, papers: Vec<&mut Discovered>, all: bool) -> Result<(), Refusal> {
        let (mut orders, mut of) = (Vec::new(), Vec::new());
        for (at, paper) in papers.iter().enumerate() {
            let Some(address) = paper.address.as_ref().filter(|_| paper.size.is_ok()) else { continue };
            for extension in NOTES {
                let notes = address.beside(&noted(address.file_name(), extension));
                if all || self.notes.contains(&notes) {
                    orders.push((notes, paper.path.with_extension(extension)));
                    of.push(at);
                }
            }
        }
        let names: Vec<String> = orders.iter().map(|(notes, _)| notes.file_name().to_owned()).collect();
        let copied = self.copy(orders, limits::NOTES_BYTES)?;
        let mut papers = papers;
        for ((copied, at), name) in copied.into_iter().zip(of).zip(names) {
            if let (CopyOutcome::TooLarge(bytes), Some(paper)) = (copied, papers.get_mut(at)) {
                let refusal = Unopened::TooLarge(bytes, limits::NOTES_BYTES).refusal();
                paper.size = Err(refusal.at(&name));
            }
        }
        Ok(())
    }

    /// Copies objects of any buckets, and says of each what became of it.
    fn copy(
        &mut self,
        orders: Vec<(ObjectAddress, PathBuf)>,
        most: u64,
    ) -> Result<Vec<CopyOutcome>, Refusal> {
        let mut of_bucket: BTreeMap<String, Vec<(usize, CopyOrder)>> = BTreeMap::new();
        let mut copied = vec![CopyOutcome::Absent; orders.len()];
        for (at, (ObjectAddress { bucket, key }, to)) in orders.into_iter().enumerate() {
            of_bucket.entry(bucket).or_default().push((at, CopyOrder { key, to }));
        }
        for (bucket, orders) in of_bucket {
            let (places, orders): (Vec<usize>, Vec<CopyOrder>) = orders.into_iter().unzip();
            let outcomes = self.bucket(&bucket)?.copy_here(orders, most)?;
            for (at, outcome) in places.into_iter().zip(outcomes) {
                if let Some(slot) = copied.get_mut(at) {
                    *slot = outcome;
                }
            }
        }
        Ok(copied)
    }

    fn bucket(&mut self, name: &str) -> Result<&Bucket, Refusal> {
        if !self.buckets.contains_key(name) {
            self.buckets.insert(name.to_owned(), Bucket::open(name)?);
        }
        let absent = || Refusal::internal("a bucket that was opened is not there");
        self.buckets.get(name).ok_or_else(absent)
    }

    /// Where a copy of a file of that name can stand, alone in its folder; or why none can.
    fn room(&mut self, file_name: &str) -> Result<Result<PathBuf, Refusal>, Refusal> {
        /// Longest name of a file that any system in use takes, bytes, less the longest extension of notes.
        const LONGEST: usize = 255 - ".review.toml".len();
        if file_name.len() > LONGEST || file_name.contains(['\\', '\0']) {
            let found = message!("no file of this machine can have the name of this object");
            return Ok(Err(Refusal::new(RefusalKind::Io, found, message!("rename it"))));
        }
        let folder = self.new_folder()?;
        Ok(Ok(folder.join(file_name)))
    }

    /// A folder among the copies that nothing else has; it is made when something is copied to it.
    fn new_folder(&mut self) -> Result<PathBuf, Refusal> {
        let folder = match &self.folder {
            Some(folder) => folder,
            None => self.folder.insert(PassingFolder::new().map_err(|error| no_room(&error))?),
        };
        self.folders += 1;
        Ok(folder.path().join(self.folders.to_string()))
    }
}

/// Extensions of the files of facts and decisions ([`super::sidecar`]).
const NOTES: [&str; 2] = ["toml", "review.toml"];

/// What the file of facts or decisions of a paper is called.
fn noted(file_name: &str, extension: &str) -> String {
    Path::new(file_name).with_extension(extension).to_string_lossy().into_owned()
}

fn no_room(error: &io::Error) -> Refusal {
    let found = message!("no room for copies of objects: {error}", error);
    Refusal::new(
        RefusalKind::Io,
        found,
        message!("make room in the system's folder for passing files (TMPDIR)"),
    )
}
