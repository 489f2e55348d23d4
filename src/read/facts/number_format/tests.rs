//! What each format writes.

use super::{NumberScript, script, shown};
use crate::language::Language;

#[test]
fn counts_are_written_as_word_shows_them() {
    for (name, count, expected) in [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("lowerLetter", 1, "a"),
        ("lowerLetter", 26, "z"),
        ("lowerLetter", 27, "aa"),
        ("lowerLetter", 28, "bb"),
        ("lowerRoman", 4, "iv"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("chineseCounting", 1, "一"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 105, "一百〇五"),
        ("chineseCountingThousand", 1010, "一千〇一十"),
        ("chineseCountingThousand", 10_001, "一万〇一"),
        ("chineseCounting", 99, "九十九"),
        ("chineseCounting", 120, "一二○"),
        ("japaneseCounting", 101, "百一"),
        ("japaneseCounting", 1111, "千百十一"),
        ("japaneseLegal", 12, "壱拾弐"),
        ("taiwaneseCountingThousand", 101, "一百零一"),
        ("chineseLegalSimplified", 101, "壹佰零壹"),
        ("ideographLegalTraditional", 23, "貳拾參"),
        ("koreanCounting", 11, "십일"),
        ("koreanLegal", 21, "스물하나"),
        ("koreanDigital", 11, "일일"),
        ("chosung", 2, "ㄴ"),
        ("iroha", 2, "ﾛ"),
        ("irohaFullWidth", 3, "ハ"),
        ("aiueo", 1, "ｱ"),
        ("aiueoFullWidth", 2, "イ"),
        ("thaiLetters", 11, "ฎ"),
        ("vietnameseCounting", 21, "hai mươi mốt"),
        ("vietnameseCounting", 15, "mười lăm"),
        ("ideographZodiacTraditional", 13, "丙子"),
        ("hex", 31, "1F"),
        ("chicago", 5, "**"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("russianLower", 3, "в"),
        ("arabicAlpha", 2, "ب"),
        ("ordinal", 112, "112th"),
        ("ordinal", 22, "22nd"),
        ("numberInDash", 5, "- 5 -"),
        ("hebrew1", 15, "טו"),
        ("hebrew1", 116, "קטז"),
        ("hebrew1", 119, "קיט"),
        ("hebrew1", 999, "תתקצט"),
        ("hebrew2", 11, "כ"),
        ("none", 5, ""),
        ("no such format", 5, "5"),
        ("upperRoman", -1, "-1"),
    ] {
        assert_eq!(shown(script(name, None), count, Language::English), expected, "{name} {count}");
    }
}

#[test]
fn numbers_in_words_are_those_of_the_language() {
    use Language::{Arabic, Chinese, English, French, Russian, Spanish};
    for (script, count, language, expected) in [
        (NumberScript::Ordinal, 1, French, "1er"),
        (NumberScript::Ordinal, 2, French, "2e"),
        (NumberScript::Ordinal, 3, Spanish, "3.º"),
        (NumberScript::Ordinal, 4, Russian, "4-й"),
        (NumberScript::Ordinal, 112, English, "112th"),
        (NumberScript::OrdinalText, 1, English, "First"),
        (NumberScript::OrdinalText, 40, English, "Fortieth"),
        (NumberScript::OrdinalText, 121, English, "One hundred twenty-first"),
        (NumberScript::OrdinalText, 1, French, "Premier"),
        (NumberScript::OrdinalText, 5, French, "Cinquième"),
        (NumberScript::OrdinalText, 19, French, "Dix-neuvième"),
        (NumberScript::OrdinalText, 80, French, "Quatre-vingtième"),
        (NumberScript::OrdinalText, 14, Spanish, "Decimocuarto"),
        (NumberScript::OrdinalText, 21, Spanish, "Vigésimo primero"),
        (NumberScript::OrdinalText, 23, Russian, "Двадцать третий"),
        (NumberScript::OrdinalText, 11, Arabic, "الحادي عشر"),
        (NumberScript::OrdinalText, 12, Chinese, "第十二"),
        (NumberScript::CardinalText, 101, English, "One hundred one"),
        (NumberScript::CardinalText, 71, French, "Soixante et onze"),
        (NumberScript::CardinalText, 99, French, "Quatre-vingt-dix-neuf"),
        (NumberScript::CardinalText, 100, Spanish, "Cien"),
        (NumberScript::CardinalText, 31, Spanish, "Treinta y uno"),
        (NumberScript::CardinalText, 212, Russian, "Двести двенадцать"),
        (NumberScript::CardinalText, 35, Arabic, "خمسة وثلاثون"),
        (NumberScript::CardinalText, 1000, English, "1000"),
    ] {
        assert_eq!(shown(script, count, language), expected, "{script:?} {count} {language:?}");
    }
}

#[test]
fn a_format_of_ones_own_gives_the_places() {
    assert_eq!(shown(script("custom", Some("001, 002, 003, ...")), 7, Language::English), "007");
    assert_eq!(script("custom", Some("α, β")), NumberScript::Unknown);
    assert_eq!(script("no such format", None), NumberScript::Unknown);
}
