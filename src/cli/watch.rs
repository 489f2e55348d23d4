//! `itudoc watch`: an inbound folder.

#[cfg(feature = "packs")]
use std::path::Path;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use clap::Args;

use super::context::CommandContext;
use super::conversions::Conversions;
use super::given::{TypedSettings, WHERE_FROM};
use super::out::FindingsPage;
use super::own_process;
use super::{Failure, listen, out, places, unusable};
use crate::batch::progress::told;
use crate::batch::summary::DONE;
use crate::batch::{Fate, Outcome, Task};
#[cfg(feature = "packs")]
use crate::diagnostics::Refusal;
use crate::diagnostics::render::{self, visible};
use crate::settings::WATCH;
use crate::store::OutputFolder;
use crate::watch::{Eye, Listener, Watch};
use crate::workers::Interrupt;

/// Convert what arrives in a folder, until interrupted
#[derive(Debug, Args)]
#[command(after_help = WHERE_FROM)]
pub(super) struct Arguments {
    /// The inbound folder
    #[arg(required_unless_present = "show-settings")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    given: TypedSettings<WATCH>,
    /// Seconds between two looks; a file is taken when it has not changed from one to the next
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=3600), value_name = "SECONDS")]
    every: u64,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let settled = self.given.settle()?;
        let Some(folder) = self.folder.filter(|_| !self.given.show_settings) else {
            out::print(&settled.shown())?;
            return Ok(DONE);
        };
        if own_process::is_asked() {
            return own_process::serve(settled);
        }
        places::inputs_exist(std::slice::from_ref(&folder))?;
        if !folder.is_dir() {
            let found = format!("{} is no folder", folder.display());
            return Err(Failure::new(found, "name the folder in which contributions arrive"));
        }
        let output = places::output_folder(&settled)?;
        places::can_be_folder(&output, "-o")?;
        places::keep_apart(std::slice::from_ref(&folder), &output)?;
        let is_apart = settled.settings.own_process != Some(false);
        let run = Conversions::new(CommandContext::new(settled)?).apart(is_apart);
        let store = OutputFolder::open(&output).map_err(unusable)?;
        let interrupt = Interrupt::default();
        listen(&interrupt);
        let page = FindingsPage::new(run.format, true);
        page.begin()?;
        let teller = Teller { page: Mutex::new(page), news: AtomicBool::new(false) };
        let mut watch = Watch {
            folder: &folder,
            store: &store,
            converter: &run.converter,
            options: &run.options,
            official: run.is_official,
            workers: run.workers(&interrupt),
            eye: Eye::default(),
            format: run.format,
            onlooker: &teller,
        };
        out::say(&format!("Watching {}; Ctrl-C ends.\n", places::shown(&folder)));
        let mut trouble = None;
        while !interrupt.asked() {
            // Trouble with the disk passes; it is said once, and the next look tries again.
            let now = watch.look().err();
            #[cfg(feature = "packs")]
            let now = match now {
                None if teller.take_news() => keep_pack_up(&folder, &run, &store, &interrupt).err(),
                now => now,
            };
            if let Some(refusal) = now.as_ref().filter(|_| now != trouble) {
                out::error(&out::words().refusal(refusal));
            }
            trouble = now;
            rest(Duration::from_secs(self.every), &interrupt);
        }
        teller.page.into_inner().unwrap_or_else(PoisonError::into_inner).end()?;
        Ok(DONE)
    }
}

/// Reads what arrived into the catalogue of the output folder, where there is one.
#[cfg(feature = "packs")]
fn keep_pack_up(
    folder: &Path,
    run: &Conversions,
    store: &OutputFolder,
    interrupt: &Interrupt,
) -> Result<(), Refusal> {
    use crate::catalogue::PackFailure;
    let listing = crate::batch::inputs::list(&[folder.to_owned()], store.root());
    let (engine, workers) = (run.converter.engine(), run.workers(interrupt));
    let kept = crate::catalogue::keep_up(engine, &run.options, &listing.found, store, workers);
    match kept {
        Ok(_) => Ok(()),
        Err(PackFailure::Refused(refusal)) => Err(refusal),
        Err(PackFailure::Store(error)) => Err(error.refusal()),
        Err(PackFailure::Threads(error)) => Err(Refusal::internal(error.to_string())),
    }
}

/// Says what became of each file, and prints its findings where a form is asked for.
#[derive(Debug)]
struct Teller {
    page: Mutex<FindingsPage>,
    /// A file was done since the catalogue was kept up.
    news: AtomicBool,
}

impl Teller {
    /// Whether there is news, which is none any more.
    #[cfg(feature = "packs")]
    fn take_news(&self) -> bool {
        self.news.swap(false, Ordering::SeqCst)
    }
}

impl Listener for Teller {
    fn done(&self, task: &Task, outcome: &Outcome, findings: &str) {
        let said = match &outcome.fate {
            Fate::Refused(refusal) => render::refusal(&task.known, &out::words().refusal(refusal)),
            Fate::NotWritten(refusal) => render::not_written(&task.known, &out::words().refusal(refusal)),
            _ => format!("{}: {}\n", visible(&task.known), told(task, outcome)),
        };
        out::say(&format!("{} {said}", jiff::ZonedDateTime::now().strftime("%H:%M:%S")));
        // Where standard output takes no more, the folder is watched all the same.
        self.news.store(true, Ordering::SeqCst);
        let _ = self.page.lock().unwrap_or_else(PoisonError::into_inner).add(findings);
    }
}

/// Waits, but not longer than a moment once the end was asked for.
fn rest(time: Duration, interrupt: &Interrupt) {
    let start = Instant::now();
    while start.elapsed() < time && !interrupt.asked() {
        thread::sleep(Duration::from_millis(50).min(time));
    }
}
