//! The desk: the documents that arrived, what is known of each, and who holds it.
//!
//! In: paths that are looked at, an engine, an output folder. Out: for each document a summary for the queue
//! and, when it is opened, a preview. Files are the truth: what is kept here is made of them anew whenever
//! they change. Never: a decision kept here alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use super::guard::{Guard, Session};
use super::holds;
use super::intake::{self, ArrivalOrigin};
use super::summary::QueueSummary;
use crate::batch::converter::EngineConverter;
use crate::batch::inputs::{Discovered, Listing};
#[cfg(unix)]
use crate::batch::own_process::OwnProcesses;
use crate::batch::{Converter as _, Task, publication, sidecar};
use crate::compose::OfficialName;
use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::digest::Digest;
use crate::files;
use crate::limits;
use crate::manifest::store::ManifestStore;
use crate::pipeline::{FileOptions, Preview, RunOptions};
use crate::store::OutputFolder;
use crate::watch::Eye;
use crate::workers::{Interrupt, Work, Workers, clock};

/// What a desk works with.
#[derive(Debug)]
pub(crate) struct Desk {
    /// Who is let in.
    pub guard: Guard,
    /// What reads and makes documents.
    pub converter: EngineConverter,
    /// How documents are published.
    pub options: RunOptions,
    /// Where they go.
    pub store: OutputFolder,
    /// Whether outputs get the official names of their documents.
    pub is_official: bool,
    /// Files at a time.
    pub jobs: usize,
    /// Longest that one file may take.
    pub time_limit: Duration,
    /// Processes in which a file is tried before it is read in this one; none where that is not wanted.
    #[cfg(unix)]
    pub trial: Option<OwnProcesses>,
    /// The files that stood their trial.
    #[cfg(unix)]
    endured: Mutex<BTreeSet<Digest>>,
    /// What is looked at.
    pub(super) paths: Mutex<Vec<PathBuf>>,
    eye: Mutex<Eye>,
    documents: RwLock<BTreeMap<String, Arc<DeskDocument>>>,
    /// What was seen and is no document, and why.
    pub(super) passed_over: Mutex<Vec<(String, Message)>>,
    /// Archives and mails that could not be unpacked, their names, and why.
    unopened: Mutex<BTreeMap<PathBuf, (String, Message)>>,
    /// Held by whoever publishes.
    pub(super) publishing: Mutex<()>,
    /// Who held what when the program ended last.
    held: BTreeMap<String, Hold>,
}

/// A document of the queue.
#[derive(Debug)]
pub(crate) struct DeskDocument {
    /// Its name in addresses.
    pub id: String,
    /// Its file.
    pub found: Discovered,
    /// The archive or mail that it came with.
    pub origin: Option<ArrivalOrigin>,
    /// When its file was written, seconds of the system's clock.
    pub arrived: i64,
    known: Mutex<KnownFile>,
    work: Mutex<DocumentWork>,
}

/// What is known of a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownFile {
    /// Its summary; `None` while it is read for the first time.
    pub summary: Option<QueueSummary>,
    /// What its outputs are called.
    pub task: Option<Task>,
    /// The last event of its log.
    pub event: Option<publication::PublicationEvent>,
    /// Who holds it.
    pub hold: Option<Hold>,
}

/// Who holds a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hold {
    /// The session; empty for one of an earlier start of the program.
    pub key: String,
    /// The officer's name.
    pub officer: String,
    /// Since when (ISO 8601).
    pub since: String,
}

/// Work on a document: one at a time.
#[derive(Debug, Default)]
pub(crate) struct DocumentWork {
    preview: Option<Arc<OpenedDocument>>,
    /// What each change took the place of.
    pub undo: Vec<super::change::Undo>,
    /// Who changed it last, and when.
    pub changed: Option<(String, String)>,
}

/// A document as it stands now.
#[derive(Debug)]
pub(crate) struct OpenedDocument {
    /// A digest of the file and all that stands beside it: what was seen when a decision was made.
    pub state: String,
    /// What would be published.
    pub preview: Preview,
    /// What stands beside it.
    pub file: FileOptions,
}

