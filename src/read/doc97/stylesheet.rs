//! The stylesheet (MS-DOC 2.9.271): styles by index, with name, parent and formats.

use super::sprm::{Character, ParagraphFormat, SprmNames};
use crate::diagnostics::Refusal;
use crate::read::bytes::{slice, u16_at, utf16_at};
use crate::read::facts::styles::{Definition, Styles};
use crate::read::facts::types::{Atom, WordAccount};

/// No style.
const NONE: u16 = 0x0FFF;

/// The name under which a style of this index stands in the ledger.
///
/// # Errors
/// More names than the bound.
pub(super) fn atom(index: u16, ledger: &mut WordAccount) -> Result<Atom, Refusal> {
    ledger.atom(&format!("style {index}"))
}

/// Reads the stylesheet; what is cut off is not defined.
///
/// # Errors
/// More names than the bound.
pub(super) fn read(bytes: &[u8], names: &SprmNames, ledger: &mut WordAccount) -> Result<Styles, Refusal> {
    let mut styles = Styles::default();
    let head = usize::from(u16_at(bytes, 0).unwrap_or(0));
    let count = u16_at(bytes, 2).unwrap_or(0);
    let base = usize::from(u16_at(bytes, 4).unwrap_or(10));
    let mut at = 2 + head;
    for index in 0..count {
        let Some(length) = u16_at(bytes, at).map(usize::from) else { break };
        let end = (at + 2 + length).min(bytes.len());
        let entry = bytes.get(at + 2..end).unwrap_or_default();
        at += 2 + length;
        if let Some(definition) = style(entry, base, names, ledger)? {
            let id = atom(index, ledger)?;
            styles.define(id, definition);
            if index == 0 {
                styles.set_default(id);
            }
        }
    }
    Ok(styles)
}

fn style(
    entry: &[u8],
    base: usize,
    names: &SprmNames,
    ledger: &mut WordAccount,
) -> Result<Option<Definition>, Refusal> {
    let (Some(kind), Some(counts)) = (u16_at(entry, 2), u16_at(entry, 4)) else {
        return Ok(None);
    };
    let parent = kind >> 4;
    let based_on = if parent == NONE { Atom::NONE } else { atom(parent, ledger)? };
    let length = usize::from(u16_at(entry, base).unwrap_or(0));
    let name = utf16_at(entry, base + 2, length).unwrap_or_default();
    // A name may carry aliases behind commas.
    let name = name.split(',').next().unwrap_or_default().trim();
    let mut definition =
        Definition { name: (!name.is_empty()).then(|| name.into()), based_on, ..Definition::default() };
    let mut at = base + 2 + length * 2 + 2;
    for number in 0..counts & 0xF {
        at += at % 2;
        let Some(length) = u16_at(entry, at).map(usize::from) else { break };
        let list = slice(entry, at + 2, length).unwrap_or_default();
        at += 2 + length;
        match (kind & 0xF, number) {
            (1, 0) => {
                let mut format = ParagraphFormat::default();
                format.apply(list.get(2..).unwrap_or_default());
                definition.paragraph = format.properties;
            }
            (1, 1) | (2, 0) => {
                let mut format = Character::default();
                format.apply(list, names);
                definition.run = format.properties;
                definition.run.state_all(format.opposite);
            }
            _ => {}
        }
    }
    Ok(Some(definition))
}
