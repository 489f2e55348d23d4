//! A run on many machines: the shards of a plan, put together, are what one process makes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::fake;

/// Runs the program in a folder, with no index of an engine but those given.
fn itudoc(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String) {
    let mut command = Command::new(crate::suite::program());
    for name in ["JOB_COMPLETION_INDEX", "SLURM_ARRAY_TASK_ID", "AWS_BATCH_JOB_ARRAY_INDEX"] {
        command.env_remove(name);
    }
    let Output { status, stdout, stderr } =
        command.args(arguments).envs(variables.iter().copied()).current_dir(folder).output().unwrap();
    let said = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
    (status.code().unwrap(), said)
}

/// Contributions in two folders, one of them refused, with facts and a decision beside one.
fn inputs() -> (tempfile::TempDir, String) {
    let text =
        "Delegation of Cuba\n\nMOD\tCUB/70/1\nRESOLUTION 64 (Rev. Guadalajara, 2010Busan, 2014)\nAccess\n";
    let files = [
        ("x/a.txt", text),
        ("x/a.toml", "date = 2014-09-15\n"),
        ("x/b.txt", "A letter.\n"),
        ("y/a.txt", "Another letter.\n"),
        ("y/b.docx", "Word in name alone.\n"),
        ("y/b.txt", "The last letter.\n"),
        ("y/void.txt", ""),
    ];
    let (temp, input, _) = fake::folder(&files);
    let folder = temp.path().to_str().unwrap().to_owned();
    assert!(input.is_dir());
    (temp, folder)
}

fn plan(folder: &Path, shards: &str) {
    let arguments = ["plan", "in", "-o", "plan.json", "--shards", shards, "--to", "json,docx", "--isolated"];
    let (status, said) = itudoc(folder, &arguments, &[]);
    assert_eq!(status, 0, "{said}");
}

/// What a folder holds, its manifest and what was told of its inputs too.
fn held(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut held = fake::files(folder);
    for name in ["manifest.json", "findings.jsonl"] {
        held.insert(name.to_owned(), fs::read(folder.join(".itudoc").join(name)).unwrap());
    }
    held
}

#[test]
fn the_shards_put_together_are_what_one_process_makes() {
    let (temp, _) = inputs();
    let at = temp.path();
    let whole = ["convert", "in", "-o", "whole", "--to", "json,docx", "--isolated", "--report", "whole.json"];
    assert_eq!(itudoc(at, &whole, &[]).0, 1);
    plan(at, "3");
    let first = fs::read(at.join("plan.json")).unwrap();
    plan(at, "3");
    assert_eq!(fs::read(at.join("plan.json")).unwrap(), first, "the same plan each time");
    let variables = ["JOB_COMPLETION_INDEX", "SLURM_ARRAY_TASK_ID", "AWS_BATCH_JOB_ARRAY_INDEX"];
    for (shard, variable) in variables.iter().enumerate() {
        let (shard, to) = (shard.to_string(), format!("shards/{shard}"));
        let (status, said) =
            itudoc(at, &["convert", "--plan", "plan.json", "-o", &to], &[(variable, &shard)]);
        assert_eq!(status, 0, "{said}");
        // Once more: nothing is done, nothing changes.
        let (status, said) =
            itudoc(at, &["convert", "--plan", "plan.json", "-o", &to, "--shard", &shard], &[]);
        assert!(status == 0 && said.contains("there already"), "{said}");
        if shard == "0" {
            let (status, said) = itudoc(at, &["merge", "shards/0", "-o", "merged"], &[]);
            assert!(status == 2 && said.contains("missing: 1, 2"), "{said}");
        }
    }
    assert_eq!(fs::read_dir(at.join("shards")).unwrap().count(), 3, "no attempt is left");
    let merge = ["merge", "shards/2", "shards/0", "shards/1", "-o", "merged", "--report", "merged.json"];
    for _ in 0..2 {
        let (status, said) = itudoc(at, &merge, &[]);
        assert!(status == 1 && said.contains("void.txt: refused"), "{said}");
        assert_eq!(held(&at.join("merged")), held(&at.join("whole")));
        assert_eq!(fs::read(at.join("merged.json")).unwrap(), fs::read(at.join("whole.json")).unwrap());
    }
    // One process goes on where the shards ended.
    let (_, said) =
        itudoc(at, &["convert", "in", "-o", "merged", "--to", "json,docx", "--isolated", "-n"], &[]);
    assert_eq!(said.matches("keep ").count(), 5, "{said}");
}

/// A shard that makes nothing is one of the plan all the same.
#[test]
fn a_shard_of_refused_files_is_merged() {
    let (temp, ..) = fake::folder(&[("a.txt", "A letter of some words.\n"), ("void.txt", "")]);
    let at = temp.path();
    plan(at, "2");
    for shard in ["0", "1"] {
        let to = format!("shards/{shard}");
        let convert = ["convert", "--plan", "plan.json", "-o", &to, "--shard", shard];
        assert_eq!(itudoc(at, &convert, &[]).0, 0);
    }
    assert!(!at.join("shards/1/.itudoc/manifest.json").exists());
    let (status, said) = itudoc(at, &["merge", "shards/0", "shards/1", "-o", "merged"], &[]);
    assert!(status == 1 && said.contains("void.txt: refused"), "{said}");
    assert!(at.join("merged/a.json").exists());
}

