//! Kinds of faults of readers, each in several forms: what stands in a file of any format comes out, once,
//! where it is read, or a finding names it.

use crate::source::{Source, SourceBlock};
use crate::suite::packages;
use crate::verify::source::account;

/// A file as read, both counts agreed.
fn read(bytes: &[u8]) -> Source {
    let source = crate::read::read("a", bytes).unwrap();
    account(bytes, &source).unwrap();
    source
}

/// Its paragraphs as they are shown, those of cells among them.
fn lines(source: &Source) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &source.blocks {
        match block {
            SourceBlock::Paragraph(paragraph) => lines.push(paragraph.all_text()),
            SourceBlock::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                lines.extend(cells.flat_map(|cell| &cell.paragraphs).map(|paragraph| paragraph.all_text()));
            }
        }
    }
    lines
}

fn codes(source: &Source) -> Vec<&'static str> {
    source.findings.iter().map(|finding| finding.rule.code).collect()
}

fn page(head: &str, body: &str) -> Vec<u8> {
    format!("<html><head><meta charset=\"utf-8\">{head}</head><body>{body}</body></html>").into_bytes()
}

fn rich(body: &str) -> Vec<u8> {
    let fonts = r"{\fonttbl{\f0 Times New Roman;}{\f1\fcharset2 Symbol;}}";
    format!(r"{{\rtf1\ansi\deff0{fonts}{body}}}").into_bytes()
}

#[test]
fn lists_of_pages_count_as_browsers_do() {
    for (head, body, expected) in [
        ("", "<ol reversed><li>x<li>y</ol>", ["2.\tx", "1.\ty"]),
        ("", "<ol reversed start=10><li>x<li>y</ol>", ["10.\tx", "9.\ty"]),
        ("", "<ol><li type=i>x<li>y</ol>", ["i.\tx", "2.\ty"]),
        ("", "<menu><li>x<li>y</menu>", ["•\tx", "•\ty"]),
        (
            "<style>ol.r{list-style-type:upper-roman}</style>",
            "<ol class='a r'><li>x<li>y</ol>",
            ["I.\tx", "II.\ty"],
        ),
        (
            "<style>/* c */ @media x {ol{list-style:none}} ol {list-style: lower-alpha outside}</style>",
            "<ol><li>x<li>y</ol>",
            ["a.\tx", "b.\ty"],
        ),
        ("", "<ol style='list-style-type:cjk-ideographic'><li>x<li>y</ol>", ["一、\tx", "二、\ty"]),
        ("", "<ol style='list-style-type:lower-greek'><li>x<li>y</ol>", ["α.\tx", "β.\ty"]),
        ("", "<ul style='list-style-type:\"–\"'><li>x<li>y</ul>", ["–\tx", "–\ty"]),
    ] {
        let source = read(&page(head, body));
        assert_eq!(lines(&source), expected, "{body}");
        assert!(codes(&source).is_empty(), "{body}");
    }
    let unknown = read(&page("", "<ol style='list-style-type:georgian'><li>x</ol>"));
    assert_eq!(codes(&unknown), ["WRD030"]);
}

#[test]
fn style_sheets_of_pages_hide_words_and_name_fonts_of_signs() {
    let head = "<style><!-- .no {display:none} span.s, b {font-family: Wingdings} --></style>";
    let source = read(&page(head, "<p>seen <span class=no>HID</span> <span class=s>§</span></p>"));
    assert_eq!(lines(&source), ["seen  ▪"]);
    assert_eq!(codes(&source), ["WRD010"]);
}

#[test]
fn what_a_page_shows_beside_words_leaves_a_placeholder() {
    for name in ["object", "iframe", "video", "audio", "canvas", "applet"] {
        let source = read(&page("", &format!("<p>a <{name}>other words</{name}> b</p>")));
        assert_eq!(lines(&source), ["a […] b"], "{name}");
        assert_eq!(codes(&source), ["WRD002"], "{name}");
    }
    let source = read(&page("", "<p>Name: <input placeholder='Your name'></p>"));
    assert_eq!((lines(&source), codes(&source)), (vec!["Name: Your name".to_owned()], vec!["WRD018"]));
}

