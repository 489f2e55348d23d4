//! The words of references in six languages, as tables.
//!
//! Forms are folded (`registry::fold`): lower case, no accents. Sources: the number lines and
//! citations of the Union's own texts in each language.

use crate::language::Language;
use crate::letters::{is_han, is_optional_mark};
use crate::model::InstrumentKind::{self, Decision, Opinion, Recommendation, Resolution};
use crate::registry::{Registry, fold};

/// Whole words for instruments, folded.
const WHOLE: &[(&str, InstrumentKind)] = &[
    ("resolution", Resolution),
    ("resolutions", Resolution),
    ("resolucion", Resolution),
    ("resoluciones", Resolution),
    ("decision", Decision),
    ("decisions", Decision),
    ("decisiones", Decision),
    ("acuerdo", Decision),
    ("acuerdos", Decision),
    ("recommendation", Recommendation),
    ("recommendations", Recommendation),
    ("recommandation", Recommendation),
    ("recommandations", Recommendation),
    ("recomendacion", Recommendation),
    ("recomendaciones", Recommendation),
    ("opinion", Opinion),
    ("opinions", Opinion),
    ("opiniones", Opinion),
    ("avis", Opinion),
    ("ruego", Opinion),
    ("قرار", Resolution),
    ("قرارين", Resolution),
    ("قراران", Resolution),
    ("قرارات", Resolution),
    ("مقرر", Decision),
    ("مقررين", Decision),
    ("مقررات", Decision),
    ("توصيه", Recommendation),
    ("توصيتين", Recommendation),
    ("توصيات", Recommendation),
    ("راي", Opinion),
    ("اراء", Opinion),
];

/// Stems of declined words, folded.
const STEMS: &[(&str, InstrumentKind)] =
    &[("резолюци", Resolution), ("решени", Decision), ("рекомендаци", Recommendation), ("мнени", Opinion)];

/// Chinese words for instruments, after `第64号`. The longer stands first.
pub(super) const HAN: &[(&str, InstrumentKind)] =
    &[("决议", Resolution), ("决定", Decision), ("建议", Recommendation), ("意见", Opinion)];

/// Words between two numbers of one citation, folded; Arabic joins its `و` to what follows.
const AND: &[&str] =
    &["and", "et", "y", "e", "и", "و", "or", "ou", "o", "или", "和", "及", "与", "以及", "或"];

/// What can stand between the word and the number: `No. 64`, `n° 64`, `№ 64`, `رقم 64`.
pub(super) const NUMBER_SIGNS: &[&str] = &["No.", "Nos.", "nos", "no", "N°", "n°", "nº", "№", "رقم"];

/// The word for "revised" in an edition, folded: as it begins, and whether letters may follow it at once.
pub(super) const REVISED: &[&str] = &[
    "修订版",
    "修订",
    "rev.",
    "rev",
    "пересм.",
    "пересм",
    "المراجعتين في",
    "المراجعتان في",
    "المراجعين في",
    "المراجعان في",
    "المراجعه في",
    "المراجع في",
    "المراجعه",
    "المراجع",
    "مراجع في",
];

/// The kind that a word names, whatever its case and accents; Arabic with article and joined prefixes.
pub(super) fn kind_of(word: &str) -> Option<InstrumentKind> {
    // The first letter decides for most words; folding is for the few that can be instruments.
    let first = word.chars().next()?;
    if !"RrDdAaOoРрМмقلابوفكمت".contains(first) || word.len() > 48 {
        return None;
    }
    let folded = fold::fold(word);
    let bare = arabic_bare(&folded);
    let whole = WHOLE.iter().find(|(form, _)| *form == folded || *form == bare);
    let stem = || STEMS.iter().find(|(stem, _)| folded.starts_with(stem));
    whole.or_else(stem).map(|(_, kind)| *kind)
}

