//! Calls inside a line: between the end of a clause and their list or clause.
//!
//! In: a line and what is known of the text before it. Out: the calls, each with its place. Never: a
//! call where a sentence goes on. Operative verbs stand in the third person with no subject before
//! them, which only the calls of an instrument do; recitals are participles as prose has them too,
//! so they need a list behind them, or an opening formula on the same line.

use super::{JoinCut, JoinState};
use crate::letters::is_han;
use crate::lexicon::Lexicon;
use crate::lexicon::terms::{self, Term};
use crate::model::CallRole;

/// A call found in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ClausePlace {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Whether its list follows at once.
    pub list: bool,
    /// Its side of "resolves".
    pub role: CallRole,
}

/// What ends a clause before a call.
const STOPS: [char; 9] = ['，', '。', '；', ',', ';', '،', '؛', '”', '.'];

/// The calls from byte `from` on. `opened`: bytes at which an opening formula of this line ended.
pub(super) fn calls(
    text: &str,
    from: usize,
    opened: &[usize],
    state: JoinState,
    lexicon: &Lexicon,
) -> Vec<ClausePlace> {
    let mut found: Vec<ClausePlace> = Vec::new();
    let mut operative = state.operative;
    let mut after_stop = true;
    let mut stop = ' ';
    let mut opened = opened.iter().copied().peekable();
    let (mut whole, mut fresh) = (false, false);
    let mut heads_line = state.run_in;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < from) {
        if opened.next_if(|end| *end <= at).is_some() {
            (operative, whole, after_stop, fresh) = (false, true, true, true);
        }
        if after_stop && c.is_alphabetic() {
            let ahead = found.last().is_none_or(|call| at >= call.end);
            let rest = text.get(at..).unwrap_or_default();
            let opened = fresh || std::mem::take(&mut heads_line);
            let free = JoinedClause { operative, whole, opened, after_point: stop == '.' };
            if ahead
                && let Some(place) = call(rest, at, free, lexicon)
                && !leaves_scrap(text, place.end)
            {
                operative |= place.role == CallRole::Operative;
                push(&mut found, place);
            }
            fresh = false;
        }
        if STOPS.contains(&c) {
            (after_stop, stop) = (true, c);
        } else if !c.is_whitespace() {
            after_stop = false;
        }
    }
    found
}

/// Whether nothing but a letter or two would be left of a line: the end of a misspelt name, as of
/// `责成电信发展局主仁`, and no clause.
fn leaves_scrap(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    (1..=2).contains(&rest.chars().take(3).count()) && rest.chars().all(is_han)
}

/// What is known where a clause begins.
#[derive(Debug, Clone, Copy)]
struct JoinedClause {
    /// An operative call came before.
    operative: bool,
    /// The opening formula stands right before, or this is the head of a line among run-in calls.
    opened: bool,
    /// The line holds the whole instrument from its opening formula on.
    whole: bool,
    /// A full stop stands before: only a small letter can go on from it.
    after_point: bool,
}

/// Adds a call; one that hands on to the next (`做出决议，责成秘书长`) is one call with it.
fn push(found: &mut Vec<ClausePlace>, place: ClausePlace) {
    match found.last_mut() {
        Some(last) if last.end == place.start && last.role == CallRole::Operative && !last.list => {
            *last = ClausePlace { start: last.start, ..place };
        }
        _ => found.push(place),
    }
}

/// The bytes of the comma and the space that end a call.
fn comma(tail: &str) -> usize {
    let rest = tail.trim_start_matches([' ', ',', '，', '،', ':', '：']);
    tail.len() - rest.len()
}

