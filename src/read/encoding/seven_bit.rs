//! Text in an encoding of seven bits, which is ASCII to whoever does not know it.
//!
//! In: bytes. Out: the name of the encoding, where most of the text is in it. Never: a name for a text that
//! speaks of such an encoding; what stands in single places is told by `notations`.

use std::ops::RangeInclusive;

/// The encoding; `None` where the bytes are what they look like.
pub(super) fn found(bytes: &[u8]) -> Option<&'static str> {
    if !bytes.is_ascii() {
        return None;
    }
    shifted(bytes).or_else(|| is_hz(bytes).then_some("HZ")).or_else(|| is_utf7(bytes).then_some("UTF-7"))
}

/// The encodings that name their characters by escapes (ISO/IEC 2022; RFC 1468, 1554, 1557, 1922).
fn shifted(bytes: &[u8]) -> Option<&'static str> {
    const ESCAPES: [(&[u8], &str); 8] = [
        (b"\x1B$B", "ISO-2022-JP"),
        (b"\x1B$@", "ISO-2022-JP"),
        (b"\x1B$(D", "ISO-2022-JP"),
        (b"\x1B$A", "ISO-2022-JP"),
        (b"\x1B$)C", "ISO-2022-KR"),
        (b"\x1B$)A", "ISO-2022-CN"),
        (b"\x1B$)G", "ISO-2022-CN"),
        (b"\x1B$*H", "ISO-2022-CN"),
    ];
    let at = bytes.iter().position(|byte| *byte == 0x1B)?;
    let rest = bytes.get(at..)?;
    ESCAPES.iter().find(|(escape, _)| rest.starts_with(escape)).map(|(_, name)| *name)
}

/// Whether half of the signs stand between `~{` and `~}`, in pairs as GB2312 has them (RFC 1843).
fn is_hz(bytes: &[u8]) -> bool {
    const LEAD: RangeInclusive<u8> = 0x21..=0x77;
    const TRAIL: RangeInclusive<u8> = 0x21..=0x7E;
    let (mut inside, mut rest) = (0, bytes);
    while let Some(at) = rest.windows(2).position(|pair| pair == b"~{") {
        rest = rest.get(at + 2..).unwrap_or_default();
        let pair =
            |pair: &&[u8]| matches!(pair, [lead, trail] if LEAD.contains(lead) && TRAIL.contains(trail));
        let length = 2 * rest.chunks(2).take_while(pair).count();
        rest = rest.get(length..).unwrap_or_default();
        if rest.starts_with(b"~}") {
            inside += length + 4;
        }
    }
    inside > 0 && inside * 2 >= bytes.iter().filter(|byte| byte.is_ascii_graphic()).count()
}

/// Whether one word in eight has letters beyond ASCII as UTF-7 writes them (RFC 2152).
fn is_utf7(bytes: &[u8]) -> bool {
    const FEWEST: usize = 3;
    let (mut written, mut all) = (0, 0);
    for word in bytes.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
        all += 1;
        let starts = word.iter().enumerate().filter(|(_, byte)| **byte == b'+').map(|(at, _)| at + 1);
        written += usize::from(starts.into_iter().any(|at| is_shift(word.get(at..).unwrap_or_default())));
    }
    written >= FEWEST && written * 8 >= all || written > 0 && written * 2 >= all
}

/// Whether bytes begin with letters of UTF-16 in base64, of which nothing is ASCII.
fn is_shift(bytes: &[u8]) -> bool {
    let (mut bits, mut held, mut units) = (0u32, 0u32, Vec::new());
    for byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => break,
        };
        bits = (bits << 6 | u32::from(value)) & 0x00FF_FFFF;
        held += 6;
        if held >= 16 {
            held -= 16;
            units.push((bits >> held) as u16);
        }
    }
    // Latin, Greek, Cyrillic, Arabic, the scripts of East Asia, and their punctuation.
    let letter = |c: char| {
        matches!(c, '\u{A0}'..='\u{17F}' | '\u{370}'..='\u{52F}' | '\u{600}'..='\u{6FF}'
            | '\u{2010}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FFEF}')
    };
    let text = String::from_utf16(&units).ok().filter(|text| !text.is_empty());
    held < 6 && bits & ((1 << held) - 1) == 0 && text.is_some_and(|text| text.chars().all(letter))
}

#[cfg(test)]
mod tests {
    use super::found;

    #[test]
    fn encodings_of_seven_bits_are_told_by_name() {
        for (text, name) in [
            ("\x1B$B7hDj\x1B(B", "ISO-2022-JP"),
            ("\x1B$)C\x0E0aGQ\x0F", "ISO-2022-KR"),
            ("\x1B$)A\x0E<bRi\x0F", "ISO-2022-CN"),
            ("~{>vRi~} 64\n~{TpIN~}", "HZ"),
            ("La R+AOk-solution d+AOk-cide de pr+AOk-senter un rapport.", "UTF-7"),
            ("+BCEEPgQyBDUEQg +BEAENQRIBDAENQRC +BD8EPgRABEMERwQ4BEIETA", "UTF-7"),
        ] {
            assert_eq!(found(text.as_bytes()), Some(name), "{text}");
        }
        for text in [
            "R+AOk-solution is how UTF-7 writes the word; nothing else of this text is written so, as one sees.",
            "~{ is how a text in HZ begins, as in ~{>vRi~}, and ~} is how it ends: that is all there is.",
            "tel. +41 22 730 5111, +41227305111, +390612345678; C++ and a+b+c",
            "Mb/s+kb/s ABC+DEF+GHI Rev+Add+Corr",
        ] {
            assert_eq!(found(text.as_bytes()), None, "{text}");
        }
    }
}
