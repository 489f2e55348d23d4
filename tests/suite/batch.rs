//! Many files at once: names, isolation, order, interruption. Rows 27, 28, 30, 31, 34 and 36 of the
//! faults that are tested.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::batch::summary::{self, BatchSummary};
use crate::batch::{Fate, inputs};
use crate::compose::OfficialName;
use crate::diagnostics::{Finding, RefusalKind, Severity};
use crate::manifest::names::{self, NameRequest};
use crate::pipeline::OutputKind;

use crate::suite::fake;

fn asked<'a>(names: &[&'a str]) -> Vec<NameRequest<'a>> {
    names.iter().map(|name| NameRequest { name, official: None }).collect()
}

fn stems(names: &[&str]) -> Vec<String> {
    names::settle(&asked(names), &BTreeMap::new()).into_iter().map(|settled| settled.stem).collect()
}

#[test]
fn names_that_any_system_takes_for_one_are_told_apart() {
    let long = format!("{}.txt", "长".repeat(90));
    let table: &[(&[&str], &[&str])] = &[
        (&["a.docx", "a.txt"], &["a", "a-txt"]),
        (&["a.docx", "a.txt", "a.txt", "a.txt"], &["a", "a-txt", "a-2", "a-3"]),
        (&["A.txt", "a.txt"], &["A", "a-txt"]),
        (&["caf\u{E9}.txt", "cafe\u{301}.txt"], &["caf\u{E9}", "cafe\u{301}-txt"]),
        (&["x/a.txt", "y/a.txt"], &["x/a", "y/a"]),
        (&["a-txt.docx", "a.docx", "a.txt"], &["a-txt", "a", "a-2"]),
        (&["CON.txt", "con", "Lpt9.x.txt", "console.txt"], &["_CON", "_con-2", "_Lpt9.x", "console"]),
        (&["-rf.txt", "--to.txt"], &["_rf", "_-to"]),
        (&["a\nb.txt", "a\u{202E}b.txt", "a\u{1b}[31m.txt"], &["a_b", "a_b-txt", "a_[31m"]),
        (&["a?.txt", "a*.txt", "c:d.txt", "a\\b.txt"], &["a_", "a_-txt", "c_d", "a_b"]),
        (&["a..txt", "b .txt", "...", ".hidden"], &["a_", "b_", "_", ".hidden"]),
        (&["a.pdf/b.txt", "a.txt"], &["a.pdf/b", "a-txt"]),
        (&["noextension", "noextension.txt"], &["noextension", "noextension-txt"]),
        (&["第70号文件.docx", "第70号文件.txt"], &["第70号文件", "第70号文件-txt"]),
    ];
    for (asked, wanted) in table {
        assert_eq!(stems(asked), *wanted, "{asked:?}");
    }
    let short = &stems(&[&long, &long.replace(".txt", "短.txt")]);
    assert!(short.iter().all(|stem| stem.len() <= 220), "{short:?}");
    assert_ne!(short[0], short[1]);
}

#[test]
fn a_name_once_given_is_kept_whatever_comes_later() {
    let kept = [("b", "b.txt"), ("elsewhere/x", "c.txt"), ("gone", "gone.docx")];
    let kept = kept.into_iter().map(|(stem, name)| (stem.to_owned(), name.to_owned())).collect();
    let settled = names::settle(&asked(&["b.docx", "b.txt", "c.txt", "gone.txt"]), &kept);
    let stems: Vec<_> = settled.iter().map(|s| s.stem.as_str()).collect();
    // A kept name that the file can never have been given is not believed, and a name of a file that
    // is not there any more is not given to another.
    assert_eq!(stems, ["b-docx", "b", "c", "gone-txt"]);
    assert!(settled[0].why.is_some() && settled[1].why.is_none());
}

proptest::proptest! {
    #[test]
    fn all_names_are_safe_and_distinct(asked in proptest::collection::vec("[aAbé\u{301}\u{202E}./ \\-:CONcon\n长]{1,9}", 1..12)) {
        let asked: Vec<&str> = asked.iter().map(|name| name.trim_matches('/')).filter(|n| !n.is_empty()).collect();
        let stems = stems(&asked);
        proptest::prop_assert_eq!(stems.len(), asked.len());
        let distinct: BTreeSet<String> = stems.iter().map(|s| s.to_lowercase()).collect();
        proptest::prop_assert_eq!(distinct.len(), stems.len());
        for part in stems.iter().flat_map(|stem| stem.split('/')) {
            proptest::prop_assert!(!part.is_empty() && part != "." && part != ".." && !part.starts_with('-'), "{:?}", part);
            proptest::prop_assert!(!part.contains(['\n', '\u{202E}', '\\', ':']), "{:?}", part);
        }
    }
}

