//! `itudoc recover`: the revision marks that were lost, and what speaks for each.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::context::CommandContext;
use super::given::{TypedSettings, WHERE_FROM};
use super::places::{self, STREAM};
use super::{Failure, out};
use crate::batch::summary::DONE;
use crate::diagnostics::render::visible;
use crate::lines::LineIndex;
use crate::reading::Reading;
use crate::recover::review::ReviewContents;
use crate::recover::{BASE_REFUSED, Mark, Ruling, UNFIT_DECISION};
use crate::settings::RECOVER;
use crate::store;
use crate::text::RevisionKind;

/// Show the revision marks that are recovered or suspected in a file
#[derive(Debug, Args)]
#[command(after_help = WHERE_FROM)]
pub(super) struct Arguments {
    /// The file; - reads standard input
    #[arg(required_unless_present = "show-settings")]
    file: Option<PathBuf>,
    /// Write NAME.review.toml beside the file, decisions already in it kept
    #[arg(long)]
    write_review: bool,
    #[command(flatten)]
    given: TypedSettings<RECOVER>,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let settled = self.given.settle()?;
        let Some(path) = self.file.filter(|_| !self.given.show_settings) else {
            out::print(&settled.shown())?;
            return Ok(DONE);
        };
        places::inputs_exist(std::slice::from_ref(&path))?;
        if self.write_review && path == Path::new(STREAM) {
            let found = "nothing can be written beside standard input";
            return Err(Failure::new(found, "save the text as a file and name that"));
        }
        let (input, reading) = CommandContext::new(settled)?.read(&path)?;
        out::print(&shown(&reading))?;
        for lost in &reading.recovery.findings {
            if [UNFIT_DECISION.code, BASE_REFUSED.code].contains(&lost.rule.code) {
                out::say(&format!("warning: {}\n  {}\n", visible(&lost.message), lost.rule.remedy));
            }
        }
        if self.write_review {
            let Reading { text, recovery, .. } = &reading;
            let contents = ReviewContents { text, recovery, findings: None };
            let text = input.options.review.unwrap_or_default().write(&contents);
            let review = path.with_extension("review.toml");
            store::write_whole(&review, text.as_bytes())
                .map_err(|error| Failure::new(error.to_string(), error.advice()))?;
            let review = review.display();
            out::say(&format!("wrote {review}: accept or reject its marks; the next run obeys\n"));
        }
        Ok(DONE)
    }
}

/// The marks as a list a person reads: doubtful ones first, as those want a decision.
fn shown(reading: &Reading) -> String {
    let recovery = &reading.recovery;
    let lines = LineIndex::new(&reading.text);
    let mut text = String::new();
    for (heading, marks) in [
        ("Suspected", &recovery.suggestions),
        ("Recovered", &recovery.marks),
        ("Rejected", &recovery.rejected),
    ] {
        if marks.is_empty() && heading == "Rejected" {
            continue;
        }
        let _ = writeln!(text, "\x1b[1m{heading}: {}\x1b[0m", marks.len());
        for mark in marks {
            list(&mut text, mark, &lines, &reading.text);
        }
    }
    text
}

fn list(text: &mut String, mark: &Mark, lines: &LineIndex, input: &str) {
    let at = mark.span().map_or((0, 0), |span| lines.position(input, span.start));
    let _ = write!(text, "{:>5}:{:<4} {:>3.0} %  {:<18} ", at.0, at.1, mark.confidence * 100.0, mark.rule);
    for edit in &mark.edits {
        let words = visible(&edit.text);
        let _ = match edit.kind {
            RevisionKind::Insertion => write!(text, "\x1b[32m{{+{words}+}}\x1b[0m"),
            _ => write!(text, "\x1b[31m[-{words}-]\x1b[0m"),
        };
    }
    let _ = writeln!(text, "\n{:>18}{}", "", visible(&mark.reason));
    if let Some(ruling) = mark.ruling.as_ref().and_then(Ruling::decided) {
        let _ = writeln!(text, "{:>18}\x1b[1m{}\x1b[0m", "", visible(&ruling));
    }
}
