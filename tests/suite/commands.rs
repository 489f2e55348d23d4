//! The commands as a person types them, in a folder of its own: what they say and what they leave there.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn itudoc(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } = Command::new(crate::suite::program())
        .args(arguments)
        .args(["--isolated"])
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
    (status.code().unwrap(), said)
}

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let temp = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = temp.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    temp
}

/// A rehearsal foretells what a run refuses, with the reason and what to do.
#[test]
fn a_rehearsal_foretells_refusals() {
    let archive = crate::suite::packages::zip(&[("minutes.txt", b"words")]);
    let bare = crate::suite::packages::document(&[(
        "word/document.xml",
        crate::suite::packages::part("w:document", "<w:body><w:p/></w:body>").as_bytes(),
    )]);
    let files: [(&str, &[u8], &str); 5] = [
        ("archive.zip", &archive, "unpack it"),
        ("bare.docx", &bare, "no words"),
        ("blank.txt", b" \n\n", "white space"),
        ("print.pdf", b"%PDF-1.4\n", "PDF"),
        ("void.txt", b"", "empty"),
    ];
    let temp = folder(&files.map(|(name, bytes, _)| (name, bytes)));
    let (status, foretold) = itudoc(temp.path(), &["convert", ".", "-o", "out", "-n"]);
    assert_eq!(status, 1, "the status is foretold too");
    assert!(!temp.path().join("out").exists());
    let (status, said) = itudoc(temp.path(), &["convert", ".", "-o", "out"]);
    assert_eq!(status, 1, "{said}");
    for (name, _, why) in files {
        let line = foretold.lines().find(|line| line.contains(name)).unwrap();
        assert!(line.starts_with("refuse ") && line.contains(why), "{line}");
        assert!(said.contains(&format!("{name}: refused [E-")), "{said}");
    }
}

/// What is typed wrong is said with what was probably meant, before any work.
#[test]
fn what_is_mistyped_is_said_with_what_was_meant() {
    let temp = folder(&[("papers/session.txt", b"One letter.")]);
    fs::create_dir(temp.path().join("empty")).unwrap();
    let at = temp.path();
    for (arguments, status, wanted) in [
        (&["convert", "papers/sesion.txt", "-o", "out"][..], 2, "did you mean papers/session.txt?"),
        (&["check", "paper"], 2, "did you mean papers?"),
        (&["convert", "empty", "-o", "out"], 2, "no file to convert was found in empty\n"),
        (&["convert", "papers", "-o", "out", "--report", "out"], 2, "out is to be the folder of the outputs"),
        (
            &["convert", "papers", "-o", "out", "--report", "./out"],
            2,
            "out is to be the folder of the outputs",
        ),
        (
            &["convert", "papers", "-o", "out", "--reopen", "a word"],
            2,
            "none of these documents is published in out",
        ),
        (&["check", "papers", "--color", "NEVER"], 0, ""),
    ] {
        let (found, said) = itudoc(at, arguments);
        assert!(said.contains(wanted) && (found == status || status == 0), "{arguments:?}: {found} {said}");
        let made = at.join("out").join("session.docx");
        assert!(!made.exists(), "{arguments:?} made outputs");
    }
    let shell = Command::new(crate::suite::program()).args(["completions", "Bash"]).output().unwrap();
    assert!(shell.status.success() && !shell.stdout.is_empty());
}

/// Counts of one are in the singular, of a pack and of a plan too.
#[test]
fn one_is_no_plural() {
    let paper: &[u8] = b"MOD\tFJI/7/1\nRESOLUTION 64 (REV. BUSAN, 2014)\nresolves\nto go on,\n";
    let temp = folder(&[("a.txt", paper)]);
    let (_, pack) = itudoc(temp.path(), &["pack", "a.txt", "-o", "pack"]);
    assert!(pack.contains("1 document (1 read anew), 1 proposal on 1 text;"), "{pack}");
    let (_, plan) = itudoc(temp.path(), &["plan", "a.txt", "-o", "plan.json", "--shards", "1"]);
    assert!(plan.contains("1 file in 1 shard\n"), "{plan}");
}

