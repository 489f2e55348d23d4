//! What a proposal's symbol says, against what its text shows.

use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage};
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::model::{Role, Symbol};

pub(super) const FAMILY: Family = Family { rules: &[&AGAINST, &EMPTY], see };

/// Symbol and text disagree.
pub(super) static AGAINST: Rule = Rule {
    code: "PRP005",
    name: "symbol-against-text",
    severity: Severity::Warning,
    what: "A MOD in whose text no change can be seen, an ADD whose text carries revision marks, or a SUP or \
           plain NOC whose text is reproduced.",
    why: "A MOD shows what it changes by its marks: without them nobody can tell what is proposed. New text \
          is plain; text to be suppressed is not printed again.",
    example: "`MOD CUB/70/1` and the resolution as it stands today",
    remedy: "MOD: ask for the file with its tracked changes, or give the text in force with --base. \
             ADD: accept the marks. SUP and NOC: the title is enough.",
    source: "WTSA-16 rule: MOD with track changes; ADD, SUP and NOC without. PP-10 guidelines: the text of a SUP need not be reproduced",
};

/// An ADD or MOD without the text that it adds or changes.
pub(super) static EMPTY: Rule = Rule {
    code: "PRP009",
    name: "text-missing",
    severity: Severity::Warning,
    what: "An ADD or MOD under which no text stands: a number or a title at most.",
    why: "The conference adopts words; a title alone cannot be adopted or amended.",
    example: "`ADD BRA/31/2`, `DRAFT NEW RESOLUTION [BRA-1]`, and then the reasons",
    remedy: "Ask the delegation for the text, or for SUP or NOC if that is meant.",
    source: "PP-10 guidelines for the presentation of proposals: ADD and MOD give the text proposed",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    for proposed in &document.proposals {
        let Some(placed) = document.instruments.get(proposed.instrument) else { continue };
        let passages = document.of_instrument(placed);
        if lacks_text(proposed.proposal.symbol, passages) {
            let said =
                message!("No text stands under this {symbol}.", symbol = proposed.proposal.symbol.as_str());
            found.push(Finding::new(&EMPTY, proposed.proposal.line.span, said));
            continue;
        }
        let marked = passages.iter().any(|passage| passage.marked || label_marked(passage));
        let calls = !placed.instrument.calls.is_empty();
        let (line, proposal) = (proposed.proposal.line.span, proposed.proposal);
        let seen = match proposal.symbol {
            Symbol::Mod | Symbol::ModEditorial if !marked && calls => {
                Some((Severity::Warning, message!("No change can be seen in the text of this MOD.")))
            }
            Symbol::Add | Symbol::AddMoved if marked => {
                Some((Severity::Information, message!("The text of this ADD carries revision marks.")))
            }
            Symbol::Sup | Symbol::SupMoved if calls && !marked => {
                Some((Severity::Information, message!("The text of this SUP is reproduced.")))
            }
            Symbol::Noc if marked => {
                Some((Severity::Warning, message!("The text of this NOC carries revision marks.")))
            }
            _ => None,
        };
        if let Some((severity, said)) = seen {
            let mut finding = Finding::new(&AGAINST, line, said);
            finding.severity = severity;
            found.push(finding);
        }
    }
}

/// Whether a proposal that gives new words has none: number, title and opening are none.
fn lacks_text(symbol: Symbol, passages: &[CheckedPassage<'_>]) -> bool {
    let gives = matches!(symbol, Symbol::Add | Symbol::Mod | Symbol::ModEditorial);
    let head =
        |role| matches!(role, Role::NumberLine | Role::Title | Role::Opening | Role::Heading | Role::Call(_));
    gives && passages.iter().all(|passage| head(passage.context.role))
}

fn label_marked(passage: &CheckedPassage<'_>) -> bool {
    let runs = passage.label.map(|label| label.runs.as_slice()).unwrap_or_default();
    runs.iter().any(|run| run.insertion.is_some() || run.deletion.is_some())
        || passage.paragraph.mark.insertion.is_some()
        || passage.paragraph.mark.deletion.is_some()
}
