//! The ledger refuses what is not the input: text gone, doubled, changed or out of its place.

use crate::diagnostics::{Refusal, RefusalKind};
use crate::model::{Block, Content};
use crate::pipeline::{Engine, FileOptions, RunOptions};
use crate::reading::Reading;
use crate::text::View;
use crate::verify::ledger::Ledger;

const TEXT: &str = "The lamps are to be lit.\n\nThe bells are to be rung.\n\nThe coast is to be told.\n";

/// What the ledger says of the text after a change of its paragraphs.
fn judged(change: impl FnOnce(&mut Vec<Block>)) -> Result<(), Refusal> {
    let mut reading: Reading = Engine::default()
        .read("a.txt", TEXT.as_bytes(), &RunOptions::default(), &FileOptions::default())
        .unwrap();
    match &mut reading.submission.parts[0].contents[0] {
        Content::Section(section) => {
            assert_eq!(section.body.len(), 3);
            change(&mut section.body);
        }
        other => panic!("{other:?}"),
    }
    let ledger = Ledger::of_submission(&reading.submission, View::Marked);
    ledger.balance(&reading.text, &reading.submission.set_aside, &reading.replaced)
}

fn says(change: impl FnOnce(&mut Vec<Block>), expected: &str) {
    let refusal = judged(change).unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::Conservation);
    assert!(refusal.found.contains(expected), "{}", refusal.found);
}

#[test]
fn what_stands_as_it_stood_balances() {
    judged(|_| ()).unwrap();
}

#[test]
fn what_does_not_is_refused() {
    says(|body| drop(body.remove(1)), "line 3, column 1: the text `The bells are to` is in no part");
    says(
        |body| body.insert(1, body[0].clone()),
        "line 1, column 1: the text `The lamps are to` stands in two",
    );
    says(|body| body.swap(0, 1), "line 1, column 1: the text `The lamps are to` stands behind what follows");
    says(
        |body| match &mut body[2] {
            Block::Paragraph(paragraph) => paragraph.runs[0].text = "The coast is not to be told.".into(),
            other => panic!("{other:?}"),
        },
        "line 5, column 1: the text `The coast is to ` became",
    );
}

#[test]
fn words_run_together_or_parted_in_a_finished_file_are_refused() {
    use crate::verify::ledger::{Boundaries, compare};
    let composed = "MOD\tABC/70/1\none two\nthree";
    for (read, boundaries, fits) in [
        ("MOD\tABC/70/1\none two\nthree", Boundaries::Same, true),
        ("MOD ABC/70/1\none two\nthree", Boundaries::Same, false),
        ("MOD\tABC/70/1\none\ntwo\nthree", Boundaries::Same, false),
        ("MOD\tABC/70/1\none two three", Boundaries::Same, false),
        ("MOD\tABC/70/1 \n one  two\nthree", Boundaries::Same, true),
        ("MOD\tABC/70/1\nonetwo\nthree", Boundaries::Same, false),
        ("MODABC/70/1\none two\nthree", Boundaries::Same, false),
        ("MOD\tABC/70/1\none two\nth ree", Boundaries::Same, false),
        ("MOD ABC/70/1 ONE\nTWO\nth\nree", Boundaries::All, true),
        ("MOD\nABC/70/1 ONE\nTWO THREE", Boundaries::All, true),
        ("MODABC/70/1 ONE TWO\nTHREE", Boundaries::All, false),
        ("MOD\tABC/70/1 ONE TWOTHREE", Boundaries::All, false),
        ("MOD\tABC/70/1 TWO ONE THREE", Boundaries::All, false),
    ] {
        assert_eq!(compare("file", composed, read, boundaries).is_ok(), fits, "{read:?} {boundaries:?}");
    }
}