#[test]
fn rich_text_keeps_what_its_rarer_words_show() {
    for (body, expected, code) in [
        (r"\pard\dropcapli3\dropcapt1 T\par\pard he Union.\par", vec!["The Union."], None),
        (r"\pard Head.{\v\spv\par}\pard  body\par", vec!["Head. body"], None),
        (
            r"\pard a{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 136}}{\sp{\sn gtextUNICODE}{\sv DRAFT}}}}\par",
            vec!["a", "DRAFT"],
            Some("WRD006"),
        ),
        (r"\pard page \chpgn\par", vec!["page […]"], Some("WRD002")),
        (r"\pard of \chdate\par", vec!["of "], Some("WRD020")),
        (
            r"\trowd\clmgf\cellx1000\clmrg\cellx2000\pard\intbl TOP\cell HID\cell\row\pard x\par",
            vec!["TOP", "x"],
            Some("WRD019"),
        ),
    ] {
        let source = read(&rich(body));
        assert_eq!(lines(&source), expected, "{body}");
        assert_eq!(codes(&source).first().copied(), code, "{body}");
    }
    let down = r"\trowd\clvmgf\cellx1000\pard\intbl TOP\cell\row\trowd\clvmrg\cellx1000\pard\intbl HID\cell\row\pard x\par";
    let source = read(&rich(down));
    assert!(!lines(&source).concat().contains("HID") && codes(&source) == ["WRD019"], "{:?}", lines(&source));
}

#[test]
fn ranges_of_comments_are_read_in_every_format() {
    use crate::text::Object;
    let rich = rich(
        r"\pard aa {\*\atrfstart 0}bb{\*\atrfend 0}{\*\atnid A}{\*\atnauthor Ann}\chatn{\*\annotation{\*\atnref 0}REMARK} cc\par",
    );
    let flat = "<?xml version='1.0'?><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
         xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' office:mimetype='application/vnd.oasis.opendocument.text'>\
         <office:body><office:text><text:p>aa <office:annotation office:name='n'><text:p>REMARK</text:p></office:annotation>bb\
         <office:annotation-end office:name='n'/> cc</text:p></office:text></office:body></office:document>";
    for bytes in [rich, flat.into()] {
        let source = read(&bytes);
        let SourceBlock::Paragraph(paragraph) = &source.blocks[0] else { panic!("no paragraph") };
        let place = |wanted: Object| {
            let runs = paragraph.runs.iter().take_while(|run| run.object != Some(wanted));
            runs.map(|run| run.text.as_str()).collect::<String>()
        };
        assert_eq!(place(Object::CommentStart(0)).trim(), "aa");
        assert_eq!(place(Object::Comment(0)).trim(), "aa bb");
        assert_eq!(source.comments[0].paragraphs[0].all_text(), "REMARK");
    }
}

#[test]
fn pages_with_a_wrong_label_and_letters_misread_are_told() {
    let russian = "Пересмотр Резолюции о недискриминационном доступе к средствам электросвязи. ".repeat(3);
    let text =
        format!("<html><head><meta charset=\"iso-8859-1\"></head><body><p>{russian}</p></body></html>");
    let source = read(&encoding_rs::WINDOWS_1251.encode(&text).0);
    assert_eq!((lines(&source), codes(&source)), (vec![russian.trim().to_owned()], vec!["ENC012"]));
    for text in
        ["RÃ©solution 64: accÃ¨s Ã©quitable dÃ©jÃ\u{A0} votÃ©e", "R?solution 64: acc?s ?quitable d?j? vot?e"]
    {
        let source = read(text.as_bytes());
        assert!(codes(&source).iter().any(|code| matches!(*code, "ENC015" | "ENC002")), "{text}");
    }
}

#[test]
fn fields_and_elements_that_programs_fill_in_are_told() {
    for (body, expected, code) in [
        (r#"<w:pgNum/>"#, "A […] Z", "WRD002"),
        (r#"<w:dayLong/>"#, "A  Z", "WRD020"),
        (
            r#"<w:fldChar w:fldCharType="begin"/><w:instrText>FILLIN "Name?" \d "Smith"</w:instrText><w:fldChar w:fldCharType="end"/>"#,
            "A Smith Z",
            "",
        ),
        (
            r#"<w:fldChar w:fldCharType="begin"/><w:instrText>INDEX</w:instrText><w:fldChar w:fldCharType="end"/>"#,
            "A  Z",
            "WRD020",
        ),
    ] {
        let body = format!(
            r#"<w:p><w:r><w:t xml:space="preserve">A </w:t></w:r><w:r>{body}</w:r><w:r><w:t xml:space="preserve"> Z</w:t></w:r></w:p>"#
        );
        let source = read(&packages::document(&[("document", body.as_bytes())]));
        assert_eq!(lines(&source), [expected], "{body}");
        assert_eq!(codes(&source).first().copied().unwrap_or_default(), code, "{body}");
    }
}
