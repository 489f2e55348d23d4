//! Numbers of instruments against what is known of them: whose resolution it is, and whether there
//! is one.

use std::collections::{BTreeMap, BTreeSet};

use super::editions::kind_name;
use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage};
use crate::diagnostics::{Finding, Message, Rule, Severity, message};
use crate::language::Language;
use crate::lexicon::terms::{self, Term};
use crate::model::{Body, Edition, InstrumentKind};
use crate::registry::Adoption;
use crate::registry::reference::{EditionAt, InstrumentReference, references};

pub(super) const FAMILY: Family = Family { rules: &[&AMBIGUOUS, &UNKNOWN, &SUPERSEDED], see };

/// A number that two bodies have used.
pub(super) static AMBIGUOUS: Rule = Rule {
    code: "REF005",
    name: "ambiguous-number",
    severity: Severity::Information,
    what: "A number is cited without edition and without its body, in a document that cites instruments of \
           two bodies under that number.",
    why: "Each conference and assembly counts its resolutions from one: the reader cannot tell which is meant.",
    example: "`Resolution 69`, where the document cites Resolution 69 of the assembly and of the development conference",
    remedy: "Ask the delegation for the edition, or for the name of the body.",
    source: "Practice of the Union: a reference names body and edition",
};

/// No such instrument.
pub(super) static UNKNOWN: Rule = Rule {
    code: "REF006",
    name: "unknown-instrument",
    severity: Severity::Warning,
    what: "A reference to an instrument that was suppressed before the edition cited, or whose number is \
           higher than any the body had given by then.",
    why: "A slip of one digit sends the reader to a text that does not exist.",
    example: "`Resolution 310 (Rev. Dubai, 2018)`, where the conference of 2018 ended at 213",
    remedy: "Compare with the collection of texts in force; add what the registry does not know with `--registry`.",
    source: "Final Acts of the conferences, as far as the registry has them",
};

/// An edition that was revised since.
pub(super) static SUPERSEDED: Rule = Rule {
    code: "REF010",
    name: "superseded-edition",
    severity: Severity::Information,
    what: "A proposed text cites an edition of an instrument that was revised again before the conference.",
    why: "A reference names the edition in force, unless it recalls the history of a text.",
    example: "`Resolution 25 (Rev. Busan, 2014)` in a text proposed to a conference of 2022",
    remedy: "Bring the reference up, if the text in force is meant.",
    source: "Editions of instruments in the registry, each with its source",
};

/// Who is known to have a text of a kind under a number.
type Owners<'d> = BTreeMap<(InstrumentKind, &'d str), BTreeSet<Body>>;

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    let mut owners = Owners::new();
    for passage in &document.passages {
        of_a_sector(document, passage, found);
        for reference in passage.references.iter().filter(|r| r.kind != InstrumentKind::Unknown) {
            unknown(document, passage, reference, found);
            let Some(body) = body(document, reference) else { continue };
            for number in &reference.numbers {
                owners.entry((reference.kind, number)).or_default().insert(body);
            }
        }
    }
    superseded(document, found);
    owners.retain(|_, bodies| bodies.len() > 1);
    if !owners.is_empty() {
        ambiguous(document, &owners, found);
    }
}

/// One finding an instrument whose edition cited in a proposed text is not the last before the conference. A
/// passage that names several editions of it means them all.
fn superseded(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    let conference = document.submission.masthead.conference.as_ref().map(|fact| fact.value.year);
    let mut told: BTreeSet<(InstrumentKind, Body, &str)> = BTreeSet::new();
    for passage in document.annex().filter(|passage| passage.context.amends()) {
        let own = passage.context.instrument.and_then(|at| document.instruments.get(at));
        let Some(own) = own.map(|own| own.instrument) else { continue };
        let year = conference.or_else(|| own.editions.last()?.year);
        for reference in passage.references.iter().filter(|r| r.kind != InstrumentKind::Unknown) {
            let ([edition], [number]) = (reference.editions.as_slice(), reference.numbers.as_slice()) else {
                continue;
            };
            let (Some(cited), Some(body)) = (edition.edition.year, body_of(document, &edition.edition))
            else {
                continue;
            };
            let same = |r: &&InstrumentReference| r.kind == reference.kind && r.numbers == reference.numbers;
            if own.number.as_ref() == Some(number) || passage.references.iter().filter(same).count() > 1 {
                continue;
            }
            let known = document.registry.instrument(body, reference.kind, number);
            let Some(known) = known.filter(|known| known.provenance.certain) else { continue };
            let last = known.revised.iter().filter(|last| year.is_some_and(|year| **last < year)).max();
            let Some(last) = last.filter(|last| **last > cited) else { continue };
            if told.insert((reference.kind, body, number)) {
                let said = message!(
                    "{kind} {number} is cited in its edition of {cited}; it was revised in {last}.",
                    kind => kind_name(reference.kind),
                    number,
                    cited,
                    last,
                );
                found.push(Finding::new(&SUPERSEDED, passage.span(&reference.range), said));
            }
        }
    }
}

