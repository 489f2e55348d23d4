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

/// Every bit of the files of which no other file has the digest, and what is no file.
#[test]
fn what_nothing_vouches_for_is_as_it_was_written() {
    for (form, vouched) in [("bag", "x/a.bag/tagmanifest-sha512.txt"), ("e-ark", "x/a.ip.sha512")] {
        let (temp, output) = put_away(form);
        let path = output.join(vouched);
        let bytes = fs::read(&path).unwrap();
        // Letters of a digest, white space, the name, the last line end; case and kind of space too.
        let last = bytes.len() - 1;
        for (at, mask) in [
            (0, 0x20),
            (3, 1),
            (64, 4),
            (128, 0x0A),
            (129, 0x0A),
            (131, 0x20),
            (last, 7),
            (last, 2),
            (70, 0x80),
        ] {
            let mut flipped = bytes.clone();
            flipped[at] ^= mask;
            fs::write(&path, &flipped).unwrap();
            let (status, said) = itudoc(temp.path(), &["verify", "out"]);
            assert!(status == 1 && said.contains("x/a"), "{vouched} at {at} by {mask}: {said}");
        }
        fs::write(&path, [bytes.as_slice(), b"\n"].concat()).unwrap();
        assert_eq!(itudoc(temp.path(), &["verify", "out"]).0, 1);
        fs::write(&path, &bytes).unwrap();
        assert_eq!(itudoc(temp.path(), &["verify", "out"]).0, 0);
        #[cfg(unix)]
        {
            let folder = if form == "bag" { "x/a.bag" } else { "x/a.ip" };
            std::os::unix::fs::symlink("/dev/null", output.join(folder).join("link")).unwrap();
            let (status, said) = itudoc(temp.path(), &["verify", "out"]);
            assert!(status == 1 && said.contains("link: is no regular file"), "{said}");
        }
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
            assert!(status == 1 && said.contains("x/a"), "{name}: {said}");
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
        // Nor does one that has no source any more.
        fs::remove_dir_all(output.join(one).parent().unwrap()).unwrap();
        let (status, said) = itudoc(temp.path(), &["restore", "out", "-o", "third", "--force"]);
        assert!(status == 1 && said.contains("not restored"), "{said}");
        assert!(temp.path().join("third/y/50% a.txt").exists());
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

/// What was degraded is told of all packages, those of an earlier run too.
#[test]
fn the_appraisal_is_of_the_whole_archive() {
    let (temp, _, _) = fake::folder(&[("a.txt", "Une lettre\n"), ("b.doc.txt", "x\n")]);
    fs::write(temp.path().join("in/c.txt"), b"A letter \x93of long ago\x94, \xe9crite.\n").unwrap();
    let run = |list: &str| {
        let arguments =
            ["archive", "in", "-o", "out", "--date", "2026-11-26", "--isolated", "--appraisal", list];
        let (status, said) = itudoc(temp.path(), &arguments);
        assert_eq!(status, 0, "{said}");
        fs::read_to_string(temp.path().join(list)).unwrap()
    };
    let first = run("first.csv");
    assert!(first.lines().count() > 1, "{first}");
    assert_eq!(run("again.csv"), first);
}

#[test]
fn no_date_is_made_up() {
    let (temp, _, _) = fake::folder(&[("a.txt", "A letter.\n")]);
    let (status, said) = itudoc(temp.path(), &["archive", "in", "-o", "out", "--isolated"]);
    assert!(status == 2 && said.contains("--date") && !temp.path().join("out").exists(), "{said}");
    let arguments = ["archive", "in", "-o", "out", "--isolated", "--date", "yesterday"];
    assert_eq!(itudoc(temp.path(), &arguments).0, 2);
}
