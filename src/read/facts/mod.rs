//! The middle form of all Word formats: what a file says, before anyone asks what it means.
//!
//! In: facts that a reader of one format (packages, Word 97 files, RTF, HTML) took out of a file:
//! paragraphs, runs, tables, styles, lists, notes. Out: the [`crate::source::Source`] they make, with
//! styles resolved and numbers counted. Never: a file's own syntax (XML, records, control words), or
//! what a paragraph means.

pub(super) mod assemble;
mod chunk;
pub(super) mod cross_references;
pub(super) mod document;
pub(super) mod field;
pub(super) mod flow;
pub(super) mod gathered;
mod inner_notes;
pub(super) mod labels;
pub(super) mod number_format;
mod number_runs;
pub(super) mod numbering;
pub(super) mod pictures;
mod report;
pub(crate) mod rules;
pub(super) mod styles;
pub(super) mod symbols;
pub(super) mod table_looks;
pub(super) mod types;
mod wingdings;
