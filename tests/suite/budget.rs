//! The limit on what one file may use: each stage asks before it begins, and what was converted
//! within the limit is what is converted without one.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::batch::Fate;
use crate::budget::{Budget, Limit};
use crate::diagnostics::RefusalKind;
use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};

use crate::suite::{fake, workload};

/// Leave to go on, so many times.
#[derive(Debug)]
struct Times(AtomicUsize);

impl Limit for Times {
    fn reached(&self) -> bool {
        self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_err()
    }

    fn shown(&self) -> String {
        "a few questions".to_owned()
    }
}

const STAGES: [&str; 11] = [
    "the file was read",
    "its structure was found",
    "its lost marks were recovered",
    "its text was counted",
    "it was composed",
    "the DOCX was written",
    "the DOCX was read back",
    "it was laid out",
    "the PDF was written",
    "the PDF was read back",
    "the JSON was written",
];

#[test]
fn every_stage_asks_before_it_begins() {
    let engine = Engine::default();
    let text = workload::submission(0, 1);
    let convert = |budget: Budget| {
        let options = RunOptions { outputs: OutputKind::ALL.to_vec(), ..RunOptions::default() };
        let file = FileOptions { budget, ..FileOptions::default() };
        engine.convert("a.txt", text.as_bytes(), &options, &file)
    };
    for (asked, stage) in STAGES.into_iter().enumerate() {
        let refusal = convert(Budget::new(Times(asked.into()))).unwrap_err();
        assert_eq!(refusal.kind, RefusalKind::Limit);
        assert_eq!(refusal.found, format!("the limit of a few questions was reached before {stage}"));
        assert!(refusal.advice.contains("--time-limit"), "{}", refusal.advice);
    }
    let limited = convert(Budget::new(Times(STAGES.len().into()))).unwrap();
    assert_eq!(limited.outputs, convert(Budget::default()).unwrap().outputs);
}

#[test]
fn a_long_layout_asks_on_its_way() {
    let engine = Engine::default();
    let text: String = (0..2500).map(|at| format!("Paragraph {at} of a long report.\n\n")).collect();
    let convert = |leave: usize| {
        let options = RunOptions { outputs: vec![OutputKind::Pdf], ..RunOptions::default() };
        let file = FileOptions { budget: Budget::new(Times(leave.into())), ..FileOptions::default() };
        engine.convert("a.txt", text.as_bytes(), &options, &file)
    };
    // Five stages before the layout; it asks at its start and after each thousand paragraphs.
    for leave in [5, 6, 7] {
        let refusal = convert(leave).unwrap_err();
        assert!(refusal.found.ends_with("before it was laid out"), "{leave}: {}", refusal.found);
    }
    assert!(convert(8).unwrap_err().found.ends_with("before the PDF was written"));
}

#[test]
fn a_file_over_its_time_is_refused_and_the_others_go_on() {
    let (_temp, input, output) = fake::folder(&[("a.txt", "x"), ("b.txt", "y")]);
    let run = |time_limit| {
        fake::Batch { time_limit, ..fake::Batch::new(&output) }.run(std::slice::from_ref(&input))
    };
    for outcome in run(Duration::ZERO).outcomes {
        let Fate::Refused(refusal) = outcome.fate else { panic!("{:?}", outcome.fate) };
        assert_eq!(refusal.kind, RefusalKind::Limit);
        assert_eq!(refusal.found, "the limit of 0 seconds was reached before it was copied");
    }
    assert!(fake::files(&output).is_empty());
    let outcomes = run(Duration::from_secs(3600)).outcomes;
    assert!(outcomes.iter().all(|outcome| matches!(outcome.fate, Fate::Converted)));
}
