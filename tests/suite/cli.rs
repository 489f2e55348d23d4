//! The program as it is started. Rows 26, 36, 40 and 41 of the faults that are tested.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A PNG of two by two pixels.
const EMBLEM: &[u8] = b"\x89\x50\x4E\x47\x0D\x0A\x1A\x0A\x00\x00\x00\x0D\x49\x48\x44\x52\x00\x00\x00\x02\x00\x00\x00\x02\x08\x00\x00\x00\x00\x57\xDD\x52\xF8\x00\x00\x00\x0C\x49\x44\x41\x54\x78\x9C\x63\x60\xF8\x0F\x84\x00\x06\x00\x01\xFF\x93\xD1\xE4\x89\x00\x00\x00\x00\x49\x45\x4E\x44\xAE\x42\x60\x82";

use crate::suite::fake;

fn itudoc(arguments: &[&str], folder: &Path) -> Output {
    Command::new(crate::suite::program()).args(arguments).current_dir(folder).output().unwrap()
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
        (&["convert", "in", "-o", "out", "--name", "nice"], "invalid value 'nice'"),
        (&["convert", "in", "-o", "out", "--lang", "de"], "one of ar, zh, en, fr, ru, es"),
        (&["convert", "in", "-o", "out", "--jobs", "0"], "invalid value '0'"),
        (&["convert", "in", "-o", "in"], "both the folder of the inputs and that of the outputs"),
        (&["convert", "in", "-o", "in/../in/"], "both the folder of the inputs and that of the outputs"),
        (&["convert", "in", "-o", "in/file/out"], "in/file is a file, not a folder"),
        (&["convert", "in", "-o", "/proc/itudoc/out"], "/proc/itudoc/out"),
        (&["convert", "empty", "-o", "out"], "no file to convert"),
        (&["convert", "in", "-o", "out", "--report", "in/file"], "would replace an input"),
        (&["nonsense"], "unrecognized subcommand"),
        (&["in"], "To convert it: itudoc convert in -o DIR"),
        (&["convrt", "in"], "similar subcommands exist: 'fonts', 'recover', 'convert'"),
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
    fs::write(
        &file,
        "output = \"made\"\njobs = 2\ntime-limit = 9\nname = \"official\"\nview = \"base\"\nto = [\"pdf\"]\nlang = \"fr\"\n",
    )
    .unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(crate::suite::program());
        command.args(["convert", "--show-settings"]).args(arguments).current_dir(&input);
        command.env("ITUDOC_JOBS", "3").env("ITUDOC_VIEW", "revised").output().unwrap()
    };
    let shown = String::from_utf8(run(&["--view", "marked"]).stdout).unwrap();
    let file = file.display();
    let made = temp.path().join("made");
    let lines = [
        format!("output = \"{}\"  # {file}", made.display()),
        format!("to = [\"pdf\"]  # {file}"),
        "# template: chosen from the text (default)".to_owned(),
        format!("# settings file: {file}"),
        format!("name = \"official\"  # {file}"),
        format!("lang = \"fr\"  # {file}"),
        "view = \"marked\"  # command line".to_owned(),
        "jobs = 3  # environment".to_owned(),
        format!("time-limit = 9  # {file}"),
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
        ("time-limit = 0", "line 1"),
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
    let isolated = String::from_utf8(run(&["--isolated"]).stdout).unwrap();
    assert!(isolated.contains("# settings file: none\n# output: none (default)\n"), "{isolated}");
}

#[test]
fn each_mistake_has_a_line() {
    let (temp, _, _) =
        fake::folder(&[("my/mine/format.toml", "extends = \"pp\"\nyear = \"x\"\ncolour = 1\n")]);
    let output = itudoc(&["template", "check", "--templates", "in/my"], temp.path());
    assert_eq!(output.status.code(), Some(2));
    let said = said(&output);
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines[0].ends_with("2 mistakes in template data:"), "{said}");
    assert!(lines[1].starts_with("  mine/format.toml:2: year: "), "{said}");
    assert!(lines[2].starts_with("  mine/format.toml:3: colour: unknown key; known here: body, "), "{said}");
}

