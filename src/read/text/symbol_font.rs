//! Word's private-use codes for the Symbol font: U+F020 to U+F0FF stand for Symbol's own codes,
//! and leak into text when it is copied without its font.

/// The character that Word shows for a private-use code; `None` where Symbol has none that a text
/// font holds. Codes as in Adobe's Symbol encoding (PDF 32000-1, annex D.5); U+F0A7 and the arrows
/// U+F0D8, U+F0E0 as in Wingdings, whose bullets Word uses more often than Symbol's card suits.
pub(crate) fn symbol(c: char) -> Option<char> {
    let code = u32::from(c).checked_sub(0xF000)?;
    const GREEK_UPPER: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const GREEK_LOWER: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    let from = |letters: &str, base: u32| letters.chars().nth(usize::try_from(code - base).ok()?);
    Some(match code {
        0x41..=0x5A => from(GREEK_UPPER, 0x41)?,
        0x61..=0x7A => from(GREEK_LOWER, 0x61)?,
        0x2D => '−',
        0x20..=0x40 | 0x5B | 0x5D | 0x5F | 0x7B..=0x7D => char::from_u32(code)?,
        0xA2 => '′',
        0xA3 => '≤',
        0xA5 => '∞',
        0xA7 => '▪',
        0xA8 => '♦',
        0xAB => '↔',
        0xAC => '←',
        0xAD => '↑',
        0xAE => '→',
        0xAF => '↓',
        0xB0 => '°',
        0xB1 => '±',
        0xB2 => '″',
        0xB3 => '≥',
        0xB4 => '×',
        0xB6 => '∂',
        0xB7 => '•',
        0xB8 => '÷',
        0xB9 => '≠',
        0xBA => '≡',
        0xBB => '≈',
        0xBC => '…',
        0xBE => '—',
        0xD6 => '√',
        0xD8 => '➢',
        0xE0 => '→',
        0xE5 => '∑',
        0xF2 => '∫',
        0xFC => '✓',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_and_letters() {
        assert_eq!(symbol('\u{F0B7}'), Some('•'));
        assert_eq!(symbol('\u{F061}'), Some('α'));
        assert_eq!(symbol('\u{F057}'), Some('Ω'));
        assert_eq!(symbol('\u{F028}'), Some('('));
        assert_eq!(symbol('\u{F0FF}'), None);
        assert_eq!(symbol('a'), None);
    }
}
