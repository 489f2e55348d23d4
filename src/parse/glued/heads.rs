//! Heads of instruments inside a line: number line, title and opening formula run on with the first
//! call, as in `第1097号决议 国际电联成员国的投票表决权(C-1996)理事会,注意到a)…`.
//!
//! In: a line. Out: where each head begins and ends. Never: a number that a sentence cites; a head
//! is one only where an opening formula and a call follow its number.

use crate::letters::{is_han, is_letter};
use crate::lexicon::Lexicon;

/// How far before its opening formula a number line may stand, characters: titles run to 300.
const REACH: usize = 400;

/// A head, in bytes of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct JoinedHead {
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
pub(super) fn heads(text: &str, lexicon: &Lexicon) -> Vec<JoinedHead> {
    let openings: Vec<(usize, usize)> = openings(text, lexicon).collect();
    if openings.is_empty() {
        return Vec::new();
    }
    let numbers = numbers(text, lexicon);
    let mut heads = Vec::new();
    let mut from = 0;
    for (at, end) in openings {
        if at >= from
            && let Some(head) = head(text, from, (at, end), &numbers)
        {
            from = head.body;
            heads.push(head);
        }
    }
    heads
}

/// A number line inside a line.
struct JoinedNumber {
    start: usize,
    end: usize,
    /// Its word stands in capitals, as only the number line of the instrument itself has it.
    capitals: bool,
}

/// What reads as a number line, wherever it stands: once for the line, as formulas share their reach.
fn numbers(text: &str, lexicon: &Lexicon) -> Vec<JoinedNumber> {
    let mut found = Vec::new();
    let mut previous: Option<char> = None;
    for (at, c) in text.char_indices() {
        // `1RESOLUTION 12`: a page number ran into the word.
        let paged = previous.is_some_and(|p| p.is_ascii_digit()) && c.is_uppercase();
        let apart = previous.is_none_or(|p| !p.is_alphanumeric()) || paged || lexicon.is_chinese();
        previous = Some(c);
        if !apart || !is_letter(c) {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let Some((_, length)) = lexicon.number_at_head(rest) else { continue };
        let word = rest.get(..length).and_then(|number| number.split(' ').next()).unwrap_or_default();
        let capitals = word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase);
        found.push(JoinedNumber { start: at, end: at + length, capitals });
    }
    found
}

/// Opening formulas with a call right behind them.
fn openings<'t>(text: &'t str, lexicon: &'t Lexicon) -> impl Iterator<Item = (usize, usize)> + 't {
    let mut before = None;
    text.char_indices().filter_map(move |(at, c)| {
        // Most letters are small ones, and none of them begins a formula.
        if c.is_ascii_lowercase() {
            before = Some(c);
            return None;
        }
        let apart = lexicon.is_chinese() || before.is_none_or(|b: char| !b.is_alphanumeric());
        before = Some(c);
        // A sentence names a body in small letters: `of the Plenipotentiary Conference,`.
        let rest = text.get(at..).filter(|_| apart && is_letter(c) && (is_han(c) || !c.is_lowercase()))?;
        let end = at + lexicon.opening_at_head(rest)?;
        let rest = text.get(end..)?.trim_start();
        let called = lexicon.call_at_head(rest).is_some() || lexicon.instruction_at_head(rest).is_some();
        // The line may also end with the formula, where it begins with the number line.
        (called || rest.is_empty() && lexicon.number_at_head(text).is_some()).then_some((at, end))
    })
}

/// The head of an opening formula: in scripts with capitals the last number line in capitals, else the
/// first since the last full stop, as a title may cite other numbers.
fn head(
    text: &str,
    from: usize,
    (opening, body): (usize, usize),
    numbers: &[JoinedNumber],
) -> Option<JoinedHead> {
    let before = text.get(from..opening)?;
    let reach = before.char_indices().rev().nth(REACH).map_or(0, |(at, _)| at);
    let near = before.get(reach..)?;
    let stop = from + reach + near.rfind(['。', '；']).map_or(0, |at| at + '。'.len_utf8());
    let first = numbers.partition_point(|number| number.start < stop);
    let within = numbers.get(first..)?.iter().take_while(|number| number.end <= opening);
    let mut found: Option<&JoinedNumber> = None;
    for number in within {
        if found.is_none() || number.capitals {
            found = Some(number);
        }
    }
    let number = found?;
    let before_number = text.get(from..number.start)?;
    let start = ["ADD", "MOD", "SUP", "NOC"]
        .iter()
        .filter_map(|mark| before_number.trim_end().strip_suffix(mark))
        .find(|rest| rest.chars().next_back().is_none_or(|c| !c.is_alphanumeric()))
        .map_or(number.start, |rest| from + rest.len());
    Some(JoinedHead { start, number: number.start, title: number.end, opening, body })
}
