//! The pipeline: one file from bytes to bytes, the stages in order.
//!
//! ```text
//! bytes ─ read, parse, recover (read.rs) → Reading ─ compose, check, write, read back → Conversion
//!                                             └──── compose, check (examine.rs) → Examination
//! ```
//!
//! In: a file's name and bytes, the [`Engine`] that all files of a run share, the options of the run
//! and of the file. Out: outputs as bytes with the proof that nothing was lost, or a refusal.
//! Never: the disk, a thread, the clock.

mod choices;
mod contents;
mod convert;
mod engine;
mod examine;
mod finality;
mod findings;
mod options;
mod outcome;
mod output;
#[cfg(feature = "packs")]
mod paper;
#[cfg(feature = "review")]
mod preview;
mod read;
mod weight;

pub use engine::Engine;
pub use examine::Examination;
pub use options::{FileOptions, RunOptions};
pub(crate) use outcome::DocumentName;
pub use outcome::{Account, Conversion, HumanChecks, OutputAccount, Profile};
pub use output::OutputKind;
pub(crate) use output::is_review_sheet;
#[cfg(feature = "review")]
pub(crate) use preview::Preview;
