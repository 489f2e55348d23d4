//! Recovery of lost revision marks: cases of our own in six languages, the conservation property,
//! the review file, and precision and recall on real documents where they are at hand.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::language::Language;
use crate::lines::LineIndex;
use crate::model::{Role, Submission, Text, TextMut};
use crate::recover::review::{Decision, ReviewContents};
use crate::recover::{BaseLibrary, Mark, RecoverOptions, Recovery, Review, recover};
use crate::registry::Registry;
use crate::text::{Paragraph, RevisionKind, Run};
use sha2::{Digest, Sha256};

pub(crate) fn parsed(name: &str, text: &str, language: Option<Language>) -> Submission {
    let source = crate::read::read(name, text.as_bytes()).unwrap_or_else(|refusal| {
        let empty = crate::source::Source::default();
        assert!(text.trim().is_empty() || !refusal.found.is_empty());
        empty
    });
    let decoded = source.text.clone();
    crate::parse::parse(source, &decoded, language, Registry::builtin()).unwrap().submission
}

pub(crate) fn recovered(
    submission: &mut Submission,
    base: Option<&BaseLibrary>,
    review: Option<&Review>,
) -> Recovery {
    let language = submission.language.unwrap_or(Language::English);
    recover(submission, &RecoverOptions { registry: Registry::builtin(), base, review, language })
}

/// All text in order, marks aside: what conservation is about.
fn words(submission: &mut Submission) -> String {
    let mut all = String::new();
    submission.visit(&mut |context, text| match text {
        _ if matches!(context.role, Role::Comment(_)) => {}
        Text::Paragraph(paragraph) => all.push_str(&(paragraph.all_text() + "\n")),
        Text::Runs(runs) => all.extend(runs.iter().map(|run| run.text.as_str()).chain(["\t"])),
    });
    all
}

/// The text with its marks: `[-deleted-]`, `{+inserted+}`; `¶+` for an inserted paragraph mark.
fn marked(submission: &mut Submission) -> String {
    let mut all = String::new();
    submission.visit(&mut |context, text| match text {
        _ if matches!(context.role, Role::Comment(_)) => {}
        Text::Paragraph(paragraph) => {
            show_runs(&paragraph.runs, &mut all);
            all.push_str(paragraph_mark(paragraph));
        }
        Text::Runs(runs) => {
            show_runs(runs, &mut all);
            all.push('\t');
        }
    });
    all
}

fn paragraph_mark(paragraph: &Paragraph) -> &'static str {
    match (paragraph.mark.insertion, paragraph.mark.deletion) {
        (Some(_), _) => " ¶+\n",
        (_, Some(_)) => " ¶-\n",
        _ => "\n",
    }
}

fn show_runs(runs: &[Run], all: &mut String) {
    for run in runs.iter().filter(|run| !run.text.is_empty()) {
        match (run.insertion, run.deletion) {
            (Some(_), _) => all.push_str(&format!("{{+{}+}}", run.text)),
            (_, Some(_)) => all.push_str(&format!("[-{}-]", run.text)),
            _ => all.push_str(&run.text),
        }
    }
}

fn listed(title: &str, marks: &[Mark]) -> String {
    let line = |mark: &Mark| {
        let sign = |kind| if kind == RevisionKind::Deletion { '-' } else { '+' };
        let edits = mark.edits.iter().map(|edit| format!(" {}{}", sign(edit.kind), edit.text));
        format!("{:.2} {}:{}\n", mark.confidence, mark.rule, edits.collect::<String>())
    };
    let lines: String = marks.iter().map(line).collect();
    if lines.is_empty() { String::new() } else { format!("--- {title}\n{lines}") }
}

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/recover");
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.join("input.txt").is_file());
    cases.sort();
    cases
}

