//! Many files put away: each converted, packed and written as a package of its own.
//!
//! In: files with settled names. Out: for each a package in the output folder, whole or not a package at
//! all: the file that says what the folder is gets its name last. Never: a package of another origin
//! replaced, or one that is up to date made again.

use std::collections::BTreeMap;

use super::{Converter, Task, internal, job, sidecar};
use crate::archive::bag::{BAGIT, KEY_FILE, key};
use crate::archive::degraded::{Degraded, degraded};
use crate::archive::mets::{self, METS, SEAL};
use crate::archive::{Deposit, PackageFiles, PackageForm, package};
use crate::budget::Budget;
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::files;
use crate::limits;
use crate::manifest::Digest;
use crate::pipeline::{FileOptions, RunOptions};
use crate::report::record;
use crate::store::OutputFolder;
use crate::workers::{ThreadError, Work, Workers};

/// How files are put away.
#[derive(Debug)]
pub(crate) struct Deposits<'a, C> {
    /// What converts a file.
    pub converter: &'a C,
    /// How.
    pub options: &'a RunOptions,
    /// Where packages go.
    pub store: &'a OutputFolder,
    /// What packages look like.
    pub form: PackageForm,
    /// Date of the deposit, ISO 8601.
    pub date: &'a str,
    /// Stands for all that packages depend on besides their inputs.
    pub basis: &'a str,
    /// Make anew what is up to date, and replace packages of another origin.
    pub force: bool,
    /// How many files at a time, and how long each may take.
    pub workers: Workers<'a>,
}

/// What became of a file.
#[derive(Debug, Clone)]
pub(crate) enum DepositFate {
    /// Its package was made.
    Made,
    /// Its package was there already.
    UpToDate,
    /// Nothing could be vouched for, or written.
    Refused(Refusal),
    /// The run was interrupted before its turn.
    NotStarted,
}

/// What is kept of a file once it is done.
#[derive(Debug, Clone)]
pub(crate) struct DepositOutcome {
    /// What became of it.
    pub fate: DepositFate,
    /// What was degraded in it, by kind.
    pub degraded: Vec<Degraded>,
}

