//! What is up to date is not made again, what is not is, and nobody's work is written over. Rows 30
//! and 35 of the faults that are tested.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use crate::batch::{Fate, Outcome};
use crate::diagnostics::RefusalKind;
use crate::manifest::Manifest;
use crate::manifest::recipe::Why;
use crate::manifest::verify::{OutputVerdict, verify};
use crate::pipeline::OutputKind;
use crate::text::View;

use crate::suite::fake::{self, Batch};

const TEXTS: &[(&str, &str)] = &[("a.txt", "one"), ("b/b.txt", "OTHER"), ("c.docx", "three")];

/// Files older than any file system's resolution, so that their times are trusted.
fn rested(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let (temp, input, output) = fake::folder(files);
    let then = SystemTime::now() - Duration::from_secs(60);
    for (name, _) in files {
        fs::File::options().write(true).open(input.join(name)).unwrap().set_modified(then).unwrap();
    }
    (temp, input, output)
}

fn whys(batch: &Batch<'_>, input: &PathBuf) -> Vec<Option<Why>> {
    batch.due(std::slice::from_ref(input)).into_iter().map(|(_, why)| why).collect()
}

fn converted(batch: &Batch<'_>, input: &PathBuf) -> usize {
    batch.run(std::slice::from_ref(input));
    batch.copier.converted.swap(0, Ordering::SeqCst)
}

#[test]
fn each_change_makes_what_it_concerns_and_no_more() {
    let (_temp, input, output) = rested(TEXTS);
    let mut batch = Batch::new(&output);
    assert_eq!(whys(&batch, &input), [Some(Why::New); 3]);
    assert!(!output.exists(), "asking what would be done made a folder");
    assert_eq!(converted(&batch, &input), 3);
    assert_eq!((whys(&batch, &input), converted(&batch, &input)), (vec![None; 3], 0));

    fs::write(input.join("a.txt"), "two").unwrap();
    assert_eq!(whys(&batch, &input), [Some(Why::Input), None, None]);
    assert_eq!((converted(&batch, &input), converted(&batch, &input)), (1, 0));

    batch.copier.other_template = "changed".to_owned();
    assert_eq!(whys(&batch, &input), [None, Some(Why::Template), None]);
    assert_eq!((converted(&batch, &input), converted(&batch, &input)), (1, 0));

    batch.copier.materials = "changed".to_owned();
    assert_eq!(whys(&batch, &input), [Some(Why::Materials); 3]);
    assert_eq!((converted(&batch, &input), converted(&batch, &input)), (3, 0));

    batch.options.view = View::Base;
    assert_eq!(whys(&batch, &input), [Some(Why::Options); 3]);
    assert_eq!((converted(&batch, &input), converted(&batch, &input)), (3, 0));

    fs::remove_file(output.join("c.pdf")).unwrap();
    assert_eq!(whys(&batch, &input), [None, None, Some(Why::Missing)]);
    batch.options.outputs = vec![OutputKind::Docx];
    assert_eq!(whys(&batch, &input), [None; 3], "the PDF that is missing is not wanted");
    batch.options.outputs = OutputKind::DEFAULT.to_vec();
    assert_eq!((converted(&batch, &input), converted(&batch, &input)), (1, 0));

    fs::remove_file(output.join(".itudoc/stamps.json")).unwrap();
    assert_eq!(
        (whys(&batch, &input), converted(&batch, &input)),
        (vec![None; 3], 0),
        "without times, hashes tell"
    );
    batch.force = true;
    assert_eq!(whys(&batch, &input), [Some(Why::Forced); 3]);
}

#[test]
fn a_sidecar_is_part_of_what_its_file_is_made_of() {
    let (_temp, input, output) = rested(TEXTS);
    let batch = Batch::new(&output);
    converted(&batch, &input);
    fs::write(input.join("a.toml"), "title = \"A title\"\n").unwrap();
    assert_eq!(whys(&batch, &input), [Some(Why::Options), None, None]);
    assert_eq!((converted(&batch, &input), converted(&batch, &input)), (1, 0));
    fs::write(input.join("c.review.toml"), "version = 1\n").unwrap();
    assert_eq!(whys(&batch, &input), [None, None, Some(Why::Options)]);
    assert_eq!((converted(&batch, &input), converted(&batch, &input)), (1, 0));
    fs::write(input.join("a.toml"), "no such key = 1").unwrap();
    let ran = batch.run(std::slice::from_ref(&input));
    assert!(matches!(ran.outcomes[0].fate, Fate::Refused(_)), "{:?}", ran.outcomes[0].fate);
    assert!(matches!(ran.outcomes[1].fate, Fate::UpToDate));
}

