//! Characters that a text holds in the notation of another format: entities of web pages, the escapes of
//! e-mail, of addresses and of programs, encodings of seven bits.
//!
//! In: a text as read. Out: the first place of each notation and how many. Never: a change; a text may speak of
//! such codes.

use crate::text::Span;

/// A notation that stands in the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Notation {
    /// The first place.
    pub span: Span,
    /// How many there are.
    pub count: usize,
    /// What it is called.
    pub notation: &'static str,
}

/// The named entities that programs write into texts (HTML 13.5).
const ENTITIES: [&str; 40] = [
    "amp", "lt", "gt", "quot", "apos", "nbsp", "ndash", "mdash", "hellip", "lsquo", "rsquo", "ldquo",
    "rdquo", "laquo", "raquo", "bull", "middot", "deg", "sect", "copy", "reg", "euro", "eacute", "egrave",
    "ecirc", "agrave", "acirc", "ccedil", "ocirc", "icirc", "ucirc", "ugrave", "Eacute", "Agrave", "ntilde",
    "aacute", "iacute", "oacute", "uacute", "ordm",
];

/// How it begins, what it is called, the fewest that are told, and its length where a text begins with one.
type NotationKind = (&'static str, &'static str, usize, fn(&str) -> Option<usize>);

/// All notations that stand in a text.
pub(super) fn found(text: &str) -> Vec<Notation> {
    let kinds: [NotationKind; 7] = [
        ("&", "entities of HTML", 1, entity),
        ("=", "quoted-printable", 3, |rest| escaped(rest, "=")),
        ("%", "escapes of an address", 3, |rest| escaped(rest, "%")),
        ("\\u", "escapes of a program", 2, program),
        ("+", "UTF-7", 2, utf7),
        ("~{", "HZ", 1, hz),
        ("\u{1B}$", "ISO-2022", 1, |_| Some(2)),
    ];
    // Most texts have none of the marks, and looking for each would cost more than reading them.
    let mut present = [false; 256];
    for byte in text.bytes() {
        if let Some(seen) = present.get_mut(usize::from(byte)) {
            *seen = true;
        }
    }
    let possible = |mark: &str| mark.bytes().all(|byte| present.get(usize::from(byte)) == Some(&true));
    let kinds = kinds.into_iter().filter(|(mark, ..)| possible(mark));
    let all = kinds.map(|(mark, notation, fewest, length)| {
        let (mut first, mut count) = (None, 0);
        for (at, _) in text.match_indices(mark) {
            let length = text.get(at..).and_then(length);
            if let Some(length) = length.filter(|_| mark != "%" || !in_address(text, at)) {
                count += 1;
                first.get_or_insert(Span::new(at, at + length));
            }
        }
        first.filter(|_| count >= fewest).map(|span| Notation { span, count, notation })
    });
    all.flatten().collect()
}

/// The beginning of a text, no more than so many bytes: what a notation can be is short, and its mark may stand any
/// number of times.
fn head(rest: &str, most: usize) -> &str {
    rest.get(..rest.floor_char_boundary(most)).unwrap_or_default()
}

/// `&amp;`, `&#233;`, `&#xE9;`.
fn entity(rest: &str) -> Option<usize> {
    let rest = head(rest, 16);
    let name = rest.get(1..)?.split(';').next().filter(|name| name.len() <= 8)?;
    let number = |digits: &str, hex: bool| {
        let fits = |c: char| if hex { c.is_ascii_hexdigit() } else { c.is_ascii_digit() };
        !digits.is_empty() && digits.chars().all(fits)
    };
    let known = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(digits) => number(digits, true),
            None => number(digits, false),
        },
        None => ENTITIES.contains(&name),
    };
    (known && rest.get(1 + name.len()..)?.starts_with(';')).then_some(name.len() + 2)
}

/// A byte beyond ASCII in two digits, `=C3` or `%C3`; those that follow it make characters, of which some are looked at.
fn escaped(rest: &str, mark: &str) -> Option<usize> {
    let mut bytes = Vec::new();
    let rest = head(rest, 3 * 64);
    let mut pieces = rest;
    while let Some(after) = pieces.strip_prefix(mark) {
        let Some(byte) = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) else { break };
        if byte.is_ascii() {
            break;
        }
        bytes.push(byte);
        pieces = after.get(2..)?;
    }
    let (valid, is_open) = match std::str::from_utf8(&bytes) {
        Ok(_) => (bytes.len(), true),
        Err(error) => (error.valid_up_to(), error.error_len().is_none() && bytes.len() > 60),
    };
    (valid > 0 && is_open).then(|| rest.len() - pieces.len())
}

