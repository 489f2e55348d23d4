//! The public face: a program of somebody else's, in a few lines.

use std::process::Command;

use itudoc::model::Content;
use itudoc::options::{PdfStandard, View};
use itudoc::{Engine, FileOptions, OutputKind, RefusalKind, RunOptions, Severity, Structure};

const TEXT: &str = "MOD\tABC/70/1\nRESOLUTION 64 (Rev. Guadalajara, 2010Busan, 2014)\nTitle of it\nrecalling\na)\tone thing;\n";

#[test]
fn many_files_by_one_engine() {
    let engine = Engine::default();
    let run = RunOptions {
        outputs: vec![OutputKind::Pdf, OutputKind::Json],
        template: Some("pp-14".to_owned()),
        view: View::Revised,
        pdf_standard: PdfStandard::default(),
        ..RunOptions::default()
    };
    for name in ["one.txt", "two.txt"] {
        let made = engine.convert(name, TEXT.as_bytes(), &run, &FileOptions::default()).unwrap();
        let kinds: Vec<OutputKind> = made.outputs.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, [OutputKind::Pdf, OutputKind::Json]);
        assert_eq!(made.profile.template, "pp-14");
        assert!(made.findings.iter().all(|finding| finding.severity <= Severity::Error));
    }
    assert!(engine.templates.names().count() > 5);
}

#[test]
fn a_structure_is_read_and_written() {
    let reading = itudoc::read("one.txt", TEXT.as_bytes()).unwrap();
    assert_eq!(reading.recovery.marks.len(), 1);
    let json = reading.structure(TEXT.as_bytes()).unwrap();
    let back = Structure::read(&json).unwrap();
    let Content::Proposal(proposal) = &back.submission.parts[0].contents[0] else { panic!("no proposal") };
    assert_eq!(proposal.instrument.number.as_deref(), Some("64"));
    assert_eq!(back.write().unwrap(), json);
    assert_eq!(Structure::read(b"{}").unwrap_err().kind, RefusalKind::Format);
}

/// `inspect --output-format json` of the program and the library give the same bytes.
#[test]
fn the_program_and_the_library_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("one.txt"), TEXT).unwrap();
    let told = Command::new(env!("CARGO_BIN_EXE_itudoc"))
        .args(["inspect", "one.txt", "--output-format", "json"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let reading = itudoc::read("one.txt", TEXT.as_bytes()).unwrap();
    assert_eq!(told.stdout, reading.structure(TEXT.as_bytes()).unwrap());
}
