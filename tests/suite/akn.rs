//! Akoma Ntoso: the words of the PDF, the structure that the schema wants, ids that stay.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use crate::suite::packages;
use crate::text::View;

const TEXT: &str = "Delegation of Ruritania

Summary
This paper proposes to amend one resolution and to suppress another.

MOD\tRUR/70/1
RESOLUTION 64 (Rev. Guadalajara, 2010Busan, 2014)
Access on equal terms
The Plenipotentiary Conference of the International Telecommunication Union (Busan, 2014),
recalling
a)\tResolution 130 (Rev. Dubai, 2018);
b)\tthe outcomes of the summit,
considering
the needs of users,
resolves
1\tto continue the work;
2\tto report:
a)\ton costs;
b)\ton results,
instructs the Secretary-General
to publish the report.
Reasons: The text is out of date.

SUP\tRUR/70/2
RESOLUTION 99 (Busan, 2014)
A matter of the past
Reasons: It has been done.
";

fn akn(text: &str, view: View) -> String {
    let run = RunOptions { outputs: vec![OutputKind::Akn], view, ..RunOptions::default() };
    let file = FileOptions::default();
    let made = Engine::default().convert("S14-PP-C-0070!!MSW-E.txt", text.as_bytes(), &run, &file).unwrap();
    String::from_utf8(made.outputs[0].1.clone()).unwrap()
}

