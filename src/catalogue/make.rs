//! A pack from files to files: contributions read, what did not change taken over, papers made, all named.
//!
//! In: an engine, the files, an output folder that is ours. Out: the catalogue and its papers. Every paper
//! that stands in the folder is the one that the catalogue lists, whenever the run is stopped: what is to
//! change goes first, then the catalogue gets its name, then the papers get theirs. Never: a paper made
//! again that is made of the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::batch::inputs::Discovered;
use crate::diagnostics::{Refusal, RefusalKind};
use crate::digest::{Digest, Hasher};
use crate::files;
use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use crate::recover::Extent;
use crate::report::workbook;
use crate::store::{OutputFolder, StoreError};
use crate::template::Template;
use crate::workers::{ThreadError, Workers};

use super::papers::{self, PaperForm, PaperPlan};
use super::readings::{ReadingRecord, Readings, contributions, recipe};
use super::{Earlier, NAME, PaperRecord};
use super::{fingerprint, lists};
use crate::pack::contribution::Contribution;
use crate::pack::targets::Library;
use crate::pack::{Pack, PackChoices, PackFinding, rules};

/// What a pack is made of.
#[derive(Debug)]
pub(crate) struct PackRequest<'a> {
    /// Templates, registry, fonts.
    pub engine: &'a Engine,
    /// How contributions are read.
    pub run: &'a RunOptions,
    /// The contributions.
    pub inputs: &'a [Discovered],
    /// The texts in force: name and bytes.
    pub base: &'a [(String, Vec<u8>)],
    /// What a person chose.
    pub choices: &'a PackChoices,
    /// Where it goes.
    pub output: &'a OutputFolder,
    /// How files are worked on.
    pub workers: Workers<'a>,
    /// Make everything anew.
    pub force: bool,
    /// Contributions and texts in force of the catalogue stay beside those of the run.
    pub keep: bool,
}

/// What became of a pack.
#[derive(Debug, Clone, Default)]
pub(crate) struct PackSummary {
    /// Documents in it.
    pub documents: usize,
    /// Of these, read anew.
    pub read: usize,
    /// Proposals that count.
    pub proposals: usize,
    /// Texts on which something is proposed.
    pub targets: usize,
    /// Pairs, by class, in the order of the classes.
    pub pairs: BTreeMap<&'static str, usize>,
    /// Paragraphs and proposals without a place.
    pub not_placed: usize,
    /// Papers made and papers kept.
    pub made: usize,
    /// Papers that were up to date.
    pub kept: usize,
    /// Contributions that could not be read, and why.
    pub refused: Vec<(String, Refusal)>,
}

/// Why a pack could not be made.
#[derive(Debug)]
pub(crate) enum PackFailure {
    /// No threads.
    Threads(ThreadError),
    /// The folder.
    Store(StoreError),
    /// Something that was given.
    Refused(Refusal),
}

impl From<StoreError> for PackFailure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refusal> for PackFailure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Makes a pack.
///
/// # Errors
/// Where the folder cannot be written to, a text in force cannot be read, or nothing could be.
pub(crate) fn make(request: &PackRequest<'_>) -> Result<PackSummary, PackFailure> {
    let earlier = if request.force { Earlier::default() } else { super::earlier(&request.output.path(NAME)) };
    let readings = contributions(request, &earlier)?;
    make_of(request, &earlier, readings)
}

/// Makes a pack of what other machines read, in the order of the plan.
///
/// # Errors
/// Those of [`make`].
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

/// Makes a pack of contributions that were read, on this machine or on others.
fn make_of(
    request: &PackRequest<'_>,
    earlier: &Earlier,
    (mut documents, refused, read): Readings,
) -> Result<PackSummary, PackFailure> {
    if request.keep {
        documents.extend(kept(request, earlier));
    }
    if documents.is_empty() {
        let (found, advice) = refused.first().map_or_else(
            || {
                (
                    "no contribution was found".to_owned(),
                    "name a folder of contributions, or files".to_owned(),
                )
            },
            |(name, refusal)| {
                (format!("no contribution could be read; {name}: {}", refusal.found), refusal.advice.clone())
            },
        );
        return Err(Refusal::new(RefusalKind::Empty, found, advice).into());
    }
    let texts_in_force = texts_in_force(request, earlier)?;
    let mut library = Library::default();
    texts_in_force.iter().for_each(|text| library.add(text));
    let mut pack = Pack::new(documents, &library, request.choices, &request.engine.registry);
    pack.texts_in_force = texts_in_force;
    pack.recipe = recipe(request.engine, request.run);
    for (name, refusal) in &refused {
        let message = format!("{name} could not be read: {}; {}", refusal.found, refusal.advice);
        pack.findings.push(PackFinding::new(&rules::NOT_READ, None, name, message));
    }
    let papers = papers(request, &mut pack, earlier)?;
    let mut summary = summary(&pack, read, refused);
    (summary.made, summary.kept) = store(request, &pack, earlier, papers)?;
    Ok(summary)
}

