//! What a reader who hears the PDF learns from it: titles, captions, heads, marks, languages, lists.

use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use lopdf::{Dictionary, Document, Object};

use super::packages::document;

fn made(name: &str, bytes: &[u8], kind: OutputKind) -> Vec<u8> {
    let options = RunOptions { outputs: vec![kind], ..RunOptions::default() };
    let made = Engine::default().convert(name, bytes, &options, &FileOptions::default()).unwrap();
    made.outputs.into_iter().next().unwrap().1
}

fn word(body: &str) -> Document {
    let package = document(&[("document", body.as_bytes())]);
    Document::load_mem(&made("a.docx", &package, OutputKind::Pdf)).unwrap()
}

fn text(text: &str) -> Document {
    Document::load_mem(&made("a.txt", text.as_bytes(), OutputKind::Pdf)).unwrap()
}

fn elements<'d>(pdf: &'d Document, kind: &str) -> Vec<&'d Dictionary> {
    let dictionaries = pdf.objects.values().filter_map(|object| object.as_dict().ok());
    let of = |element: &&Dictionary| {
        element.has(b"P")
            && element.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == kind.as_bytes())
    };
    dictionaries.filter(of).collect()
}

fn packet(pdf: &Document) -> String {
    let packet = pdf.catalog().unwrap().get(b"Metadata").unwrap().as_reference().unwrap();
    String::from_utf8(pdf.get_object(packet).unwrap().as_stream().unwrap().content.clone()).unwrap()
}

fn title(pdf: &Document) -> String {
    let packet = packet(pdf);
    let from = packet.find("x-default\">").unwrap() + 11;
    packet[from..].split('<').next().unwrap().to_owned()
}

fn languages(pdf: &Document) -> Vec<String> {
    let spans = elements(pdf, "Span");
    let tag = |span: &&Dictionary| {
        Some(String::from_utf8(span.get(b"Lang").ok()?.as_str().unwrap().to_vec()).unwrap())
    };
    spans.iter().filter_map(tag).collect()
}

