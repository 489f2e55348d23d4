//! The one test binary: a module a topic, cases on disk under `tests/cases`.
mod pdf;
