//! Proposal lines: `MOD⇥CUB/70/1`, `(MOD) EUR/44A7/1`, `SUP* 187`.

use std::borrow::Cow;

use super::{lenient, unseparated};
use crate::letters::is_han;
use crate::lexicon::terms::{self, Term};
use crate::model::{DocumentNumber, ProposalId, Symbol};

/// Finds a proposal symbol at the head of `text`: the symbol and the bytes it takes. It must be
/// followed by white space, a colon or the end; or, where that was lost, by an identifier:
/// `MODCUB/70/1`.
pub(super) fn symbol(text: &str) -> Option<(Symbol, usize)> {
    const SYMBOLS: [(&str, Symbol); 7] = [
        ("(MOD)", Symbol::ModEditorial),
        ("ADD*", Symbol::AddMoved),
        ("SUP*", Symbol::SupMoved),
        ("ADD", Symbol::Add),
        ("MOD", Symbol::Mod),
        ("SUP", Symbol::Sup),
        ("NOC", Symbol::Noc),
    ];
    let exact =
        SYMBOLS.iter().find_map(|(mark, symbol)| Some((*symbol, mark.len(), text.strip_prefix(mark)?)));
    if let Some((symbol, length, rest)) = exact
        && (rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || matches!(c, ':' | '：')))
    {
        return Some((symbol, length));
    }
    // Other letters for the symbol, signs before it, or no space behind it: only the identifier that
    // follows makes it one.
    let before = lenient::before_symbol(text);
    let lenient = [0, before].into_iter().find_map(|start| {
        let word = text.get(start..)?;
        // Seven comparisons, asked of each line some twenty times: no symbol begins with Han.
        if word.starts_with(is_han) {
            return None;
        }
        // `**SUP** CUB/70/2`: asterisks round a symbol are none of it.
        let framed = text.get(..start).is_some_and(|head| head.contains('*'));
        let mut marks = SYMBOLS.iter().filter(|(mark, _)| !(framed && mark.ends_with('*')));
        let (symbol, length) =
            marks.find_map(|(mark, symbol)| Some((*symbol, lenient::prefix(word, mark)?)))?;
        identifier_behind(word.get(length..)?).map(|_| (symbol, start + length))
    });
    lenient.or_else(|| in_words(text, before))
}

/// A symbol that is written as a word, or with one letter wrong, before an identifier that ends the line:
/// `MODIFY CUB/70/1`, `SUPP CUB/70/2`. A sentence goes on behind its identifier.
fn in_words(text: &str, start: usize) -> Option<(Symbol, usize)> {
    const LONGEST: usize = 120;
    const WORDS: [(Term, Symbol); 4] = [
        (Term::SymbolNoc, Symbol::Noc),
        (Term::SymbolMod, Symbol::Mod),
        (Term::SymbolSup, Symbol::Sup),
        (Term::SymbolAdd, Symbol::Add),
    ];
    let word = text.get(start..)?;
    let last = word.chars().rev().find(|c| !lenient::is_unseen(*c))?;
    // An identifier in brackets may close the line.
    if text.len() > LONGEST || !(last.is_numeric() || lenient::closing(last.encode_utf8(&mut [0; 4])) > 0) {
        return None;
    }
    let ends_line = |length: usize| {
        let rest = word.get(length..)?;
        let (_, end) = identifier_behind(rest)?;
        rest.get(end..)?.chars().all(|c| lenient::is_unseen(c) || matches!(c, '.' | ':')).then_some(())
    };
    let upper = word.to_uppercase();
    let head = if upper.len() == word.len() { upper.as_str() } else { word };
    let known = WORDS.into_iter().find_map(|(term, symbol)| Some((symbol, terms::head(term, head)?)));
    let parted = |length: &usize| {
        let (head, rest) = word.split_at_checked(*length).unwrap_or_default();
        head.ends_with(is_han) || !rest.starts_with(char::is_alphabetic)
    };
    let known = known.filter(|(_, length)| parted(length));
    let (symbol, length) = known.or_else(|| lenient::misspelt(word))?;
    ends_line(length).map(|()| (symbol, start + length))
}

/// The identifier behind a symbol, and the bytes up to its end, with what stands between and round it.
pub(super) fn identifier_behind(rest: &str) -> Option<(ProposalId, usize)> {
    let gap = lenient::gap(rest);
    let (id, length) = identifier_after_symbol(rest.get(gap..)?)?;
    let end = gap + length;
    Some((id, end + lenient::closing(rest.get(end..)?)))
}

/// Reads an identifier at the head of `text`: `CUB/70/1`, `F/D/G/12R1/4`, `RCC/ 62A1/4`,
/// `EUR/XX/1`, `PP14/70(Add.1)/2`… and the bytes it takes.
pub(crate) fn identifier(text: &str) -> Option<(ProposalId, usize)> {
    // Stray spaces stand after a slash only; elsewhere a space ends the identifier.
    let mut length = 0;
    let (mut slashes, mut spaced, mut after_slash) = (0, false, false);
    for (at, c) in text.bytes().enumerate() {
        if c == b' ' && after_slash {
            spaced = true;
            continue;
        }
        if !(c.is_ascii_alphanumeric() || matches!(c, b'/' | b'(' | b')' | b'.')) {
            break;
        }
        after_slash = c == b'/';
        slashes += usize::from(after_slash);
        length = at + 1;
    }
    // This is asked of each line many times, and hardly one has two slashes.
    if slashes < 2 {
        return None;
    }
    let written = unglued(text.get(..length)?);
    let length = written.len();
    let compact = if spaced { Cow::from(written.replace(' ', "")) } else { Cow::from(written) };
    parts(compact.trim_end_matches('.')).map(|id| (id, length))
}

