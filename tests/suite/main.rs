//! The one test binary: a module a topic, cases on disk under `tests/cases`.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod batch;
mod budget;
mod check;
mod cli;
mod architecture;
mod compose;
mod docx;
mod docx_lint;
mod docx_sample;
mod recover;
mod reference_doc;
mod fake;
mod figures;
mod manifest;
mod forms;
mod parse;
mod layout;
mod layout_sample;
mod pdf;
mod registry;
mod sheet;
mod store;
mod template;
mod corpus;
mod hostile;
mod legacy;
mod packages;
mod pages;
mod watch;
mod word;
#[path = "../../benches/workload.rs"]
mod workload;
