//! Writers: a document in, the bytes of one format out. They never meet the readers.

pub mod docx;
pub mod html;
pub mod json;
pub mod pdf;
pub mod tree;
