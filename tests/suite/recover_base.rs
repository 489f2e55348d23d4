//! Comparison with the text in force, over drawn edits: rejecting all marks of an aligned paragraph gives the
//! paragraph of the base exactly, else the marks that the base bears witness to are only suggested.

use proptest::prelude::*;

use super::recover::{parsed, recovered};
use crate::language::Language;
use crate::recover::{BaseLibrary, Recovery, Witness};
use crate::text::RevisionKind;

/// What is done to a word of the base.
#[derive(Debug, Clone, Copy)]
enum DrawnEdit {
    Keep,
    /// Another stands behind it, a space between.
    Insert(usize),
    /// Another has taken its place: both stand, with a space or glued.
    Replace(usize, bool),
    /// Words behind it are repeated words of the base.
    Repeat,
    /// It is gone, and left no trace.
    Drop,
    /// A comma is put behind it.
    Comma,
}

const ENGLISH: &[&str] = &[
    "harbours",
    "keep",
    "registers",
    "of",
    "boats",
    "and",
    "the",
    "Union",
    "reports",
    "each",
    "year",
    "on",
    "their",
    "state",
    "2014",
    "(WSIS)",
    "lights,",
    "members",
    "in",
    "ports;",
    "Directors",
    "take",
    "appropriate",
    "measures",
];
const RUSSIAN: &[&str] = &[
    "порты",
    "ведут",
    "журналы",
    "и",
    "Союз",
    "сообщает",
    "о",
    "судах",
    "каждый",
    "год",
    "меры",
    "принимать",
    "членам",
    "в",
    "2014",
    "маяки,",
    "всех",
    "странах",
];
const CHINESE: &[&str] = &[
    "港口",
    "保存",
    "登记簿",
    "和",
    "国际电联",
    "报告",
    "的",
    "船舶",
    "每年",
    "采取",
    "措施",
    "成员国",
    "在",
    "2014年",
    "灯塔，",
];

fn edit() -> impl Strategy<Value = DrawnEdit> {
    prop_oneof![
        12 => Just(DrawnEdit::Keep),
        2 => any::<usize>().prop_map(DrawnEdit::Insert),
        3 => (any::<usize>(), any::<bool>()).prop_map(|(word, glued)| DrawnEdit::Replace(word, glued)),
        1 => Just(DrawnEdit::Repeat),
        1 => Just(DrawnEdit::Drop),
        1 => Just(DrawnEdit::Comma),
    ]
}

/// A paragraph in force and the same as a flattened proposal has it.
fn paragraph(words: &[&str], draws: &[(usize, DrawnEdit)], space: &str) -> [String; 2] {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for (word, edit) in draws {
        let word = words[word % words.len()].to_owned();
        let other = |at: usize| words[at % words.len()];
        old.push(word.clone());
        match *edit {
            DrawnEdit::Keep => new.push(word),
            DrawnEdit::Insert(at) => new.extend([word, other(at).to_owned()]),
            DrawnEdit::Replace(at, true) => new.push(format!("{word}{}", other(at))),
            DrawnEdit::Replace(at, false) => new.extend([word, other(at).to_owned()]),
            DrawnEdit::Repeat => new.extend(old.iter().rev().take(2).rev().cloned().collect::<Vec<_>>()),
            DrawnEdit::Drop => {}
            DrawnEdit::Comma => new.push(format!("{word},")),
        }
    }
    [old.join(space), new.join(space)]
}

/// Number line, opening, a call and its items.
fn document(language: Language, items: &[String]) -> String {
    let head = match language {
        Language::Russian => {
            "РЕЗОЛЮЦИЯ 64 (ПЕРЕСМ. ПУСАН, 2014 Г.)\nЖурналы портов\nПолномочная конференция Международного союза \
             электросвязи (Пусан, 2014 г.),\nнапоминая\n"
        }
        Language::Chinese => {
            "第64号决议（2014年，釜山，修订版）\n港口登记簿\n国际电信联盟全权代表大会（2014年，釜山），\n忆及\n"
        }
        _ => {
            "RESOLUTION 64 (REV. BUSAN, 2014)\nRegisters of harbours\nThe Plenipotentiary Conference of the \
             International Telecommunication Union (Busan, 2014),\nrecalling\n"
        }
    };
    let labels = ('a'..='z').zip(items).map(|(label, item)| format!("{label})\t{item};\n"));
    head.to_owned() + &labels.collect::<String>()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The lines in which a mark of the base is set and that, all marks rejected, are not the base's.
fn unlike(base: &str, text: &str, recovery: &Recovery) -> Vec<String> {
    let mut start = 0;
    let lines = text.split_inclusive('\n').zip(base.split_inclusive('\n'));
    let judged = lines.filter_map(|(line, old)| {
        let range = start..start + line.len();
        start = range.end;
        let inside = recovery
            .marks
            .iter()
            .filter(|mark| mark.span().is_some_and(|span| range.contains(&span.range().start)));
        let inside: Vec<_> = inside.collect();
        let borne = inside.iter().any(|mark| mark.witness == Witness::BaseText);
        let mut rejected = line.to_owned();
        let mut edits: Vec<_> = inside.iter().flat_map(|mark| &mark.edits).collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.range().start));
        for edit in edits.into_iter().filter(|edit| edit.kind == RevisionKind::Insertion) {
            let own = edit.span.range();
            rejected.replace_range(own.start - range.start..own.end - range.start, "");
        }
        // A paragraph that is inserted as a whole was aligned with none.
        let aligned = borne && !letters(&rejected).is_empty();
        (aligned && letters(&rejected) != letters(old)).then(|| format!("{old}{line}{rejected}"))
    });
    judged.collect()
}

