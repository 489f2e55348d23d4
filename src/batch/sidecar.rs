//! The files beside an input: `NAME.toml` says of the document what its text does not,
//! `NAME.review.toml` what a person decided of its marks.
//!
//! In: the path of an input. Out: the options for this file. Never: a
//! file read that is no regular file, or more of it than a sidecar can need.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::files::{self, Unopened};
use crate::limits;
use crate::manifest::Digest;
use crate::metadata::Metadata;
use crate::pipeline::FileOptions;
use crate::recover::Review;
use crate::registry::Registry;

/// The options for an input: what its sidecars say.
///
/// # Errors
/// A sidecar stands there and cannot be read or understood.
pub(crate) fn options(input: &Path, registry: &Registry) -> Result<FileOptions, Refusal> {
    let mut options = FileOptions { path: Some(input.to_owned()), ..FileOptions::default() };
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

/// A sidecar's name and text; nothing where there is none. A link, a folder or a pipe of the name is
/// none: nobody named it, and the listing tells of it.
fn read(path: &Path) -> Result<Option<(String, String)>, Refusal> {
    let name = path.file_name().unwrap_or(OsStr::new("toml")).to_string_lossy();
    match files::text(path, limits::NOTES_BYTES) {
        Ok(text) => Ok(Some((name.into_owned(), text))),
        Err(Unopened::Link(_) | Unopened::Irregular(_)) => Ok(None),
        Err(error) if error.is_absent() => Ok(None),
        Err(Unopened::NotText(line)) => Err(Refusal::new(
            RefusalKind::Metadata,
            message!("{name}:{line}: not UTF-8", name, line),
            message!("save it as UTF-8"),
        )),
        Err(error @ Unopened::TooLarge(..)) => Err(Refusal::new(
            RefusalKind::Metadata,
            error.found(),
            message!("is it meant for another purpose? Rename it, or the input"),
        )
        .at(&name)),
        Err(error) => Err(error.refusal().at(&name)),
    }
}
