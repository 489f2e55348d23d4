//! Leave to go on: what a conversion asks between its stages, and on its way through each of them.
//!
//! In: a limit that somebody else measures. Out: a refusal where it is reached, that names the stage
//! that is at hand. Never: a clock; whoever sets the limit has it.
//!
//! A file is worked on by one thread. While it is, the thread knows its budget ([`Budget::during`]), so
//! that a loop deep inside a stage asks without each function on the way passing it on. A loop that
//! cannot refuse ends early where [`is_spent`] says so: what it made is not used, since a limit once
//! reached stays reached and the next stage refuses.

use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::sync::Arc;

use crate::diagnostics::{Message, Refusal, RefusalKind, message};

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
    pub fn before(&self, stage: &'static str) -> Result<(), Refusal> {
        match &self.0 {
            Some(limit) if limit.reached() => Err(Refusal::new(
                RefusalKind::Limit,
                message!("the limit of {limit} was reached before {stage}", limit = limit.shown(), stage => Message::phrase(stage)),
                message!("split the file, or give it longer with --time-limit"),
            )),
            _ => Ok(()),
        }
    }
}

thread_local! {
    /// The budget of the file at hand.
    static AT_HAND: RefCell<Budget> = const { RefCell::new(Budget(None)) };
    /// How often it was asked since it was looked at.
    static ASKED: Cell<u32> = const { Cell::new(0) };
}

/// Questions for each look at the limit: a loop may ask at each character, and a clock costs 30 ns.
const QUESTIONS: u32 = 256;

/// Puts the budget before back, whatever ends the work.
struct Before(Option<Budget>);

impl Drop for Before {
    fn drop(&mut self) {
        if let Some(before) = self.0.take() {
            AT_HAND.set(before);
        }
    }
}

impl Budget {
    /// Does work on a file with this budget at hand.
    pub(crate) fn during<T>(&self, work: impl FnOnce() -> T) -> T {
        ASKED.set(0);
        let _before = Before(Some(AT_HAND.replace(self.clone())));
        work()
    }
}

/// Asks whether the work on the file at hand may go on; `stage` as in [`Budget::before`].
///
/// # Errors
/// [`RefusalKind::Limit`] where the limit is reached.
pub(crate) fn ask(stage: &'static str) -> Result<(), Refusal> {
    if is_due() { AT_HAND.with_borrow(|budget| budget.before(stage)) } else { Ok(()) }
}

/// As [`ask`], of steps that are long: each of them looks at the limit.
///
/// # Errors
/// Those of [`ask`].
pub(crate) fn ask_now(stage: &'static str) -> Result<(), Refusal> {
    AT_HAND.with_borrow(|budget| budget.before(stage))
}

/// Whether the limit of the file at hand is reached, for loops that cannot refuse.
pub(crate) fn is_spent() -> bool {
    is_due() && AT_HAND.with_borrow(|budget| budget.0.as_ref().is_some_and(|limit| limit.reached()))
}

fn is_due() -> bool {
    let asked = ASKED.get().wrapping_add(1);
    ASKED.set(asked);
    asked.is_multiple_of(QUESTIONS)
}
