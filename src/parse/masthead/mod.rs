//! The masthead: what the head of the text says of the document.
//!
//! In: the first lines. Out: facts, each with its evidence, and the lines that state them taken off the
//! text. Never: a fact that nothing states.

mod two_lines;
mod venue;

use std::collections::VecDeque;

use super::front_styles::{self, FrontStyle};
use super::front_table;
use super::lines::{InputLine, TextLine};
use super::symbol;
use crate::folding::fold_word;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::lexicon::masthead::{Changed, NumberSuffix};
use crate::lexicon::terms::{self, Term};
use crate::model::{Body, ConferenceId, DocumentNumber, Evidence, Fact, Masthead};
use crate::registry::Registry;
use crate::source::{SetAside, SetAsideWhy};
use crate::text::Span;

/// Lines from the top that can belong to the masthead.
pub(super) const REACH: usize = 24;

/// The masthead as the first lines state it.
#[derive(Debug, Default)]
pub(super) struct MastheadLines {
    /// What they state.
    pub masthead: Masthead,
    /// The lines that are shown in the masthead instead of the body.
    pub set_aside: Vec<SetAside>,
    /// What lines above the document's number say was made of it.
    changes: Vec<(NumberSuffix, u16, u16)>,
    /// The conference's name stood last.
    named: bool,
    /// A body whose name stood alone: the year of its meeting stands elsewhere.
    body: Option<(Body, Fact<String>)>,
    /// It is the record of a meeting, which has no source.
    is_minutes: bool,
    /// The line at hand was cut off its place and days, so that it names a body.
    placed: bool,
}

/// Takes the masthead's lines off the head of the text. Lines of a table at the very top are read
/// like lines of text; a line that is not understood stays where it is.
pub(super) fn read(
    lines: &mut VecDeque<InputLine>,
    language: Option<Language>,
    lexicon: &Lexicon,
    registry: &Registry,
) -> MastheadLines {
    let mut head = MastheadLines::default();
    front_table::spread_masthead(lines, lexicon);
    let mut kept: VecDeque<InputLine> = VecDeque::new();
    for _ in 0..REACH {
        let Some(line) = lines.pop_front() else { break };
        let InputLine::Text(text) = line else {
            kept.push_back(line);
            break;
        };
        let style = front_styles::of(&text);
        let named = matches!(style, Some(FrontStyle::Source | FrontStyle::Title));
        let begun = style == Some(FrontStyle::Body) || !named && is_body(&text, head.awaits_title(), lexicon);
        if begun {
            kept.push_back(InputLine::Text(text));
            break;
        }
        head.placed = false;
        let text = match venue::cut(&text, language, lexicon, registry) {
            Some((name, gap, days)) => {
                head.set_aside.extend(gap.map(|span| SetAside { span, why: SetAsideWhy::Masthead }));
                lines.push_front(InputLine::Text(days));
                head.placed = true;
                name
            }
            None => text,
        };
        if lexicon.is_union(&text.text) || head.change(&text, lines, lexicon) {
            head.set_aside.push(SetAside { span: text.paragraph.span, why: SetAsideWhy::Masthead });
            continue;
        }
        if style.is_none() && head.conference_of_two(&text, lines.front(), language, lexicon, registry) {
            head.set_aside.push(SetAside { span: text.paragraph.span, why: SetAsideWhy::Masthead });
            if let Some(InputLine::Text(second)) = lines.pop_front() {
                head.set_aside.push(SetAside { span: second.paragraph.span, why: SetAsideWhy::Masthead });
            }
            continue;
        }
        if style.is_none()
            && (head.goes_on(&text, lexicon)
                || head.title_of_two(&text, lines, lexicon)
                || head.minutes_of_two(&text, lines, lexicon))
        {
            continue;
        }
        if style.is_none() && head.name_goes_on(&text, lines, lexicon) {
            head.set_aside.push(SetAside { span: text.paragraph.span, why: SetAsideWhy::Masthead });
            continue;
        }
        let taken = match head.take_styled(&text, style, lexicon) {
            Some(taken) => taken,
            None => match head.take(&text, language, lexicon, registry) {
                TakenLines::No if style == Some(FrontStyle::Printed) => TakenLines::Shown,
                taken => taken,
            },
        };
        match taken {
            TakenLines::Shown => {
                head.set_aside.push(SetAside { span: text.paragraph.span, why: SetAsideWhy::Masthead })
            }
            TakenLines::Moved => {}
            TakenLines::MovedAfter(label) => {
                head.set_aside.push(SetAside { span: label, why: SetAsideWhy::Masthead })
            }
            TakenLines::No => kept.push_back(InputLine::Text(text)),
        }
    }
    if let Some(line) = kept.pop_back() {
        lines.push_front(line);
    }
    head.date_body(registry);
    front_table::spread_box(lines, lexicon);
    while let Some(line) = kept.pop_back() {
        lines.push_front(line);
    }
    head
}

