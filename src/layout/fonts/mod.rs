//! The faces of a run and their measures.
//!
//! In: the built-in faces, files and folders the user names, on request the machine's. Out: a face for
//! a family, a face for a character, flat tables. Never: an outline drawn.

pub mod builtin;
pub mod face;
pub mod library;
pub mod system;
