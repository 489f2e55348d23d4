//! What the program writes, it reads back: the same structure, the same revision marks, and either
//! view of the marked document is the document of that view.
//!
//! `cargo test --release round_trip -- --ignored --nocapture` does it for the real files.

mod akn;
mod drawn;
mod lines;
mod structures;
mod told;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::language::Language;
use crate::metadata::Metadata;
use crate::model::Submission;
use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use crate::registry::Registry;
use crate::text::View;

use crate::suite::workload;
use lines::lines;
use told::{masthead_lost, told};

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::default);

/// What is given beside a sample.
fn given(name: &str) -> Metadata {
    let sidecar = Path::new(env!("CARGO_MANIFEST_DIR")).join("input").join(name).with_extension("toml");
    let sidecar = std::fs::read_to_string(sidecar).unwrap_or_default();
    Metadata::from_toml("sidecar.toml", &sidecar, Registry::builtin()).unwrap()
}

/// What a file is read with.
fn options(name: &str) -> RunOptions {
    RunOptions { metadata: given(name), ..RunOptions::default() }
}

fn document(name: &str, bytes: &[u8], view: View, options: &RunOptions) -> Result<Vec<u8>, String> {
    let options = RunOptions { outputs: vec![OutputKind::Docx], view, ..options.clone() };
    let mut made = ENGINE
        .convert(name, bytes, &options, &FileOptions::default())
        .map_err(|refusal| refusal.found.to_string())?;
    Ok(made.outputs.remove(0).1)
}

fn structure(name: &str, bytes: &[u8], options: &RunOptions) -> Submission {
    ENGINE.read(name, bytes, options, &FileOptions::default()).unwrap().submission
}

/// Converts a file and what became of it; says what differs.
fn judge(name: &str, bytes: &[u8]) -> Result<(), String> {
    judge_with(name, bytes, &options(name))
}

/// The same with what is given beside the file.
fn judge_with(name: &str, bytes: &[u8], options: &RunOptions) -> Result<(), String> {
    let once = document(name, bytes, View::Marked, options)?;
    let mut before = structure(name, bytes, options);
    let mut after = structure("again.docx", &once, &RunOptions::default());
    let lost = masthead_lost(&before, &after);
    if !lost.is_empty() {
        return Err(lost.join("; "));
    }
    let (one, other) = (told(&mut before), told(&mut after));
    if one != other {
        return Err(difference(&one, &other));
    }
    // What the first pass supplied and made stands; the second adds and takes away nothing.
    let twice = document("again.docx", &once, View::Marked, options)?;
    let (one, other) = (lines(&once, View::Marked), lines(&twice, View::Marked));
    if one != other {
        return Err(format!("the second pass: {}", difference(&one.join("\n"), &other.join("\n"))));
    }
    views(name, bytes, options, &once)
}

/// Either view of the marked document is the document of that view.
fn views(name: &str, bytes: &[u8], options: &RunOptions, marked: &[u8]) -> Result<(), String> {
    for view in [View::Revised, View::Base] {
        let (accepted, made) =
            (lines(marked, view), lines(&document(name, bytes, view, options)?, View::Marked));
        if accepted != made {
            return Err(format!("{view:?}: {}", difference(&accepted.join("\n"), &made.join("\n"))));
        }
    }
    Ok(())
}

fn difference(one: &str, other: &str) -> String {
    let diff = similar::TextDiff::from_lines(one, other);
    let text = diff.unified_diff().context_radius(2).to_string();
    text.chars().take(1500).collect()
}

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths
}

