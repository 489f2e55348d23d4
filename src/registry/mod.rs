//! What is known of the Union: bodies, conferences, places, Member States, groups, instruments.
//!
//! In: the TOML tables of `templates/registry`, built in, and a user's file of the same form over
//! them. Out: look-ups by identity, by symbol, by any spelling. Every entry says where it is from
//! and whether that is certain. Never: I/O, or a guess at what is not in the tables.

mod data;
pub(crate) mod finder;
pub(crate) mod reference;
pub(crate) mod titles;

use crate::folding::{fold_name, fold_word};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::diagnostics::Refusal;
use crate::digest::Hasher;
use crate::language::Language;
use crate::letters::is_han;
use crate::model::{Body, ConferenceId, InstrumentKind};
use data::RegistryTables;
pub(crate) use finder::Finder;

/// The built-in tables, in the order in which they are read and digested: JSON that `build.rs` makes of
/// `templates/registry`.
const MEETINGS: &[&str] = &[
    include_str!(concat!(env!("OUT_DIR"), "/registry/conferences.json")),
    include_str!(concat!(env!("OUT_DIR"), "/registry/groups.json")),
    include_str!(concat!(env!("OUT_DIR"), "/registry/resolutions.json")),
];
const MEMBERS: &str = include_str!(concat!(env!("OUT_DIR"), "/registry/members.json"));

/// A name in each of the six languages, where it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names([Option<Box<str>>; 6]);

impl Names {
    /// The name in a language.
    pub fn get(&self, language: Language) -> Option<&str> {
        self.0.get(language as usize)?.as_deref()
    }

    /// All names, in the order of the document letters.
    pub fn iter(&self) -> impl Iterator<Item = (Language, &str)> {
        Language::ALL.into_iter().zip(&self.0).filter_map(|(l, n)| Some((l, n.as_deref()?)))
    }
}

/// Where an entry is from, and whether that is certain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// Where it is from, one phrase.
    pub source: Box<str>,
    /// Seen in a document or on a page of the Union.
    pub certain: bool,
}

/// A conference or assembly.
#[derive(Debug, Clone, PartialEq)]
pub struct Conference {
    /// Body, and the year it met.
    pub id: ConferenceId,
    /// Short form in English, `WTSA-20`: its year can differ from the year it met.
    pub short: Box<str>,
    /// Key of the place.
    pub place_key: Box<str>,
    /// Name of the place.
    pub place: Names,
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// Where the entry is from.
    pub source: Box<str>,
    /// Year and place seen in a document or on a page of the Union.
    pub certain: bool,
}

impl Conference {
    /// The year in its short form: 2020 for `WTSA-20`, which met in 2022.
    pub fn short_year(&self) -> u16 {
        let digits = self.short.rsplit('-').next().unwrap_or_default();
        let century = self.id.year / 100 * 100;
        match (digits.len(), digits.parse::<u16>()) {
            (2, Ok(year)) if century + year > self.id.year => century + year - 100,
            (2, Ok(year)) => century + year,
            (4, Ok(year)) => year,
            _ => self.id.year,
        }
    }
}

/// A place in which bodies of the Union met.
#[derive(Debug, Clone, PartialEq)]
pub struct Venue {
    /// Key: its English name.
    pub key: Box<str>,
    /// Its names.
    pub names: Names,
    /// Other spellings met with, in any language.
    pub spellings: Vec<Box<str>>,
    /// Where the entry is from.
    pub provenance: Provenance,
}

/// A Member State.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The Union's symbol, one to three letters; not ISO 3166.
    pub symbol: Box<str>,
    /// ISO 3166-1 alpha-3.
    pub iso3: Box<str>,
    names: Names,
    formal: Names,
    /// Where the entry is from.
    pub provenance: Provenance,
}

impl Member {
    /// Short name, without article.
    pub fn name(&self, language: Language) -> Option<&str> {
        self.names.get(language)
    }

    /// Formal name, without article; the short name where they are the same.
    pub fn formal_name(&self, language: Language) -> Option<&str> {
        self.formal.get(language).or_else(|| self.names.get(language))
    }
}

/// A regional group that submits common proposals.
#[derive(Debug, Clone, PartialEq)]
pub struct InstrumentGroup {
    /// `EUR`, `AFCP`.
    pub symbol: Box<str>,
    /// The organization behind it.
    pub organization: Box<str>,
    names: Names,
    /// Where the entry is from.
    pub provenance: Provenance,
}

impl InstrumentGroup {
    /// How its source line reads.
    pub fn name(&self, language: Language) -> Option<&str> {
        self.names.get(language)
    }
}

/// What is known of when an instrument was adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adoption {
    /// Year of adoption.
    pub year: u16,
    /// Seen in a document of the Union.
    pub certain: bool,
}