/// Longest line that is taken for a source or a title, characters.
const LONGEST_TITLE: usize = 120;

/// Longest name of an event before a body's name, bytes: `WRC-19 `.
const LONGEST_EVENT: usize = 8;

/// Most dashes in a document's number with its event: `RPM-AFR16-2/1-E`.
const DASHES: usize = 4;

/// Fewest capitals with which an event's name begins.
const LETTERS: usize = 3;

/// Longest word between `Addendum 16` and the document, characters: ` to the`.
const LONGEST_LINK: usize = 10;

/// What became of a line.
enum TakenLines {
    /// Its fact is printed by the template's masthead.
    Shown,
    /// Its words went into a fact that is printed as it stands.
    Moved,
    /// The same for the words behind a label; the label is the template's business.
    MovedAfter(Span),
    /// It is no line of the masthead.
    No,
}

/// `[Insert title]`: a place of a form that was not filled in says nothing.
fn is_prompt(words: &str) -> bool {
    let words = words.trim();
    words.starts_with('[') && words.ends_with(']')
}

impl MastheadLines {
    /// Gives a body that was named without a year the year of its days, of the document's number or of
    /// its date; where there is none its name is printed all the same.
    fn date_body(&mut self, registry: &Registry) {
        let Some((body, name)) = self.body.take() else { return };
        let masthead = &mut self.masthead;
        let of_venue = masthead.venue.as_ref().and_then(|venue| four_digits(&venue.value));
        let number = masthead.document.as_ref().map(|document| document.value.number.as_str());
        let of_number = || number.and_then(event_year);
        let of_date = || masthead.date.as_ref().and_then(|date| u16::try_from(date.value.year()).ok());
        let year = of_venue.or_else(of_number).or_else(of_date);
        if masthead.conference.is_none()
            && let Some(year) = year
        {
            let value = ConferenceId { body, year };
            masthead.conference = Some(Fact { value, evidence: name.evidence.clone() });
        }
        let listed = masthead.conference.as_ref().is_some_and(|id| registry.conference(id.value).is_some());
        if !listed {
            masthead.conference_name = Some(name);
        }
    }

    /// The source has been read under a document's number: the next line is the title.
    fn awaits_title(&self) -> bool {
        let masthead = &self.masthead;
        masthead.document.is_some() && masthead.source.is_some() && masthead.title.is_none()
    }

    /// Takes `Addendum 16 to`, where the document's number comes in the next two lines.
    fn change(&mut self, line: &TextLine, next: &VecDeque<InputLine>, lexicon: &Lexicon) -> bool {
        let found = lexicon.change(line.text.trim_start_matches('['));
        let Some(Changed { change, first, last, rest }) = found else { return false };
        let numbered = next.iter().take(2).any(|line| match line {
            InputLine::Text(line) => document(lexicon, &line.text).is_some(),
            InputLine::Table(_) => false,
        });
        let taken = numbered && rest.chars().count() <= LONGEST_LINK;
        if taken {
            self.changes.push((change, first, last));
        }
        taken
    }

