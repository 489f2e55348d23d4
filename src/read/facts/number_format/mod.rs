//! Numbers in the scripts that Word lists count in (ECMA-376 part 1, 17.18.59).
//!
//! In: a format name, a count and the language of the text. Out: the number as Word shows it. Counts
//! that a script cannot write are written in digits, and so are those of a format that is not known,
//! which [`script`] tells.

mod han;
mod words;

use crate::language::Language;
use crate::numerals;
use han::Counting;

/// How a level's count is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum NumberScript {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// A format that is not known: digits, and a finding.
    Unknown,
    /// Digits with zeros before them, so many in all: 01, 001.
    Padded(u8),
    /// Nothing.
    Absent,
    /// The level's text is the bullet.
    Bullet,
    /// I, II.
    UpperRoman,
    /// i, ii.
    LowerRoman,
    /// A, 1F.
    Hex,
    /// 1st, 1er, 1.º, 1-й.
    Ordinal,
    /// First, Premier.
    OrdinalText,
    /// One, Un.
    CardinalText,
    /// Letters of an alphabet; past its end the letter is doubled: z, aa, bb.
    Letters(&'static str),
    /// Signs in turn; past their end, digits.
    Signs(&'static str),
    /// Signs in turn, doubled past their end: *, †, ‡, §, **.
    Repeated(&'static str),
    /// Digits replaced one by one, 0 first.
    Digits(&'static str),
    /// Words in turn; past their end, digits.
    Words(&'static str),
    /// With a sign for each power of ten: 一百〇一.
    Counting(&'static Counting),
    /// Tens and ones in words of Korean: 스물하나.
    KoreanWords,
    /// Tens and ones in words of Vietnamese: hai mươi mốt.
    Vietnamese,
    /// Pairs of stems and branches: 甲子.
    StemsAndBranches,
    /// - 1 -.
    InDash,
    /// Hebrew letters as numerals: יד, טו, טז.
    Hebrew,
}

impl NumberScript {
    /// Whether what it writes depends on the language of the text.
    pub(crate) fn speaks(self) -> bool {
        matches!(self, NumberScript::Ordinal | NumberScript::OrdinalText | NumberScript::CardinalText)
    }
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
const AIUEO_HALF: &str = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ";
const IROHA: &str =
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン";
const IROHA_HALF: &str = "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ";
const CHOSUNG: &str = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ";
const THAI: &str = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ";
const HINDI_VOWELS: &str = "अआइईउऊऋऌऍऎएऐऑऒओऔ";
const HINDI_CONSONANTS: &str = "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह";
const HINDI_COUNTS: &str =
    "एक|दो|तीन|चार|पाँच|छह|सात|आठ|नौ|दस|ग्यारह|बारह|तेरह|चौदह|पंद्रह|सोलह|सत्रह|अठारह|उन्नीस|बीस";
const THAI_COUNTS: &str =
    "หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|สิบเอ็ด|สิบสอง|สิบสาม|สิบสี่|สิบห้า|สิบหก|สิบเจ็ด|สิบแปด|สิบเก้า|ยี่สิบ";
const GANADA: &str = "가나다라마바사아자차카타파하";

/// Format names of `w:numFmt`.
const SCRIPTS: &[(&str, NumberScript)] = &[
    ("decimal", NumberScript::Decimal),
    ("decimalZero", NumberScript::Padded(2)),
    ("none", NumberScript::Absent),
    ("bullet", NumberScript::Bullet),
    ("upperRoman", NumberScript::UpperRoman),
    ("lowerRoman", NumberScript::LowerRoman),
    ("hex", NumberScript::Hex),
    ("ordinal", NumberScript::Ordinal),
    ("ordinalText", NumberScript::OrdinalText),
    ("cardinalText", NumberScript::CardinalText),
    ("upperLetter", NumberScript::Letters(LATIN_UPPER)),
    ("lowerLetter", NumberScript::Letters(LATIN_LOWER)),
    ("russianLower", NumberScript::Letters(RUSSIAN_LOWER)),
    ("russianUpper", NumberScript::Letters(RUSSIAN_UPPER)),
    ("arabicAlpha", NumberScript::Letters(ARABIC_ALPHA)),
    ("arabicAbjad", NumberScript::Letters(ARABIC_ABJAD)),
    ("hebrew2", NumberScript::Letters(HEBREW)),
    ("hebrew1", NumberScript::Hebrew),
    ("aiueoFullWidth", NumberScript::Letters(AIUEO)),
    ("aiueo", NumberScript::Letters(AIUEO_HALF)),
    ("irohaFullWidth", NumberScript::Letters(IROHA)),
    ("iroha", NumberScript::Letters(IROHA_HALF)),
    ("ganada", NumberScript::Letters(GANADA)),
    ("chosung", NumberScript::Letters(CHOSUNG)),
    ("thaiLetters", NumberScript::Letters(THAI)),
    ("hindiVowels", NumberScript::Letters(HINDI_VOWELS)),
    ("hindiConsonants", NumberScript::Letters(HINDI_CONSONANTS)),
    ("hindiCounting", NumberScript::Words(HINDI_COUNTS)),
    ("thaiCounting", NumberScript::Words(THAI_COUNTS)),
    ("vietnameseCounting", NumberScript::Vietnamese),
    ("ideographZodiacTraditional", NumberScript::StemsAndBranches),
    ("ideographTraditional", NumberScript::Signs(STEMS)),
    ("ideographZodiac", NumberScript::Signs(BRANCHES)),
    ("decimalEnclosedCircle", NumberScript::Signs(CIRCLED)),
    ("decimalEnclosedCircleChinese", NumberScript::Signs(CIRCLED)),
    ("decimalEnclosedFullstop", NumberScript::Signs(FULL_STOP)),
    ("decimalEnclosedParen", NumberScript::Signs(IN_PARENTHESES)),
    ("ideographEnclosedCircle", NumberScript::Signs(CIRCLED_HAN)),
    ("chicago", NumberScript::Repeated("*†‡§")),
    ("decimalFullWidth", NumberScript::Digits("０１２３４５６７８９")),
    ("decimalFullWidth2", NumberScript::Digits("０１２３４５６７８９")),
    ("decimalHalfWidth", NumberScript::Decimal),
    ("hindiNumbers", NumberScript::Digits("०१२३४५६७८९")),
    ("thaiNumbers", NumberScript::Digits("๐๑๒๓๔๕๖๗๘๙")),
    ("ideographDigital", NumberScript::Digits("〇一二三四五六七八九")),
    ("japaneseDigitalTenThousand", NumberScript::Digits("〇一二三四五六七八九")),
    ("taiwaneseDigital", NumberScript::Digits("○一二三四五六七八九")),
    ("koreanDigital", NumberScript::Digits("영일이삼사오육칠팔구")),
    ("koreanDigital2", NumberScript::Digits("零一二三四五六七八九")),
    ("chineseCounting", NumberScript::Counting(&han::CHINESE)),
    ("chineseCountingThousand", NumberScript::Counting(&han::CHINESE_THOUSAND)),
    ("taiwaneseCounting", NumberScript::Counting(&han::CHINESE)),
    ("taiwaneseCountingThousand", NumberScript::Counting(&han::TAIWANESE_THOUSAND)),
    ("japaneseCounting", NumberScript::Counting(&han::JAPANESE)),
    ("japaneseLegal", NumberScript::Counting(&han::JAPANESE_LEGAL)),
    ("chineseLegalSimplified", NumberScript::Counting(&han::LEGAL_SIMPLIFIED)),
    ("ideographLegalTraditional", NumberScript::Counting(&han::LEGAL_TRADITIONAL)),
    ("koreanCounting", NumberScript::Counting(&han::KOREAN)),
    ("koreanLegal", NumberScript::KoreanWords),
    ("numberInDash", NumberScript::InDash),
];

/// The script of a format name. `format`: how a custom format begins, `001, 002, 003, ...`.
pub(crate) fn script(name: &str, format: Option<&str>) -> NumberScript {
    if name == "custom" {
        let first = format.and_then(|format| format.split(',').next()).unwrap_or_default().trim();
        let zeros = first.strip_suffix('1').filter(|zeros| zeros.bytes().all(|byte| byte == b'0'));
        let places = zeros.and_then(|zeros| u8::try_from(zeros.len() + 1).ok());
        return places.filter(|places| *places < 10).map_or(NumberScript::Unknown, NumberScript::Padded);
    }
    SCRIPTS.iter().find(|(known, _)| *known == name).map_or(NumberScript::Unknown, |(_, script)| *script)
}

/// A count as the script writes it in a text of a language.
pub(crate) fn shown(script: NumberScript, count: i64, language: Language) -> String {
    let written = match script {
        NumberScript::Absent | NumberScript::Bullet => Some(String::new()),
        NumberScript::Decimal | NumberScript::Unknown => None,
        NumberScript::Padded(places) => Some(format!("{count:0places$}", places = usize::from(places))),
        NumberScript::UpperRoman => small_roman(count).map(|numeral| numeral.to_uppercase()),
        NumberScript::LowerRoman => small_roman(count),
        NumberScript::Hex => Some(format!("{count:X}")).filter(|_| count >= 0),
        NumberScript::Ordinal => Some(words::ordinal(count, language)),
        NumberScript::OrdinalText => words::ordinal_text(count, language),
        NumberScript::CardinalText => words::cardinal_text(count, language),
        NumberScript::Letters(signs) | NumberScript::Repeated(signs) => repeated(signs, count),
        NumberScript::Signs(signs) => sign(signs, count).map(String::from),
        NumberScript::Digits(digits) => Some(in_digits(digits, count)),
        NumberScript::Words(words) => in_turn(words, count).map(str::to_owned),
        NumberScript::Counting(system) => system.shown(count),
        NumberScript::KoreanWords => korean_words(count),
        NumberScript::Vietnamese => vietnamese(count),
        NumberScript::StemsAndBranches => stems_and_branches(count),
        NumberScript::InDash => Some(format!("- {count} -")),
        NumberScript::Hebrew => hebrew(count),
    };
    written.unwrap_or_else(|| count.to_string())
}

fn in_turn(words: &'static str, count: i64) -> Option<&'static str> {
    words.split('|').nth(usize::try_from(count).ok()?.checked_sub(1)?)
}

fn stems_and_branches(count: i64) -> Option<String> {
    let at = usize::try_from(count).ok()?.checked_sub(1)?;
    let of = |signs: &str| signs.chars().nth(at % signs.chars().count());
    (at < 60).then(|| Some([of(STEMS)?, of(BRANCHES)?].iter().collect())).flatten()
}

fn korean_words(count: i64) -> Option<String> {
    const ONES: &str = "하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉";
    const TENS: &str = "열|스물|서른|마흔|쉰|예순|일흔|여든|아흔";
    let (tens, ones) = (count / 10, count % 10);
    let word = |words, value| if value == 0 { Some("") } else { in_turn(words, value) };
    (1..100).contains(&count).then(|| Some(format!("{}{}", word(TENS, tens)?, word(ONES, ones)?))).flatten()
}

/// `mười một`, `hai mươi`, `hai mươi mốt`, `hai mươi lăm`.
fn vietnamese(count: i64) -> Option<String> {
    const ONES: &str = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín";
    let (tens, ones) = (count / 10, count % 10);
    let last = match (tens, ones) {
        (_, 0) => "",
        (2.., 1) => "mốt",
        (1.., 5) => "lăm",
        _ => in_turn(ONES, ones)?,
    };
    let head = match tens {
        0 => String::new(),
        1 => "mười".to_owned(),
        _ => format!("{} mươi", in_turn(ONES, tens)?),
    };
    (1..100).contains(&count).then(|| format!("{head} {last}").trim().to_owned())
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

fn in_digits(digits: &str, count: i64) -> String {
    let digit = |c: char| c.to_digit(10).and_then(|value| digits.chars().nth(value as usize)).unwrap_or(c);
    count.to_string().chars().map(digit).collect()
}

#[cfg(test)]
mod tests;