fn paragraph(style: &str, words: &str) -> String {
    let style = if style.is_empty() {
        String::new()
    } else {
        format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>")
    };
    format!("<w:p>{style}<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}

fn cell(words: &str, bold: bool) -> String {
    let bold = if bold { "<w:rPr><w:b/></w:rPr>" } else { "" };
    format!("<w:tc><w:p><w:r>{bold}<w:t>{words}</w:t></w:r></w:p></w:tc>")
}

#[test]
fn a_table_has_its_caption_its_head_and_rows_of_one_width() {
    let rows = format!(
        "<w:tr>{}{}{}</w:tr><w:tr>{}{}</w:tr>",
        cell("Band", true),
        cell("Use", true),
        cell("Note", true),
        cell("7 MHz", false),
        cell("shared", false)
    );
    let grid =
        "<w:tblGrid><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/></w:tblGrid>";
    let pdf = word(&format!(
        "{}{}<w:tbl>{grid}{rows}</w:tbl>{}",
        paragraph("", "The bands in use are these."),
        paragraph("Caption", "Table 3 – Bands in use"),
        paragraph("", "That is all.")
    ));
    assert_eq!(elements(&pdf, "TH").len(), 3);
    assert_eq!(elements(&pdf, "TD").len(), 3, "the short row is filled up");
    let caption = elements(&pdf, "Caption");
    assert_eq!(caption.len(), 1);
    let holder = pdf.get_dictionary(caption[0].get(b"P").unwrap().as_reference().unwrap()).unwrap();
    assert_eq!(holder.get(b"S").unwrap().as_name().unwrap(), b"Table");
}

#[test]
fn marks_are_said_in_the_language_of_the_document_and_their_words_stay_content() {
    let mark = "w:author=\"X\" w:date=\"2015-01-02T03:04:05Z\"";
    let pdf = word(&format!(
        "<w:p><w:r><w:t>理事会注意到这一</w:t></w:r><w:del w:id=\"1\" {mark}><w:r><w:delText>旧报告</w:delText></w:r></w:del>\
         <w:ins w:id=\"2\" {mark}><w:r><w:rPr><w:lang w:eastAsia=\"en-US\" w:val=\"en-US\"/></w:rPr><w:t>新报告</w:t></w:r></w:ins></w:p>"
    ));
    let word = |kind| lopdf::decode_text_string(elements(&pdf, kind)[0].get(b"T").unwrap()).unwrap();
    assert_eq!((word("Insertion").as_str(), word("Deletion").as_str()), ("插入", "删除"));
    assert!(elements(&pdf, "Deletion").iter().all(|mark| !mark.has(b"Alt") && !mark.has(b"ActualText")));
    assert!(languages(&pdf).is_empty(), "Chinese is Chinese, whatever the tag says");
    assert_eq!(title(&pdf), "理事会注意到这一新报告");
}

#[test]
fn languages_are_tags_and_only_on_words() {
    let run = |tag: &str, words: &str| {
        format!(
            "<w:r><w:rPr><w:lang w:val=\"{tag}\"/></w:rPr><w:t xml:space=\"preserve\">{words}</w:t></w:r>"
        )
    };
    let pdf = word(&format!(
        "<w:p>{}{}{}{}</w:p>",
        run("en-GB", "The report of the Secretary-General was noted by the group, called "),
        run("es-ES_tradnl", "Unión"),
        run("fr-FR", " (2014) "),
        run("en-GB", "and Пусан.")
    ));
    let mut found = languages(&pdf);
    found.sort();
    found.dedup();
    assert_eq!(found, ["es-ES", "ru"], "the script goes before the tag");
}

#[test]
fn the_title_names_the_document() {
    let head = "Plenipotentiary Conference (PP-14)\nBusan, 20 October – 7 November 2014\n\nPLENARY MEETING\n\n\
                Document 88-E\n1 September 2014\nOriginal: English\n\nLaputa\n\nPROPOSALS FOR THE WORK OF THE CONFERENCE\n\n";
    let pdf = text(&format!("{head}Summary\n\nIslands float.\n"));
    assert_eq!(title(&pdf), "88-E – PROPOSALS FOR THE WORK OF THE CONFERENCE");
    let packet = packet(&pdf);
    assert!(
        packet.contains("<dc:identifier>88-E</dc:identifier>") && packet.contains("xmpMM:DocumentID>uuid:")
    );
    let plain = text("Summary\n\nIslands float over the sea.\n");
    assert_eq!(title(&plain), "Islands float over the sea.");
}

#[test]
fn roman_labels_are_roman_and_pages_are_labelled() {
    let pdf = text("Text of a letter that has a list.\n\ni)\tfirst;\n\nii)\tsecond.\n");
    let numbering = |list: &&Dictionary| {
        let kind = list.get(b"A").unwrap().as_dict().unwrap().get(b"ListNumbering").unwrap();
        String::from_utf8(kind.as_name().unwrap().to_vec()).unwrap()
    };
    assert_eq!(elements(&pdf, "L").iter().map(numbering).collect::<Vec<_>>(), ["LowerRoman"]);
    assert!(pdf.catalog().unwrap().has(b"PageLabels"));
}

#[test]
fn headings_that_follow_one_another_each_have_a_section() {
    let heading = |text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"H\"/><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body = heading("1 Proposal") + &heading("2 Background") + "<w:p><w:r><w:t>Text.</w:t></w:r></w:p>";
    let pdf = word(&body);
    assert_eq!((elements(&pdf, "H1").len(), elements(&pdf, "Sect").len()), (2, 2));
}

#[test]
fn a_first_row_on_a_ground_of_its_own_is_a_head() {
    let row = |words: &str, ground: &str| {
        let cell = format!("<w:tc><w:tcPr>{ground}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>");
        format!("<w:tr>{}</w:tr>", cell.repeat(2))
    };
    let table = row("Year", "<w:shd w:val=\"clear\" w:fill=\"D9D9D9\"/>") + &row("1997", "");
    let pdf = word(&format!("<w:p><w:r><w:t>Years.</w:t></w:r></w:p><w:tbl>{table}</w:tbl>"));
    assert_eq!((elements(&pdf, "TH").len(), elements(&pdf, "TD").len()), (2, 2));
}
