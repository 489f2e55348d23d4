//! The texts in force as a witness: what the annex has beyond them is new.

use super::candidate::Candidate;
use super::passage::Passages;

/// Texts in force.
#[derive(Debug, Clone, Default)]
pub struct BaseLibrary {}

pub(super) fn compare(_: &Passages, _: &BaseLibrary, _: &mut Vec<Candidate>) {}
