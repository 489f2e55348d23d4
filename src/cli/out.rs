//! Writing to the person: standard output that may be closed at any time, errors in one form.

use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

use super::Failure;
use crate::diagnostics::render::{RenderForm, for_terminal, visible};
use crate::diagnostics::{Refusal, RefusalKind};
use crate::interface::InterfaceWords;
use crate::language::Language;
use crate::report::ReportFormat;
use crate::rules;

/// Writes for people to standard output: nothing in it acts on a terminal. Whoever reads it may stop (`| head`): that is no fault, and the rest
/// is dropped without a word.
///
/// # Errors
/// Where the output fails for another reason, a full disk for one.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    to_people(text).map_err(closed)
}

/// Writes for programs to standard output, every character as it is: nothing is looked for in it, as megabytes may come.
///
/// # Errors
/// As [`print()`].
pub(super) fn print_exactly(text: &str) -> Result<(), Failure> {
    to_programs(text).map_err(closed)
}

fn to_people(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    forgive(out.write_all(for_terminal(text).as_bytes()).and_then(|()| out.flush()))
}

fn to_programs(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    forgive(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Standard output that fails.
pub(super) fn closed(error: io::Error) -> Failure {
    Failure::new(format!("standard output: {error}"), "check where it leads")
}

/// A closed pipe is no error.
pub(super) fn forgive(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// The language of what is said, once the settings are read.
static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// Sets the language of what is said from now on.
pub(super) fn speak(language: Option<Language>) {
    // The first settings are those of the command line; others, as of a plan, change nothing.
    let _ = LANGUAGE.set(language.unwrap_or(Language::English));
}

/// The words of what is said.
pub(super) fn words() -> InterfaceWords {
    InterfaceWords(LANGUAGE.get().copied().unwrap_or(Language::English))
}

/// Says why a command could not do its work.
pub(super) fn failure(failure: &Failure) {
    let Failure { found, advice, .. } = failure;
    error(&words().refusal(&Refusal::new(RefusalKind::Io, found.clone(), advice.clone())));
}

/// Says on standard error what went wrong and what to do.
pub(super) fn error(refusal: &Refusal) {
    let Refusal { found, advice, .. } = refusal;
    // Many mistakes at once stand a line each, set in, so that none can pass for a message of its own.
    let found: Vec<_> = found.lines().map(visible).collect();
    let text = format!("\x1b[1;31merror:\x1b[0m {}\n  {}\n", found.join("\n  "), visible(advice));
    say(&text);
}

/// Writes for people to standard error; where nobody listens there is nobody to tell.
pub(super) fn say(text: &str) {
    let _ = anstream::stderr().lock().write_all(for_terminal(text).as_bytes());
}

/// Findings for a person, as wide and colourful as standard output is.
pub(super) fn full(language: Language) -> ReportFormat {
    // Colours are always asked for: the stream takes them out where they are not wanted.
    let width = if io::stdout().is_terminal() { columns() } else { 120 };
    ReportFormat::Person(RenderForm::Full { colour: true, width }, language)
}

/// Width of the terminal, columns: `COLUMNS` where a person sets it, else what the terminal says.
pub(super) fn columns() -> usize {
    let given = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    let told = || terminal_size::terminal_size().map(|(terminal_size::Width(columns), _)| columns);
    usize::from(given.or_else(told).unwrap_or(100)).clamp(60, 160)
}

/// The findings of all files, printed one after the other.
#[derive(Debug)]
pub(super) struct FindingsPage {
    format: ReportFormat,
    is_shown: bool,
    /// Something was printed, from which the next is to be parted.
    is_begun: bool,
}

impl FindingsPage {
    pub(super) fn new(format: ReportFormat, is_shown: bool) -> Self {
        Self { format, is_shown, is_begun: false }
    }

    pub(super) fn begin(&self) -> Result<(), Failure> {
        if self.is_shown { self.shown(&self.format.head(&rules::all())) } else { Ok(()) }
    }

    pub(super) fn add(&mut self, findings: &str) -> Result<(), Failure> {
        if !self.is_shown || findings.is_empty() {
            return Ok(());
        }
        if std::mem::replace(&mut self.is_begun, true) {
            self.shown(self.format.between())?;
        }
        self.shown(findings)
    }

    pub(super) fn end(&self) -> Result<(), Failure> {
        if self.is_shown { self.shown(self.format.tail()) } else { Ok(()) }
    }

    fn shown(&self, text: &str) -> Result<(), Failure> {
        print_findings(self.format, text).map_err(closed)
    }
}

/// Writes findings in a form to standard output: for people, or exactly for programs.
///
/// # Errors
/// As [`print()`].
pub(super) fn print_findings(format: ReportFormat, text: &str) -> io::Result<()> {
    match format {
        ReportFormat::Json | ReportFormat::JsonLines | ReportFormat::Sarif => to_programs(text),
        ReportFormat::Summary | ReportFormat::Person(..) | ReportFormat::Github => to_people(text),
    }
}
