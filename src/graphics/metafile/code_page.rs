//! Text of metafiles as Unicode: by the character set of its font ([MS-WMF] 2.1.1.5).

use encoding_rs::Encoding;

use crate::letters::symbol;

/// The encoding of a character set; `None` for signs.
fn encoding(charset: u8) -> Option<&'static Encoding> {
    Some(match charset {
        2 => return None,
        128 => encoding_rs::SHIFT_JIS,
        129 | 130 => encoding_rs::EUC_KR,
        134 => encoding_rs::GBK,
        136 => encoding_rs::BIG5,
        161 => encoding_rs::WINDOWS_1253,
        162 => encoding_rs::WINDOWS_1254,
        163 => encoding_rs::WINDOWS_1258,
        177 => encoding_rs::WINDOWS_1255,
        178 => encoding_rs::WINDOWS_1256,
        186 => encoding_rs::WINDOWS_1257,
        204 => encoding_rs::WINDOWS_1251,
        222 => encoding_rs::WINDOWS_874,
        238 => encoding_rs::WINDOWS_1250,
        77 => encoding_rs::MACINTOSH,
        _ => encoding_rs::WINDOWS_1252,
    })
}

/// Whether a font is one of signs whose codes are Symbol's.
fn is_symbol(family: &str) -> bool {
    family.trim().eq_ignore_ascii_case("symbol") || family.trim().eq_ignore_ascii_case("symbol mt")
}

/// Characters, each with how many bytes it took.
pub(super) fn decoded(bytes: &[u8], charset: u8, family: &str) -> Vec<(char, usize)> {
    if is_symbol(family) || extra(family) {
        return bytes.iter().map(|code| (sign(*code, family), 1)).collect();
    }
    let Some(encoding) = encoding(charset) else {
        return bytes.iter().map(|code| (char::from(*code), 1)).collect();
    };
    if encoding.is_single_byte() {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        return text.chars().map(|c| (c, 1)).collect();
    }
    let mut characters = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(first) = bytes.get(at) {
        let length = if *first >= 0x80 && at + 1 < bytes.len() { 2 } else { 1 };
        let one = bytes.get(at..at + length).unwrap_or_default();
        let (text, _) = encoding.decode_without_bom_handling(one);
        characters.extend(text.chars().take(1).map(|c| (c, length)));
        at += length;
    }
    characters
}

/// Signs of fonts that keep them at private places: those of Symbol and MT Extra as what they show.
pub(super) fn plain(character: char, family: &str) -> char {
    let code = u32::from(character);
    let code = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    match u8::try_from(code) {
        Ok(code) if is_symbol(family) || extra(family) || u32::from(character) >= 0xF000 => {
            sign(code, family)
        }
        _ => character,
    }
}

fn extra(family: &str) -> bool {
    let family = family.trim();
    family.eq_ignore_ascii_case("mt extra") || family.eq_ignore_ascii_case("euclid extra")
}

/// The sign of a code: of MT Extra, the font of MathType's own signs, those that formulas have most.
fn sign(code: u8, family: &str) -> char {
    const EXTRA: &[(u8, char)] = &[
        (b'K', '…'),
        (b'L', '⋯'),
        (b'M', '⋮'),
        (b'N', '⋰'),
        (b'O', '⋱'),
        (b'h', 'ℏ'),
        (b'l', 'ℓ'),
        (b'o', '∘'),
        (b'a', '↦'),
    ];
    if extra(family) {
        let known = EXTRA.iter().find(|(known, _)| *known == code);
        return known.map_or('\u{25A1}', |(_, shown)| *shown);
    }
    symbol(code).unwrap_or(char::from(code))
}
