//! Titles of instruments, as far as they were seen, and what of the instruments is covered at all.
//!
//! In: the table of titles, built in, and a user's over it; the tables of editions. Out: a title by body,
//! kind and number; a summary of what is known and what is not. Never: read before it is asked for, for
//! conversion needs none of it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, Provenance, Registry, data};
use crate::language::Language;
use crate::model::{Body, InstrumentKind};

/// The built-in table, JSON that `build.rs` makes of `templates/registry/titles.toml`.
pub(super) const TITLES: &str = include_str!(concat!(env!("OUT_DIR"), "/registry/titles.json"));

/// The title of an instrument.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KnownTitle {
    /// The body whose text it is.
    pub body: Body,
    /// What kind of text.
    pub kind: InstrumentKind,
    /// Its number.
    pub number: Box<str>,
    /// The title in the languages in which it was seen.
    pub names: Names,
    /// The last edition of a text that is numbered by editions: 9 of `ITU-R 1-9`.
    pub edition: Option<u16>,
    /// Where the entry is from.
    pub provenance: Provenance,
}

/// What is known of the instruments of one kind of one body.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Coverage {
    /// Numbers of which something is known.
    pub numbers: BTreeSet<u32>,
    /// Numbers of which some edition is known.
    pub editions: BTreeSet<u32>,
    /// Numbers of which the title is known, by language.
    pub titles: BTreeMap<Language, BTreeSet<u32>>,
}

impl Coverage {
    /// The numbers up to the highest known one of which nothing is known.
    pub(crate) fn gaps(&self) -> Vec<(u32, u32)> {
        let mut gaps = Vec::new();
        let mut next = 1;
        for number in &self.numbers {
            if *number > next {
                gaps.push((next, number - 1));
            }
            next = number + 1;
        }
        gaps
    }
}

impl Registry {
    /// All titles, a user's first.
    pub(crate) fn titles(&self) -> &[KnownTitle] {
        self.titles
            .get_or_init(|| data::titles(TITLES, self.overrides.as_ref().map(|o| &o.1), self.meetings()))
    }

    /// The title of an instrument.
    pub(crate) fn title(&self, body: Body, kind: InstrumentKind, number: &str) -> Option<&KnownTitle> {
        self.titles()
            .iter()
            .find(|title| title.body == body && title.kind == kind && *title.number == *number)
    }

    /// What is known of instruments, by body in the order of the table, and by kind.
    pub(crate) fn coverage(&self) -> Vec<(Body, InstrumentKind, Coverage)> {
        let mut all: BTreeMap<(Body, InstrumentKind), Coverage> = BTreeMap::new();
        for row in &self.meetings().adopted {
            let coverage = all.entry((row.body.0, row.kind.0)).or_default();
            coverage.numbers.extend(row.first..=row.last);
        }
        for ((body, kind, number), known) in &self.meetings().instruments {
            let Ok(number) = number.parse() else { continue };
            let coverage = all.entry((*body, *kind)).or_default();
            coverage.numbers.insert(number);
            if known.adopted.is_some() || !known.revised.is_empty() {
                coverage.editions.insert(number);
            }
        }
        for title in self.titles() {
            let Ok(number) = title.number.parse() else { continue };
            let coverage = all.entry((title.body, title.kind)).or_default();
            coverage.numbers.insert(number);
            if title.edition.is_some() {
                coverage.editions.insert(number);
            }
            for (language, _) in title.names.iter() {
                coverage.titles.entry(language).or_default().insert(number);
            }
        }
        let rank = |body: Body| self.bodies().position(|known| known == body);
        let mut rows: Vec<_> =
            all.into_iter().map(|((body, kind), coverage)| (body, kind, coverage)).collect();
        rows.sort_by_key(|(body, kind, _)| (rank(*body), *kind));
        rows
    }
}
