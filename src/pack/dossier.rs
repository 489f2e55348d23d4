//! Everything that is proposed on one text: its paragraphs in order, what each proposal makes of them, and
//! how every two proposals stand to each other.
//!
//! In: a target, the contributions. Out: rows, each a paragraph in force or what is added behind one, with
//! equal proposed texts in one group; pairs with their class; what has no place. Never: a proposal compared
//! with another before both were laid beside the text in force.

use std::collections::BTreeMap;

use crate::language::Language;
use crate::model::Symbol;
use crate::registry::Registry;
use crate::text::View;

use super::align::{Alignment, BaseParagraph, Placement, align};
use super::classes::{self, Pair};
use super::consequential::ConferenceWords;
use super::contribution::{Contribution, ParagraphRecord, ProposedText};
use super::edits::{Class, EditKind, TextEdit, edits_of, folded};
use super::targets::{BaseText, ProposalIndex, Target};

/// What is proposed on one text.
#[derive(Debug, Clone)]
pub(crate) struct Dossier {
    /// The text.
    pub target: Target,
    /// Code of the language of its rows.
    pub language: String,
    /// Its paragraphs and what is added between them, in order.
    pub rows: Vec<DossierRow>,
    /// The proposals on it, in their order.
    pub entries: Vec<ProposalEntry>,
    /// Every two proposals that touch one paragraph, or the whole text.
    pub pairs: Vec<Pair>,
    /// Paragraphs without a place: entry and paragraph.
    pub unplaced: Vec<(usize, usize)>,
    /// Where each paragraph that changes something went, by entry and paragraph: address and what it does.
    pub placed: BTreeMap<(usize, usize), (String, EditKind)>,
}

/// A proposal on a text.
#[derive(Debug, Clone)]
pub(crate) struct ProposalEntry {
    /// Which.
    pub index: ProposalIndex,
    /// What it is called: its identifier, else its document and place there.
    pub identifier: String,
    /// Code of its language.
    pub language: String,
    /// What it does to the whole text, where it does: `SUP`, an underlined `NOC`.
    pub whole: Option<EditKind>,
    /// Its paragraphs, each with its place.
    pub alignment: Alignment,
}

/// A paragraph in force, or what is added behind one.
#[derive(Debug, Clone)]
pub(crate) struct DossierRow {
    /// Its address, `PP/resolution/64/resolves/2`; what is added behind it has a `+`.
    pub address: String,
    /// The paragraph in each language that has one; none where it is added.
    pub base: BTreeMap<String, BaseParagraph>,
    /// Texts proposed for it.
    pub groups: Vec<TextGroup>,
    /// Its class: the gravest of its pairs.
    pub class: Option<Class>,
    /// It is a paragraph of a new text: two of them at one address are two drafts of one.
    pub is_new: bool,
}

impl DossierRow {
    /// Whether it holds what is added.
    pub(crate) fn is_added(&self) -> bool {
        self.base.is_empty()
    }
}

/// One proposed text, and who proposes it.
#[derive(Debug, Clone)]
pub(crate) struct TextGroup {
    /// Entries, in order.
    pub entries: Vec<usize>,
    /// The paragraph as the first of them has it; `None` where they leave it out without a mark.
    pub paragraph: Option<(usize, usize)>,
    /// What becomes of it.
    pub kind: EditKind,
    /// The text when adopted, label and all.
    pub text: String,
    /// Code of its language.
    pub language: String,
    /// Edits, the same for all of them.
    pub edits: Vec<TextEdit>,
}

/// All that is proposed on a target.
pub(crate) fn dossier(
    documents: &[Contribution],
    target: Target,
    pack: &str,
    registry: &Registry,
) -> Dossier {
    let language = language_of(documents, &target, pack);
    let mut maker = Maker {
        documents,
        registry,
        target: &target,
        language: &language,
        rows: Vec::new(),
        at: BTreeMap::new(),
        placed: BTreeMap::new(),
        names: BTreeMap::new(),
    };
    maker.skeleton();
    let entries: Vec<ProposalEntry> = target.proposals.iter().map(|index| maker.entry(*index)).collect();
    let mut unplaced = Vec::new();
    for (nth, entry) in entries.iter().enumerate() {
        maker.place(nth, entry, &mut unplaced);
    }
    let (mut rows, placed) = (maker.rows, maker.placed);
    rows.retain(|row| !row.is_added() || !row.groups.is_empty());
    let pairs = classes::pairs(&target.key.address(), &mut rows, &entries);
    Dossier { language, rows, entries, pairs, unplaced, placed, target }
}

