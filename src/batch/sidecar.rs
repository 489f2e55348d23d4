//! The files beside an input: `NAME.toml` says of the document what its text does not,
//! `NAME.review.toml` what a person decided of its marks.
//!
//! In: the path of an input. Out: the options for this file. Never: a
//! file read that is no regular file, or more of it than a sidecar can need.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::inputs;
use crate::diagnostics::{Refusal, RefusalKind};
use crate::manifest::Digest;
use crate::metadata::Metadata;
use crate::pipeline::FileOptions;
use crate::recover::Review;
use crate::registry::Registry;

/// Largest sidecar, bytes: a review of ten thousand marks has two megabytes.
const LARGEST: u64 = 8 << 20;

/// The options for an input: what its sidecars say.
///
/// # Errors
/// A sidecar stands there and cannot be read or understood.
pub(crate) fn options(input: &Path, registry: &Registry) -> Result<FileOptions, Refusal> {
    let mut options = FileOptions::default();
    if let Some((name, text)) = read(&input.with_extension("toml"))? {
        options.metadata = Metadata::from_toml(&name, &text, registry)?;
    }
    if let Some((name, text)) = read(&input.with_extension("review.toml"))? {
        options.review = Some(Review::read(&name, &text)?);
    }
    Ok(options)
}

/// The digests of the files beside an input, by name.
///
/// # Errors
/// A sidecar stands there and cannot be read.
pub(super) fn digests(input: &Path) -> Result<BTreeMap<String, Digest>, Refusal> {
    let read = ["toml", "review.toml"].map(|extension| read(&input.with_extension(extension)));
    let mut digests = BTreeMap::new();
    for found in read {
        digests.extend(found?.map(|(name, text)| (name, Digest::of(text.as_bytes()))));
    }
    Ok(digests)
}

/// What the files that a sidecar of this name may stand beside are called, less their extensions.
pub(super) fn beside(path: &Path) -> impl Iterator<Item = PathBuf> {
    let stem = path.extension().filter(|kind| *kind == "toml").map(|_| path.with_extension(""));
    let reviewed = stem.as_ref().filter(|stem| stem.extension().is_some_and(|kind| kind == "review"));
    let reviewed = reviewed.map(|stem| stem.with_extension(""));
    stem.into_iter().chain(reviewed)
}

/// A sidecar's name and text; nothing where there is none.
fn read(path: &Path) -> Result<Option<(String, String)>, Refusal> {
    let name = path.file_name().unwrap_or(OsStr::new("toml")).to_string_lossy();
    let told = |error: &std::io::Error| {
        let refusal = inputs::unreadable(error);
        refusal.at(&name)
    };
    match fs::metadata(path) {
        // A name so long that no sidecar can have it: the input's own may have all that is allowed.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidFilename) => {
            return Ok(None);
        }
        Err(error) => return Err(told(&error)),
        Ok(found) if !found.is_file() => return Ok(None),
        Ok(found) if found.len() > LARGEST => {
            return Err(Refusal::new(
                RefusalKind::Metadata,
                format!("{name} has {} bytes; {LARGEST} are allowed", found.len()),
                "is it meant for another purpose? Rename it, or the input",
            ));
        }
        Ok(_) => {}
    }
    let bytes = fs::read(path).map_err(|error| told(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line =
            error.as_bytes().iter().take(error.utf8_error().valid_up_to()).filter(|b| **b == b'\n').count();
        Refusal::new(RefusalKind::Metadata, format!("{name}:{}: not UTF-8", line + 1), "save it as UTF-8")
    })?;
    let text = text.trim_start_matches('\u{FEFF}').to_owned();
    Ok(Some((name.into_owned(), text)))
}
