//! References against the list of conferences: was there such a meeting, and was it that body's?

use std::collections::BTreeSet;

use super::known::{NamedConference, named_conference};
use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage};
use crate::diagnostics::{Finding, Message, Rule, Severity, message};
use crate::language::Language;
use crate::lexicon::terms::{self, Term};
use crate::model::{Body, Edition, InstrumentKind};
use crate::registry::reference::{EditionAt, InstrumentReference, references};

pub(super) const FAMILY: Family = Family { rules: &[&IMPOSSIBLE], see };

/// No such meeting of that body.
pub(super) static IMPOSSIBLE: Rule = Rule {
    code: "REF001",
    name: "impossible-edition",
    severity: Severity::Error,
    what: "A reference gives a place and a year at which no conference met, or at which another body met \
           than the one whose text it is.",
    why: "The reader looks for an edition that does not exist. Two bodies that met in one place in \
          different years are easily mixed up: Dubai saw the standardization assembly in 2012 and the \
          development conference in 2014.",
    example: "`Resolution 45 (Rev. Dubai, 2012) of the WTDC`",
    remedy: "Correct year and place; `itudoc registry conferences` lists what is known.",
    source: "List of conferences in the registry, each entry with its source",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    for passage in &document.passages {
        if passage.references.is_empty() {
            continue;
        }
        let before = if passage.marked { references(&passage.base(), document.language) } else { Vec::new() };
        for (at, reference) in passage.references.iter().enumerate() {
            let Some(edition) = reference.editions.last() else { continue };
            let old = earlier(reference, passage, &before, at);
            if let Some(said) = fault(document, passage, reference, edition, old) {
                found.push(Finding::new(&IMPOSSIBLE, passage.span(&edition.range), said));
            }
        }
    }
}

/// The edition that this one replaces, where that is known: in the same parentheses, or in the text
/// with every mark rejected.
fn earlier<'r>(
    reference: &'r InstrumentReference,
    passage: &CheckedPassage<'_>,
    before: &'r [InstrumentReference],
    at: usize,
) -> Option<&'r Edition> {
    if let [first, _] = reference.editions.as_slice()
        && reference.flattened
    {
        return Some(&first.edition);
    }
    if before.len() != passage.references.len() {
        return None;
    }
    let other = before.get(at).filter(|other| other.numbers == reference.numbers)?;
    other.editions.last().map(|edition| &edition.edition)
}

/// What is wrong with an edition, one sentence.
fn fault(
    document: &CheckedDocument<'_>,
    passage: &CheckedPassage<'_>,
    reference: &InstrumentReference,
    edition: &EditionAt,
    old: Option<&Edition>,
) -> Option<Message> {
    let year = edition.edition.year?;
    let Some(name) = edition.edition.place.as_deref() else { return no_such(document, passage, edition) };
    let place = document.registry.place(name, document.language)?;
    let met = bodies(document, &edition.edition);
    if met.is_empty() {
        let cited = reference.kind != InstrumentKind::Unknown;
        return if cited { nobody_met(document, &place.key, name, year) } else { None };
    }
    let named = beside(document, &passage.text, &reference.range);
    let own: BTreeSet<Body> = match (old, named) {
        (_, Some(body)) => BTreeSet::from([body]),
        (Some(old), None) => bodies(document, old),
        (None, None) => return None,
    };
    if own.is_empty() || own.intersection(&met).next().is_some() {
        return None;
    }
    let acronym = |body: &Body| {
        let known = document.registry.acronym(*body, document.language);
        known.map_or_else(|| message!("the Council"), Message::foreign)
    };
    let list = |bodies: &BTreeSet<Body>| {
        let ordered = document.registry.bodies().filter(|body| bodies.contains(body));
        let joined =
            |before: Message, name: Message| message!("{before} and {name}", before => before, name => name);
        ordered.map(|body| acronym(&body)).reduce(joined).unwrap_or_else(|| Message::foreign(""))
    };
    let right = document
        .registry
        .conferences()
        .iter()
        .find(|c| own.contains(&c.id.body) && *c.place_key == *place.key);
    let (met, own) = (list(&met), list(&own));
    Some(match right {
        Some(conference) => message!(
            "{name} {year} is an edition of {met}; this is a text of {own}, which met there in {right}.",
            name,
            year,
            met => met,
            own => own,
            right = conference.id.year,
        ),
        None => message!(
            "{name} {year} is an edition of {met}; this is a text of {own}.",
            name,
            year,
            met => met,
            own => own,
        ),
    })
}

