//! Character, paragraph, table, row and cell properties: XML in, facts as set out.
//!
//! The same code reads them in styles, in lists and in text. Never: inheritance, which is `styles`.

use super::{numbering, tables};
use crate::diagnostics::Refusal;
use crate::read::facts::symbols::symbol_font;
use crate::read::facts::types::{
    Atom, ParagraphProperties, PreviousProperties, RunProperties, SymbolFont, WordAccount, WordCell, WordRow,
    WordSection, WordTable,
};
use crate::read::xml::{KnownNamespace, StartTag, XmlReader};
use crate::text::{Align, Format, RevisionIndex, RevisionKind, VerticalMerge};

/// Character properties that are simply on or off (ECMA-376 part 1, 17.3.2).
const SWITCHES: &[(&[u8], Format)] = &[
    (b"b", Format::BOLD),
    (b"i", Format::ITALIC),
    (b"strike", Format::STRIKE),
    (b"dstrike", Format::STRIKE),
    (b"caps", Format::CAPS),
    (b"smallCaps", Format::SMALL_CAPS),
    (b"vanish", Format::HIDDEN),
    (b"specVanish", Format::HIDDEN),
    (b"rtl", Format::RIGHT_TO_LEFT),
];

/// The face in which the Union's Chinese forms set what other languages set in italics; Chinese has none.
const KAI: &str = "STKaiti";

/// Whether an on/off element is on (ECMA-376 part 1, 17.17.4): present without a value, it is.
fn switch<'a>(xml: &XmlReader<'a>, element: &StartTag<'a>) -> Result<bool, Refusal> {
    Ok(!matches!(xml.val(element)?.as_deref(), Some("0" | "false" | "off")))
}

/// A measure in twips; strict files may give it a unit (ECMA-376 part 1, 22.9.2.15).
fn twips(value: &str) -> Option<i32> {
    let value = value.trim();
    if let Ok(whole) = value.parse::<i32>() {
        return Some(whole);
    }
    const UNITS: &[(&str, f64)] =
        &[("pt", 20.0), ("cm", 566.929), ("mm", 56.6929), ("in", 1440.0), ("pc", 240.0), ("pi", 240.0)];
    let (number, scale) = UNITS
        .iter()
        .find_map(|(unit, scale)| value.strip_suffix(unit).map(|number| (number, *scale)))
        .unwrap_or((value, 1.0));
    let measure = number.trim().parse::<f64>().ok()? * scale;
    measure.is_finite().then_some(measure.round() as i32)
}

