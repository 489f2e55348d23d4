//! The parser: each folder of `tests/cases/parse` holds a text and the tree it must give.
//!
//! `ITUDOC_ACCEPT=1 cargo test parse` writes the trees anew; look at what changed before keeping it.

use std::fs;
use std::path::Path;

use crate::pipeline::{Engine, FileOptions, RunOptions};
use crate::write::tree;

#[test]
fn trees() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/parse");
    let accept = std::env::var_os("ITUDOC_ACCEPT").is_some();
    let engine = Engine::default();
    let mut folders: Vec<_> = fs::read_dir(&cases).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    assert!(folders.len() > 10, "the cases are gone");
    let mut wrong = Vec::new();
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(folder.join("in.txt")).unwrap();
        // Reading proves by itself that no character of the input is lost.
        let reading = engine
            .read(&format!("{name}.txt"), &bytes, &RunOptions::default(), &FileOptions::default())
            .unwrap();
        let mut tree = tree::draw(&reading.submission, &reading.text, &engine.registry);
        for finding in &reading.findings {
            tree += &format!("finding {}  {}\n", finding.rule.code, finding.message);
        }
        let expected = folder.join("tree.txt");
        if accept {
            fs::write(&expected, &tree).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != tree {
            wrong.push(format!("== {name}\n{tree}"));
        }
    }
    assert!(wrong.is_empty(), "{} trees changed; now they are:\n{}", wrong.len(), wrong.join("\n"));
}
