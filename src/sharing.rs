//! Parts of one task that can be done side by side, by threads that somebody else has.
//!
//! In: a number of parts, and how each is done. Out: what each gave, in their order. Never: a thread of its own: a
//! stage of the pipeline works on the thread that called it unless it is handed helpers.

use std::sync::{Mutex, OnceLock, PoisonError};

/// Threads that help with one task.
pub(crate) trait Helpers: Sync {
    /// Does all parts, in any order.
    fn all(&self, parts: usize, part: &(dyn Fn(usize) + Sync));

    /// Parts that are worth being gathered before they are handed over.
    fn at_once(&self) -> usize;
}

/// No helpers: one part after the other, on this thread.
pub(crate) struct Alone;

impl Helpers for Alone {
    fn all(&self, parts: usize, part: &(dyn Fn(usize) + Sync)) {
        (0..parts).for_each(part);
    }

    fn at_once(&self) -> usize {
        1
    }
}

/// What each item gives, in their order.
pub(crate) fn each<T: Sync, U: Send + Sync>(
    helpers: &dyn Helpers,
    items: &[T],
    work: impl Fn(&T) -> U + Sync,
) -> Vec<U> {
    beside(helpers, || (), items, work).1
}

/// What one thing gives that is done by one thread, whichever, and what each item gives that is done beside it, in
/// their order. `None` where a helper failed at the one thing.
pub(crate) fn beside<V: Send, T: Sync, U: Send + Sync>(
    helpers: &dyn Helpers,
    own: impl FnOnce() -> V + Send,
    items: &[T],
    work: impl Fn(&T) -> U + Sync,
) -> (Option<V>, Vec<U>) {
    let undone = Mutex::new(Some(own));
    let given = Mutex::new(None);
    let do_own = || {
        let own = undone.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(own) = own {
            let made = own();
            *given.lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
        }
    };
    let made: Vec<OnceLock<U>> = items.iter().map(|_| OnceLock::new()).collect();
    helpers.all(items.len() + 1, &|at| match at.checked_sub(1) {
        None => do_own(),
        Some(at) => {
            if let (Some(item), Some(slot)) = (items.get(at), made.get(at)) {
                slot.get_or_init(|| work(item));
            }
        }
    });
    // What no helper did, this thread does.
    do_own();
    let made = made.into_iter().map(OnceLock::into_inner);
    let made = items.iter().zip(made).map(|(item, made)| made.unwrap_or_else(|| work(item))).collect();
    (given.into_inner().unwrap_or_else(PoisonError::into_inner), made)
}