#[test]
fn cases_in_six_languages() {
    let all = cases();
    assert!(all.len() >= 20);
    for case in all {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(case.join("input.txt")).unwrap();
        let mut submission = parsed(&format!("{name}.txt"), &text, None);
        let before = words(&mut submission);
        let mut library = BaseLibrary::default();
        if let Ok(base) = std::fs::read_to_string(case.join("base.txt")) {
            library.add("base.txt", &parsed("base.txt", &base, None));
        }
        if let Ok(adopted) = std::fs::read_to_string(case.join("adopted.txt")) {
            library.add_adopted("adopted.txt", &parsed("adopted.txt", &adopted, None));
        }
        let recovery = recovered(&mut submission, Some(&library).filter(|l| !l.is_empty()), None);
        assert_eq!(words(&mut submission), before, "{name}: not a letter is lost, moved or added");
        for mark in &recovery.marks {
            for edit in &mark.edits {
                let label_gap = |c: &char| !c.is_whitespace();
                let at: String = text.get(edit.span.range()).unwrap().chars().filter(label_gap).collect();
                assert_eq!(at, edit.text.chars().filter(label_gap).collect::<String>(), "{name}");
            }
        }
        if name.starts_with("clean") {
            assert!(recovery.marks.is_empty() && recovery.suggestions.is_empty(), "{name}: {recovery:?}");
        }
        let shown = format!(
            "{}{}{}",
            marked(&mut submission),
            listed("marks", &recovery.marks),
            listed("suggestions", &recovery.suggestions)
        );
        insta::with_settings!({ snapshot_path => case, prepend_module_to_snapshot => false, snapshot_suffix => "", omit_expression => true }, {
            insta::assert_snapshot!("marked", shown);
        });
    }
}

#[test]
fn a_document_with_real_marks_is_left_alone() {
    let text = "MOD\tABC/1/1\nResolution 88 (Rev. Dubai, 2018Bucharest, 2022)\n";
    let mut submission = parsed("marks.txt", text, Some(Language::English));
    let mut first = true;
    submission.visit_mut(&mut |_, text| {
        if let TextMut::Paragraph(paragraph) = text
            && let Some(run) = paragraph.runs.first_mut()
            && std::mem::take(&mut first)
        {
            run.insertion = Some(crate::text::RevisionIndex::new(0));
        }
    });
    let recovery = recovered(&mut submission, None, None);
    assert!(recovery.marks.is_empty() && recovery.suggestions.is_empty());
    assert!(submission.revisions.is_empty());
}

#[test]
fn a_review_accepts_and_rejects() {
    let text = std::fs::read_to_string(case("numbers-zh")).unwrap();
    let plain = recovered(&mut parsed("a.txt", &text, None), None, None);
    assert!(!plain.marks.is_empty() && !plain.suggestions.is_empty());
    let written = |review: &Review, recovery: &Recovery| {
        review.write(&ReviewContents { text: &text, recovery, findings: None })
    };
    let fresh_file = written(&Review::default(), &plain);
    let fresh = Review::read("a.review.toml", &fresh_file).unwrap();
    assert_eq!(fresh.decision(&plain.marks[0].anchor), None);

    let decide = |anchor: &str, decision: &str| {
        let row = fresh_file.lines().find(|line| line.contains(&format!("anchor = \"{anchor}\""))).unwrap();
        let open = "decision = \"open\"";
        assert!(row.contains(open));
        let ruled = row.replace(open, &format!("decision = \"{decision}\", note = \"seen \\\"it\\\"\""));
        Review::read("a.review.toml", &fresh_file.replace(row, &ruled)).unwrap()
    };
    let rejected = decide(&plain.marks[0].anchor, "reject");
    assert_eq!(rejected.decision(&plain.marks[0].anchor), Some(Decision::Reject));
    let without = recovered(&mut parsed("a.txt", &text, None), None, Some(&rejected));
    assert!(without.marks.iter().all(|mark| mark.anchor != plain.marks[0].anchor));
    assert!(without.suggestions.iter().all(|mark| mark.anchor != plain.marks[0].anchor));
    assert!(without.marks.len() < plain.marks.len());
    assert_eq!(without.rejected.len(), 1);
    assert_eq!(without.rejected[0].ruling.as_ref().unwrap().said(), "rejected: seen \"it\"");

    let accepted = decide(&plain.suggestions[0].anchor, "accept");
    let with = recovered(&mut parsed("a.txt", &text, None), None, Some(&accepted));
    assert!(with.marks.iter().any(|mark| mark.anchor == plain.suggestions[0].anchor));

    // What was decided is kept when the file is written anew, notes too, even for marks not seen.
    let waived = format!(
        "{}\n[[finding]]\nanchor = \"REF002-1\"\ndecision = \"waive\"\n",
        written(&rejected, &Recovery::default())
    );
    let waived = Review::read("a.review.toml", &waived).unwrap();
    assert!(waived.waives("REF002-1") && !waived.waives("REF002-2"));
    assert!(Review::read("a.review.toml", &written(&waived, &plain)).unwrap().waives("REF002-1"));
    for recovery in [&Recovery::default(), &without] {
        let kept = Review::read("a.review.toml", &written(&rejected, recovery)).unwrap();
        assert_eq!(kept.decision(&plain.marks[0].anchor), Some(Decision::Reject));
        assert!(written(&kept, recovery).contains("seen"), "{}", written(&kept, recovery));
    }
}

