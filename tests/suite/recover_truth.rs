//! Precision and recall on flattened texts of our own, in six languages, each with its truth.
//!
//! `tests/cases/recover/*/truth.txt` is a contribution as its author had it, marks and all:
//! `[-deleted-]`, `{+inserted+}`, and `[~deleted~]`, `{~inserted~}` where nothing in the text could ever tell. Its
//! marks taken away, deleted and inserted words stand side by side, as when Word text is extracted.
//! What recovery makes of that is compared with the truth, character for character; the score, what
//! was missed and what was marked wrongly are kept beside it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::model::Submission;
use crate::recover::Mark;
use crate::registry::Registry;
use crate::text::{RevisionKind, Run};

use super::recover::{Marked, characters, parsed, recovered};

/// A text without its marks, and where they were.
#[derive(Default)]
pub(crate) struct Flattened {
    pub(crate) text: String,
    pub(crate) truth: Marked,
    pub(crate) traceless: Marked,
}

pub(crate) fn flatten(marked: &str) -> Flattened {
    const SIGNS: [(&str, &str, bool, bool); 4] = [
        ("[-", "-]", true, false),
        ("{+", "+}", false, false),
        ("[~", "~]", true, true),
        ("{~", "~}", false, true),
    ];
    let mut flat = Flattened::default();
    let mut rest = marked;
    let mut ranges = Vec::new();
    loop {
        let next = SIGNS.iter().filter_map(|sign| Some((rest.find(sign.0)?, sign))).min_by_key(|(at, _)| *at);
        let Some((at, (open, close, deleted, traceless))) = next else { break };
        flat.text.push_str(&rest[..at]);
        let inner = &rest[at + open.len()..];
        let end = inner.find(close).unwrap_or_else(|| panic!("{open} without {close}"));
        let start = flat.text.len();
        flat.text.push_str(&inner[..end]);
        ranges.push((start..flat.text.len(), *deleted, *traceless));
        rest = &inner[end + close.len()..];
    }
    flat.text.push_str(rest);
    for (range, deleted, traceless) in ranges {
        let all = if traceless { &mut flat.traceless } else { &mut flat.truth };
        characters(&flat.text, range, deleted, all);
    }
    flat
}

fn of(text: &str, marks: &[Mark]) -> Marked {
    let mut all = Marked::new();
    for edit in marks.iter().flat_map(|mark| &mark.edits) {
        characters(text, edit.span.range(), edit.kind == RevisionKind::Deletion, &mut all);
    }
    all
}

/// Characters as stretches of text, each with its line.
pub(crate) fn stretches(text: &str, set: &Marked) -> String {
    let mut shown = String::new();
    let mut last: Option<(usize, bool)> = None;
    let mut order: Vec<(usize, bool)> = set.iter().copied().collect();
    order.sort_by_key(|(at, deleted)| (!deleted, *at));
    for (at, deleted) in order {
        let letter = text[at..].chars().next().unwrap();
        let joins = last.is_some_and(|(end, kind)| {
            kind == deleted && end <= at && text[end..at].chars().all(|c| c == ' ' || c == '\t')
        });
        if joins {
            shown.push_str(&text[last.unwrap().0..at]);
        } else {
            let line = text[..at].matches('\n').count() + 1;
            let _ = write!(shown, "\n  {line:>3} {} ", if deleted { '-' } else { '+' });
        }
        shown.push(letter);
        last = Some((at + letter.len_utf8(), deleted));
    }
    shown + "\n"
}

pub(crate) fn truths() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/recover");
    let mut all: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.retain(|path| path.join("truth.txt").is_file());
    all.sort();
    all
}

