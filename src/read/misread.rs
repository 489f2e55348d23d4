//! Traces of text that another program read in a wrong encoding before it came here.
//!
//! In: a text as read. Out: the first place and how many. Never: a correction, as what was lost on the way
//! cannot be told from what was not.

use encoding_rs::{Encoding, GB18030, UTF_8, WINDOWS_1251, WINDOWS_1252};

use super::encoding::{detect, plausible};
use crate::letters::is_east_asian;
use crate::text::Span;

/// Fewer traces stand in a text by chance.
const FEWEST: usize = 3;

/// Letters that were misread.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misread {
    /// The first one's place.
    pub span: Span,
    /// What it was.
    pub first: char,
    /// How many there are.
    pub count: usize,
    /// The encoding that they were written in.
    pub written: &'static str,
    /// The page in which they were read.
    pub page: &'static str,
}

/// Question marks between two letters of a word, or in the place of a whole word: the first, and how many.
pub(super) fn question_marks(text: &str) -> Option<(Span, usize)> {
    if text.bytes().filter(|byte| *byte == b'?').take(FEWEST).count() < FEWEST {
        return None;
    }
    let letter = |c: char| c.is_alphabetic() && !is_east_asian(c);
    let (mut first, mut count) = (None, 0);
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += word.len();
        let address = word.contains(['/', '=', '&']);
        if address || !word.contains('?') {
            continue;
        }
        let inner = word.trim();
        let lost = inner.match_indices('?').filter(|(place, _)| {
            let before = inner.get(..*place).and_then(|before| before.chars().next_back());
            let after = inner.get(place + 1..).and_then(|after| after.chars().next());
            before.is_some_and(|c| letter(c) || c == '?') && after.is_some_and(|c| letter(c) || c == '?')
        });
        let lost = lost.count();
        if lost > 0 && (inner.chars().any(letter) || lost > FEWEST) {
            count += lost;
            first.get_or_insert(Span::new(start, start + inner.len()));
        }
    }
    first.filter(|_| count >= FEWEST).map(|first| (first, count))
}

/// Letters that are UTF-8 read as a page of one byte a character, or as GBK; or those of another page that
/// were read as Windows' Latin one.
pub(super) fn letters(text: &str) -> Option<Misread> {
    // The lead bytes of Latin, Cyrillic, Arabic letters and Han, as the page has them.
    let latin = |c: char| matches!(c, 'Ã'..='ß' | 'à'..='ï');
    let cyrillic = |c: char| matches!(c, 'Р' | 'С' | 'Г' | 'Щ' | 'Ш');
    if text.is_ascii() {
        return None;
    }
    // In UTF-8 these letters begin with one byte, which texts in other scripts hardly hold.
    let holds = |lead: u8| text.as_bytes().contains(&lead);
    let latin = || holds(0xC3).then(|| one_byte(text, WINDOWS_1252, latin, FEWEST)).flatten();
    let cyrillic = || holds(0xD0).then(|| one_byte(text, WINDOWS_1251, cyrillic, 2 * FEWEST)).flatten();
    latin().or_else(cyrillic).or_else(|| two_bytes(text)).or_else(|| of_another_page(text))
}

/// Sequences of UTF-8 in a page of one byte a character; nearly all that may begin one do.
fn one_byte(
    text: &str,
    page: &'static Encoding,
    leads: impl Fn(char) -> bool,
    fewest: usize,
) -> Option<Misread> {
    let (mut found, mut others): (Option<Misread>, usize) = (None, 0);
    let mut rest = text.char_indices();
    while let Some((at, c)) = rest.next() {
        if !leads(c) {
            continue;
        }
        let lead = byte(page, c)?;
        let length = if lead < 0xE0 { 2 } else { 3 };
        let mut bytes = vec![lead];
        let mut ahead = rest.clone();
        for (_, next) in ahead.by_ref().take(length - 1) {
            bytes.extend(byte(page, next).filter(|byte| (0x80..=0xBF).contains(byte)));
        }
        let letter = std::str::from_utf8(&bytes).ok().filter(|_| bytes.len() == length);
        let Some(first) = letter.and_then(|letter| letter.chars().next()).filter(|c| c.is_alphabetic())
        else {
            others += 1;
            continue;
        };
        let end = ahead.clone().next().map_or(text.len(), |(at, _)| at);
        rest = ahead;
        let found = found.get_or_insert(Misread {
            span: Span::new(at, end),
            first,
            count: 0,
            written: UTF_8.name(),
            page: page.name(),
        });
        found.count += 1;
    }
    found.filter(|found| found.count >= fewest && found.count > 2 * others)
}

