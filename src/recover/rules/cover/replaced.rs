//! A clause of the annex in which old and new run together, told apart by the MOD that quotes the new.
//!
//! The quotation's clause is the end of the annex's clause: what stands before it there is old.
//! The old words reach back to the last clause that the quotation has too, or to the last
//! semicolon; the new ones reach as far as the unit replaced: clause for clause, sentence for
//! sentence.

use crate::diagnostics::message;
use std::ops::Range;

use super::CHANGED;
use super::plain::{Plain, likeness};
use super::quotes::Quote;
use crate::recover::Witness::CoverNote;
use crate::recover::candidate::Candidate;
use crate::recover::rules::RecoveryInput;

/// Fewer letters are not a clause.
const CLAUSE: usize = 6;

/// A clause as a range of letters, and whether a sentence begins with it.
#[derive(Debug, Clone)]
struct ReplacementClause {
    range: Range<usize>,
    begins: bool,
}

pub(super) fn see(
    document: &RecoveryInput<'_>,
    quote: &Quote,
    at: usize,
    text: &Plain,
    found: &mut Vec<Candidate>,
) {
    let (ours, theirs) = (clauses(text.letters()), clauses(quote.plain.letters()));
    if ours.len() * theirs.len() > 4096 {
        return;
    }
    for (number, wanted) in theirs.iter().enumerate() {
        let Some(words) = quote.plain.letters().get(wanted.range.clone()) else { continue };
        let junction = ours.iter().enumerate().find_map(|(i, clause)| {
            let (cut, exact) = joined(text.letters().get(clause.range.clone())?, words)?;
            Some((i, clause.range.start + cut, exact))
        });
        if let Some((i, cut, exact)) = junction {
            let seen = split(document, quote, at, text, (&ours, &theirs), (i, number), cut, exact);
            found.extend(seen);
            return;
        }
    }
}

/// Where `words` begin at the end of a clause that has more before them.
fn joined(clause: &[char], words: &[char]) -> Option<(usize, bool)> {
    const ALIKE: f32 = 0.8;
    if words.len() < CLAUSE || clause.len() < words.len() + CLAUSE {
        return None;
    }
    let cut = clause.len() - words.len();
    let tail = clause.get(cut..)?;
    if tail == words {
        return Some((cut, true));
    }
    // Other words of the same length, or nearly: the cut that starts with the same letters.
    let same_start = |cut: &usize| clause.get(*cut..*cut + 2) == words.get(..2);
    let near = (cut.saturating_sub(2)..=cut + 2).filter(|cut| *cut >= CLAUSE).filter(same_start);
    let best = near.map(|cut| (cut, likeness(clause.get(cut..).unwrap_or_default(), words, ALIKE)));
    let (cut, like) = best.max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    (like >= ALIKE).then_some((cut, false))
}

#[expect(clippy::too_many_arguments, reason = "one call; the pieces of one finding")]
fn split(
    document: &RecoveryInput<'_>,
    quote: &Quote,
    at: usize,
    text: &Plain,
    (ours, theirs): (&[ReplacementClause], &[ReplacementClause]),
    (i, number): (usize, usize),
    cut: usize,
    exact: bool,
) -> Option<Candidate> {
    let passage = document.passages.get(at)?;
    let letters = |clause: &ReplacementClause| text.letters().get(clause.range.clone()).unwrap_or_default();
    let quoted =
        |clause: &ReplacementClause| quote.plain.letters().get(clause.range.clone()).unwrap_or_default();
    let before = number.checked_sub(1).and_then(|n| theirs.get(n));
    let known = before.and_then(|before| {
        let heads = ours.get(..i)?.iter().enumerate().rev();
        heads
            .map(|(j, clause)| (j, clause, likeness(letters(clause), quoted(before), 0.5)))
            .find(|(_, _, like)| *like >= 0.5)
            .map(|(j, clause, _)| (j, clause.range.end))
    });
    let sentence = ours.get(..=i)?.iter().rposition(|clause| clause.begins).unwrap_or(0);
    let first = known.map_or(0, |(j, _)| j + 1).max(sentence);
    let start = ours.get(first)?.range.start;
    // Sentence for sentence: all that the quotation still has. Clause for clause: this clause.
    let mut last = i;
    if first < i {
        for (ours, theirs) in ours.iter().zip(0..).skip(i + 1).zip(theirs.iter().skip(number + 1)) {
            if likeness(letters(ours.0), quoted(theirs), 0.9) < 0.9 {
                break;
            }
            last = ours.1;
        }
    }
    let end = ours.get(last)?.range.end;
    let (deleted, inserted) = (text.bytes(start..cut), text.bytes(cut..end));
    let inserted = inserted.start..trimmed(&passage.text, inserted);
    let confidence = match (known.is_some() || first == sentence && first > 0, exact) {
        (true, true) => 0.9,
        (true, false) => 0.87,
        _ => 0.7,
    };
    let reason = message!("old and new words run together; the cover note quotes the new ones");
    let mut seen = Candidate::replacement(at, deleted, inserted).seen(CHANGED, CoverNote, confidence, reason);
    seen.related.push(quote.passage);
    Some(seen)
}

/// The end of a range without the punctuation and space that it ends with.
fn trimmed(text: &str, range: Range<usize>) -> usize {
    let words = text.get(range.clone()).unwrap_or_default();
    range.start + words.trim_end_matches(|c: char| c.is_whitespace() || "，；。,;.".contains(c)).len()
}

/// The clauses of a text: between commas and semicolons that stand in no parenthesis.
fn clauses(letters: &[char]) -> Vec<ReplacementClause> {
    let mut clauses = Vec::new();
    let (mut depth, mut start, mut begins) = (0usize, 0, true);
    for (i, letter) in letters.iter().enumerate() {
        match letter {
            '（' => depth += 1,
            '）' => depth = depth.saturating_sub(1),
            '，' | '；' | '。' | '،' | '؛' if depth == 0 => {
                clauses.push(ReplacementClause { range: start..i, begins });
                start = i + 1;
                begins = matches!(letter, '；' | '。' | '؛');
            }
            _ => {}
        }
    }
    clauses.push(ReplacementClause { range: start..letters.len(), begins });
    clauses.retain(|clause| !clause.range.is_empty());
    clauses
}
