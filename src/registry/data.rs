//! The tables as they are written: the built-in ones (JSON) and TOML in, the registry's own types out.
//!
//! A user's file is TOML of the same form and is checked strictly: an unknown key is an error that names
//! file and line. Never: a panic on the built-in tables, which a test reads in full.

use crate::folding::fold_name;
use std::collections::HashMap;

use serde::{Deserialize, Deserializer};
use toml::de::DeTable;

use super::titles::KnownTitle;
use super::{
    BodyEntry, Conference, InstrumentGroup, KnownInstrument, Meetings, Member, Names, Provenance, Venue,
};
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::lines::LineIndex;
use crate::model::{Body, ConferenceId, InstrumentKind};

/// A file of tables.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RegistryTables {
    source: Box<str>,
    body: Vec<BodyRow>,
    place: Vec<PlaceRow>,
    conference: Vec<ConferenceRow>,
    meeting: Vec<MeetingRow>,
    member: Vec<MemberRow>,
    group: Vec<GroupRow>,
    adopted: Vec<AdoptedEntry>,
    range: Vec<RangeEntry>,
    instrument: Vec<InstrumentRow>,
    title: Vec<TitleRow>,
}

impl RegistryTables {
    /// A built-in table. One that cannot be read counts as empty; the test below keeps that from happening.
    fn builtin(json: &str) -> RegistryTables {
        serde_json::from_str(json).unwrap_or_default()
    }

    /// Reads a file; `name` is for the message.
    pub(super) fn read(name: &str, text: &str) -> Result<RegistryTables, Refusal> {
        toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            wrong(name, text, at, error.message())
        })
    }

    /// What a user's file must have besides its form: dates of the calendar, places that are known, a
    /// source for each Member State.
    pub(super) fn check(&self, name: &str, text: &str) -> Result<(), Refusal> {
        let places = super::Registry::builtin().places();
        let known = |key: &str| {
            places.iter().any(|place| *place.key == *key) || self.place.iter().any(|row| *row.key == *key)
        };
        for (nth, row) in self.conference.iter().enumerate() {
            let own = self.body.iter().any(|body| body.key.0 == row.body.0);
            if !own && super::Registry::builtin().body_named(row.body.0.key()).is_none() {
                let known = super::Registry::builtin().bodies().map(|body| body.key().to_owned());
                let said = format!(
                    "`body`: {:?} is not a body; one of {}, or add a [[body]]",
                    row.body.0.key(),
                    known.collect::<Vec<_>>().join(", ")
                );
                return Err(wrong(name, text, entry_at(text, "conference", nth, "body"), &said));
            }
            let refused = |key: &str, said: &str| {
                Err(wrong(name, text, entry_at(text, "conference", nth, key), &format!("`{key}`: {said}")))
            };
            if !known(&row.place) {
                return refused("place", &format!("no place has the key {:?}; add a [[place]]", row.place));
            }
            for (key, date) in [("start", &row.start), ("end", &row.end)] {
                if date.as_deref().is_some_and(|date| date.parse::<jiff::civil::Date>().is_err()) {
                    return refused(key, "is no date; write it as 2026-11-09");
                }
            }
        }
        let sourceless = |row: &MemberRow| self.source.is_empty() && row.source.is_none();
        if let Some((nth, row)) = self.member.iter().enumerate().find(|(_, row)| sourceless(row)) {
            let said = format!("`source`: {} has none, and the file has none for all", row.symbol);
            return Err(wrong(name, text, entry_at(text, "member", nth, "symbol"), &said));
        }
        Ok(())
    }
}

/// A mistake in a user's file, with its line.
fn wrong(name: &str, text: &str, at: usize, said: &str) -> Refusal {
    let line = LineIndex::new(text).line(u32::try_from(at).unwrap_or(u32::MAX));
    Refusal::new(
        RefusalKind::Settings,
        message!("{name}, line {line}: {mistake}", name, line, mistake = said.trim_end().replace('\n', " ")),
        message!("correct the entry; the built-in tables (templates/registry) are examples of every form"),
    )
}

