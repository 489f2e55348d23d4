//! The figures of `docs/figures.md`, and those of the README among them, measured by one command on texts made by
//! rule:
//!
//! ```sh
//! ITUDOC_ACCEPT=1 cargo bench # instructions and allocations: benches/instructions.tsv
//! ITUDOC_ACCEPT=1 cargo test --release figures -- --ignored --nocapture
//! ```
//!
//! Where a release build is there already, `ITUDOC_PROGRAM=target/release/itudoc` spares another (and `--release`).
//! CPU time, not time on the wall, so that a busy machine says nearly the same as an idle one. Linux
//! alone, whose `/proc` it reads.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

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
    if cfg!(debug_assertions) && std::env::var_os("ITUDOC_PROGRAM").is_none() {
        panic!("figures of a debug build say nothing: add --release");
    }
    let folder = tempfile::tempdir().unwrap();
    let mut table = heading();
    let mut goals = Goals::default();
    type Section<'s> = &'s dyn Fn(&mut String, &mut Goals);
    let sections: [Section<'_>; 7] = [
        &stages,
        &|table, goals| files(table, goals, folder.path()),
        &|table, goals| pages(table, goals, folder.path()),
        &|table, goals| line(table, goals, folder.path()),
        &|table, goals| again(table, goals, folder.path()),
        &|table, goals| program(table, goals),
        &|table, _| peer(table, folder.path()),
    ];
    println!("{table}");
    for section in sections {
        // Shown as they come: a busy machine needs some minutes for all.
        let before = table.len();
        section(&mut table, &mut goals);
        println!("{}", &table[before..]);
    }
    table.push_str(&goals.table());
    println!("{}", goals.table());
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

/// What was aimed at, and what is measured beside it.
#[derive(Default)]
struct Goals(Vec<[String; 4]>);

impl Goals {
    /// A row; `limit`: what stands in the way where the goal is not reached.
    fn add(&mut self, what: &str, measured: f64, goal: f64, limit: &str) {
        let said = if measured <= goal { "reached" } else { limit };
        let digits = if goal < 10.0 { 2 } else { 0 };
        self.0.push([
            what.to_owned(),
            format!("{measured:.digits$}"),
            format!("{goal:.0$}", if goal.fract() == 0.0 { 0 } else { 1 }),
            said.to_owned(),
        ]);
    }

    fn table(&self) -> String {
        let mut table = String::from("\n| aimed at | measured | goal | |\n|---|---:|---:|---|\n");
        for [what, measured, goal, said] in &self.0 {
            let _ = writeln!(table, "| {what} | {measured} | {goal} | {said} |");
        }
        table
    }
}

/// Instructions by stage, as `cargo bench` counted them last.
fn stages(table: &mut String, goals: &mut Goals) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Counted by a command of its own; where it has not run, there is nothing to show.
    let Ok(counts) = fs::read_to_string(root.join("benches/instructions.tsv")) else { return };
    let _ = writeln!(
        table,
        "\n| a stage, a text of its own at each call (`cargo bench`) | million instructions | SHA-256 in software | allocations |\n|---|---:|---:|---:|"
    );
    for line in counts.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [stage, instructions, hashing, allocations] = cells[..] else { continue };
        let million = |cell: &str| cell.parse::<f64>().unwrap() / 1e6;
        let (work, hash) = (million(instructions), million(hashing));
        let _ = writeln!(table, "| {stage} | {work:.1} | {hash:.1} | {allocations} |");
        if stage == "convert-all" {
            let limit = "deflate 37 of them (fonts 16), reading back the PDF 17, layout 19, reading, parsing and recovery 48, JSON 9: each is flat, no function but deflate takes more than 3 %";
            goals.add(
                "a file of 15 pages in a warm process, million instructions without SHA-256",
                work,
                100.0,
                limit,
            );
            let limit = "runs of text: a paragraph, its runs, their pieces at each of seven stages are owned, not borrowed";
            goals.add("allocations of it", allocations.parse().unwrap(), 20_000.0, limit);
        }
        if stage == "first-file" {
            let limit = "a warm file, and the tables of six faces, the Word package and the form, made at the first use";
            goals.add(
                "the first file of a process, million instructions without SHA-256",
                work,
                150.0,
                limit,
            );
        }
    }
}

