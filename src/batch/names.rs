//! What the outputs are called, settled for all files before the first is converted.
//!
//! In: the names of the inputs, in their order. Out: for each a stem, safe on every file system and
//! different from all others even where case and Unicode form are not told apart. A function of the
//! names alone: neither the clock nor the number of jobs has a say.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::convert::OutputKind;
use crate::diagnostics::render::acts_on_a_terminal;
use crate::diagnostics::{Finding, Rule, Severity};

/// An output's name differs from its input's.
pub static RENAMED: Rule = Rule {
    code: "FIL001",
    name: "renamed-output",
    severity: Severity::Information,
    what: "The outputs of a file could not take its name.",
    why: "Somebody looking for the outputs by the input's name would not find them.",
    example: "`report.txt` and `report.docx` in one folder both ask for `report.pdf`.",
    remedy: "Rename the input, or note the outputs' name.",
    source: "Names are kept to what Linux, macOS and Windows all allow (Windows: Naming Files, Paths, and Namespaces).",
};

/// Longest part of a name, bytes, that leaves room for a distinguishing ending and an extension
/// within the 255 that file systems allow.
const LONGEST_PART: usize = 220;

/// What the outputs of one input are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Path below the output folder, without extension, parts parted by `/`.
    pub stem: String,
    /// Why it is not the input's own, where it is not.
    pub why: Option<&'static str>,
}

impl Settled {
    /// What is reported where the name differs.
    pub fn finding(&self) -> Option<Finding> {
        let why = self.why?;
        Some(Finding::new(&RENAMED, None, format!("Its outputs are called {}: {why}.", self.stem)))
    }
}

/// Settles the stems of inputs by their names. `kept` holds the inputs that have a stem from an
/// earlier run, by stem: an input keeps its stem, whatever else has come since, and no other gets it.
pub fn settle(names: &[&str], kept: &BTreeMap<String, String>) -> Vec<Settled> {
    let stems: BTreeMap<&str, &str> =
        kept.iter().map(|(stem, name)| (name.as_str(), stem.as_str())).collect();
    let own: Vec<Own> = names.iter().map(|name| Own::of(name)).collect();
    let mut taken = Taken {
        folders: own.iter().flat_map(Own::folders).map(key).collect(),
        owners: kept.iter().map(|(stem, name)| (key(stem), name.as_str())).collect(),
        ..Taken::default()
    };
    let mut settled: Vec<Option<Settled>> = Vec::with_capacity(own.len());
    for (name, own) in names.iter().zip(&own) {
        let stem = stems.get(name).filter(|stem| own.may_have(stem) && taken.take(stem, name));
        settled.push(stem.map(|stem| Settled { stem: (*stem).to_owned(), why: own.why(stem) }));
    }
    let settle = |((own, name), settled): ((&Own, &&str), Option<Settled>)| {
        settled.unwrap_or_else(|| {
            let stem = taken.settle(own, name);
            Settled { why: own.why(&stem), stem }
        })
    };
    own.iter().zip(names).zip(settled).map(settle).collect()
}

/// Names that are spoken for.
#[derive(Debug, Default)]
struct Taken<'a> {
    /// Keys of the folders that outputs lie in; no output may have such a name.
    folders: BTreeSet<String>,
    stems: BTreeSet<String>,
    /// Inputs that have a stem from an earlier run, by the stem's key.
    owners: BTreeMap<String, &'a str>,
    /// Last number tried for each stem, so that ten thousand files of one name cost no more each.
    numbers: BTreeMap<String, u32>,
}

