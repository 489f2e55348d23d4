//! Readers of finished outputs, for the proof that nothing was lost. They share no code with the writers.
pub mod pdf;
