//! The one test binary: a module a topic, cases on disk under `tests/cases`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod corpus;
mod hostile;
mod packages;
mod registry;
mod word;
