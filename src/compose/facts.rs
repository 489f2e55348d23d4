//! What is known for the patterns of a template: facts of the masthead, names of the registry.
//!
//! In: the submission's masthead, the template's strings, the registry. Out: the words that stand
//! for a name in a pattern, or the names of what is not known. Never: a guess.

use crate::folding::fold_word;
use jiff::civil::Date;

use crate::language::Language;
use crate::model::{Body, ConferenceId, DocumentNumber, Masthead};
use crate::registry::{Conference, Registry};
use crate::template::{LanguageEdition, MissingFields, Template, fill};

/// Strings may name strings to this depth.
const DEEPEST: u8 = 6;

/// The facts of one document in one language.
#[derive(Debug)]
pub(super) struct MastheadFacts<'a> {
    pub masthead: &'a Masthead,
    pub edition: &'a LanguageEdition,
    pub language: Language,
    registry: &'a Registry,
    body: Option<Body>,
    conference: Option<ConferenceId>,
    meeting: Option<&'a Conference>,
}

impl<'a> MastheadFacts<'a> {
    pub(super) fn new(
        masthead: &'a Masthead,
        template: &'a Template,
        language: Language,
        registry: &'a Registry,
    ) -> Self {
        let of_template = || Some(ConferenceId { body: template.body?, year: template.year? });
        let conference = masthead.conference.as_ref().map(|fact| fact.value).or_else(of_template);
        Self {
            masthead,
            edition: template.edition(language),
            language,
            registry,
            body: conference.as_ref().map(|id| id.body).or(template.body),
            meeting: conference.and_then(|id| registry.conference(id)),
            conference,
        }
    }

    /// A pattern with its facts in it.
    pub(super) fn words(&self, pattern: &str) -> Result<String, MissingFields> {
        self.fill(pattern, &[], DEEPEST)
    }

    fn fill(&self, pattern: &str, more: &[(&str, String)], depth: u8) -> Result<String, MissingFields> {
        const LETTER: &str = "-{letter}";
        let bare = self.number().filter(|number| !number.takes_letter()).map(|_| pattern.replace(LETTER, ""));
        fill(bare.as_deref().unwrap_or(pattern), &|name| {
            if let Some((_, words)) = more.iter().find(|(known, _)| *known == name) {
                return Ok(words.clone());
            }
            match (self.fact(name), self.edition.strings.get(name)) {
                (Some(words), _) => Ok(words),
                (None, Some(pattern)) if depth > 0 && !is_fact(name) => self.fill(pattern, more, depth - 1),
                _ => Err(MissingFields::from([name.to_owned()])),
            }
        })
    }

    /// The string of a key with a few values of its own in it.
    fn string(&self, key: &str, more: &[(&str, String)]) -> Option<String> {
        self.fill(self.edition.strings.get(key)?, more, DEEPEST).ok()
    }

    fn fact(&self, name: &str) -> Option<String> {
        match name {
            "acronym" => self.registry.acronym(self.body?, self.language).map(str::to_owned),
            "body" => self.registry.body_name(self.body?, self.language).map(str::to_owned),
            "year" => self.conference.as_ref().map(|id| id.year.to_string()),
            "yy" => self.short_year(),
            "place" => self.meeting?.place.get(self.language).map(str::to_owned),
            "dates" => self.dates(self.meeting?.start?, self.meeting?.end?),
            "number" => self.number().map(|number| number.number.clone()),
            "document" => self.document(),
            "prefix" => self.prefix(),
            "suffixes" => self.suffixes(0),
            "inner-suffixes" => self.suffixes(1),
            "padded-number" => self.padded_number(),
            "marks" => self.marks(),
            "letter" => Some(self.language.letter().to_string()),
            "date" => match &self.masthead.date_line {
                Some(stated) => Some(stated.value.clone()),
                None => self.date(self.masthead.date.as_ref()?.value),
            },
            "meeting" => self.meeting_stated().or_else(|| self.string("meeting", &[])),
            "original" => {
                let original = self.masthead.original.as_ref()?.value;
                self.string(&format!("language-{}", original.code()), &[])
            }
            // What the text states goes before what the template would make of it.
            "original-line" => self.masthead.original_line.as_ref().map(|fact| fact.value.clone()),
            "conference-name" => self.masthead.conference_name.as_ref().map(|fact| fact.value.clone()),
            "place-and-dates" => self.venue_stated(),
            _ => None,
        }
    }

    /// Place and days as the text states them; `None` where the template says the same but for dashes,
    /// spaces and capitals.
    fn venue_stated(&self) -> Option<String> {
        let stated = &self.masthead.venue.as_ref()?.value;
        let tight = |text: &str| {
            let letters = fold_word(text).replace(['–', '—', '‑'], "-");
            letters.chars().filter(|c| !c.is_whitespace()).collect::<String>()
        };
        let own = self.string("place-and-dates", &[]);
        own.is_none_or(|own| tight(&own) != tight(stated)).then(|| stated.clone())
    }

    /// What the registry has of place and days where the text states another: in the template's words.
    pub(super) fn other_venue(&self) -> Option<String> {
        let stated = fold_word(&self.masthead.venue.as_ref()?.value);
        let meeting = self.meeting?;
        let (first, last) = (meeting.start?, meeting.end?);
        let numbers: Vec<i16> =
            stated.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect();
        let day = |date: Date| numbers.contains(&i16::from(date.day()));
        let month = |date: Date| {
            let at = usize::try_from(date.month()).ok().and_then(|month| month.checked_sub(1));
            let name = at.and_then(|at| self.edition.months.get(at));
            name.is_none_or(|name| stated.contains(&fold_word(name)))
                || numbers.contains(&i16::from(date.month()))
        };
        let days = day(first) && day(last) && month(first) && month(last) && numbers.contains(&last.year());
        let mut names = meeting.place.iter().map(|(_, name)| name).chain([&*meeting.place_key]);
        let place = names.any(|name| stated.contains(&fold_word(name)));
        (!(days && place)).then(|| self.string("place-and-dates", &[]))?
    }

