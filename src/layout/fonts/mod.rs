//! The faces of a run and their measures.
//!
//! In: the built-in faces, files and folders the user names, on request the machine's. Out: a face for
//! a family, a face for a character, flat tables. Never: an outline drawn.

pub(super) mod builtin;
pub(super) mod face;
pub(super) mod library;
pub(super) mod system;
