//! The structure as JSON is read back in: what was read is written again, byte for byte.

use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostics::RefusalKind;
use crate::pipeline::{Engine, FileOptions, RunOptions};
use crate::structure::Structure;
use crate::text::View;
use crate::verify::ledger::Ledger;

/// Samples and cases that are files a person might send.
fn files() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path
                .extension()
                .is_some_and(|kind| ["txt", "docx", "doc", "rtf", "htm"].iter().any(|k| kind == *k))
            {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["input", "tests/cases/parse", "tests/cases/recover", "tests/cases/legacy"] {
        walk(&root.join(folder), &mut found);
    }
    found.sort();
    found
}

#[test]
fn what_is_read_is_written_again() {
    let engine = Engine::default();
    let mut seen = 0;
    for path in files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let Ok(reading) = engine.read(&name, &bytes, &RunOptions::default(), &FileOptions::default()) else {
            continue;
        };
        let written = reading.structure(&bytes).unwrap();
        let back = Structure::read(&written)
            .unwrap_or_else(|refusal| panic!("{}: {}", path.display(), refusal.found));
        let again = back.write().unwrap();
        assert!(written == again, "{}: {}", path.display(), first_difference(&written, &again));
        // The submission is the same for the proof too: each character at its place.
        let marked = |submission| Ledger::of_submission(submission, View::Marked).count();
        assert_eq!(marked(&back.submission) > 0, marked(&reading.submission) > 0, "{}", path.display());
        seen += 1;
    }
    assert!(seen > 100, "{seen} files");
}

fn first_difference(one: &[u8], other: &[u8]) -> String {
    let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
    let lines = one.lines().zip(other.lines()).enumerate().find(|(_, (a, b))| a != b);
    lines.map_or("the length".to_owned(), |(at, (a, b))| format!("line {}: {a} | {b}", at + 1))
}

fn sample() -> String {
    let text = "MOD\tABC/70/1\nRESOLUTION 64 (Rev. Guadalajara, 2010Busan, 2014)\nTitle of it\nrecalling\na)\tone thing;\n";
    let engine = Engine::default();
    let reading =
        engine.read("a.txt", text.as_bytes(), &RunOptions::default(), &FileOptions::default()).unwrap();
    String::from_utf8(reading.structure(text.as_bytes()).unwrap()).unwrap()
}

#[test]
fn what_means_nothing_is_refused() {
    let sample = sample();
    let refused = |from: &str, to: &str| {
        assert!(sample.contains(from), "{from} in {sample}");
        Structure::read(sample.replacen(from, to, 1).as_bytes()).unwrap_err().kind
    };
    assert_eq!(Structure::read(b"{}").unwrap_err().kind, RefusalKind::Format);
    assert_eq!(refused("itudoc/1", "itudoc/9"), RefusalKind::Damaged);
    assert_eq!(refused("\"resolution\"", "\"revolution\""), RefusalKind::Damaged);
    assert_eq!(refused("\"symbol\": \"MOD\"", "\"symbol\": \"NOD\""), RefusalKind::Damaged);
    let characters = sample.lines().find(|line| line.contains("\"characters\"")).unwrap();
    assert_eq!(refused(characters, "\"characters\": 4"), RefusalKind::Damaged);
    assert_eq!(refused(characters, "\"characters\": 99999999999"), RefusalKind::Limit);
    // A mark that no list holds.
    assert_eq!(refused("\"revisions\"", "\"no_revisions\""), RefusalKind::Damaged);
}
