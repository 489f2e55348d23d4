//! The words that give an ITU text its structure: calls, section titles, labels of reasons,
//! number lines, opening formulas. Data in `templates/lexicon/*.toml`, one file a language.
//!
//! In: a line of text. Out: what its words make of it. Never: a decision that needs the lines
//! around it; that is `parse`'s.

mod addressees;
mod bound;
mod calls;
mod data;
mod heads;
pub(crate) mod lines;
pub(crate) mod masthead;
mod provisions;
pub(crate) mod terms;
pub(crate) mod words;

use crate::folding::{Initials, fold_word};
use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::diagnostics::Refusal;
use crate::language::Language;
use crate::model::names::StableName;
use crate::model::{CallRole, InstrumentKind, Key, SectionKind};
use terms::Term;

pub(crate) use bound::bound_across;
pub(crate) use data::laid_over;
pub use data::lay_over;

pub(crate) use lines::NumberLine;
pub(crate) use provisions::provision;

/// The words of one language.
#[derive(Debug)]
pub(crate) struct Lexicon {
    language: Language,
    /// Calls, longest form first.
    calls: Vec<CallForm>,
    before: Vec<String>,
    /// The letters with which `before` begin.
    before_initials: Initials,
    after: Vec<String>,
    addressees: Vec<String>,
    /// The words of all that calls address, each folded as a word and as a name; made when first asked for.
    addressee_words: OnceLock<Vec<(String, String)>>,
    /// Recital forms that begin a clause in text without line breaks.
    inline: Vec<String>,
    sections: Vec<SectionWords>,
    instruments: Vec<InstrumentWords>,
    /// The letters with which number lines of `instruments` begin.
    number_initials: Initials,
    openings: Vec<String>,
    /// The letters with which `openings` begin.
    opening_letters: Vec<char>,
    /// A bit for each of them, by its last six bits: asked at each letter of a Chinese text.
    opening_bits: u64,
    /// What joins the names of a list: `, `, ` and `, `، و`.
    joiners: Vec<String>,
    /// The letters with which number lines of the instruments end where no number does: 议.
    instrument_ends: Vec<char>,
    words: LanguageWords,
}

#[derive(Debug)]
struct CallForm {
    form: String,
    /// Its first letter: asked of a hundred forms at every clause, it spares comparing the rest.
    first: Option<char>,
    key: Key,
    role: CallRole,
    complement: bool,
}

#[derive(Debug)]
struct SectionWords {
    kind: SectionKind,
    exact: Vec<String>,
    contains: Vec<String>,
    numbered: Vec<String>,
}

#[derive(Debug)]
struct InstrumentWords {
    kind: InstrumentKind,
    before: String,
    words: Vec<String>,
    draft: Vec<String>,
}

/// Single words and short lists, as the data has them, folded.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct LanguageWords {
    #[serde(rename = "source")]
    _source: String,
    /// Lists that the language has no words for, and why.
    #[serde(default, rename = "none")]
    _none: BTreeMap<String, String>,
    reasons: Vec<String>,
    request_subject: Vec<String>,
    request_verb: Vec<String>,
    part: Vec<String>,
    document: Vec<String>,
    original: Vec<String>,
    agenda_item: Vec<String>,
    source_label: Vec<String>,
    title_label: Vec<String>,
    /// Label of the question or agenda item that a document of a study group is about.
    subject_label: Vec<String>,
    /// Label of the date of the document.
    date_label: Vec<String>,
    date_pattern: String,
    #[serde(default)]
    months: Vec<String>,
    languages: BTreeMap<String, Vec<String>>,
    /// A line that states one language and no other: `English only`.
    languages_only: BTreeMap<String, Vec<String>>,
    /// What begins the title of a record of a meeting.
    minutes: Vec<String>,
    meeting: Vec<String>,
    standard_title: Vec<String>,
    addendum: Vec<String>,
    revision: Vec<String>,
    corrigendum: Vec<String>,
    /// Label of the documents an instrument was adopted with.
    #[serde(default)]
    reference: Vec<String>,
    /// A page number in words, `{n}` the number.
    #[serde(default)]
    page: Vec<String>,
    /// Words that no line, title or item ends with: what follows belongs to them.
    #[serde(default)]
    unfinished: Vec<String>,
    /// Names of a committee as a masthead has them, `{n}` its number.
    #[serde(default)]
    committee: Vec<String>,
    /// The Union's name over a masthead.
    #[serde(default)]
    union: Vec<String>,
    /// A session of the Council as a masthead has it, `{year}` its year.
    #[serde(default)]
    session: Vec<String>,
}