impl Desk {
    /// A desk over some paths.
    pub(crate) fn new(
        guard: Guard,
        converter: EngineConverter,
        options: RunOptions,
        store: OutputFolder,
        paths: Vec<PathBuf>,
    ) -> Self {
        let held = holds::read(store.root());
        Self {
            held,
            guard,
            converter,
            options,
            store,
            is_official: false,
            jobs: 1,
            time_limit: Duration::from_secs(60),
            #[cfg(unix)]
            trial: None,
            #[cfg(unix)]
            endured: Mutex::default(),
            paths: Mutex::new(paths),
            eye: Mutex::default(),
            documents: RwLock::default(),
            passed_over: Mutex::default(),
            unopened: Mutex::default(),
            publishing: Mutex::default(),
        }
    }

    /// All documents.
    pub(crate) fn documents(&self) -> Vec<Arc<DeskDocument>> {
        self.documents.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    /// The document of a name in addresses.
    pub(crate) fn document(&self, id: &str) -> Option<Arc<DeskDocument>> {
        self.documents.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// Looks at the folders once: what arrived is unpacked and read, what is gone is forgotten.
    pub(crate) fn look(&self, interrupt: &Interrupt) {
        let due = self.due();
        let new: Vec<Arc<DeskDocument>> = due.iter().map(|found| self.enter(found)).collect();
        let is_new = !new.is_empty();
        let work = Work {
            work: |document: &Arc<DeskDocument>, _| self.summarise(document),
            panicked: |document: &Arc<DeskDocument>, message: &str| {
                document.known().summary = Some(QueueSummary::refused(&crate::batch::internal(message)));
            },
        };
        let workers = Workers { jobs: self.jobs, time_limit: None, interrupt };
        // Threads that cannot be started now may be at the next look: the files stay due.
        if workers.all(&new, |document| *document.found.size.as_ref().unwrap_or(&0), &work).is_ok() {
            let mut eye = lock(&self.eye);
            new.iter().for_each(|document| eye.done(&document.found.path));
        }
        let gone = self.forget();
        if is_new || gone {
            self.settle_names();
        }
    }

    /// The documents that have stood still and were not read since.
    fn due(&self) -> Vec<Discovered> {
        let paths = lock(&self.paths).clone();
        let Listing { found, passed_over } = lock(&self.eye).look(&paths, self.store.root());
        let (containers, documents): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|found| intake::is_container(&found.path));
        let mut list: Vec<(String, Message)> = passed_over
            .into_iter()
            .map(|(path, why)| (path.to_string_lossy().into_owned(), Message::phrase(why)))
            .collect();
        let mut unopened = lock(&self.unopened);
        for container in containers {
            unopened.remove(&container.path);
            let is_done = match intake::unpack(&container.path) {
                Ok(folder) => {
                    self.look_into(folder);
                    true
                }
                Err(refusal) => {
                    // What the system does not let us read now it may later; the rest is as it is until it is sent anew.
                    let is_done = refusal.kind != RefusalKind::Io;
                    unopened.insert(container.path.clone(), (container.name.clone(), refusal.said()));
                    is_done
                }
            };
            if is_done {
                lock(&self.eye).done(&container.path);
            }
        }
        unopened.retain(|path, _| lock(&self.eye).sees(path));
        list.extend(unopened.values().cloned());
        drop(unopened);
        *lock(&self.passed_over) = list;
        documents
    }

    /// Adds a folder to what is looked at, where it lies in none that is.
    fn look_into(&self, folder: PathBuf) {
        let mut paths = lock(&self.paths);
        let inside = |path: &PathBuf| path.is_dir() && folder.starts_with(path);
        if !paths.iter().any(inside) {
            paths.push(folder);
        }
    }

    fn enter(&self, found: &Discovered) -> Arc<DeskDocument> {
        let id = Digest::of(found.path.to_string_lossy().as_bytes()).head(8);
        let mut documents = self.documents.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = documents.get(&id) {
            return Arc::clone(known);
        }
        let document = Arc::new(DeskDocument {
            id: id.clone(),
            found: found.clone(),
            origin: intake::origin(&found.path),
            arrived: arrived(&found.path),
            known: Mutex::new(KnownFile { hold: self.held.get(&id).cloned(), ..KnownFile::default() }),
            work: Mutex::default(),
        });
        documents.insert(id, Arc::clone(&document));
        document
    }

    /// Forgets documents whose files are gone; whether there were any.
    fn forget(&self) -> bool {
        let eye = lock(&self.eye);
        let mut documents = self.documents.write().unwrap_or_else(PoisonError::into_inner);
        let before = documents.len();
        documents.retain(|_, document| eye.sees(&document.found.path));
        documents.len() < before
    }

    /// Reads a document for the queue.
    fn summarise(&self, document: &DeskDocument) {
        let summary = match self.open_now(document) {
            Ok(opened) => QueueSummary::of(&opened.preview),
            Err(refusal) => QueueSummary::refused(&refusal),
        };
        document.known().summary = Some(summary);
    }

    /// Settles what the outputs of all documents are called, as a conversion of them all would.
    pub(super) fn settle_names(&self) {
        let Ok(manifest) = ManifestStore::open(self.store.root()) else { return };
        let mut documents = self.documents();
        documents.sort_by(|a, b| (&a.found.name, &a.found.path).cmp(&(&b.found.name, &b.found.path)));
        let official = self.is_official.then(|| documents.iter().map(|one| one.official()).collect());
        let found = documents.iter().map(|document| document.found.clone()).collect();
        let tasks = Task::settle(Listing { found, passed_over: Vec::new() }, official, &manifest);
        for (document, task) in documents.iter().zip(tasks) {
            let event = publication::last(self.store.root(), &task.name.stem).ok().flatten();
            let mut known = document.known();
            (known.task, known.event) = (Some(task), event);
        }
    }

    /// Documents with decisions of which this one, which has none, may be a later copy: they have its official
    /// name, the name of its file, or its source and title.
    pub(super) fn earlier(&self, document: &DeskDocument) -> Vec<Arc<DeskDocument>> {
        let decisions = |one: &DeskDocument| one.found.path.with_extension("review.toml");
        let Some(own) = document.known().summary.clone().filter(|_| !decisions(document).exists()) else {
            return Vec::new();
        };
        let is_alike = |other: &Arc<DeskDocument>| {
            let Some(summary) = other.known().summary.clone() else { return false };
            let named = own.official.as_ref().ok();
            let is_titled = !own.title.is_empty() && !own.source.is_empty();
            (named.is_some() && named == summary.official.as_ref().ok())
                || document.file_name() == other.file_name()
                || (is_titled && (&own.title, &own.source) == (&summary.title, &summary.source))
        };
        let others = self.documents().into_iter().filter(|other| other.id != document.id);
        others.filter(|other| decisions(other).exists() && is_alike(other)).collect()
    }

    /// The document as it stands now, from what was read before where nothing changed since.
    pub(crate) fn opened(&self, document: &DeskDocument) -> Result<Arc<OpenedDocument>, Refusal> {
        self.opened_in(document, &mut document.work())
    }

    /// As [`Self::opened`], for whoever works on the document.
    pub(crate) fn opened_in(
        &self,
        document: &DeskDocument,
        work: &mut DocumentWork,
    ) -> Result<Arc<OpenedDocument>, Refusal> {
        let bytes = document.bytes()?;
        let state = state(&document.found.path, &bytes);
        if let Some(opened) = work.preview.as_ref().filter(|opened| opened.state == state) {
            return Ok(Arc::clone(opened));
        }
        let opened = Arc::new(self.read(document, &bytes, state)?);
        document.known().summary = Some(QueueSummary::of(&opened.preview));
        work.preview = Some(Arc::clone(&opened));
        Ok(opened)
    }

    fn open_now(&self, document: &DeskDocument) -> Result<OpenedDocument, Refusal> {
        let bytes = document.bytes()?;
        let state = state(&document.found.path, &bytes);
        self.read(document, &bytes, state)
    }

    fn read(&self, document: &DeskDocument, bytes: &[u8], state: String) -> Result<OpenedDocument, Refusal> {
        let engine = self.converter.engine();
        let options = sidecar::options(&document.found.path, self.converter.registry())?;
        self.endured(document, bytes)?;
        let file = FileOptions { budget: clock::from_now(self.time_limit), ..options };
        let preview = engine.preview(&document.file_name(), bytes, &self.options, &file)?;
        Ok(OpenedDocument { state, preview, file })
    }

    /// Tries a file in a process of its own before it is read in this one, which has the work of others in
    /// it; each of its states once, however often it is decided on.
    fn endured(&self, document: &DeskDocument, bytes: &[u8]) -> Result<(), Refusal> {
        #[cfg(unix)]
        if let Some(trial) = &self.trial {
            let digest = Digest::of(bytes);
            if lock(&self.endured).contains(&digest) {
                return Ok(());
            }
            // What it is refused for besides, the reading here tells.
            if let Err(refusal) = trial.convert(&document.file_name(), &document.found.path, bytes)
                && matches!(refusal.kind, RefusalKind::Limit | RefusalKind::Internal)
            {
                return Err(refusal);
            }
            lock(&self.endured).insert(digest);
        }
        #[cfg(not(unix))]
        let _ = (document, bytes);
        Ok(())
    }

    /// Takes a document for an officer; the hold of another where it has one.
    pub(crate) fn hold(&self, document: &DeskDocument, session: &Session) -> Result<(), Hold> {
        let mut known = document.known();
        match &known.hold {
            Some(hold) if hold.is_of(session) && hold.key == session.key => return Ok(()),
            Some(hold) if !hold.is_of(session) => return Err(hold.clone()),
            Some(_) | None => known.hold = Some(hold_of(session)),
        }
        drop(known);
        self.keep_holds();
        Ok(())
    }

    /// Takes a document from whoever holds it.
    pub(crate) fn take_over(&self, document: &DeskDocument, session: &Session) {
        document.known().hold = Some(hold_of(session));
        self.keep_holds();
    }

    /// Lets go of a document that this session holds.
    pub(crate) fn release(&self, document: &DeskDocument, session: &Session) {
        let released = document.known().hold.take_if(|hold| hold.is_of(session));
        if released.is_some() {
            self.keep_holds();
        }
    }

    /// Keeps who holds what for the next start. Where that cannot be written, holds last as long as the program.
    fn keep_holds(&self) {
        let hold = |one: &Arc<DeskDocument>| {
            Some((one.id.clone(), (one.found.name.clone(), one.known().hold.clone()?)))
        };
        let held: BTreeMap<String, (String, Hold)> = self.documents().iter().filter_map(hold).collect();
        let _ = holds::write(self.store.root(), &held);
    }
}

fn hold_of(session: &Session) -> Hold {
    Hold { key: session.key.clone(), officer: session.officer.clone(), since: super::change::now() }
}

impl Hold {
    /// Whether it is this session's: its own, or one that this officer had when the program ended.
    pub(crate) fn is_of(&self, session: &Session) -> bool {
        let is_from_before = self.key.is_empty() && !self.officer.is_empty();
        self.key == session.key || (is_from_before && self.officer == session.officer)
    }
}

impl DeskDocument {
    /// The name of its file.
    pub(crate) fn file_name(&self) -> String {
        self.found.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// What is known of it.
    pub(crate) fn known(&self) -> MutexGuard<'_, KnownFile> {
        lock(&self.known)
    }

