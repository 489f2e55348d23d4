//! The structure as JSON.

use crate::diagnostics::Refusal;
use crate::digest::Digest;
use crate::reading::Reading;
use crate::structure as form;

use super::{Job, Made, OutputFormat};

pub(super) static FORMAT: OutputFormat = OutputFormat {
    extension: "json",
    media_type: "application/json",
    needs: |_| Vec::new(),
    make: |job, _| make(job),
};

fn make(job: &Job<'_>) -> Result<Made, Refusal> {
    let budget = &job.file.budget;
    budget.before("the JSON was written")?;
    let bytes = structure(job.reading, job.bytes)?;
    budget.before("the JSON was written")?;
    Ok(Made::of(bytes))
}

/// The structure of a file as JSON, as [`super::OutputKind::Json`] has it. `bytes`: the file.
///
/// # Errors
/// [`crate::RefusalKind::Internal`] where serialisation fails, which no input is known to cause.
pub fn structure(reading: &Reading, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let sha256 = Digest::of(bytes).to_string();
    let input = form::Input {
        name: &reading.name,
        format: &reading.format,
        read_by: reading.read_by.as_deref(),
        text: &reading.text,
        sha256: &sha256,
        replaced: &reading.replaced,
        rejected: &reading.recovery.rejected,
    };
    form::write(&reading.submission, &input)
}
