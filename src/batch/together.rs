//! Work on many things at a time, the results in the order of the things.

use rayon::prelude::*;

/// Does `work` on each thing, on as many processors as there are.
pub(crate) fn together<T: Sync, U: Send>(things: &[T], work: impl Fn(&T) -> U + Sync + Send) -> Vec<U> {
    things.par_iter().map(work).collect()
}
