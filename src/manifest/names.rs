//! What the outputs are called, settled for all files before the first is converted.
//!
//! In: the names of the inputs, in their order, and what their documents are officially called where
//! that is wanted. Out: for each a stem, safe on every file system and different from all others even
//! where case and Unicode form are not told apart. A function of these names alone: neither the clock
//! nor the number of jobs has a say.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::compose::OfficialName;
use crate::diagnostics::render::acts_on_a_terminal;
use crate::diagnostics::{Finding, Message, Rule, Severity, message};
use crate::digest::Digest;
use crate::pipeline::OutputKind;

/// An output's name differs from its input's.
pub(crate) static RENAMED: Rule = Rule {
    code: "FIL001",
    name: "renamed-output",
    severity: Severity::Information,
    what: "The outputs of a file could not take its name.",
    why: "Somebody looking for the outputs by the input's name would not find them.",
    example: "`report.txt` and `report.docx` in one folder both ask for `report.pdf`.",
    remedy: "Rename the input, or note the outputs' name.",
    source: "Names are kept to what Linux, macOS and Windows all allow (Windows: Naming Files, Paths, and Namespaces).",
};

/// The outputs of a file were to have the official name of the document, and it is not known.
pub(crate) static NO_OFFICIAL_NAME: Rule = Rule {
    code: "FIL002",
    name: "no-official-name",
    severity: Severity::Warning,
    what: "The outputs were to have the official name of the document (`--name official`), and what that \
           takes is not known; they have the input's name.",
    why: "A document is filed and found by its official name.",
    example: "A text that names no conference, or whose number is still `XX`.",
    remedy: "State the conference and the number in the text, in a file NAME.toml beside it, or with \
             `--set document=70`.",
    source: "Names of the Union's files: S14-PP-C-0067!A1!MSW-S",
};

/// Outputs of an earlier run have another name and are there still.
pub(crate) static EARLIER: Rule = Rule {
    code: "FIL003",
    name: "earlier-name",
    severity: Severity::Warning,
    what: "An earlier run made outputs of this file under another name; they are there still.",
    why: "Two documents of one contribution lie in the folder, and one of them is out of date.",
    example: "The number of the document was 70 when it was first converted with `--name official`, and is \
              now 71.",
    remedy: "Remove the earlier outputs where they are not needed any more.",
    source: "The outputs that the folder's manifest lists",
};

/// Two inputs claim one document.
pub(crate) static CLAIMED_TWICE: Rule = Rule {
    code: "FIL004",
    name: "document-claimed-twice",
    severity: Severity::Error,
    what: "Two inputs have one official name: both say that they are the same document.",
    why: "One number stands for one document. Which of the two it is, only a person can tell; an official \
          name given to the wrong one is filed and cited.",
    example: "A contribution and its corrected version, both with `Document 70` in their head.",
    remedy: "Leave the one out that does not count, or give it its own number (an addendum, a corrigendum, a \
             revision) in its text, in a file NAME.toml beside it, or with `--set document=70(Rev.1)`.",
    source: "Names of the Union's files: S14-PP-C-0067!A1!MSW-S",
};

/// The rules of the names of outputs.
pub(crate) static RULES: &[&Rule] = &[&RENAMED, &NO_OFFICIAL_NAME, &EARLIER, &CLAIMED_TWICE];

/// Longest part of a name, bytes, that leaves room for a distinguishing ending and an extension
/// within the 255 that file systems allow.
const LONGEST_PART: usize = 220;

/// An input as it is named, and the official name that its outputs are to have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NameRequest<'a> {
    /// The input's name, parts parted by `/`.
    pub name: &'a str,
    /// What its document is officially called; the outputs take the input's name where `None`.
    pub official: Option<&'a OfficialName>,
}

