//! Traces of lost marks that nothing explains.

use crate::check::Family;
use crate::check::document::CheckedDocument;
use crate::diagnostics::{Finding, Message, Rule, Severity, message};
use crate::recover::Mark;
use crate::text::Span;

pub(super) const FAMILY: Family = Family { rules: &[&RESIDUE], see };

/// What looks like two texts in one and was not told apart.
pub(super) static RESIDUE: Rule = Rule {
    code: "REV005",
    name: "unresolved-residue",
    severity: Severity::Warning,
    what: "Two editions run together, or two punctuation marks side by side, that recovery did not tell apart \
           and that stand in the text with every mark accepted.",
    why: "Published so, the document would show deleted words as if they were proposed.",
    example: "`（2010年，瓜达拉哈拉2014年，釜山）` in a document with marks of its own",
    remedy: "Compare with the original; ask for the file with its tracked changes.",
    source: "PP-10 guidelines for proposals: new words underlined, deleted words struck through",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    let suggestions = &document.reading.recovery.suggestions;
    let mut suspected: Vec<Span> = suggestions.iter().filter_map(Mark::span).collect();
    suspected.sort_unstable();
    let mut residue = |span: Option<Span>, said: Message| {
        // What recovery suspects is reported by recovery.
        let meets = |own: Span| {
            let before = suspected.partition_point(|other| other.start < own.end);
            before.checked_sub(1).and_then(|at| suspected.get(at)).is_some_and(|other| own.start < other.end)
        };
        if !span.is_some_and(meets) {
            found.push(Finding::new(&RESIDUE, span, said));
        }
    };
    for passage in &document.passages {
        for reference in passage.references.iter().filter(|reference| reference.flattened) {
            let said = message!("Two editions run together here; which one is meant was not told apart.");
            residue(passage.span(&reference.range), said);
        }
        let text = passage.text.trim_end();
        if let Some(pair) = DOUBLED.iter().find(|pair| text.ends_with(*pair)) {
            let said = message!("Two punctuation marks stand side by side: {pair}", pair);
            residue(passage.span(&(text.len() - pair.len()..text.len())), said);
        }
    }
}

/// What no author writes: the end of an item before and after another was appended.
const DOUBLED: [&str; 8] = ["，；", "；，", "。；", "，。", ",;", ";,", "،؛", "؛،"];
