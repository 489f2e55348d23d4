//! Years that run together: `201014年`, `the 20102014 conference`, `2012-20152016-2019`.
//!
//! Two plausible years are not enough: a number of six or eight digits can be many things. They are
//! certain before `年`, where the text names a body that met in both, or as two spans of years.

use crate::diagnostics::message;
use std::ops::Range;

use super::{RecoveryInput, met_in_both};
use crate::language::Language;
use crate::letters::is_han;
use crate::lexicon::terms::{self, Term};
use crate::recover::Witness::Pattern;
use crate::recover::candidate::Candidate;

const YEARS: &str = "years-joined";
const SPANS: &str = "year-spans-joined";

pub(super) fn see(document: &RecoveryInput<'_>, found: &mut Vec<Candidate>) {
    for (at, passage) in document.passages.iter() {
        let text = &passage.text;
        let mut from = 0;
        while let Some(run) = next_digits(text, from) {
            from = run.end;
            match run.len() {
                4 => {
                    let seen = spans(at, text, &run).or_else(|| counted(at, text, &run));
                    if let Some((candidate, end)) = seen {
                        found.push(candidate);
                        from = end;
                    }
                }
                6 | 8 => {
                    if let Some((candidate, end)) = spans(at, text, &run) {
                        found.push(candidate);
                        from = end;
                    } else {
                        found.extend(joined(document, at, text, &run));
                    }
                }
                _ => {}
            }
        }
    }
}

fn next_digits(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let start = from + rest.bytes().position(|b| b.is_ascii_digit())?;
    let length = text.get(start..)?.bytes().take_while(u8::is_ascii_digit).count();
    Some(start..start + length)
}

fn year(text: &str, at: usize) -> Option<u16> {
    text.get(at..at + 4)?.parse().ok().filter(|year| (1865..2100).contains(year))
}

/// `2012-20152016-2019`, or each year beside its successor, `20122016-20152019`.
fn spans(at: usize, text: &str, run: &Range<usize>) -> Option<(Candidate, usize)> {
    let dash = |at: usize| {
        let mark = text.get(at..)?.chars().next().filter(|c| matches!(c, '-' | '–' | '‑' | '—'))?;
        Some(at + mark.len_utf8())
    };
    let four = |start: usize| {
        let range = start..start + 4;
        year(text, start).map(|year| (year, range))
    };
    let whole = |start: usize, length: usize| {
        next_digits(text, start).filter(|r| r.start == start && r.len() == length)
    };
    if run.len() == 4
        && let Some(apart) = spans_apart(at, text, run)
    {
        return Some(apart);
    }
    if run.len() == 4 {
        let (from, _) = four(run.start)?;
        let (begin, close) =
            (dash(run.end)?, |end: usize| next_digits(text, end).filter(|run| run.start == end));
        // The last year of a span may stand in two digits: `2016-192020-23`.
        let middle = close(begin).filter(|middle| matches!(middle.len(), 6 | 8))?;
        let cut = middle.end - 4;
        let (next, _) = four(cut)?;
        let last = close(dash(middle.end)?).filter(|last| matches!(last.len(), 2 | 4))?;
        let (to, end) = (last_year(from, text.get(begin..cut)?)?, last_year(next, text.get(last.clone())?)?);
        let short = middle.len() == 6 || last.len() == 2;
        if !follow((from, to), (next, end)) || short && !(next == to || next == to + 1) {
            return None;
        }
        let reason =
            message!("two spans of years run together, {from}-{to} and {next}-{end}", from, to, next, end);
        let seen =
            Candidate::replacement(at, run.start..cut, cut..last.end).seen(SPANS, Pattern, 0.97, reason);
        return Some((seen, last.end));
    }
    let ((from, _), (next, _)) = (four(run.start)?, four(run.start + 4)?);
    let last = whole(dash(run.end).filter(|_| run.len() == 8)?, 8)?;
    let ((to, _), (end, _)) = (four(last.start)?, four(last.start + 4)?);
    if !follow((from, to), (next, end)) || to.abs_diff(from) != end.abs_diff(next) {
        return None;
    }
    let reason =
        message!("two spans of years run together, {from}-{to} and {next}-{end}", from, to, next, end);
    let mut seen = Candidate::replacement(at, run.start..run.start + 4, run.start + 4..run.end).seen(
        SPANS,
        Pattern,
        0.95,
        reason.clone(),
    );
    let rest = Candidate::replacement(at, last.start..last.start + 4, last.start + 4..last.end);
    seen.cuts.extend(rest.seen(SPANS, Pattern, 0.95, reason).cuts);
    Some((seen, last.end))
}

/// The last year of a span, in four digits or in the last two of its century: 2019 of `2016-19`.
fn last_year(from: u16, digits: &str) -> Option<u16> {
    match digits.len() {
        2 => digits.parse::<u16>().ok().map(|last| from / 100 * 100 + last).filter(|last| *last > from),
        _ => year(digits, 0),
    }
}