/// The contributions of the catalogue that the run has not.
fn kept(request: &PackRequest<'_>, earlier: &Earlier) -> Vec<Contribution> {
    let own: BTreeSet<&str> = request.inputs.iter().map(|input| input.name.as_str()).collect();
    let others = earlier.readings.iter().filter(|((file, ..), _)| !own.contains(file.as_str()));
    others.filter_map(|(_, data)| serde_json::from_str(data).ok()).collect()
}

/// The texts in force, as they were given; those of the catalogue where it is kept up without any.
fn texts_in_force(request: &PackRequest<'_>, earlier: &Earlier) -> Result<Vec<Contribution>, Refusal> {
    if request.keep && request.base.is_empty() {
        let read = earlier.texts_in_force.iter().filter_map(|data| serde_json::from_str(data).ok());
        return Ok(read.collect());
    }
    let run = RunOptions { recover: Extent::Off, ..RunOptions::default() };
    let read = |(name, bytes): &(String, Vec<u8>)| {
        let reading = request
            .engine
            .read(name, bytes, &run, &FileOptions::default())
            .map_err(|refusal| refusal.at(name))?;
        Ok(Contribution::of(&reading, name, "", &request.engine.registry))
    };
    crate::workers::map(request.base, read).into_iter().collect()
}

/// Keeps the catalogue of a folder up with contributions that were converted into it: the others, the
/// texts in force and what was chosen stay as they were. `None` where the folder has no catalogue.
///
/// # Errors
/// Those of [`make`].
pub(crate) fn keep_up(
    engine: &Engine,
    run: &RunOptions,
    inputs: &[Discovered],
    output: &OutputFolder,
    workers: Workers<'_>,
) -> Result<Option<PackSummary>, PackFailure> {
    let path = output.path(NAME);
    if !path.is_file() {
        return Ok(None);
    }
    let choices = super::choices(&path);
    let request = PackRequest {
        engine,
        run,
        inputs,
        base: &[],
        choices: &choices,
        output,
        workers,
        force: false,
        keep: true,
    };
    make(&request).map(Some)
}

/// A paper that is to stand in the folder: new bytes, or those that stand there.
struct Paper {
    path: String,
    made_of: String,
    bytes: Option<Vec<u8>>,
}

/// All papers and lists. A paper that cannot be printed is reported; the others are made.
fn papers(request: &PackRequest<'_>, pack: &mut Pack, earlier: &Earlier) -> Result<Vec<Paper>, PackFailure> {
    let template = form_of(request, pack)?;
    let form = PaperForm {
        pack,
        template,
        language: pack.language(),
        agreed_column: request.choices.agreed_column,
        members: request.engine.registry.members().len(),
    };
    let mut plans: Vec<(PaperPlan, &[OutputKind])> =
        papers::all(&form).into_iter().map(|plan| (plan, BOTH)).collect();
    let submission = papers::bound(&form);
    plans.push((PaperPlan { stem: BOUND.to_owned(), submission }, &[OutputKind::Pdf]));
    let printed = crate::workers::map(&plans, |(plan, kinds)| print(request, &form, earlier, plan, kinds));
    let mut made = lists_of(pack)?;
    for (paper, refusals) in printed {
        made.extend(paper);
        for (path, refusal) in refusals {
            let message = format!("{path} could not be made: {}; {}", refusal.found, refusal.advice);
            pack.findings.push(PackFinding::new(&rules::NOT_PRINTED, None, &path, message));
        }
    }
    made.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(made)
}

/// The kinds of a paper.
const BOTH: &[OutputKind] = &[OutputKind::Docx, OutputKind::Pdf];
/// The bound pack, which is a PDF alone.
const BOUND: &str = "pack";

/// The form of the papers: that of the body where there is one, else the plain one.
fn form_of<'a>(request: &'a PackRequest<'_>, pack: &Pack) -> Result<&'a Template, Refusal> {
    const PLAIN: &str = "pack";
    let templates = &request.engine.templates;
    let bodies = pack.documents.iter().filter_map(|document| document.conference.as_ref());
    let own = bodies.map(|(body, _)| format!("{PLAIN}-{}", body.to_lowercase())).min();
    let known = own.filter(|own| templates.names().any(|name| name == own));
    templates.get(known.as_deref().unwrap_or(PLAIN))
}