/// The language of the rows: that of the pack where the text is known in it, else the one in which most
/// is proposed.
fn language_of(documents: &[Contribution], target: &Target, pack: &str) -> String {
    if target.bases.contains_key(pack) {
        return pack.to_owned();
    }
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    for document in target.proposals.iter().filter_map(|index| documents.get(index.document)) {
        *votes.entry(&document.language).or_default() += 1;
    }
    let known = |language: &str| target.bases.is_empty() || target.bases.contains_key(language);
    let best = votes
        .into_iter()
        .filter(|(language, _)| known(language))
        .max_by_key(|(language, count)| (*count, std::cmp::Reverse(*language)));
    best.map_or_else(|| pack.to_owned(), |(language, _)| language.to_owned())
}

struct Maker<'a> {
    documents: &'a [Contribution],
    registry: &'a Registry,
    target: &'a Target,
    language: &'a str,
    rows: Vec<DossierRow>,
    /// The row of each paragraph in force, by language and index; behind it always stands a row for what
    /// is added.
    at: BTreeMap<(String, usize), usize>,
    placed: BTreeMap<(usize, usize), (String, EditKind)>,
    /// What names conferences and editions, by code of the language.
    names: BTreeMap<String, ConferenceWords>,
}

impl<'a> Maker<'a> {
    fn text(&self, index: ProposalIndex) -> Option<(&'a Contribution, &'a ProposedText)> {
        let document = self.documents.get(index.document)?;
        Some((document, document.texts.get(index.text)?))
    }

    /// A row for each paragraph in force, and one behind it for what is added.
    fn skeleton(&mut self) {
        let prefix = self.target.key.address();
        self.rows.push(added_row(format!("{prefix}/+")));
        let empty = BaseText {
            origin: super::targets::BaseOrigin::Shared { of: 0, among: 0 },
            edition: None,
            paragraphs: Vec::new(),
        };
        let main = self.target.bases.get(self.language).unwrap_or(&empty);
        for (nth, paragraph) in main.paragraphs.iter().enumerate() {
            self.at.insert((self.language.to_owned(), nth), self.rows.len());
            self.rows.push(base_row(&prefix, self.language, paragraph));
            self.rows.push(added_row(format!("{prefix}/{}+", paragraph.path)));
        }
        let (target, own) = (self.target, self.language);
        for (language, base) in target.bases.iter().filter(|(language, _)| *language != own) {
            self.lay_beside(&prefix, language, base);
        }
    }

    /// Lays the text in force in another language beside the rows: by its addresses.
    fn lay_beside(&mut self, prefix: &str, language: &str, base: &BaseText) {
        let mut last = 0;
        for (nth, paragraph) in base.paragraphs.iter().enumerate() {
            let address = format!("{prefix}/{}", paragraph.path);
            let found =
                self.rows.iter().position(|row| row.address == address && !row.base.contains_key(language));
            let row = match found {
                Some(row) => row,
                None => {
                    // Behind the paragraph before it and what is added there.
                    let row = if last == 0 { 1 } else { last + 2 }.min(self.rows.len());
                    self.rows.insert(row, base_row(prefix, language, paragraph));
                    self.rows.insert(row + 1, added_row(format!("{address}+")));
                    self.at.values_mut().filter(|at| **at >= row).for_each(|at| *at += 2);
                    row
                }
            };
            if let Some(row) = self.rows.get_mut(row) {
                row.base.insert(language.to_owned(), paragraph.clone());
            }
            self.at.insert((language.to_owned(), nth), row);
            last = row;
        }
    }

    fn entry(&self, index: ProposalIndex) -> ProposalEntry {
        let Some((document, text)) = self.text(index) else {
            return ProposalEntry {
                index,
                identifier: String::new(),
                language: String::new(),
                whole: None,
                alignment: Alignment::default(),
            };
        };
        let base = self.target.bases.get(&document.language);
        let paragraphs = base.map(|base| base.paragraphs.as_slice()).unwrap_or_default();
        let mut alignment = align(paragraphs, &text.paragraphs, true);
        let adds = text.is_addition();
        if !matches!(text.symbol.as_str(), "MOD" | "(MOD)" | "") || adds {
            // What a SUP or a NOC does not repeat is not left out.
            alignment.omitted.clear();
        }
        let names_part =
            text.cited.is_some() && text.number.is_none() && text.paragraphs.iter().any(|p| p.role == "item");
        let whole = match text.symbol.as_str() {
            _ if text.is_suppression() && !names_part => Some(EditKind::Suppress),
            _ if keeps(text) && !names_part => Some(EditKind::Keep),
            _ => None,
        };
        ProposalEntry {
            index,
            identifier: identifier(document, text, index.text),
            language: document.language.clone(),
            whole,
            alignment,
        }
    }

