//! How far a batch has come: a bar on a terminal, a line a file elsewhere, nothing where quiet is
//! wanted. On standard error, so that what the run yields stays clean.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Fate, Onlooker, Outcome, Task};
use crate::diagnostics::render::visible;

/// Progress of a run.
#[derive(Debug)]
pub(crate) struct Progress {
    form: ProgressForm,
    files: usize,
    done: AtomicUsize,
}

#[derive(Debug)]
enum ProgressForm {
    Bar(ProgressBar),
    Lines,
    Nothing,
}

impl Progress {
    /// Progress over files of `bytes` together. A bar counts bytes, not files: big files go first,
    /// so time left by files would be far off.
    pub(crate) fn new(files: usize, bytes: u64, quiet: bool) -> Self {
        let form = match () {
            () if quiet => ProgressForm::Nothing,
            () if io::stderr().is_terminal() => ProgressForm::Bar(bar(bytes)),
            () => ProgressForm::Lines,
        };
        Self { form, files, done: AtomicUsize::new(0) }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        if let ProgressForm::Bar(bar) = &self.form {
            bar.finish_and_clear();
        }
    }
}

impl Onlooker for Progress {
    fn done(&self, task: &Task, outcome: &Outcome, bytes: u64) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        match &self.form {
            ProgressForm::Nothing => {}
            ProgressForm::Bar(bar) => {
                bar.inc(bytes);
                let rate = done as f64 / bar.elapsed().as_secs_f64().max(0.001);
                bar.set_message(format!("{done}/{} files, {rate:.1} a second", self.files));
            }
            ProgressForm::Lines => {
                let line =
                    format!("[{done}/{}] {}: {}\n", self.files, visible(&task.shown), told(task, outcome));
                // Nobody reads on: the run goes on all the same.
                let _ = io::stderr().write_all(line.as_bytes());
            }
        }
    }
}

fn bar(bytes: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(bytes.max(1)), ProgressDrawTarget::stderr_with_hz(8));
    let form = "{spinner} [{bar:30}] {percent:>3}%  {msg}  {eta} left";
    if let Ok(style) = ProgressStyle::with_template(form) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.enable_steady_tick(Duration::from_millis(250));
    bar
}

/// What became of a file, in a line.
pub(crate) fn told(task: &Task, outcome: &Outcome) -> String {
    match &outcome.fate {
        Fate::Converted => {
            let [notes, warnings, errors] = outcome.findings;
            let mut text = visible(&outcome.written(task)).into_owned();
            for (count, what) in [(errors, "error"), (warnings, "warning"), (notes, "note")] {
                if count > 0 {
                    text.push_str(&format!("; {count} {what}{}", if count == 1 { "" } else { "s" }));
                }
            }
            text
        }
        Fate::UpToDate => "up to date".to_owned(),
        Fate::Refused(refusal) => format!("refused [{}]", refusal.kind.code()),
        Fate::NotWritten(refusal) => format!("not written [{}]", refusal.kind.code()),
        Fate::NotStarted => "not started".to_owned(),
    }
}
