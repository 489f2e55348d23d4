//! What the cover note says is done with a text, against what its proposal does; agenda items stated twice.
//!
//! In: the summary, or the introduction, and the proposals of a part. Out: findings where the two contradict each other. Never: a
//! judgement of a sentence in which the verb does not stand right before the text's number.

use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage, Proposed};
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::folding::fold_word;
use crate::letters::is_han;
use crate::lexicon::terms::{self, Term};
use crate::model::{Evidence, InstrumentKind, SectionKind, Symbol};
use crate::registry::reference::InstrumentReference;

use super::editions::kind_name;

pub(super) const FAMILY: Family = Family { rules: &[&ACTION, &AGENDA], see };

/// The summary announces something else than the proposal does.
pub(super) static ACTION: Rule = Rule {
    code: "XCK010",
    name: "summary-against-symbol",
    severity: Severity::Warning,
    what: "The summary says that a text is suppressed, changed or left as it is, and the symbol of its proposal \
           says something else, or no proposal treats it; or it announces a new text, and nothing is added.",
    why: "Delegates prepare by the summary; the conference decides on the proposal.",
    example: "summary: `it is proposed to suppress Resolution 77`; proposal: `MOD ABC/31/1`, `RESOLUTION 77`",
    remedy: "Ask the delegation which is meant.",
    source: "PP-10 guidelines: a short summary, then the proposals themselves",
};

/// Two agenda items for one document.
pub(super) static AGENDA: Rule = Rule {
    code: "XCK011",
    name: "agenda-item-stated-otherwise",
    severity: Severity::Warning,
    what: "The masthead names one agenda item, a line of the cover note another.",
    why: "Documents are allocated to meetings by their agenda item.",
    example: "masthead: `Agenda item 1.13`; cover note: `Agenda item 1.14`",
    remedy: "Ask the delegation which is right.",
    source: "Form of the documents of the Union: the agenda item stands in the masthead once",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    for proposed in &document.proposals {
        found.extend(action(document, proposed));
    }
    for part in 0..document.submission.parts.len() {
        found.extend(new_text(document, part));
        found.extend(unproposed(document, part));
        found.extend(introduced(document, part));
    }
    found.extend(agenda(document));
}

/// The passages that say what a part proposes.
fn announcing<'d, 'a>(
    document: &'d CheckedDocument<'a>,
    part: usize,
) -> impl Iterator<Item = &'d CheckedPassage<'a>> {
    let sections = [SectionKind::Summary, SectionKind::ProposedChanges];
    document.passages.iter().filter(move |passage| {
        passage.context.part == part
            && passage.context.instrument.is_none()
            && passage.context.section.is_some_and(|section| sections.contains(&section))
    })
}

/// What the summary says of the text of a proposal, where it says something else.
fn action(document: &CheckedDocument<'_>, proposed: &Proposed<'_>) -> Option<Finding> {
    let instrument = &proposed.proposal.instrument;
    let number = instrument.number.as_ref().filter(|_| instrument.kind != InstrumentKind::Provision)?;
    let own = does(proposed.proposal.symbol);
    // A text that two proposals treat is spoken of twice.
    let same = |other: &&Proposed<'_>| {
        other.part == proposed.part
            && other.proposal.instrument.kind == instrument.kind
            && other.proposal.instrument.number.as_ref() == Some(number)
    };
    if document.proposals.iter().filter(same).count() > 1 {
        return None;
    }
    let mut others = announcing(document, proposed.part).flat_map(|passage| {
        passage
            .references
            .iter()
            .filter(|r| r.kind == instrument.kind && r.numbers.contains(number))
            .filter_map(move |reference| {
                let said = before(document, passage.text.get(..reference.range.start)?)?;
                Some((passage, reference, said))
            })
    });
    let (passage, reference, said) = others.next()?;
    let agrees = |said: Term| own == said || own == Term::SymbolAdd && said == Term::SymbolMod;
    if agrees(said) || others.any(|(_, _, said)| agrees(said)) {
        return None;
    }
    let told = match said {
        Term::SymbolSup => message!("suppressed"),
        Term::SymbolNoc => message!("left as it is"),
        _ => message!("changed"),
    };
    let name = kind_name(instrument.kind);
    let symbol = proposed.proposal.symbol.as_str();
    let said = message!(
        "The summary says that {kind} {number} is {told}; the proposal is {symbol}.",
        kind => name,
        number,
        told => told,
        symbol,
    );
    let finding = Finding::new(&ACTION, passage.span(&reference.range), said);
    Some(finding.related(proposed.proposal.line.span, message!("the proposal")))
}

