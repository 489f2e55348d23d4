//! The plan of a run on many machines: every name settled, every file given to a shard.
//!
//! In: files with settled names, what they are converted by, the number of shards. Out: one JSON file, the
//! same whatever machine made it, that every worker reads; and from it the tasks of one shard. Never: a
//! name that depends on what else a shard holds, the clock, the machine.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::inputs::{self, Discovered};
use super::official::Official;
use super::remote::RemoteFiles;
use super::{Task, sidecar};
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::manifest::Digest;
use crate::manifest::names::OutputNames;
use crate::object_storage::ObjectAddress;
use crate::workers;

/// Form of the plan; another form is not read.
const FORM: u32 = 1;

/// A plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan {
    form: u32,
    /// What all workers have in common.
    pub basis: Basis,
    /// Number of shards.
    pub shards: usize,
    /// What was seen in the folders and is no contribution.
    pub passed_over: usize,
    /// A catalogue of all documents is wanted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub catalogue: bool,
    /// The files in their order.
    pub files: Vec<PlannedFile>,
}

/// What outputs depend on besides their inputs. A worker with another basis would make other outputs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Basis {
    /// Version and build of the program.
    pub itudoc: String,
    /// The settings that bear on the outputs, as `itudoc.toml` has them.
    pub settings: String,
    /// SHA-256 over registry, words, texts in force, fonts and Word template.
    pub materials_sha256: String,
}

/// A file of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlannedFile {
    /// Where it is, as it was given to `plan`.
    path: String,
    /// The name it is known by: its path below the folder that was given.
    name: String,
    /// The shard that converts it, from 0.
    shard: usize,
    /// What its outputs are called.
    outputs: OutputNames,
    /// What its document is officially called, where outputs are to have that name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    official: Option<Official>,
    /// The files of facts and decisions beside it, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    beside: BTreeMap<String, Digest>,
}

impl Plan {
    /// Plans the conversion of files whose names are settled.
    ///
    /// # Errors
    /// Where a path is no Unicode text, which JSON cannot carry.
    pub(crate) fn new(
        tasks: &[Task],
        basis: Basis,
        shards: usize,
        passed_over: usize,
    ) -> Result<Self, Refusal> {
        let given = divided(tasks, shards.max(1));
        // A file beside an input that cannot be read is told of when the input's turn comes.
        let beside = workers::map(tasks, |task| sidecar::digests(&task.path).unwrap_or_default());
        let planned = |((task, shard), beside): ((&Task, usize), _)| {
            Ok(PlannedFile {
                path: match &task.address {
                    Some(address) => address.to_string(),
                    None => task.path.to_str().ok_or_else(|| not_unicode(task))?.to_owned(),
                },
                name: task.known.to_string(),
                shard,
                outputs: task.name.clone(),
                official: task.official.clone(),
                beside,
            })
        };
        let files = tasks.iter().zip(given).zip(beside).map(planned).collect::<Result<_, Refusal>>()?;
        Ok(Self { form: FORM, basis, shards: shards.max(1), passed_over, catalogue: false, files })
    }

    /// Reads a plan. `name`: of its file, for messages.
    ///
    /// # Errors
    /// Where the text is no plan, or one of another form.
    pub(crate) fn read(name: &str, text: &str) -> Result<Self, Refusal> {
        #[derive(Deserialize)]
        struct Form {
            form: u32,
        }
        let refuse = |why: String| {
            let advice = message!("make it with `itudoc plan PATHS… -o PLAN.json`");
            Refusal::new(
                RefusalKind::Damaged,
                message!("{name} is no plan of itudoc: {why}", name, why),
                advice,
            )
        };
        let Form { form } = serde_json::from_str(text).map_err(|error| refuse(error.to_string()))?;
        if form != FORM {
            return Err(refuse(format!("its form is {form}; this version reads form {FORM}")));
        }
        let plan: Self = serde_json::from_str(text).map_err(|error| refuse(error.to_string()))?;
        match plan.fault() {
            Some(fault) => Err(refuse(fault)),
            None => Ok(plan),
        }
    }

