//! The checks. A folder a rule under `tests/cases/check`: files `fires-*` in which it must fire and
//! files `quiet-*` in which it must not; `clean` holds a contribution in each language that gives no
//! finding above information.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::check;
use crate::diagnostics::{Finding, Severity};
use crate::lines::LineIndex;
use crate::pipeline::{Engine, Examination, FileOptions, RunOptions};
use crate::rules;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/check")
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

fn examine(engine: &Engine, path: &Path) -> Examination {
    let bytes = fs::read(path).unwrap();
    engine.examine(&name(path), &bytes, &RunOptions::default(), &FileOptions::default()).unwrap()
}

fn codes(findings: &[Finding]) -> BTreeSet<&'static str> {
    findings.iter().map(|finding| finding.rule.code).collect()
}

fn lines(examination: &Examination) -> String {
    let index = LineIndex::new(&examination.reading.text);
    let line = |finding: &Finding| {
        let at = finding.span.map_or(0, |span| index.line(span.start));
        format!("{at}: {:?} {} {}\n", finding.severity, finding.rule.code, finding.message)
    };
    examination.findings.iter().map(line).collect()
}

#[test]
fn each_rule_fires_where_it_must_and_not_where_it_must_not() {
    let engine = Engine::default();
    let mut faults = String::new();
    for rule in check::each().chain([&check::printable::UNPRINTABLE]) {
        let folder = cases().join(rule.code);
        assert!(folder.is_dir(), "{} has no cases", rule.code);
        let (mut fires, mut quiet) = (0, 0);
        for path in sorted(&folder) {
            let examination = examine(&engine, &path);
            let fired = codes(&examination.findings).contains(rule.code);
            let wanted = name(&path).starts_with("fires-");
            assert!(wanted || name(&path).starts_with("quiet-"), "{}: fires-* or quiet-*", path.display());
            *(if wanted { &mut fires } else { &mut quiet }) += 1;
            if fired != wanted {
                let what = if wanted { "did not fire" } else { "fired" };
                faults += &format!("{}/{}: {what}\n{}", rule.code, name(&path), lines(&examination));
            }
        }
        assert!(fires > 0 && quiet > 0, "{}: {fires} cases that fire, {quiet} that do not", rule.code);
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn clean_contributions_in_six_languages_give_no_finding_above_information() {
    let engine = Engine::default();
    let paths = sorted(&cases().join("clean"));
    assert_eq!(paths.len(), 6);
    for path in paths {
        let examination = examine(&engine, &path);
        let grave = examination.findings.iter().filter(|finding| finding.severity > Severity::Information);
        assert_eq!(grave.count(), 0, "{}\n{}", path.display(), lines(&examination));
    }
}

#[test]
fn codes_and_names_are_unique_and_every_rule_is_documented() {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for rule in rules::all() {
        for key in [rule.code, rule.name] {
            let other = seen.insert(key, rule.name);
            assert!(other.is_none(), "{key} is both {} and {}", rule.name, other.unwrap_or_default());
        }
        let shape = rule.code.len() == 6
            && rule.code[..3].bytes().all(|b| b.is_ascii_uppercase())
            && rule.code[3..].bytes().all(|b| b.is_ascii_digit());
        assert!(shape, "{}: three capitals, three digits", rule.code);
        for text in [rule.what, rule.why, rule.example, rule.remedy, rule.source] {
            assert!(!text.trim().is_empty(), "{} is not documented whole", rule.code);
        }
        assert_eq!(rules::rule(&rule.code.to_lowercase()).map(|rule| rule.code), Some(rule.code));
    }
}

/// A rule that is declared somewhere in the source and not listed could fire and not be explained;
/// two that share a code could not be told apart, and a listing shows only one of them.
#[test]
fn every_rule_of_the_program_is_listed_once() {
    let listed: Vec<&str> = rules::all().iter().map(|rule| rule.code).collect();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut declared: Vec<String> = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in sorted(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).unwrap();
                let source = source.split("#[cfg(test)]").next().unwrap();
                for (at, _) in source.match_indices('"') {
                    let declares = ["code: ", " = "].iter().any(|before| source[..at].ends_with(before));
                    if let Some(code) = source.get(at + 1..at + 7).filter(|code| declares && is_code(code))
                        && source[at + 7..].starts_with('"')
                    {
                        declared.push(code.to_owned());
                    }
                }
            }
        }
    }
    declared.sort();
    assert_eq!(declared, listed, "declared in the source, and listed in rules.rs");
}

