//! `itudoc plan`: a run divided into shards, for many machines.

use std::path::PathBuf;

use clap::Args;

use super::context::CommandContext;
use super::conversions::Conversions;
use super::given::{TypedSettings, WHERE_FROM};
use super::next_steps::counted;
use super::{Failure, listen, out, places, unusable};
use crate::batch::plan::{Basis, Plan};
use crate::batch::remote::RemoteFiles;
use crate::batch::summary::DONE;
use crate::manifest::store::ManifestStore;
use crate::object_storage::{ObjectAddress, OnExisting};
use crate::settings::{CONVERT, Settled};
use crate::store;
use crate::workers::Interrupt;

/// Divide a run into shards, which many machines convert
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{WHERE_FROM}"))]
pub(super) struct Arguments {
    /// Files and folders
    #[arg(required_unless_present = "show-settings")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    given: TypedSettings<CONVERT>,
    /// Number of shards; several for each machine, so that one that ends early gets another
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000_000), value_name = "N")]
    shards: u32,
    /// Make a catalogue of all documents too, as `itudoc pack` does: the shards read for it, `merge` makes it
    #[cfg(feature = "packs")]
    #[arg(long)]
    catalogue: bool,
}

const EXAMPLES: &str = "\
The names of all outputs, the files of facts and decisions, the texts in force and the settings are
fixed here; -o names the file of the plan. Paths stay as they are given: workers see them so too.
Papers, plan, shards and what is merged may be in object storage: s3://BUCKET/KEY.

Examples:
  itudoc plan in -o plan.json --shards 40 --base texts
  itudoc convert --plan plan.json --shard 7 -o shards/7
  itudoc merge shards/* -o out --report report.json";

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        #[cfg(feature = "packs")]
        let catalogue = self.catalogue;
        #[cfg(not(feature = "packs"))]
        let catalogue = false;
        let Self { paths, given, shards, .. } = self;
        let Some(settled) = given.settle_or_show()? else { return Ok(DONE) };
        let file = settled
            .settings
            .output
            .clone()
            .ok_or_else(|| Failure::new("no file for the plan is given", "give one with -o PLAN.json"))?;
        let address = ObjectAddress::of(&file)?;
        places::inputs_exist_anywhere(&paths)?;
        if address.is_none() {
            places::can_be_written(&file, "-o")?;
        }
        let mut remote = RemoteFiles::default();
        let mut listing = remote.list(&paths, &file)?;
        places::check(&paths, &file, None, &listing)?;
        let passed_over = listing.passed_over.len();
        let shared = settled.shared();
        let run = Conversions::new(CommandContext::new(settled)?);
        if run.is_official {
            remote.bring(&mut listing.found)?;
        }
        let basis = basis(shared, &run);
        let interrupt = Interrupt::default();
        listen(&interrupt);
        // A plan is for folders that hold nothing yet.
        let tasks = run.tasks(listing, &ManifestStore::open(&file.with_extension("none"))?, &interrupt)?;
        let shards = usize::try_from(shards).unwrap_or(1);
        let mut plan = Plan::new(&tasks, basis, shards, passed_over)?;
        plan.catalogue = catalogue;
        match address {
            Some(address) => {
                let mut text = Vec::new();
                plan.write(&mut text)
                    .map_err(|error| Failure::new(error.to_string(), "make room in memory"))?;
                remote.put(&address, text, OnExisting::Replace)?;
            }
            None => store::write_whole_with(&file, |out| plan.write(out)).map_err(unusable)?,
        }
        let (files, shards) = (counted(plan.files.len(), "file"), counted(plan.shards, "shard"));
        out::say(&format!("{files} in {shards}\n"));
        Ok(DONE)
    }
}

/// What outputs depend on besides their inputs.
pub(super) fn basis(settings: String, run: &Conversions) -> Basis {
    let materials_sha256 = run.converter.materials().to_owned();
    Basis { itudoc: crate::BUILD.to_owned(), settings, materials_sha256 }
}

/// What a plan's settings and this program's differ in; nothing where outputs are the same.
pub(super) fn same(planned: &Basis, run: &Conversions, settled: &str) -> Result<(), Failure> {
    let here = basis(settled.to_owned(), run);
    let (what, advice) = if planned.itudoc != here.itudoc {
        ("another build of itudoc", "use the same program everywhere, or make the plan anew with this one")
    } else if planned.materials_sha256 != here.materials_sha256 {
        (
            "another registry, words, texts in force, fonts or Word template",
            "give every worker the same files",
        )
    } else {
        return Ok(());
    };
    Err(Failure::new(format!("the plan was made with {what}: outputs would differ"), advice))
}

/// Reads the settings of a worker.
pub(super) fn settle(plan: &Plan, given: &TypedSettings<CONVERT>) -> Result<Settled, Failure> {
    given.settle_with(crate::settings::shared(&plan.basis.settings)?)
}
