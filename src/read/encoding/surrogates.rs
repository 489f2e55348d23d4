//! UTF-8 of programs that encode the halves of UTF-16 (CESU-8, Unicode Technical Report 26): a character
//! beyond the basic plane is six bytes, two surrogates of three.
//!
//! In: bytes that are not UTF-8. Out: the text, where pairs of halves are all that is wrong; or the place
//! of a half that has no other. Never: a half read as letters of another encoding.

/// What bytes with halves in them are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Halves {
    /// Whole pairs.
    Paired(String),
    /// A half by itself begins at this byte.
    Lone(usize),
}

/// Text that is UTF-8 but for the halves of surrogates; `None` where it has none, or other wrong bytes.
pub(super) fn read(bytes: &[u8]) -> Option<Halves> {
    let mut text = String::new();
    let mut high: Option<(usize, u16)> = None;
    let mut lone = None;
    let mut at = 0;
    loop {
        let rest = bytes.get(at..)?;
        let valid = std::str::from_utf8(rest).map_or_else(|error| error.valid_up_to(), str::len);
        text.push_str(std::str::from_utf8(rest.get(..valid)?).ok()?);
        let waits = high.filter(|_| valid > 0 || rest.is_empty());
        lone = lone.or(waits.map(|(place, _)| place));
        if valid == rest.len() {
            break;
        }
        at += valid;
        let unit = half(bytes.get(at..at + 3)?)?;
        match high.take().filter(|_| valid == 0) {
            Some((_, first)) if unit >= 0xDC00 => {
                text.extend(char::decode_utf16([first, unit]).flatten());
            }
            Some((place, _)) => {
                lone = lone.or(Some(place));
                high = Some((at, unit));
            }
            None if unit < 0xDC00 => high = Some((at, unit)),
            None => lone = lone.or(Some(at)),
        }
        at += 3;
    }
    Some(lone.map_or(Halves::Paired(text), Halves::Lone))
}

/// The unit of a half in three bytes.
fn half(three: &[u8]) -> Option<u16> {
    match three {
        [0xED, second @ 0xA0..=0xBF, third @ 0x80..=0xBF] => {
            Some(0xD000 | u16::from(second & 0x3F) << 6 | u16::from(third & 0x3F))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Halves, read};

    #[test]
    fn pairs_of_halves_are_a_character_and_one_half_is_damage() {
        const HIGH: &[u8] = b"\xED\xA1\x82";
        const LOW: &[u8] = b"\xED\xBE\xB7";
        let of = |parts: &[&[u8]]| read(&parts.concat());
        assert_eq!(of(&["吉".as_bytes(), HIGH, LOW, b" b"]), Some(Halves::Paired("吉\u{20BB7} b".into())));
        for (parts, place) in [
            (vec![&b"a"[..], HIGH, b"b"], 1),
            (vec![&b"a"[..], HIGH], 1),
            (vec![&b"a"[..], LOW, HIGH, LOW], 1),
            (vec![HIGH, HIGH, LOW], 0),
            (vec![HIGH, LOW, b"x", HIGH, b"y", LOW], 7),
        ] {
            assert_eq!(of(&parts), Some(Halves::Lone(place)), "{parts:?}");
        }
        assert_eq!(of(&[HIGH, LOW, b"\xFF"]), None);
        assert_eq!(of(&[HIGH, LOW, b"\xED"]), None);
    }
}
