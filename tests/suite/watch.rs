//! An inbound folder: complete files only, each once, with a report beside the outputs.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use crate::batch::{Outcome, Task};
use crate::pipeline::RunOptions;
use crate::report::ReportFormat;
use crate::store::OutputFolder;
use crate::watch::{Eye, Listener, Watch};
use crate::workers::Workers;

use crate::suite::fake::{self, Copier};

/// The names of the files that were done.
#[derive(Debug, Default)]
struct Seen(Mutex<Vec<String>>);

impl Listener for Seen {
    fn done(&self, task: &Task, _: &Outcome, _: &str) {
        self.0.lock().unwrap().push(task.known.to_string());
    }
}

/// A watch over a folder of which nothing has been seen yet.
fn watching<'a>(
    input: &'a Path,
    store: &'a OutputFolder,
    copier: &'a Copier,
    options: &'a RunOptions,
    seen: &'a Seen,
) -> Watch<'a, Copier> {
    Watch {
        folder: input,
        store,
        converter: copier,
        options,
        official: false,
        workers: Workers {
            jobs: 2,
            time_limit: Some(std::time::Duration::from_secs(3600)),
            interrupt: &copier.interrupt,
        },
        eye: Eye::default(),
        format: ReportFormat::Summary,
        onlooker: seen,
    }
}

/// Looks once and gives the names of what was converted or refused.
fn look(input: &Path, store: &OutputFolder, eye: &mut Eye) -> Vec<String> {
    let (copier, seen) = (Copier::default(), Seen::default());
    let options = fake::options();
    let mut watch = Watch { eye: std::mem::take(eye), ..watching(input, store, &copier, &options, &seen) };
    watch.look().unwrap();
    *eye = watch.eye;
    let mut seen = seen.0.into_inner().unwrap();
    seen.sort();
    seen
}

#[test]
fn a_file_is_taken_once_it_has_stood_still() {
    let (_temp, input, output) = fake::folder(&[("a.txt", "one")]);
    let (store, mut files) = (fake::opened(&output), Eye::default());
    let mut look = || look(&input, &store, &mut files);
    assert!(look().is_empty(), "taken at first sight");
    assert_eq!(look(), ["a.txt"]);
    assert!(look().is_empty(), "taken twice");

    for part in ["growing ", "growing and ", "growing and grown"] {
        fs::write(input.join("b.txt"), part).unwrap();
        assert!(look().is_empty(), "taken while it grew");
    }
    assert_eq!(look(), ["b.txt"]);
    assert!(fs::read_to_string(output.join("b.json")).unwrap().ends_with("growing and grown"));

    fs::write(input.join("a.toml"), "title = \"Another\"").unwrap();
    assert!(look().is_empty());
    assert_eq!(look(), ["a.txt"], "a sidecar that changes is a change of its file");
    assert!(look().is_empty());
}

#[test]
fn a_folder_that_goes_and_comes_back_is_not_done_again() {
    let (temp, input, output) = fake::folder(&[("a.txt", "one"), ("bad.txt", " ")]);
    let (store, copier, seen) = (OutputFolder::open(&output).unwrap(), Copier::default(), Seen::default());
    let options = fake::options();
    let mut watch = watching(&input, &store, &copier, &options, &seen);
    watch.look().unwrap();
    watch.look().unwrap();
    let away = temp.path().join("away");
    fs::rename(&input, &away).unwrap();
    assert!(watch.look().unwrap_err().found.ends_with("in is not there"));
    fs::rename(&away, &input).unwrap();
    for _ in 0..3 {
        watch.look().unwrap();
    }
    assert_eq!(seen.0.lock().unwrap().len(), 2, "each file once");
}

#[test]
fn official_names_hold_for_reports_too() {
    let (_temp, input, output) = fake::folder(&[("a.txt", "NAME 70 one"), ("b.txt", "two")]);
    let store = fake::opened(&output);
    let (copier, seen) = (Copier::default(), Seen::default());
    let options = fake::options();
    let mut watch = Watch { official: true, ..watching(&input, &store, &copier, &options, &seen) };
    watch.look().unwrap();
    assert!(seen.0.lock().unwrap().is_empty());
    watch.look().unwrap();
    assert_eq!(seen.0.lock().unwrap().len(), 2);
    let files = fake::files(&output);
    let names: Vec<&str> = files.keys().map(String::as_str).filter(|name| !name.ends_with("json")).collect();
    let wanted = ["70!MSW.docx", "70!MSW.report.txt", "70!PDF.pdf", "b.docx", "b.pdf", "b.report.txt"];
    assert_eq!(names, wanted);
    let report = String::from_utf8(files["b.report.txt"].clone()).unwrap();
    assert!(
        report.contains("warning[FIL002]: There is no official name for its outputs: the number of"),
        "{report}"
    );
}

#[test]
fn results_findings_and_refusals_land_beside_each_other_and_a_restart_redoes_nothing() {
    let (_temp, input, output) =
        fake::folder(&[("good.txt", "WARN"), ("bad.txt", "   "), ("d/worse.txt", "PANIC")]);
    let round = |wanted: &[&str]| {
        let (store, mut files) = (fake::opened(&output), Eye::default());
        assert!(look(&input, &store, &mut files).is_empty());
        assert_eq!(look(&input, &store, &mut files), wanted);
        assert!(look(&input, &store, &mut files).is_empty());
    };
    round(&["bad.txt", "d/worse.txt", "good.txt"]);
    let files = fake::files(&output);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["bad.report.txt", "d/worse.report.txt", "good.docx", "good.json", "good.pdf", "good.report.txt"]
    );
    let report = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    assert!(
        report("bad.report.txt")
            .starts_with("bad.txt: refused [E-EMPTY]: there is no text in it\n  send it again")
    );
    assert!(report("good.report.txt").contains("good.txt: converted to good.docx, good.pdf, good.json"));
    assert!(report("good.report.txt").contains("warning[TST001]: It says WARN."));

    round(&["bad.txt", "d/worse.txt"]);
    fs::write(input.join("bad.txt"), "mended").unwrap();
    round(&["bad.txt", "d/worse.txt"]);
    assert!(fs::read_to_string(output.join("bad.report.txt")).unwrap().contains("bad.txt: converted"));
}

#[cfg(unix)]
#[test]
fn the_program_watches_until_it_is_interrupted() {
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};
    let (_temp, input, output) = fake::folder(&[("a.txt", "MOD CUB/70/1\n")]);
    let mut child = Command::new(crate::suite::program())
        .args(["watch", "--every", "1"])
        .arg(&input)
        .arg("-o")
        .arg(&output)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while !output.join("a.report.txt").exists() && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(50));
    }
    let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    let ended = child.wait().unwrap();
    assert_eq!(ended.code(), Some(0));
    assert!(output.join("a.report.txt").exists(), "nothing came of the file");
}
