//! Numbers of lists in words: in the language that the file states, in that of its text where it states none.

use crate::language::Language;
use crate::pipeline::{Conversion, Engine, FileOptions, OutputKind, RunOptions};
use crate::read::read;
use crate::suite::packages;
use crate::suite::readers::{converted, printed};

/// A list of two items that counts in a format, and the parts beside it.
fn file(format: &str, mark: &str, items: [&str; 2], beside: &[(&str, &[u8])]) -> Vec<u8> {
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"3\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
         <w:suff w:val=\"space\"/><w:lvlText w:val=\"%1:\"/></w:lvl></w:abstractNum>\
         <w:num w:numId=\"3\"><w:abstractNumId w:val=\"3\"/></w:num>"
    );
    let item = |text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr>{mark}</w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let body: String = items.map(item).concat();
    let mut parts = vec![("document", body.as_bytes()), ("numbering", numbering.as_bytes())];
    parts.extend_from_slice(beside);
    packages::document(&parts)
}

fn told(made: &Conversion) -> bool {
    made.findings.iter().any(|finding| finding.rule.code == "WRD035")
}

/// ECMA-376 part 1, 17.3.2.20: where no language is stated, the contents tell it.
#[test]
fn an_unstated_language_is_that_of_the_text() {
    for (format, items, first, second) in [
        (
            "ordinalText",
            ["que le Secrétariat prépare les rapports", "que les États examinent"],
            "Premier:",
            "Deuxième:",
        ),
        ("ordinal", ["que la Oficina presente los informes", "que los Estados examinen"], "1.º:", "2.º:"),
        ("cardinalText", ["чтобы Бюро подготовило отчёты", "чтобы Члены рассмотрели их"], "Один:", "Два:"),
        ("ordinalText", ["秘书处编写报告", "各成员国审议报告"], "第一:", "第二:"),
        ("ordinalText", ["أن يعد المكتب التقارير", "أن تنظر الدول فيها"], "الأول:", "الثاني:"),
        (
            "ordinalText",
            ["that the Bureau prepare the reports", "that the Members examine them"],
            "First:",
            "Second:",
        ),
    ] {
        let file = file(format, "", items, &[]);
        let lines = printed("a.docx", &file);
        assert_eq!(lines, [format!("{first} {}", items[0]), format!("{second} {}", items[1])]);
        assert!(!told(&converted("a.docx", &file).unwrap()), "{format}");
    }
}

/// What is stated goes before what the text says; a mark from right to left has the complex one of three languages.
#[test]
fn a_stated_language_holds() {
    let items = ["the first of these", "the second of these"];
    let stated = |langs: &str| {
        format!(
            "<w:docDefaults><w:rPrDefault><w:rPr><w:lang {langs}/></w:rPr></w:rPrDefault></w:docDefaults>"
        )
    };
    let (french, mixed) = (stated("w:val=\"fr-CH\""), stated("w:val=\"en-US\" w:bidi=\"ar-EG\""));
    let file_of = |mark, styles: &str| file("ordinalText", mark, items, &[("styles", styles.as_bytes())]);
    assert_eq!(printed("a.docx", &file_of("", &french))[0], "Premier: the first of these");
    assert_eq!(printed("a.docx", &file_of("", &mixed))[0], "First: the first of these");
    assert_eq!(printed("a.docx", &file_of("<w:rPr><w:rtl/></w:rPr>", &mixed))[0], "الأول: the first of these");
}

/// Where neither the file nor its text tells a language of the Union, the numbers are in English, and it is told.
#[test]
fn a_language_that_is_not_known_is_told() {
    let german = "<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val=\"de-AT\"/></w:rPr></w:rPrDefault></w:docDefaults>";
    let stated = file("ordinalText", "", ["Bericht", "Beschluss"], &[("styles", german.as_bytes())]);
    let nothing = file("ordinalText", "", ["2031", "2032"], &[]);
    for bytes in [&stated, &nothing] {
        assert!(printed("a.docx", bytes)[0].starts_with("First:"));
        assert!(told(&converted("a.docx", bytes).unwrap()));
    }
    let theme = packages::part("w:settings", "<w:themeFontLang w:val=\"es-MX\"/>");
    let themed = file("ordinalText", "", ["2031", "2032"], &[("word/settings.xml", theme.as_bytes())]);
    assert_eq!(printed("a.docx", &themed)[0], "Primero: 2031");
}

/// A language that is given goes before all others, in every format that counts in words.
#[test]
fn a_given_language_goes_first() {
    let rich = b"{\\rtf1\\ansi\\deflang1033{\\*\\listtable{\\list{\\listlevel\\levelnfc7\\levelstartat1\\levelfollow1{\\leveltext\\'02\\'00:;}{\\levelnumbers\\'01;}}\\listid5}}{\\*\\listoverridetable{\\listoverride\\listid5\\ls2}}\\pard\\ls2 to report\\par}";
    let run = RunOptions {
        outputs: vec![OutputKind::Docx],
        language: Some(Language::French),
        ..RunOptions::default()
    };
    let made = Engine::default().convert("a.rtf", rich, &run, &FileOptions::default()).unwrap();
    let source = read("made.docx", &made.outputs[0].1).unwrap();
    assert!(source.text.contains("Premier: to report"), "{}", source.text);
}