#[test]
fn a_broken_review_is_named() {
    for (text, said) in [
        ("version = 3\n", "version 3"),
        ("version = 1\n[[mark]]\nanchor = \"a\"\ndecision = \"maybe\"\n", "maybe"),
        (
            "version = 1\n[[mark]]\nanchor = \"a\"\ndecision = \"open\"\n[[mark]]\nanchor = \"a\"\ndecision = \"open\"\n",
            "twice",
        ),
        ("version = 1\n[[mrak]]\n", "mrak"),
    ] {
        let refusal = Review::read("x.review.toml", text).unwrap_err();
        assert!(refusal.found.contains("x.review.toml") && refusal.found.contains(said), "{}", refusal.found);
    }
}

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/recover").join(name).join("input.txt")
}

/// What flattened documents are made of, and what disturbs them.
const PIECES: &[&str] = &[
    "MOD\tABC/1/1\n",
    "ADD\t2\t",
    "\n",
    "\t",
    "a)\t",
    "b)\t",
    "bc)\t",
    "1\t",
    "12\t",
    "23\t",
    "忆及\n",
    "recalling\n",
    "resolves\n",
    "第64号决议（2010年，瓜达拉哈拉2014年，釜山，修订版）",
    "（2010年，瓜达拉哈拉2014年，釜山），",
    "，；\n",
    ",;\n",
    "；，\n",
    "。，\n",
    "Resolution 88 (Rev. Dubai, 2018Bucharest, 2022)",
    "WTDC-1014",
    "WTDC-10WTDC-14",
    "201014年",
    "20102014",
    "2012-20152016-2019",
    "《海得拉巴迪拜行动计划》",
    "HyderabadDubai Action Plan",
    "“a)\t山区和岛屿的学校仍然没有可靠的宽带连接，这影响到儿童的教育和社会的发展”\n",
    "山区和岛屿的学校仍然没有可靠且价格合理的宽带连接，这影响到儿童的教育和社会的发展；\n",
    "(",
    "）",
    "2014年",
    "Dubai",
    "\u{301}",
    "ة",
    "…",
    "القرار 88 (المراجَع في دبي، 2018بوخارست، 2022)",
    "Пусан, 2014 г.",
    "第64号决议（2010年，瓜达拉哈拉）",
];

proptest::proptest! {
    /// Kept, deleted and inserted text in order is the source, character for character, whatever
    /// the text; a second run finds marks and does nothing.
    #[test]
    fn nothing_is_lost_and_nothing_added(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..60)) {
        let text = pieces.concat();
        for language in [Language::Chinese, Language::English, Language::Arabic] {
            let mut submission = parsed("property.txt", &text, Some(language));
            let before = words(&mut submission);
            let recovery = recovered(&mut submission, None, None);
            proptest::prop_assert_eq!(words(&mut submission), before);
            let edits: usize = recovery.marks.iter().map(|mark| mark.edits.len()).sum();
            proptest::prop_assert_eq!(submission.revisions.len(), edits);
            if edits > 0 {
                let again = recovered(&mut submission, None, None);
                proptest::prop_assert!(again.marks.is_empty());
            }
        }
    }
}

/// A real document beside the project, or `None`, said aloud.
fn real(path: &str) -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real").join(path);
    let text = std::fs::read_to_string(&file).ok();
    if text.is_none() {
        eprintln!("SKIPPED: {} is not there", file.display());
    }
    text
}

/// The characters (bytes at which they begin) that are deleted and inserted, white space aside.
pub(crate) type Marked = BTreeSet<(usize, bool)>;

pub(crate) fn characters(text: &str, span: std::ops::Range<usize>, deleted: bool, all: &mut Marked) {
    let letters = text.get(span.clone()).unwrap().char_indices();
    all.extend(letters.filter(|(_, c)| !c.is_whitespace()).map(|(at, _)| (span.start + at, deleted)));
}

