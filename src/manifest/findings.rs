//! What was told of each file when its outputs were made, so that a later run tells it again.
//!
//! In: for each input a text, opaque here. Out: that text, as long as the outputs are those that it
//! was told of. A line an input, on disk and not in memory, for a folder may have a hundred thousand
//! outputs with dozens of findings each. Never: needed; without it a file has no findings to tell.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Digest, RecipeKey, RecordedOutput};
use crate::files;
use crate::store::{OutputFolder, StoreError};

const FINDINGS: &str = "findings.jsonl";

/// A line of the file.
#[derive(Serialize, Deserialize)]
struct FindingLine<'a> {
    input: String,
    input_sha256: Digest,
    recipe: RecipeKey,
    #[serde(borrow)]
    told: &'a RawValue,
}

/// Where the line of an input stands.
#[derive(Debug, Clone, Copy)]
struct LineRange {
    start: u64,
    length: u64,
    /// Where in it what was told begins: the rest of the line need not be read as JSON again.
    told: usize,
}

/// What was told of the files of an output folder.
#[derive(Debug)]
pub(super) struct Findings {
    path: PathBuf,
    /// The last line of each input.
    lines: BTreeMap<String, LineRange>,
    /// The file as it was when the first line was asked for: a run asks for one of each of its inputs.
    file: Mutex<Option<File>>,
}

impl Findings {
    /// Those of a folder; none where there is no file of them, or none that can be read.
    pub(super) fn open(ours: &Path) -> Self {
        let path = ours.join(FINDINGS);
        let lines = index(&path).unwrap_or_default();
        Self { path, lines, file: Mutex::new(None) }
    }

    /// What was told of an input when `made` was made of it.
    pub(super) fn get(&self, made: &RecordedOutput) -> Option<String> {
        let range = self.lines.get(&*made.input)?;
        let mut text = String::from_utf8(self.read(*range)?).ok()?;
        let head = format!("{}null}}", text.get(..range.told)?);
        let line: FindingLine<'_> = serde_json::from_str(&head).ok()?;
        if line.input_sha256 != made.input_sha256 || line.recipe != made.recipe {
            return None;
        }
        text.drain(..range.told);
        // The brace that ends the line.
        text.pop().filter(|last| *last == '}').map(|_| text)
    }

    fn read(&self, range: LineRange) -> Option<Vec<u8>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if file.is_none() {
            *file = Some(files::open(&self.path).ok()?.0);
        }
        read(file.as_mut()?, range).ok()
    }

    /// Adds what is told of an input. `told`: JSON.
    pub(super) fn add(store: &OutputFolder, made: &RecordedOutput, told: &str) -> Result<(), StoreError> {
        let Ok(told) = serde_json::from_str::<&RawValue>(told) else { return Ok(()) };
        let line = FindingLine {
            input: made.input.to_string(),
            input_sha256: made.input_sha256,
            recipe: made.recipe,
            told,
        };
        store.append(FINDINGS, &serde_json::to_string(&line).unwrap_or_default())
    }

    /// Adds all that was told in another folder.
    pub(super) fn take_in(store: &OutputFolder, ours: &Path) -> Result<(), StoreError> {
        let Ok((file, _)) = files::open(&ours.join(FINDINGS)) else { return Ok(()) };
        let lines = BufReader::new(file).lines().map_while(Result::ok);
        lines.filter(|line| !line.is_empty()).try_for_each(|line| store.append(FINDINGS, &line))
    }

    /// Writes the file anew: the last line of each of these inputs, in their order.
    pub(super) fn tidy(&self, store: &OutputFolder, inputs: &BTreeSet<&str>) -> Result<(), StoreError> {
        let lines = index(&self.path).unwrap_or_default();
        store.put_ours(FINDINGS, |out| {
            let Ok((mut file, _)) = files::open(&self.path) else { return Ok(()) };
            for (_, range) in lines.iter().filter(|(input, _)| inputs.contains(input.as_str())) {
                out.write_all(&read(&mut file, *range)?)?;
                out.write_all(b"\n")?;
            }
            Ok(())
        })
    }
}

/// Where the last line of each input stands. A torn line is of outputs that were not named.
fn index(path: &Path) -> io::Result<BTreeMap<String, LineRange>> {
    let mut lines = BTreeMap::new();
    let Ok((file, _)) = files::open(path) else { return Ok(lines) };
    let mut file = BufReader::new(file);
    let (mut start, mut bytes) = (0, Vec::new());
    loop {
        bytes.clear();
        let length = file.read_until(b'\n', &mut bytes)? as u64;
        if length == 0 {
            return Ok(lines);
        }
        let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        if let Ok(FindingLine { input, told, .. }) = serde_json::from_slice(line) {
            // `told` is the last of the line's entries, as this program writes it.
            let told = line.len().saturating_sub(told.get().len() + 1);
            lines.insert(input, LineRange { start, length: line.len() as u64, told });
        }
        start += length;
    }
}

fn read(file: &mut File, range: LineRange) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(range.start))?;
    // Room for all of it at once: a reader that knows no length asks for 32 bytes, then for 64.
    let mut bytes = Vec::with_capacity(usize::try_from(range.length).unwrap_or(0));
    file.take(range.length).read_to_end(&mut bytes)?;
    Ok(bytes)
}
