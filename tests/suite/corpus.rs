//! The real Word files, every one: converted or refused, how fast, how large, no text lost, the marks
//! as another program counts them, and how near each bound they come.
//!
//! `cargo test --release corpus -- --ignored --nocapture` prints the table; with
//! `ITUDOC_FILES=1` a line a file before it; with `ITUDOC_CORPUS=FOLDER:FOLDER` over the files of your
//! own. It needs the corpus beside the project and Python with lxml, and says so where they are absent.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::diagnostics::{Refusal, RefusalKind};
use crate::limits;
use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use crate::read::read;
use crate::source::{Source, SourceBlock, SourceFormat};
use crate::text::{Paragraph, TableRow};
use serde_json::Value;

/// Folders of the corpus, relative to the project.
const FOLDERS: [&str; 2] = ["../shared/real/word-corpus", "../shared/real/itu-word"];

/// Longest that a file may take, and the most memory, KiB.
const LONGEST: Duration = Duration::from_secs(5);
const MOST: u64 = 300 << 10;

/// What became of a file.
struct Case {
    path: PathBuf,
    read: Result<Read, Refusal>,
    /// What it took to read it.
    reading: Duration,
    /// The outputs, or why there is none; without those that lack a glyph.
    made: Result<(), Refusal>,
    /// Why there is no PDF.
    no_pdf: Option<Refusal>,
    /// What all of it costs in a process of its own.
    cost: Cost,
}

#[derive(Clone, Copy, Default)]
struct Cost {
    /// On the processor: the clock on the wall of a busy machine says little.
    time: Duration,
    /// Most memory, KiB.
    peak: u64,
}

/// What of a source is compared and counted.
struct Read {
    format: SourceFormat,
    doubts: usize,
    /// Visible text; the marks of notes stand apart from it.
    text: String,
    own_marks: String,
    marks: Marks,
    counts: BTreeMap<&'static str, u64>,
}

#[derive(Debug, Default, PartialEq)]
struct Marks {
    inserted: Vec<char>,
    deleted: Vec<char>,
    paragraphs: [usize; 2],
    rows: [usize; 2],
}

/// Every file of the corpus, sorted; `None`, said aloud, where a folder of it is absent.
pub fn all() -> Option<Vec<PathBuf>> {
    let named = std::env::var_os("ITUDOC_CORPUS");
    let folders =
        named.map_or(FOLDERS.map(PathBuf::from).to_vec(), |named| std::env::split_paths(&named).collect());
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

fn visible(text: &str) -> String {
    // U+F020 is the space of the symbol fonts.
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{F020}').collect()
}

fn sorted(text: &str) -> Vec<char> {
    let mut characters: Vec<char> = visible(text).chars().collect();
    characters.sort_unstable();
    characters
}

fn run(engine: &Engine, path: PathBuf) -> Case {
    let bytes = std::fs::read(&path).unwrap();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let start = Instant::now();
    let outcome = read(&name, &bytes);
    let reading = start.elapsed();
    if let Ok(source) = &outcome
        && !matches!(source.format, SourceFormat::Text { .. })
    {
        crate::suite::word::sound(source);
    }
    let read = outcome.map(|source| what_counts(source, &bytes));
    let make = |outputs: &[OutputKind]| {
        let options = RunOptions { outputs: outputs.to_vec(), ..RunOptions::default() };
        engine.convert(&name, &bytes, &options, &FileOptions::default()).map(drop)
    };
    let mut made = make(&OutputKind::DEFAULT);
    let mut no_pdf = None;
    if made.as_ref().is_err_and(|refusal| refusal.kind == RefusalKind::Glyph) {
        no_pdf = made.err();
        made = make(&[OutputKind::Docx, OutputKind::Json]);
    }
    Case { path, read, reading, made, no_pdf, cost: Cost::default() }
}

fn what_counts(source: Source, bytes: &[u8]) -> Read {
    let mut marks = Marks::default();
    let mut runs = 0;
    let mut paragraphs: Vec<&Paragraph> = Vec::new();
    let rows = source.blocks.iter().filter_map(|block| match block {
        SourceBlock::Table(table) => Some(&table.rows),
        SourceBlock::Paragraph(_) => None,
    });
    let rows: Vec<&TableRow> = rows.flatten().collect();
    marks.rows = [
        rows.iter().filter(|row| row.insertion.is_some()).count(),
        rows.iter().filter(|row| row.deletion.is_some()).count(),
    ];
    paragraphs.extend(rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.paragraphs));
    paragraphs.extend(source.blocks.iter().filter_map(|block| match block {
        SourceBlock::Paragraph(paragraph) => Some(paragraph),
        SourceBlock::Table(_) => None,
    }));
    paragraphs.extend(source.notes.iter().flat_map(|note| &note.paragraphs));
    paragraphs.extend(source.comments.iter().flat_map(|comment| &comment.paragraphs));
    let [mut inserted, mut deleted] = [String::new(), String::new()];
    for paragraph in &paragraphs {
        marks.paragraphs[0] += usize::from(paragraph.mark.insertion.is_some());
        marks.paragraphs[1] += usize::from(paragraph.mark.deletion.is_some());
        for run in &paragraph.runs {
            runs += 1;
            // What stood in the input, not what it is shown as.
            let Some(text) = run.span.and_then(|span| source.text.get(span.range())) else { continue };
            inserted += if run.insertion.is_some() { text } else { "" };
            deleted += if run.deletion.is_some() { text } else { "" };
        }
    }
    marks.inserted = sorted(&inserted);
    marks.deleted = sorted(&deleted);
    let counts = BTreeMap::from([
        ("paragraphs", paragraphs.len() as u64 + source.furniture.len() as u64),
        ("runs", runs),
        ("text", source.text.len() as u64),
        ("pictures", source.pictures.iter().map(|picture| picture.bytes.len() as u64).sum()),
        ("groups", if source.format == SourceFormat::Rtf { depth(bytes) } else { 0 }),
    ]);
    let own_marks = source.notes.iter().filter_map(|note| note.own_mark.as_deref()).collect();
    Read { format: source.format, doubts: source.doubts.len(), text: source.text, own_marks, marks, counts }
}

