//! Places in editions: known, or nearly.

use crate::check::Family;
use crate::check::document::{CheckedDocument, CheckedPassage};
use crate::diagnostics::nearest::nearest;
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::folding::fold_name;
use crate::model::{Edition, InstrumentKind};
use crate::registry::reference::{EditionAt, InstrumentReference};

pub(super) const FAMILY: Family = Family { rules: &[&MISSPELT, &NOWHERE], see };

/// A place that is nearly one of the registry's.
pub(super) static MISSPELT: Rule = Rule {
    code: "REF009",
    name: "misspelt-place",
    severity: Severity::Warning,
    what: "The place of an edition is spelt nearly as a place in which the Union met, and is none.",
    why: "A reference is found by number, place and year.",
    example: "`Resolution 20 (Rev. Hyderbad, 2010)`",
    remedy: "Correct the spelling; a spelling of your own can be added with `--registry`.",
    source: "Places of the conferences in the registry, with their spellings in six languages",
};

/// A place in which no body of the Union is known to have met.
pub(super) static NOWHERE: Rule = Rule {
    code: "REF012",
    name: "unknown-place",
    severity: Severity::Warning,
    what: "A text of a conference of the Union is cited with a place in which none is known to have met.",
    why: "A reference is found by number, place and year.",
    example: "`Resolution 20 (Rev. Bogota, 2010) of the World Telecommunication Development Conference`",
    remedy: "Correct the place; one that is missing can be added with `--registry`.",
    source: "Places of the conferences in the registry, with their spellings in six languages",
};

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    for passage in &document.passages {
        for reference in &passage.references {
            found.extend(nowhere(document, passage, reference));
        }
        for at in passage.references.iter().flat_map(|reference| &reference.editions) {
            found.extend(of_another(document, passage, at));
            if let Some(meant) = meant(document, &at.edition) {
                let said = message!(
                    "“{place}” is no place in which the Union met; {meant} is.",
                    place = at.edition.place.as_deref().unwrap_or_default(),
                    meant,
                );
                found.push(
                    Finding::new(&MISSPELT, passage.span(&at.range), said)
                        .help(message!("Is {meant} meant?", meant)),
                );
            }
        }
    }
}

/// The name that a place has in another language, where the text's own has another one.
fn of_another(
    document: &CheckedDocument<'_>,
    passage: &CheckedPassage<'_>,
    at: &EditionAt,
) -> Option<Finding> {
    let word = at.edition.place.as_deref()?;
    let venue = document.registry.place(word, document.language)?;
    let name = fold_name(word);
    let is = |known: &str| fold_name(known) == name;
    let place = venue.names.get(document.language).filter(|own| !is(own))?;
    let (other, _) = venue.names.iter().find(|(_, known)| is(known))?;
    if venue.spellings.iter().any(|spelling| is(spelling)) {
        return None;
    }
    let said = message!(
        "“{word}” is the name of {place} in another language ({other}).",
        word,
        place,
        other = other.code(),
    );
    let mut finding = Finding::new(&MISSPELT, passage.span(&at.range), said);
    finding.severity = Severity::Information;
    Some(finding)
}

/// The edition of a text of a body that the text names, at a place that is not known at all.
fn nowhere(
    document: &CheckedDocument<'_>,
    passage: &CheckedPassage<'_>,
    reference: &InstrumentReference,
) -> Option<Finding> {
    let body =
        reference.body.filter(|_| reference.kind != InstrumentKind::Unknown && !reference.flattened)?;
    let adopts = document.registry.body(body).is_some_and(|entry| entry.adopts && !entry.sessions);
    let [at] = reference.editions.as_slice() else { return None };
    let (place, year) = (at.edition.place.as_deref()?, at.edition.year?);
    let unknown = adopts
        && place.chars().count() <= 40
        && document.registry.place(place, document.language).is_none()
        && meant(document, &at.edition).is_none();
    // Only where the year is known too: the registry has no list of older conferences.
    let met = document
        .registry
        .conferences()
        .iter()
        .find(|known| known.id.body == body && known.id.year == year)?;
    let there = met.place.get(document.language)?;
    let said = message!(
        "No conference met in “{place}” in {year}; {met} did in {there}.",
        place,
        year,
        met = met.short,
        there,
    );
    unknown.then(|| Finding::new(&NOWHERE, passage.span(&at.range), said))
}

/// The place meant by one that is not known: the nearest of those in which a body met in that year, else
/// in any.
fn meant<'d>(document: &CheckedDocument<'d>, edition: &Edition) -> Option<&'d str> {
    const SHORTEST: usize = 2;
    let name = edition.place.as_deref()?;
    if name.chars().count() < SHORTEST || document.registry.place(name, document.language).is_some() {
        return None;
    }
    let year = edition.year?;
    let met = document.registry.conferences().iter();
    let there = met.clone().filter(|conference| conference.id.year == year);
    let spelt = |near: &'d str| alike(name, near).then_some(near);
    let names = there.filter_map(|conference| conference.place.get(document.language));
    let all = met.filter_map(|conference| conference.place.get(document.language));
    nearest(name, names).and_then(spelt).or_else(|| nearest(name, all).and_then(spelt))
}

/// Whether two names are near enough for a slip: one sign in four at most, and the length nearly the same.
fn alike(name: &str, known: &str) -> bool {
    let (short, long) =
        (name.chars().count().min(known.chars().count()), name.chars().count().max(known.chars().count()));
    let signs = |text: &str| {
        let mut signs: Vec<char> = text.to_lowercase().chars().collect();
        signs.sort_unstable();
        signs
    };
    let (own, other) = (signs(name), signs(known));
    let shared = own.iter().filter(|sign| other.binary_search(sign).is_ok()).count();
    long - short <= 2 && shared * 4 >= own.len() * 3 || long == short && long <= 4 && shared + 1 >= own.len()
}
