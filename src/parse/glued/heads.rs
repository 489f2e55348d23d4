//! Heads of instruments inside a line: number line, title and opening formula run on with the first
//! call, as in `第1097号决议 国际电联成员国的投票表决权(C-1996)理事会,注意到a)…`.
//!
//! In: a line. Out: where each head begins and ends. Never: a number that a sentence cites; a head
//! is one only where an opening formula and a call follow its number.

use super::symbol;
use crate::lexicon::Lexicon;

/// How far before its opening formula a number line may stand, characters: titles run to 300.
const REACH: usize = 400;

/// A head, in bytes of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// Where its number line, or the proposal's symbol before it, begins.
    pub start: usize,
    /// Where the symbol ends; `start` where there is none.
    pub number: usize,
    /// Where the number line ends and the title begins.
    pub title: usize,
    /// Where the opening formula begins.
    pub opening: usize,
    /// Where the opening formula ends.
    pub body: usize,
}

/// The heads of a line, in order.
pub(super) fn heads(text: &str, lexicon: &Lexicon) -> Vec<Head> {
    let mut heads = Vec::new();
    let mut from = 0;
    for (at, end) in openings(text, lexicon) {
        if at < from {
            continue;
        }
        if let Some(head) = head(text, from, at, end, lexicon) {
            from = head.body;
            heads.push(head);
        }
    }
    heads
}

/// Opening formulas with a call right behind them.
fn openings<'t>(text: &'t str, lexicon: &'t Lexicon) -> impl Iterator<Item = (usize, usize)> + 't {
    let mut before = None;
    text.char_indices().filter_map(move |(at, c)| {
        let apart = lexicon.is_chinese() || before.is_none_or(|b: char| !b.is_alphanumeric());
        before = Some(c);
        // A sentence names a body in small letters: `of the Plenipotentiary Conference,`.
        let rest = text.get(at..).filter(|_| apart && c.is_alphabetic() && !c.is_lowercase())?;
        let end = at + lexicon.opening_at_head(rest)?;
        let rest = text.get(end..)?.trim_start();
        let called = lexicon.call_at_head(rest).is_some() || lexicon.instruction_at_head(rest).is_some();
        // The line may also end with the formula, where it begins with the number line.
        (called || rest.is_empty() && lexicon.number_at_head(text).is_some()).then_some((at, end))
    })
}

/// The head whose opening formula stands at `opening`: in scripts with capitals the last number line
/// in capitals, else the first since the last full stop, as a title may cite other numbers.
fn head(text: &str, from: usize, opening: usize, body: usize, lexicon: &Lexicon) -> Option<Head> {
    let before = text.get(from..opening)?;
    let reach = before.char_indices().rev().nth(REACH).map_or(0, |(at, _)| at);
    let stop = before.rfind(['。', '；']).map_or(0, |at| at + '。'.len_utf8()).max(reach);
    let mut found: Option<(usize, usize, bool)> = None;
    let mut previous: Option<char> = None;
    for (offset, c) in before.get(stop..)?.char_indices() {
        let apart = previous.is_none_or(|p| !p.is_alphanumeric()) || c == '第' || lexicon.is_chinese();
        previous = Some(c);
        let at = from + stop + offset;
        if !apart || c.is_whitespace() || c.is_ascii_digit() {
            continue;
        }
        let Some((_, length)) = lexicon.number_at_head(text.get(at..opening)?) else { continue };
        let word = text.get(at..at + length)?.split(' ').next().unwrap_or_default();
        let capitals = word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase);
        if found.is_none() || capitals {
            found = Some((at, length, capitals));
        }
    }
    let (number, length, _) = found?;
    let before_number = text.get(from..number)?.trim_end();
    let start = ["ADD", "MOD", "SUP", "NOC"]
        .iter()
        .filter_map(|mark| before_number.strip_suffix(mark))
        .find(|rest| rest.chars().next_back().is_none_or(|c| !c.is_alphanumeric()))
        .map_or(number, |rest| from + rest.len());
    debug_assert!(symbol::symbol(text.get(start..).unwrap_or_default()).is_some() || start == number);
    Some(Head { start, number, title: number + length, opening, body })
}
