//! What the head of a text states is printed as it is stated, and told where the registry has another.

use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use crate::text::View;

/// The words of the Word document's head, a line each, and the findings that contradict the registry.
fn printed(text: &str) -> (String, Vec<String>) {
    let run = RunOptions { outputs: vec![OutputKind::Docx], ..RunOptions::default() };
    let made = Engine::default().convert("in.txt", text.as_bytes(), &run, &FileOptions::default()).unwrap();
    let again = crate::read::read("out.docx", &made.outputs[0].1).unwrap();
    let mut words = String::new();
    for block in &again.blocks {
        let paragraphs: Vec<_> = match block {
            crate::source::SourceBlock::Paragraph(paragraph) => vec![paragraph],
            crate::source::SourceBlock::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                cells.flat_map(|cell| &cell.paragraphs).collect()
            }
        };
        words.extend(paragraphs.iter().map(|paragraph| paragraph.text(View::Revised) + "\n"));
    }
    let told = made.findings.iter().filter(|finding| matches!(finding.rule.code, "DOC003" | "DOC007"));
    (words, told.map(|finding| format!("{} {}", finding.rule.code, finding.message)).collect())
}

fn head(name: &str, venue: &str, number: &str, original: &str) -> String {
    format!(
        "{name}\n{venue}\nDocument {number}-E\n5 March 2018\nOriginal: {original}\nCuba\n\
         PROPOSALS FOR THE WORK OF THE CONFERENCE\nSummary\nA note on the matter.\n"
    )
}

#[test]
fn place_and_days_are_printed_as_stated() {
    // As the registry has them, in the form of the template.
    let (words, told) = printed(&head(
        "Plenipotentiary Conference (PP-18)",
        "Dubai, 29 October - 16 November 2018",
        "7",
        "English",
    ));
    assert!(words.contains("Dubai, 29 October – 16 November 2018") && told.is_empty(), "{words}{told:?}");
    // With more than the registry has.
    let (words, told) = printed(&head(
        "World Telecommunication Development Conference (WTDC-17)",
        "Buenos Aires, Argentina, 9-20 October 2017",
        "7",
        "English",
    ));
    assert!(
        words.contains("Buenos Aires, Argentina, 9-20 October 2017") && told.is_empty(),
        "{words}{told:?}"
    );
    // Of a meeting that the registry does not have.
    let (words, told) = printed(&head("Council 2016", "Geneva, 25 May - 2 June 2016", "C16/7", "English"));
    assert!(words.contains("Geneva, 25 May - 2 June 2016") && told.is_empty(), "{words}{told:?}");
}

#[test]
fn place_and_days_that_contradict_the_registry_are_told() {
    for (venue, code) in [
        ("Busan, 29 October – 16 November 2018", "DOC007"),
        ("Dubai, 28 October – 16 November 2018", "DOC007"),
        ("Dubai, 29 September – 16 November 2018", "DOC007"),
        ("Dubai, 29 October – 16 November 2017", "DOC007"),
    ] {
        let (words, told) = printed(&head("Plenipotentiary Conference (PP-18)", venue, "7", "English"));
        assert!(words.contains(venue), "{venue}: {words}");
        assert!(told.iter().any(|said| said.starts_with(code) && said.contains(venue)), "{venue}: {told:?}");
    }
}

#[test]
fn the_line_of_the_original_is_printed_as_stated() {
    let of = |original: &str| {
        head("Plenipotentiary Conference (PP-18)", "Dubai, 29 October – 16 November 2018", "7", original)
    };
    for (text, line) in [
        (of("English/Spanish"), "Original: English/Spanish"),
        (of("English and French"), "Original: English and French"),
        (of("Russian"), "Original: Russian"),
        (of("x").replace("Original: x", "English only"), "English only"),
    ] {
        let (words, told) = printed(&text);
        assert!(words.contains(line) && told.is_empty(), "{line}: {words}{told:?}");
    }
}

#[test]
fn a_meeting_of_no_table_keeps_its_own_name() {
    let (words, told) =
        printed(&head("Radiocommunication Advisory Group", "Geneva, 26-29 March 2018", "RAG18/7", "English"));
    for line in ["Radiocommunication Advisory Group\n", "Geneva, 26-29 March 2018", "Document RAG18/7-E"] {
        assert!(words.contains(line), "{line}: {words}");
    }
    assert!(told.is_empty(), "{told:?}");
}
