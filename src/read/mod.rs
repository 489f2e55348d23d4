//! Readers: bytes in, [`crate::source::Source`] out.
pub mod word;