impl Lexicon {
    /// Whose words these are.
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    /// Whether it is the Chinese lexicon, in whose lines a character says four times as much.
    pub(crate) fn is_chinese(&self) -> bool {
        self.language == Language::Chinese
    }

    /// Whether its script has no capitals.
    pub(crate) fn is_caseless(&self) -> bool {
        matches!(self.language, Language::Chinese | Language::Arabic)
    }

    /// The lexicon of a language, read at first use.
    ///
    /// # Errors
    /// A refusal that names the file of the lexicon that does not load.
    pub(crate) fn of(language: Language) -> Result<&'static Lexicon, Refusal> {
        data::lexicon(language)
    }

    /// Reads the built-in table of a language.
    fn read(language: Language, json: &str) -> Result<Lexicon, String> {
        Self::new(language, serde_json::from_str(json).map_err(|error| error.to_string())?)
    }

    /// From the tables of a language.
    ///
    /// # Errors
    /// What is wrong with the data; `built_in_data_is_sound` tests that the built-in files have none.
    fn new(language: Language, file: data::LexiconFile) -> Result<Lexicon, String> {
        let mut calls = Vec::new();
        for (role, list) in
            [(CallRole::Recital, file.calls.recital), (CallRole::Operative, file.calls.operative)]
        {
            for call in list {
                let key = Key::new(&call.key)
                    .ok_or_else(|| format!("{:?} is too long for the key of a call", call.key))?;
                let complement = call.complement;
                let forms = call.forms.iter().flat_map(|form| spellings(form, language));
                calls.extend(forms.map(|form| {
                    let first = form.chars().next();
                    CallForm { form, first, key, role, complement }
                }));
            }
        }
        calls.sort_by(|a, b| b.form.len().cmp(&a.form.len()).then_with(|| a.form.cmp(&b.form)));
        let folded = |list: Vec<String>| {
            let mut list: Vec<String> = list.iter().flat_map(|word| spellings(word, language)).collect();
            list.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            list
        };
        let mut sections = Vec::new();
        for section in file.sections {
            sections.push(SectionWords {
                kind: SectionKind::named(&section.kind)
                    .ok_or_else(|| format!("{:?} is no kind of section", section.kind))?,
                exact: folded(section.exact),
                contains: folded(section.contains),
                numbered: folded(section.numbered),
            });
        }
        let mut instruments = Vec::new();
        for words in file.instruments {
            instruments.push(InstrumentWords {
                kind: InstrumentKind::named(&words.kind)
                    .ok_or_else(|| format!("{:?} is no kind of instrument", words.kind))?,
                before: fold_word(&words.before),
                words: folded(words.words),
                draft: folded(words.draft),
            });
        }
        let ends = instruments.iter().filter(|words| !words.before.is_empty()).flat_map(|words| &words.words);
        let instrument_ends = ends.filter_map(|word| word.chars().next_back()).collect();
        let mut words = file.words;
        for list in [
            &mut words.reasons,
            &mut words.request_subject,
            &mut words.request_verb,
            &mut words.document,
            &mut words.original,
            &mut words.agenda_item,
            &mut words.source_label,
            &mut words.title_label,
            &mut words.subject_label,
            &mut words.date_label,
            &mut words.minutes,
            &mut words.meeting,
            &mut words.standard_title,
            &mut words.addendum,
            &mut words.revision,
            &mut words.corrigendum,
            &mut words.reference,
            &mut words.page,
            &mut words.committee,
            &mut words.union,
            &mut words.session,
            &mut words.unfinished,
        ] {
            *list = folded(std::mem::take(list));
        }
        for list in words.languages.values_mut().chain(words.languages_only.values_mut()) {
            *list = folded(std::mem::take(list));
        }
        words.months = words.months.iter().map(|month| fold_word(month)).collect();
        words.part = words.part.iter().map(|part| fold_word(part)).collect();
        let openings = folded(file.opening.bodies);
        let mut opening_letters: Vec<char> = openings.iter().filter_map(|body| body.chars().next()).collect();
        opening_letters.sort_unstable();
        opening_letters.dedup();
        let opening_bits = opening_letters.iter().fold(0, |bits, letter| bits | bit_of(*letter));
        let before = folded(file.calls.modifiers);
        let heads = instruments.iter().flat_map(|words| {
            let heads =
                if words.before.is_empty() { &words.words } else { std::slice::from_ref(&words.before) };
            heads.iter().chain(&words.draft)
        });
        let number_initials = Initials::of(heads.chain([&"itu-r".to_owned()]));
        Ok(Lexicon {
            language,
            calls,
            addressee_words: OnceLock::new(),
            before_initials: Initials::of(before.iter()),
            before,
            after: folded(file.calls.after),
            addressees: folded(file.calls.addressees),
            inline: folded(file.calls.inline),
            sections,
            number_initials,
            instruments,
            openings,
            opening_letters,
            opening_bits,
            joiners: joiners(language),
            instrument_ends,
            words,
        })
    }
}