/// An identifier without the symbol that ran on behind its serial: `CUB/70/1MOD`.
fn unglued(written: &str) -> &str {
    let cut = ["ADD", "MOD", "SUP", "NOC"].iter().find_map(|mark| written.strip_suffix(mark));
    cut.filter(|rest| rest.ends_with(|c: char| c.is_ascii_digit())).unwrap_or(written)
}

/// Source, document and serial of an identifier without its stray spaces.
fn parts(compact: &str) -> Option<ProposalId> {
    let (before, serial) = compact.rsplit_once('/')?;
    if serial.is_empty() || serial.len() > 4 || !serial.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (sources, document) = before.rsplit_once('/')?;
    let document = document_number(document)?;
    let sources: Vec<&str> = sources.split('/').collect();
    sourced(&sources, document, serial.to_owned())
}

/// An identifier whose sources are so many capitals.
pub(super) fn sourced(sources: &[&str], document: DocumentNumber, serial: String) -> Option<ProposalId> {
    let source = |s: &&str| (1..=5).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_uppercase());
    let named = !sources.is_empty() && sources.iter().all(source);
    let sources = || sources.iter().map(|s| (*s).to_owned()).collect();
    named.then(|| ProposalId { sources: sources(), document, serial })
}

/// Reads an identifier behind a symbol, where one is expected: as [`identifier`], or as
/// [`lenient::identifier`] does.
pub(super) fn identifier_after_symbol(text: &str) -> Option<(ProposalId, usize)> {
    identifier(text)
        .filter(|(_, length)| ends(text, *length))
        .or_else(|| lenient::identifier(text))
        .or_else(|| identifier(text))
        .or_else(|| unseparated::identifier(text))
}

/// Whether a word of `text` ends at a byte.
fn ends(text: &str, length: usize) -> bool {
    let next = text.get(length..).unwrap_or_default().chars().next();
    !next.map(lenient::look).is_some_and(|c| c.is_ascii_alphanumeric())
}

