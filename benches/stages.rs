//! What each stage costs: instructions a call, counted by valgrind, which do not depend on what else a machine does.
//!
//! ```sh
//! cargo bench                    # every stage, beside the count of the last time (benches/instructions.tsv)
//! cargo bench -- convert         # those whose name holds the word
//! ITUDOC_ACCEPT=1 cargo bench    # the counts become those of the last time
//! cargo bench -- --time          # milliseconds of CPU, where there is no valgrind
//! ```
//!
//! Each call has a text of its own, so that fonts are cut anew; where `ITUDOC_BENCH_FILE` names a file, that one is
//! measured. Valgrind hides the processor's instructions for SHA-256, which is counted in software and set apart.
#![allow(missing_docs, clippy::expect_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use itudoc::{Engine, FileOptions, OutputKind, RunOptions, Structure};

// The figures use what is not used here.
#[allow(dead_code)]
mod workload;

// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const NAME: &str = "contribution.txt";
const PAGES: usize = 15;
/// Calls that are counted of each stage, after one that is not.
const CALLS: u32 = 4;

const STAGES: [&str; 12] = [
    "read-text",
    "read-word",
    "examine",
    "structure",
    "read-structure",
    "convert-none",
    "convert-docx",
    "convert-pdf",
    "convert-json",
    "convert-all",
    "convert-word",
    "first-file",
];

/// What is measured, and nothing else: valgrind counts between its entry and its end.
#[inline(never)]
fn counted_call(call: &mut dyn FnMut()) {
    call();
}

fn text(at: u32) -> Vec<u8> {
    match std::env::var_os("ITUDOC_BENCH_FILE") {
        Some(path) => std::fs::read(path).expect("the file to measure on"),
        None => workload::submission(at, PAGES).into_bytes(),
    }
}

fn outputs(stage: &str) -> &'static [OutputKind] {
    match stage {
        "convert-docx" => &[OutputKind::Docx],
        "convert-pdf" => &[OutputKind::Pdf],
        "convert-json" => &[OutputKind::Json],
        "convert-none" => &[],
        _ => &OutputKind::DEFAULT,
    }
}

/// Runs a stage so often, each call on a text of its own.
fn stage(stage: &str, calls: u32) {
    let run = RunOptions { outputs: outputs(stage).to_vec(), ..RunOptions::default() };
    let (none, file) = (RunOptions::default(), FileOptions::default());
    let engine = Engine::default();
    for at in 0..=calls {
        let bytes = text(at);
        let word = || {
            let docx = RunOptions { outputs: vec![OutputKind::Docx], ..RunOptions::default() };
            let mut made = engine.convert(NAME, &bytes, &docx, &file).expect("a document");
            made.outputs.remove(0).1
        };
        let mut call: Box<dyn FnMut()> = match stage {
            "read-text" => Box::new(|| drop(black_box(engine.read(NAME, &bytes, &none, &file)))),
            "read-word" => {
                let word = word();
                let (engine, none, file) = (&engine, &none, &file);
                Box::new(move || drop(black_box(engine.read("contribution.docx", &word, none, file))))
            }
            "examine" => Box::new(|| drop(black_box(engine.examine(NAME, &bytes, &none, &file)))),
            "structure" | "read-structure" => {
                let reading = engine.read(NAME, &bytes, &none, &file).expect("a submission");
                let json = reading.structure(&bytes).expect("its structure");
                let bytes = &bytes;
                match stage {
                    "structure" => Box::new(move || drop(black_box(reading.structure(bytes)))),
                    _ => Box::new(move || drop(black_box(Structure::read(&json)))),
                }
            }
            "convert-word" => {
                let word = word();
                let (engine, run, file) = (&engine, &run, &file);
                Box::new(move || drop(black_box(engine.convert("contribution.docx", &word, run, file))))
            }
            "first-file" => {
                Box::new(|| drop(black_box(Engine::default().convert(NAME, &bytes, &run, &file))))
            }
            _ => Box::new(|| drop(black_box(engine.convert(NAME, &bytes, &run, &file)))),
        };
        // The first fills what is kept from file to file; a process's own first file is a stage of its own.
        if at == 0 && stage != "first-file" {
            call();
        } else if at > 0 {
            counted_call(&mut *call);
        }
    }
}

/// What a call of a stage costs.
#[derive(Clone, Copy)]
struct Count {
    /// Instructions but for hashing.
    work: u64,
    /// Instructions of SHA-256 in software.
    hashing: u64,
    /// Allocations, growing ones among them.
    allocations: u64,
}

