//! Which of the six languages a text is in.

use crate::language::Language;
use crate::letters::{is_arabic, is_han};

/// Characters that are looked at; a longer text adds nothing.
const SAMPLE: usize = 20_000;

/// Words so common that ten lines hold some, and that the other two languages lack.
const COMMON: [(Language, [&str; 10]); 3] = [
    (Language::English, ["the", "and", "of", "that", "with", "which", "to", "is", "by", "this"]),
    (Language::French, ["le", "les", "des", "du", "et", "une", "dans", "aux", "par", "qui"]),
    (Language::Spanish, ["el", "los", "las", "del", "y", "una", "por", "para", "con", "al"]),
];

/// The language of a text by its script, then by its commonest words; `None` where neither tells.
pub fn detect(text: &str) -> Option<Language> {
    let (mut han, mut arabic, mut cyrillic, mut latin) = (0usize, 0usize, 0usize, 0usize);
    for c in text.chars().take(SAMPLE) {
        match c {
            c if is_han(c) => han += 1,
            c if is_arabic(c) => arabic += 1,
            '\u{0400}'..='\u{04FF}' => cyrillic += 1,
            c if c.is_alphabetic() => latin += 1,
            _ => {}
        }
    }
    // One Han character says about as much as four letters; acronyms make up the Latin ones.
    let scripts = [(han * 4, Language::Chinese), (arabic, Language::Arabic), (cyrillic, Language::Russian)];
    let (count, language) = scripts.into_iter().max_by_key(|(count, _)| *count)?;
    if count > latin {
        return Some(language);
    }
    if latin == 0 {
        return None;
    }
    let sample: String = text.chars().take(SAMPLE).collect::<String>().to_lowercase();
    let mut hits = [0usize; 3];
    for word in sample.split(|c: char| !c.is_alphabetic()) {
        for (slot, (_, words)) in hits.iter_mut().zip(&COMMON) {
            *slot += usize::from(words.contains(&word));
        }
    }
    let (best, (language, _)) = hits.iter().zip(&COMMON).max_by_key(|(hits, _)| **hits)?;
    (*best > 0).then_some(*language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_languages() {
        let cases = [
            ("考虑到ITU-T和ITU-R的WTSA和WTDC各项决议", Language::Chinese),
            ("إن مؤتمر المندوبين المفوضين للاتحاد ITU", Language::Arabic),
            ("that the Member States of the Union", Language::English),
            ("que les États Membres de l'Union et des Secteurs", Language::French),
            ("que los Estados Miembros de la Unión y las Oficinas", Language::Spanish),
            ("что Государства-Члены МСЭ", Language::Russian),
        ];
        for (text, language) in cases {
            assert_eq!(detect(text), Some(language), "{text}");
        }
        assert_eq!(detect("12345"), None);
    }
}
