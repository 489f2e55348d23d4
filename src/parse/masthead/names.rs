//! Names in a masthead: conferences and bodies, their places, sources.
//!
//! In: a line. Out: whom or what it names, by the registry. Never: a name found in a sentence.

use super::LONGEST_TITLE;
use crate::folding::fold_word;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::lexicon::terms::{self, Term};
use crate::model::{Body, ConferenceId};
use crate::registry::Registry;

/// Longest name of an event before a body's name, bytes: `WRC-19 `.
const LONGEST_EVENT: usize = 8;

/// The body whose name a line is, perhaps with its acronym, its session or what it meets for behind.
pub(super) fn body_line(line: &str, language: Option<Language>, registry: &Registry) -> Option<Body> {
    let language = language?;
    let line = fold_word(line);
    if line.chars().count() > LONGEST_TITLE || line.ends_with(['.', '。', ',', '，', ';', '；', ':', '：'])
    {
        return None;
    }
    registry.bodies().find(|body| {
        let (Some(entry), Some(name)) = (registry.body(*body), registry.body_name(*body, language)) else {
            return false;
        };
        // A group that meets often may stand there by its acronym alone.
        if entry.sessions
            && registry.acronym(*body, language).is_some_and(|acronym| line == fold_word(acronym))
        {
            return true;
        }
        let spelt = entry.spellings().map(fold_word);
        let found = std::iter::once(fold_word(name)).chain(spelt).find_map(|name| {
            let at = line.find(&*name)?;
            let allowed = may_precede(line.get(..at)?, entry.sessions);
            line.get(at + name.len()..).filter(|_| allowed)
        });
        let Some(rest) = found else { return false };
        // More than the name stands behind that of a body that meets often; elsewhere it is a title.
        // `大会筹备会议第二次会议`: the session stands behind the name.
        let apart =
            rest.starts_with([' ', '(', '（', '-', '–']) || terms::head(Term::Ordinal, rest).is_some();
        let coded = || registry.acronym(*body, language).is_some_and(|acronym| is_code(rest, acronym));
        !entry.common_name && (rest.is_empty() || entry.sessions && apart || coded())
    })
}

/// Whether what stands behind a body's name, folded, is its acronym with a year: `(WTPF-21)`.
fn is_code(rest: &str, acronym: &str) -> bool {
    let code = rest.trim_matches([' ', '(', ')', '（', '）']);
    let year = code.strip_prefix(&*fold_word(acronym)).and_then(|year| year.strip_prefix('-'));
    year.is_some_and(|year| matches!(year.len(), 2 | 4) && year.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether what stands before a body's name leaves the line that of its meeting: what it prepares
/// (`WRC-19大会筹备会议`), or which session or meeting of it this is (`2nd SESSION OF THE …`).
fn may_precede(before: &str, sessions: bool) -> bool {
    const LONGEST: usize = 40;
    let event = before.is_ascii() && before.len() <= LONGEST_EVENT && !before.ends_with(char::is_alphabetic);
    let counted = || {
        let before = before.trim_end();
        terms::all(Term::SessionOf).iter().any(|word| before.ends_with(&*fold_word(word)))
    };
    event || sessions && before.chars().count() <= LONGEST && counted()
}

/// `全权代表大会（PP-14）`, `World Telecommunication Standardization Assembly (WTSA-16)`.
pub(super) fn conference_line(
    line: &str,
    language: Option<Language>,
    lexicon: &Lexicon,
    registry: &Registry,
) -> Option<ConferenceId> {
    let language = language?;
    // Spaces are lost where lines were joined: `DevelopmentConference 2017 (WTDC-17)`.
    let tight = |text: &str| fold_word(text).replace(' ', "");
    let text = tight(line);
    if line.chars().count() > 120 {
        return None;
    }
    registry.conferences().iter().map(|conference| conference.id).find(|id| {
        let Some(name) = registry.body_name(id.body, language) else { return false };
        let short = registry.conference(*id).map_or(id.year, |conference| conference.short_year());
        let acronym = registry.acronym(id.body, language);
        let dashed = acronym.map(|acronym| format!("{}-{:02}", acronym.to_lowercase(), short % 100));
        let named = text
            .find(&tight(name))
            .is_some_and(|at| text.get(..at).is_some_and(|before| heads_a_name(before, lexicon)));
        let whole = named && dashed.is_some_and(|dashed| text.contains(&dashed));
        // `2014年全权代表大会` states the year in words.
        whole || (named && text.contains(&id.year.to_string()) && !text.contains(',') && !text.contains('，'))
    })
}

/// Whether what stands before a body's name, folded and without spaces, leaves the line a name: a year,
/// the Union's name. `Draft Resolution on the agenda of the World …` is the title of a text.
fn heads_a_name(before: &str, lexicon: &Lexicon) -> bool {
    const LONGEST: usize = 6;
    let tight = |word: &str| fold_word(word).replace(' ', "");
    let before = before.trim_matches(|c: char| !c.is_alphabetic());
    let union = || {
        let words = [Term::OfTheUnion, Term::BeforeBody].into_iter().flat_map(terms::all);
        words.map(|word| tight(word)).chain(lexicon.union_names().map(tight)).any(|word| word == before)
    };
    before.is_empty()
        || before.is_ascii() && before.len() <= LONGEST
        || terms::letters(Term::DateUnit).contains(before)
        || union()
}

/// The line under the conference's name: its place and the year or days.
pub(super) fn is_place_and_dates(
    line: &str,
    id: ConferenceId,
    language: Language,
    registry: &Registry,
) -> bool {
    let Some(place) = registry.conference(id).and_then(|conference| conference.place.get(language)) else {
        return false;
    };
    line.chars().count() <= 80
        && fold_word(line).contains(&fold_word(place))
        && line.contains(&id.year.to_string())
}

/// A line that is the name of a Member State or of a group's administrations.
pub(super) fn is_source(line: &str, language: Option<Language>, registry: &Registry) -> bool {
    let Some(language) = language else { return false };
    let bare = line.split(['（', '(']).next().unwrap_or(line).trim();
    let wanted = fold_word(bare);
    !wanted.is_empty() && registry.is_member_name(&wanted, language)
}

/// A line that can be a name or a title: short, and no sentence.
pub(super) fn is_name(line: &str) -> bool {
    let ends =
        |c: char| matches!(c, '.' | '。' | ',' | '，' | '،' | ';' | '；' | ':' | '：' | '?' | '？' | '!');
    line.chars().count() <= LONGEST_TITLE
        && !line.ends_with(ends)
        && !is_labelled(line)
        && line.chars().any(char::is_alphabetic)
}

/// The first year of four digits in a text.
pub(super) fn four_digits(text: &str) -> Option<u16> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4);
    numbers.find_map(|number| number.parse().ok().filter(|year| (1947..2100).contains(year)))
}

/// The year in the event of a document's number: 2017 of `TDAG17-22/13`.
pub(super) fn event_year(number: &str) -> Option<u16> {
    let (event, _) = number.split_once('/')?;
    let digits: String =
        event.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let named = event.starts_with(|c: char| c.is_ascii_alphabetic());
    match (digits.len(), digits.parse::<u16>().ok()?) {
        (2, year) if named && year < 60 => Some(2000 + year),
        (2, year) if named => Some(1900 + year),
        (4, year) => Some(year),
        _ => None,
    }
}

/// `Question(s):⇥4/17`: a label of a form and its value.
pub(super) fn is_labelled(line: &str) -> bool {
    [":\t", "：\t"].iter().any(|colon| line.contains(colon))
}