#[derive(Default)]
struct Sum {
    marked: usize,
    right: usize,
    truth: usize,
    found: usize,
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[test]
fn precision_and_recall_on_texts_of_our_own() {
    let mut sum = Sum::default();
    let mut rules: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for case in truths() {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let flat = flatten(&std::fs::read_to_string(case.join("truth.txt")).unwrap());
        let recovery = recovered(&mut parsed(&format!("{name}.txt"), &flat.text, None), None, None);
        let every: Marked = flat.truth.union(&flat.traceless).copied().collect();
        for mark in &recovery.marks {
            let letters = of(&flat.text, std::slice::from_ref(mark));
            let rule = rules.entry(mark.rule).or_default();
            rule.0 += letters.len();
            rule.1 += letters.intersection(&every).count();
        }
        let certain = of(&flat.text, &recovery.marks);
        let suspected = of(&flat.text, &recovery.suggestions);
        let right = certain.intersection(&every).count();
        let found = certain.intersection(&flat.truth).count();
        let missed: Marked = flat.truth.difference(&certain).copied().collect();
        let hinted: Marked = missed.intersection(&suspected).copied().collect();
        let unseen: Marked = missed.difference(&suspected).copied().collect();
        let extra: Marked = certain.difference(&every).copied().collect();
        let idle: Marked = suspected.difference(&every).copied().collect();
        let score = format!(
            "{} of {} characters marked are right; {} of {} changed ones are marked\nmissed{}suggested{}wrong{}suggested wrongly{}",
            right,
            certain.len(),
            found,
            flat.truth.len(),
            stretches(&flat.text, &unseen),
            stretches(&flat.text, &hinted),
            stretches(&flat.text, &extra),
            stretches(&flat.text, &idle),
        );
        eprintln!(
            "{name}: precision {:.4}, recall {:.4}",
            ratio(right, certain.len()),
            ratio(found, flat.truth.len())
        );
        insta::with_settings!({ snapshot_path => &case, prepend_module_to_snapshot => false, snapshot_suffix => "", omit_expression => true }, {
            insta::assert_snapshot!("score", score);
        });
        if ratio(right, certain.len()) < 0.99 {
            wrong.push(name);
        }
        sum.marked += certain.len();
        sum.right += right;
        sum.truth += flat.truth.len();
        sum.found += found;
    }
    for (rule, (marked, right)) in &rules {
        eprintln!("{rule}: {right} of {marked} right");
    }
    let (precision, recall) = (ratio(sum.right, sum.marked), ratio(sum.found, sum.truth));
    eprintln!("all: precision {precision:.4}, recall {recall:.4} of {}", sum.truth);
    assert!(wrong.is_empty(), "marks that are certain must be right: {wrong:?}");
    assert!(precision >= 0.99 && recall >= 0.9);
}

/// Each visible character of a submission in order, and whether it is deleted, inserted or kept.
fn letters(submission: &mut Submission) -> Vec<(char, Option<bool>)> {
    let mut all = Vec::new();
    each_run(submission, &mut |run| {
        let flag = match (&run.insertion, &run.deletion) {
            (_, Some(_)) => Some(true),
            (Some(_), None) => Some(false),
            _ => None,
        };
        all.extend(run.text.chars().filter(|c| !c.is_whitespace()).map(|c| (c, flag)));
    });
    all
}

fn each_run(submission: &mut Submission, see: &mut dyn FnMut(&mut Run)) {
    submission.visit_mut(&mut |_, text| text.into_runs().iter_mut().for_each(&mut *see));
}

/// Real tracked changes, flattened: what recovery marks without any base text must be what was marked.
#[test]
fn real_marks_flattened_and_recovered() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real");
    let mut files = Vec::new();
    for folder in ["itu-word", "word-corpus"] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            eprintln!("SKIPPED: {} is not there", root.join(folder).display());
            return;
        };
        files.extend(entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()));
    }
    files.sort();
    let (mut marked, mut right, mut truth) = (0, 0, 0);
    for file in files {
        let Ok(source) = crate::read::read(&file.to_string_lossy(), &std::fs::read(&file).unwrap()) else {
            continue;
        };
        let decoded = source.text.clone();
        let mut submission =
            crate::parse::parse(source, &decoded, None, Registry::builtin()).unwrap().submission;
        let real = letters(&mut submission);
        let changed = real.iter().filter(|(_, flag)| flag.is_some()).count();
        if changed == 0 {
            continue;
        }
        each_run(&mut submission, &mut |run| (run.insertion, run.deletion) = (None, None));
        submission.revisions.clear();
        recovered(&mut submission, None, None);
        let found = letters(&mut submission);
        assert_eq!(real.len(), found.len());
        let pairs = || real.iter().zip(&found).filter(|(_, (_, flag))| flag.is_some());
        let (all, same) = (pairs().count(), pairs().filter(|(a, b)| a.1 == b.1).count());
        eprintln!("{}: {same} of {all} marks right, {changed} in truth", file.display());
        (marked, right, truth) = (marked + all, right + same, truth + changed);
    }
    eprintln!("real marks: {right} of {marked} right, {truth} in truth");
    assert!(right * 100 >= marked * 99);
}

/// Lines as long as a file, full of what the rules look for and without a space: what is not linear
/// does not end.
#[test]
fn one_long_line_comes_to_an_end() {
    const LENGTH: usize = 600_000;
    const LINES: [(&str, &str); 4] = [
        (
            "MOD\tABC/1/1\n第88号决议（2014年，釜山2018年，迪拜，修订版）\n网络\n国际电信联盟全权代表大会（2014年，釜山2018年，迪拜），\n做出决议\n1\t",
            "根据第45号决议（2010年，海得拉巴2014年，迪拜，修订版）和201014年世界电信发展大会（WTDC-1014）通过的《海得拉巴迪拜行动计划》、20142018继续在第1620研究组开展工作，2012年计划2016年计划",
        ),
        (
            "MOD\tABC/1/1\nRESOLUTION 88 (REV. BUSAN, 2014DUBAI, 2018)\nNetworks\nThe Plenipotentiary Conference of the International Telecommunication Union (Busan, 2014Dubai, 2018),\nresolves\n1\t",
            "Resolution45(Rev.Hyderabad,2010Dubai,2014)ofWTDC-1014,members-shallshould-report-in20142018,57/23958/199;officesWork,;",
        ),
        (
            "MOD\tABC/1/1\nРЕЗОЛЮЦИЯ 88 (ПЕРЕСМ. ПУСАН, 2014 г.ДУБАЙ, 2018 г.)\nСети\nПолномочная конференция Международного союза электросвязи (Пусан, 2014 г.Дубай, 2018 г.),\nрешает\n1\t",
            "Резолюция45(Пересм.Хайдарабад,2010г.Дубай,2014г.)в-ДубаеБуэнос-Айресе,должнымогут,1-й2-й;20142018",
        ),
        (
            "MOD\tABC/1/1\nالقرار 88 (المراجَع في بوسان، 2014دبي، 2018)\nشبكات\nإن مؤتمر المندوبين المفوضين للاتحاد الدولي للاتصالات (بوسان، 2014دبي، 2018)،\nيقرر\n1\t",
            "القرار45(المراجَعفيحيدرآباد،2010دبي،2014)الأمين العاممدير مكتب تنمية الاتصالات20142018؛",
        ),
    ];
    for (head, piece) in LINES {
        let text = format!("{head}{}\n", piece.repeat(LENGTH / piece.len()));
        let recovery = recovered(&mut parsed("long.txt", &text, None), None, None);
        assert!(recovery.marks.len() > 2, "{piece}");
    }
}