/// Addresses of object storage are never taken for paths: each command says what it can do.
#[test]
fn addresses_are_no_paths() {
    let (temp, ..) = fake::folder(&[("a.txt", "A letter.\n")]);
    let at = temp.path();
    for arguments in [
        &["check", "s3://bucket/papers"] as &[&str],
        &["inspect", "s3://bucket/a.txt"],
        &["archive", "in", "-o", "s3://bucket/out", "--date", "2026-01-01"],
        &["verify", "s3://bucket/out"],
        &["convert", "in", "-o", "out", "--report", "s3://bucket/report.json"],
    ] {
        let (status, said) = itudoc(at, arguments, &[]);
        assert!(status == 2 && said.contains("in object storage"), "{arguments:?}: {said}");
    }
    for arguments in [
        &["convert", "s3://", "-o", "out"] as &[&str],
        &["plan", "s3://bucket/a/../b", "-o", "plan.json"],
        &["merge", "s3:///shards", "-o", "out"],
        &["convert", "in", "-o", "s3://bucket//out"],
    ] {
        let (status, said) = itudoc(at, arguments, &[]);
        assert!(status == 2 && said.contains("s3://BUCKET/KEY"), "{arguments:?}: {said}");
    }
    #[cfg(not(feature = "object-storage"))]
    for arguments in [
        &["plan", "s3://bucket/papers", "-o", "plan.json"] as &[&str],
        &["plan", "in", "-o", "s3://bucket/plan.json"],
        &["convert", "--plan", "s3://bucket/plan.json", "--shard", "0", "-o", "out"],
        &["merge", "s3://bucket/shards", "-o", "out"],
    ] {
        let (status, said) = itudoc(at, arguments, &[]);
        assert!(status == 2 && said.contains("without object storage"), "{arguments:?}: {said}");
    }
    assert_eq!(fs::read_dir(at).unwrap().count(), 1, "nothing was made");
}

#[test]
fn an_attempt_that_died_is_gone_on_with_and_a_second_one_does_not_publish() {
    let (temp, _) = inputs();
    let at = temp.path();
    plan(at, "1");
    let convert = ["convert", "--plan", "plan.json", "--shard", "0", "-o", "shards/0"];
    assert_eq!(itudoc(at, &convert, &[]).0, 0);
    // What the shard was before it was published: the folder of an attempt whose process is gone.
    let (shard, attempt) = (at.join("shards/0"), at.join("shards/.0.attempt-abc"));
    fs::rename(&shard, &attempt).unwrap();
    fs::remove_file(attempt.join(".itudoc/shard.json")).unwrap();
    let json = attempt.join("x/b.json");
    let before = fs::metadata(&json).unwrap().modified().unwrap();
    assert_eq!(itudoc(at, &convert, &[]).0, 0);
    assert!(!attempt.exists());
    assert_eq!(fs::metadata(shard.join("x/b.json")).unwrap().modified().unwrap(), before, "not made again");
    // Its records are those of a shard made in one go.
    let records = fs::read_to_string(shard.join(".itudoc/records.jsonl")).unwrap();
    assert_eq!(records.matches("\"state\":\"converted\"").count(), 5, "{records}");
    // A second attempt that ends later finds the name taken.
    let late = crate::store::attempt::Attempt::begin(&shard).unwrap();
    late.folder.put(&[("x/b.json".to_owned(), b"other".as_slice())]).unwrap();
    assert_eq!(late.publish().unwrap(), crate::store::attempt::AttemptEnd::Second);
    assert_ne!(fs::read(shard.join("x/b.json")).unwrap(), b"other");
    assert_eq!(fs::read_dir(at.join("shards")).unwrap().count(), 1);
}

#[test]
fn a_worker_that_would_make_other_outputs_is_told() {
    let (temp, _) = inputs();
    let at = temp.path();
    plan(at, "2");
    let convert = |more: &[&str], variables: &[(&str, &str)]| {
        let arguments = [&["convert", "--plan", "plan.json", "-o", "shards/0"], more].concat();
        itudoc(at, &arguments, variables)
    };
    for (more, variables, status, says) in [
        (&["--shard", "0", "--view", "base"][..], &[][..], 2, "--view belongs to the plan"),
        (&["--shard", "2"], &[], 2, "there is no shard 2"),
        (&[], &[], 2, "no number of a shard"),
        (&[], &[("JOB_COMPLETION_INDEX", "0"), ("SLURM_ARRAY_TASK_ID", "1")], 2, "say which shard"),
    ] {
        let (found, said) = convert(more, variables);
        assert!(found == status && said.contains(says), "{said}");
    }
    // The worker's own environment and settings do not bear on the outputs.
    fs::write(at.join("itudoc.toml"), "view = \"base\"\n").unwrap();
    fs::write(at.join("in/x/a.toml"), "date = 2014-09-16\n").unwrap();
    for shard in ["0", "1"] {
        let to = format!("shards/{shard}");
        let (status, said) = itudoc(
            at,
            &["convert", "--plan", "plan.json", "--shard", shard, "-o", &to],
            &[("ITUDOC_VIEW", "base")],
        );
        assert_eq!(status, 0, "{said}");
    }
    let (_, said) = itudoc(at, &["merge", "shards/0", "shards/1", "-o", "merged"], &[]);
    assert!(said.contains("a.txt: refused [E-METADATA]: the files of facts"), "{said}");
    let plan = fs::read_to_string(at.join("plan.json")).unwrap();
    fs::write(at.join("plan.json"), plan.replace("\"itudoc\":\"", "\"itudoc\":\"0.0.1+")).unwrap();
    let (status, said) =
        itudoc(at, &["convert", "--plan", "plan.json", "--shard", "0", "-o", "other/0"], &[]);
    assert!(status == 2 && said.contains("another build"), "{said}");
}

