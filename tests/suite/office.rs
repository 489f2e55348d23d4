//! LibreOffice as the second reader of old Word files: when it is asked, what is said of it, and that
//! nothing of it is left when it hangs. A script stands for it; where it is installed, itself too.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use crate::diagnostics::RefusalKind;
use crate::office::LibreOffice;
use crate::read::fallback::{self, FallbackReader};
use crate::source::{SourceDoubt, SourceFormat};
use tempfile::TempDir;

use crate::suite::packages;

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/legacy/doc/sample.doc")
}

/// A folder with a program `soffice` that does what the script says. What it makes is called as
/// LibreOffice would call it; the arguments that count stand in `$out` and `$made`.
fn script(body: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("soffice");
    let head = "#!/bin/sh\nhere=$(dirname \"$0\")\ncase \"$*\" in *--version*) echo 'LibreOffice 99.1 of a test'; exit 0;; esac\n\
                while [ $# -gt 1 ]; do [ \"$1\" = --outdir ] && out=$2; shift; done\nmade=\"$out/$(basename \"$1\" .doc).docx\"\n";
    fs::write(&path, format!("{head}{body}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let theirs =
        packages::document(&[("document", b"<w:p><w:r><w:t>read by another program</w:t></w:r></w:p>")]);
    fs::write(folder.path().join("theirs.docx"), theirs).unwrap();
    folder
}

const COPIES: &str = "cp \"$here/theirs.docx\" \"$made\"";

fn office(folder: &TempDir, always: bool) -> LibreOffice {
    LibreOffice::at(folder.path().join("soffice"), always)
}

#[test]
fn it_reads_every_old_file_where_that_is_wanted_and_says_so() {
    let folder = script(COPIES);
    let bytes = fs::read(sample()).unwrap();
    let source = fallback::read("a.doc", &bytes, Some(&office(&folder, true))).unwrap();
    assert_eq!(source.text, "read by another program\n");
    assert_eq!(source.format, SourceFormat::Doc);
    assert_eq!(source.read_by.as_deref(), Some("LibreOffice 99.1"));
    assert!(
        source.findings.iter().any(|f| f.rule.code == "WRD016" && f.message.contains("LibreOffice 99.1"))
    );
}

#[test]
fn it_is_not_asked_where_our_reader_is_sure() {
    let folder = script("touch \"$here/asked\"; cp \"$here/theirs.docx\" \"$made\"");
    let asked = folder.path().join("asked");
    let ours = fs::read(sample()).unwrap();
    let new = fs::read(folder.path().join("theirs.docx")).unwrap();
    for (bytes, always) in
        [(ours.as_slice(), false), (&new, true), (b"plain text", true), (b"{\\rtf1 rich}", true)]
    {
        let source = fallback::read("a.doc", bytes, Some(&office(&folder, always))).unwrap();
        assert!(source.doubts.is_empty() && source.read_by.is_none());
    }
    // An encrypted file and another office file are none that it should be asked for.
    for stream in ["/EncryptedPackage", "/Workbook"] {
        let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
        file.create_stream(stream).unwrap();
        file.flush().unwrap();
        let bytes = file.into_inner().into_inner();
        fallback::read("a.doc", &bytes, Some(&office(&folder, true))).unwrap_err();
    }
    assert!(!asked.exists());
}

/// The sample with the flag of a fast save set (MS-DOC 2.5.2, fComplex).
fn fast_saved() -> Vec<u8> {
    let mut bytes = fs::read(sample()).unwrap();
    let head = bytes.windows(2).position(|w| w == [0xEC, 0xA5]).unwrap();
    bytes[head + 10] |= 0x04;
    bytes
}

#[test]
fn it_reads_a_file_of_which_ours_is_not_sure() {
    let bytes = fast_saved();
    let ours = fallback::read("a.doc", &bytes, None).unwrap();
    assert_eq!(ours.doubts, [SourceDoubt::FastSaved]);
    let theirs = fallback::read("a.doc", &bytes, Some(&office(&script(COPIES), false))).unwrap();
    assert_eq!(theirs.read_by.as_deref(), Some("LibreOffice 99.1"));
}

#[test]
fn where_it_fails_ours_reads_and_the_report_says_why() {
    let bytes = fs::read(sample()).unwrap();
    let ours = fallback::read("a.doc", &bytes, None).unwrap();
    for (body, word) in [
        ("exit 7", "failed"),
        ("exit 0", "could not read the file"),
        ("echo none > \"$made\"", "not a Word package"),
        ("mkdir \"$made\"", "no room"),
    ] {
        let source = fallback::read("a.doc", &bytes, Some(&office(&script(body), true))).unwrap();
        assert_eq!(source.text, ours.text);
        assert_eq!(source.read_by, None);
        let found = source.findings.iter().find(|f| f.rule.code == "WRD017").unwrap();
        assert!(found.message.contains(word), "{body}: {}", found.message);
    }
    let absent = LibreOffice::at(PathBuf::from("/nonexistent/soffice"), true);
    let refusal = absent.convert(&bytes).unwrap_err();
    assert!(refusal.found.contains("cannot be started"), "{}", refusal.found);
}

#[test]
fn a_file_that_ours_refuses_may_be_read_by_it() {
    let mut bytes = fs::read(sample()).unwrap();
    let head = bytes.windows(2).position(|w| w == [0xEC, 0xA5]).unwrap();
    bytes[head..head + 2].copy_from_slice(&[0xDC, 0xA5]);
    let refusal = fallback::read("a.doc", &bytes, Some(&office(&script(COPIES), false))).unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::Format);
    assert!(refusal.found.contains("Word 95"), "{}", refusal.found);
    let source = fallback::read("a.doc", &bytes, Some(&office(&script(COPIES), true))).unwrap();
    assert_eq!(source.text, "read by another program\n");
    let refusal = fallback::read("a.doc", &bytes, Some(&office(&script("exit 1"), true))).unwrap_err();
    assert!(refusal.found.contains("Word 95") && refusal.found.contains("LibreOffice"), "{}", refusal.found);
}

#[test]
fn nothing_of_a_hanging_one_is_left() {
    let folder = script("sleep 600 & echo $! > \"$here/child\"; wait");
    let office = office(&folder, true).within(Duration::from_millis(800));
    let refusal = office.convert(&fs::read(sample()).unwrap()).unwrap_err();
    assert!(refusal.found.contains("took longer"), "{}", refusal.found);
    let child = fs::read_to_string(folder.path().join("child")).unwrap();
    for _ in 0..100 {
        if gone(child.trim()) {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("its child {child} still runs");
}

/// Waits until the process whose number stands in a file is gone.
fn wait_until_gone(file: &Path) {
    let child = fs::read_to_string(file).unwrap();
    for _ in 0..200 {
        if gone(child.trim()) {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("{child} still runs");
}

#[test]
fn what_makes_itself_a_session_of_its_own_is_ended_too() {
    let folder = script("setsid sh -c 'echo $$ > \"'\"$here\"'/child\"; sleep 600' & sleep 600");
    let office = office(&folder, true).within(Duration::from_millis(1500));
    let refusal = office.convert(&fs::read(sample()).unwrap()).unwrap_err();
    assert!(refusal.found.contains("took longer"), "{}", refusal.found);
    wait_until_gone(&folder.path().join("child"));
}

#[test]
fn nothing_of_it_is_left_where_the_program_is_killed() {
    let folder = script("echo $$ > \"$here/child\"; sleep 600");
    let passing = folder.path().join("passing");
    fs::create_dir(&passing).unwrap();
    let mut program = Command::new(crate::suite::program())
        .args(["convert", "--doc-helper", "soffice", "-o"])
        .arg(folder.path().join("made"))
        .arg(sample())
        .env("PATH", format!("{}:/usr/bin:/bin", folder.path().display()))
        .env("TMPDIR", &passing)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let child = folder.path().join("child");
    while !fs::read_to_string(&child).is_ok_and(|id| !id.is_empty()) {
        std::thread::sleep(Duration::from_millis(20));
    }
    program.kill().unwrap();
    program.wait().unwrap();
    wait_until_gone(&child);
    for _ in 0..100 {
        let left = fs::read_dir(&passing).unwrap().flatten();
        if !left.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with("itudoc-office-")) {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("its folder is left");
}

#[test]
fn it_learns_nothing_of_the_person() {
    let folder = script("env > \"$here/environment\"; cp \"$here/theirs.docx\" \"$made\"");
    office(&folder, true).convert(&fs::read(sample()).unwrap()).unwrap();
    let seen = fs::read_to_string(folder.path().join("environment")).unwrap();
    let names: Vec<&str> =
        seen.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name).collect();
    let known = ["PATH", "PWD", "OLDPWD", "HOME", "TMPDIR", "LC_ALL", "SHLVL", "_", "ITUDOC_RUN"];
    let unknown: Vec<&&str> =
        names.iter().filter(|name| !known.contains(name) && !name.starts_with("XDG_")).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    assert!(seen.lines().any(|line| line.starts_with("HOME=") && line.contains("itudoc-office-")), "{seen}");
}

/// Whether a process is no more, or only waits to be buried by its parent.
fn gone(id: &str) -> bool {
    let status = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    let state = status.rsplit(") ").next().and_then(|rest| rest.chars().next());
    matches!(state, None | Some('Z' | 'X'))
}

fn itudoc(path: &Path, arguments: &[&str], output: &Path) -> Output {
    Command::new(crate::suite::program())
        .args(["convert", "--to", "json", "-o"])
        .arg(output)
        .args(arguments)
        .arg(sample())
        .env("PATH", path)
        .output()
        .unwrap()
}

#[test]
fn report_structure_and_manifest_say_who_read() {
    let folder = script(COPIES);
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    let made = folder.path().join("made");
    let report = folder.path().join("report.json");
    let arguments = ["--doc-helper", "soffice", "--report", report.to_str().unwrap()];
    let output = itudoc(Path::new(&path), &arguments, &made);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for file in [report, made.join("sample.json"), made.join(".itudoc/manifest.json")] {
        let text = fs::read_to_string(&file).unwrap().replace(": ", ":");
        assert!(text.contains("\"read_by\":\"LibreOffice 99.1\""), "{}", file.display());
    }
    // Another choice is another recipe: the file is due again, and nobody else read it.
    let output = itudoc(Path::new(&path), &["--doc-helper", "none"], &made);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let manifest = fs::read_to_string(made.join(".itudoc/manifest.json")).unwrap();
    assert!(!manifest.contains("read_by"), "{manifest}");
}

#[test]
fn where_it_is_absent_the_program_says_so_before_any_work() {
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made");
    let output = itudoc(folder.path(), &["--doc-helper", "soffice"], &made);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("LibreOffice is not installed") && said.contains("PATH"), "{said}");
    assert!(!made.join("sample.json").exists());
    let output = itudoc(folder.path(), &[], &made);
    assert!(output.status.success(), "our own reader needs no other program");
}

#[test]
fn the_real_one_reads_the_sample_as_ours_does() {
    let Some(office) = LibreOffice::find(true) else {
        eprintln!("SKIPPED: LibreOffice is not installed");
        return;
    };
    let bytes = fs::read(sample()).unwrap();
    let ours = fallback::read("a.doc", &bytes, None).unwrap();
    let theirs = fallback::read("a.doc", &bytes, Some(&office)).unwrap();
    let words = |text: &str| text.split_whitespace().collect::<String>();
    assert!(theirs.read_by.unwrap().starts_with("LibreOffice "));
    assert_eq!(words(&theirs.text), words(&ours.text));
    assert_eq!(theirs.revisions.is_empty(), ours.revisions.is_empty());
}