/// The body of a reference: by its edition, else as the text names it.
fn body(document: &CheckedDocument<'_>, reference: &InstrumentReference) -> Option<Body> {
    let edition = reference.editions.last().and_then(|at| body_of(document, &at.edition));
    edition.or(reference.body)
}

/// The one body that met where and when an edition says.
pub(super) fn body_of(document: &CheckedDocument<'_>, edition: &Edition) -> Option<Body> {
    let place = document.registry.place(edition.place.as_deref()?, document.language)?;
    document.registry.adopted_at(&place.key, edition.year?)
}

/// The body of an edition that is named by its conference (`WRC-15`), and the year in which that met.
pub(super) fn named_conference(
    document: &CheckedDocument<'_>,
    passage: &CheckedPassage<'_>,
    edition: &EditionAt,
) -> Option<NamedConference> {
    let short = edition.edition.year?;
    let name = passage.text.get(edition.year.clone()?)?;
    let (acronym, _) = name.rsplit_once(['-', '\u{2011}'])?;
    let registry = document.registry;
    let named = |body: &Body| {
        let acronyms = [document.language, Language::English].map(|own| registry.acronym(*body, own));
        registry.body(*body).is_some_and(|entry| entry.cited_by_name)
            && acronyms.into_iter().flatten().any(|known| known == acronym)
    };
    let body = registry.bodies().find(named)?;
    let met = registry.conference_by_short(body, short).map(|conference| conference.id.year);
    Some(NamedConference { body, short, met })
}

/// A conference as an edition names it.
#[derive(Debug, Clone, Copy)]
pub(super) struct NamedConference {
    /// Whose it is.
    pub body: Body,
    /// The year of its name.
    pub short: u16,
    /// The year in which it met; `None` where there was none of the name.
    pub met: Option<u16>,
}

/// One finding a number, at the first place that does not say whose it is.
fn ambiguous(document: &CheckedDocument<'_>, owners: &Owners<'_>, found: &mut Vec<Finding>) {
    let mut told: BTreeSet<(InstrumentKind, &str)> = BTreeSet::new();
    for (at, passage) in document.passages.iter().enumerate() {
        for reference in passage.references.iter().filter(|r| r.editions.is_empty() && r.body.is_none()) {
            for number in &reference.numbers {
                let Some((key, bodies)) = owners.get_key_value(&(reference.kind, number.as_str())) else {
                    continue;
                };
                let own = passage.context.instrument.and_then(|at| document.instruments.get(at));
                let own = own.is_some_and(|own| own.instrument.number.as_ref() == Some(number));
                if own || told.contains(key) || names_a_body(document, at) {
                    continue;
                }
                told.insert(*key);
                let names: Vec<&str> = bodies
                    .iter()
                    .filter_map(|body| document.registry.acronym(*body, document.language))
                    .collect();
                let said = message!(
                    "{kind} {number} is cited without body and edition; this document cites one of {bodies}.",
                    kind => kind_name(reference.kind),
                    number,
                    bodies => all_of(&names),
                );
                found.push(Finding::new(&AMBIGUOUS, passage.span(&reference.range), said));
            }
        }
    }
}

/// `PP and one of WTSA`: the bodies of which each has a text.
fn all_of(names: &[&str]) -> Message {
    let first = Message::foreign(*names.first().unwrap_or(&""));
    names
        .iter()
        .skip(1)
        .fold(first, |before, name| message!("{before} and one of {name}", before => before, name))
}

/// Whether a body is named in a passage or in what leads up to it in its list.
fn names_a_body(document: &CheckedDocument<'_>, at: usize) -> bool {
    const BEFORE: usize = 8;
    let Some(passage) = document.passages.get(at) else { return false };
    let near = document.passages.get(at.saturating_sub(BEFORE)..=at).unwrap_or_default();
    let bodies: BTreeSet<Body> = document.registry.conferences().iter().map(|c| c.id.body).collect();
    let mut near = near.iter().rev().filter(|other| other.context.list == passage.context.list);
    near.any(|other| {
        bodies.iter().any(|body| {
            let names = [
                document.registry.body_name(*body, document.language),
                document.registry.acronym(*body, document.language),
            ];
            names.into_iter().flatten().any(|name| other.text.contains(name))
        }) || other.references.iter().any(|reference| reference.body.is_some())
    })
}

/// The body and the year of the edition that a reference names.
fn edition_of(
    document: &CheckedDocument<'_>,
    passage: &CheckedPassage<'_>,
    reference: &InstrumentReference,
) -> Option<(Body, u16)> {
    let at = reference.editions.last()?;
    if let Some(body) = body_of(document, &at.edition) {
        return Some((body, at.edition.year?));
    }
    let named = named_conference(document, passage, at)?;
    Some((named.body, named.met?))
}

