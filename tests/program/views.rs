//! The views of drawn documents, judged by a script that shares nothing with the program.

use std::path::Path;
use std::process::Command;

/// `tests/tools/views.py` accepts and rejects the marks of drawn bodies by lxml.
#[test]
fn views_are_what_another_program_makes_of_the_marks() {
    let known = Command::new("python3").args(["-c", "import lxml.etree"]).output();
    if !known.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: no python3 with lxml");
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/views.py");
    let mut judge = Command::new("python3");
    judge.arg(script).arg(env!("CARGO_BIN_EXE_itudoc")).args(["--draw", "8"]);
    let output = judge.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("8 of 8 tracked files equal"), "{said}");
}
