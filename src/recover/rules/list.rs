//! Doubled punctuation at the end of an item: `，；`, `,;`, `；，`.
//!
//! In a resolution every item ends with a semicolon, the last of a call with a comma, the last of
//! all with a full stop. So `，；` says that the item was the last of its list and no longer is:
//! every item behind it in the list was appended, though it carries no trace of its own. `；，` says
//! the opposite: what stands behind it was deleted.

use crate::diagnostics::message;
use std::ops::Range;

use super::RecoveryInput;
use crate::lexicon::terms::{self, Term};
use crate::model::Role;
use crate::recover::Witness::{List, Pattern};
use crate::recover::candidate::Candidate;
use crate::recover::passage::RecoveryPassage;
use crate::text::RevisionKind::{Deletion, Insertion};

const MARK: &str = "doubled-punctuation";
const APPENDED: &str = "list-appended";
const CUT: &str = "list-cut";
const JOINED: &str = "list-joined";

/// What a punctuation mark does at the end of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ItemEnding {
    /// The list goes on.
    More,
    /// The call ends.
    Call,
    /// The text ends.
    Text,
}

pub(super) fn see(document: &RecoveryInput<'_>, found: &mut Vec<Candidate>) {
    let all = &document.passages.all;
    // For each passage, one past the last of its list and of its instrument: found from the end.
    let mut bounds = vec![(0, 0); all.len()];
    let mut ends = (all.len(), all.len());
    for (at, passage) in all.iter().enumerate().rev() {
        if let Some(next) = all.get(at + 1) {
            if next.context.list != passage.context.list {
                ends.0 = at + 1;
            }
            if next.context.own_text() != passage.context.own_text() {
                ends.1 = at + 1;
            }
        }
        if let Some(bound) = bounds.get_mut(at) {
            *bound = ends;
        }
    }
    for (at, passage) in document.passages.iter() {
        if !matches!(passage.context.role, Role::Item | Role::Plain) {
            continue;
        }
        let Some((old, new, [first, second])) = doubled(&passage.text) else { continue };
        let Some(&(list_end, text_end)) = bounds.get(at) else { continue };
        joined_before(document, at, (old, new), list_end, found);
        judge(document, at, [(old, first), (new, second)], [list_end, text_end], found);
    }
}

/// The "and" of the item before one that is no longer the last: `a) …; and`, `b) …,; and`, `c) …,`.
fn joined_before(
    document: &RecoveryInput<'_>,
    at: usize,
    marks: (ItemEnding, ItemEnding),
    list_end: usize,
    found: &mut Vec<Candidate>,
) {
    let all = &document.passages.all;
    let (Some(before), Some(passage)) = (at.checked_sub(1).and_then(|i| all.get(i)), all.get(at)) else {
        return;
    };
    let appended = marks == (ItemEnding::Call, ItemEnding::More) && at + 1 < list_end;
    let same = before.context.list == passage.context.list && before.context.role == Role::Item;
    let kept = without_and(&before.text).len();
    let range = kept..before.text.trim_end().len();
    if appended && same && passage.context.amends() && !range.is_empty() {
        let reason = message!("joined the last two items of a list that has been continued");
        found.push(Candidate::replacement(at - 1, range, 0..0).seen(JOINED, List, 0.9, reason));
    }
}

/// Weighs a doubled mark against what follows it.
fn judge(
    document: &RecoveryInput<'_>,
    at: usize,
    marks: [(ItemEnding, Range<usize>); 2],
    [list_end, text_end]: [usize; 2],
    found: &mut Vec<Candidate>,
) {
    let all = &document.passages.all;
    let [(old, first), (new, second)] = marks;
    if (old, new) == (ItemEnding::More, ItemEnding::More) {
        let reason = message!("doubled punctuation: the list goes on behind its last item but one");
        let amends = all.get(at).is_some_and(|passage| passage.context.amends());
        let seen = Candidate::replacement(at, first, second).seen(MARK, Pattern, 0.93, reason);
        found.extend(amends.then_some(seen));
        return;
    }
    let (kind, rule, end) = match (old, new) {
        (ItemEnding::Call, ItemEnding::More) => (Insertion, APPENDED, list_end),
        (ItemEnding::More, ItemEnding::Call) => (Deletion, CUT, list_end),
        (ItemEnding::Text, _) => (Insertion, APPENDED, text_end),
        (ItemEnding::More, ItemEnding::Text) => (Deletion, CUT, list_end),
        (ItemEnding::Call, ItemEnding::Text) => (Deletion, CUT, text_end),
        _ => return,
    };
    let in_text = all.get(at).is_some_and(|passage| passage.context.amends());
    if !in_text {
        return;
    }
    let joined = all
        .get(at)
        .and_then(|passage| passage.text.get(first.clone()))
        .is_some_and(|old| old.contains(char::is_alphabetic));
    let following = at + 1..end;
    // The last that follows ends as the list ended before: with the mark that this one has lost.
    let closes = all.get(at + 1..end).and_then(<[RecoveryPassage]>::last).map(|last| ending(&last.text));
    // A full stop before further calls is more often a slip than the end of the text.
    let stops_early = (old, new) == (ItemEnding::More, ItemEnding::Text) && list_end < text_end;
    let confidence: f32 = match (closes, kind) {
        _ if following.is_empty() => 0.5,
        // Its "and" says that one item followed: `；和。`.
        _ if joined && following.len() == 1 && kind == Deletion => 0.9,
        _ if stops_early => 0.6,
        (Some(Some(ending)), Insertion) if ending == old => 0.97,
        (Some(Some(ending)), Deletion) if ending == new && old == ItemEnding::More => 0.9,
        (_, Insertion) => 0.8,
        _ => 0.6,
    };
    let reason = match kind {
        Insertion => message!("doubled punctuation: the item was the last of its list and no longer is"),
        _ => message!("doubled punctuation: the item is now the last of its list"),
    };
    // That the mark was doubled is plain even where the list ends oddly; what was appended is not.
    let doubled = if kind == Insertion && !following.is_empty() { confidence.max(0.88) } else { confidence };
    found.push(Candidate::replacement(at, first, second).seen(MARK, Pattern, doubled, reason));
    for next in following {
        let Some(passage) = all.get(next) else { break };
        let reason = match kind {
            Insertion => message!("stands behind the item that was the last of the list"),
            _ => message!("stands behind the item that is now the last of the list"),
        };
        let mut whole = Candidate::whole(next, passage.text.len(), kind).seen(rule, List, confidence, reason);
        whole.related.push(at);
        found.push(whole);
    }
}

