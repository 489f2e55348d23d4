//! Where two texts read alike: the runs between which the rest is paired.
//!
//! In: the paragraphs of both, as they are compared. Out: runs in the order of both. Never: a run that tears apart what
//! belongs together, as where a paragraph was changed until it read like another one.

use std::hash::Hash;
use std::ops::Range;

use similar::{Algorithm, DiffTag};

/// Runs longer than this are no accident.
const SHORT: usize = 2;
/// So many paragraphs more on one side before a run, and on the other behind it, tell that it leads astray.
const ASTRAY: i64 = 3;

/// A run: where it is in the old text, and where it begins in the new one.
pub(crate) type Anchor = (Range<usize>, usize);

/// The runs that read alike.
pub(crate) fn anchors<T: Hash + Eq + Ord>(old: &[T], new: &[T]) -> Vec<Anchor> {
    let ops = similar::capture_diff_slices(Algorithm::Patience, old, new);
    let equal = ops.iter().map(|op| op.as_tag_tuple()).filter(|(tag, ..)| *tag == DiffTag::Equal);
    let mut found: Vec<Anchor> = equal.map(|(_, ours, theirs)| (ours, theirs.start)).collect();
    while let Some(at) = astray(&found, (old.len(), new.len())) {
        found.remove(at);
    }
    found
}

/// The first short run before which much stands on one side alone, and behind which as much on the other.
fn astray(found: &[Anchor], ends: (usize, usize)) -> Option<usize> {
    let more = |from: (usize, usize), to: (usize, usize)| (to.0 - from.0) as i64 - (to.1 - from.1) as i64;
    (0..found.len()).find(|at| {
        let Some((ours, theirs)) = found.get(*at) else { return false };
        let end = |(ours, theirs): &Anchor| (ours.end, theirs + ours.len());
        let from = at.checked_sub(1).and_then(|at| found.get(at)).map_or((0, 0), end);
        let to = found.get(at + 1).map_or(ends, |(ours, theirs)| (ours.start, *theirs));
        let before = more(from, (ours.start, *theirs));
        let behind = more((ours.end, theirs + ours.len()), to);
        let torn = before.signum() * behind.signum() < 0 && before.abs().min(behind.abs()) >= ASTRAY;
        torn && ours.len() <= SHORT
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_that_came_to_read_like_another_is_no_anchor() {
        let old = ["a", "b", "c", "d", "e", "f", "g", "z"];
        // All was changed but the last; the seventh reads as the second did.
        let new = ["A", "B", "C", "D", "E", "F", "b", "z"];
        assert_eq!(anchors(&old, &new), [(7..8, 7)]);
        // One that was moved a little is one.
        let moved = ["A", "C", "b", "D", "e", "f", "g", "z"];
        assert_eq!(anchors(&old, &moved), [(1..2, 2), (4..8, 4)]);
    }
}
