//! What stands outside: the program as a person starts it, and the public face of the library. Nothing
//! here knows an inside.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod face;
mod readme;
mod views;
