//! The decoded input again, as far as the JSON tells it.
//!
//! In: every text of the form with its place. Out: a text of the same length in which each of them stands
//! where it stood, on its line, in its column. Never: what stood between them, which was white space; it
//! is spaces and line ends here.

use std::collections::BTreeSet;

use super::form::{Document, Place};
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::limits;
use crate::text::Span;

/// A text with the bytes of its characters.
pub(super) struct Restored {
    pub text: String,
    /// Bytes before each character, and in all.
    offsets: Vec<u32>,
}

impl Restored {
    /// The span of a place.
    pub(super) fn span(&self, place: &Place) -> Span {
        let byte = |character: u32| {
            let at = self.offsets.get(character as usize).or(self.offsets.last());
            at.copied().unwrap_or_default()
        };
        Span { start: byte(place.from), end: byte(place.to) }
    }
}

/// Restores the text of a document.
///
/// # Errors
/// A [`Refusal`] where it is longer than any input may be, or a place lies outside of it.
pub(super) fn restore(document: &Document<'_>, texts: &[(Place, &str)]) -> Result<Restored, Refusal> {
    let length = document.input.characters;
    if length > limits::TEXT_BYTES {
        return Err(Refusal::over(
            message!("the input that the JSON tells of"),
            limits::TEXT_BYTES as u64,
            message!("characters"),
        ));
    }
    let mut letters = vec![' '; length];
    let starts = line_starts(texts);
    // What is set aside stands inside of the texts, and so do line ends: both have their places first.
    let mut taken: BTreeSet<u32> = starts.iter().filter_map(|(_, start)| start.checked_sub(1)).collect();
    let aside: BTreeSet<(u32, u32)> =
        document.set_aside.read().iter().map(|piece| (piece.at.from, piece.at.to)).collect();
    let (first, then): (Vec<_>, Vec<_>) =
        texts.iter().partition(|(place, _)| aside.contains(&(place.from, place.to)));
    for (place, text) in first {
        place_text(&mut letters, &place, text, &BTreeSet::new())?;
        taken.extend(place.from..place.to);
    }
    for (place, text) in then {
        place_text(&mut letters, &place, text, &taken)?;
    }
    end_lines(&mut letters, &starts);
    let mut offsets = Vec::with_capacity(length + 1);
    let mut text = String::with_capacity(length);
    for letter in letters {
        offsets.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        text.push(letter);
    }
    offsets.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
    Ok(Restored { text, offsets })
}

/// Where each line that is named begins.
fn line_starts(texts: &[(Place, &str)]) -> Vec<(u32, u32)> {
    let start = |place: &Place| (place.line, place.from.saturating_sub(place.column.saturating_sub(1)));
    let mut starts: Vec<(u32, u32)> = texts.iter().map(|(place, _)| start(place)).chain([(1, 0)]).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Puts a text in its place. One that is shorter than its place was joined over line ends or over what is
/// set aside: what is `taken` is passed over.
fn place_text(letters: &mut [char], place: &Place, text: &str, taken: &BTreeSet<u32>) -> Result<(), Refusal> {
    let Some(room) = letters.get_mut(place.from as usize..place.to as usize) else {
        return Err(outside(place));
    };
    let mut spare = room.len().saturating_sub(text.chars().count());
    let mut rest = text.chars().peekable();
    for (at, slot) in (place.from..).zip(room) {
        let Some(letter) = rest.peek().copied() else { break };
        // A space may stand for the line end.
        if spare > 0 && !letter.is_whitespace() && taken.contains(&at) {
            spare -= 1;
            continue;
        }
        *slot = letter;
        rest.next();
    }
    Ok(())
}

/// Puts a line end before each line's start, and as many before it as lines lie between.
fn end_lines(letters: &mut [char], starts: &[(u32, u32)]) {
    for pair in starts.windows(2) {
        let [(line, start), (next, next_start)] = pair else { continue };
        let Some(lines) = letters.get_mut(*start as usize..*next_start as usize) else { continue };
        if let Some(last) = lines.last_mut().filter(|_| next > line) {
            *last = '\n';
        }
        let mut missing = next.saturating_sub(*line) as usize;
        missing -= lines.iter().filter(|letter| **letter == '\n').count().min(missing);
        // From behind: the line before a named one ends right before it.
        for letter in lines.iter_mut().rev() {
            if missing == 0 {
                break;
            }
            if letter.is_whitespace() && *letter != '\n' {
                *letter = '\n';
                missing -= 1;
            }
        }
    }
}

fn outside(place: &Place) -> Refusal {
    Refusal::new(
        RefusalKind::Damaged,
        message!(
            "the JSON names the characters {from} to {to}, which its input does not have",
            from = place.from,
            to = place.to
        ),
        message!("make the JSON anew from the input"),
    )
}
