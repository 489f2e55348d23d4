//! Text that is made in one order and wanted in another, kept on disk so that memory does not grow
//! with the batch.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

/// A nameless file that takes pieces from many threads and gives them back by place.
#[derive(Debug)]
pub(crate) struct Spool {
    file: Mutex<(File, u64)>,
}

/// Where a piece stands in its spool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct SpoolRange {
    at: u64,
    length: u64,
}

impl Spool {
    /// An empty spool in the system's folder for passing files.
    ///
    /// # Errors
    /// Where no file can be made there.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { file: Mutex::new((tempfile::tempfile()?, 0)) })
    }

    /// Adds a piece.
    ///
    /// # Errors
    /// Where the disk takes no more.
    pub(crate) fn add(&self, text: &str) -> io::Result<SpoolRange> {
        let mut guard = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, end) = &mut *guard;
        let at = *end;
        if text.is_empty() {
            return Ok(SpoolRange { at, length: 0 });
        }
        file.seek(SeekFrom::Start(at))?;
        file.write_all(text.as_bytes())?;
        *end = at + text.len() as u64;
        Ok(SpoolRange { at, length: text.len() as u64 })
    }

    /// Gives a piece back.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(crate) fn get(&self, piece: SpoolRange) -> io::Result<String> {
        let mut guard = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, _) = &mut *guard;
        if piece.length == 0 {
            return Ok(String::new());
        }
        file.seek(SeekFrom::Start(piece.at))?;
        let mut text = String::with_capacity(usize::try_from(piece.length).unwrap_or(0));
        file.take(piece.length).read_to_string(&mut text)?;
        Ok(text)
    }
}
