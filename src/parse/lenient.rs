//! Symbols and identifiers of proposals that are not in their form, read where one is expected.
//!
//! In: the head of a line. Out: what is meant, and the bytes it takes. The text is not changed;
//! [`super::irregular`] reports how it was read. Never: a reading of a line that has no identifier.

use super::symbol::{document_number, sourced};
use crate::letters::is_invisible;
use crate::lexicon::provision;
use crate::lexicon::terms::{self, Term};
use crate::model::{DocumentNumber, ProposalId, Symbol};

/// Signs that are set round a symbol or an identifier: bullets, brackets, the asterisks of Markdown.
const ROUND: &str = "*_[](){}<>«»“”\"'#•·●▪–—-";

/// The bytes before a symbol: bullets, brackets, an item's number (`2.`, `3)`).
pub(super) fn before_symbol(text: &str) -> usize {
    let rest = text.trim_start_matches(|c: char| is_unseen(c) || ROUND.contains(c));
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let letter = usize::from(rest.starts_with(|c: char| c.is_ascii_lowercase()));
    let label = if digits == 0 { letter } else { digits };
    let numbered = rest.get(label..).and_then(|tail| {
        tail.strip_prefix([')', '）'])
            .or_else(|| tail.strip_prefix(['.', ' ', '\t', '\u{a0}']).filter(|_| digits > 0))
    });
    let rest = match numbered {
        Some(tail) if (1..=2).contains(&label) => {
            tail.trim_start_matches(|c: char| is_unseen(c) || ROUND.contains(c))
        }
        _ => rest,
    };
    text.len() - rest.len()
}

/// White space, and signs that have no width: they stand round identifiers in text from Word.
pub(super) fn is_unseen(sign: char) -> bool {
    sign.is_whitespace() || is_invisible(sign)
}

/// A symbol with one letter wrong, too many, too few or in the wrong place: `MODD`, `SU`, `MDO`. In capitals
/// only, and a word of its own.
pub(super) fn misspelt(text: &str) -> Option<(Symbol, usize)> {
    const SYMBOLS: [(&str, Symbol); 4] =
        [("MOD", Symbol::Mod), ("ADD", Symbol::Add), ("SUP", Symbol::Sup), ("NOC", Symbol::Noc)];
    let length = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let word = text.get(..length).filter(|_| (2..=4).contains(&length))?;
    let apart = text.get(length..)?.starts_with(is_unseen);
    let conjunction = terms::all(Term::And).iter().any(|and| and.eq_ignore_ascii_case(word));
    let found = SYMBOLS.into_iter().find(|(mark, _)| strsim::damerau_levenshtein(mark, word) == 1);
    found.filter(|_| apart && !conjunction).map(|(_, symbol)| (symbol, length))
}

/// The bytes of `text` whose folded letters are `mark`; single spaces may part them: `M O D`, `M OD`.
pub(super) fn prefix(text: &str, mark: &str) -> Option<usize> {
    let mut letters = text.char_indices().peekable();
    let mut end = 0;
    for (nth, expected) in mark.chars().enumerate() {
        if nth > 0 {
            letters.next_if(|(_, c)| c.is_whitespace());
        }
        let (at, letter) = letters.next()?;
        // `M0D`: a digit for the letter.
        let digit = letter == '0' && expected == 'O';
        if !digit && look(letter).to_ascii_uppercase() != expected && spelt(letter) != Some(expected) {
            return None;
        }
        end = at + letter.len_utf8();
    }
    Some(end)
}

/// The bytes between a symbol and its identifier: white space, and signs typed for it or round it.
pub(super) fn gap(rest: &str) -> usize {
    let between =
        |c: char| is_unseen(c) || ROUND.contains(look(c)) || matches!(look(c), ':' | '/' | '.' | ',');
    let behind = rest.trim_start_matches(between);
    // `MOD No. CUB/70/1`: a word for "number", apart from the letters behind it.
    let sign = terms::head(Term::NumberSign, behind).unwrap_or(0);
    let (word, tail) = behind.split_at_checked(sign).unwrap_or_default();
    let source = tail.trim_start_matches(between);
    let apart = word.ends_with('.') || tail.len() > source.len();
    let numbered = sign > 0 && apart && source.starts_with(|c| look(c).is_ascii_uppercase());
    rest.len() - if numbered { source.len() } else { behind.len() }
}

