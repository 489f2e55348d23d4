//! The review file as an officer meets it: rows of places, decisions that outlive edits, none lost.

use std::fs;
use std::process::Command;

use crate::suite::fake;

const HEAD: &str = "MOD\tABC/7/1\nRESOLUTION 191 (REV. BUCHAREST, 2022)\nHarbour lights\n\
    The Plenipotentiary Conference of the International Telecommunication Union (Bucharest, 2022),\n";

struct Desk(tempfile::TempDir);

impl Desk {
    fn new(text: &str) -> Self {
        let (temp, ..) = fake::folder(&[]);
        let desk = Self(temp);
        desk.put("p.txt", text);
        desk
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    /// Exit status, and all that is said.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut command = Command::new(crate::suite::program());
        let output = command.args(arguments).current_dir(self.0.path()).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    }

    /// The rows of the review file, written anew.
    fn rows(&self) -> Vec<String> {
        let (status, said) = self.run(&["recover", "p.txt", "--write-review"]);
        assert_eq!(status, Some(0), "{said}");
        let file = self.read("p.review.toml");
        file.lines().filter(|line| line.starts_with("  {")).map(str::to_owned).collect()
    }

    /// Rules on the row that has these words.
    fn rule(&self, words: &str, decision: &str) {
        let file = self.read("p.review.toml");
        let row = file.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}: {file}"));
        let open = "decision = \"open\"";
        assert!(row.contains(open), "{row}");
        self.put("p.review.toml", &file.replace(row, &row.replace(open, decision)));
    }
}

fn paper(recalling: &[&str]) -> String {
    let clauses = recalling.iter().map(|clause| format!("recalling\n{clause}\n"));
    HEAD.to_owned() + &clauses.collect::<String>() + "resolves\nto keep the lights,\n"
}

const CLAUSE: &str = "Resolution 64 (Rev. Dubai, 2018Bucharest, 2022),";

#[test]
fn each_place_is_a_row_that_is_decided_by_itself() {
    let desk = Desk::new(&paper(&[CLAUSE, CLAUSE]));
    let rows = desk.rows();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows[0].contains("line = 6") && rows[1].contains("line = 8"), "{rows:?}");
    let words = "64 (Rev. [-Dubai, 2018-]{+Bucharest, 2022+}),";
    assert!(rows.iter().all(|row| row.contains(words)), "{rows:?}");
    desk.rule("line = 8", "decision = \"Rejected\", by = \"A. Officer\", on = 2026-11-26");
    let (_, said) = desk.run(&["recover", "p.txt"]);
    assert!(said.contains("Recovered: 1") && said.contains("Rejected: 1"), "{said}");
    assert!(said.contains("rejected by A. Officer on 2026-11-26"), "{said}");
    // Decided marks are shown as decided everywhere.
    let (status, json) = desk.run(&["inspect", "p.txt", "--output-format", "json"]);
    assert_eq!(status, Some(0));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["rejected_marks"][0]["ruling"], "rejected by A. Officer on 2026-11-26");
    desk.run(&["check", "p.txt", "--to", "html"]);
    assert!(desk.read("p.html").contains("rejected by A. Officer on 2026-11-26"));
    // Written anew, nothing but what was decided differs.
    let again = desk.rows();
    assert_eq!(again.iter().filter(|row| row.contains("by = \"A. Officer\", on = 2026-11-26")).count(), 1);
}

#[test]
fn a_decision_outlives_an_edit_beside_its_words() {
    let desk =
        Desk::new(&paper(&["Resolution 64 (Rev. Dubai, 2018Bucharest, 2022) on lamps,", "nothing else,"]));
    assert_eq!(desk.rows().len(), 1);
    desk.rule("lamps", "decision = \"reject\"");
    desk.put(
        "p.txt",
        &paper(&["Resolution 64 (Rev. Dubai, 2018Bucharest, 2022) on beacons,", "nothing else,"]),
    );
    let (_, said) = desk.run(&["recover", "p.txt"]);
    assert!(said.contains("Rejected: 1") && !said.contains("REV006"), "{said}");
    assert!(desk.rows()[0].contains("beacons"), "the row has its new words");
}

