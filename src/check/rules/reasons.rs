//! Reasons: each proposal is followed by them.

use crate::check::Family;
use crate::check::document::CheckedDocument;
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::model::{Proposal, Symbol};
use crate::text::Format;

pub(super) const FAMILY: Family = Family { rules: &[&MISSING], see };

/// No reasons.
pub(super) static MISSING: Rule = Rule {
    code: "STR002",
    name: "reasons-missing",
    severity: Severity::Warning,
    what: "A proposal is not followed by its reasons.",
    why: "Each proposal is followed by a brief statement of its reasons. For SUP, and for NOC underlined, \
          which asks that a text be kept, they are indispensable: nothing else says why.",
    example: "`MOD CUB/70/1`, the text, and no line that begins with `Reasons:`.",
    remedy: "Ask the delegation for a line `Reasons:` after the proposal.",
    source: "PP-10 guidelines for the presentation of proposals, \
             https://www.itu.int/plenipotentiary/2010/docs-proposals/doc-guidelines.html; WTSA-16 rules: SUP and NOC need reasons",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    for proposed in &document.proposals {
        let proposal = proposed.proposal;
        if !proposal.reasons.is_empty() || is_plain_noc(proposal) {
            continue;
        }
        let line = proposal.line.all_text().replace('\t', " ");
        let mut finding = Finding::new(
            &MISSING,
            proposal.line.span,
            message!("No reasons follow {line}.", line = line.trim()),
        );
        if matches!(proposal.symbol, Symbol::Sup | Symbol::Noc) {
            finding.severity = Severity::Error;
        }
        found.push(finding);
    }
}

/// NOC not underlined proposes nothing and needs no reasons.
fn is_plain_noc(proposal: &Proposal) -> bool {
    let underlined =
        proposal.line.runs.iter().any(|run| run.format.has(Format::UNDERLINE) && run.text.contains("NOC"));
    proposal.symbol == Symbol::Noc && !underlined
}
