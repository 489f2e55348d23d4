//! What tables, rows, cells and table styles say of their rules and colours (ECMA-376 part 1, 17.4).
//!
//! In: the elements of properties. Out: the looks as set at one place. Never: inheritance, which is
//! `facts::table_looks`.

use super::properties;
use crate::diagnostics::Refusal;
use crate::read::facts::table_looks::TableStyle;
use crate::read::facts::types::{CellForm, PARTS, Rules, WordAccount};
use crate::read::xml::{KnownNamespace, StartTag, XmlReader};
use crate::text::{Border, BorderKind, Format, TextDirection, VerticalAlign};

/// Weight where a rule gives none, eighths of a point.
const USUAL_WEIGHT: u8 = 4;

/// Reads `w:tblBorders` or `w:tcBorders`, just opened, to its end.
///
/// # Errors
/// Broken XML.
pub(super) fn rules(xml: &mut XmlReader<'_>, rules: &mut Rules) -> Result<(), Refusal> {
    const SIDES: [(&[u8], usize); 8] = [
        (b"top", 0),
        (b"left", 1),
        (b"start", 1),
        (b"bottom", 2),
        (b"right", 3),
        (b"end", 3),
        (b"insideH", 4),
        (b"insideV", 5),
    ];
    let depth = xml.depth();
    while let Some(element) = xml.next_within(depth)? {
        let side = SIDES.iter().find(|(name, _)| *name == element.local());
        let Some(slot) = side.and_then(|(_, at)| rules.get_mut(*at)) else { continue };
        *slot = Some(stroke(xml, &element)?);
    }
    Ok(())
}

/// A rule (17.4.38); `None` where the element says that there is none.
fn stroke<'a>(xml: &XmlReader<'a>, element: &StartTag<'a>) -> Result<Option<Border>, Refusal> {
    let value = xml.val(element)?;
    let kind = match value.as_deref() {
        None | Some("nil" | "none" | "") => return Ok(None),
        Some("dotted" | "dotDash" | "dotDotDash") => BorderKind::Dotted,
        Some(kind) if kind.starts_with("dash") => BorderKind::Dashed,
        Some(kind)
            if kind.starts_with("double") || kind.starts_with("triple") || kind.starts_with("thin") =>
        {
            BorderKind::Double
        }
        Some(_) => BorderKind::Single,
    };
    let weight = xml.number(element, b"sz")?.and_then(|n| u8::try_from(n).ok());
    let eighths = weight.unwrap_or(USUAL_WEIGHT).min(96);
    if eighths == 0 && weight.is_some() {
        return Ok(None);
    }
    let colour = xml.attribute(element, KnownNamespace::W, b"color")?;
    Ok(Some(Border { eighths, kind, colour: colour.as_deref().and_then(colour_of).unwrap_or_default() }))
}

/// The colour behind words (17.4.32): a pattern is its two colours mixed. `Some(None)`: none.
///
/// # Errors
/// Broken XML.
pub(super) fn shade<'a>(
    xml: &XmlReader<'a>,
    element: &StartTag<'a>,
) -> Result<Option<Option<[u8; 3]>>, Refusal> {
    let fill = xml.attribute(element, KnownNamespace::W, b"fill")?.as_deref().and_then(colour_of);
    let colour = xml.attribute(element, KnownNamespace::W, b"color")?.as_deref().and_then(colour_of);
    let pattern = xml.val(element)?;
    let share = match pattern.as_deref() {
        Some("solid") => 100,
        Some(pattern) => {
            pattern.strip_prefix("pct").and_then(|n| n.parse::<u16>().ok()).unwrap_or(0).min(100)
        }
        None => 0,
    };
    if share == 0 {
        return Ok(Some(fill));
    }
    let (over, under) = (colour.unwrap_or_default(), fill.unwrap_or([255; 3]));
    let mut mixed = [0; 3];
    for ((slot, over), under) in mixed.iter_mut().zip(over).zip(under) {
        let sum = u16::from(over) * share + u16::from(under) * (100 - share);
        *slot = u8::try_from(sum / 100).unwrap_or(u8::MAX);
    }
    Ok(Some(Some(mixed)))
}

/// A colour in hexadecimal; none for `auto`.
fn colour_of(value: &str) -> Option<[u8; 3]> {
    let number = u32::from_str_radix(value.trim_start_matches('#'), 16).ok().filter(|_| value.len() >= 6)?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some([red, green, blue])
}

