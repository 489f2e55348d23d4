//! Conference packs: all proposals on one text side by side, and what a conference asks of its papers.
//!
//! In: contributions as they were read, and the texts in force. Out: a [`Pack`], the same whatever the order
//! of the inputs; `src/catalogue` makes a file and papers of it. Never: a paragraph dropped: what has no
//! place is listed.
//!
//! ```text
//! Reading → Contribution ─ targets, align, edits → Dossier ─ classes → pairs
//!                                                     └─ Pack → catalogue, papers, lists
//! ```

mod across;
mod address;
pub(crate) mod align;
pub(crate) mod classes;
mod collect;
mod consequential;
pub(crate) mod contribution;
pub(crate) mod difference;
pub(crate) mod dossier;
pub(crate) mod edits;
pub(crate) mod intake;
pub(crate) mod library;
pub(crate) mod order;
mod placing;
pub(crate) mod relation;
pub(crate) mod rules;
mod shared;
pub(crate) mod targets;
mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::diagnostics::render::severity_name;
use crate::diagnostics::{Finding, Message, Rule};
use crate::language::Language;
use crate::registry::Registry;
use crate::text::View;

use align::Placement;
use contribution::Contribution;
use dossier::Dossier;
use edits::EditKind;
use intake::Intake;
use library::TextsInForce;
use order::Selection;
use targets::ProposalIndex;
use words::WordCount;

/// A pack before anything is written.
#[derive(Debug, Default)]
pub(crate) struct Pack {
    /// The contributions, in their order.
    pub documents: Vec<Contribution>,
    /// Which of them count.
    pub selection: Selection,
    /// The texts on which something is proposed.
    pub dossiers: Vec<Dossier>,
    /// Proposals of which nobody can tell on what text they are.
    pub nowhere: Vec<ProposalIndex>,
    /// Language of the papers; English where none was settled.
    language: Option<Language>,
    /// Names of the sources, by symbol, by the code of the language: that of the papers, and every language
    /// in which something counts.
    pub names: BTreeMap<&'static str, BTreeMap<String, String>>,
    /// Those of the sources that are Member States.
    pub members: BTreeSet<String>,
    /// Texts in force were given.
    pub has_library: bool,
    /// Texts in force as they were read.
    pub texts_in_force: Vec<Contribution>,
    /// What was chosen.
    pub choices: PackChoices,
    /// What the pack reports.
    pub findings: Vec<PackFinding>,
    /// Identifiers chosen for the text as it would stand.
    pub adopted: Vec<String>,
    /// What readings were made by.
    pub recipe: String,
    intakes: Vec<Intake>,
    counts: Vec<WordCount>,
    targets: HashMap<ProposalIndex, usize>,
    entries: HashMap<ProposalIndex, (usize, usize)>,
}

/// What the pack reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PackFinding {
    /// The document, where it is of one.
    pub document: Option<usize>,
    /// File, or the address of the text.
    pub file: String,
    /// Code of the rule.
    pub code: Cow<'static, str>,
    /// Its severity by name.
    pub severity: Cow<'static, str>,
    /// One sentence.
    pub message: Message,
}

impl PackFinding {
    pub(crate) fn new(rule: &'static Rule, document: Option<usize>, file: &str, message: Message) -> Self {
        Self {
            document,
            file: file.to_owned(),
            code: rule.code.into(),
            severity: severity_name(rule.severity).into(),
            message,
        }
    }

    /// What was found while a paper of the pack was made.
    pub(crate) fn of_paper(path: &str, finding: &Finding) -> Self {
        let severity = severity_name(finding.severity).into();
        Self { severity, ..Self::new(finding.rule, None, path, finding.message.clone()) }
    }
}

/// What a pack is made by, besides its contributions.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct PackChoices {
    /// Code of the language of the papers; that of most contributions where `None`.
    pub language: Option<String>,
    /// Documents dated later do not count, ISO 8601.
    pub cut_off: Option<String>,
    /// Documents that their sources have withdrawn.
    pub withdrawn: BTreeSet<String>,
    /// Identifiers chosen for the text as it would stand.
    pub adopted: Vec<String>,
    /// Deadline, ISO 8601; that of the conference where `None`.
    pub deadline: Option<String>,
    /// A column for the agreed text in the papers.
    pub agreed_column: bool,
}

