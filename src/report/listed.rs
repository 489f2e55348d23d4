//! What became of the files of a run, as a list for people: one row a file, a proposal, a finding.
//!
//! In: the records of the files, as the report has them. Out: tables of plain cells, and as CSV. Never:
//! a cell that a spreadsheet takes for a formula, the clock.

use std::io::{self, Write};

use serde::Deserialize;

/// The record of a file, read back.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct ListedFile {
    /// The file as it was named or found.
    pub(crate) file: String,
    /// What became of it.
    pub(crate) state: String,
    /// What was made of it.
    #[serde(default)]
    pub(crate) outputs: Vec<ListedOutput>,
    /// Its characters.
    pub(crate) account: Option<ListedAccount>,
    /// What was found in it.
    pub(crate) facts: Option<ListedFacts>,
    /// What is to be reported.
    #[serde(default)]
    pub(crate) findings: Vec<ListedFinding>,
    /// Why nothing was made of it.
    pub(crate) refusal: Option<ListedRefusal>,
}

/// An output.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct ListedOutput {
    /// Path below the output folder.
    pub(crate) path: String,
}

/// Characters of a file.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct ListedAccount {
    /// Characters of the input that are not white space.
    pub(crate) input: usize,
    /// Of these, in the document.
    pub(crate) document: usize,
    /// Of these, set aside.
    pub(crate) set_aside: usize,
    /// Of those in the document, in comments, which the PDF does not show.
    #[serde(default)]
    pub(crate) not_in_print: usize,
    /// Pages of the PDF.
    pub(crate) pages: usize,
}

/// What was found in a file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ListedFacts {
    /// Template used.
    pub(crate) template: String,
    /// Language of the text.
    pub(crate) language: Option<String>,
    /// Identifiers of its proposals.
    pub(crate) proposals: Vec<String>,
    /// Revision marks of the input.
    pub(crate) marks_read: usize,
    /// Revision marks recovered.
    pub(crate) marks_recovered: usize,
    /// Marks suspected.
    pub(crate) marks_suspected: usize,
}

/// A finding.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct ListedFinding {
    /// Code of the rule.
    pub(crate) code: String,
    /// Name of the rule.
    pub(crate) rule: String,
    /// `note`, `warning`, `error`.
    pub(crate) severity: String,
    /// One sentence.
    pub(crate) message: String,
    /// What to do.
    #[serde(default)]
    pub(crate) help: String,
    /// Where.
    pub(crate) place: Option<ListedPlace>,
}

/// A place in the input.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct ListedPlace {
    /// Line, from 1.
    pub(crate) line: u32,
    /// Column, from 1.
    pub(crate) column: u32,
}

/// A refusal.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct ListedRefusal {
    /// Stable code.
    pub(crate) code: String,
    /// What was found.
    pub(crate) found: String,
    /// What to do next.
    pub(crate) advice: String,
}

impl ListedFile {
    /// Findings of a severity.
    pub(crate) fn count(&self, severity: &str) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ListCell {
    /// A number.
    Number(usize),
    /// Words.
    Words(String),
}

impl ListCell {
    /// A cell of words, none of which a spreadsheet takes for a formula.
    pub(crate) fn words(text: &str) -> Self {
        ListCell::Words(harmless(text))
    }
}

/// A list of any kind: heads and rows.
#[cfg(feature = "packs")]
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct CellList {
    /// What the sheet is called, at most 31 characters.
    pub(crate) name: String,
    /// Heads of the columns.
    pub(crate) heads: Vec<String>,
    /// Rows from top to bottom.
    pub(crate) rows: Vec<Vec<ListCell>>,
}

#[cfg(feature = "packs")]
impl CellList {
    /// As CSV (RFC 4180), in UTF-8 with its mark, without which Excel takes another encoding for granted.
    pub(crate) fn csv(&self) -> String {
        let heads: Vec<ListCell> = self.heads.iter().map(|head| ListCell::words(head)).collect();
        let mut text = String::from("\u{FEFF}");
        std::iter::once(&heads).chain(&self.rows).for_each(|row| add_line(&mut text, row));
        text
    }

    /// As a JSON array of objects, one a line, the keys in the order of the alphabet.
    pub(crate) fn json(&self) -> String {
        let mut columns: Vec<(String, usize)> =
            self.heads.iter().map(|head| json_string(head)).zip(0..).collect();
        columns.sort();
        let mut text = String::from("[\n");
        for (at, row) in self.rows.iter().enumerate() {
            text.push_str(if at == 0 { "{" } else { ",\n{" });
            let cells = columns.iter().filter_map(|(head, column)| Some((head, row.get(*column)?)));
            for (at, (head, cell)) in cells.enumerate() {
                text.push_str(if at == 0 { "" } else { "," });
                text.push_str(head);
                text.push(':');
                match cell {
                    ListCell::Number(number) => text.push_str(&number.to_string()),
                    ListCell::Words(words) => text.push_str(&json_string(words)),
                }
            }
            text.push('}');
        }
        text.push_str("\n]\n");
        text
    }
}

/// A text as JSON has it.
#[cfg(feature = "packs")]
fn json_string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Words that no spreadsheet takes for a formula: an apostrophe stands before what begins like one.
fn harmless(text: &str) -> String {
    // The full-width forms too: some programs read them as the others.
    let like_formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    let is_refused = |c: char| c.is_control() && c != '\n' && c != '\t';
    let text = if text.contains(is_refused) { text.replace(is_refused, " ") } else { text.to_owned() };
    if text.starts_with(like_formula) { format!("'{text}") } else { text }
}

/// A table: a name, heads, and the rows of a file.
pub(super) struct ListedTable {
    pub(crate) name: &'static str,
    pub(crate) heads: &'static [&'static str],
    pub(crate) rows: fn(&ListedFile) -> Vec<Vec<ListCell>>,
}

