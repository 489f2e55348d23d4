//! Writers: a document in, the bytes of one format out. They never meet the readers.

pub(crate) mod akn;
mod deflate;
pub(crate) mod docx;
pub(crate) mod html;
pub(crate) mod pdf;
#[cfg(feature = "review")]
pub(crate) mod svg;
pub(crate) mod tree;
pub(crate) mod xml;
