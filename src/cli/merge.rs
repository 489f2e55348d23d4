//! `itudoc merge SHARDS… -o DIR`: the shards of a plan as one folder, as one process would have made it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

#[cfg(feature = "packs")]
use super::context::CommandContext;
use super::next_steps::next_steps;
use super::reports;
use super::{Failure, out, places, unusable};
use crate::batch::publication;
#[cfg(feature = "packs")]
use crate::batch::shard::READINGS;
use crate::batch::shard::{RECORDS, Shard, each_record};
use crate::batch::summary::BatchSummary;
#[cfg(feature = "packs")]
use crate::catalogue::{self, PackRequest, ReadingRecord};
use crate::diagnostics::render;
use crate::manifest::Manifest;
use crate::manifest::store::ManifestStore;
use crate::report::listed::ListedFile;
#[cfg(feature = "packs")]
use crate::settings::SettingsFile;
use crate::store::spool::SpoolRange;
use crate::store::{OutputFolder, Spool};
#[cfg(feature = "packs")]
use crate::workers::Interrupt;

/// Put the shards of a plan together: one folder, one manifest, one report
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folders of the shards, all of one plan
    #[arg(required = true)]
    shards: Vec<PathBuf>,
    /// Folder for the outputs of all; they are linked where the file system has links, else copied
    #[arg(short = 'o', long, value_name = "DIR")]
    output: PathBuf,
    /// Write what became of each file to FILE, as `convert --report` does
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Replace what itudoc did not make
    #[arg(long)]
    force: bool,
    /// Only say what went wrong
    #[arg(short, long)]
    quiet: bool,
}

