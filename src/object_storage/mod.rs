//! Object storage (S3 and what speaks as it does): objects read, listed and put.
//!
//! In: addresses `s3://BUCKET/KEY`; where the service is and who asks, in the variables `AWS_…`. Out: bytes,
//! files, lists. Never: more of an object than the bound read, an object replaced where that was not asked for.
//! Without the feature `object-storage` each bucket is refused by name.

// Without the feature there is no bucket that would read its orders.
#![cfg_attr(not(feature = "object-storage"), allow(dead_code))]

#[cfg(not(feature = "object-storage"))]
mod absent;
#[cfg(feature = "object-storage")]
mod s3;

use std::fmt;
use std::path::{Path, PathBuf};

#[cfg(not(feature = "object-storage"))]
pub(crate) use absent::AbsentBucket as Bucket;
#[cfg(feature = "object-storage")]
pub(crate) use s3::Bucket;

use crate::message::{Message, message};
use crate::refusals::{Refusal, RefusalKind};

/// What an address begins with.
const SCHEME: &str = "s3://";

/// Where an object, or a number of them, is: `s3://BUCKET/KEY`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ObjectAddress {
    /// The bucket.
    pub bucket: String,
    /// The key, or what keys below it begin with; no `/` at its ends; empty for all of a bucket.
    pub key: String,
}

impl ObjectAddress {
    /// Whether a path is an address.
    pub(crate) fn is(path: &Path) -> bool {
        path.as_os_str().as_encoded_bytes().starts_with(SCHEME.as_bytes())
    }

    /// The address that a path is; `None` where it is none.
    ///
    /// # Errors
    /// An address without a bucket, or whose key has empty parts, `.` or `..`, or is no Unicode text.
    pub(crate) fn of(path: &Path) -> Result<Option<Self>, Refusal> {
        if !Self::is(path) {
            return Ok(None);
        }
        let refuse = |why: &str| {
            let found = Message::foreign(format!("{}: {why}", path.display()));
            Refusal::new(RefusalKind::Io, found, message!("write it as s3://BUCKET/KEY"))
        };
        let text = path.to_str().ok_or_else(|| refuse("this address is no Unicode text"))?;
        let rest = text.strip_prefix(SCHEME).unwrap_or_default();
        let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
        let key = key.strip_suffix('/').unwrap_or(key);
        if bucket.is_empty() {
            return Err(refuse("this address names no bucket"));
        }
        if !key.is_empty() && !is_path(key) {
            return Err(refuse("the key of this address is no path"));
        }
        Ok(Some(Self { bucket: bucket.to_owned(), key: key.to_owned() }))
    }

    /// The address of a name below this one.
    pub(crate) fn below(&self, name: &str) -> Self {
        let key = if self.key.is_empty() { name.to_owned() } else { format!("{}/{name}", self.key) };
        Self { bucket: self.bucket.clone(), key }
    }

    /// The last part of the key.
    pub(crate) fn file_name(&self) -> &str {
        self.key.rsplit('/').next().unwrap_or_default()
    }

    /// The address of another object at the same place.
    pub(crate) fn beside(&self, file_name: &str) -> Self {
        let key = match self.key.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{file_name}"),
            None => file_name.to_owned(),
        };
        Self { bucket: self.bucket.clone(), key }
    }
}

impl fmt::Display for ObjectAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}/{}", self.bucket, self.key)
    }
}

/// Whether a key is a path whose parts can be names of files.
fn is_path(key: &str) -> bool {
    key.split('/').all(|part| !matches!(part, "" | "." | "..") && !part.contains(char::is_control))
}

/// An object of a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ListedObject {
    /// Its key below that of the list.
    pub name: String,
    /// Its size, bytes.
    pub bytes: u64,
}

/// An object that is to be copied to this machine.
#[derive(Debug, Clone)]
pub(crate) struct CopyOrder {
    /// Its key.
    pub key: String,
    /// The file that it becomes; its folder is made.
    pub to: PathBuf,
}

/// What became of an object that was to be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CopyOutcome {
    /// The file is there.
    Whole,
    /// There is no such object.
    Absent,
    /// It has this many bytes, more than the bound; nothing was copied.
    TooLarge(u64),
}

/// What is put where.
#[derive(Debug, Clone)]
pub(crate) struct PutOrder {
    /// The file.
    pub from: PathBuf,
    /// The key of the object that it becomes.
    pub key: String,
}

/// What to do where an object has the key already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnExisting {
    /// Leave it: `If-None-Match: *` (RFC 9110, 13.1.2). Of many that put one key, one succeeds.
    Keep,
    /// Put this one in its place.
    Replace,
}

/// What became of what was put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PutOutcome {
    /// The object is ours.
    Done,
    /// Another object has the key.
    Taken,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_shown() {
        let of = |text: &str| ObjectAddress::of(Path::new(text));
        assert_eq!(of("papers/a.docx"), Ok(None));
        for text in ["s3://b/papers", "s3://b/a/b.docx", "s3://b/"] {
            assert_eq!(of(text).unwrap().unwrap().to_string(), text);
        }
        assert_eq!(of("s3://b/papers/").unwrap().unwrap().below("x.txt").to_string(), "s3://b/papers/x.txt");
        assert_eq!(of("s3://b").unwrap().unwrap().below("x.txt").key, "x.txt");
        assert_eq!(of("s3://b/p/x.txt").unwrap().unwrap().beside("x.toml").key, "p/x.toml");
        for text in ["s3://", "s3:///a", "s3://b/a//c", "s3://b/../c", "s3://b/a/./c", "s3://b/a\nc"] {
            assert!(of(text).is_err(), "{text}");
        }
    }
}
