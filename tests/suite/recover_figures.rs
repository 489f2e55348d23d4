//! The figures of recovery and checks, by one command: precision and recall in each language, without
//! the text in force and with it, and false findings in clean texts.
//!
//! `cargo test --lib figures_of -- --nocapture` prints them; `ITUDOC_SEED=7` draws other texts. Each text with its truth stands for two: labels
//! that run together as letters (`bc)`) and whole (`b)c)`). Recall is of what a pattern, the list or the note can
//! show, with the text in force of all insertions besides; what nothing can show is counted apart.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::recover::{Marked, characters, parsed, recovered};
use super::recover_truth::{flatten, truths};
use crate::diagnostics::Severity;
use crate::language::Language;
use crate::pipeline::{Engine, FileOptions, RunOptions};
use crate::recover::{BaseLibrary, Recovery};
use crate::text::RevisionKind;

/// What was marked in the texts of a language, and what of it is right.
#[derive(Default, Clone, Copy)]
struct Score {
    texts: usize,
    marked: usize,
    right: usize,
    truth: usize,
    found: usize,
    /// Changed characters that nothing in the text can show, and those of them that were marked.
    unseen: (usize, usize),
}

impl Score {
    fn precision(&self) -> f64 {
        if self.marked == 0 { 1.0 } else { self.right as f64 / self.marked as f64 }
    }

    fn recall(&self) -> f64 {
        if self.truth == 0 { 1.0 } else { self.found as f64 / self.truth as f64 }
    }

    fn add(&mut self, marked: &Marked, every: &Marked, wanted: &Marked) {
        self.texts += 1;
        self.marked += marked.len();
        self.right += marked.intersection(every).count();
        self.truth += wanted.len();
        self.found += marked.intersection(wanted).count();
        self.unseen.0 += every.difference(wanted).count();
        self.unseen.1 += every.difference(wanted).filter(|letter| marked.contains(letter)).count();
    }
}