    /// Puts the paragraphs of a proposal into the rows.
    fn place(&mut self, nth: usize, entry: &ProposalEntry, unplaced: &mut Vec<(usize, usize)>) {
        let Some((_, text)) = self.text(entry.index) else { return };
        let language = Language::ALL
            .into_iter()
            .find(|language| language.code() == entry.language)
            .unwrap_or(Language::English);
        // The whole text goes, or stays: what is repeated of it is its name.
        let keeps_part = keeps(text) && entry.whole.is_none();
        let unchanged = entry.whole.is_some() || text.is(Symbol::Noc);
        for (at, (record, place)) in text.paragraphs.iter().zip(&entry.alignment.places).enumerate() {
            match place {
                Placement::Elision | Placement::Names => {}
                Placement::Nowhere => unplaced.push((nth, at)),
                Placement::Is(base) | Placement::Moved(base) if !unchanged => {
                    let moved = matches!(place, Placement::Moved(_));
                    self.change(nth, at, entry, record, *base, moved, text.is_suppression(), language);
                }
                Placement::Is(base) if keeps_part => self.keep(nth, at, entry, record, *base),
                Placement::Is(_) | Placement::Moved(_) => {}
                Placement::Behind(_) if record.whole(View::Revised).is_empty() => {
                    // Deleted words of a text that is not in force: shown, as nothing is dropped.
                    unplaced.push((nth, at));
                }
                Placement::Behind(_) if unchanged => unplaced.push((nth, at)),
                Placement::Behind(base) => {
                    if !self.add(nth, at, entry, record, *base) {
                        unplaced.push((nth, at));
                    }
                }
            }
        }
        for base in &entry.alignment.omitted {
            self.omit(nth, entry, *base);
        }
    }

    fn row_of(&self, language: &str, base: usize) -> Option<usize> {
        self.at.get(&(language.to_owned(), base)).copied()
    }

    #[allow(clippy::too_many_arguments, reason = "one paragraph with all that is known of it")]
    fn change(
        &mut self,
        nth: usize,
        at: usize,
        entry: &ProposalEntry,
        record: &ParagraphRecord,
        base: usize,
        moved: bool,
        suppressed: bool,
        language: Language,
    ) {
        let Some(row) = self.row_of(&entry.language, base) else { return };
        let Some(paragraph) = self.rows.get(row).and_then(|row| row.base.get(&entry.language)).cloned()
        else {
            return;
        };
        let revised = record.text(View::Revised);
        let mut edits = Vec::new();
        let mut kind = EditKind::Replace;
        if suppressed || (revised.is_empty() && record.is_marked() && !paragraph.text.is_empty()) {
            edits.push(TextEdit::whole(EditKind::DeleteParagraph, paragraph.text.clone(), String::new()));
            kind = EditKind::DeleteParagraph;
        } else {
            edits = edits_of(&paragraph.text, &record.runs);
            if matches!(record.role.as_str(), "number" | "title" | "opening") {
                // Capitals are a matter of style, and a text may be named without its edition.
                let lower = |text: &str| folded(text).to_lowercase();
                let shorter = record.role == "number" && lower(&paragraph.text).starts_with(&lower(&revised));
                edits.retain(|edit| !shorter && lower(&edit.old) != lower(&edit.new));
            }
            let label = record.label(View::Revised);
            let same = |a: &str, b: &str| {
                a.trim_matches(|c: char| !c.is_alphanumeric())
                    == b.trim_matches(|c: char| !c.is_alphanumeric())
            };
            if !same(&label, &paragraph.label) && !label.is_empty() {
                edits.push(TextEdit::whole(EditKind::Relabel, paragraph.label.clone(), label));
            }
            if moved {
                let to =
                    entry.alignment.places.get(..at).unwrap_or_default().iter().rev().find_map(|place| {
                        match place {
                            Placement::Is(base) => Some(*base),
                            _ => None,
                        }
                    });
                let to =
                    to.and_then(|to| self.row_of(&entry.language, to)).and_then(|row| self.rows.get(row));
                let to = to.map(|row| row.address.clone()).unwrap_or_default();
                edits.push(TextEdit::whole(EditKind::MoveParagraph, String::new(), to));
                kind = EditKind::MoveParagraph;
            }
        }
        let registry = self.registry;
        let names = self
            .names
            .entry(entry.language.clone())
            .or_insert_with(|| ConferenceWords::new(language, registry));
        for edit in &mut edits {
            edit.consequential = names.is_consequential(edit, &paragraph, registry);
        }
        if edits.is_empty() {
            return;
        }
        let text = record.whole(View::Revised);
        self.group(row, nth, Some((nth, at)), kind, text, entry, edits);
    }

