//! The cover note against the annex: what it quotes stands there, and where it says.

use crate::folding::fold_word;
use std::collections::{BTreeSet, HashMap};

use super::labels::counted;
use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage};
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::letters::is_han;
use crate::model::{Role, Symbol};
use crate::recover::base::changes;
use crate::recover::rules::cover::plain::{Plain, alike};
use crate::text::Span;

pub(super) const FAMILY: Family = Family { rules: &[&DIFFERS, &ELSEWHERE, &INSIDE], see };

/// The quotation is not what the annex says.
pub(super) static DIFFERS: Rule = Rule {
    code: "XCK001",
    name: "summary-differs",
    severity: Severity::Warning,
    what: "An ADD or MOD quoted in the cover note is worded otherwise in the annex, or is not there.",
    why: "The conference reads the summary and adopts the annex. White space, quotation marks and the \
          punctuation at the end are not compared.",
    example: "`ADD: invites all Members` and, in the annex, `invites the Members`",
    remedy: "Ask the delegation which wording is meant.",
    source: "PP-10 guidelines: a short summary, then the proposals themselves",
};

/// The quotation stands under another call.
pub(super) static ELSEWHERE: Rule = Rule {
    code: "XCK002",
    name: "summary-elsewhere",
    severity: Severity::Warning,
    what: "The cover note says under which call a text is added or changed; in the annex it stands under \
           another one, or there is no such call.",
    why: "The place of a text decides to whom it is addressed.",
    example: "`by adding to “instructs the Secretary-General”:` a text that stands under *invites Member States*",
    remedy: "Ask the delegation which place is meant.",
    source: "PP-10 guidelines: a short summary, then the proposals themselves",
};

/// An ADD inside a paragraph.
pub(super) static INSIDE: Rule = Rule {
    code: "PRP004",
    name: "add-inside-paragraph",
    severity: Severity::Information,
    what: "The cover note calls ADD what is new words inside an existing paragraph.",
    why: "New words inside a paragraph are a MOD of it; ADD is for whole new texts.",
    example: "`ADD: and botnets`, where the annex has `threats such as spam and botnets`",
    remedy: "Read it as a MOD.",
    source: "PP-10 guidelines: new text within an existing paragraph is MOD; WTDC-21 help: ADD only for whole texts",
};

/// Letters of a stretch that is looked up.
pub(super) const STRETCH: usize = 6;
/// Shorter quotations stand in a text by chance.
const SHORTEST: usize = 8;
/// Letters shown of a difference.
const SHOWN: usize = 12;

struct CoverQuote<'d, 'a> {
    symbol: Symbol,
    passage: &'d CheckedPassage<'a>,
    /// The paragraph before the entry, which says where it belongs.
    lead: Option<&'d CheckedPassage<'a>>,
    plain: Plain,
}

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    let quotes = collect(document);
    if quotes.is_empty() {
        return;
    }
    let places = places(document, &quotes);
    let proposing: BTreeSet<usize> = document.proposals.iter().map(|proposed| proposed.part).collect();
    for (quote, at) in quotes.iter().zip(places) {
        // Where a part proposes nothing, its quotations are of other texts.
        if !proposing.contains(&quote.passage.context.part) {
            continue;
        }
        let place = at.and_then(|at| Some((at, document.passages.get(at)?)));
        compare(quote, place.map(|(_, passage)| passage), found);
        let call = place.and_then(|(at, _)| call_over(document, at));
        if let (Some(lead), Some(call)) = (quote.lead, call) {
            named_call(document, lead, call, found);
        }
    }
}

fn collect<'d, 'a>(document: &'d CheckedDocument<'a>) -> Vec<CoverQuote<'d, 'a>> {
    let (mut lead, mut quotes) = (None, Vec::new());
    // Items under an ADD belong to it: they count from one.
    let mut open = None;
    let mut next = 1;
    for passage in document.passages.iter().filter(|passage| passage.context.instrument.is_none()) {
        match passage.context.role {
            Role::Entry(symbol) if !passage.context.reasons => {
                open = matches!(symbol, Symbol::Add | Symbol::AddMoved).then_some(symbol);
                next = 1;
                if matches!(symbol, Symbol::Add | Symbol::Mod | Symbol::AddMoved | Symbol::ModEditorial) {
                    quotes.push(CoverQuote { symbol, passage, lead, plain: Plain::of(&passage.text) });
                }
                lead = None;
            }
            Role::Item
                if !passage.context.reasons
                    && open.is_some()
                    && count(passage) == Some(next)
                    && !has_quotes(passage) =>
            {
                next += 1;
                let symbol = open.unwrap_or(Symbol::Add);
                quotes.push(CoverQuote { symbol, passage, lead: None, plain: Plain::of(&passage.text) });
            }
            _ => {
                open = None;
                lead = Some(passage);
            }
        }
    }
    quotes.retain(|quote| quote.plain.len() >= SHORTEST);
    quotes
}

/// What an item's label counts.
fn count(passage: &CheckedPassage<'_>) -> Option<u16> {
    counted(&passage.label?.value).map(|counted| counted.value)
}

