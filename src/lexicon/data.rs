//! The files of the lexicon: `templates/lexicon/*.toml`, built in as JSON (`build.rs`), and a user's file over them.
//!
//! In: JSON, and a user's TOML. Out: the tables as they are written, each read at first use. Never: an empty lexicon in
//! the place of one that does not load: that is a refusal, which names the file.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use toml::{Table, Value};

use super::terms::Terms;
use super::{LanguageWords, Lexicon};
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::language::Language;

/// The table of terms as it is built in.
pub(super) const TERMS: &str = include_str!(concat!(env!("OUT_DIR"), "/lexicon/terms.json"));

/// The table of terms: rows by key.
pub(super) type TermTable = BTreeMap<String, TermRow>;

/// A term in six columns.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TermRow {
    ar: Option<Vec<String>>,
    zh: Option<Vec<String>>,
    en: Option<Vec<String>>,
    fr: Option<Vec<String>>,
    ru: Option<Vec<String>>,
    es: Option<Vec<String>>,
    /// Why a language has no such word.
    #[serde(default)]
    pub none: BTreeMap<String, String>,
    pub source: Option<String>,
    pub guess: Option<String>,
}

impl TermRow {
    /// The words of a language.
    pub(super) fn column(&self, language: Language) -> Option<&[String]> {
        let column = match language {
            Language::Arabic => &self.ar,
            Language::Chinese => &self.zh,
            Language::English => &self.en,
            Language::French => &self.fr,
            Language::Russian => &self.ru,
            Language::Spanish => &self.es,
        };
        column.as_deref()
    }
}

/// A language's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LexiconFile {
    pub calls: CallsTable,
    pub sections: Vec<SectionRow>,
    pub words: LanguageWords,
    pub instruments: Vec<InstrumentTerms>,
    pub opening: OpeningTable,
}

/// Calls and what stands beside them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CallsTable {
    pub modifiers: Vec<String>,
    pub after: Vec<String>,
    pub addressees: Vec<String>,
    #[serde(default)]
    pub inline: Vec<String>,
    /// Keys of calls that the language lacks, and why.
    #[serde(default, rename = "none")]
    _none: BTreeMap<String, String>,
    #[serde(rename = "source")]
    _source: String,
    pub recital: Vec<CallRow>,
    pub operative: Vec<CallRow>,
}

/// A call and its forms.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CallRow {
    pub key: String,
    pub forms: Vec<String>,
    #[serde(default)]
    pub complement: bool,
    #[serde(rename = "source")]
    _source: String,
}

/// Titles of a kind of section.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionRow {
    pub kind: String,
    pub exact: Vec<String>,
    #[serde(default)]
    pub contains: Vec<String>,
    #[serde(default)]
    pub numbered: Vec<String>,
    #[serde(rename = "source")]
    _source: String,
}

/// Number lines of a kind of instrument.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InstrumentTerms {
    pub kind: String,
    #[serde(default)]
    pub before: String,
    pub words: Vec<String>,
    pub draft: Vec<String>,
    #[serde(rename = "source")]
    _source: String,
}

/// Names of bodies in opening formulas.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpeningTable {
    pub bodies: Vec<String>,
    #[serde(rename = "source")]
    _source: String,
}

/// A user's file: `[terms.KEY]` as in `terms.toml`, `[zh.words]` and its like as in the languages' files.
struct UserFile {
    name: String,
    text: String,
    tables: Table,
}

/// What has been read. The words of the languages are one for the whole process.
struct LexiconFiles {
    user: OnceLock<UserFile>,
    terms: OnceLock<Result<Terms, Refusal>>,
    lexicons: [OnceLock<Result<Lexicon, Refusal>>; 6],
}

static STORE: LexiconFiles =
    LexiconFiles { user: OnceLock::new(), terms: OnceLock::new(), lexicons: [const { OnceLock::new() }; 6] };

