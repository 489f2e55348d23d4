//! Packages of an archive: whole, the same everywhere, every change found, the source given back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::fake;

fn itudoc(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } = Command::new(crate::suite::program())
        .args(arguments)
        .env_remove("SOURCE_DATE_EPOCH")
        .current_dir(folder)
        .output()
        .unwrap();
    let said = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
    (status.code().unwrap(), said)
}

const MARKED: &str = "MOD\tRUR/70/1\nRESOLUTION 64 (Rev. Guadalajara, 2010Busan, 2014)\nAccess\n";

/// Two sources in folders, one with facts; put away in a form.
fn put_away(form: &str) -> (tempfile::TempDir, PathBuf) {
    let files = [("x/a.txt", MARKED), ("x/a.toml", "date = 2014-09-15\n"), ("y/50% a.txt", "A letter.\n")];
    let (temp, _, _) = fake::folder(&files);
    let arguments = ["archive", "in", "-o", "out", "--date", "2026-11-26", "--profile", form, "--isolated"];
    let (status, said) = itudoc(temp.path(), &arguments);
    assert_eq!(status, 0, "{said}");
    let output = temp.path().join("out");
    (temp, output)
}

#[test]
fn a_package_is_the_same_on_every_path_and_is_made_once() {
    for form in ["bag", "e-ark"] {
        let ((first, one), (_second, two)) = (put_away(form), put_away(form));
        let held: BTreeMap<String, Vec<u8>> = fake::files(&one);
        assert!(held.len() > 20, "{:?}", held.keys());
        assert!(held == fake::files(&two));
        let again = ["archive", "in", "-o", "out", "--date", "2026-11-26", "--profile", form, "--isolated"];
        let (status, said) = itudoc(first.path(), &again);
        assert!(status == 0 && said.contains("2  up to date"), "{said}");
        let other = ["archive", "in", "-o", "out", "--date", "2026-11-27", "--profile", form, "--isolated"];
        let (status, said) = itudoc(first.path(), &other);
        assert!(status == 1 && said.contains("E-OCCUPIED"), "{said}");
    }
}

/// One bit of any file is found by `verify`, and so is a file that is gone or one too many.
#[test]
fn every_flipped_bit_is_found() {
    for form in ["bag", "e-ark"] {
        let (temp, output) = put_away(form);
        let verify = || itudoc(temp.path(), &["verify", "out"]);
        let (status, said) = verify();
        assert!(status == 0 && said.contains("2 packages as they were made, 0 not"), "{said}");
        for (name, bytes) in fake::files(&output).into_iter().filter(|(name, _)| name.starts_with("x/")) {
            let path = output.join(&name);
            let mut flipped = bytes.clone();
            let at = flipped.len() / 2;
            flipped[at] ^= 1;
            fs::write(&path, flipped).unwrap();
            let (status, said) = verify();
            assert!(status == 1 && said.contains("x/a"), "{name}: {said}");
            fs::remove_file(&path).unwrap();
            let (status, said) = verify();
            // Without the file that says what the folder is, it is none of the packages.
            let is_gone =
                said.contains("1 packages as they were made, 0 not") || name.ends_with(".ip.sha512");
            assert!(status == 1 || is_gone, "{name}: {said}");
            fs::write(&path, bytes).unwrap();
        }
        let stray = output.join(if form == "bag" { "x/a.bag/data/stray" } else { "x/a.ip/stray" });
        fs::write(&stray, b"stray").unwrap();
        let (status, said) = verify();
        assert!(status == 1 && said.contains("stray"), "{said}");
    }
}

#[test]
fn the_sources_come_back_byte_for_byte() {
    for form in ["bag", "e-ark"] {
        let (temp, output) = put_away(form);
        let (status, said) = itudoc(temp.path(), &["restore", "out", "-o", "back"]);
        assert_eq!(status, 0, "{said}");
        assert!(fake::files(&temp.path().join("back")) == fake::files(&temp.path().join("in")));
        let one = if form == "bag" {
            "x/a.bag/data/source/a.txt"
        } else {
            "x/a.ip/representations/rep1/data/source/a.txt"
        };
        fs::write(output.join(one), "changed").unwrap();
        let (status, said) = itudoc(temp.path(), &["restore", "out", "-o", "other"]);
        assert!(status == 1 && said.contains("a.txt was changed") || said.contains("not restored"), "{said}");
        assert!(temp.path().join("other/y/50% a.txt").exists() && !temp.path().join("other/x").exists());
    }
}

/// PREMIS has an object for each file, and an event for each recovered mark.
#[test]
fn premis_tells_of_each_file_and_each_mark() {
    let (_temp, output) = put_away("bag");
    let premis = fs::read_to_string(output.join("x/a.bag/data/record/premis.xml")).unwrap();
    let payload = fake::files(&output.join("x/a.bag/data"));
    assert_eq!(premis.matches("<premis:object ").count(), payload.len() - 1);
    for (name, bytes) in payload.iter().filter(|(name, _)| !name.ends_with("premis.xml")) {
        let value = format!("<premis:objectIdentifierValue>data/{name}</premis:objectIdentifierValue>");
        assert!(premis.contains(&value), "{name}");
        assert!(premis.contains(&crate::digest::sha512(bytes)), "{name}");
    }
    for key in ["fmt/479", "fmt/412", "fmt/817", "x-fmt/111"] {
        assert!(premis.contains(&format!("<premis:formatRegistryKey>{key}<")), "{key}");
    }
    assert_eq!(premis.matches("was recovered by the rule edition-pair").count(), 2, "{premis}");
    assert!(premis.contains("confidence 0."), "{premis}");
    let info = fs::read_to_string(output.join("x/a.bag/bag-info.txt")).unwrap();
    assert!(info.contains("Bagging-Date: 2026-11-26\n") && info.contains("Payload-Oxum: "), "{info}");
}

#[test]
fn no_date_is_made_up() {
    let (temp, _, _) = fake::folder(&[("a.txt", "A letter.\n")]);
    let (status, said) = itudoc(temp.path(), &["archive", "in", "-o", "out", "--isolated"]);
    assert!(status == 2 && said.contains("--date") && !temp.path().join("out").exists(), "{said}");
    let arguments = ["archive", "in", "-o", "out", "--isolated", "--date", "yesterday"];
    assert_eq!(itudoc(temp.path(), &arguments).0, 2);
}