/// An instrument and its editions, as far as they were seen.
#[derive(Debug, Clone, PartialEq)]
pub struct KnownInstrument {
    /// Year in which it was adopted.
    pub adopted: Option<u16>,
    /// Years in which it was revised, in order.
    pub revised: Vec<u16>,
    /// Year in which it was suppressed.
    pub suppressed: Option<u16>,
    /// Where the entry is from.
    pub provenance: Provenance,
}

type InstrumentKey = (Body, InstrumentKind, Box<str>);

/// What is known of a body.
#[derive(Debug, Default)]
pub struct BodyEntry {
    names: Names,
    acronyms: Names,
    spellings: Vec<Box<str>>,
    /// Other keys under which templates and tables name it.
    aliases: Vec<Box<str>>,
    /// Letters of its meetings in codes of documents, besides its acronyms: `C` of `C18/35-C`.
    events: Vec<Box<str>>,
    /// Its texts are cited by the place and year at which it adopted them.
    pub adopts: bool,
    /// It takes proposals of Member States that say by a symbol what they do.
    pub proposals: bool,
    /// References name it beside the number: `WTDC Resolution 45`.
    pub cited_by_name: bool,
    /// It meets in sessions that the table of conferences does not list.
    pub sessions: bool,
    /// Its name is a word that stands for much else too: the Council.
    pub common_name: bool,
    /// Days before the opening by which contributions are due, each from a year on.
    due: Vec<(u16, u16)>,
}

impl BodyEntry {
    /// Other spellings of its name, in any language.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = &str> {
        self.spellings.iter().map(|spelling| &**spelling)
    }

    /// Days before the opening by which contributions to its meeting of a year are due.
    pub fn days_before(&self, year: u16) -> Option<u16> {
        let since = self.due.iter().filter(|(since, _)| *since <= year);
        since.max_by_key(|(since, _)| *since).map(|(_, days)| *days)
    }
}

#[derive(Debug, Default)]
struct Meetings {
    bodies: Vec<(Body, BodyEntry)>,
    places: Vec<Venue>,
    by_spelling: HashMap<Box<str>, Vec<usize>>,
    conferences: Vec<Conference>,
    others: Vec<(u16, Box<str>)>,
    groups: Vec<InstrumentGroup>,
    adopted: Vec<data::AdoptedEntry>,
    ranges: Vec<data::RangeEntry>,
    instruments: HashMap<InstrumentKey, KnownInstrument>,
}

/// The tables. Each half is read when it is first asked for.
#[derive(Debug, Default)]
pub struct Registry {
    overrides: Option<(Box<str>, RegistryTables)>,
    meetings: OnceLock<Meetings>,
    members: OnceLock<Vec<Member>>,
    titles: OnceLock<Vec<titles::KnownTitle>>,
    digest: OnceLock<[u8; 32]>,
    bodies: [OnceLock<Finder<(Body, bool)>>; 6],
    places: [OnceLock<Finder<usize>>; 6],
    member_names: [OnceLock<BTreeSet<String>>; 6],
}

