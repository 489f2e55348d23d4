//! Readers of our own finished bytes, to prove that nothing was lost. They share no code with the
//! writers they check.

pub mod docx;
pub mod ledger;
pub mod pdf;
pub mod source;
