//! What an ADD adds must not exist already.

use crate::check::Family;
use crate::check::document::CheckedDocument;
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::model::Symbol;

use super::editions::kind_name;
use super::known::body_of;

pub(super) const FAMILY: Family = Family { rules: &[&EXISTS], see };

/// An ADD of what exists.
pub(super) static EXISTS: Rule = Rule {
    code: "PRP011",
    name: "addition-of-what-exists",
    severity: Severity::Warning,
    what: "An ADD proposes a text under a number that an earlier conference has given.",
    why: "What exists is modified with MOD; a new text gets its number from the conference.",
    example: "`ADD BRB/14/1` over `RESOLUTION 37 (REV. KIGALI, 2022)`",
    remedy: "Ask whether MOD is meant; name a new text by a working number, `[BRB-1]`.",
    source: "PP-10 guidelines for the presentation of proposals; numbers adopted in the registry",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    let conference = document.submission.masthead.conference.as_ref().map(|fact| fact.value);
    for proposed in &document.proposals {
        let proposal = proposed.proposal;
        let instrument = &proposal.instrument;
        if !matches!(proposal.symbol, Symbol::Add) {
            continue;
        }
        let Some(number) = instrument.number.as_ref().and_then(|number| number.parse::<u32>().ok()) else {
            continue;
        };
        let edition = instrument.editions.last();
        let of_edition = edition.and_then(|edition| Some((body_of(document, edition)?, edition.year?)));
        let Some((body, year)) = of_edition.or(conference.map(|id| (id.body, id.year))) else { continue };
        let Some((last, certain)) = document.registry.last_number(body, instrument.kind, year - 1) else {
            continue;
        };
        if number > last {
            continue;
        }
        let line = instrument.number_line.as_ref().map_or(proposal.line.span, |line| line.span);
        let said = message!(
            "This ADD proposes {kind} {number}; numbers up to {last} were given before {year}.",
            kind => kind_name(instrument.kind),
            number,
            last,
            year,
        );
        let mut finding = Finding::new(&EXISTS, line, said);
        if !certain && document.registry.instrument(body, instrument.kind, &number.to_string()).is_none() {
            finding.severity = Severity::Information;
        }
        found.push(finding);
    }
}
