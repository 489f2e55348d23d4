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

#[test]
fn old_numbers_of_rich_text_are_counted_where_they_are_not_written() {
    let body = r"{\*\pn\pnlvlbody\pndec\pnstart1{\pntxta .}}";
    let letters = r"{\*\pn\pnlvlbody\pnlcltr\pnstart3{\pntxtb (}{\pntxta )}}";
    let level = |at: u8| format!(r"{{\*\pn\pnlvl{at}\pndec\pnprev\pnstart1{{\pntxta .}}}}");
    for (text, expected) in [
        (format!(r"\pard{body}x\par y\par\pard z\par"), vec!["1.\tx", "2.\ty", "z"]),
        (format!(r"\pard{letters}x\par\pard{letters}y\par"), vec!["(c)\tx", "(d)\ty"]),
        // Another paragraph between them begins the count anew, an empty one does not.
        (format!(r"\pard{body}x\par\pard\par\pard{body}y\par"), vec!["1.\tx", "", "2.\ty"]),
        (format!(r"\pard{body}x\par\pard o\par\pard{body}y\par"), vec!["1.\tx", "o", "1.\ty"]),
        (
            format!(r"\pard{body}x\par\pard{{\*\pn\pnlvlcont}}o\par\pard{body}y\par"),
            vec!["1.\tx", "o", "2.\ty"],
        ),
        (
            format!(r"\pard{0}x\par\pard{1}y\par\pard{1}z\par\pard{0}w\par", level(1), level(2)),
            vec!["1.\tx", "1.1.\ty", "1.2.\tz", "2.\tw"],
        ),
        (r"\pard{\*\pn\pnlvlblt\pnf1{\pntxtb\'b7}}x\par".to_owned(), vec!["•\tx"]),
        (format!(r"\pard{{\pntext 7.\tab}}{body}x\par"), vec!["7.\tx"]),
    ] {
        assert_eq!(lines(&read(&rich(&text))), expected, "{text}");
    }
}

#[test]
fn drawn_shapes_of_rich_text_leave_a_trace() {
    let shape = |kind: u8, inside: &str| {
        format!(r"\pard a{{\shp{{\*\shpinst{{\sp{{\sn shapeType}}{{\sv {kind}}}}}{inside}}}}}\par")
    };
    for (text, expected, code) in [
        (shape(20, ""), vec!["a"], Some("WRD032")),
        (shape(1, ""), vec!["a[…]"], Some("WRD002")),
        (shape(1, r"{\shptxt\pard words\par}"), vec!["a", "words"], Some("WRD006")),
        (shape(202, ""), vec!["a"], None),
        (r"\pard a{\*\do\dpline\dpx0}\par".to_owned(), vec!["a"], Some("WRD032")),
        (r"{\header\pard h{\*\do\dpline\dpx0}\par}\pard a\par".to_owned(), vec!["a"], None),
    ] {
        let source = read(&rich(&text));
        assert_eq!((lines(&source), codes(&source).first().copied()), (own(&expected), code), "{text}");
    }
}