/// The two marks at the end of a text, where they differ in what they do.
fn doubled(text: &str) -> Option<(ItemEnding, ItemEnding, [Range<usize>; 2])> {
    let body = without_and(text);
    let end = text.trim_end().len();
    if body.len() == end
        && let Some(seen) = joined(text).or_else(|| run_on(text))
    {
        return Some(seen);
    }
    let mut letters = body.char_indices().rev();
    let (second_at, second) = letters.next()?;
    let (first_at, first) = letters.find(|(_, c)| !c.is_whitespace())?;
    let (old, new) = (mark(first)?, mark(second)?);
    if old == new || abbreviated(text.get(..first_at)?, first) {
        return None;
    }
    let behind = first_at + first.len_utf8();
    Some((old, new, [first_at..behind, second_at..end]))
}

/// `; and,`: the item was the last but one, and is now the last.
fn joined(text: &str) -> Option<(ItemEnding, ItemEnding, [Range<usize>; 2])> {
    let end = text.trim_end().len();
    let (second_at, second) = text.get(..end)?.char_indices().next_back()?;
    let new = mark(second)?;
    let head = text.get(..second_at)?;
    let kept = without_and(head);
    let (first_at, first) = kept.char_indices().next_back()?;
    let old = mark(first).filter(|old| *old == ItemEnding::More)?;
    (kept.len() < head.trim_end().len()).then_some((old, new, [first_at..second_at, second_at..end]))
}

/// `…in working order.clean and powered;`: the text ended with this item; what took the place of its last
/// words, and the mark that it now has, stand right behind its full stop.
fn run_on(text: &str) -> Option<(ItemEnding, ItemEnding, [Range<usize>; 2])> {
    /// Fewest letters of the words on both sides: shorter ones are abbreviations, or of an address.
    const FEWEST: usize = 3;
    let end = text.trim_end().len();
    let new = ending(text).filter(|new| *new != ItemEnding::Text)?;
    let (stop, _) = text.rmatch_indices('.').find(|(at, _)| {
        let behind = text.get(at + 1..).unwrap_or_default();
        behind.starts_with(char::is_lowercase)
    })?;
    let (before, behind) = (text.get(..stop)?, text.get(stop + 1..end)?);
    let last = before.split_whitespace().next_back()?;
    let first = behind.split(|c: char| c.is_whitespace() || c.is_ascii_punctuation()).next()?;
    let word = |word: &str| word.chars().count() >= FEWEST && word.chars().all(char::is_alphabetic);
    let certain = word(last) && word(first) && behind.contains(' ') && !abbreviated(before, '.');
    certain.then_some((ItemEnding::Text, new, [stop..stop + 1, stop + 1..end]))
}

/// The text without white space and without the "and" that ends the last item but one.
fn without_and(text: &str) -> &str {
    let body = text.trim_end();
    for word in [Term::And, Term::Or].into_iter().flat_map(terms::all) {
        if let Some(head) = body.strip_suffix(&**word)
            && let head = head.trim_end()
            && head.chars().next_back().is_some_and(|c| mark(c).is_some())
        {
            return head;
        }
    }
    body
}

fn mark(letter: char) -> Option<ItemEnding> {
    match letter {
        '；' | ';' | '؛' => Some(ItemEnding::More),
        '，' | ',' | '،' => Some(ItemEnding::Call),
        '。' | '.' => Some(ItemEnding::Text),
        _ => None,
    }
}

/// How a text ends.
fn ending(text: &str) -> Option<ItemEnding> {
    mark(text.trim_end().chars().next_back()?)
}

/// Whether the point belongs to an abbreviation: `etc.,` is not doubled punctuation. Single letters too.
fn abbreviated(before: &str, first: char) -> bool {
    let start = before
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8));
    let word = before.get(start..).unwrap_or_default();
    let single = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    first == '.' && (single || terms::all(Term::Abbreviation).iter().any(|known| **known == *word))
}
