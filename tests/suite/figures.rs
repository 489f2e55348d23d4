//! The figures of `docs/figures.md`, and those of the README among them, measured by one command on texts made by
//! rule:
//!
//! ```sh
//! ITUDOC_ACCEPT=1 cargo test --release figures -- --ignored --nocapture
//! ```
//!
//! CPU time, not time on the wall, so that a busy machine says nearly the same as an idle one. Linux
//! alone, whose `/proc` it reads.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::check::check;
use crate::parse::parse;
use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use crate::read;
use crate::recover::{RecoverOptions, recover};

use crate::suite::cost::{Cost, run};
use crate::suite::workload;

/// Pages of the contribution that is measured.
const PAGES: usize = 15;

#[test]
#[ignore = "measures for some minutes; run it alone and with --release"]
fn figures() {
    if !Path::new("/proc/self/schedstat").exists() {
        eprintln!("SKIPPED: the figures need Linux's /proc");
        return;
    }
    if cfg!(debug_assertions) {
        panic!("figures of a debug build say nothing: add --release");
    }
    let folder = tempfile::tempdir().unwrap();
    let mut table = heading();
    let text = workload::submission(0, PAGES);
    let sections: [&dyn Fn(&mut String); 5] = [
        &|table| warm(table, &text),
        &|table| files(table, folder.path()),
        &|table| pages(table, folder.path()),
        &|table| line(table, folder.path()),
        &|table| peer(table, folder.path()),
    ];
    println!("{table}");
    for section in sections {
        // Shown as they come: a busy machine needs some minutes for all.
        let before = table.len();
        section(&mut table);
        println!("{}", &table[before..]);
    }
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real/cub70-pp14-zh.txt");
    match fs::read_to_string(&real) {
        Ok(text) => {
            let mut table = String::from("On the real submission:\n");
            warm(&mut table, &text);
            println!("{table}");
        }
        Err(_) => eprintln!("SKIPPED: {} is absent", real.display()),
    }
    if std::env::var_os("ITUDOC_ACCEPT").is_some() {
        write_down(&table);
    }
}

/// When, where, on which commit.
fn heading() -> String {
    let commit = said("git", &["describe", "--always", "--dirty"]);
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processor.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("a processor");
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "CPU time, measured {} on commit {commit}, {} ({} cores, load {}), by \
         `cargo test --release figures -- --ignored`. The contribution is made by rule \
         (`benches/workload.rs`): {PAGES} pages of Chinese.\n",
        said("date", &["-u", "+%F"]),
        model.trim_start_matches(['\t', ' ', ':']),
        std::thread::available_parallelism().map_or(1, usize::from),
        load.split(' ').next().unwrap_or("unknown"),
    )
}

pub fn said(program: &str, arguments: &[&str]) -> String {
    let here = env!("CARGO_MANIFEST_DIR");
    let done = Command::new(program).args(arguments).current_dir(here).output();
    done.map_or("unknown".to_owned(), |done| String::from_utf8_lossy(&done.stdout).trim().to_owned())
}

/// One file in a warm process: what each output costs, with all that it takes to make it.
fn warm(table: &mut String, text: &str) {
    let engine = Engine::default();
    let convert = |outputs: &[OutputKind], name: &str, bytes: &[u8]| {
        let options = RunOptions { outputs: outputs.to_vec(), ..RunOptions::default() };
        engine.convert(name, bytes, &options, &FileOptions::default()).unwrap()
    };
    let bytes = text.as_bytes();
    let made = convert(&OutputKind::ALL, "text.txt", bytes);
    let size = |at: usize| made.outputs[at].1.len() / 1000;
    let (marks, pages) = (made.profile.marks_recovered, made.account.pages);
    let word = made.outputs[0].1.clone();
    let reading = engine.read("text.txt", bytes, &RunOptions::default(), &FileOptions::default()).unwrap();
    let language = reading.submission.language.unwrap();
    let source = read::read("text.txt", bytes).unwrap();
    let unmarked = parse(source, &reading.text, None, &engine.registry).unwrap().submission;
    let how = RecoverOptions { registry: &engine.registry, base: None, review: None, language };
    let copy = cpu(|| drop(unmarked.clone()));
    let recovery = cpu(|| drop(recover(&mut unmarked.clone(), &how))).saturating_sub(copy);

    let rows = [
        (
            "text read, parsed, marks recovered, composed".to_owned(),
            cpu(|| drop(convert(&[], "text.txt", bytes))),
        ),
        ("of which marks recovered".to_owned(), recovery),
        ("text to DOCX".to_owned(), cpu(|| drop(convert(&[OutputKind::Docx], "text.txt", bytes)))),
        ("text to PDF".to_owned(), cpu(|| drop(convert(&[OutputKind::Pdf], "text.txt", bytes)))),
        ("text to JSON".to_owned(), cpu(|| drop(convert(&[OutputKind::Json], "text.txt", bytes)))),
        (
            "**text to all three, each read back and compared**".to_owned(),
            cpu(|| drop(convert(&OutputKind::ALL, "text.txt", bytes))),
        ),
        (
            format!("that DOCX with its {marks} marks, read"),
            cpu(|| drop(read::read("word.docx", &word).unwrap())),
        ),
        (
            "that DOCX to all three outputs".to_owned(),
            cpu(|| drop(convert(&OutputKind::ALL, "word.docx", &word))),
        ),
        (
            "checks, where they are asked for".to_owned(),
            cpu(|| drop(check(&reading, &engine.registry, None))),
        ),
    ];
    let _ = writeln!(
        table,
        "\n| one text again and again in a warm process ({pages} pages, {marks} marks) | ms |\n|---|---:|"
    );
    for (what, cost) in rows {
        let _ = writeln!(table, "| {what} | {:.1} |", cost.as_secs_f64() * 1e3);
    }
    let _ =
        writeln!(table, "\nThe DOCX has {} kB, the PDF {} kB, the JSON {} kB.", size(0), size(1), size(2));
}

