//! Formulas from the Word document to the page: carried, set, read.

use crate::{OutputKind, convert};

use super::packages;
use super::pdf::tools::{pdftotext, without_space};

/// A Word document of the given paragraphs.
fn document(paragraphs: &str) -> Vec<u8> {
    packages::document(&[("document", paragraphs.as_bytes())])
}

fn run(text: &str) -> String {
    format!("<m:r><m:t>{text}</m:t></m:r>")
}

fn fraction(over: &str, under: &str) -> String {
    format!("<m:f><m:num>{over}</m:num><m:den>{under}</m:den></m:f>")
}

/// The body of the Word document and the bytes of the PDF made of one, and the codes of what was found.
fn made(paragraphs: &str) -> (String, Vec<u8>, Vec<&'static str>) {
    let made = convert("formula.docx", &document(paragraphs)).unwrap();
    let of = |wanted: OutputKind| made.outputs.iter().find(|(kind, _)| *kind == wanted).unwrap().1.clone();
    let parts = packages::parts(&of(OutputKind::Docx));
    let body = parts.into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
    let codes = made.findings.iter().map(|finding| finding.rule.code).collect();
    (String::from_utf8(body).unwrap(), of(OutputKind::Pdf), codes)
}

#[test]
fn a_formula_is_carried_and_set() {
    let formula = format!("{}{}", run("S="), fraction(&run("u+v"), &run("w")));
    let text =
        format!("<w:p><w:r><w:t>so </w:t></w:r><m:oMath>{formula}</m:oMath><w:r><w:t>.</w:t></w:r></w:p>");
    let (body, pdf, codes) = made(&text);
    assert!(body.contains(&formula), "{body}");
    assert!(!codes.contains(&"WRD001"), "{codes:?}");
    if let Some(words) = pdftotext(&pdf) {
        assert!(without_space(&words).contains("soS=(u+v)/w."), "{words}");
    }
}

#[test]
fn a_formula_on_a_line_of_its_own_stays_one() {
    let text = format!("<w:p><m:oMathPara><m:oMath>{}</m:oMath></m:oMathPara></w:p>", run("E=mc"));
    let (body, pdf, _) = made(&text);
    assert!(body.contains("<m:oMathPara") && body.contains("<m:t>E=mc</m:t>"), "{body}");
    assert!(pdftotext(&pdf).is_none_or(|words| words.contains("E=mc")));
}

#[test]
fn a_formula_on_a_line_of_its_own_stands_where_it_stood() {
    let formula = format!("<m:oMath>{}</m:oMath>", run("E=mc"));
    let place = "<m:oMathParaPr><m:jc m:val=\"left\"/></m:oMathParaPr>";
    let (body, _, _) = made(&format!("<w:p><m:oMathPara>{place}{formula}</m:oMathPara></w:p>"));
    assert!(body.contains(&format!("{place}<m:oMath>")), "{body}");
}

#[test]
fn a_formula_with_marks_inside_shows_them() {
    let mark = r#"<w:ins w:id="3" w:author="A" w:date="2026-01-01T00:00:00Z">"#;
    let inner = format!("{}{mark}{}</w:ins>", run("x+"), run("y"));
    let (body, _, codes) = made(&format!("<w:p><m:oMath>{inner}</m:oMath></w:p>"));
    assert!(codes.contains(&"WRD001"), "{codes:?}");
    assert!(!body.contains("oMath") && body.contains("<w:ins ") && body.contains("<w:t>y</w:t>"), "{body}");
}

/// Words that a structure has no place for, in the schema's eyes: shown as a line, with a finding.
#[test]
fn a_structure_with_more_parts_than_it_may_have_loses_none() {
    let twice = |name: &str, part: &str| {
        let parts = ["qa", "rb", "sc"].map(|word| format!("<m:{part}>{}</m:{part}>", run(word))).concat();
        format!("<m:{name}>{parts}</m:{name}>")
    };
    for formula in [
        twice("acc", "e"),
        twice("f", "num"),
        twice("rad", "deg"),
        twice("sSup", "sup"),
        format!("<m:m><m:e>{}</m:e></m:m>", run("qarbsc")),
        format!("<m:func>{}</m:func>", run("qarbsc")),
    ] {
        let (body, pdf, codes) = made(&format!("<w:p><m:oMath>{formula}</m:oMath></w:p>"));
        assert!(codes.contains(&"WRD001"), "{formula}: {codes:?}");
        let words: String =
            body.split("<w:t").skip(1).filter_map(|text| text.split(['>', '<']).nth(1)).collect();
        assert!(words.contains("qarbsc"), "{formula}: {words}");
        assert!(pdftotext(&pdf).is_none_or(|words| without_space(&words).contains("qarbsc")));
    }
}

