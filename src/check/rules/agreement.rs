//! What a document states more than once must agree: source and identifiers, number line and opening,
//! summary and proposals, letter and language, date and conference.
//!
//! Each comparison speaks only where both sides are stated and known; which of them is right is for the
//! delegation to say.

use crate::folding::fold_name;
use std::collections::{BTreeMap, BTreeSet};

use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage, PlacedProposal, Proposed};
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::language::Language;
use crate::model::{Edition, Evidence, InstrumentKind, SectionKind, Symbol};
use crate::registry::reference::{conference_of_formula, references};
use crate::text::{Run, View};

use super::editions::kind_name;

pub(super) const FAMILY: Family =
    Family { rules: &[&SOURCE, &NUMBER_LINE, &SUMMARY, &LETTER, &DATE, &IDENTIFIERS], see };

/// The source is not the one that the identifiers name.
pub(super) static SOURCE: Rule = Rule {
    code: "XCK004",
    name: "source-against-identifiers",
    severity: Severity::Warning,
    what: "The source line names one Member State or group, the identifiers of the proposals another.",
    why: "The proposals would be registered under the wrong delegation.",
    example: "source `Brazil` over `MOD ARG/31/1`",
    remedy: "Ask the delegation which is right.",
    source: "No. 42 of the General Rules of conferences: the identifier names the country that proposes",
};

/// The number line has another edition than the opening.
pub(super) static NUMBER_LINE: Rule = Rule {
    code: "XCK005",
    name: "number-line-against-opening",
    severity: Severity::Warning,
    what: "The number line of a text names another edition than its opening formula.",
    why: "Both name the conference that adopts the text; one of them was not brought up to date.",
    example: "`RESOLUTION 71 (REV. BUSAN, 2014)` over `The Plenipotentiary Conference (Dubai, 2018),`",
    remedy: "Bring the one that was left up to the edition proposed.",
    source: "Form of the Resolutions of the Union: number line and opening name the same conference",
};

/// The summary names other texts than the ones proposed.
pub(super) static SUMMARY: Rule = Rule {
    code: "XCK006",
    name: "summary-names-other-text",
    severity: Severity::Warning,
    what: "The summary, or the title of the contribution, names instruments, and none of them is among the \
           texts proposed.",
    why: "Delegates find their papers by the summary.",
    example: "summary: `Resolution 71 is revised`; proposal: `RESOLUTION 77`",
    remedy: "Correct the number in the one or the other.",
    source: "PP-10 guidelines: a short summary, then the proposals themselves",
};

/// The letter of the document number is that of another language.
pub(super) static LETTER: Rule = Rule {
    code: "XCK007",
    name: "letter-against-language",
    severity: Severity::Warning,
    what: "The letter behind the document number is that of another language than the text.",
    why: "Versions are filed and handed out by that letter.",
    example: "`Document 31-F` over an English text",
    remedy: "Correct the letter, or send the version that belongs to it.",
    source: "Document numbers of the Union end with A, C, E, F, R or S",
};

/// The date does not belong to the conference.
pub(super) static DATE: Rule = Rule {
    code: "XCK008",
    name: "date-against-conference",
    severity: Severity::Warning,
    what: "The document is dated more than two years before its conference opened.",
    why: "Either the date or the conference was left from another document.",
    example: "a contribution to PP-18 dated 3 February 2014",
    remedy: "Compare with the original.",
    source: "Dates of the conferences in the registry, each with its source",
};

/// Identifiers of one document name different sources.
pub(super) static IDENTIFIERS: Rule = Rule {
    code: "XCK009",
    name: "identifiers-of-two-sources",
    severity: Severity::Warning,
    what: "Most identifiers of a document name one source, one names another.",
    why: "A document has one source or one group of sources; a slip puts the proposal under another delegation.",
    example: "`MOD ARG/31/1`, `MOD BOL/31/2`, `MOD ARG/31/3`",
    remedy: "Correct the identifier.",
    source: "No. 42 of the General Rules of conferences",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    source(document, found);
    identifiers(document, found);
    for placed in document.instruments.iter().filter(|placed| amends(placed)) {
        found.extend(number_line(document, placed));
    }
    summary(document, found);
    found.extend(letter(document));
    found.extend(date(document));
}

fn amends(placed: &PlacedProposal<'_>) -> bool {
    matches!(placed.symbol, Some(Symbol::Mod | Symbol::ModEditorial))
}

fn words(runs: &[Run]) -> String {
    runs.iter().filter(|run| run.deletion.is_none()).map(|run| run.text.as_str()).collect()
}

