//! The program as it is started. Rows 26, 36, 40 and 41 of the faults that are tested.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::fake;

fn itudoc(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_itudoc")).args(arguments).current_dir(folder).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn what_cannot_run_says_why_and_what_to_do() {
    let (temp, input, _) = fake::folder(&[("in/a.txt", "x"), ("file", "x")]);
    fs::create_dir(temp.path().join("empty")).unwrap();
    let table: &[(&[&str], &str)] = &[
        (&["convert"], "required"),
        (&["convert", "in"], "give one with -o DIR"),
        (&["convert", "in", "-o", "out", "--to", "odt"], "invalid value 'odt'"),
        (&["convert", "in", "-o", "out", "--lang", "de"], "one of ar, zh, en, fr, ru, es"),
        (&["convert", "in", "-o", "out", "--jobs", "0"], "invalid value '0'"),
        (&["convert", "in", "-o", "in"], "both the folder of the inputs and that of the outputs"),
        (&["convert", "in", "-o", "in/../in/"], "both the folder of the inputs and that of the outputs"),
        (&["convert", "in", "-o", "in/file/out"], "check the folder given with -o"),
        (&["convert", "in", "-o", "/proc/itudoc/out"], "/proc/itudoc/out"),
        (&["convert", "empty", "-o", "out"], "no file to convert"),
        (&["convert", "in", "-o", "out", "--report", "in/file"], "would replace an input"),
        (&["nonsense"], "unrecognized subcommand"),
    ];
    for (arguments, wanted) in table {
        let output = itudoc(arguments, temp.path());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
        assert!(said(&output).contains(wanted), "{arguments:?}: {}", said(&output));
        assert!(output.stdout.is_empty());
    }
    assert!(!temp.path().join("out").exists(), "an output folder was made for a run that could not be");
    assert_eq!(fs::read(input.join("file")).unwrap(), b"x");
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_settings() {
    let (temp, input, _) = fake::folder(&[("a.txt", "x")]);
    let file = temp.path().join("itudoc.toml");
    fs::write(&file, "output = \"made\"\njobs = 2\nview = \"base\"\nto = [\"pdf\"]\nlang = \"fr\"\n")
        .unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_itudoc"));
        command.args(["convert", "--show-settings"]).args(arguments).current_dir(&input);
        command.env("ITUDOC_JOBS", "3").env("ITUDOC_VIEW", "revised").output().unwrap()
    };
    let shown = String::from_utf8(run(&["--view", "marked"]).stdout).unwrap();
    let file = file.display();
    let made = temp.path().join("made");
    let lines = [
        format!("output = \"{}\"  # {file}", made.display()),
        format!("to = [\"pdf\"]  # {file}"),
        "# template: default".to_owned(),
        format!("lang = \"fr\"  # {file}"),
        "view = \"marked\"  # command line".to_owned(),
        "jobs = 3  # environment".to_owned(),
    ];
    for line in lines {
        assert!(shown.lines().any(|shown| shown == line), "{line}\n{shown}");
    }
    assert!(shown.parse::<toml::Table>().is_ok(), "what is shown can be used as settings");

    let table = [
        ("jbos = 2\nveiw = \"base\"", "line 1: there is no setting \"jbos\"; did you mean \"jobs\"?"),
        ("jobs = 2\nveiw = \"base\"", "line 2: there is no setting \"veiw\"; did you mean \"view\"?"),
        ("\nzzz = 1", "line 2: there is no setting \"zzz\""),
        ("jobs = 0", "line 1"),
        ("jobs = 1\nview = \"old\"", "line 2"),
        ("lang = \"de\"", "one of ar, zh, en, fr, ru, es"),
        ("jobs = ", "line 1"),
    ];
    for (text, wanted) in table {
        fs::write(temp.path().join("other.toml"), text).unwrap();
        let output = run(&["--config", "../other.toml"]);
        assert_eq!(output.status.code(), Some(2), "{text}: {}", said(&output));
        assert!(said(&output).contains(wanted), "{text}: {}", said(&output));
    }
    assert_eq!(run(&["--config", "no.toml"]).status.code(), Some(2));
}

#[test]
fn a_missing_file_is_refused_and_the_report_says_so() {
    let (temp, _, _) = fake::folder(&[]);
    let output = itudoc(
        &["convert", "no\u{1b}[2J.txt", "-o", "out", "--report", "report.jsonl", "--quiet"],
        temp.path(),
    );
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        said(&output).contains("no<U+001B>[2J.txt: refused [E-IO]: there is no such file"),
        "{}",
        said(&output)
    );
    let report = fs::read_to_string(temp.path().join("report.jsonl")).unwrap();
    let record: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!((&record["state"], &record["refusal"]["code"]), (&"refused".into(), &"E-IO".into()));
}

#[test]
fn a_closed_pipe_is_no_fault() {
    for arguments in [&["--help"][..], &["completions", "bash"], &["man"], &["convert", "--help"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_itudoc"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(said(&output), "", "{arguments:?}");
    }
}

#[test]
fn a_full_standard_output_is_a_fault() {
    if !Path::new("/dev/full").exists() {
        eprintln!("SKIPPED: there is no /dev/full");
        return;
    }
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_itudoc"))
        .args(["completions", "zsh"])
        .stdout(full)
        .stderr(Stdio::null())
        .status();
    assert_eq!(status.unwrap().code(), Some(2));
}

#[test]
fn completions_and_manual_pages_are_made_when_asked_for() {
    let (temp, _, _) = fake::folder(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = itudoc(&["completions", shell], temp.path()).stdout;
        assert!(String::from_utf8(script).unwrap().contains("report"), "{shell}");
    }
    assert!(String::from_utf8(itudoc(&["man"], temp.path()).stdout).unwrap().contains(".TH itudoc 1"));
    fs::create_dir(temp.path().join("man1")).unwrap();
    assert_eq!(itudoc(&["man", "-o", "man1"], temp.path()).status.code(), Some(0));
    let page = fs::read_to_string(temp.path().join("man1/itudoc-convert.1")).unwrap();
    assert!(page.contains("\\-\\-report"), "{page}");
}

#[test]
fn colours_only_where_they_are_wanted() {
    let run = |arguments: &[&str], no_color: bool| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_itudoc"));
        command.args(arguments).args(["convert", "/no/such/folder/x", "-o", "/proc/itudoc/out"]);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        said(&command.output().unwrap()).contains('\u{1b}')
    };
    assert!(run(&["--color", "always"], false));
    assert!(!run(&[], false) && !run(&["--color", "never"], false) && !run(&["--color", "auto"], true));
}
