//! UTF-16 and UTF-32, with a byte order mark or without one.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::Decoded;
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::limits;

/// Bytes to a character or code unit, and their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WideForm {
    Utf16(&'static Encoding),
    Utf32 { little: bool },
}

impl WideForm {
    fn name(self) -> &'static str {
        match self {
            WideForm::Utf16(encoding) => encoding.name(),
            WideForm::Utf32 { little: true } => "UTF-32LE",
            WideForm::Utf32 { little: false } => "UTF-32BE",
        }
    }

    /// The text, or the byte at which it is none.
    fn text(self, bytes: &[u8]) -> Result<String, usize> {
        let (width, little) = match self {
            WideForm::Utf16(encoding) => (2, encoding == UTF_16LE),
            WideForm::Utf32 { little } => (4, little),
        };
        let number = |unit: &[u8]| {
            let fold = |sum: u32, byte: &u8| sum << 8 | u32::from(*byte);
            if little { unit.iter().rev().fold(0, fold) } else { unit.iter().fold(0, fold) }
        };
        let units = bytes.chunks_exact(width);
        // One byte too many is what a tool adds that knows nothing of the encoding: a line end, a NUL.
        if !matches!(units.remainder(), [] | [0 | b'\n' | b'\r' | 0x1A]) {
            return Err(bytes.len() - units.remainder().len());
        }
        // A text over its bound is refused by it; how much longer it is need not be known.
        let mut text = String::with_capacity(bytes.len().min(limits::TEXT_BYTES));
        if width == 4 {
            for (at, unit) in units.enumerate() {
                if text.len() > limits::TEXT_BYTES {
                    break;
                }
                text.push(char::from_u32(number(unit)).ok_or(at * width)?);
            }
            return Ok(text);
        }
        let mut at = 0;
        for decoded in char::decode_utf16(units.map(|unit| number(unit) as u16)) {
            if text.len() > limits::TEXT_BYTES {
                break;
            }
            let character = decoded.map_err(|_| at)?;
            at += width * character.len_utf16();
            text.push(character);
        }
        Ok(text)
    }
}

/// The form that a byte order mark names, and the mark's length.
fn marked(bytes: &[u8]) -> Option<(WideForm, usize)> {
    let little_32 = bytes.starts_with(b"\xFF\xFE\0\0") && bytes.len().is_multiple_of(4);
    let form = match bytes {
        [0, 0, 0xFE, 0xFF, ..] => (WideForm::Utf32 { little: false }, 4),
        // The mark of UTF-16 and a NUL otherwise.
        _ if little_32 && WideForm::Utf32 { little: true }.text(bytes).is_ok() => {
            (WideForm::Utf32 { little: true }, 4)
        }
        [0xFF, 0xFE, ..] => (WideForm::Utf16(UTF_16LE), 2),
        [0xFE, 0xFF, ..] => (WideForm::Utf16(UTF_16BE), 2),
        _ => return None,
    };
    Some(form)
}

/// Decodes UTF-16 and UTF-32; `None` where the bytes are neither.
///
/// # Errors
/// A byte order mark, and bytes that are not what it says.
pub(super) fn decode(bytes: &[u8]) -> Result<Option<Decoded>, Refusal> {
    let Some((form, mark)) = marked(bytes) else {
        return Ok(unmarked(bytes).map(|(text, form)| decoded(text, form)));
    };
    match form.text(bytes.get(mark..).unwrap_or_default()) {
        Ok(text) => Ok(Some(decoded(text, form))),
        Err(at) => Err(Refusal::new(
            RefusalKind::Encoding,
            message!(
                "the file begins with the mark of {form}, but byte {byte} begins no character of it",
                form = form.name(),
                byte = at + mark
            ),
            message!("save the file again as UTF-8 and send that"),
        )),
    }
}

fn decoded(text: String, form: WideForm) -> Decoded {
    Decoded { text, encoding: form.name(), findings: Vec::new() }.noted()
}

