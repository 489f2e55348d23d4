//! The one test binary: a module a topic, cases on disk under `tests/cases`.
mod registry;
mod template;
