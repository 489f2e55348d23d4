//! The words of the review page, from the tables in `templates/interface`.
//!
//! In: a language and a key. Out: the words; the English where the language has none. Never: a word of the
//! interface in the program.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::diagnostics::Rule;
use crate::language::Language;

/// Rows by key, words by language.
type Table = BTreeMap<String, BTreeMap<String, String>>;

const WORDS: &str = include_str!("../../templates/interface/words.toml");
const RULES: &str = include_str!("../../templates/interface/rules.toml");

static TABLE: LazyLock<Table> = LazyLock::new(|| toml::from_str(WORDS).unwrap_or_default());
static SENTENCES: LazyLock<Table> = LazyLock::new(|| toml::from_str(RULES).unwrap_or_default());

/// The languages in which the interface is complete.
pub(crate) const LANGUAGES: [Language; 4] =
    [Language::English, Language::French, Language::Chinese, Language::Arabic];

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words(pub(crate) Language);

impl Words {
    /// The words of a key; the key itself where the table has no such row.
    pub(crate) fn say(self, key: &'static str) -> &'static str {
        TABLE.get(key).and_then(|row| in_language(row, self.0)).unwrap_or(key)
    }

    /// The words of a key, with values put in for `{0}`, `{1}`.
    pub(crate) fn with(self, key: &'static str, values: &[&str]) -> String {
        let mut rest = self.say(key);
        let mut said = String::new();
        while let Some((before, behind)) = rest.split_once('{') {
            said.push_str(before);
            let place = behind.split_once('}').and_then(|(at, rest)| Some((at.parse::<usize>().ok()?, rest)));
            match place {
                Some((at, after)) => {
                    self.put(&mut said, values.get(at).copied().unwrap_or_default());
                    rest = after;
                }
                None => {
                    said.push('{');
                    rest = behind;
                }
            }
        }
        said.push_str(rest);
        said
    }

    /// Puts a value in; in words that run from right to left it is isolated, for it may run the other way
    /// (UAX 9, 2.4).
    fn put(self, said: &mut String, value: &str) {
        if self.0.is_right_to_left() {
            said.push('\u{2068}');
            said.push_str(value);
            said.push('\u{2069}');
        } else {
            said.push_str(value);
        }
    }

    /// What a rule says, in a sentence.
    pub(crate) fn of_rule(self, rule: &'static Rule) -> &'static str {
        self.sentence(rule.code).unwrap_or(rule.what)
    }

    /// The sentence on a rule or a kind of recovered mark, where this language has one.
    pub(crate) fn sentence(self, key: &str) -> Option<&'static str> {
        SENTENCES.get(key).and_then(|row| row.get(self.0.code())).map(String::as_str)
    }
}

fn in_language(row: &'static BTreeMap<String, String>, language: Language) -> Option<&'static str> {
    row.get(language.code()).or_else(|| row.get(Language::English.code())).map(String::as_str)
}