/// What a pack reports of its texts is told, in the language of the messages.
#[test]
fn a_pack_tells_its_findings_in_the_language_asked_for() {
    let paper: &[u8] = b"MOD\tFJI/7/1\nRESOLUTION 64 (REV. BUSAN, 2014)\nresolves\nto go on,\n";
    let temp = folder(&[("a.txt", paper)]);
    for (language, wanted) in [
        ("en", "PCK001]: the text in force is not given in the language en"),
        ("fr", "PCK001]: le texte en vigueur n\u{2019}est pas fourni dans la langue en"),
        ("zh", "PCK001]: \u{672A}\u{63D0}\u{4F9B}\u{8BED}\u{6587}en"),
    ] {
        let (_, said) =
            itudoc(temp.path(), &["pack", "a.txt", "-o", "pack", "--messages", language, "--force"]);
        assert!(said.contains(wanted), "{said}");
    }
}

/// Files that are up to date are told of in the language asked for, with the values of each message.
#[test]
fn what_is_told_again_is_told_whole_in_the_language() {
    let paper: &[u8] = b"MOD\tFJI/7/1\nRESOLUTION 191 (REV. BUCHAREST, 2022)\nLights\n\
        The Plenipotentiary Conference of the International Telecommunication Union (Bucharest, 2022),\n\
        recalling\nthat the the lamps were lit,\nresolves\nto keep the lights,\n";
    let temp = folder(&[("a.txt", paper)]);
    let told = |more: &[&str]| {
        let all =
            ["convert", "a.txt", "-o", "out", "--to", "json", "--output-format", "short", "--messages", "fr"];
        itudoc(temp.path(), &[&all[..], more].concat()).1
    };
    let words = "d\u{e9}coule de FJI.";
    for more in [&[][..], &[], &["--own-process", "--force"]] {
        let said = told(more);
        assert!(said.contains(words), "{more:?}: {said}");
    }
}

/// Inputs of one name are told apart by their paths below a folder that is given, or not at all.
#[test]
fn files_of_one_name_from_two_folders_are_refused_before_any_work() {
    let temp = folder(&[("x/a.txt", b"One letter."), ("y/a.txt", b"Another letter.")]);
    for paths in [["x/a.txt", "y/a.txt"], ["x", "y"]] {
        let (status, said) = itudoc(temp.path(), &["convert", paths[0], paths[1], "-o", "out"]);
        assert_eq!(status, 2, "{said}");
        assert!(
            said.contains("x/a.txt") && said.contains("y/a.txt") && said.contains("folder above"),
            "{said}"
        );
        assert!(!temp.path().join("out").exists());
    }
    let (status, said) = itudoc(temp.path(), &["convert", ".", "-o", "out", "--to", "json"]);
    assert_eq!(status, 0, "{said}");
    assert!(temp.path().join("out/x/a.json").exists() && temp.path().join("out/y/a.json").exists());
}

/// One finding of one file is as grave whoever tells it: the report, the second report, the check.
#[test]
fn a_finding_has_one_severity_and_a_waiver_holds_everywhere() {
    let temp = folder(&[("a.txt", b"A letter about the meeting.\n\nIt proposes nothing.\n")]);
    let findings = |text: &str| -> Vec<(String, String, String)> {
        let list: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        list.iter().map(|one| (text(&one["code"]), text(&one["severity"]), text(&one["message"]))).collect()
    };
    let report = || {
        itudoc(temp.path(), &["convert", "a.txt", "-o", "out", "--report", "r.json", "-q"]);
        let report: serde_json::Value =
            serde_json::from_slice(&fs::read(temp.path().join("r.json")).unwrap()).unwrap();
        (report["files"][0]["state"].clone(), findings(&report["files"][0]["findings"].to_string()))
    };
    let checked = || {
        let (_, said) = itudoc(temp.path(), &["check", "a.txt", "--output-format", "json"]);
        findings(said.split_inclusive("]\n").next().unwrap())
    };
    let ((_, first), (state, second), check) = (report(), report(), checked());
    assert_eq!(state, "up-to-date");
    assert_eq!(first, second);
    assert!(first.iter().any(|(code, severity, _)| code == "PRP010" && severity == "note"), "{first:?}");
    for finding in &first {
        assert!(check.contains(finding), "{finding:?} in {check:?}");
    }

    itudoc(temp.path(), &["check", "a.txt", "--write-review"]);
    let review = temp.path().join("a.review.toml");
    let text = fs::read_to_string(&review).unwrap();
    let is_waived = |line: &&str| line.contains("PRP010");
    let line = text.lines().find(is_waived).unwrap();
    fs::write(&review, text.replacen(line, &line.replace("\"open\"", "\"waive\""), 1)).unwrap();
    let waived = |list: &[(String, String, String)]| !list.iter().any(|(code, ..)| code == "PRP010");
    assert!(waived(&checked()));
    assert!(waived(&report().1));
}

