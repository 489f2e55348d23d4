//! The paragraphs of a pack as rows of the catalogue, each with its folded text for the search.
//!
//! In: texts in force, documents with what they are called, proposals with their lines, their reasons, cover notes. Out: a
//! row each, in an order that the pack gives. Never: a paragraph left out.

use rusqlite::{Connection, Statement, params};

use crate::pack::contribution::{Contribution, ParagraphRecord, ProposedText};
use crate::pack::dossier::{Dossier, identifier};
use crate::pack::order::symbol;
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
            self.document(&mut insert, document, at)?;
            for (position, text) in document.texts.iter().enumerate() {
                self.line(&mut insert, at, ProposalIndex { document: at, text: position }, text)?;
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

    /// What a document is called: its symbol, its source, its title.
    fn document(
        &mut self,
        insert: &mut Statement<'_>,
        document: &Contribution,
        at: usize,
    ) -> rusqlite::Result<()> {
        let source = super::lists::source(self.pack, at, self.pack.language());
        let said = [symbol(document), source, document.title.clone()];
        let said: Vec<&str> = said.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let row = CatalogueParagraph {
            document: Some(at),
            part: "document",
            role: "document",
            language: &document.language,
            text: said.join(" – "),
            also: format!("{} {}", document.file, document.date.as_deref().unwrap_or_default()),
            ..CatalogueParagraph::default()
        };
        self.insert(insert, &row)
    }

    /// What a proposal is called: its line. It is found by its source, its document and the address of its text too.
    fn line(
        &mut self,
        insert: &mut Statement<'_>,
        at: usize,
        index: ProposalIndex,
        text: &ProposedText,
    ) -> rusqlite::Result<()> {
        let Some(document) = self.pack.documents.get(at) else { return Ok(()) };
        let target = self.pack.target_of(index);
        let address = target.and_then(|at| self.pack.dossiers.get(at)).map(|at| at.target.key.address());
        let name = identifier(document, text, index.text);
        let source = super::lists::source_of(self.pack, at, text, self.pack.language());
        let own = format!("{} {name}", text.symbol);
        let row = CatalogueParagraph {
            target,
            document: Some(at),
            proposal: self.proposals.get(&index).copied(),
            part: "line",
            role: "line",
            position: index.text,
            language: &document.language,
            also: format!("{name} {source} {} {}", symbol(document), address.as_deref().unwrap_or_default()),
            address,
            text: if text.line.is_empty() { own } else { text.line.clone() },
            ..CatalogueParagraph::default()
        };
        self.insert(insert, &row)
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
        let mut whole = format!("{} {}", row.label, row.text);
        for more in [&row.text_base, &row.also].into_iter().filter(|more| **more != row.text) {
            whole.push(' ');
            whole.push_str(more);
        }
        let folded = fold::folded(&whole);
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
    /// By what it is found besides.
    also: String,
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
