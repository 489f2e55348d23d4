//! A pack as the rows of the catalogue.
//!
//! In: a pack, then its papers. Out: a database file, each row in an order that the pack gives. Never: a
//! row that depends on what the file held before.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::{Connection, Params, Statement, params};

use crate::pack::classes::RelationDoubt;
use crate::pack::dossier::{Dossier, TextGroup, identifier};
use crate::pack::edits::EditKind;
use crate::pack::order::symbol;
use crate::pack::targets::{BaseOrigin, ProposalIndex};
use crate::pack::{Pack, PackFinding};

use super::{FORM, PaperRecord};

const SCHEMA: &str = include_str!("schema.sql");

/// A catalogue that lacks what is known only once the papers are printed.
#[derive(Debug)]
pub(crate) struct CatalogueDraft(Connection);

impl CatalogueDraft {
    /// Writes all of a pack but its papers into a new database file.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(crate) fn write(path: &Path, pack: &Pack) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        // A file that is whole or thrown away needs no journal; `adopt` flushes it.
        connection.execute_batch(
            "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA encoding = 'UTF-8'; BEGIN;",
        )?;
        connection.execute_batch(SCHEMA)?;
        let mut writer =
            RowWriter { pack, proposals: HashMap::new(), in_force: HashMap::new(), paragraphs: 0 };
        writer.meta(&connection)?;
        writer.documents(&connection)?;
        writer.targets(&connection)?;
        writer.proposals(&connection)?;
        writer.paragraphs(&connection)?;
        writer.dossiers(&connection)?;
        writer.findings(&connection)?;
        writer.texts_in_force(&connection)?;
        connection.execute_batch("INSERT INTO search (search) VALUES ('rebuild')")?;
        Ok(Self(connection))
    }

    /// Adds the papers and what printing them showed; the file is whole then.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub(crate) fn finish(
        self,
        papers: &[(String, PaperRecord)],
        findings: &[PackFinding],
    ) -> rusqlite::Result<()> {
        for finding in findings {
            self.0.execute(FINDING, finding_row(finding))?;
        }
        let mut insert = self.0.prepare("INSERT INTO papers VALUES (?1, ?2, ?3, ?4)")?;
        for (path, paper) in papers {
            let bytes = i64::try_from(paper.bytes).unwrap_or(i64::MAX);
            insert.execute(params![path, paper.made_of, paper.sha256, bytes])?;
        }
        drop(insert);
        self.0.execute_batch("COMMIT")?;
        self.0.close().map_err(|(_, error)| error)
    }
}

const FINDING: &str = "INSERT INTO findings VALUES (NULL, ?1, ?2, ?3, ?4, ?5)";

/// The row of a finding of the pack.
fn finding_row(finding: &PackFinding) -> impl Params + '_ {
    (finding.document.map(id), &finding.file, &finding.code, &finding.severity, &*finding.message)
}

/// A pack on its way into the tables.
pub(super) struct RowWriter<'a> {
    pub(super) pack: &'a Pack,
    /// Ids of the proposals.
    pub(super) proposals: HashMap<ProposalIndex, i64>,
    /// Ids of the paragraphs in force, by address and language.
    pub(super) in_force: HashMap<(String, String), i64>,
    /// Paragraphs so far.
    pub(super) paragraphs: i64,
}

/// The id of what has an index: they count from 1.
pub(super) fn id(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX - 1) + 1
}