fn byte(page: &'static Encoding, c: char) -> Option<u8> {
    // What the standard's page leaves undefined programs take for itself.
    if let Ok(byte @ 0x80..=0x9F) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    let (bytes, _, lost) = page.encode(c.encode_utf8(&mut buffer));
    bytes.first().copied().filter(|_| !lost && bytes.len() == 1)
}

/// Whether nothing is beyond ASCII but marks of punctuation in places that are theirs: no letter of another page was
/// read as one of these, as it would stand inside a word (`resoluci—n`).
fn is_punctuated(text: &str) -> bool {
    let bytes = text.as_bytes();
    let beyond = bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0xC0).map(|(at, _)| at);
    beyond.into_iter().all(|at| {
        let rest = text.get(at..).unwrap_or_default();
        let mut letters = rest.chars();
        let Some(mark) = letters.next() else { return true };
        let inside = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
            && at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
        match mark {
            // `Union’s`, `don’t`.
            '’' if inside => letters.next().is_none_or(|c| !c.is_ascii_alphabetic()),
            '‘' | '’' | '“' | '”' | '–' | '—' | '…' | '•' | '\u{A0}' | '§' | '°' => !inside,
            _ => false,
        }
    })
}

/// Letters of another page, of Chinese, Russian, Arabic or the Macintosh, that were read as Windows' Latin one.
fn of_another_page(text: &str) -> Option<Misread> {
    if is_punctuated(text) {
        return None;
    }
    // In a text with letters of another alphabet those of this one are what they are.
    let foreign = |c: char| c.is_alphabetic() && byte(WINDOWS_1252, c).is_none();
    let latin = |c: &char| matches!(u32::from(*c), 0x80..=0x2FF | 0x2000..=0x2122);
    let beyond = || text.chars().filter(|c| !c.is_ascii() && *c != '\u{FFFD}');
    if beyond().filter(latin).count() * 10 < beyond().count() * 9 {
        return None;
    }
    let (mut bytes, mut places, mut others) = (Vec::new(), Vec::new(), 0);
    for (at, c) in text.char_indices() {
        others += usize::from(!c.is_ascii() && foreign(c));
        bytes.push(if c.is_ascii() { c as u8 } else { byte(WINDOWS_1252, c).unwrap_or(b' ') });
        if !c.is_ascii() {
            places.push(Span::new(at, at + c.len_utf8()));
        }
    }
    if others * 10 > places.len() || places.len() < FEWEST {
        return None;
    }
    let found = |written: &'static str, own: &str| {
        let first = own.chars().find(|c| !c.is_ascii())?;
        Some(Misread {
            span: *places.first()?,
            first,
            count: places.len(),
            written,
            page: WINDOWS_1252.name(),
        })
    };
    if detect::looks_chinese(&bytes, 2 * FEWEST) {
        return found("GBK", &GB18030.decode_without_bom_handling(&bytes).0);
    }
    if let Some((encoding, own)) = detect::macintosh(&bytes) {
        return found(encoding.name(), &own);
    }
    if detect::dos_page(&bytes).is_some() {
        return found("a code page of DOS", text);
    }
    let letters = plausible::letters(text);
    if !plausible::is_no_latin(text) && letters.wrong < 2 * letters.right.max(FEWEST) {
        return None;
    }
    let (encoding, own) = detect::detect(&bytes).ok()?;
    if encoding == WINDOWS_1252 { None } else { found(encoding.name(), &own) }
}