#[test]
fn a_change_within_the_resolution_of_the_clock_is_seen() {
    let (_temp, input, output) = fake::folder(&[("a.txt", "one")]);
    let batch = Batch::new(&output);
    let file = fs::File::options().write(true).open(input.join("a.txt")).unwrap();
    let now = file.metadata().unwrap().modified().unwrap();
    assert_eq!(converted(&batch, &input), 1);
    fs::write(input.join("a.txt"), "two").unwrap();
    file.set_modified(now).unwrap();
    assert_eq!(whys(&batch, &input), [Some(Why::Input)]);
}

#[test]
fn another_build_of_the_program_is_another_recipe() {
    let (_temp, input, output) = rested(TEXTS);
    let mut batch = Batch::new(&output);
    converted(&batch, &input);
    batch.copier.build = "+2".to_owned();
    assert_eq!(whys(&batch, &input), [Some(Why::Version); 3]);
    let one = [input.join("a.txt")];
    batch.run(&one);
    assert_eq!(
        whys(&batch, &input),
        [None, Some(Why::Version), Some(Why::Version)],
        "the others are still old"
    );
}

#[test]
fn nobodys_work_is_written_over() {
    let (_temp, input, output) = fake::folder(&[("a.txt", "one"), ("b.txt", "two")]);
    fs::create_dir(&output).unwrap();
    fs::write(output.join("a.docx"), "mine").unwrap();
    let mut batch = Batch::new(&output);
    let refused = |outcome: &Outcome, found: &str| match &outcome.fate {
        Fate::Refused(refusal) => refusal.kind == RefusalKind::Occupied && refusal.found.contains(found),
        _ => false,
    };
    let ran = batch.run(std::slice::from_ref(&input));
    assert!(
        refused(&ran.outcomes[0], "a.docx is there already and was not made by itudoc"),
        "{:?}",
        ran.outcomes
    );
    assert_eq!(fs::read(output.join("a.docx")).unwrap(), b"mine");
    assert!(!output.join("a.pdf").exists(), "a refused file has no output at all");

    fs::write(output.join("b.docx"), "corrected by hand").unwrap();
    fs::write(input.join("b.txt"), "two, revised").unwrap();
    let ran = batch.run(std::slice::from_ref(&input));
    assert!(refused(&ran.outcomes[1], "b.docx was changed after it was made"), "{:?}", ran.outcomes);
    assert_eq!(fs::read(output.join("b.docx")).unwrap(), b"corrected by hand");

    batch.force = true;
    batch.run(std::slice::from_ref(&input));
    fake::files(&output).values().for_each(|bytes| assert!(fake::whole(bytes)));
}

