//! Code pages and character sets of fonts (RTF 1.9.1, "Font Table"), for the second count.

use encoding_rs::{Encoding, GB18030, MACINTOSH, UTF_8, WINDOWS_1252};

/// The encoding of a code page.
pub(super) fn of_page(page: i32) -> &'static Encoding {
    let label = match page {
        936 | 54936 => return GB18030,
        932 => "shift_jis".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        866 => "ibm866".to_owned(),
        20866 => "koi8-r".to_owned(),
        10000 => return MACINTOSH,
        65001 => return UTF_8,
        other => format!("windows-{other}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

/// The encoding of a font's character set; `None` for the document's own.
pub(super) fn of_set(set: i32) -> Option<&'static Encoding> {
    Some(of_page(match set {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    }))
}

/// The text of whole characters: a lead byte of Chinese before what is no second byte is a lost character, and what
/// stands behind it is not.
pub(super) fn text(encoding: &'static Encoding, bytes: &[u8]) -> String {
    if encoding != GB18030 && encoding.name() != "GBK" {
        return encoding.decode_without_bom_handling(bytes).0.into_owned();
    }
    let mut text = String::new();
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        let four = matches!(after, [b'0'..=b'9', third, b'0'..=b'9', ..] if !third.is_ascii());
        let length = match after.first() {
            _ if first.is_ascii() => 1,
            _ if four => 4,
            Some(trail) if *trail < 0x40 => 0,
            _ => 2,
        };
        let (one, others) = rest.split_at_checked(length.max(1)).unwrap_or((rest, &[]));
        match length {
            0 => text.push('\u{FFFD}'),
            _ => text.push_str(&encoding.decode_without_bom_handling(one).0),
        }
        rest = others;
    }
    text
}

/// Bytes that make whole characters at the head of a text of two bytes a character.
pub(super) fn whole(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    if encoding.is_single_byte() || encoding == UTF_8 {
        return bytes.len();
    }
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let single = byte.is_ascii() || encoding.name() == "Shift_JIS" && (0xA1..=0xDF).contains(byte);
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let four =
            encoding == GB18030 && matches!(rest, [b'0'..=b'9', third, b'0'..=b'9', ..] if !third.is_ascii());
        // A lead byte before a digit, a space or a stop leads nothing.
        let broken = rest.first().is_some_and(|trail| *trail < 0x40);
        let length = if four {
            4
        } else if single || broken {
            1
        } else {
            2
        };
        if at + length > bytes.len() {
            break;
        }
        at += length;
    }
    at
}
