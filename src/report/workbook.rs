//! The list as a workbook (Office Open XML, ECMA-376 part 1, clause 18): a sheet a table.
//!
//! In: the records of the files. Out: the bytes of an `.xlsx`, the same each time. Never: a formula, a
//! shared string, a date.

use std::fmt::Write as _;
use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

#[cfg(feature = "packs")]
use super::listed::CellList;
use super::listed::{ListCell, ListedFile, TABLES};

/// Most rows of a sheet: what spreadsheet programs show.
const ROWS: usize = 1_048_576;
/// Longest text of a cell, characters: what spreadsheet programs keep.
const CELL: usize = 32_767;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Style 0 is plain, 1 that of heads.
const STYLES: &str = "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>\
    <font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>\
    <fill><patternFill patternType=\"gray125\"/></fill></fills>\
    <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
    <xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/></cellXfs>";

/// Writes the workbook.
///
/// # Errors
/// Where a record cannot be read, or the package cannot be written.
pub(crate) fn xlsx(files: impl IntoIterator<Item = io::Result<ListedFile>>) -> io::Result<Vec<u8>> {
    let mut sheets: Vec<WorkSheet> = TABLES.iter().map(|table| WorkSheet::new(table.heads)).collect();
    for file in files {
        let file = file?;
        for (sheet, table) in sheets.iter_mut().zip(&TABLES) {
            (table.rows)(&file).iter().for_each(|row| sheet.add(row));
        }
    }
    let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    package(&names, sheets)
}

/// Writes lists of any kind, a sheet each.
///
/// # Errors
/// Where the package cannot be written.
#[cfg(feature = "packs")]
pub(crate) fn of_lists(lists: &[CellList]) -> io::Result<Vec<u8>> {
    let sheet = |list: &CellList| {
        let heads: Vec<&str> = list.heads.iter().map(String::as_str).collect();
        let mut sheet = WorkSheet::new(&heads);
        list.rows.iter().for_each(|row| sheet.add(row));
        sheet
    };
    let names: Vec<&str> = lists.iter().map(|list| list.name.as_str()).collect();
    package(&names, lists.iter().map(sheet).collect())
}

fn package(names: &[&str], sheets: Vec<WorkSheet>) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in around(names) {
        add(&mut zip, &name, &text)?;
    }
    for (at, sheet) in sheets.into_iter().enumerate() {
        add(&mut zip, &format!("xl/worksheets/sheet{}.xml", at + 1), &sheet.end())?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

fn add(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, text: &str) -> io::Result<()> {
    // No time and no right of this machine, so that the bytes are the same everywhere.
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .system(System::Unix)
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6));
    zip.start_file(name, options).map_err(io::Error::other)?;
    zip.write_all(text.as_bytes())
}

/// The parts round the sheets.
fn around(names: &[&str]) -> Vec<(String, String)> {
    let (mut types, mut sheets, mut relations) = (String::new(), String::new(), String::new());
    for (at, name) in names.iter().enumerate() {
        let number = at + 1;
        let _ = write!(
            types,
            "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{TYPE}.worksheet+xml\"/>"
        );
        let _ =
            write!(sheets, "<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>", escaped(name));
        let _ = write!(
            relations,
            "<Relationship Id=\"rId{number}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    let styles = names.len() + 1;
    let part = |name: &str, text: String| (name.to_owned(), format!("{HEAD}{text}\n"));
    vec![
        part(
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
                 ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
                 <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPE}.sheet.main+xml\"/>\
                 <Override PartName=\"/xl/styles.xml\" ContentType=\"{TYPE}.styles+xml\"/>{types}</Types>"
            ),
        ),
        part(
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        part(
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets>{sheets}</sheets></workbook>"
            ),
        ),
        part(
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}<Relationship Id=\"rId{styles}\" \
                 Type=\"{RELATIONS}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        part("xl/styles.xml", format!("<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>")),
    ]
}

/// A sheet as it is written.
struct WorkSheet {
    text: String,
    rows: usize,
    left_out: usize,
}

impl WorkSheet {
    fn new(heads: &[&str]) -> Self {
        // The row of heads stays in sight.
        let view = "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" \
                    activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>";
        let mut sheet = Self {
            text: format!("{HEAD}<worksheet xmlns=\"{MAIN}\">{view}<sheetData>"),
            rows: 0,
            left_out: 0,
        };
        let heads: Vec<ListCell> = heads.iter().map(|head| ListCell::Words((*head).to_owned())).collect();
        sheet.row(&heads, 1);
        sheet
    }

    fn add(&mut self, cells: &[ListCell]) {
        // The last row is kept for saying that there is more.
        if self.rows + 1 < ROWS { self.row(cells, 0) } else { self.left_out += 1 }
    }

    fn row(&mut self, cells: &[ListCell], style: usize) {
        self.rows += 1;
        let _ = write!(self.text, "<row r=\"{}\">", self.rows);
        for (at, cell) in cells.iter().enumerate() {
            let place = format!("{}{}", column(at), self.rows);
            let _ = match cell {
                ListCell::Number(number) => {
                    write!(self.text, "<c r=\"{place}\" s=\"{style}\"><v>{number}</v></c>")
                }
                ListCell::Words(words) if words.is_empty() => Ok(()),
                ListCell::Words(words) => write!(
                    self.text,
                    "<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escaped(words)
                ),
            };
        }
        self.text.push_str("</row>");
    }

    fn end(mut self) -> String {
        if self.left_out > 0 {
            let said = format!("{} more rows have no room in a sheet", self.left_out);
            self.row(&[ListCell::Words(said)], 0);
        }
        self.text.push_str("</sheetData></worksheet>\n");
        self.text
    }
}

/// The letters of a column: A for the first. Lists have fewer than 26.
fn column(at: usize) -> char {
    u8::try_from(at).ok().and_then(|at| b'A'.checked_add(at)).map_or('Z', char::from)
}

/// Text of an element, as long as a cell may hold, without what XML 1.0 forbids.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars().take(CELL) {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\t' => out.push(letter),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