#[test]
fn every_structure_is_set_and_read_once() {
    let arguments = |name: &str, parts: &[&str]| {
        let parts: String = parts
            .iter()
            .map(|part| format!("<m:{part}>{}</m:{part}>", run(&format!("{name}{part}"))))
            .collect();
        format!("<m:{name}>{parts}</m:{name}>")
    };
    let forms: &[(&str, &[&str])] = &[
        ("rad", &["deg", "e"]),
        ("sSup", &["e", "sup"]),
        ("sSub", &["e", "sub"]),
        ("sSubSup", &["e", "sub", "sup"]),
        ("sPre", &["sub", "sup", "e"]),
        ("nary", &["sub", "sup", "e"]),
        ("d", &["e", "e"]),
        ("func", &["fName", "e"]),
        ("limLow", &["e", "lim"]),
        ("limUpp", &["e", "lim"]),
        ("acc", &["e"]),
        ("bar", &["e"]),
        ("groupChr", &["e"]),
        ("borderBox", &["e"]),
        ("box", &["e"]),
        ("eqArr", &["e", "e"]),
    ];
    for (name, parts) in forms {
        let formula = arguments(name, parts);
        for level in ["<m:oMathPara><m:oMath>X</m:oMath></m:oMathPara>", "<m:oMath>X</m:oMath>"] {
            let (body, pdf, _) = made(&format!("<w:p>{}</w:p>", level.replace('X', &formula)));
            assert!(body.contains(&formula), "{name}: {body}");
            let Some(words) = pdftotext(&pdf) else { continue };
            for part in *parts {
                let wanted = format!("{name}{part}");
                let count = parts.iter().filter(|other| *other == part).count();
                assert_eq!(words.matches(&wanted).count(), count, "{name}: {words}");
            }
        }
    }
}

#[test]
fn deep_formulas_are_a_line_of_characters() {
    let mut formula = run("1");
    for _ in 0..200 {
        formula = format!("<m:sSup><m:e>{formula}</m:e><m:sup>{}</m:sup></m:sSup>", run("2"));
    }
    let (body, _, codes) = made(&format!("<w:p><m:oMath>{formula}</m:oMath></w:p>"));
    assert!(codes.contains(&"WRD001") && !body.contains("oMath"), "{codes:?}");
}

#[test]
fn arabic_words_in_a_formula_join_and_run_leftwards() {
    let text = format!("<w:p><m:oMath>{}</m:oMath></w:p>", run("P+قدرة البث"));
    let (_, pdf, codes) = made(&text);
    assert!(!codes.contains(&"WRD001"), "{codes:?}");
    // Poppler turns the words of a replacement round as if they were glyphs.
    let turned: String = "قدرة البث".chars().rev().collect();
    let found = |words: String| words.contains("قدرة البث") || words.contains(&turned);
    assert!(pdftotext(&pdf).is_none_or(found));
}

/// A formula of Rich Text (RTF 1.9.1, "Math") is one, and the picture that stands for it in other programs is not shown
/// beside it; where the file has the picture alone, it is.
#[test]
fn formulas_of_rich_text_are_formulas() {
    let fraction = "{\\mf{\\mfPr{\\mctrlPr\\f1 }}{\\mnum{\\mr a}}{\\mden{\\mr\\mscr0\\msty2 b}}}";
    let bracket = "{\\md{\\mdPr{\\mbegChr [}{\\mendChr ]}}{\\me{\\mr x}{\\mr +}{\\mr y}}}";
    let picture = "{\\mmathPict{\\pict\\wmetafile8 010009000003}}";
    let file = |formula: &str| {
        format!("{{\\rtf1\\ansi where {{\\mmath{{\\*\\moMath{formula}}}{picture}}} holds\\par}}")
    };
    for (formula, line) in [(fraction, "where a/b holds"), (bracket, "where [x+y] holds")] {
        let bytes = file(formula);
        let source = crate::read::read("a.rtf", bytes.as_bytes()).unwrap();
        assert_eq!((source.formulas.len(), source.pictures.len()), (1, 0), "{formula}");
        assert_eq!(crate::suite::readers::printed("a.rtf", bytes.as_bytes()), [line]);
    }
    assert_eq!(crate::suite::readers::printed("a.rtf", file("").as_bytes()), ["where […] holds"]);
}
