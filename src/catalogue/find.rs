//! The search: paragraphs that hold what is asked for, in any of the six languages.

use std::path::Path;

use rusqlite::{Connection, params};
use serde::Serialize;

use super::{fold, open, refusal};
use crate::diagnostics::{Refusal, RefusalKind, message};

/// A paragraph found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Hit {
    /// Symbol of its document; empty for a text in force.
    pub document: String,
    /// Identifier of its proposal; empty where it is of none.
    pub proposal: String,
    /// Its address; empty where it has none.
    pub address: String,
    /// Code of its language.
    pub language: String,
    /// `in-force`, `proposal`, `reasons`, `cover`; `document`, `line` for what a document, a proposal is called.
    pub part: String,
    /// Its text, label and all.
    pub text: String,
    /// File of its document.
    pub file: String,
}

/// The paragraphs that hold what is asked for, at most `limit`, the best first.
///
/// # Errors
/// Where there is no catalogue, or nothing is asked for.
pub(crate) fn find(catalogue: &Path, words: &str, limit: usize) -> Result<Vec<Hit>, Refusal> {
    let connection = open(catalogue)?;
    let Some(query) = fold::query(words) else {
        let advice = message!(
            "give words, or a phrase in quotation marks; `*` at the end of a word stands for any ending"
        );
        return Err(Refusal::new(
            RefusalKind::Settings,
            message!("{words} asks for no word", words = format!("{words:?}")),
            advice,
        ));
    };
    search(&connection, &query, limit).map_err(|error| refusal(&error))
}

fn search(connection: &Connection, query: &str, limit: usize) -> rusqlite::Result<Vec<Hit>> {
    let mut statement = connection.prepare(
        "SELECT coalesce(documents.symbol, ''), coalesce(proposals.identifier, ''), coalesce(paragraphs.address, ''),
                paragraphs.language, paragraphs.part,
                CASE WHEN paragraphs.text = '' THEN paragraphs.text_base ELSE paragraphs.text END, paragraphs.label,
                coalesce(documents.file, '')
         FROM search
         JOIN paragraphs ON paragraphs.id = search.rowid
         LEFT JOIN documents ON documents.id = paragraphs.document
         LEFT JOIN proposals ON proposals.id = paragraphs.proposal
         WHERE search MATCH ?1
         ORDER BY search.rowid
         LIMIT ?2",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![query, limit], |row| {
        let (text, label): (String, String) = (row.get(5)?, row.get(6)?);
        Ok(Hit {
            document: row.get(0)?,
            proposal: row.get(1)?,
            address: row.get(2)?,
            language: row.get(3)?,
            part: row.get(4)?,
            text: if label.is_empty() { text } else { format!("{label} {text}") },
            file: row.get(7)?,
        })
    })?;
    rows.collect()
}
