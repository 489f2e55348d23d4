//! A shard as it was converted: what it is a shard of, and what became of each of its files.
//!
//! In: the plan, the number of the shard, what is told of its files. Out: two files of ours in the folder of
//! the shard, from which `merge` puts all shards together. Never: a folder without both taken for a shard.

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::diagnostics::{Message, Refusal, message};
use crate::files;
use crate::limits;
use crate::manifest::Digest;
use crate::store::OURS;

/// What the folder is a shard of.
pub(crate) const SHARD: &str = "shard.json";
/// What became of each file, in the order of the plan.
pub(crate) const RECORDS: &str = "records.jsonl";
/// What was read of each file for the catalogue, where one is wanted; in the same form.
#[cfg(feature = "packs")]
pub(crate) const READINGS: &str = "readings.jsonl";

/// Form of the two files.
const FORM: u32 = 1;

/// What a folder is a shard of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shard {
    form: u32,
    /// SHA-256 of the plan's file.
    pub plan_sha256: Digest,
    /// Number of the shard, from 0.
    pub shard: usize,
    /// Number of shards.
    pub shards: usize,
    /// Files of the whole plan.
    pub files: usize,
    /// What was seen in the folders and is no contribution.
    pub passed_over: usize,
    /// The settings of the plan, where a catalogue is made of all shards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<String>,
}

/// What became of a file, with its place in the plan.
#[derive(Serialize, Deserialize)]
struct RecordLine<'a> {
    at: usize,
    #[serde(borrow)]
    record: &'a RawValue,
}

impl Shard {
    /// Shard `shard` of a plan.
    pub(crate) fn new(plan: &super::plan::Plan, plan_sha256: Digest, shard: usize) -> Self {
        let (shards, files, passed_over) = (plan.shards, plan.files.len(), plan.passed_over);
        let catalogue = plan.catalogue.then(|| plan.basis.settings.clone());
        Self { form: FORM, plan_sha256, shard, shards, files, passed_over, catalogue }
    }

    /// What a folder is a shard of; `None` where it is none.
    ///
    /// # Errors
    /// Where it says so and cannot be read.
    pub(crate) fn of(folder: &Path) -> Result<Option<Self>, Refusal> {
        let path = folder.join(OURS).join(SHARD);
        let refuse = |why: Message| Refusal::unreadable(&path, why, message!("convert the shard again"));
        match files::text(&path, limits::NOTES_BYTES) {
            Err(error) if error.is_absent() => Ok(None),
            Err(error) => Err(refuse(error.found())),
            Ok(text) => serde_json::from_str(&text)
                .map(Some)
                .map_err(|error| refuse(Message::foreign(error.to_string()))),
        }
    }
}

/// Writes what became of the files of a shard.
///
/// # Errors
/// Where `out` takes no more, or a record cannot be had.
pub(crate) fn write_records(
    out: &mut dyn Write,
    records: impl Iterator<Item = (usize, io::Result<String>)>,
) -> io::Result<()> {
    for (at, record) in records {
        let record = RawValue::from_string(record?)?;
        serde_json::to_writer(&mut *out, &RecordLine { at, record: &record })?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Hands on what one of the files of a shard tells of each of its inputs, with its place in the plan.
///
/// # Errors
/// Where the file cannot be read, or `hand_on` fails.
pub(crate) fn each_record(
    folder: &Path,
    file: &str,
    mut hand_on: impl FnMut(usize, &str) -> io::Result<()>,
) -> io::Result<()> {
    let (opened, _) = files::open(&folder.join(OURS).join(file))
        .map_err(|error| io::Error::other(error.found().to_string()))?;
    for line in BufReader::new(opened).lines() {
        let line = line?;
        let RecordLine { at, record } = serde_json::from_str(&line)?;
        hand_on(at, record.get())?;
    }
    Ok(())
}
