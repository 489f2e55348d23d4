//! Inside a paragraph: from words to lines.
//!
//! In: a paragraph's runs and its style. Out: lines of placed glyphs on a baseline of height 0.
//! Never: a page, a height on it.

pub mod items;
pub mod linebreak;
pub mod lines;
pub mod opportunities;
pub mod script;
pub mod shape;
pub mod spacing;
pub mod styled;
pub mod tabs;