/// The tables of the list.
pub(super) const TABLES: [ListedTable; 3] = [
    ListedTable {
        name: "Documents",
        heads: &[
            "File",
            "State",
            "Template",
            "Language",
            "Proposals",
            "Marks read",
            "Marks recovered",
            "Marks suspected",
            "Errors",
            "Warnings",
            "Notes",
            "Pages",
            "Characters",
            "Set aside",
            "Not in the PDF",
            "Outputs",
            "Refused because",
            "What to do",
        ],
        rows: |file| vec![document(file)],
    },
    ListedTable { name: "Proposals", heads: &["File", "No.", "Proposal"], rows: proposals },
    ListedTable {
        name: "Findings",
        heads: &["File", "Line", "Column", "Severity", "Code", "Rule", "Finding", "What to do"],
        rows: findings,
    },
];

fn document(file: &ListedFile) -> Vec<ListCell> {
    let facts = file.facts.clone().unwrap_or_default();
    let account = file.account.clone().unwrap_or_default();
    let refusal = file.refusal.clone().unwrap_or_default();
    let outputs: Vec<&str> = file.outputs.iter().map(|output| output.path.as_str()).collect();
    let because =
        if refusal.code.is_empty() { String::new() } else { format!("{}: {}", refusal.code, refusal.found) };
    vec![
        ListCell::words(&file.file),
        ListCell::words(&file.state),
        ListCell::words(&facts.template),
        ListCell::words(facts.language.as_deref().unwrap_or_default()),
        ListCell::Number(facts.proposals.len()),
        ListCell::Number(facts.marks_read),
        ListCell::Number(facts.marks_recovered),
        ListCell::Number(facts.marks_suspected),
        ListCell::Number(file.count("error")),
        ListCell::Number(file.count("warning")),
        ListCell::Number(file.count("note")),
        ListCell::Number(account.pages),
        ListCell::Number(account.input),
        ListCell::Number(account.set_aside),
        ListCell::Number(account.not_in_print),
        ListCell::words(&outputs.join(", ")),
        ListCell::words(&because),
        ListCell::words(&refusal.advice),
    ]
}

fn proposals(file: &ListedFile) -> Vec<Vec<ListCell>> {
    let proposals = file.facts.iter().flat_map(|facts| &facts.proposals).enumerate();
    let row = |(at, proposal): (usize, &String)| {
        vec![ListCell::words(&file.file), ListCell::Number(at + 1), ListCell::words(proposal)]
    };
    proposals.map(row).collect()
}

fn findings(file: &ListedFile) -> Vec<Vec<ListCell>> {
    let number = |number: Option<u32>| {
        number.map_or_else(|| ListCell::Words(String::new()), |number| ListCell::Number(number as usize))
    };
    let row = |finding: &ListedFinding| {
        vec![
            ListCell::words(&file.file),
            number(finding.place.as_ref().map(|place| place.line)),
            number(finding.place.as_ref().map(|place| place.column)),
            ListCell::words(&finding.severity),
            ListCell::words(&finding.code),
            ListCell::words(&finding.rule),
            ListCell::words(&finding.message),
            ListCell::words(&finding.help),
        ]
    };
    file.findings.iter().map(row).collect()
}

/// Writes the table of documents as CSV (RFC 4180), in UTF-8 with its mark, without which Excel takes
/// another encoding for granted.
///
/// # Errors
/// Where `out` takes no more.
pub(crate) fn csv(
    out: &mut dyn Write,
    files: impl IntoIterator<Item = io::Result<ListedFile>>,
) -> io::Result<()> {
    let [documents, ..] = &TABLES;
    let heads = documents.heads.iter().map(|head| ListCell::words(head)).collect::<Vec<_>>();
    write!(out, "\u{FEFF}{}", line(&heads))?;
    for file in files {
        for row in (documents.rows)(&file?) {
            out.write_all(line(&row).as_bytes())?;
        }
    }
    Ok(())
}

fn line(cells: &[ListCell]) -> String {
    let mut text = String::new();
    add_line(&mut text, cells);
    text
}

fn add_line(text: &mut String, cells: &[ListCell]) {
    for (at, cell) in cells.iter().enumerate() {
        text.push_str(if at == 0 { "" } else { "," });
        match cell {
            ListCell::Number(number) => text.push_str(&number.to_string()),
            ListCell::Words(words) if words.contains([',', '"', '\n', '\r', ';']) => {
                text.push('"');
                text.push_str(&words.replace('"', "\"\""));
                text.push('"');
            }
            ListCell::Words(words) => text.push_str(words),
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_a_formula() {
        for text in ["=1+1", "+1", "-x.txt", "@SUM(A1)", "\t=1", "＝1", "\r=1"] {
            assert!(harmless(text).starts_with(['\'', ' ']), "{text:?}");
        }
        assert_eq!(harmless("MOD CUB/70/1"), "MOD CUB/70/1");
        assert_eq!(line(&[ListCell::words("a,\"b\""), ListCell::Number(3)]), "\"a,\"\"b\"\"\",3\r\n");
    }
}
