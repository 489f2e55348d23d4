//! Editions of one instrument within one document: the same everywhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage};
use crate::diagnostics::{Finding, Message, Rule, Severity, message};
use crate::model::{Body, Edition, InstrumentKind, Role};
use crate::registry::reference::{EditionAt, InstrumentReference};
use crate::text::Span;

pub(super) const FAMILY: Family = Family { rules: &[&DIFFERENT, &REVISED_HERE], see };

/// One instrument, two editions.
pub(super) static DIFFERENT: Rule = Rule {
    code: "REF002",
    name: "different-editions",
    severity: Severity::Warning,
    what: "The texts proposed in one document bring references to one instrument up to different editions.",
    why: "One of them was forgotten, or brought up too far.",
    example: "`Resolution 71 (Rev. Busan, 2014)` in one proposal, `Resolution 71 (Rev. Guadalajara, 2010)` in another",
    remedy: "Ask the delegation which edition is meant; a text that recalls the history of another one may cite both.",
    source: "Practice of the Union: a reference names the edition in force",
};

/// The edition before the one proposed.
pub(super) static REVISED_HERE: Rule = Rule {
    code: "REF004",
    name: "earlier-edition",
    severity: Severity::Information,
    what: "A text proposed here cites the earlier edition of an instrument that this document revises.",
    why: "If the revision is adopted, the reference is out of date at once. An instrument that recalls its \
          own earlier edition is right to do so and is not reported.",
    example: "`Resolution 130 (Rev. Guadalajara, 2010)` in a document that proposes its revision by the 2014 conference",
    remedy: "Bring the reference up, or leave it to the secretariat.",
    source: "Practice of the Union: a reference names the edition in force",
};

/// A citation in the text of an instrument, in the edition that will stand.
struct EditionCitation<'d> {
    edition: &'d Edition,
    instrument: usize,
    /// The list or call that it stands in.
    list: usize,
    span: Option<Span>,
}

type EditionKey = (InstrumentKind, String, Option<Body>);

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    if document.proposals.is_empty() {
        return;
    }
    let mut cited: BTreeMap<EditionKey, Vec<EditionCitation<'_>>> = BTreeMap::new();
    for passage in
        document.annex().filter(|passage| !matches!(passage.context.role, Role::NumberLine | Role::Opening))
    {
        collect(document, passage, &mut cited);
    }
    for (key, citations) in &cited {
        different(key, citations, found);
        revised_here(document, key, citations, found);
    }
}

fn collect<'d>(
    document: &CheckedDocument<'_>,
    passage: &'d CheckedPassage<'_>,
    cited: &mut BTreeMap<EditionKey, Vec<EditionCitation<'d>>>,
) {
    let Some(instrument) = passage.context.instrument else { return };
    let own = document.instruments.get(instrument).map(|placed| placed.instrument);
    for reference in passage.references.iter().filter(|r| r.kind != InstrumentKind::Unknown) {
        // A passage that names several editions of a text means them all.
        let same = |other: &&InstrumentReference| {
            other.kind == reference.kind && other.numbers == reference.numbers && !other.editions.is_empty()
        };
        if passage.references.iter().filter(same).nth(1).is_some() {
            continue;
        }
        // A flattened reference stands at its new edition; one that names two on purpose says so.
        let [edition] = reference.editions.as_slice() else {
            if !reference.flattened {
                continue;
            }
            let Some(edition) = reference.editions.last() else { continue };
            push(document, passage, reference, edition, instrument, own, cited);
            continue;
        };
        push(document, passage, reference, edition, instrument, own, cited);
    }
}

fn push<'d>(
    document: &CheckedDocument<'_>,
    passage: &'d CheckedPassage<'_>,
    reference: &'d InstrumentReference,
    edition: &'d EditionAt,
    instrument: usize,
    own: Option<&crate::model::Instrument>,
    cited: &mut BTreeMap<EditionKey, Vec<EditionCitation<'d>>>,
) {
    let Some(body) = body(document, &edition.edition) else { return };
    for number in &reference.numbers {
        if own.is_some_and(|own| own.kind == reference.kind && own.number.as_ref() == Some(number)) {
            continue;
        }
        let span = passage.span(&reference.range);
        let citation =
            EditionCitation { edition: &edition.edition, instrument, list: passage.context.list, span };
        cited.entry((reference.kind, number.clone(), Some(body))).or_default().push(citation);
    }
}