/// What a symbol does, as the term of its words.
fn does(symbol: Symbol) -> Term {
    match symbol {
        Symbol::Add | Symbol::AddMoved => Term::SymbolAdd,
        Symbol::Mod | Symbol::ModEditorial => Term::SymbolMod,
        Symbol::Sup | Symbol::SupMoved => Term::SymbolSup,
        Symbol::Noc => Term::SymbolNoc,
    }
}

/// The action whose verb ends right before a reference: `suppress Resolution 64`, `废止第64号决议`.
fn before(document: &CheckedDocument<'_>, head: &str) -> Option<Term> {
    /// Bytes that are looked at, and letters that may stand between: articles, `is proposed to`.
    const NEAR: usize = 80;
    const BETWEEN: usize = 9;
    const AFTER_NONE: usize = 26;
    let near = head.get(head.ceil_char_boundary(head.len().saturating_sub(NEAR))..)?;
    let near = fold_word(near);
    let actions = [Term::SymbolNoc, Term::SymbolSup, Term::SymbolMod];
    let ends = actions.into_iter().flat_map(|term| {
        let words = terms::of(term, document.language).iter().map(|word| fold_word(word));
        let near = &near;
        words.filter_map(move |word| {
            let at = near.rfind(&word)?;
            let joined = near.get(..at)?.chars().next_back().is_some_and(|c| c.is_alphabetic() && !is_han(c));
            let rest = near.get(at + word.len()..)?;
            let parted = rest.chars().next().is_none_or(|c| !c.is_alphabetic() || is_han(c));
            let bound = if term == Term::SymbolNoc { AFTER_NONE } else { BETWEEN };
            let close = rest.chars().count() <= bound
                && !rest.contains(|c: char| c.is_ascii_digit() || ",;.:，；。：،؛(（“\"".contains(c));
            (close && parted && !joined).then_some((at + word.len(), word.len(), term))
        })
    });
    // `no change` ends where `change` does: the longer one is meant.
    ends.max_by_key(|(end, length, _)| (*end, *length)).map(|(_, _, term)| term)
}

/// A new text that the summary announces and that is not there.
fn new_text(document: &CheckedDocument<'_>, part: usize) -> Option<Finding> {
    let own = || document.proposals.iter().filter(|proposed| proposed.part == part);
    if own().count() == 0 || own().any(|proposed| does(proposed.proposal.symbol) == Term::SymbolAdd) {
        return None;
    }
    announcing(document, part).find_map(|passage| {
        let at = document.lexicon.draft_within(&passage.text)?;
        let said = message!("The summary announces a new text, and no proposal here is an ADD.");
        Some(Finding::new(&ACTION, passage.span(&at), said))
    })
}

/// A text that the summary says is changed or suppressed beside one that is proposed, and that no proposal treats.
fn unproposed(document: &CheckedDocument<'_>, part: usize) -> Option<Finding> {
    let treated = |reference: &InstrumentReference| {
        document.proposals.iter().map(|proposed| &proposed.proposal.instrument).any(|own| {
            own.kind == reference.kind
                && own.number.as_ref().is_some_and(|number| reference.numbers.contains(number))
        })
    };
    announcing(document, part).find_map(|passage| {
        let told = told_of(document, passage);
        let missing = told.iter().find(|reference| !treated(reference))?;
        let number = missing.numbers.first().filter(|_| told.iter().any(|reference| treated(reference)))?;
        let said = message!(
            "The summary speaks of a change to {kind} {number}, and no proposal treats it.",
            kind => kind_name(missing.kind),
            number,
        );
        let mut finding = Finding::new(&ACTION, passage.span(&missing.range), said);
        finding.severity = Severity::Information;
        Some(finding)
    })
}

