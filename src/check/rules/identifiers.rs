//! Identifiers of proposals: known sources, the document's own number, serials in sequence.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Family;
use crate::check::document::CheckedDocument;
use crate::diagnostics::{Finding, Message, Rule, Severity, message};
use crate::model::{DocumentNumber, Evidence, Proposal, ProposalId};
use crate::parse::identifier;
use crate::registry::Registry;

pub(super) const FAMILY: Family = Family { rules: &[&SOURCE, &SEQUENCE, &CITED, &MISSING], see };

/// Unknown source, or a number that is not the document's.
pub(super) static SOURCE: Rule = Rule {
    code: "PRP001",
    name: "identifier-source",
    severity: Severity::Error,
    what: "A proposal's identifier names a source that is no Member State and no group, or a document \
           number that is not this document's.",
    why: "Proposals are registered and found by their identifier.",
    example: "`MOD CBU/70/1`; `MOD CUB/17/1` in document 70",
    remedy: "Correct the identifier; the symbols are listed by `itudoc registry members`.",
    source: "No. 42 of the General Rules of conferences: `ABC/25/3` is country, document, sequence",
};

/// Serials jump or repeat.
pub(super) static SEQUENCE: Rule = Rule {
    code: "PRP002",
    name: "identifier-sequence",
    severity: Severity::Warning,
    what: "The serial numbers of a document's proposals jump, go back or repeat.",
    why: "Two proposals of one identifier cannot be told apart; a gap may be a proposal that was lost.",
    example: "`CUB/70/1`, `CUB/70/3`",
    remedy: "Compare with the original; number the proposals anew.",
    source: "No. 42 of the General Rules of conferences",
};

/// A proposal is cited that is not there.
pub(super) static CITED: Rule = Rule {
    code: "PRP003",
    name: "identifier-cited",
    severity: Severity::Warning,
    what: "The text cites a proposal of this document that stands nowhere in it.",
    why: "The conference would be asked to approve a proposal that nobody has.",
    example: "`approve proposal CUB/70/4`, where the last is CUB/70/3",
    remedy: "Correct the number, or ask for the proposal.",
    source: "No. 42 of the General Rules of conferences",
};

/// No identifier.
pub(super) static MISSING: Rule = Rule {
    code: "PRP007",
    name: "identifier-missing",
    severity: Severity::Warning,
    what: "A proposal has a symbol and no identifier.",
    why: "Without it the proposal cannot be registered.",
    example: "`MOD` on a line of its own above `RESOLUTION 64`",
    remedy: "Give it one: source, document number, serial (`CUB/70/1`).",
    source: "No. 42 of the General Rules of conferences",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    let stated = document.submission.masthead.document.as_ref();
    let stated = stated.filter(|fact| matches!(fact.evidence, Evidence::Stated(_)));
    let mut serials: BTreeMap<SeriesKey, Vec<(u32, &Proposal)>> = BTreeMap::new();
    for proposal in document.proposals.iter().map(|proposed| proposed.proposal) {
        let Some(id) = &proposal.id else {
            let said =
                message!("The proposal {symbol} has no identifier.", symbol = proposal.symbol.as_str());
            found.push(Finding::new(&MISSING, proposal.line.span, said));
            continue;
        };
        sources(document.registry, proposal, id, found);
        if let Some(fact) = stated
            && differ(&fact.value, &id.document)
            && let Evidence::Stated(span) = fact.evidence
        {
            let (own, other) = (&fact.value.number, &id.document.number);
            let said = message!(
                "The identifier names document {other}; the document's number is {own}.",
                other,
                own,
            );
            let finding = Finding::new(&SOURCE, proposal.line.span, said);
            found.push(finding.related(span, message!("the number stated")));
        }
        if let Some(fact) = stated
            && let Some(said) = other_addendum(&fact.value, &id.document)
            && let Evidence::Stated(span) = fact.evidence
        {
            let mut finding = Finding::new(&SOURCE, proposal.line.span, said);
            finding.severity = Severity::Warning;
            found.push(finding.related(span, message!("the number stated")));
        }
        if let Ok(serial) = id.serial.parse() {
            let key = (id.sources.clone(), key(&id.document));
            serials.entry(key).or_default().push((serial, proposal));
        }
    }
    for list in serials.values() {
        sequence(list, found);
    }
    cited(document, found);
}

type DocumentKey = (String, Option<u16>);

/// Sources and document: proposals that count together.
type SeriesKey = (Vec<String>, DocumentKey);

fn key(number: &DocumentNumber) -> DocumentKey {
    (number.number.clone(), number.addendum)
}