/// The one body that met where and when an edition says; `None` where none or several did.
fn body(document: &CheckedDocument<'_>, edition: &Edition) -> Option<Body> {
    let place = document.registry.place(edition.place.as_deref()?, document.language)?;
    document.registry.adopted_at(&place.key, edition.year?)
}

/// One finding an instrument: at the citations that most others contradict.
fn different(key: &EditionKey, citations: &[EditionCitation<'_>], found: &mut Vec<Finding>) {
    let mut by_year: BTreeMap<u16, Vec<&EditionCitation<'_>>> = BTreeMap::new();
    for citation in citations.iter().filter(|citation| !enumerated(citations, citation.list)) {
        by_year.entry(citation.edition.year.unwrap_or_default()).or_default().push(citation);
    }
    if by_year.len() < 2 {
        return;
    }
    // The most frequent edition is taken for the one meant; of two as frequent, the later.
    let Some((meant, _)) = by_year.iter().max_by_key(|(year, list)| (list.len(), **year)) else { return };
    let Some(other) = by_year.get(meant).and_then(|list| list.first()) else { return };
    for citation in by_year.iter().filter(|(year, _)| *year != meant).filter_map(|(_, list)| list.first()) {
        let said = message!(
            "{kind} {number} is cited here in its edition of {cited}, elsewhere in that of {meant}.",
            kind => kind_name(key.0),
            number = key.1,
            cited = citation.edition.year.unwrap_or_default(),
            meant,
        );
        let mut finding = Finding::new(&DIFFERENT, citation.span, said);
        for (_, list) in by_year.iter().filter(|(year, _)| *year == meant) {
            for other in list.iter().take(3) {
                finding
                    .related
                    .extend(other.span.map(|span| (span, message!("the edition of {meant}", meant))));
            }
        }
        if citation.instrument == other.instrument {
            // Within one text both editions may be meant; across texts one was forgotten.
            finding.severity = Severity::Information;
        }
        found.push(finding);
    }
}

/// Whether a list names the editions of an instrument one after the other: `18 (Rev. Doha, 2006), 18 (Rev.
/// Hyderabad, 2010) and …`. All are meant.
fn enumerated(citations: &[EditionCitation<'_>], list: usize) -> bool {
    const FEWEST: usize = 3;
    let years: BTreeSet<Option<u16>> = citations
        .iter()
        .filter(|citation| citation.list == list)
        .map(|citation| citation.edition.year)
        .collect();
    years.len() >= FEWEST
}

fn revised_here(
    document: &CheckedDocument<'_>,
    key: &EditionKey,
    citations: &[EditionCitation<'_>],
    found: &mut Vec<Finding>,
) {
    for placed in &document.instruments {
        let instrument = placed.instrument;
        let revised =
            placed.symbol.is_some() && instrument.kind == key.0 && instrument.number.as_ref() == Some(&key.1);
        let Some(new) = instrument.editions.last().filter(|_| revised) else { continue };
        if body(document, new) != key.2 {
            continue;
        }
        for citation in citations.iter().filter(|citation| citation.edition.year < new.year) {
            let said = message!(
                "{kind} {number} is cited in its edition of {cited}; this document proposes the edition of {proposed}.",
                kind => kind_name(key.0),
                number = key.1,
                cited = citation.edition.year.unwrap_or_default(),
                proposed = new.year.unwrap_or_default(),
            );
            let mut finding = Finding::new(&REVISED_HERE, citation.span, said);
            finding
                .related
                .extend(instrument.number_line.as_ref().map(|l| (l.span, message!("proposed here"))));
            found.push(finding);
        }
    }
}

/// What an instrument is called in a message.
pub(super) fn kind_name(kind: InstrumentKind) -> Message {
    match kind {
        InstrumentKind::Resolution => message!("Resolution"),
        InstrumentKind::Decision => message!("Decision"),
        InstrumentKind::Recommendation => message!("Recommendation"),
        InstrumentKind::Opinion => message!("Opinion"),
        InstrumentKind::Provision => message!("Provision"),
        InstrumentKind::Unknown => message!("Text"),
    }
}