/// What a call of a stage costs; nothing where valgrind is absent.
fn counted(name: &str, calls: u32) -> Option<Count> {
    let out = std::env::temp_dir().join(format!("itudoc-{}-{name}.callgrind", std::process::id()));
    let done = Command::new("valgrind")
        .args(["--tool=callgrind", "--toggle-collect=*counted_call*"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(std::env::current_exe().ok()?)
        .args(["--stage", name, &calls.to_string()])
        .output();
    let told =
        done.ok().filter(|done| done.status.success()).and_then(|_| std::fs::read_to_string(&out).ok());
    let _ = std::fs::remove_file(&out);
    let all = read_counts(&told?);
    let each = |count: u64| count / u64::from(calls);
    Some(Count { work: each(all.work), hashing: each(all.hashing), allocations: each(all.allocations) })
}

/// Reads what callgrind writes: costs line by line under the function that they are of, and calls with the cost of
/// what is called on the line below (Callgrind Format Specification, valgrind manual).
fn read_counts(told: &str) -> Count {
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    let mut all = Count { work: 0, hashing: 0, allocations: 0 };
    let (mut hashes, mut allocates, mut called) = (false, false, false);
    for line in told.lines() {
        let function =
            line.strip_prefix("fn=").map(|f| (f, true)).or(line.strip_prefix("cfn=").map(|f| (f, false)));
        if let Some((function, own)) = function {
            let (id, full) = function.split_once(' ').unwrap_or((function, ""));
            if !full.is_empty() {
                names.insert(id, full);
            }
            let full = names.get(id).copied().unwrap_or_default();
            if own {
                hashes = full.contains("sha256");
            } else {
                allocates = full.contains("__rust_alloc") || full.contains("__rust_realloc");
            }
        } else if let Some(calls) = line.strip_prefix("calls=") {
            let calls = calls.split(' ').next().and_then(|calls| calls.parse::<u64>().ok()).unwrap_or(0);
            all.allocations += if allocates { calls } else { 0 };
            called = true;
        } else if line.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '*')) {
            // The cost of what is called is counted where it arises.
            if std::mem::take(&mut called) {
                continue;
            }
            let cost = line.split(' ').nth(1).and_then(|cost| cost.parse::<u64>().ok()).unwrap_or(0);
            if hashes {
                all.hashing += cost;
            } else {
                all.work += cost;
            }
        }
    }
    all
}

fn kept() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/instructions.tsv")
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [flag, name, calls] = arguments.as_slice()
        && flag == "--stage"
    {
        return stage(name, calls.parse().expect("a number of calls"));
    }
    let time = arguments.iter().any(|word| word == "--time");
    let words: Vec<&String> = arguments.iter().filter(|word| !word.starts_with("--")).collect();
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    let last = std::fs::read_to_string(kept()).unwrap_or_default();
    let mut counts: BTreeMap<&str, Count> = last.lines().filter_map(kept_count).collect();
    for name in STAGES.into_iter().filter(|name| wanted(name)) {
        // A process has one first file.
        let calls = if name == "first-file" { 1 } else { CALLS };
        if time {
            let before = Instant::now();
            stage(name, 20);
            println!(
                "{name:16} {:8.1} ms, with what it takes to prepare it",
                before.elapsed().as_secs_f64() * 50.0
            );
            continue;
        }
        let Some(count) = counted(name, calls) else {
            println!("SKIPPED: {name}: valgrind is not at hand (`--time` measures without it)");
            continue;
        };
        let million = |count: u64| count as f64 / 1e6;
        let before = counts.insert(name, count);
        let change = before.map_or(String::new(), |before| {
            format!(
                "   last {:7.1}   {:+.1} %",
                million(before.work),
                (count.work as f64 / before.work as f64 - 1.0) * 100.0
            )
        });
        println!(
            "{name:16} {:7.1} million instructions, {:5.1} of SHA-256, {:6} allocations{change}",
            million(count.work),
            million(count.hashing),
            count.allocations
        );
    }
    if std::env::var_os("ITUDOC_ACCEPT").is_some() {
        let mut text = String::new();
        for (name, Count { work, hashing, allocations }) in counts {
            let _ = writeln!(text, "{name}\t{work}\t{hashing}\t{allocations}");
        }
        std::fs::write(kept(), text).expect("benches/instructions.tsv");
    }
}

/// A stage and its count as the last time kept them.
fn kept_count(line: &str) -> Option<(&str, Count)> {
    let mut cells = line.split('\t');
    let name = cells.next()?;
    let mut number = || cells.next()?.parse::<u64>().ok();
    Some((name, Count { work: number()?, hashing: number()?, allocations: number()? }))
}
