//! The real Word files, every one: converted or refused, how fast, how large, and no text lost.
//!
//! `cargo test --release --test suite corpus -- --ignored --nocapture` prints the table.
//! It needs the corpus beside the project and Python with lxml, and says so where they are absent.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use itudoc::diagnostics::RefusalKind;

/// Folders of the corpus, relative to the project.
const FOLDERS: [&str; 2] = ["../shared/real/word-corpus", "../shared/real/itu-word"];

struct Case {
    path: PathBuf,
    outcome: Result<String, (RefusalKind, String)>,
    time: Duration,
    peak: u64,
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Every file below the folders, sorted; `None`, said aloud, where one of them is absent.
pub fn all(folders: &[&str]) -> Option<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for folder in folders {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        if !folder.is_dir() {
            eprintln!("SKIPPED: {} is absent", folder.display());
            return None;
        }
        files(&folder, &mut paths);
    }
    paths.sort();
    Some(paths)
}

/// Peak memory of this process since the last call, KiB; 0 where the system does not tell.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    let peak = line.split_ascii_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0);
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    peak
}

fn visible(text: &str) -> String {
    // U+F020 is the space of the symbol fonts.
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{F020}').collect()
}

fn sorted(text: &str) -> Vec<char> {
    let mut characters: Vec<char> = text.chars().collect();
    characters.sort_unstable();
    characters
}

/// What the independent extraction gives for each path.
fn extracted(paths: &[PathBuf]) -> BTreeMap<PathBuf, Result<String, String>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tools/word_text.py");
    let mut python = Command::new("python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    let list = paths.iter().map(|p| format!("{}\n", p.display())).collect::<String>();
    let mut stdin = python.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(list.as_bytes()).unwrap());
    let output = python.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "the extraction needs python3 with lxml");
    let mut found = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let path = PathBuf::from(value["path"].as_str().unwrap());
        let text = match value["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(value["parts"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect()),
        };
        found.insert(path, text);
    }
    found
}

#[test]
#[ignore = "needs the real files beside the project"]
fn every_real_word_file() {
    let mut paths = Vec::new();
    for folder in FOLDERS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        if !folder.is_dir() {
            eprintln!("SKIPPED: {} is absent", folder.display());
            return;
        }
        files(&folder, &mut paths);
    }
    paths.retain(|path| std::fs::read(path).unwrap().starts_with(b"PK"));
    paths.sort();
    let cases: Vec<Case> = paths.into_iter().map(run).collect();
    let converted: Vec<PathBuf> =
        cases.iter().filter(|c| c.outcome.is_ok()).map(|c| c.path.clone()).collect();
    let truth = extracted(&converted);
    let lost = table(&cases, &truth);
    assert_eq!(lost, 0, "files whose text differs");
    for case in &cases {
        assert!(case.time < Duration::from_secs(5), "{} took {:?}", case.path.display(), case.time);
        assert!(case.peak < 300 << 10, "{} took {} KiB", case.path.display(), case.peak);
    }
}

fn run(path: PathBuf) -> Case {
    let bytes = std::fs::read(&path).unwrap();
    peak_kib();
    let start = Instant::now();
    let outcome = itudoc::read::word::read(&path.to_string_lossy(), &bytes);
    let time = start.elapsed();
    let peak = peak_kib();
    outcome.iter().for_each(crate::word::sound);
    let outcome = outcome.map(everything).map_err(|refusal| (refusal.kind, refusal.found));
    Case { path, outcome, time, peak }
}

/// All text of a source; the marks of notes stand apart from it.
fn everything(source: itudoc::source::Source) -> String {
    source
        .notes
        .iter()
        .filter_map(|note| note.own_mark.as_deref())
        .fold(source.text, |text, mark| text + mark)
}

/// Prints the table; gives the number of files whose text differs.
fn table(cases: &[Case], truth: &BTreeMap<PathBuf, Result<String, String>>) -> usize {
    let (mut equal, mut moved, mut differ, mut unknown, mut characters) = (0, 0, 0, 0, 0);
    let mut refused: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for case in cases {
        let text = match &case.outcome {
            Ok(text) => visible(text),
            Err((kind, found)) => {
                let name = case.path.file_name().unwrap().to_string_lossy();
                refused.entry(kind.code()).or_default().push(format!("{name}: {found}"));
                continue;
            }
        };
        match truth.get(&case.path) {
            Some(Ok(expected)) if visible(expected) == text => equal += 1,
            Some(Ok(expected)) if sorted(&visible(expected)) == sorted(&text) => moved += 1,
            Some(Ok(expected)) => {
                differ += 1;
                println!(
                    "DIFFERS {}: {} of ours, {} theirs",
                    case.path.display(),
                    text.len(),
                    expected.len()
                );
            }
            Some(Err(error)) => {
                unknown += 1;
                println!("NOT EXTRACTED {}: {error}", case.path.display());
            }
            None => unknown += 1,
        }
        characters += text.chars().count();
    }
    let slowest = cases.iter().max_by_key(|case| case.time).unwrap();
    let largest = cases.iter().max_by_key(|case| case.peak).unwrap();
    let total: Duration = cases.iter().map(|case| case.time).sum();
    println!("| figure | value |\n|---|---|");
    println!("| Word packages | {} |", cases.len());
    println!("| converted | {} |", cases.iter().filter(|case| case.outcome.is_ok()).count());
    for (code, list) in &refused {
        println!("| refused, {code} | {} |", list.len());
    }
    println!("| visible characters read | {characters} |");
    println!("| text equal to the independent extraction, in order | {equal} |");
    println!("| the same, text boxes and notes moved | {moved} |");
    println!("| text differs | {differ} |");
    println!("| extraction itself failed | {unknown} |");
    println!("| all files | {:.1} ms |", total.as_secs_f64() * 1e3);
    println!(
        "| slowest | {:.1} ms, {} |",
        slowest.time.as_secs_f64() * 1e3,
        slowest.path.file_name().unwrap().to_string_lossy()
    );
    println!(
        "| most memory | {:.1} MiB, {} |",
        largest.peak as f64 / 1024.0,
        largest.path.file_name().unwrap().to_string_lossy()
    );
    for (code, list) in &refused {
        for line in list {
            println!("{code} {line}");
        }
    }
    differ
}
