//! The tests, a module a topic, cases on disk under `tests/cases`. A module of the library's own tests, as
//! they know its insides; what stands outside is in `tests/program`.
#![allow(
    unreachable_pub,
    missing_docs,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod akn;
mod architecture;
mod archive;
mod batch;
mod budget;
mod charts;
mod check;
mod cli;
mod commands;
mod compose;
mod corpus;
mod cost;
mod cross_references;
#[cfg(feature = "review")]
mod desk;
mod docx;
mod docx_lint;
mod docx_sample;
mod fake;
mod faults;
mod figures;
mod forms;
mod heard;
mod hostile;
mod inner_documents;
mod interface;
mod layout;
mod layout_sample;
mod ledger;
mod legacy;
mod lexicon;
mod linear;
mod manifest;
mod masthead;
mod mathematics;
mod mutations;
mod number_words;
mod odd_inputs;
#[cfg(unix)]
mod office;
mod one_document;
mod open_document;
mod outputs;
mod own_process;
mod packages;
#[cfg(feature = "packs")]
mod packs;
mod pages;
mod parse;
mod passages;
mod plan;

mod pdf;
mod publication;
mod published;
mod read_back;
mod readers;
mod recover;
mod recover_base;
mod recover_drawn;
mod recover_figures;
mod recover_truth;
mod reference_doc;
mod registry;
mod review;
mod round_trip;
mod rtf_pictures;
mod scale;
mod search;
mod setting;
mod settings;
mod sheet;
mod source_ledger;
mod store;
mod structure;
mod template;
mod turned_cells;
mod variants;
mod views;
mod watch;
mod word;
#[path = "../../benches/workload.rs"]
mod workload;
mod wrapping;

/// The program under test, which `cargo test` builds before it runs any.
fn program() -> std::path::PathBuf {
    let mut folder = std::env::current_exe().unwrap();
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    let program = folder.join(format!("itudoc{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "{} is not there: run `cargo test`, which builds it", program.display());
    program
}

/// A folder for what a person may want to look at after a run.
fn scratch() -> std::path::PathBuf {
    let mut folder = program();
    folder.set_file_name("tmp");
    folder
}