/// A text that the introduction says is changed, where the whole cover note names none of those proposed.
fn introduced(document: &CheckedDocument<'_>, part: usize) -> Option<Finding> {
    const TELLING: [SectionKind; 2] = [SectionKind::Introduction, SectionKind::Background];
    let proposals = document.proposals.iter().filter(|proposed| proposed.part == part);
    let own: Vec<_> = proposals.map(|proposed| &proposed.proposal.instrument).collect();
    if own.iter().any(|own| own.kind == InstrumentKind::Provision || own.number.is_none()) {
        return None;
    }
    let kind = |reference: &InstrumentReference| own.iter().any(|own| own.kind == reference.kind);
    let treated = |reference: &InstrumentReference| {
        own.iter().any(|own| {
            own.kind == reference.kind && own.number.as_ref().is_some_and(|n| reference.numbers.contains(n))
        })
    };
    let cover = || {
        let passages = document.passages.iter().filter(move |passage| passage.context.part == part);
        passages.filter(|passage| passage.context.instrument.is_none() && !passage.context.reasons)
    };
    let telling = |passage: &&CheckedPassage<'_>| {
        passage.context.section.is_some_and(|section| TELLING.contains(&section))
    };
    if cover().flat_map(|passage| &passage.references).any(treated)
        || announcing(document, part).any(|passage| passage.references.iter().any(kind))
    {
        return None;
    }
    let (passage, missing) = cover().filter(telling).find_map(|passage| {
        let told = told_of(document, passage).into_iter();
        let told = told.filter(|reference| proposes(document, passage, reference)).find(|r| kind(r))?;
        Some((passage, told))
    })?;
    let proposed: Vec<&str> = own.iter().filter_map(|own| own.number.as_deref()).collect();
    let said = message!(
        "The introduction speaks of a change to {kind} {number}; the texts proposed here are {proposed}.",
        kind => kind_name(missing.kind),
        number = missing.numbers.first()?,
        proposed = proposed.join(", "),
    );
    Some(Finding::new(&ACTION, passage.span(&missing.range), said))
}

/// Whether the sentence of a reference says that it is proposed: what was done before stands in introductions too.
fn proposes(
    document: &CheckedDocument<'_>,
    passage: &CheckedPassage<'_>,
    reference: &InstrumentReference,
) -> bool {
    let before = passage.text.get(..reference.range.start).unwrap_or_default();
    let sentence = before.rsplit(['.', '。', ';', '；', '؛']).next().unwrap_or_default();
    let sentence = fold_word(sentence);
    terms::of(Term::Proposes, document.language).iter().any(|stem| sentence.contains(&*fold_word(stem)))
}

/// The references of a passage that a verb of change stands before, or that are joined to one of those by "and".
fn told_of<'p>(
    document: &CheckedDocument<'_>,
    passage: &'p CheckedPassage<'_>,
) -> Vec<&'p InstrumentReference> {
    let mut told: Vec<&InstrumentReference> = Vec::new();
    for reference in passage.references.iter().filter(|r| r.kind != InstrumentKind::Unknown) {
        let head = passage.text.get(..reference.range.start).unwrap_or_default();
        let changed = matches!(before(document, head), Some(Term::SymbolMod | Term::SymbolSup));
        let joined = || {
            let gap = passage.text.get(told.last()?.range.end..reference.range.start)?.trim();
            Some(
                gap.is_empty()
                    || matches!(gap, "," | "，" | "、" | "،")
                    || terms::head(Term::And, gap) == Some(gap.len()),
            )
        };
        if changed || joined().unwrap_or_default() {
            told.push(reference);
        }
    }
    told
}

/// An agenda item in the cover note that is not the one of the masthead.
fn agenda(document: &CheckedDocument<'_>) -> Option<Finding> {
    let fact = document.submission.masthead.agenda_item.as_ref()?;
    let Evidence::Stated(span) = fact.evidence else { return None };
    let words: String =
        fact.value.iter().filter(|run| run.deletion.is_none()).map(|run| run.text.as_str()).collect();
    let stated = numbers(&words);
    if stated.is_empty() {
        return None;
    }
    let cover = document.passages.iter().filter(|passage| passage.context.instrument.is_none());
    cover.take_while(|passage| !passage.context.reasons).find_map(|passage| {
        let item = document.lexicon.agenda_item(passage.text.trim())?;
        let other = numbers(item);
        let contradicts = !other.is_empty() && other.iter().all(|number| !stated.contains(number));
        contradicts.then(|| {
            let said = message!(
                "The masthead names agenda item {stated}; this line names {other}.",
                stated = stated.join(", "),
                other = other.join(", "),
            );
            Finding::new(&AGENDA, passage.whole(), said).related(span, message!("the masthead"))
        })
    })
}

/// The numbers of agenda items in a line: `1.13`, `9.1(9.1.2)`.
fn numbers(line: &str) -> Vec<String> {
    let parts = line.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    let numbers = parts.map(|part| part.trim_matches('.').to_owned());
    numbers.filter(|number| number.starts_with(|c: char| c.is_ascii_digit())).collect()
}
