//! Object storage in a program that was built without it: no bucket can be had.

use std::convert::Infallible;
use std::path::PathBuf;

use super::{CopyOrder, CopyOutcome, ListedObject, OnExisting, PutOrder, PutOutcome};
use crate::message::message;
use crate::refusals::{Refusal, RefusalKind};

/// A bucket; there is none.
#[derive(Debug)]
pub(crate) struct AbsentBucket(Infallible);

impl AbsentBucket {
    /// Refuses each bucket.
    pub(crate) fn open(name: &str) -> Result<Self, Refusal> {
        let found = message!("s3://{name}: this program was built without object storage", name);
        let advice =
            message!("copy the files to this machine, or build the program with `--features object-storage`");
        Err(Refusal::new(RefusalKind::Io, found, advice))
    }

    pub(crate) fn list(&self, _: &str) -> Result<Vec<ListedObject>, Refusal> {
        match self.0 {}
    }

    pub(crate) fn folders(&self, _: &str) -> Result<Vec<String>, Refusal> {
        match self.0 {}
    }

    pub(crate) fn size(&self, _: &str) -> Result<Option<u64>, Refusal> {
        match self.0 {}
    }

    pub(crate) fn read(&self, _: &str, _: u64) -> Result<Option<Vec<u8>>, Refusal> {
        match self.0 {}
    }

    pub(crate) fn beginning(&self, _: &str, _: u64) -> Result<Vec<u8>, Refusal> {
        match self.0 {}
    }

    pub(crate) fn put(&self, _: &str, _: Vec<u8>, _: OnExisting) -> Result<PutOutcome, Refusal> {
        match self.0 {}
    }

    pub(crate) fn copy_here(&self, _: Vec<CopyOrder>, _: u64) -> Result<Vec<CopyOutcome>, Refusal> {
        match self.0 {}
    }

    pub(crate) fn upload(&self, _: Vec<PutOrder>, _: OnExisting) -> Result<Vec<PathBuf>, Refusal> {
        match self.0 {}
    }

    pub(crate) fn remove(&self, _: Vec<String>) -> Result<(), Refusal> {
        match self.0 {}
    }
}
