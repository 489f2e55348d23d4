//! Everything that is proposed on one text: its paragraphs in order, what each proposal makes of them, and
//! how every two proposals stand to each other.
//!
//! In: a target, the contributions. Out: rows, each a paragraph in force or what is added behind one, with
//! equal proposed texts in one group; pairs with their class; what has no place. Never: a proposal compared
//! with another before both were laid beside the text in force.

use std::collections::BTreeMap;

use crate::model::Symbol;
use crate::registry::Registry;

use super::align::{Alignment, ParagraphInForce, Placement, align};
use super::classes::{self, Pair};
use super::contribution::{Contribution, Marking, ParagraphRecord, ProposedText};
use super::difference::edits_of;
use super::edits::{EditKind, TextEdit};
use super::placing::Maker;
use super::relation::EditRelation;
use super::targets::{BaseOrigin, BaseText, ProposalIndex, ProposalTarget};

/// What is proposed on one text.
#[derive(Debug, Clone)]
pub(crate) struct Dossier {
    /// The text.
    pub target: ProposalTarget,
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
    /// It proposes a change, whether that can be seen or not: `MOD`, `ADD`.
    pub changes: bool,
    /// How its document shows what it changes.
    pub marking: Marking,
    /// Its paragraphs, each with its place.
    pub alignment: Alignment,
}

/// A paragraph in force, or what is added behind one.
#[derive(Debug, Clone)]
pub(crate) struct DossierRow {
    /// Its address, `PP/resolution/64/resolves/2`; what is added behind it has a `+`.
    pub address: String,
    /// The paragraph in each language that has one; none where it is added.
    pub base: BTreeMap<String, ParagraphInForce>,
    /// Texts proposed for it.
    pub groups: Vec<TextGroup>,
    /// Its class: the gravest of its pairs.
    pub class: Option<EditRelation>,
    /// It is a paragraph of a new text: two of them at one address are two drafts of one.
    pub is_new: bool,
    /// Entries of which nobody can tell what they do here: they have the paragraph as it stands, or have
    /// not what others add, and their marks were lost or the text in force is not known.
    pub unseen: Vec<usize>,
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
    /// Edits of each of them: they give the same text.
    pub edits: Vec<Vec<TextEdit>>,
}

impl TextGroup {
    /// The edits of the first of them.
    pub(crate) fn first_edits(&self) -> &[TextEdit] {
        self.edits.first().map(Vec::as_slice).unwrap_or_default()
    }

    /// The edits of an entry; none where it is not of the group.
    pub(crate) fn edits_of(&self, entry: usize) -> &[TextEdit] {
        let at = self.entries.iter().position(|own| *own == entry);
        at.and_then(|at| self.edits.get(at)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// All that is proposed on a target.
pub(crate) fn dossier(
    documents: &[Contribution],
    target: ProposalTarget,
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
    maker.unseen(&entries);
    let (mut rows, placed) = (maker.rows, maker.placed);
    rows.retain(|row| !row.is_added() || !row.groups.is_empty());
    let pairs = classes::pairs(&target.key.address(), &mut rows, &entries);
    Dossier { language, rows, entries, pairs, unplaced, placed, target }
}

/// The language of the rows: that of the pack where the text is known in it, else the one in which most
/// is proposed.
fn language_of(documents: &[Contribution], target: &ProposalTarget, pack: &str) -> String {
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

impl<'a> Maker<'a> {
    pub(super) fn text(&self, index: ProposalIndex) -> Option<(&'a Contribution, &'a ProposedText)> {
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
                changes: false,
                marking: Marking::default(),
                alignment: Alignment::default(),
            };
        };
        let base = self.target.bases.get(&document.language);
        let paragraphs = base.map(|base| base.paragraphs.as_slice()).unwrap_or_default();
        let mut alignment = align(paragraphs, &text.paragraphs, true);
        let marking = marking_of(document, text, base, &alignment);
        if marking == Marking::Typed && text.paragraphs.iter().any(ParagraphRecord::is_marked) {
            // What was taken for new words stands in the text as it is to be: it is laid beside the text in force whole.
            let typed: Vec<ParagraphRecord> = text.paragraphs.iter().map(ParagraphRecord::as_typed).collect();
            alignment = align(paragraphs, &typed, true);
        }
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
            changes: adds || matches!(text.symbol.as_str(), "MOD" | "(MOD)"),
            marking,
            alignment,
        }
    }
}

/// How a proposal shows what it changes. Words that stand twice look like lost marks in a text that was typed as it is
/// to be; but that one has not the words it replaces. Where more paragraphs lack words of the text in force than have
/// such words, no marks were lost.
fn marking_of(
    document: &Contribution,
    text: &ProposedText,
    base: Option<&BaseText>,
    alignment: &Alignment,
) -> Marking {
    let marking = document.marking();
    let given = base.filter(|base| matches!(base.origin, BaseOrigin::Given(_)));
    let (Marking::Lost, Some(base)) = (marking, given) else { return marking };
    let (mut lacking, mut doubled) = (0, 0);
    for (record, place) in text.paragraphs.iter().zip(&alignment.places) {
        let Placement::Is(at) = place else { continue };
        let Some(in_force) = base.paragraphs.get(*at) else { continue };
        let edits = edits_of(&in_force.text, &record.as_typed().runs);
        lacking += usize::from(edits.iter().any(|edit| !edit.old.is_empty()));
        doubled += usize::from(record.deletes());
    }
    if lacking > doubled { Marking::Typed } else { marking }
}

/// Whether a proposal asks that a text be kept: an underlined `NOC` (PP-10 guidelines).
pub(super) fn keeps(text: &ProposedText) -> bool {
    text.is(Symbol::Noc) && text.underlined
}

fn base_row(prefix: &str, language: &str, paragraph: &ParagraphInForce) -> DossierRow {
    DossierRow {
        address: format!("{prefix}/{}", paragraph.path),
        base: BTreeMap::from([(language.to_owned(), paragraph.clone())]),
        groups: Vec::new(),
        class: None,
        is_new: false,
        unseen: Vec::new(),
    }
}

pub(super) fn added_row(address: String) -> DossierRow {
    DossierRow {
        address,
        base: BTreeMap::new(),
        groups: Vec::new(),
        class: None,
        is_new: false,
        unseen: Vec::new(),
    }
}

/// What a proposal is called: its identifier, else its document and place there.
pub(crate) fn identifier(document: &Contribution, text: &ProposedText, nth: usize) -> String {
    if text.identifier.is_empty() {
        format!("{}#{}", super::order::symbol(document), nth + 1)
    } else {
        text.identifier.clone()
    }
}
