//! Classes of characters, one definition each.
//!
//! In: a character. Out: whether it belongs to the class. Ranges are those of the Unicode Character
//! Database 17.0 (`Scripts.txt`, `Blocks.txt`, `DerivedCoreProperties.txt`), whole blocks where a block
//! is still being filled. Never: what a reader, a rule or a page makes of the class.

/// Han: the letters and letter numbers of the script (`Scripts.txt`, `Han`; general categories Lo, Lm, Nl):
/// the ideographs with their extensions in planes 2 and 3, the compatibility ideographs, `々`, `〇`, and the
/// Hangzhou numerals. Radicals, which stand for no word, are not among them.
pub(crate) fn is_han(letter: char) -> bool {
    // The unified ideographs first: nearly all that is ever asked for.
    matches!(letter,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{3005}' | '\u{3007}' | '\u{3021}'..='\u{3029}'
        | '\u{3038}'..='\u{303B}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

/// A letter: `char::is_alphabetic`, whose tables are slow, with what nearly all texts are of first.
pub(crate) fn is_letter(letter: char) -> bool {
    match letter {
        'a'..='z' | 'A'..='Z' | '\u{4E00}'..='\u{9FFF}' => true,
        '\0'..='\u{7F}'
        | '\u{2000}'..='\u{206F}'
        | '\u{3000}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}'
        | '\u{FF00}'..='\u{FF20}' => false,
        _ => letter.is_alphabetic(),
    }
}

/// Written without spaces between words, punctuation included: Han, kana, Bopomofo, Hangul, the CJK
/// symbols and the full-width forms (`Blocks.txt`).
pub(crate) fn is_east_asian(letter: char) -> bool {
    matches!(letter,
        '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Arabic letters, their presentation forms included (`Blocks.txt`).
pub(crate) fn is_arabic(letter: char) -> bool {
    matches!(letter, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
}

/// A letter of a script that parts its words by spaces.
pub(crate) fn is_spaced_letter(letter: char) -> bool {
    !is_han(letter) && is_letter(letter)
}

/// Private use: what it shows depends on a font (`Blocks.txt`; planes 15 and 16 whole).
pub(crate) fn is_private_use(letter: char) -> bool {
    matches!(letter, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Has no look of its own where a renderer does not know it, and needs no glyph: joiners, direction
/// marks, soft hyphen, variation selectors, byte order mark, fillers, tags
/// (`Default_Ignorable_Code_Point`), and the annotation marks U+FFF9 to U+FFFB, which stand apart from
/// that class and show as little (The Unicode Standard, 23.8).
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Vowel signs and the like of Arabic, the tatweel, and combining accents: they vary from text to text
/// and tell no two words of ITU texts apart.
pub(crate) fn is_optional_mark(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{36F}' | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// Symbol, 0x20 to 0x7E.
const SYMBOL_LOW: &str =
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
/// Symbol, 0xA0 to 0xFE; 0xF0 is not assigned.
const SYMBOL_HIGH: &str =
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\0⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";

/// The character that a code of the font Symbol shows; `None` where it shows none.
pub(crate) fn symbol(code: u8) -> Option<char> {
    let (table, first) = if code < 0xA0 { (SYMBOL_LOW, 0x20) } else { (SYMBOL_HIGH, 0xA0) };
    table.chars().nth(usize::from(code.checked_sub(first)?)).filter(|shown| *shown != '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_is_what_words_are_written_in() {
        for letter in ['釜', '㐂', '〇', '々', '\u{20B9F}', '\u{30000}', '豈'] {
            assert!(is_han(letter), "{letter}");
        }
        for other in ['。', 'あ', '가', '䷀', '⼀', 'a', '１', '（'] {
            assert!(!is_han(other), "{other}");
        }
        assert!(['。', 'あ', '가', '（'].into_iter().all(is_east_asian));
    }

    #[test]
    fn letters_are_those_of_unicode() {
        for letter in '\0'..='\u{3FFFF}' {
            assert_eq!(is_letter(letter), letter.is_alphabetic(), "{letter:?}");
        }
    }

    #[test]
    fn letters_that_are_parted_by_spaces() {
        assert!(['a', 'ж', 'ق', 'é'].into_iter().all(is_spaced_letter));
        assert!(!['议', '1', ' '].into_iter().any(is_spaced_letter));
    }

    #[test]
    fn private_use_is_known_by_its_planes() {
        assert!(['\u{E000}', '\u{F0B7}', '\u{10FFFD}'].into_iter().all(is_private_use));
        assert!(!is_private_use('\u{F900}'));
    }
}
