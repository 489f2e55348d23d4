//! Words of a PDF are found by every engine that people read with: poppler, MuPDF, PDFium (Chrome,
//! Edge) and pdf.js (Firefox). Engines that are not installed are said to be skipped.
//!
//! pdf.js is looked for in the folder that `PDFJS_DIST` names, an unpacked npm package `pdfjs-dist`.

use std::path::Path;
use std::process::Command;

use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};

/// A text and the phrases that a reader looks for in its PDF.
const SAMPLES: [(&str, &str, &[&str]); 6] = [
    (
        "ar.txt",
        "القرار 91 (المراجَع في بوسان، 2014)\n\nإن مؤتمر المندوبين المفوضين للاتحاد،\n\nإذ يدرك\n\n\
         أ ) أهمية الاتصالات لجميع المناطق الريفية والجزر الصغيرة؛\n\nيقرر\n\n\
         1 أن يكلف الأمين العام بإعداد الإحصاءات اللازمة لأقل البلدان.\n",
        &["القرار", "المندوبين", "للاتحاد", "الاتصالات", "الإحصاءات", "الأمين", "البلدان", "لأقل"],
    ),
    (
        "zh.txt",
        "第91号决议（2014年，釜山，修订版）\n\n国际电信联盟全权代表大会（2014年，釜山），\n\n认识到\n\n\
         a)\tITU-D在2010-2014年期间向48个成员国提供了援助；\n\n做出决议\n\n1\t请秘书长于2016年5月30日前提交报告。\n",
        &["第91号决议（2014年", "48个成员国", "2016年5月30日前", "请秘书长于2016年"],
    ),
    (
        "en.txt",
        "RESOLUTION 91 (Rev. Busan, 2014)\n\nThe Plenipotentiary Conference,\n\nrecognizing\n\n\
         a)\tthat the efficient office offers 48 fifth-floor flats,\n\nresolves\n\n1\tto instruct the Secretary-General.\n",
        &["RESOLUTION 91 (Rev. Busan, 2014)", "efficient office offers", "Secretary-General"],
    ),
    (
        "fr.txt",
        "RÉSOLUTION 91 (Rév. Busan, 2014)\n\nLa Conférence de plénipotentiaires,\n\nreconnaissant\n\n\
         a)\tque l'œuvre des pays «déjà équipés» est achevée à 48 %;\n\ndécide\n\n1\tde charger le Secrétaire général.\n",
        &["l'œuvre des pays", "achevée à 48", "Secrétaire général"],
    ),
    (
        "es.txt",
        "RESOLUCIÓN 91 (Rev. Busán, 2014)\n\nLa Conferencia de Plenipotenciarios,\n\nreconociendo\n\n\
         a)\tque el año pasado se señaló la cigüeña;\n\nresuelve\n\n1\tencargar al Secretario General.\n",
        &["RESOLUCIÓN 91", "el año pasado se señaló la cigüeña", "Secretario General"],
    ),
    (
        "ru.txt",
        "РЕЗОЛЮЦИЯ 91 (Пересм. Пусан, 2014 г.)\n\nПолномочная конференция,\n\nпризнавая,\n\n\
         a)\tчто объём съёмки вырос на 48 процентов,\n\nрешает\n\n1\tпоручить Генеральному секретарю.\n",
        &["РЕЗОЛЮЦИЯ 91", "объём съёмки вырос на 48 процентов", "Генеральному секретарю"],
    ),
];

fn pdf(name: &str, text: &str) -> Vec<u8> {
    let options = RunOptions { outputs: vec![OutputKind::Pdf], ..RunOptions::default() };
    let made = Engine::default().convert(name, text.as_bytes(), &options, &FileOptions::default()).unwrap();
    made.outputs.into_iter().next().unwrap().1
}

/// What a program prints of a file; `None`, said loudly, where it cannot be run.
fn printed(program: &str, before: &[&str], file: &Path, after: &[&str]) -> Option<String> {
    let output = Command::new(program).args(before).arg(file).args(after).output();
    match output.map(|output| (output.status.success(), output)) {
        Ok((true, output)) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok((false, output)) => {
            eprintln!("SKIPPED: {program} fails: {}", String::from_utf8_lossy(&output.stderr));
            None
        }
        Err(error) => {
            eprintln!("SKIPPED: {program} cannot be run ({error})");
            None
        }
    }
}

/// Marks of direction out, white space as single spaces, in lower case: searches ask for no case, and
/// titles are in capitals.
fn plain(text: &str) -> String {
    let shown = text.chars().filter(|c| !matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'));
    shown.collect::<String>().to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The phrases that a text lacks. Where an engine gives lines that run from right to left as they stand
/// on the page, the letters of a word are turned.
fn lacking<'p>(text: &str, phrases: &[&'p str]) -> Vec<&'p str> {
    let text = plain(text);
    let found = |phrase: &str| {
        let phrase = phrase.to_lowercase();
        text.contains(&phrase) || text.contains(&phrase.chars().rev().collect::<String>())
    };
    phrases.iter().filter(|phrase| !found(phrase)).copied().collect()
}