#[test]
fn one_panic_among_a_thousand_files_costs_one_file() {
    let names: Vec<String> = (0..1000).map(|n| format!("{n:04}.txt")).collect();
    let files: Vec<(&str, &str)> = names
        .iter()
        .enumerate()
        .map(|(n, name)| (name.as_str(), if n == 7 { "PANIC" } else { "text" }))
        .collect();
    let (_temp, input, output) = fake::folder(&files);
    let ran = fake::run(&[input], &output, 2);
    let Fate::Refused(refusal) = &ran.outcomes[7].fate else { panic!("{:?}", ran.outcomes[7].fate) };
    assert_eq!(refusal.kind, RefusalKind::Internal);
    assert!(
        refusal.found.contains("told to panic by 0007.txt") && refusal.found.contains("fake.rs:"),
        "{}",
        refusal.found
    );
    assert_eq!(BatchSummary::of(&ran.outcomes).converted, 999);
    assert_eq!(BatchSummary::of(&ran.outcomes).exit(), summary::SOME_REFUSED);
    assert_eq!(fake::files(&output).len(), 3 * 999);
}

#[test]
fn outputs_and_report_are_the_same_whatever_the_number_of_jobs() {
    let texts: Vec<(String, String)> = (0..60)
        .map(|n| {
            (
                format!("{}/{n}.{}", n % 3, if n % 2 == 0 { "txt" } else { "docx" }),
                format!("{n} WARN {}", "x".repeat(n * 37 % 101)),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (_temp, input, output) =
        fake::folder(&[&files[..], &[("bad.txt", " "), ("0/bad.txt", "PANIC")]].concat());
    let seen: BTreeSet<_> = [1, 2, 8, 3]
        .into_iter()
        .map(|jobs| {
            let output = output.with_extension(jobs.to_string());
            let ran = fake::run(std::slice::from_ref(&input), &output, jobs);
            let mut report = Vec::new();
            summary::report(
                &mut report,
                summary::records(&ran.tasks, &ran.outcomes, &ran.spool),
                &summary::BatchSummary::of(&ran.outcomes),
                false,
            )
            .unwrap();
            (fake::files(&output), report)
        })
        .collect();
    assert_eq!(seen.len(), 1);
    let (outputs, report) = seen.first().unwrap();
    assert_eq!(outputs.len(), 180);
    let report: serde_json::Value = serde_json::from_slice(report).unwrap();
    assert_eq!(report["files"].as_array().unwrap().len(), 62);
    assert_eq!(report["summary"]["refused"], 2);
    assert_eq!(report["files"][0]["findings"][0]["place"]["column"], 3);
}

#[test]
fn big_files_start_first_and_an_interrupted_run_finishes_what_it_has_begun() {
    let (_temp, input, output) = fake::folder(&[
        ("a.txt", "small"),
        ("b.txt", &"big ".repeat(99)),
        ("c.txt", &"STOP ".repeat(50)),
        ("d.txt", "s"),
    ]);
    let ran = fake::run(&[input], &output, 1);
    let fates: Vec<bool> =
        ran.outcomes.iter().map(|outcome| matches!(outcome.fate, Fate::Converted)).collect();
    assert_eq!(fates, [false, true, true, false]);
    assert_eq!(BatchSummary::of(&ran.outcomes).exit(), summary::INTERRUPTED);
    let mut report = Vec::new();
    summary::report(
        &mut report,
        summary::records(&ran.tasks, &ran.outcomes, &ran.spool),
        &summary::BatchSummary::of(&ran.outcomes),
        true,
    )
    .unwrap();
    let lines: Vec<serde_json::Value> =
        String::from_utf8(report).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    assert_eq!((&lines[0]["state"], &lines[1]["state"]), (&"not-started".into(), &"converted".into()));
}

#[test]
fn values_cannot_forge_a_line_of_the_report() {
    let name = "a\n{\"file\":\"b.txt\"}.txt";
    let (_temp, input, output) = fake::folder(&[(name, "WARN \u{1b}[31m =cmd|' /C calc'!A0 <script>")]);
    let ran = fake::run(&[input], &output, 1);
    let mut report = Vec::new();
    summary::report(
        &mut report,
        summary::records(&ran.tasks, &ran.outcomes, &ran.spool),
        &summary::BatchSummary::of(&ran.outcomes),
        true,
    )
    .unwrap();
    let report = String::from_utf8(report).unwrap();
    assert_eq!(report.lines().count(), 1);
    assert!(!report.trim_end().contains(char::is_control), "{report:?}");
}

#[test]
fn only_contributions_are_taken_from_a_folder() {
    let (temp, input, output) = fake::folder(&[
        ("b.txt", "x"),
        ("a/z.txt", "x"),
        ("a.txt", "x"),
        (".hidden.txt", "x"),
        (".git/x.txt", "x"),
        ("~$b.docx", "x"),
        (".~lock.b.docx#", "x"),
        ("b.toml", "x"),
        ("itudoc.toml", "x"),
        ("b.review.toml", "x"),
        ("Thumbs.db", "x"),
        ("out/old.docx", "x"),
    ]);
    let output = if output.exists() { output } else { input.join("out") };
    let listing = inputs::list(
        &[input.clone(), input.join("a.txt"), input.join("../in/b.txt"), temp.path().join("no")],
        &output,
    );
    let found: Vec<_> = listing.found.iter().map(|found| (found.name.as_str(), found.size.is_ok())).collect();
    assert_eq!(found, [("a.txt", true), ("a/z.txt", true), ("b.txt", true), ("no", false)]);
    // What stands beside b.txt is read with it, and not said to be passed over.
    assert_eq!(listing.passed_over.len(), 6);
}

#[test]
fn what_has_not_arrived_and_what_itudoc_made_is_passed_over_and_said() {
    let (temp, input, output) = fake::folder(&[
        ("a.txt", "x"),
        ("b.docx.part", "x"),
        ("c.docx.crdownload", "x"),
        ("d.docx.filepart", "x"),
        ("e.tmp", "x"),
        ("earlier/.itudoc/manifest.json", "{}"),
        ("earlier/a.docx", "x"),
    ]);
    let listed = |paths: &[std::path::PathBuf]| {
        let listing = inputs::list(paths, &output);
        let found: Vec<String> = listing.found.into_iter().map(|found| found.name).collect();
        (found, listing.passed_over.len())
    };
    assert_eq!(listed(&[temp.path().join("in")]), (vec!["a.txt".to_owned()], 5));
    assert_eq!(listed(&[input.join("earlier")]).0, ["a.docx"], "named, it is taken");
}

#[test]
fn a_name_as_long_as_names_may_be_is_no_hindrance() {
    let long = format!("{}.txt", "x".repeat(251));
    let (_temp, input, output) = fake::folder(&[(&long, "text")]);
    let ran = fake::run(&[input], &output, 1);
    assert!(matches!(ran.outcomes[0].fate, Fate::Converted), "{:?}", ran.outcomes[0].fate);
}

#[cfg(unix)]
#[test]
fn links_loops_pipes_and_devices_do_no_harm() {
    use std::os::unix::fs::symlink;
    let (temp, input, output) = fake::folder(&[("a.txt", "x"), ("d/b.txt", "x")]);
    fs::write(temp.path().join("outside.txt"), "x").unwrap();
    symlink(temp.path().join("outside.txt"), input.join("link.txt")).unwrap();
    // What stands beside an input is nobody's word where it is a link.
    fs::write(temp.path().join("outside.toml"), "title = 5\n").unwrap();
    symlink(temp.path().join("outside.toml"), input.join("a.toml")).unwrap();
    symlink("..", input.join("d/loop")).unwrap();
    symlink("nowhere", input.join("dangling.txt")).unwrap();
    let pipe = input.join("pipe.txt");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let ran = fake::run(&[input.clone(), input.join("link.txt"), pipe, "/dev/zero".into()], &output, 2);
    let seen: Vec<_> = ran
        .tasks
        .iter()
        .zip(&ran.outcomes)
        .map(|(t, o)| (t.shown.as_str(), matches!(o.fate, Fate::Converted)))
        .collect();
    assert_eq!(
        seen,
        [("a.txt", true), ("d/b.txt", true), ("link.txt", false), ("pipe.txt", false), ("zero", false)]
    );
    let Fate::Refused(refusal) = &ran.outcomes[2].fate else { panic!("{:?}", ran.outcomes[2].fate) };
    assert!(refusal.found.contains("outside.txt"), "the refusal names where the link leads: {refusal}");
    let listing = inputs::list(std::slice::from_ref(&input), &output);
    let links = |name: &str| {
        listing.passed_over.iter().any(|(path, why)| path.ends_with(name) && why.contains("a link"))
    };
    assert!(
        ["link.txt", "a.toml", "loop", "dangling.txt"].into_iter().all(links),
        "{:?}",
        listing.passed_over
    );
}

/// A file that is exchanged by rename for a link while it is read is read whole or refused, never followed.
#[cfg(unix)]
#[test]
fn a_link_that_takes_a_files_place_is_never_followed() {
    use std::os::unix::fs::symlink;
    use std::sync::atomic::{AtomicBool, Ordering};
    let temp = tempfile::tempdir().unwrap();
    let [file, secret, kept, link] = ["a.txt", "secret", "kept", "link"].map(|name| temp.path().join(name));
    fs::write(&file, "public").unwrap();
    fs::write(&secret, "hidden").unwrap();
    let done = AtomicBool::new(false);
    let (mut read, mut refused) = (0, 0);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                symlink(&secret, &link).unwrap();
                fs::rename(&file, &kept).unwrap();
                fs::rename(&link, &file).unwrap();
                fs::rename(&kept, &file).unwrap();
            }
        });
        // On a busy machine the link may stand, or be away, for thousands of rounds.
        for round in 0..2_000_000 {
            if round >= 3_000 && read > 0 && refused > 0 {
                break;
            }
            match crate::files::read(&file, 100) {
                Ok(found) => {
                    assert_eq!(found.bytes, b"public");
                    read += 1;
                }
                Err(_) => refused += 1,
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(read > 0 && refused > 0, "{read} read, {refused} refused: the race was not run");
}

/// Every other way of reading: nothing is waited for, nothing is read beyond its bound.
#[cfg(unix)]
#[test]
fn pipes_devices_links_and_long_files_are_refused_by_name() {
    use crate::files::{self, Unopened};
    let temp = tempfile::tempdir().unwrap();
    let pipe = temp.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert!(matches!(files::read(&pipe, 10), Err(Unopened::Irregular(what)) if &*what == "a pipe"));
    assert!(
        matches!(files::read(Path::new("/dev/zero"), 10), Err(Unopened::Irregular(what)) if &*what == "a device")
    );
    assert!(matches!(files::read(temp.path(), 10), Err(Unopened::Irregular(_))));
    let long = temp.path().join("long");
    fs::File::create(&long).unwrap().set_len(20 << 30).unwrap();
    assert!(matches!(files::read(&long, 10), Err(Unopened::TooLarge(_, 10))));
    let link = temp.path().join("link");
    std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
    assert!(
        matches!(files::read(&link, 10), Err(Unopened::Link(Some(target))) if target == Path::new("/dev/zero"))
    );
    assert!(files::read(&temp.path().join("x".repeat(300)), 10).unwrap_err().is_absent());
}

#[test]
fn a_file_that_grows_while_it_is_read_is_refused_or_whole() {
    use std::io::Write;
    use std::sync::atomic::{AtomicBool, Ordering};
    struct Told<'a>(&'a AtomicBool);
    impl Drop for Told<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let line = "a line of thirty-two characters\n";
    let (_temp, input, output) = fake::folder(&[("grows.txt", &line.repeat(40_000))]);
    let (path, stop) = (input.join("grows.txt"), AtomicBool::new(false));
    let fates: Vec<Fate> = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut file = fs::File::options().append(true).open(&path).unwrap();
            while !stop.load(Ordering::Relaxed) {
                file.set_len(1_280_000).unwrap();
                (0..100).for_each(|_| file.write_all(line.as_bytes()).unwrap());
            }
        });
        // The writer ends when it is told to, and where a run panics too.
        let _told = Told(&stop);
        let run = |_| fake::run(std::slice::from_ref(&input), &output, 1).outcomes.remove(0).fate;
        (0..20).map(run).collect()
    });
    let refused =
        |fate: &Fate| matches!(fate, Fate::Refused(why) if why.found.contains("changed while it was read"));
    assert!(fates.iter().any(refused), "a file that grows all the time was never seen to: {fates:?}");
    fake::files(&output).values().for_each(|bytes| assert!(fake::whole(bytes)));
}