#[test]
fn a_decision_that_fits_nothing_is_told_by_every_command() {
    let desk = Desk::new(&paper(&["Resolution 64 (Rev. Dubai, 2018Bucharest, 2022) on lamps,"]));
    desk.rows();
    desk.rule("lamps", "decision = \"reject\"");
    desk.put("p.txt", &paper(&["Resolution 64 (Rev. Bucharest, 2022) on lamps,"]));
    let words = "is rejected of";
    for arguments in [
        &["recover", "p.txt"][..],
        &["check", "p.txt", "--output-format", "short"],
        &["convert", "p.txt", "-o", "out", "--output-format", "short"],
    ] {
        let (_, said) = desk.run(arguments);
        assert!(said.contains("p.review.toml:") && said.contains(words), "{arguments:?}: {said}");
    }
    assert!(desk.rows().iter().any(|row| row.contains("lamps") && row.contains("reject")), "it is kept");
    // Two marks of the same words, one ruling: which is meant cannot be told.
    let clause = "Resolution 64 (Rev. Dubai, 2018Bucharest, 2022) on";
    desk.put("p.txt", &paper(&[&format!("{clause} quays,"), &format!("{clause} piers,")]));
    let (_, said) = desk.run(&["recover", "p.txt"]);
    assert!(said.contains("Recovered: 2") && said.contains(words), "{said}");
}