/// Chinese in UTF-8 that was read as GBK: three bytes of a character make one and a half of another. A stretch
/// at the beginning tells.
fn two_bytes(text: &str) -> Option<Misread> {
    const STRETCH: usize = 400;
    const LONGEST: usize = 20;
    let early: String = text.chars().take(STRETCH).collect();
    let mut at = 0;
    for stretch in early.split_inclusive(|c: char| !is_east_asian(c)) {
        let start = at;
        at += stretch.len();
        let words: String = stretch.chars().filter(|c| is_east_asian(*c)).take(LONGEST).collect();
        if words.chars().count() < 4 {
            continue;
        }
        // Encoding is a search in tables: the first letter tells of most words that they are no halves of others.
        let first = words.get(..words.chars().next()?.len_utf8())?;
        if std::str::from_utf8(&GB18030.encode(first).0).is_err_and(|error| error.error_len().is_some()) {
            continue;
        }
        let (bytes, _, lost) = GB18030.encode(&words);
        let whole = match std::str::from_utf8(&bytes) {
            Ok(whole) => whole,
            Err(error) if error.valid_up_to() + 3 > bytes.len() => {
                std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?
            }
            Err(_) => continue,
        };
        let count = whole.chars().filter(|c| is_east_asian(*c)).count();
        if !lost && count >= FEWEST && count * 10 >= whole.chars().count() * 8 {
            let first = whole.chars().next()?;
            let span = Span::new(start, start + words.chars().next()?.len_utf8());
            return Some(Misread { span, first, count, written: UTF_8.name(), page: "GBK" });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{letters, question_marks};

    #[test]
    fn letters_in_a_wrong_page_are_told() {
        for (text, first, page) in [
            ("RÃ©solution 64: accÃ¨s Ã©quitable dÃ©jÃ\u{A0} votÃ©e", 'é', "windows-1252"),
            ("Ð\u{A0}ÐµÐ·Ð¾Ð»ÑŽÑ†Ð¸Ñ 64", 'Р', "windows-1252"),
            ("å…³äºŽä¿®è®¢ç¬¬64å\u{8F}·", '关', "windows-1252"),
            ("Р\u{A0}РµР·РѕР»СЋС†РёСЏ 64", 'Р', "windows-1251"),
            ("鍏充簬淇\u{E1AE}", '关', "GBK"),
            ("È«È¨´ú±í´ó»á£¬Òä¼°µÚÒ»°ÙºÅ¾öÒé", '全', "windows-1252"),
            ("Ðåçîëþöèÿ 64\nÊîíôåðåíöèÿ ðåøàåò ïîðó÷èòü", 'Р', "windows-1252"),
            ("ÇáÞÑÇÑ 64 ÇáãÄÊãÑ íÞÑÑ Ãä íÏÚæ ÇáÏæá ÇáÃÚÖÇÁ", 'ا', "windows-1252"),
            ("RŽsolution 64 (RŽv. Busan), la ConfŽrence dŽcide", 'é', "windows-1252"),
        ] {
            let Some(found) = letters(text) else {
                assert_eq!(page, "GBK", "{text}");
                continue;
            };
            assert_eq!((found.first, found.page), (first, page), "{text}");
        }
    }

    #[test]
    fn words_as_they_are_written_are_no_traces() {
        for text in [
            "À Genève, l’été « déjà » passé ; où êtes-vous ? Dès à présent, forêts, Noël.",
            "DÉCIDE: ÉTATS MEMBRES À Ñandú; señal, año",
            "Резолюция Союза: Россия, Рёв, Сёстры. РЕШАЕТ ПОРУЧИТЬ СОВЕТУ",
            "关于修订第六十四号决议的提案，以便顾及近年来的变化",
            "القرار 64 بشأن النفاذ إلى الاتصالات",
            "What? Why? http://a.b/c?d=e and really?yes",
        ] {
            assert_eq!(letters(text), None, "{text}");
            assert_eq!(question_marks(text), None, "{text}");
        }
    }

    #[test]
    fn question_marks_in_the_place_of_letters_are_told() {
        assert_eq!(question_marks("R?solution: acc?s d?j? vot?").map(|(_, count)| count), Some(3));
        assert_eq!(question_marks("????????? 64").map(|(_, count)| count), Some(7));
        assert_eq!(question_marks("吗?我们?你们?"), None);
    }
}