    /// The work on it: whoever has this is the only one.
    pub(crate) fn work(&self) -> MutexGuard<'_, DocumentWork> {
        lock(&self.work)
    }

    /// Whether it is published and was not reopened.
    pub(crate) fn is_locked(&self) -> bool {
        self.known().event.as_ref().is_some_and(|event| event.is_published)
    }

    fn official(&self) -> Result<OfficialName, Message> {
        match &self.known().summary {
            Some(summary) => summary.official.clone(),
            None => Err(message!("the file was not read yet")),
        }
    }

    fn bytes(&self) -> Result<Vec<u8>, Refusal> {
        self.found.size.clone()?;
        let read = files::read(&self.found.path, limits::INPUT_BYTES);
        read.map(|read| read.bytes).map_err(|error| error.refusal())
    }
}

/// A digest of a file and of what stands beside it.
fn state(path: &Path, bytes: &[u8]) -> String {
    let beside = |kind: &str| files::read(&path.with_extension(kind), limits::NOTES_BYTES);
    let [facts, decisions] =
        ["toml", "review.toml"].map(|kind| beside(kind).map_or_else(|_| Vec::new(), |read| read.bytes));
    let parts = [Digest::of(bytes), Digest::of(&facts), Digest::of(&decisions)];
    let all: Vec<u8> = parts.into_iter().flat_map(Digest::bytes).collect();
    Digest::of(&all).head(8)
}

/// When a file was written, seconds since 1970; 0 where the system does not tell.
fn arrived(path: &Path) -> i64 {
    let time = fs::metadata(path).and_then(|file| file.modified()).ok();
    let since = time.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    since.and_then(|since| i64::try_from(since.as_secs()).ok()).unwrap_or(0)
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
