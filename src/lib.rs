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
//! Readers and writers never meet; each arrow is a module, and the listing of `src` is the diagram
//! (`docs/architecture.md`).
//!
//! # For programs
//!
//! [`convert()`] makes the official documents of one file; [`read()`] gives its structure, a [`Submission`]
//! ([`model`], [`text`]). An [`Engine`] does the same for many files, with templates, a registry and fonts of
//! your own ([`options`]), as its [`RunOptions`] say. Nothing here starts a thread or opens a file:
//!
//! ```
//! let text = "MOD\tABC/70/1\nRESOLUTION 64 (Rev. Guadalajara, 2010Busan, 2014)\n";
//! let made = itudoc::convert("ABC-70.txt", text.as_bytes())?;
//! let names: Vec<&str> = made.outputs.iter().map(|(kind, _)| kind.extension()).collect();
//! assert_eq!(names, ["docx", "pdf", "json"]);
//! // The editions had run together: one is deleted, the other inserted.
//! assert_eq!(made.profile.marks_recovered, 2);
//! # Ok::<(), itudoc::Refusal>(())
//! ```
//!
//! # Features
//!
//! All are on by default. Without any, what is left is the library: no command line, no threads, no files.
//!
//! - `cli`: the program, its settings, `watch`. Needs the two others.
//! - `batch`: many files at a time, the manifest, the reports.
//! - `packs`: the catalogue of a conference and its papers. Needs `batch`.
//! - `office`: LibreOffice as a reader of old Word files.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
// What only the program asks for has no caller in a library without it.
#![cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]

/// Version and build: `0.1.0+` and a fingerprint of all that outputs can depend on.
pub const BUILD: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("ITUDOC_BUILD"));

mod akoma_ntoso;
#[cfg(feature = "batch")]
mod archive;
#[cfg(feature = "batch")]
mod batch;
mod budget;
#[cfg(feature = "packs")]
mod catalogue;
mod check;
mod choice;
#[cfg(feature = "cli")]
pub mod cli;
mod compose;
mod diagnostics;
mod digest;
mod files;
mod folding;
mod formula;
mod galley;
mod graphics;
mod interface;
mod language;
mod layout;
mod letters;
mod lexicon;
mod limits;
mod lines;
#[cfg(feature = "batch")]
mod manifest;
mod message;
mod metadata;
pub mod model;
mod numerals;
#[cfg(feature = "batch")]
mod object_storage;
#[cfg(feature = "office")]
mod office;
#[cfg(feature = "packs")]
mod pack;
mod pages;
mod parse;
mod pipeline;
mod radicals;
mod read;
mod reading;
mod recover;
mod refusals;
mod registry;
#[cfg(feature = "batch")]
mod report;
#[cfg(feature = "review")]
mod review;
mod rules;
#[cfg(feature = "cli")]
mod settings;
mod sharing;
mod source;
#[cfg(feature = "batch")]
mod store;
mod structure;
#[cfg(test)]
#[path = "../tests/suite/main.rs"]
mod suite;
mod template;
pub mod text;
mod verify;
#[cfg(feature = "cli")]
mod watch;
#[cfg(feature = "batch")]
mod workers;
mod write;

pub use diagnostics::{Finding, Message, Rule, Severity};
pub use language::Language;
pub use model::Submission;
pub use pipeline::{
    Account, Conversion, Engine, Examination, FileOptions, HumanChecks, OutputAccount, OutputKind, Profile,
    RunOptions,
};
pub use reading::Reading;
pub use recover::{Mark, Recovery};
pub use refusals::{Refusal, RefusalKind};
pub use structure::Structure;