/// The official name by flag and by environment, from text, sidecar and `--set`.
#[test]
fn outputs_are_named_as_the_union_names_them() {
    let text = "Plenipotentiary Conference (PP-18)\nRevision 1 to\nDocument 88-E\n\nSome words.\n";
    let (temp, input, _) = fake::folder(&[("mine.txt", text), ("other.txt", "Some words.\n")]);
    let listed = |output: &Output, folder: &str| {
        assert_eq!(output.status.code(), Some(0), "{}", said(output));
        fake::files(&temp.path().join(folder)).into_keys().collect::<Vec<_>>()
    };
    let run = itudoc(&["convert", "in", "-o", "out", "--to", "docx,pdf", "--name", "official"], temp.path());
    let wanted = ["S18-PP-C-0088!R1!MSW-E.docx", "S18-PP-C-0088!R1!PDF-E.pdf", "other.docx", "other.pdf"];
    assert_eq!(listed(&run, "out"), wanted);
    fs::write(input.join("other.toml"), "conference = \"PP-22\"\n").unwrap();
    let mut command = Command::new(crate::suite::program());
    command.args(["convert", "in/other.txt", "-o", "o2", "--to", "docx", "--set", "document=9A2"]);
    let run = command.env("ITUDOC_NAME", "official").current_dir(temp.path()).output().unwrap();
    assert_eq!(listed(&run, "o2"), ["S22-PP-C-0009!A2!MSW-E.docx"]);
    let dry = itudoc(&["convert", "in", "-o", "out", "--name", "official", "-n"], temp.path());
    let dry = String::from_utf8(dry.stdout).unwrap();
    assert!(dry.contains("convert  in/mine.txt as S18-PP-C-0088!R1!MSW-E: it has no output yet"), "{dry}");
    let verified = itudoc(&["verify", "out"], temp.path());
    assert_eq!(verified.status.code(), Some(0), "{}", said(&verified));
}

/// A typing error is told before any work, the same by every command, and leaves nothing behind.
#[test]
fn a_mistyped_path_is_told_before_any_work() {
    let (temp, _, _) = fake::folder(&[("a.txt", "Some words.\n")]);
    let odd = "no\u{1b}[2J.txt";
    let table: &[(&[&str], &str)] = &[
        (&["convert", "in", odd, "-o", "out"], "no<U+001B>[2J.txt: there is no such file or folder"),
        (&["convert", "nope", "none", "-o", "out"], "none: there is no such file or folder"),
        (&["check", "nope"], "nope: there is no such file"),
        (&["inspect", "nope"], "nope: there is no such file"),
        (&["recover", "nope"], "nope: there is no such file"),
        (&["watch", "nope", "-o", "out"], "nope: there is no such file"),
        (&["convert", "in", "-o", "in/a.txt"], "in/a.txt is a file, not a folder"),
        (&["watch", "in", "-o", "in/a.txt/b"], "in/a.txt is a file, not a folder"),
        (&["check", "in", "--to", "html", "-o", "in/a.txt"], "in/a.txt is a file, not a folder"),
        (&["man", "-o", "in/a.txt"], "in/a.txt is a file, not a folder"),
        (&["convert", "in", "-o", "out", "--report", "away/r.json"], "there is no folder away"),
        (&["convert", "in", "-o", "out", "--report", "in"], "in is a folder, not a file"),
    ];
    for (arguments, wanted) in table {
        let output = itudoc(arguments, temp.path());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", said(&output));
        assert!(said(&output).contains(wanted), "{arguments:?}: {}", said(&output));
    }
    let left: Vec<_> = fake::files(temp.path()).into_keys().collect();
    assert_eq!(left, ["in/a.txt"]);
    // What is no file at all is refused as one of many, and the report says so.
    let report = temp.path().join("r.jsonl");
    let run = itudoc(&["convert", "in", "/dev/null", "-o", "out", "--report", "r.jsonl", "-q"], temp.path());
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    let records = fs::read_to_string(report).unwrap();
    assert!(records.contains("\"refused\"") && records.contains("E-IO"), "{records}");
}

