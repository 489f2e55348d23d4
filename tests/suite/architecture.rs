//! Who may know whom: the way of the data is kept by a test, not by hope.
//!
//! Readers and writers never meet; only the program's outer modules touch the disk; each
//! third-party package that does the work it is named for stands in its own room.

use std::fs;
use std::path::{Path, PathBuf};

/// A module and what it must never name.
const NEVER: &[(&str, &[&str])] = &[
    ("text.rs", &["crate::"]),
    ("budget.rs", &["std::time", "std::thread"]),
    ("pipeline", &["std::time", "std::thread", "std::fs", "std::process"]),
    (
        "office",
        &[
            "crate::parse",
            "crate::model",
            "crate::compose",
            "crate::template",
            "crate::write",
            "crate::layout",
        ],
    ),
    ("pages.rs", &["crate::read", "crate::write", "crate::parse", "std::fs"]),
    ("source.rs", &["crate::read", "crate::parse", "crate::write", "crate::model", "std::fs"]),
    ("model", &["crate::read", "crate::parse", "crate::write", "crate::template", "std::fs", "serde"]),
    (
        "read",
        &[
            "crate::parse",
            "crate::compose",
            "crate::template",
            "crate::write",
            "crate::layout",
            "std::fs",
            "std::process",
        ],
    ),
    (
        "parse",
        &["crate::read", "crate::template", "crate::write", "crate::layout", "zip::", "quick_xml", "std::fs"],
    ),
    (
        "recover",
        &["crate::read", "crate::template", "crate::write", "crate::layout", "zip::", "quick_xml", "std::fs"],
    ),
    ("check", &["crate::read::", "crate::write", "crate::layout", "quick_xml", "std::fs"]),
    (
        "compose",
        &["crate::read", "crate::parse", "crate::write", "crate::layout", "docx_rs", "printpdf", "std::fs"],
    ),
    ("layout", &["crate::read", "crate::parse", "crate::write", "docx_rs", "printpdf", "lopdf", "quick_xml"]),
    ("write", &["crate::read", "crate::parse", "crate::compose", "std::fs"]),
    ("verify", &["crate::read", "crate::parse", "crate::write", "crate::layout", "std::fs"]),
];

/// A third-party package and the only places that may name it.
const ROOMS: &[(&str, &[&str])] = &[
    ("printpdf::", &["write/pdf"]),
    ("lopdf::", &["write/pdf"]),
    ("docx_rs::", &["write/docx"]),
    // No stage of the pipeline starts a thread.
    ("rayon::", &["workers"]),
    ("clap::", &["cli", "settings"]),
    ("rustybuzz::", &["layout"]),
    ("subsetter::", &["write/pdf"]),
    ("encoding_rs::", &["read"]),
    ("chardetng::", &["read"]),
];

fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<(String, String)>) {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    found
}

/// The lines of code, without comments and without the tests at the file's end.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
    let lines = text[..end].lines().enumerate();
    lines.map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn within(name: &str, module: &str) -> bool {
    name == module || name == format!("{module}.rs") || name.starts_with(&format!("{module}/"))
}

#[test]
fn nobody_knows_whom_it_must_not() {
    let sources = sources();
    let mut faults = Vec::new();
    for (module, never) in NEVER {
        for (name, text) in sources.iter().filter(|(name, _)| within(name, module)) {
            for (line, code) in code(text) {
                faults.extend(
                    never
                        .iter()
                        .filter(|word| code.contains(**word))
                        .map(|word| format!("src/{name}:{line} names {word}")),
                );
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn packages_stay_in_their_rooms() {
    let mut faults = Vec::new();
    for (name, text) in sources() {
        for (package, rooms) in ROOMS {
            if rooms.iter().any(|room| within(&name, room)) {
                continue;
            }
            faults.extend(
                code(&text)
                    .filter(|(_, code)| code.contains(package))
                    .map(|(line, _)| format!("src/{name}:{line} names {package}")),
            );
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    let bare: Vec<String> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(name, _)| name).collect();
    assert!(bare.is_empty(), "no words at the head of {bare:?}");
}
