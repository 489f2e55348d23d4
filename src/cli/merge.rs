//! `itudoc merge SHARDS… -o DIR`: the shards of a plan as one folder, as one process would have made it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

#[cfg(feature = "packs")]
use super::context::CommandContext;
use super::next_steps::next_steps;
use super::reports;
use super::{Failure, no_room, out, places, unusable};
use crate::batch::publication;
use crate::batch::remaining::RemainingWork;
use crate::batch::remote::RemoteFiles;
use crate::batch::remote::shards::ShardCopy;
#[cfg(feature = "packs")]
use crate::batch::shard::READINGS;
use crate::batch::shard::{RECORDS, Shard, each_record};
use crate::batch::summary::BatchSummary;
#[cfg(feature = "packs")]
use crate::catalogue::{self, PackRequest, ReadingRecord};
use crate::diagnostics::render;
use crate::manifest::Manifest;
use crate::manifest::store::ManifestStore;
use crate::object_storage::ObjectAddress;
use crate::report::listed::ListedFile;
#[cfg(feature = "packs")]
use crate::settings::SettingsFile;
use crate::store::spool::SpoolRange;
use crate::store::{OutputFolder, PassingFolder, Spool};
#[cfg(feature = "packs")]
use crate::workers::Interrupt;

/// Put the shards of a plan together: one folder, one manifest, one report
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folders of the shards, all of one plan; or s3://BUCKET/KEY of one shard, or of what stands above all
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
        let address = ObjectAddress::of(&self.output)?;
        places::inputs_exist_anywhere(&self.shards)?;
        if address.is_none() {
            places::can_be_folder(&self.output, "-o")?;
        }
        if let Some(report) = &self.report {
            reports::can_be_written(report)?;
        }
        let mut remote = RemoteFiles::default();
        let (plan, shards) = whole(&self.here(&mut remote)?)?;
        let told = self.told(&plan, &shards)?;
        let Some(address) = address else {
            self.put_together(&plan, &shards, &self.output)?;
            return self.tell(&plan, &told);
        };
        let passing = PassingFolder::new().map_err(|error| no_room(&error))?;
        self.put_together(&plan, &shards, passing.path())?;
        remote.put_folder(passing.path(), &address, self.force)?;
        self.tell(&plan, &told)
    }

    /// The folders of the shards, those in object storage copied here.
    fn here(&self, remote: &mut RemoteFiles) -> Result<Vec<ShardCopy>, Failure> {
        let mut here = Vec::new();
        for path in &self.shards {
            match ObjectAddress::of(path)? {
                Some(address) => here.extend(remote.shards(&address)?),
                None => here.push(ShardCopy { shown: path.display().to_string(), folder: path.clone() }),
            }
        }
        Ok(here)
    }

    /// Puts the shards together in a folder.
    fn put_together(&self, plan: &Shard, shards: &[ShardCopy], to: &Path) -> Result<(), Failure> {
        let store = OutputFolder::open(to).map_err(unusable)?;
        let manifest = ManifestStore::open(to)?;
        let mut taken: BTreeMap<String, &str> = BTreeMap::new();
        for ShardCopy { folder, shown } in shards {
            let made = Manifest::of_folder(folder).map_err(|why| Failure::new(why, AGAIN))?;
            for (path, made) in &made.outputs {
                if let Some(other) = taken.insert(path.clone(), shown) {
                    let found = format!("{other} and {shown} both hold {path}");
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
        match &plan.catalogue {
            Some(settings) => self.catalogue(settings, shards, &store),
            None => Ok(()),
        }
    }

    /// Makes one catalogue of what the shards read for it, with what the folder's own held before.
    #[cfg(feature = "packs")]
    fn catalogue(&self, settings: &str, shards: &[ShardCopy], store: &OutputFolder) -> Result<(), Failure> {
        let shared = crate::settings::shared(settings)?;
        let settled =
            crate::settings::settle(crate::settings::CONVERT, &shared, |_| None, &SettingsFile::default())?;
        let base = super::context::base_files(&settled)?;
        let context = CommandContext::new(settled)?;
        let mut records: BTreeMap<usize, ReadingRecord> = BTreeMap::new();
        for ShardCopy { folder, shown } in shards {
            each_record(folder, READINGS, |at, record| {
                records.insert(at, serde_json::from_str(record)?);
                Ok(())
            })
            .map_err(|error| Failure::new(format!("{shown}: {error}"), AGAIN))?;
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
    fn catalogue(&self, _: &str, _: &[ShardCopy], _: &OutputFolder) -> Result<(), Failure> {
        let found = "the shards are for a catalogue, and this program was built without catalogues";
        Err(Failure::new(found, "use a program built with the feature `packs`"))
    }

    /// Takes in the log of a document that was published, which stands beside its outputs.
    fn take_in_log(&self, store: &OutputFolder, folder: &Path, path: &str) -> Result<(), Failure> {
        let log = publication::name(path.rsplit_once('.').map_or(path, |(stem, _)| stem));
        let from = folder.join(&log);
        if from.is_file() { store.take_in(&from, &log).map_err(unusable) } else { Ok(()) }
    }

    fn told(&self, plan: &Shard, shards: &[ShardCopy]) -> Result<ShardRecords, Failure> {
        let spool = Spool::new().map_err(|error| no_room(&error))?;
        let mut records: BTreeMap<usize, SpoolRange> = BTreeMap::new();
        for ShardCopy { folder, shown } in shards {
            each_record(folder, RECORDS, |at, record| {
                records.insert(at, spool.add(record)?);
                Ok(())
            })
            .map_err(|error| Failure::new(format!("{shown}: {error}"), AGAIN))?;
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
        let mut points: Vec<(String, RemainingWork)> = Vec::with_capacity(plan.files);
        for record in records() {
            let record = record.map_err(|error| Failure::new(error.to_string(), AGAIN))?;
            let file: ListedFile =
                serde_json::from_str(&record).map_err(|error| Failure::new(error.to_string(), AGAIN))?;
            if let Some(refusal) = &file.refusal {
                out::say(&render::refused(&file.file, &refusal.code, &refusal.found, &refusal.advice));
            }
            summary.add(&file);
            let left = RemainingWork::listed(&file);
            points.push((file.file, left));
        }
        if !self.quiet {
            out::say(&summary.table());
            out::say(&next_steps(points.iter().map(|(file, points)| (file.as_str(), points))));
        }
        if let Some(report) = &self.report {
            reports::write(report, records, &summary)?;
        }
        Ok(summary.exit())
    }
}

/// The folders in the order of the shards, where all shards of one plan are there.
fn whole(folders: &[ShardCopy]) -> Result<(Shard, Vec<ShardCopy>), Failure> {
    let mut found: Vec<(Shard, &ShardCopy)> = Vec::new();
    for folder in folders {
        let shard = Shard::of(&folder.folder)?.ok_or_else(|| {
            let found = format!("{} is no shard that was converted to its end", folder.shown);
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
            let told = format!("{} and {} are of different plans", one.shown, folder.shown);
            return Err(Failure::new(told, "name the shards of one plan"));
        }
    }
    let twice = found.iter().zip(found.iter().skip(1)).find(|((a, _), (b, _))| a.shard == b.shard);
    if let Some(((shard, a), (_, b))) = twice {
        let told = format!("{} and {} are both shard {}", a.shown, b.shown, shard.shard);
        return Err(Failure::new(told, "name one of them"));
    }
    let has = |number: &usize| found.iter().any(|(shard, _)| shard.shard == *number);
    let missing: Vec<String> =
        (0..first.shards).filter(|number| !has(number)).take(20).map(|number| number.to_string()).collect();
    if !missing.is_empty() {
        let told =
            format!("{} of {} shards are there; missing: {}", found.len(), first.shards, missing.join(", "));
        return Err(Failure::new(told, "convert those shards and merge again; nothing was done"));
    }
    Ok((first, found.into_iter().map(|(_, folder)| folder.clone()).collect()))
}

const AGAIN: &str = "remove that folder and convert the shard again";