/// The same again over many small files, and their outputs verified.
fn again(table: &mut String, goals: &mut Goals, folder: &Path) {
    const FILES: u32 = 2000;
    /// An input that is younger is hashed again, for its times cannot be trusted.
    const REST: Duration = Duration::from_millis(2500);
    let input = folder.join("small");
    fs::create_dir(&input).unwrap();
    for at in 0..FILES {
        let text = format!(
            "MOD\tABC/{at}/1\nRESOLUTION 64 (Rev. Guadalajara, 2010Busan, 2014)\nresolves\n1\tto report.\n"
        );
        fs::write(input.join(format!("{at:04}.txt")), text).unwrap();
    }
    std::thread::sleep(REST);
    let output = folder.join("small-out");
    let paths = [&input, &output].map(|path| path.to_str().unwrap().to_owned());
    let convert = || run(&itudoc(), &["convert", "--quiet", "--jobs", "1", &paths[0], "-o", &paths[1]], 1);
    let first = convert();
    convert();
    let second = convert();
    let verified = run(&itudoc(), &["verify", &paths[1]], 1);
    let _ = writeln!(
        table,
        "\n| {FILES} files of a few lines | µs of CPU a file | most memory, MB |\n|---|---:|---:|"
    );
    let each = |cost: &Cost| cost.cpu.as_secs_f64() * 1e6 / f64::from(FILES);
    for (what, cost) in
        [("converted", &first), ("unchanged, the same again", &second), ("verified", &verified)]
    {
        let _ = writeln!(table, "| {what} | {:.0} | {} |", each(cost), cost.memory);
    }
    let limit = "the kernel's part: nine questions a file (input, two sidecars, three outputs, what was told of it), and what was told of it is read as JSON once";
    goals.add("an unchanged run of 10,000 files, seconds", each(&second) / 100.0, 0.3, limit);
    let limit = "each output is read and hashed";
    goals.add("verify, ms a file", each(&verified) / 1000.0, 2.0, limit);
}

/// The size of the program, and the packages it is made of.
fn program(table: &mut String, goals: &mut Goals) {
    let size = fs::metadata(itudoc()).unwrap().len() as f64 / 1e6;
    let packages = |features: &[&str]| {
        let mut arguments = vec!["tree", "--locked", "-e", "normal,build", "--prefix", "none", "--no-dedupe"];
        arguments.extend(features);
        let tree = said("cargo", &arguments);
        let names: std::collections::BTreeSet<&str> =
            tree.lines().map(|line| line.trim_end_matches(" (*)")).collect();
        names.len()
    };
    let converter = packages(&["--no-default-features", "--features", "cli,batch,office"]);
    let _ = writeln!(
        table,
        "\nThe program has {size:.1} MB, 18.1 of them fonts; {} packages go into it, {converter} into the converter alone.",
        packages(&[])
    );
    let limit = "fonts 18, code 19, the tables by which a panic is caught 3";
    goals.add("the program, MB", size, 40.0, limit);
    let limit = "printpdf with lopdf and allsorts, icu_segmenter and usvg bring the most; their features are off already";
    goals.add("packages of the converter alone", converter as f64, 160.0, limit);
}

/// Batches of 1, 20, 200 and 1,000 files, each of its own text.
fn files(table: &mut String, goals: &mut Goals, folder: &Path) {
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
            goals.add(
                "time of two jobs, of one's",
                1.0 / gain,
                1.0 / 1.9,
                "the machine has two cores for all that runs",
            );
            two = format!("\nTwo threads do {gain:.2} times the work of one, in {} MB.\n", both.memory);
        }
    }
    table.push_str(&two);
}

fn row(table: &mut String, what: &str, cpu: Duration, memory: u64) {
    let _ = writeln!(table, "| {what} | {:.1} | {memory} |", cpu.as_secs_f64() * 1e3);
}

/// One file of 1, 10, 100, 500 and 2,000 pages.
fn pages(table: &mut String, goals: &mut Goals, folder: &Path) {
    let _ = writeln!(
        table,
        "\n| pages, one file, all three outputs, cold | ms | most memory, MB |\n|---|---:|---:|"
    );
    for count in [1, 10, 100, 500, 2000] {
        let input = folder.join(format!("pages-{count}.txt"));
        fs::write(&input, workload::submission(0, count)).unwrap();
        let rounds = if count < 100 { 10 } else { 2 };
        let runs: Vec<Cost> = (0..rounds).map(|_| convert(folder, &input, ALL, "1")).collect();
        let cpu = runs.iter().map(|run| run.cpu).sum::<Duration>() / rounds;
        let memory = runs.iter().map(|run| run.memory).max().unwrap();
        row(table, &count.to_string(), cpu, memory);
        let limit = "of 500 pages 61 MB are held at most (heaptrack): placed glyphs and lines 17, tags 9, what was parsed 12, what is composed 9; the program itself takes 38, and what the allocator keeps for a moment the rest: without that 96 MB, and 13 % more time in a batch (MIMALLOC_PURGE_DELAY=0)";
        match count {
            500 => goals.add("memory of 500 pages, MB", memory as f64, 85.0, limit),
            2000 => goals.add("memory of 2,000 pages, MB", memory as f64, 160.0, limit),
            _ => {}
        }
    }
}

