//! Lists: definitions and their uses (MS-DOC 2.9.131, 2.9.147, 2.9.150), as the numbering that the
//! Word reader counts with.

use super::sprm::{Character, ParagraphFormat, SprmNames};
use crate::read::bytes::{i32_at, slice, u8_at, u16_at, u32_at, utf16_at};
use crate::read::facts::number_format::{NumberScript, script};
use crate::read::facts::numbering::{ListLevel, Numbering};

/// Levels of a list.
const LEVELS: usize = 9;

/// Format names of `w:numFmt` by number (MS-OSHARED 2.2.1.3).
const SCRIPTS: &[&str] = &[
    "decimal",
    "upperRoman",
    "lowerRoman",
    "upperLetter",
    "lowerLetter",
    "ordinal",
    "cardinalText",
    "ordinalText",
    "hex",
    "chicago",
    "ideographDigital",
    "japaneseCounting",
    "aiueo",
    "iroha",
    "decimalFullWidth",
    "decimalHalfWidth",
    "japaneseLegal",
    "japaneseDigitalTenThousand",
    "decimalEnclosedCircle",
    "decimalFullWidth2",
    "aiueoFullWidth",
    "irohaFullWidth",
    "decimalZero",
    "bullet",
    "ganada",
    "chosung",
    "decimalEnclosedFullstop",
    "decimalEnclosedParen",
    "decimalEnclosedCircleChinese",
    "ideographEnclosedCircle",
    "ideographTraditional",
    "ideographZodiac",
    "ideographZodiacTraditional",
    "taiwaneseCounting",
    "ideographLegalTraditional",
    "taiwaneseCountingThousand",
    "taiwaneseDigital",
    "chineseCounting",
    "chineseLegalSimplified",
    "chineseCountingThousand",
    "decimal",
    "koreanDigital",
    "koreanCounting",
    "koreanLegal",
    "koreanDigital2",
    "hebrew1",
    "arabicAlpha",
    "hebrew2",
    "arabicAbjad",
    "hindiVowels",
    "hindiConsonants",
    "hindiNumbers",
    "hindiCounting",
    "thaiLetters",
    "thaiNumbers",
    "thaiCounting",
    "vietnameseCounting",
    "numberInDash",
    "russianLower",
    "russianUpper",
];

/// The script of a number format.
pub(crate) fn script_of(number: u8) -> NumberScript {
    match number {
        0xFF => NumberScript::Absent,
        _ => SCRIPTS.get(usize::from(number)).map_or(NumberScript::Decimal, |name| script(name, None)),
    }
}

/// Reads definitions (`lists`, and `levels` that follow them) and uses.
pub(super) fn read(lists: &[u8], levels: &[u8], uses: &[u8], names: &SprmNames) -> Numbering {
    let mut numbering = Numbering::default();
    let count = usize::from(u16_at(lists, 0).unwrap_or(0));
    let mut rest = levels;
    for list in lists.get(2..).unwrap_or_default().chunks_exact(28).take(count) {
        let simple = u8_at(list, 26).unwrap_or(0) & 1 == 1;
        let mut found = Vec::new();
        for _ in 0..if simple { 1 } else { LEVELS } {
            let Some((level, length)) = level(rest, names) else { break };
            rest = rest.get(length..).unwrap_or_default();
            found.push(level);
        }
        numbering.define(i64::from(i32_at(list, 0).unwrap_or(-1)), found);
    }
    overrides(uses, names, &mut numbering);
    numbering
}

/// The uses of lists: a paragraph refers to one by its place, from 1.
fn overrides(uses: &[u8], names: &SprmNames, numbering: &mut Numbering) {
    let count = (u32_at(uses, 0).unwrap_or(0) as usize).min(uses.len() / 16);
    let mut rest = uses.get(4 + count * 16..).unwrap_or_default();
    for (number, entry) in (1u32..).zip(uses.get(4..).unwrap_or_default().chunks_exact(16).take(count)) {
        numbering.add_list(number, i64::from(i32_at(entry, 0).unwrap_or(-1)));
        rest = rest.get(4..).unwrap_or_default();
        for _ in 0..u8_at(entry, 12).unwrap_or(0) {
            let (Some(start), Some(flags)) = (i32_at(rest, 0), u32_at(rest, 4)) else { return };
            rest = rest.get(8..).unwrap_or_default();
            let place = usize::try_from(flags & 0xF).unwrap_or(LEVELS);
            if flags & 0x20 != 0 {
                let Some((level, length)) = level(rest, names) else { return };
                rest = rest.get(length..).unwrap_or_default();
                numbering.override_level(number, place, level);
            } else if flags & 0x10 != 0 {
                numbering.override_start(number, place, i64::from(start));
            }
        }
    }
}

/// One level (MS-DOC 2.9.148) and its length in bytes.
fn level(bytes: &[u8], names: &SprmNames) -> Option<(ListLevel, usize)> {
    let head = slice(bytes, 0, 28)?;
    let info = u8_at(head, 5)?;
    let (characters, paragraphs) = (usize::from(u8_at(head, 24)?), usize::from(u8_at(head, 25)?));
    let mut paragraph = ParagraphFormat::default();
    paragraph.apply(slice(bytes, 28, paragraphs)?);
    let mut character = Character::default();
    character.apply(slice(bytes, 28 + paragraphs, characters)?, names);
    let at = 28 + paragraphs + characters;
    let length = usize::from(u16_at(bytes, at)?);
    let text = utf16_at(bytes, at + 2, length)?;
    let level = ListLevel {
        start: i64::from(i32_at(head, 0)?),
        script: script_of(u8_at(head, 4)?),
        text: text.chars().map(placeholder).collect(),
        restart: (info & 8 != 0).then(|| i64::from(u8_at(head, 26).unwrap_or(0))),
        legal: info & 4 != 0,
        run: character.properties,
        indent: paragraph.properties.indent,
        first_line: paragraph.properties.first_line,
        ..ListLevel::default()
    };
    Some((level, at + 2 + length * 2))
}

/// The places of levels' counts are characters below 9; in newer files they are `%1` to `%9`.
fn placeholder(character: char) -> String {
    match u32::from(character) {
        place @ 0..=8 => format!("%{}", place + 1),
        _ => character.to_string(),
    }
}