/// The label pairs of a text with truth, written whole: `[-c-]{+d+})` as `[-c)-]{+d)+}`.
fn whole_labels(truth: &str) -> String {
    let line = |line: &str| {
        let pair = || {
            let old = line.strip_prefix("[-")?;
            let (old, rest) = old.split_once("-]{+")?;
            let (new, rest) = rest.split_once("+}")?;
            let short = |label: &str| !label.is_empty() && label.chars().count() <= 2;
            let close = rest.chars().next().filter(|c| matches!(c, ')' | '）'))?;
            let tail = rest.get(close.len_utf8()..)?;
            (short(old) && short(new)).then(|| format!("[-{old}{close}-]{{+{new}{close}+}}{tail}"))
        };
        pair().unwrap_or_else(|| line.to_owned())
    };
    truth.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// The text in force: insertions and the lines that they were alone in taken out.
fn in_force(truth: &str) -> String {
    let line = |line: &str| -> Option<String> {
        let mut text = String::new();
        let mut rest = line;
        let mut inserted = false;
        loop {
            let next =
                [("{+", "+}"), ("{~", "~}")].into_iter().filter_map(|sign| Some((rest.find(sign.0)?, sign)));
            let Some((at, (open, close))) = next.min_by_key(|(at, _)| *at) else { break };
            text.push_str(&rest[..at]);
            let inner = &rest[at + open.len()..];
            rest = &inner[inner.find(close)? + close.len()..];
            inserted = true;
        }
        text.push_str(rest);
        let text = text.replace("[-", "").replace("-]", "").replace("[~", "").replace("~]", "");
        (!inserted || !text.trim().is_empty()).then_some(text)
    };
    truth.split('\n').filter_map(line).collect::<Vec<_>>().join("\n")
}

fn marked(text: &str, recovery: &Recovery) -> Marked {
    let mut all = Marked::new();
    for edit in recovery.marks.iter().flat_map(|mark| &mark.edits) {
        characters(text, edit.span.range(), edit.kind == RevisionKind::Deletion, &mut all);
    }
    all
}

/// Precision and recall of each language, without the text in force and with it.
type Scores = BTreeMap<&'static str, [Score; 2]>;

/// Scores a text with its truth, in both forms of its labels.
fn score(scores: &mut Scores, name: &str, own: String) {
    let whole = whole_labels(&own);
    let forms = if whole == own { vec![own.clone(), own] } else { vec![own, whole] };
    for truth in forms {
        let flat = flatten(&truth);
        let mut submission = parsed("truth.txt", &flat.text, None);
        let language = submission.language.unwrap_or(Language::English).code();
        let every: Marked = flat.truth.union(&flat.traceless).copied().collect();
        let alone = marked(&flat.text, &recovered(&mut submission, None, None));
        let mut library = BaseLibrary::default();
        library.add("base.txt", &parsed("base.txt", &in_force(&truth), None));
        let mut again = parsed("truth.txt", &flat.text, None);
        let based = marked(&flat.text, &recovered(&mut again, Some(&library), None));
        let [first, second] = scores.entry(language).or_default();
        first.add(&alone, &every, &flat.truth);
        let insertions = flat.traceless.iter().filter(|(_, deleted)| !deleted).copied();
        second.add(&based, &every, &flat.truth.iter().copied().chain(insertions).collect());
        if std::env::var_os("ITUDOC_WRONG").is_some() {
            tell(name, &flat.text, [(&alone, &every, &flat.truth), (&based, &every, &every)]);
        }
    }
}

fn show(scores: &Scores) {
    eprintln!(
        "language  texts  without base: precision recall   with base: precision recall   unseen, of them marked"
    );
    for (language, [alone, based]) in scores {
        eprintln!(
            "{language:<9} {:>5}  {:>23.4} {:.4}   {:>20.4} {:.4}   {:>4}, {} and with base {:>4}, {}",
            alone.texts,
            alone.precision(),
            alone.recall(),
            based.precision(),
            based.recall(),
            alone.unseen.0,
            alone.unseen.1,
            based.unseen.0,
            based.unseen.1
        );
    }
}

fn demand(scores: &Scores) {
    assert!(scores.values().map(|[alone, _]| alone.texts).sum::<usize>() >= 40 && scores.len() == 6);
    for (language, [alone, based]) in scores {
        assert!(alone.precision() >= 0.99 && alone.recall() >= 0.95, "{language} without base");
        assert!(based.precision() >= 0.995 && based.recall() >= 0.99, "{language} with base");
    }
}

#[test]
fn figures_of_recovery() {
    let mut scores = Scores::new();
    for case in truths() {
        let own = std::fs::read_to_string(case.join("truth.txt")).unwrap();
        score(&mut scores, &case.file_name().unwrap().to_string_lossy(), own);
    }
    eprintln!("texts of the project, a character counted as deleted or inserted");
    show(&scores);
    demand(&scores);
}

/// The same on texts drawn by a seed, `ITUDOC_SEED`, so many in each language (`ITUDOC_DRAWN`) in both forms of labels.
#[test]
fn figures_of_drawn_texts() {
    let number = |name: &str, otherwise: u64| {
        std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
    };
    let (seed, count) = (number("ITUDOC_SEED", 1), number("ITUDOC_DRAWN", 4));
    let mut scores = Scores::new();
    for (language, material) in super::recover_drawn::materials() {
        let mut draw = super::recover_drawn::Drawing(seed ^ (language as u64) << 32);
        for at in 0..count {
            let truth = super::recover_drawn::drawn(&mut draw, language, &material);
            score(&mut scores, &format!("seed {seed}, {} {at}", language.code()), truth);
        }
    }
    eprintln!("texts drawn by seed {seed}, a character counted as deleted or inserted");
    show(&scores);
    demand(&scores);
}

/// What is wrong and what is missing, a line each.
fn tell(name: &str, text: &str, scores: [(&Marked, &Marked, &Marked); 2]) {
    for (how, (found, every, wanted)) in ["alone", "with base"].into_iter().zip(scores) {
        for (what, set) in [
            ("wrong", found.difference(every).copied().collect::<Marked>()),
            ("missing", wanted.difference(found).copied().collect()),
        ] {
            let words = super::recover_truth::stretches(text, &set);
            if !set.is_empty() {
                eprintln!("{name} {how} {what}: {words}");
            }
        }
    }
}

/// Clean texts: the cases of the checks that are called so, the resolutions beside the project where they are there, and
/// the files of the folders that `ITUDOC_CLEAN` names, with a colon between them.
fn clean_texts() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    let own = std::env::var("ITUDOC_CLEAN").unwrap_or_default();
    let own = own.split(':').filter(|folder| !folder.is_empty());
    for folder in ["tests/cases/check/clean", "../shared/real/pp18-en"].into_iter().chain(own) {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            eprintln!("SKIPPED: {folder} is not there");
            continue;
        };
        let files = entries.map(|entry| entry.unwrap().path());
        let read = ["txt", "docx", "doc", "rtf", "odt", "html"];
        all.extend(files.filter(|path| {
            path.extension().is_some_and(|ending| read.iter().any(|known| ending.eq_ignore_ascii_case(known)))
        }));
    }
    all.sort();
    all
}

/// What document control asks for at every text that comes without a masthead: not false.
const ROUTINE: [&str; 4] = ["DOC003", "PRP010", "PRP005", "STR002"];

#[test]
fn figures_of_checks() {
    let engine = Engine::default();
    let (run, own) = (RunOptions::default(), FileOptions::default());
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    let texts = clean_texts();
    for file in &texts {
        let bytes = std::fs::read(file).unwrap();
        let reading = {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            match engine.read(&name, &bytes, &run, &own) {
                Ok(reading) => reading,
                Err(refusal) => {
                    eprintln!("{}: refused: {refusal}", file.display());
                    continue;
                }
            }
        };
        let mut findings = reading.findings.clone();
        findings.extend(crate::check::check(&reading, &engine.registry, None));
        for finding in findings.iter().filter(|finding| finding.severity > Severity::Information) {
            if !ROUTINE.contains(&finding.rule.code) {
                eprintln!("{}: {} {}", file.display(), finding.rule.code, finding.message);
                *told.entry(finding.rule.code).or_default() += 1;
            }
        }
    }
    let all: usize = told.values().sum();
    eprintln!("{all} findings above information in {} clean texts: {told:?}", texts.len());
    assert!(all * 20 <= texts.len());
}
