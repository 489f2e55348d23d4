//! The paragraphs of a pack as rows of the catalogue, each with its folded text for the search.
//!
//! In: texts in force, proposals, their reasons, cover notes. Out: a row a paragraph, in an order that the pack
//! gives. Never: a paragraph left out.

use rusqlite::{Connection, Statement, params};

use crate::pack::contribution::{Contribution, ParagraphRecord, ProposedText};
use crate::pack::dossier::Dossier;
use crate::pack::targets::ProposalIndex;
use crate::text::View;

use super::fold;
use super::rows::{RowWriter, id};

impl RowWriter<'_> {
    pub(super) fn paragraphs(&mut self, to: &Connection) -> rusqlite::Result<()> {
        let mut insert = to.prepare(
            "INSERT INTO paragraphs VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?;
        for (target, dossier) in self.pack.dossiers.iter().enumerate() {
            self.base_paragraphs(&mut insert, target, dossier)?;
        }
        for (at, document) in self.pack.documents.iter().enumerate() {
            for (position, text) in document.texts.iter().enumerate() {
                self.text(&mut insert, document, at, ProposalIndex { document: at, text: position }, text)?;
            }
            for (position, record) in document.other.iter().enumerate() {
                let row = CatalogueParagraph {
                    document: Some(at),
                    part: "cover",
                    position,
                    ..CatalogueParagraph::of(record, &document.language)
                };
                self.insert(&mut insert, &row)?;
            }
        }
        Ok(())
    }

    fn base_paragraphs(
        &mut self,
        insert: &mut Statement<'_>,
        target: usize,
        dossier: &Dossier,
    ) -> rusqlite::Result<()> {
        for (position, row) in dossier.rows.iter().enumerate() {
            for (language, base) in &row.base {
                let paragraph = CatalogueParagraph {
                    target: Some(target),
                    language,
                    address: Some(row.address.clone()),
                    part: "in-force",
                    role: &base.role,
                    call: &base.call,
                    label: base.label.clone(),
                    level: base.level,
                    position,
                    text: base.text.clone(),
                    text_base: base.text.clone(),
                    ..CatalogueParagraph::default()
                };
                self.insert(insert, &paragraph)?;
                self.in_force.insert((row.address.clone(), language.clone()), self.paragraphs);
            }
        }
        Ok(())
    }

    fn text(
        &mut self,
        insert: &mut Statement<'_>,
        document: &Contribution,
        at: usize,
        index: ProposalIndex,
        text: &ProposedText,
    ) -> rusqlite::Result<()> {
        let places = self.pack.places(index);
        let proposal = self.proposals.get(&index).copied();
        let target = self.pack.target_of(index);
        for (position, record) in text.paragraphs.iter().enumerate() {
            let (placed, address) = places.get(position).cloned().unwrap_or(("not-placed", None));
            let counts = self.pack.selection.counts(at);
            let row = CatalogueParagraph {
                target,
                document: Some(at),
                proposal,
                part: "proposal",
                position,
                address,
                placed: Some(placed).filter(|_| counts),
                ..CatalogueParagraph::of(record, &document.language)
            };
            self.insert(insert, &row)?;
        }
        for (position, record) in text.reasons.iter().enumerate() {
            let row = CatalogueParagraph {
                target,
                document: Some(at),
                proposal,
                part: "reasons",
                position,
                ..CatalogueParagraph::of(record, &document.language)
            };
            self.insert(insert, &row)?;
        }
        Ok(())
    }

    fn insert(&mut self, insert: &mut Statement<'_>, row: &CatalogueParagraph<'_>) -> rusqlite::Result<()> {
        self.paragraphs += 1;
        let whole = format!("{} {}", row.label, row.text);
        let folded = if row.text == row.text_base {
            fold::folded(&whole)
        } else {
            fold::folded(&format!("{whole} {}", row.text_base))
        };
        insert.execute(params![
            self.paragraphs,
            row.target.map(id),
            row.document.map(id),
            row.proposal,
            row.language,
            row.address,
            row.part,
            row.role,
            row.call,
            row.label,
            row.level,
            id(row.position),
            row.text,
            row.text_base,
            row.placed,
            folded,
        ])?;
        Ok(())
    }
}

/// A row of the paragraphs.
#[derive(Default)]
struct CatalogueParagraph<'a> {
    target: Option<usize>,
    document: Option<usize>,
    proposal: Option<i64>,
    language: &'a str,
    address: Option<String>,
    part: &'static str,
    role: &'a str,
    call: &'a str,
    label: String,
    level: u8,
    position: usize,
    text: String,
    text_base: String,
    placed: Option<&'static str>,
}

impl<'a> CatalogueParagraph<'a> {
    fn of(record: &'a ParagraphRecord, language: &'a str) -> Self {
        let label = record.label(View::Revised);
        Self {
            language,
            role: &record.role,
            call: &record.call,
            label: if label.is_empty() { record.label(View::Base) } else { label },
            level: record.level,
            text: record.text(View::Revised),
            text_base: record.text(View::Base),
            ..Self::default()
        }
    }
}
