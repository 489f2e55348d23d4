//! A document as it is published: what keeps it back, what is left out, and the lock on it.

use std::fs;
use std::io::{Cursor, Read};
use std::process::Command;

use crate::options::{Metadata, PdfStandard, Registry, Review};
use crate::suite::{fake, packages};
use crate::{Engine, FileOptions, OutputKind, RefusalKind, RunOptions};

const PAPER: &str = "MOD\tFJI/7/1\nRESOLUTION 191 (REV. BUCHAREST, 2022)\nHarbour lights\n\
    The Plenipotentiary Conference of the International Telecommunication Union (Bucharest, 2022),\n\
    recalling\nthat the lamps of 20142018 were lit,\n\
    resolves\nto keep the lights,\nReasons: they are seen from far.\n";

const FACTS: &str = "date = 2022-09-15\noriginal = \"en\"\ndocument = \"7\"\nsource = \"FJI\"\n\
    conference = \"PP-22\"\ntitle = \"Harbour lights\"\n";

fn final_run() -> RunOptions {
    RunOptions { outputs: OutputKind::DEFAULT.to_vec(), ..RunOptions::default() }.for_publication().unwrap()
}

struct Desk(tempfile::TempDir);

impl Desk {
    fn new(text: &str) -> Self {
        let (temp, ..) = fake::folder(&[]);
        fs::write(temp.path().join("p.txt"), text).unwrap();
        fs::write(temp.path().join("p.toml"), FACTS).unwrap();
        Self(temp)
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut command = Command::new(crate::suite::program());
        let output = command.args(arguments).current_dir(self.0.path()).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).unwrap();
    }

    /// Decides everything: marks are accepted, findings waived.
    fn decide_all(&self) {
        let (_, said) = self.run(&["check", "p.txt", "--write-review"]);
        let file = self.read("p.review.toml");
        let (marks, findings) = file.split_once("finding = [").unwrap_or_else(|| panic!("{said}\n{file}"));
        let open = "decision = \"open\"";
        let marks = marks.replace(open, "decision = \"accept\", by = \"A. Officer\"");
        let findings =
            findings.replace(open, "decision = \"waive\", by = \"A. Officer\", note = \"as sent\"");
        self.put("p.review.toml", &format!("{marks}finding = [{findings}"));
    }
}