fn is_code(text: &str) -> bool {
    let code = text.as_bytes();
    code[..3].iter().all(u8::is_ascii_uppercase) && code[3..].iter().all(u8::is_ascii_digit)
}

#[test]
fn rule_pages_are_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let rules = rules::all();
    let mut wanted: BTreeMap<String, String> = BTreeMap::new();
    wanted.insert("README.md".to_owned(), check::pages::index(&rules));
    for rule in &rules {
        wanted.insert(format!("{}.md", rule.code), check::pages::page(rule));
    }
    if std::env::var_os("ITUDOC_ACCEPT").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (file, text) in &wanted {
            fs::write(folder.join(file), text).unwrap();
        }
    }
    let found: BTreeSet<String> = sorted(&folder).iter().map(|path| name(path)).collect();
    assert_eq!(found, wanted.keys().cloned().collect(), "set ITUDOC_ACCEPT=1 and run this test");
    for (file, text) in &wanted {
        let stored = fs::read_to_string(folder.join(file)).unwrap();
        assert!(&stored == text, "docs/rules/{file} is out of date: set ITUDOC_ACCEPT=1 and run this test");
    }
}

/// The program, run in a folder of its own with the given files in it.
struct Desk(tempfile::TempDir);

impl Desk {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (file, text) in files {
            fs::write(folder.path().join(file), text).unwrap();
        }
        Self(folder)
    }

    /// Status, standard output, standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = std::process::Command::new(crate::suite::program())
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.path().join(file)).unwrap()
    }

    fn exists(&self, file: &str) -> bool {
        self.0.path().join(file).exists()
    }
}

fn case(path: &str) -> String {
    fs::read_to_string(cases().join(path)).unwrap()
}

#[test]
fn the_status_says_whether_something_grave_was_found() {
    let desk = Desk::with(&[
        ("clean.txt", &case("clean/en.txt")),
        ("warning.txt", &case("STR002/fires-en.txt")),
        ("error.txt", &case("REF001/fires-en.txt")),
        ("empty.txt", ""),
    ]);
    let table: &[(&[&str], i32)] = &[
        (&["clean.txt"], 0),
        (&["clean.txt", "--fail-on", "note"], 1),
        (&["warning.txt"], 1),
        (&["warning.txt", "--fail-on", "error"], 0),
        (&["warning.txt", "--ignore", "STR"], 0),
        (&["warning.txt", "--select", "REF"], 0),
        (&["warning.txt", "--mode", "archive"], 0),
        (&["error.txt", "--fail-on", "error"], 1),
        (&["error.txt", "--fail-on", "never"], 0),
        (&["clean.txt", "empty.txt"], 2),
        (&["missing.txt"], 2),
        (&["clean.txt", "--select", "NOPE"], 2),
        (&["clean.txt", "--template", "nope"], 2),
        (&["clean.txt", "--in-place"], 2),
    ];
    for (arguments, wanted) in table {
        let (status, shown, said) = desk.run(&[&["check"], *arguments].concat());
        assert_eq!(status, *wanted, "{arguments:?}\n{shown}{said}");
    }
}

