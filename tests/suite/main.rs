//! The one test binary: a module a topic, cases on disk under `tests/cases`.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod architecture;
mod batch;
mod budget;
mod check;
mod cli;
mod compose;
mod corpus;
mod cost;
mod docx;
mod docx_lint;
mod docx_sample;
mod fake;
mod faults;
mod figures;
mod forms;
mod heard;
mod hostile;
mod layout;
mod layout_sample;
mod ledger;
mod legacy;
mod lexicon;
mod linear;
mod manifest;
mod mutations;
#[cfg(unix)]
mod office;
mod outputs;
mod packages;
mod pages;
mod parse;
mod passages;

mod pdf;
mod readers;
mod readme;
mod recover;
mod recover_truth;
mod reference_doc;
mod registry;
mod review;
mod round_trip;
mod scale;
mod search;
mod setting;
mod settings;
mod sheet;
mod store;
mod template;
mod watch;
mod word;
#[path = "../../benches/workload.rs"]
mod workload;
