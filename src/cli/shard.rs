//! `itudoc convert --plan PLAN --shard I -o DIR`: one shard of a run on many machines.
//!
//! In: a plan and the number of a shard. Out: the folder DIR with the shard's outputs, whole, and once: two
//! attempts cannot both publish it. A file that is refused is told of in the shard, and the shard is done.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::context::CommandContext;
use super::conversions::{Conversions, RunFlags};
use super::given::TypedSettings;
use super::plan::{same, settle};
use super::{Failure, listen, no_room, out, places, unusable};
use crate::batch::Task;
use crate::batch::plan::Plan;
use crate::batch::remote::RemoteFiles;
#[cfg(feature = "packs")]
use crate::batch::shard::READINGS;
use crate::batch::shard::{RECORDS, SHARD, Shard, write_records};
use crate::batch::summary::{self, BatchSummary, COULD_NOT_RUN, DONE, INTERRUPTED};
use crate::files;
use crate::limits;
use crate::manifest::Digest;
use crate::manifest::store::ManifestStore;
use crate::object_storage::ObjectAddress;
use crate::settings::CONVERT;
use crate::store::attempt::{self, Attempt, AttemptEnd};
use crate::store::{OutputFolder, PassingFolder, Spool};
use crate::workers::Interrupt;

/// Where the engines that start many tasks tell a task its number: Kubernetes (Indexed Job), Slurm, AWS
/// Batch.
const INDEX: [&str; 3] = ["JOB_COMPLETION_INDEX", "SLURM_ARRAY_TASK_ID", "AWS_BATCH_JOB_ARRAY_INDEX"];

/// Converts a shard.
pub(super) fn convert(
    path: &Path,
    shard: Option<usize>,
    given: &TypedSettings<CONVERT>,
    quiet: bool,
) -> Result<u8, Failure> {
    let mut remote = RemoteFiles::default();
    let text = plan_text(path, &mut remote)?;
    let plan = Plan::read(&path.display().to_string(), &text)?;
    let settled = settle(&plan, given)?;
    let number = number(shard, &plan)?;
    let to = places::output_folder(&settled)?;
    let to = ObjectAddress::of(&to)?.map_or(ShardPlace::Folder(to), ShardPlace::Objects);
    let job = ShardJob { shard: Shard::new(&plan, Digest::of(text.as_bytes()), number), to, quiet };
    if job.is_there(&mut remote)? {
        match &job.to {
            ShardPlace::Folder(to) => attempt::clear(to),
            ShardPlace::Objects(to) => remote.clear(to)?,
        }
        return Ok(DONE);
    }
    let shared = settled.shared();
    let run = Conversions::new(CommandContext::new(settled)?);
    same(&plan.basis, &run, &shared)?;
    let (numbers, tasks): (Vec<usize>, Vec<Task>) = plan.tasks(number, &mut remote)?.into_iter().unzip();
    job.run(&run, &numbers, &tasks, &mut remote)
}

/// The text of a plan.
fn plan_text(path: &Path, remote: &mut RemoteFiles) -> Result<String, Failure> {
    let advice = "check the path of the plan";
    match ObjectAddress::of(path)? {
        Some(address) => {
            let absent = || Failure::new(format!("{address}: there is no such object"), advice);
            remote.text(&address, limits::MANIFEST_BYTES)?.ok_or_else(absent)
        }
        None => files::text(path, limits::MANIFEST_BYTES)
            .map_err(|error| Failure::new(format!("{}: {}", path.display(), error.found()), error.advice())),
    }
}

/// The number of the shard: as it is given, else as the engine says that started this process.
fn number(given: Option<usize>, plan: &Plan) -> Result<usize, Failure> {
    let told = INDEX.iter().filter_map(|name| Some((*name, std::env::var(name).ok()?)));
    // An engine's variable that is empty says nothing.
    let told: Vec<(&str, String)> = told.filter(|(_, value)| !value.trim().is_empty()).collect();
    let number = match (given, told.as_slice()) {
        (Some(number), _) => number,
        (None, []) => {
            let names = INDEX.join(", ");
            let advice = "give it with --shard I, from 0";
            return Err(Failure::new(
                format!("no number of a shard is given, and none of {names} is set"),
                advice,
            ));
        }
        (None, [(name, first), others @ ..]) => {
            if let Some((other, value)) = others.iter().find(|(_, value)| value != first) {
                let found = format!("{name} says {first} and {other} says {value}");
                return Err(Failure::new(found, "say which shard is meant with --shard I"));
            }
            first.trim().parse().map_err(|_| {
                Failure::new(format!("{name} is {first:?}, and a number is wanted"), "give it with --shard I")
            })?
        }
    };
    if number < plan.shards {
        return Ok(number);
    }
    let found = format!("the plan has {} shards, from 0; there is no shard {number}", plan.shards);
    Err(Failure::new(found, "start as many tasks as the plan has shards"))
}

/// Where a shard is published.
enum ShardPlace {
    Folder(PathBuf),
    Objects(ObjectAddress),
}

impl fmt::Display for ShardPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Objects(address) => write!(f, "{address}"),
        }
    }
}

/// A shard in the making.
enum ShardDraft {
    /// Beside the folder that it becomes.
    Beside(Attempt),
    /// In a passing folder, to be put as objects.
    Apart(OutputFolder, PassingFolder, ObjectAddress),
}

impl ShardDraft {
    fn begin(to: &ShardPlace) -> Result<Self, Failure> {
        match to {
            ShardPlace::Folder(to) => Attempt::begin(to).map(Self::Beside).map_err(unusable),
            ShardPlace::Objects(to) => {
                let passing = PassingFolder::new().map_err(|error| no_room(&error))?;
                let folder = OutputFolder::open(passing.path()).map_err(unusable)?;
                Ok(Self::Apart(folder, passing, to.clone()))
            }
        }
    }

