//! `itudoc convert`: the main job.

use std::path::{Path, PathBuf};

use clap::Args;

use super::context::{CommandContext, InputFile, about};
use super::conversions::{Conversions, RunFlags};
use super::given::{TypedSettings, WHERE_FROM};
use super::next_steps::next_steps;
use super::own_process;
use super::places::{self, STREAM};
use super::stream::{self, StandardInput};
use super::{Failure, listen, no_room, out, reports, shard, unusable};
use crate::batch::inputs::Listing;
use crate::batch::remote::RemoteFiles;
use crate::batch::summary::{self, BatchSummary, DONE, INTERRUPTED, SOME_REFUSED};
use crate::batch::{Outcome, Task, publication, standing};
use crate::diagnostics::Severity;
use crate::diagnostics::render::visible;
use crate::manifest::store::{ManifestStore, Standing};
use crate::object_storage::ObjectAddress;
use crate::pipeline::OutputKind;
use crate::settings::{CONVERT, Settled};
use crate::store::{OutputFolder, PassingFolder, Spool};
use crate::workers::{self, Interrupt};

/// Convert files and folders
#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{WHERE_FROM}"))]
pub(super) struct Arguments {
    /// Files and folders; - reads standard input
    #[arg(required_unless_present_any = ["show-settings", "plan"])]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    given: TypedSettings<CONVERT>,
    /// Say what would be converted and why, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Convert what is up to date too, and replace what itudoc did not make
    #[arg(long)]
    force: bool,
    /// Unlock documents that were published, for the reason given; it stands in their logs
    #[arg(long, value_name = "REASON")]
    reopen: Option<String>,
    /// Only say what went wrong
    #[arg(short, long)]
    quiet: bool,
    /// Write what became of each file to FILE, in the form that its ending says: .json, .jsonl (an
    /// object a line; `itudoc schema report` describes both), .csv, .xlsx (lists for people)
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Convert one shard of a plan that `itudoc plan` made, into a folder of its own
    #[arg(long, value_name = "PLAN", conflicts_with_all = ["paths", "dry_run", "force", "report"])]
    plan: Option<PathBuf>,
    /// Number of the shard, from 0; also from JOB_COMPLETION_INDEX, SLURM_ARRAY_TASK_ID and
    /// AWS_BATCH_JOB_ARRAY_INDEX
    #[arg(long, value_name = "I", requires = "plan")]
    shard: Option<usize>,
}

const EXAMPLES: &str = "\
Examples:
  itudoc convert paper.docx -o out                 a DOCX, a PDF and a JSON of one file
  itudoc convert in -o out --dry-run               what would be done to a folder, and why
  itudoc convert in -o out --report report.jsonl   and what became of each file, for a program
  itudoc convert - -o - --to json < paper.txt      one file in, one output out
  itudoc convert in -o out --to pdf --lang fr --set date=2014-09-15";

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let Self { mut paths, given, quiet, report, force, dry_run, reopen, plan, shard } = self;
        if let Some(plan) = plan {
            return shard::convert(&plan, shard, &given, quiet);
        }
        let Some(settled) = given.settle_or_show()? else { return Ok(DONE) };
        if own_process::is_asked() {
            return own_process::serve(settled);
        }
        let output = places::output_folder(&settled)?;
        places::inputs_exist_anywhere(&paths)?;
        if reopen.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
            let found = "--reopen wants a reason, and none is given";
            return Err(Failure::new(found, "say in a few words why the document is reopened"));
        }
        if output == Path::new(STREAM) {
            return to_standard_output(&paths, settled);
        }
        let to = ObjectAddress::of(&output)?;
        let passing = to.is_some().then(PassingFolder::new).transpose().map_err(|error| no_room(&error))?;
        let output = passing.as_ref().map_or(output, |passing| passing.path().to_owned());
        places::can_be_folder(&output, "-o")?;
        let input = StandardInput::among(&mut paths)?;
        let mut remote = RemoteFiles::default();
        let mut listing = remote.list(&paths, &output)?;
        places::check(&paths, &output, report.as_deref(), &listing)?;
        report.as_deref().map_or(Ok(()), reports::can_be_written)?;
        remote.bring(&mut listing.found)?;
        let is_apart = settled.settings.own_process == Some(true);
        let run = Conversions::new(CommandContext::new(settled)?).apart(is_apart);
        let job = ConvertJob { run, input, output, quiet, report, force, reopen };
        if dry_run {
            return job.rehearse(listing);
        }
        let status = job.run(listing)?;
        if let Some(to) = to.filter(|_| status != INTERRUPTED) {
            remote.put_folder(&job.output, &to, force)?;
        }
        Ok(status)
    }
}

