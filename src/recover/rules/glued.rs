//! Two words that stand glued, told by the words of the Union's own texts: `crucialvital`, `conferencethe`.
//!
//! What took a word's place stands right behind it where marks were lost. A token that the texts do not have and
//! that falls into two words that they have is suspected, no more: compounds look the same. Never: a certain mark.

use super::RecoveryInput;
use crate::diagnostics::message;
use crate::language::Language;
use crate::lexicon::terms::{self, Term};
use crate::lexicon::words::{is_listed, is_word};
use crate::recover::Witness::Pattern;
use crate::recover::candidate::Candidate;

const RULE: &str = "words-glued";

/// Fewest letters of each word, where neither is one of the commonest of the language.
const FEWEST: usize = 5;
/// Fewest letters of one of the commonest words.
const COMMON: usize = 3;

pub(super) fn see(document: &RecoveryInput<'_>, found: &mut Vec<Candidate>) {
    let language = document.language;
    if !is_listed(language) {
        return;
    }
    let least = least(language);
    for (at, passage) in document.passages.iter() {
        let text = &passage.text;
        let mut end = 0;
        for word in text.split_inclusive(|c: char| !c.is_alphabetic()) {
            let start = end;
            end += word.len();
            let word = word.trim_end_matches(|c: char| !c.is_alphabetic());
            if word.len() < least {
                continue;
            }
            let Some(cut) = cut(word, language) else { continue };
            let (first, second) = word.split_at_checked(cut).unwrap_or_default();
            let reason = message!(
                "“{first}” and “{second}” stand glued; the texts of the Union have both and not the whole",
                first,
                second,
            );
            let seen = Candidate::replacement(at, start..start + cut, start + cut..start + word.len());
            found.push(seen.seen(RULE, Pattern, 0.6, reason));
        }
    }
}

/// Fewest bytes of a token: two words, of which one of the commonest may be shorter where those are told.
fn least(language: Language) -> usize {
    match language {
        Language::English | Language::French => FEWEST + COMMON,
        Language::Spanish | Language::Chinese => 2 * FEWEST,
        Language::Russian | Language::Arabic => 4 * FEWEST,
    }
}

/// Where a token falls into two known words, if it is none itself and falls in one way only.
fn cut(word: &str, language: Language) -> Option<usize> {
    const LONGEST: usize = 60;
    let mut letters = word.chars();
    letters.next();
    if word.len() > LONGEST || !letters.all(char::is_lowercase) && language != Language::Arabic {
        return None;
    }
    let small = word.to_lowercase();
    if small.len() != word.len() || is_word(&small, language) {
        return None;
    }
    let common = |part: &str| terms::of(Term::Common, language).iter().any(|word| **word == *part);
    // Spanish joins its pronouns to verbs (`utilizarlas`), and French words begin like its articles.
    let may = |behind: bool| language == Language::English || behind && language == Language::French;
    let mut cuts = small.char_indices().skip(1).filter_map(|(at, _)| {
        let (first, second) = small.split_at_checked(at)?;
        let count = |part: &str| part.chars().count();
        let known = |part: &str| count(part) >= FEWEST && is_word(part, language);
        let short = |part: &str, behind: bool| may(behind) && count(part) >= COMMON && common(part);
        let of = |term, part: &str| terms::of(term, language).iter().any(|word| **word == *part);
        if of(Term::CompoundFirst, first) || of(Term::CompoundLast, second) {
            return None;
        }
        let (before, behind) = (known(first), known(second));
        (before && (behind || short(second, true)) || short(first, false) && behind).then_some(at)
    });
    let only = cuts.next()?;
    cuts.next().is_none().then_some(only)
}
