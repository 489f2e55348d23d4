//! Inside a paragraph: from words to lines.
//!
//! In: a paragraph's runs and its style. Out: lines of placed glyphs on a baseline of height 0.
//! Never: a page, a height on it.

pub(super) mod items;
pub(super) mod linebreak;
pub(super) mod lines;
pub(super) mod opportunities;
pub(super) mod script;
pub(super) mod shape;
pub(super) mod spacing;
pub(super) mod styled;
pub(super) mod tabs;
