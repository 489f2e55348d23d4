//! `numbering.xml` in, the lists as defined out (ECMA-376 part 1, 17.9). Nothing is counted here.

use super::properties;
use crate::diagnostics::Refusal;
use crate::language::Language;
use crate::read::doc97::lists::script_of;
use crate::read::facts::number_format::{self, NumberScript};
use crate::read::facts::numbering::{AbstractList, Gap, LEVELS, ListDefinition, ListLevel, Numbering};
use crate::read::facts::symbols;
use crate::read::facts::types::WordAccount;
use crate::read::xml::{KnownNamespace, StartTag, XmlReader, XmlToken};

/// A number before a change, as it was shown: `%1:5:0:.` is `5.` (ECMA-376 part 1, 17.13.5.18: for each
/// level its place, its count, its number format by the code of MS-OSHARED 2.2.1.3, and what follows);
/// what is written otherwise is a bullet.
pub(super) fn shown_before(original: &str) -> String {
    let level = |level: &str| {
        let mut parts = level.splitn(4, ':');
        let (_, count) = (parts.next()?.parse::<u8>().ok()?, parts.next()?.parse::<i64>().ok()?);
        let script = script_of(parts.next()?.parse().ok()?);
        Some(number_format::shown(script, count, Language::English) + parts.next()?)
    };
    let levels = original.split('%');
    let shown: Option<Vec<String>> = levels.skip(1).map(level).collect();
    match shown.filter(|levels| !levels.is_empty()) {
        Some(levels) => levels.concat(),
        None => original.chars().map(|c| symbols::bullet(None, c)).collect(),
    }
}

/// Reads `numbering.xml`.
///
/// # Errors
/// Broken XML.
pub(super) fn read(part: &str, content: &str, ledger: &mut WordAccount) -> Result<Numbering, Refusal> {
    let mut xml = XmlReader::new(part, content);
    let mut numbering = Numbering::default();
    let marks = ledger.revisions.len();
    loop {
        match xml.next()? {
            XmlToken::Start(element) => match element.name() {
                (KnownNamespace::W, b"abstractNum") => {
                    let id = xml.number(&element, b"abstractNumId")?.unwrap_or(-1);
                    let definition = abstract_list(&mut xml, ledger)?;
                    numbering.enter_definition(id, definition);
                }
                (KnownNamespace::W, b"num") => {
                    let id = xml.number(&element, b"numId")?.and_then(|n| u32::try_from(n).ok());
                    let list = list(&mut xml, ledger)?;
                    if let Some(id) = id {
                        numbering.enter_list(id, list);
                    }
                }
                (KnownNamespace::W, b"numPicBullet") => xml.skip()?,
                _ => {}
            },
            XmlToken::Eof => {
                ledger.revisions.truncate(marks);
                return Ok(numbering);
            }
            XmlToken::End | XmlToken::Text(_) => {}
        }
    }
}

fn abstract_list(xml: &mut XmlReader<'_>, ledger: &mut WordAccount) -> Result<AbstractList, Refusal> {
    let depth = xml.depth();
    let mut found = AbstractList::default();
    while let Some(element) = xml.next_within(depth)? {
        match element.name() {
            (KnownNamespace::W, b"lvl") => {
                let at = xml.number(&element, b"ilvl")?;
                let level = level(xml, ledger)?;
                place(&mut found.levels, at, level);
            }
            (KnownNamespace::W, b"numStyleLink") => {
                found.defined_by = ledger.atom(&xml.val(&element)?.unwrap_or_default())?
            }
            _ => {}
        }
    }
    Ok(found)
}

fn place<T>(levels: &mut [Option<T>; LEVELS], at: Option<i64>, value: T) {
    if let Some(slot) = at.and_then(|at| usize::try_from(at).ok()).and_then(|at| levels.get_mut(at)) {
        *slot = Some(value);
    }
}

fn list(xml: &mut XmlReader<'_>, ledger: &mut WordAccount) -> Result<ListDefinition, Refusal> {
    let depth = xml.depth();
    let mut found = ListDefinition { definition: -1, ..ListDefinition::default() };
    let mut at = None;
    while let Some(element) = xml.next_within(depth)? {
        match element.name() {
            (KnownNamespace::W, b"abstractNumId") => {
                found.definition = xml.number(&element, b"val")?.unwrap_or(-1)
            }
            (KnownNamespace::W, b"lvlOverride") => at = xml.number(&element, b"ilvl")?,
            (KnownNamespace::W, b"startOverride") => {
                if let Some(start) = xml.number(&element, b"val")? {
                    place(&mut found.starts, at, start);
                }
            }
            (KnownNamespace::W, b"lvl") => {
                let level = level(xml, ledger)?;
                place(&mut found.levels, at, level);
            }
            _ => {}
        }
    }
    Ok(found)
}

fn level(xml: &mut XmlReader<'_>, ledger: &mut WordAccount) -> Result<ListLevel, Refusal> {
    let depth = xml.depth();
    let mut level = ListLevel { start: 0, ..ListLevel::default() };
    while let Some(element) = xml.next_within(depth)? {
        if element.space != KnownNamespace::W {
            continue;
        }
        match element.local() {
            b"start" => level.start = xml.number(&element, b"val")?.unwrap_or(0),
            b"numFmt" => level.script = script(xml, &element)?,
            b"lvlText" => level.text = xml.val(&element)?.unwrap_or_default().into_owned(),
            b"suff" => {
                level.gap = match xml.val(&element)?.as_deref() {
                    Some("space") => Gap::Space,
                    Some("nothing") => Gap::Nothing,
                    _ => Gap::Tab,
                }
            }
            b"lvlRestart" => level.restart = xml.number(&element, b"val")?,
            b"isLgl" => level.legal = !matches!(xml.val(&element)?.as_deref(), Some("0" | "false" | "off")),
            b"lvlPicBulletId" => level.picture = true,
            b"pStyle" => level.style = ledger.atom(&xml.val(&element)?.unwrap_or_default())?,
            b"pPr" => {
                let paragraph = properties::paragraph(xml, ledger, &mut Vec::new())?;
                level.indent = paragraph.indent;
                level.first_line = paragraph.first_line;
            }
            b"rPr" => level.run = properties::run(xml, ledger)?,
            _ => {}
        }
    }
    Ok(level)
}

fn script<'a>(xml: &XmlReader<'a>, element: &StartTag<'a>) -> Result<NumberScript, Refusal> {
    let format = xml.attribute(element, KnownNamespace::W, b"format")?;
    Ok(xml
        .val(element)?
        .map_or(NumberScript::Decimal, |name| number_format::script(&name, format.as_deref())))
}