/// The call at the head of `rest`, which begins a clause.
fn call(rest: &str, at: usize, clause: JoinedClause, lexicon: &Lexicon) -> Option<ClausePlace> {
    if clause.after_point && rest.starts_with(char::is_uppercase) {
        return None;
    }
    if let Some((call, length)) = lexicon.instruction_at_head(rest) {
        let tail = rest.get(length..)?;
        let list = starts_list(tail);
        let goes_on =
            tail.trim_start_matches([' ', ',', '，']).chars().next().is_some_and(char::is_alphanumeric);
        // One operative verb follows another; elsewhere a list, or the whole instrument, speaks for it.
        let certain =
            list || goes_on && (clause.operative || clause.opened || clause.whole && lexicon.is_chinese());
        if certain {
            return Some(ClausePlace { start: at, end: at + length + comma(tail), list, role: call.role });
        }
    }
    let (call, length) = lexicon.call_at_head(rest)?;
    let tail = rest.get(length..)?;
    let list = starts_list(tail);
    let operative = call.role == CallRole::Operative;
    let certain = list
        || clause.opened
        || clause.whole && operative && !tail.trim_start().is_empty()
        || clause.whole && !clause.operative && lexicon.begins_inline(rest)
        || clause.whole && !clause.operative && lexicon.clause_follows(tail);
    certain.then_some(ClausePlace { start: at, end: at + length + comma(tail), list, role: call.role })
}

/// The calls that hold beside the labels of the line: one without a list of its own is none where
/// the list around it goes on after it (`1 …的作用，鼓励各方开展合作；2 …`).
pub(super) fn outside_lists(calls: Vec<ClausePlace>, cuts: &[JoinCut]) -> Vec<ClausePlace> {
    let lists: Vec<usize> = calls.iter().filter(|call| call.list).map(|call| call.start).collect();
    let inside = |call: &ClausePlace| {
        let next_list = lists.get(lists.partition_point(|start| *start <= call.start)).copied();
        let next_cut = cuts.get(cuts.partition_point(|cut| cut.at < call.end));
        next_cut.is_some_and(|cut| cut.on && next_list.is_none_or(|start| cut.at < start))
    };
    calls.iter().filter(|call| call.list || !inside(call)).copied().collect()
}

/// Whether a first label stands here: `a)`, `1 `, `1在…`.
pub(super) fn starts_list(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t', ',', ':', '，', '：', '\u{3000}']);
    if ["a)", "a）", "i)", "а)", "أ )", "أ)", "أ ("].iter().any(|label| rest.starts_with(label)) {
        return true;
    }
    let Some(tail) = rest.strip_prefix('1') else { return false };
    // `1,2 million`, `1.1.2010`, `1年`: numbers, not labels.
    tail.chars().next().is_some_and(|c| {
        !c.is_ascii_digit()
            && !matches!(c, '.' | ',' | '-' | '/' | '%')
            && !terms::letters(Term::DateUnit).contains(c)
    })
}

/// The call that ends a line, its list or clause being the next: `…发展中国家，责成电信标准化局主任`.
pub(super) fn tail(text: &str, next: Next, lexicon: &Lexicon) -> Option<usize> {
    // `…, highlighting:` leads in a list of the same sentence.
    if text.ends_with([':', '：']) {
        return None;
    }
    let reach =
        text.char_indices().rev().nth(if lexicon.is_chinese() { 60 } else { 220 }).map_or(0, |(at, _)| at);
    let stops = text.char_indices().rev().take_while(|(at, _)| *at >= reach);
    for (at, c) in stops.filter(|(_, c)| STOPS.contains(c)) {
        let rest = text.get(at + c.len_utf8()..)?;
        let start = text.len() - rest.trim_start().len();
        let rest = rest.trim();
        if rest.is_empty() || c == '.' && rest.starts_with(char::is_uppercase) {
            continue;
        }
        let Some(found) = lexicon.call(rest) else { continue };
        let bare = lexicon.call_at_head(rest).is_some_and(|(_, length)| rest.len() - length <= 2);
        let certain = match found.role {
            CallRole::Recital => bare && next == Next::List,
            CallRole::Operative => next != Next::Other,
        };
        // The last verb is the call: `…, which invites comments, instructs the Director`.
        if certain {
            return Some(start);
        }
    }
    None
}

/// What the next line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// A first label.
    List,
    /// A clause: `to …`, `that …`.
    Clause,
    /// Anything else.
    Other,
}
