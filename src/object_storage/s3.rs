//! A bucket of S3, asked by the crate `object_store`: it signs, tries again where a service is busy, and knows
//! where it runs. Here: what is asked at once, what is too much, what an answer means.

use std::collections::VecDeque;
use std::fmt::{self, Debug};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Key;
use object_store::{
    Error, GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutMode, PutPayload, RetryConfig,
};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use super::{CopyOrder, CopyOutcome, ListedObject, ObjectAddress, OnExisting, PutOrder, PutOutcome};
use crate::message::{Message, message};
use crate::refusals::{Refusal, RefusalKind};

/// Requests that are under way at once. Each waits for the network some tens of milliseconds.
const AT_ONCE: usize = 16;
/// Bytes of an object that are held at once; a larger one is read piece by piece.
const PIECE: u64 = 8 << 20;

/// A bucket.
pub(crate) struct Bucket {
    name: String,
    store: Arc<AmazonS3>,
    runtime: Runtime,
}

impl Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}", self.name)
    }
}

impl Bucket {
    /// A bucket, asked as the variables `AWS_…` say. Nothing is sent yet.
    ///
    /// # Errors
    /// Where they contradict one another.
    pub(crate) fn open(name: &str) -> Result<Self, Refusal> {
        let told = |error: String| {
            let advice = message!(
                "check the variables AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL"
            );
            Refusal::new(
                RefusalKind::Io,
                message!("s3://{name} cannot be asked: {error}", name, error),
                advice,
            )
        };
        // Another part of the process may have chosen before; what it chose serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let store = AmazonS3Builder::from_env().with_bucket_name(name).with_retry(retries()).build();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        Ok(Self {
            name: name.to_owned(),
            store: Arc::new(store.map_err(|error| told(error.to_string()))?),
            runtime: runtime.map_err(|error| told(error.to_string()))?,
        })
    }

    /// The objects below a key, in the order of their names.
    ///
    /// # Errors
    /// Where they cannot be listed.
    pub(crate) fn list(&self, key: &str) -> Result<Vec<ListedObject>, Refusal> {
        let (mut found, mut open) = (Vec::new(), vec![self.key(key)?]);
        while let Some(folder) = open.pop() {
            let prefix = (!folder.as_ref().is_empty()).then_some(&folder);
            let listed = self.runtime.block_on(self.store.list_with_delimiter(prefix));
            let listed = listed.map_err(|error| self.refusal(folder.as_ref(), &error))?;
            open.extend(listed.common_prefixes);
            for object in listed.objects {
                let whole = object.location.as_ref();
                let below = if key.is_empty() { Some(whole) } else { below(whole, key) };
                // The object `KEY/`, with which some programs mark a folder, is none below it.
                found.extend(below.map(|name| ListedObject { name: name.to_owned(), bytes: object.size }));
            }
        }
        found.sort();
        Ok(found)
    }

    /// The parts of keys that stand next below a key and have keys below them, in their order.
    ///
    /// # Errors
    /// Where they cannot be listed.
    pub(crate) fn folders(&self, key: &str) -> Result<Vec<String>, Refusal> {
        let at = self.key(key)?;
        let prefix = (!key.is_empty()).then_some(&at);
        let listed = self.runtime.block_on(self.store.list_with_delimiter(prefix));
        let listed = listed.map_err(|error| self.refusal(key, &error))?;
        Ok(listed.common_prefixes.iter().filter_map(|prefix| prefix.filename().map(str::to_owned)).collect())
    }

    /// Size of an object, bytes; `None` where there is none.
    ///
    /// # Errors
    /// Where it cannot be asked for.
    pub(crate) fn size(&self, key: &str) -> Result<Option<u64>, Refusal> {
        let at = self.key(key)?;
        match self.runtime.block_on(self.store.head(&at)) {
            Ok(found) => Ok(Some(found.size)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.refusal(key, &error)),
        }
    }

    /// An object of at most `most` bytes; `None` where there is none.
    ///
    /// # Errors
    /// A larger one, and one that cannot be read.
    pub(crate) fn read(&self, key: &str, most: u64) -> Result<Option<Vec<u8>>, Refusal> {
        let at = self.key(key)?;
        let read = async {
            let answer = self.store.get(&at).await?;
            if answer.meta.size > most { Ok(Err(answer.meta.size)) } else { answer.bytes().await.map(Ok) }
        };
        match self.runtime.block_on(read) {
            Ok(Ok(bytes)) => Ok(Some(bytes.into())),
            Ok(Err(bytes)) => {
                let found = message!(
                    "{key} has {bytes} bytes, more than the {most} that are read",
                    key = self.at(key),
                    bytes,
                    most
                );
                Err(Refusal::new(RefusalKind::Limit, found, message!("check that it is the right object")))
            }
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.refusal(key, &error)),
        }
    }

    /// The first bytes of an object; none where there is no object or it is empty.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(crate) fn beginning(&self, key: &str, bytes: u64) -> Result<Vec<u8>, Refusal> {
        let at = self.key(key)?;
        let options = GetOptions { range: Some(GetRange::Bounded(0..bytes)), ..GetOptions::default() };
        let read = async { self.store.get_opts(&at, options).await?.bytes().await };
        match self.runtime.block_on(read) {
            Ok(read) => Ok(read.into()),
            Err(Error::NotFound { .. }) => Ok(Vec::new()),
            Err(error) => Err(self.refusal(key, &error)),
        }
    }

    /// Puts an object.
    ///
    /// # Errors
    /// Where the service does not take it.
    pub(crate) fn put(&self, key: &str, bytes: Vec<u8>, existing: OnExisting) -> Result<PutOutcome, Refusal> {
        let at = self.key(key)?;
        let put = put(Arc::clone(&self.store), at, bytes, existing);
        self.runtime.block_on(put).map_err(|error| self.refusal(key, &error))
    }

    /// Copies objects of at most `most` bytes to this machine, and says of each what became of it.
    ///
    /// # Errors
    /// Where the service does not answer, or a file cannot be written.
    pub(crate) fn copy_here(&self, wanted: Vec<CopyOrder>, most: u64) -> Result<Vec<CopyOutcome>, Refusal> {
        let work = |CopyOrder { key, to }: CopyOrder| {
            let (at, store) = (self.key(&key)?, Arc::clone(&self.store));
            Ok((key, async move { copy(&store, &at, &to, most).await }))
        };
        self.all(wanted, work)
    }

    /// Puts files, and says which of them were not put, as another object has the key.
    ///
    /// # Errors
    /// Where a file cannot be read, or the service does not take it.
    pub(crate) fn upload(&self, files: Vec<PutOrder>, existing: OnExisting) -> Result<Vec<PathBuf>, Refusal> {
        let paths: Vec<PathBuf> = files.iter().map(|file| file.from.clone()).collect();
        let work = |PutOrder { from, key }: PutOrder| {
            let (at, store) = (self.key(&key)?, Arc::clone(&self.store));
            let put = async move {
                let bytes = fs::read(&from).map_err(|error| StorageFault::File(from, error))?;
                Ok(put(store, at, bytes, existing).await?)
            };
            Ok((key, put))
        };
        let done = self.all(files, work)?;
        Ok(paths
            .into_iter()
            .zip(done)
            .filter(|(_, put)| *put == PutOutcome::Taken)
            .map(|(path, _)| path)
            .collect())
    }

    /// Removes objects, those that are there.
    ///
    /// # Errors
    /// Where the service refuses.
    pub(crate) fn remove(&self, keys: Vec<String>) -> Result<(), Refusal> {
        let work = |key: String| {
            let (at, store) = (self.key(&key)?, Arc::clone(&self.store));
            let remove = async move {
                match store.delete(&at).await {
                    Err(Error::NotFound { .. }) => Ok(()),
                    done => Ok(done?),
                }
            };
            Ok((key, remove))
        };
        self.all(keys, work).map(drop)
    }

    /// Does something with each of many objects, some at once, and gives what came of each in their order.
    fn all<T, F, R>(
        &self,
        items: Vec<T>,
        work: impl Fn(T) -> Result<(String, F), Refusal>,
    ) -> Result<Vec<R>, Refusal>
    where
        F: Future<Output = Result<R, StorageFault>> + Send + 'static,
        R: Send + 'static,
    {
        let mut done: Vec<Option<R>> = Vec::new();
        done.resize_with(items.len(), || None);
        let mut waiting: VecDeque<(usize, T)> = items.into_iter().enumerate().collect();
        let mut running = JoinSet::new();
        self.runtime.block_on(async {
            loop {
                while running.len() < AT_ONCE
                    && let Some((at, item)) = waiting.pop_front()
                {
                    let (key, work) = work(item)?;
                    running.spawn(async move { (at, key, work.await) });
                }
                let Some(ended) = running.join_next().await else { return Ok(()) };
                let (at, key, came) = ended.map_err(|error| Refusal::internal(error.to_string()))?;
                let came = came.map_err(|fault| match fault {
                    StorageFault::Service(error) => self.refusal(&key, &error),
                    StorageFault::File(path, error) => Refusal::unreadable(
                        &path,
                        Message::foreign(error.to_string()),
                        message!("make room on the disk and run the same command again"),
                    ),
                })?;
                if let Some(slot) = done.get_mut(at) {
                    *slot = Some(came);
                }
            }
        })?;
        Ok(done.into_iter().flatten().collect())
    }

    fn at(&self, key: &str) -> ObjectAddress {
        ObjectAddress { bucket: self.name.clone(), key: key.to_owned() }
    }

    fn key(&self, key: &str) -> Result<Key, Refusal> {
        Key::parse(key).map_err(|error| self.refusal(key, &error.into()))
    }

    fn refusal(&self, key: &str, error: &Error) -> Refusal {
        let advice = match error {
            Error::NotFound { .. } => message!("check the bucket and the key"),
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
                message!(
                    "give the credentials of somebody who may, in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                )
            }
            Error::InvalidPath { .. } => {
                message!("rename that object: each part between two / is to be a name")
            }
            _ => {
                message!("check the network, AWS_REGION and AWS_ENDPOINT_URL, and run the same command again")
            }
        };
        Refusal::new(
            RefusalKind::Io,
            message!("{key}: {error}", key = self.at(key), error = said(&error.to_string())),
            advice,
        )
    }
}