/// UTF-16 or UTF-32 without a mark: the form in which nearly all characters are common ones.
fn unmarked(bytes: &[u8]) -> Option<(String, WideForm)> {
    // NULs at the end are padding, or half of a line end.
    let padded = |byte: &u8| *byte == 0 || byte.is_ascii_whitespace();
    let end = bytes.iter().rposition(|byte| !padded(byte)).map_or(0, |last| last + 1);
    let body = bytes.get(..end).unwrap_or_default();
    if is_ascii_in_pairs(body) {
        return None;
    }
    let forms: &[WideForm] = if body.contains(&0) {
        &[
            WideForm::Utf32 { little: true },
            WideForm::Utf32 { little: false },
            WideForm::Utf16(UTF_16LE),
            WideForm::Utf16(UTF_16BE),
        ]
    } else if is_pairs_of_han(bytes) {
        &[WideForm::Utf16(UTF_16LE), WideForm::Utf16(UTF_16BE)]
    } else {
        return None;
    };
    let read = forms.iter().filter_map(|form| {
        let text = form.text(bytes).ok()?;
        let share = share_of_common(&text)?;
        Some((share, text.bytes().filter(u8::is_ascii).count(), text, *form))
    });
    // ASCII read in the wrong order is Han: of two readings that are as common, that with more ASCII.
    let best = read.max_by_key(|(share, ascii, ..)| (*share, *ascii))?;
    (best.0 >= 97).then_some((best.2, best.3))
}

/// Whether most pairs of bytes are two letters of ASCII. A NUL does not make such text UTF-16: two spaces of a
/// page are a dagger of it, and two letters a Han; in Chinese of UTF-16 one character in five is such a pair.
fn is_ascii_in_pairs(bytes: &[u8]) -> bool {
    let ascii = |byte: &u8| matches!(byte, b' '..=b'~');
    let pairs = bytes.chunks_exact(2).filter(|pair| pair.iter().all(ascii)).count();
    pairs * 4 > bytes.len() / 2 * 3
}

/// Whether bytes without a NUL may be UTF-16 of Han and its punctuation. Half of the bytes of such text
/// are as good as random; text of one byte a character has letters in pairs, which are Han too.
fn is_pairs_of_han(bytes: &[u8]) -> bool {
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let even = bytes.len() >= 8 && bytes.len().is_multiple_of(2);
    let share = |high_byte: usize| {
        let units = bytes.chunks_exact(2).filter_map(|pair| pair.get(high_byte));
        units.filter(|byte| matches!(byte, 0x4E..=0x9F | 0x30 | 0xFF | 0x20)).count() * 200
    };
    // Most files are UTF-8, which is told at a fraction of what counting pairs costs.
    even && high * 5 >= bytes.len()
        && std::str::from_utf8(bytes).is_err()
        && share(0).max(share(1)) >= bytes.len() * 97
}

/// Hundredths of a text's characters that documents of the Union are written in; padding aside.
fn share_of_common(text: &str) -> Option<usize> {
    let (mut common, mut all) = (0usize, 0usize);
    for c in text.trim_end_matches('\0').chars() {
        all += 1;
        let usual = matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | ' '..='~' | '\u{A0}'..='\u{24F}'
            | '\u{370}'..='\u{6FF}' | '\u{2010}'..='\u{27BF}' | '\u{3000}'..='\u{33FF}' | '\u{4E00}'..='\u{9FFF}'
            | '\u{F000}'..='\u{F0FF}' | '\u{FE70}'..='\u{FEFC}' | '\u{FF01}'..='\u{FFEF}');
        common += usize::from(usual);
    }
    (all > 0).then(|| common * 100 / all)
}

/// The first characters of a file, read in whatever form their bytes have: for telling formats apart,
/// so what is no character is replaced. White space, marks and NULs before them are left out.
pub(crate) fn head(bytes: &[u8]) -> String {
    const LENGTH: usize = 8 << 10;
    let start = bytes.get(..bytes.len().min(LENGTH)).unwrap_or_default();
    let wide = match marked(bytes) {
        Some((form, mark)) => lenient(form, start.get(mark..).unwrap_or_default()),
        // The first character of every format that is told by its text is ASCII.
        None => match start {
            [_, 0, 0, 0, ..] => lenient(WideForm::Utf32 { little: true }, start),
            [0, 0, 0, _, ..] => lenient(WideForm::Utf32 { little: false }, start),
            [first, 0, ..] if *first != 0 => lenient(WideForm::Utf16(UTF_16LE), start),
            [0, first, ..] if *first != 0 => lenient(WideForm::Utf16(UTF_16BE), start),
            _ => String::from_utf8_lossy(start).into_owned(),
        },
    };
    let passed = |c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}' | '\0');
    wide.trim_start_matches(passed).to_owned()
}

fn lenient(form: WideForm, bytes: &[u8]) -> String {
    let whole = bytes.len() - bytes.len() % 4;
    let mut bytes = bytes.get(..whole).unwrap_or_default();
    loop {
        match form.text(bytes) {
            Ok(text) => return text,
            Err(at) if at > 0 => bytes = bytes.get(..at).unwrap_or_default(),
            Err(_) => return String::new(),
        }
    }
}
