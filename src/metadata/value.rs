//! Values as people write them.

use super::Submitter;
use crate::language::Language;
use crate::model::{Body, ConferenceId, DocumentNumber};
use crate::parse::document_number;
use crate::registry::Registry;

/// `PP-14`, `CMR-15`, `WTSA-20` (which met in 2022), `C18`, `Council 2018`, `理事会2018`.
pub(super) fn conference(words: &str, registry: &Registry) -> Option<ConferenceId> {
    let known = registry.conferences().iter().find(|known| known.short.eq_ignore_ascii_case(words));
    if let Some(known) = known {
        return Some(known.id);
    }
    let digits = words.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (name, year) = words.split_at_checked(digits)?;
    let name = name.trim_end_matches([' ', '-', '‑']);
    let year = match (year.len(), year.parse::<u16>().ok()?) {
        (2, year) if year < 60 => 2000 + year,
        (2, year) => 1900 + year,
        (4, year) => year,
        _ => return None,
    };
    let body = registry.bodies().find(|body| is_called(*body, name, registry))?;
    let id = registry.conference_by_short(body, year).map(|conference| conference.id);
    Some(id.unwrap_or(ConferenceId { body, year }))
}

fn is_called(body: Body, name: &str, registry: &Registry) -> bool {
    let same = |known: &str| known.to_lowercase() == name.to_lowercase();
    Language::ALL.into_iter().any(|language| {
        registry.acronym(body, language).is_some_and(same)
            || registry.body_name(body, language).is_some_and(same)
    }) || registry.body_of_event(&name.to_uppercase()) == Some(body)
}

/// `70`, `70(Add.1)`, `42A1R2`, `C18/35`.
pub(super) fn document(words: &str) -> Option<DocumentNumber> {
    let Some((event, number)) = words.rsplit_once('/') else { return document_number(words) };
    let short = (1..=8).contains(&event.len()) && event.bytes().all(|b| b.is_ascii_alphanumeric());
    let mut document = document_number(number).filter(|_| short)?;
    document.number = format!("{event}/{}", document.number);
    Some(document)
}

/// `CUB`, `F/D/G`: symbols of the Union; anything else is a name.
pub(super) fn submitter(words: &str, registry: &Registry) -> Submitter {
    let symbols: Vec<&str> = words.split('/').map(str::trim).collect();
    let known = |symbol: &&str| registry.member(symbol).is_some() || registry.group(symbol).is_some();
    if symbols.iter().all(known) {
        Submitter::Symbols(symbols.into_iter().map(str::to_owned).collect())
    } else {
        Submitter::Name(words.to_owned())
    }
}
