//! What was lost in looks or form on the way, by kind: what an archivist appraises.
//!
//! In: what is told of files. Out: for each kind how often and in how many files. Words are never lost:
//! the account proves that apart.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::report::record::FindingRecord;
use crate::rules;

/// Families of rules that tell of what a reader, the encoding or the layout could not keep as it was.
const FAMILIES: [&str; 3] = ["ENC", "LAY", "WRD"];

/// A kind of loss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Degraded {
    /// Code of the rule.
    pub code: String,
    /// What was found, by the rule.
    pub what: String,
    /// How often.
    pub times: usize,
    /// In how many files.
    pub files: usize,
}

/// The kinds of loss in one file, by code.
pub(crate) fn degraded(findings: &[FindingRecord]) -> Vec<Degraded> {
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| is_loss(&finding.code)) {
        *found.entry(finding.code.clone().into_owned()).or_default() += 1;
    }
    let kind = |(code, times): (String, usize)| Degraded { what: what(&code), code, times, files: 1 };
    found.into_iter().map(kind).collect()
}

/// The kinds of many files together.
pub(crate) fn total<'a>(all: impl IntoIterator<Item = &'a Degraded>) -> Vec<Degraded> {
    let mut total: BTreeMap<&str, Degraded> = BTreeMap::new();
    for one in all {
        let sum = total.entry(&one.code).or_insert_with(|| Degraded { times: 0, files: 0, ..one.clone() });
        sum.times += one.times;
        sum.files += one.files;
    }
    total.into_values().collect()
}

/// The kinds as a table of comma-separated values (RFC 4180).
pub(crate) fn csv(kinds: &[Degraded]) -> String {
    let mut text = "code,what,times,files\r\n".to_owned();
    for Degraded { code, what, times, files } in kinds {
        let what = what.replace('"', "\"\"");
        text.push_str(&format!("{code},\"{what}\",{times},{files}\r\n"));
    }
    text
}

fn is_loss(code: &str) -> bool {
    FAMILIES.iter().any(|family| code.starts_with(family))
}

fn what(code: &str) -> String {
    rules::rule(code)
        .map_or_else(String::new, |rule| rule.what.split_whitespace().collect::<Vec<_>>().join(" "))
}
