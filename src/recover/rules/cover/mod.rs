//! The cover note as a witness: it quotes what is added or changed, and the text as it is today.
//!
//! An ADD that stands word for word in the annex was inserted there. A MOD shows how a changed
//! clause reads now: what runs together with it in the annex is what it replaced. A paragraph
//! quoted from the text in force shows what the annex has beyond it.

pub(crate) mod plain;
mod quotes;
mod replaced;

use super::RecoveryInput;
use crate::diagnostics::message;
use crate::model::Role;
use crate::model::Symbol;
use crate::recover::Witness::CoverNote;
use crate::recover::candidate::Candidate;
use crate::text::RevisionKind::Insertion;
use plain::Plain;
use quotes::{Quote, QuoteKind};

const ADDED: &str = "cover-added";
const CHANGED: &str = "cover-changed";
const QUOTED: &str = "cover-quoted";

/// Shorter quotations stand in a text by chance.
const SHORTEST: usize = 8;

pub(super) fn see(document: &RecoveryInput<'_>, found: &mut Vec<Candidate>) {
    let quotes = quotes::collect(document);
    if quotes.is_empty() {
        return;
    }
    let matches = quotes::places(document, &quotes);
    for (quote, at) in quotes.iter().zip(&matches) {
        let Some(at) = *at else { continue };
        let Some(passage) = document.passages.get(at) else { continue };
        let text = Plain::of(&passage.text);
        match quote.kind {
            QuoteKind::Added => added(document, quote, at, &text, found),
            QuoteKind::Changed => {
                replaced::see(document, quote, at, &text, found);
                left_out(quote, at, &text, found);
            }
            QuoteKind::InForce => in_force(quote, &quotes, &matches, at, &text, found),
        }
    }
}

/// An ADD that stands in the annex: a paragraph of its own, or words within one.
fn added(document: &RecoveryInput<'_>, quote: &Quote, at: usize, text: &Plain, found: &mut Vec<Candidate>) {
    const WITHIN: usize = 16;
    let Some(passage) = document.passages.get(at) else { return };
    let own = matches!(passage.context.role, Role::Item | Role::Plain);
    if text.letters() == quote.plain.letters() {
        let reason = message!("the cover note quotes the paragraph as an addition");
        let whole = Candidate::whole(at, passage.text.len(), Insertion);
        let mut seen = whole.seen(ADDED, CoverNote, if own { 0.95 } else { 0.6 }, reason);
        seen.related.push(quote.passage);
        found.push(seen);
    } else if quote.plain.len() >= WITHIN
        && let Some(range) = text.find(&quote.plain)
    {
        let reason = message!("the cover note quotes these words as an addition");
        let mut seen = Candidate::replacement(at, 0..0, range).seen(ADDED, CoverNote, 0.88, reason);
        seen.related.push(quote.passage);
        found.push(seen);
    } else if plain::alike(text, &quote.plain, 0.85) {
        let reason = message!("the cover note quotes the paragraph as an addition, in slightly other words");
        let whole = Candidate::whole(at, passage.text.len(), Insertion);
        let mut seen = whole.seen(ADDED, CoverNote, 0.75, reason);
        seen.related.push(quote.passage);
        found.push(seen);
    }
}

/// A MOD that quotes the whole item as it is to read: what the annex has beyond it was deleted.
fn left_out(quote: &Quote, at: usize, text: &Plain, found: &mut Vec<Candidate>) {
    const LEAST: usize = 20;
    if quote.plain.len() < LEAST || text.len() > 3 * quote.plain.len() {
        return;
    }
    let Some(extra) = plain::beyond(text, &quote.plain, 0) else { return };
    let covers = extra.iter().all(|range| range.start > 0 && range.end < text.len());
    if !covers {
        return;
    }
    for range in extra.into_iter().filter(|range| range.len() >= 2) {
        let reason = message!("the cover note quotes the item as it is to read, without these words");
        let cut = text.bytes(range);
        let mut seen = Candidate::replacement(at, cut, 0..0).seen(CHANGED, CoverNote, 0.87, reason);
        seen.related.push(quote.passage);
        found.push(seen);
    }
}

/// A paragraph quoted as it is today: what the annex has beyond it is new. The quotation may be a
/// translator's own, so small differences count for nothing and another witness is asked for: a MOD
/// that quotes the new words.
fn in_force(
    quote: &Quote,
    quotes: &[Quote],
    places: &[Option<usize>],
    at: usize,
    text: &Plain,
    found: &mut Vec<Candidate>,
) {
    const LEAST: usize = 4;
    let allowed = quote.plain.len() / 20;
    let Some(extra) = plain::beyond(text, &quote.plain, allowed) else { return };
    let exact = plain::is_subsequence(quote.plain.letters(), text.letters());
    let changed: Vec<&Quote> = quotes
        .iter()
        .zip(places)
        .filter(|(other, place)| other.kind == QuoteKind::Changed && **place == Some(at))
        .map(|(other, _)| other)
        .collect();
    let inner = extra.into_iter().filter(|r| r.start > 0 && r.end < text.len() && r.len() >= LEAST);
    for range in inner {
        let confirmed = changed.iter().find(|other| confirms(text, &range, other));
        let (confidence, why) = match confirmed {
            Some(_) => (0.93, message!("and quotes them as a change")),
            None if exact => (0.88, message!("word for word")),
            None => (0.65, message!("in other words")),
        };
        let reason =
            message!("the cover note quotes the text in force without these words, {how}", how => why);
        let cut = text.bytes(range);
        let mut seen = Candidate::replacement(at, 0..0, cut).seen(QUOTED, CoverNote, confidence, reason);
        seen.related.push(quote.passage);
        seen.related.extend(confirmed.map(|other| other.passage));
        found.push(seen);
    }
}

/// Whether most of a stretch stands in the quotation of a change.
fn confirms(text: &Plain, range: &std::ops::Range<usize>, change: &Quote) -> bool {
    let letters = text.letters().get(range.clone()).unwrap_or_default();
    plain::longest_common(letters, change.plain.letters()) * 5 >= letters.len() * 3
}

/// What a symbol of the cover note announces.
fn kind_of(symbol: Symbol) -> Option<QuoteKind> {
    match symbol {
        Symbol::Add | Symbol::AddMoved => Some(QuoteKind::Added),
        Symbol::Mod | Symbol::ModEditorial => Some(QuoteKind::Changed),
        _ => None,
    }
}
