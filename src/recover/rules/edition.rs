//! Two editions in one reference: `（2010年，瓜达拉哈拉2014年，釜山，修订版）`, `(Rev. Dubai, 2018Bucharest, 2022)`.
//!
//! No clean text puts a year and a place side by side without a comma between. The older edition
//! was deleted, the younger inserted; "revised" belongs to both, unless the first revision brought
//! it in.

use crate::diagnostics::{Message, message};
use std::collections::HashMap;
use std::ops::Range;

use super::{RecoveryInput, met_in_both};
use crate::model::{Body, InstrumentKind};
use crate::recover::Witness::Pattern;
use crate::recover::candidate::{Candidate, MarkedPart, MarkedRange};
use crate::registry::reference::{EditionAt, InstrumentReference};
use crate::text::RevisionKind::{Deletion, Insertion};

const PAIR: &str = "edition-pair";
const DOUBLED: &str = "reference-pair";
const REVISED: &str = "edition-revised";

pub(super) fn see(document: &RecoveryInput<'_>, found: &mut Vec<Candidate>) {
    let cited = Unrevised::count(document);
    for (at, references) in document.references.iter().enumerate() {
        for reference in references.iter().filter(|reference| reference.flattened) {
            match reference.editions.as_slice() {
                [first, second] => pair(document, &cited, at, reference, [first, second], found),
                _ => several(at, reference, found),
            }
        }
        for (left, right) in references.iter().zip(references.iter().skip(1)) {
            doubled(document, at, left, right, found);
        }
    }
}

fn pair(
    document: &RecoveryInput<'_>,
    cited: &Unrevised,
    at: usize,
    reference: &InstrumentReference,
    editions: [&EditionAt; 2],
    found: &mut Vec<Candidate>,
) {
    let (Some(first), Some(second)) = (editions[0].edition.year, editions[1].edition.year) else { return };
    let Some(passage) = document.passages.get(at) else { return };
    let (confidence, why) = weigh(document, reference, editions);
    let in_order = first < second;
    if first == second {
        return;
    }
    // A pair the wrong way round needs both conferences to be known.
    let confidence = if in_order || confidence > 0.97 { confidence } else { 0.6 };
    let years = if in_order { (first, second) } else { (second, first) };
    let reason = {
        let years = message!("two editions run together, {old} and {new}", old = years.0, new = years.1);
        match why {
            Some(why) => message!("{what}; {why}", what => years, why => why),
            None => years,
        }
    };
    let kinds = if in_order { [Deletion, Insertion] } else { [Insertion, Deletion] };
    let pieces = pieces(&passage.text, editions);
    let cuts = pieces.iter().flat_map(|[old, new]| [(old.clone(), kinds[0]), (new.clone(), kinds[1])]);
    let cuts = cuts.filter(|(range, _)| !range.is_empty());
    let cuts =
        cuts.map(|(range, kind)| MarkedRange { passage: at, of: MarkedPart::Text, range, kind }).collect();
    let mut candidate = Candidate::replacement(at, 0..0, 0..0).seen(PAIR, Pattern, confidence, reason);
    candidate.cuts = cuts;
    found.push(candidate);
    if in_order {
        gained(document, cited, at, reference, editions, found);
    }
}

/// The stretches that belong to the first edition alone and to the second alone.
fn pieces(text: &str, editions: [&EditionAt; 2]) -> Vec<[Range<usize>; 2]> {
    let [first, second] = editions;
    let placeless = first.place.is_none() && second.place.is_none();
    if first.range.end > second.range.start || placeless {
        return within(text, editions);
    }
    let own = |edition: &EditionAt, other: &EditionAt| {
        // Where only one has the word for "revised", it is shared if it stands at the outer edge.
        let stated = edition.revised.as_ref().filter(|_| other.revised.is_none());
        let outer =
            stated.filter(|r| (edition.range.start < other.range.start) == (r.start == edition.range.start));
        if outer.is_none() {
            return edition.range.clone();
        }
        let parts = || [&edition.year, &edition.place].into_iter().flatten();
        let start = parts().map(|r| r.start).min().unwrap_or(edition.range.start);
        let end = parts().map(|r| r.end).max().unwrap_or(edition.range.end);
        start..end
    };
    let (left, right) = (own(first, second), own(second, first));
    // What stands between them goes with what is deleted: the accepted text must read well.
    vec![[left.start..right.start, right]]
}