type Printed = (Vec<Paper>, Vec<(String, Refusal)>);

/// A paper in its kinds; those that are made of the same as before stay as they are.
fn print(
    request: &PackRequest<'_>,
    form: &PaperForm<'_>,
    earlier: &Earlier,
    plan: &PaperPlan,
    kinds: &[OutputKind],
) -> Printed {
    let (engine, language) = (request.engine, form.language);
    let mut galley = engine.compose_paper(&plan.submission, form.template, language);
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
            printed.0.push(Paper { path: path(*kind), made_of: made_of.clone(), bytes: None });
            continue;
        }
        match engine.print(&galley, form.template, language, *kind) {
            Ok(bytes) => {
                printed.0.push(Paper { path: path(*kind), made_of: made_of.clone(), bytes: Some(bytes) })
            }
            Err(refusal) => printed.1.push((path(*kind), refusal)),
        }
    }
    printed
}

/// Lists for spreadsheets and programs: made each time, as they cost nothing.
fn lists_of(pack: &Pack) -> Result<Vec<Paper>, PackFailure> {
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
    let paper = |(path, bytes): (String, Vec<u8>)| Paper {
        path,
        made_of: Digest::of(&bytes).to_string(),
        bytes: Some(bytes),
    };
    Ok(all.into_iter().map(paper).collect())
}

/// Names all that was made; how many papers were made and how many kept.
fn store(
    request: &PackRequest<'_>,
    pack: &Pack,
    earlier: &Earlier,
    papers: Vec<Paper>,
) -> Result<(usize, usize), PackFailure> {
    let output = request.output;
    let mut records = Vec::with_capacity(papers.len());
    let (mut changed, mut kept) = (Vec::new(), 0);
    for paper in papers {
        let before = earlier.papers.get(&paper.path);
        match paper.bytes {
            Some(bytes) => {
                let record = PaperRecord {
                    made_of: paper.made_of,
                    sha256: Digest::of(&bytes).to_string(),
                    bytes: bytes.len() as u64,
                };
                let same = before.is_some_and(|before| before.sha256 == record.sha256)
                    && stands(output, &paper.path, &record);
                if same {
                    kept += 1;
                } else {
                    changed.push((paper.path.clone(), bytes));
                }
                records.push((paper.path, record));
            }
            None => {
                kept += 1;
                records.extend(before.map(|before| (paper.path, before.clone())));
            }
        }
    }
    const DRAFT: &str = "catalogue.tmp";
    let draft = output.draft(DRAFT);
    // A draft of a run that was stopped is cleared when the folder is opened.
    super::write(&draft, pack, &records).map_err(|error| super::refusal(&error))?;
    let whole: Vec<(String, &[u8])> =
        changed.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
    let staged = output.stage(&whole)?;
    let current: BTreeSet<&str> = records.iter().map(|(path, _)| path.as_str()).collect();
    let gone = earlier.papers.keys().filter(|path| !current.contains(path.as_str()));
    let replaced = changed.iter().map(|(path, _)| path);
    for path in gone.chain(replaced) {
        output.remove(path)?;
    }
    output.adopt(DRAFT, NAME)?;
    output.name(staged)?;
    output.flush();
    Ok((changed.len(), kept))
}

/// Whether a paper stands in the folder as it is listed.
fn stands(output: &OutputFolder, path: &str, record: &PaperRecord) -> bool {
    let found = files::read(&output.path(path), record.bytes);
    found.is_ok_and(|found| Digest::of(&found.bytes).to_string() == record.sha256)
}

fn summary(pack: &Pack, read: usize, refused: Vec<(String, Refusal)>) -> PackSummary {
    let mut pairs: BTreeMap<&'static str, usize> = BTreeMap::new();
    for pair in pack.dossiers.iter().flat_map(|dossier| &dossier.pairs) {
        *pairs.entry(pair.class.name()).or_default() += 1;
    }
    let unplaced: usize = pack.dossiers.iter().map(|dossier| dossier.unplaced.len()).sum();
    let counted = pack.documents.iter().enumerate().filter(|(at, _)| pack.selection.counts(*at));
    PackSummary {
        documents: pack.documents.len(),
        read,
        proposals: counted.map(|(_, document)| document.texts.len()).sum(),
        targets: pack.dossiers.len(),
        pairs,
        not_placed: unplaced + pack.nowhere.len(),
        refused,
        ..PackSummary::default()
    }
}
