//! DOCX and PDF are one document: contents lists, links, pages on their side, and LibreOffice's page of the
//! DOCX beside the PDF, line by line.

use std::path::Path;
use std::process::Command;

use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use crate::suite::packages::document;

/// DOCX and PDF of a file.
fn made(name: &str, bytes: &[u8]) -> [Vec<u8>; 2] {
    let run = RunOptions { outputs: vec![OutputKind::Docx, OutputKind::Pdf], ..RunOptions::default() };
    let made = Engine::default().convert(name, bytes, &run, &FileOptions::default()).unwrap();
    let of = |kind| made.outputs.iter().find(|(one, _)| *one == kind).unwrap().1.clone();
    [of(OutputKind::Docx), of(OutputKind::Pdf)]
}

/// A part of a Word file.
fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    std::io::read_to_string(zip.by_name(name).unwrap()).unwrap()
}

const STYLES: &[u8] = b"<w:style w:type=\"paragraph\" w:styleId=\"V1\"><w:name w:val=\"toc 1\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"U1\"><w:name w:val=\"heading 1\"/><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:style>";

fn paragraph(style: &str, text: &str) -> String {
    let words = text.replace('\t', "</w:t><w:tab/><w:t>");
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
}

#[test]
fn entries_of_a_contents_list_bear_the_pages_of_this_document_and_lead_to_them() {
    let mut body = paragraph("", "Outline");
    for entry in ["1\tPurpose\t17", "2\tMeans\t18", "3\tNowhere to be found\t19"] {
        body += &paragraph("V1", entry);
    }
    body += &paragraph("U1", "1\tPurpose");
    let long = "The purpose is a plain one, and takes its time to be told in full. ".repeat(4);
    body += &paragraph("", &long).repeat(20);
    body += &paragraph("U1", "2\tMeans");
    body += &paragraph("", "Means are few.");
    let [docx, pdf] = made("outline.docx", &document(&[("document", body.as_bytes()), ("styles", STYLES)]));
    let xml = part(&docx, "word/document.xml");
    assert_eq!(xml.matches("PAGEREF").count(), 2, "{xml}");
    assert_eq!(xml.matches("<w:hyperlink w:anchor=").count(), 2);
    for number in ["17", "18", "19"] {
        assert!(!xml.contains(&format!(">{number}<")), "a page of the old document: {number}");
    }
    let text = crate::verify::pdf::text(&pdf).unwrap();
    assert!(!text.body.contains("17"), "{}", text.body);
    assert!(text.body.contains("Purpose") && text.body.contains("Nowhere"));
}

#[test]
fn typed_leaders_make_a_contents_list_and_a_single_one_makes_none() {
    let text = "Table of contents\n\n1 Purpose .......... 5\n2 Means ............ 9\n\n1 Purpose\n\nIt is plain.\n\n\
                2 Means\n\nThey are few; see page ......... 7\n";
    let [docx, _] = made("outline.txt", text.as_bytes());
    let xml = part(&docx, "word/document.xml");
    assert_eq!(xml.matches("PAGEREF").count(), 2, "{xml}");
    assert!(xml.contains("......... 7"), "{xml}");
}

#[test]
fn pages_on_their_side_are_sections_of_both() {
    let turn = |width: u32, height: u32| {
        format!("<w:p><w:pPr><w:sectPr><w:pgSz w:w=\"{width}\" w:h=\"{height}\"/></w:sectPr></w:pPr></w:p>")
    };
    let cells = "<w:tc><w:p><w:r><w:t>band</w:t></w:r></w:p></w:tc>".repeat(9);
    let body = paragraph("", "Upright to begin with.")
        + &turn(11907, 16840)
        + &paragraph("", "The bands lie here.")
        + &format!("<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
        + &turn(16840, 11907)
        + &paragraph("", "Upright again.");
    let [docx, pdf] = made("bands.docx", &document(&[("document", body.as_bytes())]));
    let xml = part(&docx, "word/document.xml");
    assert_eq!(xml.matches("w:orient=\"landscape\"").count(), 1);
    assert_eq!(xml.matches("<w:sectPr>").count(), 3);
    let file = lopdf::Document::load_mem(&pdf).unwrap();
    let wide = file.get_pages().into_values().map(|page| {
        let page = file.get_dictionary(page).unwrap();
        let sides: Vec<f32> = page
            .get(b"MediaBox")
            .unwrap()
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n.as_float().unwrap())
            .collect();
        sides[2] > sides[3]
    });
    assert_eq!(wide.collect::<Vec<bool>>(), [false, true, false]);
}

