//! `itudoc recover`: the revision marks that were lost, and what speaks for each.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::materials::Materials;
use super::{Failure, out};
use crate::batch::summary::DONE;
use crate::diagnostics::render::visible;
use crate::language::Language;
use crate::pipeline::{FileOptions, RunOptions};
use crate::reading::Reading;
use crate::recover::{Mark, Review};
use crate::source::LineIndex;
use crate::store;
use crate::text::RevisionKind;

/// Show the revision marks that are recovered or suspected in a file
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file
    file: PathBuf,
    /// Language of the text (ar, zh, en, fr, ru, es); found from the text where none is given
    #[arg(long, value_name = "LANG")]
    lang: Option<Language>,
    /// Write NAME.review.toml beside the file, decisions already in it kept
    #[arg(long)]
    write_review: bool,
    #[command(flatten)]
    materials: Materials,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let file = &self.file;
        let failed = |error: std::io::Error| {
            Failure::new(format!("{}: {error}", file.display()), "check the path and its permissions")
        };
        let bytes = std::fs::read(file).map_err(failed)?;
        let engine = self.materials.engine()?;
        let review_path = file.with_extension("review.toml");
        let review = read_review(&review_path)?;
        let run = RunOptions { language: self.lang, ..RunOptions::default() };
        let options = FileOptions { review: review.clone(), ..FileOptions::default() };
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let reading = engine.read(&name, &bytes, &run, &options).map_err(|refusal| {
            Failure::new(format!("{}: {refusal}", file.display()), refusal.advice.clone())
        })?;
        out::print(&shown(&reading))
            .map_err(|error| Failure::new(format!("standard output: {error}"), "check where it leads"))?;
        if self.write_review {
            let text = review.unwrap_or_default().write(&reading.recovery);
            store::write_whole(&review_path, text.as_bytes())
                .map_err(|error| Failure::new(error.to_string(), error.advice()))?;
            out::say(&format!(
                "Wrote {}. Accept or reject its marks; the next run obeys.\n",
                review_path.display()
            ));
        }
        Ok(DONE)
    }
}

fn read_review(path: &Path) -> Result<Option<Review>, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let name = path.display().to_string();
            Review::read(&name, &text)
                .map(Some)
                .map_err(|refusal| Failure::new(refusal.found, refusal.advice))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::new(format!("{}: {error}", path.display()), "check its permissions")),
    }
}

/// The marks as a list a person reads: doubtful ones first, as those want a decision.
fn shown(reading: &Reading) -> String {
    let recovery = &reading.recovery;
    let lines = LineIndex::new(&reading.text);
    let mut text = String::new();
    for (heading, marks) in [("Suspected", &recovery.suggestions), ("Recovered", &recovery.marks)] {
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
}
