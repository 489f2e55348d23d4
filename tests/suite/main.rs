//! The one test binary: a module a topic, cases on disk under `tests/cases`.
#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

mod batch;
mod cli;
mod compose;
mod docx;
mod docx_lint;
mod docx_sample;
mod recover;
mod fake;
mod parse;
mod layout;
mod layout_sample;
mod pdf;
mod registry;
mod store;
mod template;
mod corpus;
mod hostile;
mod legacy;
mod packages;
mod word;