/// Converts one file to one output on standard output, as programs that stand in a line do.
fn to_standard_output(paths: &[PathBuf], settled: Settled) -> Result<u8, Failure> {
    let context = CommandContext::new(settled)?;
    let ([path], [kind]) = (paths, context.options.outputs.as_slice()) else {
        let found = "standard output takes one output of one file";
        return Err(Failure::new(
            found,
            "name one file, and what to make of it with --to; or give a folder with -o",
        ));
    };
    if path.is_dir() {
        let found = format!("{} is a folder; standard output takes one file", path.display());
        return Err(Failure::new(found, "give a folder for the outputs with -o"));
    }
    let InputFile { name, bytes, options } = context.input(path)?;
    let made = context.engine.convert(&name, &bytes, &context.options, &options);
    let made = made.map_err(|refusal| about(path, refusal))?;
    for (_, output) in made.outputs.iter().filter(|(made, _)| made == kind) {
        stream::write(output, matches!(kind, OutputKind::Json | OutputKind::Akn | OutputKind::Html))?;
    }
    Ok(DONE)
}

/// A conversion with everything about it settled.
struct ConvertJob {
    run: Conversions,
    input: StandardInput,
    output: PathBuf,
    quiet: bool,
    report: Option<PathBuf>,
    force: bool,
    /// Why published documents are reopened.
    reopen: Option<String>,
}

impl ConvertJob {
    fn run(&self, listing: Listing) -> Result<u8, Failure> {
        let store = OutputFolder::open(&self.output).map_err(unusable)?;
        let manifest = ManifestStore::open(&self.output)?;
        let interrupt = Interrupt::default();
        listen(&interrupt);
        let passed_over = listing.passed_over.len();
        let tasks = self.tasks(listing, &manifest, &interrupt)?;
        self.reopen(&tasks)?;
        let spool = Spool::new().map_err(|error| no_room(&error))?;
        let flags = RunFlags { force: self.force, quiet: self.quiet, records: self.report.is_some() };
        let outcomes = self.run.run(&tasks, (&store, &manifest, &spool), &interrupt, flags)?;
        let closed = manifest.close(&store);
        #[cfg(feature = "packs")]
        self.keep_pack_up(&tasks, &store, &interrupt)?;
        drop(store);
        let summary = BatchSummary { passed_over, ..BatchSummary::of(&outcomes) };
        self.tell(&tasks, &outcomes, &summary, &spool)?;
        // Only now, so that a disk without room for the manifest does not silence all the rest.
        closed.map_err(unusable)?;
        if summary.not_started > 0 {
            out::say("Interrupted. Run the same command again: what is done is not done twice.\n");
        }
        Ok(summary.exit())
    }

    /// Reads what was converted into the catalogue of the folder, where there is one.
    #[cfg(feature = "packs")]
    fn keep_pack_up(
        &self,
        tasks: &[Task],
        store: &OutputFolder,
        interrupt: &Interrupt,
    ) -> Result<(), Failure> {
        if interrupt.asked() {
            return Ok(());
        }
        let inputs = super::conversions::discovered(tasks);
        let (engine, options) = (self.run.converter.engine(), &self.run.options);
        let kept = crate::catalogue::keep_up(engine, options, &inputs, store, self.run.workers(interrupt));
        let kept = kept.map_err(super::pack::failure)?;
        if let Some(kept) = kept.filter(|_| !self.quiet) {
            out::say(&format!("The pack has {} documents; {} papers made\n", kept.documents, kept.made));
        }
        Ok(())
    }

