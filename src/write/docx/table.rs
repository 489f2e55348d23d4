//! Tables of the body and the masthead (ECMA-376 part 1, 17.4).

use super::context::DocxContext;
use super::marks::{self, MarkedContent};
use super::story::{self, DocxStory, ParagraphSetting};
use crate::diagnostics::Refusal;
use crate::galley::MastheadRow;
use crate::text::{
    Align, Border, BorderKind, CellLook, CellPiece, Paragraph, Table, TableCell, TableRow, TextDirection,
    VerticalAlign, VerticalMerge,
};
use crate::write::xml::XmlWriter;

/// Rule under a masthead row and around table cells, eighths of a point: Word's own default for a
/// table grid. The official weight is not known; a guess.
const RULE: &str = "4";

/// Part of the text's width that the masthead's left column takes, in thirds. A guess measured on
/// no official template; the layout for print takes the same.
const MASTHEAD_LEFT: (u32, u32) = (2, 3);

/// What sets the two kinds of tables apart.
struct CellKind {
    /// Border of every cell, as `w:val` says.
    border: &'static str,
    /// Space between a cell's sides and its words, twips.
    side: &'static str,
    /// Where the table stands between the margins.
    align: Align,
}

/// The masthead's words stand flush with the margins.
const MASTHEAD: CellKind = CellKind { border: "none", side: "0", align: Align::Start };

/// Word's own space at the sides of a cell, twips.
const CELL_SIDE: u32 = 108;
const BODY: CellKind = CellKind { border: "single", side: "108", align: Align::Start };
/// A table whose cells say themselves what rules they have.
const OPEN: CellKind = CellKind { border: "none", side: "108", align: Align::Start };

const SIDES: &[&str] = &["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"];

/// Writes the masthead; says whether there is one.
pub(super) fn masthead(context: &mut DocxContext<'_>, story: &mut DocxStory) -> Result<bool, Refusal> {
    let rows: &[MastheadRow] = &context.galley.masthead;
    if rows.is_empty() {
        return Ok(false);
    }
    let width = context.measure;
    let left = width * MASTHEAD_LEFT.0 / MASTHEAD_LEFT.1;
    let columns = [left, width - left];
    let right_to_left = context.package.language.is_right_to_left();
    open(&mut story.xml, &columns, right_to_left, &MASTHEAD);
    for row in rows {
        story.xml.open("w:tr", &[]);
        story.xml.open("w:trPr", &[]);
        story.xml.empty("w:cantSplit", &[]);
        story.xml.close();
        for (lines, width) in [&row.left, &row.right].into_iter().zip(columns) {
            story.xml.open("w:tc", &[]);
            story.xml.open("w:tcPr", &[]);
            width_of(&mut story.xml, "w:tcW", width);
            if row.ruled {
                story.xml.open("w:tcBorders", &[]);
                border(&mut story.xml, "w:bottom", "single");
                story.xml.close();
            }
            story.xml.close();
            for line in lines {
                let setting = ParagraphSetting {
                    style: line.style,
                    page_break_before: line.page_break_before,
                    ..ParagraphSetting::default()
                };
                story::paragraph(context, story, &line.paragraph, setting, |_| {})?;
            }
            if lines.is_empty() {
                story.xml.empty("w:p", &[]);
            }
            story.xml.close();
        }
        story.xml.close();
    }
    story.xml.close();
    Ok(true)
}

/// Writes a table; says whether it has a row.
pub(super) fn write(
    context: &mut DocxContext<'_>,
    story: &mut DocxStory,
    table: &Table,
) -> Result<bool, Refusal> {
    if table.rows.is_empty() {
        return Ok(false);
    }
    let columns = grid(table, context.room);
    let as_came = table.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.look.is_some());
    let kind = CellKind { align: table.align, ..if as_came { OPEN } else { BODY } };
    open(&mut story.xml, &columns, table.right_to_left, &kind);
    for row in &table.rows {
        write_row(context, story, row, &columns)?;
    }
    story.xml.close();
    Ok(true)
}

