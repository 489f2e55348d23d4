//! The number of a document, and what was made of it since: `文件 70-C`, `Document WTDC-17/23-E`, `TSAG-C112`.
//!
//! In: a line of the masthead. Out: the number, and what stands behind it. Never: a number of a line that
//! only cites a document; that is the caller's to see.

use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::lexicon::masthead::NumberSuffix;
use crate::lexicon::terms::{self, Term};
use crate::model::DocumentNumber;
use crate::parse::symbol;

/// Most dashes in a document's number with its event: `RPM-AFR16-2/1-E`.
const DASHES: usize = 4;

/// Longest name of an event, bytes: `CWG-Internet-11`.
const EVENT: usize = 20;

/// Fewest capitals with which an event's name begins.
const LETTERS: usize = 3;

/// `文件 70-C`, `Document 42-E`, and what stands behind the number.
/// Marks of direction, which Arabic forms put before the number, are no part of it, nor are the
/// brackets of a draft's: `Document 9-E]`.
pub(in crate::parse) fn document(lexicon: &Lexicon, line: &str) -> Option<(DocumentNumber, String)> {
    let marks = |c: &char| !matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}');
    let plain = |c: char| match c {
        '（' => '(',
        '）' => ')',
        '／' => '/',
        '．' => '.',
        other => other,
    };
    let line: String = line.chars().filter(marks).map(plain).collect();
    let line = line.trim_matches(['[', ']']);
    if let Some(number) = sector_number(line) {
        return Some((number, String::new()));
    }
    let Some(rest) = lexicon.document_line(line) else {
        // `TDAG17-22/13-E4 May 2017Original: English`: no label, but the date runs on.
        let (event, _) = line.split_once('/')?;
        let named = event.bytes().take_while(u8::is_ascii_uppercase).count() >= LETTERS && event.len() <= 10;
        let found = named.then(|| at_dashes(line)).flatten();
        return found.filter(|(_, tail)| lexicon.date_at_head(tail).is_some());
    };
    at_dashes(rest).or_else(|| Some((sector_number(rest)?, String::new())))
}

/// The number of a contribution to a group of a Sector, alone on its line: `TSAG-C112`, `SG13-TD55/WP2`.
fn sector_number(line: &str) -> Option<DocumentNumber> {
    const SERIES: [&str; 5] = ["TD", "LS", "C", "R", "D"];
    let (group, rest) = line.trim().split_once('-')?;
    let letters = group.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = group.get(letters..)?;
    let named = (2..=5).contains(&letters) && digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit());
    let number = SERIES.iter().find_map(|series| rest.strip_prefix(series))?;
    // `TSAG-C-54-F`.
    let number = number.strip_prefix('-').unwrap_or(number);
    let first = number.split(['/', '-', 'R']).next()?;
    let counted = (1..=4).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_digit());
    let tail = number.get(first.len()..)?;
    let plain =
        tail.len() <= 8 && tail.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-'));
    (named && counted && plain)
        .then(|| DocumentNumber { number: line.trim().to_owned(), ..DocumentNumber::default() })
}

/// A number without its letter, alone behind its label: `Document 70`, `Document APG23-6/INP-12`. Only the head of a
/// text has it so; elsewhere the words cite a document.
pub(super) fn unlettered(lexicon: &Lexicon, line: &str) -> Option<DocumentNumber> {
    bare_number(lexicon.document_line(line)?)
}

/// A whole text that is a number, or the code of an organization's document: capitals, digits, a slash.
fn bare_number(text: &str) -> Option<DocumentNumber> {
    const LONGEST: usize = 32;
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return symbol::document_number(text);
    }
    let sign = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'(' | b')' | b'.');
    let (event, number) = text.rsplit_once('/')?;
    let coded = text.len() <= LONGEST
        && text.bytes().all(sign)
        && event.starts_with(|c: char| c.is_ascii_uppercase())
        && number.bytes().any(|b| b.is_ascii_digit());
    if !coded {
        return None;
    }
    let counted = symbol::document_number(number)
        .map(|document| DocumentNumber { number: format!("{event}/{}", document.number), ..document });
    Some(counted.unwrap_or_else(|| DocumentNumber { number: text.to_owned(), ..DocumentNumber::default() }))
}

/// The number that ends at one of the dashes of a text.
fn at_dashes(rest: &str) -> Option<(DocumentNumber, String)> {
    // `WTDC-17/23-E`, `CPM19-2/12-E`: a dash in the name of the event ends no number.
    let dashes = rest.char_indices().filter(|(_, c)| matches!(c, '-' | '‑' | '–'));
    dashes.take(DASHES).find_map(|(dash, mark)| numbered(rest, dash, dash + mark.len_utf8()))
}

/// The number that ends at a dash with the letter of a language behind it, and what follows.
fn numbered(rest: &str, dash: usize, after: usize) -> Option<(DocumentNumber, String)> {
    let letter = rest.get(after..)?.chars().next()?;
    Language::from_letter(letter)?;
    // `C18/35`: a Council document's number carries its year.
    let stem = rest.get(..dash)?;
    let number = match stem.rsplit_once('/') {
        Some((event, number)) if event.len() <= EVENT => {
            let mut document = symbol::document_number(number)?;
            document.number = format!("{event}/{}", document.number);
            document
        }
        _ => symbol::document_number(stem).or_else(|| with_addenda(stem)).or_else(|| sector_number(stem))?,
    };
    Some((number, rest.get(after + letter.len_utf8()..)?.to_owned()))
}

/// The number of a document in which addenda stand, as the official form prints it: `48(Add.1-11)`.
fn with_addenda(stem: &str) -> Option<DocumentNumber> {
    let (number, addenda) = stem.strip_suffix(')')?.split_once("(Add.")?;
    let (first, last) = addenda.split_once('-')?;
    let (first, last) = (first.parse::<u16>().ok()?, last.parse::<u16>().ok()?);
    let mut document = symbol::document_number(number)?;
    document.number.push_str(&format!("(Add.{first}-{last})"));
    (first < last).then_some(document)
}

/// What a line says was made of a document, and its first and last number.
pub(super) type NumberChange = (NumberSuffix, u16, u16);

/// Sets what the lines above a number said was made of its document, the last of them first.
pub(super) fn changed_above(document: &mut DocumentNumber, changes: &mut Vec<NumberChange>) {
    changes.drain(..).rev().for_each(|change| changed(document, change));
}

/// Sets what was made of a document. An addendum to an addendum, and addenda that stand in one document,
/// have no place of their own: the first is a part of the number, `16(Add.9)`, `48(Add.1-11)`.
fn changed(document: &mut DocumentNumber, (change, first, last): NumberChange) {
    match change {
        NumberSuffix::Addendum if last > first => document.number.push_str(&format!("(Add.{first}-{last})")),
        NumberSuffix::Addendum => document.add(first),
        NumberSuffix::Revision => document.revision = Some(first),
        NumberSuffix::Corrigendum => document.corrigendum = Some(first),
    }
}

/// What a line says behind a document's number was made of it: `文件 22-C 的补遗3`.
pub(super) fn said_behind(document: &mut DocumentNumber, rest: &str, lexicon: &Lexicon) -> bool {
    let rest = rest.trim_start();
    let rest = rest.get(terms::head(Term::LinkedBy, rest).unwrap_or(0)..).unwrap_or(rest).trim_start();
    let Some(found) = lexicon.change(rest).filter(|found| found.rest.trim().is_empty()) else { return false };
    changed(document, (found.change, found.first, found.last));
    true
}