impl Taken<'_> {
    /// Takes a stem for an input, unless it is taken or another's.
    fn take(&mut self, stem: &str, name: &str) -> bool {
        let is_folder =
            |kind: &OutputKind| self.folders.contains(&key(&format!("{stem}.{}", kind.extension())));
        let of_another = self.owners.get(&key(stem)).is_some_and(|owner| *owner != name);
        !of_another && !OutputKind::ALL.iter().any(is_folder) && self.stems.insert(key(stem))
    }

    /// The own name, or the one with the input's extension, or the first number that is free.
    fn settle(&mut self, own: &Own, name: &str) -> String {
        for stem in std::iter::once(own.stem.clone()).chain(own.with_extension()) {
            if self.take(&stem, name) {
                return stem;
            }
        }
        loop {
            let number = self.numbers.entry(key(&own.stem)).or_insert(1);
            *number += 1;
            let stem = format!("{}-{number}", own.stem);
            if self.take(&stem, name) {
                return stem;
            }
        }
    }
}

/// What an input's name asks for.
struct Own {
    stem: String,
    extension: String,
    changed: bool,
}

impl Own {
    fn of(name: &str) -> Self {
        let (folders, file) =
            name.rsplit_once('/').map_or((None, name), |(folders, file)| (Some(folders), file));
        let (stem, extension) = match file.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => (stem, extension),
            _ => (file, ""),
        };
        let mut safe: Vec<String> = folders.iter().flat_map(|f| f.split('/')).map(safe_part).collect();
        safe.push(safe_part(stem));
        let safe = safe.join("/");
        let asked = folders.map_or(stem.to_owned(), |folders| format!("{folders}/{stem}"));
        Self { changed: safe != asked, stem: safe, extension: safe_part(&extension.to_lowercase()) }
    }

    fn with_extension(&self) -> Option<String> {
        (self.extension != "_").then(|| format!("{}-{}", self.stem, self.extension))
    }

    /// Whether the stem is one that an input of this name can have been given.
    fn may_have(&self, stem: &str) -> bool {
        let number = stem.strip_prefix(&self.stem).and_then(|rest| rest.strip_prefix('-'));
        let numbered =
            number.is_some_and(|digits| digits.parse::<u32>().is_ok_and(|n| n.to_string() == digits));
        stem == self.stem || numbered || self.with_extension().as_deref() == Some(stem)
    }

    fn why(&self, stem: &str) -> Option<&'static str> {
        if stem != self.stem {
            Some("another file of the batch asks for the same name")
        } else {
            self.changed.then_some("its own name holds what not every system allows in one")
        }
    }

    fn folders(&self) -> impl Iterator<Item = &str> {
        self.stem.match_indices('/').filter_map(|(at, _)| self.stem.get(..at))
    }
}

/// Equal for names that some file system takes for one: case and Unicode form aside.
fn key(name: &str) -> String {
    name.nfc().collect::<String>().to_lowercase().nfc().collect()
}

/// Names that Windows keeps for devices, whatever follows their first point.
const DEVICES: [&str; 24] = [
    "con", "prn", "aux", "nul", "conin$", "conout$", "com1", "com2", "com3", "com4", "com5", "com6", "com7",
    "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// A part of a path that every system allows.
fn safe_part(part: &str) -> String {
    let barred = |c: char| {
        acts_on_a_terminal(c)
            || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{FFFD}')
    };
    let mut safe: String = part.chars().map(|c| if barred(c) { '_' } else { c }).collect();
    if let Some(rest) = safe.strip_prefix('-') {
        safe = format!("_{rest}");
    }
    let kept = safe.trim_end_matches(['.', ' ']).len();
    if kept < safe.len() {
        safe.truncate(kept);
        safe.push('_');
    }
    let device = safe.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    if safe.is_empty() || DEVICES.contains(&device.as_str()) {
        safe.insert(0, '_');
    }
    if safe.len() > LONGEST_PART {
        safe = shortened(&safe, part);
    }
    safe
}

/// The beginning of a name and eight digits that stand for the whole of it.
fn shortened(safe: &str, whole: &str) -> String {
    let end = (0..=LONGEST_PART - 9).rev().find(|end| safe.is_char_boundary(*end)).unwrap_or(0);
    let mut short = format!("{}-", safe.get(..end).unwrap_or_default());
    for byte in Sha256::digest(whole.as_bytes()).iter().take(4) {
        // Writing to a string cannot fail.
        let _ = write!(short, "{byte:02x}");
    }
    short
}
