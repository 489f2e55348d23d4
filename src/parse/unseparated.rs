//! Identifiers whose slashes were lost, or that spaces break: `CUB703`, `C UB/70/3`, `CUB/7 0/3`.
//!
//! In: what stands behind a proposal's symbol, to the end of its line. Out: the identifier that is meant, of a
//! source that the registry knows; [`super::irregular`] reports how it was read. Never: a reading of a line that
//! holds anything else.

use super::lenient::{self, look};
use super::symbol::{self, document_number};
use crate::model::{Content, DocumentNumber, ProposalId, Submission};
use crate::registry::Registry;

/// Longest line so read, bytes.
const LONGEST: usize = 48;

/// Reads the identifier that a whole line is, and the bytes it takes.
pub(super) fn identifier(text: &str) -> Option<(ProposalId, usize)> {
    let line = text.trim_end_matches(|c: char| lenient::is_unseen(c) || matches!(c, '.' | ':'));
    if line.len() > LONGEST || !line.chars().next().map(look)?.is_ascii_uppercase() {
        return None;
    }
    let id = spaced(line).or_else(|| glued(line))?;
    Some((id, line.len()))
}

/// An identifier in which spaces stand between letters or digits that belong together.
fn spaced(line: &str) -> Option<ProposalId> {
    let letters = line.split_once(|c: char| matches!(look(c), '/' | '-') || look(c).is_ascii_digit());
    let source: String = letters?.0.chars().map(look).filter(|c| *c != ' ').collect();
    if !is_source(&source) {
        return None;
    }
    let compact: String = line.chars().map(look).filter(|c| !c.is_whitespace()).collect();
    let whole = |(id, length): (ProposalId, usize)| (length == compact.len()).then_some(id);
    symbol::identifier(&compact).or_else(|| lenient::identifier(&compact)).and_then(whole)
}

/// An identifier without the slash before its serial, which then has one digit: `CUB703`.
fn glued(line: &str) -> Option<ProposalId> {
    let (source, digits) = letters_and_digits(line)?;
    let (number, serial) = digits.split_at_checked(digits.len().checked_sub(1)?)?;
    let document = document_number(number).filter(|_| serial != "0")?;
    Some(ProposalId { sources: vec![source], document, serial: serial.to_owned() })
}

/// The letters of a known source and the digits behind them, at most one sign between, where that is all.
fn letters_and_digits(line: &str) -> Option<(String, String)> {
    const DIGITS: std::ops::RangeInclusive<usize> = 2..=6;
    let plain: String = line.chars().map(look).filter(|c| !c.is_whitespace()).collect();
    let source: String = plain.chars().take_while(char::is_ascii_uppercase).collect();
    let rest = plain.get(source.len()..)?;
    let digits = rest.strip_prefix(['-', '/', '.', ',', ':']).unwrap_or(rest);
    let counted = DIGITS.contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    (counted && source.len() >= 3 && is_source(&source)).then(|| (source, digits.to_owned()))
}

/// Whether letters are the symbol of a Member State or of a group.
fn is_source(letters: &str) -> bool {
    /// The longest symbol of a group; the tables are read for what can be one alone.
    const LONGEST: usize = 8;
    if !(1..=LONGEST).contains(&letters.len()) || !letters.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return false;
    }
    let registry = Registry::builtin();
    registry.member(letters).is_some() || registry.group(letters).is_some()
}

/// Parts document and serial of `CUB7012` where the masthead tells the document's number: 70 and 12.
pub(super) fn settle(submission: &mut Submission) {
    let Some(document) = submission.masthead.document.as_ref().map(|fact| fact.value.clone()) else { return };
    let contents = submission.parts.iter_mut().flat_map(|part| &mut part.contents);
    for content in contents {
        let Content::Proposal(proposal) = content else { continue };
        let line = proposal.line.all_text();
        let behind = symbol::symbol(&line).and_then(|(_, end)| line.get(end..)).map(str::trim);
        let (Some(id), Some((_, digits))) = (&mut proposal.id, behind.and_then(letters_and_digits)) else {
            continue;
        };
        if let Some(serial) = serial_behind(&digits, &document) {
            id.document = document.clone();
            id.serial = serial;
        }
    }
}

/// What is left of digits behind a document's number.
fn serial_behind(digits: &str, document: &DocumentNumber) -> Option<String> {
    let serial = digits.strip_prefix(document.number.as_str())?;
    let counted = (1..=3).contains(&serial.len()) && !serial.starts_with('0');
    counted.then(|| serial.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_spaces_break_and_what_runs_together() {
        for text in [
            "K EN/31/2",
            "KE N/31/2",
            "KEN/3 1/2",
            "K E N / 3 1 / 2",
            "KEN312",
            "KEN-312",
            "KEN 312",
            "КEN312.",
        ] {
            let (id, _) = identifier(text).unwrap_or_else(|| panic!("{text}"));
            let shown = (id.sources.concat(), id.document.number, id.serial);
            assert_eq!(shown, ("KEN".into(), "31".into(), "2".into()), "{text}");
        }
        for text in ["RES64", "ART 5", "B12", "KEN3", "KEN310", "F D/31/2", "KEN312 as amended", "ken312"] {
            assert_eq!(identifier(text), None, "{text}");
        }
    }
}