/// An Arabic word without joined conjunction, preposition and article.
fn arabic_bare(folded: &str) -> &str {
    let mut bare = folded;
    for prefixes in [&["و", "ف"][..], &["ب", "ل", "ك"], &["ال", "ل"]] {
        if let Some(rest) = prefixes.iter().find_map(|prefix| bare.strip_prefix(prefix))
            && rest.chars().count() >= 3
        {
            bare = rest;
        }
    }
    bare
}

/// Whether a word joins two numbers.
pub(super) fn is_and(word: &str) -> bool {
    word.len() <= 8 && AND.contains(&fold::fold(word).as_str())
}

/// Whether a stretch is nothing but the Union's name, in any grammatical case.
pub(super) fn is_union(text: &str) -> bool {
    const UNION: &[&str] = &[
        "",
        "国际电信联盟",
        "国际电联",
        "of the international telecommunication union",
        "of the itu",
        "de l'union internationale des telecommunications",
        "de l'uit",
        "de la union internacional de telecomunicaciones",
        "de la uit",
        "международного союза электросвязи",
        "мсэ",
        "للاتحاد الدولي للاتصالات",
    ];
    UNION.contains(&fold::fold(text).as_str())
}

/// Whether a stretch can stand before the body's name in an opening formula.
pub(super) fn opens_formula(text: &str) -> bool {
    const BEFORE: &[&str] = &[
        "",
        "the",
        "la",
        "le",
        "el",
        "l'",
        "los",
        "إن",
        "ان",
        "the itu",
        "the world",
        "国际电信联盟",
        "国际电联",
    ];
    BEFORE.contains(&fold::fold(text).as_str())
}

/// Whether the registry knows a place by this name, in any language.
pub(super) fn is_known_place(name: &str) -> bool {
    Registry::builtin().place(name, Language::English).is_some()
}

/// Cuts a stretch into two known places that stand side by side: `瓜达拉哈拉釜山`, `DubaiBucharest`.
/// Gives the byte lengths of the first and of the gap.
pub(super) fn two_places(text: &str) -> Option<(usize, usize)> {
    const LONGEST: usize = 96;
    if text.len() > LONGEST || is_known_place(text) {
        return None;
    }
    let known = text.char_indices().skip(1).find_map(|(at, _)| {
        let (first, second) = text.split_at_checked(at)?;
        let gap = second.len() - second.trim_start().len();
        let parts = !first.ends_with(char::is_whitespace);
        (parts && is_known_place(first) && is_known_place(second)).then_some((at, gap))
    });
    known.or_else(|| capital_inside(text).map(|at| (at, 0)))
}

/// Where a capital stands in the middle of a word and one of its sides is a known place: `DubaiNarnia`.
fn capital_inside(text: &str) -> Option<usize> {
    let pairs = text.char_indices().zip(text.chars().skip(1));
    let mut inside = pairs.filter(|((_, a), b)| a.is_lowercase() && b.is_uppercase());
    let ((at, letter), _) = inside.next()?;
    let cut = at + letter.len_utf8();
    let (first, second) = text.split_at_checked(cut)?;
    (inside.next().is_none() && (is_known_place(first) || is_known_place(second))).then_some(cut)
}

/// Byte offset behind the spaces at `at` (no line breaks).
pub(super) fn skip_spaces(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let blank =
        |letter: char| letter == ' ' || letter == '\u{a0}' || letter == '\u{3000}' || letter == '\u{202f}';
    at + (rest.len() - rest.trim_start_matches(blank).len())
}

/// Byte offset behind the word (letters and combining marks) that starts at `at`. Han letters are
/// words of their own.
pub(super) fn end_of_word(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let mut letters = rest.char_indices();
    match letters.next() {
        Some((_, first)) if is_han(first) => at + first.len_utf8(),
        _ => {
            let inside =
                |letter: char| (letter.is_alphabetic() && !is_han(letter)) || is_optional_mark(letter);
            letters.find(|(_, letter)| !inside(*letter)).map_or(text.len(), |(end, _)| at + end)
        }
    }
}