#[test]
fn findings_are_shown_in_every_form_in_the_order_of_the_files() {
    use crate::diagnostics::render::RenderForm;
    use crate::report::ReportFormat;
    let (_temp, input, output) =
        fake::folder(&[("a.txt", "第一\n二 WARN\n"), ("b.txt", "fine"), ("c,d.txt", "WARN")]);
    let shown = |format| fake::shown(std::slice::from_ref(&input), &output, format);
    assert_eq!(
        shown(ReportFormat::Person(RenderForm::Short, crate::Language::English)),
        "a.txt:2:3: warning[TST001]: It says WARN.\nc,d.txt:1:1: warning[TST001]: It says WARN.\n"
    );
    assert_eq!(
        shown(ReportFormat::Github).lines().last().unwrap(),
        "::warning file=c%2Cd.txt,line=1,endLine=1,col=1,endColumn=5,title=TST001::It says WARN."
    );
    let json: serde_json::Value = serde_json::from_str(&shown(ReportFormat::Json)).unwrap();
    assert_eq!((json[0]["file"].as_str(), json[1]["place"]["byte"].as_u64()), (Some("a.txt"), Some(0)));
    assert_eq!(shown(ReportFormat::JsonLines).lines().count(), 2);
    let sarif: serde_json::Value = serde_json::from_str(&shown(ReportFormat::Sarif)).unwrap();
    let region = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (region["startLine"].as_u64(), region["startColumn"].as_u64(), region["byteOffset"].as_u64()),
        (Some(2), Some(3), Some(11))
    );
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 2);
    assert_eq!(shown(ReportFormat::Summary), "");
}

