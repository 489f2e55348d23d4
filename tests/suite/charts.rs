//! Charts and diagrams: what they say is carried, and that they are not drawn is told.

use crate::{OutputKind, convert};

use super::packages;

const CHART: &str = r#"<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Links </a:t></a:r><a:r><a:t>&amp; loss</a:t></a:r></a:p></c:rich></c:tx></c:title><c:ser><c:cat><c:strRef><c:f>A1</c:f><c:strCache><c:pt><c:v>North</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numCache><c:pt><c:v>17</c:v></c:pt></c:numCache></c:val></c:ser><c:ser><c:cat><c:strCache><c:pt><c:v>North</c:v></c:pt><c:pt><c:v>South</c:v></c:pt></c:strCache></c:cat></c:ser></c:chart></c:chartSpace>"#;

const DIAGRAM: &str = r#"<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:ptLst><dgm:pt><dgm:t><a:bodyPr/><a:p><a:r><a:t>First step</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"#;

fn drawing(graphic: &str) -> String {
    format!(
        r#"<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:extent cx="900000" cy="900000"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="x">{graphic}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"#
    )
}

/// A Word file of a line, a chart and a diagram.
fn document(data: &[u8]) -> Vec<u8> {
    let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = format!(
        r#"<Relationship Id="c1" Type="{types}/chart" Target="charts/chart1.xml"/><Relationship Id="d1" Type="{types}/diagramData" Target="diagrams/data1.xml"/>"#
    );
    let names = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let chart = format!(
        r#"<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" {names} r:id="c1"/>"#
    );
    let diagram = format!(
        r#"<dgm:relIds xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" {names} r:dm="d1"/>"#
    );
    let body = format!("<w:p><w:r><w:t>Before.</w:t></w:r></w:p>{}{}", drawing(&chart), drawing(&diagram));
    packages::document(&[
        ("document", body.as_bytes()),
        ("rels", relations.as_bytes()),
        ("word/charts/chart1.xml", CHART.as_bytes()),
        ("word/diagrams/data1.xml", data),
    ])
}

/// Neither count guesses what bytes are that are no UTF-8 though the part says so: Word shows no such diagram.
#[test]
fn a_diagram_that_is_no_xml_shows_no_words() {
    let declared = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{DIAGRAM}");
    let broken: Vec<u8> = declared.bytes().map(|byte| if byte == b'F' { 0xE7 } else { byte }).collect();
    let made = convert("chart.docx", &document(&broken)).unwrap();
    assert!(made.findings.iter().any(|finding| finding.rule.code == "WRD002"));
}

#[test]
fn charts_and_diagrams_keep_their_words() {
    let made = convert("chart.docx", &document(DIAGRAM.as_bytes())).unwrap();
    let bytes = &made.outputs.iter().find(|(kind, _)| *kind == OutputKind::Docx).unwrap().1;
    let parts = packages::parts(bytes);
    let body = &parts.iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
    let body = String::from_utf8_lossy(body);
    for words in ["Links &amp; loss", "North", "South", "First step"] {
        assert_eq!(body.matches(words).count(), 1, "{words}: {body}");
    }
    assert!(!body.contains(">17<"), "{body}");
    assert!(made.findings.iter().any(|finding| finding.rule.code == "WRD002"));
}