/// The source line against the symbols of the identifiers.
fn source(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    let masthead = &document.submission.masthead;
    let Some(fact) = &masthead.source else { return };
    let Evidence::Stated(span) = fact.evidence else { return };
    let line = words(&fact.value);
    let named = PartyName::in_line(document, &line);
    let known: Vec<&str> = masthead.symbols.iter().map(|symbol| symbol.value.as_str()).collect();
    if named.is_empty() || known.is_empty() {
        return;
    }
    if known.iter().any(|symbol| named.has(symbol)) {
        return not_named(document, &named, &line, span, found);
    }
    // A member may send what its group proposes; an unknown symbol is another rule's business.
    let group = known.iter().any(|symbol| document.registry.group(symbol).is_some());
    let member = known.iter().any(|symbol| document.registry.member(symbol).is_some());
    if group && !named.members.is_empty() || !(member || group) {
        return;
    }
    let said = message!(
        "The source is {source}; the identifiers name {named}.",
        source = line.split_whitespace().collect::<Vec<_>>().join(" "),
        named = known.iter().map(|symbol| spelt(document, symbol)).collect::<Vec<_>>().join(", "),
    );
    let mut finding = Finding::new(&SOURCE, span, said);
    let first = document.proposals.iter().find(|proposed| proposed.proposal.id.is_some());
    finding.related.extend(first.map(|proposed| (proposed.proposal.line.span, message!("an identifier"))));
    found.push(finding);
}

/// A proposal of a Member State that the source line does not name, where it names others only.
fn not_named(
    document: &CheckedDocument<'_>,
    named: &PartyName<'_>,
    line: &str,
    span: crate::text::Span,
    found: &mut Vec<Finding>,
) {
    // A group's proposals stand for all of its members; names that are not known may be others.
    let bare = |c: char| c.is_alphabetic();
    let names =
        line.split([',', '，', '、', '،', ';', '；', '/', '(', '（']).filter(|part| part.contains(bare));
    if !named.groups.is_empty() || names.count() > named.members.len() + 1 {
        return;
    }
    let own = |proposed: &&Proposed<'_>| {
        proposed.proposal.id.as_ref().is_some_and(|id| {
            id.sources.iter().all(|symbol| !named.has(symbol) && document.registry.member(symbol).is_some())
        })
    };
    let Some(other) = document.proposals.iter().find(own) else { return };
    let symbols = other.proposal.id.as_ref().map(|id| id.sources.clone()).unwrap_or_default();
    let said = message!(
        "The source is {source}; this identifier names {named}.",
        source = line.split_whitespace().collect::<Vec<_>>().join(" "),
        named = symbols.iter().map(|symbol| spelt(document, symbol)).collect::<Vec<_>>().join(", "),
    );
    found.push(Finding::new(&SOURCE, other.proposal.line.span, said).related(span, message!("the source")));
}

/// `CUB (Cuba)`.
fn spelt(document: &CheckedDocument<'_>, symbol: &str) -> String {
    let name = document.registry.member(symbol).and_then(|member| member.name(document.language));
    let name =
        name.or_else(|| document.registry.group(symbol).and_then(|group| group.name(document.language)));
    name.map_or_else(|| symbol.to_owned(), |name| format!("{symbol} ({name})"))
}

/// Members and groups that a source line names.
#[derive(Debug, Default)]
struct PartyName<'d> {
    members: BTreeSet<&'d str>,
    groups: BTreeSet<&'d str>,
}

impl<'d> PartyName<'d> {
    fn in_line(document: &CheckedDocument<'d>, line: &str) -> Self {
        let line = fold_name(line);
        let stands = |name: Option<&str>| name.is_some_and(|name| stands_in(&line, &fold_name(name)));
        let languages = [document.language, Language::English];
        let members = document.registry.members().iter().filter(|member| {
            languages
                .iter()
                .any(|language| stands(member.name(*language)) || stands(member.formal_name(*language)))
        });
        let groups = document.registry.groups().iter().filter(|group| {
            languages.iter().any(|language| stands(group.name(*language)))
                || stands(Some(&group.organization))
        });
        Self {
            members: members.map(|member| &*member.symbol).collect(),
            groups: groups.map(|group| &*group.symbol).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.members.is_empty() && self.groups.is_empty()
    }

    fn has(&self, symbol: &str) -> bool {
        self.members.contains(symbol) || self.groups.contains(symbol)
    }
}

/// Whether a name stands in a line as words of its own.
fn stands_in(line: &str, name: &str) -> bool {
    let letter =
        |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && !('\u{2E80}'..='\u{9FFF}').contains(&c));
    !name.is_empty()
        && line.match_indices(name).any(|(at, _)| {
            let before = line.get(..at).and_then(|head| head.chars().next_back());
            let after = line.get(at + name.len()..).and_then(|tail| tail.chars().next());
            !letter(before) && !letter(after)
        })
}