    fn folder(&self) -> &OutputFolder {
        match self {
            Self::Beside(attempt) => &attempt.folder,
            Self::Apart(folder, ..) => folder,
        }
    }
}

/// A shard with everything about it settled.
struct ShardJob {
    shard: Shard,
    to: ShardPlace,
    quiet: bool,
}

impl ShardJob {
    /// Whether the shard is published already.
    fn is_there(&self, remote: &mut RemoteFiles) -> Result<bool, Failure> {
        let to = &self.to;
        let (there, is_taken) = match to {
            ShardPlace::Folder(to) => {
                let is_taken = || fs::read_dir(to).is_ok_and(|mut entries| entries.next().is_some());
                (Shard::of(to)?, is_taken())
            }
            ShardPlace::Objects(to) => {
                let published = remote.published(to)?.map(|published| published.shard);
                let is_taken = published.is_none() && remote.is_taken(to)?;
                (published, is_taken)
            }
        };
        match there {
            Some(there) if there == self.shard => {
                self.say(&format!("shard {} is there already: {to}\n", self.shard.shard));
                Ok(true)
            }
            Some(there) => Err(Failure::new(
                format!(
                    "{to} is shard {} of {} of another plan, or another shard",
                    there.shard, there.shards
                ),
                "give a place of its own to each shard of each plan with -o",
            )),
            None if is_taken => Err(Failure::new(
                format!("{to} is no shard, and something is in it"),
                "give a place with -o that is not there yet",
            )),
            None => Ok(false),
        }
    }

    fn run(
        &self,
        run: &Conversions,
        numbers: &[usize],
        tasks: &[Task],
        remote: &mut RemoteFiles,
    ) -> Result<u8, Failure> {
        let interrupt = Interrupt::default();
        listen(&interrupt);
        let draft = ShardDraft::begin(&self.to)?;
        let folder = draft.folder();
        let manifest = ManifestStore::open(folder.root())?;
        let spool = Spool::new().map_err(|error| no_room(&error))?;
        let flags = RunFlags { force: false, quiet: true, records: true };
        let outcomes = run.run(tasks, (folder, &manifest, &spool), &interrupt, flags)?;
        manifest.close(folder).map_err(unusable)?;
        self.say(&summary::refusals(tasks, &outcomes, out::words()));
        let summary = BatchSummary::of(&outcomes);
        if summary.not_started > 0 {
            self.say("Interrupted. Convert the shard again: what is done is not done twice.\n");
            return Ok(INTERRUPTED);
        }
        if summary.not_written > 0 {
            return Ok(COULD_NOT_RUN);
        }
        let records = summary::records(tasks, &outcomes, &spool);
        let records = numbers.iter().copied().zip(records);
        folder.put_ours(RECORDS, |out| write_records(out, records)).map_err(unusable)?;
        if self.shard.catalogue.is_some() && !self.read_apart(run, numbers, tasks, folder, &interrupt)? {
            return Ok(INTERRUPTED);
        }
        // Last: a folder with this file is whole.
        let shard = serde_json::to_vec(&self.shard).unwrap_or_default();
        folder.put_ours(SHARD, |out| out.write_all(&shard)).map_err(unusable)?;
        if self.publish(draft, remote)? == AttemptEnd::Second && !self.is_there(remote)? {
            let found = format!("{} came to be meanwhile and is no shard", self.to);
            return Err(Failure::new(found, "give a place with -o that is not there yet"));
        }
        self.say(&summary.table());
        Ok(DONE)
    }

    /// Publishes what was made, unless another attempt was first.
    fn publish(&self, draft: ShardDraft, remote: &mut RemoteFiles) -> Result<AttemptEnd, Failure> {
        match draft {
            ShardDraft::Beside(attempt) => attempt.publish().map_err(unusable),
            ShardDraft::Apart(folder, passing, to) => {
                let name = passing.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
                let name = format!("{}-{}", name.trim_start_matches('.'), std::process::id());
                Ok(remote.publish(folder.root(), &to, &self.shard, &name)?)
            }
        }
    }

    /// Reads the files for the catalogue that `merge` makes; whether all were read.
    #[cfg(feature = "packs")]
    fn read_apart(
        &self,
        run: &Conversions,
        numbers: &[usize],
        tasks: &[Task],
        folder: &OutputFolder,
        interrupt: &Interrupt,
    ) -> Result<bool, Failure> {
        let inputs = super::conversions::discovered(tasks);
        let engine = run.converter.engine();
        let read = crate::catalogue::read_apart(engine, &run.options, &inputs, run.workers(interrupt));
        let Some(read) = read.map_err(super::no_threads)? else { return Ok(false) };
        let records = read.iter().map(|record| serde_json::to_string(record).map_err(std::io::Error::from));
        let records = numbers.iter().copied().zip(records);
        folder.put_ours(READINGS, |out| write_records(out, records)).map_err(unusable)?;
        Ok(true)
    }

    #[cfg(not(feature = "packs"))]
    fn read_apart(
        &self,
        _: &Conversions,
        _: &[usize],
        _: &[Task],
        _: &OutputFolder,
        _: &Interrupt,
    ) -> Result<bool, Failure> {
        let found = "the plan wants a catalogue, and this program was built without catalogues";
        Err(Failure::new(found, "use a program built with the feature `packs`"))
    }

    fn say(&self, text: &str) {
        if !self.quiet {
            out::say(text);
        }
    }
}