impl Pack {
    /// Puts a pack together. The order of `documents` does not matter.
    pub(crate) fn new(
        mut documents: Vec<Contribution>,
        library: &TextsInForce,
        choices: &PackChoices,
        registry: &Registry,
    ) -> Pack {
        order::sort(&mut documents);
        let selection = order::choose(&documents, choices.cut_off.as_deref(), &choices.withdrawn);
        let named = |language: &Language| Some(language.code()) == choices.language.as_deref();
        let chosen = Language::ALL.into_iter().find(named);
        let language = chosen.unwrap_or_else(|| main_language(&documents));
        let (targets, nowhere) = targets::targets(&documents, &selection, library);
        let dossiers: Vec<Dossier> = crate::workers::map(&targets, |target| {
            dossier::dossier(&documents, target.clone(), language.code(), registry)
        });
        let mut pack = Pack {
            selection,
            nowhere,
            language: Some(language),
            has_library: !library.is_empty(),
            adopted: choices.adopted.clone(),
            choices: choices.clone(),
            ..Pack::default()
        };
        for (target, dossier) in dossiers.iter().enumerate() {
            for (nth, entry) in dossier.entries.iter().enumerate() {
                pack.targets.insert(entry.index, target);
                pack.entries.insert(entry.index, (target, nth));
            }
        }
        pack.dossiers = dossiers;
        pack.documents = documents;
        pack.members =
            sources(&pack.documents).filter(|symbol| registry.member(symbol).is_some()).cloned().collect();
        let named = pack
            .languages()
            .into_iter()
            .map(|language| (language.code(), names(&pack.documents, language, registry)));
        pack.names = named.collect();
        pack.intakes = pack
            .documents
            .iter()
            .map(|document| intake::intake(document, choices.deadline.as_deref(), registry))
            .collect();
        pack.counts = words::count(&pack, library);
        pack.findings = rules::findings(&pack);
        pack
    }

    /// The language of the papers.
    pub(crate) fn language(&self) -> Language {
        self.language.unwrap_or(Language::English)
    }

    /// The language of the papers, then the others in which something counts.
    pub(crate) fn languages(&self) -> Vec<Language> {
        let counted = self.documents.iter().enumerate().filter(|(at, _)| self.selection.counts(*at));
        let present: BTreeSet<&str> = counted.map(|(_, document)| document.language.as_str()).collect();
        let main = self.language();
        let others =
            Language::ALL.into_iter().filter(|other| *other != main && present.contains(other.code()));
        std::iter::once(main).chain(others).collect()
    }

    /// The name of a source in a language, by its symbol.
    pub(crate) fn name_of(&self, language: Language, symbol: &str) -> Option<&str> {
        self.names.get(language.code())?.get(symbol).map(String::as_str)
    }

    /// What is known of the arrival of a document.
    pub(crate) fn intake(&self, document: usize) -> Intake {
        self.intakes.get(document).cloned().unwrap_or_default()
    }

    /// The words of a document.
    pub(crate) fn words(&self, document: usize) -> WordCount {
        self.counts.get(document).cloned().unwrap_or_default()
    }

    /// The text that a proposal is on, an index into the dossiers.
    pub(crate) fn target_of(&self, index: ProposalIndex) -> Option<usize> {
        self.targets.get(&index).copied()
    }

    /// The dossier and the entry of a proposal.
    pub(crate) fn entry_of(&self, index: ProposalIndex) -> Option<(usize, usize)> {
        self.entries.get(&index).copied()
    }

    /// The proposal of an identifier, the newest document first.
    pub(crate) fn proposal_named(&self, identifier: &str) -> Option<ProposalIndex> {
        let entries = self.dossiers.iter().flat_map(|dossier| &dossier.entries);
        entries.rev().find(|entry| entry.identifier == identifier).map(|entry| entry.index)
    }

    /// What became of each paragraph of a proposal, and its address.
    pub(crate) fn places(&self, index: ProposalIndex) -> Vec<(&'static str, Option<String>)> {
        let Some((target, nth)) = self.entry_of(index) else { return Vec::new() };
        let Some(dossier) = self.dossiers.get(target) else { return Vec::new() };
        let Some(entry) = dossier.entries.get(nth) else { return Vec::new() };
        let places = entry.alignment.places.iter().enumerate();
        places.map(|(at, place)| self.place(dossier, nth, at, *place)).collect()
    }