/// `-` is standard input, and for the one output of one file standard output.
#[test]
fn streams_are_read_and_written() {
    let (temp, _, _) = fake::folder(&[]);
    let run = |arguments: &[&str]| {
        let mut command = Command::new(crate::suite::program());
        command.args(arguments).current_dir(temp.path());
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), contribution(1).as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output));
        output
    };
    run(&["convert", "-", "-o", "out", "-q"]);
    let made: Vec<_> = fake::files(&temp.path().join("out")).into_keys().collect();
    assert_eq!(made, ["standard-input.docx", "standard-input.json", "standard-input.pdf"]);
    let json = run(&["convert", "-", "-o", "-", "--to", "json"]).stdout;
    assert_eq!(json, fs::read(temp.path().join("out/standard-input.json")).unwrap());
    assert_eq!(json, run(&["inspect", "-", "--format", "json"]).stdout);
    assert!(run(&["convert", "-", "-o", "-", "--to", "pdf"]).stdout.starts_with(b"%PDF"));
    let found = run(&["check", "-", "--fail-on", "never", "--output-format", "short"]).stdout;
    assert!(String::from_utf8(found).unwrap().lines().all(|line| line.starts_with("-:")));
    run(&["recover", "-"]);
    let two = itudoc(&["convert", "out", "-o", "-"], temp.path());
    assert_eq!(two.status.code(), Some(2));
    assert!(said(&two).contains("one output of one file"), "{}", said(&two));
}

/// The end of a run says what is left to do and how.
#[test]
fn a_run_ends_with_the_next_steps() {
    let marked = "MOD\tCUB/70/1\nRESOLUTION 130 (REV. DUBAI, 2018BUCHAREST, 2022)\nTitle\n";
    let (temp, _, _) = fake::folder(&[("a.txt", marked)]);
    let told = said(&itudoc(&["convert", "in/a.txt", "-o", "out", "--to", "json"], temp.path()));
    for wanted in [
        "           1  file\n",
        "lost marks recovered in 1 file",
        "itudoc recover in/a.txt --write-review",
        "date: not known in 1 file: --set date=2014-09-15, or date = \"2014-09-15\" in NAME.toml",
        "see them: itudoc check in/a.txt",
    ] {
        assert!(told.contains(wanted), "{wanted}: {told}");
    }
    let quiet = said(&itudoc(&["convert", "in", "-o", "o2", "--to", "json", "-q"], temp.path()));
    assert!(!quiet.contains("Next:"), "{quiet}");
}

/// `inspect` tells machines what `convert` does: the same bytes.
#[test]
fn inspect_shows_the_json_that_convert_writes() {
    let (temp, _, _) = fake::folder(&[("a.txt", &contribution(1))]);
    let shown = itudoc(&["inspect", "in/a.txt", "--format", "json"], temp.path());
    assert_eq!(shown.status.code(), Some(0), "{}", said(&shown));
    let json: serde_json::Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert!(json["parts"].as_array().is_some_and(|parts| !parts.is_empty()));
    let converted = itudoc(&["convert", "in/a.txt", "--to", "json", "-o", "out", "--quiet"], temp.path());
    assert_eq!(converted.status.code(), Some(0), "{}", said(&converted));
    let mut written = fs::read_dir(temp.path().join("out")).unwrap().map(|entry| entry.unwrap().path());
    let written = written.find(|path| path.to_string_lossy().ends_with("a.json")).unwrap();
    assert_eq!(fs::read(written).unwrap(), shown.stdout);
}

#[test]
fn a_report_is_as_its_schema_has_it() {
    let (temp, _, _) =
        fake::folder(&[("a.txt", "MOD\tCUB/70/1\n"), ("b.txt", ""), ("c.txt", "MOD\tCUB/70/1\n")]);
    let schema = itudoc(&["schema", "report"], temp.path()).stdout;
    let schema: serde_json::Value = serde_json::from_slice(&schema).unwrap();
    let run = |report: &str| {
        itudoc(&["convert", "in", "-o", "out", "-q", "--report", report], temp.path());
        fs::read_to_string(temp.path().join(report)).unwrap()
    };
    let lines = run("report.jsonl");
    let records: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records.len(), 3);
    for record in &records {
        let record = record.as_object().unwrap();
        for key in schema["required"].as_array().unwrap() {
            assert!(record.contains_key(key.as_str().unwrap()), "{key} is missing: {record:?}");
        }
        for key in record.keys() {
            assert!(schema["properties"].get(key).is_some(), "{key} is not in the schema");
        }
        let states = schema["properties"]["state"]["enum"].as_array().unwrap();
        assert!(states.contains(&record["state"]), "{record:?}");
    }
    let whole: serde_json::Value = serde_json::from_str(&run("report.json")).unwrap();
    let states: Vec<_> = whole["files"].as_array().unwrap().iter().map(|record| &record["state"]).collect();
    assert_eq!(states, ["up-to-date", "refused", "up-to-date"]);
}