/// A plan that somebody changed, or that was cut short, is refused with what is wrong in it.
#[test]
fn a_broken_plan_is_refused() {
    let (temp, _) = inputs();
    let at = temp.path();
    plan(at, "2");
    let whole = fs::read_to_string(at.join("plan.json")).unwrap();
    for (broken, says) in [
        (whole[..200].to_owned(), "is no plan of itudoc"),
        (String::new(), "is no plan of itudoc"),
        ("[]".to_owned(), "is no plan of itudoc"),
        (whole.replace("\"form\":1", "\"form\":7"), "its form is 7"),
        (whole.replace("\"shards\":2", "\"shards\":0"), "is in shard"),
        (whole.replace("\"stem\":\"x/a\"", "\"stem\":\"../a\""), "are called ../a"),
        (whole.replace("\"stem\":\"x/a\"", "\"stem\":\"/tmp/a\""), "are called /tmp/a"),
        (whole.replace("\"stem\":\"x/a\"", "\"stem\":\"y/a\""), "are both called y/a"),
        (whole.replace("\"passed_over\"", "\"unknown\""), "unknown field"),
    ] {
        fs::write(at.join("broken.json"), broken).unwrap();
        let convert = ["convert", "--plan", "broken.json", "--shard", "0", "-o", "shards/0"];
        let (status, said) = itudoc(at, &convert, &[]);
        assert!(status == 2 && said.contains(says) && !at.join("shards").exists(), "{says}: {said}");
    }
    // An engine's variable that is empty says nothing.
    let convert = ["convert", "--plan", "plan.json", "-o", "shards/0"];
    let empty = [("JOB_COMPLETION_INDEX", ""), ("SLURM_ARRAY_TASK_ID", "0")];
    assert_eq!(itudoc(at, &convert, &empty).0, 0);
    let wrong = [("SLURM_ARRAY_TASK_ID", "-1")];
    assert_eq!(itudoc(at, &["convert", "--plan", "plan.json", "-o", "shards/x"], &wrong).0, 2);
}

/// The catalogue that is made of the shards does not depend on how many there are, and answers.
#[test]
fn the_shards_make_one_catalogue() {
    let (temp, _) = inputs();
    let at = temp.path();
    let made = |shards: usize| {
        let name = format!("plan{shards}.json");
        let count = shards.to_string();
        let plan =
            ["plan", "in", "-o", &name, "--shards", &count, "--to", "json", "--isolated", "--catalogue"];
        assert_eq!(itudoc(at, &plan, &[]).0, 0);
        let folders: Vec<String> = (0..shards).map(|shard| format!("s{shards}/{shard}")).collect();
        for (shard, folder) in folders.iter().enumerate() {
            let shard = shard.to_string();
            let (status, said) =
                itudoc(at, &["convert", "--plan", &name, "--shard", &shard, "-o", folder], &[]);
            assert_eq!(status, 0, "{said}");
        }
        let output = format!("out{shards}");
        let mut merge = vec!["merge"];
        merge.extend(folders.iter().map(String::as_str));
        merge.extend(["-o", &output]);
        let (status, said) = itudoc(at, &merge, &[]);
        assert!(status == 1 && said.contains("The catalogue has 5 documents"), "{said}");
        (fs::read(at.join(&output).join("catalogue.sqlite")).unwrap(), output)
    };
    let ((one, _), (three, output)) = (made(1), made(3));
    assert!(one == three);
    let (status, said) = itudoc(at, &["find", "letter", &output], &[]);
    assert!(status == 0 && said.contains("x/b.txt"), "{said}");
}

/// What speaks of a document is no document, whatever a shell's `*` names.
#[test]
fn files_of_facts_and_decisions_are_never_documents() {
    let (temp, _) = inputs();
    let at = temp.path().join("in/x");
    fs::write(at.join("gone.review.toml"), "mark = []\n").unwrap();
    let arguments =
        ["convert", "a.toml", "a.txt", "gone.review.toml", "-o", "../../out", "--to", "json", "--isolated"];
    let (status, said) = itudoc(&at, &arguments, &[]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(fake::files(&temp.path().join("out")).into_keys().collect::<Vec<_>>(), ["a.json"]);
}
