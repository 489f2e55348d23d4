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

/// The body of the DOCX that is made of a file.
fn body_of(file: &[u8]) -> String {
    let made = convert("chart.docx", file).unwrap();
    let bytes = &made.outputs.iter().find(|(kind, _)| *kind == OutputKind::Docx).unwrap().1;
    let parts = packages::parts(bytes);
    let body = &parts.iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
    String::from_utf8_lossy(body).into_owned()
}

/// A Word file of a line, a chart and a diagram.
fn document(chart_part: &str, data: &[u8]) -> Vec<u8> {
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
        ("word/charts/chart1.xml", chart_part.as_bytes()),
        ("word/diagrams/data1.xml", data),
    ])
}

/// Names of series and categories that were typed into the chart, of several levels, and of the charts of 2016.
#[test]
fn names_typed_into_a_chart_are_words() {
    let typed = r#"<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:ser><c:tx><c:v>Fixed lines</c:v></c:tx><c:cat><c:strLit><c:pt idx="0"><c:v>Coast</c:v></c:pt></c:strLit></c:cat><c:val><c:numLit><c:pt><c:v>42</c:v></c:pt></c:numLit></c:val></c:ser><c:ser><c:cat><c:multiLvlStrRef><c:multiLvlStrCache><c:lvl><c:pt><c:v>Spring</c:v></c:pt></c:lvl><c:lvl><c:pt><c:v>Inland</c:v></c:pt></c:lvl></c:multiLvlStrCache></c:multiLvlStrRef></c:cat></c:ser></c:chartSpace>"#;
    let later = r#"<cx:chartSpace xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex"><cx:data><cx:strDim type="cat"><cx:lvl><cx:pt idx="0">Valley</cx:pt></cx:lvl></cx:strDim><cx:numDim type="val"><cx:lvl><cx:pt idx="0">42</cx:pt></cx:lvl></cx:numDim></cx:data><cx:series><cx:tx><cx:txData><cx:v>Masts</cx:v></cx:txData></cx:tx></cx:series></cx:chartSpace>"#;
    for (chart, words) in
        [(typed, &["Fixed lines", "Coast", "Spring", "Inland"][..]), (later, &["Valley", "Masts"])]
    {
        let body = body_of(&document(chart, DIAGRAM.as_bytes()));
        for words in words {
            assert_eq!(body.matches(words).count(), 1, "{words}: {body}");
        }
        assert!(!body.contains(">42<"), "{body}");
    }
}

/// A paper of which only a chart is shown is published with what stands for it.
#[test]
fn a_chart_alone_is_something_to_publish() {
    let names = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let chart = format!(
        r#"<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" {names} r:id="c1"/>"#
    );
    let made =
        convert("chart.docx", &packages::document(&[("document", drawing(&chart).as_bytes())])).unwrap();
    assert!(made.findings.iter().any(|finding| finding.rule.code == "WRD002"));
}

/// Neither count guesses what bytes are that are no UTF-8 though the part says so: Word shows no such diagram.
#[test]
fn a_diagram_that_is_no_xml_shows_no_words() {
    let declared = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>{DIAGRAM}");
    let broken: Vec<u8> = declared.bytes().map(|byte| if byte == b'F' { 0xE7 } else { byte }).collect();
    let made = convert("chart.docx", &document(CHART, &broken)).unwrap();
    assert!(made.findings.iter().any(|finding| finding.rule.code == "WRD002"));
}

#[test]
fn charts_and_diagrams_keep_their_words() {
    let file = document(CHART, DIAGRAM.as_bytes());
    let made = convert("chart.docx", &file).unwrap();
    let body = body_of(&file);
    for words in ["Links &amp; loss", "North", "South", "First step"] {
        assert_eq!(body.matches(words).count(), 1, "{words}: {body}");
    }
    assert!(!body.contains(">17<"), "{body}");
    assert!(made.findings.iter().any(|finding| finding.rule.code == "WRD002"));
}
