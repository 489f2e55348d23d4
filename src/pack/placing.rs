//! The paragraphs of a proposal put into the rows of its text.
//!
//! In: a proposal laid beside the text in force. Out: in each row the texts proposed for it, equal ones in one
//! group, with their edits; what has no place; of whom nobody can tell what they do in a row. Never: a
//! paragraph dropped.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::Language;
use crate::model::Symbol;
use crate::registry::Registry;
use crate::text::View;

use super::align::{ParagraphInForce, Placement};
use super::consequential::ConferenceWords;
use super::contribution::{Contribution, Marking, ParagraphRecord};
use super::difference::edits_of;
use super::dossier::{DossierRow, ProposalEntry, TextGroup, added_row, keeps};
use super::edits::{EditKind, TextEdit, folded};
use super::targets::{BaseOrigin, ProposalTarget};

/// The rows of a text under construction.
pub(super) struct Maker<'a> {
    pub(super) documents: &'a [Contribution],
    pub(super) registry: &'a Registry,
    pub(super) target: &'a ProposalTarget,
    pub(super) language: &'a str,
    pub(super) rows: Vec<DossierRow>,
    /// The row of each paragraph in force, by language and index; behind it always stands a row for what
    /// is added.
    pub(super) at: BTreeMap<(String, usize), usize>,
    pub(super) placed: BTreeMap<(usize, usize), (String, EditKind)>,
    /// What names conferences and editions, by code of the language.
    pub(super) names: BTreeMap<String, ConferenceWords>,
}

impl Maker<'_> {
    /// Puts the paragraphs of a proposal into the rows.
    pub(super) fn place(&mut self, nth: usize, entry: &ProposalEntry, unplaced: &mut Vec<(usize, usize)>) {
        let Some((_, text)) = self.text(entry.index) else { return };
        let language = Language::ALL
            .into_iter()
            .find(|language| language.code() == entry.language)
            .unwrap_or(Language::English);
        // The whole text goes, or stays: what is repeated of it is its name.
        let keeps_part = keeps(text) && entry.whole.is_none();
        let unchanged = entry.whole.is_some() || text.is(Symbol::Noc);
        for (at, (record, place)) in text.paragraphs.iter().zip(&entry.alignment.places).enumerate() {
            let typed = (entry.marking == Marking::Typed && record.is_marked()).then(|| record.as_typed());
            let record = typed.as_ref().unwrap_or(record);
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
        let goes = suppressed || (revised.is_empty() && record.is_marked() && !paragraph.text.is_empty());
        let (mut edits, mut kind) = if goes {
            let edit = TextEdit::whole(EditKind::DeleteParagraph, paragraph.text.clone(), String::new());
            (vec![edit], EditKind::DeleteParagraph)
        } else {
            (words_and_label(&paragraph, record, &revised), EditKind::Replace)
        };
        if moved && !goes {
            edits.push(TextEdit::whole(EditKind::MoveParagraph, String::new(), self.moved_to(at, entry)));
            kind = EditKind::MoveParagraph;
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

    /// The address behind which a moved paragraph stands now.
    fn moved_to(&self, at: usize, entry: &ProposalEntry) -> String {
        let before = entry.alignment.places.get(..at).unwrap_or_default().iter().rev();
        let to = before.into_iter().find_map(|place| match place {
            Placement::Is(base) => Some(*base),
            _ => None,
        });
        let row = to.and_then(|to| self.row_of(&entry.language, to)).and_then(|row| self.rows.get(row));
        row.map(|row| row.address.clone()).unwrap_or_default()
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
                && !(group.kind == EditKind::MoveParagraph && group.first_edits() != edits)
        });
        match same {
            Some(group) => {
                group.entries.push(nth);
                group.edits.push(edits);
                group.paragraph = group.paragraph.or(paragraph);
            }
            None => row.groups.push(TextGroup {
                entries: vec![nth],
                paragraph,
                kind,
                text,
                language: entry.language.clone(),
                edits: vec![edits],
            }),
        }
    }

    /// Notes in each row of whom nobody can tell what they do there.
    pub(super) fn unseen(&mut self, entries: &[ProposalEntry]) {
        for (nth, entry) in entries.iter().enumerate() {
            let amends = entry.changes && entry.whole.is_none();
            if !amends || entry.marking == Marking::Marked {
                continue;
            }
            let places = entry.alignment.places.iter();
            let kept: BTreeSet<usize> = places
                .filter_map(|place| match place {
                    Placement::Is(base) => self.row_of(&entry.language, *base),
                    _ => None,
                })
                .collect();
            let origin = self.target.bases.get(&entry.language).map(|base| &base.origin);
            let is_shared = matches!(origin, Some(BaseOrigin::Shared { .. }));
            for (at, row) in self.rows.iter_mut().enumerate() {
                let acts = row.groups.iter().any(|group| group.entries.contains(&nth));
                let base = row.base.get(&entry.language);
                let has = kept.contains(&at)
                    && (entry.marking == Marking::Lost || base.is_some_and(|base| !base.is_known));
                // What others have as text in force, and it has not, it may have taken out.
                let lacks = is_shared && base.is_none() && entry.alignment.is_whole && {
                    let groups = row.groups.iter().filter(|group| group.language == entry.language);
                    groups.filter_map(|group| group.paragraph).any(|(other, at)| {
                        let index = entries.get(other).map(|entry| entry.index);
                        let text = index.and_then(|index| {
                            self.documents.get(index.document)?.texts.get(index.text)?.paragraphs.get(at)
                        });
                        text.is_some_and(|record| !record.whole(View::Base).is_empty())
                    })
                };
                if !acts && (has || lacks) {
                    row.unseen.push(nth);
                }
            }
        }
    }
}

/// What is changed in the words of a paragraph, and in its label.
fn words_and_label(paragraph: &ParagraphInForce, record: &ParagraphRecord, revised: &str) -> Vec<TextEdit> {
    let mut edits = edits_of(&paragraph.text, &record.runs);
    if matches!(record.role.as_str(), "number" | "title" | "opening") {
        // Capitals are a matter of style, and a text may be named without its edition.
        let lower = |text: &str| folded(text).to_lowercase();
        let shorter = record.role == "number" && lower(&paragraph.text).starts_with(&lower(revised));
        edits.retain(|edit| !shorter && lower(&edit.old) != lower(&edit.new));
    }
    let label = record.label(View::Revised);
    let bare = |label: &str| label.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    if bare(&label) != bare(&paragraph.label) && !label.is_empty() {
        edits.push(TextEdit::whole(EditKind::Relabel, paragraph.label.clone(), label));
    }
    edits
}