/// Widths of all columns, twips: those given, and an equal share for each that is not.
fn grid(table: &Table, text_width: u32) -> Vec<u32> {
    let spans = |row: &TableRow| row.cells.iter().map(|cell| usize::from(cell.columns.max(1))).sum();
    let count: usize = table.rows.iter().map(spans).max().unwrap_or(0).max(table.columns.len()).max(1);
    let missing = count - table.columns.len();
    let mut columns: Vec<u32> = table.columns.iter().map(|width| (*width).min(WIDEST_COLUMN)).collect();
    let given = total(&columns);
    let share = text_width.saturating_sub(given) / u32::try_from(missing.max(1)).unwrap_or(u32::MAX);
    columns.resize(count, share.max(MINIMUM_COLUMN));
    // A table wider than the text would run over the edge of the page.
    let whole = total(&columns);
    if whole > text_width && text_width > 0 {
        let scaled = |width: &u32| u64::from(*width) * u64::from(text_width) / u64::from(whole);
        columns = columns.iter().map(|width| u32::try_from(scaled(width)).unwrap_or(*width).max(1)).collect();
    }
    columns
}

/// Narrowest column that is made where the input gives no width, twips: a centimetre.
const MINIMUM_COLUMN: u32 = 567;

/// Highest row that Word takes, twips: 22 inches.
const HIGHEST_ROW: u32 = 31_680;

/// Widest column that Word takes, twips: 22 inches.
const WIDEST_COLUMN: u32 = 31_680;

fn total<'a>(widths: impl IntoIterator<Item = &'a u32>) -> u32 {
    widths.into_iter().fold(0, |sum, width| sum.saturating_add(*width))
}

fn open(xml: &mut XmlWriter, columns: &[u32], right_to_left: bool, kind: &CellKind) {
    xml.open("w:tbl", &[]);
    xml.open("w:tblPr", &[]);
    if right_to_left {
        xml.empty("w:bidiVisual", &[]);
    }
    width_of(xml, "w:tblW", total(columns));
    if matches!(kind.align, Align::Centre | Align::End) {
        xml.value("w:jc", story::alignment(kind.align));
    }
    xml.open("w:tblBorders", &[]);
    for side in SIDES {
        border(xml, side, kind.border);
    }
    xml.close();
    xml.empty("w:tblLayout", &[("w:type", "fixed")]);
    xml.open("w:tblCellMar", &[]);
    for side in ["w:left", "w:right"] {
        xml.empty(side, &[("w:w", kind.side), ("w:type", "dxa")]);
    }
    xml.close();
    xml.close();
    xml.open("w:tblGrid", &[]);
    for width in columns {
        xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
    }
    xml.close();
}

fn border(xml: &mut XmlWriter, side: &str, kind: &str) {
    let size = if kind == "none" { "0" } else { RULE };
    xml.empty(side, &[("w:val", kind), ("w:sz", size), ("w:space", "0"), ("w:color", "auto")]);
}

fn width_of(xml: &mut XmlWriter, name: &str, twips: u32) {
    xml.empty(name, &[("w:w", &twips.to_string()), ("w:type", "dxa")]);
}

fn write_row(
    context: &mut DocxContext<'_>,
    story: &mut DocxStory,
    row: &TableRow,
    columns: &[u32],
) -> Result<(), Refusal> {
    let used: usize = row.cells.iter().map(|cell| usize::from(cell.columns.max(1))).sum();
    story.xml.open("w:tr", &[]);
    story.xml.open("w:trPr", &[]);
    if used > 0 && used < columns.len() {
        story.xml.value("w:gridAfter", &(columns.len() - used).to_string());
        width_of(&mut story.xml, "w:wAfter", total(columns.iter().skip(used)));
    }
    if let Some(height) = row.height {
        let height = height.min(HIGHEST_ROW).to_string();
        story.xml.empty("w:trHeight", &[("w:val", &height), ("w:hRule", "atLeast")]);
    }
    if row.whole || row.heading {
        story.xml.empty("w:cantSplit", &[]);
    }
    if row.heading {
        story.xml.empty("w:tblHeader", &[]);
    }
    for (name, index) in [("w:ins", row.insertion), ("w:del", row.deletion)] {
        if let Some(index) = index {
            marks::mark(context, &mut story.xml, name, index, MarkedContent::Empty)?;
        }
    }
    story.xml.close();
    let style = match row.heading {
        true => context.package.style_of(&["Tablehead", "Tabletext"]),
        false => context.package.style_of(&["Tabletext"]),
    };
    let mut at = 0;
    for cell in &row.cells {
        let span = usize::from(cell.columns.max(1));
        let width = total(columns.iter().skip(at).take(span));
        write_cell(context, story, cell, width, style)?;
        at += span;
    }
    if row.cells.is_empty() {
        let whole =
            TableCell { columns: u16::try_from(columns.len()).unwrap_or(u16::MAX), ..TableCell::default() };
        write_cell(context, story, &whole, total(columns), style)?;
    }
    story.xml.close();
    Ok(())
}

