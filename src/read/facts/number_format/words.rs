//! Numbers in words, and ordinals, in the six languages: `Twenty-first`, `vingt et unième`, `2-й`.
//!
//! In: a count and a language. Out: it in words as grammars of the language write it, small letters,
//! masculine, as in Word's lists; nothing where the count is larger than 999.

use crate::language::Language;

/// Largest count that is written in words.
const LARGEST: usize = 999;

/// A count as an ordinal in digits: 1st, 1er, 1.º, 1-й.
pub(super) fn ordinal(count: i64, language: Language) -> String {
    match language {
        Language::English => format!("{count}{}", english_ending(count)),
        Language::French => format!("{count}{}", if count == 1 { "er" } else { "e" }),
        Language::Spanish => format!("{count}.º"),
        Language::Russian => format!("{count}-й"),
        Language::Arabic | Language::Chinese => count.to_string(),
    }
}

fn english_ending(count: i64) -> &'static str {
    match (count % 100, count % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

/// A count in words: `one hundred one`.
pub(super) fn cardinal_text(count: i64, language: Language) -> Option<String> {
    let count = usize::try_from(count).ok().filter(|count| (1..=LARGEST).contains(count))?;
    let words = match language {
        Language::English => english(count, false),
        Language::French => french(count),
        Language::Spanish => spanish(count),
        Language::Russian => russian(count),
        Language::Arabic => return arabic(count),
        Language::Chinese => return super::han::CHINESE_THOUSAND.shown(i64::try_from(count).ok()?),
    };
    Some(capital(&words))
}

/// A count in words as an ordinal: `one hundred first`.
pub(super) fn ordinal_text(count: i64, language: Language) -> Option<String> {
    let count = usize::try_from(count).ok().filter(|count| (1..=LARGEST).contains(count))?;
    let words = match language {
        Language::English => english(count, true),
        Language::French => french_ordinal(count),
        Language::Spanish => spanish_ordinal(count),
        Language::Russian => russian_ordinal(count),
        Language::Arabic => return arabic_ordinal(count),
        Language::Chinese => {
            return Some(format!("第{}", cardinal_text(i64::try_from(count).ok()?, language)?));
        }
    };
    Some(capital(&words))
}

/// Word's lists begin a number in words with a capital.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The word of a value in a list that begins with 1.
fn word(list: &'static str, value: usize) -> &'static str {
    value.checked_sub(1).and_then(|at| list.split('|').nth(at)).unwrap_or_default()
}

/// Words that stand, with spaces between.
fn spaced(words: &[&str]) -> String {
    words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn english(count: usize, ordinal: bool) -> String {
    const ONES: &str = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen";
    const ORDINALS: &str = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth";
    const TENS: &str = "ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety";
    let (hundreds, rest) = (count / 100, count % 100);
    let head = match hundreds {
        0 => String::new(),
        n => format!("{} hundred{}", word(ONES, n), if ordinal && rest == 0 { "th" } else { "" }),
    };
    let ones = if ordinal { ORDINALS } else { ONES };
    let tail = match (rest / 10, rest % 10) {
        (0 | 1, _) => word(ones, rest).to_owned(),
        (tens, 0) if ordinal => format!("{}ieth", word(TENS, tens).trim_end_matches('y')),
        (tens, 0) => word(TENS, tens).to_owned(),
        (tens, unit) => format!("{}-{}", word(TENS, tens), word(ones, unit)),
    };
    spaced(&[&head, &tail])
}

fn french(count: usize) -> String {
    const ONES: &str = "un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf";
    const TENS: &str = "dix|vingt|trente|quarante|cinquante|soixante|soixante|quatre-vingt|quatre-vingt";
    let (hundreds, rest) = (count / 100, count % 100);
    let head = match (hundreds, rest) {
        (0, _) => String::new(),
        (1, _) => "cent".to_owned(),
        (n, 0) => format!("{} cents", word(ONES, n)),
        (n, _) => format!("{} cent", word(ONES, n)),
    };
    // Seventies and nineties count on from sixty and eighty.
    let (tens, unit) = match rest / 10 {
        0 | 1 => (0, rest),
        7 | 9 => (rest / 10, rest % 10 + 10),
        tens => (tens, rest % 10),
    };
    let tail = match (tens, unit) {
        (0, unit) => word(ONES, unit).to_owned(),
        (8, 0) => "quatre-vingts".to_owned(),
        (tens, 0) => word(TENS, tens).to_owned(),
        (2..=6, 1) | (7, 11) => format!("{} et {}", word(TENS, tens), word(ONES, unit)),
        (tens, unit) => format!("{}-{}", word(TENS, tens), word(ONES, unit)),
    };
    spaced(&[&head, &tail])
}

fn french_ordinal(count: usize) -> String {
    if count == 1 {
        return "premier".to_owned();
    }
    let words = french(count);
    let stem = match words.strip_suffix('s').filter(|_| words.ends_with("vingts") || words.ends_with("cents"))
    {
        Some(stem) => stem.to_owned(),
        None if words.ends_with("cinq") => format!("{words}u"),
        None if words.ends_with("neuf") => format!("{}v", words.trim_end_matches('f')),
        None => words.trim_end_matches('e').to_owned(),
    };
    format!("{stem}ième")
}

fn spanish(count: usize) -> String {
    const ONES: &str = "uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|diecisiete|dieciocho|diecinueve|veinte|veintiuno|veintidós|veintitrés|veinticuatro|veinticinco|veintiséis|veintisiete|veintiocho|veintinueve";
    const TENS: &str = "diez|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa";
    const HUNDREDS: &str = "ciento|doscientos|trescientos|cuatrocientos|quinientos|seiscientos|setecientos|ochocientos|novecientos";
    let (hundreds, rest) = (count / 100, count % 100);
    let head = if count == 100 { "cien" } else { word(HUNDREDS, hundreds) };
    let tail = match (rest / 10, rest % 10) {
        (0..=2, _) => word(ONES, rest).to_owned(),
        (tens, 0) => word(TENS, tens).to_owned(),
        (tens, unit) => format!("{} y {}", word(TENS, tens), word(ONES, unit)),
    };
    spaced(&[head, &tail])
}

fn spanish_ordinal(count: usize) -> String {
    const ONES: &str = "primero|segundo|tercero|cuarto|quinto|sexto|séptimo|octavo|noveno|décimo|undécimo|duodécimo|decimotercero|decimocuarto|decimoquinto|decimosexto|decimoséptimo|decimoctavo|decimonoveno";
    const TENS: &str =
        "décimo|vigésimo|trigésimo|cuadragésimo|quincuagésimo|sexagésimo|septuagésimo|octogésimo|nonagésimo";
    const HUNDREDS: &str = "centésimo|ducentésimo|tricentésimo|cuadringentésimo|quingentésimo|sexcentésimo|septingentésimo|octingentésimo|noningentésimo";
    let (hundreds, rest) = (count / 100, count % 100);
    let tail = match (rest / 10, rest % 10) {
        (0 | 1, _) => word(ONES, rest).to_owned(),
        (tens, unit) => spaced(&[word(TENS, tens), word(ONES, unit)]),
    };
    spaced(&[word(HUNDREDS, hundreds), &tail])
}

const RUSSIAN_TENS: &str =
    "десять|двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто";
const RUSSIAN_HUNDREDS: &str = "сто|двести|триста|четыреста|пятьсот|шестьсот|семьсот|восемьсот|девятьсот";

fn russian(count: usize) -> String {
    const ONES: &str = "один|два|три|четыре|пять|шесть|семь|восемь|девять|десять|одиннадцать|двенадцать|тринадцать|четырнадцать|пятнадцать|шестнадцать|семнадцать|восемнадцать|девятнадцать";
    let (hundreds, rest) = (count / 100, count % 100);
    let tail = match rest / 10 {
        0 | 1 => word(ONES, rest).to_owned(),
        tens => spaced(&[word(RUSSIAN_TENS, tens), word(ONES, rest % 10)]),
    };
    spaced(&[word(RUSSIAN_HUNDREDS, hundreds), &tail])
}

/// Only the last word is an ordinal: сто двадцать первый.
fn russian_ordinal(count: usize) -> String {
    const ONES: &str = "первый|второй|третий|четвертый|пятый|шестой|седьмой|восьмой|девятый|десятый|одиннадцатый|двенадцатый|тринадцатый|четырнадцатый|пятнадцатый|шестнадцатый|семнадцатый|восемнадцатый|девятнадцатый";
    const TENS: &str =
        "десятый|двадцатый|тридцатый|сороковой|пятидесятый|шестидесятый|семидесятый|восьмидесятый|девяностый";
    const HUNDREDS: &str =
        "сотый|двухсотый|трехсотый|четырехсотый|пятисотый|шестисотый|семисотый|восьмисотый|девятисотый";
    let (hundreds, rest) = (count / 100, count % 100);
    if rest == 0 {
        return word(HUNDREDS, hundreds).to_owned();
    }
    let tail = match (rest / 10, rest % 10) {
        (0 | 1, _) => word(ONES, rest).to_owned(),
        (tens, 0) => word(TENS, tens).to_owned(),
        (tens, unit) => spaced(&[word(RUSSIAN_TENS, tens), word(ONES, unit)]),
    };
    spaced(&[word(RUSSIAN_HUNDREDS, hundreds), &tail])
}

const ARABIC_TENS: &str = "عشرة|عشرون|ثلاثون|أربعون|خمسون|ستون|سبعون|ثمانون|تسعون";

fn arabic(count: usize) -> Option<String> {
    const ONES: &str = "واحد|اثنان|ثلاثة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة|عشرة|أحد عشر|اثنا عشر|ثلاثة عشر|أربعة عشر|خمسة عشر|ستة عشر|سبعة عشر|ثمانية عشر|تسعة عشر";
    if count > 99 {
        return None;
    }
    Some(match (count / 10, count % 10) {
        (0 | 1, _) => word(ONES, count).to_owned(),
        (tens, 0) => word(ARABIC_TENS, tens).to_owned(),
        (tens, unit) => format!("{} و{}", word(ONES, unit), word(ARABIC_TENS, tens)),
    })
}

fn arabic_ordinal(count: usize) -> Option<String> {
    const ONES: &str = "الأول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع|العاشر|الحادي عشر|الثاني عشر|الثالث عشر|الرابع عشر|الخامس عشر|السادس عشر|السابع عشر|الثامن عشر|التاسع عشر";
    if count > 99 {
        return None;
    }
    Some(match (count / 10, count % 10) {
        (0 | 1, _) => word(ONES, count).to_owned(),
        (tens, 0) => format!("ال{}", word(ARABIC_TENS, tens)),
        (tens, 1) => format!("الحادي وال{}", word(ARABIC_TENS, tens)),
        (tens, unit) => format!("{} وال{}", word(ONES, unit), word(ARABIC_TENS, tens)),
    })
}
