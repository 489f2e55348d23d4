//! The official Word document: written, and its words compared with what was composed.

use crate::compose::Composed;
use crate::compose::rules::STYLE_ADDED;
use crate::diagnostics::{Finding, Refusal, message};
use crate::galley::Galley;
use crate::verify;
use crate::verify::ledger::{Boundaries, compare, expected, expected_comments};
use crate::write::docx::TemplatePackage;

use super::{MadeOutput, MakeFn, OutputFormat, OutputJob};

pub(super) static FORMAT: OutputFormat = OutputFormat {
    extension: "docx",
    // ECMA-376 part 4.
    media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    needs: |_| Vec::new(),
    make: MakeFn::Composed(|job, composed, _| make(job, composed)),
};

fn make(job: &OutputJob<'_>, composed: &Composed) -> Result<MadeOutput, Refusal> {
    let budget = &job.file.budget;
    budget.before("the DOCX was written")?;
    let package = job.engine.package(job.template, job.language)?;
    let bytes = package.write(&composed.galley)?;
    budget.before("the DOCX was read back")?;
    read_back(&bytes, &composed.galley)?;
    Ok(MadeOutput { findings: styles_added(&package).into_iter().collect(), ..MadeOutput::of(bytes) })
}

/// A document that the program makes of its own, written and read back.
#[cfg(feature = "packs")]
pub(super) fn print(package: &TemplatePackage, galley: &Galley) -> Result<(Vec<u8>, Vec<Finding>), Refusal> {
    let bytes = package.write(galley)?;
    read_back(&bytes, galley)?;
    Ok((bytes, styles_added(package).into_iter().collect()))
}

fn read_back(bytes: &[u8], galley: &Galley) -> Result<(), Refusal> {
    let found = verify::docx::text(bytes)?;
    let (body, notes) = expected(galley, true);
    compare("DOCX", &body, &found.body, Boundaries::Same)?;
    compare("DOCX's notes", &notes.concat(), &found.notes.concat(), Boundaries::Same)?;
    compare("DOCX's comments", &expected_comments(galley, true), &found.comments.concat(), Boundaries::Same)
}

/// What the user's own Word template lacks.
fn styles_added(package: &TemplatePackage) -> Option<Finding> {
    let added = package.added();
    let message = message!(
        "The reference document lacks {count} styles, now added: {styles}",
        count = added.len(),
        styles = added.join(", "),
    );
    (!added.is_empty()).then(|| Finding::new(&STYLE_ADDED, None, message))
}