/// What the outputs of one input are called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OutputNames {
    /// Path below the output folder, without extension, parts parted by `/`.
    pub stem: String,
    /// That of the PDF, where it has one of its own: official names say `MSW` or `PDF`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pdf: Option<String>,
    /// Why it is not what was asked for, where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Message>,
    /// The official name that other inputs claim too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<NameClaim>,
    /// Other names that outputs of this input have from earlier runs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<String>,
}

/// An official name that several inputs claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NameClaim {
    /// The name, that of the Word document.
    pub official: String,
    /// The other inputs.
    pub others: Vec<String>,
}

impl OutputNames {
    /// What the output of a kind is called.
    pub(crate) fn path(&self, kind: OutputKind) -> String {
        format!("{}.{}", self.stem_of(kind), kind.extension())
    }

    fn stem_of(&self, kind: OutputKind) -> &str {
        self.pdf.as_ref().filter(|_| kind == OutputKind::Pdf).unwrap_or(&self.stem)
    }

    /// What is reported where the name differs, where another input claims the official one, and where
    /// outputs with another are there still.
    pub(crate) fn findings(&self) -> impl Iterator<Item = Finding> {
        let renamed = self.why.as_ref().map(|why| {
            Finding::new(
                &RENAMED,
                None,
                message!("Its outputs are called {stem}: {why}.", stem = self.stem, why => why.clone()),
            )
        });
        let claimed =
            self.claim.as_ref().map(|claim| Finding::new(&CLAIMED_TWICE, None, self.claimed(claim)));
        let earlier = (!self.earlier.is_empty()).then(|| {
            let names = self.earlier.join(", ");
            Finding::new(
                &EARLIER,
                None,
                message!("An earlier run made outputs of this file called {names}.", names),
            )
        });
        renamed.into_iter().chain(claimed).chain(earlier)
    }

    fn claimed(&self, claim: &NameClaim) -> Message {
        let NameClaim { official, others } = claim;
        let (others, stem) = (others.join(", "), &self.stem);
        match self.pdf {
            Some(_) => message!(
                "{others} claims the official name {official} too; this file has it from an earlier run: {stem}.",
                others,
                official,
                stem,
            ),
            None => message!(
                "{others} claims the official name {official} too; this file does not get it: {stem}.",
                others,
                official,
                stem,
            ),
        }
    }
}

