//! Files of older formats: Word 97 to 2003, Rich Text, HTML.

use std::path::{Path, PathBuf};

use itudoc::read::read;

use crate::word::sound;

/// Folders of the corpus, relative to the project.
const FOLDERS: [&str; 2] = ["../shared/real/word-corpus", "../shared/real/itu-word"];

/// The real `.doc` files; `None`, said aloud, where they are absent.
fn real() -> Option<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in FOLDERS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        if !folder.is_dir() {
            eprintln!("SKIPPED: {} is absent", folder.display());
            return None;
        }
        let mut open = vec![folder];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("doc")) {
                    found.push(path);
                }
            }
        }
    }
    found.sort();
    Some(found)
}

#[test]
#[ignore = "needs the real files beside the project"]
fn every_real_doc() {
    for path in real().into_iter().flatten() {
        let bytes = std::fs::read(&path).unwrap();
        let start = std::time::Instant::now();
        let outcome = read(&path.to_string_lossy(), &bytes);
        let time = start.elapsed().as_millis();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match outcome {
            Ok(source) => {
                if !matches!(source.format, itudoc::source::SourceFormat::Text { .. }) {
                    sound(&source);
                }
                println!(
                    "{name}: {:?} {} characters, {} blocks, {} notes, {} comments, {} pictures, {} marks, {time} ms",
                    source.format,
                    source.text.chars().count(),
                    source.blocks.len(),
                    source.notes.len(),
                    source.comments.len(),
                    source.pictures.len(),
                    source.revisions.len()
                );
            }
            Err(refusal) => println!("{name}: {} {}", refusal.kind.code(), refusal.found),
        }
    }
}
#[test]
#[ignore]
fn show_one() {
    let path = std::env::var("ONE").unwrap();
    let source = read(&path, &std::fs::read(&path).unwrap()).unwrap();
    println!("{}", crate::word::shown(&source));
    sound(&source);
}
