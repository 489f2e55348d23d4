//! The papers and lists of a pack as bytes.
//!
//! In: a pack, an earlier catalogue. Out: every paper and list that is to stand in the folder; of papers that
//! are made of the same as before that they stay. Never: a file written.

use crate::diagnostics::{Refusal, message};
use crate::digest::{Digest, Hasher};
use crate::files;
use crate::pipeline::OutputKind;
use crate::report::workbook;
use crate::store::OutputFolder;
use crate::template::Template;

use super::make::{PackFailure, PackRequest};
use super::papers::{self, PaperForm, PaperPlan};
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

/// All papers and lists. A paper that cannot be printed is reported; the others are made.
pub(super) fn papers(
    request: &PackRequest<'_>,
    pack: &mut Pack,
    earlier: &Earlier,
) -> Result<Vec<PrintedPaper>, PackFailure> {
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
    let mut plans: Vec<(PaperPlan<'_>, &[OutputKind])> =
        papers::bound(&form).into_iter().map(|plan| (plan, BOUND)).collect();
    plans.extend(papers::all(&form).into_iter().map(|plan| (plan, BOTH)));
    let printed = crate::workers::map(&plans, |(plan, kinds)| print(request, &form, earlier, plan, kinds));
    drop(plans);
    let mut made = lists_of(pack)?;
    for (paper, refusals) in printed {
        made.extend(paper);
        for (path, refusal) in refusals {
            let message = message!(
                "{path} could not be made: {found}; {advice}",
                path,
                found => refusal.found,
                advice => refusal.advice,
            );
            pack.findings.push(PackFinding::new(&rules::NOT_PRINTED, None, &path, message));
        }
    }
    made.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(made)
}

/// The kinds of a paper.
const BOTH: &[OutputKind] = &[OutputKind::Docx, OutputKind::Pdf];
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

type Printed = (Vec<PrintedPaper>, Vec<(String, Refusal)>);

/// A paper in its kinds; those that are made of the same as before stay as they are.
fn print(
    request: &PackRequest<'_>,
    form: &PaperForm<'_>,
    earlier: &Earlier,
    plan: &PaperPlan<'_>,
    kinds: &[OutputKind],
) -> Printed {
    let (engine, language) = (request.engine, plan.language);
    let mut galley = engine.compose_paper(&(plan.submission)(), form.template, language);
    let mut hash = Hasher::default();
    hash.update(&form.pack.recipe);
    hash.update(form.template.digest);
    fingerprint::add(&mut hash, &galley);
    let made_of = hash.finish().to_string();
    let path = |kind: OutputKind| format!("{}.{}", plan.stem, kind.extension());
    let kept = |kind: &OutputKind| {
        let before = earlier.papers.get(&path(*kind));
        before.is_some_and(|before| before.made_of == made_of && stands(request.output, &path(*kind), before))
    };
    let mut printed = Printed::default();
    if !kinds.iter().all(kept)
        && let Err(refusal) = engine.number_contents(&mut galley, form.template)
    {
        printed.1.push((plan.stem.clone(), refusal));
    }
    for kind in kinds {
        if kept(kind) {
            printed.0.push(PrintedPaper { path: path(*kind), made_of: made_of.clone(), bytes: None });
            continue;
        }
        match engine.print(&galley, form.template, language, *kind) {
            Ok(bytes) => printed.0.push(PrintedPaper {
                path: path(*kind),
                made_of: made_of.clone(),
                bytes: Some(bytes),
            }),
            Err(refusal) => printed.1.push((path(*kind), refusal)),
        }
    }
    printed
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
