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

const STAGES: [&str; 21] = [
    "the file was read",
    "its input was counted",
    "its structure was found",
    "its lost marks were recovered",
    "its text was counted",
    "it was composed",
    "its pages were numbered",
    "its composition was counted",
    "the DOCX was written",
    "the DOCX was read back",
    "the outputs were compared with it",
    "it was laid out",
    "the PDF was written",
    "the PDF was read back",
    "the outputs were compared with it",
    "the Akoma Ntoso was written",
    "the Akoma Ntoso was read back",
    "the outputs were compared with it",
    "the JSON was written",
    "the review sheet was written",
    "its findings were told",
];

/// The stages that refuse a text where so many questions are answered, from none on, each with how often.
fn stages(text: &str, outputs: &[OutputKind]) -> Vec<(String, usize)> {
    let engine = Engine::default();
    let options = RunOptions { outputs: outputs.to_vec(), ..RunOptions::default() };
    let convert = |budget: Budget| {
        let file = FileOptions { budget, ..FileOptions::default() };
        engine.convert("a.txt", text.as_bytes(), &options, &file)
    };
    let mut stages: Vec<(String, usize)> = Vec::new();
    for leave in 0..10_000 {
        let refusal = match convert(Budget::new(Times(leave.into()))) {
            Ok(made) => {
                assert_eq!(made.outputs, convert(Budget::default()).unwrap().outputs);
                return stages;
            }
            Err(refusal) => refusal,
        };
        assert_eq!(refusal.kind, RefusalKind::Limit);
        assert!(refusal.advice.contains("--time-limit"), "{}", refusal.advice);
        let stage = refusal.found.strip_prefix("the limit of a few questions was reached before ");
        let stage = stage.unwrap_or_else(|| panic!("{}", refusal.found)).to_owned();
        match stages.last_mut().filter(|(last, _)| *last == stage) {
            Some((_, times)) => *times += 1,
            None => stages.push((stage, 1)),
        }
    }
    panic!("the text takes too many questions")
}

#[test]
fn every_stage_asks_before_it_begins() {
    let mut asked: Vec<String> =
        stages(&workload::submission(0, 1), &OutputKind::ALL).into_iter().map(|(stage, _)| stage).collect();
    asked.retain(|stage| stage != "it was read whole");
    asked.dedup();
    assert_eq!(asked, STAGES);
}

#[test]
fn long_stages_ask_on_their_way() {
    let text: String = (0..600).map(|at| format!("Paragraph {at} of a long report.\n\n")).collect();
    let asked = stages(&text, &[OutputKind::Pdf]);
    for (stage, least) in [
        ("it was read whole", 2),
        ("its structure was found", 4),
        ("it was laid out", 2),
        ("the PDF was written", 1),
    ] {
        let times: usize = asked.iter().filter(|(asked, _)| asked == stage).map(|(_, times)| times).sum();
        assert!(times >= least, "{stage}: {times} of {asked:?}");
    }
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
        assert_eq!(&*refusal.found, "the limit of 0 s was reached before it was copied");
    }
    assert!(fake::files(&output).is_empty());
    let outcomes = run(Duration::from_secs(3600)).outcomes;
    assert!(outcomes.iter().all(|outcome| matches!(outcome.fate, Fate::Converted)));
}
