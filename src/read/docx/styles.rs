//! `styles.xml` in, the styles as defined out (ECMA-376 part 1, 17.7). Nothing is inherited here.

use super::{properties, tables};
use crate::diagnostics::Refusal;
use crate::read::facts::styles::{Definition, StyleFormat, Styles};
use crate::read::facts::types::WordAccount;
use crate::read::xml::{KnownNamespace, XmlReader, XmlToken};

/// Reads `styles.xml`.
///
/// # Errors
/// Broken XML.
pub(super) fn read(part: &str, content: &str, ledger: &mut WordAccount) -> Result<Styles, Refusal> {
    let mut xml = XmlReader::new(part, content);
    let mut styles = Styles::default();
    let marks = ledger.revisions.len();
    loop {
        match xml.next()? {
            XmlToken::Start(element) => match element.name() {
                (KnownNamespace::W, b"docDefaults") => styles.set_defaults(defaults(&mut xml, ledger)?),
                (KnownNamespace::W, b"style") => {
                    let text = |name: &[u8]| xml.attribute(&element, KnownNamespace::W, name);
                    let (id, kind, default) = (text(b"styleId")?, text(b"type")?, text(b"default")?);
                    let id = ledger.atom(&id.unwrap_or_default())?;
                    let default = matches!(default.as_deref(), Some("1" | "true" | "on"));
                    match kind.as_deref() {
                        Some("paragraph") if default => styles.set_default(id),
                        Some("character") if default => styles.set_default_character(id),
                        Some("table") if default => styles.set_default_table(id),
                        _ => {}
                    }
                    let style = style(&mut xml, ledger)?;
                    styles.define(id, style);
                }
                _ => {}
            },
            XmlToken::Eof => {
                // A change of a style's own format is not a change of this text.
                ledger.revisions.truncate(marks);
                return Ok(styles);
            }
            XmlToken::End | XmlToken::Text(_) => {}
        }
    }
}

fn defaults(xml: &mut XmlReader<'_>, ledger: &mut WordAccount) -> Result<StyleFormat, Refusal> {
    let depth = xml.depth();
    let mut look = StyleFormat::default();
    while let Some(element) = xml.next_within(depth)? {
        match element.name() {
            (KnownNamespace::W, b"rPr") => look.run = properties::run(xml, ledger)?,
            (KnownNamespace::W, b"pPr") => {
                look.paragraph = properties::paragraph(xml, ledger, &mut Vec::new())?
            }
            _ => {}
        }
    }
    Ok(look)
}

fn style(xml: &mut XmlReader<'_>, ledger: &mut WordAccount) -> Result<Definition, Refusal> {
    let depth = xml.depth();
    let mut style = Definition::default();
    while let Some(element) = xml.next_within(depth)? {
        match element.name() {
            (KnownNamespace::W, b"name") => style.name = xml.val(&element)?.map(|name| name.as_ref().into()),
            (KnownNamespace::W, b"basedOn") => {
                style.based_on = ledger.atom(&xml.val(&element)?.unwrap_or_default())?
            }
            (KnownNamespace::W, b"rPr") => style.run = properties::run(xml, ledger)?,
            (KnownNamespace::W, b"pPr") => {
                style.paragraph = properties::paragraph(xml, ledger, &mut Vec::new())?
            }
            (KnownNamespace::W, b"tblStylePr" | b"tblPr" | b"tcPr") => {
                tables::of_style(xml, &element, ledger, style.table.get_or_insert_default())?;
            }
            (KnownNamespace::W, b"trPr") => xml.skip()?,
            _ => {}
        }
    }
    Ok(style)
}
