//! Small files of each format and encoding, and the lines that their readers and writers show: each is
//! converted to every output, so that the proof runs over it too.

use std::sync::LazyLock;

use crate::diagnostics::{Refusal, RefusalKind};
use crate::pipeline::{Conversion, Engine, FileOptions, OutputKind, RunOptions};
use crate::read::read;
use crate::source::{SetAsideWhy, Source, SourceBlock};
use crate::suite::packages;
use crate::text::Paragraph;

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::default);

/// Converts a file to every output.
pub fn converted(name: &str, bytes: &[u8]) -> Result<Conversion, Refusal> {
    let run = RunOptions { outputs: OutputKind::ALL.to_vec(), ..RunOptions::default() };
    ENGINE.convert(name, bytes, &run, &FileOptions::default())
}

fn text_of(paragraph: &Paragraph) -> String {
    paragraph.runs.iter().map(|run| run.text.as_str()).collect()
}

/// The paragraphs of a source, cells and notes included; numbers of lists with them.
pub fn lines(source: &Source) -> Vec<String> {
    let mut lines = Vec::new();
    for block in &source.blocks {
        match block {
            SourceBlock::Paragraph(paragraph) => lines.push(text_of(paragraph)),
            SourceBlock::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.paragraphs);
                lines.extend(cells.map(text_of));
            }
        }
    }
    lines.extend(source.notes.iter().flat_map(|note| &note.paragraphs).map(text_of));
    lines
}