/// What a rehearsal says is what a run then does, for whatever may stand in the place of an output.
#[test]
fn a_rehearsal_foretells_what_a_run_does() {
    let names = ["changed", "folder", "free", "kept", "link", "missing", "new", "strange"];
    let names: Vec<String> =
        names.iter().map(|name| format!("{name}.txt")).chain(["below/file.txt".to_owned()]).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "text")).collect();
    let (_temp, input, output) = rested(&files);
    for later in ["below/file", "folder", "link", "new", "strange"] {
        fs::rename(input.join(format!("{later}.txt")), input.join(format!("{later}.toml"))).unwrap();
    }
    let mut batch = Batch::new(&output);
    converted(&batch, &input);
    for later in ["below/file", "folder", "link", "new", "strange"] {
        fs::rename(input.join(format!("{later}.toml")), input.join(format!("{later}.txt"))).unwrap();
    }
    fs::write(output.join("changed.pdf"), "by hand").unwrap();
    fs::remove_file(output.join("missing.json")).unwrap();
    fs::create_dir(output.join("folder.pdf")).unwrap();
    fs::write(output.join("strange.docx"), "somebody's").unwrap();
    fs::write(output.join("below"), "no folder").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("/nowhere", output.join("link.pdf")).unwrap();
    for force in [false, true] {
        batch.force = force;
        let foretold = batch.foretold(std::slice::from_ref(&input));
        let refused: Vec<&str> =
            foretold.iter().filter(|(_, fate)| *fate == "refused").map(|(name, _)| name.as_str()).collect();
        let wanted: &[&str] = if force {
            &["below/file.txt", "folder.txt"]
        } else {
            &["below/file.txt", "changed.txt", "folder.txt", "strange.txt"]
        };
        assert_eq!(refused, wanted);
        let ran = batch.run(std::slice::from_ref(&input));
        let fates = ran.tasks.iter().zip(&ran.outcomes).map(|(task, outcome)| {
            let fate = match outcome.fate {
                Fate::Converted => "converted",
                Fate::UpToDate => "up to date",
                _ => "refused",
            };
            (task.known.to_string(), fate)
        });
        assert_eq!(foretold, fates.collect::<Vec<_>>());
    }
    assert!(output.join("folder.pdf").is_dir() && !output.join("folder.docx").exists());
}

#[test]
fn outputs_without_a_manifest_are_ours_where_they_are_the_same() {
    let (_temp, input, output) = fake::folder(TEXTS);
    let batch = Batch::new(&output);
    converted(&batch, &input);
    fs::remove_dir_all(output.join(".itudoc")).unwrap();
    let ran = batch.run(std::slice::from_ref(&input));
    assert!(ran.outcomes.iter().all(|outcome| matches!(outcome.fate, Fate::Converted)));
}

#[test]
fn the_manifest_is_the_same_whatever_the_jobs_and_however_often_it_was_interrupted() {
    let names: Vec<String> = (0..40).map(|n| format!("{n}.txt")).collect();
    let text = |n: usize| if n % 13 == 5 { "STOP here".to_owned() } else { format!("text {n}") };
    let texts: Vec<String> = (0..40).map(text).collect();
    let files: Vec<(&str, &str)> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (_temp, input, output) = fake::folder(&files);
    let written = |jobs: usize| {
        let output = output.with_extension(jobs.to_string());
        let mut runs = 0;
        while fake::files(&output.join("")).len() < 120 {
            Batch { jobs, ..Batch::new(&output) }.run(std::slice::from_ref(&input));
            runs += 1;
        }
        (runs, fs::read(output.join(".itudoc/manifest.json")).unwrap(), fake::files(&output))
    };
    fs::create_dir(output.with_extension("1")).unwrap();
    fs::create_dir(output.with_extension("2")).unwrap();
    fs::create_dir(output.with_extension("7")).unwrap();
    let all = [written(1), written(2), written(7)];
    assert!(all.iter().all(|(runs, ..)| *runs > 1), "no run was interrupted");
    assert!(all.iter().all(|(_, manifest, files)| *manifest == all[0].1 && *files == all[0].2));
}

#[test]
fn verification_finds_each_kind_of_damage() {
    let (_temp, input, output) = fake::folder(TEXTS);
    converted(&Batch::new(&output), &input);
    let manifest =
        || Manifest::read(&fs::read_to_string(output.join(".itudoc/manifest.json")).unwrap()).unwrap();
    let wrong = || -> Vec<(String, OutputVerdict)> {
        verify(&output, &manifest()).into_iter().filter(|(_, found)| *found != OutputVerdict::Same).collect()
    };
    assert_eq!((manifest().outputs.len(), wrong()), (9, Vec::new()));
    let mut bytes = fs::read(output.join("a.pdf")).unwrap();
    bytes[3] ^= 1;
    fs::write(output.join("a.pdf"), bytes).unwrap();
    fs::remove_file(output.join("b/b.json")).unwrap();
    fs::write(output.join("b/other.txt"), "x").unwrap();
    let pair = |path: &str, found| (path.to_owned(), found);
    assert_eq!(
        wrong(),
        [
            pair("a.pdf", OutputVerdict::Changed),
            pair("b/b.json", OutputVerdict::Missing),
            pair("b/other.txt", OutputVerdict::Unknown)
        ]
    );
}

