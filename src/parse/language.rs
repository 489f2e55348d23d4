//! Which of the six languages a text is in.

use crate::language::Language;
use crate::letters::{is_arabic, is_han, is_letter};
use crate::lexicon::Lexicon;
use crate::lexicon::terms::{self, Term};

/// Characters that are looked at; a longer text adds nothing.
const SAMPLE: usize = 20_000;

/// Languages that share a script, which their words tell apart.
const LATIN: [Language; 3] = [Language::English, Language::French, Language::Spanish];

/// Fewer common words than these say too little by themselves.
const FEW: usize = 10;

/// The language of a text by its script, then by its commonest words; `None` where neither tells.
pub(crate) fn detect(text: &str) -> Option<Language> {
    let (mut han, mut arabic, mut cyrillic, mut latin) = (0usize, 0usize, 0usize, 0usize);
    for c in text.chars().take(SAMPLE) {
        match c {
            c if c.is_ascii() => latin += usize::from(c.is_ascii_alphabetic()),
            c if is_han(c) => han += 1,
            c if is_arabic(c) => arabic += 1,
            '\u{0400}'..='\u{04FF}' => cyrillic += 1,
            c if is_letter(c) => latin += 1,
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
    let end = text.char_indices().nth(SAMPLE).map_or(text.len(), |(at, _)| at);
    let sample = text.get(..end).unwrap_or_default().to_lowercase();
    let words = LATIN.map(|language| (language, terms::of(Term::Common, language)));
    let longest = words.iter().flat_map(|(_, words)| words.iter()).map(|word| word.len()).max().unwrap_or(0);
    let mut hits = words.map(|(language, _)| (language, 0usize));
    for word in sample.split(|c: char| !is_letter(c)).filter(|word| (1..=longest).contains(&word.len())) {
        for ((_, hits), (_, words)) in hits.iter_mut().zip(&words) {
            *hits += usize::from(words.iter().any(|known| **known == *word));
        }
    }
    if hits.iter().all(|(_, hits)| *hits < FEW) {
        for (language, hits) in &mut hits {
            *hits += said_by_the_union(text, *language);
        }
    }
    // Of two alike the first counts: a line that English and French share is English.
    let (language, best) = hits.into_iter().rev().max_by_key(|(_, hits)| *hits)?;
    (best > 0).then_some(language)
}

/// What the lines of a short text say that only the Union's texts in a language say: number lines,
/// opening formulas, calls, titles of sections, words of a masthead.
fn said_by_the_union(text: &str, language: Language) -> usize {
    const LINES: usize = 200;
    let Ok(lexicon) = Lexicon::of(language) else { return 0 };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES);
    lines.map(|line| lexicon.says(line)).sum()
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

    /// Texts with none of the commonest words: the Union's own tell the language.
    #[test]
    fn short_texts() {
        for (text, language) in [
            ("RESOLUCIÓN 71 (REV. DUBÁI, 2018)\nobservando\nresuelve", Language::Spanish),
            ("RESOLUCION 71\nresuelve encargar", Language::Spanish),
            ("RÉSOLUTION 71 (RÉV. DUBAÏ, 2018)\nnotant\ndécide", Language::French),
            ("RESOLUTION 71 (REV. DUBAI, 2018)\nnoting\nresolves", Language::English),
            ("Motifs: Néant.", Language::French),
            ("Documento 70-S\nOriginal: inglés", Language::Spanish),
        ] {
            assert_eq!(detect(text), Some(language), "{text}");
        }
    }
}