#[test]
fn what_is_open_keeps_a_document_back() {
    let desk = Desk::new(PAPER);
    let (status, said) = desk.run(&["convert", "p.txt", "-o", "out", "--final"]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("E-OPEN") && said.contains("doubtful mark is undecided (line 6)"), "{said}");
    assert!(!desk.0.path().join("out/p.docx").exists());
    let (_, foretold) = desk.run(&["convert", "p.txt", "-o", "out", "--final", "--dry-run"]);
    assert!(foretold.contains("refuse   p.txt"), "{foretold}");
    desk.decide_all();
    let (status, said) = desk.run(&["convert", "p.txt", "-o", "out", "--final", "--by", "A. Officer"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(desk.0.path().join("out/p.docx").exists());
}

#[test]
fn a_published_document_is_locked_until_it_is_reopened_with_a_reason() {
    let desk = Desk::new(PAPER);
    desk.decide_all();
    let publish = ["convert", "p.txt", "-o", "out", "--final", "--by", "A. Officer"];
    assert_eq!(desk.run(&publish).0, Some(0));
    let log = desk.read("out/p.decisions.toml");
    assert!(log.parse::<toml::Table>().is_ok(), "{log}");
    for words in
        ["what = \"published\"", "by = \"A. Officer\"", "input-sha256", "p.docx", "accept", "as sent"]
    {
        assert!(log.contains(words), "{words}: {log}");
    }
    let (status, said) = desk.run(&publish);
    assert_eq!((status, said.contains("up to date")), (Some(0), true), "{said}");
    desk.put("p.txt", &PAPER.replace("from far", "from afar"));
    let (status, said) = desk.run(&["convert", "p.txt", "-o", "out"]);
    assert!(status == Some(1) && said.contains("E-PUBLISHED") && said.contains("--reopen"), "{said}");
    assert_eq!(desk.run(&["convert", "p.txt", "-o", "out", "--reopen", " "]).0, Some(2));
    let again = ["convert", "p.txt", "-o", "out", "--final", "--reopen", "a word was wrong"];
    let (status, said) = desk.run(&again);
    assert_eq!(status, Some(0), "{said}");
    let log = desk.read("out/p.decisions.toml");
    assert!(log.contains("reason = \"a word was wrong\""), "{log}");
    assert_eq!(log.matches("what = \"published\"").count(), 2, "nothing is taken out of the log");
    assert_eq!(desk.run(&["verify", "out"]).0, Some(0), "the log is known to be ours");
}

#[test]
fn what_would_carry_the_input_cannot_be_asked_for() {
    let wrong = [
        RunOptions { pdf_standard: PdfStandard::A3a, ..RunOptions::default() },
        RunOptions { view: crate::text::View::Revised, ..RunOptions::default() },
    ];
    for run in wrong {
        assert_eq!(run.for_publication().unwrap_err().kind, RefusalKind::Settings);
    }
}

/// A Word file with an inserted word of a named author, a comment and hidden words.
fn word_file() -> Vec<u8> {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">The lamps </w:t></w:r>\
         <w:ins w:id=\"1\" w:author=\"Jane Drafter\" w:date=\"2022-05-01T10:00:00Z\">\
         <w:r><w:t xml:space=\"preserve\">of the harbour </w:t></w:r></w:ins>\
         <w:commentRangeStart w:id=\"0\"/><w:r><w:t>are lit.</w:t></w:r><w:commentRangeEnd w:id=\"0\"/>\
         <w:r><w:commentReference w:id=\"0\"/></w:r>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>secret plan</w:t></w:r></w:p>";
    let comments = "<w:comment w:id=\"0\" w:author=\"Jane Drafter\"><w:p><w:r><w:t>our private view</w:t></w:r></w:p></w:comment>";
    packages::document(&[("document", body.as_bytes()), ("comments", comments.as_bytes())])
}

/// The text of all parts of a package.
fn all_parts(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut part = Vec::new();
        archive.by_index(at).unwrap().read_to_end(&mut part).unwrap();
        all.push_str(&String::from_utf8_lossy(&part));
    }
    all
}

#[test]
fn comments_authors_and_hidden_words_stay_behind_and_marks_do_not() {
    let engine = Engine::default();
    let bytes = word_file();
    let metadata = Metadata::from_toml("p.toml", FACTS, Registry::builtin()).unwrap();
    let mut file = FileOptions { metadata, ..FileOptions::default() };
    let refused = engine.convert("p.docx", &bytes, &final_run(), &file).unwrap_err();
    assert_eq!(refused.kind, RefusalKind::Open, "{refused}");
    let examined = engine.examine("p.docx", &bytes, &RunOptions::default(), &file).unwrap();
    let review = examined.review_file().replace("\"open\"", "\"waive\"");
    file.review = Some(Review::read("p.review.toml", &review).unwrap());
    let made = engine.convert("p.docx", &bytes, &final_run(), &file).unwrap();
    let mut checked = 0;
    for (kind, output) in &made.outputs {
        let text = match kind {
            OutputKind::Docx => all_parts(output),
            OutputKind::Json => String::from_utf8(output.clone()).unwrap(),
            _ => continue,
        };
        for words in ["private view", "Jane", "secret", "2022-05-01"] {
            assert!(!text.contains(words), "{words} is in the {}", kind.extension());
        }
        assert!(text.contains("of the harbour"));
        checked += 1;
    }
    assert_eq!(checked, 2);
    let (_, docx) = made.outputs.iter().find(|(kind, _)| *kind == OutputKind::Docx).unwrap();
    assert!(all_parts(docx).contains("<w:ins "), "the proposal's own mark is kept");
    assert_eq!(made.profile.marks_read, 1);
}