/// Cell properties in the order of the schema (annex A.1, CT_TcPr).
fn write_cell(
    context: &mut DocxContext<'_>,
    story: &mut DocxStory,
    cell: &TableCell,
    width: u32,
    style: &str,
) -> Result<(), Refusal> {
    story.xml.open("w:tc", &[]);
    story.xml.open("w:tcPr", &[]);
    width_of(&mut story.xml, "w:tcW", width);
    if cell.columns > 1 {
        story.xml.value("w:gridSpan", &cell.columns.to_string());
    }
    match cell.merge {
        VerticalMerge::None => {}
        VerticalMerge::Start => story.xml.value("w:vMerge", "restart"),
        VerticalMerge::Continue => story.xml.empty("w:vMerge", &[]),
    }
    if let Some(look) = &cell.look {
        write_look(&mut story.xml, look);
    }
    let direction = match cell.direction {
        TextDirection::Level => None,
        TextDirection::Up => Some("btLr"),
        TextDirection::Down => Some("tbRl"),
        TextDirection::Vertical => Some("tbRlV"),
    };
    direction.iter().for_each(|direction| story.xml.value("w:textDirection", direction));
    if let Some(look) = &cell.look {
        match look.vertical {
            VerticalAlign::Top => {}
            VerticalAlign::Centre => story.xml.value("w:vAlign", "center"),
            VerticalAlign::Bottom => story.xml.value("w:vAlign", "bottom"),
        }
    }
    for (name, index) in [("w:cellIns", cell.insertion), ("w:cellDel", cell.deletion)] {
        if let Some(index) = index {
            marks::mark(context, &mut story.xml, name, index, MarkedContent::Empty)?;
        }
    }
    story.xml.close();
    content(context, story, cell, width, style)?;
    story.xml.close();
    Ok(())
}

/// What stands in a cell; its last piece is a paragraph (17.4.65).
fn content(
    context: &mut DocxContext<'_>,
    story: &mut DocxStory,
    cell: &TableCell,
    width: u32,
    style: &str,
) -> Result<(), Refusal> {
    let around = context.room;
    context.room = width.saturating_sub(2 * CELL_SIDE);
    let mut open = true;
    for piece in cell.pieces() {
        open = match piece {
            CellPiece::Paragraph(words) => {
                let align = cell.look.and(words.hint.align).filter(|align| *align != Align::Justify);
                let setting = ParagraphSetting { style, align, ..ParagraphSetting::default() };
                story::paragraph(context, story, words, setting, |_| {})?;
                false
            }
            CellPiece::Table(table) => write(context, story, table)? || open,
        };
    }
    if open {
        let setting = ParagraphSetting { style, ..ParagraphSetting::default() };
        story::paragraph(context, story, &Paragraph::default(), setting, |_| {})?;
    }
    context.room = around;
    Ok(())
}

/// A cell's rules and colour as they came, in the order of the schema.
fn write_look(xml: &mut XmlWriter, look: &CellLook) {
    const EDGES: [&str; 4] = ["w:top", "w:left", "w:bottom", "w:right"];
    xml.open("w:tcBorders", &[]);
    for (name, edge) in EDGES.iter().zip(look.edges) {
        match edge {
            None => xml.value(name, "nil"),
            Some(edge) => stroke(xml, name, edge),
        }
    }
    xml.close();
    if let Some(colour) = look.shade {
        xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", &hexadecimal(colour))]);
    }
}

fn stroke(xml: &mut XmlWriter, name: &str, edge: Border) {
    let kind = match edge.kind {
        BorderKind::Single => "single",
        BorderKind::Double => "double",
        BorderKind::Dotted => "dotted",
        BorderKind::Dashed => "dashed",
    };
    let colour = if edge.colour == [0; 3] { "auto".to_owned() } else { hexadecimal(edge.colour) };
    let size = edge.eighths.to_string();
    xml.empty(name, &[("w:val", kind), ("w:sz", &size), ("w:space", "0"), ("w:color", &colour)]);
}

fn hexadecimal([red, green, blue]: [u8; 3]) -> String {
    format!("{red:02X}{green:02X}{blue:02X}")
}