/// CPU time of one call in this thread: the least of three rounds, so that the neighbours' share is small.
fn cpu(mut work: impl FnMut()) -> Duration {
    const ROUND: Duration = Duration::from_millis(400);
    work();
    let round = |work: &mut dyn FnMut()| {
        let (before, mut calls) = (thread_time(), 0);
        // The kernel counts a thread's time when it is switched or ticked, so a round is many calls.
        while thread_time() - before < ROUND {
            work();
            calls += 1;
        }
        (thread_time() - before) / calls
    };
    (0..3).map(|_| round(&mut work)).min().unwrap()
}

fn thread_time() -> Duration {
    let counted = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(counted.split(' ').next().unwrap().parse().unwrap())
}

/// The program that is measured: the one built with the tests, or the one that `ITUDOC_PROGRAM` names.
pub fn itudoc() -> PathBuf {
    std::env::var_os("ITUDOC_PROGRAM").unwrap_or(crate::suite::program().into()).into()
}

/// Converts a file or folder into a fresh folder.
fn convert(folder: &Path, input: &Path, kinds: &str, jobs: &str) -> Cost {
    let output = tempfile::tempdir_in(folder).unwrap();
    let paths = [input, output.path()].map(|path| path.to_str().unwrap().to_owned());
    let arguments = ["convert", "--quiet", "--to", kinds, "--jobs", jobs, &paths[0], "-o", &paths[1]];
    run(&itudoc(), &arguments, jobs.parse().unwrap())
}

const ALL: &str = "docx,pdf,json";

/// Batches of 1, 20, 200 and 1,000 files, each of its own text.
fn files(table: &mut String, folder: &Path) {
    const COLD: u32 = 20;
    let _ = writeln!(
        table,
        "\n| files, each with a text of its own, all three outputs | ms a file | most memory, MB |\n|---|---:|---:|"
    );
    let mut two = String::new();
    for count in [1, 20, 200, 1000] {
        let input = folder.join(format!("files-{count}"));
        fs::create_dir(&input).unwrap();
        for at in 0..count {
            fs::write(input.join(format!("{at:04}.txt")), workload::submission(at, PAGES)).unwrap();
        }
        if count == 1 {
            let runs: Vec<Cost> = (0..COLD).map(|_| convert(folder, &input, ALL, "1")).collect();
            let cpu = runs.iter().map(|run| run.cpu).sum::<Duration>() / COLD;
            row(
                table,
                "1, the process started for it",
                cpu,
                runs.iter().map(|run| run.memory).max().unwrap(),
            );
            continue;
        }
        let one = convert(folder, &input, ALL, "1");
        row(table, &count.to_string(), one.cpu / count, one.memory);
        if count == 200 {
            let both = convert(folder, &input, ALL, "2");
            let gain = one.wall.as_secs_f64() / both.wall.as_secs_f64();
            two = format!("\nTwo threads do {gain:.2} times the work of one, in {} MB.\n", both.memory);
        }
    }
    table.push_str(&two);
}

fn row(table: &mut String, what: &str, cpu: Duration, memory: u64) {
    let _ = writeln!(table, "| {what} | {:.1} | {memory} |", cpu.as_secs_f64() * 1e3);
}