/// Searches each page by PDFium, as Chrome does; prints how often each phrase is found.
const PDFIUM: &str = "import sys, pypdfium2\n\
    d = pypdfium2.PdfDocument(sys.argv[1])\n\
    pages = [page.get_textpage() for page in d]\n\
    for phrase in sys.argv[2:]:\n\
    \x20   print('found' if any(p.search(phrase).get_next() for p in pages) else phrase)\n";

/// Prints the text of each page as PDFium reads it.
const PDFIUM_TEXT: &str = "import sys, pypdfium2\n\
    for page in pypdfium2.PdfDocument(sys.argv[1]):\n\
    \x20   print(page.get_textpage().get_text_range())\n";

/// Prints the text of each page as pdf.js gives it to Firefox's search.
const PDFJS: &str = "import fs from 'fs';\n\
    const {getDocument} = await import(process.env.PDFJS_DIST + '/legacy/build/pdf.mjs');\n\
    const data = new Uint8Array(fs.readFileSync(process.argv[process.argv.length - 1]));\n\
    const file = await getDocument({data, verbosity: 0}).promise;\n\
    for (let n = 1; n <= file.numPages; n++) {\n\
      const text = await (await file.getPage(n)).getTextContent();\n\
      console.log(text.items.map(i => i.str + (i.hasEOL ? '\\n' : '')).join(''));\n\
    }\n";

#[test]
fn key_phrases_are_found_in_six_languages_by_every_engine() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text, phrases) in SAMPLES {
        let file = folder.path().join(name).with_extension("pdf");
        std::fs::write(&file, pdf(name, text)).unwrap();
        let check = |engine: &str, text: Option<String>| {
            if let Some(text) = text {
                assert_eq!(lacking(&text, phrases), [""; 0], "{name} by {engine}");
            }
        };
        check("poppler", printed("pdftotext", &[], &file, &["-"]));
        check("MuPDF", printed("mutool", &["draw", "-q", "-F", "txt", "-o", "-"], &file, &[]));
        if let Some(found) = printed("python3", &["-c", PDFIUM], &file, phrases) {
            let missed: Vec<&str> = found.lines().filter(|line| *line != "found").collect();
            assert_eq!(missed, [""; 0], "{name} by PDFium");
        }
        if std::env::var_os("PDFJS_DIST").is_none() {
            eprintln!("SKIPPED: pdf.js, as PDFJS_DIST names no folder");
            continue;
        }
        check("pdf.js", printed("node", &["--input-type=module", "-e", PDFJS, "--"], &file, &[]));
    }
}

/// Samples of the project, one a language that has words between spaces.
const WORDED: [&str; 5] = [
    "pp18-ar-proposal.txt",
    "pp18-ru-two-proposals.txt",
    "pp22-fr-revision.txt",
    "pp14-es-addendum.txt",
    "wrc19-en-agenda-item.txt",
];

/// The text without vowel marks and the lengthening stroke: searches in Firefox and Chrome pass them over, and
/// pdf.js sets a space before a mark that ends a word.
fn unmarked(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{064B}'..='\u{0652}' | '\u{0640}')).collect()
}

/// Words of four letters and more, each once.
fn words(text: &str) -> Vec<String> {
    let text = unmarked(text);
    let all = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= 4);
    let all: std::collections::BTreeSet<String> = all.map(str::to_owned).collect();
    all.into_iter().collect()
}

#[test]
fn every_word_of_the_samples_is_found_by_every_engine() {
    let folder = tempfile::tempdir().unwrap();
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    for name in WORDED {
        let text = std::fs::read_to_string(inputs.join(name)).unwrap();
        let file = folder.path().join(name).with_extension("pdf");
        std::fs::write(&file, pdf(name, &text)).unwrap();
        let words = words(&text);
        assert!(words.len() > 50, "{name}");
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let check = |engine: &str, found: Option<String>| {
            if let Some(found) = found {
                assert_eq!(lacking(&unmarked(&found), &words), [""; 0], "{name} by {engine}");
            }
        };
        check("poppler", printed("pdftotext", &[], &file, &["-"]));
        check("MuPDF", printed("mutool", &["draw", "-q", "-F", "txt", "-o", "-"], &file, &[]));
        check("PDFium", printed("python3", &["-c", PDFIUM_TEXT], &file, &[]));
        if std::env::var_os("PDFJS_DIST").is_none() {
            eprintln!("SKIPPED: pdf.js, as PDFJS_DIST names no folder");
            continue;
        }
        check("pdf.js", printed("node", &["--input-type=module", "-e", PDFJS, "--"], &file, &[]));
    }
}
