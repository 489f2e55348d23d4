//! `itudoc rule`: what a rule looks for, why, and what to do.

use clap::Args;

use super::{Failure, out};
use crate::batch::summary::DONE;
use crate::check;
use crate::diagnostics::render::severity_name;
use crate::rules;

/// Explain a rule by its code; list all rules where none is given
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Codes or names of rules, for example REF001
    codes: Vec<String>,
}

impl Arguments {
    pub(super) fn run(self) -> Result<u8, Failure> {
        let text = if self.codes.is_empty() { list() } else { pages(&self.codes)? };
        out::print(&text)?;
        Ok(DONE)
    }
}

fn list() -> String {
    let row = |rule: &crate::diagnostics::Rule| {
        format!("{}  {:<11}  {}\n", rule.code, severity_name(rule.severity), rule.name)
    };
    rules::all().into_iter().map(row).collect()
}

fn pages(codes: &[String]) -> Result<String, Failure> {
    let mut pages = Vec::new();
    for code in codes {
        let rule = rules::rule(code).ok_or_else(|| {
            Failure::new(format!("there is no rule {code}"), "`itudoc rule` lists all rules")
        })?;
        pages.push(check::pages::page(rule));
    }
    Ok(pages.join("\n"))
}
