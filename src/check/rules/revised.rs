//! The word for "revised": there from the second edition on, and only then.

use std::collections::BTreeMap;

use super::editions::kind_name;
use crate::check::Family;
use crate::check::document::CheckedDocument;
use crate::diagnostics::{Finding, Rule, Severity, message};
use crate::model::InstrumentKind;
use crate::text::Span;

pub(super) const FAMILY: Family = Family { rules: &[&REVISED], see };

/// "Revised" where it should not be, or not where it should.
pub(super) static REVISED: Rule = Rule {
    code: "REF003",
    name: "revised-or-not",
    severity: Severity::Warning,
    what: "A reference calls the first edition of an instrument revised, or a later one not; or one edition \
           is cited both ways.",
    why: "`(Guadalajara, 2010)` is the text as adopted, `(Rev. Guadalajara, 2010)` the revision of an older one.",
    example: "`Resolution 174 (Rev. Guadalajara, 2010)`, which that conference adopted",
    remedy: "Correct the reference.",
    source: "Practice of the Union; the registry says which conference adopted which numbers",
};

type RevisedKey<'a> = (InstrumentKind, &'a str, u16, String);

struct RevisedCitation {
    revised: bool,
    span: Option<Span>,
}

fn see(document: &CheckedDocument<'_>, found: &mut Vec<Finding>) {
    let mut cited: BTreeMap<RevisedKey<'_>, Vec<RevisedCitation>> = BTreeMap::new();
    for passage in &document.passages {
        for reference in passage.references.iter().filter(|r| r.kind != InstrumentKind::Unknown) {
            let Some(edition) = reference.editions.last() else { continue };
            // The registry and the recovery of marks speak of references that stand alone.
            let (Some(year), Some(name), [number]) =
                (edition.edition.year, &edition.edition.place, reference.numbers.as_slice())
            else {
                continue;
            };
            let Some(place) = document.registry.place(name, document.language) else { continue };
            if reference.flattened {
                continue;
            }
            let key = (reference.kind, number.as_str(), year, place.key.to_string());
            let citation =
                RevisedCitation { revised: edition.edition.revised, span: passage.span(&reference.range) };
            cited.entry(key).or_default().push(citation);
        }
    }
    for (key, citations) in &cited {
        judge(document, key, citations, found);
    }
}

fn judge(
    document: &CheckedDocument<'_>,
    key: &RevisedKey<'_>,
    citations: &[RevisedCitation],
    found: &mut Vec<Finding>,
) {
    let (kind, number, year, place) = key;
    let mut met = document.registry.met(place, *year).map(|conference| conference.id.body);
    let body = met.find(|body| document.registry.body(*body).is_some_and(|entry| entry.adopts));
    let adoption = body.and_then(|body| document.registry.adoption(body, *kind, number));
    let with = citations.iter().filter(|citation| citation.revised).count();
    let without = citations.len() - with;
    // What a conference adopts it numbers on from the last number before: a lower one is older.
    let older = || {
        let (first, certain) = document.registry.first_number(body?, *kind, *year)?;
        number.parse::<u32>().ok().filter(|number| *number < first).map(|_| (true, certain))
    };
    // What was adopted only later is told by another rule.
    if adoption.is_some_and(|adoption| adoption.year > *year) {
        return;
    }
    let revised_then = || {
        let known = document.registry.instrument(body?, *kind, number)?;
        known.revised.contains(year).then_some((true, known.provenance.certain))
    };
    let known = adoption.map(|adoption| (adoption.year < *year, adoption.certain));
    let known = known.or_else(revised_then).or_else(older);
    // What is only likely does not decide between two citations of one document that contradict each other.
    if matches!(known, Some((_, false))) && adoption.is_none() && with > 0 && with == without {
        return;
    }
    // What the document says most often decides where the registry does not know for certain.
    let (expected, certain) = match (known, with.cmp(&without)) {
        (Some((revised, false)), std::cmp::Ordering::Equal) => (revised, false),
        (Some((revised, certain)), _) if with > 0 && without > 0 || certain => (revised, true),
        (Some((revised, _)), _) => (revised, false),
        (None, std::cmp::Ordering::Equal) => return,
        (None, order) => (order.is_gt(), with > 0 && without > 0),
    };
    if known.is_none() && !certain {
        return;
    }
    let name = kind_name(*kind);
    for citation in citations.iter().filter(|citation| citation.revised != expected) {
        let why = match (known, with > 0 && without > 0) {
            (Some(_), true) => message!("other references here, and the registry, say otherwise"),
            (Some(_), false) => message!("the registry says otherwise"),
            (None, _) => message!("other references here say otherwise"),
        };
        let said = match expected {
            false => message!(
                "{kind} {number} was adopted in {year}, and is called revised; {why}.",
                kind => name.clone(),
                number,
                year,
                why => why,
            ),
            true => message!(
                "{kind} {number} was revised in {year}, and is not called so; {why}.",
                kind => name.clone(),
                number,
                year,
                why => why,
            ),
        };
        let mut finding = Finding::new(&REVISED, citation.span, said);
        if !certain {
            finding.severity = Severity::Information;
        }
        let others = citations.iter().filter(|other| other.revised == expected).take(3);
        finding.related.extend(others.filter_map(|other| Some((other.span?, message!("cited otherwise")))));
        found.push(finding);
    }
}
