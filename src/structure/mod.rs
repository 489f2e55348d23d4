//! The structure as JSON, `itudoc/1`: written, read, and described by a schema.
//!
//! In: a submission and what is known of its input, or the JSON of one. Out: the JSON, or the submission;
//! what was read is written again byte for byte. The form is a type of its own ([`form`]), not the model:
//! the model may change, the form is only added to. Offsets count characters, as readers of JSON do.
//! Never: the pictures themselves, what the input said of looks, the languages of runs.

pub(crate) mod form;
mod list;
mod places;
mod reader;
mod restored;
mod writer;

pub use reader::Structure;
pub(crate) use writer::{InputProfile, write};

/// The JSON Schema of the form, indented.
pub(crate) fn schema() -> String {
    let schema = schemars::schema_for!(form::Document);
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
