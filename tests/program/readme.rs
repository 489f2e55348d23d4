//! The commands of the README, in its three languages, run as they stand: each `sh` block in a fresh copy of what a
//! clone has.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn commands_of_the_readme_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = ["README.md", "docs/README.fr.md", "docs/README.zh.md"];
    let all: Vec<String> =
        pages.iter().flat_map(|page| commands(&fs::read_to_string(root.join(page)).unwrap())).collect();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path();
    fs::create_dir(copy.join("input")).unwrap();
    fs::create_dir(copy.join("output")).unwrap();
    copied(&root.join("input"), &copy.join("input"));
    let mut run = 0;
    for command in all {
        // Building is what this test does not do again: the program is the one under test.
        let built = command.strip_prefix("cargo run --release -- ");
        let Some(arguments) = built.or_else(|| command.strip_prefix("itudoc ")) else { continue };
        // What stands between quotation marks is one argument.
        let words = arguments.split('"').enumerate().flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().collect(),
            _ => vec![part],
        });
        let done = Command::new(env!("CARGO_BIN_EXE_itudoc")).args(words).current_dir(copy).output().unwrap();
        // `check` answers 1 where it finds something, which is what the sample is for.
        let fine =
            done.status.success() || (arguments.starts_with("check ") && done.status.code() == Some(1));
        assert!(
            fine,
            "`{command}` gave {}:\n{}{}",
            done.status,
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr)
        );
        run += 1;
    }
    assert!(run >= 10, "only {run} commands were found in the README");
}

/// Lines of `sh` blocks that start with a prompt-less command; comments after ` # ` cut off.
fn commands(readme: &str) -> Vec<String> {
    let mut inside = false;
    let mut found = Vec::new();
    for line in readme.lines() {
        if let Some(kind) = line.strip_prefix("```") {
            inside = kind == "sh";
        } else if inside && !line.trim().is_empty() && !line.starts_with('#') {
            found.push(line.split(" # ").next().unwrap_or(line).trim().to_owned());
        }
    }
    found
}

/// Copies a folder with all that is in it.
fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copied(&path, &target),
            false => drop(fs::copy(&path, &target).unwrap()),
        }
    }
}