/// What a script of `tests/tools` says of each path, a line of JSON each.
fn told(script: &str, arguments: &[&str], paths: &[PathBuf]) -> BTreeMap<PathBuf, Value> {
    let mut python = Command::new("python3")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools").join(script))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    let list = paths.iter().map(|p| format!("{}\n", p.display())).collect::<String>();
    let mut stdin = python.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(list.as_bytes()).unwrap());
    let output = python.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success(), "{script} needs python3 with lxml");
    let lines = String::from_utf8(output.stdout).unwrap();
    let value = |line: &str| -> (PathBuf, Value) {
        let value: Value = serde_json::from_str(line).unwrap();
        (PathBuf::from(value["path"].as_str().unwrap()), value)
    };
    lines.lines().map(value).collect()
}

#[test]
#[ignore = "needs the real files beside the project"]
fn every_real_word_file() {
    let Some(paths) = all() else { return };
    let engine = Engine::default();
    let folder = tempfile::tempdir().unwrap();
    let program = crate::suite::program();
    let program = [program.to_str().unwrap(), folder.path().to_str().unwrap()];
    let costs = told("cost.py", &program, &paths);
    let mut cases: Vec<Case> = paths.into_iter().map(|path| run(&engine, path)).collect();
    for case in &mut cases {
        let cost = &costs[&case.path];
        case.cost = Cost {
            time: Duration::from_secs_f64(cost["seconds"].as_f64().unwrap()),
            peak: cost["kib"].as_u64().unwrap(),
        };
    }
    let packages = cases.iter().filter(|case| is_package(case)).map(|case| case.path.clone());
    let truth = told("word_text.py", &[], &packages.collect::<Vec<_>>());
    if std::env::var_os("ITUDOC_FILES").is_some() {
        cases.iter().for_each(line);
    }
    let mut faults = compared(&cases, &truth);
    faults.extend(table(&cases));
    faults.extend(shares(&cases, &truth));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn is_package(case: &Case) -> bool {
    case.read.as_ref().is_ok_and(|read| read.format == SourceFormat::Docx)
}

fn line(case: &Case) {
    let name = case.path.file_name().unwrap().to_string_lossy();
    let fate = match (&case.made, &case.no_pdf) {
        (Ok(()), None) => "converted".to_owned(),
        (Ok(()), Some(refusal)) => format!("converted without PDF: {}", refusal.found),
        (Err(refusal), _) => format!("{} {}", refusal.kind.code(), refusal.found),
    };
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let mib = case.cost.peak >> 10;
    println!("| {name} | {:.1} | {:.0} | {mib} | {fate} |", ms(case.reading), ms(case.cost.time));
}

/// Compares text and marks with the independent extraction; prints how many agree.
fn compared(cases: &[Case], truth: &BTreeMap<PathBuf, Value>) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut equal, mut moved, mut unknown, mut marked, mut agree) = (0, 0, 0, 0, 0);
    for case in cases {
        let (Ok(read), Some(truth)) = (&case.read, truth.get(&case.path)) else { continue };
        let name = case.path.display();
        let Some(parts) = truth["parts"].as_array() else {
            unknown += 1;
            println!("not extracted: {name}: {}", truth["error"]);
            continue;
        };
        let theirs: String = parts.iter().map(|part| part.as_str().unwrap()).collect();
        // A note's own mark stands at its reference, and mostly a second time in the note.
        let once = read.text.clone() + &read.own_marks;
        let twice = once.clone() + &read.own_marks;
        if visible(&theirs) == visible(&once) {
            equal += 1;
        } else if [&once, &twice].iter().any(|ours| sorted(ours) == sorted(&theirs)) {
            moved += 1;
        } else {
            faults.push(format!("{name}: the text differs"));
        }
        let number = |key: &str| truth["marks"][key].as_u64().unwrap() as usize;
        let text = |key: &str| sorted(truth["marks"][key].as_str().unwrap());
        let theirs = Marks {
            inserted: text("inserted"),
            deleted: text("deleted"),
            paragraphs: [number("paragraphs inserted"), number("paragraphs deleted")],
            rows: [number("rows inserted"), number("rows deleted")],
        };
        if theirs == Marks::default() && read.marks == theirs {
            continue;
        }
        marked += 1;
        if theirs == read.marks {
            agree += 1;
        } else {
            let count = |marks: &Marks| {
                let Marks { inserted, deleted, paragraphs, rows } = marks;
                format!(
                    "{} in, {} out, paragraphs {paragraphs:?}, rows {rows:?}",
                    inserted.len(),
                    deleted.len()
                )
            };
            faults.push(format!("{name}: marks: ours {}; theirs {}", count(&read.marks), count(&theirs)));
        }
    }
    println!("| of the Word packages | |\n|---|---|");
    println!("| text equal to the independent extraction, in order | {equal} |");
    println!("| the same, text boxes and notes moved | {moved} |");
    println!("| the extraction itself failed | {unknown} |");
    println!("| have marks | {marked} |");
    println!("| their inserted and deleted characters, paragraph marks and rows as in the XML | {agree} |\n");
    faults
}

