//! A file as it was read: what reader, parser and recovery hand on to the checks and to `compose`.
//!
//! In and out: data alone. Never: how it is made (the pipeline) or what is made of it.

use crate::diagnostics::Finding;
use crate::model::Submission;
use crate::recover::Recovery;
use crate::source::{InputAccount, Replaced, SourceFormat};

/// A file read, parsed and proved whole, before anything is made of it.
///
/// # Examples
/// ```
/// let reading = itudoc::read("a.txt", "RESOLUTION 64 (Rev. Guadalajara, 2010Busan, 2014)\n".as_bytes())?;
/// for mark in &reading.recovery.marks {
///     println!("{} at {:.0} %: {}", mark.rule, mark.confidence * 100.0, mark.reason);
/// }
/// # Ok::<(), itudoc::Refusal>(())
/// ```
#[derive(Debug, Clone)]
pub struct Reading {
    /// Its name.
    pub name: String,
    /// The decoded input, into which all spans point.
    pub text: String,
    /// What the content turned out to be.
    pub format: SourceFormat,
    /// The program that read the file, where it was not this one.
    pub read_by: Option<String>,
    /// Characters shown as another.
    pub replaced: Vec<Replaced>,
    /// Its structure, recovered marks set.
    pub submission: Submission,
    /// Marks recovered and suspected.
    pub recovery: Recovery,
    /// What the file's bytes show, and what became of it on reading.
    pub input: InputAccount,
    /// What reader, parser and recovery report, each at its rule's own severity.
    pub findings: Vec<Finding>,
}