/// One identifier whose source is not that of the others of its document.
fn identifiers(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    const FEWEST: usize = 3;
    let with: Vec<&Proposed<'_>> =
        document.proposals.iter().filter(|proposed| proposed.proposal.id.is_some()).collect();
    let source = |proposed: &&Proposed<'_>| proposed.proposal.id.as_ref().map(|id| id.sources.clone());
    let mut counts: BTreeMap<Option<Vec<String>>, usize> = BTreeMap::new();
    with.iter().for_each(|proposed| *counts.entry(source(proposed)).or_default() += 1);
    let count = |sources: &Option<Vec<String>>| counts.get(sources).copied().unwrap_or_default();
    let Some(usual) = with.iter().map(source).max_by_key(count) else { return };
    // A compilation holds the proposals of several documents.
    let number =
        |proposed: &&Proposed<'_>| proposed.proposal.id.as_ref().map(|id| id.document.number.clone());
    let one = with.iter().all(|proposed| number(proposed) == with.first().and_then(number));
    if with.len() < FEWEST || !one || count(&usual) + 1 != with.len() {
        return;
    }
    if let Some(other) = with.iter().find(|proposed| source(proposed) != usual) {
        let said = message!(
            "This identifier names {own}; all others of the document name {usual}.",
            own = source(other).unwrap_or_default().join("/"),
            usual = usual.unwrap_or_default().join("/"),
        );
        found.push(Finding::new(&IDENTIFIERS, other.proposal.line.span, said));
    }
}

/// The edition in the number line against the one in the opening formula, as they will stand.
fn number_line(document: &CheckedDocument<'_>, placed: &PlacedProposal<'_>) -> Option<Finding> {
    let line = placed.instrument.number_line.as_ref()?;
    let opening = placed.instrument.opening.as_ref()?;
    let stated = references(&line.text(View::Revised), document.language);
    let stated = stated.iter().find_map(|reference| reference.editions.last())?.edition.clone();
    let formula = opening.text(View::Revised);
    let (body, adopting) = conference_of_formula(&formula).pop()?;
    let adopting = adopting.edition;
    let own = super::known::body_of(document, &stated).filter(|own| *own != body);
    if let Some(own) = own.filter(|_| stated.year == adopting.year) {
        let acronym = |body| document.registry.acronym(body, document.language).unwrap_or("another body");
        let said = message!(
            "The number line names an edition of {own}, the opening another body, {other}.",
            own = acronym(own),
            other = acronym(body),
        );
        return Some(
            Finding::new(&NUMBER_LINE, line.span, said).related(opening.span, message!("the opening")),
        );
    }
    if same(document, &stated, &adopting)? {
        return None;
    }
    let said = message!(
        "The number line names the edition of {stated}, the opening that of {adopting}.",
        stated = name_of(&stated),
        adopting = name_of(&adopting),
    );
    Some(Finding::new(&NUMBER_LINE, line.span, said).related(opening.span, message!("the opening")))
}

fn name_of(edition: &Edition) -> String {
    let year = edition.year.map(|year| year.to_string());
    [edition.place.clone(), year].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Whether two editions are of one conference; `None` where one of them does not say.
fn same(document: &CheckedDocument<'_>, one: &Edition, other: &Edition) -> Option<bool> {
    let (year, other_year) = (one.year?, other.year?);
    let key = |edition: &Edition| {
        let name = edition.place.as_deref()?;
        Some(
            document
                .registry
                .place(name, document.language)
                .map_or_else(|| fold_name(name), |place| place.key.to_string()),
        )
    };
    Some(year == other_year && key(one)? == key(other)?)
}

/// The instruments that the summary names against the ones proposed, part by part.
fn summary(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    for part in 0..document.submission.parts.len() {
        let targets: BTreeSet<(InstrumentKind, &str)> = document
            .proposals
            .iter()
            .filter(|proposed| proposed.part == part)
            .filter_map(|proposed| {
                let instrument = &proposed.proposal.instrument;
                Some((instrument.kind, instrument.number.as_deref()?))
            })
            .collect();
        if targets.is_empty() || targets.iter().any(|(kind, _)| *kind == InstrumentKind::Provision) {
            continue;
        }
        let announces = |passage: &&CheckedPassage<'_>| {
            passage.context.part == part
                && passage.context.instrument.is_none()
                && matches!(
                    passage.context.section,
                    Some(SectionKind::Summary | SectionKind::ProposedChanges)
                )
        };
        let announcing: Vec<&CheckedPassage<'_>> = document.passages.iter().filter(announces).collect();
        let cited =
            || announcing.iter().flat_map(|passage| passage.references.iter().map(move |r| (passage, r)));
        let named = cited().any(|(_, r)| r.numbers.iter().any(|n| targets.contains(&(r.kind, n.as_str()))));
        let kinds: BTreeSet<InstrumentKind> = targets.iter().map(|(kind, _)| *kind).collect();
        let first = cited().find(|(_, r)| kinds.contains(&r.kind) && !r.numbers.is_empty());
        if named {
            found.extend(listed(&announcing, &targets));
            continue;
        }
        if let Some((passage, reference)) = first {
            let numbers: Vec<&str> = targets.iter().map(|(_, number)| *number).collect();
            let said = message!(
                "The summary names {kind} {numbers}; the texts proposed here are {proposed}.",
                kind => kind_name(reference.kind),
                numbers = reference.numbers.join(", "),
                proposed = numbers.join(", "),
            );
            found.push(Finding::new(&SUMMARY, passage.span(&reference.range), said));
        }
    }
}