/// Whether the second of two spans comes after the first. Arabic text may have the later year of each before the
/// earlier, `2015-2012`, as it is read on the page.
fn follow((from, to): (u16, u16), (next, end): (u16, u16)) -> bool {
    (from < to && next < end || from > to && next > end) && from < next
}

/// `2012-2015 2016-2019`: two spans that follow each other, with nothing but a space between.
fn spans_apart(at: usize, text: &str, run: &Range<usize>) -> Option<(Candidate, usize)> {
    let span = |start: usize| {
        let from = year(text, start)?;
        let mark = text.get(start + 4..)?.chars().next().filter(|c| matches!(c, '-' | '–' | '‑'))?;
        let second = start + 4 + mark.len_utf8();
        let to = year(text, second)?;
        let end = second + 4;
        let closed = !text.get(end..)?.starts_with(|c: char| c.is_ascii_digit());
        (closed && from < to).then_some((from, to, end))
    };
    let (from, to, end) = span(run.start)?;
    let rest = text.get(end..)?;
    // `2016-2019年2020-2023年`: each with its unit, and nothing between.
    if let Some(unit) = han_year(rest)
        && let Some((next, last, close)) = span(end + unit)
        && han_year(text.get(close..)?) == Some(unit)
    {
        let reason = message!(
            "two spans of years run together, {from}-{to} and {next}-{end}",
            from,
            to,
            next,
            end = last
        );
        let seen = Candidate::replacement(at, run.start..end + unit, end + unit..close + unit);
        return (from < next).then(|| (seen.seen(SPANS, Pattern, 0.95, reason), close + unit));
    }
    let start = end + 1;
    let (next, last, close) = span(start).filter(|_| rest.starts_with([' ', '\u{a0}']))?;
    if !(next == to || next == to + 1) {
        return None;
    }
    let reason =
        message!("two spans of years run together, {from}-{to} and {next}-{end}", from, to, next, end = last);
    // Words on both sides: no row of a table, whose columns they may be.
    let word = |c: char| c.is_alphabetic();
    let before = text.get(..run.start)?.trim_end().ends_with(word);
    let behind = text.get(close..)?.strip_prefix([' ', '\u{a0}']).is_some_and(|rest| rest.starts_with(word));
    let confidence = if before && behind && next == to + 1 && last - next == to - from { 0.88 } else { 0.8 };
    // The space goes with the span that it stands behind.
    let seen = Candidate::replacement(at, run.start..start, start..close + usize::from(behind));
    Some((seen.seen(SPANS, Pattern, confidence, reason), close))
}

/// `2010年2014年`: between two years that are both meant stands a mark or a word.
fn counted(at: usize, text: &str, run: &Range<usize>) -> Option<(Candidate, usize)> {
    let unit = han_year(text.get(run.end..)?)?;
    let second =
        next_digits(text, run.end).filter(|second| second.start == run.end + unit && second.len() == 4)?;
    let years = han_year(text.get(second.end..)?).is_some();
    let (old, new) = (year(text, run.start)?, year(text, second.start)?);
    let end = second.end + unit;
    // `2016年至2019年2020年至2023年`: they end one span and begin another.
    let (start, close) = match (span_before(text, run.start), span_behind(text, end)) {
        (None, None) => (run.start, end),
        (Some(start), Some(close)) => (start, close),
        _ => return None,
    };
    let reason = message!("two years run together, {old} and {new}", old, new);
    let seen = Candidate::replacement(at, start..second.start, second.start..close);
    (years && old < new).then(|| (seen.seen(YEARS, Pattern, 0.93, reason), close))
}

/// Where a span of years begins that goes on at a byte: `2016年至`.
fn span_before(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let stem = terms::all(Term::Range).iter().find_map(|word| before.strip_suffix(&**word))?;
    let units = terms::of(Term::Year, Language::Chinese);
    let stem = units.iter().find_map(|unit| stem.strip_suffix(&**unit)).unwrap_or(stem);
    let start = stem.len().checked_sub(4)?;
    year(text, start).map(|_| start)
}

/// Where a span of years ends whose first year ends at a byte: `至2023年`.
fn span_behind(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let word = terms::all(Term::Range).iter().find(|word| rest.starts_with(&***word))?;
    let start = at + word.len();
    year(text, start)?;
    let end = start + 4;
    Some(end + han_year(text.get(end..)?)?)
}

/// The bytes of 年 at the head of a text.
fn han_year(text: &str) -> Option<usize> {
    let words = terms::of(Term::Year, Language::Chinese);
    words.iter().find(|word| text.starts_with(&***word)).map(|word| word.len())
}

