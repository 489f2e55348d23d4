//! Characters of symbol fonts: private-use code in, the character that it shows out.
//!
//! Word stores a sign of the fonts Symbol and Wingdings at U+F020 to U+F0FF (ECMA-376 part 1,
//! 17.3.3.30). Without the font it means nothing, so it is replaced and the replacement recorded.

use super::types::SymbolFont;
use super::wingdings;
use crate::letters::symbol;

/// Wingdings: the signs that documents use as bullets, boxes and arrows, as the signs of that shape
/// that text fonts have; for the others [`wingdings`] has Unicode's own.
const WINGDINGS: &[(u8, char)] = &[
    (0x20, ' '),
    (0x21, '✏'),
    (0x22, '✂'),
    (0x23, '✁'),
    (0x28, '☎'),
    (0x29, '✆'),
    (0x2A, '✉'),
    (0x36, '⌛'),
    (0x37, '⌨'),
    (0x3E, '✇'),
    (0x3F, '✍'),
    (0x41, '✌'),
    (0x45, '☜'),
    (0x46, '☞'),
    (0x47, '☝'),
    (0x48, '☟'),
    (0x4A, '☺'),
    (0x4C, '☹'),
    (0x4E, '☠'),
    (0x52, '☼'),
    (0x54, '❄'),
    (0x58, '✠'),
    (0x59, '✡'),
    (0x5A, '☪'),
    (0x5B, '☯'),
    (0x6C, '●'),
    (0x6D, '❍'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x70, '◻'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x73, '⬧'),
    (0x74, '⧫'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '⬥'),
    (0x78, '⌧'),
    (0x7A, '⌘'),
    (0x7B, '❀'),
    (0x7C, '✿'),
    (0x7D, '❝'),
    (0x7E, '❞'),
    (0x80, '⓪'),
    (0x81, '①'),
    (0x82, '②'),
    (0x83, '③'),
    (0x84, '④'),
    (0x85, '⑤'),
    (0x86, '⑥'),
    (0x87, '⑦'),
    (0x88, '⑧'),
    (0x89, '⑨'),
    (0x8A, '⑩'),
    (0x8B, '⓿'),
    (0x8C, '❶'),
    (0x8D, '❷'),
    (0x8E, '❸'),
    (0x8F, '❹'),
    (0x90, '❺'),
    (0x91, '❻'),
    (0x92, '❼'),
    (0x93, '❽'),
    (0x94, '❾'),
    (0x95, '❿'),
    (0x9E, '·'),
    (0x9F, '•'),
    (0xA0, '▪'),
    (0xA1, '○'),
    (0xA4, '◉'),
    (0xA5, '◎'),
    (0xA7, '▪'),
    (0xA8, '◻'),
    (0xAA, '✦'),
    (0xAB, '★'),
    (0xAC, '✶'),
    (0xAD, '✴'),
    (0xAE, '✹'),
    (0xAF, '✵'),
    (0xB1, '⌖'),
    (0xB5, '✪'),
    (0xB6, '✰'),
    (0xD5, '⌫'),
    (0xD6, '⌦'),
    (0xD8, '➢'),
    (0xDC, '➲'),
    (0xDF, '←'),
    (0xE0, '→'),
    (0xE1, '↑'),
    (0xE2, '↓'),
    (0xE3, '↖'),
    (0xE4, '↗'),
    (0xE5, '↙'),
    (0xE6, '↘'),
    (0xE8, '➔'),
    (0xEF, '⇦'),
    (0xF0, '⇨'),
    (0xF1, '⇧'),
    (0xF2, '⇩'),
    (0xF3, '⬄'),
    (0xF4, '⇳'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
];

/// The symbol font of that name, if it is one.
pub(crate) fn symbol_font(name: &str) -> Option<SymbolFont> {
    let name = name.trim();
    let known = FONTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    known.map(|(_, font)| *font)
}

/// Fonts of signs by name.
const FONTS: &[(&str, SymbolFont)] = &[
    ("Symbol", SymbolFont::Symbol),
    ("Symbol MT", SymbolFont::Symbol),
    ("Wingdings", SymbolFont::Wingdings),
    ("Wingdings 2", SymbolFont::Wingdings2),
    ("Wingdings 3", SymbolFont::Wingdings3),
    ("Webdings", SymbolFont::Webdings),
    ("ZapfDingbats", SymbolFont::ZapfDingbats),
    ("Zapf Dingbats", SymbolFont::ZapfDingbats),
    ("ITC Zapf Dingbats", SymbolFont::ZapfDingbats),
    ("Monotype Sorts", SymbolFont::ZapfDingbats),
    ("Marlett", SymbolFont::Unknown),
    ("MT Extra", SymbolFont::Unknown),
    ("MS Outlook", SymbolFont::Unknown),
    ("MS Reference Specialty", SymbolFont::Unknown),
    ("Bookshelf Symbol 7", SymbolFont::Unknown),
    ("Map Symbols", SymbolFont::Unknown),
    ("Euclid Extra", SymbolFont::Unknown),
    ("Fences", SymbolFont::Unknown),
];

/// Whether a character stands where symbol fonts keep theirs.
pub(crate) fn is_private(character: char) -> bool {
    ('\u{F020}'..='\u{F0FF}').contains(&character)
}

/// What a private-use character of a symbol font shows; `None` where no table knows it. Without a
/// font named, it is read as Symbol, the font Word falls back to.
pub(crate) fn shown(font: Option<SymbolFont>, character: char) -> Option<char> {
    let code = u8::try_from(u32::from(character).checked_sub(0xF000)?).ok()?;
    match font.unwrap_or(SymbolFont::Symbol) {
        SymbolFont::Symbol => symbol(code),
        SymbolFont::Wingdings => {
            let known = WINGDINGS.iter().find(|(known, _)| *known == code).map(|(_, shown)| *shown);
            known.or_else(|| wingdings::sign(&wingdings::WINGDINGS, code))
        }
        SymbolFont::Wingdings2 => wingdings::plain(wingdings::WINGDINGS_2_PLAIN, code)
            .or_else(|| wingdings::sign(&wingdings::WINGDINGS_2, code)),
        SymbolFont::Wingdings3 => wingdings::plain(wingdings::WINGDINGS_3_PLAIN, code)
            .or_else(|| wingdings::sign(&wingdings::WINGDINGS_3, code)),
        SymbolFont::Webdings => wingdings::sign(&wingdings::WEBDINGS, code),
        SymbolFont::ZapfDingbats => zapf_dingbats(code),
        SymbolFont::Unknown => (code == 0x20).then_some(' '),
    }
}

/// The signs of Zapf Dingbats: Unicode took its block U+2700 from them, in their order, and left out
/// those that it had (Unicode's mapping `zdingbat.txt`; PDF 32000-1, annex D.6).
fn zapf_dingbats(code: u8) -> Option<char> {
    const ELSEWHERE: &[(u8, char)] = &[
        (0x20, ' '),
        (0x25, '☎'),
        (0x2A, '☛'),
        (0x2B, '☞'),
        (0x48, '★'),
        (0x6C, '●'),
        (0x6E, '■'),
        (0x73, '▲'),
        (0x74, '▼'),
        (0x75, '◆'),
        (0x77, '◗'),
        (0xA8, '♣'),
        (0xA9, '♦'),
        (0xAA, '♥'),
        (0xAB, '♠'),
        (0xD5, '→'),
        (0xD6, '↔'),
        (0xD7, '↕'),
    ];
    let other = ELSEWHERE.iter().find(|(known, _)| *known == code).map(|(_, sign)| *sign);
    let code = u32::from(code);
    other.or_else(|| match code {
        0x21..=0x7E => char::from_u32(0x2700 + code - 0x20),
        0xA1..=0xA7 => char::from_u32(0x2760 + code - 0xA0),
        0xAC..=0xB5 => char::from_u32(0x2460 + code - 0xAC),
        0xB6..=0xEF | 0xF1..=0xFE => char::from_u32(0x2776 + code - 0xB6),
        _ => None,
    })
}

/// A character typed in a symbol font as the private-use character that it stands for. A soft hyphen is one in any font:
/// it is no sign, and shows only where a line ends at it.
pub(crate) fn private(font: Option<SymbolFont>, character: char) -> char {
    let code = u32::from(character);
    if font.is_some() && matches!(code, 0x21..=0x7E | 0xA1..=0xAC | 0xAE..=0xFF) {
        return char::from_u32(code + 0xF000).unwrap_or(character);
    }
    character
}

/// A character as it is shown: that of a symbol font where it stands where those keep theirs.
pub(crate) fn of(font: Option<SymbolFont>, character: char) -> char {
    if is_private(character) { shown(font, character).unwrap_or(character) } else { character }
}

/// A character of a bullet: a sign of a symbol font that no table knows is a plain bullet.
pub(crate) fn bullet(font: Option<SymbolFont>, character: char) -> char {
    let plain = font.is_some() && matches!(u32::from(character), 0xA0..=0xFF);
    let private =
        if plain { char::from_u32(u32::from(character) + 0xF000).unwrap_or(character) } else { character };
    if is_private(private) { shown(font, private).unwrap_or('•') } else { character }
}

#[cfg(test)]
mod tests {
    use super::{bullet, shown};
    use crate::read::facts::types::SymbolFont::{
        Symbol, Unknown, Webdings, Wingdings, Wingdings2, Wingdings3, ZapfDingbats,
    };

    #[test]
    fn tables_stand_at_their_codes() {
        for (font, code, expected) in [
            (Symbol, 0xF0B7, Some('•')),
            (Symbol, 0xF061, Some('α')),
            (Symbol, 0xF07E, Some('∼')),
            (Symbol, 0xF0A3, Some('≤')),
            (Symbol, 0xF0D7, Some('⋅')),
            (Symbol, 0xF0FE, Some('⎭')),
            (Symbol, 0xF0F0, None),
            (Wingdings, 0xF0A7, Some('▪')),
            (Wingdings, 0xF0FC, Some('✓')),
            (Wingdings, 0xF0FE, Some('☑')),
            (Wingdings, 0xF0FF, None),
            (Wingdings, 0xF0C3, Some('⮰')),
            (Wingdings2, 0xF052, Some('☑')),
            (Wingdings2, 0xF0A3, Some('□')),
            (Wingdings2, 0xF050, Some('🗸')),
            (Wingdings2, 0xF0FA, None),
            (Wingdings3, 0xF022, Some('→')),
            (Wingdings3, 0xF07D, Some('▶')),
            (Wingdings3, 0xF0D8, Some('↘')),
            (Wingdings3, 0xF0F1, None),
            (Webdings, 0xF061, Some('✔')),
            (Webdings, 0xF0FF, Some('🕊')),
            (Webdings, 0xF07F, None),
            (ZapfDingbats, 0xF034, Some('✔')),
            (ZapfDingbats, 0xF06E, Some('■')),
            (ZapfDingbats, 0xF0AC, Some('①')),
            (ZapfDingbats, 0xF0B6, Some('❶')),
            (ZapfDingbats, 0xF0D4, Some('➔')),
            (ZapfDingbats, 0xF0FE, Some('➾')),
            (Unknown, 0xF062, None),
        ] {
            assert_eq!(shown(Some(font), char::from_u32(code).unwrap()), expected, "{font:?} {code:X}");
        }
    }

    #[test]
    fn a_bullet_is_always_a_sign() {
        assert_eq!(bullet(Some(Symbol), '\u{F0B7}'), '•');
        assert_eq!(bullet(Some(Wingdings3), '\u{F0FE}'), '•');
        assert_eq!(bullet(None, '–'), '–');
        assert_eq!(bullet(None, 'o'), 'o');
        assert_eq!(bullet(Some(Wingdings), '§'), '▪');
    }
}
