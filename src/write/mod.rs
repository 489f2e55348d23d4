//! Writers: what is made of a document.

pub mod tree;
