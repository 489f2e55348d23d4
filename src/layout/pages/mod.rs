//! From lines and tables to pages.
//!
//! In: paragraphs and tables of the galley. Out: flow blocks, and pages stacked from them. Never: a
//! glyph chosen or a line cut; that is `inline`.

pub mod blocks;
pub mod flow;
pub mod furniture;
pub mod notes;
pub mod rows;
pub mod table;
