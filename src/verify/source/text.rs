//! Plain text for the second count: the bytes decoded as the reader says, every character of it. Of a text
//! in several encodings each line is in one of them.

use std::borrow::Cow;
use std::collections::HashSet;

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, IBM866, ISO_8859_2, ISO_8859_3, ISO_8859_4, ISO_8859_5,
    ISO_8859_6, ISO_8859_7, ISO_8859_8, ISO_8859_10, ISO_8859_13, ISO_8859_14, ISO_8859_15, ISO_8859_16,
    KOI8_R, KOI8_U, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

use super::Inventory;
use super::characters::CharacterCounts;
use crate::source::Source;

/// Encodings of the parts of a text that are not in its own, and of pages that name none.
const OTHERS: [&Encoding; 33] = [
    UTF_8,
    GB18030,
    BIG5,
    WINDOWS_1252,
    WINDOWS_1251,
    WINDOWS_1256,
    MACINTOSH,
    X_MAC_CYRILLIC,
    KOI8_R,
    KOI8_U,
    IBM866,
    WINDOWS_1250,
    WINDOWS_1253,
    WINDOWS_1254,
    WINDOWS_1255,
    WINDOWS_1257,
    WINDOWS_1258,
    WINDOWS_874,
    ISO_8859_2,
    ISO_8859_5,
    ISO_8859_6,
    ISO_8859_7,
    ISO_8859_8,
    ISO_8859_3,
    ISO_8859_4,
    ISO_8859_10,
    ISO_8859_13,
    ISO_8859_14,
    ISO_8859_15,
    ISO_8859_16,
    SHIFT_JIS,
    EUC_KR,
    EUC_JP,
];

/// What a text shows; `None` where its encoding has no name of the standard.
pub(super) fn inventory(bytes: &[u8], encoding: &str, source: Option<&Source>) -> Option<Inventory> {
    let encoding = Encoding::for_label(encoding.as_bytes())?;
    // A mark of UTF-8 before a text of another encoding is none of its words.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let whole = if encoding == UTF_8 { paired(bytes) } else { Cow::Borrowed(bytes) };
    let (text, damaged) = encoding.decode_with_bom_removal(&whole);
    let text = if damaged { Cow::Owned(by_lines(bytes, encoding, source?)?) } else { text };
    let mut inventory = Inventory::default();
    // A reader may take any of the three ends of lines for one.
    inventory.lines.add_all(&text.replace(['\r', '\u{c}'], "\n"));
    Some(inventory)
}

/// UTF-8 in which a character beyond the basic plane stands as two surrogates of three bytes, each character
/// of four.
fn paired(bytes: &[u8]) -> Cow<'_, [u8]> {
    let pair = |six: &[u8]| match six {
        [0xED, a @ 0xA0..=0xAF, b @ 0x80..=0xBF, 0xED, c @ 0xB0..=0xBF, d @ 0x80..=0xBF] => {
            let bits = |byte: &u8, mask: u8| u32::from(byte & mask);
            let above = bits(a, 0x0F) << 16 | bits(b, 0x3F) << 10 | bits(c, 0x0F) << 6 | bits(d, 0x3F);
            char::from_u32(above + 0x1_0000)
        }
        _ => None,
    };
    if std::str::from_utf8(bytes).is_ok() || !bytes.windows(6).any(|six| pair(six).is_some()) {
        return Cow::Borrowed(bytes);
    }
    let mut whole = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        match rest.get(..6).and_then(pair) {
            Some(character) => {
                whole.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                rest = rest.get(6..).unwrap_or_default();
            }
            None => {
                whole.push(*first);
                rest = after;
            }
        }
    }
    Cow::Owned(whole)
}

/// A text in several encodings: each line in the first that makes it one of those that were read, else in
/// the first that knows its bytes.
fn by_lines(bytes: &[u8], encoding: &'static Encoding, source: &Source) -> Option<String> {
    if !encoding.is_ascii_compatible() {
        return None;
    }
    let read: HashSet<&str> = source.text.split(['\n', '\r']).collect();
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut text = String::with_capacity(bytes.len());
    for line in bytes.split(|byte| matches!(byte, b'\n' | b'\r')) {
        let candidates = [UTF_8, encoding].into_iter().chain(OTHERS);
        let known: Vec<Cow<'_, str>> = candidates
            .filter_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(line))
            .collect();
        let found = known.iter().find(|line| read.contains(line.as_ref())).or(known.first())?;
        text.push_str(found);
        text.push('\n');
    }
    Some(text)
}

