//! The encoding of bytes that say nothing of it and are not UTF-8: a guess that must decode without
//! a single error, and whose letters make words.

use encoding_rs::{
    BIG5, Encoding, GB18030, GBK, ISO_8859_15, MACINTOSH, WINDOWS_874, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1255, WINDOWS_1256, X_MAC_CYRILLIC,
};

use super::pages::{self, BytePage};
use super::{damaged, plausible, strict};
use crate::diagnostics::{Refusal, RefusalKind, message};

/// The encoding and the text.
///
/// # Errors
/// Chinese with a few wrong bytes, which a page of one byte a character would garble, with the place;
/// bytes that are text in no encoding.
pub(in crate::read) fn detect(bytes: &[u8]) -> Result<(&'static Encoding, String), Refusal> {
    if is_ebcdic(bytes) {
        return Err(unread("EBCDIC"));
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let first = detector.guess(None, chardetng::Utf8Detection::Deny);
    // What the Union's six languages come in, after the detector's own guess.
    let order = [first, GB18030, WINDOWS_1251, WINDOWS_1256, BIG5, WINDOWS_1252];
    let found = order.into_iter().find_map(|encoding| {
        let text = strict(encoding, bytes)?;
        (controls(&text) * 200 <= text.chars().count()).then_some((encoding, text))
    });
    if found.as_ref().is_none_or(|(encoding, _)| is_doubtful(encoding, bytes)) {
        match pages::likeliest(bytes) {
            Some(BytePage::Refused(page, _)) => return Err(unread(page)),
            Some(BytePage::Read(encoding)) => {
                if let Some(text) = strict(encoding, bytes) {
                    return Ok((encoding, text));
                }
            }
            None => {}
        }
    }
    // Pairs of French letters of the Macintosh are Han of GBK too, rare ones.
    if let Some(found) = macintosh(bytes) {
        return Ok(found);
    }
    if let Some(found) = latin_nine(bytes) {
        return Ok(found);
    }
    if let Some(page) = dos_page(bytes) {
        return Err(unread(page));
    }
    if found.as_ref().is_none_or(|(encoding, _)| encoding.is_single_byte()) {
        let is_told = found.as_ref().is_some_and(|(encoding, _)| OTHER_SCRIPTS.contains(encoding));
        if let Some(found) = macintosh_cyrillic(bytes).filter(|_| !is_told) {
            return Ok(found);
        }
        if let Some(at) = damage_of_chinese(bytes) {
            return Err(damaged("GB18030", bytes, at, 0));
        }
    }
    found.map(|(encoding, text)| (if encoding == GBK { GB18030 } else { encoding }, text)).ok_or_else(|| {
        Refusal::new(
            RefusalKind::Encoding,
            message!("the bytes are text in no encoding that is known"),
            message!("save the file as UTF-8 and send it again; if it is no text, send the Word file"),
        )
    })
}

/// The refusal of a text in a page that is known and not read.
pub(super) fn unread(page: &'static str) -> Refusal {
    Refusal::new(
        RefusalKind::Encoding,
        message!("the text is in an encoding that is not read ({page})", page),
        message!("open it in a program that knows that encoding and save it as UTF-8"),
    )
}

/// Pages of scripts that the detector tells by themselves.
const OTHER_SCRIPTS: [&Encoding; 5] =
    [WINDOWS_1253, WINDOWS_1255, WINDOWS_874, encoding_rs::ISO_8859_7, encoding_rs::ISO_8859_8];

/// Whether the detector's guess says little: it knows not all pages of Arabic and Cyrillic and takes one for
/// another, or for Chinese of rare characters.
fn is_doubtful(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    match encoding.is_single_byte() {
        true => !OTHER_SCRIPTS.contains(&encoding),
        false => (encoding == GBK || encoding == GB18030) && !looks_chinese(bytes, 4),
    }
}

/// Text of large IBM computers: its space is 0x40, its letters lie beyond ASCII.
fn is_ebcdic(bytes: &[u8]) -> bool {
    const FEWEST: usize = 20;
    let count = |test: fn(&u8) -> bool| bytes.iter().filter(|byte| test(byte)).count();
    let letters = count(
        |byte| matches!(byte, 0x81..=0x89 | 0x91..=0x99 | 0xA2..=0xA9 | 0xC1..=0xC9 | 0xD1..=0xD9 | 0xE2..=0xE9),
    );
    let spaces = count(|byte| *byte == 0x40);
    bytes.len() >= FEWEST
        && spaces * 15 >= bytes.len()
        && letters * 2 >= bytes.len()
        && count(|byte| matches!(byte, b' ' | b'a'..=b'z' | b'A'..=b'Z')) * 4 <= bytes.len()
}

/// Whether the bytes may be what a label says they are: a page of one byte a character explains any
/// bytes, so its letters must make words, and the bytes no Chinese.
pub(super) fn agrees(bytes: &[u8], encoding: &'static Encoding, text: &str) -> bool {
    if !encoding.is_single_byte() {
        return !is_other_asian(bytes, encoding);
    }
    if let Some(page) = pages::likeliest(bytes) {
        return page == BytePage::Read(encoding) || page.text(bytes) == text;
    }
    let letters = plausible::letters(text);
    let latin = encoding == WINDOWS_1252
        && (letters.wrong * 4 > letters.right
            || plausible::is_no_latin(text)
            || pages::is_mostly_high(bytes)
            || macintosh(bytes).is_some()
            || latin_nine(bytes).is_some()
            || dos_page(bytes).is_some());
    !(latin || looks_chinese(bytes, 4) && strict(GB18030, bytes).is_some())
}

/// Whether bytes that were said to be GBK, which explains nearly any pairs, are no Chinese of it, and text in another
/// encoding of East Asia.
fn is_other_asian(bytes: &[u8], encoding: &'static Encoding) -> bool {
    if encoding != GBK && encoding != GB18030 || pairs(bytes).all < 8 || looks_chinese(bytes, 8) {
        return false;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    let asian = [BIG5, encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP, encoding_rs::EUC_KR];
    asian.contains(&guess) && strict(guess, bytes).is_some()
}

/// Control characters that text does not hold.
pub(super) fn controls(text: &str) -> usize {
    text.chars().filter(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{C}' | '\u{B}')).count()
}

/// Text of old Macintosh programs, whose code pages the detector does not know: where the letters of
/// Windows' page make no words and those of the Macintosh's do.
pub(in crate::read) fn macintosh(bytes: &[u8]) -> Option<(&'static Encoding, String)> {
    let windows = plausible::letters(&strict(WINDOWS_1252, bytes)?);
    let text = strict(MACINTOSH, bytes)?;
    let letters = plausible::letters(&text);
    // Spanish has few other letters, and its ó is the dash of Windows' page, which may stand in a word: not
    // in the ending of *-ión*, the commonest of all.
    let ending = |window: &[u8]| matches!(window, [b'i', 0x97, b'n', after] if !after.is_ascii_alphabetic());
    let spanish = bytes.windows(4).any(ending);
    if (windows.wrong > 0 || spanish) && letters.right > 0 && letters.wrong * 20 <= letters.right {
        return Some((MACINTOSH, text));
    }
    None
}

/// Western text in ISO 8859-15, which has letters where the Windows page has fractions and accents that stand
/// apart: `½uvre` is `œuvre`.
fn latin_nine(bytes: &[u8]) -> Option<(&'static Encoding, String)> {
    let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    let glued = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        letter(bytes.get(at + 1)) && !before.is_some_and(u8::is_ascii_digit) || letter(before)
    };
    let is_letter = |byte: u8| matches!(byte, 0xA6 | 0xA8 | 0xB4 | 0xB8 | 0xBC..=0xBE);
    let mut found = bytes.iter().zip(0..).filter(|(byte, _)| is_letter(**byte)).peekable();
    found.peek()?;
    if !found.all(|(_, at)| glued(at)) || bytes.iter().any(|byte| matches!(byte, 0x80..=0x9F)) {
        return None;
    }
    let text = strict(ISO_8859_15, bytes)?;
    let letters = plausible::letters(&text);
    (letters.wrong == 0 && letters.right > 1).then_some((ISO_8859_15, text))
}

/// The page of DOS that a text in a language of the West is in: where the letters of Windows' page make no words
/// and those of DOS do. Page 437 has the letters of 850 at the same codes.
pub(in crate::read) fn dos_page(bytes: &[u8]) -> Option<&'static str> {
    let windows = plausible::letters(&WINDOWS_1252.decode_without_bom_handling(bytes).0);
    if windows.wrong == 0 || windows.wrong * 2 < windows.right {
        return None;
    }
    let found = [("DOS 850, 437", plausible::DOS), ("DOS 863", plausible::DOS_CANADIAN)].into_iter().find(
        |(_, page)| {
            let letters = plausible::letters(&pages::of_page(page, bytes));
            letters.right > 2 && letters.wrong * 20 <= letters.right
        },
    );
    found.map(|(page, _)| page)
}

/// The Cyrillic page of the Macintosh.
fn macintosh_cyrillic(bytes: &[u8]) -> Option<(&'static Encoding, String)> {
    // In the Cyrillic pages small letters stand at the same codes but for я: Windows' Я inside a word.
    let after = bytes.iter().zip(bytes.iter().skip(1));
    let inside = after.filter(|(before, byte)| **byte == 0xDF && matches!(before, 0xE0..=0xFE)).count();
    if inside > 0 && !bytes.contains(&0xFF) {
        return strict(X_MAC_CYRILLIC, bytes).map(|text| (X_MAC_CYRILLIC, text));
    }
    None
}

/// Pairs of bytes as GBK has them.
#[derive(Debug, Default)]
struct Pairs {
    /// All.
    all: usize,
    /// Punctuation and the 3,755 characters of GB2312's first level, of which nearly all running text
    /// consists.
    common: usize,
    /// Bytes that are half of none.
    wrong: usize,
    /// Place of the first of those.
    first: usize,
}

fn pairs(bytes: &[u8]) -> Pairs {
    let mut found = Pairs::default();
    let mut at = 0;
    while let Some(lead) = bytes.get(at) {
        let trail = bytes.get(at + 1).copied().unwrap_or_default();
        at += 1;
        if lead.is_ascii() {
            continue;
        }
        if !matches!(lead, 0x81..=0xFE) || !matches!(trail, 0x40..=0x7E | 0x80..=0xFE) {
            if found.wrong == 0 {
                found.first = at - 1;
            }
            found.wrong += 1;
            continue;
        }
        at += 1;
        found.all += 1;
        found.common += usize::from(matches!(lead, 0xA1..=0xA3 | 0xB0..=0xD7) && trail >= 0xA1);
    }
    found
}

/// Whether bytes beyond ASCII are Chinese in GBK, by at least so many pairs.
pub(in crate::read) fn looks_chinese(bytes: &[u8], least: usize) -> bool {
    let pairs = pairs(bytes);
    pairs.all >= least && pairs.common * 100 >= pairs.all * 85 && pairs.wrong * 20 <= pairs.all
}

/// The first wrong byte of text that is Chinese in GBK but for a few.
fn damage_of_chinese(bytes: &[u8]) -> Option<usize> {
    let pairs = pairs(bytes);
    (pairs.wrong > 0 && looks_chinese(bytes, 8)).then_some(pairs.first)
}
