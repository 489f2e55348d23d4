//! Documents inside the document, in the cells of a table: what they show stands where they stand.

use crate::source::{SetAsideWhy, Source, SourceBlock};
use crate::suite::packages;
use crate::suite::readers::converted;
use crate::text::{Paragraph, View};
use crate::verify::source::account;

const RELATION: &str = r#"<Relationship Id="c" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="chunk.dat"/>"#;

fn package(chunk: &[u8], properties: &str, row: &str) -> Vec<u8> {
    let words = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = format!(
        r#"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{}</w:tc></w:tr><w:tr>{row}<w:tc><w:tcPr>{properties}</w:tcPr>{}<w:altChunk r:id="c"/>{}</w:tc></w:tr></w:tbl>{}"#,
        words("top"),
        words("before"),
        words("after"),
        words("end"),
    );
    packages::document(&[
        ("document", body.as_bytes()),
        ("rels", RELATION.as_bytes()),
        ("word/chunk.dat", chunk),
    ])
}

fn read(bytes: &[u8]) -> Source {
    let source = crate::read::read("a", bytes).unwrap();
    account(bytes, &source).unwrap();
    source
}

fn cell(source: &Source) -> Vec<String> {
    let SourceBlock::Table(table) = &source.blocks[0] else { panic!("no table") };
    table.rows[1].cells[0].paragraphs.iter().map(Paragraph::all_text).collect()
}

#[test]
fn a_document_in_a_cell_is_read_by_the_reader_of_its_format() {
    let inner = packages::document(&[(
        "document",
        "<w:p><w:r><w:t>One 提案</w:t></w:r></w:p><w:p><w:r><w:t>Two</w:t></w:r></w:p>".as_bytes(),
    )]);
    let chunks: [&[u8]; 4] = [
        "<html><body><p>One 提案</p><p>Two</p></body></html>".as_bytes(),
        br"{\rtf1\ansi\pard One \u25552?\u26696?\par\pard Two\par}",
        "One 提案\nTwo\n".as_bytes(),
        &inner,
    ];
    for chunk in chunks {
        let source = read(&package(chunk, "", ""));
        assert_eq!(cell(&source), ["before", "One 提案", "Two", "after"]);
    }
    let listed = read(&package(b"<html><body><ol><li>a<li>b</ol></body></html>", "", ""));
    assert_eq!(cell(&listed), ["before", "1.\ta", "2.\tb", "after"]);
}

#[test]
fn its_tables_stand_in_the_cell() {
    let source = read(&package(b"<html><body><table><tr><td>A<td>B</table></body></html>", "", ""));
    let SourceBlock::Table(table) = &source.blocks[0] else { panic!("no table") };
    assert_eq!(table.inner_tables(), 1);
    converted("a.docx", &package(b"<html><body><table><tr><td>A<td>B</table></body></html>", "", ""))
        .unwrap();
}

#[test]
fn it_is_set_aside_where_its_cell_is_not_shown() {
    for (properties, row, why) in [
        ("<w:vMerge/>", "", SetAsideWhy::MergedCell),
        ("", "<w:trPr><w:hidden/></w:trPr>", SetAsideWhy::Hidden),
    ] {
        let source = read(&package(b"<html><body><p>COVERED</p></body></html>", properties, row));
        let shown: Vec<String> = match &source.blocks[0] {
            SourceBlock::Table(table) => table.paragraphs().into_iter().map(Paragraph::all_text).collect(),
            SourceBlock::Paragraph(_) => panic!("no table"),
        };
        assert!(!shown.concat().contains("COVERED"), "{shown:?}");
        let aside = |text: &str| {
            let mut pieces = source.set_aside.iter().filter(|piece| piece.why == why);
            pieces.any(|piece| source.text[piece.span.range()].contains(text))
        };
        assert!(aside("COVERED") && aside("before"), "{why:?}");
    }
}

#[test]
fn it_goes_with_its_row() {
    let row = r#"<w:trPr><w:del w:id="1" w:author="A" w:date="2014-09-15T10:00:00Z"/></w:trPr>"#;
    let source = read(&package(b"<html><body><p>GONE</p></body></html>", "", row));
    let SourceBlock::Table(table) = &source.blocks[0] else { panic!("no table") };
    let gone = table.rows[1].cells[0].paragraphs.iter().find(|p| p.all_text() == "GONE").unwrap();
    assert_eq!(gone.text(View::Revised), "");
}

#[test]
fn one_that_cannot_be_read_leaves_a_placeholder() {
    let source = read(&package(b"%PDF-1.7\n%%EOF\n", "", ""));
    assert_eq!(cell(&source), ["before", "[…]", "after"]);
    assert!(source.findings.iter().any(|finding| finding.rule.code == "WRD002"));
}