/// Editions whose pieces stand within each other: `20102014年，瓜达拉哈拉釜山`.
fn within(text: &str, editions: [&EditionAt; 2]) -> Vec<[Range<usize>; 2]> {
    let mut pieces = Vec::new();
    if let [Some(old), Some(new)] = editions.map(|edition| edition.year.clone())
        && old != new
    {
        let digits = |range: Range<usize>| {
            let year = text.get(range.clone()).unwrap_or_default();
            let last = year.rfind(|c: char| c.is_ascii_digit()).map_or(year.len(), |at| at + 1);
            range.start..range.start + last
        };
        // `2015 г.2019 г.`: each has the word for "year" and keeps it.
        let unit = |range: &Range<usize>| digits(range.clone()).end < range.end;
        let (mut old, mut new) =
            if unit(&old) && unit(&new) { (old, new) } else { (digits(old), digits(new)) };
        // Of `201014` the first two digits are kept.
        let (long, short) = (old.len(), new.len());
        if short < long && text.get(new.clone()).is_some_and(|d| d.bytes().all(|b| b.is_ascii_digit())) {
            old.start += long - short;
        }
        if let Some(gap) = text.get(old.end..new.start)
            && gap.trim().is_empty()
        {
            old.end = new.start;
        }
        new.end = new.end.max(new.start);
        pieces.push([old, new]);
    }
    if let [Some(old), Some(new)] = editions.map(|edition| edition.place.clone())
        && old != new
    {
        pieces.push([old.start..new.start, new]);
    }
    pieces
}

/// How sure the pair is, and what the registry says of it.
fn weigh(
    document: &RecoveryInput<'_>,
    reference: &InstrumentReference,
    editions: [&EditionAt; 2],
) -> (f32, Option<Message>) {
    let registry = document.registry;
    let key = |edition: &EditionAt| {
        let place = registry.place(edition.edition.place.as_deref()?, document.language)?;
        edition.edition.year.map(|year| (&*place.key, year))
    };
    let bodies = |edition: &EditionAt| -> Vec<Body> {
        key(edition)
            .map(|(place, year)| registry.met(place, year).map(|c| c.id.body).collect())
            .unwrap_or_default()
    };
    let (old, new) = (bodies(editions[0]), bodies(editions[1]));
    if old.iter().any(|body| new.contains(body)) {
        return (0.99, None);
    }
    let placeless = editions.iter().all(|edition| edition.edition.place.is_none());
    let years = (editions[0].edition.year.unwrap_or_default(), editions[1].edition.year.unwrap_or_default());
    if placeless && met_in_both(registry, reference.body, years).is_some() {
        return (0.98, None);
    }
    if !old.is_empty() && !new.is_empty() {
        return (0.95, Some(message!("no body met in both places in those years")));
    }
    (0.9, Some(message!("the registry does not know both conferences")))
}

/// Three editions or more run together: what was deleted cannot be told for sure.
fn several(at: usize, reference: &InstrumentReference, found: &mut Vec<Candidate>) {
    let [head @ .., last] = reference.editions.as_slice() else { return };
    let Some(first) = head.first() else { return };
    let place = last.place.as_ref().map_or(last.range.end, |place| place.end);
    let end = last.year.as_ref().map_or(place, |year| year.end.max(place));
    let start = first.year.as_ref().map_or(first.range.start, |year| {
        first.place.as_ref().map_or(year.start, |place| place.start.min(year.start))
    });
    let reason = message!(
        "{count} editions run together; the last may be the new one",
        count = reference.editions.len(),
    );
    let middle = last.year.as_ref().map_or(last.range.start, |year| {
        last.place.as_ref().map_or(year.start, |place| place.start.min(year.start))
    });
    found.push(Candidate::replacement(at, start..middle, middle..end).seen(PAIR, Pattern, 0.5, reason));
}

/// The same instrument cited twice in a row with two editions:
/// `RESOLUTION 130 (REV. DUBAI, 2018)RESOLUTION 130 (REV. BUCHAREST, 2022)`.
fn doubled(
    document: &RecoveryInput<'_>,
    at: usize,
    left: &InstrumentReference,
    right: &InstrumentReference,
    found: &mut Vec<Candidate>,
) {
    let Some(passage) = document.passages.get(at) else { return };
    let gap = passage.text.get(left.range.end..right.range.start);
    let same =
        left.kind == right.kind && left.numbers == right.numbers && left.kind != InstrumentKind::Unknown;
    let ([old], [new]) = (left.editions.as_slice(), right.editions.as_slice()) else { return };
    if !same || !gap.is_some_and(|gap| gap.trim().is_empty()) || old.edition.year >= new.edition.year {
        return;
    }
    let deleted = left.range.start..right.range.start;
    let reason = message!("the same reference stands twice, with {old} and its successor", old = shown(old));
    found.push(Candidate::replacement(at, deleted, right.range.clone()).seen(DOUBLED, Pattern, 0.95, reason));
}

