//! Refusals that more than one reader makes, in one wording.

use crate::diagnostics::{Refusal, RefusalKind};

/// A refusal for a bound that was met.
pub fn over(place: &str, limit: u64, unit: &str) -> Refusal {
    Refusal::new(
        RefusalKind::Limit,
        format!("{place} is over the limit of {limit} {unit}"),
        "no real document needs as much: ask where the file comes from; `limits.rs` lists the bounds",
    )
}
