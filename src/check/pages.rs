//! The page of a rule, as `itudoc rule CODE` prints it and as `docs/rules` keeps it.

#[cfg(test)]
use std::fmt::Write as _;

use crate::diagnostics::Rule;
use crate::diagnostics::render::severity_name;

/// One rule, in Markdown.
pub(crate) fn page(rule: &Rule) -> String {
    format!(
        "# {} {}\n\nSeverity: {}\n\n{}\n\n## Why\n\n{}\n\n## Example\n\n{}\n\n## What to do\n\n{}\n\n## Source\n\n{}\n",
        rule.code,
        rule.name,
        severity_name(rule.severity),
        rule.what,
        rule.why,
        rule.example,
        rule.remedy,
        rule.source,
    )
}

/// All rules, one row each.
#[cfg(test)]
pub(crate) fn index(rules: &[&Rule]) -> String {
    let mut text = String::from(
        "# Rules\n\nEvery finding names its rule; `itudoc rule CODE` prints a page. These pages are made from the \
         program by `UPDATE_RULES=1 cargo test rule_pages`.\n\n| Code | Name | Severity | Looks for |\n|---|---|---|---|\n",
    );
    for rule in rules {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| [{0}]({0}.md) | {1} | {2} | {3} |",
            rule.code,
            rule.name,
            severity_name(rule.severity),
            rule.what.replace('|', "\\|")
        );
    }
    text
}