/// Every eId with the text of its element, in order.
/// A note at the end of a label stands in the label.
#[test]
fn a_note_between_a_label_and_its_text_is_kept() {
    let reference = |id: u8| format!(r#"<w:r><w:footnoteReference w:id="{id}"/></w:r>"#);
    for label in ["1)", "—", "a)", "1"] {
        let body = format!(
            "<w:p><w:r><w:t>{label}</w:t></w:r>{}<w:r><w:t xml:space=\"preserve\"> words of an item.</w:t></w:r>{}</w:p>",
            reference(1),
            reference(2)
        );
        let notes = r#"<w:footnote w:id="1"><w:p><w:r><w:t>first</w:t></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>second</w:t></w:r></w:p></w:footnote>"#;
        let file = packages::document(&[("document", body.as_bytes()), ("footnotes", notes.as_bytes())]);
        let run = RunOptions { outputs: vec![OutputKind::Akn], ..RunOptions::default() };
        let made = Engine::default().convert("a.docx", &file, &run, &FileOptions::default());
        let xml = String::from_utf8(made.unwrap().outputs.remove(0).1).unwrap();
        let at = |word: &str| xml.find(word).unwrap_or_else(|| panic!("{label}: no {word}"));
        assert!(at("first") < at("second"), "{label}");
    }
}

fn ids(xml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut found: Vec<(String, String)> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) => {
                let id = element.attributes().flatten().find(|a| a.key.as_ref() == b"eId");
                open.push(id.map(|id| {
                    found.push((String::from_utf8(id.value.to_vec()).unwrap(), String::new()));
                    found.len() - 1
                }));
            }
            Event::End(_) => _ = open.pop(),
            Event::Text(text) => {
                let text = text.decode().unwrap();
                open.iter().flatten().for_each(|at| found[*at].1.push_str(&text));
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// Elements in order, each with those it stands in.
fn paths(xml: &str) -> BTreeSet<String> {
    let mut reader = Reader::from_str(xml);
    let (mut open, mut found): (Vec<String>, _) = (Vec::new(), BTreeSet::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) => {
                open.push(String::from_utf8(element.name().as_ref().to_vec()).unwrap());
                found.insert(open.join("/"));
            }
            Event::Empty(element) => {
                let name = String::from_utf8(element.name().as_ref().to_vec()).unwrap();
                found.insert(format!("{}/{name}", open.join("/")));
            }
            Event::End(_) => _ = open.pop(),
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn a_proposal_has_preface_preamble_body_and_reasons() {
    let xml = akn(TEXT, View::Marked);
    let found = paths(&xml);
    let statement = "akomaNtoso/documentCollection/collectionBody/component/statement";
    for path in [
        "preface/p/mod",
        "preface/longTitle/p",
        "preamble/formula/p",
        "preamble/recitals/heading",
        "preamble/recitals/recital/num",
        "preamble/recitals/recital/p/ref",
        "mainBody/hcontainer/paragraph/num",
        "mainBody/hcontainer/paragraph/content/blockList/item/num",
        "conclusions/p",
        "meta/analysis/activeModifications/textualMod/destination",
    ] {
        assert!(found.contains(&format!("{statement}/{path}")), "{path} of {found:#?}");
    }
    for words in [
        "textualMod type=\"substitution\"",
        "textualMod type=\"repeal\"",
        "<destination href=\"/akn/un/statement/resolution/itu-pp/2010/64\"/>",
        "<ref href=\"/akn/un/statement/resolution/itu-pp/2018/130\">",
        "itudoc:rule=\"edition-pair\"",
        "<FRBRlanguage language=\"eng\"/>",
        "/akn/un/documentCollection/contribution/itu-pp/2014/70/eng@",
    ] {
        assert!(xml.contains(words), "{words} in {xml}");
    }
    // Deletions and insertions, accepted or rejected, are the revised and the base text.
    assert!(xml.contains("<del ") && xml.contains("<ins "));
    for view in [View::Revised, View::Base] {
        let plain = akn(TEXT, view);
        assert!(!plain.contains("<del ") && !plain.contains("<ins "));
    }
}

/// A paragraph or an item that is inserted changes no other id; no two elements have one.
#[test]
fn ids_stay_when_a_paragraph_is_inserted() {
    let before: BTreeMap<String, String> = ids(&akn(TEXT, View::Marked)).into_iter().collect();
    let places = [
        ("b)\tthe outcomes of the summit,\n", "b)\ta new recital;\nc)\tthe outcomes of the summit,\n"),
        ("1\tto continue the work;\n", "1\tto begin another;\n2\tto continue the work;\n"),
        ("This paper proposes", "One paragraph more.\nThis paper proposes"),
    ];
    for (place, with) in places {
        let text = TEXT.replace(place, with);
        assert_ne!(text, TEXT);
        let after = ids(&akn(&text, View::Marked));
        let unique: BTreeSet<&String> = after.iter().map(|(id, _)| id).collect();
        assert_eq!(unique.len(), after.len());
        let lost: Vec<&String> = before.keys().filter(|id| !unique.contains(id)).collect();
        assert!(lost.is_empty(), "{lost:?}");
    }
}

/// The proof sees what is lost of it, in text, notes and comments.
#[test]
fn what_is_read_back_is_all_its_text() {
    let found = crate::verify::akn::text(
        "<akomaNtoso><meta><x>no</x><notes><note class=\"comment\"><p>said</p></note></notes></meta>\
         <p>a&amp;<del>b</del><authorialNote class=\"endnote\"><p>end</p></authorialNote>\
         <authorialNote class=\"footnote\"><p>foot</p></authorialNote><eol/>c</p></akomaNtoso>"
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(found.body, "a&b\nc\n");
    assert_eq!(found.notes, ["foot\n", "end\n"]);
    assert_eq!(found.comments, ["said\n"]);
    assert!(crate::verify::akn::text(b"<akomaNtoso><p>cut").is_err());
}

/// What another program wrote and laid out with line ends reads as it is meant; nothing is lost of it: a
/// number without words behind it, a note of the metadata, text where no paragraph is.
#[test]
fn the_files_of_others_are_read_whole() {
    let file = "<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\"><act name=\"act\"><meta>\
        <identification source=\"#x\"><FRBRExpression><FRBRlanguage language=\"fra\"/></FRBRExpression></identification>\
        <notes source=\"#x\"><note eId=\"n1\"><p>La note.</p></note></notes></meta>\n<body>\n\
        <section eId=\"sec_1\">\n  <num>1.</num>\n  <paragraph><num>(a)</num><content>\n    <p>\n      Le <b>conseil</b>\n\
        \x20 décide<noteRef href=\"#n1\"/>.\n    </p></content></paragraph>\n\
        <paragraph><num>(b)</num><content><p>Une <ins>autre</ins> <del>phrase</del>  double.</p></content></paragraph>\
        <blockList><listIntroduction>Suite:</listIntroduction><item><num>-</num><p>un</p></item></blockList>\
        </section>mots épars</body></act></akomaNtoso>";
    let source = crate::read::read("a.akn", file.as_bytes()).unwrap();
    let lines: Vec<&str> = source.text.lines().collect();
    assert_eq!(
        lines,
        [
            "1.",
            "(a)\tLe conseil décide.",
            "(b)\tUne autre phrase  double.",
            "Suite:",
            "-\tun",
            "mots épars",
            "La note."
        ]
    );
    assert_eq!(source.properties.language.as_deref(), Some("fr-FR"));
    assert_eq!((source.revisions.len(), source.notes.len()), (2, 1));
    // Both counts are the same, and a reader that lost words would be told.
    let account = crate::verify::source::account(file.as_bytes(), &source).unwrap();
    assert_eq!(account.shown, Some(account.carried));
    let mut short = source.clone();
    short.text = short.text.replace("La note.", "La n.");
    let refused = crate::verify::source::account(file.as_bytes(), &short).unwrap_err();
    assert!(refused.found.contains("3 characters that were not read"), "{refused}");
}

/// A document of another file is not silently left out.
#[test]
fn what_stands_in_other_files_is_told() {
    let file = "<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\"><documentCollection name=\"c\">\
        <collectionBody><component><doc name=\"d\"><mainBody><p>Words.</p></mainBody></doc></component>\
        <component><componentRef src=\"annex.xml\" showAs=\"Annex\"/></component></collectionBody>\
        </documentCollection></akomaNtoso>";
    let source = crate::read::read("a.akn", file.as_bytes()).unwrap();
    assert!(source.findings.iter().any(|finding| finding.rule.code == "AKN001"));
}