/// Reads `w:rPr`, just opened, to its end.
///
/// # Errors
/// Broken XML.
pub(super) fn run<'a>(xml: &mut XmlReader<'a>, ledger: &mut WordAccount) -> Result<RunProperties, Refusal> {
    let depth = xml.depth();
    let mut properties = RunProperties::default();
    let (mut lettered, mut adorned) = (false, false);
    let (mut bold, mut italic) = (None, None);
    while let Some(element) = xml.next_within(depth)? {
        if element.space != KnownNamespace::W {
            continue;
        }
        let local = element.local();
        if let Some((_, property)) = SWITCHES.iter().find(|(name, _)| *name == local) {
            properties.state(*property, switch(xml, &element)?);
            continue;
        }
        match local {
            b"rStyle" => properties.style = atom(xml, &element, ledger)?,
            b"u" => {
                let on = !matches!(xml.val(&element)?.as_deref(), Some("none") | None);
                properties.state(Format::UNDERLINE, on);
            }
            b"vertAlign" => {
                let value = xml.val(&element)?;
                properties.state(Format::SUPERSCRIPT, value.as_deref() == Some("superscript"));
                properties.state(Format::SUBSCRIPT, value.as_deref() == Some("subscript"));
            }
            b"color" => {
                let value = xml.val(&element)?;
                let coloured = value.is_some_and(|value| !matches!(value.as_ref(), "auto" | "000000"));
                ledger.formats.coloured += usize::from(coloured);
            }
            b"highlight" => {
                let value = xml.val(&element)?;
                ledger.formats.highlighted += usize::from(value.is_some_and(|value| value != "none"));
            }
            b"lang" => properties.language = languages(xml, &element, ledger)?,
            b"bCs" => bold = Some(switch(xml, &element)?),
            b"iCs" => italic = Some(switch(xml, &element)?),
            b"sz" => lettered = true,
            b"shadow" | b"emboss" | b"imprint" | b"outline" | b"effect" | b"bdr" | b"em" | b"w"
            | b"spacing" | b"position" => {
                let plain = ["0", "false", "off", "none", "nil", "100"];
                adorned |= !xml.val(&element)?.is_some_and(|value| plain.contains(&value.as_ref()));
            }
            b"rFonts" => {
                lettered |= xml.attribute(&element, KnownNamespace::W, b"ascii")?.is_some();
                if let Some(font) = font(xml, &element)? {
                    properties.font = font;
                    properties.text_font = font.is_none();
                }
                let asian = xml.attribute(&element, KnownNamespace::W, b"eastAsia")?;
                properties.kai = asian.as_deref() == Some(KAI);
            }
            b"ins" => properties.insertion = Some(mark(xml, &element, ledger, RevisionKind::Insertion)?),
            b"moveTo" => properties.insertion = Some(mark(xml, &element, ledger, RevisionKind::Insertion)?),
            b"del" => properties.deletion = Some(mark(xml, &element, ledger, RevisionKind::Deletion)?),
            b"moveFrom" => properties.deletion = Some(mark(xml, &element, ledger, RevisionKind::Deletion)?),
            b"rPrChange" => {
                properties.formatting = Some(mark(xml, &element, ledger, RevisionKind::Formatting)?);
                xml.skip()?;
            }
            _ => {}
        }
    }
    // Of text from right to left these say how it looks (part 1, 17.3.2.2 and 17.3.2.17).
    if properties.on.has(Format::RIGHT_TO_LEFT) {
        bold.into_iter().for_each(|on| properties.state(Format::BOLD, on));
        italic.into_iter().for_each(|on| properties.state(Format::ITALIC, on));
    }
    ledger.formats.lettered += usize::from(lettered);
    ledger.formats.adorned += usize::from(adorned);
    Ok(properties)
}

fn atom<'a>(xml: &XmlReader<'a>, element: &StartTag<'a>, ledger: &mut WordAccount) -> Result<Atom, Refusal> {
    xml.val(element)?.map_or(Ok(Atom::NONE), |name| ledger.atom(&name))
}

fn mark<'a>(
    xml: &XmlReader<'a>,
    element: &StartTag<'a>,
    ledger: &mut WordAccount,
    kind: RevisionKind,
) -> Result<crate::text::RevisionIndex, Refusal> {
    Ok(ledger.enter(xml.revision(element, kind, None)?))
}

fn languages<'a>(
    xml: &XmlReader<'a>,
    element: &StartTag<'a>,
    ledger: &mut WordAccount,
) -> Result<[Atom; 3], Refusal> {
    let mut languages = [Atom::NONE; 3];
    for (slot, name) in languages.iter_mut().zip([b"val".as_slice(), b"eastAsia", b"bidi"]) {
        if let Some(tag) = xml.attribute(element, KnownNamespace::W, name)? {
            *slot = ledger.atom(&tag)?;
        }
    }
    Ok(languages)
}

/// The symbol font of Latin text, `Some(None)` for a font of letters, `None` where none is named. A
/// font of the theme, which is never one of signs, goes before a font by name (17.3.2.26).
fn font<'a>(xml: &XmlReader<'a>, element: &StartTag<'a>) -> Result<Option<Option<SymbolFont>>, Refusal> {
    for (name, theme) in [(b"ascii".as_slice(), b"asciiTheme".as_slice()), (b"hAnsi", b"hAnsiTheme")] {
        if xml.attribute(element, KnownNamespace::W, theme)?.is_some() {
            return Ok(Some(None));
        }
        if let Some(name) = xml.attribute(element, KnownNamespace::W, name)? {
            return Ok(Some(symbol_font(&name)));
        }
    }
    Ok(None)
}

