//! Standard input as an input among others, and standard output as the place of the one output.
//!
//! In: paths, `-` among them. Out: the same paths, `-` being a file of our own that is gone when the
//! program ends. Never: the name of that file shown or written.

use std::io::{IsTerminal, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::places::STREAM;
use super::{Failure, out};
use crate::limits;
use crate::store::PassingFile;

/// What standard input is called, where a name is needed.
const NAME: &str = "standard-input";

/// Standard input, kept as a file for the time of the run.
pub(super) struct StandardInput {
    kept: Option<PassingFile>,
}

impl StandardInput {
    /// Reads standard input where `-` is among the paths, and puts a file in its place.
    pub(super) fn among(paths: &mut [PathBuf]) -> Result<Self, Failure> {
        let mut kept = None;
        for path in paths.iter_mut().filter(|path| path.as_path() == Path::new(STREAM)) {
            if kept.is_none() {
                kept = Some(keep()?);
            }
            if let Some(file) = &kept {
                file.path().clone_into(path);
            }
        }
        Ok(Self { kept })
    }

    /// Whether a path is that of standard input.
    pub(super) fn is(&self, path: &Path) -> bool {
        self.kept.as_ref().is_some_and(|file| file.path() == path)
    }

    /// A path as it is to be shown.
    pub(super) fn shown(&self, path: &Path) -> String {
        if self.is(path) { STREAM.to_owned() } else { path.to_string_lossy().into_owned() }
    }
}

fn keep() -> Result<PassingFile, Failure> {
    PassingFile::new(NAME, &read()?).map_err(|error| {
        let advice = "make room in the system's folder for passing files (TMPDIR)";
        Failure::new(format!("standard input cannot be kept: {error}"), advice)
    })
}

/// All of standard input, within the bound of an input file.
pub(super) fn read() -> Result<Vec<u8>, Failure> {
    let failed =
        |error: std::io::Error| Failure::new(format!("standard input: {error}"), "check what is led into it");
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(limits::INPUT_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// The name of a path: that of its file, or of standard input.
pub(super) fn name(path: &Path) -> String {
    if path == Path::new(STREAM) {
        return NAME.to_owned();
    }
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Writes one output to standard output.
pub(super) fn write(bytes: &[u8], is_text: bool) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    if stdout.is_terminal() && !is_text {
        let found = "the output is no text, and standard output is a terminal";
        return Err(Failure::new(found, "lead it into a file or a program, or give a folder with -o"));
    }
    out::forgive(stdout.write_all(bytes).and_then(|()| stdout.flush())).map_err(out::closed)
}
