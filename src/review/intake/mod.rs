//! What arrives in a wrapping: an archive or a mail is unpacked beside itself, and where its files come from
//! is kept with them.
//!
//! In: the path of a zip, an `.eml`, a `.msg`. Out: a folder `NAME.unpacked` with its files and
//! `origin.toml`. Never: a file outside that folder, more than the bounds allow, a wrapping unpacked twice.

mod mail;
mod outlook;
mod zipped;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::digest::Digest;
use crate::files::{self, Unopened};
use crate::limits;
use crate::store;

/// Ending of the folder of what was unpacked.
const FOLDER: &str = "unpacked";
const ORIGIN: &str = "origin.toml";

/// Where files come from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ArrivalOrigin {
    /// The archive or mail.
    pub file: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Who sent the mail.
    pub from: String,
    /// Subject of the mail.
    pub subject: String,
    /// When the mail was sent, as it says.
    pub date: String,
    /// Words of the mail that had files with it.
    pub message: String,
}

impl ArrivalOrigin {
    /// In a line.
    pub(crate) fn said(&self) -> String {
        let parts = [&self.file, &self.from, &self.subject, &self.date];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" \u{00B7} ")
    }
}

/// What was in a wrapping.
#[derive(Debug, Default)]
struct Unpacked {
    origin: ArrivalOrigin,
    /// Paths below the folder, parts parted by `/`, and bytes.
    files: Vec<(String, Vec<u8>)>,
}

/// Wrappings in each other that are unpacked: a mail with a mail with an archive is real, an archive that holds itself
/// is not.
const DEEPEST: usize = 4;

/// Whether a file is a wrapping, by its name and its beginning.
pub(crate) fn is_container(path: &Path) -> bool {
    let kind = path.extension().map(|kind| kind.to_string_lossy().to_lowercase());
    match kind.as_deref() {
        Some("eml" | "msg") => true,
        // A Word document may have the ending of the archive that it is.
        Some("zip") => !zipped::is_document(path),
        _ => false,
    }
}

/// Where a document comes from, where it was unpacked.
pub(crate) fn origin(document: &Path) -> Option<ArrivalOrigin> {
    let folder = document.ancestors().skip(1).find(|folder| {
        folder.extension().is_some_and(|ending| ending == FOLDER) && folder.join(ORIGIN).is_file()
    })?;
    let table: toml::Table = files::text(&folder.join(ORIGIN), limits::NOTES_BYTES).ok()?.parse().ok()?;
    let said = |key: &str| table.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned();
    Some(ArrivalOrigin {
        file: said("file"),
        sha256: said("sha256"),
        from: said("from"),
        subject: said("subject"),
        date: said("date"),
        message: said("message"),
    })
}

/// Unpacks a wrapping, unless that was done before; the folder of its files.
///
/// # Errors
/// Where it cannot be read, holds nothing, or more than the bounds allow.
pub(crate) fn unpack(path: &Path) -> Result<PathBuf, Refusal> {
    let around = around(path)?;
    let bytes = read(path)?;
    let sha256 = Digest::of(&bytes).to_string();
    let folder = match free(path, &sha256)? {
        IntakePlace::Done(folder) => return Ok(folder),
        IntakePlace::Free(folder) => folder,
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let kind = path.extension().map(|kind| kind.to_string_lossy().to_lowercase()).unwrap_or_default();
    let mut contents = match kind.as_str() {
        "eml" => mail::unpacked(&bytes)?,
        "msg" => outlook::unpacked(&bytes)?,
        _ => zipped::unpacked(&bytes)?,
    };
    within_bounds(&contents.files, around)?;
    (contents.origin.file, contents.origin.sha256) = (name, sha256);
    write(&folder, contents).map_err(|error| io(&folder, &error))?;
    Ok(folder)
}

/// Where the files of a wrapping go.
enum IntakePlace {
    /// They are there already.
    Done(PathBuf),
    /// This folder is not taken.
    Free(PathBuf),
}

fn free(path: &Path, sha256: &str) -> Result<IntakePlace, Refusal> {
    const TRIED: usize = 100;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    for number in 1..TRIED {
        let number = if number == 1 { String::new() } else { format!("-{number}") };
        let folder = path.with_file_name(format!("{stem}{number}.{FOLDER}"));
        if !folder.exists() {
            return Ok(IntakePlace::Free(folder));
        }
        if origin(&folder.join("any")).is_some_and(|origin| origin.sha256 == sha256) {
            return Ok(IntakePlace::Done(folder));
        }
    }
    let found = message!("{count} folders of that name are there", count = TRIED - 1);
    Err(Refusal::new(RefusalKind::Occupied, found, message!("move those away that are no longer needed")))
}

fn read(path: &Path) -> Result<Vec<u8>, Refusal> {
    match files::read(path, limits::UNPACKED_BYTES) {
        Ok(read) => Ok(read.bytes),
        Err(Unopened::TooLarge(..)) => {
            Err(Refusal::over(message!("the file"), limits::UNPACKED_BYTES >> 20, message!("MB")))
        }
        Err(error) => Err(error.refusal()),
    }
}

fn io(path: &Path, error: &std::io::Error) -> Refusal {
    Refusal::unreadable(
        path,
        Message::foreign(error.to_string()),
        message!("check the folder and its permissions"),
    )
}

/// Files and bytes that came out of the outermost wrapping in which one lies; of the bounds, all that are in each
/// other have one share.
fn around(path: &Path) -> Result<(usize, u64), Refusal> {
    let is_unpacked = |folder: &&Path| folder.join(ORIGIN).is_file();
    let folders: Vec<&Path> = path.ancestors().skip(1).filter(is_unpacked).collect();
    if folders.len() >= DEEPEST {
        let limit = DEEPEST as u64;
        return Err(Refusal::over(
            message!("the archive"),
            limit,
            message!("archives and mails in each other"),
        ));
    }
    let (mut files, mut bytes) = (0, 0);
    let mut left: Vec<PathBuf> = folders.last().map(|folder| folder.to_path_buf()).into_iter().collect();
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| io(&folder, &error))?.flatten() {
            match entry.metadata() {
                Ok(meta) if meta.is_dir() => left.push(entry.path()),
                Ok(meta) => (files, bytes) = (files + 1, bytes + meta.len()),
                Err(_) => {}
            }
        }
    }
    Ok((files, bytes))
}