#[test]
fn every_sample_comes_back() {
    let mut faults = Vec::new();
    for path in samples() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if let Err(fault) = judge(&name, &std::fs::read(&path).unwrap()) {
            faults.push(format!("{name}: {fault}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// Every form's masthead in every language, with what can be made of a document.
#[test]
fn mastheads_come_back() {
    let engine = &*ENGINE;
    let mut faults = Vec::new();
    for (language, text) in [
        (Language::Chinese, "应点亮各海岸的航标灯，并向成员国报告。"),
        (Language::English, "The lamps of the coast are to be lit and that is to be reported."),
        (Language::French, "Les lampes de la côte sont à allumer et cela est à signaler dans un rapport."),
        (
            Language::Spanish,
            "Las lámparas de la costa deben encenderse y de ello se dará cuenta en el informe.",
        ),
        (Language::Russian, "Огни побережья следует зажечь и сообщить об этом государствам."),
        (Language::Arabic, "يجب إضاءة مصابيح الساحل وإبلاغ الدول الأعضاء بذلك في التقرير."),
    ] {
        for template in engine.templates.names() {
            for number in ["62", "62(Add.1)", "62(Rev.2)", "62(Cor.3)"] {
                let mut metadata = Metadata::default();
                // Study groups print no conference.
                let conference = (!template.ends_with("-sg")).then_some(("conference", "PP-22"));
                let facts = [
                    ("document", number),
                    ("date", "2022-09-15"),
                    ("original", "es"),
                    ("source", "Ruritania"),
                    ("title", "XYZ"),
                ];
                for (key, value) in facts.into_iter().chain(conference) {
                    metadata.set(&format!("{key}={value}"), Registry::builtin()).unwrap();
                }
                let template = Some(template.to_string());
                let options =
                    RunOptions { template, language: Some(language), metadata, ..RunOptions::default() };
                let fault = judge_with("plain.txt", text.as_bytes(), &options).err();
                faults.extend(
                    fault.map(|fault| format!("{language} {:?} {number}: {fault}", options.template)),
                );
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n\n"));
}

/// The texts that the parser is tried on, and the Word documents of `tests/cases/round_trip`, each a
/// paragraph a line: its style, a tab, its text.
#[test]
fn every_case_comes_back() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let files = |folder: &str| {
        let entries = std::fs::read_dir(cases.join(folder)).unwrap();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        assert!(!paths.is_empty(), "the cases are gone");
        paths
    };
    let named = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let texts = files("parse")
        .into_iter()
        .map(|folder| (named(&folder) + ".txt", std::fs::read(folder.join("in.txt")).unwrap()));
    let documents = files("round_trip")
        .into_iter()
        .map(|path| (named(&path) + ".docx", styled(&std::fs::read_to_string(&path).unwrap())));
    let faults: Vec<String> = texts
        .chain(documents)
        .filter_map(|(name, bytes)| judge(&name, &bytes).err().map(|fault| format!("{name}: {fault}")))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// A Word document of lines, each a style, a tab and a text.
fn styled(lines: &str) -> Vec<u8> {
    let mut body = String::new();
    for line in lines.lines() {
        let (style, text) = line.split_once('\t').unwrap_or(("", line));
        let text =
            quick_xml::escape::escape(text).replace('\t', "</w:t><w:tab/><w:t xml:space=\"preserve\">");
        body += &format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"
        );
    }
    crate::suite::packages::document(&[("document", body.as_bytes())])
}

#[test]
fn made_contributions_come_back() {
    for (seed, pages) in [(1, 2), (2, 6), (3, 15)] {
        let text = workload::submission(seed, pages);
        judge("made.txt", text.as_bytes()).unwrap();
    }
}

#[test]
#[ignore = "needs the real files beside the project"]
fn every_real_file_comes_back() {
    let Some(mut paths) = crate::suite::corpus::all() else { return };
    let only = std::env::var("ITUDOC_ONLY").unwrap_or_default();
    paths.retain(|path| path.to_string_lossy().contains(&only));
    let (mut same, mut refused, mut faults) = (0, 0, Vec::new());
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap();
        if document(&name, &bytes, View::Marked, &RunOptions::default()).is_err() {
            refused += 1;
            continue;
        }
        match judge(&name, &bytes) {
            Ok(()) => same += 1,
            Err(fault) => faults.push(format!("{name}: {fault}")),
        }
    }
    faults.iter().for_each(|fault| println!("{fault}\n"));
    println!("{same} come back, {refused} are refused, {} differ", faults.len());
    assert!(faults.is_empty());
}

/// A note on deleted words goes with them, and comes back where the words stand; comments go with no view, for
/// a view is published.
#[test]
fn a_note_on_deleted_words_is_shown_where_they_are() {
    let package = crate::suite::packages::document(&[
        (
            "document",
            b"<w:p><w:r><w:t>kept</w:t></w:r><w:del w:id=\"1\" w:author=\"A\"><w:r><w:delText>gone</w:delText></w:r>\
              <w:r><w:footnoteReference w:id=\"1\"/></w:r><w:r><w:commentReference w:id=\"1\"/></w:r></w:del></w:p>",
        ),
        ("footnotes", b"<w:footnote w:id=\"1\"><w:p><w:r><w:t>a note</w:t></w:r></w:p></w:footnote>"),
        ("comments", b"<w:comment w:id=\"1\" w:author=\"B\"><w:p><w:r><w:t>a remark</w:t></w:r></w:p></w:comment>"),
    ]);
    judge("noted.docx", &package).unwrap();
    let shown = |view| document("noted.docx", &package, view, &RunOptions::default()).unwrap();
    let texts = |view| crate::verify::docx::text(&shown(view)).unwrap();
    assert_eq!((texts(View::Revised).notes.len(), texts(View::Revised).comments.len()), (0, 0));
    assert_eq!((texts(View::Base).notes.len(), texts(View::Base).comments.len()), (1, 0));
}
