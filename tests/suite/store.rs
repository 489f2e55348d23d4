//! What is written is whole or absent. Rows 25, 26, 28, 29 and 33 of the faults that are tested.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::batch::Fate;
use crate::batch::summary::{self, BatchSummary};
use crate::manifest::recipe::Why;
use crate::store::{OutputFolder, StoreError};

use crate::suite::fake;

#[cfg(unix)]
#[test]
fn a_planted_link_is_replaced_and_not_followed() {
    use std::os::unix::fs::symlink;
    let (temp, _, output) = fake::folder(&[]);
    let victim = temp.path().join("victim");
    fs::write(&victim, "precious").unwrap();
    fs::create_dir(&output).unwrap();
    symlink(&victim, output.join("a.docx")).unwrap();
    let store = OutputFolder::open(&output).unwrap();
    store.put(&[("a.docx".to_owned(), b"new".as_slice())]).unwrap();
    assert_eq!(fs::read(&victim).unwrap(), b"precious");
    assert!(!fs::symlink_metadata(output.join("a.docx")).unwrap().is_symlink());
    assert_eq!(fs::read(output.join("a.docx")).unwrap(), b"new");

    symlink(temp.path(), output.join("sub")).unwrap();
    let refused = store.put(&[("sub/victim".to_owned(), b"new".as_slice())]);
    assert!(matches!(refused, Err(StoreError::InTheWay { .. })), "{refused:?}");
    assert!(store.put(&[("../victim".to_owned(), b"new".as_slice())]).is_err());
    assert_eq!(fs::read(&victim).unwrap(), b"precious");
    drop(store);

    for planted in [".itudoc/lock", ".itudoc"] {
        let path = output.join(planted);
        if planted == ".itudoc" {
            fs::remove_dir_all(&path).unwrap()
        } else {
            fs::remove_file(&path).unwrap()
        }
        symlink(&victim, &path).unwrap();
        let refused = OutputFolder::open(&output);
        assert!(matches!(refused, Err(StoreError::InTheWay { .. })), "{planted}: {refused:?}");
        assert_eq!(fs::read(&victim).unwrap(), b"precious");
    }
}

#[cfg(unix)]
#[test]
fn outputs_get_the_rights_of_any_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let (_temp, input, output) = fake::folder(&[("a.txt", "x")]);
    fake::run(std::slice::from_ref(&input), &output, 1);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&output.join("a.docx")), mode(&input.join("a.txt")));
}

#[test]
fn outputs_that_belong_together_are_named_together() {
    let (_temp, _, output) = fake::folder(&[]);
    let store = OutputFolder::open(&output).unwrap();
    fs::create_dir_all(output.join("b")).unwrap();
    fs::write(output.join("b/file"), "x").unwrap();
    let failed =
        store.put(&[("a.docx".to_owned(), b"1".as_slice()), ("b/file/a.pdf".to_owned(), b"2".as_slice())]);
    assert!(failed.is_err());
    assert_eq!(fake::files(&output).keys().collect::<Vec<_>>(), ["b/file"]);
    assert_eq!(strays(&output), 0);
}

#[test]
fn the_second_run_in_a_folder_is_refused_with_advice() {
    let (_temp, input, output) = fake::folder(&[("a.txt", "x")]);
    let held = OutputFolder::open(&output).unwrap();
    let second = OutputFolder::open(&output);
    assert!(
        matches!(&second, Err(StoreError::Locked { process: Some(id), .. }) if *id == std::process::id().to_string())
    );
    let binary = || {
        Command::new(crate::suite::program())
            .arg("convert")
            .arg(&input)
            .arg("-o")
            .arg(&output)
            .output()
            .unwrap()
    };
    let refused = binary();
    assert_eq!(refused.status.code(), Some(i32::from(summary::LOCKED)));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        said.contains("in use by another run") && said.contains(&std::process::id().to_string()),
        "{said}"
    );
    assert!(said.contains("wait until that run has ended"), "{said}");
    drop(held);
    assert_ne!(binary().status.code(), Some(i32::from(summary::LOCKED)));
}

/// The other process of the trials below: one batch with the copier.
#[test]
#[ignore = "a process that the other trials start"]
fn batch_process() {
    let Ok(folder) = std::env::var("ITUDOC_TEST_FOLDER") else { return };
    let folder = Path::new(&folder);
    if let Err(error) = OutputFolder::open(&folder.join("out")) {
        eprintln!("{error}");
        std::process::exit(77);
    }
    let ran = fake::run(&[folder.join("in")], &folder.join("out"), 2);
    std::process::exit(i32::from(BatchSummary::of(&ran.outcomes).exit()));
}

