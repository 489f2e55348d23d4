//! The time that one file may take: the only clock that decides anything, and it decides no byte of
//! an output.
//!
//! Time on the wall, for that is what a person waits. On a machine far busier than it is meant for, a
//! file may be refused that is fine elsewhere; the refusal says which limit it met.

use std::time::{Duration, Instant};

use crate::budget::{Budget, Limit};

#[derive(Debug)]
struct Time {
    start: Instant,
    limit: Duration,
}

impl Limit for Time {
    fn reached(&self) -> bool {
        self.start.elapsed() >= self.limit
    }

    fn shown(&self) -> String {
        let seconds = self.limit.as_secs();
        format!("{seconds} s")
    }
}

/// A budget that is used up so long from now.
pub(crate) fn from_now(limit: Duration) -> Budget {
    Budget::new(Time { start: Instant::now(), limit })
}