/// Whether a place stands in an address of the web.
fn in_address(text: &str, at: usize) -> bool {
    /// Longest address that is looked back over; those in use are shorter.
    const ADDRESS: usize = 512;
    let from = text.floor_char_boundary(at.saturating_sub(ADDRESS));
    let word =
        text.get(from..at).and_then(|before| before.rsplit(char::is_whitespace).next()).unwrap_or_default();
    word.contains("://") || word.contains("www.") || word.contains('/')
}

/// `\u00e9`.
fn program(rest: &str) -> Option<usize> {
    let digits = rest.get(2..6)?;
    let code = u32::from_str_radix(digits, 16).ok()?;
    (digits.bytes().all(|byte| byte.is_ascii_hexdigit()) && code >= 0x80).then_some(6)
}

/// `+AOk-`: base64 of UTF-16 between a plus and a hyphen, of which nothing is ASCII (RFC 2152). With another
/// plus in it, it is more likely a list of signs.
fn utf7(rest: &str) -> Option<usize> {
    let rest = head(rest, 128);
    let inner = rest.get(1..)?.split('-').next().filter(|inner| (3..=120).contains(&inner.len()))?;
    let (mut bits, mut held, mut units) = (0u32, 0u32, Vec::new());
    for byte in inner.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0x00FF_FFFF;
        held += 6;
        if held >= 16 {
            held -= 16;
            units.push((bits >> held) as u16);
        }
    }
    let padding = bits & ((1 << held) - 1);
    let text = String::from_utf16(&units).ok().filter(|text| !text.is_empty())?;
    let letters = text.chars().all(|c| !c.is_ascii() && (c.is_alphanumeric() || !c.is_control()));
    (padding == 0 && held < 6 && letters && rest.get(1 + inner.len()..)?.starts_with('-'))
        .then_some(inner.len() + 2)
}

/// `~{SI~}`: pairs of seven bits (RFC 1843).
fn hz(rest: &str) -> Option<usize> {
    // A line of it has no more than 80 (RFC 1843, 2).
    let rest = head(rest, 512);
    let inner = rest.get(2..)?.split("~}").next()?;
    let pairs = inner.len() % 2 == 0 && inner.bytes().all(|byte| (0x21..=0x7E).contains(&byte));
    (pairs && !inner.is_empty() && rest.len() > inner.len() + 2).then_some(inner.len() + 4)
}

#[cfg(test)]
mod tests {
    use super::found;

    #[test]
    fn notations_are_told_and_words_are_not() {
        for (text, notation) in [
            ("R&amp;D of the Union", "entities of HTML"),
            ("R&#233;solution", "entities of HTML"),
            ("R=C3=A9solution d=C3=A9cide pr=C3=A9par=C3=A9e", "quoted-printable"),
            ("R%C3%A9solution d%C3%A9cide pr%C3%A9pare", "escapes of an address"),
            ("R\\u00e9solution \\u51b3", "escapes of a program"),
            ("R+AOk-solution (R+AOk-v. Busan)", "UTF-7"),
            ("~{>vRi~} 64", "HZ"),
            ("\u{1B}$B7hDj\u{1B}(B", "ISO-2022"),
        ] {
            let all = found(text);
            assert_eq!(all.iter().map(|found| found.notation).collect::<Vec<_>>(), [notation], "{text}");
        }
        for text in [
            "AT&T; and so on & more; a=1, b=2; 50% of them, 100%",
            "http://itu.int/%C3%A9/%C3%A9/%C3%A9",
            "1+1=2; C++-like; +41 22 730 5111; a+b-c+d-e",
            "C:\\users\\unit",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    /// A mark that stands in a line any number of times is looked behind for a few bytes each time.
    #[test]
    fn marks_without_an_end_cost_as_their_count() {
        for mark in ["&", "+A", "~{A", "%C3", "%C3%A9"] {
            assert!(found(&mark.repeat(20_000)).iter().all(|notation| notation.count > 1), "{mark}");
        }
        assert_eq!(found(&("&".repeat(99) + "&amp; 中")).len(), 1);
    }
}