/// Reads `w:pPr`, just opened, to its end. Ids of headers and footers that a section inside it
/// refers to are added to `furniture`.
///
/// # Errors
/// Broken XML.
pub(super) fn paragraph<'a>(
    xml: &mut XmlReader<'a>,
    ledger: &mut WordAccount,
    furniture: &mut Vec<String>,
) -> Result<ParagraphProperties, Refusal> {
    let depth = xml.depth();
    let mut properties = ParagraphProperties::default();
    let (mut numbered, mut framed) = (None, false);
    while let Some(element) = xml.next_within(depth)? {
        if element.space != KnownNamespace::W {
            continue;
        }
        match element.local() {
            b"pStyle" => properties.style = atom(xml, &element, ledger)?,
            b"numId" => properties.list = xml.number(&element, b"val")?.and_then(|n| u32::try_from(n).ok()),
            b"ilvl" => properties.level = level(xml.number(&element, b"val")?),
            b"outlineLvl" => {
                properties.outline = xml.number(&element, b"val")?.and_then(|n| u8::try_from(n).ok())
            }
            b"ind" => indents(xml, &element, &mut properties)?,
            b"jc" => properties.align = xml.val(&element)?.map(|value| alignment(&value)),
            b"bidi" => properties.right_to_left = Some(switch(xml, &element)?),
            b"pageBreakBefore" => properties.page_break_before = Some(switch(xml, &element)?),
            b"pBdr" => framed = true,
            b"shd" => framed |= tables::shade(xml, &element)?.flatten().is_some(),
            b"rPr" => {
                // What colour an end of a paragraph has, nobody sees.
                let formats = ledger.formats;
                let mark = run(xml, ledger)?;
                ledger.formats = formats;
                properties.runs_on |= mark.on.has(Format::HIDDEN);
                properties.mark.insertion = mark.insertion;
                properties.mark.deletion = mark.deletion;
                properties.mark.formatting = properties.mark.formatting.or(mark.formatting);
                properties.mark_format =
                    RunProperties { formatting: None, insertion: None, deletion: None, ..mark };
            }
            b"pPrChange" => {
                let change = mark(xml, &element, ledger, RevisionKind::Formatting)?;
                properties.mark.formatting = Some(change);
                properties.previous = Some(previous(xml, ledger, change)?);
            }
            // The list was given under tracking (17.13.5.19).
            b"ins" => numbered = Some(mark(xml, &element, ledger, RevisionKind::Insertion)?),
            b"sectPr" => {
                properties.ends_section = Some(section(xml, ledger, furniture)?);
            }
            b"framePr" => {
                let cap = xml.attribute(&element, KnownNamespace::W, b"dropCap")?;
                properties.runs_on |= matches!(cap.as_deref(), Some("drop" | "margin"));
                xml.skip()?;
            }
            // Word 97 to 2003 kept what the number was before a change (17.13.5.18).
            b"numberingChange" => {
                let before = xml.attribute(&element, KnownNamespace::W, b"original")?;
                let change = mark(xml, &element, ledger, RevisionKind::Formatting)?;
                if let Some(before) = before {
                    let shown = ledger.atom(&numbering::shown_before(&before))?;
                    properties.previous_number = Some((shown, change));
                }
            }
            _ => {}
        }
    }
    ledger.formats.framed += usize::from(framed);
    if let (Some(mark), None) = (numbered, properties.previous) {
        properties.previous =
            Some(PreviousProperties { mark, style: properties.style, list: Some(0), level: None });
    }
    Ok(properties)
}

/// Reads `w:pPrChange`, just opened, to its end: the properties before the change.
fn previous<'a>(
    xml: &mut XmlReader<'a>,
    ledger: &mut WordAccount,
    mark: RevisionIndex,
) -> Result<PreviousProperties, Refusal> {
    let depth = xml.depth();
    let mut before = PreviousProperties { mark, style: Atom::NONE, list: None, level: None };
    while let Some(element) = xml.next_within(depth)? {
        match element.name() {
            (KnownNamespace::W, b"pStyle") => before.style = atom(xml, &element, ledger)?,
            (KnownNamespace::W, b"numId") => {
                before.list = xml.number(&element, b"val")?.and_then(|n| u32::try_from(n).ok())
            }
            (KnownNamespace::W, b"ilvl") => before.level = level(xml.number(&element, b"val")?),
            _ => {}
        }
    }
    Ok(before)
}

