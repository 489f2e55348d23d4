//! The papers and lists of a pack as bytes.
//!
//! In: a pack, an earlier catalogue. Out: every paper and list that is to stand in the folder; of papers that
//! are made of the same as before that they stay. Never: a file written.

use crate::diagnostics::{Refusal, Severity, message};
use crate::digest::{Digest, Hasher};
use crate::files;
use crate::pipeline::OutputKind;
use crate::report::workbook;
use crate::sharing::{Alone, Helpers};
use crate::store::OutputFolder;
use crate::template::Template;
use crate::workers::AllProcessors;

use super::make::{DRAFT, PackFailure, PackRequest};
use super::papers::{self, PaperForm, PaperPlan};
use super::rows::CatalogueDraft;
use super::{Earlier, PaperRecord};
use super::{fingerprint, lists};
use crate::pack::{Pack, PackFinding, rules};

/// A paper that is to stand in the folder: new bytes, or those that stand there.
pub(super) struct PrintedPaper {
    /// Path below the folder.
    pub path: String,
    /// Digest of all that it is made of.
    pub made_of: String,
    /// Its bytes; `None` where those that stand there are the same.
    pub bytes: Option<Vec<u8>>,
}

/// All of a pack that is to stand in the folder.
pub(super) struct PrintedPack {
    /// Papers and lists, by path.
    pub papers: Vec<PrintedPaper>,
    /// What was found in papers while they were made, and papers that could not be.
    pub findings: Vec<PackFinding>,
    /// The catalogue but for these.
    pub catalogue: CatalogueDraft,
}

/// A thing that is made of a pack beside others.
enum PackTask<'a> {
    /// The catalogue.
    Catalogue,
    /// The lists for spreadsheets and programs.
    Lists,
    /// A paper in some kinds.
    Paper(PaperPlan<'a>, &'a [OutputKind]),
}

/// All papers and lists, and the catalogue in its draft. A paper that cannot be printed is reported; the others are made.
pub(super) fn papers(
    request: &PackRequest<'_>,
    pack: &Pack,
    earlier: &Earlier,
) -> Result<PrintedPack, PackFailure> {
    let template = form_of(request, pack)?;
    let form = PaperForm {
        pack,
        template,
        language: pack.language(),
        agreed_column: request.choices.agreed_column,
        members: request.engine.registry.members().len(),
        is_bound: false,
    };
    // What takes longest begins first.
    let mut tasks: Vec<PackTask<'_>> =
        papers::bound(&form).into_iter().map(|plan| PackTask::Paper(plan, BOUND)).collect();
    tasks.extend([PackTask::Catalogue, PackTask::Lists]);
    tasks.extend(papers::all(&form).into_iter().map(|plan| PackTask::Paper(plan, BOTH)));
    let helpers = AllProcessors::new();
    let done = crate::workers::map(&tasks, |task| {
        Ok::<_, PackFailure>(match task {
            PackTask::Catalogue => {
                let written = CatalogueDraft::write(&request.output.draft(DRAFT), pack);
                // Most of it goes to the disk while papers are still made; where it cannot, `adopt` tells.
                let _ = request.output.flush_draft(DRAFT);
                (Printed::default(), Some(written))
            }
            PackTask::Lists => (Printed { papers: lists_of(pack)?, findings: Vec::new() }, None),
            PackTask::Paper(plan, kinds) => {
                // Of the bound pack alone: the others are short, and there are many of them.
                let helpers: &dyn Helpers = if *kinds == BOUND { &helpers } else { &Alone };
                (print(request, &form, earlier, (plan, kinds), helpers), None)
            }
        })
    });
    let (mut made, mut findings, mut catalogue) = (Vec::new(), Vec::new(), None);
    for task in done {
        let (printed, written) = task?;
        made.extend(printed.papers);
        findings.extend(printed.findings);
        catalogue = catalogue.or(written);
    }
    made.sort_by(|a, b| a.path.cmp(&b.path));
    let write = || CatalogueDraft::write(&request.output.draft(DRAFT), pack);
    let catalogue = catalogue.unwrap_or_else(write);
    let catalogue = catalogue.map_err(|error| super::refusal(&error))?;
    Ok(PrintedPack { papers: made, findings, catalogue })
}

/// The kinds of a paper; the PDF first, as its pages give a contents list their numbers.
const BOTH: &[OutputKind] = &[OutputKind::Pdf, OutputKind::Docx];
/// The kinds of the bound pack.
const BOUND: &[OutputKind] = &[OutputKind::Pdf];