/// This test binary, told to run [`batch_process`] in a folder, through a shell that may first set
/// bounds.
fn process(bounds: &str, folder: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{bounds} exec \"$0\" \"$@\"")]).arg(std::env::current_exe().unwrap());
    command.args(["--exact", "suite::store::batch_process", "--ignored", "--quiet"]);
    command.env("ITUDOC_TEST_FOLDER", folder).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn strays(output: &Path) -> usize {
    let ours = fs::read_dir(output.join(".itudoc")).unwrap();
    ours.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("part-")).count()
}

#[cfg(unix)]
#[test]
fn a_run_killed_at_any_moment_leaves_whole_files_and_the_next_one_goes_on() {
    let trials: u64 = std::env::var("ITUDOC_TRIALS").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    let names: Vec<String> = (0..24).map(|n| format!("{}/{n}.txt", n % 2)).collect();
    let files: Vec<(&str, &str)> =
        names.iter().map(|name| (name.as_str(), "TIMES 9000 of this text\n")).collect();
    let (temp, _, output) = fake::folder(&files);
    let (mut killed_at_work, mut seen_partial_batches, mut strays_seen) = (0, 0, 0);
    for trial in 0..trials {
        if trial % 4 == 0 {
            fs::remove_dir_all(&output).ok();
        }
        let mut child = process("", temp.path()).spawn().unwrap();
        // Spread over the time that a whole run takes, in an order that looks random.
        std::thread::sleep(Duration::from_micros(500 + trial * 7919 % 97 * 1000));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        killed_at_work += usize::from(status.code().is_none());
        let outputs = if output.exists() { fake::files(&output) } else { continue };
        for (name, bytes) in &outputs {
            assert!(name == ".itudoc-probe" || fake::whole(bytes), "trial {trial}: {name} is not whole");
        }
        seen_partial_batches += usize::from(!outputs.is_empty() && outputs.len() < 72);
        strays_seen += usize::from(output.join(".itudoc").exists() && strays(&output) > 0);
    }
    let settled = fake::Batch::new(&output).due(&[temp.path().join("in")]);
    assert!(settled.iter().all(|(_, why)| !matches!(why, Some(Why::Changed | Why::Input))), "{settled:?}");
    assert_eq!(process("", temp.path()).status().unwrap().code(), Some(0));
    assert!(fake::Batch::new(&output).due(&[temp.path().join("in")]).iter().all(|(_, why)| why.is_none()));
    assert_eq!((fake::files(&output).len(), strays(&output)), (72, 0));
    eprintln!(
        "{trials} trials: {killed_at_work} killed at work, {seen_partial_batches} in mid-batch, \
         {strays_seen} with a file in the making; no broken file"
    );
    assert!(seen_partial_batches > 0 && strays_seen > 0, "no kill came at a moment that matters");
}

#[cfg(unix)]
#[test]
fn a_write_that_fails_half_way_leaves_nothing_and_the_others_go_on() {
    let (temp, _, output) =
        fake::folder(&[("big.txt", "TIMES 9000 of this text\n"), ("a.txt", "small"), ("z.txt", "small")]);
    let status = process("trap '' XFSZ; ulimit -f 64;", temp.path()).status().unwrap();
    assert_eq!(status.code(), Some(i32::from(summary::COULD_NOT_RUN)));
    assert_eq!(fake::files(&output).len(), 6);
    assert_eq!(strays(&output), 0);
}

/// A small file system of memory, where the system lets us have one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: &Path, options: &str) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(at)
            .stderr(Stdio::null())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self(at.to_owned()));
        }
        eprintln!("SKIPPED: no right to mount a small disk");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg(&self.0).status().ok();
    }
}

#[test]
fn a_full_disk_refuses_what_has_no_room_and_keeps_the_rest() {
    let (_temp, input, output) =
        fake::folder(&[("big.txt", "TIMES 90000 of this text\n"), ("a.txt", "small"), ("z.txt", "small")]);
    let Some(_disk) = SmallDisk::mount(&output, "size=512k") else { return };
    let ran = fake::run(&[input], &output, 1);
    let Fate::NotWritten(refusal) = &ran.outcomes[1].fate else { panic!("{:?}", ran.outcomes[1].fate) };
    assert!(refusal.advice.contains("make room"), "{refusal:?}");
    assert_eq!(BatchSummary::of(&ran.outcomes).exit(), summary::COULD_NOT_RUN);
    assert_eq!((fake::files(&output).len(), strays(&output)), (6, 0));
}

#[test]
fn a_read_only_disk_is_refused_before_any_work() {
    let (_temp, _, output) = fake::folder(&[]);
    let Some(_disk) = SmallDisk::mount(&output, "ro") else { return };
    let error = OutputFolder::open(&output).unwrap_err();
    assert!(error.advice().contains("folder you may write to"), "{error}: {}", error.advice());
}