fn level(value: Option<i64>) -> Option<u8> {
    value.and_then(|n| u8::try_from(n).ok()).map(|n| n.min(8))
}

fn indents<'a>(
    xml: &XmlReader<'a>,
    element: &StartTag<'a>,
    properties: &mut ParagraphProperties,
) -> Result<(), Refusal> {
    let measure =
        |name: &[u8]| Ok(xml.attribute(element, KnownNamespace::W, name)?.and_then(|value| twips(&value)));
    if let Some(left) = measure(b"left")?.or(measure(b"start")?) {
        properties.indent = Some(left);
    }
    if let Some(first) = measure(b"firstLine")? {
        properties.first_line = Some(first);
    }
    if let Some(hanging) = measure(b"hanging")? {
        properties.first_line = Some(hanging.saturating_neg());
    }
    Ok(())
}

/// Alignment; in right-to-left paragraphs `left` means the leading edge (part 4, 14.11.2).
fn alignment(value: &str) -> Align {
    match value {
        "center" => Align::Centre,
        "right" | "end" => Align::End,
        "left" | "start" => Align::Start,
        _ => Align::Justify,
    }
}

/// Reads `w:sectPr`, just opened: its pages, and which headers and footers it shows.
///
/// # Errors
/// Broken XML.
pub(super) fn section(
    xml: &mut XmlReader<'_>,
    ledger: &mut WordAccount,
    furniture: &mut Vec<String>,
) -> Result<WordSection, Refusal> {
    let depth = xml.depth();
    let mut section = WordSection { columns: 1, ..WordSection::default() };
    ledger.sections += 1;
    while let Some(element) = xml.next_within(depth)? {
        match element.name() {
            (KnownNamespace::W, b"pgSz") => {
                let measure = |name| {
                    Ok::<_, Refusal>(
                        xml.attribute(&element, KnownNamespace::W, name)?.and_then(|v| twips(&v)),
                    )
                };
                let turned =
                    xml.attribute(&element, KnownNamespace::W, b"orient")?.as_deref() == Some("landscape");
                // What the paper says goes before what the mark says: Word lays out by its measures.
                section.landscape = match (measure(b"w")?, measure(b"h")?) {
                    (Some(width), Some(height)) => width > height,
                    _ => turned,
                };
            }
            (KnownNamespace::W, b"cols") => {
                let columns = xml.number(&element, b"num")?.and_then(|n| u16::try_from(n).ok());
                section.columns = columns.unwrap_or(1).max(1);
            }
            (KnownNamespace::W, b"type") => {
                section.continuous = xml.val(&element)?.as_deref() == Some("continuous");
            }
            (KnownNamespace::W, b"headerReference" | b"footerReference") => {
                if let Some(id) = xml.attribute(&element, KnownNamespace::R, b"id")? {
                    furniture.push(id.into_owned());
                }
            }
            (KnownNamespace::W, b"sectPrChange") => {
                ledger.unplaced_changes += 1;
                xml.skip()?;
            }
            _ => {}
        }
    }
    Ok(section)
}