/// What a service says, less its XML and what is below it.
fn said(error: &str) -> &str {
    let message = error.split_once("<Message>").and_then(|(_, rest)| rest.split_once("</Message>"));
    message.map_or_else(|| error.lines().next().unwrap_or_default(), |(message, _)| message)
}

/// How often a request is tried again that met a busy service or a broken line: a worker that waits longer than a
/// minute is of less use than one whose engine starts it anew.
fn retries() -> RetryConfig {
    RetryConfig { max_retries: 6, retry_timeout: Duration::from_secs(60), ..RetryConfig::default() }
}

/// Why something was not done with an object.
enum StorageFault {
    Service(Error),
    File(PathBuf, std::io::Error),
}

impl From<Error> for StorageFault {
    fn from(error: Error) -> Self {
        Self::Service(error)
    }
}

/// What of a key stands below another.
fn below<'a>(key: &'a str, folder: &str) -> Option<&'a str> {
    key.strip_prefix(folder)?.strip_prefix('/')
}

async fn put(
    store: Arc<AmazonS3>,
    at: Key,
    bytes: Vec<u8>,
    existing: OnExisting,
) -> Result<PutOutcome, Error> {
    let mode = match existing {
        OnExisting::Keep => PutMode::Create,
        OnExisting::Replace => PutMode::Overwrite,
    };
    match store.put_opts(&at, PutPayload::from(bytes), mode.into()).await {
        Ok(_) => Ok(PutOutcome::Done),
        // Two at the same time: one is told of the condition, or of the conflict (409).
        Err(Error::AlreadyExists { .. } | Error::Precondition { .. }) => Ok(PutOutcome::Taken),
        Err(error) => Err(error),
    }
}

/// Copies an object to a file; all pieces are of one version of it.
async fn copy(store: &AmazonS3, at: &Key, to: &Path, most: u64) -> Result<CopyOutcome, StorageFault> {
    let answer = match store.get(at).await {
        Err(Error::NotFound { .. }) => return Ok(CopyOutcome::Absent),
        answer => answer?,
    };
    let size = answer.meta.size;
    if size > most {
        return Ok(CopyOutcome::TooLarge(size));
    }
    let fault = |error| StorageFault::File(to.to_owned(), error);
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(fault)?;
    }
    let mut file = fs::File::create(to).map_err(fault)?;
    if size <= PIECE {
        file.write_all(&answer.bytes().await?).map_err(fault)?;
        return Ok(CopyOutcome::Whole);
    }
    let version = answer.meta.e_tag.clone();
    drop(answer);
    let mut from = 0;
    while from < size {
        let range = GetRange::Bounded(from..size.min(from + PIECE));
        let options = GetOptions { range: Some(range), if_match: version.clone(), ..GetOptions::default() };
        let piece = store.get_opts(at, options).await?.bytes().await?;
        file.write_all(&piece).map_err(fault)?;
        from += PIECE;
    }
    Ok(CopyOutcome::Whole)
}
