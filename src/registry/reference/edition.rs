//! What stands in the parentheses of a reference: `（2010年，瓜达拉哈拉2014年，釜山，修订版）`.
//!
//! Chinese puts year, place, "revised"; the other languages "revised", place, year. Where revision
//! marks were lost two editions stand in one pair of parentheses, one behind the other or, piece by
//! piece, within each other (`20102014年，瓜达拉哈拉釜山`). The pieces are read in order and dealt out.

use crate::folding::fold_name;
use std::ops::Range;

use super::words;
use crate::letters::{is_han, is_letter, is_optional_mark};
use crate::lexicon::terms::{self, Term};
use crate::model::Edition;

/// An edition and its pieces, byte ranges in the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct EditionAt {
    /// Year, place, whether revised. Where two editions share one "revised", both have it.
    pub edition: Edition,
    /// From its first piece to its last; with the parentheses where it has its own beside another's.
    pub range: Range<usize>,
    /// The digits of the year (of the second of `201014`, the last two) and their `年` or `г.`.
    pub year: Option<Range<usize>>,
    /// The place.
    pub place: Option<Range<usize>>,
    /// The word for "revised", where it stands with this edition.
    pub revised: Option<Range<usize>>,
}

impl EditionAt {
    /// An empty edition at a place in the text.
    pub(super) fn at(range: Range<usize>) -> Self {
        Self { range, ..Self::default() }
    }
}

/// A parenthesis that holds editions and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parenthesis {
    /// The editions in order.
    pub editions: Vec<EditionAt>,
    /// Two editions run together.
    pub flattened: bool,
    /// With both parentheses.
    pub range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
enum EditionToken {
    Year(u16, Range<usize>),
    Place(Range<usize>),
    Revised(Range<usize>),
    Comma,
    /// `;` or "and": what follows is another edition that is meant to stand there.
    Also,
}

/// Reads the parenthesis that opens at `open`; `None` where it holds anything but editions.
pub(super) fn parenthesis(text: &str, open: usize) -> Option<Parenthesis> {
    let rest = text.get(open..)?;
    let first = rest.chars().next().filter(|c| matches!(c, '(' | '（'))?;
    let (pieces, end) = pieces(text, open + first.len_utf8())?;
    let (mut editions, flattened) = deal(text, &pieces)?;
    if editions.iter().all(|e| e.edition.year.is_none()) {
        return None;
    }
    for edition in &mut editions {
        let place = edition.place.clone().and_then(|range| text.get(range));
        edition.edition.place = place.map(|place| place.trim().to_owned());
    }
    Some(Parenthesis { editions, flattened, range: open..end })
}

/// The pieces up to the closing parenthesis, and the offset behind it. An edition is short: a text
/// that goes on for longer is something else, and the bound keeps the whole scan linear.
fn pieces(text: &str, from: usize) -> Option<(Vec<EditionToken>, usize)> {
    const LONGEST: usize = 240;
    let mut pieces = Vec::new();
    let mut at = from;
    while at < from + LONGEST {
        at = words::skip_spaces(text, at);
        let letter = text.get(at..)?.chars().next()?;
        let next = at + letter.len_utf8();
        at = match letter {
            ')' | '）' => return Some((pieces, next)),
            ',' | '，' | '،' | '、' => {
                pieces.push(EditionToken::Comma);
                next
            }
            ';' | '；' | '؛' => {
                pieces.push(EditionToken::Also);
                next
            }
            '0'..='9' => years(text, at, &mut pieces)?,
            _ if is_letter(letter) => names(text, at, &mut pieces)?,
            _ => return None,
        };
    }
    None
}

