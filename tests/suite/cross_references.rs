//! Fields that show something of another place: page numbers made anew, words compared with what the place says.

use crate::{OutputKind, convert};

use super::packages;
use super::pdf::tools::pdftotext;

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn field(code: &str, result: &str) -> String {
    let character = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let (begin, separate, end) = (character("begin"), character("separate"), character("end"));
    format!("{begin}<w:r><w:instrText> {code} </w:instrText></w:r>{separate}{}{end}", run(result))
}

fn place(id: u8, name: &str, words: &str) -> String {
    format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>{words}<w:bookmarkEnd w:id=\"{id}\"/>")
}

fn paragraph(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

struct Made {
    body: String,
    pdf: Vec<u8>,
    json: String,
    found: Vec<(&'static str, String)>,
}

fn made(paragraphs: &str) -> Made {
    let made = convert("report.docx", &packages::document(&[("document", paragraphs.as_bytes())])).unwrap();
    let of = |wanted: OutputKind| made.outputs.iter().find(|(kind, _)| *kind == wanted).unwrap().1.clone();
    let parts = packages::parts(&of(OutputKind::Docx));
    let body = parts.into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
    let found = made.findings.iter().map(|finding| (finding.rule.code, finding.message.to_string()));
    Made {
        body: String::from_utf8(body).unwrap(),
        pdf: of(OutputKind::Pdf),
        json: String::from_utf8(of(OutputKind::Json)).unwrap(),
        found: found.filter(|(code, _)| matches!(*code, "WRD033" | "WRD034")).collect(),
    }
}

/// Paragraphs that fill more than two pages.
fn pages() -> String {
    (0..150).map(|number| paragraph(&run(&format!("Station {number} keeps its limits.")))).collect()
}

#[test]
fn a_page_number_in_the_text_is_that_of_the_official_document() {
    let asks = paragraph(&format!(
        "{}{}{}{}",
        run("see page "),
        field("PAGEREF limits \\h", "41"),
        run(" and page "),
        field("PAGEREF absent", "57")
    ));
    let cell = paragraph(&format!("{}{}", run("cell, page "), field("PAGEREF limits", "41")));
    let table = format!(
        "<w:tbl><w:tblGrid><w:gridCol w:w=\"5000\"/></w:tblGrid><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"
    );
    let all = format!("{asks}{table}{}{}", pages(), paragraph(&place(1, "limits", &run("Limits of power"))));
    let Made { body, pdf, json, found } = made(&all);
    assert_eq!(body.matches("w:instr=\" PAGEREF limits \\h \"").count(), 2, "{body}");
    assert!(body.contains("w:name=\"limits\""), "{body}");
    assert!(body.contains("57") && json.contains("see page 41"));
    let levels: Vec<&str> = found.iter().map(|(code, _)| *code).collect();
    assert_eq!(levels, ["WRD033", "WRD033"], "{found:?}");
    if let Some(words) = pdftotext(&pdf) {
        let page = 1 + words.split('\u{c}').position(|page| page.contains("Limits of power")).unwrap();
        assert!(page > 2 && page != 41, "{page}");
        assert!(words.contains(&format!("see page {page} and page 57")), "{words}");
        assert!(words.contains(&format!("cell, page {page}")), "{words}");
    }
}

#[test]
fn a_cross_reference_that_does_not_say_what_its_place_says_is_told() {
    let asks = [
        field("REF limits \\h", "Table 3"),
        field("REF sites \\h \\* MERGEFORMAT", "Figure 1"),
        field("REF gone \\h", "Annex Z"),
        field("REF title", "LIMITS OF POWER"),
        field("NOTEREF note \\h", "4"),
    ];
    let note = "<w:r><w:footnoteReference w:id=\"2\"/></w:r>";
    let all = [
        paragraph(&asks.join(&run(", "))),
        paragraph(&format!("{}{}", place(1, "limits", &run("Table 4")), run(" – limits"))),
        paragraph(&format!("{}{}", place(2, "sites", &run("Figure 1")), run(" – sites"))),
        // The place takes in the mark of its paragraph.
        format!(
            "<w:p><w:bookmarkStart w:id=\"3\" w:name=\"title\"/>{}</w:p><w:p><w:bookmarkEnd w:id=\"3\"/>{}</w:p>",
            run("Limits of power"),
            run("They hold.")
        ),
        paragraph(&format!("{}{}", run("noted"), place(4, "note", note))),
    ];
    let notes = "<w:footnote w:id=\"2\"><w:p><w:r><w:t>The note.</w:t></w:r></w:p></w:footnote>";
    let document =
        packages::document(&[("document", all.concat().as_bytes()), ("footnotes", notes.as_bytes())]);
    let made = convert("report.docx", &document).unwrap();
    let stale = made.findings.iter().filter(|finding| finding.rule.code == "WRD034");
    let said: Vec<(String, bool)> =
        stale.map(|finding| (finding.message.to_string(), finding.span.is_some())).collect();
    assert_eq!(
        said,
        [
            ("cross-reference shows “Table 3”, and its place says “Table 4”".to_owned(), true),
            ("cross-reference shows “Annex Z”, and its place is not in the file".to_owned(), true),
            ("cross-reference shows “4”, and its place says “1”".to_owned(), true),
        ]
    );
}

/// Converts a text that refers to the place “limits” by a stale name and page: both are told, and the PDF has the page on which
/// the place stands (`shown`, its number for `{}`).
fn tells_of_limits(name: &str, bytes: &[u8], shown: &str) {
    let made = convert(name, bytes).unwrap();
    let said: Vec<String> = made.findings.iter().map(|finding| finding.message.to_string()).collect();
    for words in ["shows “Table 3”, and its place says “Table 4”", "made anew for the official document: 1"]
    {
        assert!(said.iter().any(|message| message.contains(words)), "{words}: {said:?}");
    }
    let pdf = &made.outputs.iter().find(|(kind, _)| *kind == OutputKind::Pdf).unwrap().1;
    if let Some(words) = pdftotext(pdf) {
        let page = 1 + words.split('\u{c}').position(|page| page.contains("of limits")).unwrap();
        assert!(words.contains(&shown.replace("{}", &page.to_string())), "{words}");
    }
}

#[test]
fn places_of_rich_text_are_places_too() {
    let field = |code: &str, result: &str| {
        format!("{{\\field{{\\*\\fldinst {{ {code} }}}}{{\\fldrslt {{{result}}}}}}}")
    };
    let lines = "A line that fills.\\par ".repeat(150);
    let text = format!(
        "{{\\rtf1\\ansi see {} on page {}\\par {lines}\
         {{\\*\\bkmkstart limits}}Table 4{{\\*\\bkmkend limits}} of limits\\par}}",
        field("REF limits \\\\h", "Table 3"),
        field("PAGEREF limits \\\\h", "41"),
    );
    tells_of_limits("report.rtf", text.as_bytes(), "on page {}");
}

/// A flat OpenDocument text of some styles and a body.
fn open_document(styles: &str, body: &str) -> Vec<u8> {
    let spaces: String = ["office", "style", "text", "table"]
        .iter()
        .map(|name| format!(" xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""))
        .collect();
    format!(
        "<office:document{spaces} office:mimetype=\"application/vnd.oasis.opendocument.text\" office:version=\"1.3\">\
         <office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document>"
    )
    .into_bytes()
}

#[test]
fn places_of_open_document_are_places_too() {
    let refers = |format: &str, shown: &str| {
        format!(
            "<text:bookmark-ref text:reference-format=\"{format}\" text:ref-name=\"the limits\">{shown}</text:bookmark-ref>"
        )
    };
    let lines = "<text:p>A line that fills.</text:p>".repeat(150);
    let body = format!(
        "<text:p>see {} on page {}.</text:p>{lines}<text:p><text:bookmark-start text:name=\"the limits\"/>Table \
         4<text:bookmark-end text:name=\"the limits\"/> of limits</text:p>",
        refers("text", "Table 3"),
        refers("page", "41"),
    );
    tells_of_limits("report.fodt", &open_document("", &body), "see Table 3 on page {}.");
}

#[test]
fn turned_cells_of_open_document_are_kept() {
    let style = |name: &str, family: &str, properties: &str| {
        format!("<style:style style:name=\"{name}\" style:family=\"{family}\">{properties}</style:style>")
    };
    let styles = style("up", "table-cell", "<style:table-cell-properties style:writing-mode=\"bt-lr\"/>")
        + &style("high", "table-row", "<style:table-row-properties style:min-row-height=\"1in\"/>");
    let cell = |style: &str, words: &str| {
        format!("<table:table-cell table:style-name=\"{style}\"><text:p>{words}</text:p></table:table-cell>")
    };
    let body = format!(
        "<table:table><table:table-column table:number-columns-repeated=\"2\"/><table:table-row \
         table:style-name=\"high\">{}{}</table:table-row></table:table><text:p>After.</text:p>",
        cell("up", "Up"),
        cell("", "level")
    );
    let made = convert("table.fodt", &open_document(&styles, &body)).unwrap();
    let docx = &made.outputs.iter().find(|(kind, _)| *kind == OutputKind::Docx).unwrap().1;
    let parts = packages::parts(docx);
    let body = parts.into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
    let body = String::from_utf8(body).unwrap();
    for kept in ["\"btLr\"", "w:val=\"1440\" w:hRule=\"atLeast\""] {
        assert!(body.contains(kept), "{kept} in {body}");
    }
}
