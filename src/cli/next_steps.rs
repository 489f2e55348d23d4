//! What a person does next after a run: marks to look at, facts to give, files with warnings.
//!
//! In: what each file leaves to do. Out: a few lines, none where nothing is left
//! to do. Never: what the findings themselves say.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::batch::remaining::RemainingWork;
use crate::batch::summary;
use crate::diagnostics::render::visible;

/// Most files that are named.
const NAMED: usize = 5;

/// What all files of a run leave to do.
#[derive(Debug, Default)]
struct Steps {
    recovered: Tally,
    suspected: Tally,
    /// Decisions that fit nothing any more.
    unfit: Tally,
    /// By how it is given, what is missing.
    facts: BTreeMap<String, Tally>,
    /// Files with warnings or errors, and how many of them.
    warned: Vec<(String, usize)>,
}

/// How often something was seen, and in which files.
#[derive(Debug, Default)]
struct Tally {
    times: usize,
    files: Vec<String>,
}

impl Tally {
    fn add(&mut self, times: usize, file: &str) {
        if times > 0 {
            self.times += times;
            if self.files.last().is_none_or(|last| last != file) {
                self.files.push(file.to_owned());
            }
        }
    }

    /// The file where it is one, else what stands for any of them.
    fn file(&self) -> &str {
        match self.files.as_slice() {
            [one] => one,
            _ => "FILE",
        }
    }

    fn in_files(&self) -> String {
        counted(self.files.len(), "file")
    }
}

/// The next steps of a run, a line each, by the files and what each leaves to do.
pub(super) fn next_steps<'f>(files: impl Iterator<Item = (&'f str, &'f RemainingWork)>) -> String {
    let mut steps = Steps::default();
    for (file, points) in files {
        steps.see(&visible(file), points);
    }
    let lines = steps.lines();
    if lines.is_empty() { lines } else { format!("Next:\n{lines}") }
}

impl Steps {
    fn see(&mut self, file: &str, points: &RemainingWork) {
        self.recovered.add(points.recovered, file);
        self.suspected.add(points.suspected, file);
        self.unfit.add(points.unfit, file);
        for how in &points.unknown {
            // Most files miss what others miss.
            match self.facts.get_mut(&**how) {
                Some(tally) => tally.add(1, file),
                None => self.facts.entry(how.to_string()).or_default().add(1, file),
            }
        }
        if points.grave > 0 {
            self.warned.push((file.to_owned(), points.grave));
        }
    }

    fn lines(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        if self.recovered.times > 0 || self.suspected.times > 0 {
            let recovered = counted(self.recovered.times, "lost mark");
            let _ = write!(text, "  marks: {recovered} recovered");
            if self.suspected.times > 0 {
                let _ = write!(text, ", {} to be decided", self.suspected.times);
            }
            let more = if self.suspected.times > 0 { &self.suspected } else { &self.recovered };
            let file = more.file();
            let _ = writeln!(
                text,
                " in {}\n    see them: itudoc recover {file}\n    decide:   itudoc recover {file} --write-review, edit the .review.toml beside it, convert again",
                more.in_files()
            );
        }
        if self.unfit.times > 0 {
            let decisions = counted(self.unfit.times, "decision");
            let file = self.unfit.file();
            let _ = writeln!(
                text,
                "  decisions: {decisions} fit no mark any more; itudoc recover {file} names them"
            );
        }
        for (how, tally) in &self.facts {
            let fact = how.strip_prefix("--set ").and_then(|pair| pair.split_once('='));
            let _ = match fact {
                Some((key, example)) => writeln!(
                    text,
                    "  {key}: not known in {}: --set {key}={example}, or {key} = \"{example}\" in NAME.toml beside the file",
                    tally.in_files()
                ),
                None => writeln!(text, "  {how} ({})", tally.in_files()),
            };
        }
        if !self.warned.is_empty() {
            text.push_str(&warned(&self.warned));
        }
        text
    }
}

fn warned(files: &[(String, usize)]) -> String {
    let named: Vec<String> =
        files.iter().take(NAMED).map(|(file, count)| format!("{file} ({count})")).collect();
    let more = files.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let all = if let [(file, _)] = files { file } else { "FILE" };
    format!("  warnings in {}{more}\n    see them: itudoc check {all}\n", named.join(", "))
}

/// A number of things, in the singular where it is one.
pub(super) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{} {what}s", summary::grouped(count)) }
}
