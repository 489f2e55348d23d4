//! The structure as Akoma Ntoso: written, and its words compared with what was composed.

use crate::compose::Composed;
use crate::diagnostics::Refusal;
use crate::digest::Digest;
use crate::galley::Galley;
use crate::verify;
use crate::verify::ledger::{Boundaries, compare, expected, expected_comments};
use crate::write::akn::{Akn, write};

use super::{MadeOutput, MakeFn, OutputFormat, OutputJob};

pub(super) static FORMAT: OutputFormat = OutputFormat {
    extension: "akn",
    // As OASIS registered it (akn-media v1.0).
    media_type: "application/akn+xml",
    needs: |_| Vec::new(),
    make: MakeFn::Composed(|job, composed, _| make(job, composed)),
};

fn make(job: &OutputJob<'_>, composed: &Composed) -> Result<MadeOutput, Refusal> {
    let budget = &job.file.budget;
    budget.before("the Akoma Ntoso was written")?;
    let akn = Akn {
        galley: &composed.galley,
        submission: &job.reading.submission,
        language: job.language,
        registry: &job.engine.registry,
        input: Digest::of(job.bytes),
    };
    let bytes = write(&akn)?;
    budget.before("the Akoma Ntoso was read back")?;
    read_back(&bytes, &composed.galley)?;
    Ok(MadeOutput::of(bytes))
}

/// Holds it to the text of the PDF, and to the comments, which the PDF does not show.
fn read_back(bytes: &[u8], galley: &Galley) -> Result<(), Refusal> {
    let found = verify::akn::text(bytes)?;
    let (body, notes) = expected(galley, false);
    compare("Akoma Ntoso", &body, &found.body, Boundaries::All)?;
    compare("Akoma Ntoso's notes", &notes.concat(), &found.notes.concat(), Boundaries::All)?;
    compare(
        "Akoma Ntoso's comments",
        &expected_comments(galley, false),
        &found.comments.concat(),
        Boundaries::All,
    )
}