/// Where a key of the nth entry of a table stands.
fn entry_at(text: &str, table: &str, nth: usize, key: &str) -> usize {
    let place = || {
        let all = DeTable::parse(text).ok()?;
        let entry = all.get_ref().get(table)?.get_ref().as_array()?.get(nth)?;
        let row = entry.get_ref().as_table()?.get_key_value(key).map(|(key, _)| key.span().start);
        row.or(Some(entry.span().start))
    };
    place().unwrap_or_default()
}

#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct NamesRow {
    ar: Option<Box<str>>,
    zh: Option<Box<str>>,
    en: Option<Box<str>>,
    fr: Option<Box<str>>,
    ru: Option<Box<str>>,
    es: Option<Box<str>>,
}

impl From<NamesRow> for Names {
    fn from(row: NamesRow) -> Names {
        // The order of `Language::ALL`.
        Names([row.ar, row.zh, row.en, row.fr, row.ru, row.es])
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        NamesRow::deserialize(from).map(Names::from)
    }
}

/// A body by its key, or by one of its other names in tables.
#[derive(Debug, Clone, Copy)]
pub(super) struct BodyKey(pub Body);

impl<'de> Deserialize<'de> for BodyKey {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let key = Box::<str>::deserialize(from)?;
        let body = Body::of(&key).filter(|body| !body.key().is_empty());
        body.map(BodyKey).ok_or_else(|| {
            serde::de::Error::custom(format!("{key:?} is no key of a body: 1 to 31 bytes are allowed"))
        })
    }
}

/// A kind of instrument by the key of the tables.
#[derive(Debug, Clone, Copy)]
pub(super) struct KindKey(pub InstrumentKind);

