//! One run at a time in one output folder.
//!
//! The lock is the system's, on an open file: it ends with the process, however that ends, so a
//! lock left behind by a crash cannot exist. The file stays; removing it would let two runs each
//! lock a file of its own.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use super::StoreError;

/// A lock, held until dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock and writes our process id into it, for the message of who comes second.
    pub(super) fn take(folder: &Path, path: &Path) -> Result<Self, StoreError> {
        if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(StoreError::in_the_way(path, "the lock must be an ordinary file"));
        }
        let open = File::options().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = open.map_err(StoreError::io(path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let known = file.read_to_string(&mut holder).is_ok();
                let process = Some(holder.trim().to_owned()).filter(|id| known && !id.is_empty());
                return Err(StoreError::Locked { folder: folder.display().to_string(), process });
            }
            Err(TryLockError::Error(error)) => return Err(StoreError::io(path)(error)),
        }
        let mut sign = || {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(std::process::id().to_string().as_bytes())
        };
        sign().map_err(StoreError::io(path))?;
        Ok(Self { _file: file })
    }
}