/// The bytes of signs that close what was opened before an identifier.
pub(super) fn closing(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches(['*', '_', ']', ')', '}', '>', '»', '”', '"']).len()
}

/// Reads an identifier with another sign for a slash, spaces round it or none of it, small letters,
/// letters of another script that look alike, a letter for a digit, the letter of the language or the
/// conference inside it: `CUB/70-2`, `CUB\70\3`, `CUB70/3`, `Cub/70/l`, `CUB/70-E/3`, `CUB/PP-18/70/3`.
pub(super) fn identifier(text: &str) -> Option<(ProposalId, usize)> {
    let mut reading = LenientIdentifier::default();
    let mut read = None;
    for (at, c) in text.char_indices() {
        if !reading.take(look(c), text.get(at..).unwrap_or_default()) {
            break;
        }
        let length = at + c.len_utf8();
        let rest = text.get(length..).unwrap_or_default();
        if rest.starts_with(|c: char| look(c).is_ascii_alphanumeric())
            || reading.loose && !rest.trim().is_empty()
        {
            continue;
        }
        if let Some(id) = parts(&reading.compact) {
            read = Some((id, length));
        }
    }
    read.filter(|_| !reading.loose || provision(text, true).is_none())
}

/// Longest identifier, letters: those of all members of ITU and a number have 800.
const LONGEST: usize = 1_000;

/// An identifier as far as it was read, its signs unified.
#[derive(Default)]
struct LenientIdentifier {
    compact: String,
    bracket: bool,
    /// Small letters were read in the source.
    small: bool,
    /// A point or comma was taken for a slash: only a whole line in capitals can be so meant.
    loose: bool,
    /// The bytes that are left of a word for "and" between two sources, or for "number" before the last.
    and: usize,
}

impl LenientIdentifier {
    /// Takes a sign, where one of an identifier can stand; `text` begins with it.
    fn take(&mut self, c: char, text: &str) -> bool {
        if is_unseen(c) && !c.is_whitespace() {
            return true;
        }
        // Each sign is judged by all before it: in a line without spaces that would cost as its square.
        if self.compact.len() > LONGEST {
            return false;
        }
        // A word for "and" or "number" is being passed over; a slash stands for it.
        if self.and > 0 {
            self.and = self.and.saturating_sub(c.len_utf8());
            if self.and == 0 {
                self.compact.push('/');
            }
            return true;
        }
        self.bracket = c == '(' || self.bracket && c != ')';
        let source = !self.compact.bytes().any(|b| b.is_ascii_digit());
        let last = self.compact.chars().next_back();
        match c {
            // `CUB, ARG/70/2`: several sources.
            ',' | '+' | '&' if source && another_source(text.get(c.len_utf8()..).unwrap_or_default()) => {
                self.compact.push('/');
            }
            // `EUR/44(Add. 3)/1`.
            ' ' if self.bracket => {}
            ' ' | '\t' => return self.space(text),
            '/' | '-' if last.is_none() => return false,
            '/' | '-' | '#' if last == Some('/') => {}
            '/' | '-' => self.compact.push('/'),
            '.' if self.abbreviated() => {}
            '.' | ',' | ':' | ';' | '·' | '、' | '・' | '#' if !self.bracket => {
                let digits = text.chars().nth(1).is_some_and(|c| look(c).is_ascii_digit());
                let capitals = source && self.compact.len() > 1 && !self.small || self.loose;
                let serial = !source && self.compact.matches('/').count() == 1 && ends_in_digits(text, c);
                let capitals = capitals || serial;
                if !digits || !capitals {
                    return false;
                }
                self.loose = true;
                self.compact.push('/');
            }
            c if self.bracket || matches!(c, '(' | ')') => self.compact.push(c),
            // `CUB/70/No.3`.
            _ if !source && last == Some('/') && number_sign(text) > 0 => {
                self.and = number_sign(text).saturating_sub(c.len_utf8());
            }
            c if c.is_ascii_alphanumeric() => {
                if self.loose && c.is_ascii_lowercase() {
                    return false;
                }
                let ends = last.is_some_and(|c| c.is_ascii_uppercase()) && !self.abbreviated();
                if source && c.is_ascii_digit() && ends {
                    self.compact.push('/');
                }
                self.small |= source && c.is_ascii_lowercase();
                self.compact.push(c.to_ascii_uppercase());
            }
            _ => return false,
        }
        true
    }