/// One line of many megabytes: what would show a step that is not linear.
fn line(table: &mut String, goals: &mut Goals, folder: &Path) {
    let _ = writeln!(
        table,
        "\n| a file that is one line, to JSON | ms a MB | most memory, MB |\n|---|---:|---:|"
    );
    for megabytes in [1, 10, 50] {
        let input = folder.join(format!("line-{megabytes}.txt"));
        fs::write(&input, workload::one_line(megabytes * 1_000_000)).unwrap();
        let cost = convert(folder, &input, "json", "1");
        row(table, &format!("{megabytes} MB"), cost.cpu / megabytes as u32, cost.memory);
        if megabytes == 50 {
            let limit =
                "a lost mark every 60 bytes makes four runs, each in the structure and in the composed text";
            goals.add("memory a byte of one line of 50 MB", cost.memory as f64 / 50.0, 8.0, limit);
        }
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
    for page in &ASKED_FIRST {
        let mut short = page.rows(table);
        // The comparison is a sentence, which only the English page has.
        let peer = table.lines().find(|line| line.contains("times as long") && page.path == "README.md");
        if let Some(peer) = peer {
            let _ = writeln!(short, "\n{peer}");
        }
        between_markers(&root.join(page.path), &short);
    }
}

fn between_markers(path: &Path, table: &str) {
    let page = fs::read_to_string(path).unwrap();
    let (head, rest) = page.split_once("<!-- figures -->").expect("the marker <!-- figures -->");
    let (_, tail) = rest.split_once("<!-- /figures -->").expect("the marker <!-- /figures -->");
    fs::write(path, format!("{head}<!-- figures -->\n{table}<!-- /figures -->{tail}")).unwrap();
}

/// The few rows of the tables that a user asks for, as a README in one of its languages has them: a file, a thousand
/// files, a long file.
struct AskedFirst {
    path: &'static str,
    head: &'static str,
    rows: [&'static str; 3],
    units: [&'static str; 2],
    decimal: &'static str,
}

const ASKED_FIRST: [AskedFirst; 3] = [
    AskedFirst {
        path: "README.md",
        head: "| | CPU | memory |",
        rows: [
            "one file of 15 pages to DOCX, PDF and JSON, the start of the program with it",
            "each of a thousand such files",
            "one file of 500 pages",
        ],
        units: ["ms", "MB"],
        decimal: ".",
    },
    AskedFirst {
        path: "docs/README.fr.md",
        head: "| | processeur | mémoire |",
        rows: [
            "un fichier de 15 pages en DOCX, PDF et JSON, démarrage du programme compris",
            "chacun de mille fichiers semblables",
            "un fichier de 500 pages",
        ],
        units: ["ms", "Mo"],
        decimal: ",",
    },
    AskedFirst {
        path: "docs/README.zh.md",
        head: "| | 处理器时间 | 内存 |",
        rows: [
            "一个15页的文件，输出DOCX、PDF和JSON，含程序启动",
            "一千个这样的文件，平均每个",
            "一个500页的文件",
        ],
        units: ["毫秒", "MB"],
        decimal: ".",
    },
];

impl AskedFirst {
    fn rows(&self, table: &str) -> String {
        let cells = |label: &str| -> Vec<String> {
            let row = table.lines().find(|line| line.trim_start_matches("| ").starts_with(label));
            let row = row.unwrap_or_else(|| panic!("no row {label}"));
            row.split('|').skip(2).map(|cell| cell.trim().replace('.', self.decimal)).collect()
        };
        let mut short = format!("{}\n|---|---:|---:|\n", self.head);
        for (what, label) in self.rows.iter().zip(["1, the process", "1000 |", "500 |"]) {
            let (cells, [time, memory]) = (cells(label), self.units);
            let _ = writeln!(short, "| {what} | {} {time} | {} {memory} |", cells[0], cells[1]);
        }
        short
    }
}