impl<'de> Deserialize<'de> for KindKey {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let key = Box::<str>::deserialize(from)?;
        Ok(KindKey(match &*key {
            "resolution" => InstrumentKind::Resolution,
            "decision" => InstrumentKind::Decision,
            "recommendation" => InstrumentKind::Recommendation,
            "opinion" => InstrumentKind::Opinion,
            other => {
                return Err(serde::de::Error::custom(format!(
                    "{other:?} is not a kind; one of resolution, decision, recommendation, opinion"
                )));
            }
        }))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct BodyRow {
    key: BodyKey,
    #[serde(default)]
    names: Names,
    #[serde(default)]
    acronyms: Names,
    #[serde(default)]
    spellings: Vec<Box<str>>,
    #[serde(default)]
    aliases: Vec<Box<str>>,
    #[serde(default)]
    events: Vec<Box<str>>,
    #[serde(default)]
    adopts: bool,
    #[serde(default)]
    proposals: bool,
    #[serde(default)]
    cited_by_name: bool,
    #[serde(default)]
    sessions: bool,
    #[serde(default)]
    common_name: bool,
    #[serde(default)]
    due: Vec<DueRow>,
    #[serde(rename = "source")]
    _source: Box<str>,
    #[serde(default, rename = "certain")]
    _certain: bool,
}

/// Days before the opening by which contributions are due, from a year on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct DueRow {
    days: u16,
    #[serde(default)]
    since: u16,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceRow {
    key: Box<str>,
    names: Names,
    #[serde(default)]
    spellings: Vec<Box<str>>,
    source: Box<str>,
    #[serde(default)]
    certain: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConferenceRow {
    body: BodyKey,
    short: Box<str>,
    year: u16,
    place: Box<str>,
    start: Option<Box<str>>,
    end: Option<Box<str>>,
    source: Box<str>,
    #[serde(default)]
    certain: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct MeetingRow {
    #[serde(rename = "short")]
    _short: Box<str>,
    year: u16,
    place: Box<str>,
    #[serde(rename = "start")]
    _start: Option<Box<str>>,
    #[serde(rename = "end")]
    _end: Option<Box<str>>,
    #[serde(rename = "source")]
    _source: Box<str>,
    #[serde(default, rename = "certain")]
    _certain: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberRow {
    symbol: Box<str>,
    iso3: Box<str>,
    names: Names,
    #[serde(default)]
    formal: Names,
    source: Option<Box<str>>,
    #[serde(default)]
    certain: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupRow {
    symbol: Box<str>,
    organization: Box<str>,
    names: Names,
    source: Box<str>,
    #[serde(default)]
    certain: bool,
}

/// Numbers under which a conference adopted new instruments.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AdoptedEntry {
    pub body: BodyKey,
    pub kind: KindKey,
    pub year: u16,
    pub first: u32,
    pub last: u32,
    #[serde(rename = "source")]
    _source: Box<str>,
    #[serde(default)]
    pub certain: bool,
}

/// The highest number of a kind that a body had given by the end of a year.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RangeEntry {
    pub body: BodyKey,
    pub kind: KindKey,
    pub year: u16,
    pub last: u32,
    #[serde(rename = "source")]
    _source: Box<str>,
    #[serde(default)]
    pub certain: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct InstrumentRow {
    body: BodyKey,
    kind: KindKey,
    number: Box<str>,
    adopted: Option<u16>,
    #[serde(default)]
    revised: Vec<u16>,
    suppressed: Option<u16>,
    source: Box<str>,
    #[serde(default)]
    certain: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleRow {
    body: BodyKey,
    kind: KindKey,
    number: Box<str>,
    names: Names,
    edition: Option<u16>,
    source: Box<str>,
    #[serde(default)]
    certain: bool,
}

/// The titles of a table, with a user's before them: the first that fits is the one that counts.
pub(super) fn titles(text: &str, overrides: Option<&RegistryTables>, all: &Meetings) -> Vec<KnownTitle> {
    let tables = RegistryTables::builtin(text);
    let rows = overrides.into_iter().flat_map(|tables| &tables.title).chain(&tables.title);
    let known = |row: &TitleRow| KnownTitle {
        body: canonical(all, row.body.0),
        kind: row.kind.0,
        number: row.number.clone(),
        names: row.names.clone(),
        edition: row.edition,
        provenance: Provenance { source: row.source.clone(), certain: row.certain },
    };
    rows.map(known).collect()
}

/// Everything but the members.
pub(super) fn meetings(texts: &[&str], overrides: Option<&RegistryTables>) -> Meetings {
    let mut all = Meetings::default();
    for text in texts {
        add(&mut all, &RegistryTables::builtin(text));
    }
    if let Some(tables) = overrides {
        add(&mut all, tables);
    }
    // In the order of the table of bodies, then of years.
    let rank: HashMap<Body, usize> =
        all.bodies.iter().enumerate().map(|(at, (body, _))| (*body, at)).collect();
    all.conferences.sort_by_key(|conference| (rank.get(&conference.id.body).copied(), conference.id));
    let names: HashMap<&str, &Names> = all.places.iter().map(|p| (&*p.key, &p.names)).collect();
    for conference in &mut all.conferences {
        if let Some(place) = names.get(&*conference.place_key) {
            conference.place = (*place).clone();
        }
    }
    for (at, place) in all.places.iter().enumerate() {
        let spellings = place.spellings.iter().map(|s| &**s);
        for name in place.names.iter().map(|(_, name)| name).chain(spellings).chain([&*place.key]) {
            let found = all.by_spelling.entry(fold_name(name).into()).or_default();
            if !found.contains(&at) {
                found.push(at);
            }
        }
    }
    all
}

/// The members of a table, with a user's over them, by symbol.
pub(super) fn members(text: &str, overrides: Option<&RegistryTables>) -> Vec<Member> {
    let tables = RegistryTables::builtin(text);
    let mut members: Vec<Member> = Vec::with_capacity(tables.member.len());
    for (file, source) in overrides.map(|t| (t, &*t.source)).into_iter().chain([(&tables, &*tables.source)]) {
        for row in &file.member {
            if members.iter().any(|member| member.symbol == row.symbol) && !std::ptr::eq(file, &tables) {
                continue;
            }
            members.push(Member {
                symbol: row.symbol.clone(),
                iso3: row.iso3.clone(),
                names: row.names.clone(),
                formal: row.formal.clone(),
                provenance: Provenance {
                    source: row.source.as_deref().unwrap_or(source).into(),
                    certain: row.certain,
                },
            });
        }
    }
    // Stable, so the user's entry stands first among equals and is the one kept.
    members.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    members.dedup_by(|later, first| later.symbol == first.symbol);
    members
}

fn put<T>(all: &mut Vec<T>, entry: T, same: impl Fn(&T) -> bool) {
    match all.iter_mut().find(|old| same(old)) {
        Some(old) => *old = entry,
        None => all.push(entry),
    }
}

/// The body that a table names: by its key, else by another name of a body.
fn canonical(all: &Meetings, named: Body) -> Body {
    let known = |(body, entry): &&(Body, BodyEntry)| {
        *body == named || entry.aliases.iter().any(|alias| **alias == *named.key())
    };
    all.bodies.iter().find(known).map_or(named, |(body, _)| *body)
}

fn add(all: &mut Meetings, tables: &RegistryTables) {
    for row in &tables.body {
        let entry = BodyEntry {
            names: row.names.clone(),
            acronyms: row.acronyms.clone(),
            spellings: row.spellings.clone(),
            aliases: row.aliases.clone(),
            events: row.events.clone(),
            adopts: row.adopts,
            proposals: row.proposals,
            cited_by_name: row.cited_by_name,
            sessions: row.sessions,
            common_name: row.common_name,
            due: row.due.iter().map(|due| (due.since, due.days)).collect(),
        };
        put(&mut all.bodies, (row.key.0, entry), |(body, _)| *body == row.key.0);
    }
    for row in &tables.place {
        let entry = Venue {
            key: row.key.clone(),
            names: row.names.clone(),
            spellings: row.spellings.clone(),
            provenance: Provenance { source: row.source.clone(), certain: row.certain },
        };
        put(&mut all.places, entry, |place| place.key == row.key);
    }
    let date = |text: &Option<Box<str>>| text.as_deref().and_then(|text| text.parse().ok());
    for row in &tables.conference {
        let id = ConferenceId { body: canonical(all, row.body.0), year: row.year };
        let entry = Conference {
            id,
            short: row.short.clone(),
            place_key: row.place.clone(),
            place: Names::default(),
            start: date(&row.start),
            end: date(&row.end),
            source: row.source.clone(),
            certain: row.certain,
        };
        put(&mut all.conferences, entry, |conference| conference.id == id);
    }
    all.others.extend(tables.meeting.iter().map(|row| (row.year, row.place.clone())));
    for row in &tables.group {
        let entry = InstrumentGroup {
            symbol: row.symbol.clone(),
            organization: row.organization.clone(),
            names: row.names.clone(),
            provenance: Provenance { source: row.source.clone(), certain: row.certain },
        };
        put(&mut all.groups, entry, |group| group.symbol == row.symbol);
    }
    // A user's rows stand first: the first that fits is the one that counts.
    let adopted = tables.adopted.iter().cloned().map(|mut entry| {
        entry.body.0 = canonical(all, entry.body.0);
        entry
    });
    let adopted: Vec<_> = adopted.collect();
    all.adopted.splice(0..0, adopted);
    let ranges = tables.range.iter().cloned().map(|mut entry| {
        entry.body.0 = canonical(all, entry.body.0);
        entry
    });
    let ranges: Vec<_> = ranges.collect();
    all.ranges.splice(0..0, ranges);
    for row in &tables.instrument {
        let key = (canonical(all, row.body.0), row.kind.0, row.number.clone());
        let provenance = Provenance { source: row.source.clone(), certain: row.certain };
        let entry = KnownInstrument {
            adopted: row.adopted,
            revised: row.revised.clone(),
            suppressed: row.suppressed,
            provenance,
        };
        all.instruments.insert(key, entry);
    }
}

#[cfg(test)]
mod tests {
    use super::super::titles::TITLES;
    use super::super::{MEETINGS, MEMBERS};
    use super::RegistryTables;

    #[test]
    fn every_built_in_table_can_be_read() {
        for text in MEETINGS.iter().chain([&MEMBERS, &TITLES]) {
            serde_json::from_str::<RegistryTables>(text).unwrap();
        }
    }
}
