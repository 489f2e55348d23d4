//! The `itudoc` program; everything is in the library.
fn main() {}
