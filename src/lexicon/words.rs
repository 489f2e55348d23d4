//! Words of the Union's texts, by language: what tells two words that run together from one word.
//!
//! In: a word. Out: whether it is one of them. Never: a judgement of a word that the lists lack. English comes
//! from texts of the Union alone; the others, of which fewer texts could be had, hold besides what is general
//! knowledge of its vocabulary, with its inflections (`templates/lexicon/words`, one word a line, in the order of
//! its bytes). Chinese has no spaces and no list: its words of one meaning are terms of the lexicon.

use std::sync::OnceLock;

use crate::language::Language;

const ENGLISH: &str = include_str!("../../templates/lexicon/words/en.txt");
const FRENCH: &str = include_str!("../../templates/lexicon/words/fr.txt");
const SPANISH: &str = include_str!("../../templates/lexicon/words/es.txt");
const RUSSIAN: &str = include_str!("../../templates/lexicon/words/ru.txt");
const ARABIC: &str = include_str!("../../templates/lexicon/words/ar.txt");

/// The list of a language.
fn list(language: Language) -> Option<&'static str> {
    match language {
        Language::English => Some(ENGLISH),
        Language::French => Some(FRENCH),
        Language::Spanish => Some(SPANISH),
        Language::Russian => Some(RUSSIAN),
        Language::Arabic => Some(ARABIC),
        Language::Chinese => None,
    }
}

/// Whether a language has a list.
pub(crate) fn is_listed(language: Language) -> bool {
    list(language).is_some()
}

/// Whether a word in small letters is in the list of a language.
pub(crate) fn is_word(word: &str, language: Language) -> bool {
    lines(language).binary_search(&word).is_ok()
}

/// The words of a list in order, cut at first use.
fn lines(language: Language) -> &'static [&'static str] {
    static LINES: [OnceLock<Vec<&str>>; 6] = [const { OnceLock::new() }; 6];
    let cut = || list(language).unwrap_or_default().lines().collect();
    LINES.get(language as usize).map_or(&[], |lines| lines.get_or_init(cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_list_is_found_and_no_other() {
        for language in Language::ALL.into_iter().filter(|language| is_listed(*language)) {
            let words: Vec<&str> = list(language).unwrap().lines().collect();
            assert!(words.len() > 1000 && words.is_sorted(), "{language:?}");
            assert!(words.iter().all(|word| is_word(word, language)), "{language:?}");
        }
        for word in ["", "zzz", "crucialvital", "conferencethe", "aaa"] {
            assert!(!is_word(word, Language::English), "{word}");
        }
        assert!(!is_listed(Language::Chinese));
    }

    /// A word that is an ending too makes two words of a verb: `permet` and `trait` of `permettrait`.
    #[test]
    fn no_word_is_the_ending_of_a_verb() {
        for ending in ["trait", "traient", "tions", "raient", "ment", "ments"] {
            assert!(!is_word(ending, Language::French), "{ending}");
        }
        for ending in ["mente", "mientos", "ciones", "iendo", "aban"] {
            assert!(!is_word(ending, Language::Spanish), "{ending}");
        }
    }
}