/// A number without an edition, of a body that the text names: higher than any that the body had given before the
/// conference of the document. It is information, as the name of a body may stand near for another reason.
fn beyond_all(
    document: &CheckedDocument<'_>,
    passage: &CheckedPassage<'_>,
    reference: &InstrumentReference,
    found: &mut Vec<Finding>,
) {
    let conference = document.submission.masthead.conference.as_ref().map(|fact| fact.value.year);
    let (Some(body), Some(year), true) = (reference.body, conference, reference.editions.is_empty()) else {
        return;
    };
    let Some((last, _)) = document.registry.last_number(body, reference.kind, year) else { return };
    let acronym = document.registry.acronym(body, document.language);
    let beyond = |number: &&String| number.parse::<u32>().is_ok_and(|number| number > last);
    for number in reference.numbers.iter().filter(beyond) {
        let said = message!(
            "{kind} {number} of {body} is not known: the texts of {year} end at {last}.",
            kind => kind_name(reference.kind),
            number,
            body => acronym.map_or_else(|| message!("the body"), Message::foreign),
            year,
            last,
        );
        let mut finding = Finding::new(&UNKNOWN, passage.span(&reference.range), said);
        finding.severity = Severity::Information;
        found.push(finding);
    }
}

/// `Resolution ITU-R 199-2`: a number of the Sector's own series, higher than any that its assembly had given.
fn of_a_sector(document: &CheckedDocument<'_>, passage: &CheckedPassage<'_>, found: &mut Vec<Finding>) {
    const REACH: usize = 48;
    let text = &passage.text;
    for (at, series) in
        terms::of(Term::SectorSeries, document.language).iter().flat_map(|word| text.match_indices(&**word))
    {
        let behind = at + series.len();
        let rest = text.get(behind..text.floor_char_boundary(behind + REACH)).unwrap_or_default();
        let head = text.get(text.ceil_char_boundary(at.saturating_sub(REACH))..at).unwrap_or_default();
        // Without the series it is a reference as any other, whichever of its words comes first.
        let cited = references(&format!("{head}{}", rest.trim_start()), document.language);
        let Some(reference) = cited.iter().find(|r| (r.range.start..=r.range.end).contains(&head.len()))
        else {
            continue;
        };
        let number =
            reference.numbers.first().and_then(|number| number.split('-').next()?.parse::<u32>().ok());
        let (Some(number), Some(body)) = (number, document.registry.body_named(SERIES_OF)) else { continue };
        let Some((last, certain)) = document.registry.last_number(body, reference.kind, 0) else { continue };
        if number > last {
            let said = message!(
                "{kind} ITU-R {number} is not known: the series ends at {last}.",
                kind => kind_name(reference.kind),
                number,
                last,
            );
            let mut finding = Finding::new(&UNKNOWN, passage.span(&(at..behind)), said);
            if !certain {
                finding.severity = Severity::Information;
            }
            found.push(finding);
        }
    }
}

/// The body whose texts are numbered in the series of its Sector.
const SERIES_OF: &str = "RA";

/// The adoption of an instrument, where it came after the year of the edition that is cited.
fn adopted_after(
    document: &CheckedDocument<'_>,
    body: Body,
    kind: InstrumentKind,
    number: &str,
    year: u16,
) -> Option<Adoption> {
    document.registry.adoption(body, kind, number).filter(|adoption| adoption.year > year)
}

fn unknown(
    document: &CheckedDocument<'_>,
    passage: &CheckedPassage<'_>,
    reference: &InstrumentReference,
    found: &mut Vec<Finding>,
) {
    let Some((body, year)) = edition_of(document, passage, reference) else {
        beyond_all(document, passage, reference, found);
        return;
    };
    for number in &reference.numbers {
        let known = document.registry.instrument(body, reference.kind, number);
        let acronym = document.registry.acronym(body, document.language);
        let body_name = || acronym.map_or_else(|| message!("the body"), Message::foreign);
        let (said, certain) = match known.and_then(|known| Some((known.suppressed?, known))) {
            Some((gone, known)) if gone <= year => {
                let said = message!(
                    "{kind} {number} of {body} was suppressed in {gone}.",
                    kind => kind_name(reference.kind),
                    number,
                    body => body_name(),
                    gone,
                );
                (said, known.provenance.certain)
            }
            Some(_) => continue,
            None if known.is_some_and(|known| known.revised.iter().any(|revised| *revised <= year)) => {
                continue;
            }
            None if let Some(later) = adopted_after(document, body, reference.kind, number, year) => {
                let said = message!(
                    "{kind} {number} of {body} was adopted in {adopted} only.",
                    kind => kind_name(reference.kind),
                    number,
                    body => body_name(),
                    adopted = later.year,
                );
                (said, later.certain)
            }
            None if known.is_some() => continue,
            None => {
                let last = document.registry.last_number(body, reference.kind, year);
                let beyond = number.parse::<u32>().ok().zip(last).filter(|(number, last)| *number > last.0);
                let Some((_, (last, certain))) = beyond else { continue };
                let said = message!(
                    "{kind} {number} of {body} is not known: the texts of {year} end at {last}.",
                    kind => kind_name(reference.kind),
                    number,
                    body => body_name(),
                    year,
                    last,
                );
                (said, certain)
            }
        };
        let mut finding = Finding::new(&UNKNOWN, passage.span(&reference.range), said);
        if !certain {
            finding.severity = Severity::Information;
        }
        found.push(finding);
    }
}
