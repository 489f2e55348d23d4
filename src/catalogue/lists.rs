//! The lists of a pack for spreadsheets and programs: documents, proposals, conflicts, arrivals, words.
//!
//! In: a pack. Out: lists of plain cells, and the conflicts as JSON. Never: a cell that a spreadsheet takes
//! for a formula; a word of a language: heads are the names of the columns in the catalogue.

use serde::Serialize;

use crate::language::Language;
use crate::report::listed::{CellList, ListCell};

use crate::pack::Pack;
use crate::pack::classes::RelationDoubt;
use crate::pack::contribution::{Contribution, ProposedText};
use crate::pack::dossier::identifier;
use crate::pack::order::symbol;
use crate::pack::targets::ProposalIndex;

fn list(name: &str, heads: &[&str], rows: Vec<Vec<ListCell>>) -> CellList {
    CellList { name: name.to_owned(), heads: heads.iter().map(|head| (*head).to_owned()).collect(), rows }
}

fn number(number: Option<usize>) -> ListCell {
    number.map_or_else(|| ListCell::Words(String::new()), ListCell::Number)
}

fn wide(value: Option<u32>) -> ListCell {
    number(value.map(|value| value as usize))
}

/// Every document, with what became of it, its arrival and its words.
pub(super) fn documents(pack: &Pack) -> CellList {
    let heads = [
        "symbol",
        "language",
        "date",
        "source",
        "title",
        "pages",
        "status",
        "supersedes",
        "due",
        "on_time",
        "may_propose",
        "words",
        "new_words",
        "taken_words",
        "taken_languages",
        "file",
    ];
    let row = |(at, document): (usize, &Contribution)| {
        let (intake, words) = (pack.intake(at), pack.words(at));
        let status = pack.selection.status.get(at).map_or("", |status| status.name());
        let before = pack
            .selection
            .supersedes
            .get(at)
            .copied()
            .flatten()
            .and_then(|before| pack.documents.get(before));
        let on_time = intake.on_time.map_or("", |on_time| if on_time { "yes" } else { "no" });
        vec![
            ListCell::words(&symbol(document)),
            ListCell::words(&document.language),
            ListCell::words(document.date.as_deref().unwrap_or_default()),
            ListCell::words(&source(pack, at, pack.language())),
            ListCell::words(&document.title),
            wide(document.pages),
            ListCell::words(status),
            ListCell::words(&before.map(symbol).unwrap_or_default()),
            ListCell::words(intake.due.as_deref().unwrap_or_default()),
            ListCell::words(on_time),
            ListCell::words(intake.may_propose.name()),
            ListCell::Number(words.all),
            ListCell::Number(words.new),
            ListCell::Number(words.taken),
            ListCell::words(&words.languages.join(" ")),
            ListCell::words(&document.file),
        ]
    };
    list("Documents", &heads, pack.documents.iter().enumerate().map(row).collect())
}

/// The intake list.
pub(super) fn intake(pack: &Pack) -> CellList {
    let heads = ["symbol", "language", "date", "source", "due", "on_time", "may_propose", "status", "file"];
    let row = |(at, document): (usize, &Contribution)| {
        let intake = pack.intake(at);
        let on_time = intake.on_time.map_or("", |on_time| if on_time { "yes" } else { "no" });
        vec![
            ListCell::words(&symbol(document)),
            ListCell::words(&document.language),
            ListCell::words(document.date.as_deref().unwrap_or_default()),
            ListCell::words(&source(pack, at, pack.language())),
            ListCell::words(intake.due.as_deref().unwrap_or_default()),
            ListCell::words(on_time),
            ListCell::words(intake.may_propose.name()),
            ListCell::words(pack.selection.status.get(at).map_or("", |status| status.name())),
            ListCell::words(&document.file),
        ]
    };
    list("Intake", &heads, pack.documents.iter().enumerate().map(row).collect())
}

/// The words to translate.
pub(super) fn word_counts(pack: &Pack) -> CellList {
    let heads = ["symbol", "language", "words", "new_words", "taken_words", "taken_languages", "file"];
    let row = |(at, document): (usize, &Contribution)| {
        let words = pack.words(at);
        vec![
            ListCell::words(&symbol(document)),
            ListCell::words(&document.language),
            ListCell::Number(words.all),
            ListCell::Number(words.new),
            ListCell::Number(words.taken),
            ListCell::words(&words.languages.join(" ")),
            ListCell::words(&document.file),
        ]
    };
    list("Words", &heads, pack.documents.iter().enumerate().map(row).collect())
}

