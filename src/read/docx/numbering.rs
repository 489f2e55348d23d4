//! `numbering.xml` in, the lists as defined out (ECMA-376 part 1, 17.9). Nothing is counted here.

use super::properties;
use crate::diagnostics::Refusal;
use crate::read::facts::number_format::{self, Script};
use crate::read::facts::numbering::{AbstractList, Gap, LEVELS, Level, List, Numbering};
use crate::read::facts::types::WordAccount;
use crate::read::xml::{Element, Space, Token, Xml};

/// Reads `numbering.xml`.
///
/// # Errors
/// Broken XML.
pub(super) fn read(part: &str, content: &str, ledger: &mut WordAccount) -> Result<Numbering, Refusal> {
    let mut xml = Xml::new(part, content);
    let mut numbering = Numbering::default();
    let marks = ledger.revisions.len();
    loop {
        match xml.next()? {
            Token::Start(element) => match element.name() {
                (Space::W, b"abstractNum") => {
                    let id = xml.number(&element, b"abstractNumId")?.unwrap_or(-1);
                    let definition = abstract_list(&mut xml, ledger)?;
                    numbering.enter_definition(id, definition);
                }
                (Space::W, b"num") => {
                    let id = xml.number(&element, b"numId")?.and_then(|n| u32::try_from(n).ok());
                    let list = list(&mut xml, ledger)?;
                    if let Some(id) = id {
                        numbering.enter_list(id, list);
                    }
                }
                (Space::W, b"numPicBullet") => xml.skip()?,
                _ => {}
            },
            Token::Eof => {
                ledger.revisions.truncate(marks);
                return Ok(numbering);
            }
            Token::End | Token::Text(_) => {}
        }
    }
}

fn abstract_list(xml: &mut Xml<'_>, ledger: &mut WordAccount) -> Result<AbstractList, Refusal> {
    let depth = xml.depth();
    let mut found = AbstractList::default();
    while let Some(element) = xml.next_within(depth)? {
        match element.name() {
            (Space::W, b"lvl") => {
                let at = xml.number(&element, b"ilvl")?;
                let level = level(xml, ledger)?;
                place(&mut found.levels, at, level);
            }
            (Space::W, b"numStyleLink") => {
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

fn list(xml: &mut Xml<'_>, ledger: &mut WordAccount) -> Result<List, Refusal> {
    let depth = xml.depth();
    let mut found = List { definition: -1, ..List::default() };
    let mut at = None;
    while let Some(element) = xml.next_within(depth)? {
        match element.name() {
            (Space::W, b"abstractNumId") => found.definition = xml.number(&element, b"val")?.unwrap_or(-1),
            (Space::W, b"lvlOverride") => at = xml.number(&element, b"ilvl")?,
            (Space::W, b"startOverride") => {
                if let Some(start) = xml.number(&element, b"val")? {
                    place(&mut found.starts, at, start);
                }
            }
            (Space::W, b"lvl") => {
                let level = level(xml, ledger)?;
                place(&mut found.levels, at, level);
            }
            _ => {}
        }
    }
    Ok(found)
}

fn level(xml: &mut Xml<'_>, ledger: &mut WordAccount) -> Result<Level, Refusal> {
    let depth = xml.depth();
    let mut level = Level { start: 0, ..Level::default() };
    while let Some(element) = xml.next_within(depth)? {
        if element.space != Space::W {
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

fn script<'a>(xml: &Xml<'a>, element: &Element<'a>) -> Result<Script, Refusal> {
    let format = xml.attribute(element, Space::W, b"format")?;
    Ok(xml.val(element)?.map_or(Script::Decimal, |name| number_format::script(&name, format.as_deref())))
}