/// Settles the stems of inputs. `kept` holds the inputs that have outputs from an earlier run, by the
/// stems of those: an input keeps its stem, whatever else has come since, and no other gets it.
pub(crate) fn settle(asked: &[NameRequest<'_>], kept: &BTreeMap<String, String>) -> Vec<OutputNames> {
    let mut stems: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (stem, name) in kept {
        stems.entry(name).or_default().push(stem);
    }
    let wanted = wanted(asked);
    let mut register = NameRegister {
        folders: wanted.iter().flat_map(|wanted| wanted.own.folders()).map(key).collect(),
        owners: kept.iter().map(|(stem, name)| (key(stem), name.as_str())).collect(),
        ..NameRegister::default()
    };
    let of = |asked: &NameRequest<'_>| stems.get(asked.name).map_or(&[][..], Vec::as_slice);
    let mut settled: Vec<Option<OutputNames>> = Vec::with_capacity(wanted.len());
    for (asked, wanted) in asked.iter().zip(&wanted) {
        let mut had = of(asked).iter().filter_map(|stem| wanted.kept(stem));
        settled.push(had.find(|settled| register.take(settled, asked.name)));
    }
    let settle = |((wanted, asked), settled): ((&Wanted, &NameRequest<'_>), Option<OutputNames>)| {
        let settled = settled.unwrap_or_else(|| register.settle(wanted, asked.name));
        let another = |stem: &&&str| **stem != settled.stem && settled.pdf.as_deref() != Some(**stem);
        let earlier = of(asked).iter().filter(another).map(|stem| (*stem).to_owned()).collect();
        OutputNames { earlier, claim: settled.claim.clone().or_else(|| wanted.claim.clone()), ..settled }
    };
    wanted.iter().zip(asked).zip(settled).map(settle).collect()
}

/// What each input asks for, and which of them claim one official name.
fn wanted(asked: &[NameRequest<'_>]) -> Vec<Wanted> {
    let mut claims: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for request in asked {
        if let Some(official) = request.official {
            claims.entry(key(&official.word)).or_default().push(request.name);
        }
    }
    let claim = |request: &NameRequest<'_>| {
        let official = request.official?.word.clone();
        let mut others: Vec<String> =
            claims.get(&key(&official))?.iter().map(|name| (*name).to_owned()).collect();
        // An input may share its name with one of another folder: only one of them is this.
        let own = others.iter().position(|name| name == request.name)?;
        others.remove(own);
        (!others.is_empty()).then_some(NameClaim { official, others })
    };
    let of = |request: &NameRequest<'_>| Wanted {
        official: request.official.map(|official| WantedName::official(request.name, official)),
        own: WantedName::of(request.name),
        claim: claim(request),
    };
    asked.iter().map(of).collect()
}

/// What an input asks for.
struct Wanted {
    official: Option<WantedName>,
    /// What it is called where it has no official name or cannot get it.
    own: WantedName,
    claim: Option<NameClaim>,
}

impl Wanted {
    /// The stems from an earlier run, where one of them is such as this input can be given now.
    fn kept(&self, stem: &str) -> Option<OutputNames> {
        // An official name stands as it is, or for another document.
        let official = self.official.as_ref().filter(|official| official.has(stem)).map(|name| name.with(""));
        let own = || self.own.kept(stem).filter(|_| self.official.is_none() || self.claim.is_some());
        official.or_else(own)
    }
}

/// Names that are spoken for.
#[derive(Debug, Default)]
struct NameRegister<'a> {
    /// Keys of the folders that outputs lie in; no output may have such a name.
    folders: BTreeSet<String>,
    stems: BTreeSet<String>,
    /// Inputs that have a stem from an earlier run, by the stem's key.
    owners: BTreeMap<String, &'a str>,
    /// Last number tried for each stem, so that ten thousand files of one name cost no more each.
    numbers: BTreeMap<String, u32>,
}

impl NameRegister<'_> {
    /// Takes the stems of an input, unless one is taken or another's.
    fn take(&mut self, settled: &OutputNames, name: &str) -> bool {
        let is_folder = |kind: &OutputKind| self.folders.contains(&key(&settled.path(*kind)));
        let keys: Vec<String> = settled.pdf.iter().chain([&settled.stem]).map(|stem| key(stem)).collect();
        let of_another = |key: &String| {
            self.stems.contains(key) || self.owners.get(key).is_some_and(|owner| *owner != name)
        };
        let free = !OutputKind::ALL.iter().any(is_folder) && !keys.iter().any(of_another);
        if free {
            self.stems.extend(keys);
        }
        free
    }

    /// The official name, where no other input claims it; else the stem of the input's name.
    fn settle(&mut self, wanted: &Wanted, name: &str) -> OutputNames {
        let Some(official) = wanted.official.as_ref().filter(|_| wanted.claim.is_none()) else {
            return self.own(&wanted.own, name);
        };
        let settled = official.with("");
        if self.take(&settled, name) {
            return settled;
        }
        let stems = settled.pdf.iter().chain([&settled.stem]);
        let owner = stems.filter_map(|stem| self.owners.get(&key(stem))).next();
        let owner = owner.map_or("another file", |owner| *owner).to_owned();
        let claim = Some(NameClaim { official: settled.stem, others: vec![owner] });
        OutputNames { claim, ..self.own(&wanted.own, name) }
    }

    /// The stem of the input's name, or that with its extension, or the first number that is free.
    fn own(&mut self, own: &WantedName, name: &str) -> OutputNames {
        for ending in std::iter::once(String::new()).chain(own.ending()) {
            let settled = own.with(&ending);
            if self.take(&settled, name) {
                return settled;
            }
        }
        loop {
            let number = self.numbers.entry(key(&own.stem)).or_insert(1);
            *number += 1;
            let settled = own.with(&format!("-{number}"));
            if self.take(&settled, name) {
                return settled;
            }
        }
    }
}

