//! Writers: what is made of a document.

pub mod json;
pub mod tree;