/// What a truth file tells: what is marked, and what cannot be told from the text (`?`), which is
/// left out of every count.
struct Truth {
    marked: Marked,
    open: Marked,
}

fn truth(name: &str, text: &str) -> Truth {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/truth").join(name);
    let table = std::fs::read_to_string(path).unwrap();
    let hash: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(table.contains(&hash), "{name} was annotated on another file");
    let lines: Vec<&str> = text.split('\n').collect();
    let index = LineIndex::new(text);
    let mut truth = Truth { marked: Marked::new(), open: Marked::new() };
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [line, from, to, kind] = fields.as_slice() else { panic!("{row}") };
        let line: usize = line.parse().unwrap();
        let byte = |column: &str| {
            let column: usize = column.parse().unwrap();
            lines[line - 1].chars().take(column - 1).map(char::len_utf8).sum::<usize>()
        };
        let start = index.start(line as u32).unwrap() as usize;
        let all = if *kind == "?" { &mut truth.open } else { &mut truth.marked };
        characters(text, start + byte(from)..start + byte(to), *kind != "I", all);
    }
    truth
}

fn found(text: &str, recovery: &Recovery) -> Marked {
    let mut all = Marked::new();
    for edit in recovery.marks.iter().flat_map(|mark| &mark.edits) {
        characters(text, edit.span.range(), edit.kind == RevisionKind::Deletion, &mut all);
    }
    all
}

/// Precision and recall by character.
fn measure(what: &str, found: &Marked, truth: &Truth) -> (f64, f64) {
    let open: BTreeSet<usize> = truth.open.iter().map(|(at, _)| *at).collect();
    let (mut found, truth) = (found.clone(), &truth.marked);
    found.retain(|(at, _)| !open.contains(at));
    let common = found.intersection(truth).count() as f64;
    let (precision, recall) = (common / found.len() as f64, common / truth.len() as f64);
    eprintln!("{what}: precision {precision:.4}, recall {recall:.4} of {} characters", truth.len());
    (precision, recall)
}

#[test]
fn precision_and_recall_without_base_text() {
    let Some(text) = real("cub70-pp14-zh.txt") else { return };
    let mut submission = parsed("cub70.txt", &text, None);
    let recovery = recovered(&mut submission, None, None);
    let (precision, recall) = measure("cub70", &found(&text, &recovery), &truth("cub70-pp14-zh.tsv", &text));
    assert!(precision >= 0.99 && recall >= 0.95);
}

#[test]
fn precision_and_recall_with_base_text() {
    let path = "itu-word/g-imp8101-flattened.txt";
    let (Some(text), Some(base)) = (real(path), real("itu-word/g-imp8101-rejected.txt")) else { return };
    let mut library = BaseLibrary::default();
    library.add("rejected.txt", &parsed("rejected.txt", &base, None));
    let recovery = recovered(&mut parsed("flattened.txt", &text, None), Some(&library), None);
    let (precision, recall) = measure("g-imp8101", &found(&text, &recovery), &truth("g-imp8101.tsv", &text));
    assert!(precision >= 0.99 && recall >= 0.99);
}

#[test]
fn a_text_that_is_its_own_base_has_no_marks() {
    let Some(text) = real("pp18-en/pp18-res_130.txt") else { return };
    let mut library = BaseLibrary::default();
    library.add("130.txt", &parsed("130.txt", &text, None));
    assert!(!library.is_empty());
    let recovery = recovered(&mut parsed("130.txt", &text, None), Some(&library), None);
    assert!(recovery.marks.is_empty() && recovery.suggestions.is_empty());
}

#[test]
fn clean_real_texts_stay_clean() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real/pp18-en");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("SKIPPED: {} is not there", folder.display());
        return;
    };
    let mut texts: Vec<(String, String)> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    texts.sort();
    texts.extend(real("itu-word/g-imp8101-rejected.txt").map(|text| ("rejected".to_owned(), text)));
    texts.extend(real("itu-word/g-imp8101-accepted.txt").map(|text| ("accepted".to_owned(), text)));
    assert!(texts.len() > 20);
    for (name, text) in texts {
        let recovery = recovered(&mut parsed("clean.txt", &text, None), None, None);
        let all: Vec<&Mark> = recovery.marks.iter().chain(&recovery.suggestions).collect();
        assert!(all.is_empty(), "{name}: {all:?}");
    }
}
