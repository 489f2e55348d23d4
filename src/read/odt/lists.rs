//! Levels of list styles and of the outline (ODF 1.3 part 3, 16.30 to 16.33).

use super::styles::{character_look, text};
use crate::diagnostics::Refusal;
use crate::read::facts::number_format::{NumberScript, script};
use crate::read::facts::numbering::{Gap, LEVELS, ListLevel};
use crate::read::facts::types::WordAccount;
use crate::read::xml::{KnownNamespace, StartTag, XmlReader};

/// Number formats as LibreOffice writes them beyond the standard's five, as Word's.
const FORMATS: &[(&str, &str)] = &[
    ("1", "decimal"),
    ("a", "lowerLetter"),
    ("A", "upperLetter"),
    ("i", "lowerRoman"),
    ("I", "upperRoman"),
    ("一, 二, 三, ...", "chineseCountingThousand"),
    ("壹, 贰, 叁, ...", "chineseLegalSimplified"),
    ("①, ②, ③, ...", "decimalEnclosedCircle"),
    ("甲, 乙, 丙, ...", "ideographTraditional"),
    ("子, 丑, 寅, ...", "ideographZodiac"),
    ("１, ２, ３, ...", "decimalFullWidth"),
    ("أ, ب, ت, ...", "arabicAlpha"),
    ("А, Б, .., Аа, Аб, ... (ru)", "russianUpper"),
    ("а, б, .., аа, аб, ... (ru)", "russianLower"),
    ("1st, 2nd, 3rd, ...", "ordinal"),
    ("1st", "ordinal"),
    ("One", "cardinalText"),
    ("First", "ordinalText"),
    ("01, 02, 03, ...", "decimalZero"),
    ("א, ב, ג, ...", "hebrew2"),
    ("א, י, ק, ...", "hebrew1"),
    ("ア, イ, ウ, ...", "aiueoFullWidth"),
    ("ｱ, ｲ, ｳ, ...", "aiueo"),
    ("イ, ロ, ハ, ...", "irohaFullWidth"),
    ("ｲ, ﾛ, ﾊ, ...", "iroha"),
    ("가, 나, 다, ...", "ganada"),
    ("ก, ข, ค, ...", "thaiLetters"),
];

/// Reads the levels of a list style, just opened, to its end.
///
/// # Errors
/// Broken XML.
pub(super) fn levels(xml: &mut XmlReader<'_>, ledger: &mut WordAccount) -> Result<Vec<ListLevel>, Refusal> {
    let depth = xml.depth();
    let mut levels = vec![ListLevel::default(); LEVELS];
    let mut at = LEVELS;
    while let Some(element) = xml.next_within(depth)? {
        if element.space == KnownNamespace::Text
            && matches!(
                element.local(),
                b"list-level-style-number"
                    | b"outline-level-style"
                    | b"list-level-style-bullet"
                    | b"list-level-style-image"
            )
        {
            at = number(xml, &element, b"level")?.unwrap_or(0).saturating_sub(1);
            if let Some(slot) = levels.get_mut(at) {
                *slot = level(xml, &element, at)?;
            }
            continue;
        }
        let Some(level) = levels.get_mut(at) else { continue };
        match element.name() {
            (KnownNamespace::Style, b"text-properties") => {
                character_look(xml, &element, &mut level.run, ledger)?
            }
            (KnownNamespace::Style, b"list-level-label-alignment") => {
                level.gap = match text(xml, &element, KnownNamespace::Text, b"label-followed-by")?.as_str() {
                    "space" => Gap::Space,
                    "nothing" => Gap::Nothing,
                    _ => Gap::Tab,
                };
            }
            _ => {}
        }
    }
    Ok(levels)
}

fn number<'a>(xml: &XmlReader<'a>, element: &StartTag<'a>, name: &[u8]) -> Result<Option<usize>, Refusal> {
    Ok(text(xml, element, KnownNamespace::Text, name)?.trim().parse().ok())
}

/// One level, its text with the places of the counts that it shows.
fn level<'a>(xml: &XmlReader<'a>, element: &StartTag<'a>, at: usize) -> Result<ListLevel, Refusal> {
    let mut level = ListLevel { start: 1, ..ListLevel::default() };
    if element.local() == b"list-level-style-image" {
        level.picture = true;
        level.script = NumberScript::Bullet;
        level.text = "•".to_owned();
        return Ok(level);
    }
    let (prefix, suffix) = (
        text(xml, element, KnownNamespace::Style, b"num-prefix")?,
        text(xml, element, KnownNamespace::Style, b"num-suffix")?,
    );
    if element.local() == b"list-level-style-bullet" {
        level.script = NumberScript::Bullet;
        let bullet = text(xml, element, KnownNamespace::Text, b"bullet-char")?;
        level.text = format!("{prefix}{bullet}{suffix}");
        return Ok(level);
    }
    let format = text(xml, element, KnownNamespace::Style, b"num-format")?;
    level.start =
        number(xml, element, b"start-value")?.and_then(|start| i64::try_from(start).ok()).unwrap_or(1);
    if format.is_empty() {
        level.script = NumberScript::Absent;
        level.text = format!("{prefix}{suffix}");
        return Ok(level);
    }
    level.script = FORMATS
        .iter()
        .find(|(known, _)| *known == format)
        .map_or(NumberScript::Unknown, |(_, name)| script(name, None));
    let shown = number(xml, element, b"display-levels")?.unwrap_or(1).clamp(1, at + 1);
    let places: Vec<String> = (at + 1 - shown..=at).map(|level| format!("%{}", level + 1)).collect();
    level.text = format!("{prefix}{}{suffix}", places.join("."));
    Ok(level)
}
