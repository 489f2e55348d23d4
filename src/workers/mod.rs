//! Work on many things at a time: the only threads of the program.
//!
//! In: a list, and work for each item of it. Out: the results in the order of the list, whatever the
//! order in which they were done. Each item has its time; a panic costs its own item and no other;
//! an interrupt ends the work after the items at hand. Never: more items at hand than threads.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::budget::Budget;

pub(crate) mod clock;
mod panics;

/// Stack of a working thread, bytes. Only what is touched costs memory.
const STACK: usize = 8 << 20;

/// Set when the work is to end after the items at hand.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Asks the work to end; whether it had been asked already.
    pub(crate) fn ask(&self) -> bool {
        self.0.swap(true, Ordering::SeqCst)
    }

    /// Whether the work is to end.
    pub(crate) fn asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Threads could not be started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct ThreadError(String);

/// How items are worked on.
#[derive(Debug, Clone)]
pub(crate) struct Workers<'a> {
    /// Items at a time.
    pub jobs: usize,
    /// Longest that one item may take; any time where `None`.
    pub time_limit: Option<Duration>,
    /// Whether to end early.
    pub interrupt: &'a Interrupt,
}

/// What is done with an item.
pub(crate) struct Work<W, P> {
    /// The work, with the time it may take.
    pub work: W,
    /// What stands for the result where the work panics; gets the message and the place in the source.
    pub panicked: P,
}

impl Workers<'_> {
    /// Works on all items, the biggest first, and gives the results in their order; `None` for one
    /// that was not begun.
    ///
    /// An item that starts last keeps one thread busy while the others are idle, so it should be a
    /// small one.
    ///
    /// # Errors
    /// Where threads cannot be started.
    pub(crate) fn all<T: Sync, U: Send>(
        &self,
        items: &[T],
        size: impl Fn(&T) -> u64,
        work: &Work<impl Fn(&T, Budget) -> U + Sync, impl Fn(&T, &str) -> U + Sync>,
    ) -> Result<Vec<Option<U>>, ThreadError> {
        let mut order: Vec<(u64, usize)> =
            items.iter().enumerate().map(|(at, item)| (size(item), at)).collect();
        order.sort_by_key(|(size, at)| (std::cmp::Reverse(*size), *at));
        let order: Vec<usize> = order.into_iter().map(|(_, at)| at).collect();
        let mut results = Vec::with_capacity(items.len());
        self.run(items, &order, work, |result| results.push(result))?;
        Ok(results)
    }

    /// Works on all items in their order, and hands each result on as soon as those before it are
    /// there.
    ///
    /// # Errors
    /// Where threads cannot be started.
    pub(crate) fn in_order<T: Sync, U: Send>(
        &self,
        items: &[T],
        work: &Work<impl Fn(&T, Budget) -> U + Sync, impl Fn(&T, &str) -> U + Sync>,
        hand_on: impl FnMut(Option<U>) + Send,
    ) -> Result<(), ThreadError> {
        let order: Vec<usize> = (0..items.len()).collect();
        self.run(items, &order, work, hand_on)
    }

    fn run<T: Sync, U: Send>(
        &self,
        items: &[T],
        order: &[usize],
        work: &Work<impl Fn(&T, Budget) -> U + Sync, impl Fn(&T, &str) -> U + Sync>,
        hand_on: impl FnMut(Option<U>) + Send,
    ) -> Result<(), ThreadError> {
        if items.is_empty() {
            return Ok(());
        }
        let next = AtomicUsize::new(0);
        let line = Mutex::new(LineState { next: 0, waiting: BTreeMap::new(), hand_on });
        let pool = threads(self.jobs.clamp(1, items.len()))?;
        pool.broadcast(|_| {
            while !self.interrupt.asked() {
                let Some(at) = order.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                let Some(item) = items.get(*at) else { break };
                let budget = self.time_limit.map(clock::from_now).unwrap_or_default();
                let result = panics::caught(|| (work.work)(item, budget))
                    .unwrap_or_else(|message| (work.panicked)(item, &message));
                line.lock().unwrap_or_else(PoisonError::into_inner).take(*at, result);
            }
        });
        line.into_inner().unwrap_or_else(PoisonError::into_inner).end(items.len());
        Ok(())
    }
}

/// Results that wait for those before them.
struct LineState<U, F> {
    next: usize,
    waiting: BTreeMap<usize, U>,
    hand_on: F,
}

impl<U, F: FnMut(Option<U>)> LineState<U, F> {
    fn take(&mut self, at: usize, result: U) {
        self.waiting.insert(at, result);
        while let Some(result) = self.waiting.remove(&self.next) {
            (self.hand_on)(Some(result));
            self.next += 1;
        }
    }

    /// Hands on what still waits, with nothing for items that were not begun.
    fn end(mut self, items: usize) {
        for at in self.next..items {
            let result = self.waiting.remove(&at);
            (self.hand_on)(result);
        }
    }
}

/// A result for each item, on as many threads as there are processors; for work that neither panics
/// nor needs to be stopped.
pub(crate) fn map<T: Sync, U: Send>(items: &[T], work: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let workers = Workers { jobs: processors(), time_limit: None, interrupt: &Interrupt::default() };
    let each = Work { work: |item: &T, _| Some(work(item)), panicked: |_: &T, _: &str| None };
    let done = workers.all(items, |_| 0, &each).unwrap_or_default();
    let mut done = done.into_iter().map(Option::flatten);
    // What no thread did, this one does; a fault then shows as what it is.
    items.iter().map(|item| done.next().flatten().unwrap_or_else(|| work(item))).collect()
}

/// Does work while something large is dropped on a thread of its own.
#[cfg(feature = "packs")]
pub(crate) fn while_dropped<T: Send, U>(large: T, work: impl FnOnce() -> U) -> U {
    std::thread::scope(|scope| {
        // Where there is no thread to be had it is dropped here and now.
        let _dropping = std::thread::Builder::new().spawn_scoped(scope, move || drop(large));
        work()
    })
}

/// All processors, as helpers with the parts of one task.
#[cfg(feature = "packs")]
pub(crate) struct AllProcessors(Option<rayon::ThreadPool>);

#[cfg(feature = "packs")]
impl AllProcessors {
    /// Threads for all tasks that they are lent to: what a thread sets up once serves every part that it does.
    pub(crate) fn new() -> Self {
        Self(threads(processors()).ok())
    }
}

#[cfg(feature = "packs")]
impl crate::sharing::Helpers for AllProcessors {
    fn all(&self, parts: usize, part: &(dyn Fn(usize) + Sync)) {
        let Some(pool) = &self.0 else { return (0..parts).for_each(part) };
        let next = AtomicUsize::new(0);
        pool.broadcast(|_| {
            while let Some(at) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < parts) {
                part(at);
            }
        });
    }

    fn at_once(&self) -> usize {
        64
    }
}

/// Threads that wait for work.
fn threads(count: usize) -> Result<rayon::ThreadPool, ThreadError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count).stack_size(STACK);
    pool.build().map_err(|error| ThreadError(error.to_string()))
}

/// Number of processors, where the system tells it.
pub(crate) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}
