//! Radicals and compatibility forms that stand for Han letters: `⼤` (U+2F24) for 大, `⻓` (U+2ED3) for 长.
//!
//! In: a text, often copied from a PDF whose font has one glyph for both. Out: the letter that such a
//! form is read as, of the same length in UTF-8, so that every place in the text stays what it is.
//! Never: a change to the text that is printed.

use std::borrow::Cow;

/// Simplified and common radicals of the supplement (U+2E80 to U+2EF3) and the letters they stand for
/// (`EquivalentUnifiedIdeograph.txt` of the Unicode Character Database; those whose letter is of three bytes
/// and is written by itself). The Kangxi radicals (U+2F00 to U+2FD5) have decompositions of their own.
const SUPPLEMENT: [(char, char); 45] = [
    ('⺁', '厂'),
    ('⺈', '刀'),
    ('⺊', '卜'),
    ('⺌', '小'),
    ('⺍', '小'),
    ('⺎', '兀'),
    ('⺒', '巳'),
    ('⺓', '幺'),
    ('⺜', '日'),
    ('⺝', '月'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺧', '牛'),
    ('⺩', '王'),
    ('⺫', '目'),
    ('⺬', '示'),
    ('⺶', '羊'),
    ('⺻', '聿'),
    ('⺼', '月'),
    ('⺽', '臼'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻑', '長'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻗', '雨'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻬', '齐'),
    ('⻰', '龙'),
];

/// The letter that a form stands for; `None` for every other character.
pub(crate) fn letter(form: char) -> Option<char> {
    match form {
        '\u{2E80}'..='\u{2EF3}' => {
            SUPPLEMENT.iter().find(|(known, _)| *known == form).map(|(_, letter)| *letter)
        }
        '\u{2F00}'..='\u{2FD5}' | '\u{F900}'..='\u{FAD9}' => {
            let mut letters = unicode_normalization::UnicodeNormalization::nfkc(std::iter::once(form));
            letters.next().filter(|letter| *letter != form && letter.len_utf8() == form.len_utf8())
        }
        _ => None,
    }
}

/// Whether a text can hold such forms, as their first two bytes tell: most texts have neither.
pub(crate) fn may_hold(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().any(|byte| matches!(byte, 0xE2 | 0xEF))
        && bytes.windows(2).any(|pair| matches!(pair, [0xE2, 0xBA..=0xBF] | [0xEF, 0xA4..=0xAB]))
}

/// A text with the letters in place of such forms; every byte offset stays what it was.
pub(crate) fn read(text: &str) -> Cow<'_, str> {
    if !may_hold(text) || !text.chars().any(|c| letter(c).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| letter(c).unwrap_or(c)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_as_their_letters() {
        assert_eq!(read("全权代表⼤会，责成秘书⻓"), "全权代表大会，责成秘书长");
        assert_eq!(read("⽂件 70-C"), "文件 70-C");
        assert!(matches!(read("全权代表大会（“釜山”），"), Cow::Borrowed(_)));
    }

    #[test]
    fn no_place_in_a_text_moves() {
        let forms = (0x2E80u32..0x2FE0).chain(0xF900..0xFB00).filter_map(char::from_u32);
        for (form, letter) in forms.filter_map(|form| Some((form, letter(form)?))) {
            assert_eq!(form.len_utf8(), letter.len_utf8(), "{form}");
            assert!(crate::letters::is_han(letter), "{form} {letter}");
        }
    }
}
