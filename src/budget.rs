//! Leave to go on: what a conversion asks between its stages.
//!
//! In: a limit that somebody else measures. Out: a refusal where it is reached, that names the stage
//! not begun. Never: a clock; whoever sets the limit has it.
//!
//! What it cannot do: stop inside a stage. One call of a library (an inflation, a page's PDF) runs to
//! its end, so a conversion overruns its limit by the stage at hand; the bounds of [`crate::limits`]
//! keep that finite. Layout, the longest stage, asks every thousand paragraphs.

use std::fmt::Debug;
use std::sync::Arc;

use crate::diagnostics::{Refusal, RefusalKind};

/// Something that can be used up.
pub trait Limit: Debug + Send + Sync {
    /// Whether it is.
    fn reached(&self) -> bool;

    /// The limit as a person reads it: `60 seconds`.
    fn shown(&self) -> String;
}

/// What one conversion may use; by default whatever it needs.
#[derive(Debug, Clone, Default)]
pub struct Budget(Option<Arc<dyn Limit>>);

impl Budget {
    /// A budget with a limit.
    pub fn new(limit: impl Limit + 'static) -> Self {
        Self(Some(Arc::new(limit)))
    }

    /// Asks for leave to begin a stage, named as what would then be done: `the PDF was written`.
    ///
    /// # Errors
    /// [`RefusalKind::Limit`] where the limit is reached.
    pub fn before(&self, stage: &str) -> Result<(), Refusal> {
        match &self.0 {
            Some(limit) if limit.reached() => Err(Refusal::new(
                RefusalKind::Limit,
                format!("the limit of {} was reached before {stage}", limit.shown()),
                "split the file, or give it longer with --time-limit",
            )),
            _ => Ok(()),
        }
    }
}
