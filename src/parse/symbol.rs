//! Proposal lines: `MOD⇥CUB/70/1`, `(MOD) EUR/44A7/1`, `SUP* 187`.

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
    // Other letters for the symbol, or no space behind it: only the identifier that follows makes it one.
    let (symbol, length) =
        SYMBOLS.iter().find_map(|(mark, symbol)| Some((*symbol, folded_prefix(text, mark)?)))?;
    let rest = text.get(length..)?;
    identifier_after_symbol(rest.get(after_symbol(rest)..)?).map(|_| (symbol, length))
}

/// The bytes of `text` whose folded letters are `mark`.
fn folded_prefix(text: &str, mark: &str) -> Option<usize> {
    let mut letters = text.char_indices();
    for expected in mark.chars() {
        let (_, letter) = letters.next()?;
        if look(letter).to_ascii_uppercase() != expected {
            return None;
        }
    }
    Some(letters.next().map_or(text.len(), |(at, _)| at))
}

/// The bytes of the gap between a symbol and its identifier: white space, and a colon or dash typed for it.
pub(super) fn after_symbol(rest: &str) -> usize {
    rest.len()
        - rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(look(c), ':' | '-' | '/')).len()
}

/// Reads an identifier at the head of `text`: `CUB/70/1`, `F/D/G/12R1/4`, `RCC/ 62A1/4`,
/// `EUR/XX/1`, `PP14/70(Add.1)/2`… and the bytes it takes.
pub(crate) fn identifier(text: &str) -> Option<(ProposalId, usize)> {
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
    parts(compact.trim_end_matches('.')).map(|id| (id, length))
}

/// Source, document and serial of an identifier without its stray spaces.
fn parts(compact: &str) -> Option<ProposalId> {
    let mut segments: Vec<&str> = compact.split('/').collect();
    let serial =
        segments.pop().filter(|s| !s.is_empty() && s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit()))?;
    let document = document_number(segments.pop()?)?;
    let named = !segments.is_empty()
        && segments.iter().all(|s| (1..=5).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_uppercase()));
    let sources = || segments.iter().map(|s| (*s).to_owned()).collect();
    named.then(|| ProposalId { sources: sources(), document, serial: serial.to_owned() })
}

/// Reads an identifier behind a symbol, where one is expected: as [`identifier`], or with another
/// sign for a slash, spaces round it, small letters, or letters of another script that look alike:
/// `CUB/70-2`, `CUB\70\3`, `CUB /70/3`, `Cub/70/3`, `ＣＵＢ／70／3`. The text is not changed;
/// [`super::irregular`] reports how it was read.
pub(super) fn identifier_after_symbol(text: &str) -> Option<(ProposalId, usize)> {
    identifier(text)
        .filter(|(_, length)| ends(text, *length))
        .or_else(|| lenient(text))
        .or_else(|| identifier(text))
}

fn lenient(text: &str) -> Option<(ProposalId, usize)> {
    let mut compact = String::new();
    let mut read = None;
    let mut bracket = false;
    for (at, c) in text.char_indices() {
        let c = look(c);
        bracket = c == '(' || bracket && c != ')';
        match c {
            // A space is a slash's company, or stands for one behind the source's letters.
            ' ' | '\t' => {
                let next = text.get(at..).unwrap_or_default().trim_start().chars().next().map(look);
                let slash = compact.ends_with('/') || next == Some('/');
                let source = compact.bytes().last().is_some_and(|b| b.is_ascii_uppercase())
                    && !compact.contains('/')
                    && next.is_some_and(|c| c.is_ascii_digit());
                match (slash, source) {
                    (true, _) => {}
                    (false, true) => compact.push('/'),
                    (false, false) => break,
                }
            }
            '/' | '-' if !compact.is_empty() && !compact.ends_with('/') => compact.push('/'),
            c if bracket || matches!(c, '(' | ')') => compact.push(c),
            c if c.is_ascii_alphanumeric() => compact.push(c.to_ascii_uppercase()),
            _ => break,
        }
        let length = at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        if ends(text, length)
            && let Some(id) = parts(&compact)
        {
            read = Some((id, length));
        }
    }
    read
}

/// Whether a word of `text` ends at a byte.
fn ends(text: &str, length: usize) -> bool {
    !text.get(length..).unwrap_or_default().starts_with(|c: char| look(c).is_ascii_alphanumeric())
}

/// The sign of the form that a sign stands for: full width, letters of other scripts that look like
/// Latin capitals (UTS 39, confusables), strokes and dashes.
fn look(sign: char) -> char {
    match sign {
        '\u{FF01}'..='\u{FF5E}' => {
            let plain = char::from_u32(u32::from(sign) - 0xFEE0).unwrap_or(sign);
            if plain == '\\' { '/' } else { plain }
        }
        '\u{3000}' | '\u{A0}' | '\u{2007}' | '\u{202F}' | '\u{2009}' => ' ',
        '\\' | '|' | '\u{2044}' | '\u{2215}' | '\u{2571}' | '\u{29F8}' | '\u{2216}' => '/',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '_' => '-',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' | 'Ϲ' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' | 'Ӏ' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' | '\u{212A}' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'У' | 'Υ' | 'Ү' => 'Y',
        'Х' | 'Χ' => 'X',
        'Ζ' => 'Z',
        '\u{660}'..='\u{669}' => digit(u32::from(sign) - 0x660),
        '\u{6F0}'..='\u{6F9}' => digit(u32::from(sign) - 0x6F0),
        _ => sign,
    }
}

fn digit(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('0')
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
    fn a_symbol_without_its_space_needs_an_identifier() {
        assert_eq!(symbol("MODBRA/31/2"), Some((Symbol::Mod, 3)));
        assert_eq!(symbol("ADDAFCP/42A1/1"), Some((Symbol::Add, 3)));
        assert_eq!(symbol("Sup\tJ/9/4"), Some((Symbol::Sup, 3)));
        assert_eq!(symbol("ＮＯＣ　ＫＯＲ／１２／３"), Some((Symbol::Noc, 9)));
        for text in ["MODEL/3", "ADDITIONAL 5/2", "Add to it", "SUPPORT/70/1x", "mod 64/2"] {
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
        ] {
            let (id, _) = identifier_after_symbol(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((id.sources.concat().as_str(), id.serial.as_str()), ("BRA", "2"), "{text}");
            assert_eq!(id.document.number, "31", "{text}");
        }
        let (id, length) = identifier_after_symbol("Eur-44a7-1 text").unwrap();
        assert_eq!((id.document.addendum, length), (Some(7), 10));
        for text in ["CS 165", "187 PP-98", "Resolution 64-2", "2 in view of 3/4", "WTSA-16"] {
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
