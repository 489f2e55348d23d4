//! Zip archives.

use std::io::{Cursor, Read as _};
use std::path::Path;

use super::Unpacked;
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::files;
use crate::limits;

/// Whether an archive is a Word or OpenDocument file.
pub(super) fn is_document(path: &Path) -> bool {
    let Ok((file, _)) = files::open(path) else { return false };
    let Ok(archive) = zip::ZipArchive::new(file) else { return false };
    let is_part =
        |name: &str| matches!(name, "[Content_Types].xml" | "word/document.xml" | "META-INF/manifest.xml");
    archive.file_names().any(is_part)
}

/// The files of an archive.
pub(super) fn unpacked(bytes: &[u8]) -> Result<Unpacked, Refusal> {
    let damaged = |error: zip::result::ZipError| {
        let found = message!("the archive cannot be read: {error}", error);
        Refusal::new(
            RefusalKind::Damaged,
            found,
            message!("ask for it to be sent again, or for the files without it"),
        )
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > limits::UNPACKED_FILES {
        return Err(Refusal::over(message!("the archive"), limits::UNPACKED_FILES as u64, message!("files")));
    }
    let mut contents = Unpacked::default();
    let mut left = limits::UNPACKED_BYTES;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(damaged)?;
        let name = file.name().to_owned();
        if file.is_dir() || file.is_symlink() || name.starts_with("__MACOSX/") {
            continue;
        }
        let mut inflated = Vec::new();
        file.take(left + 1).read_to_end(&mut inflated).map_err(|error| damaged(error.into()))?;
        left = left.checked_sub(inflated.len() as u64).ok_or_else(|| {
            Refusal::over(message!("the archive"), limits::UNPACKED_BYTES >> 20, message!("MB unpacked"))
        })?;
        contents.files.push((name, inflated));
    }
    Ok(contents)
}