/// An item that itself introduces an entry: `3.2 …「责成秘书长」一段：`.
fn has_quotes(passage: &CheckedPassage<'_>) -> bool {
    passage.text.trim_end().ends_with([':', '：'])
}

pub(super) const BUCKETS: usize = 1 << 16;

/// The bucket of a stretch.
pub(super) fn bucket(stretch: &[char]) -> usize {
    let mixed = stretch
        .iter()
        .fold(0u32, |key, letter| key.wrapping_mul(0x9E37_79B1).wrapping_add(u32::from(*letter)));
    (mixed.wrapping_mul(0x85EB_CA6B) >> 16) as usize
}

/// The passage of the same part's annex that holds most of each quotation's six-letter stretches.
/// One pass over the annex, however many quotations there are.
fn places(document: &CheckedDocument<'_>, quotes: &[CoverQuote<'_, '_>]) -> Vec<Option<usize>> {
    const MANY: usize = 64;
    let mut wanted: HashMap<&[char], Vec<usize>> = HashMap::new();
    // Nearly all stretches of the annex are in no quotation: a table of bits says so without the cost
    // of a look-up (0.6 ms of 1.6 ms on fifteen pages before it stood here).
    let mut known = vec![false; BUCKETS];
    for (number, quote) in quotes.iter().enumerate() {
        for stretch in quote.plain.letters().windows(STRETCH) {
            let list = wanted.entry(stretch).or_default();
            if list.last() != Some(&number) && list.len() < MANY {
                list.push(number);
            }
            if let Some(slot) = known.get_mut(bucket(stretch)) {
                *slot = true;
            }
        }
    }
    let mut best: Vec<Option<(usize, usize)>> = vec![None; quotes.len()];
    let mut hits: Vec<usize> = vec![0; quotes.len()];
    let mut touched: Vec<usize> = Vec::new();
    for (at, passage) in document.passages.iter().enumerate().filter(|(_, p)| p.context.instrument.is_some())
    {
        let text = Plain::of(&passage.text);
        for stretch in text.letters().windows(STRETCH) {
            if known.get(bucket(stretch)) != Some(&true) {
                continue;
            }
            for number in wanted.get(stretch).into_iter().flatten() {
                let Some(count) = hits.get_mut(*number) else { continue };
                if *count == 0 {
                    touched.push(*number);
                }
                *count += 1;
            }
        }
        for number in touched.drain(..) {
            let Some(count) = hits.get_mut(number).map(std::mem::take) else { continue };
            let same_part =
                quotes.get(number).is_some_and(|quote| quote.passage.context.part == passage.context.part);
            if let Some(best) = best.get_mut(number)
                && same_part
                && best.is_none_or(|(_, most)| count > most)
            {
                *best = Some((at, count));
            }
        }
    }
    let enough = |(quote, best): (&CoverQuote<'_, '_>, Option<(usize, usize)>)| {
        let (at, count) = best?;
        (count * 10 >= quote.plain.len().saturating_sub(STRETCH - 1) * 3).then_some(at)
    };
    quotes.iter().zip(best).map(enough).collect()
}

fn compare(quote: &CoverQuote<'_, '_>, place: Option<&CheckedPassage<'_>>, found: &mut Vec<Finding>) {
    let symbol = quote.symbol.as_str();
    let Some(passage) = place else {
        let said = message!("This {symbol} of the cover note stands nowhere in the annex.", symbol);
        found.push(Finding::new(&DIFFERS, quote.passage.whole(), said));
        return;
    };
    let annex = Plain::of(&passage.text);
    if annex.find(&quote.plain).is_some() {
        let added = matches!(quote.symbol, Symbol::Add | Symbol::AddMoved);
        if added && quote.plain.len() * 10 < annex.len() * 6 {
            let said = message!("What is called ADD here is part of a paragraph of the annex.");
            let finding = Finding::new(&INSIDE, quote.passage.whole(), said);
            found.push(finding.related(passage.whole(), message!("the paragraph")));
        }
        return;
    }
    let Some(difference) = first_difference(&quote.plain, &annex) else { return };
    let span = quote.passage.span(&quote.plain.bytes(difference.ours.clone()));
    let span = span.filter(|span| !span.is_empty()).unwrap_or_else(|| quote.passage.whole());
    let other = passage.span(&annex.bytes(difference.theirs.clone())).filter(|span| !span.is_empty());
    let said = message!(
        "This {symbol} of the cover note is worded otherwise in the annex: first “{here}” here, “{there}” there.",
        symbol,
        here = excerpt(&quote.passage.text, &quote.plain, &difference.ours),
        there = excerpt(&passage.text, &annex, &difference.theirs),
    );
    let finding = Finding::new(&DIFFERS, span, said);
    found.push(finding.related(other.unwrap_or_else(|| passage.whole()), message!("the annex")));
}

struct CoverDifference {
    ours: std::ops::Range<usize>,
    theirs: std::ops::Range<usize>,
}