/// What became of each file, in the order of the plan.
struct ShardRecords {
    spool: Spool,
    /// By place in the plan.
    records: BTreeMap<usize, SpoolRange>,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        places::inputs_exist(&self.shards)?;
        places::can_be_folder(&self.output, "-o")?;
        if let Some(report) = &self.report {
            reports::can_be_written(report)?;
        }
        let (plan, shards) = self.whole()?;
        let told = self.told(&plan, &shards)?;
        let store = OutputFolder::open(&self.output).map_err(unusable)?;
        let manifest = ManifestStore::open(&self.output)?;
        let mut taken: BTreeMap<String, &PathBuf> = BTreeMap::new();
        for folder in &shards {
            let made = Manifest::of_folder(folder).map_err(|why| Failure::new(why, AGAIN))?;
            for (path, made) in &made.outputs {
                if let Some(other) = taken.insert(path.clone(), folder) {
                    let found = format!("{} and {} both hold {path}", other.display(), folder.display());
                    return Err(Failure::new(found, "make the plan anew, and convert its shards"));
                }
                manifest.may_stand(path, Some(made.sha256), self.force)?;
                store.take_in(&folder.join(path), path).map_err(unusable)?;
                self.take_in_log(&store, folder, path)?;
            }
            manifest.take_in(&store, folder, made).map_err(unusable)?;
        }
        store.flush();
        manifest.close(&store).map_err(unusable)?;
        if let Some(settings) = &plan.catalogue {
            self.catalogue(settings, &shards, &store)?;
        }
        drop(store);
        self.tell(&plan, &told)
    }

    /// Makes one catalogue of what the shards read for it, with what the folder's own held before.
    #[cfg(feature = "packs")]
    fn catalogue(&self, settings: &str, shards: &[PathBuf], store: &OutputFolder) -> Result<(), Failure> {
        let shared = crate::settings::shared(settings)?;
        let settled =
            crate::settings::settle(crate::settings::CONVERT, &shared, |_| None, &SettingsFile::default())?;
        let base = super::context::base_files(&settled)?;
        let context = CommandContext::new(settled)?;
        let mut records: BTreeMap<usize, ReadingRecord> = BTreeMap::new();
        for folder in shards {
            each_record(folder, READINGS, |at, record| {
                records.insert(at, serde_json::from_str(record)?);
                Ok(())
            })
            .map_err(|error| Failure::new(format!("{}: {error}", folder.display()), AGAIN))?;
        }
        let keep = store.path(catalogue::NAME).is_file();
        let interrupt = Interrupt::default();
        super::listen(&interrupt);
        let request = PackRequest {
            engine: &context.engine,
            run: &context.options,
            inputs: &[],
            base: &base,
            choices: &catalogue::choices(&store.path(catalogue::NAME)),
            output: store,
            workers: context.workers(&interrupt),
            force: false,
            keep,
        };
        let made = catalogue::make_of_records(&request, records.into_values());
        let made = made.map_err(super::pack::failure)?;
        if !self.quiet {
            out::say(&format!("The catalogue has {} documents; {} papers made\n", made.documents, made.made));
        }
        Ok(())
    }

    #[cfg(not(feature = "packs"))]
    fn catalogue(&self, _: &str, _: &[PathBuf], _: &OutputFolder) -> Result<(), Failure> {
        let found = "the shards are for a catalogue, and this program was built without catalogues";
        Err(Failure::new(found, "use a program built with the feature `packs`"))
    }

    /// Takes in the log of a document that was published, which stands beside its outputs.
    fn take_in_log(&self, store: &OutputFolder, folder: &Path, path: &str) -> Result<(), Failure> {
        let log = publication::name(path.rsplit_once('.').map_or(path, |(stem, _)| stem));
        let from = folder.join(&log);
        if from.is_file() { store.take_in(&from, &log).map_err(unusable) } else { Ok(()) }
    }

    /// The folders in the order of the shards, where all shards of one plan are there.
    fn whole(&self) -> Result<(Shard, Vec<PathBuf>), Failure> {
        let mut found: Vec<(Shard, &PathBuf)> = Vec::new();
        for folder in &self.shards {
            let shard = Shard::of(folder)?.ok_or_else(|| {
                let found = format!("{} is no shard that was converted to its end", folder.display());
                Failure::new(found, "name the folders that `itudoc convert --plan` made")
            })?;
            found.push((shard, folder));
        }
        found.sort_by_key(|(shard, _)| shard.shard);
        let Some((first, one)) = found.first().cloned() else {
            return Err(Failure::new("no shard is named", "name the folders of the shards"));
        };
        for (shard, folder) in &found {
            if (shard.plan_sha256, shard.shards) != (first.plan_sha256, first.shards) {
                let told = format!("{} and {} are of different plans", one.display(), folder.display());
                return Err(Failure::new(told, "name the shards of one plan"));
            }
        }
        let twice = found.iter().zip(found.iter().skip(1)).find(|((a, _), (b, _))| a.shard == b.shard);
        if let Some(((shard, a), (_, b))) = twice {
            let told = format!("{} and {} are both shard {}", a.display(), b.display(), shard.shard);
            return Err(Failure::new(told, "name one of them"));
        }
        let has = |number: &usize| found.iter().any(|(shard, _)| shard.shard == *number);
        let missing: Vec<String> = (0..first.shards)
            .filter(|number| !has(number))
            .take(20)
            .map(|number| number.to_string())
            .collect();
        if !missing.is_empty() {
            let told = format!(
                "{} of {} shards are there; missing: {}",
                found.len(),
                first.shards,
                missing.join(", ")
            );
            return Err(Failure::new(told, "convert those shards and merge again; nothing was done"));
        }
        Ok((first, found.into_iter().map(|(_, folder)| folder.clone()).collect()))
    }

    fn told(&self, plan: &Shard, shards: &[PathBuf]) -> Result<ShardRecords, Failure> {
        let full = |error: std::io::Error| {
            Failure::new(
                format!("passing files: {error}"),
                "make room in the system's folder for them (TMPDIR)",
            )
        };
        let spool = Spool::new().map_err(full)?;
        let mut records: BTreeMap<usize, SpoolRange> = BTreeMap::new();
        for folder in shards {
            each_record(folder, RECORDS, |at, record| {
                records.insert(at, spool.add(record)?);
                Ok(())
            })
            .map_err(|error| Failure::new(format!("{}: {error}", folder.display()), AGAIN))?;
        }
        if records.len() < plan.files {
            let missing = (0..plan.files).find(|at| !records.contains_key(at)).unwrap_or_default();
            return Err(Failure::new(format!("no shard tells of file {missing} of the plan"), AGAIN));
        }
        if let Some((at, _)) = records.range(plan.files..).next() {
            let found = format!("a shard tells of file {at}; the plan has {}", plan.files);
            return Err(Failure::new(found, AGAIN));
        }
        Ok(ShardRecords { spool, records })
    }

    /// Says what became of the files, as `convert` does.
    fn tell(&self, plan: &Shard, told: &ShardRecords) -> Result<u8, Failure> {
        let records = || told.records.values().map(|range| told.spool.get(*range));
        let mut summary = BatchSummary { passed_over: plan.passed_over, ..BatchSummary::default() };
        for record in records() {
            let record = record.map_err(|error| Failure::new(error.to_string(), AGAIN))?;
            let file: ListedFile =
                serde_json::from_str(&record).map_err(|error| Failure::new(error.to_string(), AGAIN))?;
            if let Some(refusal) = &file.refusal {
                out::say(&render::refused(&file.file, &refusal.code, &refusal.found, &refusal.advice));
            }
            summary.add(&file);
        }
        if !self.quiet {
            out::say(&summary.table());
            out::say(&next_steps(records()));
        }
        if let Some(report) = &self.report {
            reports::write(report, records, &summary)?;
        }
        Ok(summary.exit())
    }
}

const AGAIN: &str = "remove that folder and convert the shard again";
