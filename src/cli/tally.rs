//! What a check found, file by file, and the sum of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::next_steps::counted;
use super::{Failure, out};
use crate::diagnostics::render::severity_name;
use crate::diagnostics::{Refusal, Severity};
use crate::rules;

/// What is told of one file.
#[derive(Default)]
pub(super) struct FileTally {
    /// Its findings as they are shown.
    pub piece: String,
    /// Findings by code.
    pub counts: BTreeMap<&'static str, usize>,
    pub worst: Option<Severity>,
    pub waived: usize,
    pub refusal: Option<Refusal>,
    /// What was written beside it.
    pub written: Vec<String>,
}

/// Prints the findings by rule where they are asked for, and says how many there are.
pub(super) fn sum_up(told: &[FileTally], statistics: bool) -> Result<(), Failure> {
    let mut counts: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    for one in told {
        for (code, count) in &one.counts {
            let entry = counts.entry(code).or_default();
            *entry = (entry.0 + count, entry.1 + 1);
        }
    }
    if statistics {
        let mut table = String::new();
        for (code, (findings, files)) in &counts {
            let rule = rules::rule(code);
            let (name, severity) = rule.map_or(("", ""), |rule| (rule.name, severity_name(rule.severity)));
            // Writing to a string cannot fail.
            let _ = writeln!(
                table,
                "{findings:>7}  in {files:>5} {:<5}  {code}  {severity:<7}  {name}",
                if *files == 1 { "file" } else { "files" }
            );
        }
        out::print(&table)?;
    }
    let total: usize = counts.values().map(|(findings, _)| findings).sum();
    let waived: usize = told.iter().map(|one| one.waived).sum();
    let refused = told.iter().filter(|one| one.refusal.is_some()).count();
    let mut line = format!("{} checked, {total} found", counted(told.len() - refused, "file"));
    for (count, what) in [(waived, "waived"), (refused, "refused")] {
        if count > 0 {
            let _ = write!(line, ", {count} {what}");
        }
    }
    out::say(&format!("{line}\n"));
    Ok(())
}