#[test]
fn a_manifest_that_cannot_be_used_is_refused() {
    for (text, wanted) in [
        ("{", "EOF"),
        (r#"{"form":2,"recipes":{},"results":{}}"#, "form 2"),
        (
            r#"{"form":1,"recipes":{},"outputs":{"../x":{"input":"","input_sha256":"0000000000000000000000000000000000000000000000000000000000000000","recipe":"00","bytes":0,"sha256":"0000000000000000000000000000000000000000000000000000000000000000"}}}"#,
            "leads out of the folder",
        ),
        (
            r#"{"form":1,"recipes":{},"outputs":{"x":{"input":"","input_sha256":"12","recipe":"00","bytes":0,"sha256":""}}}"#,
            "64 hexadecimal digits",
        ),
        (r#"{"form":1,"recipes":{},"outputs":{},"more":1}"#, "unknown field"),
    ] {
        let error = Manifest::read(text).unwrap_err();
        assert!(error.contains(wanted), "{text}: {error}");
    }
}

/// Official names are a function of the texts: the same whatever the jobs, and found once.
#[test]
fn official_names_are_found_once_and_follow_the_text() {
    let texts = [("a.txt", "NAME 70 one"), ("b.txt", "NAME 70 two"), ("c.txt", "no number"), ("d.txt", " ")];
    let (_temp, input, output) = rested(&texts);
    let mut batch = Batch { official: true, ..Batch::new(&output) };
    let names = |batch: &Batch<'_>| {
        batch.run(std::slice::from_ref(&input));
        let converted = batch.copier.converted.swap(0, Ordering::SeqCst);
        let named = batch.copier.named.swap(0, Ordering::SeqCst);
        let files = fake::files(&output).into_keys().filter(|name| !name.ends_with(".json"));
        (converted, named, files.collect::<Vec<_>>())
    };
    // Two claim number 70, so neither gets its name.
    let wanted = ["a.docx", "a.pdf", "b.docx", "b.pdf", "c.docx", "c.pdf"];
    assert_eq!(names(&batch), (3, 4, wanted.map(str::to_owned).to_vec()));
    assert_eq!(whys(&batch, &input), [None, None, None, Some(Why::New)]);
    batch.jobs = 1;
    // The file that holds nothing is read each time.
    assert_eq!(names(&batch), (0, 0, wanted.map(str::to_owned).to_vec()));

    // The first of two of one number gets another: each has an official name now, and what is out of
    // date is told.
    fs::write(input.join("a.txt"), "NAME 71 one").unwrap();
    let ran = batch.run(std::slice::from_ref(&input));
    assert_eq!(ran.tasks[0].name.stem, "71!MSW");
    assert_eq!(ran.tasks[0].name.earlier, ["a"]);
    assert_eq!(ran.tasks[1].name.stem, "70!MSW");
    let mut report = Vec::new();
    crate::batch::summary::report(
        &mut report,
        crate::batch::summary::records(&ran.tasks, &ran.outcomes, &ran.spool),
        &crate::batch::summary::BatchSummary::of(&ran.outcomes),
        false,
    )
    .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    assert_eq!(report["files"][0]["findings"][0]["rule"], "earlier-name");
    fs::write(input.join("c.txt"), "no number yet").unwrap();
    let ran = batch.run(std::slice::from_ref(&input));
    let mut report = Vec::new();
    crate::batch::summary::report(
        &mut report,
        crate::batch::summary::records(&ran.tasks, &ran.outcomes, &ran.spool),
        &crate::batch::summary::BatchSummary::of(&ran.outcomes),
        false,
    )
    .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    assert_eq!(report["files"][2]["findings"][0]["rule"], "no-official-name");

    // Without official names the files take their inputs'; nothing that was made is lost sight of.
    batch.official = false;
    batch.run(std::slice::from_ref(&input));
    assert!(output.join("a.pdf").is_file());
    let manifest = fs::read_to_string(output.join(".itudoc/manifest.json")).unwrap();
    let found = verify(&output, &Manifest::read(&manifest).unwrap());
    assert!(found.iter().all(|(_, found)| *found == OutputVerdict::Same), "{found:?}");
}
