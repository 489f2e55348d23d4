//! Numbers in the scripts that Word lists count in (ECMA-376 part 1, 17.18.59).
//!
//! In: a format name and a count. Out: the number as Word shows it. Counts that a script cannot
//! write are written in digits.

use crate::numerals;

/// How a level's count is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Script {
    /// 1, 2, 3; also for names that are not known.
    #[default]
    Decimal,
    /// 01, 02 … 10.
    DecimalZero,
    /// Nothing.
    Absent,
    /// The level's text is the bullet.
    Bullet,
    /// I, II.
    UpperRoman,
    /// i, ii.
    LowerRoman,
    /// 1st, 2nd.
    Ordinal,
    /// Letters of an alphabet; past its end the letter is doubled: z, aa, bb.
    Letters(&'static str),
    /// Signs in turn; past their end, digits.
    Signs(&'static str),
    /// Signs in turn, doubled past their end: *, †, ‡, §, **.
    Repeated(&'static str),
    /// Digits replaced one by one, 0 first.
    Digits(&'static str),
    /// 一, 十一, 二十, with digits 0 to 9, the tens' signs, and whether 十 stands without 一.
    Counting(&'static str, &'static str, bool),
    /// - 1 -.
    InDash,
    /// Hebrew letters as numerals: יד, טו, טז.
    Hebrew,
}

const LATIN_UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LATIN_LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const RUSSIAN_LOWER: &str = "абвгдежзиклмнопрстуфхцчшщыэюя";
const RUSSIAN_UPPER: &str = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ";
const ARABIC_ALPHA: &str = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي";
const ARABIC_ABJAD: &str = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ";
const HEBREW: &str = "אבגדהוזחטיכלמנסעפצקרשת";
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";
const CIRCLED: &str = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";
const FULL_STOP: &str = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛";
const IN_PARENTHESES: &str = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇";
const CIRCLED_HAN: &str = "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉";
const AIUEO: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
const GANADA: &str = "가나다라마바사아자차카타파하";
const HAN: &str = "零一二三四五六七八九";
const HAN_LEGAL: &str = "零壹贰叁肆伍陆柒捌玖";
const HAN_LEGAL_TRADITIONAL: &str = "零壹貳參肆伍陸柒捌玖";

/// Format names of `w:numFmt`.
const SCRIPTS: &[(&str, Script)] = &[
    ("decimal", Script::Decimal),
    ("decimalZero", Script::DecimalZero),
    ("none", Script::Absent),
    ("bullet", Script::Bullet),
    ("upperRoman", Script::UpperRoman),
    ("lowerRoman", Script::LowerRoman),
    ("ordinal", Script::Ordinal),
    ("upperLetter", Script::Letters(LATIN_UPPER)),
    ("lowerLetter", Script::Letters(LATIN_LOWER)),
    ("russianLower", Script::Letters(RUSSIAN_LOWER)),
    ("russianUpper", Script::Letters(RUSSIAN_UPPER)),
    ("arabicAlpha", Script::Letters(ARABIC_ALPHA)),
    ("arabicAbjad", Script::Letters(ARABIC_ABJAD)),
    ("hebrew2", Script::Letters(HEBREW)),
    ("hebrew1", Script::Hebrew),
    ("aiueoFullWidth", Script::Letters(AIUEO)),
    ("aiueo", Script::Letters(AIUEO)),
    ("ganada", Script::Letters(GANADA)),
    ("ideographTraditional", Script::Signs(STEMS)),
    ("ideographZodiac", Script::Signs(BRANCHES)),
    ("decimalEnclosedCircle", Script::Signs(CIRCLED)),
    ("decimalEnclosedCircleChinese", Script::Signs(CIRCLED)),
    ("decimalEnclosedFullstop", Script::Signs(FULL_STOP)),
    ("decimalEnclosedParen", Script::Signs(IN_PARENTHESES)),
    ("ideographEnclosedCircle", Script::Signs(CIRCLED_HAN)),
    ("chicago", Script::Repeated("*†‡§")),
    ("decimalFullWidth", Script::Digits("０１２３４５６７８９")),
    ("decimalFullWidth2", Script::Digits("０１２３４５６７８９")),
    ("decimalHalfWidth", Script::Decimal),
    ("hindiNumbers", Script::Digits("०१२३४५६७८९")),
    ("thaiNumbers", Script::Digits("๐๑๒๓๔๕๖๗๘๙")),
    ("ideographDigital", Script::Digits("〇一二三四五六七八九")),
    ("japaneseDigitalTenThousand", Script::Digits("〇一二三四五六七八九")),
    ("taiwaneseDigital", Script::Digits("○一二三四五六七八九")),
    ("koreanDigital", Script::Digits("영일이삼사오육칠팔구")),
    ("koreanDigital2", Script::Digits("零一二三四五六七八九")),
    ("chineseCounting", Script::Counting(HAN, "十百千", true)),
    ("chineseCountingThousand", Script::Counting(HAN, "十百千", true)),
    ("taiwaneseCounting", Script::Counting(HAN, "十百千", true)),
    ("taiwaneseCountingThousand", Script::Counting(HAN, "十百千", true)),
    ("japaneseCounting", Script::Counting(HAN, "十百千", true)),
    ("chineseLegalSimplified", Script::Counting(HAN_LEGAL, "拾佰仟", false)),
    ("ideographLegalTraditional", Script::Counting(HAN_LEGAL_TRADITIONAL, "拾佰仟", false)),
    ("numberInDash", Script::InDash),
];

/// The script of a format name; decimal where it is not known.
pub(crate) fn script(name: &str) -> Script {
    SCRIPTS.iter().find(|(known, _)| *known == name).map_or(Script::Decimal, |(_, script)| *script)
}

/// A count as the script writes it.
pub(crate) fn shown(script: Script, count: i64) -> String {
    let written = match script {
        Script::Absent | Script::Bullet => Some(String::new()),
        Script::Decimal => None,
        Script::DecimalZero => Some(format!("{count:02}")),
        Script::UpperRoman => small_roman(count).map(|numeral| numeral.to_uppercase()),
        Script::LowerRoman => small_roman(count),
        Script::Ordinal => Some(ordinal(count)),
        Script::Letters(signs) | Script::Repeated(signs) => repeated(signs, count),
        Script::Signs(signs) => sign(signs, count).map(String::from),
        Script::Digits(digits) => Some(in_digits(digits, count)),
        Script::Counting(digits, tens, short) => counting(digits, tens, short, count),
        Script::InDash => Some(format!("- {count} -")),
        Script::Hebrew => hebrew(count),
    };
    written.unwrap_or_else(|| count.to_string())
}

fn sign(signs: &str, count: i64) -> Option<char> {
    signs.chars().nth(usize::try_from(count).ok()?.checked_sub(1)?)
}

fn repeated(signs: &str, count: i64) -> Option<String> {
    let at = usize::try_from(count).ok()?.checked_sub(1)?;
    let length = signs.chars().count();
    let sign = signs.chars().nth(at % length)?;
    // Word itself stops at 780; a hostile start must not make a long text.
    let times = at / length + 1;
    (times <= 30).then(|| std::iter::repeat_n(sign, times).collect())
}

fn small_roman(count: i64) -> Option<String> {
    u32::try_from(count).ok().and_then(numerals::roman)
}

/// Hebrew numerals: hundreds, tens, ones; 15 and 16 avoid the letters of the divine name.
fn hebrew(count: i64) -> Option<String> {
    const ONES: &str = "אבגדהוזחט";
    const TENS: &str = "יכלמנסעפצ";
    const HUNDREDS: &str = "קרשת";
    let mut left = usize::try_from(count).ok().filter(|count| (1..1000).contains(count))?;
    let sign = |signs: &str, value: usize| value.checked_sub(1).and_then(|at| signs.chars().nth(at));
    let mut written = String::new();
    while left >= 400 {
        written.push('ת');
        left -= 400;
    }
    written.extend(sign(HUNDREDS, left / 100));
    left %= 100;
    if matches!(left, 15 | 16) {
        written.push('ט');
        left -= 9;
    } else {
        written.extend(sign(TENS, left / 10));
        left %= 10;
    }
    written.extend(sign(ONES, left));
    Some(written)
}

fn ordinal(count: i64) -> String {
    let ending = match (count % 100, count % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{count}{ending}")
}

fn in_digits(digits: &str, count: i64) -> String {
    let digit = |c: char| c.to_digit(10).and_then(|value| digits.chars().nth(value as usize)).unwrap_or(c);
    count.to_string().chars().map(digit).collect()
}

fn counting(digits: &str, tens: &str, short: bool, count: i64) -> Option<String> {
    let count = usize::try_from(count).ok().filter(|count| (1..10_000).contains(count))?;
    let digit = |value: usize| digits.chars().nth(value);
    let mut written = String::new();
    let mut gap = false;
    for power in (0..4usize).rev() {
        let scale = 10usize.pow(u32::try_from(power).ok()?);
        let value = count / scale % 10;
        if value == 0 {
            gap = !written.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            written.extend(digit(0));
        }
        if !(short && power == 1 && value == 1 && written.is_empty()) {
            written.extend(digit(value));
        }
        if let Some(at) = power.checked_sub(1) {
            written.extend(tens.chars().nth(at));
        }
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::{script, shown};

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
            ("chineseCountingThousand", 105, "一百零五"),
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
            assert_eq!(shown(script(name), count), expected, "{name} {count}");
        }
    }
}