/// Reads and converts a file; gives its lines and the codes of what its reader found in the characters.
pub fn shown(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<&'static str>) {
    let source = read(name, bytes).unwrap_or_else(|refusal| panic!("{name}: {}", refusal.found));
    if let Err(refusal) = converted(name, bytes) {
        panic!("{name}: {} {}", refusal.kind.code(), refusal.found);
    }
    let codes = source.findings.iter().map(|finding| finding.rule.code);
    (lines(&source), codes.filter(|code| code.starts_with("ENC")).collect())
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

const RULE: &str = "国际电联成员国的提案，建议修改第七号决议。";

#[test]
fn pages_in_every_encoding() {
    let page = |head: &str| format!("<html><head>{head}</head><body><p>{RULE}</p></body></html>");
    for (name, bytes, codes) in [
        ("unsaid", gbk(&page("")), vec!["ENC001"]),
        ("said", gbk(&page("<meta charset=gbk>")), vec![]),
        ("said-wrong", page("<meta charset='gb2312'>").into_bytes(), vec!["ENC012"]),
        ("latin-said", gbk(&page("<meta charset='iso-8859-1'>")), vec!["ENC012"]),
        ("utf16-marked", utf16(&format!("\u{FEFF}{}", page(""))), vec!["ENC001"]),
        ("utf16", utf16(&page("<meta charset=unicode>")), vec!["ENC001"]),
    ] {
        assert_eq!(shown(&format!("{name}.html"), &bytes), (vec![RULE.to_owned()], codes), "{name}");
    }
}

#[test]
fn text_that_tells_of_damage() {
    let codes = |text: &str| shown("a.txt", text.as_bytes()).1;
    assert_eq!(codes("决议锟斤拷锟斤拷修订"), ["ENC002"]);
    assert_eq!(codes("the rï¿½sumï¿½"), ["ENC002"]);
    assert_eq!(codes("see the figure \u{FFFC} above"), ["ENC013"]);
    assert_eq!(codes("pay \u{202E}001\u{202C} francs"), ["ENC004"]);
}

#[test]
fn direction_and_objects_are_told_of_in_every_format() {
    let body = "a \u{202E}b\u{202C} c\u{FFFC}d";
    let docx = crate::suite::packages::document(&[(
        "document",
        format!("<w:p><w:r><w:t>{body}</w:t></w:r></w:p>").as_bytes(),
    )]);
    let rtf = b"{\\rtf1 a \\u8238?b\\u8236? c\\u-4?d\\par}".to_vec();
    let html = format!("<html><p>{body}</p></html>").into_bytes();
    for (name, bytes) in [("a.docx", docx), ("a.rtf", rtf), ("a.html", html)] {
        let (lines, codes) = shown(name, &bytes);
        assert_eq!(lines, ["a \u{202E}b\u{202C} cd"], "{name}");
        assert_eq!(codes, ["ENC004", "ENC013"], "{name}");
        let source = read(name, &bytes).unwrap();
        assert!(source.set_aside.iter().any(|piece| piece.why == SetAsideWhy::ObjectMark));
    }
}

#[test]
fn characters_without_a_look_need_no_glyph() {
    for character in
        "\u{E0101}\u{FE0F}\u{E0067}\u{180E}\u{3164}\u{115F}\u{FFF9}\u{FFFB}\u{2061}\u{FFA0}".chars()
    {
        let text = format!("葛{character}城 a{character}b قا{character}ل");
        assert_eq!(shown("a.txt", text.as_bytes()).0, [text.as_str()], "U+{:04X}", u32::from(character));
        let made = converted("a.txt", text.as_bytes()).unwrap();
        let (_, docx) = made.outputs.iter().find(|(kind, _)| *kind == OutputKind::Docx).unwrap();
        let parts = crate::suite::packages::parts(docx);
        let (_, document) = parts.iter().find(|(name, _)| name == "word/document.xml").unwrap();
        assert!(String::from_utf8_lossy(document).contains(character), "U+{:04X}", u32::from(character));
    }
}

#[test]
fn bullets_have_a_glyph() {
    for bullet in "‣⁃⁌⁍⦾⦿◦▪▫▸►▹▻➢➤➔✓✔✗✘☐☑☒●○■□◆◇◈❖❑❒★☆⮞⯈∙∗⁎🞂🞄🡒".chars()
    {
        let text = format!("{bullet} first of them");
        assert_eq!(shown("a.txt", text.as_bytes()).0, [text.as_str()]);
    }
}

#[test]
fn padding_and_pasted_nuls_are_set_aside() {
    let (lines, codes) = shown("a.txt", format!("{RULE}\n\0\0\0\0").as_bytes());
    assert_eq!((lines, codes), (vec![RULE.to_owned()], vec!["ENC003"]));
}

#[test]
fn white_space_of_pages() {
    for (page, expected) in [
        ("<p>建议修改\n  决议，\r\n请各国 研究</p>", "建议修改决议，请各国 研究"),
        ("<p>建议<b>\n修改</b>\n<i>决议</i></p>", "建议修改决议"),
        ("<p>建议 <b>修改</b> 决议</p>", "建议 修改 决议"),
        ("<p>“建议”\n修改 the\nUnion\n的</p>", "“建议”修改 the Union 的"),
    ] {
        assert_eq!(shown("a.html", format!("<html>{page}</html>").as_bytes()).0, [expected]);
    }
}

/// A head ends where something begins that no head can hold, whatever ends it in the file.
#[test]
fn heads_that_do_not_end() {
    for (page, expected) in [
        ("<html><head/><body><p>Words shown</p></body></html>", vec!["Words shown"]),
        ("<html><head><title>T</title><head><body>Words shown</body></html>", vec!["Words shown"]),
        ("<html><head><meta charset=utf-8><div>One</div><p>Two</p></html>", vec!["One", "Two"]),
        ("<html><head><style>p { color: red }</style>Bare words<p>Two</html>", vec!["Bare words", "Two"]),
        ("<html><head><noscript><p>One</p></noscript></head><body><p>Two</p></html>", vec!["One", "Two"]),
        (
            "<html><head><title>A</title></head><body><p>One</p></body><html><head><title>B</title></head><body><p>Two</p></body></html>",
            vec!["One", "Two"],
        ),
        ("<html><head><xml><w:View>Print</w:View></xml></head><body><p>One</p></body></html>", vec!["One"]),
    ] {
        assert_eq!(shown("a.html", page.as_bytes()).0, expected, "{page}");
        converted("a.html", page.as_bytes()).unwrap();
    }
}

/// A soft hyphen is one in a symbol font too: it is no sign of it.
#[test]
fn soft_hyphens_in_a_font_of_signs() {
    let run = |words: &str| {
        format!(r#"<w:r><w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>{words}</w:r>"#)
    };
    let body = format!(
        "<w:p><w:r><w:t>one</w:t></w:r>{}{}</w:p>",
        run("<w:softHyphen/>"),
        run("<w:t>\u{AD}\u{E0}</w:t>")
    );
    let file = packages::document(&[("document", body.as_bytes())]);
    assert_eq!(shown("a.docx", &file).0, ["one\u{AD}\u{AD}→"]);
}

/// A part of a page is HTML though its first end tag is far.
#[test]
fn parts_of_pages_are_pages() {
    let rules = "#a td { color: #000 }\n".repeat(500);
    for (page, expected) in [
        (format!("<div class='a'>\n<style>{rules}</style><p>Words</p></div>"), "Words"),
        (format!("<script language=\"javascript\">/* {rules} */</script><p>Words</p>"), "Words"),
        ("<link rel=stylesheet href=a.css><b>Words".to_owned(), "Words"),
        ("<hr><div>Words".to_owned(), "Words"),
        ("<a> and <b> are names of letters here".to_owned(), "<a> and <b> are names of letters here"),
        ("<i> is the italic of the Union".to_owned(), "<i> is the italic of the Union"),
        ("<ins>ADD marks".to_owned(), "<ins>ADD marks"),
    ] {
        assert_eq!(
            shown("a.html", page.as_bytes()).0,
            [expected],
            "{}",
            page.chars().take(30).collect::<String>()
        );
    }
}

/// Lines that look like header fields make no MIME document of a page that speaks of one.
#[test]
fn a_page_that_speaks_of_mime_is_a_page() {
    let page = "Note: 1\n\n<html><body><p>The field Content-Type: text/html is wanted.</p></body></html>";
    assert_eq!(
        shown("a.html", page.as_bytes()).0,
        ["Note: 1", "The field Content-Type: text/html is wanted."]
    );
}

/// In XHTML any element may end itself, a title or a script too; in HTML that sign says nothing.
#[test]
fn elements_of_xhtml_that_end_themselves() {
    let page = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title/><script src=\"a.js\"/><style/></head>\
        <body><p/><p>One<i/> two</p><table><tr><td/><td>Three</td></tr></table><textarea/><p>Four</p></body></html>";
    let page = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{page}");
    let (lines, _) = shown("a.html", page.as_bytes());
    assert_eq!(
        lines.iter().filter(|line| !line.is_empty()).collect::<Vec<_>>(),
        ["One two", "Three", "Four"]
    );
    converted("a.html", page.as_bytes()).unwrap();
    assert_eq!(shown("a.html", b"<html><body><p>One<i/> two</p></body></html>").0, ["One two"]);
}

#[test]
fn korean_parts_words_by_spaces() {
    assert_eq!(lines(&read("a.html", "<p>제안을\n수정</p>".as_bytes()).unwrap()), ["제안을 수정"]);
}

#[test]
fn what_pages_show_without_text() {
    for (page, expected) in [
        (
            "<p>Name: <input value='Cuba'> <input type=hidden value=x><input type=checkbox checked> yes <input type=checkbox> no</p>",
            "Name: Cuba ☒ yes ☐ no",
        ),
        ("<p>Region: <select><option>A<option selected>B<option>C</select> end</p>", "Region: B end"),
        ("<p>Region: <select><option>A</option><option>B</option></select></p>", "Region: A"),
        ("<p><textarea>two\nlines</textarea></p>", "two\nlines"),
        ("<p>he said <q>it is <q>so</q></q></p>", "he said “it is ‘so’”"),
        ("<p lang=fr>il dit <q>oui</q></p>", "il dit «\u{A0}oui\u{A0}»"),
        (
            "<p><span style='font-family:Wingdings'>Ø<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span>item Ø</p>",
            "➢\u{A0} item Ø",
        ),
        (
            "<p><font face=Symbol>a</font> and <span style='font-family:\"Symbol\",serif'>·</span></p>",
            "α and •",
        ),
        ("<p>汉<ruby>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby></p>", "汉字じ"),
    ] {
        assert_eq!(shown("a.html", format!("<html>{page}</html>").as_bytes()).0, [expected]);
    }
}

#[test]
fn rich_text_halves_and_moves() {
    for (body, expected) in [
        ("x\\uc0\\u55362\\uc1 \\u57271\\'3fy", "x𠮷y"),
        ("x\\u55362 ?\\b\\u57271 ?y", "x𠮷y"),
        ("{\\f1\\'d0}{\\b\\f1\\'de}", "修"),
        ("{\\f1\\'d0\\'de\\'b6}\\b {\\f1\\'a9}", "修订"),
        ("x\\u55362 ?y", "x\u{FFFD}y"),
        ("{\\f1\\'d0}y", "\u{FFFD}y"),
        ("x\\u-10240 ? y\\u-9216 ?z", "x\u{FFFD} y\u{FFFD}z"),
        ("x\\u-9216 ?\\u-10240 ?y", "x\u{FFFD}\u{FFFD}y"),
        ("x{\\upr{ansi}{\\*\\ud{\\u20462?}}}y", "x修y"),
        ("x{\\header a{\\ud b}}{\\*\\unknown a{\\ud b}}y", "xy"),
        ("{\\i0\\b0\\*\\cs7\\cf0 words}{\\*\\cs7  of a style}{\\*\\unknown  of no kind}", "words of a style"),
        ("anchor{\\*\\do\\dobxpage\\dptxbx{\\dptxbxtext\\pard boxed words\\par}\\dpx0}", "anchor"),
    ] {
        let file = format!(
            "{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 A;}}{{\\f1\\fcharset134 B;}}}}{body}\\par}}"
        );
        let source = read("a.rtf", file.as_bytes()).unwrap();
        let lines = lines(&source);
        assert_eq!(lines[0], expected, "{body}");
        assert_eq!(lines.get(1).is_some_and(|line| line == "boxed words"), body.contains("\\do"));
        if let Err(refusal) = converted("a.rtf", file.as_bytes()) {
            assert_eq!(refusal.kind, RefusalKind::Glyph, "{}", refusal.found);
        }
    }
    let moved = b"{\\rtf1{\\*\\revtbl{A;}{B;}}{\\mvf\\mvauth1 gone} stays {\\mvt\\mvauth1 come}\\par}";
    let source = read("a.rtf", moved).unwrap();
    let SourceBlock::Paragraph(paragraph) = &source.blocks[0] else { panic!() };
    let marks: Vec<_> = paragraph
        .runs
        .iter()
        .map(|run| (run.text.as_str(), run.deletion.is_some(), run.insertion.is_some()))
        .collect();
    assert_eq!(marks, [("gone", true, false), (" stays ", false, false), ("come", false, true)]);
    assert_eq!(source.revisions[0].author.as_deref(), Some("B"));
}

#[test]
fn known_formats_are_refused_by_name() {
    for (bytes, word) in [
        (&b"<?xml version='1.0' encoding='UTF-8'?>\n<svg xmlns='http://www.w3.org/2000/svg'/>"[..], "SVG"),
        (b"{\"type\": \"contribution\"}", "JSON"),
        (b"\\documentclass{article}\n\\begin{document}", "LaTeX"),
        (b"%PDF-1.4\n", "PDF"),
        (b"HWP Document File V3.00 \x1A\x01\0\0", "HWP"),
        (b"\\section{On words}\nWords \\emph{of it}.\n", "LaTeX"),
        (b".TH ITU 1\n.SH NAME\n", "troff"),
        (b"From a@b.c Mon Jan  1 2014\nFrom: a@b.c\n\nwords", "mailbox"),
        (b"begin 755 a.doc\nM5&AE(\n`\nend\n", "uuencode"),
        (b"(This file must be converted with BinHex 4.0)\n:$f*\n", "BinHex"),
        (b"UEsDBBQAAAAIAAAA\nIQ==\n", "base64"),
        (b"[ver]\r\n\t4\r\n[sty]\r\n", "Ami Pro"),
        (b"TABLE\r\n0,1\r\n\"EXCEL\"\r\n", "DIF"),
        (b"ID;PWXL;N;E\r\n", "SYLK"),
        (b"  0\r\nSECTION\r\n  2\r\n", "DXF"),
        (b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n", "diff"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nwords\n", "SubRip"),
        (b"{\"a\": 1}\n{\"a\": 2}\n", "JSON"),
        (b"<!DOCTYPE book PUBLIC \"x\">\n<book>", "SGML"),
        (b"-----BEGIN CERTIFICATE-----\nMIIB\n", "PEM"),
        (b"#!/bin/sh\necho\n", "script"),
        (b"\xF7\x02\x01\x83\0\0", "DVI"),
        (b"\0\0\x02\0\x06\x04", "Lotus"),
        (b"wOF2\0\x01\0\0", "font"),
    ] {
        let refusal = read("a.txt", bytes).map(|source| source.text).unwrap_err();
        assert_eq!(refusal.kind, RefusalKind::Format);
        assert!(refusal.found.contains(word) && !refusal.advice.is_empty(), "{}", refusal.found);
    }
}

#[test]
fn bytes_before_a_document_are_passed_over() {
    let (lines, codes) = shown("a.rtf", b"\xEF\xBB\xBF\n{\\rtf1 words\\par}");
    assert_eq!((lines, codes), (vec!["words".to_owned()], vec![]));
    let (lines, codes) = shown("a.rtf", b"X-Mail: 1\n\n{\\rtf1 words\\par}");
    assert_eq!((lines, codes), (vec!["words".to_owned()], vec!["ENC014"]));
    let docx = crate::suite::packages::document(&[("document", b"<w:p><w:r><w:t>words</w:t></w:r></w:p>")]);
    let (lines, codes) = shown("a.docx", &[b"\r\n", docx.as_slice()].concat());
    assert_eq!((lines, codes), (vec!["words".to_owned()], vec!["ENC014"]));
}

#[test]
fn rich_text_lists_without_written_numbers() {
    let level = |format: u32, text: &str| {
        format!(
            "{{\\listlevel\\levelnfc{format}\\levelnfcn{format}\\levelstartat2\\levelfollow0{{\\leveltext{text};}}{{\\levelnumbers\\'01;}}\\fi-360\\li720}}"
        )
    };
    let tables = format!(
        "{{\\*\\listtable{{\\list\\listtemplateid1{}{}\\listid77}}}}{{\\*\\listoverridetable{{\\listoverride\\listid77\\listoverridecount0\\ls3}}}}",
        level(0, "\\'02\\'00."),
        level(4, "\\'03(\\'01)")
    );
    let body = "\\pard\\ls3 a\\par\\pard\\ls3\\ilvl1 b\\par\\pard\\ls3 c\\par\\pard plain\\par\\pard{\\listtext 9.\\tab}\\ls3 d\\par";
    let file = format!("{{\\rtf1\\ansi{tables}{body}}}");
    assert_eq!(shown("a.rtf", file.as_bytes()).0, ["2.\ta", "(b)\tb", "3.\tc", "plain", "9.\td"]);
}

/// What Word writes between a number and its text, a list says: it stands so in the DOCX, and comes back from
/// the JSON.
#[test]
fn what_parts_a_number_from_its_text_is_the_lists_own() {
    let numbering = |form: &str, gap: &str| {
        format!(
            "<w:abstractNum w:abstractNumId=\"4\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:suff w:val=\"{gap}\"/><w:lvlText w:val=\"{form}\"/></w:lvl></w:abstractNum><w:num w:numId=\"4\"><w:abstractNumId w:val=\"4\"/></w:num>"
        )
    };
    let item = |text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"4\"/></w:numPr></w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"
        )
    };
    let body = item("to report each year;") + &item("to consult;");
    for (form, gap, first) in [
        ("%1.", "tab", "1.\tto report each year;"),
        ("%1.", "space", "1. to report each year;"),
        ("%1.", "nothing", "1.to report each year;"),
        ("Item %1:", "nothing", "Item 1:to report each year;"),
        ("(%1)", "space", "(1) to report each year;"),
    ] {
        let numbering = numbering(form, gap);
        let file = crate::suite::packages::document(&[
            ("document", body.as_bytes()),
            ("numbering", numbering.as_bytes()),
        ]);
        assert_eq!(printed("a.docx", &file)[0], first, "{form} {gap}");
    }
    // A space of the author's own behind such a number is kept.
    let numbering = numbering("%1.", "nothing");
    let body = item(" to report;");
    let file = crate::suite::packages::document(&[
        ("document", body.as_bytes()),
        ("numbering", numbering.as_bytes()),
    ]);
    assert_eq!(printed("a.docx", &file)[0], "1. to report;");
    // Rich Text may write the number out.
    let rich = b"{\\rtf1\\ansi\\pard{\\listtext 1)}\\ls1 to report;\\par\\pard{\\listtext 2)}\\ls1 to consult;\\par}";
    assert_eq!(printed("a.rtf", rich)[0], "1)to report;");
}