fn within_bounds(files: &[(String, Vec<u8>)], (around, bytes_around): (usize, u64)) -> Result<(), Refusal> {
    if files.is_empty() {
        let found = message!("it holds no file");
        return Err(Refusal::new(RefusalKind::Empty, found, message!("ask for the file to be sent again")));
    }
    if files.len() + around > limits::UNPACKED_FILES {
        return Err(Refusal::over(message!("the archive"), limits::UNPACKED_FILES as u64, message!("files")));
    }
    let bytes: u64 = files.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    if bytes + bytes_around > limits::UNPACKED_BYTES {
        return Err(Refusal::over(
            message!("the archive"),
            limits::UNPACKED_BYTES >> 20,
            message!("MB unpacked"),
        ));
    }
    Ok(())
}

/// Writes all in a folder that gets its name when it is whole.
fn write(folder: &Path, contents: Unpacked) -> std::io::Result<()> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let making = folder.with_file_name(format!(".{name}.part"));
    if making.exists() {
        fs::remove_dir_all(&making)?;
    }
    fs::create_dir(&making)?;
    let failed = |error: store::StoreError| std::io::Error::other(error.to_string());
    let mut taken = BTreeSet::new();
    for (name, bytes) in &contents.files {
        let path = making.join(unlike(&safe_path(name), &mut taken));
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        store::write_whole(&path, bytes).map_err(failed)?;
    }
    store::write_whole(&making.join(ORIGIN), said(&contents.origin).as_bytes()).map_err(failed)?;
    fs::rename(&making, folder)
}

fn said(origin: &ArrivalOrigin) -> String {
    let pairs = [
        ("file", &origin.file),
        ("sha256", &origin.sha256),
        ("from", &origin.from),
        ("subject", &origin.subject),
        ("date", &origin.date),
        ("message", &origin.message),
    ];
    let rows = pairs.into_iter().filter(|(_, value)| !value.is_empty());
    let rows = rows.map(|(key, value)| format!("{key} = {}\n", toml::Value::String(value.clone())));
    format!("# Where the files of this folder come from.\n{}", rows.collect::<String>())
}

/// A path none of whose parts leads anywhere else, is hidden or is no name on some system.
fn safe_path(name: &str) -> String {
    const DEEPEST: usize = 8;
    let parts: Vec<String> = name.split(['/', '\\']).map(safe_name).filter(|part| !part.is_empty()).collect();
    let from = parts.len().saturating_sub(DEEPEST);
    let kept = parts.get(from..).unwrap_or_default().join("/");
    if kept.is_empty() { "file".to_owned() } else { kept }
}

/// A name of a file.
fn safe_name(name: &str) -> String {
    const LONGEST: usize = 120;
    let allowed = |c: char| !c.is_control() && !matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let clean: String = name.chars().map(|c| if allowed(c) { c } else { '_' }).collect();
    let clean = clean.trim().trim_start_matches('.').trim_end_matches(['.', ' ']);
    let (stem, ending) = clean.rsplit_once('.').map_or((clean, ""), |(stem, ending)| (stem, ending));
    let stem: String = stem.chars().take(LONGEST).collect();
    let ending: String = ending.chars().take(10).collect();
    if ending.is_empty() { stem } else { format!("{stem}.{ending}") }
}

/// A path unlike all that were taken.
fn unlike(path: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = path.to_owned();
    let mut number = 1;
    while !taken.insert(name.to_lowercase()) {
        number += 1;
        name = match path.rsplit_once('.') {
            Some((stem, ending)) if !ending.contains('/') => format!("{stem}-{number}.{ending}"),
            _ => format!("{path}-{number}"),
        };
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for (name, safe) in [
            ("../../etc/passwd", "etc/passwd"),
            ("C:\\Users\\a.docx", "C_/Users/a.docx"),
            ("/abs/.hidden", "abs/hidden"),
            ("a\u{0}b?.txt", "a_b_.txt"),
            ("..", "file"),
            ("", "file"),
        ] {
            assert_eq!(safe_path(name), safe, "{name}");
        }
        let mut taken = BTreeSet::new();
        let names = ["a.txt", "A.txt", "a.txt"].map(|name| unlike(name, &mut taken));
        assert_eq!(names, ["a.txt", "A-2.txt", "a-3.txt"]);
    }
}
