//! Writers: a composed document to the bytes of one format.
pub mod pdf;