/// `201014` or `20102014`.
fn joined(document: &RecoveryInput<'_>, at: usize, text: &str, run: &Range<usize>) -> Option<Candidate> {
    let old = year(text, run.start)?;
    let kept = 8 - run.len();
    let new: u16 = format!("{}{}", text.get(run.start..run.start + kept)?, text.get(run.start + 4..run.end)?)
        .parse()
        .ok()
        .filter(|year| (1865..2100).contains(year))?;
    if new <= old {
        return None;
    }
    let before = text.get(..run.start)?.chars().next_back();
    let after = text.get(run.end..)?;
    let part = |c: char| c.is_alphanumeric() && !is_han(c) || "/-‑.:_#@".contains(c);
    let counted = han_year(after.trim_start()).is_some();
    if before.is_some_and(part) || (!counted && after.starts_with(|c: char| part(c) && c != '.')) {
        return None;
    }
    let cited = document.references.get(at)?;
    let named = named_nearby(document, text, run);
    let both = met_in_both(document.registry, None, (old, new));
    let sober = plain_years(text, run, (old, new));
    let confidence = match (counted, named, both) {
        (true, ..) => 0.97,
        (_, true, _) => 0.9,
        _ if run.len() == 8 && sober && (introduced(text, run) || qualifies(text, run)) => 0.88,
        _ if run.len() == 8 && sober => 0.6,
        _ if sober && dated(text, run) => 0.86,
        (_, _, Some(_)) if run.len() == 8 => 0.6,
        _ if run.len() == 6 && sober && introduced(text, run) => 0.6,
        _ => return None,
    };
    let before = cited.partition_point(|reference| reference.range.start <= run.start);
    let around = before.checked_sub(1).and_then(|at| cited.get(at));
    if around.is_some_and(|reference| run.end <= reference.range.end) {
        return None;
    }
    let reason = message!("two years run together, {old} and {new}", old, new);
    let (deleted, inserted) = (run.start + kept..run.start + 4, run.start + 4..run.end);
    Some(Candidate::replacement(at, deleted, inserted).seen(YEARS, Pattern, confidence, reason))
}

/// Whether eight digits are two years of our time a few years apart, and no amount: read as a date
/// they have a month 19 or 20, so nothing else is left that they can be.
fn plain_years(text: &str, run: &Range<usize>, (old, new): (u16, u16)) -> bool {
    const UNITS: &[&str] = &[
        "Hz", "kHz", "MHz", "GHz", "CHF", "USD", "EUR", "bit", "kbit", "Mbit", "Gbit", "km", "m", "%", "$",
        "€",
    ];
    const BETWEEN: u16 = 20;
    // No unit is longer: a line without a space may have fifty megabytes.
    const LONGEST: usize = 8;
    let end = text.ceil_char_boundary((run.end + LONGEST).min(text.len()));
    let unit = text.get(run.end..end).map(str::trim_start).unwrap_or_default();
    let word = unit.split(|c: char| c.is_whitespace() || ",;.)/".contains(c)).next().unwrap_or_default();
    let before = text.get(..run.start).map(str::trim_end).unwrap_or_default();
    let amount = before.ends_with(['+', '$', '€', '№', '#', '°'])
        || ["CHF", "USD", "No.", "Tel.", "Tel", "ISBN"].iter().any(|sign| before.ends_with(sign));
    (1985..=2060).contains(&old) && new <= 2060 && new - old <= BETWEEN && !UNITS.contains(&word) && !amount
}

/// Whether the word before can only introduce a year.
fn introduced(text: &str, run: &Range<usize>) -> bool {
    let before = text.get(..run.start).map(str::trim_end).unwrap_or_default();
    let whole =
        |word: &str| before.strip_suffix(word).is_some_and(|head| !head.ends_with(char::is_alphabetic));
    terms::all(Term::BeforeYear).iter().any(|word| whole(word))
}

/// Whether the years tell which session or plan is meant: `its 20192023 session`.
fn qualifies(text: &str, run: &Range<usize>) -> bool {
    let word = text.get(run.end..).map(str::trim_start).unwrap_or_default();
    terms::head(Term::BehindYear, word).is_some()
}

/// Six digits that end a phrase behind such a word, `in 201519.`, or stand before the word for year.
fn dated(text: &str, run: &Range<usize>) -> bool {
    let after = text.get(run.end..).unwrap_or_default();
    let ends = after.is_empty() || after.starts_with([',', ';', '.', ')', '،', '؛']);
    let word = after.trim_start();
    let year = terms::head(Term::YearInText, word).is_some();
    (introduced(text, run) && ends) || year
}

/// Whether a body that met in both years is named close by.
fn named_nearby(document: &RecoveryInput<'_>, text: &str, run: &Range<usize>) -> bool {
    const NEAR: usize = 120;
    let start = text.floor_char_boundary(run.start.saturating_sub(NEAR));
    let end = text.ceil_char_boundary((run.end + NEAR).min(text.len()));
    let (Some(old), Some(window)) = (year(text, run.start), text.get(start..end)) else { return false };
    let new = text.get(run.end - (run.len() - 4)..run.end).unwrap_or_default();
    let kept = text.get(run.start..run.start + (8 - run.len())).unwrap_or_default();
    let new = format!("{kept}{new}").parse().unwrap_or_default();
    document.registry.conferences().iter().filter(|c| c.id.year == old).any(|c| {
        let name = document.registry.body_name(c.id.body, document.language);
        let also = document.registry.conference(crate::model::ConferenceId { body: c.id.body, year: new });
        also.is_some() && name.is_some_and(|name| window.contains(name))
    })
}