/// A list of texts in the summary, of which one is proposed here and another is not; or the other way round, a
/// text proposed that a summary passes over which names the others.
fn listed(announcing: &[&CheckedPassage<'_>], targets: &BTreeSet<(InstrumentKind, &str)>) -> Vec<Finding> {
    let target = |kind: InstrumentKind, number: &str| targets.contains(&(kind, number));
    let cited = || announcing.iter().flat_map(|passage| passage.references.iter().map(move |r| (passage, r)));
    let lists = cited().filter(|(_, r)| r.numbers.len() > 1 && r.numbers.iter().any(|n| target(r.kind, n)));
    let mut found: Vec<Finding> = Vec::new();
    for (passage, reference) in lists {
        let absent: Vec<&str> =
            reference.numbers.iter().map(String::as_str).filter(|n| !target(reference.kind, n)).collect();
        if !absent.is_empty() {
            let said = message!(
                "The summary names {kind} {numbers} too; no proposal here is about it.",
                kind => kind_name(reference.kind),
                numbers = absent.join(", "),
            );
            found.push(Finding::new(&SUMMARY, passage.span(&reference.range), said));
        }
    }
    let unnamed: Vec<&str> = targets
        .iter()
        .filter(|(kind, number)| {
            !cited().any(|(_, r)| r.kind == *kind && r.numbers.iter().any(|n| n == number))
        })
        .map(|(_, number)| *number)
        .collect();
    if let (false, Some((passage, reference))) = (unnamed.is_empty(), cited().next()) {
        let said = message!(
            "The summary names some of the texts proposed here, and not {numbers}.",
            numbers = unnamed.join(", "),
        );
        let mut finding = Finding::new(&SUMMARY, passage.span(&reference.range), said);
        finding.severity = Severity::Information;
        found.push(finding);
    }
    found
}

/// The letter at the end of the document number as it is typed.
fn letter(document: &CheckedDocument<'_>) -> Option<Finding> {
    let fact = document.submission.masthead.document.as_ref()?;
    let Evidence::Stated(span) = fact.evidence else { return None };
    let line = document.source(span).trim_end();
    let (head, letter) = line.char_indices().next_back().and_then(|(at, c)| Some((line.get(..at)?, c)))?;
    let dashed = head.ends_with(['-', '‑', '–']);
    let stated = Language::from_letter(letter).filter(|_| dashed)?;
    let own = document.submission.language?;
    if stated == own {
        return None;
    }
    let said = message!(
        "The document number ends with {letter}; the text is in {language}.",
        letter,
        language = own.code()
    );
    Some(Finding::new(&LETTER, span, said))
}

/// The date of the document against the opening of its conference.
fn date(document: &CheckedDocument<'_>) -> Option<Finding> {
    const EARLIEST: i32 = 2 * 365;
    let masthead = &document.submission.masthead;
    let date = masthead.date.as_ref()?;
    let Evidence::Stated(span) = date.evidence else { return None };
    let known = document.registry.conference(masthead.conference.as_ref()?.value)?;
    let opens = known.start?;
    let before = date.value.until(opens).ok()?.get_days();
    let said = message!(
        "The document is dated {date}; {conference} opened on {opens}.",
        date = date.value,
        conference = known.short,
        opens,
    );
    (before > EARLIEST).then(|| Finding::new(&DATE, span, said))
}
