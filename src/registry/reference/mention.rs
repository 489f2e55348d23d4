//! The bodies that a text names, by name or acronym, and which of them a reference belongs to.

use std::ops::Range;

use crate::language::Language;
use crate::letters::is_han;
use crate::lexicon::terms::{self, Term};
use crate::model::Body;
use crate::registry::Registry;

/// A body named in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub body: Body,
    pub range: Range<usize>,
}

/// All mentions, in order.
pub(super) fn mentions(text: &str, language: Language) -> Vec<Mention> {
    let Some(finder) = Registry::builtin().body_finder(language) else { return Vec::new() };
    let named = finder.all(text).filter(|(range, (_, acronym))| !acronym || is_acronym(text, range));
    named.map(|(range, (body, _))| Mention { body, range }).collect()
}

/// The first body that a short text names, in any language.
pub(super) fn first(text: &str) -> Option<Mention> {
    let all = Language::ALL.into_iter().flat_map(|language| mentions(text, language));
    all.min_by_key(|mention| (mention.range.start, std::cmp::Reverse(mention.range.end)))
}

/// An acronym stands alone: `PP` only with its year (`PP-14`), the longer ones without letters around.
fn is_acronym(text: &str, range: &Range<usize>) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || matches!(c, '\u{410}'..='\u{44F}');
    let before = text.get(..range.start).and_then(|head| head.chars().next_back());
    let after = text.get(range.end..).unwrap_or_default();
    let alone = !before.is_some_and(letter) && !after.starts_with(letter);
    let year =
        after.strip_prefix(['-', '‑']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    alone && (text.get(range.clone()).is_some_and(|word| word.chars().count() > 2) || year)
}

/// A body named farther away, bytes, belongs to something else.
const FAR: usize = 240;

/// The body named just before `at`: nothing but the Union's name, an acronym in parentheses or
/// spaces may stand between.
pub(super) fn just_before(text: &str, mentions: &[Mention], at: usize) -> Option<Body> {
    let last = mentions.get(mentions.partition_point(|m| m.range.end <= at).checked_sub(1)?)?;
    if at - last.range.end > FAR {
        return None;
    }
    let between = text.get(last.range.end..at)?.trim_matches(['(', ')', '（', '）', ' ']);
    (between.is_empty() || super::words::is_union(between)).then_some(last.body)
}

/// Whether a body's name stands for much else too.
fn is_common(body: Body) -> bool {
    Registry::builtin().body(body).is_some_and(|entry| entry.common_name)
}

/// The body named beside a reference: in the same clause before it, or right behind it
/// (`… of the Plenipotentiary Conference`). One whose name is a common word must stand close.
pub(super) fn beside(
    text: &str,
    language: Language,
    mentions: &[Mention],
    reference: &Range<usize>,
) -> Option<Body> {
    const NEAR: usize = 48;
    let at = mentions.partition_point(|m| m.range.end <= reference.start);
    let before = at.checked_sub(1).and_then(|i| mentions.get(i)).and_then(|mention| {
        let gap = reference.start - mention.range.end;
        let limit = if is_common(mention.body) { NEAR } else { FAR };
        if gap > limit {
            return None;
        }
        let between = text.get(mention.range.end..reference.start)?;
        (!between.contains(['；', '。', ';', '؛', '\n'])).then_some((gap, mention.body))
    });
    // The genitive alone does it in Russian and Arabic; the others put a word between.
    let genitive = matches!(language, Language::Russian | Language::Arabic);
    let after = mentions.get(mentions.partition_point(|m| m.range.start < reference.end)).filter(|mention| {
        let between = text.get(reference.end..mention.range.start).unwrap_or(",");
        between.len() <= 24
            && !between.contains([',', ';', '.', '，', '；', '。', '、', '(', '（'])
            && !between.contains(|c| is_han(c) && terms::letters(Term::And).contains(c))
            && (genitive || between.contains(char::is_alphabetic))
            && !is_common(mention.body)
    });
    match (before, after) {
        (Some((gap, body)), Some(_)) if gap <= 4 => Some(body),
        (_, Some(mention)) => Some(mention.body),
        (before, None) => before.map(|(_, body)| body),
    }
}
