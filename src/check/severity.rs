//! How grave a finding is here: by what the check is for, and by the form of the document.
//!
//! In: findings at their rules' own severity. Out: the same findings, weighed. Never: one hidden.

use crate::diagnostics::{Finding, Severity};
use crate::registry::Registry;
use crate::template::Template;

/// What a check is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// A contribution has come in: can it be registered? Its wording is the delegation's.
    Intake,
    /// A document is about to be published: everything counts.
    #[default]
    Publish,
    /// A document is put away: nothing blocks any more.
    Archive,
}

/// What a mode makes of a rule or of a family of rules.
struct Weight {
    mode: Mode,
    /// The beginning of its code.
    rules: &'static str,
    weigh: Weigh,
}

#[derive(Clone, Copy)]
enum Weigh {
    AtMost(Severity),
    Exactly(Severity),
}

/// The first row that fits decides.
const MODES: &[Weight] = &[
    Weight { mode: Mode::Archive, rules: "", weigh: Weigh::AtMost(Severity::Information) },
    // What is needed to register a contribution keeps its weight; the wording is looked at later.
    Weight { mode: Mode::Intake, rules: "STR002", weigh: Weigh::AtMost(Severity::Warning) },
    Weight { mode: Mode::Intake, rules: "STR", weigh: Weigh::AtMost(Severity::Information) },
    Weight { mode: Mode::Intake, rules: "XCK", weigh: Weigh::AtMost(Severity::Information) },
    Weight { mode: Mode::Intake, rules: "REF", weigh: Weigh::AtMost(Severity::Warning) },
    // The conference's secretariat fills the head in when the document gets its number.
    Weight { mode: Mode::Intake, rules: "DOC003", weigh: Weigh::AtMost(Severity::Information) },
    // A text without a proposal cannot be registered as one, and can well be published.
    Weight { mode: Mode::Publish, rules: "PRP010", weigh: Weigh::Exactly(Severity::Information) },
];

/// Rules about proposals to conferences.
const OF_CONFERENCES: [&str; 4] = ["PRP010", "STR001", "STR002", "PRP005"];

/// Weighs findings for the form of a document: councils and study groups take contributions that
/// propose nothing by symbol.
pub(crate) fn by_form(findings: &mut [Finding], template: Option<&Template>, registry: &Registry) {
    let body = template.and_then(|template| template.body);
    if body.and_then(|body| registry.body(body)).is_none_or(|entry| entry.proposals) {
        return;
    }
    for finding in findings {
        if OF_CONFERENCES.contains(&finding.rule.code) {
            finding.severity = Severity::Information;
        }
    }
}

/// Weighs findings for what a text is: one that proposes nothing gets its head from elsewhere.
pub(crate) fn by_content(findings: &mut [Finding], proposes: bool) {
    let head = findings.iter_mut().filter(|finding| !proposes && finding.rule.code == "DOC003");
    head.for_each(|finding| finding.severity = Severity::Information);
}

/// Weighs findings for what the check is for.
pub(crate) fn by_mode(findings: &mut [Finding], mode: Mode) {
    for finding in findings {
        let row = MODES.iter().find(|row| row.mode == mode && finding.rule.code.starts_with(row.rules));
        match row.map(|row| row.weigh) {
            Some(Weigh::AtMost(most)) => finding.severity = finding.severity.min(most),
            Some(Weigh::Exactly(severity)) => finding.severity = severity,
            None => {}
        }
    }
}