/// A flag that bears on outputs and is no part of the recipe would leave old outputs standing.
#[test]
fn every_flag_that_bears_on_an_output_is_part_of_what_it_was_made_of() {
    let (temp, _, _) = fake::folder(&[(
        "a.txt",
        &format!("Plenipotentiary Conference (PP-18)\nDocument 88-E\n\n{}", contribution(1)),
    )]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = |below: &str| temp.path().join(below).to_str().unwrap().to_owned();
    for folder in ["fonts", "texts"] {
        fs::create_dir(path(folder)).unwrap();
    }
    fs::copy(root.join("templates/fonts/Carlito-Regular.ttf"), path("fonts/own.ttf")).unwrap();
    fs::write(path("own.toml"), "[[member]]\nsymbol = \"CUB\"\niso3 = \"CUB\"\nnames = { en = \"Cuba (Republic of)\" }\nsource = \"a test\"\n").unwrap();
    fs::write(path("words.toml"), "[terms.article]\nen = [\"Klause\"]\n").unwrap();
    fs::write(path("texts/64.txt"), "RESOLUTION 64 (Rev. Guadalajara, 2010)\n\nAccess\n").unwrap();
    assert!(
        itudoc(&["template", "new", "own", "--extends", "pp-14", "--templates", "forms"], temp.path())
            .status
            .success()
    );
    let convert =
        |arguments: &[&str]| itudoc(&[&["convert", "in", "-o", "out"], arguments].concat(), temp.path());
    assert_eq!(convert(&["-q"]).status.code(), Some(0));
    fs::copy(path("out/a.docx"), path("own.docx")).unwrap();
    fs::write(path("emblem.png"), EMBLEM).unwrap();
    let bearing: &[(&str, &str)] = &[
        ("template", "pp-18"),
        ("set", "date=2014-09-15"),
        ("lang", "fr"),
        ("view", "base"),
        ("pdf-standard", "a-3a"),
        ("recover", "off"),
        ("comments", "all"),
        ("mode", "intake"),
        ("templates", &path("forms")),
        ("font-path", &path("fonts")),
        ("missing-glyphs", "box"),
        ("registry", &path("own.toml")),
        ("lexicon", &path("words.toml")),
        ("base", &path("texts")),
        ("adopted", &path("texts")),
        ("reference-doc", &path("own.docx")),
        ("emblem", &path("emblem.png")),
        ("to", "html"),
        ("name", "official"),
    ];
    for (flag, value) in bearing {
        let told = convert(&["-n", &format!("--{flag}"), value]);
        let text = String::from_utf8(told.stdout.clone()).unwrap();
        assert!(text.starts_with("convert  in/a.txt"), "--{flag} {value}: {text}{}", said(&told));
    }
    assert_eq!(convert(&["-n"]).stdout, b"keep     in/a.txt: its outputs are up to date\n");

    // Which flags there are, and which of them are known to change no byte of an output.
    const IDLE: [&str; 21] = [
        "color",
        "output",
        "jobs",
        "own-process",
        "time-limit",
        "output-format",
        "messages",
        "config",
        "isolated",
        "show-settings",
        "dry-run",
        "force",
        "quiet",
        "report",
        "help",
        // Which files are converted, and where their settings stand.
        "plan",
        "shard",
        "reopen",
        "system-fonts",
        // It bears on old Word files alone, and the manifest tells for each what read it.
        "doc-helper",
        // It lifts the lock of a published document; what is written then is told by the other flags.
        // Who lifts it: it goes into the log.
        "by",
        // Which files are converted, not how; the plan names the same outputs as one process would.
    ];
    let help = String::from_utf8(itudoc(&["convert", "-h"], temp.path()).stdout).unwrap();
    let flags = help
        .lines()
        .filter_map(|line| line.split("--").nth(1).filter(|_| line.trim_start().starts_with('-')));
    let flags = flags.map(|rest| rest.split([' ', ',']).next().unwrap());
    // The end of a line of other names for a flag is none of its own.
    let flags: Vec<&str> = flags.filter(|flag| !flag.ends_with(']')).collect();
    assert!(flags.len() > 20, "{flags:?}");
    for flag in flags {
        let known = IDLE.contains(&flag) || bearing.iter().any(|(name, _)| *name == flag);
        assert!(known, "does --{flag} bear on an output? Then try it here; else list it as idle");
    }
}

#[test]
fn a_closed_pipe_is_no_fault() {
    for arguments in [&["--help"][..], &["completions", "bash"], &["man"], &["convert", "--help"]] {
        let mut child = Command::new(crate::suite::program())
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
    let status = Command::new(crate::suite::program())
        .args(["completions", "zsh"])
        .stdout(full)
        .stderr(Stdio::null())
        .status();
    assert_eq!(status.unwrap().code(), Some(2));
}

/// A limit on the size of files is met as a full disk is, not as the end of the program (SIGXFSZ).
#[cfg(unix)]
#[test]
fn a_limit_on_the_size_of_files_is_told() {
    let (temp, _, _) = fake::folder(&[("a.txt", "Words of a paper."), ("b.txt", "Others.")]);
    let program = crate::suite::program();
    let limited = "ulimit -f 8; exec \"$0\" convert in -o limited --report report.json";
    let told =
        Command::new("sh").args(["-c", limited]).arg(&program).current_dir(temp.path()).output().unwrap();
    let said = String::from_utf8_lossy(&told.stderr).into_owned();
    assert_eq!(told.status.code(), Some(2), "{said}");
    assert!(said.contains("make room on the disk"), "{said}");
    assert_eq!(itudoc(&["convert", "in", "-o", "limited"], temp.path()).status.code(), Some(0));
}

#[test]
fn completions_and_manual_pages_are_made_when_asked_for() {
    let (temp, _, _) = fake::folder(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = itudoc(&["completions", shell], temp.path()).stdout;
        assert!(String::from_utf8(script).unwrap().contains("report"), "{shell}");
    }
    assert!(String::from_utf8(itudoc(&["man"], temp.path()).stdout).unwrap().contains(".TH itudoc 1"));
    assert_eq!(itudoc(&["man", "-o", "share/man1"], temp.path()).status.code(), Some(0));
    let page = fs::read_to_string(temp.path().join("share/man1/itudoc-convert.1")).unwrap();
    assert!(page.contains("\\-\\-report"), "{page}");
}

#[test]
fn colours_only_where_they_are_wanted() {
    let run = |arguments: &[&str], no_color: bool| {
        let mut command = Command::new(crate::suite::program());
        command.args(arguments).args(["convert", "/no/such/folder/x", "-o", "/proc/itudoc/out"]);
        if no_color {
            command.env("NO_COLOR", "1");
        }
        said(&command.output().unwrap()).contains('\u{1b}')
    };
    assert!(run(&["--color", "always"], false));
    assert!(!run(&[], false) && !run(&["--color", "never"], false) && !run(&["--color", "auto"], true));
}

/// A contribution of ours, numbered so that no two are alike.
fn contribution(number: usize) -> String {
    let items: String =
        (0..40).map(|n| format!("{})\tthat item {number} of this list is one of forty,\n", n + 1)).collect();
    format!(
        "Proposals for the work of the conference\n\nMOD\tCUB/{number}/1\n\nRESOLUTION 64 (Rev. Busan, 2014)\n\n\
         Access to facilities\n\nThe Plenipotentiary Conference,\n\nrecalling\n\n{items}\nresolves\n\nto go on.\n"
    )
}

#[test]
fn outputs_and_manifest_are_the_same_whatever_the_surroundings() {
    let texts: Vec<(String, String)> = (0..4).map(|n| (format!("{n}.txt"), contribution(n))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (temp, _, _) = fake::folder(&files);
    // Jobs, variables, paths.
    type Surroundings = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);
    let surroundings: [Surroundings; 6] = [
        ("1", &[("TZ", "UTC")], &["in"]),
        ("2", &[("TZ", "Pacific/Apia"), ("LC_ALL", "tr_TR.UTF-8")], &["in"]),
        ("8", &[("HOME", "/nonexistent"), ("LC_ALL", "C")], &["in"]),
        ("2", &[("SOURCE_DATE_EPOCH", "0")], &["in/3.txt", "in/1.txt", "in/2.txt", "in/0.txt"]),
        ("1", &[("SOURCE_DATE_EPOCH", "2000000000"), ("LANG", "zh_CN.GB18030")], &["in"]),
        ("3", &[("USER", "somebody"), ("LC_ALL", "ar_EG.UTF-8")], &["./in", "in/0.txt"]),
    ];
    let made: Vec<_> = surroundings
        .into_iter()
        .enumerate()
        .map(|(at, (jobs, variables, paths))| {
            let output = temp.path().join(at.to_string());
            let mut command = Command::new(crate::suite::program());
            command
                .current_dir(temp.path())
                .arg("convert")
                .args(paths)
                .args(["--jobs", jobs, "-q", "-o"])
                .arg(&output);
            let ran = command.envs(variables.iter().copied()).output().unwrap();
            assert_eq!(ran.status.code(), Some(0), "{}", said(&ran));
            (fs::read(output.join(".itudoc/manifest.json")).unwrap(), fake::files(&output))
        })
        .collect();
    assert_eq!(made[0].1.len(), 12);
    assert!(made.iter().all(|other| *other == made[0]));
}

#[cfg(unix)]
#[test]
fn an_interrupted_batch_ends_in_order_and_is_finished_by_the_same_command() {
    let texts: Vec<(String, String)> = (0..60).map(|n| (format!("{n}.txt"), contribution(n))).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (temp, _, output) = fake::folder(&files);
    let convert = |output: &str| {
        let mut command = Command::new(crate::suite::program());
        command
            .current_dir(temp.path())
            .args(["convert", "in", "--jobs", "1", "-o", output])
            .stderr(Stdio::piped());
        command
    };
    let child = convert("out").spawn().unwrap();
    while !output.join(".itudoc/journal").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(130), "{}", said(&ended));
    assert!(said(&ended).contains("Run the same command again"), "{}", said(&ended));
    let done = fake::files(&output).len();
    assert!(done > 0 && done < 180 && done.is_multiple_of(3), "{done} outputs");

    let again = convert("out").output().unwrap();
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    assert!(said(&again).contains(&format!("{:>12}  up to date", done / 3)), "{}", said(&again));
    assert_eq!(convert("whole").output().unwrap().status.code(), Some(0));
    let whole = temp.path().join("whole");
    assert_eq!(fake::files(&output), fake::files(&whole));
    let manifest = |folder: &Path| fs::read(folder.join(".itudoc/manifest.json")).unwrap();
    assert_eq!(manifest(&output), manifest(&whole));

    fs::write(output.join("5.pdf"), "damaged").unwrap();
    let verified = itudoc(&["verify", "out"], temp.path());
    assert_eq!(verified.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&verified.stdout)
            .contains("5.pdf: changed after it was made\n179 as they were made")
    );
    assert_eq!(itudoc(&["verify", "whole"], temp.path()).status.code(), Some(0));
    assert_eq!(itudoc(&["verify", "in"], temp.path()).status.code(), Some(2));
    let rehearsed =
        String::from_utf8(itudoc(&["convert", "in", "-o", "out", "--dry-run"], temp.path()).stdout).unwrap();
    assert!(
        rehearsed.contains("refuse   in/5.txt: out/5.pdf was changed after it was made; move it away"),
        "{rehearsed}"
    );
    assert_eq!(rehearsed.lines().filter(|line| line.starts_with("keep     in/")).count(), 59);
}