/// One number stands for one document: where two inputs claim one, neither gets its name, and both are
/// told of; no number is made up to tell them apart.
#[test]
fn an_official_name_that_two_inputs_claim_is_given_to_neither() {
    let named = |number: &str| OfficialName {
        word: format!("S14-PP-C-{number}!!MSW-C"),
        pdf: format!("S14-PP-C-{number}!!PDF-C"),
    };
    let (seventy, odd) = (named("0070"), named("00/71?"));
    let official = |name, official| NameRequest { name, official: Some(official) };
    let own = |name| NameRequest { name, official: None };
    let asked = [
        official("cuba.txt", &seventy),
        official("cuba.docx", &seventy),
        official("x/cuba.docx", &seventy),
        own("S14-PP-C-0070!!PDF-C.txt"),
        official("odd.txt", &odd),
    ];
    let settled = names::settle(&asked, &BTreeMap::new());
    let paths: Vec<String> = settled.iter().map(|settled| settled.path(OutputKind::Docx)).collect();
    let wanted = [
        "cuba.docx",
        "cuba-docx.docx",
        "x/cuba.docx",
        "S14-PP-C-0070!!PDF-C.docx",
        "S14-PP-C-00_71_!!MSW-C.docx",
    ];
    assert_eq!(paths, wanted);
    assert_eq!(settled[4].path(OutputKind::Pdf), "S14-PP-C-00_71_!!PDF-C.pdf");
    let others = |at: usize| settled[at].claim.as_ref().map_or(Vec::new(), |claim| claim.others.clone());
    assert_eq!(others(0), ["cuba.docx", "x/cuba.docx"]);
    assert_eq!(others(2), ["cuba.txt", "cuba.docx"]);
    assert_eq!([others(3), others(4)], [Vec::<String>::new(), Vec::new()]);
    let claimed: Vec<Finding> = settled[0].findings().collect();
    assert_eq!((claimed[0].rule.code, claimed[0].severity), ("FIL004", Severity::Error));

    // Who has the name from an earlier run keeps it; another official name is not kept.
    let kept = [("S14-PP-C-0070!!PDF-C", "b.txt"), ("S14-PP-C-0069!!MSW-C", "b.txt")];
    let kept: BTreeMap<_, _> =
        kept.into_iter().map(|(stem, name)| (stem.to_owned(), name.to_owned())).collect();
    let settled = names::settle(&[official("a.txt", &seventy), official("b.txt", &seventy)], &kept);
    assert_eq!([&settled[0].stem, &settled[1].stem], ["a", "S14-PP-C-0070!!MSW-C"]);
    assert_eq!(settled[1].earlier, ["S14-PP-C-0069!!MSW-C"]);
    assert!(settled.iter().all(|settled| settled.claim.is_some()));
    // Also where the other is not there to be seen.
    let settled = names::settle(&[official("a.txt", &seventy)], &kept);
    assert_eq!(settled[0].stem, "a");
    assert_eq!(settled[0].claim.as_ref().unwrap().others, ["b.txt"]);
}