    /// What no plan of ours says: a shard that is not there, names that lead elsewhere or that two files have.
    fn fault(&self) -> Option<String> {
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        for PlannedFile { name, shard, outputs, .. } in &self.files {
            if *shard >= self.shards {
                return Some(format!("{name} is in shard {shard}"));
            }
            let stem = outputs.stem.as_str();
            let is_below = |part: Component<'_>| matches!(part, Component::Normal(_));
            let names_of = [Some(stem), outputs.pdf.as_deref()];
            let strays = |stem: &&str| stem.is_empty() || !Path::new(stem).components().all(is_below);
            if let Some(stray) = names_of.into_iter().flatten().find(strays) {
                return Some(format!("the outputs of {name} are called {stray}"));
            }
            if let Some(other) = names.insert(stem, name) {
                return Some(format!("the outputs of {other} and of {name} are both called {stem}"));
            }
        }
        None
    }

    /// Writes the plan: a file a line.
    ///
    /// # Errors
    /// Where `out` takes no more.
    pub(crate) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let Self { form, basis, shards, passed_over, catalogue, files } = self;
        let basis = serde_json::to_string(basis)?;
        write!(out, "{{\"form\":{form},\n\"basis\":{basis},\n\"shards\":{shards},\n")?;
        writeln!(out, "\"passed_over\":{passed_over},")?;
        if *catalogue {
            writeln!(out, "\"catalogue\":true,")?;
        }
        write!(out, "\"files\":[")?;
        for (at, file) in files.iter().enumerate() {
            out.write_all(if at == 0 { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut *out, file)?;
        }
        writeln!(out, "\n]}}")
    }

    /// The tasks of a shard, each with its place in the plan. Papers in object storage are copied here first.
    ///
    /// # Errors
    /// Where object storage cannot be asked.
    pub(crate) fn tasks(
        &self,
        shard: usize,
        remote: &mut RemoteFiles,
    ) -> Result<Vec<(usize, Task)>, Refusal> {
        let of_shard: Vec<(usize, &PlannedFile)> =
            self.files.iter().enumerate().filter(|(_, file)| file.shard == shard).collect();
        let mut papers = Vec::with_capacity(of_shard.len());
        for (_, file) in &of_shard {
            let path = PathBuf::from(&file.path);
            let address = ObjectAddress::of(&path)?;
            let size = if address.is_some() { Ok(0) } else { inputs::size(&path) };
            papers.push(Discovered { path, name: file.name.clone(), size, address });
        }
        remote.bring_planned(&mut papers)?;
        let task = |((at, file), paper): ((usize, &PlannedFile), Discovered)| {
            let task = Task {
                shown: file.path.clone(),
                known: file.name.as_str().into(),
                size: paper.size,
                path: paper.path,
                name: file.outputs.clone(),
                official: file.official.clone(),
                planned: Some(file.beside.clone()),
                address: paper.address,
            };
            (at, task)
        };
        Ok(of_shard.into_iter().zip(papers).map(task).collect())
    }
}

/// The shard of each task: the biggest first, each to the shard that has least to do, the first of equals.
fn divided(tasks: &[Task], shards: usize) -> Vec<usize> {
    /// What a file costs whatever its size, in bytes of text: so that empty files are spread too.
    const EACH: u64 = 4096;
    let cost = |task: &Task| task.size.as_ref().unwrap_or(&0) + EACH;
    let mut order: Vec<usize> = (0..tasks.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(tasks.get(*at).map_or(0, cost)), *at));
    let mut load: std::collections::BinaryHeap<std::cmp::Reverse<(u64, usize)>> =
        (0..shards).map(|shard| std::cmp::Reverse((0, shard))).collect();
    let mut given = vec![0; tasks.len()];
    for at in order {
        let Some(std::cmp::Reverse((least, shard))) = load.pop() else { break };
        if let (Some(slot), Some(task)) = (given.get_mut(at), tasks.get(at)) {
            *slot = shard;
            load.push(std::cmp::Reverse((least + cost(task), shard)));
        }
    }
    given
}

fn not_unicode(task: &Task) -> Refusal {
    Refusal::new(
        RefusalKind::Io,
        message!("{task}: this path is no Unicode text, and a plan cannot name it", task = task.shown),
        message!("rename the file"),
    )
}