#[test]
fn the_rule_under_the_text_stands_on_the_page_on_which_the_text_ends() {
    let turn =
        |width: u32, height: u32| format!("<w:sectPr><w:pgSz w:w=\"{width}\" w:h=\"{height}\"/></w:sectPr>");
    let body = paragraph("", "Upright to begin with.")
        + &format!("<w:p><w:pPr>{}</w:pPr></w:p>", turn(11907, 16840))
        + &paragraph("", "On its side to the end.")
        + &turn(16840, 11907);
    let [docx, pdf] = made("ends.docx", &document(&[("document", body.as_bytes())]));
    assert_eq!(lopdf::Document::load_mem(&pdf).unwrap().get_pages().len(), 2);
    assert_eq!(part(&docx, "word/document.xml").matches("<w:sectPr>").count(), 2);
}

#[test]
fn libreoffices_page_of_the_docx_is_the_pdf() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    for sample in ["wrc19-en-agenda-item.txt", "itu-d-sg2-es-contribution.txt", "pp18-ar-proposal.txt"] {
        let [docx, pdf] = made(sample, &std::fs::read(root.join("input").join(sample)).unwrap());
        let path = folder.path().join(sample);
        std::fs::write(path.with_extension("docx"), docx).unwrap();
        std::fs::write(path.with_extension("pdf"), pdf).unwrap();
    }
    let script = root.join("tests/tools/one_document.py");
    let Ok(said) = Command::new("python3").arg(script).arg(folder.path()).arg("--show").output() else {
        eprintln!("SKIPPED: no python3");
        return;
    };
    if said.status.code() == Some(3) {
        eprintln!("SKIPPED: {}", String::from_utf8_lossy(&said.stderr));
        return;
    }
    assert!(
        said.status.success(),
        "{}{}",
        String::from_utf8_lossy(&said.stdout),
        String::from_utf8_lossy(&said.stderr)
    );
}

/// Tables that stand in cells of the DOCX made of a file, and its cells without any rule.
fn inner_and_bare(name: &str, bytes: &[u8]) -> (usize, usize) {
    let [docx, _] = made(name, bytes);
    let xml = part(&docx, "word/document.xml");
    let body = xml.split_once("Around").map_or(xml.as_str(), |(_, body)| body);
    let inner = body.split("<w:tc>").skip(1).filter(|cell| cell.contains("<w:tbl>")).count();
    let bare = body.split("</w:tcBorders>").filter(|cell| cell.matches("w:val=\"nil\"").count() == 4).count();
    (inner, bare)
}

