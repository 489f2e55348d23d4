//! The words of the review page and of the review sheet, a row each.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{InterfaceTable, InterfaceWords};
use crate::language::Language;

const WORDS: &str = include_str!("../../templates/interface/words.toml");

static TABLE: LazyLock<InterfaceTable> = LazyLock::new(|| toml::from_str(WORDS).unwrap_or_default());

impl InterfaceWords {
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
                    said.push_str(&self.isolated(values.get(at).copied().unwrap_or_default()));
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
}

fn in_language(row: &'static BTreeMap<String, String>, language: Language) -> Option<&'static str> {
    row.get(language.code()).or_else(|| row.get(Language::English.code())).map(String::as_str)
}
