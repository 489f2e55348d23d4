//! Readers of our own finished bytes, to prove that nothing was lost. They share no code with the
//! writers they check.

pub(crate) mod akn;
pub(crate) mod docx;
pub(crate) mod ledger;
pub(crate) mod pdf;
pub(crate) mod source;
