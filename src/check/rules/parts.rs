//! The parts that a contribution has: a summary first, sections numbered without a gap.

use crate::check::Family;
use crate::check::document::CheckedDocument;
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::model::{Content, LabelValue, Part, SectionKind};

pub(super) const FAMILY: Family = Family { rules: &[&SUMMARY, &NUMBERS], see };

/// No summary.
pub(super) static SUMMARY: Rule = Rule {
    code: "STR001",
    name: "no-summary",
    severity: Severity::Information,
    what: "Proposals stand under no summary, introduction or background.",
    why: "A proposal begins with a short summary of the views behind it; delegates read that first.",
    example: "A file that begins with `MOD CUB/70/1`.",
    remedy: "Ask for a few lines that say what is proposed and why.",
    source: "PP-10 guidelines for the presentation of proposals; PP-22, submission of proposals",
};

/// Section numbers out of order.
pub(super) static NUMBERS: Rule = Rule {
    code: "STR003",
    name: "section-numbers",
    severity: Severity::Information,
    what: "The numbers of a part's sections jump or repeat.",
    why: "A section may have been lost, or a reference to one may lead to another.",
    example: "`1 Summary`, `2 Background`, `4 Proposal`",
    remedy: "Compare with the original; number the sections anew.",
    source: "Contributions to PP-14",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    for part in &document.submission.parts {
        summary(part, found);
        numbers(part, found);
    }
}

fn summary(part: &Part, found: &mut Vec<Finding>) {
    let introduces = |content: &Content| match content {
        Content::Section(section) => {
            matches!(section.kind, SectionKind::Summary | SectionKind::Introduction | SectionKind::Background)
                || (section.kind == SectionKind::Plain && !section.body.is_empty())
        }
        _ => false,
    };
    let first = part.contents.iter().find_map(|content| match content {
        Content::Proposal(proposal) => Some(proposal),
        _ => None,
    });
    if let Some(proposal) = first
        && !part.contents.iter().any(introduces)
    {
        let said = message!("No summary stands before the first proposal.");
        found.push(Finding::new(&SUMMARY, proposal.line.span, said));
    }
}

fn numbers(part: &Part, found: &mut Vec<Finding>) {
    let mut last: Option<u16> = None;
    for content in &part.contents {
        let Content::Section(section) = content else { continue };
        let Some(heading) = &section.heading else { continue };
        let Some(label) = &heading.label else { continue };
        let LabelValue::Number(path) = &label.value else { continue };
        let [number] = path.as_slice() else { continue };
        if let Some(before) = last
            && *number != before + 1
            && *number != 1
        {
            let span = label.runs.iter().find_map(|run| run.span).or(heading.lines.first().map(|l| l.span));
            let said = message!("Section {number} follows section {before}.", number, before);
            found.push(Finding::new(&NUMBERS, span, said));
        }
        last = Some(*number);
    }
}
