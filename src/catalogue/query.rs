//! The documented queries: questions that document control asks of a catalogue, each one statement that
//! the ordinary `sqlite3` answers too.

use std::path::Path;

use rusqlite::types::ValueRef;

use super::{open, refusal};
use crate::diagnostics::{Refusal, RefusalKind, message, nearest::nearest};
use crate::report::listed::{CellList, ListCell};

/// A question and the statement that answers it.
#[derive(Debug)]
pub(crate) struct Query {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it answers.
    pub what: &'static str,
    /// The statement.
    pub sql: &'static str,
}

/// All of them, as `docs/packs.md` has them.
pub(crate) const QUERIES: [Query; 10] = [
    Query {
        name: "documents",
        what: "Every document, with what became of it",
        sql: "SELECT symbol, language, date, source, pages, status, file FROM documents ORDER BY id",
    },
    Query {
        name: "proposals",
        what: "Every proposal that counts, with the text it is on",
        sql: "SELECT p.symbol, p.identifier, t.address AS target, d.symbol AS document, p.page, d.language FROM proposals p JOIN documents d ON d.id = p.document LEFT JOIN targets t ON t.id = p.target WHERE p.counts ORDER BY p.id",
    },
    Query {
        name: "targets",
        what: "Every text on which something is proposed, with how many propose and how many pairs contradict each other",
        sql: "SELECT t.address, t.title, (SELECT count(*) FROM proposals p WHERE p.target = t.id AND p.counts) AS proposals, (SELECT count(*) FROM conflicts c WHERE c.target = t.id AND c.class = 'contradictory') AS contradictory FROM targets t ORDER BY t.id",
    },
    Query {
        name: "conflicts",
        what: "Every pair of proposals on one paragraph, with its class",
        sql: "SELECT a.identifier AS a, b.identifier AS b, c.address, c.class FROM conflicts c JOIN proposals a ON a.id = c.a JOIN proposals b ON b.id = c.b ORDER BY c.rowid",
    },
    Query {
        name: "contradictions",
        what: "The pairs of which not both can be adopted",
        sql: "SELECT a.identifier AS a, b.identifier AS b, c.address FROM conflicts c JOIN proposals a ON a.id = c.a JOIN proposals b ON b.id = c.b WHERE c.class = 'contradictory' ORDER BY c.rowid",
    },
    Query {
        name: "edits",
        what: "Every edit on the texts in force, consequential ones left out",
        sql: "SELECT p.identifier, e.address, e.kind, e.base_from, e.base_to, e.old, e.new FROM edits e JOIN proposals p ON p.id = e.proposal WHERE NOT e.consequential ORDER BY e.id",
    },
    Query {
        name: "not-placed",
        what: "Paragraphs of proposals for which no place was found",
        sql: "SELECT p.identifier, d.symbol AS document, x.label, x.text FROM paragraphs x JOIN proposals p ON p.id = x.proposal JOIN documents d ON d.id = x.document WHERE x.placed = 'not-placed' ORDER BY x.id",
    },
    Query {
        name: "intake",
        what: "What came, when, from whom, whether on time and whether its source may propose",
        sql: "SELECT symbol, date, source, due, CASE on_time WHEN 1 THEN 'yes' WHEN 0 THEN 'no' ELSE '' END AS on_time, may_propose FROM documents ORDER BY id",
    },
    Query {
        name: "words",
        what: "Words to translate: all, new, and those of texts in force, with the languages in which these are at hand",
        sql: "SELECT symbol, language, words, new_words, taken_words, taken_languages FROM documents ORDER BY id",
    },
    Query {
        name: "findings",
        what: "What was found in the documents, and what the pack reports",
        sql: "SELECT file, code, severity, message FROM findings ORDER BY id",
    },
];

/// The answer to a query.
///
/// # Errors
/// Where there is no catalogue, or no query of that name.
pub(crate) fn answer(catalogue: &Path, name: &str) -> Result<CellList, Refusal> {
    let Some(query) = QUERIES.iter().find(|query| query.name == name) else {
        let names = QUERIES.iter().map(|query| query.name);
        let quoted = format!("{name:?}");
        let found = match nearest(name, names) {
            Some(near) => message!("no query is called {name}; did you mean {near}?", name = quoted, near),
            None => message!("no query is called {name}", name = quoted),
        };
        let advice =
            message!("`itudoc query` lists them; for questions of your own open the catalogue with sqlite3");
        return Err(Refusal::new(RefusalKind::Settings, found, advice));
    };
    let connection = open(catalogue)?;
    let list = || -> rusqlite::Result<CellList> {
        let mut statement = connection.prepare(query.sql)?;
        let heads: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let columns = heads.len();
        let rows =
            statement.query_map([], |row| (0..columns).map(|at| Ok(cell(row.get_ref(at)?))).collect())?;
        Ok(CellList { name: name.to_owned(), heads, rows: rows.collect::<rusqlite::Result<_>>()? })
    };
    list().map_err(|error| refusal(&error))
}

fn cell(value: ValueRef<'_>) -> ListCell {
    match value {
        ValueRef::Integer(number) => {
            usize::try_from(number).map_or_else(|_| ListCell::Words(number.to_string()), ListCell::Number)
        }
        ValueRef::Real(number) => ListCell::Words(number.to_string()),
        ValueRef::Text(text) => ListCell::words(&String::from_utf8_lossy(text)),
        ValueRef::Null | ValueRef::Blob(_) => ListCell::Words(String::new()),
    }
}
