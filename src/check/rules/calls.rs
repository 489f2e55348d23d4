//! The calls of an instrument: recitals first, then what is resolved.

use crate::check::Family;
use crate::check::document::CheckedDocument;
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::model::{CallRole, InstrumentKind, Symbol};
use crate::text::View;

pub(super) const FAMILY: Family = Family { rules: &[&ORDER, &NOTHING_RESOLVED], see };

/// A recital after an operative part.
pub(super) static ORDER: Rule = Rule {
    code: "STR005",
    name: "recital-after-operative",
    severity: Severity::Warning,
    what: "A recital such as *considering* stands after an operative part such as *resolves*.",
    why: "Recitals give the grounds for what is resolved; one that comes later is misplaced, or a heading \
          between two texts was lost.",
    example: "*resolves* …, then *noting* …",
    remedy: "Compare with the original; move the recital, or put the missing number line in.",
    source: "Form of the Resolutions of the Union: recitals, then operative part",
};

/// A resolution that resolves nothing.
pub(super) static NOTHING_RESOLVED: Rule = Rule {
    code: "STR007",
    name: "no-operative-part",
    severity: Severity::Warning,
    what: "A resolution has recitals and no operative part.",
    why: "Part of the text is missing, or a call was not recognised.",
    example: "*considering* a) … b) … and the end of the file",
    remedy: "Compare with the original.",
    source: "Form of the Resolutions of the Union: recitals, then operative part",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    for placed in &document.instruments {
        let calls = &placed.instrument.calls;
        let mut operative = None;
        for call in calls {
            let text = call.text.text(View::Revised);
            // A lead-in with a colon belongs to the call above it.
            if text.trim().is_empty() || text.trim_end().ends_with([':', '：']) {
                continue;
            }
            match (call.role, operative) {
                (CallRole::Operative, None) => operative = Some(call),
                (CallRole::Recital, Some(first)) => {
                    let said =
                        message!("The recital {words} stands after an operative part.", words = text.trim());
                    found.push(
                        Finding::new(&ORDER, call.text.span, said)
                            .related(first.text.span, message!("the first operative part")),
                    );
                    break;
                }
                _ => {}
            }
        }
        let resolution = placed.instrument.kind == InstrumentKind::Resolution;
        let whole = !matches!(placed.symbol, Some(Symbol::Sup | Symbol::Noc));
        if let Some(last) = calls.last().filter(|_| operative.is_none() && resolution && whole) {
            let said = message!("This resolution has recitals and no operative part.");
            found.push(Finding::new(&NOTHING_RESOLVED, last.text.span, said));
        }
    }
}