fn own(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// A Word package with a body and styles.
fn word(body: &str, styles: &str) -> Source {
    read(&packages::document(&[("document", body.as_bytes()), ("styles", styles.as_bytes())]))
}

#[test]
fn styles_make_paragraphs_go_on() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="Cap"><w:pPr><w:framePr w:dropCap="drop"/></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="Cap"/></w:style>
        <w:style w:type="paragraph" w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let two = |first: &str, words: &str| {
        format!(r#"<w:p><w:pPr>{first}</w:pPr>{words}</w:p><w:p><w:r><w:t>he Union</w:t></w:r></w:p>"#)
    };
    let plain = "<w:r><w:t>T</w:t></w:r>";
    let seen = r#"<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>T</w:t></w:r>"#;
    for (first, words, expected) in [
        (r#"<w:pStyle w:val="Own"/>"#, plain, vec!["The Union"]),
        (r#"<w:rPr><w:rStyle w:val="Gone"/></w:rPr>"#, plain, vec!["The Union"]),
        (r#"<w:pStyle w:val="Unseen"/>"#, seen, vec!["The Union"]),
        (r#"<w:pStyle w:val="Unseen"/><w:rPr><w:vanish w:val="0"/></w:rPr>"#, seen, vec!["T", "he Union"]),
        (r#"<w:framePr w:w="100"/>"#, plain, vec!["T", "he Union"]),
    ] {
        assert_eq!(lines(&word(&two(first, words), styles)), expected, "{first}");
    }
}

#[test]
fn white_space_is_kept_where_an_element_around_says_so() {
    let runs = "<w:r><w:t>a </w:t></w:r><w:r><w:t>b</w:t></w:r>";
    for (body, expected) in [
        (format!("<w:p xml:space='preserve'>{runs}</w:p>"), "a b"),
        (format!("<w:p><w:ins xml:space='preserve'>{runs}</w:ins></w:p>"), "a b"),
        (
            "<w:p xml:space='preserve'><w:r><w:t xml:space='default'>a </w:t><w:t> b</w:t></w:r></w:p>"
                .to_owned(),
            "a b",
        ),
        (format!("<w:p><w:bookmarkStart xml:space='preserve'/>{runs}</w:p>"), "ab"),
    ] {
        assert_eq!(lines(&word(&body, "")), [expected], "{body}");
    }
}

#[test]
fn what_style_sheets_put_in_is_shown() {
    for (sheet, body, expected) in [
        ("p.n::before{content:\"NOTE; \"}", "<p class=n>x</p>", vec!["NOTE; x"]),
        ("p:after{content:' (' attr(lang) ')'}", "<p lang=fr>x</p>", vec!["x (fr)"]),
        (
            "h2{counter-increment:art 2}h2:before{content:\"Art. \" counter(art, upper-roman) '\\2014'}",
            "<h2>x</h2><h2>y</h2>",
            vec!["Art. II—x", "Art. IV—y"],
        ),
        (".n:before{content:none}", "<p class=n>x</p>", vec!["x"]),
        ("p:hover::before{content:'no'} p + b:before{content:'no'}", "<p><b>x</b></p>", vec!["x"]),
        ("p > b:before{content:'so '} div > b:before{content:'no'}", "<p><b>x</b></p>", vec!["so x"]),
        ("b:before{content:'no';display:none}", "<p><b>x</b></p>", vec!["x"]),
    ] {
        let source = read(&page(&format!("<style>{sheet}</style>"), body));
        assert_eq!((lines(&source), codes(&source).len()), (own(&expected), 0), "{sheet}");
    }
    let source = read(&page("<style>p:before{content:url(a.png)}</style>", "<p>x</p>"));
    assert_eq!((lines(&source), codes(&source)), (own(&["[…]x"]), vec!["WRD002"]));
}

#[test]
fn formulas_of_pages_are_read_as_lines() {
    for (formula, expected) in [
        ("<mfrac><mi>a</mi><mn>2</mn></mfrac>", "a/2"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>", "(a+b)/c"),
        ("<msqrt><mi>b</mi><mo>+</mo><mi>c</mi></msqrt><mspace/><mi>d</mi>", "√(b+c)d"),
        ("<semantics><mrow><mi>x</mi></mrow><annotation encoding='t'>TEX</annotation></semantics>", "x"),
    ] {
        let source = read(&page("", &format!("<p><math>{formula}</math></p>")));
        assert_eq!((lines(&source), codes(&source)), (own(&[expected]), vec!["WRD001"]), "{formula}");
    }
}

#[test]
fn notes_of_pages_are_found_by_their_addresses() {
    let body = "<p>a<a href='#_ftn1' name='_ftnref1'>[1]</a></p><div style='mso-element:footnote-list'>\
                <div style='mso-element:footnote' id=ftn1><p><a href='#_ftnref1'>[1]</a> words</p></div></div>";
    let source = read(&page("", body));
    assert_eq!((lines(&source), source.notes.len()), (own(&["a"]), 1));
    assert_eq!(source.notes[0].paragraphs[0].all_text().trim(), "words");
}

#[test]
fn text_in_a_page_of_dos_or_misread_is_no_text_in_silence() {
    let french =
        "R\u{82}solution 64 (R\u{82}v. Busan), la Conf\u{82}rence d\u{82}cide: acc\u{8A}s \u{85} tous";
    let bytes: Vec<u8> = french.chars().map(|c| c as u8).collect();
    let refusal = crate::read::read("a.txt", &bytes).unwrap_err();
    assert!(refusal.found.contains("DOS"), "{}", refusal.found);
    let source = read("R&amp;D &#233;tudes".as_bytes());
    assert_eq!(codes(&source), ["ENC016"]);
    assert!(crate::read::read("a.txt", b"a\0\0\0\0b\0\0c").is_err());
}

#[test]
fn signs_as_long_as_nothing_else_are_cut_where_they_stand() {
    let run = "<w:p><w:r><w:rPr><w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/></w:rPr><w:t>\u{FC} q</w:t></w:r></w:p>";
    let source = word(run, "");
    let SourceBlock::Paragraph(paragraph) = &source.blocks[0] else { panic!("no paragraph") };
    for run in paragraph.runs.iter().filter(|run| run.text.chars().count() > 1) {
        assert_eq!(run.span.map(|span| span.range().len()), Some(run.text.len()));
    }
    assert_eq!(lines(&source), ["✓ ❑"]);
}

#[test]
fn pages_that_were_scanned_are_told() {
    let picture = |size: &str| {
        format!(
            "<w:p><w:r><w:drawing><wp:inline><wp:extent {size}/><a:graphic><a:graphicData><pic:pic><pic:blipFill>\
             <a:blip r:embed='image'/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )
    };
    let words = "<w:p><w:r><w:t>Words of a letter.</w:t></w:r></w:p>";
    let (large, small) = (picture("cx='7000000' cy='9000000'"), picture("cx='700000' cy='900000'"));
    for (body, told) in [
        (large.clone(), true),
        (format!("{words}{large}"), true),
        (small.clone(), true),
        (format!("{words}{small}"), false),
    ] {
        let gif: &[u8] = b"GIF89a of no further interest";
        let image = r#"<Relationship Id="image" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/dot.png"/>"#;
        let parts = [("document", body.as_bytes()), ("rels", image.as_bytes()), ("word/media/dot.png", gif)];
        let source = read(&packages::document(&parts));
        assert_eq!(codes(&source).contains(&"WRD024"), told, "{body}");
    }
}

#[test]
fn drawn_shapes_of_open_documents_leave_a_trace() {
    let flat = |inside: &str| {
        format!(
            "<?xml version='1.0'?><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
             xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' \
             xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' \
             office:mimetype='application/vnd.oasis.opendocument.text'><office:body><office:text>\
             <text:p>a{inside}</text:p></office:text></office:body></office:document>"
        )
    };
    for (inside, expected, code) in [
        ("<draw:line/>", vec!["a"], "WRD032"),
        ("<draw:rect/>", vec!["a[…]"], "WRD002"),
        ("<draw:custom-shape><text:p>words</text:p></draw:custom-shape>", vec!["a", "words"], "WRD006"),
    ] {
        let source = read(flat(inside).as_bytes());
        assert_eq!((lines(&source), codes(&source)), (own(&expected), vec![code]), "{inside}");
    }
}

#[test]
fn what_a_page_strikes_out_goes_with_its_number() {
    use crate::text::View;
    let source = read(&page("", "<ol><li>a</li><del><li>b</li></del><ins><li>c</li></ins></ol>"));
    let shown = |view: View| {
        let paragraphs = source.blocks.iter().map(|block| match block {
            SourceBlock::Paragraph(paragraph) => paragraph.text(view),
            SourceBlock::Table(_) => String::new(),
        });
        paragraphs.filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    assert_eq!(shown(View::Revised), ["1.\ta", "2.\tc"]);
    assert_eq!(shown(View::Base), ["1.\ta", "2.\tb"]);
}

#[test]
fn drop_caps_of_word_begin_the_paragraph_behind_them() {
    let style = "mso-element:dropcap-dropped;mso-element-wrap:around;mso-element-linespan:3";
    for body in [
        format!("<p class=MsoNormal style='{style}'>T</p><p>he Union.</p>"),
        format!(
            "<div style='{style}'><table align=left><tr><td><p style='{style}'>T</p></td></tr></table></div><p>he Union.</p>"
        ),
    ] {
        assert_eq!(lines(&read(&page("", &body))), ["The Union."], "{body}");
    }
}

#[test]
fn importance_of_a_declaration_is_none_of_its_value() {
    for body in [
        "<p>a<span style='display:none !important'>HID</span></p>",
        "<p>a<span style='DISPLAY: none!important'>HID</span></p>",
    ] {
        assert_eq!(lines(&read(&page("", body))), ["a"], "{body}");
    }
}

#[test]
fn fonts_of_one_script_say_their_encoding_by_their_name() {
    let text = br"{\rtf1\ansi{\fonttbl{\f0 Times New Roman;}{\f3\froman Times New Roman Cyr;}{\f4 Arial CE;}}\pard\f3 \'d0\'e5\'e7\f4  \'e8\par}";
    assert_eq!(lines(&read(text)), ["Рез č"]);
}

#[test]
fn faults_of_the_second_count_that_fuzzing_met() {
    // Two fonts of one number, of which the first counts; a group inside an entry; a NUL in a tag.
    let twice =
        br"{\rtf1\ansi{\fonttbl{\f0 Arial;}{\f1\fcharset2 Symbol;rest}{\f1 Arial;}}\pard {\f1 a}b\par}";
    assert_eq!(lines(&read(twice)), ["αb"]);
    let inner = br"{\rtf1\ansi{\fonttbl{\f0 Arial;{\f1\fcharset2 Symbol;}}}\pard {\f1 a}b\par}";
    read(inner);
    read(b"<html><body><\0p>a word</p></body></html>");
    read(b"\r\n\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<html><body><p>a</p></body></html>");
}
