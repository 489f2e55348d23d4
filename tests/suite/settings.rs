//! The table of settings as people meet it: one page, one answer in every command.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::suite::fake;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(crate::suite::program()).args(arguments).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_page_is_made_from_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/settings.md");
    let page = crate::settings::page();
    if std::env::var_os("ITUDOC_ACCEPT").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let stored = fs::read_to_string(&path).unwrap_or_default();
    assert!(stored == page, "docs/settings.md is out of date: set ITUDOC_ACCEPT=1 and run this test");
}

/// Every command that says it heeds a setting takes its flag, and no other command does.
#[test]
fn a_flag_is_where_its_row_says() {
    let (temp, ..) = fake::folder(&[]);
    for (bit, name) in crate::settings::COMMANDS {
        let help = text(&run(temp.path(), &[name, "--help"]).stdout);
        let settings =
            crate::settings::SETTINGS.iter().filter(|row| row.flag_only || row.commands & bit != 0);
        let heeded: Vec<_> = settings.filter(|row| row.commands & bit != 0).collect();
        for row in heeded {
            assert!(help.contains(&format!("--{}", row.key)), "{name} does not take --{}:\n{help}", row.key);
        }
        if bit & (crate::settings::INSPECT | crate::settings::RECOVER) != 0 {
            for unheeded in ["--reference-doc", "--missing-glyphs", "--pdf-standard", "--jobs", "--env"] {
                assert!(!help.contains(unheeded), "{name} shows {unheeded}, which does nothing there");
            }
        }
    }
}

const PAPER: &str = "MOD\tABC/3/1\nRESOLUTION 130 (REV. BUSAN, 2014)\nStrengthening the role of ITU\n\
    The Plenipotentiary Conference of the International Telecommunication Union (Busan, 2014),\n\
    recalling\na)\tthat it met;\n";

