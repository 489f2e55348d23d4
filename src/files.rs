//! The one way to open a file that somebody else made.
//!
//! In: a path, and the most bytes that may stand there. Out: the bytes, with what the system said of
//! the file that was opened. Never: a link followed at the end of the path (also when one takes the
//! file's place at the last moment: the file is opened without following, and what was opened is
//! looked at), a pipe or device waited for, more bytes held than the bound.

use std::fs::{self, File, FileType, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::message::{Message, message};
use crate::refusals::{Refusal, RefusalKind};

/// A regular file as it was read.
#[derive(Debug)]
pub(crate) struct FileBytes {
    /// All of it.
    pub bytes: Vec<u8>,
    /// What the system said of the open file before it was read.
    pub metadata: Metadata,
}

/// Why a file was not opened, or not read whole.
#[derive(Debug)]
pub(crate) enum Unopened {
    /// A link; where it leads, as far as the system tells.
    Link(Option<PathBuf>),
    /// A pipe, a socket, a device, a folder.
    Irregular(Message),
    /// More bytes than the bound, which is the second number.
    TooLarge(u64, u64),
    /// It grew, shrank or was written to while it was read.
    Changed,
    /// Bytes that are not UTF-8, in this line.
    NotText(usize),
    /// What the system says.
    System(io::Error),
}

impl Unopened {
    /// Whether nothing of that name is there, or can be: a name may be longer than names can be.
    pub(crate) fn is_absent(&self) -> bool {
        let Self::System(error) = self else { return false };
        matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::InvalidFilename)
    }

    /// What was found, without the path.
    pub(crate) fn found(&self) -> Message {
        match self {
            Self::Link(Some(target)) => {
                message!("this is a link to {target}, and links are not followed", target = target.display())
            }
            Self::Link(None) => message!("this is a link, and links are not followed"),
            Self::Irregular(what) => message!("this is {what}", what => what.clone()),
            Self::TooLarge(bytes, most) => {
                message!("the file has {bytes} bytes, more than the {most} that are read", bytes, most)
            }
            Self::Changed => message!("the file changed while it was read"),
            Self::NotText(line) => message!("line {line} is not UTF-8", line),
            Self::System(error) => match error.kind() {
                io::ErrorKind::NotFound => message!("there is no such file"),
                io::ErrorKind::PermissionDenied => message!("there is no permission to read it"),
                _ => message!("it cannot be read: {error}", error),
            },
        }
    }

    /// What to do.
    pub(crate) fn advice(&self) -> Message {
        match self {
            Self::Link(_) => message!("name the file that it leads to"),
            Self::Irregular(_) => message!("save it as a file and name that"),
            Self::TooLarge(..) => message!("check that it is the right file; if so, divide it"),
            Self::Changed => message!("wait until it is complete, then run the same command again"),
            Self::NotText(_) => message!("save it as UTF-8"),
            Self::System(error) => match error.kind() {
                io::ErrorKind::NotFound => message!("check the path"),
                io::ErrorKind::PermissionDenied => message!("ask its owner for the right to read it"),
                _ => message!("check the file and the disk or share it is on"),
            },
        }
    }

    /// As the refusal of the file.
    pub(crate) fn refusal(&self) -> Refusal {
        let kind = if let Self::TooLarge(..) = self { RefusalKind::Limit } else { RefusalKind::Io };
        Refusal::new(kind, self.found(), self.advice())
    }
}

impl From<io::Error> for Unopened {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

/// Opens a regular file for reading.
///
/// # Errors
/// Whatever else has the path.
pub(crate) fn open(path: &Path) -> Result<(File, Metadata), Unopened> {
    // Devices are told apart before they are opened: to open one can itself do something.
    regular(path, &fs::symlink_metadata(path)?)?;
    let file = match opening().open(path) {
        Ok(file) => file,
        // A link that has taken the file's place since.
        Err(error) => {
            fs::symlink_metadata(path).map_or(Ok(()), |found| regular(path, &found))?;
            return Err(error.into());
        }
    };
    let metadata = file.metadata()?;
    regular(path, &metadata)?;
    Ok((file, metadata))
}

/// Reads a regular file whole, and makes sure that it stood still meanwhile.
///
/// # Errors
/// Whatever else has the path; more than `most` bytes; a file that changes.
pub(crate) fn read(path: &Path, most: u64) -> Result<FileBytes, Unopened> {
    let (mut file, metadata) = open(path)?;
    if metadata.len() > most {
        return Err(Unopened::TooLarge(metadata.len(), most));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    (&mut file).take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    let after = file.metadata()?;
    let still = metadata.len() == after.len() && metadata.modified().ok() == after.modified().ok();
    if !still || bytes.len() as u64 != after.len() {
        return Err(Unopened::Changed);
    }
    Ok(FileBytes { bytes, metadata })
}

/// Reads a regular file of UTF-8, without the mark that some editors put first.
///
/// # Errors
/// Those of [`read`], and bytes that are not UTF-8.
pub(crate) fn text(path: &Path, most: u64) -> Result<String, Unopened> {
    let text = String::from_utf8(read(path, most)?.bytes).map_err(|error| {
        let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        Unopened::NotText(valid.iter().filter(|byte| **byte == b'\n').count() + 1)
    })?;
    Ok(match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

/// The regular files of a folder in the order of their paths, those of folders in it too where `deep`.
/// Links are passed over.
///
/// # Errors
/// Where the folder cannot be listed.
pub(crate) fn list(folder: &Path, deep: bool) -> io::Result<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_file() {
                found.push(entry.path());
            } else if kind.is_dir() && deep {
                folders.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// What is neither a regular file nor a folder, in a folder and those in it.
///
/// # Errors
/// Where the folder cannot be listed.
pub(crate) fn strange(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if !kind.is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Refuses what is no regular file.
fn regular(path: &Path, found: &Metadata) -> Result<(), Unopened> {
    let kind = found.file_type();
    if kind.is_file() {
        return Ok(());
    }
    if kind.is_symlink() {
        return Err(Unopened::Link(fs::canonicalize(path).or_else(|_| fs::read_link(path)).ok()));
    }
    Err(Unopened::Irregular(irregular(kind)))
}

/// What a kind of file is called, with its article.
fn irregular(kind: FileType) -> Message {
    if kind.is_dir() {
        return message!("a folder, not a file");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return message!("a pipe");
        }
        if kind.is_socket() {
            return message!("a socket");
        }
        if kind.is_char_device() || kind.is_block_device() {
            return message!("a device");
        }
    }
    message!("no regular file")
}

/// How files are opened: the last part of the path is not followed, and nothing is waited for.
fn opening() -> fs::OpenOptions {
    let mut how = File::options();
    how.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        how.custom_flags(i32::try_from(flags.bits()).unwrap_or(0));
    }
    how
}
