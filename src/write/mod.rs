<<<<<<< HEAD
//! Writers: what is made of a document.

pub mod json;
pub mod tree;
//! Writers: a composed document in, the bytes of one format out. They never meet the readers.
pub mod docx;
=======
//! Writers: a composed document to the bytes of one format.
pub mod pdf;
>>>>>>> pdf