/// Prints what became of the files; gives those that cost too much or failed for a fault of ours.
fn table(cases: &[Case]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut refused: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let name = |case: &Case| case.path.file_name().unwrap().to_string_lossy().into_owned();
    for case in cases {
        if let Err(refusal) = &case.made {
            refused.entry(refusal.kind.code()).or_default().push(format!(
                "{}: {}",
                name(case),
                refusal.found
            ));
            if matches!(refusal.kind, RefusalKind::Internal | RefusalKind::Conservation) {
                faults.push(format!("{}: {}", name(case), refusal.found));
            }
        }
        if case.cost.time > LONGEST || case.cost.peak > MOST {
            faults.push(format!("{} took {:?} and {} KiB", name(case), case.cost.time, case.cost.peak));
        }
    }
    let kinds = |wanted: fn(&SourceFormat) -> bool| {
        cases.iter().filter(|case| case.read.as_ref().is_ok_and(|read| wanted(&read.format))).count()
    };
    let count = |wanted: fn(&Case) -> bool| cases.iter().filter(|case| wanted(case)).count();
    println!("| figure | value |\n|---|---|");
    println!("| files | {} |", cases.len());
    println!("| converted | {} |", count(|case| case.made.is_ok()));
    println!("| of these without PDF, for want of a glyph | {} |", count(|case| case.no_pdf.is_some()));
    println!("| read as Word packages | {} |", kinds(|format| *format == SourceFormat::Docx));
    println!("| read as Word 97 to 2003 | {} |", kinds(|format| *format == SourceFormat::Doc));
    println!(
        "| of these not sure | {} |",
        count(|case| case.read.as_ref().is_ok_and(|read| read.doubts > 0))
    );
    println!("| read as Rich Text | {} |", kinds(|format| *format == SourceFormat::Rtf));
    println!("| read as HTML | {} |", kinds(|format| *format == SourceFormat::Html));
    println!("| read as text | {} |", kinds(|format| matches!(format, SourceFormat::Text { .. })));
    for (code, list) in &refused {
        println!("| refused, {code} | {} |", list.len());
    }
    let slowest = cases.iter().max_by_key(|case| case.cost.time).unwrap();
    let largest = cases.iter().max_by_key(|case| case.cost.peak).unwrap();
    let reading: Duration = cases.iter().map(|case| case.reading).sum();
    let all: Duration = cases.iter().map(|case| case.cost.time).sum();
    println!("| reading, all files, on the wall | {:.0} ms |", reading.as_secs_f64() * 1e3);
    println!("| all outputs, a process each, all files, on the processor | {:.1} s |", all.as_secs_f64());
    println!("| slowest | {:.2} s, {} |", slowest.cost.time.as_secs_f64(), name(slowest));
    println!("| most memory | {} MiB, {} |", largest.cost.peak >> 10, name(largest));
    println!();
    for (code, list) in &refused {
        list.iter().for_each(|line| println!("{code} {line}"));
    }
    for case in cases.iter().filter(|case| case.no_pdf.is_some()) {
        println!("no PDF: {}: {}", name(case), case.no_pdf.as_ref().unwrap().found);
    }
    faults
}