impl Registry {
    /// The built-in tables.
    pub fn builtin() -> &'static Registry {
        Self::shared()
    }

    /// The built-in tables, for those who keep them beside tables of a user.
    pub fn builtin_shared() -> Arc<Registry> {
        Arc::clone(Self::shared())
    }

    fn shared() -> &'static Arc<Registry> {
        static BUILTIN: OnceLock<Arc<Registry>> = OnceLock::new();
        BUILTIN.get_or_init(Arc::default)
    }

    /// The built-in tables with a user's file over them: entries of the same identity are replaced,
    /// others added. `name` is the file's name, for messages.
    pub fn with_overrides(name: &str, text: &str) -> Result<Registry, Refusal> {
        let tables = RegistryTables::read(name, text)?;
        tables.check(name, text)?;
        Ok(Registry { overrides: Some((text.into(), tables)), ..Registry::default() })
    }

    /// SHA-256 of the tables, for manifests.
    pub fn digest(&self) -> [u8; 32] {
        *self.digest.get_or_init(|| {
            let mut hash = Hasher::default();
            for text in MEETINGS.iter().chain([&MEMBERS, &titles::TITLES]) {
                hash.update(text);
            }
            if let Some((text, _)) = &self.overrides {
                hash.update(text.as_bytes());
            }
            hash.finish().bytes()
        })
    }

    /// A conference by body and the year it met.
    pub fn conference(&self, id: ConferenceId) -> Option<&Conference> {
        self.meetings().conferences.iter().find(|conference| conference.id == id)
    }

    /// All conferences, by body and year.
    pub fn conferences(&self) -> &[Conference] {
        &self.meetings().conferences
    }

    /// A conference by body and the year in its short form, two digits or four: `WTSA`, 20.
    pub fn conference_by_short(&self, body: Body, year: u16) -> Option<&Conference> {
        self.conferences().iter().find(|c| {
            let short = c.short_year();
            c.id.body == body && (short == year || (year < 100 && short % 100 == year))
        })
    }

    /// Conferences and other meetings that met in a place in a year.
    pub fn met(&self, place_key: &str, year: u16) -> impl Iterator<Item = &Conference> {
        self.conferences().iter().filter(move |c| c.id.year == year && *c.place_key == *place_key)
    }

    /// Whether some body of the table, or another meeting the Union took part in, met there then.
    pub fn is_known_meeting(&self, place_key: &str, year: u16) -> bool {
        self.met(place_key, year).next().is_some()
            || self.meetings().others.iter().any(|(y, place)| *y == year && **place == *place_key)
    }

    /// All bodies, in the order of the table.
    pub fn bodies(&self) -> impl Iterator<Item = Body> {
        self.meetings().bodies.iter().map(|(body, _)| *body)
    }

    /// The body of a key or of another name for it in tables, whatever its capitals.
    pub fn body_named(&self, name: &str) -> Option<Body> {
        let same = |known: &str| known.eq_ignore_ascii_case(name);
        let named = |(body, entry): &&(Body, BodyEntry)| {
            same(body.key()) || entry.aliases.iter().any(|alias| same(alias))
        };
        self.meetings().bodies.iter().find(named).map(|(body, _)| *body)
    }

    /// The body whose meetings a code of a document names by these letters: `PP`, `AMNT`, `C`.
    pub fn body_of_event(&self, letters: &str) -> Option<Body> {
        let named = |(_, entry): &&(Body, BodyEntry)| {
            let acronyms = entry.acronyms.iter().map(|(_, acronym)| acronym);
            acronyms.chain(entry.events.iter().map(|event| &**event)).any(|known| known == letters)
        };
        self.meetings().bodies.iter().find(named).map(|(body, _)| *body)
    }

    /// The one body that adopts texts and met there then; `None` where none or several did.
    pub fn adopted_at(&self, place_key: &str, year: u16) -> Option<Body> {
        let adopts = |body: &Body| self.body(*body).is_some_and(|entry| entry.adopts);
        let mut met = self.met(place_key, year).map(|conference| conference.id.body).filter(adopts);
        let first = met.next()?;
        met.all(|body| body == first).then_some(first)
    }

    /// Full name of a body.
    pub fn body_name(&self, body: Body, language: Language) -> Option<&str> {
        self.body(body)?.names.get(language)
    }

    /// Acronym of a body.
    pub fn acronym(&self, body: Body, language: Language) -> Option<&str> {
        self.body(body)?.acronyms.get(language)
    }

    /// Finds the bodies that a text names in a language: names, inflected forms, acronyms. The flag
    /// tells an acronym, which must stand alone.
    fn body_finder(&self, language: Language) -> Option<&Finder<(Body, bool)>> {
        let finder = self.bodies.get(language as usize)?;
        Some(finder.get_or_init(|| {
            let bodies = &self.meetings().bodies;
            // Others are named for much else than a text of theirs.
            let cited = bodies.iter().filter(|(_, entry)| entry.adopts || entry.proposals);
            let names = cited.flat_map(|(body, entry)| {
                let names = entry.names.get(language).into_iter();
                let spellings = entry.spellings.iter().map(|spelling| &**spelling);
                let acronyms = [entry.acronyms.get(language), entry.acronyms.get(Language::English)];
                let full = names.chain(spellings).map(|name| (name.into(), (*body, false)));
                full.chain(acronyms.into_iter().flatten().map(|name| (name.into(), (*body, true))))
            });
            Finder::new(names)
        }))
    }

    /// Finds the places that a text names in a language, in the case of running text or in capitals;
    /// what is found is an index of [`Self::places`].
    pub fn place_finder(&self, language: Language) -> Option<&Finder<usize>> {
        let finder = self.places.get(language as usize)?;
        Some(finder.get_or_init(|| {
            let names = self.meetings().places.iter().enumerate().flat_map(|(at, place)| {
                let names = place.names.get(language).into_iter();
                let names = names.chain(place.spellings.iter().map(|spelling| &**spelling));
                names.flat_map(move |name| [(name.into(), at), (name.to_uppercase().into(), at)])
            });
            Finder::new(names)
        }))
    }

    /// A Member State by the Union's symbol.
    pub fn member(&self, symbol: &str) -> Option<&Member> {
        let members = self.members();
        let at = members.binary_search_by(|member| (*member.symbol).cmp(symbol)).ok()?;
        members.get(at)
    }

    /// All Member States, by symbol.
    pub fn members(&self) -> &[Member] {
        self.members.get_or_init(|| data::members(MEMBERS, self.overrides.as_ref().map(|o| &o.1)))
    }

    /// Whether a text, folded by [`fold_word`], is the name of a Member State in a language, short or in full.
    pub(crate) fn is_member_name(&self, folded: &str, language: Language) -> bool {
        let Some(names) = self.member_names.get(language as usize) else { return false };
        let of = |member: &Member| {
            [member.name(language), member.formal_name(language)].map(|name| name.map(fold_word))
        };
        // Folded for each line of a masthead they took a fourteenth of a file of a few lines.
        names.get_or_init(|| self.members().iter().flat_map(of).flatten().collect()).contains(folded)
    }

    /// A regional group by symbol.
    pub fn group(&self, symbol: &str) -> Option<&InstrumentGroup> {
        self.groups().iter().find(|group| *group.symbol == *symbol)
    }

    /// All groups.
    pub fn groups(&self) -> &[InstrumentGroup] {
        &self.meetings().groups
    }

    /// A place by any spelling in any language, whatever its capitals and accents. Where a spelling
    /// names two places, the one that is called so in `language`.
    pub fn place(&self, name: &str, language: Language) -> Option<&Venue> {
        let meetings = self.meetings();
        // Han letters are folded already, and most references of a Chinese text are nothing else.
        let folded: Cow<'_, str> =
            if name.chars().all(is_han) { name.into() } else { fold_name(name).into() };
        let found = meetings.by_spelling.get(&*folded)?;
        if let [only] = found.as_slice() {
            return meetings.places.get(*only);
        }
        let mut places = found.iter().filter_map(|at| meetings.places.get(*at));
        let native = |place: &&Venue| place.names.get(language).is_some_and(|n| fold_name(n) == folded);
        places.clone().find(native).or_else(|| places.next())
    }

    /// All places.
    pub fn places(&self) -> &[Venue] {
        &self.meetings().places
    }

    /// What is known of an instrument.
    pub fn instrument(&self, body: Body, kind: InstrumentKind, number: &str) -> Option<&KnownInstrument> {
        self.meetings().instruments.get(&(body, kind, number.into()))
    }

    /// When an instrument was adopted, where that is known of it or of its number.
    pub fn adoption(&self, body: Body, kind: InstrumentKind, number: &str) -> Option<Adoption> {
        let known = self.instrument(body, kind, number);
        if let Some((year, known)) = known.and_then(|known| Some((known.adopted?, known))) {
            return Some(Adoption { year, certain: known.provenance.certain });
        }
        let number: u32 = number.parse().ok()?;
        let fits = |entry: &&data::AdoptedEntry| {
            entry.body.0 == body && entry.kind.0 == kind && (entry.first..=entry.last).contains(&number)
        };
        let entry = self.meetings().adopted.iter().find(fits)?;
        Some(Adoption { year: entry.year, certain: entry.certain })
    }

    /// The highest number that a body had given to instruments of a kind by a year, and whether that is
    /// certain; `None` where the tables do not reach to that year.
    pub fn last_number(&self, body: Body, kind: InstrumentKind, year: u16) -> Option<(u32, bool)> {
        let ranges = self.meetings().ranges.iter();
        let of_kind =
            ranges.filter(|range| range.body.0 == body && range.kind.0 == kind && range.year >= year);
        if let Some(range) = of_kind.min_by_key(|range| range.year) {
            return Some((range.last, range.certain));
        }
        let all = self.meetings().adopted.iter().filter(|entry| entry.body.0 == body && entry.kind.0 == kind);
        all.clone().find(|entry| entry.year >= year)?;
        let before = all.filter(|entry| entry.year <= year);
        let last = before.max_by_key(|entry| entry.last)?;
        Some((last.last, last.certain))
    }

    /// The lowest number that a body gave to new instruments of a kind in a year, and whether that is
    /// certain; `None` where the tables do not have that year.
    pub fn first_number(&self, body: Body, kind: InstrumentKind, year: u16) -> Option<(u32, bool)> {
        let rows = self.meetings().adopted.iter();
        let of_year = rows.filter(|row| row.body.0 == body && row.kind.0 == kind && row.year == year);
        of_year.min_by_key(|row| row.first).map(|row| (row.first, row.certain))
    }

    /// What is known of a body.
    pub fn body(&self, body: Body) -> Option<&BodyEntry> {
        self.meetings().bodies.iter().find(|(key, _)| *key == body).map(|(_, entry)| entry)
    }

    fn meetings(&self) -> &Meetings {
        self.meetings.get_or_init(|| data::meetings(MEETINGS, self.overrides.as_ref().map(|o| &o.1)))
    }
}