    /// Takes a line for what its style says that it is; `None` where its style says nothing new.
    fn take_styled(
        &mut self,
        line: &TextLine,
        style: Option<FrontStyle>,
        lexicon: &Lexicon,
    ) -> Option<TakenLines> {
        let stated = Evidence::Stated(line.paragraph.span);
        let masthead = &mut self.masthead;
        let slot = match style? {
            FrontStyle::Source => &mut masthead.source,
            FrontStyle::Title => &mut masthead.title,
            FrontStyle::Meeting if !lexicon.is_meeting(&line.text) => &mut masthead.agenda_item,
            FrontStyle::Number if masthead.document.is_none() => {
                let value = front_styles::bare_number(&line.text)?;
                masthead.document = Some(Fact { value, evidence: stated });
                return Some(TakenLines::Shown);
            }
            _ => return None,
        };
        let taken = slot.is_none();
        slot.get_or_insert_with(|| Fact { value: line.paragraph.runs.clone(), evidence: stated });
        taken.then_some(TakenLines::Moved)
    }

    fn take(
        &mut self,
        line: &TextLine,
        language: Option<Language>,
        lexicon: &Lexicon,
        registry: &Registry,
    ) -> TakenLines {
        let stated = Evidence::Stated(line.paragraph.span);
        let text = line.text.as_str();
        let masthead = &mut self.masthead;
        if masthead.document.is_none()
            && let Some((mut document, rest)) = document(lexicon, text)
        {
            self.changes.drain(..).for_each(|change| changed(&mut document, change));
            masthead.document = Some(Fact { value: document, evidence: stated.clone() });
            // Glued headers carry date and original behind the number.
            let (date, original) = split_at_original(&rest, lexicon);
            if let Some(value) = lexicon.date(date) {
                masthead.date = Some(Fact { value, evidence: stated.clone() });
            }
            take_original(masthead, original, &stated, lexicon);
            return if date.trim().is_empty() || masthead.date.is_some() {
                TakenLines::Shown
            } else {
                TakenLines::No
            };
        }
        if masthead.original.is_none() && take_original(masthead, text, &stated, lexicon) {
            return TakenLines::Shown;
        }
        if masthead.date.is_none()
            && let Some(value) = lexicon.date(text)
        {
            masthead.date = Some(Fact { value, evidence: stated });
            return TakenLines::Shown;
        }
        if masthead.meeting.is_none() && lexicon.is_meeting(text) {
            masthead.meeting = Some(Fact { value: text.to_owned(), evidence: stated });
            return TakenLines::Shown;
        }
        for (fact, start) in [
            (&mut masthead.source, lexicon.labelled_source(text)),
            (&mut masthead.title, lexicon.labelled_title(text)),
        ] {
            if let (None, Some(start)) = (&fact, start)
                && !is_prompt(text.get(start..).unwrap_or_default())
            {
                let (label, rest) = line.paragraph.clone().split(line.marked_offset(start));
                *fact = Some(Fact { value: rest.runs, evidence: Evidence::Stated(rest.span) });
                return TakenLines::MovedAfter(label.span);
            }
        }
        if masthead.agenda_item.is_none() && lexicon.agenda_item(text).is_some() {
            masthead.agenda_item = Some(Fact { value: line.paragraph.runs.clone(), evidence: stated });
            return TakenLines::Moved;
        }
        let session = lexicon.session_at_head(text).filter(|(_, length)| *length == text.len());
        let body = registry.bodies().find(|body| registry.body(*body).is_some_and(|entry| entry.sessions));
        let session = session.and_then(|(year, _)| Some(ConferenceId { body: body?, year }));
        if masthead.conference.is_none()
            && let Some(value) = session.or_else(|| conference_line(text, language, lexicon, registry))
        {
            masthead.conference = Some(Fact { value, evidence: stated });
            self.named = true;
            return TakenLines::Shown;
        }
        if masthead.conference.is_none()
            && self.body.is_none()
            && (masthead.document.is_none() || self.placed && masthead.source.is_none())
            && let Some(body) = body_line(text, language, registry)
        {
            self.body = Some((body, Fact { value: text.trim().to_owned(), evidence: stated }));
            self.named = true;
            return TakenLines::Shown;
        }
        // The place and the days stand right under the conference's name.
        let under = std::mem::take(&mut self.named);
        if masthead.venue.is_none() && (under || self.body.is_some()) && lexicon.days(text).is_some() {
            masthead.venue = Some(Fact { value: bare_line(text), evidence: stated });
            return TakenLines::Shown;
        }
        if let (Some(fact), Some(language)) = (&masthead.conference, language)
            && is_place_and_dates(text, fact.value, language, registry)
        {
            if masthead.venue.is_none() && lexicon.days(text).is_some() {
                masthead.venue = Some(Fact { value: bare_line(text), evidence: stated });
            }
            return TakenLines::Shown;
        }
        if masthead.title.is_none() && lexicon.is_standard_title(text) {
            masthead.title = Some(Fact { value: line.paragraph.runs.clone(), evidence: stated });
            return TakenLines::Moved;
        }
        if masthead.source.is_none() && is_source(text, language, registry) {
            masthead.source = Some(Fact { value: line.paragraph.runs.clone(), evidence: stated });
            return TakenLines::Moved;
        }
        // `Original: English/Spanish` states more than one; it is no source.
        if lexicon.is_original_label(text) {
            return TakenLines::No;
        }
        // Under the number of the document stand its source and its title, in this order; the record of
        // a meeting has a title only.
        if masthead.document.is_some() && is_name(text) {
            self.is_minutes |=
                masthead.source.is_none() && masthead.title.is_none() && lexicon.is_minutes(text);
            let source = masthead.source.is_none() && !self.is_minutes;
            let slot = if source { &mut masthead.source } else { &mut masthead.title };
            if slot.is_none() {
                *slot = Some(Fact { value: line.paragraph.runs.clone(), evidence: stated });
                return TakenLines::Moved;
            }
            if self.is_minutes && self.minutes_go_on(line) {
                return TakenLines::Moved;
            }
        }
        TakenLines::No
    }
}

