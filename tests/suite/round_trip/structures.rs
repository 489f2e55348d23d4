//! Structures drawn by lot: lines as authors set them, styled or not, labelled or not, in any order.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::{judge, styled};

/// A line of a contribution: its style, a tab, its text.
fn any_line() -> impl Strategy<Value = String> {
    let style = prop_oneof![
        6 => Just(""),
        2 => Just("Normal"),
        1 => prop::sample::select(vec![
            "Heading1", "Heading2", "Headingb", "enumlev1", "enumlev2", "enumlev3", "Call", "ResNo", "Restitle",
            "Proposal", "Reasons", "AnnexNo", "Annextitle", "Title1", "Source", "Normalaftertitle",
        ]),
    ];
    let label = prop_oneof![
        4 => Just(""),
        1 => prop::sample::select(vec![
            "1\t", "2\t", "3\t", "1.1\t", "1.2\t", "1 ", "2 ", "3 ", "1)\t", "2)\t", "a)\t", "b)\t", "c)\t", "i)\t",
            "ii)\t", "iii)\t", "•\t", "- ",
        ]),
    ];
    let words = prop::sample::select(vec![
        "Introduction",
        "Background",
        "Proposal",
        "Annex 2",
        "Care of the lighthouses",
        "The lamps are to be lit at sunset, and that is to be reported.",
        "that the lamps are lit;",
        "that the following lamps are lit:",
        "to light the lamps,",
        "resolves",
        "considering",
        "instructs the Secretary-General",
        "RESOLUTION 9 (Rev. Busan, 2014)",
        "The Plenipotentiary Conference of the International Telecommunication Union (Busan, 2014),",
        "MOD\tCUB/70/1",
        "ADD\tCUB/70/2",
        "SUP CUB/70/3",
        "NOC",
        "Reasons: the lamps went out.",
        "PART 1",
    ]);
    (style, label, words).prop_map(|(style, label, words)| format!("{style}\t{label}{words}"))
}

/// Draws structures, the same ones at every run; says which do not come back.
fn drawn(count: usize) {
    let mut runner = TestRunner::deterministic();
    let structure = prop::collection::vec(any_line(), 1..12);
    let lines = (0..count).map(|_| structure.new_tree(&mut runner).unwrap().current().join("\n"));
    let faults: Vec<String> = lines
        .filter_map(|lines| Some(format!("{lines}\n{}", judge("drawn.docx", &styled(&lines)).err()?)))
        .collect();
    assert!(faults.is_empty(), "{} of {count}\n{}", faults.len(), faults.join("\n\n"));
}

#[test]
fn drawn_structures_come_back() {
    drawn(500);
}

#[test]
#[ignore = "takes minutes"]
fn many_drawn_structures_come_back() {
    drawn(20_000);
}
