//! Contributions that are read on other machines for a catalogue that is made here.
//!
//! In: an engine and files; what other machines read. Out: a record of each reading; a pack of the records of
//! all. Never: a file read where the pack is made.

use serde::{Deserialize, Serialize};

use super::make::{PackFailure, PackRequest, PackSummary, make_of};
use super::readings::{ReadingSource, Readings, recipe};
use super::{Earlier, NAME};
use crate::batch::inputs::Discovered;
use crate::budget::Budget;
use crate::diagnostics::{Message, Refusal, RefusalKind};
use crate::pack::contribution::Contribution;
use crate::pipeline::{Engine, RunOptions};
use crate::workers::{ThreadError, Work, Workers};

/// A contribution as another machine read it for the catalogue, or why it could not be.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ReadingRecord {
    /// The name it is known by.
    name: String,
    /// What it was read as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reading: Option<Contribution>,
    /// What was found and what to do, where it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refused: Option<(Message, Message)>,
}

/// Reads contributions for a catalogue that is made elsewhere; `None` where the run was interrupted.
///
/// # Errors
/// Where threads cannot be started.
pub(crate) fn read_apart(
    engine: &Engine,
    run: &RunOptions,
    inputs: &[Discovered],
    workers: Workers<'_>,
) -> Result<Option<Vec<ReadingRecord>>, ThreadError> {
    let (earlier, recipe) = (Earlier::default(), recipe(engine, run));
    let source = ReadingSource { engine, run, earlier: &earlier, recipe: &recipe };
    let record = |input: &Discovered, read: Result<(Contribution, bool), Refusal>| {
        let name = input.name.clone();
        match read {
            Ok((reading, _)) => ReadingRecord { name, reading: Some(reading), refused: None },
            Err(Refusal { found, advice, .. }) => {
                ReadingRecord { name, reading: None, refused: Some((found, advice)) }
            }
        }
    };
    let work = Work {
        work: |input: &Discovered, budget: Budget| record(input, source.read(input, budget)),
        panicked: |input: &Discovered, message: &str| {
            record(input, Err(Refusal::internal(message.to_owned())))
        },
    };
    let size = |input: &Discovered| *input.size.as_ref().unwrap_or(&0);
    Ok(workers.all(inputs, size, &work)?.into_iter().collect())
}

/// Makes a pack of what other machines read, in the order of the plan.
///
/// # Errors
/// Those of [`super::make()`].
pub(crate) fn make_of_records(
    request: &PackRequest<'_>,
    records: impl IntoIterator<Item = ReadingRecord>,
) -> Result<PackSummary, PackFailure> {
    let earlier = super::earlier(&request.output.path(NAME));
    let mut readings = Readings::default();
    for ReadingRecord { name, reading, refused } in records {
        readings.0.extend(reading);
        let refused = refused.map(|(found, advice)| (name, Refusal::new(RefusalKind::Io, found, advice)));
        readings.1.extend(refused);
    }
    readings.2 = readings.0.len();
    make_of(request, &earlier, readings)
}
