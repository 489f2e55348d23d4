//! Files that say what they show in a rare way: codes for ends of paragraphs, signs inside formulas, codes of fields
//! that run over paragraphs, records padded with NULs, numbers of items that count down, a package with two names.

use crate::diagnostics::RefusalKind;
use crate::read::read;
use crate::suite::packages;
use crate::suite::readers::{printed, shown};

fn paragraph(content: &str) -> String {
    format!("<w:p>{content}</w:p>")
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn document(body: &str) -> Vec<u8> {
    packages::document(&[("document", body.as_bytes())])
}

/// The code of a carriage return ends a paragraph of Rich Text; a table that is only for readers without inner tables
/// is none.
#[test]
fn ends_that_rich_text_writes_as_codes() {
    for (body, expected) in [
        ("\\pard to note\\'0dto invite\\par", &["to note", "to invite"][..]),
        ("\\pard to note\\u13 ?to invite\\par", &["to note", "to invite"]),
        ("\\pard\\'0dto invite\\par", &["", "to invite"]),
        (
            "\\trowd\\cellx4000\\pard\\intbl\\itap2 within\\nestcell{\\*\\nesttableprops\\trowd\\cellx2000\\nestrow}\
             {\\nonesttables FOR OTHERS\\par}\\pard\\intbl\\itap1 around\\cell\\row\\pard after\\par",
            &["around", "after"],
        ),
    ] {
        let (lines, _) = shown("a.rtf", format!("{{\\rtf1\\ansi {body}}}").as_bytes());
        assert_eq!(lines, expected, "{body}");
    }
}

/// A lead byte of Chinese before a digit leads nothing, and the digit is none of it.
#[test]
fn a_digit_behind_half_a_character_is_kept() {
    for (body, expected) in [
        ("{\\f1\\'ac5} of 7{\\f1\\'b5\\'da}", "\u{FFFD}5 of 7第"),
        ("{\\f1\\'ac5\\'b5\\'da} of 7", "\u{FFFD}5第 of 7"),
        ("{\\f1\\'81\\'30\\'81\\'30} of 7", "\u{80} of 7"),
    ] {
        let file = format!("{{\\rtf1\\ansi{{\\fonttbl{{\\f1\\fcharset134 SimSun;}}}}{body}\\par}}");
        let source = read("a.rtf", file.as_bytes()).unwrap();
        assert_eq!(source.text.trim_end(), expected, "{body}");
        crate::verify::source::account(file.as_bytes(), &source).unwrap();
    }
}

/// A mail program puts a page beside its words, and both beside the pictures.
#[test]
fn a_page_in_parts_of_parts() {
    let file = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"A\"\n\n--A\nContent-Type: \
                multipart/alternative; boundary=\"B\"\n\n--B\nContent-Type: text/plain\n\nwords alone\n--B\nContent-Type: \
                text/html; charset=utf-8\n\n<p>to note the <b>page</b></p>\n--B--\n\n--A\nContent-Type: \
                image/png\n\nx\n--A--\n";
    assert_eq!(shown("a.mht", file.as_bytes()).0, ["to note the page"]);
}

/// Control characters in a font of signs are no signs; an attribute of no vocabulary says nothing; a table of lists holds
/// nothing that is shown.
#[test]
fn what_says_nothing_is_counted_by_neither() {
    let page = "<html><p>to <font face=\"Wingdings\">\u{1B}\u{1B}</font>note</p></html>";
    assert_eq!(shown("a.html", page.as_bytes()).0, ["to note"]);
    let rich = "{\\rtf1{\\listtable\\fonttbl\\field\\fldinst SYMBOL 76}to note\\par}";
    assert_eq!(shown("a.rtf", rich.as_bytes()).0, ["to note"]);
    let spaces: String = ["office", "text", "table"]
        .iter()
        .map(|name| format!(" xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""))
        .collect();
    let flat = format!(
        "<office:document{spaces} office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text>\
         <table:table><table:table-row><table:table-cell tabel:number-columns-repeated=\"2\"><text:p>once</text:p>\
         </table:table-cell></table:table-row></table:table><text:p>after</text:p></office:text></office:body></office:document>"
    );
    assert_eq!(shown("a.fodt", flat.as_bytes()).0, ["once", "after"]);
}

/// `w:sym` in a formula, and the form that Word 2016 has for signs beyond the basic plane (MS-DOCX, 2.6.4).
#[test]
fn signs_in_formulas_and_of_later_words() {
    let sign = "<w:sym w:font=\"Symbol\" w:char=\"F064\"/>";
    let formula = format!("<m:oMath><m:r>{sign}</m:r><m:r><m:t>=2</m:t></m:r></m:oMath>");
    let later = "<w:r><se:symEx xmlns:se=\"http://schemas.microsoft.com/office/word/2015/wordml/symex\" se:font=\"Segoe UI Symbol\" se:char=\"2708\"/></w:r>";
    let body = paragraph(&[&run("where "), formula.as_str(), &run(" and "), later].concat());
    assert_eq!(printed("a.docx", &document(&body)), ["where δ=2 and ✈"]);
}

/// The paragraph ends inside the code of a field are no more shown than the code.
#[test]
fn a_code_over_paragraphs_joins_them() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let code = |text: &str| format!("<w:r><w:instrText xml:space=\"preserve\">{text}</w:instrText></w:r>");
    let body = [
        paragraph(&[run("The delegation "), mark("begin"), code(" IF a = b \"not")].concat()),
        paragraph(&code("seen")),
        paragraph(
            &[code("\" \"x\" "), mark("separate"), run("of Samoa"), mark("end"), run(" proposes")].concat(),
        ),
        paragraph(&run("that it be noted.")),
    ];
    assert_eq!(
        printed("a.docx", &document(&body.concat())),
        ["The delegation of Samoa proposes", "that it be noted."]
    );
}

/// Records of one length, with NULs for what they lack; NULs before the text and many behind it.
#[test]
fn records_padded_with_nuls() {
    let record = |text: &str, length: usize| {
        let mut bytes = text.as_bytes().to_vec();
        bytes.resize(length, 0);
        bytes
    };
    let records = [record("to instruct the Director", 64), record("to report each year", 64)].concat();
    assert_eq!(shown("a.txt", &records).0, ["to instruct the Director", "to report each year"]);
    let chinese = [record("责成主任", 48), record("每年提交报告", 48)].concat();
    assert_eq!(shown("a.txt", &chinese).0, ["责成主任", "每年提交报告"]);
    assert_eq!(shown("a.txt", &record("a few words\n", 4096)).0, ["a few words"]);
    assert_eq!(shown("a.txt", &[&[0; 4][..], b"behind a gap\n"].concat()).0, ["behind a gap"]);
    let binary = [&b"\x01\x02\x03\x90\xFFq\0"[..]; 40].concat();
    assert_eq!(read("a.txt", &binary).map(|source| source.text).unwrap_err().kind, RefusalKind::Format);
}

/// A value inside a list that counts down is counted on from; parts of pages begin with any element of a page.
#[test]
fn items_that_count_down_and_parts_of_pages() {
    for (page, expected) in [
        (
            "<html><ol reversed start=8><li>eight<li>seven<li value=20>twenty<li>nineteen</ol></html>",
            &["8.\teight", "7.\tseven", "20.\ttwenty", "19.\tnineteen"][..],
        ),
        (
            "<html><ol><li>one<li></li><li><ul><li>under three</ul><li>four</ol></html>",
            &["1.\tone", "2.\t", "3.\t", "○\tunder three", "4.\tfour"],
        ),
        ("<iframe src=\"b.htm\"></iframe><p>behind the frame</p>", &["[…]", "behind the frame"]),
        (
            "<!-- made by a program --><style>p { color: red }</style><p>behind a comment</p>",
            &["behind a comment"],
        ),
        ("<details><summary>In short</summary><p>At length</p></details>", &["In short", "At length"]),
    ] {
        assert_eq!(shown("a.html", page.as_bytes()).0, expected, "{page}");
    }
}

/// A page of Big5 that says GB2312, which explains nearly any pairs; Greek is no Cyrillic of the Macintosh.
#[test]
fn labels_and_scripts_that_mislead() {
    let text = "會員國應採取必要措施以執行本決議，並向理事會提交報告。";
    let page = format!("<html><meta charset=gb2312><p>{text}</p></html>");
    let source = read("a.html", &encoding_rs::BIG5.encode(&page).0).unwrap();
    assert_eq!(source.text.trim(), text);
    assert!(source.findings.iter().any(|finding| finding.rule.code == "ENC012"));
    let greek = "Τα κράτη μέλη λαμβάνουν τα αναγκαία μέτρα για την εφαρμογή του ψηφίσματος.\n";
    assert_eq!(shown("a.txt", &encoding_rs::WINDOWS_1253.encode(greek).0).0, [greek.trim()]);
}

/// A deletion that LibreOffice saves while it shows changes stands in its place in the text.
#[test]
fn a_deletion_in_its_place_in_open_document() {
    let spaces: String = ["office", "text"]
        .iter()
        .map(|name| format!(" xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""))
        .collect();
    let region = |id: &str, kind: &str| {
        format!(
            "<text:changed-region text:id=\"{id}\"><text:{kind}><office:change-info/></text:{kind}></text:changed-region>"
        )
    };
    let change = |id: &str, text: &str| {
        format!(
            "<text:change-start text:change-id=\"{id}\"/>{text}<text:change-end text:change-id=\"{id}\"/>"
        )
    };
    let file = format!(
        "<office:document{spaces} office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text>\
         <text:tracked-changes>{}{}</text:tracked-changes><text:p>The {}{} report</text:p>\
         </office:text></office:body></office:document>",
        region("i", "insertion"),
        region("d", "deletion"),
        change("d", "yearly"),
        change("i", "final"),
    );
    let source = read("a.fodt", file.as_bytes()).unwrap();
    let crate::source::SourceBlock::Paragraph(first) = &source.blocks[0] else { panic!("a table") };
    let marks = |text: &str| {
        let run = first.runs.iter().find(|run| run.text == text).unwrap();
        (run.insertion.is_some(), run.deletion.is_some())
    };
    assert_eq!(
        [marks("yearly"), marks("final"), marks("The ")],
        [(false, true), (true, false), (false, false)]
    );
}

/// An extra field gives a second part the name of the main one (Info-ZIP, 0x7075): some programs read the one, some the
/// other.
#[test]
fn a_part_with_two_names_is_refused() {
    let whole = document(&paragraph(&run("the one")));
    let parts = packages::parts(&whole);
    let mut all: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    let other = packages::part("w:document", "<w:body><w:p><w:r><w:t>the other</w:t></w:r></w:p></w:body>");
    all.push(("word/other.xml", other.as_bytes()));
    let mut package = packages::zip(&all);
    assert!(read("a.docx", &package).is_ok());
    // The last entry of the directory gets the field: version, checksum of the entry's own name, name.
    let name = b"word/document.xml";
    let mut field = vec![0x75, 0x70, 5 + name.len() as u8, 0, 1, 0x02, 0xEA, 0x5A, 0xA7];
    field.extend_from_slice(name);
    let end = package.windows(4).rposition(|four| four == b"PK\x05\x06").unwrap();
    let last = package[..end].windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    package[last + 30] = field.len() as u8;
    let size = u32::from_le_bytes(package[end + 12..end + 16].try_into().unwrap()) + field.len() as u32;
    package[end + 12..end + 16].copy_from_slice(&size.to_le_bytes());
    package.splice(end..end, field);
    let refusal = read("a.docx", &package).map(|source| source.text).unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::Damaged);
    assert!(refusal.found.contains("two parts"), "{}", refusal.found);
}

/// Word writes the lists of a text into both parts of an OpenDocument package, under the same names.
#[test]
fn list_styles_of_one_name_in_two_parts() {
    let root = |name: &str, content: &str| {
        let spaces: String = ["office", "text", "style"]
            .iter()
            .map(|name| format!(" xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""))
            .collect();
        format!("<office:{name}{spaces}>{content}</office:{name}>")
    };
    let lists = "<office:automatic-styles>\
        <text:list-style style:name=\"L1\"><text:list-level-style-bullet text:level=\"1\" text:bullet-char=\"•\"/></text:list-style>\
        <text:list-style style:name=\"L2\"><text:list-level-style-number text:level=\"1\" style:num-suffix=\".\" style:num-format=\"1\"/></text:list-style>\
        <text:list-style style:name=\"L3\"><text:list-level-style-number text:level=\"1\" style:num-suffix=\")\" style:num-format=\"a\"/></text:list-style>\
        </office:automatic-styles>";
    let list = |style: &str, text: &str| {
        format!(
            "<text:list text:style-name=\"{style}\"><text:list-item><text:p>{text}</text:p></text:list-item></text:list>"
        )
    };
    let body = [list("L2", "to note"), list("L3", "to invite"), list("L1", "to ask")].concat();
    let content = format!("{lists}<office:body><office:text>{body}</office:text></office:body>");
    let package = packages::zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("styles.xml", root("document-styles", lists).as_bytes()),
        ("content.xml", root("document-content", &content).as_bytes()),
    ]);
    assert_eq!(shown("a.odt", &package).0, ["1.\tto note", "a)\tto invite", "•\tto ask"]);
    // The style of a header's words hides none of the body's that has its name.
    let style = |display: &str| {
        format!(
            "<office:automatic-styles><style:style style:name=\"T1\" style:family=\"text\">\
             <style:text-properties text:display=\"{display}\"/></style:style></office:automatic-styles>"
        )
    };
    let body = "<office:body><office:text><text:p>to <text:span text:style-name=\"T1\">report</text:span></text:p></office:text></office:body>";
    let package = packages::zip(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("styles.xml", root("document-styles", &style("none")).as_bytes()),
        ("content.xml", root("document-content", &[style("true").as_str(), body].concat()).as_bytes()),
    ]);
    assert_eq!(shown("a.odt", &package).0, ["to report"]);
}
