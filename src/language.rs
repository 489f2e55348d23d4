//! The six languages of the Union.

use std::fmt;
use std::str::FromStr;

/// A language of the Union (ITU Constitution, article 29), in the order of the document letters.
///
/// # Examples
/// ```
/// use itudoc::Language;
///
/// assert_eq!(Language::from_letter('C'), Some(Language::Chinese));
/// assert_eq!(Language::Chinese.code(), "zh");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Arabic, right to left.
    Arabic,
    /// Chinese.
    Chinese,
    /// English.
    English,
    /// French.
    French,
    /// Russian.
    Russian,
    /// Spanish.
    Spanish,
}

impl Language {
    /// All six, in the order of the letters A C E F R S.
    pub const ALL: [Language; 6] = [
        Language::Arabic,
        Language::Chinese,
        Language::English,
        Language::French,
        Language::Russian,
        Language::Spanish,
    ];

    /// The letter that ends a document number: `70-C`.
    pub fn letter(self) -> char {
        match self {
            Language::Arabic => 'A',
            Language::Chinese => 'C',
            Language::English => 'E',
            Language::French => 'F',
            Language::Russian => 'R',
            Language::Spanish => 'S',
        }
    }

    /// The language of a document letter.
    pub fn from_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.letter() == letter.to_ascii_uppercase())
    }

    /// Two-letter code, the key of every table of strings: `zh`.
    pub fn code(self) -> &'static str {
        match self {
            Language::Arabic => "ar",
            Language::Chinese => "zh",
            Language::English => "en",
            Language::French => "fr",
            Language::Russian => "ru",
            Language::Spanish => "es",
        }
    }

    /// BCP 47 tag for `w:lang` and PDF `/Lang`. ITU Chinese is simplified, China's conventions.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Arabic => "ar-SA",
            Language::Chinese => "zh-CN",
            Language::English => "en-GB",
            Language::French => "fr-FR",
            Language::Russian => "ru-RU",
            Language::Spanish => "es-ES",
        }
    }

    /// Its name in English and in itself, in small letters.
    fn names(self) -> [&'static str; 2] {
        match self {
            Language::Arabic => ["arabic", "العربية"],
            Language::Chinese => ["chinese", "中文"],
            Language::English => ["english", "english"],
            Language::French => ["french", "français"],
            Language::Russian => ["russian", "русский"],
            Language::Spanish => ["spanish", "español"],
        }
    }

    /// Whether lines run from right to left.
    pub fn is_right_to_left(self) -> bool {
        self == Language::Arabic
    }
}

/// A language tag as BCP 47 has it (RFC 5646, 2.1): language, script, region. Word's own names lose what
/// is none of these (`es-ES_tradnl`, `sl_SI`); `None` for what names no language (`0`, `x`).
pub(crate) fn bcp47(tag: &str) -> Option<String> {
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let mut parts = tag.trim().split(['-', '_']).peekable();
    let primary = parts.next().filter(|part| matches!(part.len(), 2 | 3) && letters(part))?;
    let mut normal = primary.to_ascii_lowercase();
    if let Some(script) = parts.next_if(|part| part.len() == 4 && letters(part)) {
        let (first, rest) = script.split_at(1);
        normal.push('-');
        normal.push_str(&first.to_ascii_uppercase());
        normal.push_str(&rest.to_ascii_lowercase());
    }
    let number = |part: &str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(region) = parts.next_if(|part| part.len() == 2 && letters(part) || number(part)) {
        normal.push('-');
        normal.push_str(&region.to_ascii_uppercase());
    }
    Some(normal)
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Language {
    type Err = String;

    /// A code, a tag with it (`zh-CN`, `zh_Hans`), a document letter, or the language's name in English
    /// or in itself; in any case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let folded = text.trim().to_lowercase();
        let code = folded.split(['-', '_']).next().unwrap_or_default();
        let mut letters = folded.chars();
        let letter = letters.next().and_then(Self::from_letter).filter(|_| letters.next().is_none());
        let known = |language: &Language| {
            let [english, own] = language.names();
            language.code() == code || english == folded || own == folded || letter == Some(*language)
        };
        Self::ALL
            .into_iter()
            .find(known)
            .ok_or_else(|| format!("{text:?} is not a language of the Union; one of ar, zh, en, fr, ru, es"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_languages_become_tags_or_nothing() {
        for (name, tag) in [
            ("es-ES_tradnl", Some("es-ES")),
            ("sl_SI", Some("sl-SI")),
            ("ZH-hans-cn", Some("zh-Hans-CN")),
            ("es-419", Some("es-419")),
            ("fr", Some("fr")),
            ("0", None),
            ("x", None),
            ("x-none", None),
            ("", None),
        ] {
            assert_eq!(bcp47(name).as_deref(), tag, "{name}");
        }
    }
}
