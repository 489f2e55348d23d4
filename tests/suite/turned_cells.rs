//! Turned text of cells and heights of rows: kept in both outputs.

use crate::{OutputKind, convert};

use super::packages;
use super::pdf::tools::pdftotext;

fn cell(words: &str, properties: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>")
}

fn row(cells: &[String], properties: &str) -> String {
    format!("<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>", cells.concat())
}

fn table(rows: &[String]) -> String {
    let grid = "<w:gridCol w:w=\"700\"/><w:gridCol w:w=\"3000\"/>";
    format!("<w:tbl><w:tblGrid>{grid}</w:tblGrid>{}</w:tbl>", rows.concat())
}

fn made(body: &str) -> (String, Vec<u8>) {
    let made = convert("table.docx", &packages::document(&[("document", body.as_bytes())])).unwrap();
    let of = |wanted: OutputKind| made.outputs.iter().find(|(kind, _)| *kind == wanted).unwrap().1.clone();
    let parts = packages::parts(&of(OutputKind::Docx));
    let body = parts.into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
    assert!(!made.findings.iter().any(|finding| finding.message.to_string().contains("turned text")));
    (String::from_utf8(body).unwrap(), of(OutputKind::Pdf))
}

#[test]
fn directions_and_heights_are_kept() {
    let turned = |way: &str| format!("<w:textDirection w:val=\"{way}\"/>");
    let rows = [
        row(
            &[cell("Up", &turned("btLr")), cell("level", "")],
            "<w:trHeight w:val=\"1400\" w:hRule=\"exact\"/>",
        ),
        row(&[cell("Down", &turned("tbRl")), cell("level", "")], "<w:trHeight w:val=\"1300\"/>"),
        row(&[cell("竖排", &turned("tbRlV")), cell("level", "")], ""),
    ];
    let (body, pdf) = made(&table(&rows));
    for kept in ["\"btLr\"", "\"tbRl\"", "\"tbRlV\"", "w:val=\"1400\" w:hRule=\"atLeast\"", "w:val=\"1300\""]
    {
        assert!(body.contains(kept), "{kept} in {body}");
    }
    if let Some(words) = pdftotext(&pdf) {
        assert!(["Up", "Down", "竖"].iter().all(|word| words.contains(word)), "{words}");
    }
}

#[test]
fn a_turned_title_of_merged_rows_stands_beside_all_of_them() {
    let (begin, on) = ("<w:vMerge w:val=\"restart\"/>", "<w:vMerge/>");
    let title = format!("{begin}<w:textDirection w:val=\"btLr\"/>");
    let rows: Vec<String> = (0..6)
        .map(|at| {
            let first = if at == 0 { cell("A title of six rows", &title) } else { cell("", on) };
            row(&[first, cell(&format!("Row {at}"), "")], "")
        })
        .collect();
    let (body, pdf) = made(&table(&rows));
    assert_eq!(body.matches("w:textDirection").count(), 1);
    if let Some(words) = pdftotext(&pdf) {
        assert!(words.contains("A title of six rows") && words.contains("Row 5"), "{words}");
    }
}

#[test]
fn a_row_is_as_high_as_its_turned_words_are_long() {
    let turned = "<w:textDirection w:val=\"btLr\"/>";
    let long = "A long title of a column that is turned upwards and must not be cut";
    let (_, pdf) = made(&table(&[row(&[cell(long, turned), cell("level", "")], "")]));
    if let Some(words) = pdftotext(&pdf) {
        let joined: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(joined.contains(long), "{words}");
    }
}

#[test]
fn the_heights_of_a_cover_are_not_kept_and_that_is_said() {
    let high = "<w:trHeight w:val=\"3600\"/>";
    let rows: Vec<String> =
        (0..3).map(|at| row(&[cell(&format!("Line {at}"), ""), cell("", "")], high)).collect();
    let ruled =
        rows.concat().replace("<w:tcPr>", "<w:tcPr><w:tcBorders><w:top w:val=\"single\"/></w:tcBorders>");
    for (rows, kept) in [(rows.concat(), 0), (ruled, 3)] {
        let document = packages::document(&[("document", table(&[rows]).as_bytes())]);
        let made = convert("cover.docx", &document).unwrap();
        let docx = &made.outputs.iter().find(|(kind, _)| *kind == OutputKind::Docx).unwrap().1;
        let parts = packages::parts(docx);
        let body = parts.into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
        assert_eq!(String::from_utf8(body).unwrap().matches("w:trHeight").count(), kept);
        let told = made.findings.iter().any(|one| one.message.to_string().contains("lay out a page (3)"));
        assert_eq!(told, kept == 0);
    }
}

#[test]
fn rich_text_keeps_them_too() {
    let text = "{\\rtf1\\ansi\\trowd\\trrh1400\\cltxbtlr\\cellx900\\cellx5000 Up\\intbl\\cell level\\intbl\\cell\\row \
                \\trowd\\trrh-700\\cltxtbrl\\cellx900\\cellx5000 Down\\intbl\\cell level\\intbl\\cell\\row\\pard After.\\par}";
    let made = convert("table.rtf", text.as_bytes()).unwrap();
    let docx = &made.outputs.iter().find(|(kind, _)| *kind == OutputKind::Docx).unwrap().1;
    let parts = packages::parts(docx);
    let body = parts.into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
    let body = String::from_utf8(body).unwrap();
    for kept in
        ["\"btLr\"", "\"tbRl\"", "w:val=\"1400\" w:hRule=\"atLeast\"", "w:val=\"700\" w:hRule=\"atLeast\""]
    {
        assert!(body.contains(kept), "{kept} in {body}");
    }
}