    /// The name of a Member State or group in the document's language.
    pub(super) fn name_of(&self, symbol: &str) -> Option<&'a str> {
        let registry = self.registry;
        let member = registry.member(symbol).and_then(|member| member.name(self.language));
        member.or_else(|| registry.group(symbol).and_then(|group| group.name(self.language)))
    }

    /// The meeting as the text states it.
    pub(super) fn meeting_stated(&self) -> Option<String> {
        self.masthead.meeting.as_ref().map(|fact| fact.value.clone())
    }

    /// The year of the conference's short form, `20` for WTSA-20, which met in 2022.
    fn short_year(&self) -> Option<String> {
        let id = self.conference.as_ref()?;
        let short = self.meeting.and_then(|meeting| meeting.short.rsplit_once('-'));
        Some(short.map_or_else(|| format!("{:02}", id.year % 100), |(_, year)| year.to_owned()))
    }

    fn number(&self) -> Option<&DocumentNumber> {
        self.masthead.document.as_ref().map(|fact| &fact.value)
    }

    /// The number in four digits, `0035` of `C18/35`.
    fn padded_number(&self) -> Option<String> {
        let number = &self.number()?.number;
        // `16(Add.9)`: an addendum is said by the marks.
        let number = number.rsplit('/').next()?.split('(').next()?.parse::<u32>().ok()?;
        Some(format!("{number:04}"))
    }

    /// `A1-R2`: what a file's name says of how the document was made, the first made first.
    fn marks(&self) -> Option<String> {
        let made: Vec<_> = self.changes()?.collect();
        let initial = |kind: &str| kind.chars().take(1).flat_map(char::to_uppercase).collect::<String>();
        let marks = made.into_iter().rev().map(|(kind, n)| format!("{}{n}", initial(kind)));
        // `34(Rev.1)`, `16(Add.9)`: what was made of it before.
        let before = self.number()?.number.split('(').skip(1).filter_map(|made| {
            let (kind, n) = made.trim_end_matches(')').split_once('.')?;
            n.bytes().all(|b| b.is_ascii_digit()).then(|| format!("{}{n}", initial(kind)))
        });
        Some(before.chain(marks).collect::<Vec<_>>().join("-"))
    }

    /// The official name of the document's file, without extension; `kind` is `MSW` or `PDF`.
    pub(super) fn file_name(&self, pattern: &str, kind: &str) -> Result<String, MissingFields> {
        self.fill(pattern, &[("kind", kind.to_owned())], DEEPEST)
    }

    fn document(&self) -> Option<String> {
        let plain = self.changes()?.next().is_none();
        self.string(if plain { "document-plain" } else { "document-prefixed" }, &[])
    }

    /// What was made of the document and of what it is made, the last first: revision 2 of addendum 1.
    fn changes(&self) -> Option<impl DoubleEndedIterator<Item = (&'static str, u16)>> {
        let DocumentNumber { addendum, revision, corrigendum, .. } = self.number()?;
        let made = [("corrigendum", *corrigendum), ("revision", *revision), ("addendum", *addendum)];
        Some(made.into_iter().filter_map(|(kind, n)| Some((kind, n?))))
    }

    /// `Revision 2 to`: the last change, in words before the number.
    fn prefix(&self) -> Option<String> {
        self.changes()?.next().map_or(Some(String::new()), |(kind, n)| self.affix(kind, "prefix", n))
    }

    /// `(Add.1)`: all changes but the last `past`, the first made first.
    fn suffixes(&self, past: usize) -> Option<String> {
        let changes: Vec<_> = self.changes()?.skip(past).collect();
        changes.into_iter().rev().map(|(kind, n)| self.affix(kind, "suffix", n)).collect()
    }

    fn affix(&self, kind: &str, side: &str, n: u16) -> Option<String> {
        self.string(&format!("{kind}-{side}"), &[("n", n.to_string())])
    }

    fn date(&self, date: Date) -> Option<String> {
        self.string("date", &self.day(date, ["day1", "month1", "year1"])?)
    }

    fn dates(&self, first: Date, last: Date) -> Option<String> {
        let key = match (first.year() == last.year(), first.month() == last.month()) {
            (true, true) => "dates-in-one-month",
            (true, false) => "dates-in-one-year",
            (false, _) => "dates-in-two-years",
        };
        let [day1, month1, year1] = self.day(first, ["day1", "month1", "year1"])?;
        let [day2, month2, year2] = self.day(last, ["day2", "month2", "year2"])?;
        self.string(key, &[day1, month1, year1, day2, month2, year2])
    }

    fn day(&self, date: Date, [day, month, year]: [&'static str; 3]) -> Option<[(&'static str, String); 3]> {
        let name = self.edition.months.get(usize::try_from(date.month()).ok()?.checked_sub(1)?)?;
        let number = match self.edition.strings.get("first-day") {
            Some(first) if date.day() == 1 => first.clone(),
            _ => date.day().to_string(),
        };
        Some([(day, number), (month, name.clone()), (year, date.year().to_string())])
    }
}

/// Whether a name is a fact that a string of the same key does not stand in for: the string `date`
/// is the form of a date, not a date.
fn is_fact(name: &str) -> bool {
    crate::template::FACTS.contains(&name)
}