/// Words of a comment stand in the Word document and not on the pages of the PDF: that is said, and
/// counted.
#[test]
fn a_comment_that_the_pdf_does_not_show_is_told() {
    let body = "<w:p><w:r><w:t>A letter about the meeting.</w:t></w:r>\
                <w:r><w:commentReference w:id=\"0\"/></w:r></w:p>";
    let comment = "<w:comment w:id=\"0\" w:author=\"Editor\"><w:p><w:r><w:t>Which meeting?</w:t></w:r></w:p></w:comment>";
    let word =
        crate::suite::packages::document(&[("document", body.as_bytes()), ("comments", comment.as_bytes())]);
    let temp = folder(&[("a.docx", &word)]);
    let told = |kind: &str| {
        let arguments = ["convert", "a.docx", "-o", kind, "--to", kind, "--report", "r.json"];
        let (status, said) = itudoc(temp.path(), &arguments);
        assert_eq!(status, 0, "{said}");
        let report: serde_json::Value =
            serde_json::from_slice(&fs::read(temp.path().join("r.json")).unwrap()).unwrap();
        let file = report["files"][0].clone();
        let findings = file["findings"].as_array().unwrap().clone();
        let found: Vec<serde_json::Value> =
            findings.into_iter().filter(|finding| finding["code"] == "LAY005").collect();
        (file["account"]["not_in_print"].as_u64(), found)
    };
    let (characters, found) = told("pdf");
    assert_eq!((characters, found.len()), (Some(13), 1), "{found:?}");
    assert!(found[0]["message"].as_str().unwrap().contains("Editor is not in the PDF: Which meeting?"));
    assert_eq!(told("docx"), (None, Vec::new()));

    // Of several outputs the report says which holds the words, and the review sheet shows the finding.
    let arguments = ["convert", "a.docx", "-o", "all", "--to", "docx,pdf,akn,html", "--report", "r.json"];
    assert_eq!(itudoc(temp.path(), &arguments).0, 0);
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(temp.path().join("r.json")).unwrap()).unwrap();
    let account = report["files"][0]["account"].clone();
    let outputs = account["outputs"].as_array().unwrap();
    let left_out = |kind: &str| {
        let output = outputs.iter().find(|output| output["kind"] == kind).unwrap();
        let count = |field: &str| output[field].as_u64().unwrap_or(0);
        assert_eq!(count("carried") + count("comments_left_out"), account["document"].as_u64().unwrap());
        count("comments_left_out")
    };
    assert_eq!(["docx", "pdf", "akn"].map(left_out), [0, 13, 0]);
    let sheet = fs::read_to_string(temp.path().join("all/a.html")).unwrap();
    assert!(sheet.contains("The comment of Editor is not in the PDF: Which meeting?"));
}

/// The problem matchers and the pre-commit hook of docs/install.md, tried on what the program says.
#[test]
fn editors_and_commits_read_what_is_said() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tools/editor_check.py");
    let Ok(tried) = Command::new("python3").arg(script).arg(crate::suite::program()).output() else {
        println!("SKIPPED: there is no python3");
        return;
    };
    let said = String::from_utf8_lossy(&tried.stdout).into_owned() + &String::from_utf8_lossy(&tried.stderr);
    assert!(tried.status.success(), "{said}");
    println!("{said}");
}
