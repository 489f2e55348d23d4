//! A part's heading against the instrument that it announces.

use crate::check::Family;
use crate::check::document::CheckedDocument;
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::folding::fold_word;
use crate::registry::reference::references;
use crate::text::{Paragraph, View};

pub(super) const FAMILY: Family = Family { rules: &[&HEADING], see };

/// Heading and instrument disagree.
pub(super) static HEADING: Rule = Rule {
    code: "PRP006",
    name: "heading-against-text",
    severity: Severity::Warning,
    what: "The heading of a part names another instrument, or gives it another title, than the text proposed \
           under it.",
    why: "The table of contents is made from the headings.",
    example: "`PART 2 Revision of Resolution 103` over `MOD CUB/70/2 RESOLUTION 130`",
    remedy: "Correct the one or the other.",
    source: "PP-10 guidelines for the presentation of proposals",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    for (at, part) in document.submission.parts.iter().enumerate() {
        let Some(heading) = &part.heading else { continue };
        let mut proposed = document.proposals.iter().filter(|proposed| proposed.part == at);
        // With more than one proposal a heading names the subject, not each text.
        let (Some(only), None) = (proposed.next(), proposed.next()) else { continue };
        let instrument = &only.proposal.instrument;
        let lines: Vec<String> = heading.lines.iter().map(|line| line.text(View::Revised)).collect();
        let cited = lines.iter().flat_map(|line| references(line, document.language));
        let named = cited.into_iter().find(|reference| reference.kind == instrument.kind);
        let Some(named) = named else { continue };
        let Some(span) = heading.lines.iter().map(|line| line.span).reduce(crate::text::Span::to) else {
            continue;
        };
        let Some(number) = &instrument.number else { continue };
        if !named.numbers.contains(number) {
            let said = message!(
                "The heading names number {named}; the text proposed under it is number {number}.",
                named = named.numbers.join(", "),
                number,
            );
            let line = instrument.number_line.as_ref().map_or(only.proposal.line.span, |line| line.span);
            found.push(Finding::new(&HEADING, span, said).related(line, message!("the text's own number")));
            continue;
        }
        let rest = heading.lines.iter().skip(1);
        let (announced, own) = (joined(rest), joined(&instrument.title));
        if !announced.is_empty() && !own.is_empty() && announced != own {
            let line = instrument.title.first().map_or(only.proposal.line.span, |line| line.span);
            let said = message!("The title in the heading is not the title of the text proposed under it.");
            found.push(Finding::new(&HEADING, span, said).related(line, message!("the text's own title")));
        }
    }
}

fn joined<'a>(lines: impl IntoIterator<Item = &'a Paragraph>) -> String {
    let lines = lines.into_iter().map(|line| line.text(View::Revised));
    fold_word(&lines.collect::<Vec<_>>().join(" ")).split_whitespace().collect()
}