    fn place(
        &self,
        dossier: &Dossier,
        nth: usize,
        at: usize,
        place: Placement,
    ) -> (&'static str, Option<String>) {
        if dossier.unplaced.contains(&(nth, at)) {
            return ("not-placed", None);
        }
        let Some(entry) = dossier.entries.get(nth) else { return ("not-placed", None) };
        if let Some((address, kind)) = dossier.placed.get(&(nth, at)) {
            return match kind {
                // Behind one paragraph in force several can add.
                EditKind::InsertParagraph if address.ends_with('+') => {
                    ("added", Some(format!("{address}{}/{}", entry.identifier, at + 1)))
                }
                EditKind::InsertParagraph => ("added", Some(address.clone())),
                EditKind::DeleteParagraph => ("deleted", Some(address.clone())),
                EditKind::Keep => ("named", Some(address.clone())),
                EditKind::MoveParagraph => ("moved", Some(address.clone())),
                _ => ("changed", Some(address.clone())),
            };
        }
        match place {
            Placement::Is(base) | Placement::Moved(base) => {
                let path =
                    dossier.target.bases.get(&entry.language).and_then(|text| text.paragraphs.get(base));
                let address =
                    path.map(|paragraph| format!("{}/{}", dossier.target.key.address(), paragraph.path));
                (if entry.whole.is_some() { "named" } else { "unchanged" }, address)
            }
            Placement::Elision => ("elision", None),
            Placement::Names => ("named", None),
            Placement::Behind(_) | Placement::Nowhere => ("not-placed", None),
        }
    }

    /// The edition in force, in the language of the rows; else the one that most proposals name.
    pub(crate) fn edition_of(&self, dossier: &Dossier, language: &str) -> Option<String> {
        let bases = [language, &dossier.language].map(|language| dossier.target.bases.get(language));
        if let Some(edition) = bases.into_iter().flatten().find_map(|base| base.edition.clone()) {
            return Some(edition);
        }
        let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in &dossier.entries {
            let text = self
                .documents
                .get(entry.index.document)
                .and_then(|document| document.texts.get(entry.index.text));
            if let Some(edition) = text.and_then(|text| text.edition.as_deref()) {
                *votes.entry(edition).or_default() += 1;
            }
        }
        votes
            .into_iter()
            .max_by_key(|(edition, count)| (*count, std::cmp::Reverse(*edition)))
            .map(|(edition, _)| edition.to_owned())
    }

    /// The title of a text and the code of its language: as it is in force in a language, else in that of its rows;
    /// else as the first proposal has it.
    pub(crate) fn title_of(&self, dossier: &Dossier, language: &str) -> (String, String) {
        for language in [language, &dossier.language] {
            let paragraphs = dossier.target.bases.get(language).into_iter().flat_map(|base| &base.paragraphs);
            let lines = paragraphs.filter(|paragraph| paragraph.role == "title");
            let lines: Vec<&str> = lines.map(|line| line.text.as_str()).collect();
            if !lines.is_empty() {
                return (lines.join(" "), language.to_owned());
            }
        }
        let titles = dossier.entries.iter().filter_map(|entry| {
            let document = self.documents.get(entry.index.document)?;
            let title = document.texts.get(entry.index.text)?.title(View::Revised);
            Some((title, document.language.clone()))
        });
        titles.into_iter().find(|(title, _)| !title.is_empty()).unwrap_or_default()
    }
}

/// The language of most contributions; of equals the first in the order of the languages.
fn main_language(documents: &[Contribution]) -> Language {
    let count = |language: &Language| {
        documents.iter().filter(|document| document.language == language.code()).count()
    };
    let best = Language::ALL.into_iter().rev().max_by_key(count);
    best.filter(|language| count(language) > 0).unwrap_or(Language::English)
}

/// Symbols of all sources.
fn sources(documents: &[Contribution]) -> impl Iterator<Item = &String> {
    documents.iter().flat_map(|document| {
        document.symbols.iter().chain(document.texts.iter().flat_map(|text| &text.sources))
    })
}

fn names(documents: &[Contribution], language: Language, registry: &Registry) -> BTreeMap<String, String> {
    let name = |symbol: &str| {
        let member = registry.member(symbol).and_then(|member| member.name(language));
        member.or_else(|| registry.group(symbol).and_then(|group| group.name(language)))
    };
    sources(documents).filter_map(|symbol| Some((symbol.clone(), name(symbol)?.to_owned()))).collect()
}