/// The built-in file of a language.
pub(super) fn builtin(language: Language) -> &'static str {
    match language {
        Language::Arabic => include_str!(concat!(env!("OUT_DIR"), "/lexicon/ar.json")),
        Language::Chinese => include_str!(concat!(env!("OUT_DIR"), "/lexicon/zh.json")),
        Language::English => include_str!(concat!(env!("OUT_DIR"), "/lexicon/en.json")),
        Language::French => include_str!(concat!(env!("OUT_DIR"), "/lexicon/fr.json")),
        Language::Russian => include_str!(concat!(env!("OUT_DIR"), "/lexicon/ru.json")),
        Language::Spanish => include_str!(concat!(env!("OUT_DIR"), "/lexicon/es.json")),
    }
}

/// The table of terms, read at first use.
pub(super) fn terms() -> Result<&'static Terms, Refusal> {
    STORE.terms.get_or_init(|| load_terms(STORE.user.get())).as_ref().map_err(Clone::clone)
}

/// The lexicon of a language, read at first use.
pub(super) fn lexicon(language: Language) -> Result<&'static Lexicon, Refusal> {
    terms()?;
    let Some(slot) = STORE.lexicons.get(language as usize) else {
        return Err(Refusal::new(
            RefusalKind::Internal,
            message!("a language without a lexicon"),
            message!("report it"),
        ));
    };
    slot.get_or_init(|| load_lexicon(language, STORE.user.get())).as_ref().map_err(Clone::clone)
}

/// Lays a user's file over the built-in tables, for the whole process and before their first use.
///
/// # Errors
/// A refusal that names the file and the table in which something is wrong, or says that the words are
/// in use already.
pub fn lay_over(name: &str, text: &str) -> Result<(), Refusal> {
    let file = user_file(name, text)?;
    let used = STORE.terms.get().is_some() || STORE.lexicons.iter().any(|slot| slot.get().is_some());
    if used || STORE.user.set(file).is_err() {
        return Err(Refusal::new(
            RefusalKind::Internal,
            message!("{name}: the lexicon is in use already", name),
            message!("lay a user's file over it before the first text is read"),
        ));
    }
    // All six are read now, so that a mistake is told before the first text.
    Language::ALL.into_iter().try_for_each(|language| lexicon(language).map(drop))
}

/// The text of the user's file that lies over the built-in tables: outputs depend on it.
pub(crate) fn laid_over() -> Option<&'static str> {
    STORE.user.get().map(|file| file.text.as_str())
}

fn user_file(name: &str, text: &str) -> Result<UserFile, Refusal> {
    let tables: Table = text.parse().map_err(|error: toml::de::Error| {
        let at = error.span().map_or(0, |span| u32::try_from(span.start).unwrap_or(u32::MAX));
        let line = crate::lines::LineIndex::new(text).line(at);
        wrong(&format!("{name}, line {line}"), error.message())
    })?;
    let known = |key: &str| key == "terms" || Language::ALL.iter().any(|language| language.code() == key);
    if let Some(key) = tables.keys().find(|key| !known(key)) {
        let said = format!("[{key}] is no table of a lexicon; one of terms, ar, zh, en, fr, ru, es");
        return Err(wrong(name, &said));
    }
    Ok(UserFile { name: name.to_owned(), text: text.to_owned(), tables })
}

fn load_terms(user: Option<&UserFile>) -> Result<Terms, Refusal> {
    let table = match layer(user, "terms") {
        Some((file, over)) => laid(TERMS, over)
            .and_then(|table| table.try_into().map_err(|error: toml::de::Error| error.message().to_owned()))
            .map_err(|said| wrong(&format!("{} [terms]", file.name), &said))?,
        None => read_terms(TERMS).map_err(|said| wrong("templates/lexicon/terms.toml", &said))?,
    };
    let name = user.map_or("templates/lexicon/terms.toml", |file| &file.name);
    Terms::new(&table).map_err(|said| wrong(name, &said))
}

/// Reads the built-in table of terms.
pub(super) fn read_terms(json: &str) -> Result<TermTable, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

fn load_lexicon(language: Language, user: Option<&UserFile>) -> Result<Lexicon, Refusal> {
    let text = builtin(language);
    match layer(user, language.code()) {
        Some((file, over)) => laid(text, over)
            .and_then(|table| table.try_into().map_err(|error: toml::de::Error| error.message().to_owned()))
            .and_then(|file| Lexicon::new(language, file))
            .map_err(|said| wrong(&format!("{} [{language}]", file.name), &said)),
        None => Lexicon::read(language, text)
            .map_err(|said| wrong(&format!("templates/lexicon/{language}.toml"), &said)),
    }
}