#[test]
fn modes_weigh_what_is_found() {
    let desk = Desk::with(&[("a.txt", &case("XCK001/fires-en.txt"))]);
    let severity = |mode| {
        let (_, shown, _) = desk.run(&["check", "a.txt", "--mode", mode, "--output-format", "jsonl"]);
        let records = shown.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let record = records.into_iter().find(|record| record["code"] == "XCK001").unwrap();
        record["severity"].as_str().unwrap().to_owned()
    };
    assert_eq!([severity("intake"), severity("publish"), severity("archive")], ["note", "warning", "note"]);
}

#[test]
fn six_forms_tell_the_same() {
    let desk =
        Desk::with(&[("a.txt", &case("REF001/fires-zh.txt")), ("b.txt", &case("STR004/fires-es.txt"))]);
    let shown = |format| desk.run(&["check", "a.txt", "b.txt", "--output-format", format]).1;
    let json: Vec<serde_json::Value> = serde_json::from_str(&shown("json")).unwrap();
    let count = json.len();
    assert!(count > 2 && json.iter().any(|record| record["code"] == "REF001" && record["file"] == "a.txt"));
    assert_eq!(shown("jsonl").lines().count(), count);
    assert_eq!(shown("short").lines().count(), count);
    assert_eq!(shown("github").lines().filter(|line| line.starts_with("::")).count(), count);
    let sarif: serde_json::Value = serde_json::from_str(&shown("sarif")).unwrap();
    let run = &sarif["runs"][0];
    assert_eq!(run["results"].as_array().unwrap().len(), count);
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), rules::all().len());
    for result in run["results"].as_array().unwrap() {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{result}");
    }
    assert!(shown("human").contains("= help: "));
}

#[test]
fn statistics_count_by_rule() {
    let desk =
        Desk::with(&[("a.txt", &case("STR002/fires-en.txt")), ("b.txt", &case("STR002/fires-zh.txt"))]);
    let (status, shown, _) = desk.run(&["check", ".", "--statistics"]);
    assert_eq!(status, 1);
    let row = shown.lines().find(|line| line.contains("STR002")).unwrap();
    assert_eq!(
        row.split_whitespace().take(6).collect::<Vec<_>>(),
        ["2", "in", "2", "files", "STR002", "warning"]
    );
}

#[test]
fn fix_changes_white_space_and_nothing_else() {
    let broken = case("LAY002/fires-zh.txt").replace(
        "b)\t农村地区缺少此类场所，",
        "b)\t农村地区缺少此类场所，而城市和较大的城镇则有足够多的此类\n场所，",
    );
    let desk = Desk::with(&[("a.txt", &broken), ("b.txt", &format!("\u{feff}{broken}"))]);
    desk.run(&["check", "a.txt", "b.txt", "--fix"]);
    assert_eq!(desk.read("a.txt"), broken, "without --in-place the file stays");
    let fixed = desk.read("a.fixed.txt");
    assert!(fixed.contains("\n第205号决议") && fixed.contains("足够多的此类场所，"), "{fixed}");
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    assert_eq!(letters(&fixed), letters(&broken));
    let (_, _, said) = desk.run(&["check", "a.txt", "b.txt", "--fix", "--in-place"]);
    assert_eq!(desk.read("a.txt"), fixed);
    assert!(said.contains("not fixed in place") && desk.read("b.txt").contains("第 205 号"), "{said}");
    let (_, shown, _) = desk.run(&["check", "a.txt", "--select", "LAY", "--output-format", "short"]);
    assert_eq!(shown, "", "what was fixed is found no more");
}