    /// A space is a slash's company, or stands for one: behind the source's letters, or before the last
    /// number of a line. Before `Add.1` or `(Rev.1)` it is nothing.
    fn space(&mut self, text: &str) -> bool {
        let rest = text.trim_start();
        let next = rest.chars().next().map(look);
        let last = self.compact.chars().next_back();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let source = !self.compact.bytes().any(|b| b.is_ascii_digit());
        let slashes = if source { 0 } else { self.compact.matches('/').count().max(1) };
        if last == Some('/')
            || next.is_some_and(|c| matches!(c, '/' | '-') || source && matches!(c, ',' | '+' | '&'))
            || self.abbreviated() && digit(next)
        {
            return true;
        }
        // `F and D/31/2`.
        if let Some(length) = terms::head(Term::And, rest).filter(|_| source && !self.compact.is_empty())
            && rest.get(length..).is_some_and(|rest| rest.starts_with(' ') && another_source(rest))
        {
            self.and = length;
            return true;
        }
        let behind_source = slashes == 0 && last.is_some_and(|c| c.is_ascii_uppercase()) && digit(next);
        let serial = slashes == 1 && digit(last) && rest.trim_end().chars().all(|c| look(c).is_ascii_digit());
        if behind_source || serial && !rest.is_empty() {
            self.compact.push('/');
            return true;
        }
        // `ACP/64 A1/3`.
        let short = rest.starts_with(['A', 'R', 'C']) && digit(rest.chars().nth(1));
        let slot = next == Some('(') || short || SLOTS.iter().any(|slot| starts(rest, slot.0));
        slashes > 0 && digit(last) && slot
    }

    /// Whether `Add`, `Rev` or `Corr` was read last, which a point may follow.
    fn abbreviated(&self) -> bool {
        !self.bracket
            && (SLOTS.iter().any(|slot| self.compact.ends_with(slot.1))
                || DOCUMENT.iter().any(|word| self.compact.ends_with(word)))
    }
}