/// The paragraphs of the DOCX made of a file, the blank ones left out. Its JSON must read back and make
/// the same.
pub fn printed(name: &str, bytes: &[u8]) -> Vec<String> {
    let made = converted(name, bytes).unwrap_or_else(|refusal| panic!("{name}: {}", refusal.found));
    let of = |kind: OutputKind| made.outputs.iter().find(|(own, _)| *own == kind).unwrap().1.as_slice();
    let back = crate::structure::Structure::read(of(OutputKind::Json)).unwrap();
    assert_eq!(back.write().unwrap(), of(OutputKind::Json));
    let found = lines(&read("made.docx", of(OutputKind::Docx)).unwrap());
    found.into_iter().filter(|line| !line.trim_matches(['_', ' ']).is_empty()).collect()
}

#[test]
fn encodings_of_seven_bits_and_old_pages_are_refused_by_name() {
    // `يقرر أن يواصل العمل` and more in code page 864, whose letters are forms.
    let arabic = b"\xFD\xF7\xD1\xD1 \xA5\xE6 \xFD\xD9\xC7\xF5\xE4 \xC7\xE4\xD9\xE5\xE4 \xC8\xE5\xF9 \xD7\xD1\xEA\xE2 \xC7\xE4\xC7\xE2\xF3\xC7\xD1\n";
    for (bytes, name) in [
        (&b"\x1B$B7hDj$9$k\x1B(B 64\n"[..], "ISO-2022-JP"),
        (b"\x1B$)C\n\x0E0aGQ\x0F 64\n", "ISO-2022-KR"),
        (b"~{9z<J5gPEA*CK~} 64\n~{TpIN~}\n", "HZ"),
        (b"La R+AOk-solution d+AOk-cide de pr+AOk-senter un rapport.\n", "UTF-7"),
        (b"<html><meta charset=utf-7><p>R+AOk-solution d+AOk-cide pr+AOk-sent+AOk-</html>", "UTF-7"),
        (arabic, "DOS 864"),
    ] {
        let refusal = read("a.txt", bytes).map(|source| source.text).unwrap_err();
        assert_eq!(refusal.kind, RefusalKind::Encoding, "{name}");
        assert!(refusal.found.contains(name), "{name}: {}", refusal.found);
    }
}

/// Beside damage a page of one byte a character would explain every line, and garble the whole ones.
#[test]
fn chinese_lines_beside_damage_are_not_read_as_letters() {
    let damage = b"\x85\x85\x85a\x85\x85 \x9B\xA3\x93\x96\x8C\xCB\x8B\x96\x9B1 \xC6\xC6\xC6t\n";
    let file = [RULE.as_bytes(), b"\n", &gbk(RULE), b"\n", damage].concat();
    let refusal = read("a.txt", &file).map(|source| source.text).unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::Encoding);
    assert!(refusal.found.contains("line 3"), "{}", refusal.found);
}

/// The space of symbol fonts, which copying leaves in a text, is a space.
#[test]
fn the_space_of_symbol_fonts_is_a_space() {
    for text in ["to\u{F020}report", "\u{F020}to report", "to report\u{F020}\nand\n\u{F020}\n"] {
        let (lines, _) = shown("a.txt", text.as_bytes());
        assert!(lines.iter().all(|line| !line.contains('\u{F020}')), "{lines:?}");
    }
}
