//! What is known of the arrival of a document: by which day it was due, whether its source may propose.
//!
//! In: a contribution, the registry of conferences and members. Out: facts, or that they are not known.
//! Never: a document judged late without a date of its own.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::model::{Body, ConferenceId};
use crate::registry::Registry;

use super::contribution::Contribution;

/// Whether a source may propose at a conference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Right {
    /// All its sources are Member States or groups of them.
    Yes,
    /// One of them is neither.
    No,
    /// No source is known by a symbol.
    #[default]
    Unknown,
}

impl Right {
    /// Its stable name in the catalogue.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Right::Yes => "yes",
            Right::No => "no",
            Right::Unknown => "unknown",
        }
    }
}

/// The arrival of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Intake {
    /// Day by which it was due, ISO 8601.
    pub due: Option<String>,
    /// Whether its date is not later.
    pub on_time: Option<bool>,
    /// Whether its source may propose.
    pub may_propose: Right,
}

/// What is known of the arrival of a contribution. `deadline` goes before that of the conference.
pub(crate) fn intake(document: &Contribution, deadline: Option<&str>, registry: &Registry) -> Intake {
    let due = deadline.map(str::to_owned).or_else(|| due(document, registry).map(|date| date.to_string()));
    let on_time = due.as_ref().zip(document.date.as_ref()).map(|(due, date)| date <= due);
    let mut sources: Vec<&String> = document.symbols.iter().collect();
    sources.extend(document.texts.iter().flat_map(|text| &text.sources));
    let known = |symbol: &&String| registry.member(symbol).is_some() || registry.group(symbol).is_some();
    let may_propose = match sources.as_slice() {
        [] => Right::Unknown,
        all if all.iter().all(known) => Right::Yes,
        _ => Right::No,
    };
    Intake { due, on_time, may_propose }
}

/// So many days before the opening as the body asks for.
fn due(document: &Contribution, registry: &Registry) -> Option<Date> {
    let (body, year) = document.conference.as_ref()?;
    let body = Body::of(body)?;
    let start = registry.conference(ConferenceId { body, year: *year })?.start?;
    let days = registry.body(body)?.days_before(*year)?;
    start.checked_sub(i64::from(days).days()).ok()
}
