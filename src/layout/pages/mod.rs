//! From lines and tables to pages.
//!
//! In: paragraphs and tables of the galley. Out: flow blocks, and pages stacked from them. Never: a
//! glyph chosen or a line cut; that is `inline`.

pub(super) mod blocks;
pub(super) mod flow;
pub(super) mod furniture;
mod merged;
pub(super) mod notes;
pub(super) mod rows;
pub(super) mod table;
pub(crate) mod turned;