/// A page as text, in the encoding that its mark names, else in the one of whose letters the reader's text has
/// the most.
pub(super) fn decoded(bytes: &[u8], header: Option<&str>, source: Option<&Source>) -> Option<String> {
    if let Some(text) = utf32(bytes) {
        return Some(text);
    }
    let whole = paired(bytes);
    let bytes = whole.as_ref();
    let bytes = match Encoding::for_bom(bytes) {
        // A mark of UTF-8 before another encoding is none of its words.
        Some((encoding, mark)) if encoding == UTF_8 => bytes.get(mark..)?,
        Some((encoding, mark)) => {
            let units = bytes.get(mark..)?;
            return Some(encoding.decode_without_bom_handling(even(units)).0.into_owned());
        }
        None => bytes,
    };
    for (first, encoding) in [([b'<', 0], encoding_rs::UTF_16LE), ([0, b'<'], encoding_rs::UTF_16BE)] {
        if bytes.starts_with(&first) {
            return Some(encoding.decode_without_bom_handling(even(bytes)).0.into_owned());
        }
    }
    let label = header.map(str::to_owned).or_else(|| declared(bytes));
    let named = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    let candidates = std::iter::once(UTF_8).chain(named).chain(OTHERS);
    let mut texts = candidates
        .filter(|encoding| encoding.is_ascii_compatible())
        .filter_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes));
    let Some(source) = source else { return texts.next().map(Cow::into_owned) };
    let mut read = CharacterCounts::default();
    source.text.chars().filter(|c| !c.is_ascii()).for_each(|c| read.add(c, 1));
    let first = texts.next()?;
    let (mut best, mut most) = (agreement(&first, &read), first);
    // Nothing agrees better than all of it. No page of another encoding is well-formed UTF-8 by chance and has the
    // letters that were read.
    const BEYOND_CHANCE: usize = 800;
    let enough = if std::str::from_utf8(bytes).is_ok() { BEYOND_CHANCE } else { 1000 };
    while best < enough {
        let Some(text) = texts.next() else { break };
        let found = agreement(&text, &read);
        if found > best {
            (best, most) = (found, text);
        }
    }
    Some(most.into_owned())
}

/// Units of two bytes; a line end or NUL of one byte that a tool put behind them is none.
fn even(bytes: &[u8]) -> &[u8] {
    match bytes.len() % 2 {
        1 => bytes
            .strip_suffix(&[0])
            .or(bytes.strip_suffix(b"\n"))
            .or(bytes.strip_suffix(b"\r"))
            .unwrap_or(bytes),
        _ => bytes,
    }
}

/// All texts that a page may be, damaged ones behind the others: of a page whose bytes are of no encoding
/// nothing but what was read of it says which it is.
pub(super) fn decodings(bytes: &[u8]) -> impl Iterator<Item = String> {
    let wide = [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE];
    let all = move || std::iter::once(UTF_8).chain(OTHERS).chain(wide);
    let whole = all()
        .filter_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes))
        .map(Cow::into_owned);
    let damaged = all().map(move |encoding| {
        let units = if encoding.is_ascii_compatible() { bytes } else { even(bytes) };
        encoding.decode_with_bom_removal(units).0.into_owned()
    });
    let mixed = OTHERS
        .iter()
        .filter(|_| std::str::from_utf8(bytes).is_err())
        .filter_map(|other| in_two(bytes, other));
    whole.chain(mixed).chain(damaged)
}

/// A page of which some lines are UTF-8 and the others in another encoding.
fn in_two(bytes: &[u8], other: &'static Encoding) -> Option<String> {
    let mut text = String::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => text.push_str(&other.decode_without_bom_handling_and_without_replacement(line)?),
        }
    }
    Some(text)
}

/// UTF-32, which begins with a mark or with `<`.
fn utf32(bytes: &[u8]) -> Option<String> {
    let big = match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [b'<', 0, 0, 0, ..] => false,
        [0, 0, 0xFE, 0xFF, ..] | [0, 0, 0, b'<', ..] => true,
        _ => return None,
    };
    let number = |four: &[u8]| {
        let four: [u8; 4] = four.try_into().unwrap_or_default();
        char::from_u32(if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
    };
    Some(bytes.chunks_exact(4).filter_map(number).collect())
}

/// How many in a thousand of a text's characters beyond ASCII are characters that were read; codes of no letter
/// are none.
fn agreement(text: &str, read: &CharacterCounts) -> usize {
    let letters = text.chars().filter(|c| !c.is_ascii() && !c.is_whitespace());
    let (mut known, mut all) = (0, 0);
    for letter in letters {
        all += 1;
        known += usize::from(read.of(letter) > 0);
    }
    (known * 1000).checked_div(all).unwrap_or(1000)
}

fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096))?).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=").or_else(|| head.split_once("encoding="))?;
    let name = after.trim_start_matches(['"', '\'']).split(['"', '\'', '>', ' ', ';', '/', '?']).next()?;
    Some(name.to_owned())
}