/// The bytes of a word for "number" with its point, right before a digit.
fn number_sign(text: &str) -> usize {
    let length = terms::head(Term::NumberSign, text).unwrap_or(0);
    let rest = text.get(length..).unwrap_or_default();
    let point = usize::from(rest.starts_with('.'));
    let digits = rest.get(point..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if length > 0 && digits { length + point } else { 0 }
}

/// What may stand before a document's number inside an identifier: `CUB/Doc.70/2`.
const DOCUMENT: [&str; 2] = ["/DOC", "/DOCUMENT"];

/// Whether another source follows a comma or its like: capitals, then the next of them or a slash.
fn another_source(rest: &str) -> bool {
    let rest = rest.trim_start();
    let capitals = rest.chars().take_while(|c| look(*c).is_ascii_uppercase()).count();
    let behind = rest.chars().map(look).skip(capitals).find(|c| *c != ' ');
    (1..=5).contains(&capitals) && behind.is_some_and(|c| matches!(c, '/' | '-' | ',' | '+' | '&'))
}

/// Whether nothing but a serial's digits stands behind a sign.
fn ends_in_digits(text: &str, sign: char) -> bool {
    let rest = text.get(sign.len_utf8()..).unwrap_or_default().trim();
    !rest.is_empty() && rest.chars().all(|c| look(c).is_ascii_digit())
}

/// What stands behind a document's number in words, without its point, and the letter for it.
const SLOTS: [(&str, &str, &str); 4] =
    [("Add", "ADD", "A"), ("Rev", "REV", "R"), ("Corr", "CORR", "C"), ("Cor", "COR", "C")];

fn starts(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

/// Source, document and serial, without what may stand between them.
fn parts(compact: &str) -> Option<ProposalId> {
    let mut segments: Vec<&str> = compact.split('/').filter(|segment| !segment.is_empty()).collect();
    let serial = digits(segments.pop()?).filter(|serial| serial.len() <= 4)?;
    // `RCC/62-Add.1/3`: the dash was taken for a slash.
    let change = segments.pop()?;
    let joined = SLOTS.iter().any(|slot| change.starts_with(slot.1)).then(|| {
        let before = segments.pop()?;
        Some(format!("{before}{change}"))
    });
    let joined = joined.flatten();
    segments.push(joined.as_deref().unwrap_or(change));
    if let Some(last) = segments.last_mut() {
        *last = DOCUMENT
            .iter()
            .rev()
            .find_map(|word| last.strip_prefix(word.trim_start_matches('/')))
            .unwrap_or(last);
    }
    let language = |segment: &&str| segment.len() == 1 && "ACEFRS".contains(*segment);
    if segments.len() > 2 && segments.last().is_some_and(language) {
        segments.pop();
    }
    let document = number(segments.pop()?)?;
    // The conference: `PP-18`, `WTDC17`.
    let year = |segment: &str| matches!(segment.len(), 2 | 4) && segment.bytes().all(|b| b.is_ascii_digit());
    let letters = |segment: &str| segment.bytes().all(|b| b.is_ascii_uppercase());
    match segments.as_slice() {
        [_, .., body, last] if year(last) && letters(body) => segments.truncate(segments.len() - 2),
        [_, .., last]
            if last
                .split_at_checked(last.len().saturating_sub(2))
                .is_some_and(|(body, y)| year(y) && letters(body)) =>
        {
            segments.pop();
        }
        _ => {}
    }
    sourced(&segments, document, serial)
}

/// Digits, with the letters that are typed for them.
fn digits(segment: &str) -> Option<String> {
    let plain: String = segment.chars().map(typed_for).collect();
    let number = !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit());
    let real = segment.bytes().any(|b| b.is_ascii_digit()) || matches!(segment, "L" | "I");
    (number && real).then_some(plain)
}

/// A document's number: `70`, `O70`, `70ADD1`.
fn number(segment: &str) -> Option<DocumentNumber> {
    let short = SLOTS.iter().fold(segment.to_owned(), |text, (_, word, letter)| text.replace(word, letter));
    document_number(segment)
        .or_else(|| document_number(&short))
        // `CUB/70E/3`: the letter of the language; those of addenda, corrigenda and revisions have a number behind.
        .or_else(|| document_number(segment.strip_suffix(['E', 'F', 'S'])?))
        .or_else(|| digits(segment).and_then(|digits| document_number(&digits)))
        .or_else(|| document_number(&short.chars().map(typed_for).collect::<String>()))
}

fn typed_for(letter: char) -> char {
    match letter {
        'O' => '0',
        'L' | 'I' => '1',
        _ => letter,
    }
}

/// The Latin letter that a letter of a symbol stands for where it is spelt in Cyrillic: `МОД`, `АДД`, `СУП`.
fn spelt(letter: char) -> Option<char> {
    Some(match letter {
        'Д' | 'д' => 'D',
        'П' | 'п' => 'P',
        'У' | 'у' => 'U',
        'К' | 'к' => 'C',
        'Н' | 'н' => 'N',
        'С' | 'с' => 'S',
        'М' | 'м' => 'M',
        'О' | 'о' => 'O',
        'А' | 'а' => 'A',
        _ => return None,
    })
}

/// The sign of the form that a sign stands for: full width, letters of other scripts that look like
/// Latin capitals (UTS 39, confusables), strokes and dashes.
pub(super) fn look(sign: char) -> char {
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
        'З' => '3',
        '\u{660}'..='\u{669}' => digit(u32::from(sign) - 0x660),
        '\u{6F0}'..='\u{6F9}' => digit(u32::from(sign) - 0x6F0),
        _ => sign,
    }
}

fn digit(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('0')
}
