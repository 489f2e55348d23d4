//! The register of outputs: one entry a kind, with its name, how it is written and how it is read back.
//!
//! In: a document composed. Out: for each kind that is wanted its bytes, read back and compared.
//! A new kind is a variant of [`OutputKind`] with its entry, and a file here.

mod akn;
mod docx;
mod html;
mod json;
mod pdf;

use crate::compose::Composed;
use crate::diagnostics::{Finding, Refusal};
use crate::language::Language;
use crate::reading::Reading;
use crate::template::Template;

use super::{Engine, FileOptions, HumanChecks, RunOptions};

pub(crate) use html::is_review_sheet;
#[cfg(feature = "review")]
pub(super) use pdf::not_drawn;

/// What is made of each file.
///
/// # Examples
/// ```
/// use itudoc::OutputKind;
///
/// assert_eq!(OutputKind::of_path("70.pdf"), Some(OutputKind::Pdf));
/// assert_eq!(OutputKind::Pdf.media_type(), "application/pdf");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OutputKind {
    /// Official Word document.
    Docx,
    /// Official PDF.
    Pdf,
    /// The structure (schema: `itudoc schema`).
    Json,
    /// The structure as Akoma Ntoso 3.0.
    Akn,
    /// The review sheet: findings and marks, the input beside what was made of it.
    Html,
}

impl OutputKind {
    /// All kinds, in the order in which they are told.
    pub const ALL: [OutputKind; 5] =
        [OutputKind::Docx, OutputKind::Pdf, OutputKind::Json, OutputKind::Akn, OutputKind::Html];

    /// What is made where nothing else is asked for: the review sheet is for those who want it.
    pub const DEFAULT: [OutputKind; 3] = [OutputKind::Docx, OutputKind::Pdf, OutputKind::Json];

    /// Its entry.
    fn format(self) -> &'static OutputFormat {
        match self {
            OutputKind::Docx => &docx::FORMAT,
            OutputKind::Pdf => &pdf::FORMAT,
            OutputKind::Json => &json::FORMAT,
            OutputKind::Akn => &akn::FORMAT,
            OutputKind::Html => &html::FORMAT,
        }
    }

    /// Whether it is made of the document as it was composed.
    fn is_composed(self) -> bool {
        matches!(self.format().make, MakeFn::Composed(_))
    }

    /// File name extension, no dot; also what the kind is called in settings and reports.
    pub fn extension(self) -> &'static str {
        self.format().extension
    }

    /// The kind of the output of a name, by its extension.
    pub fn of_path(path: &str) -> Option<OutputKind> {
        let extension = path.rsplit_once('.').map(|(_, extension)| extension)?;
        Self::ALL.into_iter().find(|kind| kind.extension() == extension)
    }

    /// Media type (RFC 6838), as IANA lists it.
    pub fn media_type(self) -> &'static str {
        self.format().media_type
    }
}

/// One kind of output.
struct OutputFormat {
    /// File name extension, no dot.
    extension: &'static str,
    /// Media type.
    media_type: &'static str,
    /// Kinds that are to be made before, wanted or not.
    needs: fn(&RunOptions) -> Vec<OutputKind>,
    /// What it is made of, and how.
    make: MakeFn,
}

/// Writes an output, reads it back and compares it with what it was made of.
#[derive(Clone, Copy)]
enum MakeFn {
    /// Of the document as it was composed, and of the outputs made before it.
    Composed(ComposedFn),
    /// Of the structure alone: what was composed is gone by then where nothing else is to be made of it.
    Structure(fn(&OutputJob<'_>) -> Result<MadeOutput, Refusal>),
}

type ComposedFn = fn(&OutputJob<'_>, &Composed, &[(OutputKind, MadeOutput)]) -> Result<MadeOutput, Refusal>;

/// A document read, with all else that an output may be made of.
pub(super) struct OutputJob<'a> {
    pub engine: &'a Engine,
    pub run: &'a RunOptions,
    pub file: &'a FileOptions,
    /// The input.
    pub bytes: &'a [u8],
    pub reading: &'a Reading,
    pub template: &'a Template,
    pub language: Language,
}

/// An output, read back.
pub(super) struct MadeOutput {
    pub bytes: Vec<u8>,
    /// What is to be reported of it.
    pub findings: Vec<Finding>,
    /// Its pages, where it has any.
    pub pages: Option<usize>,
    /// Characters of the composed document that this kind of output does not carry, each reported.
    pub not_in_print: usize,
    /// What only a person can judge of it.
    pub for_a_person: HumanChecks,
}

impl MadeOutput {
    fn of(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            findings: Vec::new(),
            pages: None,
            not_in_print: 0,
            for_a_person: HumanChecks::default(),
        }
    }
}

/// Writes a document that the program makes of its own as Word file or PDF, and reads it back; its bytes, and what is to
/// be reported of them. A PDF carries nothing inside: there is no input to carry.
#[cfg(feature = "packs")]
pub(super) fn print(
    engine: &Engine,
    template: &Template,
    language: Language,
    galley: &mut crate::galley::Galley,
    kind: OutputKind,
    helpers: &dyn crate::sharing::Helpers,
) -> Result<(Vec<u8>, Vec<Finding>), Refusal> {
    match kind {
        OutputKind::Docx => docx::print(&*engine.package(template, language)?, galley),
        OutputKind::Pdf => pdf::print(galley, template, &engine.fonts, helpers),
        other => Err(Refusal::internal(format!("{} is not made of a paper", other.extension()))),
    }
}

/// Makes the outputs that a run wants, in the order of [`OutputKind::ALL`].
pub(super) fn make(
    job: &OutputJob<'_>,
    composed: Composed,
) -> Result<Vec<(OutputKind, MadeOutput)>, Refusal> {
    let mut made: Vec<(OutputKind, MadeOutput)> = Vec::new();
    let order = in_order(job.run);
    let mut to_come = order.iter().filter(|kind| kind.is_composed()).count();
    let mut composed = Some(composed);
    for kind in order {
        // A long text composed takes as much memory as the text: it goes once nothing is to be made of it.
        composed = composed.filter(|_| to_come > 0);
        let output = match (kind.format().make, &composed) {
            (MakeFn::Composed(make), Some(composed)) => {
                to_come -= 1;
                make(job, composed, &made)?
            }
            (MakeFn::Structure(make), _) => make(job)?,
            (MakeFn::Composed(_), None) => {
                return Err(Refusal::internal("an output came after its composition"));
            }
        };
        made.push((kind, output));
    }
    made.retain(|(kind, _)| job.run.outputs.contains(kind));
    made.sort_by_key(|(kind, _)| *kind);
    Ok(made)
}

/// The kinds to be made, each after those it needs.
fn in_order(run: &RunOptions) -> Vec<OutputKind> {
    let needs = |kind: OutputKind| (kind.format().needs)(run);
    let mut wanted = run.outputs.clone();
    for kind in OutputKind::ALL.into_iter().rev() {
        if wanted.contains(&kind) {
            wanted.extend(needs(kind));
        }
    }
    let mut order: Vec<OutputKind> = Vec::new();
    let is_next = |kind: &OutputKind, order: &[OutputKind]| {
        wanted.contains(kind) && !order.contains(kind) && needs(*kind).iter().all(|need| order.contains(need))
    };
    // Those of the structure last, where nothing else needs them.
    let next = |order: &[OutputKind]| {
        OutputKind::ALL.into_iter().filter(|kind| is_next(kind, order)).min_by_key(|kind| !kind.is_composed())
    };
    while let Some(kind) = next(&order) {
        order.push(kind);
    }
    order
}
