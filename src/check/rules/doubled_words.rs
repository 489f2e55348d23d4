//! One word or phrase twice: `of of the`, `Member States Member States`, `成员国成员国`.

use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage};
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::letters::is_han;
use crate::lexicon::terms::{self, Term};
use crate::numerals::is_han_digit;

pub(super) const FAMILY: Family = Family { rules: &[&DOUBLED], see };

/// A word stands twice.
pub(super) static DOUBLED: Rule = Rule {
    code: "STR008",
    name: "doubled-word",
    severity: Severity::Warning,
    what: "A word or a phrase stands twice with nothing but a space between; in Chinese with nothing at all.",
    why: "A slip of typing, or the trace of a revision mark that was lost.",
    example: "`the work of of the Union`, `成员国成员国的作用`",
    remedy: "Take one of them out.",
    source: "Editorial practice",
};

/// Names that hold a word twice: Bora Bora, Pago Pago, Walla Walla, Baden Baden.
const NAMES: &[&str] = &["bora", "pago", "walla", "baden"];

/// Most words of a phrase that is looked for.
const PHRASE: usize = 4;

/// Most letters of a Chinese phrase that is looked for.
const HAN_PHRASE: usize = 10;

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    for passage in &document.passages {
        words(passage, found);
        if document.lexicon.is_chinese() {
            han(passage, found);
        }
    }
}

/// A word of a passage, and whether nothing but a space stands between it and the next.
struct SpacedWord<'t> {
    start: usize,
    text: &'t str,
    joined: bool,
}

fn words(passage: &CheckedPassage<'_>, found: &mut Vec<Finding>) {
    // The last words, as many as two phrases have.
    let mut last: Vec<SpacedWord<'_>> = Vec::with_capacity(2 * PHRASE);
    let mut at = 0;
    for piece in passage.text.split_inclusive(char::is_whitespace) {
        let text = piece.trim_end();
        if last.len() == 2 * PHRASE {
            last.remove(0);
        }
        // A word with a line end or a tab behind it belongs to another line.
        last.push(SpacedWord { start: at, text, joined: piece.ends_with(' ') });
        at += piece.len();
        let Some(words) = (1..=PHRASE).find_map(|count| twice(&last, count)) else { continue };
        let first = last.len() - 2 * words;
        let phrase: Vec<&str> = last.iter().skip(first + words).map(|word| word.text).collect();
        let start = last.get(first).map_or(at, |word| word.start);
        // `… outputs. Mission Mission refers to`: a term, and the sentence that explains it.
        let capital = phrase.first().is_some_and(|word| word.starts_with(char::is_uppercase));
        let before = passage.text.get(..start).unwrap_or_default().trim_end();
        let explains = !before.is_empty() && !before.ends_with(char::is_alphabetic);
        if capital && explains {
            last.clear();
            continue;
        }
        let span = passage.span(&(start..at - piece.len() + text.len()));
        let said = message!("“{word}” stands here twice.", word = without_stop(&phrase.join(" ")));
        let mut finding = Finding::new(&DOUBLED, span, said);
        if capital {
            finding.severity = Severity::Information;
        }
        found.push(finding);
        last.clear();
    }
}