/// Vertical alignment (17.4.83).
///
/// # Errors
/// Broken XML.
pub(super) fn vertical<'a>(
    xml: &XmlReader<'a>,
    element: &StartTag<'a>,
) -> Result<Option<VerticalAlign>, Refusal> {
    Ok(xml.val(element)?.map(|value| match value.as_ref() {
        "center" | "both" => VerticalAlign::Centre,
        "bottom" => VerticalAlign::Bottom,
        _ => VerticalAlign::Top,
    }))
}

/// How the text of a cell runs (17.18.93, names of both editions), and whether that is all that was said: of two more
/// directions the nearest is taken.
pub(super) fn direction(value: Option<&str>) -> (TextDirection, bool) {
    match value {
        Some("btLr" | "lr") => (TextDirection::Up, true),
        Some("tbRl" | "rl") => (TextDirection::Down, true),
        Some("tbRlV" | "rlV") => (TextDirection::Vertical, true),
        Some("tbLrV" | "lrV") => (TextDirection::Vertical, false),
        Some("lrTbV" | "tbV") => (TextDirection::Level, false),
        _ => (TextDirection::Level, true),
    }
}

/// Which parts of a table style hold (17.4.55): by attributes, or as bits of the older form.
///
/// # Errors
/// Broken XML.
pub(super) fn parts<'a>(xml: &XmlReader<'a>, element: &StartTag<'a>) -> Result<u16, Refusal> {
    let bits = xml.val(element)?.and_then(|value| u16::from_str_radix(&value, 16).ok()).unwrap_or(0);
    let on = |name: &[u8], bit: u16| -> Result<bool, Refusal> {
        let given = xml.attribute(element, KnownNamespace::W, name)?;
        Ok(given.map_or(bits & bit != 0, |value| matches!(value.as_ref(), "1" | "true" | "on")))
    };
    let (first_row, last_row) = (on(b"firstRow", 0x20)?, on(b"lastRow", 0x40)?);
    let (first_column, last_column) = (on(b"firstColumn", 0x80)?, on(b"lastColumn", 0x100)?);
    let (rows, columns) = (!on(b"noHBand", 0x200)?, !on(b"noVBand", 0x400)?);
    let holds = [
        columns,
        columns,
        rows,
        rows,
        first_column,
        last_column,
        first_row,
        last_row,
        first_row && last_column,
        first_row && first_column,
        last_row && last_column,
        last_row && first_column,
    ];
    Ok(holds.iter().enumerate().filter(|(_, on)| **on).fold(0, |set, (at, _)| set | 1 << at))
}

/// Reads what a table style says beside its name, from an element of it, just opened; says whether it was
/// one of tables.
///
/// # Errors
/// Broken XML.
pub(super) fn of_style<'a>(
    xml: &mut XmlReader<'a>,
    element: &StartTag<'a>,
    ledger: &mut WordAccount,
    style: &mut TableStyle,
) -> Result<(), Refusal> {
    if element.local() != b"tblStylePr" {
        return form(xml, &mut style.whole);
    }
    let kind = xml.attribute(element, KnownNamespace::W, b"type")?;
    let at = kind.and_then(|kind| PARTS.iter().position(|part| *part == kind.as_ref()));
    let Some(part) = at.and_then(|at| style.parts.get_mut(at)) else { return xml.skip() };
    let depth = xml.depth();
    while let Some(element) = xml.next_within(depth)? {
        match element.name() {
            (KnownNamespace::W, b"tblPr" | b"tcPr") => form(xml, &mut part.cells)?,
            (KnownNamespace::W, b"rPr") => {
                let run = properties::run(xml, ledger)?;
                part.bold |= run.on.has(Format::BOLD);
                part.hidden |= run.on.has(Format::HIDDEN);
            }
            (KnownNamespace::W, _) => xml.skip()?,
            _ => {}
        }
    }
    Ok(())
}

/// Reads the cells' looks of `w:tblPr` or `w:tcPr`, just opened, to its end.
fn form(xml: &mut XmlReader<'_>, form: &mut CellForm) -> Result<(), Refusal> {
    let depth = xml.depth();
    while let Some(element) = xml.next_within(depth)? {
        match element.name() {
            (KnownNamespace::W, b"tblBorders" | b"tcBorders") => rules(xml, &mut form.rules)?,
            (KnownNamespace::W, b"shd") => form.shade = shade(xml, &element)?,
            (KnownNamespace::W, b"vAlign") => form.vertical = vertical(xml, &element)?,
            _ => {}
        }
    }
    Ok(())
}