#[test]
fn every_command_reads_the_same_settings() {
    let (temp, input, _) = fake::folder(&[("paper.txt", PAPER), ("paper.toml", "date = 2014-10-02\n")]);
    fs::write(temp.path().join("itudoc.toml"), "template = \"WRC\"\nlang = \"EN-gb\"\n").unwrap();
    // One form for the document and for its check.
    let report = temp.path().join("r.json");
    let made =
        run(&input, &["convert", "paper.txt", "-o", "../out", "--to", "json", "--report", "../r.json"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let report: serde_json::Value = serde_json::from_str(&fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!(report["files"][0]["facts"]["template"], "wrc");
    let checked = |arguments: &[&str]| {
        let arguments = [&["check", "paper.txt", "--output-format", "jsonl"][..], arguments].concat();
        text(&run(&input, &arguments).stdout)
    };
    assert_eq!(checked(&[]), checked(&["--isolated", "--template", "wrc"]));
    // One structure, whoever shows it, with what stands beside the file.
    let shown = run(&input, &["inspect", "paper.txt", "--output-format", "JSON"]);
    assert_eq!(text(&shown.stdout), fs::read_to_string(temp.path().join("out/paper.json")).unwrap());
    assert!(text(&shown.stdout).contains("2014-10-02"));
    // A mistake in the file stops every command, and says where it stands.
    fs::write(temp.path().join("itudoc.toml"), "lang = \"cn\"\njobs = 0\n").unwrap();
    for arguments in [
        &["convert", "paper.txt", "-o", "x"][..],
        &["check", "paper.txt"],
        &["inspect", "paper.txt"],
        &["recover", "paper.txt"],
        &["fonts"],
        &["template", "list"],
        &["registry", "groups"],
    ] {
        let output = run(&input, arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(
            said.contains("itudoc.toml, line 1: lang: \"cn\" is not a language"),
            "{arguments:?}: {said}"
        );
        assert!(said.contains("itudoc.toml, line 2: jobs: a whole number from 1"), "{arguments:?}: {said}");
    }
}

#[test]
fn values_are_understood_in_any_case_and_common_form() {
    let (temp, ..) = fake::folder(&[("paper.txt", PAPER)]);
    let shown = |arguments: &[&str]| {
        let output = run(temp.path(), &[&["convert", "--show-settings"][..], arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
        text(&output.stdout)
    };
    let table: &[(&[&str], &str)] = &[
        (&["--to", "DOCX,.Pdf"], "to = [\"docx\", \"pdf\"]"),
        (&["--lang", "zh-CN"], "lang = \"zh\""),
        (&["--lang", "Français"], "lang = \"fr\""),
        (&["--lang", "E"], "lang = \"en\""),
        (&["--pdf-standard", "PDF/A-2A"], "pdf-standard = \"a-2a\""),
        (&["--view", "Revised"], "view = \"revised\""),
        (&["--system-fonts"], "system-fonts = true"),
    ];
    for (arguments, wanted) in table {
        assert!(shown(arguments).lines().any(|line| line.starts_with(wanted)), "{arguments:?}");
    }
    let stem = |form: &str, out: &str| {
        let output = run(temp.path(), &["convert", "in", "-o", out, "--to", "docx", "--template", form]);
        assert_eq!(output.status.code(), Some(0), "{form}: {}", text(&output.stderr));
        fs::read(temp.path().join(out).join("paper.docx")).unwrap()
    };
    assert_eq!(stem("PP-14", "a"), stem("pp14", "b"));
}

#[test]
fn who_gave_a_wrong_value_is_named() {
    let (temp, ..) = fake::folder(&[("paper.txt", PAPER)]);
    let mut command = Command::new(crate::suite::program());
    command.args(["convert", "in", "-o", "out"]).current_dir(temp.path());
    let said = text(&command.env("ITUDOC_JOBS", "zwei").env("ITUDOC_VIEW", "new").output().unwrap().stderr);
    assert!(said.contains("ITUDOC_JOBS: a whole number from 1 is wanted, and \"zwei\" stands"), "{said}");
    assert!(said.contains("ITUDOC_VIEW: \"new\" is not one of marked, revised, base"), "{said}");
    fs::write(temp.path().join("itudoc.toml"), "jobs = 1\ntemplate = \"pq-14\"\n").unwrap();
    let said = text(&run(temp.path(), &["check", "in"]).stderr);
    assert!(
        said.contains("itudoc.toml, line 2: template: no template is called \"pq-14\"; did you mean pp-14?"),
        "{said}"
    );
}

/// A form can be changed once the program is installed: its files are written, and laid over they print
/// the same until they are changed.
#[test]
fn a_template_that_is_exported_takes_the_place_of_the_one_built_in() {
    let (temp, ..) = fake::folder(&[("paper.txt", PAPER)]);
    let export = ["template", "export", "PP", "-o", "forms"];
    let output = run(temp.path(), &export);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(temp.path().join("forms/pp/format.toml").is_file());
    let checked = run(temp.path(), &["template", "check", "--templates", "forms"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stderr));
    let json = |out: &str, more: &[&str]| {
        let arguments = [&["convert", "in", "-o", out, "--to", "docx", "-q"][..], more].concat();
        assert_eq!(run(temp.path(), &arguments).status.code(), Some(0));
        fs::read(temp.path().join(out).join("paper.docx")).unwrap()
    };
    assert_eq!(json("a", &[]), json("b", &["--templates", "forms"]));
    let again = run(temp.path(), &export);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("is there already"), "{}", text(&again.stderr));
    assert!(text(&run(temp.path(), &["template", "export", "qq"]).stderr).contains("no template is called"));
}

#[test]
fn the_doctor_says_what_is_at_hand_and_what_is_wrong() {
    let (temp, ..) = fake::folder(&[("t/own/format.toml", "extends = \"nothing\"\n")]);
    let output = run(temp.path(), &["doctor"]);
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{said}");
    for row in
        ["settings", "templates", "registry", "fonts", "LibreOffice", "terminal", "locale", "passing files"]
    {
        assert!(said.lines().any(|line| line.starts_with(row) && line.contains(" ok ")), "{row}: {said}");
    }
    let output = run(temp.path(), &["doctor", "--templates", "in/t"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("fault"), "{}", text(&output.stdout));
}

/// The lists for people: no cell begins a formula, and the bytes are the same each time.
#[test]
fn the_report_is_a_list_for_people_too() {
    let (temp, ..) = fake::folder(&[("=cmd.txt", PAPER), ("b,c.txt", PAPER), ("none.txt", "")]);
    let list = |name: &str| {
        run(temp.path(), &["convert", "in", "-o", "out", "--to", "json", "--force", "-q", "--report", name]);
        fs::read(temp.path().join(name)).unwrap()
    };
    let csv = text(&list("r.csv"));
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert!(lines[0].starts_with("\u{FEFF}File,State,Template,Language,Proposals"), "{csv}");
    assert_eq!(lines.len(), 5, "{csv}");
    assert!(lines.iter().any(|line| line.starts_with("\"in/b,c.txt\",converted,pp-14,en,1,")), "{csv}");
    assert!(csv.contains("E-EMPTY"), "{csv}");
    for field in csv.split(['\n', ',']) {
        assert!(!field.starts_with(['=', '+', '-', '@']), "{field}");
    }
    let (one, two) = (list("r.XLSX"), list("r2.xlsx"));
    assert_eq!(one, two);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(one)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut zip.by_name(name).unwrap(), &mut text).unwrap();
        text
    };
    let (documents, proposals, findings) = (
        part("xl/worksheets/sheet1.xml"),
        part("xl/worksheets/sheet2.xml"),
        part("xl/worksheets/sheet3.xml"),
    );
    assert_eq!(documents.matches("<row ").count(), 4, "{documents}");
    assert!(proposals.contains("MOD ABC/3/1"), "{proposals}");
    assert!(findings.contains("DOC003"), "{findings}");
    assert!(!documents.contains("<f>") && part("[Content_Types].xml").contains("sheet3.xml"));
}