#[test]
fn tables_in_cells_and_their_rules_are_read_of_every_format() {
    let rtf = r"{\rtf1\ansi{\b0 Around}\par
\pard\intbl left\cell \pard\intbl outer\par
\pard\intbl\itap2 n1\nestcell \pard\intbl\itap2 n2\nestcell{\*\nesttableprops\trowd\cellx1000\clbrdrt\brdrs\clbrdrl\brdrs\clbrdrb\brdrs\clbrdrr\brdrs\cellx2000\nestrow}{\nonesttables\par}
\pard\intbl behind\cell{\trowd\clbrdrt\brdrs\brdrw10\clbrdrl\brdrs\clbrdrb\brdrs\clbrdrr\brdrs\cellx3000\clbrdrt\brdrs\clbrdrl\brdrs\clbrdrb\brdrs\clbrdrr\brdrs\cellx7000\row}
\pard below\par}";
    let html = "<html><body><p>Around</p><table border=1><tr><td>left<td>outer<table><tr><td>n1<td \
                style='border:1px solid'>n2</table>behind</table><p>below</body></html>";
    let fodt = format!(
        "<?xml version=\"1.0\"?><office:document xmlns:office=\"{N}office:1.0\" xmlns:text=\"{N}text:1.0\" xmlns:table=\"{N}table:1.0\" \
         xmlns:style=\"{N}style:1.0\" xmlns:fo=\"{N}xsl-fo-compatible:1.0\" office:mimetype=\"application/vnd.oasis.opendocument.text\">\
         <office:automatic-styles><style:style style:name=\"R\" style:family=\"table-cell\"><style:table-cell-properties \
         fo:border=\"0.5pt solid #000000\"/></style:style></office:automatic-styles><office:body><office:text><text:p>Around</text:p>\
         <table:table><table:table-row><table:table-cell table:style-name=\"R\"><text:p>left</text:p></table:table-cell>\
         <table:table-cell table:style-name=\"R\"><text:p>outer</text:p><table:table><table:table-row><table:table-cell><text:p>n1</text:p>\
         </table:table-cell><table:table-cell table:style-name=\"R\"><text:p>n2</text:p></table:table-cell></table:table-row></table:table>\
         <text:p>behind</text:p></table:table-cell></table:table-row></table:table><text:p>below</text:p></office:text></office:body></office:document>",
        N = "urn:oasis:names:tc:opendocument:xmlns:"
    );
    for (name, bytes) in [("a.rtf", rtf.as_bytes()), ("a.html", html.as_bytes()), ("a.fodt", fodt.as_bytes())]
    {
        // The cell n1 has its rule at the end from its neighbour, so no cell is bare.
        assert_eq!(inner_and_bare(name, bytes), (1, 0), "{name}");
        let [docx, _] = made(name, bytes);
        let xml = part(&docx, "word/document.xml");
        assert_eq!(xml.matches("w:val=\"nil\"").count(), 3, "{name}: only n1 lacks three rules");
    }
}

/// A PNG of two by two pixels.
const EMBLEM: &[u8] = b"\x89\x50\x4E\x47\x0D\x0A\x1A\x0A\x00\x00\x00\x0D\x49\x48\x44\x52\x00\x00\x00\x02\x00\x00\x00\x02\x08\x00\x00\x00\x00\x57\xDD\x52\xF8\x00\x00\x00\x0C\x49\x44\x41\x54\x78\x9C\x63\x60\xF8\x0F\x84\x00\x06\x00\x01\xFF\x93\xD1\xE4\x89\x00\x00\x00\x00\x49\x45\x4E\x44\xAE\x42\x60\x82";

#[test]
fn a_users_emblem_heads_both_outputs_and_none_is_built_in() {
    use crate::template::{Emblem, Templates};
    let run = RunOptions { outputs: vec![OutputKind::Docx, OutputKind::Pdf], ..RunOptions::default() };
    let engine = |templates| {
        Engine::new(
            templates,
            crate::registry::Registry::builtin_shared(),
            crate::layout::FontLibrary::builtin(),
        )
    };
    let of = |templates: Templates| {
        let made = engine(templates).convert(
            "a.txt",
            b"RESOLUTION 7 (Rev. Busan, 2014)\n",
            &run,
            &FileOptions::default(),
        );
        let made = made.unwrap();
        let bytes = |kind| made.outputs.iter().find(|(one, _)| *one == kind).unwrap().1.clone();
        (bytes(OutputKind::Docx), bytes(OutputKind::Pdf))
    };
    let images = |pdf: &[u8]| {
        let file = lopdf::Document::load_mem(pdf).unwrap();
        let streams = file.objects.values().filter_map(|object| object.as_stream().ok());
        streams
            .filter(|stream| {
                stream
                    .dict
                    .get(b"Subtype")
                    .and_then(lopdf::Object::as_name)
                    .is_ok_and(|kind| kind == b"Image")
            })
            .count()
    };
    let (docx, pdf) = of(Templates::builtin().with_emblem(Emblem::read(EMBLEM).unwrap()));
    assert!(part(&docx, "word/document.xml").contains("<w:pStyle w:val=\"Emblem\"/>"));
    assert_eq!(images(&pdf), 1);
    let (docx, pdf) = of(Templates::builtin());
    assert!(!part(&docx, "word/document.xml").contains("<w:drawing>"));
    assert_eq!(images(&pdf), 0);
    for bad in [b"GIF89a".as_slice(), b"\x89PNG\r\n\x1a\n of no further interest"] {
        assert!(Emblem::read(bad).is_err());
    }
}