#[test]
fn a_waived_finding_is_waived_until_the_text_changes() {
    let text = case("STR002/fires-en.txt");
    let desk = Desk::with(&[("a.txt", &text)]);
    let (status, ..) = desk.run(&["check", "a.txt", "--write-review"]);
    assert_eq!(status, 1);
    let review = desk.read("a.review.toml");
    let anchor = review.lines().find(|line| line.contains("STR002-")).unwrap();
    let row = anchor.replace("decision = \"open\"", "decision = \"waive\", note = \"agreed by telephone\"");
    let waived = review.replace(anchor, &row);
    assert_ne!(waived, review);
    fs::write(desk.0.path().join("a.review.toml"), &waived).unwrap();
    let (status, shown, said) = desk.run(&["check", "a.txt", "--output-format", "short"]);
    assert_eq!((status, shown.contains("STR002")), (0, false), "{shown}");
    assert!(said.contains("1 waived"), "{said}");
    let (_, shown, _) = desk.run(&["check", "a.txt", "--output-format", "sarif"]);
    assert!(shown.contains("\"suppressions\""));
    desk.run(&["check", "a.txt", "--write-review"]);
    assert!(desk.read("a.review.toml").contains("agreed by telephone"), "notes are kept");
    fs::write(desk.0.path().join("a.txt"), text.replace("MOD\tFIN/85/1", "MOD\tFIN/85/2")).unwrap();
    let (status, shown, _) = desk.run(&["check", "a.txt", "--output-format", "short"]);
    assert_eq!(status, 1, "another proposal is another finding");
    assert!(shown.contains("REV006"), "the waiver that fits nothing any more is told: {shown}");
    fs::write(desk.0.path().join("a.review.toml"), "version = 7").unwrap();
    assert_eq!(desk.run(&["check", "a.txt"]).0, 2, "a review file that cannot be read hides nothing");
    assert!(!desk.exists("a.fixed.txt"));
}

#[test]
fn a_rule_explains_itself() {
    let desk = Desk::with(&[]);
    let (status, shown, _) = desk.run(&["rule", "ref001"]);
    assert!(status == 0 && shown.starts_with("# REF001 impossible-edition\n"), "{shown}");
    assert_eq!(desk.run(&["rule"]).1.lines().count(), rules::all().len());
    assert_eq!(desk.run(&["rule", "XYZ999"]).0, 2);
}

/// The real contribution: what it must find, by line, and what it must not.
#[test]
fn the_real_contribution() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real/cub70-pp14-zh.txt");
    if !path.exists() {
        eprintln!("SKIPPED: {} is not there", path.display());
        return;
    }
    let examination = examine(&Engine::default(), &path);
    let text = &examination.reading.text;
    let index = LineIndex::new(text);
    let found: Vec<(u32, &str, Severity)> = examination
        .findings
        .iter()
        .filter_map(|finding| Some((index.line(finding.span?.start), finding.rule.code, finding.severity)))
        .collect();
    let wanted = [
        (21, "XCK001"),
        (25, "STR002"),
        (91, "XCK001"),
        (100, "STR002"),
        (164, "REF001"),
        (164, "REF008"),
        (212, "REF003"),
        (222, "STR002"),
        (243, "REF004"),
        (246, "REF002"),
    ];
    for (line, code) in wanted {
        assert!(
            found.iter().any(|(l, c, _)| (*l, *c) == (line, code)),
            "{code} on line {line}\n{}",
            lines(&examination)
        );
    }
    assert!(!found.iter().any(|(line, ..)| *line == 106), "line 106 recalls its own earlier edition");
    let editions = examination.findings.iter().find(|finding| finding.rule.code == "REF002").unwrap();
    let others: Vec<u32> = editions.related.iter().map(|(span, _)| index.line(span.start)).collect();
    assert_eq!(others, [50, 132]);
}

/// Published resolutions: nothing above information but what the text itself gets wrong.
#[test]
fn published_resolutions_are_clean() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real/pp18-en");
    if !folder.exists() {
        eprintln!("SKIPPED: {} is not there", folder.display());
        return;
    }
    let engine = Engine::default();
    for path in sorted(&folder) {
        let examination = examine(&engine, &path);
        // The letters of one figure were mangled when the text was taken out of its PDF.
        let grave = examination
            .findings
            .iter()
            .filter(|finding| finding.severity > Severity::Information && finding.rule.code != "ENC007");
        assert_eq!(grave.count(), 0, "{}\n{}", path.display(), lines(&examination));
    }
}