/// Reads `w:tblPr` or `w:tblGrid`, just opened.
///
/// # Errors
/// Broken XML.
pub(super) fn table(
    xml: &mut XmlReader<'_>,
    ledger: &mut WordAccount,
    table: &mut WordTable,
) -> Result<(), Refusal> {
    let depth = xml.depth();
    let form = table.form.get_or_insert_default();
    while let Some(element) = xml.next_within(depth)? {
        match element.name() {
            (KnownNamespace::W, b"tblStyle") => form.style = atom(xml, &element, ledger)?,
            (KnownNamespace::W, b"tblLook") => form.parts = tables::parts(xml, &element)?,
            (KnownNamespace::W, b"tblBorders") => tables::rules(xml, &mut form.cells.rules)?,
            (KnownNamespace::W, b"shd") => form.cells.shade = tables::shade(xml, &element)?,
            (KnownNamespace::W, b"jc") => {
                table.align = xml.val(&element)?.map_or(Align::Start, |value| alignment(&value))
            }
            (KnownNamespace::W, b"bidiVisual") => table.right_to_left = switch(xml, &element)?,
            (KnownNamespace::W, b"gridCol") => {
                let width = xml
                    .attribute(&element, KnownNamespace::W, b"w")?
                    .and_then(|value| twips(&value))
                    .unwrap_or(0);
                table.columns.push(u32::try_from(width).unwrap_or(0));
            }
            (KnownNamespace::W, b"tblPrChange" | b"tblGridChange") => {
                ledger.unplaced_changes += usize::from(element.local() == b"tblPrChange");
                xml.skip()?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Reads `w:trPr`, just opened.
///
/// # Errors
/// Broken XML.
pub(super) fn row(
    xml: &mut XmlReader<'_>,
    ledger: &mut WordAccount,
    row: &mut WordRow,
) -> Result<(), Refusal> {
    let depth = xml.depth();
    while let Some(element) = xml.next_within(depth)? {
        match element.name() {
            (KnownNamespace::W, b"hidden") => row.hidden = switch(xml, &element)?,
            (KnownNamespace::W, b"cantSplit") => row.whole = switch(xml, &element)?,
            // A height that is exact would cut words that the official form sets larger: it is the least one.
            (KnownNamespace::W, b"trHeight") => {
                row.height =
                    xml.number(&element, b"val")?.and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0);
            }
            (KnownNamespace::W, b"tblHeader") => row.heading = switch(xml, &element)?,
            (KnownNamespace::W, b"gridBefore") => {
                row.skipped =
                    xml.number(&element, b"val")?.and_then(|n| u16::try_from(n).ok()).unwrap_or(0).min(63);
            }
            (KnownNamespace::W, b"ins") => {
                row.insertion = Some(mark(xml, &element, ledger, RevisionKind::Insertion)?)
            }
            (KnownNamespace::W, b"del") => {
                row.deletion = Some(mark(xml, &element, ledger, RevisionKind::Deletion)?)
            }
            (KnownNamespace::W, b"trPrChange") => {
                ledger.unplaced_changes += 1;
                xml.skip()?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Reads `w:tcPr`, just opened.
///
/// # Errors
/// Broken XML.
pub(super) fn cell(
    xml: &mut XmlReader<'_>,
    ledger: &mut WordAccount,
    cell: &mut WordCell,
) -> Result<(), Refusal> {
    let depth = xml.depth();
    while let Some(element) = xml.next_within(depth)? {
        match element.name() {
            (KnownNamespace::W, b"gridSpan") => {
                cell.columns = xml
                    .number(&element, b"val")?
                    .and_then(|n| u16::try_from(n).ok())
                    .unwrap_or(1)
                    .clamp(1, 63);
            }
            (KnownNamespace::W, b"tcBorders") => tables::rules(xml, &mut cell.form.rules)?,
            (KnownNamespace::W, b"shd") => cell.form.shade = tables::shade(xml, &element)?,
            (KnownNamespace::W, b"vAlign") => cell.form.vertical = tables::vertical(xml, &element)?,
            (KnownNamespace::W, b"textDirection") => {
                let (direction, kept) = tables::direction(xml.val(&element)?.as_deref());
                cell.direction = direction;
                ledger.formats.turned += usize::from(!kept);
            }
            (KnownNamespace::W, b"vMerge") => {
                let start = xml.val(&element)?.as_deref() == Some("restart");
                cell.merge = if start { VerticalMerge::Start } else { VerticalMerge::Continue };
            }
            (KnownNamespace::W, b"hMerge") => cell.joined = xml.val(&element)?.as_deref() != Some("restart"),
            (KnownNamespace::W, b"cellIns") => {
                cell.insertion = Some(mark(xml, &element, ledger, RevisionKind::Insertion)?)
            }
            (KnownNamespace::W, b"cellDel") => {
                cell.deletion = Some(mark(xml, &element, ledger, RevisionKind::Deletion)?)
            }
            (KnownNamespace::W, b"tcPrChange" | b"cellMerge") => {
                ledger.unplaced_changes += 1;
                xml.skip()?;
            }
            _ => {}
        }
    }
    Ok(())
}
