//! How grave a finding is here: by what the check is for, and by the form of the document.
//!
//! In: findings at their rules' own severity. Out: the same findings, weighed. Never: one hidden.

use crate::diagnostics::{Finding, Severity};
use crate::model::Body;
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
    code: &'static str,
    weigh: Weigh,
}

#[derive(Clone, Copy)]
enum Weigh {
    AtMost(Severity),
    Exactly(Severity),
}

/// The first row that fits decides.
const MODES: &[Weight] = &[
    Weight { mode: Mode::Archive, code: "", weigh: Weigh::AtMost(Severity::Information) },
    // What is needed to register a contribution keeps its weight; the wording is looked at later.
    Weight { mode: Mode::Intake, code: "STR002", weigh: Weigh::AtMost(Severity::Warning) },
    Weight { mode: Mode::Intake, code: "STR", weigh: Weigh::AtMost(Severity::Information) },
    Weight { mode: Mode::Intake, code: "XCK", weigh: Weigh::AtMost(Severity::Information) },
    Weight { mode: Mode::Intake, code: "REF", weigh: Weigh::AtMost(Severity::Warning) },
    // The conference's secretariat fills the head in when the document gets its number.
    Weight { mode: Mode::Intake, code: "DOC003", weigh: Weigh::AtMost(Severity::Information) },
    // A text without a proposal cannot be registered as one, and can well be published.
    Weight { mode: Mode::Publish, code: "PRP010", weigh: Weigh::Exactly(Severity::Information) },
];

/// Rules about proposals to conferences, by the beginning of their codes.
const OF_CONFERENCES: [&str; 4] = ["PRP010", "STR001", "STR002", "PRP005"];

/// Weighs findings for a mode and a form.
pub fn weigh(findings: &mut [Finding], mode: Mode, template: Option<&Template>) {
    let body = template.and_then(|template| template.body);
    // Councils and study groups take contributions that propose nothing by symbol.
    let conference = !matches!(
        body,
        Some(Body::Council | Body::StudyGroupT | Body::StudyGroupD | Body::StudyGroupR)
    );
    for finding in findings {
        let code = finding.rule.code;
        if !conference && OF_CONFERENCES.iter().any(|of| code.starts_with(of)) {
            finding.severity = Severity::Information;
        }
        let row = MODES.iter().find(|row| row.mode == mode && code.starts_with(row.code));
        match row.map(|row| row.weigh) {
            Some(Weigh::AtMost(most)) => finding.severity = finding.severity.min(most),
            Some(Weigh::Exactly(severity)) => finding.severity = severity,
            None => {}
        }
    }
}