/// Sets what was made of a document. An addendum to an addendum, and addenda that stand in one document,
/// have no place of their own: the first is a part of the number, `16(Add.9)`, `48(Add.1-11)`.
fn changed(document: &mut DocumentNumber, (change, first, last): (NumberSuffix, u16, u16)) {
    match change {
        NumberSuffix::Addendum if last > first => document.number.push_str(&format!("(Add.{first}-{last})")),
        NumberSuffix::Addendum => document.add(first),
        NumberSuffix::Revision => document.revision = Some(first),
        NumberSuffix::Corrigendum => document.corrigendum = Some(first),
    }
}

/// Takes the languages of the original that a line states: one, or several, or one and no other.
fn take_original(masthead: &mut Masthead, line: &str, stated: &Evidence, lexicon: &Lexicon) -> bool {
    let languages = lexicon.original_languages(line);
    let Some((first, further)) = languages.split_first() else { return false };
    masthead.original = Some(Fact { value: *first, evidence: stated.clone() });
    masthead.further_originals = further.to_vec();
    if !further.is_empty() || !lexicon.is_original_label(line) {
        masthead.original_line = Some(Fact { value: line.trim().to_owned(), evidence: stated.clone() });
    }
    true
}

/// The body whose name a line is, perhaps with its acronym, its session or what it meets for behind.
fn body_line(line: &str, language: Option<Language>, registry: &Registry) -> Option<Body> {
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
        let name = fold_word(name);
        // `WRC-19大会筹备会议`: what it prepares stands before its name.
        let prepared = line.find(name.as_str()).filter(|at| {
            let before = line.get(..*at).unwrap_or_default();
            before.is_ascii() && before.len() <= LONGEST_EVENT && !before.ends_with(char::is_alphabetic)
        });
        let Some(rest) = prepared.and_then(|at| line.get(at + name.len()..)) else { return false };
        // More than the name stands behind that of a body that meets often; elsewhere it is a title.
        // `大会筹备会议第二次会议`: the session stands behind the name.
        let apart =
            rest.starts_with([' ', '(', '（', '-', '–']) || terms::head(Term::Ordinal, rest).is_some();
        !entry.common_name && (rest.is_empty() || entry.sessions && apart)
    })
}