#[test]
fn a_number_and_what_counts_it_are_bound_in_the_docx_as_in_the_pdf() {
    let text =
        "РЕЗОЛЮЦИЯ 7 (Пересм. Пусан, 2014 г.)\n\nПолномочная конференция (Пусан, 2014 г.) согласна с № 5.\n";
    let [docx, _] = made("a.txt", text.as_bytes());
    let xml = part(&docx, "word/document.xml");
    assert!(xml.contains("2014\u{A0}г.)") && xml.contains("№\u{A0}5"), "{xml}");
    assert!(!xml.contains("2014 г."), "{xml}");
}

#[test]
fn what_a_person_must_look_at_is_counted() {
    let body = paragraph("U1", "1\tPurpose")
        + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
        + &paragraph("", "End.");
    let package = document(&[("document", body.as_bytes()), ("styles", STYLES)]);
    let run = RunOptions { outputs: vec![OutputKind::Pdf], ..RunOptions::default() };
    let made = Engine::default().convert("a.docx", &package, &run, &FileOptions::default()).unwrap();
    let checks = made.account.for_a_person;
    assert_eq!((checks.tables, checks.headings, checks.pictures), (1, 1, 0));
    assert_eq!(checks.total(), 2);
}

#[test]
fn a_contents_list_in_a_table_of_one_column_is_a_contents_list() {
    let row = |style: &str, text: &str| format!("<w:tr><w:tc>{}</w:tc></w:tr>", paragraph(style, text));
    let rows = row("V0", "\tSheet") + &row("V1", "1 Purpose\t17") + &row("V1", "Annex of bands\t21");
    let body = paragraph("", "Outline")
        + &format!("<w:tbl>{rows}</w:tbl>")
        + &paragraph("U1", "1\tPurpose")
        + &paragraph("", "It is plain.");
    let styles =
        [STYLES, b"<w:style w:type=\"paragraph\" w:styleId=\"V0\"><w:name w:val=\"toc 0\"/></w:style>"]
            .concat();
    let [docx, pdf] = made("outline.docx", &document(&[("document", body.as_bytes()), ("styles", &styles)]));
    let xml = part(&docx, "word/document.xml");
    assert!(!xml.contains("<w:tbl>"), "{xml}");
    assert_eq!((xml.matches("\"TOC1\"").count(), xml.matches("\"toc0\"").count()), (2, 1), "{xml}");
    // The number of an entry stands before a tab, the entry that names nothing leads to the edge without a number.
    assert!(xml.contains(">1</w:t></w:r><w:r><w:tab/></w:r>"), "{xml}");
    assert!(xml.contains("Annex of bands</w:t></w:r><w:r><w:tab/></w:r></w:p>"), "{xml}");
    assert!(!crate::verify::pdf::text(&pdf).unwrap().body.contains("21"));
}

#[test]
fn a_list_of_figures_bears_the_pages_of_this_document() {
    let styles =
        b"<w:style w:type=\"paragraph\" w:styleId=\"F\"><w:name w:val=\"table of figures\"/></w:style>";
    let body = paragraph("", "Figures")
        + &paragraph("F", "Figure 1 - Bands\t31")
        + &paragraph("", "Text between.")
        + &paragraph("", "Figure 1 - Bands");
    let [docx, _] = made("figures.docx", &document(&[("document", body.as_bytes()), ("styles", styles)]));
    let xml = part(&docx, "word/document.xml");
    assert!(xml.contains("\"TableofFigures\"") && xml.contains("PAGEREF") && !xml.contains(">31<"), "{xml}");
}