/// One file of 1, 10, 100 and 500 pages.
fn pages(table: &mut String, folder: &Path) {
    let _ = writeln!(
        table,
        "\n| pages, one file, all three outputs, cold | ms | most memory, MB |\n|---|---:|---:|"
    );
    for count in [1, 10, 100, 500] {
        let input = folder.join(format!("pages-{count}.txt"));
        fs::write(&input, workload::submission(0, count)).unwrap();
        let rounds = if count < 100 { 10 } else { 2 };
        let runs: Vec<Cost> = (0..rounds).map(|_| convert(folder, &input, ALL, "1")).collect();
        let cpu = runs.iter().map(|run| run.cpu).sum::<Duration>() / rounds;
        row(table, &count.to_string(), cpu, runs.iter().map(|run| run.memory).max().unwrap());
    }
}

/// One line of many megabytes: what would show a step that is not linear.
fn line(table: &mut String, folder: &Path) {
    let _ = writeln!(
        table,
        "\n| a file that is one line, to JSON | ms a MB | most memory, MB |\n|---|---:|---:|"
    );
    for megabytes in [1, 10, 50] {
        let input = folder.join(format!("line-{megabytes}.txt"));
        fs::write(&input, workload::one_line(megabytes * 1_000_000)).unwrap();
        let cost = convert(folder, &input, "json", "1");
        row(table, &format!("{megabytes} MB"), cost.cpu / megabytes as u32, cost.memory);
    }
}

/// LibreOffice and this program on the same Word files, DOCX to PDF.
fn peer(table: &mut String, folder: &Path) {
    const FILES: u32 = 20;
    if Command::new("soffice").arg("--version").output().is_err() {
        eprintln!("SKIPPED: soffice is absent, nothing to compare with");
        return;
    }
    let words = folder.join("words");
    let texts = folder.join("files-20");
    let paths = [&texts, &words].map(|path| path.to_str().unwrap().to_owned());
    run(&itudoc(), &["convert", "--quiet", "--to", "docx", &paths[0], "-o", &paths[1]], 1);
    let ours = convert(folder, &words, "pdf", "1");
    let output = tempfile::tempdir_in(folder).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let mut arguments =
        vec![profile, "--headless".into(), "--convert-to".into(), "pdf".into(), "--outdir".into()];
    arguments.push(output.path().to_str().unwrap().to_owned());
    let names = fs::read_dir(&words).unwrap().map(|entry| entry.unwrap().path());
    let documents = names.filter(|path| path.extension().is_some_and(|kind| kind == "docx"));
    arguments.extend(documents.map(|path| path.to_str().unwrap().to_owned()));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let theirs = run(Path::new("soffice"), &arguments, 1);
    let made = fs::read_dir(output.path()).unwrap().count();
    assert_eq!(made, FILES as usize, "soffice made {made} of {FILES} files");
    let times = theirs.cpu.as_secs_f64() / ours.cpu.as_secs_f64();
    let _ = writeln!(
        table,
        "\nThe same {FILES} DOCX files to PDF, start included: {:.0} ms a file here, {:.0} ms by {}: {times:.0} times as long.",
        ours.cpu.as_secs_f64() * 1e3 / f64::from(FILES),
        theirs.cpu.as_secs_f64() * 1e3 / f64::from(FILES),
        said("soffice", &["--version"]).split(' ').take(2).collect::<Vec<_>>().join(" "),
    );
}

/// Puts the tables on their page, and what a user asks first between the README's markers.
fn write_down(table: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    between_markers(&root.join("docs/figures.md"), table);
    between_markers(&root.join("README.md"), &asked_first(table));
}

fn between_markers(path: &Path, table: &str) {
    let page = fs::read_to_string(path).unwrap();
    let (head, rest) = page.split_once("<!-- figures -->").expect("the marker <!-- figures -->");
    let (_, tail) = rest.split_once("<!-- /figures -->").expect("the marker <!-- /figures -->");
    fs::write(path, format!("{head}<!-- figures -->\n{table}<!-- /figures -->{tail}")).unwrap();
}

/// The few rows of the tables that a user asks for: a file, a thousand files, a long file, beside LibreOffice.
fn asked_first(table: &str) -> String {
    let cells = |label: &str| -> Vec<&str> {
        let row = table.lines().find(|line| line.trim_start_matches("| ").starts_with(label));
        row.unwrap_or_else(|| panic!("no row {label}")).split('|').map(str::trim).skip(2).collect()
    };
    let mut short = String::from("| | CPU | memory |\n|---|---:|---:|\n");
    for (what, label) in [
        ("one file of 15 pages to DOCX, PDF and JSON, the start of the program with it", "1, the process"),
        ("each of a thousand such files", "1000 |"),
        ("one file of 500 pages", "500 |"),
    ] {
        let cells = cells(label);
        let _ = writeln!(short, "| {what} | {} ms | {} MB |", cells[0], cells[1]);
    }
    if let Some(peer) = table.lines().find(|line| line.contains("times as long")) {
        let _ = writeln!(short, "\n{peer}");
    }
    short
}