/// The source of a document: its line, else the names of its symbols in a language.
pub(super) fn source(pack: &Pack, at: usize, language: Language) -> String {
    let Some(document) = pack.documents.get(at) else { return String::new() };
    if !document.source.is_empty() {
        return document.source.clone();
    }
    names(pack, &document.symbols, language)
}

/// The source of a proposal: the names of its symbols; the line of its document where a name is not known.
pub(super) fn source_of(pack: &Pack, at: usize, text: &ProposedText, language: Language) -> String {
    let known = !text.sources.is_empty()
        && text.sources.iter().all(|symbol| pack.name_of(language, symbol).is_some());
    if known { names(pack, &text.sources, language) } else { source(pack, at, language) }
}

/// Names of sources by their symbols.
fn names(pack: &Pack, symbols: &[String], language: Language) -> String {
    let name = |symbol: &String| pack.name_of(language, symbol).unwrap_or(symbol).to_owned();
    symbols.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Every proposal that counts, with the text it is on.
pub(super) fn proposals(pack: &Pack) -> CellList {
    let heads = ["symbol", "identifier", "target", "title", "source", "document", "page", "language", "file"];
    let mut rows = Vec::new();
    for (at, document) in pack.documents.iter().enumerate().filter(|(at, _)| pack.selection.counts(*at)) {
        for (position, text) in document.texts.iter().enumerate() {
            let dossier = pack
                .target_of(ProposalIndex { document: at, text: position })
                .and_then(|at| pack.dossiers.get(at));
            rows.push(vec![
                ListCell::words(&shown_symbol(text)),
                ListCell::words(&identifier(document, text, position)),
                ListCell::words(&dossier.map(|dossier| dossier.target.key.address()).unwrap_or_default()),
                ListCell::words(
                    &dossier
                        .map(|dossier| pack.title_of(dossier, pack.language().code()).0)
                        .unwrap_or_default(),
                ),
                ListCell::words(&source_of(pack, at, text, pack.language())),
                ListCell::words(&symbol(document)),
                wide(text.page),
                ListCell::words(&document.language),
                ListCell::words(&document.file),
            ]);
        }
    }
    list("Proposals", &heads, rows)
}

/// The symbol of a proposal; of an underlined `NOC` with a sign for it.
pub(super) fn shown_symbol(text: &ProposedText) -> String {
    if text.underlined { format!("_{}_", text.symbol) } else { text.symbol.clone() }
}

/// Two proposals on one paragraph.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Conflict<'a> {
    /// Identifier of the earlier one.
    pub a: &'a str,
    /// Identifier of the other.
    pub b: &'a str,
    /// Address of the paragraph, or of the whole text.
    pub address: &'a str,
    /// How they stand.
    pub class: &'static str,
    /// Why the class is undetermined; empty for any other.
    pub doubt: &'static str,
}

/// All pairs, in the order of the texts.
pub(super) fn conflicts(pack: &Pack) -> Vec<Conflict<'_>> {
    let mut all = Vec::new();
    for dossier in &pack.dossiers {
        for pair in &dossier.pairs {
            let (Some(a), Some(b)) = (dossier.entries.get(pair.a), dossier.entries.get(pair.b)) else {
                continue;
            };
            all.push(Conflict {
                a: &a.identifier,
                b: &b.identifier,
                address: &pair.address,
                class: pair.class.name(),
                doubt: pair.doubt.map_or("", RelationDoubt::name),
            });
        }
    }
    all
}

/// The pairs as a list.
pub(super) fn conflict_list(pack: &Pack) -> CellList {
    let rows = conflicts(pack).into_iter().map(|pair| {
        vec![
            ListCell::words(pair.a),
            ListCell::words(pair.b),
            ListCell::words(pair.address),
            ListCell::words(pair.class),
            ListCell::words(pair.doubt),
        ]
    });
    list("Conflicts", &["a", "b", "address", "class", "doubt"], rows.collect())
}

/// The pairs as JSON, one a line.
pub(super) fn conflicts_json(pack: &Pack) -> Vec<u8> {
    let lines: Vec<String> =
        conflicts(pack).iter().filter_map(|pair| serde_json::to_string(pair).ok()).collect();
    let head = format!(
        "{{\"format\":\"itudoc/conflicts/1\",\"cut_off\":{},\"conflicts\":[\n",
        serde_json::to_string(&pack.selection.cut_off).unwrap_or_default()
    );
    (head + &lines.join(",\n") + "\n]}\n").into_bytes()
}
