//! The review sheet: all that the other outputs of the run and the checks report.

use crate::check::check;
use crate::compose::Composed;
use crate::diagnostics::Refusal;
use crate::interface::InterfaceWords;
use crate::language::Language;
use crate::pipeline::finality;
use crate::pipeline::findings::Reported;
use crate::write::html::{ReviewSheet, write};

/// Whether an HTML page that begins so is a review sheet.
pub(crate) use crate::write::html::is_sheet as is_review_sheet;

use super::{MadeOutput, MakeFn, OutputFormat, OutputJob, OutputKind};

pub(super) static FORMAT: OutputFormat = OutputFormat {
    extension: "html",
    media_type: "text/html",
    needs: |run| run.outputs.iter().copied().filter(|kind| *kind != OutputKind::Html).collect(),
    make: MakeFn::Composed(make),
};

fn make(
    job: &OutputJob<'_>,
    composed: &Composed,
    made: &[(OutputKind, MadeOutput)],
) -> Result<MadeOutput, Refusal> {
    let OutputJob { reading, template, engine, .. } = job;
    let budget = &job.file.budget;
    budget.before("the review sheet was written")?;
    let mut found = reading.findings.clone();
    found.extend(composed.findings.iter().cloned());
    found.extend(made.iter().flat_map(|(_, output)| output.findings.iter().cloned()));
    if job.run.publishes() {
        found = found.iter().map(finality::without_words).collect();
    }
    found.extend(check(reading, &engine.registry, Some(template)));
    budget.before("the review sheet was written")?;
    let Reported { findings, waived } =
        Reported::of(reading, found, template, job.run.mode, job.file.review.as_ref(), &job.engine.registry);
    let sheet = ReviewSheet {
        name: &reading.name,
        text: &reading.text,
        submission: &reading.submission,
        recovery: &reading.recovery,
        findings: &findings,
        waived: &waived,
        template: &template.name,
        words: InterfaceWords(job.run.messages.unwrap_or(Language::English)),
    };
    Ok(MadeOutput::of(write(&sheet, &engine.registry)))
}
