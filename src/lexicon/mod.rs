//! The words that give an ITU text its structure: calls, section titles, labels of reasons,
//! number lines, opening formulas. Data in `templates/lexicon/*.toml`, one file a language.
//!
//! In: a line of text. Out: what its words make of it. Never: a decision that needs the lines
//! around it; that is `parse`'s.

mod calls;
mod fold;
mod heads;
pub mod lines;
pub mod masthead;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::language::Language;
use crate::model::{CallRole, InstrumentKind, SectionKind};

pub use calls::CallMatch;
pub use fold::fold;
pub use lines::NumberLine;

/// The words of one language.
#[derive(Debug)]
pub struct Lexicon {
    language: Language,
    /// Calls, longest form first.
    calls: Vec<CallForm>,
    before: Vec<String>,
    after: Vec<String>,
    addressees: Vec<String>,
    /// Recital forms that begin a clause in text without line breaks.
    inline: Vec<String>,
    sections: Vec<SectionWords>,
    instruments: Vec<InstrumentWords>,
    openings: Vec<String>,
    /// The letters with which `openings` begin.
    opening_letters: Vec<char>,
    words: Words,
}

#[derive(Debug)]
struct CallForm {
    form: String,
    /// Its first letter: asked of a hundred forms at every clause, it spares comparing the rest.
    first: Option<char>,
    key: &'static str,
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
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Words {
    reasons: Vec<String>,
    request_subject: Vec<String>,
    request_verb: Vec<String>,
    part: Vec<String>,
    document: Vec<String>,
    original: Vec<String>,
    agenda_item: Vec<String>,
    source_label: Vec<String>,
    title_label: Vec<String>,
    date_pattern: String,
    #[serde(default)]
    months: Vec<String>,
    languages: BTreeMap<String, Vec<String>>,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    calls: CallsFile,
    sections: Vec<SectionFile>,
    words: Words,
    instruments: Vec<InstrumentFile>,
    opening: OpeningFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CallsFile {
    modifiers: Vec<String>,
    after: Vec<String>,
    addressees: Vec<String>,
    #[serde(default)]
    inline: Vec<String>,
    recital: Vec<CallFile>,
    operative: Vec<CallFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CallFile {
    key: String,
    forms: Vec<String>,
    #[serde(default)]
    complement: bool,
    #[allow(dead_code)]
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionFile {
    kind: String,
    exact: Vec<String>,
    #[serde(default)]
    contains: Vec<String>,
    #[serde(default)]
    numbered: Vec<String>,
    #[allow(dead_code)]
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InstrumentFile {
    kind: String,
    #[serde(default)]
    before: String,
    words: Vec<String>,
    draft: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpeningFile {
    bodies: Vec<String>,
}

/// Keys of the vocabulary of calls; the data may use no other, so that keys can be `'static`.
const CALL_KEYS: [&str; 31] = [
    "acknowledging",
    "agrees",
    "appeals",
    "appreciating",
    "authorizes",
    "aware",
    "bearing-in-mind",
    "calls-upon",
    "charges",
    "concerned",
    "considering",
    "convinced",
    "decides",
    "directs",
    "emphasizing",
    "encourages",
    "entrusts",
    "having-examined",
    "instructs",
    "invites",
    "mindful",
    "noting",
    "observing",
    "reaffirming",
    "recalling",
    "recognizing",
    "recommends",
    "referring",
    "reiterating",
    "requests",
    "resolves",
];
const MORE_CALL_KEYS: [&str; 4] = ["resolves-to-instruct", "taking-into-account", "urges", "welcoming"];

impl Lexicon {
    /// Whose words these are.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether it is the Chinese lexicon, in whose lines a character says four times as much.
    pub fn is_chinese(&self) -> bool {
        self.language == Language::Chinese
    }

    /// Whether its script has no capitals.
    pub fn is_caseless(&self) -> bool {
        matches!(self.language, Language::Chinese | Language::Arabic)
    }

    /// The lexicon of a language, read at first use.
    pub fn of(language: Language) -> &'static Lexicon {
        static LEXICONS: [OnceLock<Lexicon>; 6] = [const { OnceLock::new() }; 6];
        let (slot, data) = match language {
            Language::Arabic => (0, include_str!("../../templates/lexicon/ar.toml")),
            Language::Chinese => (1, include_str!("../../templates/lexicon/zh.toml")),
            Language::English => (2, include_str!("../../templates/lexicon/en.toml")),
            Language::French => (3, include_str!("../../templates/lexicon/fr.toml")),
            Language::Russian => (4, include_str!("../../templates/lexicon/ru.toml")),
            Language::Spanish => (5, include_str!("../../templates/lexicon/es.toml")),
        };
        match LEXICONS.get(slot) {
            Some(lexicon) => {
                lexicon.get_or_init(|| Self::load(language, data).unwrap_or_else(|_| Self::empty(language)))
            }
            None => Box::leak(Box::new(Self::empty(language))),
        }
    }

    /// Reads the data of a language.
    ///
    /// # Errors
    /// What is wrong with the data; `built_in_data_is_sound` tests that the built-in files have none.
    fn load(language: Language, data: &str) -> Result<Lexicon, String> {
        let file: File = toml::from_str(data).map_err(|error| error.to_string())?;
        let mut calls = Vec::new();
        for (role, list) in
            [(CallRole::Recital, file.calls.recital), (CallRole::Operative, file.calls.operative)]
        {
            for call in list {
                let key = CALL_KEYS
                    .iter()
                    .chain(&MORE_CALL_KEYS)
                    .find(|key| **key == call.key)
                    .ok_or_else(|| format!("{:?} is not a key of the vocabulary of calls", call.key))?;
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
                kind: section_kind(&section.kind)
                    .ok_or_else(|| format!("{:?} is no kind of section", section.kind))?,
                exact: folded(section.exact),
                contains: folded(section.contains),
                numbered: folded(section.numbered),
            });
        }
        let mut instruments = Vec::new();
        for words in file.instruments {
            instruments.push(InstrumentWords {
                kind: instrument_kind(&words.kind)
                    .ok_or_else(|| format!("{:?} is no kind of instrument", words.kind))?,
                before: fold(&words.before),
                words: folded(words.words),
                draft: folded(words.draft),
            });
        }
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
        words.months = words.months.iter().map(|month| fold(month)).collect();
        words.part = words.part.iter().map(|part| fold(part)).collect();
        let openings = folded(file.opening.bodies);
        let mut opening_letters: Vec<char> = openings.iter().filter_map(|body| body.chars().next()).collect();
        opening_letters.sort_unstable();
        opening_letters.dedup();
        Ok(Lexicon {
            language,
            calls,
            before: folded(file.calls.modifiers),
            after: folded(file.calls.after),
            addressees: folded(file.calls.addressees),
            inline: folded(file.calls.inline),
            sections,
            instruments,
            openings,
            opening_letters,
            words,
        })
    }

    /// A lexicon with no words, for data that does not load (which a test rules out).
    fn empty(language: Language) -> Lexicon {
        Lexicon {
            language,
            calls: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
            addressees: Vec::new(),
            inline: Vec::new(),
            sections: Vec::new(),
            instruments: Vec::new(),
            openings: Vec::new(),
            opening_letters: Vec::new(),
            words: Words::default(),
        }
    }
}

/// How a word may be spelled: folded; and in French and Spanish, whose texts lose their accents on the
/// way (`RESOLUCION`, `Resolucin`), with bare letters or without them.
fn spellings(word: &str, language: Language) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    let word = fold(word);
    if !matches!(language, Language::French | Language::Spanish) || word.is_ascii() {
        return vec![word];
    }
    let bare: String = word.nfd().filter(|c| !is_combining_mark(*c)).collect();
    let gone: String = word.chars().filter(|c| c.is_ascii() || !c.is_alphabetic()).collect();
    vec![word, bare, gone]
}

fn section_kind(name: &str) -> Option<SectionKind> {
    Some(match name {
        "summary" => SectionKind::Summary,
        "introduction" => SectionKind::Introduction,
        "background" => SectionKind::Background,
        "proposed-changes" => SectionKind::ProposedChanges,
        "request" => SectionKind::Request,
        "action-required" => SectionKind::ActionRequired,
        "references" => SectionKind::References,
        "expected-results" => SectionKind::ExpectedResults,
        "priority-area" => SectionKind::PriorityArea,
        "annex" => SectionKind::Annex,
        _ => return None,
    })
}

fn instrument_kind(name: &str) -> Option<InstrumentKind> {
    Some(match name {
        "resolution" => InstrumentKind::Resolution,
        "decision" => InstrumentKind::Decision,
        "recommendation" => InstrumentKind::Recommendation,
        "opinion" => InstrumentKind::Opinion,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_data_is_sound() {
        for language in Language::ALL {
            assert!(
                !Lexicon::of(language).calls.is_empty(),
                "templates/lexicon/{language}.toml does not load"
            );
        }
    }

    #[test]
    fn unknown_key_is_refused() {
        let data = include_str!("../../templates/lexicon/en.toml")
            .replace("\"recalling\"\nforms", "\"recaling\"\nforms");
        let error = Lexicon::load(Language::English, &data).unwrap_err();
        assert!(error.contains("recaling"), "{error}");
    }
}
