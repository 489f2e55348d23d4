//! The file `NAME.toml` beside an input, which says of the document what its text does not.
//!
//! In: the path of an input. Out: what stands in its sidecar; nothing where there is none. Never: a
//! file read that is no regular file, or more of it than a sidecar can need.

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::inputs;
use crate::diagnostics::{Refusal, RefusalKind};
use crate::metadata::Metadata;
use crate::registry::Registry;

/// Largest sidecar, bytes: nine keys need a hundredth of it.
const LARGEST: u64 = 64 * 1024;

/// Reads the sidecar of an input.
///
/// # Errors
/// A sidecar stands there and cannot be read or understood.
pub(super) fn read(input: &Path) -> Result<Option<Metadata>, Refusal> {
    let path = input.with_extension("toml");
    let name = path.file_name().unwrap_or(OsStr::new("toml")).to_string_lossy();
    let told = |error: &std::io::Error| {
        let refusal = inputs::unreadable(error);
        Refusal { found: format!("{name}: {}", refusal.found), ..refusal }
    };
    match fs::metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
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
    let bytes = fs::read(&path).map_err(|error| told(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let line =
            error.as_bytes().iter().take(error.utf8_error().valid_up_to()).filter(|b| **b == b'\n').count();
        Refusal::new(RefusalKind::Metadata, format!("{name}:{}: not UTF-8", line + 1), "save it as UTF-8")
    })?;
    Metadata::from_toml(&name, text.trim_start_matches('\u{FEFF}'), Registry::builtin()).map(Some)
}