/// A line without the slash that cells of a table leave at its end.
fn bare_line(text: &str) -> String {
    text.trim_end_matches([' ', '/']).trim_start().to_owned()
}

/// Whether the body has begun.
fn is_body(line: &TextLine, awaits_title: bool, lexicon: &Lexicon) -> bool {
    // `PROPOSED MODIFICATION OF RESOLUTION 78` is a title where one is due, else a section's heading.
    let is_section = || match awaits_title {
        true => lexicon.is_exact_section(&line.text),
        false => lexicon.section(&line.text).is_some(),
    };
    symbol::symbol(&line.text).is_some()
        || symbol::identifier(&line.text).is_some()
        || line.label.as_ref().is_some_and(|label| label.firm)
        || lexicon.is_contents(&line.text)
        || lexicon.number_line(&line.text).is_some()
        || (lexicon.is_opening(&line.text) && line.text.ends_with([',', '，', '،']))
        || is_section()
        || lexicon.part_label(&line.text).is_some()
        || line.text.chars().nth(160).is_some()
}

/// `文件 70-C`, `Document 42-E`, and what stands behind the number.
/// Marks of direction, which Arabic forms put before the number, are no part of it, nor are the
/// brackets of a draft's: `Document 9-E]`.
pub(super) fn document(lexicon: &Lexicon, line: &str) -> Option<(DocumentNumber, String)> {
    let marks = |c: &char| !matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}');
    let plain = |c: char| match c {
        '（' => '(',
        '）' => ')',
        '／' => '/',
        '．' => '.',
        other => other,
    };
    let line: String = line.chars().filter(marks).map(plain).collect();
    let line = line.trim_matches(['[', ']']);
    if let Some(number) = sector_number(line) {
        return Some((number, String::new()));
    }
    let Some(rest) = lexicon.document_line(line) else {
        // `TDAG17-22/13-E4 May 2017Original: English`: no label, but the date runs on.
        let (event, _) = line.split_once('/')?;
        let named = event.bytes().take_while(u8::is_ascii_uppercase).count() >= LETTERS && event.len() <= 10;
        let found = named.then(|| at_dashes(line)).flatten();
        return found.filter(|(_, tail)| lexicon.date_at_head(tail).is_some());
    };
    at_dashes(rest)
}

/// The number of a contribution to a group of a Sector, alone on its line: `TSAG-C112`, `SG13-TD55/WP2`.
fn sector_number(line: &str) -> Option<DocumentNumber> {
    const SERIES: [&str; 5] = ["TD", "LS", "C", "R", "D"];
    let (group, rest) = line.trim().split_once('-')?;
    let letters = group.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = group.get(letters..)?;
    let named = (2..=5).contains(&letters) && digits.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit());
    let number = SERIES.iter().find_map(|series| rest.strip_prefix(series))?;
    // `TSAG-C-54-F`.
    let number = number.strip_prefix('-').unwrap_or(number);
    let first = number.split(['/', '-', 'R']).next()?;
    let counted = (1..=4).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_digit());
    let tail = number.get(first.len()..)?;
    let plain =
        tail.len() <= 8 && tail.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-'));
    (named && counted && plain)
        .then(|| DocumentNumber { number: line.trim().to_owned(), ..DocumentNumber::default() })
}