/// Whether the last `count` words stand twice.
fn twice(last: &[SpacedWord<'_>], count: usize) -> Option<usize> {
    let (_, both) = last.split_at_checked(last.len().checked_sub(2 * count)?)?;
    let (first, second) = both.split_at_checked(count)?;
    // Most words differ in their length or their first letter.
    let mut pairs = first.iter().zip(second);
    if !pairs.all(|(one, other)| may_be_same(one.text, other.text)) {
        return None;
    }
    let joined = both.iter().take(2 * count - 1).all(|word| word.joined);
    let letters: usize = first.iter().map(|word| word.text.chars().count()).sum();
    let same = letters >= 2 * count.min(2)
        && first.iter().zip(second).enumerate().all(|(at, (one, other))| {
            // A stop may stand behind the last of them.
            is_same(one.text, if at + 1 == count { without_stop(other.text) } else { other.text })
        });
    let listed = || {
        let word = second.first().map(|word| without_stop(word.text)).unwrap_or_default();
        count == 1
            && (NAMES.contains(&word.to_lowercase().as_str())
                || terms::all(Term::StandsTwice).iter().any(|twice| **twice == *word))
    };
    (joined && same && !listed()).then_some(count)
}

/// Whether two words can be one, as far as length and first byte tell; behind the second a stop may stand.
fn may_be_same(one: &str, other: &str) -> bool {
    let first = |word: &str| word.bytes().next().unwrap_or_default();
    one.len() <= other.len() && (!first(one).is_ascii() || first(one).eq_ignore_ascii_case(&first(other)))
}

fn without_stop(word: &str) -> &str {
    word.trim_end_matches(|c: char| !c.is_alphabetic())
}

/// Whether two words are one: `The the` too, not `I I` nor numbers. Capitals throughout are abbreviations.
fn is_same(one: &str, other: &str) -> bool {
    // A capital begins a sentence with the first of them, or both are one name.
    let cased = |(at, (one, other)): (usize, (char, char))| {
        let first = at == 0 && one.is_uppercase();
        one == other && (at == 0 || !one.is_uppercase()) || first && one.to_lowercase().eq([other])
    };
    !other.is_empty()
        && one.len() == other.len()
        && one.chars().zip(other.chars()).enumerate().all(cased)
        && other.chars().all(|c| c.is_alphabetic() && !is_han(c))
}

/// The letters of a Chinese passage, each compared with the ones before it at one distance after another: so many in a
/// row that are the same at their distance are a phrase that stands twice.
fn han(passage: &CheckedPassage<'_>, found: &mut Vec<Finding>) {
    let text = passage.text.as_str();
    let letters: Vec<char> = text.chars().collect();
    let mut met: Vec<(usize, usize)> = Vec::new();
    for distance in 1..=HAN_PHRASE {
        let mut run = 0;
        let pairs = letters.iter().zip(letters.iter().skip(distance));
        for (at, (one, other)) in pairs.enumerate() {
            run = if one == other && is_han(*one) { run + 1 } else { 0 };
            if run == distance {
                met.push((at + distance + 1, distance));
            }
        }
    }
    for (end, distance) in met {
        let end: usize = letters.iter().take(end).map(|letter| letter.len_utf8()).sum();
        let start = back(text, end, 2 * distance);
        if !is_doubled(text, start, end, distance) {
            continue;
        }
        let word = text.get(back(text, end, distance)..end).unwrap_or_default();
        let said = message!("“{word}” stands here twice.", word);
        let mut finding = Finding::new(&DOUBLED, passage.span(&(start..end)), said);
        // `研究研究组`: a word of two letters can begin another one.
        if distance == 2 {
            finding.severity = Severity::Information;
        }
        found.push(finding);
    }
}

/// The byte so many letters before another.
fn back(text: &str, end: usize, letters: usize) -> usize {
    let before = text.get(..end).unwrap_or_default();
    before.char_indices().rev().nth(letters.saturating_sub(1)).map_or(0, |(at, _)| at)
}

/// Whether what stands twice is no number, no single letter but a particle, and no word that the language doubles.
fn is_doubled(text: &str, start: usize, end: usize, distance: usize) -> bool {
    let both = text.get(start..end).unwrap_or_default();
    let word = text.get(back(text, end, distance)..end).unwrap_or_default();
    let particle =
        distance == 1 && terms::all(Term::DoubledParticle).iter().any(|particle| **particle == *word);
    let one = word.chars().next().unwrap_or_default();
    let plain = distance > 1
        && !word.chars().all(|c| is_han_digit(c) || c == '\u{3007}')
        && !word.chars().all(|letter| letter == one);
    // `以…为目的的`: the first letter of the two ends a word.
    let mut whole = terms::all(Term::StandsTwice).iter().filter(|twice| twice.ends_with(both));
    let doubled = whole.any(|twice| text.get(..end).is_some_and(|head| head.ends_with(&**twice)));
    (particle || plain) && !doubled
}
