//! Findings as text a person reads.