/// The first place at which a quotation leaves its original. What the original has before and behind
/// the quotation is no difference.
fn first_difference(quote: &Plain, annex: &Plain) -> Option<CoverDifference> {
    // The same bound as for the comparison itself: beyond it only the paragraphs are named.
    if !alike(quote, annex, f32::EPSILON) {
        return Some(CoverDifference { ours: 0..quote.len(), theirs: 0..annex.len().min(SHOWN) });
    }
    let around =
        |ours: &std::ops::Range<usize>| ours.is_empty() && (ours.start == 0 || ours.start == quote.len());
    let changes = changes(quote.letters(), annex.letters());
    let first = changes.into_iter().find(|(ours, _)| !around(ours));
    first.map(|(ours, theirs)| CoverDifference { ours, theirs })
}

/// A few letters of a text from a range on, or round about it where it is empty; whole words, where the
/// script parts them.
fn excerpt<'t>(text: &'t str, plain: &Plain, range: &std::ops::Range<usize>) -> &'t str {
    const WORD: usize = 16;
    let end = if range.len() < 4 { range.start + 6 } else { range.end.min(range.start + SHOWN) };
    let bytes = plain.bytes(range.start.saturating_sub(2)..end.min(plain.len()));
    let apart = |letter: char| letter.is_whitespace() || !letter.is_alphanumeric() || is_han(letter);
    let letters = |text: &str, back: bool| -> usize {
        let inside = |c: &char| !apart(*c);
        if back {
            text.chars().rev().take(WORD).take_while(inside).map(char::len_utf8).sum()
        } else {
            text.chars().take(WORD).take_while(inside).map(char::len_utf8).sum()
        }
    };
    let joins = |at: usize| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text.get(at..).and_then(|rest| rest.chars().next());
        before.is_some_and(|c| !apart(c)) && after.is_some_and(|c| !apart(c))
    };
    let head =
        if joins(bytes.start) { letters(text.get(..bytes.start).unwrap_or_default(), true) } else { 0 };
    let tail = if joins(bytes.end) { letters(text.get(bytes.end..).unwrap_or_default(), false) } else { 0 };
    text.get(bytes.start - head..bytes.end + tail).unwrap_or_default().trim()
}

/// The call under which a passage stands.
fn call_over<'d, 'a>(document: &'d CheckedDocument<'a>, at: usize) -> Option<&'d CheckedPassage<'a>> {
    let passage = document.passages.get(at)?;
    let before = document.passages.get(..=at)?.iter().rev();
    let mut same = before.take_while(|other| other.context.list == passage.context.list);
    same.find(|other| matches!(other.context.role, Role::Call(_)))
}

/// Compares the call that a lead-in names in quotation marks with the one that the text stands under.
fn named_call(
    document: &CheckedDocument<'_>,
    lead: &CheckedPassage<'_>,
    call: &CheckedPassage<'_>,
    found: &mut Vec<Finding>,
) {
    let bare = |text: &str| {
        fold_word(text)
            .trim_end_matches([',', '，', ':', '：', '、', ' '])
            .split_whitespace()
            .collect::<String>()
    };
    let own = bare(&call.text);
    for (range, words) in quoted(&lead.text) {
        // The label of an item may follow the call: “考虑到 b)”.
        let words = match words.rsplit_once([' ', '\t']) {
            Some((head, tail)) if tail.len() <= 5 && document.lexicon.call(words).is_none() => head,
            _ => words,
        };
        if document.lexicon.call(words).is_none() {
            continue;
        }
        let named = bare(words);
        // A misspelt call is the call that it is nearly; its own rule tells of it.
        let misspelt = document.lexicon.call(&call.text).is_none() && {
            let (one, other) = (document.lexicon.call_nearly(&call.text), document.lexicon.call(words));
            one.is_some() && one == other
        };
        if named == own || own.starts_with(&named) || misspelt {
            return;
        }
        let calls = document.passages.iter().filter(|other| {
            other.context.instrument.is_some()
                && other.context.instrument == call.context.instrument
                && matches!(other.context.role, Role::Call(_))
        });
        let there: Option<Span> =
            calls.into_iter().find(|other| bare(&other.text) == named).map(CheckedPassage::whole);
        let said = match there {
            Some(_) => message!(
                "The cover note puts this under “{words}”; in the annex it stands under “{call}”.",
                words,
                call = call.text.trim(),
            ),
            None => message!(
                "The annex has no “{words}”; the text stands under “{call}”.",
                words,
                call = call.text.trim(),
            ),
        };
        let finding = Finding::new(&ELSEWHERE, lead.span(&range), said);
        found.push(finding.related(call.whole(), message!("the call it stands under")));
        return;
    }
}

/// What stands in quotation marks.
fn quoted(text: &str) -> Vec<(std::ops::Range<usize>, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find(['“', '«', '「'])) {
        let open = at + open;
        let start = open + text.get(open..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        let Some(length) = text.get(start..).and_then(|rest| rest.find(['”', '»', '」'])) else { break };
        if let Some(words) = text.get(start..start + length) {
            found.push((start..start + length, words.trim()));
        }
        at = start + length;
    }
    found
}