impl RowWriter<'_> {
    fn meta(&self, to: &Connection) -> rusqlite::Result<()> {
        let mut insert = to.prepare("INSERT INTO meta VALUES (?1, ?2)")?;
        let cut_off = self.pack.selection.cut_off.clone().unwrap_or_default();
        let rows = [
            ("build", crate::BUILD.to_owned()),
            ("choices", serde_json::to_string(&self.pack.choices).unwrap_or_default()),
            ("cut-off", cut_off),
            ("form", FORM.to_owned()),
            ("language", self.pack.language().code().to_owned()),
            ("text-in-force", if self.pack.has_library { "given" } else { "shared" }.to_owned()),
        ];
        for (key, value) in rows {
            insert.execute(params![key, value])?;
        }
        Ok(())
    }

    fn documents(&self, to: &Connection) -> rusqlite::Result<()> {
        let mut insert = to.prepare(
            "INSERT INTO documents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)",
        )?;
        let mut source = to.prepare("INSERT INTO sources VALUES (?1, ?2, ?3, ?4)")?;
        let mut reading = to.prepare("INSERT OR IGNORE INTO readings VALUES (?1, ?2, ?3, ?4)")?;
        for (at, document) in self.pack.documents.iter().enumerate() {
            let (intake, words) = (self.pack.intake(at), self.pack.words(at));
            let status = self.pack.selection.status.get(at).map_or("current", |status| status.name());
            let supersedes = self.pack.selection.supersedes.get(at).copied().flatten();
            insert.execute(params![
                id(at),
                symbol(document),
                document.conference.as_ref().map(|(body, _)| body),
                document.conference.as_ref().map(|(_, year)| year),
                document.number,
                document.addendum,
                document.revision,
                document.corrigendum,
                document.language,
                document.date,
                document.original,
                super::lists::source(self.pack, at, self.pack.language()),
                document.title,
                document.pages,
                document.file,
                document.sha256,
                status,
                supersedes.map(id),
                intake.due,
                intake.on_time,
                intake.may_propose.name(),
                id(words.all) - 1,
                id(words.new) - 1,
                id(words.taken) - 1,
                words.languages.join(" "),
            ])?;
            for (position, symbol) in document.symbols.iter().enumerate() {
                let name = self.pack.name_of(self.pack.language(), symbol);
                source.execute(params![id(at), id(position), symbol, name])?;
            }
            let data = serde_json::to_string(document).unwrap_or_default();
            reading.execute(params![document.file, document.sha256, self.pack.recipe, data])?;
        }
        Ok(())
    }

    fn targets(&self, to: &Connection) -> rusqlite::Result<()> {
        let mut insert = to.prepare("INSERT INTO targets VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
        let mut base = to.prepare("INSERT INTO bases VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        for (at, dossier) in self.pack.dossiers.iter().enumerate() {
            let key = &dossier.target.key;
            let provision = (key.kind == "provision").then_some(&key.number);
            insert.execute(params![
                id(at),
                key.address(),
                key.body,
                key.kind,
                key.number,
                provision,
                self.pack.edition_of(dossier, &dossier.language),
                self.pack.title_of(dossier, &dossier.language).0,
                format!("by-resolution/{}", key.file_name()),
            ])?;
            for (language, text) in &dossier.target.bases {
                match &text.origin {
                    BaseOrigin::Given(name) => {
                        base.execute(params![id(at), language, "given", name, None::<i64>, None::<i64>])?
                    }
                    BaseOrigin::Shared { of, among } => base.execute(params![
                        id(at),
                        language,
                        "shared",
                        None::<String>,
                        id(*of) - 1,
                        id(*among) - 1
                    ])?,
                };
            }
        }
        Ok(())
    }

    fn proposals(&mut self, to: &Connection) -> rusqlite::Result<()> {
        let mut insert =
            to.prepare("INSERT INTO proposals VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
        let mut next = 0;
        for (at, document) in self.pack.documents.iter().enumerate() {
            for (position, text) in document.texts.iter().enumerate() {
                let index = ProposalIndex { document: at, text: position };
                next += 1;
                self.proposals.insert(index, next);
                insert.execute(params![
                    next,
                    identifier(document, text, position),
                    text.symbol,
                    text.underlined,
                    id(at),
                    id(position),
                    self.pack.target_of(index).map(id),
                    self.pack.selection.counts(at),
                    text.page,
                    text.line,
                ])?;
            }
        }
        Ok(())
    }

    fn dossiers(&mut self, to: &Connection) -> rusqlite::Result<()> {
        let mut group = to.prepare("INSERT INTO groups VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        let mut member = to.prepare("INSERT OR IGNORE INTO group_members VALUES (?1, ?2)")?;
        let mut edit = to.prepare(
            "INSERT INTO edits VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?;
        let mut conflict = to.prepare("INSERT OR IGNORE INTO conflicts VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
        let mut groups = 0;
        for (target, dossier) in self.pack.dossiers.iter().enumerate() {
            for row in &dossier.rows {
                for one in &row.groups {
                    groups += 1;
                    group.execute(params![
                        groups,
                        id(target),
                        row.address,
                        one.language,
                        one.kind.name(),
                        one.text
                    ])?;
                    for entry in &one.entries {
                        let Some(proposal) = self.entry(dossier, *entry) else { continue };
                        member.execute(params![groups, proposal])?;
                        let paragraph = self.in_force.get(&(row.address.clone(), one.language.clone()));
                        let place = (id(target), row.address.as_str(), paragraph, groups);
                        self.edits(&mut edit, dossier, *entry, proposal, place, one)?;
                    }
                }
            }
            for (nth, entry) in dossier.entries.iter().enumerate() {
                if let (Some(kind), Some(proposal)) = (entry.whole, self.entry(dossier, nth)) {
                    edit.execute(params![
                        proposal,
                        id(target),
                        dossier.target.key.address(),
                        None::<i64>,
                        None::<i64>,
                        kind.name(),
                        0,
                        0,
                        "",
                        "",
                        false,
                        false,
                        None::<String>,
                        None::<f64>,
                        None::<String>
                    ])?;
                }
            }
            for pair in &dossier.pairs {
                if let (Some(a), Some(b)) = (self.entry(dossier, pair.a), self.entry(dossier, pair.b)) {
                    conflict.execute(params![
                        a,
                        b,
                        id(target),
                        pair.address,
                        pair.class.name(),
                        pair.doubt.map(RelationDoubt::name)
                    ])?;
                }
            }
        }
        Ok(())
    }

    fn entry(&self, dossier: &Dossier, entry: usize) -> Option<i64> {
        self.proposals.get(&dossier.entries.get(entry)?.index).copied()
    }

    fn edits(
        &self,
        insert: &mut Statement<'_>,
        dossier: &Dossier,
        entry: usize,
        proposal: i64,
        (target, address, paragraph, group): (i64, &str, Option<&i64>, i64),
        one: &TextGroup,
    ) -> rusqlite::Result<()> {
        let document =
            dossier.entries.get(entry).and_then(|entry| self.pack.documents.get(entry.index.document));
        for edit in one.edits_of(entry) {
            let revision = edit.revision.and_then(|revision| document?.revisions.get(revision as usize));
            let added = edit.kind == EditKind::InsertParagraph;
            insert.execute(params![
                proposal,
                target,
                address,
                paragraph.filter(|_| !added),
                group,
                edit.kind.name(),
                id(edit.range.start) - 1,
                id(edit.range.end) - 1,
                edit.old,
                edit.new,
                edit.consequential,
                edit.unmarked,
                revision.and_then(|revision| revision.why.as_ref()),
                revision.map(|revision| f64::from((revision.confidence * 100.0).round()) / 100.0),
                revision.and_then(|revision| revision.ruling.as_ref()),
            ])?;
        }
        Ok(())
    }

    fn findings(&self, to: &Connection) -> rusqlite::Result<()> {
        let mut insert = to.prepare(FINDING)?;
        let mut decision = to.prepare("INSERT INTO decisions VALUES (NULL, ?1, ?2, ?3, ?4)")?;
        for (at, document) in self.pack.documents.iter().enumerate() {
            for finding in &document.findings {
                insert.execute(params![
                    id(at),
                    document.file,
                    finding.code,
                    finding.severity,
                    finding.message
                ])?;
            }
            for ruled in document.revisions.iter().filter(|revision| revision.ruling.is_some()) {
                decision.execute(params![
                    id(at),
                    None::<i64>,
                    ruled.ruling,
                    ruled.why.clone().unwrap_or_default()
                ])?;
            }
        }
        for finding in &self.pack.findings {
            insert.execute(finding_row(finding))?;
        }
        for identifier in &self.pack.adopted {
            let proposal: Option<i64> =
                self.pack.proposal_named(identifier).and_then(|index| self.proposals.get(&index).copied());
            decision.execute(params![
                None::<i64>,
                proposal,
                "adopted for the text as it would stand",
                identifier
            ])?;
        }
        Ok(())
    }

    fn texts_in_force(&self, to: &Connection) -> rusqlite::Result<()> {
        let mut insert = to.prepare("INSERT INTO texts_in_force VALUES (?1, ?2, ?3)")?;
        for (position, text) in self.pack.texts_in_force.iter().enumerate() {
            let data = serde_json::to_string(text).unwrap_or_default();
            insert.execute(params![id(position), text.file, data])?;
        }
        Ok(())
    }
}