    fn add(
        &mut self,
        nth: usize,
        at: usize,
        entry: &ProposalEntry,
        record: &ParagraphRecord,
        base: Option<usize>,
    ) -> bool {
        let row = match base {
            _ if self.target.bases.is_empty() => Some(self.new_row(record)),
            Some(base) => self.row_of(&entry.language, base).map(|row| row + 1),
            None => Some(0),
        };
        let Some(row) = row else { return false };
        let text = record.whole(View::Revised);
        let edit = TextEdit::whole(EditKind::InsertParagraph, String::new(), text.clone());
        self.group(row, nth, Some((nth, at)), EditKind::InsertParagraph, text, entry, vec![edit]);
        true
    }

    /// A paragraph that an underlined `NOC` asks to be kept.
    fn keep(&mut self, nth: usize, at: usize, entry: &ProposalEntry, record: &ParagraphRecord, base: usize) {
        let Some(row) = self.row_of(&entry.language, base) else { return };
        let text = record.whole(View::Revised);
        let edit = TextEdit::whole(EditKind::Keep, record.text(View::Base), text.clone());
        self.group(row, nth, Some((nth, at)), EditKind::Keep, text, entry, vec![edit]);
    }

    /// The row of a paragraph of a new text, by its address there.
    fn new_row(&mut self, record: &ParagraphRecord) -> usize {
        let address = format!("{}/{}", self.target.key.address(), record.path);
        let known = self.rows.iter().position(|row| row.address == address);
        known.unwrap_or_else(|| {
            self.rows.push(DossierRow { is_new: true, ..added_row(address) });
            self.rows.len() - 1
        })
    }

    /// A paragraph that a proposal of the whole text leaves out without a mark.
    fn omit(&mut self, nth: usize, entry: &ProposalEntry, base: usize) {
        let Some(row) = self.row_of(&entry.language, base) else { return };
        let Some(paragraph) = self.rows.get(row).and_then(|row| row.base.get(&entry.language)) else {
            return;
        };
        let mut edit = TextEdit::whole(EditKind::DeleteParagraph, paragraph.text.clone(), String::new());
        edit.unmarked = true;
        self.group(row, nth, None, EditKind::DeleteParagraph, String::new(), entry, vec![edit]);
    }

    /// Adds a proposed text to a row: to the group that has the same.
    #[allow(clippy::too_many_arguments, reason = "one proposed text with all that is known of it")]
    fn group(
        &mut self,
        row: usize,
        nth: usize,
        paragraph: Option<(usize, usize)>,
        kind: EditKind,
        text: String,
        entry: &ProposalEntry,
        edits: Vec<TextEdit>,
    ) {
        let Some(row) = self.rows.get_mut(row) else { return };
        if let Some(own) = paragraph {
            self.placed.insert(own, (row.address.clone(), kind));
        }
        let same = row.groups.iter_mut().find(|group| {
            group.kind == kind
                && group.language == entry.language
                && folded(&group.text) == folded(&text)
                && !group.entries.contains(&nth)
                && !(group.kind == EditKind::MoveParagraph && group.edits != edits)
        });
        match same {
            Some(group) => {
                group.entries.push(nth);
                group.paragraph = group.paragraph.or(paragraph);
            }
            None => row.groups.push(TextGroup {
                entries: vec![nth],
                paragraph,
                kind,
                text,
                language: entry.language.clone(),
                edits,
            }),
        }
    }
}

/// Whether a proposal asks that a text be kept: an underlined `NOC` (PP-10 guidelines).
fn keeps(text: &ProposedText) -> bool {
    text.is(Symbol::Noc) && text.underlined
}

fn base_row(prefix: &str, language: &str, paragraph: &BaseParagraph) -> DossierRow {
    DossierRow {
        address: format!("{prefix}/{}", paragraph.path),
        base: BTreeMap::from([(language.to_owned(), paragraph.clone())]),
        groups: Vec::new(),
        class: None,
        is_new: false,
    }
}

fn added_row(address: String) -> DossierRow {
    DossierRow { address, base: BTreeMap::new(), groups: Vec::new(), class: None, is_new: false }
}

/// What a proposal is called: its identifier, else its document and place there.
pub(crate) fn identifier(document: &Contribution, text: &ProposedText, nth: usize) -> String {
    if text.identifier.is_empty() {
        format!("{}#{}", super::order::symbol(document), nth + 1)
    } else {
        text.identifier.clone()
    }
}