#[test]
fn styles_of_the_union_go_from_input_to_output() {
    let names = [
        ("RecNo", "Rec_No"),
        ("Rectitle", "Rec_title"),
        ("Questionref", "Question_ref"),
        ("Section1", "Section_1"),
        ("Equationlegend", "Equation_legend"),
        ("Annexref", "Annex_ref"),
        ("AppendixNoTitle", "Appendix_No & title"),
        ("Call", "Call"),
        ("enumlev2", "enumlev2"),
    ];
    let mut styles = String::new();
    let mut body = paragraph("", "It begins with a line of text.");
    for (at, (id, name)) in names.iter().enumerate() {
        let name = name.replace('&', "&amp;");
        styles += &format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"Z{at}\"><w:name w:val=\"{name}\"/></w:style>"
        );
        body += &paragraph(&format!("Z{at}"), &format!("A line that is called {id}"));
    }
    let [docx, _] =
        made("styles.docx", &document(&[("document", body.as_bytes()), ("styles", styles.as_bytes())]));
    let xml = part(&docx, "word/document.xml");
    for (id, _) in names {
        let line = xml.split("<w:p>").find(|line| line.contains(&format!("called {id}"))).unwrap();
        assert!(line.contains(&format!("w:pStyle w:val=\"{id}\"")), "{line}");
    }
}

#[test]
fn what_the_official_form_does_not_keep_is_said() {
    let run = |properties: &str| format!("<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>Words</w:t></w:r></w:p>");
    let turned = "<w:tbl><w:tr><w:tc><w:tcPr><w:textDirection w:val=\"lrTbV\"/></w:tcPr><w:p><w:r><w:t>Up</w:t></w:r>\
                  </w:p></w:tc></w:tr></w:tbl>";
    let framed =
        "<w:p><w:pPr><w:pBdr><w:top w:val=\"single\"/></w:pBdr></w:pPr><w:r><w:t>Framed</w:t></w:r></w:p>";
    let body = run("<w:sz w:val=\"40\"/>") + &run("<w:shadow/>") + turned + framed;
    let package = document(&[("document", body.as_bytes())]);
    let run = RunOptions { outputs: vec![OutputKind::Docx], ..RunOptions::default() };
    let made = Engine::default().convert("looks.docx", &package, &run, &FileOptions::default()).unwrap();
    let said: Vec<String> = made.findings.iter().map(|finding| finding.message.to_string()).collect();
    for words in
        ["sizes of letters (1)", "effects on letters (1)", "grounds of paragraphs (1)", "of cells (1)"]
    {
        assert!(said.iter().any(|message| message.contains(words)), "{words}: {said:?}");
    }
}

/// What is said of a file, and its DOCX.
fn said_of(name: &str, bytes: &[u8]) -> (Vec<String>, Vec<u8>) {
    let run = RunOptions { outputs: vec![OutputKind::Docx], ..RunOptions::default() };
    let made = Engine::default().convert(name, bytes, &run, &FileOptions::default()).unwrap();
    let said =
        made.findings.iter().map(|finding| format!("{} {}", finding.rule.code, finding.message)).collect();
    (said, made.outputs[0].1.clone())
}

#[test]
fn page_breaks_that_the_form_does_not_keep_are_said() {
    let page = "<w:r><w:br w:type=\"page\"/></w:r>";
    let words = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = format!("<w:p>{}</w:p>", words("The first sentence of all."))
        + &format!("<w:p>{page}{}</w:p>", words("Running text goes on."))
        + &format!("<w:p>{}{page}{}</w:p>", words("Before,"), words("and behind."))
        + &format!("<w:p>{page}</w:p>")
        + &paragraph("U1", "A heading begins a page");
    let (said, docx) =
        said_of("breaks.docx", &document(&[("document", body.as_bytes()), ("styles", STYLES)]));
    let breaks: Vec<&String> = said.iter().filter(|words| words.starts_with("DOC008")).collect();
    assert!(matches!(breaks.as_slice(), [one] if one.ends_with(": 2")), "{said:?}");
    assert_eq!(part(&docx, "word/document.xml").matches("<w:pageBreakBefore/>").count(), 1);
    let (said, _) = said_of("none.docx", &document(&[("document", paragraph("", "No break.").as_bytes())]));
    assert!(!said.iter().any(|words| words.starts_with("DOC008")), "{said:?}");
}