/// A second run has the findings of the first, though it converts nothing: whoever reads its report
/// alone must not take the files for faultless.
#[test]
fn what_is_up_to_date_tells_its_findings_again() {
    use crate::report::ReportFormat;
    let (_temp, input, output) = fake::folder(&[("a.txt", "This says WARN.\n"), ("b.txt", "Nothing.\n")]);
    for format in [ReportFormat::Json, ReportFormat::Sarif, ReportFormat::Github, ReportFormat::JsonLines] {
        let output = output.with_extension(format!("{format:?}"));
        let shown = || fake::shown(std::slice::from_ref(&input), &output, format);
        let (first, second) = (shown(), shown());
        assert!(first.contains("TST") && first == second, "{first}\n{second}");
    }
    let run = || fake::run(std::slice::from_ref(&input), &output, 2);
    let (first, second) = (run(), run());
    let counts = |ran: &fake::Ran| BatchSummary::of(&ran.outcomes).findings;
    assert!(matches!(second.outcomes[0].fate, Fate::UpToDate));
    assert_eq!([counts(&first), counts(&second)], [[0, 1, 0]; 2]);
    // What is no longer made is no longer told, nor kept.
    fs::write(input.join("a.txt"), "This is mended.\n").unwrap();
    assert_eq!(counts(&run()), [0, 0, 0]);
    let kept = fs::read_to_string(output.join(".itudoc/findings.jsonl")).unwrap();
    assert_eq!(kept.lines().count(), 2);
    assert!(!kept.contains("TST"), "{kept}");
}