/// `Rev.WRC-18`: an edition named by a conference that there was not.
fn no_such(
    document: &CheckedDocument<'_>,
    passage: &CheckedPassage<'_>,
    edition: &EditionAt,
) -> Option<Message> {
    let name = passage.text.get(edition.year.clone()?)?;
    let NamedConference { body, short: year, met: None } = named_conference(document, passage, edition)?
    else {
        return None;
    };
    let registry = document.registry;
    let all = || registry.conferences().iter().filter(|known| known.id.body == body);
    // Of conferences older than the table nothing is known.
    all().find(|known| known.short_year() < year)?;
    let near = all().min_by_key(|known| known.short_year().abs_diff(year))?;
    Some(message!("There was no {name}; {near} is the nearest.", name, near = near.short))
}

/// Says that nobody met there then, where the table is full enough to know.
fn nobody_met(document: &CheckedDocument<'_>, place: &str, name: &str, year: u16) -> Option<Message> {
    // At the seat of the Union so many meetings are held that no table has them all.
    const SEAT: &str = "Geneva";
    if place == SEAT || document.registry.is_known_meeting(place, year) {
        return None;
    }
    let there = document.registry.conferences().iter().filter(|conference| *conference.place_key == *place);
    let near = there.min_by_key(|conference| conference.id.year.abs_diff(year))?;
    Some(message!(
        "No conference or assembly met in {name} in {year}; {near} did in {near_year}.",
        name,
        year,
        near = near.short,
        near_year = near.id.year,
    ))
}

/// The bodies that met where and when an edition says.
fn bodies(document: &CheckedDocument<'_>, edition: &Edition) -> BTreeSet<Body> {
    let (Some(year), Some(name)) = (edition.year, edition.place.as_deref()) else { return BTreeSet::new() };
    let Some(place) = document.registry.place(name, document.language) else { return BTreeSet::new() };
    document.registry.met(&place.key, year).map(|conference| conference.id.body).collect()
}

/// The body named right beside a reference, with nothing but a word between: `WTDC Resolution 45 (…)`,
/// `Resolution 45 (…) of the WTDC`.
fn beside(document: &CheckedDocument<'_>, text: &str, range: &std::ops::Range<usize>) -> Option<Body> {
    const BETWEEN: usize = 16;
    const NEAR: usize = 240;
    let before = text.get(..range.start)?.trim_end();
    // Enough for the words between and the longest name; the rest of a long line is not searched.
    let near = text.floor_char_boundary(range.end.saturating_add(NEAR).min(text.len()));
    let after = text.get(range.end..near)?;
    let by_name = |body: &Body| document.registry.body(*body).is_some_and(|entry| entry.cited_by_name);
    document.registry.bodies().filter(by_name).find(|body| {
        let names = [
            document.registry.acronym(*body, document.language),
            document.registry.body_name(*body, document.language),
        ];
        names.into_iter().flatten().filter(|name| name.chars().count() > 2).any(|name| {
            let behind = after.find(name).filter(|at| *at <= BETWEEN).and_then(|at| after.get(..at));
            let behind = behind.is_some_and(|gap| belongs(gap, document.language));
            before.ends_with(name) || behind
        })
    })
}

/// Whether what stands between a reference and a body makes the one a text of the other: `of the`, or
/// nothing where the genitive does it. In Chinese the body stands before.
fn belongs(gap: &str, language: Language) -> bool {
    let words = match language {
        Language::Chinese => return false,
        Language::Russian | Language::Arabic => return gap == " ",
        _ => terms::of(Term::WithinName, language),
    };
    let mut parts = gap.trim().split([' ', '\'', '’']).filter(|part| !part.is_empty());
    !gap.trim().is_empty() && parts.all(|part| words.iter().any(|word| **word == *part))
}
