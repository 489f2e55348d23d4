<<<<<<< HEAD
//! Writers: what is made of a document.

pub mod json;
pub mod tree;
=======
//! Writers: a composed document in, the bytes of one format out. They never meet the readers.

pub mod docx;
>>>>>>> 6deea6d (Word documents: docx-rs builds the package, quick-xml streams the body, and a reader proves it whole)