/// Prints the highest share of each bound that a file which is read reaches; gives those with less
/// than ten times room.
fn shares(cases: &[Case], truth: &BTreeMap<PathBuf, Value>) -> Vec<String> {
    let bounds: [(&str, &str, u64); 16] = [
        ("input, bytes", "input", limits::INPUT_BYTES),
        ("entries", "entries", limits::PACKAGE_ENTRIES as u64),
        ("largest part, bytes", "part", limits::PART_BYTES),
        ("all parts, bytes", "package", limits::PACKAGE_BYTES),
        ("nesting of elements", "depth", limits::XML_DEPTH as u64),
        ("attributes", "attributes", limits::XML_ATTRIBUTES as u64),
        ("namespaces in scope", "namespaces", limits::XML_NAMESPACES as u64),
        ("piece of XML, bytes", "token", limits::XML_TOKEN_BYTES as u64),
        ("nesting of tables", "tables", limits::TABLE_NESTING as u64),
        ("chain of styles", "chain", limits::STYLE_CHAIN as u64),
        ("paragraphs", "paragraphs", limits::PARAGRAPHS as u64),
        ("runs", "runs", limits::RUNS as u64),
        ("text, bytes", "text", limits::TEXT_BYTES as u64),
        ("pictures, bytes", "pictures", limits::PICTURE_BYTES),
        ("groups of Rich Text", "groups", limits::RTF_GROUPS as u64),
        ("seconds", "seconds", limits::FILE_SECONDS),
    ];
    println!("\n| bound | value | most seen | share | file |\n|---|---:|---:|---:|---|");
    let mut faults = Vec::new();
    for (what, key, bound) in bounds {
        let seen = cases.iter().filter_map(|case| {
            let read = case.read.as_ref().ok()?;
            let value = match key {
                "seconds" => case.cost.time.as_secs() + 1,
                _ => match read.counts.get(key) {
                    Some(count) => *count,
                    None => truth.get(&case.path)?["bounds"][key].as_u64()?,
                },
            };
            Some((value, case.path.file_name()?.to_string_lossy().into_owned()))
        });
        let (most, file) = seen.max().unwrap();
        println!("| {what} | {bound} | {most} | {:.1} % | {file} |", most as f64 * 100.0 / bound as f64);
        if most * 10 > bound {
            faults.push(format!("{what}: {file} reaches {most} of {bound}"));
        }
    }
    faults
}

/// Deepest nesting of braces in Rich Text, near enough for a share.
fn depth(bytes: &[u8]) -> u64 {
    let mut open = 0u64;
    let depths = bytes.iter().map(|byte| {
        match byte {
            b'{' => open += 1,
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open
    });
    depths.max().unwrap_or(0)
}