#[test]
fn numbers_of_pages_in_the_text_are_said_to_be_those_of_the_file() {
    let field = |code: &str, shown: &str| {
        let character = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
        character("begin")
            + &format!("<w:r><w:instrText> {code} </w:instrText></w:r>")
            + &character("separate")
            + &format!("<w:r><w:t>{shown}</w:t></w:r>")
            + &character("end")
    };
    let body = format!(
        "<w:p><w:r><w:t>The bands are on page </w:t></w:r>{}</w:p>",
        field("PAGEREF bands \\h", "12")
    );
    let (said, _) = said_of("see.docx", &document(&[("document", body.as_bytes())]));
    assert!(said.iter().any(|words| words.starts_with("WRD033") && words.ends_with(": 1")), "{said:?}");
    // Those of a contents list are made anew.
    let entry = field("PAGEREF _Toc12 \\h", "12");
    let body = format!(
        "<w:p><w:pPr><w:pStyle w:val=\"V1\"/></w:pPr><w:r><w:t>Bands</w:t><w:tab/></w:r>{entry}</w:p>"
    );
    let (said, _) = said_of("list.docx", &document(&[("document", body.as_bytes()), ("styles", STYLES)]));
    assert!(!said.iter().any(|words| words.starts_with("WRD033")), "{said:?}");
}

/// A grey GIF of one pixel.
const DOT: &str = "R0lGODlhAQABAIAAAISEhAAAACwAAAAAAQABAAACAkQBADs=";

#[test]
fn pictures_that_a_page_holds_are_drawn_and_others_named() {
    let page = format!(
        "<html><body><p>The scheme <img alt=\"A dot\" width=40 height=20 src=\"data:image/gif;base64,{DOT}\"> is \
         plain.</p><p>Elsewhere <img src=\"files/scheme.gif\"></p></body></html>"
    );
    let (said, docx) = said_of("scheme.html", page.as_bytes());
    assert!(said.iter().any(|words| words.contains("files/scheme.gif")), "{said:?}");
    let xml = part(&docx, "word/document.xml");
    assert!(xml.contains("cx=\"381000\" cy=\"190500\"") && xml.contains("descr=\"A dot\""), "{xml}");
    assert!(xml.contains("[…]"));
    let archive = format!(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"B\"\n\n--B\nContent-Type: text/html\n\n\
         <html><body><p>By place <img src=\"scheme_files/one.gif\"> and by name <img src=\"cid:two@x\">.</p></body>\
         </html>\n--B\nContent-Type: image/gif\nContent-Location: file:///scheme_files/one.gif\n\
         Content-Transfer-Encoding: base64\n\n{DOT}\n--B\nContent-Type: image/gif\nContent-ID: <two@x>\n\
         Content-Transfer-Encoding: base64\n\n{DOT}\n--B--\n"
    );
    let (_, docx) = said_of("scheme.mht", archive.as_bytes());
    assert_eq!(part(&docx, "word/document.xml").matches("<w:drawing>").count(), 2);
}

#[test]
fn an_svg_stands_beside_what_word_shows_without_it() {
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"10\"><rect width=\"20\" height=\"10\"/></svg>";
    let body = "<w:p><w:r><w:t>A drawing.</w:t></w:r></w:p><w:p><w:r><w:drawing><wp:inline>\
        <wp:extent cx=\"900000\" cy=\"450000\"/><wp:docPr id=\"1\" name=\"d\" descr=\"A bar\"/><a:graphic><a:graphicData>\
        <pic:pic><pic:blipFill><a:blip r:embed=\"rId9\"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>\
        </wp:inline></w:drawing></w:r></w:p>";
    let rels = "<Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" \
        Target=\"media/bar.svg\"/>";
    let parts: [(&str, &[u8]); 3] =
        [("document", body.as_bytes()), ("rels", rels.as_bytes()), ("word/media/bar.svg", svg)];
    let [docx, _] = made("bar.docx", &document(&parts));
    let xml = part(&docx, "word/document.xml");
    assert!(xml.contains("{96DAC541-7B7A-43D3-8B79-37D633B846F1}") && xml.contains("svgBlip"), "{xml}");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&docx)).unwrap();
    assert!(zip.by_name("word/media/image1.svg").is_ok() && zip.by_name("word/media/image1.emf").is_ok());
}
