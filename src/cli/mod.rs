//! The command line: the only place that knows flags and exit statuses.
//!
//! In: arguments. Out: an exit status. Each subcommand is a file here with its arguments and one
//! function that runs it.

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::batch::summary::{COULD_NOT_RUN, DONE, INTERRUPTED, LOCKED};
use crate::diagnostics::render::visible;
use crate::diagnostics::{Message, Refusal};
use crate::store::StoreError;
use crate::workers::Interrupt;

mod archive;
mod check;
mod completions;
mod context;
mod conversions;
mod convert;
mod doctor;
mod fonts;
mod given;
mod inspect;
mod licences;
mod man;
mod merge;
mod next_steps;
mod out;
mod own_process;
#[cfg(feature = "packs")]
mod pack;
mod packages;
mod places;
mod plan;
mod recover;
mod registry;
mod reports;
mod restore;
#[cfg(feature = "review")]
mod review;
mod rule;
mod schema;
mod shard;
mod stream;
mod tally;
mod template;
mod verify;
mod watch;

/// Turns contributions to ITU conferences into official documents.
#[derive(Debug, Parser)]
#[command(name = "itudoc", version, long_version = crate::BUILD, max_term_width = 100, after_help = BELOW)]
struct Cli {
    /// When to use colours; NO_COLOR is heeded too
    #[arg(long, global = true, value_enum, ignore_case = true, default_value = "auto", value_name = "WHEN")]
    color: ColorChoice,
    #[command(subcommand)]
    command: Command,
}

const BELOW: &str = "\
Examples:
  itudoc convert in -o out    every file of a folder to DOCX, PDF and JSON
  itudoc check paper.docx     its mistakes, with the words under each
  itudoc help convert         all that a command can do

Exit status: 0 all done, 1 some files refused (or findings), 2 could not run,
3 output folder in use, 130 interrupted.";

#[derive(Debug, Subcommand)]
enum Command {
    Convert(convert::Arguments),
    Plan(plan::Arguments),
    Merge(merge::Arguments),
    Archive(archive::Arguments),
    Restore(restore::Arguments),
    Watch(watch::Arguments),
    Verify(verify::Arguments),
    Check(check::Arguments),
    Rule(rule::Arguments),
    Inspect(inspect::Arguments),
    Recover(recover::Arguments),
    #[cfg(feature = "review")]
    Review(review::Arguments),
    #[cfg(feature = "packs")]
    Pack(pack::Arguments),
    #[cfg(feature = "packs")]
    Find(pack::FindArguments),
    #[cfg(feature = "packs")]
    Query(pack::QueryArguments),
    Registry(registry::Arguments),
    Template(template::Arguments),
    Fonts(fonts::Arguments),
    Licences(licences::Arguments),
    Schema(schema::Arguments),
    Doctor(doctor::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

/// Why a command could not do its work, in two sentences: what was found, what to do.
#[derive(Debug)]
struct Failure {
    status: u8,
    found: Message,
    advice: Message,
}

impl Failure {
    fn new(found: impl Into<Message>, advice: impl Into<Message>) -> Self {
        Self { status: COULD_NOT_RUN, found: found.into(), advice: advice.into() }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.found, refusal.advice)
    }
}

/// A folder or disk that does not let the run do its work.
fn unusable(error: StoreError) -> Failure {
    let status = if let StoreError::Locked { .. } = error { LOCKED } else { COULD_NOT_RUN };
    Failure { status, found: error.found(), advice: error.advice() }
}

/// What is said where passing files find no room.
fn no_room(error: &std::io::Error) -> Failure {
    let found = format!("no room for passing files: {error}");
    Failure::new(found, "make room in the system's folder for them (TMPDIR)")
}

/// What is said where threads cannot be started.
fn no_threads(error: impl ToString) -> Failure {
    Failure::new(error.to_string(), "try again with a smaller --jobs")
}

/// Ctrl-C ends the run after the files at hand; a second one ends it at once, which harms nothing
/// but leaves those files for the next run.
fn listen(interrupt: &Interrupt) {
    let interrupt = interrupt.clone();
    // Where no handler can be set, Ctrl-C ends the program at once, which is safe too.
    let _ = ctrlc::set_handler(move || {
        if interrupt.ask() {
            std::process::exit(i32::from(INTERRUPTED));
        }
        out::say("\nFinishing the files at hand; once more ends at once.\n");
    });
}

/// A file that would grow over the limit on sizes (`ulimit -f`) fails to be written, as on a full disk; without
/// this the system ends the program (SIGXFSZ, POSIX `write`).
fn bear_limits_on_files() {
    #[cfg(unix)]
    {
        // Nobody asks whether it came: the write that met the limit says so.
        let came = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, came);
    }
}

/// Runs the program with the arguments it was started with.
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

/// Runs the program with the given arguments, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = match Cli::command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return usage(&error),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    match cli.color {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    bear_limits_on_files();
    let result = match cli.command {
        Command::Convert(arguments) => arguments.run(),
        Command::Plan(arguments) => arguments.run(),
        Command::Merge(arguments) => arguments.run(),
        Command::Archive(arguments) => arguments.run(),
        Command::Restore(arguments) => arguments.run(),
        Command::Verify(arguments) => arguments.run(),
        Command::Watch(arguments) => arguments.run(),
        Command::Check(arguments) => arguments.run(),
        Command::Rule(arguments) => arguments.run(),
        Command::Inspect(arguments) => arguments.run(),
        Command::Recover(arguments) => arguments.run(),
        #[cfg(feature = "review")]
        Command::Review(arguments) => arguments.run(),
        #[cfg(feature = "packs")]
        Command::Pack(arguments) => arguments.run(),
        #[cfg(feature = "packs")]
        Command::Find(arguments) => arguments.run(),
        #[cfg(feature = "packs")]
        Command::Query(arguments) => arguments.run(),
        Command::Registry(arguments) => arguments.run(),
        Command::Fonts(arguments) => arguments.run(),
        Command::Licences(arguments) => arguments.run(),
        Command::Schema(arguments) => arguments.run(),
        Command::Doctor(arguments) => arguments.run(),
        Command::Template(arguments) => arguments.run(),
        Command::Completions(arguments) => arguments.run(),
        Command::Man(arguments) => arguments.run(),
    };
    match result {
        Ok(status) => status.into(),
        Err(failure) => {
            out::failure(&failure);
            failure.status.into()
        }
    }
}

/// What clap has to say: help and version with status 0, wrong usage with 2. A closed pipe is no
/// fault.
fn usage(error: &clap::Error) -> ExitCode {
    let said = error.render().ansi().to_string();
    if error.use_stderr() {
        out::say(&said);
    } else {
        // A closed pipe is no fault.
        let _ = out::print(&said);
    }
    if let (ErrorKind::InvalidSubcommand, Some(ContextValue::String(word))) =
        (error.kind(), error.get(ContextKind::InvalidSubcommand))
        && Path::new(word).exists()
    {
        out::say(&format!("To convert it: itudoc convert {} -o DIR\n", visible(word)));
    }
    if error.use_stderr() { COULD_NOT_RUN.into() } else { DONE.into() }
}