/// Reads digits as a year or as two that run together, and the word for "year" behind them.
fn years(text: &str, at: usize, pieces: &mut Vec<EditionToken>) -> Option<usize> {
    let rest = text.get(at..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let end = behind_year(text, at + digits);
    let run = rest.get(..digits)?;
    match split_years(run)? {
        (year, None) => pieces.push(EditionToken::Year(year, at..end)),
        (old, Some((new, cut))) => {
            pieces.push(EditionToken::Year(old, at..at + cut));
            pieces.push(EditionToken::Year(new, at + cut..end));
        }
    }
    Some(end)
}

/// One year, or two run together and where to cut: `20102014`, `201014` (2010, 2014), `20104`.
pub(crate) fn split_years(digits: &str) -> Option<(u16, Option<(u16, usize)>)> {
    let plausible = |text: &str| text.parse().ok().filter(|year| (1865..2100).contains(year));
    let first = digits.get(..4).and_then(plausible)?;
    match digits.len() {
        4 => Some((first, None)),
        5..=6 | 8 => {
            let kept = if digits.len() == 8 { 0 } else { 8 - digits.len() };
            let second = format!("{}{}", digits.get(..kept)?, digits.get(4..)?);
            let second = plausible(&second).filter(|second| *second != first)?;
            Some((first, Some((second, 4))))
        }
        _ => None,
    }
}

/// Offset behind `年`, `г.` or `г` at `at`.
fn behind_year(text: &str, at: usize) -> usize {
    let here = words::skip_spaces(text, at);
    let rest = text.get(here..).unwrap_or_default();
    let ends = |word: &&Box<str>| {
        let after = rest.strip_prefix(&***word);
        // Letters may follow a word of Han, or one with its point.
        let apart = word.ends_with(|c| c == '.' || is_han(c));
        after.is_some_and(|after| apart || !after.starts_with(char::is_alphabetic))
    };
    terms::all(Term::Year).iter().find(ends).map_or(at, |word| here + word.len())
}

/// Reads a stretch of letters: "revised", a place or two that run together, `WRC-15`.
fn names(text: &str, at: usize, pieces: &mut Vec<EditionToken>) -> Option<usize> {
    let rest = text.get(at..)?;
    let inside = |c: char| {
        is_letter(c) || is_optional_mark(c) || matches!(c, ' ' | '\u{a0}' | '.' | '-' | '‑' | '\'' | '’')
    };
    let length = rest.find(|c| !inside(c)).unwrap_or(rest.len());
    let run = rest.get(..length)?;
    if let Some(length) = revised(run) {
        pieces.push(EditionToken::Revised(at..at + length));
        return Some(at + length);
    }
    // A "revised" inside the run ends the place: "DubaiRev. Bucharest" has lost its marks.
    let run = run.get(..revised_inside(run).unwrap_or(run.len()))?;
    let word = run.split([' ', '\u{a0}']).next()?;
    if words::is_and(word) && word.len() < run.len() {
        pieces.push(EditionToken::Also);
        return Some(at + word.len());
    }
    if run.ends_with(['-', '‑']) {
        return acronym(text, at, at + run.len(), pieces);
    }
    let place = run.trim_end();
    let range = at..at + place.len();
    let joined = |c: char| is_han(c) && terms::letters(Term::And).contains(c);
    if let Some(head) = place.strip_suffix(joined) {
        pieces.push(EditionToken::Place(at..at + head.len()));
        pieces.push(EditionToken::Also);
    } else if let Some((first, gap)) = words::two_places(place) {
        pieces.push(EditionToken::Place(at..at + first));
        pieces.push(EditionToken::Place(at + first + gap..range.end));
    } else {
        pieces.push(EditionToken::Place(range));
    }
    Some(at + run.len())
}

/// `WRC-15`, `CMR-12`: stands for year and place. `WRC-1215` is two that run together.
fn acronym(text: &str, at: usize, digits_at: usize, pieces: &mut Vec<EditionToken>) -> Option<usize> {
    let digits: &str = {
        let rest = text.get(digits_at..)?;
        rest.get(..rest.bytes().take_while(u8::is_ascii_digit).count())?
    };
    let end = digits_at + digits.len();
    let full = |two: &str| {
        let year: u16 = two.parse().ok()?;
        Some(if year >= 65 { 1900 + year } else { 2000 + year })
    };
    match digits.len() {
        2 => pieces.push(EditionToken::Year(full(digits)?, at..end)),
        4 if digits.starts_with("20") || digits.starts_with("19") => {
            pieces.push(EditionToken::Year(digits.parse().ok()?, at..end));
        }
        4 => {
            pieces.push(EditionToken::Year(full(digits.get(..2)?)?, at..digits_at + 2));
            pieces.push(EditionToken::Year(full(digits.get(2..)?)?, digits_at + 2..end));
        }
        _ => return None,
    }
    Some(end)
}

/// Length of the word for "revised" at the start of a run.
fn revised(run: &str) -> Option<usize> {
    // The first letter decides for nearly all; folding is for the few that are left.
    let words = words::words();
    run.chars().next().filter(|first| words.revised_first.contains(first))?;
    let folded = fold_name(run.get(..run.len().min(run.floor_char_boundary(40)))?);
    let word = words.revised.iter().find(|word| folded.starts_with(word.as_str()))?;
    // "Reval" is a place: a word without its point needs an end.
    let letters = word.chars().count();
    let mut seen = 0;
    let mut length = 0;
    for letter in run.chars() {
        if seen == letters && !is_optional_mark(letter) {
            break;
        }
        seen += usize::from(!is_optional_mark(letter));
        length += letter.len_utf8();
    }
    let after = run.get(length..)?.chars().next();
    let ends = word.ends_with('.') || word.starts_with(is_han) || !after.is_some_and(char::is_alphabetic);
    ends.then_some(length)
}

/// Where a word for "revised" begins inside a run, past its start.
fn revised_inside(run: &str) -> Option<usize> {
    terms::all(Term::RevisedWithin).iter().filter_map(|word| run.find(&**word)).filter(|at| *at > 0).min()
}

/// Deals the pieces out to editions. The second value tells that they run together.
fn deal(text: &str, pieces: &[EditionToken]) -> Option<(Vec<EditionAt>, bool)> {
    let within = pieces.windows(2).any(|pair| {
        matches!(
            pair,
            [EditionToken::Year(..), EditionToken::Year(..)]
                | [EditionToken::Place(_), EditionToken::Place(_)]
        )
    });
    if within {
        return deal_within(pieces).map(|editions| (editions, true));
    }
    let mut editions: Vec<EditionAt> = Vec::new();
    let mut current = EditionAt::default();
    let mut flattened = false;
    let mut separated = false;
    let mut listed = false;
    for (i, piece) in pieces.iter().enumerate() {
        let repeats = match piece {
            EditionToken::Year(..) => current.year.is_some(),
            EditionToken::Place(_) => {
                current.place.is_some() || (current.year.is_some() && acronymic(&current))
            }
            EditionToken::Revised(_) => {
                current.revised.is_some()
                    || (current.year.is_some()
                        && !matches!(i.checked_sub(1).and_then(|j| pieces.get(j)), Some(EditionToken::Comma)))
            }
            EditionToken::Comma => {
                separated = true;
                continue;
            }
            EditionToken::Also => {
                listed = true;
                true
            }
        };
        if repeats && current != EditionAt::default() {
            editions.push(finish(std::mem::take(&mut current)));
            flattened |= !separated && !listed && in_order(text, &editions, piece);
        }
        separated = false;
        place(&mut current, piece);
    }
    if current != EditionAt::default() {
        editions.push(finish(current));
    }
    if editions.len() < 2 {
        return (!editions.is_empty()).then_some((editions, false));
    }
    share_revised(&mut editions);
    Some((editions, flattened && !listed))
}

/// Whether an edition can begin with the piece that follows `editions`: in Chinese with the year,
/// elsewhere with place or "revised". `(1996, last modified 2001)` is not two editions.
fn in_order(text: &str, editions: &[EditionAt], piece: &EditionToken) -> bool {
    let year = editions.last().and_then(|last| last.year.clone()).and_then(|range| text.get(range));
    let han = year.is_some_and(|year| year.ends_with(is_han));
    let place = editions.last().and_then(|last| last.place.clone());
    match piece {
        EditionToken::Year(..) => han,
        _ => !han && (place.is_some() || year.is_some_and(|year| year.contains(char::is_alphabetic))),
    }
}

/// Editions whose pieces stand within each other: first year to first place, second to second.
fn deal_within(pieces: &[EditionToken]) -> Option<Vec<EditionAt>> {
    let mut first = EditionAt::default();
    let mut second = EditionAt::default();
    for piece in pieces {
        let taken = match piece {
            EditionToken::Year(..) => first.year.is_some(),
            EditionToken::Place(_) => first.place.is_some(),
            EditionToken::Revised(_) => first.revised.is_some(),
            EditionToken::Comma => continue,
            EditionToken::Also => return None,
        };
        let edition = if taken { &mut second } else { &mut first };
        let again = match piece {
            EditionToken::Year(..) => edition.year.is_some(),
            EditionToken::Place(_) => edition.place.is_some(),
            _ => edition.revised.is_some(),
        };
        if again {
            return None;
        }
        place(edition, piece);
    }
    // What stands once belongs to both; the first edition keeps the word's range.
    if second.place.is_none() {
        second.place.clone_from(&first.place);
    }
    if second.year.is_none() {
        second.year.clone_from(&first.year);
        second.edition.year = first.edition.year;
    }
    let once = first.revised.is_some() && second.revised.is_none();
    let mut editions = vec![finish(first), finish(second)];
    if once {
        editions.iter_mut().for_each(|edition| edition.edition.revised = true);
    }
    Some(editions)
}

/// An acronym and year, `WRC-15`, which needs no place.
fn acronymic(edition: &EditionAt) -> bool {
    edition.year.as_ref().is_some_and(|range| range.len() > 8) && edition.place.is_none()
}

fn place(edition: &mut EditionAt, piece: &EditionToken) {
    match piece {
        EditionToken::Year(year, range) => {
            edition.edition.year = Some(*year);
            edition.year = Some(range.clone());
        }
        EditionToken::Place(range) => edition.place = Some(range.clone()),
        EditionToken::Revised(range) => edition.revised = Some(range.clone()),
        EditionToken::Comma | EditionToken::Also => {}
    }
}

fn finish(mut edition: EditionAt) -> EditionAt {
    let pieces = [&edition.year, &edition.place, &edition.revised];
    let start = pieces.iter().filter_map(|p| p.as_ref().map(|r| r.start)).min().unwrap_or_default();
    let end = pieces.iter().filter_map(|p| p.as_ref().map(|r| r.end)).max().unwrap_or_default();
    edition.range = start..end;
    edition.edition.revised = edition.revised.is_some();
    edition
}

/// One "revised" at the outer edge counts for all: before the first edition, or behind the last.
fn share_revised(editions: &mut [EditionAt]) {
    let leading = editions.first().is_some_and(|first| {
        first.revised.as_ref().is_some_and(|revised| revised.start == first.range.start)
    });
    let trailing = editions
        .last()
        .is_some_and(|last| last.revised.as_ref().is_some_and(|revised| revised.end == last.range.end));
    let stated = editions.iter().filter(|edition| edition.revised.is_some()).count();
    if stated == 1 && (leading || trailing) {
        editions.iter_mut().for_each(|edition| edition.edition.revised = true);
    }
}