/// Folders hold other things than contributions, and a shell's `*` names what nobody means.
#[test]
fn data_and_files_of_ours_are_no_contributions() {
    let sheet = "<!DOCTYPE html><html><head><meta name=\"generator\" content=\"itudoc review sheet\">\n";
    let (_temp, input, output) = fake::folder(&[
        ("a.txt", "words"),
        ("a.toml", "date = \"2014-09-15\""),
        ("a.review.toml", ""),
        ("a.fixed.txt", "words"),
        ("a.html", sheet),
        ("b.html", "<html><body>words</body></html>"),
        ("b.fixed.txt", "a file of somebody's own"),
        ("figures.csv", "1,2"),
        ("list.json", "{}"),
        ("feed.xml", "<feed/>"),
        (
            "old.xml",
            "<?mso-application progid=\"Word.Document\"?><w:wordDocument \
                     xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\">",
        ),
        ("lone.toml", "a = 1"),
    ]);
    let names = |paths: &[std::path::PathBuf]| -> Vec<String> {
        inputs::list(paths, &output).found.into_iter().map(|found| found.name).collect()
    };
    let in_folder = names(std::slice::from_ref(&input));
    // The name of the folder's `b.fixed.txt` says what made it, as `b.html` stands beside it.
    assert_eq!(in_folder, ["a.txt", "b.html", "old.xml"]);
    let mut all: Vec<_> = fs::read_dir(&input).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    let named = names(&all);
    let by_hand = [
        "a.fixed.txt",
        "a.txt",
        "b.fixed.txt",
        "b.html",
        "feed.xml",
        "figures.csv",
        "list.json",
        "lone.toml",
        "old.xml",
    ];
    assert_eq!(named, by_hand);
}