#[test]
fn files_of_the_first_form_are_read_on() {
    let desk = Desk::new(&paper(&[CLAUSE, CLAUSE]));
    let row = desk.rows().remove(0);
    let anchor = row.split("anchor = \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let first =
        format!("version = 1\n[[mark]]\nanchor = \"{anchor}\"\ndecision = \"reject\"\nnote = \"both\"\n");
    desk.put("p.review.toml", &first);
    // One row of that form holds for all marks of its words.
    let (_, said) = desk.run(&["recover", "p.txt"]);
    assert!(said.contains("Rejected: 2"), "{said}");
    let rows = desk.rows();
    assert_eq!(
        rows.iter().filter(|row| row.contains("reject") && row.contains("both")).count(),
        2,
        "{rows:?}"
    );
    assert_eq!(rows.len(), 2, "{rows:?}");
    desk.put("p.txt", &paper(&["nothing,"]));
    desk.put("p.review.toml", &first);
    let (_, said) = desk.run(&["check", "p.txt", "--output-format", "short"]);
    assert!(said.contains("p.review.toml:3") && said.contains(&anchor), "{said}");
}

#[test]
fn all_mistakes_are_told_with_line_and_key() {
    let desk = Desk::new(&paper(&[CLAUSE]));
    desk.put(
        "p.review.toml",
        "version = 2\nmark = [\n  { decision = \"maybe\", anchor = \"a\" },\n  { decison = \"open\" },\n]\n",
    );
    for arguments in [&["recover", "p.txt"][..], &["check", "p.txt"], &["convert", "p.txt", "-o", "out"]] {
        let (_, said) = desk.run(arguments);
        assert!(
            said.contains("p.review.toml:3: decision: \"maybe\" is not one of accept, reject, open"),
            "{said}"
        );
        assert!(
            said.contains("p.review.toml:4: decison: unknown key") && said.contains("did you mean decision?"),
            "{said}"
        );
        assert!(!said.contains("U+000A"), "{said}");
    }
}

/// What becomes of a decision when the delegation sends its text again: it holds where its mark still is,
/// whatever else was changed, and is listed where that cannot be told. Never both, never neither.
#[test]
fn a_resubmission_keeps_each_decision_or_lists_it() {
    let before = "the reports that the Secretary-General submitted,";
    let own = "that Resolution 64 (Rev. Dubai, 2018Bucharest, 2022) asks for lamps,";
    let behind = "that lamps need oil,";
    let sent = [before, own, behind];
    let with = |clauses: &[&str]| paper(clauses);
    let own_with = |from: &str, to: &str| own.replace(from, to);
    let (near, far) =
        (own_with("asks for", "calls for"), own_with("that Resolution", "that the said Resolution"));
    let corrected = own_with("Dubai, 2018Bucharest", "Bucharest");
    let (other, number) = (own_with("2018", "2014"), own_with("64", "65"));
    let spaced = own_with("asks for lamps", "asks  for  lamps");
    let longer = format!("{own} and for oil,");
    let table: [(&str, String, bool); 13] = [
        ("nothing was changed", with(&sent), true),
        ("a word beside the mark was changed", with(&[before, &near, behind]), true),
        ("a word before the mark was changed", with(&[before, &far, behind]), true),
        ("the paragraph before it was changed", with(&["the letters that came,", own, behind]), true),
        ("paragraphs were put before it", with(&["one,", "two,", before, own, behind]), true),
        ("the paragraph was moved", with(&[own, before, behind]), true),
        ("the paragraph goes on", with(&[before, &longer, behind]), true),
        ("spaces were doubled", with(&[before, &spaced, behind]), true),
        ("the lines end otherwise", with(&sent).replace('\n', "\r\n"), true),
        ("all others are gone", with(&[own]), true),
        ("the mark was corrected away", with(&[before, &corrected, behind]), false),
        ("its words are others", with(&[before, &other, behind]), false),
        ("the paragraph is gone", with(&[before, behind]), false),
    ];
    for (what, again, is_kept) in table {
        let desk = Desk::new(&with(&sent));
        assert_eq!(desk.rows().len(), 1, "{what}");
        desk.rule("2018", "decision = \"reject\", by = \"A. Officer\"");
        desk.put("p.txt", &again);
        let (_, said) = desk.run(&["recover", "p.txt"]);
        assert_eq!(said.contains("Rejected: 1"), is_kept, "{what}: {said}");
        let listed = desk.run(&["check", "p.txt", "--output-format", "short"]).1;
        assert_eq!(listed.contains("REV006"), !is_kept, "{what}: {listed}");
        let page = desk.run(&["convert", "p.txt", "-o", "out", "--to", "json", "--output-format", "short"]).1;
        assert_eq!(page.contains("REV006"), !is_kept, "{what}: {page}");
        // Written anew, the file has the decision still, whether it fits or not.
        desk.rows();
        assert!(desk.read("p.review.toml").contains("by = \"A. Officer\""), "{what}");
    }
    // A number of its own is another reference: the words of the mark are the same, so the decision holds.
    let desk = Desk::new(&with(&sent));
    desk.rows();
    desk.rule("2018", "decision = \"reject\", by = \"A. Officer\"");
    desk.put("p.txt", &with(&[before, &number, behind]));
    assert!(desk.run(&["recover", "p.txt"]).1.contains("Rejected: 1"));
}

/// A mark that stands twice now: the place that was decided on keeps the decision where it is known by what
/// stands round it; the other is open. Where it is not known, both are open and the decision is listed.
#[test]
fn a_mark_that_is_doubled_is_decided_at_most_once() {
    let own = "that Resolution 64 (Rev. Dubai, 2018Bucharest, 2022) asks for lamps,";
    let elsewhere = "that Resolution 64 (Rev. Dubai, 2018Bucharest, 2022) asks for oil,";
    let changed = own.replace("asks for lamps", "wants lights");
    for (what, again, is_kept) in [
        ("another place has the same words", [own, elsewhere], true),
        ("both places are new", [&changed, elsewhere], false),
        ("the paragraph stands twice", [own, own], false),
    ] {
        let desk = Desk::new(&paper(&[own]));
        desk.rows();
        desk.rule("2018", "decision = \"reject\", by = \"A. Officer\"");
        desk.put("p.txt", &paper(&again));
        let said = desk.run(&["recover", "p.txt"]).1;
        let listed = desk.run(&["check", "p.txt", "--output-format", "short"]).1;
        let (kept, told) = (said.contains("Rejected: 1"), listed.contains("REV006"));
        assert!(!said.contains("Rejected: 2") && kept != told, "{what}: {said}{listed}");
        assert!(kept || !is_kept, "{what}: {said}");
    }
}
