//! A pack from files to files: contributions read, what did not change taken over, papers made, all named.
//!
//! In: an engine, the files, an output folder that is ours. Out: the catalogue and its papers. Every paper
//! that stands in the folder is the one that the catalogue lists, whenever the run is stopped: what is to
//! change goes first, then the catalogue gets its name, then the papers get theirs. Never: a paper made
//! again that is made of the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::batch::inputs::Discovered;
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::digest::Digest;
use crate::pipeline::{Engine, RunOptions};
use crate::store::{OutputFolder, StoreError};
use crate::workers::{self, ThreadError, Workers};

use super::printing::{PrintedPack, papers, stands};
use super::readings::{Readings, contributions, kept, recipe, texts_in_force};
use super::{Earlier, NAME, PaperRecord};
use crate::pack::library::TextsInForce;
use crate::pack::{Pack, PackChoices, PackFinding, rules};

/// The catalogue until it gets its name. That of a run that was stopped is cleared when the folder is opened.
pub(super) const DRAFT: &str = "catalogue.tmp";

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
    /// What the pack reports besides.
    pub findings: Vec<PackFinding>,
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
    let mut earlier =
        if request.force { Earlier::default() } else { super::earlier(&request.output.path(NAME)) };
    let readings = contributions(request, &earlier)?;
    // Those of contributions that the run has not are still asked for where the catalogue is kept up.
    let read = if request.keep { HashMap::new() } else { std::mem::take(&mut earlier.readings) };
    workers::while_dropped(read, || make_of(request, &earlier, readings))
}

/// Makes a pack of contributions that were read, on this machine or on others.
///
/// # Errors
/// Those of [`make`].
pub(super) fn make_of(
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
                    message!("no contribution was found"),
                    message!("name a folder of contributions, or files"),
                )
            },
            |(name, refusal)| {
                let found = message!("no contribution could be read; {name}: {why}", name, why => refusal.found.clone());
                (found, refusal.advice.clone())
            },
        );
        return Err(Refusal::new(RefusalKind::Empty, found, advice).into());
    }
    let texts_in_force = texts_in_force(request, earlier)?;
    let mut library = TextsInForce::default();
    texts_in_force.iter().for_each(|text| library.add(text));
    let mut pack = Pack::new(documents, &library, request.choices, &request.engine.registry);
    pack.texts_in_force = texts_in_force;
    pack.recipe = recipe(request.engine, request.run);
    for (name, refusal) in &refused {
        let message = message!(
            "{name} could not be read: {found}; {advice}",
            name,
            found => refusal.found.clone(),
            advice => refusal.advice.clone(),
        );
        pack.findings.push(PackFinding::new(&rules::NOT_READ, None, name, message));
    }
    let printed = papers(request, &pack, earlier)?;
    let mut summary = summary(&pack, read, refused);
    summary.findings = std::mem::take(&mut pack.findings);
    summary.findings.extend(printed.findings.iter().cloned());
    // To give back the memory of a thousand contributions takes as long as to store their papers.
    (summary.made, summary.kept) =
        workers::while_dropped((pack, library), || store(request, earlier, printed))?;
    Ok(summary)
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

/// Names all that was made; how many papers were made and how many kept.
fn store(
    request: &PackRequest<'_>,
    earlier: &Earlier,
    printed: PrintedPack,
) -> Result<(usize, usize), PackFailure> {
    let output = request.output;
    let mut records = Vec::with_capacity(printed.papers.len());
    let (mut changed, mut kept) = (Vec::new(), 0);
    for paper in printed.papers {
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
    printed.catalogue.finish(&records, &printed.findings).map_err(|error| super::refusal(&error))?;
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