/// Whether two numbers cannot be of one document; `XX` stands for any.
fn differ(stated: &DocumentNumber, named: &DocumentNumber) -> bool {
    let digits = |number: &DocumentNumber| {
        let whole = number.number.split('(').next().unwrap_or_default();
        let digits = whole.trim_start_matches('0').to_owned();
        (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
    };
    match (digits(stated), digits(named)) {
        (Some(stated), Some(named)) => stated != named,
        _ => false,
    }
}

/// Says where a document and an identifier are of one document, but of two addenda to it. Addenda that stand in
/// one document have identifiers of each.
fn other_addendum(stated: &DocumentNumber, named: &DocumentNumber) -> Option<Message> {
    let digits = |number: &str| number.trim_start_matches('0').to_owned();
    let same = !stated.number.contains('(') && digits(&stated.number) == digits(&named.number);
    let name = |addendum: Option<u16>| match addendum {
        Some(number) => message!("Addendum {number}", number),
        None => message!("no addendum"),
    };
    (same && stated.addendum != named.addendum).then(|| {
        message!(
            "The identifier names {named} to document {number}; the document's number has {stated}.",
            named => name(named.addendum),
            number = named.number,
            stated => name(stated.addendum),
        )
    })
}

fn sources(registry: &Registry, proposal: &Proposal, id: &ProposalId, found: &mut Vec<Finding>) {
    for symbol in &id.sources {
        if registry.member(symbol).is_none() && registry.group(symbol).is_none() {
            let said = message!("{symbol} is the symbol of no Member State and no group.", symbol);
            let near = registry.members().iter().find(|member| swapped(&member.symbol, symbol));
            let mut finding = Finding::new(&SOURCE, proposal.line.span, said);
            if let Some(near) = near {
                finding = finding.help(message!("Is {meant} meant?", meant = near.symbol));
            }
            found.push(finding);
        }
    }
}

/// Whether two symbols have the same letters in another order.
fn swapped(one: &str, other: &str) -> bool {
    let sorted = |text: &str| {
        let mut bytes = text.as_bytes().to_vec();
        bytes.sort_unstable();
        bytes
    };
    one != other && sorted(one) == sorted(other)
}

fn sequence(list: &[(u32, &Proposal)], found: &mut Vec<Finding>) {
    let mut before: Option<(u32, &Proposal)> = None;
    for (serial, proposal) in list {
        if let Some((last, other)) = before
            && *serial != last + 1
        {
            let said = match serial.cmp(&last) {
                std::cmp::Ordering::Equal => message!("Proposal {serial} stands here twice.", serial),
                _ => message!("Proposal {serial} follows proposal {last}.", serial, last),
            };
            let finding = Finding::new(&SEQUENCE, proposal.line.span, said);
            let mut finding = finding.related(other.line.span, message!("the proposal before it"));
            if *serial == last {
                finding.severity = Severity::Error;
            }
            found.push(finding);
        }
        before = Some((*serial, proposal));
    }
}

/// Identifiers in running text that no proposal has.
fn cited(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    let mut own: BTreeMap<SeriesKey, BTreeSet<&str>> = BTreeMap::new();
    for id in document.proposals.iter().filter_map(|proposed| proposed.proposal.id.as_ref()) {
        own.entry((id.sources.clone(), key(&id.document))).or_default().insert(number(id));
    }
    if own.is_empty() {
        return;
    }
    for passage in document.passages.iter().filter(|passage| passage.context.instrument.is_none()) {
        let text = &passage.text;
        for (at, _) in text.match_indices('/') {
            let head = text.get(..at).unwrap_or_default();
            let letters = head.bytes().rev().take_while(u8::is_ascii_uppercase).count();
            let start = at - letters;
            if letters == 0 || head.get(..start).is_some_and(|head| head.ends_with('/')) {
                continue;
            }
            let Some((id, length)) = text.get(start..).and_then(identifier) else { continue };
            let known = match own.get(&(id.sources.clone(), key(&id.document))) {
                Some(numbers) => numbers.contains(number(&id)),
                // This document's number behind a source that has no proposal in it.
                None => own.keys().all(|(_, document)| *document != key(&id.document)),
            };
            if !known {
                let name = text.get(start..start + length).unwrap_or_default().trim_end_matches('.');
                let span = passage.span(&(start..start + length));
                let said =
                    message!("{name} is cited here; no proposal of this document has that number.", name);
                found.push(Finding::new(&CITED, span, said));
            }
        }
    }
}

/// A serial without its padding.
fn number(id: &ProposalId) -> &str {
    id.serial.trim_start_matches('0')
}
