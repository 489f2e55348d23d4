//! The structure as JSON.

use crate::diagnostics::Refusal;
use crate::digest::Digest;
use crate::reading::Reading;
use crate::structure as form;

use super::{MadeOutput, MakeFn, OutputFormat, OutputJob};

pub(super) static FORMAT: OutputFormat = OutputFormat {
    extension: "json",
    media_type: "application/json",
    needs: |_| Vec::new(),
    make: MakeFn::Structure(make),
};

fn make(job: &OutputJob<'_>) -> Result<MadeOutput, Refusal> {
    let budget = &job.file.budget;
    budget.before("the JSON was written")?;
    let bytes = job.reading.structure(job.bytes)?;
    budget.before("the JSON was written")?;
    Ok(MadeOutput::of(bytes))
}

impl Reading {
    /// Its structure as JSON (`itudoc/1`), as [`OutputKind::Json`](super::OutputKind::Json) has it. `bytes`: the file.
    ///
    /// # Errors
    /// [`RefusalKind::Internal`](crate::RefusalKind::Internal) where serialisation fails, which no input is known to cause.
    ///
    /// # Examples
    /// ```
    /// let bytes = "RESOLUTION 64 (Rev. Busan, 2014)\n".as_bytes();
    /// let json = itudoc::read("note.txt", bytes)?.structure(bytes)?;
    /// assert!(json.starts_with(b"{"));
    /// # Ok::<(), itudoc::Refusal>(())
    /// ```
    pub fn structure(&self, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
        let sha256 = Digest::of(bytes).to_string();
        let input = form::InputProfile {
            name: &self.name,
            format: &self.format,
            read_by: self.read_by.as_deref(),
            text: &self.text,
            sha256: &sha256,
            replaced: &self.replaced,
            rejected: &self.recovery.rejected,
        };
        form::write(&self.submission, &input)
    }
}
