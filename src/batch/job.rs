//! One file of a batch: read, converted, written, recorded.

use std::borrow::Cow;
use std::fmt::Write;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::{Converter, Fate, Outcome, Run, Task, inputs, internal, panics, shown, sidecar};
use crate::convert::{Conversion, Options, OutputKind};
use crate::diagnostics::{Refusal, RefusalKind};
use crate::limits;
use crate::store::{StoreError, spool};
use crate::write::report::{self, FileRecord, OutputRecord};

/// Where what is told of a file waits in the spool.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pieces {
    /// Its record, one line of JSON.
    pub record: spool::Piece,
    /// Its findings as they are to be shown.
    pub shown: spool::Piece,
}

impl<C: Converter> Run<'_, C> {
    /// Brings one file from disk to disk.
    pub(super) fn one(&self, task: &Task) -> Outcome {
        let converted =
            task.size.clone().and_then(|_| read(&task.path)).and_then(|bytes| self.convert(task, &bytes));
        let mut conversion = Conversion::default();
        let mut outcome = match converted {
            Err(refusal) => Outcome::new(Fate::Refused(refusal)),
            Ok(made) => {
                conversion = made;
                self.write(task, &conversion)
            }
        };
        outcome.account = conversion.account;
        conversion.findings.extend(task.name.finding());
        for finding in &conversion.findings {
            outcome.count(finding.severity);
        }
        self.record(task, &conversion, &mut outcome);
        outcome
    }

    fn convert(&self, task: &Task, bytes: &[u8]) -> Result<Conversion, Refusal> {
        let name = task.path.file_name().unwrap_or(task.path.as_os_str()).to_string_lossy();
        let sidecar = sidecar::read(&task.path)?;
        let options = match sidecar {
            None => Cow::Borrowed(self.options),
            Some(sidecar) => {
                let metadata = self.options.metadata.clone().over(sidecar);
                Cow::Owned(Options { metadata, ..self.options.clone() })
            }
        };
        panics::caught(|| self.converter.convert(&name, bytes, &options))
            .unwrap_or_else(|message| Err(internal(&message)))
    }

    fn write(&self, task: &Task, conversion: &Conversion) -> Outcome {
        let named = |(kind, bytes): &(OutputKind, Vec<u8>)| OutputRecord {
            kind: kind.extension(),
            path: format!("{}.{}", task.name.stem, kind.extension()),
            bytes: bytes.len() as u64,
            sha256: hex(&Sha256::digest(bytes)),
        };
        let outputs: Vec<OutputRecord> = conversion.outputs.iter().map(named).collect();
        let files = outputs
            .iter()
            .zip(&conversion.outputs)
            .map(|(output, (_, bytes))| (output.path.clone(), bytes.as_slice()));
        match self.store.put(&files.collect::<Vec<_>>()) {
            Ok(()) => Outcome { outputs, ..Outcome::new(Fate::Converted) },
            Err(error) => Outcome::new(Fate::NotWritten(not_written(&error))),
        }
    }

    /// Puts what is told of the file into the spool. A spool that takes no more costs the report,
    /// not the outputs; the report's own writing then says so.
    fn record(&self, task: &Task, conversion: &Conversion, outcome: &mut Outcome) {
        let (state, refusal) = match &outcome.fate {
            Fate::Converted => ("converted", None),
            Fate::Refused(refusal) => ("refused", Some(refusal)),
            Fate::NotWritten(refusal) => ("not-written", Some(refusal)),
            Fate::NotStarted => ("not-started", None),
        };
        let converted = matches!(outcome.fate, Fate::Converted);
        let record = FileRecord {
            file: &task.shown,
            state,
            outputs: outcome.outputs.clone(),
            account: converted.then(|| conversion.account.into()),
            facts: converted.then(|| (&conversion.facts).into()),
            findings: report::findings(&conversion.text, &conversion.findings),
            refusal: refusal.map(Into::into),
        };
        let shown = shown::piece(self.format, &task.shown, conversion, &record.findings);
        let line = serde_json::to_string(&record).unwrap_or_default();
        outcome.pieces = Pieces {
            record: self.spool.add(&line).unwrap_or_default(),
            shown: self.spool.add(&shown).unwrap_or_default(),
        };
    }
}

/// Reads a file whole, within bounds, and makes sure that it stood still meanwhile.
fn read(path: &Path) -> Result<Vec<u8>, Refusal> {
    let refuse = |error: io::Error| inputs::unreadable(&error);
    if !fs::metadata(path).map_err(refuse)?.is_file() {
        return Err(changed());
    }
    let mut file = File::open(path).map_err(refuse)?;
    let before = file.metadata().map_err(refuse)?;
    let mut bytes = Vec::with_capacity(usize::try_from(before.len().min(limits::INPUT_BYTES)).unwrap_or(0));
    (&mut file).take(limits::INPUT_BYTES + 1).read_to_end(&mut bytes).map_err(refuse)?;
    let after = file.metadata().map_err(refuse)?;
    let still = before.len() == after.len() && before.modified().ok() == after.modified().ok();
    if still && bytes.len() as u64 == after.len() { Ok(bytes) } else { Err(changed()) }
}

fn changed() -> Refusal {
    Refusal::new(
        RefusalKind::Io,
        "the file changed while it was read",
        "wait until it is complete, then run the same command again",
    )
}

fn not_written(error: &StoreError) -> Refusal {
    Refusal::new(RefusalKind::Io, format!("its outputs could not be written: {error}"), error.advice())
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