/// The bit of a letter, by its last six bits.
fn bit_of(letter: char) -> u64 {
    1 << (u32::from(letter) & 63)
}

/// What joins the names of a list in a language.
fn joiners(language: Language) -> Vec<String> {
    let words = [Term::And, Term::AsWellAs].into_iter().flat_map(|term| terms::of(term, language));
    let joined = |word: &Box<str>| match language {
        Language::Chinese => vec![word.to_string()],
        Language::Arabic => vec![format!(" {word}"), format!("، {word}")],
        _ => vec![format!(" {word} "), format!(", {word} ")],
    };
    let mut joiners: Vec<String> = words.flat_map(joined).collect();
    joiners.push(match language {
        Language::Chinese => "、".to_owned(),
        Language::Arabic => "، ".to_owned(),
        _ => ", ".to_owned(),
    });
    joiners
}

/// How a word may be spelled: folded; and in French and Spanish, whose texts lose their accents on the
/// way (`RESOLUCION`, `Resolucin`), with bare letters or without them.
fn spellings(word: &str, language: Language) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    let word = fold_word(word);
    if !matches!(language, Language::French | Language::Spanish) || word.is_ascii() {
        return vec![word];
    }
    let bare: String = word.nfd().filter(|c| !is_combining_mark(*c)).collect();
    let gone: String = word.chars().filter(|c| c.is_ascii() || !c.is_alphabetic()).collect();
    vec![word, bare, gone]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn built_in_data_is_sound() {
        for language in Language::ALL {
            Lexicon::of(language).unwrap();
        }
    }

    /// A call, a section or a list of words that one language has, all have, or the file says why not.
    #[test]
    fn no_language_lacks_what_another_has() {
        let files = Language::ALL
            .map(|language| -> toml::Table { serde_json::from_str(data::builtin(language)).unwrap() });
        let mut faults = Vec::new();
        for (table, list) in
            [("calls", "recital"), ("calls", "operative"), ("sections", ""), ("instruments", "")]
        {
            let rows = |file: &toml::Table| {
                let rows = if list.is_empty() { file[table].clone() } else { file[table][list].clone() };
                let name = |row: &toml::Value| {
                    row.get("key").or(row.get("kind")).unwrap().as_str().unwrap().to_owned()
                };
                rows.as_array().unwrap().iter().map(name).collect::<BTreeSet<String>>()
            };
            compare(&files, table, rows, &mut faults);
        }
        compare(
            &files,
            "words",
            |file| file["words"].as_table().unwrap().keys().cloned().collect(),
            &mut faults,
        );
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }

    fn compare(
        files: &[toml::Table; 6],
        table: &str,
        names: impl Fn(&toml::Table) -> BTreeSet<String>,
        faults: &mut Vec<String>,
    ) {
        let all: BTreeSet<String> = files.iter().flat_map(&names).collect();
        for (language, file) in Language::ALL.into_iter().zip(files) {
            let own = names(file);
            let excused = |name: &String| {
                let none = file[table].as_table().and_then(|table| table.get("none"));
                none.is_some_and(|none| none.get(name).is_some_and(|why| !why.as_str().unwrap().is_empty()))
            };
            let missing = all.iter().filter(|name| *name != "none" && !own.contains(*name) && !excused(name));
            faults.extend(missing.map(|name| format!("{language}.toml: [{table}] has no {name}")));
        }
    }
}
