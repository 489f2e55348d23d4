//! Files converted in processes of their own: the same outputs, and one that exhausts memory or time costs
//! no other.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn convert(input: &Path, output: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(crate::suite::program());
    command.arg("convert").arg(input).arg("-o").arg(output).args(arguments).output().unwrap()
}

#[test]
fn a_process_of_its_own_makes_the_same_bytes() {
    let temp = tempfile::tempdir().unwrap();
    let input = temp.path().join("in");
    fs::create_dir(&input).unwrap();
    for at in 0..4 {
        fs::write(input.join(format!("{at}.txt")), crate::suite::workload::submission(at, 1)).unwrap();
    }
    fs::write(input.join("0.toml"), "date = 2014-09-15\n").unwrap();
    fs::write(input.join("empty.txt"), "").unwrap();
    let [here, apart] = ["here", "apart"].map(|name| temp.path().join(name));
    let [ours, theirs] = [(&here, &[][..]), (&apart, &["--own-process"][..])].map(|(folder, flags)| {
        let report = folder.with_extension("json");
        let ran = convert(&input, folder, &[flags, &["--report", report.to_str().unwrap()]].concat());
        assert_eq!(ran.status.code(), Some(1), "{}", String::from_utf8_lossy(&ran.stderr));
        fs::read_to_string(report).unwrap()
    });
    assert_eq!(ours, theirs);
    let mut compared = 0;
    for entry in fs::read_dir(&here).unwrap().flatten().filter(|entry| entry.path().is_file()) {
        assert_eq!(fs::read(entry.path()).unwrap(), fs::read(apart.join(entry.file_name())).unwrap());
        compared += 1;
    }
    assert_eq!(compared, 12);
}