impl<C: Converter> Deposits<'_, C> {
    /// Puts all files away and gives their fates in the order of `tasks`.
    ///
    /// # Errors
    /// Where threads cannot be started.
    pub(crate) fn run(&self, tasks: &[Task]) -> Result<Vec<DepositOutcome>, ThreadError> {
        let refused = |refusal| DepositOutcome { fate: DepositFate::Refused(refusal), degraded: Vec::new() };
        let work = Work {
            work: |task: &Task, budget| self.one(task, budget).unwrap_or_else(refused),
            panicked: |_: &Task, message: &str| refused(internal(message)),
        };
        let outcomes = self.workers.all(tasks, |task| *task.size.as_ref().unwrap_or(&0), &work)?;
        self.store.flush();
        let not_started = || DepositOutcome { fate: DepositFate::NotStarted, degraded: Vec::new() };
        Ok(outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(not_started)).collect())
    }

    fn one(&self, task: &Task, budget: Budget) -> Result<DepositOutcome, Refusal> {
        let options = task.options(self.converter.registry())?;
        let options = FileOptions { budget, ..options };
        let bytes = job::read(&task.path)?.bytes;
        let beside = beside(task)?;
        let name = task.file_name();
        let stands_for = self.key(&name, &bytes, &beside);
        let folder = format!("{}{}", task.name.stem, self.form.ending());
        if self.is_there(&folder, stands_for)? {
            return Ok(DepositOutcome { fate: DepositFate::UpToDate, degraded: self.told(&folder) });
        }
        let conversion = self.converter.convert(&name, &bytes, self.options, &options)?;
        let deposit = Deposit {
            folder: folder.rsplit('/').next().unwrap_or_default(),
            name: &name,
            bytes: &bytes,
            beside: &beside,
            conversion: &conversion,
            date: self.date,
            key: stands_for,
        };
        self.put(&folder, package(&deposit, self.form)?)?;
        let findings = record::findings(&conversion.text, &conversion.findings);
        Ok(DepositOutcome { fate: DepositFate::Made, degraded: degraded(&findings) })
    }

    /// Stands for all that a package depends on.
    fn key(&self, name: &str, bytes: &[u8], beside: &BTreeMap<String, Vec<u8>>) -> Digest {
        let mut text =
            format!("{}\n{:?} {}\n{name} {}\n", self.basis, self.form, self.date, Digest::of(bytes));
        for (name, bytes) in beside {
            text.push_str(&format!("{name} {}\n", Digest::of(bytes)));
        }
        Digest::of(text.as_bytes())
    }

    /// Whether the package is there and up to date. One that another input or another program made stays.
    fn is_there(&self, folder: &str, stands_for: Digest) -> Result<bool, Refusal> {
        let root = self.store.path(folder);
        let is_whole = root.join(self.form.seal()).is_file();
        let own = match self.form {
            PackageForm::Bag => files::text(&root.join(KEY_FILE), limits::NOTES_BYTES)
                .ok()
                .and_then(|info| key(&info).map(str::to_owned)),
            PackageForm::EArk => files::text(&root.join(METS), limits::NOTES_BYTES)
                .ok()
                .and_then(|mets| mets::key(&mets).map(str::to_owned)),
        };
        if is_whole && own.as_deref() == Some(stands_for.to_string().as_str()) && !self.force {
            return Ok(true);
        }
        // A folder without its seal is one that a killed run left.
        if is_whole && !self.force {
            return Err(Refusal::new(
                RefusalKind::Occupied,
                message!("{root} holds another package, or one made otherwise", root = root.display()),
                message!("give another folder with -o, or let it be replaced with --force"),
            ));
        }
        Ok(false)
    }

    /// What a package that is there tells of what was degraded in it.
    fn told(&self, folder: &str) -> Vec<Degraded> {
        #[derive(serde::Deserialize)]
        struct Told {
            degraded: Vec<Degraded>,
        }
        let path = self.store.path(folder).join(self.form.account());
        let told = files::text(&path, limits::NOTES_BYTES).ok();
        told.and_then(|told| serde_json::from_str::<Told>(&told).ok())
            .map(|told| told.degraded)
            .unwrap_or_default()
    }

    /// Writes a package: the file that says what it is last.
    fn put(&self, folder: &str, mut package: PackageFiles) -> Result<(), Refusal> {
        let refused = |error: crate::store::StoreError| error.refusal();
        self.store.remove_folder(folder).map_err(refused)?;
        let seal = self.form.seal();
        let last = package.remove(seal).unwrap_or_default();
        if let Some(digest) = package.remove(SEAL) {
            self.store.put(&[(format!("{folder}{SEAL}"), digest.as_slice())]).map_err(refused)?;
        }
        let files: Vec<(String, &[u8])> =
            package.iter().map(|(path, bytes)| (format!("{folder}/{path}"), bytes.as_slice())).collect();
        self.store.put(&files).map_err(refused)?;
        self.store.put(&[(format!("{folder}/{seal}"), last.as_slice())]).map_err(refused)
    }
}

impl PackageForm {
    /// The file that says what the folder is.
    fn seal(self) -> &'static str {
        match self {
            PackageForm::Bag => BAGIT,
            PackageForm::EArk => METS,
        }
    }
}

/// The files of facts and decisions beside an input, byte for byte.
fn beside(task: &Task) -> Result<BTreeMap<String, Vec<u8>>, Refusal> {
    let mut beside = BTreeMap::new();
    for name in sidecar::digests(&task.path)?.into_keys() {
        let path = task.path.with_file_name(&name);
        let read = files::read(&path, limits::NOTES_BYTES).map_err(|error| error.refusal().at(&name))?;
        beside.insert(name, read.bytes);
    }
    Ok(beside)
}