/// What an [`Engine`] holds, and the values of [`RunOptions`] and [`FileOptions`].
///
/// # Examples
/// ```
/// use std::sync::Arc;
///
/// use itudoc::options::{FontLibrary, PdfStandard, Registry, Templates};
/// use itudoc::{Engine, RunOptions};
///
/// // A conference that is not built in, in a file of the user's.
/// let registry = Registry::with_overrides("mine.toml", "")?;
/// let engine = Engine::new(Templates::builtin(), Arc::new(registry), FontLibrary::builtin());
/// let run = RunOptions { pdf_standard: PdfStandard::A2u, ..RunOptions::default() };
/// # let _ = (engine, run);
/// # Ok::<(), itudoc::Refusal>(())
/// ```
pub mod options {
    pub use crate::budget::{Budget, Limit};
    pub use crate::check::severity::Mode;
    pub use crate::layout::FontLibrary;
    pub use crate::lexicon::lay_over as lay_lexicon_over;
    pub use crate::metadata::{Given, Metadata, Submitter};
    pub use crate::read::fallback::FallbackReader;
    pub use crate::recover::{BaseLibrary, Comments, Extent, Review};
    pub use crate::registry::Registry;
    pub use crate::template::{Emblem, Template, Templates};
    pub use crate::text::View;
    pub use crate::write::docx::ReferenceDocument;
    pub use crate::write::pdf::PdfStandard;
}

/// Converts one file to DOCX, PDF and JSON, each read back and compared with the input.
///
/// `name` serves messages and evidence (`S14-PP-C-0070!!MSW-C.docx` says a conference and a number); what
/// the file is, its bytes say. For many files make an [`Engine`] once.
///
/// # Errors
/// A [`Refusal`] where no output can be vouched for; nothing is half made.
///
/// # Examples
/// ```
/// let made = itudoc::convert("note.txt", "RESOLUTION 64 (Rev. Busan, 2014)\n".as_bytes())?;
/// assert_eq!(made.account.input, made.account.document + made.account.set_aside);
///
/// let refusal = itudoc::convert("empty.txt", b"").unwrap_err();
/// assert_eq!(refusal.kind, itudoc::RefusalKind::Empty);
/// # Ok::<(), itudoc::Refusal>(())
/// ```
pub fn convert(name: &str, bytes: &[u8]) -> Result<Conversion, Refusal> {
    let run = RunOptions { outputs: OutputKind::DEFAULT.to_vec(), ..RunOptions::default() };
    Engine::default().convert(name, bytes, &run, &FileOptions::default())
}

/// Reads one file: its structure, the marks recovered in it, and what there is to report.
///
/// # Errors
/// A [`Refusal`] where the file cannot be read, or text would be lost.
///
/// # Examples
/// ```
/// use itudoc::model::Content;
///
/// let reading = itudoc::read("note.txt", "MOD\tABC/70/1\nRESOLUTION 64 (Rev. Busan, 2014)\n".as_bytes())?;
/// let part = &reading.submission.parts[0];
/// assert!(matches!(&part.contents[0], Content::Proposal(proposal) if proposal.id.is_some()));
/// # Ok::<(), itudoc::Refusal>(())
/// ```
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Refusal> {
    Engine::default().read(name, bytes, &RunOptions::default(), &FileOptions::default())
}

/// Examines one file: all that reading reports of it, and what the checks find.
///
/// # Errors
/// A [`Refusal`] where the file cannot be read.
///
/// # Examples
/// ```
/// let examination = itudoc::examine("note.txt", "RESOLUTION 64 (Rev. Busan, 2014)\n".as_bytes())?;
/// for finding in &examination.findings {
///     println!("{}: {}", finding.rule.code, finding.message);
/// }
/// # Ok::<(), itudoc::Refusal>(())
/// ```
pub fn examine(name: &str, bytes: &[u8]) -> Result<Examination, Refusal> {
    Engine::default().examine(name, bytes, &RunOptions::default(), &FileOptions::default())
}

/// Every rule of the program, by code.
///
/// # Examples
/// ```
/// let rule = itudoc::rules().into_iter().find(|rule| rule.code == "PRP001").unwrap();
/// println!("{}: {}", rule.name, rule.what);
/// ```
pub fn rules() -> Vec<&'static Rule> {
    rules::all()
}