/// Reads a document number: `70`, `44A7`, `34R1A2`, `67(Rev.1)(Add.2)`, `XX`.
pub(crate) fn document_number(text: &str) -> Option<DocumentNumber> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = if digits > 0 { digits } else { text.bytes().take_while(|b| *b == b'X').count() };
    if number == 0 || number > 5 {
        return None;
    }
    let mut document = DocumentNumber { number: text.get(..number)?.to_owned(), ..Default::default() };
    let mut rest = text.get(number..)?;
    while !rest.is_empty() {
        rest = rest.trim_start_matches(['(', ')', ' ']);
        if rest.is_empty() {
            break;
        }
        let (slot, after) =
            [("Add.", 'a'), ("Rev.", 'r'), ("Corr.", 'c'), ("Cor.", 'c'), ("A", 'a'), ("R", 'r'), ("C", 'c')]
                .iter()
                .find_map(|(mark, slot)| Some((*slot, rest.strip_prefix(mark)?)))?;
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let value = after.get(..digits)?.parse().ok()?;
        match slot {
            'a' => document.add(value),
            'r' => document.revision = Some(value),
            _ => document.corrigendum = Some(value),
        }
        rest = after.get(digits..)?;
    }
    Some(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols() {
        assert_eq!(symbol("MOD\tCUB/70/1"), Some((Symbol::Mod, 3)));
        assert_eq!(symbol("(MOD) 5.2"), Some((Symbol::ModEditorial, 5)));
        assert_eq!(symbol("ADD：文本"), Some((Symbol::Add, 3)));
        assert_eq!(symbol("SUP*"), Some((Symbol::SupMoved, 4)));
        assert_eq!(symbol("MODIFY"), None);
        assert_eq!(symbol("Addendum"), None);
    }

    #[test]
    fn a_symbol_without_its_space_needs_an_identifier() {
        assert_eq!(symbol("MODBRA/31/2"), Some((Symbol::Mod, 3)));
        assert_eq!(symbol("ADDAFCP/42A1/1"), Some((Symbol::Add, 3)));
        assert_eq!(symbol("Sup\tJ/9/4"), Some((Symbol::Sup, 3)));
        assert_eq!(symbol("ＮＯＣ　ＫＯＲ／１２／３"), Some((Symbol::Noc, 9)));
        assert_eq!(symbol("• **MOD** BRA/31/2"), Some((Symbol::Mod, "• **MOD".len())));
        assert_eq!(symbol("2) SUP. [BRA/31/2]"), Some((Symbol::Sup, 6)));
        assert_eq!(symbol("A D D\tBRA/31/2"), Some((Symbol::Add, 5)));
        assert_eq!(symbol("МОД\tBRA/31/2"), Some((Symbol::Mod, 6)));
        assert_eq!(symbol("MODIFY BRA/31/2"), Some((Symbol::Mod, 6)));
        assert_eq!(symbol("Suppression\tBRA/31/2"), Some((Symbol::Sup, 11)));
        assert_eq!(symbol("SUPP BRA/31/2"), Some((Symbol::Sup, 4)));
        assert_eq!(symbol("MDO\tBRA/31/2"), Some((Symbol::Mod, 3)));
        assert_eq!(symbol("ИСКЛЮЧИТЬ BRA/31/2"), Some((Symbol::Sup, "ИСКЛЮЧИТЬ".len())));
        assert_eq!(symbol("修改BRA/31/2"), Some((Symbol::Mod, 6)));
        assert_eq!(symbol("NO CHANGE BRA/31/2"), Some((Symbol::Noc, 9)));
        assert_eq!(symbol("MOD\u{200b} BRA/31/2"), Some((Symbol::Mod, 3)));
        assert_eq!(symbol("\u{200f}MOD \u{200e}BRA/31/2"), Some((Symbol::Mod, 6)));
        for text in [
            "MODEL/3",
            "- MOD 5.2",
            "* Modern/70/1x",
            "ADDITIONAL 5/2",
            "Add to it",
            "SUPPORT/70/1x",
            "mod 64/2",
            "Modify BRA/31/2 as follows",
            "AND BRA/31/2",
            "See BRA/31/2",
        ] {
            assert_eq!(symbol(text), None, "{text}");
        }
    }

    #[test]
    fn identifiers_that_are_a_little_off() {
        for text in [
            "BRA/31-2",
            "BRA\\31\\2",
            "BRA /31/2",
            "BRA / 31 / 2",
            "Bra/31/2",
            "bra-31-2",
            "BRA 31/2",
            "ВRА/31/2",
            "ＢＲＡ／３１／２",
            "BRA∕31⁄2",
            "BRA/31–2\tRESOLUTION",
            "BRA//31/2",
            "BRA.31.2",
            "BRA31/2",
            "BRA/31 2",
            "BRA/3l/2",
            "BRA/31-E/2",
            "BRA/PP-18/31/2",
            "BRA/WTDC17/31/2",
            "BRA/31_2",
            "BRA/31.2",
            "BRA、31、2",
            "BRA/Doc.31/2",
            "BRA/Document 31/2",
            "\u{200e}BRA/31/2",
        ] {
            let (id, _) = identifier_after_symbol(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((id.sources.concat().as_str(), id.serial.as_str()), ("BRA", "2"), "{text}");
            assert_eq!(id.document.number, "31", "{text}");
        }
        let (id, length) = identifier_after_symbol("Eur-44a7-1 text").unwrap();
        assert_eq!((id.document.addendum, length), (Some(7), 10));
        for text in ["RCC/62 Add 1/3", "RCC/62-Add.1/3", "RCC/62 (Add.1)/3"] {
            let (id, _) = identifier_after_symbol(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((id.document.addendum, id.serial.as_str()), (Some(1), "3"), "{text}");
        }
        for text in ["F, D/31/2", "F + D/31/2", "F & D/31/2", "F and D/31/2"] {
            let (id, _) = identifier_after_symbol(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((id.sources.join("/").as_str(), id.serial.as_str()), ("F/D", "2"), "{text}");
        }
        let (id, _) = identifier_after_symbol("RCC/62 Add.1/I").unwrap();
        assert_eq!((id.document.addendum, id.serial.as_str()), (Some(1), "1"));
        for text in [
            "CS 165",
            "187 PP-98",
            "Resolution 64-2",
            "2 in view of 3/4",
            "WTSA-16",
            "ART.5.2",
            "Res.5.2",
            "No. 5.388",
            "CUB/70/O",
        ] {
            assert_eq!(identifier_after_symbol(text), None, "{text}");
        }
    }

    #[test]
    fn identifiers() {
        let read = |text| {
            identifier(text).map(|(id, length)| (id.sources.join("+"), id.document, id.serial, length))
        };
        let number = |n: &str| DocumentNumber { number: n.into(), ..Default::default() };
        assert_eq!(read("CUB/70/1"), Some(("CUB".into(), number("70"), "1".into(), 8)));
        assert_eq!(read("B/75/4"), Some(("B".into(), number("75"), "4".into(), 6)));
        assert_eq!(
            read("EUR/44A7/1 text"),
            Some(("EUR".into(), DocumentNumber { addendum: Some(7), ..number("44") }, "1".into(), 10))
        );
        assert_eq!(read("RCC/ 62A1/4").map(|r| r.3), Some(11));
        assert_eq!(read("F/D/G/12R1/04").map(|r| r.0), Some("F+D+G".into()));
        assert_eq!(read("EUR/XX/1").map(|r| r.1), Some(number("XX")));
        assert_eq!(read("ICT/70"), None);
        assert_eq!(read("电信/ICT"), None);
    }
}