/// The number that ends at one of the dashes of a text.
fn at_dashes(rest: &str) -> Option<(DocumentNumber, String)> {
    // `WTDC-17/23-E`, `CPM19-2/12-E`: a dash in the name of the event ends no number.
    let dashes = rest.char_indices().filter(|(_, c)| matches!(c, '-' | '‑' | '–'));
    dashes.take(DASHES).find_map(|(dash, mark)| numbered(rest, dash, dash + mark.len_utf8()))
}

/// The number that ends at a dash with the letter of a language behind it, and what follows.
fn numbered(rest: &str, dash: usize, after: usize) -> Option<(DocumentNumber, String)> {
    let letter = rest.get(after..)?.chars().next()?;
    Language::from_letter(letter)?;
    // `C18/35`: a Council document's number carries its year.
    let stem = rest.get(..dash)?;
    let number = match stem.rsplit_once('/') {
        Some((event, number)) if event.len() <= 10 => {
            let mut document = symbol::document_number(number)?;
            document.number = format!("{event}/{}", document.number);
            document
        }
        _ => symbol::document_number(stem).or_else(|| with_addenda(stem)).or_else(|| sector_number(stem))?,
    };
    Some((number, rest.get(after + letter.len_utf8()..)?.to_owned()))
}

/// The number of a document in which addenda stand, as the official form prints it: `48(Add.1-11)`.
fn with_addenda(stem: &str) -> Option<DocumentNumber> {
    let (number, addenda) = stem.strip_suffix(')')?.split_once("(Add.")?;
    let (first, last) = addenda.split_once('-')?;
    let (first, last) = (first.parse::<u16>().ok()?, last.parse::<u16>().ok()?);
    let mut document = symbol::document_number(number)?;
    document.number.push_str(&format!("(Add.{first}-{last})"));
    (first < last).then_some(document)
}

fn split_at_original<'l>(rest: &'l str, lexicon: &Lexicon) -> (&'l str, &'l str) {
    rest.char_indices()
        .map(|(at, _)| rest.split_at(at))
        .find(|(_, tail)| lexicon.original_language(tail).is_some())
        .unwrap_or((rest, ""))
}

/// `全权代表大会（PP-14）`, `World Telecommunication Standardization Assembly (WTSA-16)`.
fn conference_line(
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
fn is_place_and_dates(line: &str, id: ConferenceId, language: Language, registry: &Registry) -> bool {
    let Some(place) = registry.conference(id).and_then(|conference| conference.place.get(language)) else {
        return false;
    };
    line.chars().count() <= 80
        && fold_word(line).contains(&fold_word(place))
        && line.contains(&id.year.to_string())
}

/// A line that is the name of a Member State or of a group's administrations.
fn is_source(line: &str, language: Option<Language>, registry: &Registry) -> bool {
    let Some(language) = language else { return false };
    let bare = line.split(['（', '(']).next().unwrap_or(line).trim();
    let wanted = fold_word(bare);
    !wanted.is_empty()
        && registry.members().iter().any(|member| {
            [member.name(language), member.formal_name(language)]
                .into_iter()
                .flatten()
                .any(|name| fold_word(name) == wanted)
        })
}

/// The first year of four digits in a text.
fn four_digits(text: &str) -> Option<u16> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4);
    numbers.find_map(|number| number.parse().ok().filter(|year| (1947..2100).contains(year)))
}

/// The year in the event of a document's number: 2017 of `TDAG17-22/13`.
fn event_year(number: &str) -> Option<u16> {
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

/// A line that can be a name or a title: short, and no sentence.
fn is_name(line: &str) -> bool {
    let ends =
        |c: char| matches!(c, '.' | '。' | ',' | '，' | '،' | ';' | '；' | ':' | '：' | '?' | '？' | '!');
    line.chars().count() <= LONGEST_TITLE && !line.ends_with(ends) && line.chars().any(char::is_alphabetic)
}