/// The form of the papers: that of the body where there is one, else the plain one.
fn form_of<'a>(request: &'a PackRequest<'_>, pack: &Pack) -> Result<&'a Template, Refusal> {
    const PLAIN: &str = "pack";
    let templates = &request.engine.templates;
    let bodies = pack.documents.iter().filter_map(|document| document.conference.as_ref());
    let own = bodies.map(|(body, _)| format!("{PLAIN}-{}", body.to_lowercase())).min();
    let known = own.filter(|own| templates.names().any(|name| name == own));
    templates.get(known.as_deref().unwrap_or(PLAIN))
}

/// What came of a task.
#[derive(Default)]
struct Printed {
    papers: Vec<PrintedPaper>,
    findings: Vec<PackFinding>,
}

/// A paper in its kinds; those that are made of the same as before stay as they are, and what was found in them then.
fn print(
    request: &PackRequest<'_>,
    form: &PaperForm<'_>,
    earlier: &Earlier,
    (plan, kinds): (&PaperPlan<'_>, &[OutputKind]),
    helpers: &dyn Helpers,
) -> Printed {
    let (engine, language) = (request.engine, plan.language);
    let mut composed = engine.compose_paper(&(plan.submission)(), form.template, language);
    let mut hash = Hasher::default();
    hash.update(&form.pack.recipe);
    hash.update(form.template.digest);
    fingerprint::add(&mut hash, &composed.galley);
    let made_of = hash.finish().to_string();
    let mut printed = Printed::default();
    for kind in kinds {
        let path = format!("{}.{}", plan.stem, kind.extension());
        let before = earlier.papers.get(&path).filter(|before| before.made_of == made_of);
        let mut bytes = None;
        if before.is_some_and(|before| stands(request.output, &path, before)) {
            printed.findings.extend(earlier.findings_of(&path));
        } else {
            match engine.print(&mut composed.galley, form.template, language, *kind, helpers) {
                Ok((made, found)) => {
                    // What the kinds have in common is told of the first.
                    let found = std::mem::take(&mut composed.findings).into_iter().chain(found);
                    let found = found.filter(|finding| finding.severity > Severity::Information);
                    printed.findings.extend(found.map(|finding| PackFinding::of_paper(&path, &finding)));
                    bytes = Some(made);
                }
                Err(refusal) => {
                    printed.findings.push(not_printed(&path, refusal));
                    continue;
                }
            }
        }
        printed.papers.push(PrintedPaper { path, made_of: made_of.clone(), bytes });
    }
    printed
}

fn not_printed(path: &str, refusal: Refusal) -> PackFinding {
    let message = message!(
        "{path} could not be made: {found}; {advice}",
        path,
        found => refusal.found,
        advice => refusal.advice,
    );
    PackFinding::new(&rules::NOT_PRINTED, None, path, message)
}

/// Lists for spreadsheets and programs: made each time, as they cost nothing.
fn lists_of(pack: &Pack) -> Result<Vec<PrintedPaper>, PackFailure> {
    let refused = |error: std::io::Error| Refusal::internal(format!("a list could not be written: {error}"));
    let (documents, proposals, conflicts) =
        (lists::documents(pack), lists::proposals(pack), lists::conflict_list(pack));
    let mut all = vec![("conflicts.json".to_owned(), lists::conflicts_json(pack))];
    all.push(("conflicts.csv".to_owned(), conflicts.csv().into_bytes()));
    let (intake, words) = (lists::intake(pack), lists::word_counts(pack));
    let named =
        [("documents", &documents), ("proposals", &proposals), ("intake", &intake), ("words", &words)];
    for (name, list) in named {
        all.push((format!("{name}.csv"), list.csv().into_bytes()));
        let workbook = workbook::of_lists(std::slice::from_ref(list)).map_err(refused)?;
        all.push((format!("{name}.xlsx"), workbook));
    }
    let paper = |(path, bytes): (String, Vec<u8>)| PrintedPaper {
        path,
        made_of: Digest::of(&bytes).to_string(),
        bytes: Some(bytes),
    };
    Ok(all.into_iter().map(paper).collect())
}

/// Whether a paper stands in the folder as it is listed.
pub(super) fn stands(output: &OutputFolder, path: &str, record: &PaperRecord) -> bool {
    let found = files::read(&output.path(path), record.bytes);
    found.is_ok_and(|found| Digest::of(&found.bytes).to_string() == record.sha256)
}