fn holds(draws: &[Vec<(usize, DrawnEdit)>]) -> Result<(), TestCaseError> {
    for (language, words, space) in [
        (Language::English, ENGLISH, " "),
        (Language::Russian, RUSSIAN, " "),
        (Language::Chinese, CHINESE, ""),
    ] {
        let [old, new]: [Vec<String>; 2] = [0, 1]
            .map(|side| draws.iter().map(|draws| paragraph(words, draws, space)[side].clone()).collect());
        let base = format!("MOD\tCUB/70/1\n{}", document(language, &old));
        let text = format!("MOD\tCUB/70/1\n{}", document(language, &new));
        let mut library = BaseLibrary::default();
        library.add("base.txt", &parsed("base.txt", &base, Some(language)));
        let mut submission = parsed("a.txt", &text, Some(language));
        let recovery = recovered(&mut submission, Some(&library), None);
        let wrong = unlike(&base, &text, &recovery);
        prop_assert!(wrong.is_empty(), "{language}:\n{}", wrong.join("\n"));
    }
    Ok(())
}

fn drawn() -> impl Strategy<Value = Vec<Vec<(usize, DrawnEdit)>>> {
    let word = (any::<usize>(), edit());
    proptest::collection::vec(proptest::collection::vec(word, 4..24), 2..6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rejecting_all_marks_gives_the_base(draws in drawn()) {
        holds(&draws)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// `cargo test --release --lib rejecting_all_marks_long -- --ignored`
    #[test]
    #[ignore = "minutes"]
    fn rejecting_all_marks_long(draws in drawn()) {
        holds(&draws)?;
    }
}

#[test]
fn a_text_in_force_of_other_words_is_refused_by_name() {
    let text = document(Language::English, &["harbours keep registers of their boats".to_owned()]);
    let other = "RESOLUTION 64 (REV. BUSAN, 2014)\nAccounts\nThe Plenipotentiary Conference of the International \
                 Telecommunication Union (Busan, 2014),\nconsidering\na)\tthat the budget of the Union has to be \
                 balanced every year by the Council in its session;\nb)\tthat accounts are audited by an external \
                 auditor whom the Council appoints for four years,\nresolves\nto publish them.\n";
    let mut library = BaseLibrary::default();
    library.add("accounts.txt", &parsed("accounts.txt", other, Some(Language::English)));
    let mut submission = parsed("a.txt", &format!("MOD\tCUB/70/1\n{text}"), Some(Language::English));
    let recovery = recovered(&mut submission, Some(&library), None);
    assert!(recovery.marks.is_empty() && recovery.suggestions.is_empty(), "{recovery:?}");
    let [finding] = recovery.findings.as_slice() else { panic!("{:?}", recovery.findings) };
    assert_eq!(finding.rule.code, "REV007");
    assert!(
        finding.message.to_string().starts_with("accounts.txt was not compared with text 64"),
        "{finding:?}"
    );
    assert_eq!(finding.span.map(|span| span.range().start), Some("MOD\tCUB/70/1\n".len()));
}

/// Number, title, opening and calls are alike in every text of a number: a short text of other clauses is another one.
#[test]
fn a_short_text_of_other_clauses_is_refused() {
    let head = "RESOLUTION 64 (REV. BUSAN, 2014)\nRegisters of boats and of their harbours in the regions\nThe \
                Plenipotentiary Conference of the International Telecommunication Union (Busan, 2014),\nconsidering\n";
    let text = |clauses: [&str; 2]| {
        let [recital, operative] = clauses;
        format!("{head}that {recital},\nresolves\nto {operative}.\n")
    };
    let mut library = BaseLibrary::default();
    let base = text(["harbours keep lists", "count the boats"]);
    library.add("boats.txt", &parsed("boats.txt", &base, Some(Language::English)));
    let proposal = format!("MOD\tCUB/70/1\n{}", text(["bees make honey", "plant flowers along roads"]));
    let mut submission = parsed("a.txt", &proposal, Some(Language::English));
    let recovery = recovered(&mut submission, Some(&library), None);
    assert!(recovery.marks.is_empty() && recovery.suggestions.is_empty(), "{recovery:?}");
    assert_eq!(recovery.findings.first().map(|finding| finding.rule.code), Some("REV007"));
}
