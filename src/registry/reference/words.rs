//! The words of references in six languages, from the lexicon's table of terms.
//!
//! In: a word or a stretch of text. Out: what it says in a reference. Words are compared folded
//! (`folding::fold_name`): lower case, no accents. Never: a word that the lexicon does not have.

use crate::folding::fold_name;
use std::sync::OnceLock;

use crate::language::Language;
use crate::letters::{is_han, is_optional_mark};
use crate::lexicon::terms::{self, Term};
use crate::model::InstrumentKind;
use crate::registry::Registry;

/// The words for a kind of instrument.
const KINDS: [(Term, InstrumentKind); 4] = [
    (Term::Resolution, InstrumentKind::Resolution),
    (Term::Decision, InstrumentKind::Decision),
    (Term::Recommendation, InstrumentKind::Recommendation),
    (Term::Opinion, InstrumentKind::Opinion),
];

/// The words of the lexicon as references are searched for them, folded.
pub(super) struct ReferenceWords {
    /// Whole words for instruments.
    whole: Vec<(String, InstrumentKind)>,
    /// Stems of declined words.
    stems: Vec<(String, InstrumentKind)>,
    /// Chinese nouns, which stand behind their number or before it.
    pub han: Vec<(&'static str, InstrumentKind)>,
    /// The letters with which they begin.
    pub han_first: Vec<char>,
    /// The letters that stand before a number that the noun follows: 第.
    pub ordinal: &'static str,
    /// The letters with which the words begin, folded or not.
    first: Vec<char>,
    /// Words between two numbers of one citation; Arabic joins its `و` to what follows.
    and: Vec<String>,
    /// The word for "revised".
    pub revised: Vec<String>,
    /// The letters with which it begins.
    pub revised_first: Vec<char>,
    /// The Union's name as it follows a body's.
    union: Vec<String>,
    /// What stands before a body's name in an opening formula.
    before_body: Vec<String>,
}

/// The words, folded at first use.
pub(super) fn words() -> &'static ReferenceWords {
    static WORDS: OnceLock<ReferenceWords> = OnceLock::new();
    WORDS.get_or_init(|| {
        let folded = |term: Term| terms::all(term).iter().map(|word| fold_name(word)).collect::<Vec<_>>();
        let (mut whole, mut stems, mut han) = (Vec::new(), Vec::new(), Vec::new());
        for (term, kind) in KINDS {
            for language in Language::ALL {
                for word in terms::of(term, language) {
                    match word.strip_suffix('*') {
                        Some(stem) => stems.push((fold_name(stem), kind)),
                        None if language == Language::Chinese => han.push((&**word, kind)),
                        None => whole.push((fold_name(word), kind)),
                    }
                }
            }
        }
        let revised = folded(Term::Revised);
        let both_cases = |words: &mut dyn Iterator<Item = &String>| {
            let first = words.filter_map(|word| word.chars().next());
            let mut first: Vec<char> =
                first.flat_map(|c| [Some(c), c.to_uppercase().next()]).flatten().collect();
            first.sort_unstable();
            first.dedup();
            first
        };
        let mut first = both_cases(&mut whole.iter().chain(&stems).map(|(word, _)| word));
        // Folding changes letters, and Arabic joins others to the word.
        let joined = [Term::JoinedConjunction, Term::JoinedPreposition, Term::JoinedArticle];
        first.extend(joined.into_iter().flat_map(|term| terms::letters(term).chars()));
        let nouns = KINDS.iter().flat_map(|(term, _)| terms::of(*term, Language::Arabic));
        first.extend(nouns.chain(terms::all(Term::JoinedArticle)).filter_map(|word| word.chars().next()));
        ReferenceWords {
            whole,
            stems,
            han_first: han.iter().filter_map(|(word, _)| word.chars().next()).collect(),
            han,
            ordinal: terms::letters(Term::Ordinal),
            first,
            and: [folded(Term::And), folded(Term::Or)].concat(),
            revised_first: both_cases(&mut revised.iter()),
            revised,
            union: folded(Term::OfTheUnion),
            before_body: folded(Term::BeforeBody),
        }
    })
}

/// The kind that a word names, whatever its case and accents; Arabic with article and joined prefixes.
pub(super) fn kind_of(word: &str) -> Option<InstrumentKind> {
    // The first letter decides for most words; folding is for the few that can be instruments.
    let first = word.chars().next()?;
    let words = words();
    if !words.first.contains(&first) || word.len() > 48 {
        return None;
    }
    if word.is_ascii() {
        let whole = words.whole.iter().find(|(form, _)| form.eq_ignore_ascii_case(word));
        return whole.map(|(_, kind)| *kind);
    }
    let folded = fold_name(word);
    let bare = arabic_bare(&folded);
    let whole = words.whole.iter().find(|(form, _)| *form == folded || *form == bare);
    let stem = || words.stems.iter().find(|(stem, _)| folded.starts_with(stem));
    whole.or_else(stem).map(|(_, kind)| *kind)
}

/// An Arabic word without joined conjunction, preposition and article.
fn arabic_bare(folded: &str) -> &str {
    let mut bare = folded;
    for prefixes in [Term::JoinedConjunction, Term::JoinedPreposition, Term::JoinedArticle] {
        if let Some(rest) = terms::all(prefixes).iter().find_map(|prefix| bare.strip_prefix(&**prefix))
            && rest.chars().count() >= 3
        {
            bare = rest;
        }
    }
    bare
}

/// Whether a word joins two numbers.
pub(super) fn is_and(word: &str) -> bool {
    word.len() <= 8 && words().and.contains(&fold_name(word))
}

/// Whether a stretch is nothing but the Union's name, in any grammatical case.
pub(super) fn is_union(text: &str) -> bool {
    let folded = fold_name(text);
    folded.is_empty() || words().union.contains(&folded)
}

/// Whether a stretch can stand before the body's name in an opening formula.
pub(super) fn opens_formula(text: &str) -> bool {
    let folded = fold_name(text);
    folded.is_empty() || words().before_body.contains(&folded)
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
    // Most words are of ASCII alone.
    let plain = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    if plain > 0 && rest.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        return at + plain;
    }
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
