//! `itudoc` turns contributions to ITU conferences into official documents.
//!
//! ```text
//! bytes ─read→ Source ─parse→ Submission ─recover→ Submission ─check→ findings
//!                                            │ × Template
//!                                         compose
//!                                            ↓
//!                                          Galley ─┬─ write::docx ─────────→ bytes
//!                                                  └─ layout → Pages ─ write::pdf → bytes
//!                                                       verify reads the bytes back
//! ```
//!
//! Readers and writers never meet; each arrow is a module, and the listing of `src` is the diagram.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

/// Version and build: `0.1.0+` and a fingerprint of all that outputs can depend on.
pub const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("ITUDOC_BUILD"));

pub mod batch;
pub mod budget;
pub mod check;
pub mod choice;
pub mod cli;
pub mod compose;
pub mod diagnostics;
pub mod digest;
pub mod galley;
pub mod language;
pub mod layout;
pub mod letters;
pub mod lexicon;
pub mod limits;
pub mod lines;
pub mod manifest;
pub mod metadata;
pub mod model;
pub mod numerals;
pub mod office;
pub mod pages;
pub mod parse;
pub mod pipeline;
pub mod read;
pub mod reading;
pub mod recover;
pub mod refusals;
pub mod registry;
pub mod report;
pub mod rules;
pub mod settings;
pub mod source;
pub mod store;
pub mod template;
pub mod text;
pub mod verify;
pub mod watch;
pub mod workers;
pub mod write;