    /// Reopens the documents of the run that are published, where that is asked for.
    fn reopen(&self, tasks: &[Task]) -> Result<(), Failure> {
        let Some(reason) = &self.reopen else { return Ok(()) };
        let mut is_any = false;
        for task in tasks {
            let by = self.run.options.by.as_deref();
            if publication::reopen(&self.output, &task.name.stem, by, reason)? {
                out::say(&format!("reopened {}\n", visible(&task.name.stem)));
                is_any = true;
            }
        }
        if !is_any {
            let folder = self.output.display();
            let found = format!("--reopen: none of these documents is published in {folder}");
            return Err(Failure::new(
                found,
                "leave out --reopen, or give the folder of the publication with -o",
            ));
        }
        Ok(())
    }

    /// The files of the run, standard input under its own name.
    fn tasks(
        &self,
        listing: Listing,
        manifest: &ManifestStore,
        interrupt: &Interrupt,
    ) -> Result<Vec<Task>, Failure> {
        let mut tasks = self.run.tasks(listing, manifest, interrupt)?;
        for task in tasks.iter_mut().filter(|task| task.address.is_none()) {
            task.shown = self.input.shown(&task.path);
        }
        Ok(tasks)
    }

    /// Says what became of the files: findings on standard output, refusals and counts on standard
    /// error, the report in its file.
    fn tell(
        &self,
        tasks: &[Task],
        outcomes: &[Outcome],
        summary: &BatchSummary,
        spool: &Spool,
    ) -> Result<(), Failure> {
        out::say(&summary::refusals(tasks, outcomes, out::words()));
        if !self.quiet {
            out::say(&summary.table());
            let points = outcomes.iter().map(|outcome| &outcome.remaining);
            out::say(&next_steps(tasks.iter().map(|task| task.shown.as_str()).zip(points)));
        }
        let print = |text: &str| out::print_findings(self.run.format, text);
        summary::findings(print, self.run.format, outcomes, spool).map_err(out::closed)?;
        let Some(path) = &self.report else { return Ok(()) };
        reports::write(path, || summary::records(tasks, outcomes, spool), &BatchSummary::of(outcomes))
    }

    /// Says what a run would do, and does nothing.
    fn rehearse(&self, listing: Listing) -> Result<u8, Failure> {
        let manifest = ManifestStore::open(&self.output)?;
        let passed_over = listing.passed_over.iter();
        let mut text: String = passed_over
            .map(|(path, why)| format!("pass by  {}: {why}\n", visible(&path.to_string_lossy())))
            .collect();
        let none = Interrupt::default();
        let tasks = self.tasks(listing, &manifest, &none)?;
        let mut status = DONE;
        for (line, task) in workers::map(&tasks, |task| self.foretold(&manifest, task)).iter().zip(&tasks) {
            match line {
                Ok(line) => text.push_str(line),
                Err(line) => {
                    text.push_str(line);
                    status = SOME_REFUSED;
                }
            }
            for error in task.name.findings().filter(|finding| finding.severity == Severity::Error) {
                text.push_str(&format!("error    {}: {}\n", visible(&task.shown), visible(&error.message)));
            }
        }
        out::print(&text)?;
        Ok(status)
    }

    /// What would become of a file, in a line; an error where it would be refused.
    fn foretold(&self, manifest: &ManifestStore, task: &Task) -> Result<String, String> {
        let name = visible(&task.shown);
        let is_renamed = task.name.why.is_some() || matches!(task.official, Some(Ok(_)));
        let renamed = if is_renamed { format!(" as {}", task.name.stem) } else { String::new() };
        match standing(manifest, &self.run.converter, &self.run.options, task, self.force) {
            Err(refusal) => {
                let refusal = out::words().refusal(&refusal);
                Err(format!("refuse   {name}: {}; {}\n", visible(&refusal.found), visible(&refusal.advice)))
            }
            Ok(Standing::UpToDate(_)) => Ok(format!("keep     {name}: its outputs are up to date\n")),
            Ok(Standing::Due(why)) => Ok(format!("convert  {name}{renamed}: {why}\n")),
        }
    }
}
