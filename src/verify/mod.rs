//! Readers of our own finished bytes, to prove that nothing was lost. They share no code with the
//! writers they check.

pub mod docx;
//! Readers of finished outputs, for the proof that nothing was lost. They share no code with the writers.
pub mod pdf;