fn shown(edition: &EditionAt) -> String {
    edition.edition.year.map_or_else(String::new, |year| year.to_string())
}

/// The word for "revised" that a first revision brought in: the instrument was adopted in the year
/// of the older edition. Two witnesses: the registry, and the document's own other citations.
fn gained(
    document: &RecoveryInput<'_>,
    cited: &Unrevised,
    at: usize,
    reference: &InstrumentReference,
    editions: [&EditionAt; 2],
    found: &mut Vec<Candidate>,
) {
    let [first, second] = editions;
    let (Some(passage), Some(old)) = (document.passages.get(at), first.edition.year) else { return };
    let [number] = reference.numbers.as_slice() else { return };
    let range = match (&first.revised, &second.revised) {
        (None, Some(range)) if first.edition.revised => range.clone(),
        (Some(range), None) if second.edition.revised => range.clone(),
        _ => return,
    };
    let range = with_separator(&passage.text, range);
    let (place, year) = (first.edition.place.clone(), second.edition.year);
    let bodies = bodies_of(document, second, year);
    let adopted = bodies.iter().find_map(|body| document.registry.adoption(*body, reference.kind, number));
    let (confidence, why) = match (cited.of(reference.kind, number, old, place.as_deref()), adopted) {
        ((plain, revised), _) if plain > revised => {
            (0.92, message!("is cited elsewhere in the document without it"))
        }
        (_, Some(adoption)) if adoption.year == old && adoption.certain => {
            (0.9, message!("was adopted in that year"))
        }
        (_, Some(adoption)) if adoption.year == old => {
            (0.7, message!("was adopted in that year, as far as known"))
        }
        _ => return,
    };
    let reason = message!(
        "the first revision brings in the word for \"revised\": {number} ({old}) {why}",
        number,
        old,
        why => why,
    );
    found.push(Candidate::replacement(at, 0..0, range).seen(REVISED, Pattern, confidence, reason));
}

fn bodies_of(document: &RecoveryInput<'_>, edition: &EditionAt, year: Option<u16>) -> Vec<Body> {
    let place =
        edition.edition.place.as_deref().and_then(|name| document.registry.place(name, document.language));
    match (place, year) {
        (Some(place), Some(year)) => document.registry.met(&place.key, year).map(|c| c.id.body).collect(),
        _ => Vec::new(),
    }
}

/// The word with the comma before it (Chinese) or the space behind it (elsewhere).
fn with_separator(text: &str, range: Range<usize>) -> Range<usize> {
    let before = text.get(..range.start).unwrap_or_default();
    if let Some(mark) = before.chars().next_back().filter(|c| matches!(c, '，' | ',')) {
        return range.start - mark.len_utf8()..range.end;
    }
    let after = text.get(range.end..).unwrap_or_default();
    range.start..range.end + (after.len() - after.trim_start().len())
}

/// How often the document cites an instrument in one edition, without and with "revised".
struct Unrevised(HashMap<(InstrumentKind, String, u16), (usize, usize)>);

impl Unrevised {
    fn count(document: &RecoveryInput<'_>) -> Self {
        let mut counts: HashMap<_, (usize, usize)> = HashMap::new();
        for reference in document.references.iter().flatten().filter(|r| !r.flattened) {
            let ([edition], [number]) = (reference.editions.as_slice(), reference.numbers.as_slice()) else {
                continue;
            };
            let (Some(year), Some(_)) = (edition.edition.year, &edition.edition.place) else { continue };
            let count = counts.entry((reference.kind, number.clone(), year)).or_default();
            if edition.edition.revised { count.1 += 1 } else { count.0 += 1 }
        }
        Self(counts)
    }

    fn of(&self, kind: InstrumentKind, number: &str, year: u16, place: Option<&str>) -> (usize, usize) {
        match place {
            Some(_) => self.0.get(&(kind, number.to_owned(), year)).copied().unwrap_or_default(),
            None => (0, 0),
        }
    }
}
