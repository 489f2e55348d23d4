//! Proposal lines: `MOD⇥CUB/70/1`, `(MOD) EUR/44A7/1`, `SUP* 187`.

use crate::model::{DocumentNumber, ProposalId, Symbol};

/// Finds a proposal symbol at the head of `text`: the symbol and the bytes it takes. It must be
/// followed by white space, a colon or the end.
pub fn symbol(text: &str) -> Option<(Symbol, usize)> {
    const SYMBOLS: [(&str, Symbol); 7] = [
        ("(MOD)", Symbol::ModEditorial),
        ("ADD*", Symbol::AddMoved),
        ("SUP*", Symbol::SupMoved),
        ("ADD", Symbol::Add),
        ("MOD", Symbol::Mod),
        ("SUP", Symbol::Sup),
        ("NOC", Symbol::Noc),
    ];
    SYMBOLS.iter().find_map(|(mark, symbol)| {
        let rest = text.strip_prefix(mark)?;
        let ends =
            rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
        ends.then_some((*symbol, mark.len()))
    })
}

/// Reads an identifier at the head of `text`: `CUB/70/1`, `F/D/G/12R1/4`, `RCC/ 62A1/4`,
/// `EUR/XX/1`, `PP14/70(Add.1)/2`… and the bytes it takes.
pub fn identifier(text: &str) -> Option<(ProposalId, usize)> {
    // Stray spaces stand after a slash only; elsewhere a space ends the identifier.
    let mut compact = String::new();
    let mut length = 0;
    let mut after_slash = false;
    for (at, c) in text.char_indices() {
        if c == ' ' {
            if after_slash {
                continue;
            }
            break;
        }
        if !(c.is_ascii_alphanumeric() || matches!(c, '/' | '(' | ')' | '.')) {
            break;
        }
        compact.push(c);
        after_slash = c == '/';
        length = at + c.len_utf8();
    }
    let compact = compact.trim_end_matches('.');
    let mut segments: Vec<&str> = compact.split('/').collect();
    let serial =
        segments.pop().filter(|s| !s.is_empty() && s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit()))?;
    let document = document_number(segments.pop()?)?;
    let named = !segments.is_empty()
        && segments.iter().all(|s| (1..=5).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_uppercase()));
    named.then(|| {
        let sources = segments.iter().map(|s| (*s).to_owned()).collect();
        (ProposalId { sources, document, serial: serial.to_owned() }, length)
    })
}

/// Reads a document number: `70`, `44A7`, `34R1A2`, `67(Rev.1)(Add.2)`, `XX`.
pub fn document_number(text: &str) -> Option<DocumentNumber> {
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
            'a' => document.addendum = Some(value),
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