/// What an input's name, or its document's official one, asks for.
struct WantedName {
    stem: String,
    pdf: Option<String>,
    /// The input's extension, where it may part two inputs of one stem.
    extension: Option<String>,
    changed: bool,
}

impl WantedName {
    /// The stem of an input's name.
    fn of(name: &str) -> Self {
        let (folders, file) = split(name);
        let (stem, extension) = match file.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => (stem, safe_part(&extension.to_lowercase())),
            _ => (file, String::new()),
        };
        let safe = below(folders, stem);
        let was = folders.map_or(stem.to_owned(), |folders| format!("{folders}/{stem}"));
        let extension = Some(extension).filter(|extension| !extension.is_empty() && extension != "_");
        Self { changed: safe != was, stem: safe, pdf: None, extension }
    }

    /// The official name of an input's document, in the folder of the input.
    fn official(name: &str, official: &OfficialName) -> Self {
        let (folders, _) = split(name);
        let OfficialName { word, pdf } = official;
        let changed = safe_part(word) != *word || safe_part(pdf) != *pdf;
        Self { stem: below(folders, word), pdf: Some(below(folders, pdf)), extension: None, changed }
    }

    /// Whether a stem is one of its own, as it stands.
    fn has(&self, stem: &str) -> bool {
        self.stem == stem || self.pdf.as_deref() == Some(stem)
    }

    /// What tells inputs of one stem apart.
    fn ending(&self) -> Option<String> {
        self.extension.as_ref().map(|extension| format!("-{extension}"))
    }

    /// The stems with something that tells them from another's.
    fn with(&self, ending: &str) -> OutputNames {
        let why = if ending.is_empty() {
            self.changed.then(|| message!("its own name holds what not every system allows in one"))
        } else {
            Some(message!("another file of the batch asks for the same name"))
        };
        let add = |stem: &String| format!("{stem}{ending}");
        OutputNames {
            stem: add(&self.stem),
            pdf: self.pdf.as_ref().map(add),
            why,
            claim: None,
            earlier: Vec::new(),
        }
    }

    /// The stems from an earlier run, where one of them is such as this input can have been given.
    fn kept(&self, stem: &str) -> Option<OutputNames> {
        let endings = self.pdf.iter().chain([&self.stem]).filter_map(|own| stem.strip_prefix(own.as_str()));
        let given = |ending: &&str| {
            let number = ending
                .strip_prefix('-')
                .and_then(|digits| digits.parse::<u32>().ok().filter(|n| n.to_string() == digits));
            ending.is_empty() || number.is_some() || self.ending().as_deref() == Some(*ending)
        };
        endings.into_iter().find(given).map(|ending| self.with(ending))
    }

    fn folders(&self) -> impl Iterator<Item = &str> {
        self.stem.match_indices('/').filter_map(|(at, _)| self.stem.get(..at))
    }
}

/// The folders and the file of a name whose parts are parted by `/`.
fn split(name: &str) -> (Option<&str>, &str) {
    name.rsplit_once('/').map_or((None, name), |(folders, file)| (Some(folders), file))
}

/// A stem in folders, every part of it safe.
fn below(folders: Option<&str>, stem: &str) -> String {
    let folders = folders.iter().flat_map(|folders| folders.split('/')).map(safe_part);
    folders.chain([safe_part(stem)]).collect::<Vec<_>>().join("/")
}

/// Equal for names that some file system takes for one: case and Unicode form aside.
fn key(name: &str) -> String {
    // Of most names, without the tables of Unicode.
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
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
    format!("{}-{}", safe.get(..end).unwrap_or_default(), Digest::of(whole.as_bytes()).head(4))
}
