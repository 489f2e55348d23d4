//! The catalogue of a pack, one SQLite file, and the papers and lists made with it.
//!
//! In: contributions and what is chosen of them. Out: `catalogue.sqlite`, made whole in a draft and then named, the same bytes for the same
//! pack; what an earlier one holds of readings and papers; answers to searches and queries. Never: a table
//! changed in place, a feature that SQLite 3.40 lacks.

mod apart;
pub(crate) mod find;
mod fingerprint;
mod fold;
mod lists;
mod make;
mod papers;
mod paragraphs;
mod printing;
pub(crate) mod query;
mod readings;
mod rows;

use std::collections::HashMap;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::pack::{PackChoices, PackFinding};

pub(crate) use apart::{ReadingRecord, make_of_records, read_apart};
pub(crate) use make::{PackFailure, PackRequest, PackSummary, keep_up, make};

/// Name of the catalogue in the folder of a pack.
pub(crate) const NAME: &str = "catalogue.sqlite";
/// Form of the catalogue; another form is not read, and made anew.
pub(crate) const FORM: &str = "3";

/// A paper that an earlier run made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PaperRecord {
    /// Digest of all that it was made of.
    pub made_of: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its size, bytes.
    pub bytes: u64,
}

/// What an earlier catalogue holds.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    /// Readings as JSON, by SHA-256 of the input and the recipe.
    pub readings: HashMap<(String, String, String), String>,
    /// Papers, by path.
    pub papers: HashMap<String, PaperRecord>,
    /// What was found in papers while they were made, by their paths.
    pub findings: HashMap<String, Vec<PackFinding>>,
    /// Texts in force as JSON, in their order.
    pub texts_in_force: Vec<String>,
    /// What was chosen, as JSON.
    pub choices: String,
}

impl Earlier {
    /// What was found in a paper while it was made.
    fn findings_of(&self, path: &str) -> impl Iterator<Item = PackFinding> {
        self.findings.get(path).into_iter().flatten().cloned()
    }
}

/// Opens a catalogue to read it.
///
/// # Errors
/// Where there is none, or it is of another form.
pub(crate) fn open(path: &Path) -> Result<Connection, Refusal> {
    let refused = |found: Message| {
        let advice = message!("make it with `itudoc pack PATHS -o DIR`, and name that folder");
        Refusal::new(
            RefusalKind::Io,
            message!("{place}: {what}", place = path.display(), what => found),
            advice,
        )
    };
    if !path.is_file() {
        return Err(refused(message!("there is no catalogue")));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)
        .map_err(|error| refused(Message::foreign(error.to_string())))?;
    let form: Result<String, _> =
        connection.query_row("SELECT value FROM meta WHERE key = 'form'", [], |row| row.get(0));
    match form {
        Ok(form) if form == FORM => Ok(connection),
        Ok(form) => Err(refused(message!(
            "it is of form {form}, this program reads form {known}",
            form,
            known = FORM
        ))),
        Err(error) => Err(refused(message!("it is no catalogue: {error}", error))),
    }
}

/// What was chosen for an earlier catalogue; nothing where there is none.
pub(crate) fn choices(path: &Path) -> PackChoices {
    serde_json::from_str(&earlier(path).choices).unwrap_or_default()
}

/// What an earlier catalogue holds; nothing where there is none that can be read: all is made anew then.
pub(crate) fn earlier(path: &Path) -> Earlier {
    let Ok(connection) = open(path) else { return Earlier::default() };
    read_earlier(&connection).unwrap_or_default()
}

fn read_earlier(connection: &Connection) -> rusqlite::Result<Earlier> {
    let mut earlier = Earlier::default();
    let mut readings = connection.prepare("SELECT file, sha256, recipe, data FROM readings")?;
    for row in readings.query_map([], |row| Ok(((row.get(0)?, row.get(1)?, row.get(2)?), row.get(3)?)))? {
        let (key, data) = row?;
        earlier.readings.insert(key, data);
    }
    let mut papers = connection.prepare("SELECT path, made_of, sha256, bytes FROM papers")?;
    let record = |row: &rusqlite::Row<'_>| {
        let bytes: i64 = row.get(3)?;
        let record = PaperRecord {
            made_of: row.get(1)?,
            sha256: row.get(2)?,
            bytes: u64::try_from(bytes).unwrap_or(0),
        };
        Ok((row.get(0)?, record))
    };
    for row in papers.query_map([], record)? {
        let (path, record) = row?;
        earlier.papers.insert(path, record);
    }
    earlier.findings = findings_of_papers(connection)?;
    let mut texts = connection.prepare("SELECT data FROM texts_in_force ORDER BY position")?;
    earlier.texts_in_force = texts.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    earlier.choices =
        connection.query_row("SELECT value FROM meta WHERE key = 'choices'", [], |row| row.get(0))?;
    Ok(earlier)
}

fn findings_of_papers(connection: &Connection) -> rusqlite::Result<HashMap<String, Vec<PackFinding>>> {
    let mut found: HashMap<String, Vec<PackFinding>> = HashMap::new();
    let mut rows = connection.prepare(
        "SELECT f.file, f.code, f.severity, f.message FROM findings f JOIN papers p ON p.path = f.file WHERE f.document IS NULL ORDER BY f.id",
    )?;
    let finding = |row: &rusqlite::Row<'_>| {
        let (file, code, severity): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let message = Message::foreign(row.get::<_, String>(3)?);
        Ok(PackFinding { document: None, file, code: code.into(), severity: severity.into(), message })
    };
    for finding in rows.query_map([], finding)? {
        let finding = finding?;
        found.entry(finding.file.clone()).or_default().push(finding);
    }
    Ok(found)
}

/// A fault of the database as a refusal.
pub(crate) fn refusal(error: &rusqlite::Error) -> Refusal {
    Refusal::new(
        RefusalKind::Io,
        message!("the catalogue: {error}", error),
        message!(
            "check the folder given with -o and the disk it is on; the same command makes the catalogue anew"
        ),
    )
}