fn layer<'u>(user: Option<&'u UserFile>, key: &str) -> Option<(&'u UserFile, &'u Value)> {
    user.and_then(|file| Some((file, file.tables.get(key)?)))
}

fn laid(json: &str, over: &Value) -> Result<Table, String> {
    let mut table: Table = serde_json::from_str(json).map_err(|error| error.to_string())?;
    match over {
        Value::Table(over) => lay(&mut table, over),
        _ => return Err("is no table".to_owned()),
    }
    Ok(table)
}

/// Lays one table over another: words come before the built-in ones, rows of lists are found by their
/// `key` or `kind`, other values replace.
fn lay(table: &mut Table, over: &Table) {
    for (key, value) in over {
        match (table.get_mut(key), value) {
            (Some(Value::Table(below)), Value::Table(over)) => lay(below, over),
            (Some(Value::Array(below)), Value::Array(over)) => lay_list(below, over),
            _ => {
                table.insert(key.clone(), value.clone());
            }
        }
        // Words given for a language that had none take the reason away.
        if let Some(Value::Table(none)) = table.get_mut("none") {
            none.remove(key);
        }
    }
}

fn lay_list(below: &mut Vec<Value>, over: &[Value]) {
    let name = |value: &Value| {
        let row = value.as_table()?;
        row.get("key").or_else(|| row.get("kind"))?.as_str().map(str::to_owned)
    };
    let mut words = Vec::new();
    for value in over {
        let row = name(value).and_then(|own| below.iter_mut().find(|row| name(row).as_ref() == Some(&own)));
        match (row, value) {
            (Some(Value::Table(row)), Value::Table(over)) => lay(row, over),
            (_, Value::Table(_)) => below.push(value.clone()),
            _ => words.push(value.clone()),
        }
    }
    below.retain(|word| !words.contains(word));
    below.splice(0..0, words);
}

fn wrong(place: &str, said: &str) -> Refusal {
    Refusal::new(
        RefusalKind::Settings,
        message!("{place}: {mistake}", place, mistake = said.trim_end().replace('\n', " ")),
        message!("correct the entry; the built-in tables (templates/lexicon) are examples of every form"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::terms::Term;

    #[test]
    fn a_users_file_adds_words_and_corrects_rows() {
        let text = "[terms.year]\nen = [\"A.D.\"]\n\
                    [en.words]\nreasons = [\"Justification\"]\n\
                    [[en.calls.recital]]\nkey = \"trusting\"\nforms = [\"trusting\"]\nsource = \"own\"\n\
                    [[en.calls.operative]]\nkey = \"resolves\"\nforms = [\"determines\"]\n";
        let file = user_file("own.toml", text).unwrap();
        load_terms(Some(&file)).unwrap();
        let lexicon = load_lexicon(Language::English, Some(&file)).unwrap();
        assert!(lexicon.reasons("Justification: none").is_some());
        assert!(lexicon.reasons("Reasons: none").is_some());
        assert_eq!(lexicon.call("trusting").map(|call| call.key.to_string()).as_deref(), Some("trusting"));
        assert_eq!(lexicon.call("determines").map(|call| call.key.to_string()).as_deref(), Some("resolves"));
        assert!(Term::ALL.len() > 50);
    }

    #[test]
    fn a_mistake_in_a_users_file_is_refused_by_its_name() {
        for (text, said) in [
            ("[de.words]\nreasons = []\n", "[de] is no table"),
            ("[en.words]\nraisons = [\"x\"]\n", "raisons"),
            ("[terms.artickle]\nen = [\"x\"]\n", "artickle"),
            ("[terms\n", "line 1"),
        ] {
            let refused = user_file("own.toml", text).and_then(|file| {
                load_terms(Some(&file))?;
                load_lexicon(Language::English, Some(&file)).map(drop)
            });
            let found = refused.unwrap_err().found;
            assert!(found.starts_with("own.toml") && found.contains(said), "{found}");
        }
    }
}
