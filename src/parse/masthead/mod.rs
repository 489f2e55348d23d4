//! The masthead: what the head of the text says of the document.
//!
//! In: the first lines. Out: facts, each with its evidence, and the lines that state them taken off the
//! text. Never: a fact that nothing states.

mod names;
mod number;
mod two_lines;
mod venue;

use std::collections::VecDeque;

use super::front_styles::{self, FrontStyle};
use super::front_table;
use super::lines::{InputLine, TextLine};
use super::symbol;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::lexicon::masthead::{Changed, LabelledFact};
use crate::model::{Body, ConferenceId, Evidence, Fact, Masthead, SectionKind};
use crate::registry::Registry;
use crate::source::{SetAside, SetAsideWhy};
use crate::text::Span;

use names::{
    body_line, conference_line, event_year, four_digits, is_labelled, is_name, is_place_and_dates, is_source,
};
pub(super) use number::document;
use number::{NumberChange, changed_above, said_behind, unlettered};

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
    changes: Vec<NumberChange>,
    /// The conference's name stood last.
    named: bool,
    /// A body whose name stood alone: the year of its meeting stands elsewhere.
    body: Option<(Body, Fact<String>)>,
    /// It is the record of a meeting, which has no source.
    is_minutes: bool,
    /// The line at hand was cut off its place and days, so that it names a body.
    placed: bool,
    /// The line at hand has a style of our own forms, so that it stands in the head whatever is above it.
    printed: bool,
    /// A line further down is labelled as the source, as forms of study groups have it.
    labelled: bool,
    /// The document's number or the language of its original stands further down.
    goes_on_below: bool,
    /// The date of the document, or the language of its original, stands in one of the next lines.
    dated_below: bool,
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
        let named = named || head.awaits_source() && is_annexed(&text.text, lexicon);
        let begun = style == Some(FrontStyle::Body) || !named && is_body(&text, head.awaits_title(), lexicon);
        if begun {
            kept.push_back(InputLine::Text(text));
            break;
        }
        head.placed = false;
        head.printed = style == Some(FrontStyle::Printed);
        head.labelled = labelled_below(&text, lines, lexicon);
        head.goes_on_below = goes_on_below(lines, lexicon);
        head.dated_below = dated_below(lines, lexicon);
        let text = match venue::cut(&text, language, lexicon, registry) {
            Some((name, gap, days)) => {
                head.set_aside.extend(gap.map(|span| SetAside { span, why: SetAsideWhy::Masthead }));
                lines.push_front(days.into());
                head.placed = true;
                name
            }
            None => *text,
        };
        if lexicon.is_union(&text.text) || head.change(&text, lines, lexicon) {
            head.set_aside.push(SetAside { span: text.paragraph.span, why: SetAsideWhy::Masthead });
            continue;
        }
        if style.is_none()
            && (head.conference_of_two(&text, lines.front(), language, lexicon, registry)
                || head.number_of_two(&text, lines.front(), lexicon))
        {
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
        if style.is_none()
            && (head.name_goes_on(&text, lines, lexicon) || head.fact_of_two(&text, lines, lexicon))
        {
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
            TakenLines::No => kept.push_back(text.into()),
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

/// Whether the line at hand or one further down is labelled as the source: none is one by its place then.
fn labelled_below(line: &TextLine, next: &VecDeque<InputLine>, lexicon: &Lexicon) -> bool {
    let alone = |line: &TextLine| lexicon.labels_fact(&line.text) == Some(LabelledFact::Source);
    std::iter::once(line).chain(texts(next)).any(|line| alone(line) || names_source(&line.text, lexicon))
}

/// Whether a line names the annex of a report as what the document is: `Annex 6 to Working Party 4C Chairman's
/// Report`, which groups have in the place of the source.
fn is_annexed(text: &str, lexicon: &Lexicon) -> bool {
    const FEWEST: usize = 5;
    lexicon.section(text) == Some(SectionKind::Annex)
        && text.split_whitespace().count() >= FEWEST
        && is_name(text)
}

/// Whether the number of the document or the language of its original stands in one of the next lines.
fn goes_on_below(next: &VecDeque<InputLine>, lexicon: &Lexicon) -> bool {
    texts(next).any(|line| lexicon.states_fact(&line.text))
}

/// Whether one of the next lines is a date or the language of the original, and nothing else.
fn dated_below(next: &VecDeque<InputLine>, lexicon: &Lexicon) -> bool {
    const NEAR: usize = 3;
    let dated = |text: &str| lexicon.date(text).is_some() || !lexicon.original_languages(text).is_empty();
    texts(next).take(NEAR).any(|line| dated(&line.text))
}

/// The next lines of text that can belong to the masthead.
fn texts(next: &VecDeque<InputLine>) -> impl Iterator<Item = &TextLine> {
    next.iter().take(REACH).map_while(|line| match line {
        InputLine::Text(line) => Some(&**line),
        InputLine::Table(_) => None,
    })
}

/// Whether a line is labelled as the source and names one; `Source: Document 5A/TEMP/3` says where the text
/// was taken from.
fn names_source(text: &str, lexicon: &Lexicon) -> bool {
    let source = lexicon.labelled_source(text).and_then(|start| text.get(start..));
    source.is_some_and(|source| {
        !is_prompt(source) && document(lexicon, source).is_none() && !cites(source, lexicon)
    })
}

/// Whether a text begins with the word for a document: `Documents 4C/TEMP/90 and 91`.
fn cites(text: &str, lexicon: &Lexicon) -> bool {
    lexicon.document_line(text).is_some_and(|number| number.contains(|c: char| c.is_ascii_digit()))
}

/// Longest line that is taken for a source or a title, characters.
const LONGEST_TITLE: usize = 120;

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
        let Some((body, name)) = self.body.take() else { return self.conference_of_number(registry) };
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

    /// A meeting that nothing but the document's number names: `RAG17/5`.
    fn conference_of_number(&mut self, registry: &Registry) {
        let masthead = &mut self.masthead;
        let (None, Some(document)) = (&masthead.conference, &masthead.document) else { return };
        let number = document.value.number.as_str();
        let letters = number.find(|c: char| !c.is_ascii_alphabetic()).and_then(|end| number.get(..end));
        let body = letters.and_then(|letters| registry.body_of_event(letters));
        let meets = |body: &Body| registry.body(*body).is_some_and(|entry| entry.sessions);
        if let (Some(body), Some(year)) = (body.filter(meets), event_year(number)) {
            let value = ConferenceId { body, year };
            masthead.conference = Some(Fact { value, evidence: document.evidence.clone() });
        }
    }

    /// The source has been read under a document's number: the next line is the title.
    fn awaits_title(&self) -> bool {
        let masthead = &self.masthead;
        masthead.document.is_some() && masthead.source.is_some() && masthead.title.is_none()
    }

    /// The head is complete down to the language of the original: the next line is the source.
    fn awaits_source(&self) -> bool {
        let masthead = &self.masthead;
        masthead.document.is_some() && masthead.original.is_some() && masthead.source.is_none()
    }

    /// Takes `Addendum 16 to`, where the document's number comes in the next two lines.
    fn change(&mut self, line: &TextLine, next: &VecDeque<InputLine>, lexicon: &Lexicon) -> bool {
        let found = lexicon.change(line.text.trim_start_matches('['));
        let Some(Changed { change, first, last, rest }) = found else { return false };
        let numbered = next.iter().take(2).any(|line| match line {
            InputLine::Text(line) => {
                document(lexicon, &line.text).is_some() || unlettered(lexicon, &line.text).is_some()
            }
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
            changed_above(&mut document, &mut self.changes);
            let told = said_behind(&mut document, &rest, lexicon);
            masthead.document = Some(Fact { value: document, evidence: stated.clone() });
            if told {
                return TakenLines::Shown;
            }
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
        let headed =
            masthead.conference.is_some() || self.body.is_some() || self.goes_on_below || self.dated_below;
        if masthead.document.is_none()
            && headed
            && let Some(mut value) = unlettered(lexicon, text)
        {
            changed_above(&mut value, &mut self.changes);
            masthead.document = Some(Fact { value, evidence: stated });
            return TakenLines::Shown;
        }
        if masthead.original.is_none() && take_original(masthead, text, &stated, lexicon) {
            return TakenLines::Shown;
        }
        if masthead.date.is_none()
            && let Some(value) = lexicon.stated_date(text)
        {
            masthead.date = Some(Fact { value, evidence: stated });
            return TakenLines::Shown;
        }
        if masthead.date.is_none()
            && masthead.document.is_some()
            && let Some(value) = lexicon.placed_date(text)
        {
            masthead.date = Some(Fact { value, evidence: stated.clone() });
            masthead.date_line = Some(Fact { value: bare_line(text), evidence: stated });
            return TakenLines::Shown;
        }
        // `26 September 2023Original: English`: two lines of a head that lost the break between them.
        let (date, original) = split_at_original(text, lexicon);
        if masthead.date.is_none()
            && masthead.original.is_none()
            && let Some(value) = lexicon.date(date)
            && take_original(masthead, original, &stated, lexicon)
        {
            masthead.date = Some(Fact { value, evidence: stated });
            return TakenLines::Shown;
        }
        // `Study Group 5` in small letters under the number is who submits; a committee stands above it.
        let submits = masthead.document.is_some()
            && masthead.original.is_some()
            && masthead.source.is_none()
            && text.contains(char::is_lowercase);
        if masthead.meeting.is_none() && !submits && lexicon.is_meeting(text) {
            masthead.meeting = Some(Fact { value: text.to_owned(), evidence: stated });
            return TakenLines::Shown;
        }
        // `Subject: Question ITU-R 229/5` over the rest of the head, as the forms of the ITU-R have it: the title comes
        // under the source.
        if masthead.agenda_item.is_none() && self.goes_on_below && lexicon.is_subject(text) {
            masthead.agenda_item = Some(Fact { value: line.paragraph.runs.clone(), evidence: stated });
            return TakenLines::Moved;
        }
        let source = lexicon.labelled_source(text).filter(|_| names_source(text, lexicon));
        for (fact, start) in
            [(&mut masthead.source, source), (&mut masthead.title, lexicon.labelled_title(text))]
        {
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
            && (masthead.document.is_none() || (self.placed || self.labelled) && masthead.source.is_none())
            && let Some(body) = body_line(text, language, registry)
        {
            self.body = Some((body, Fact { value: text.trim().to_owned(), evidence: stated }));
            self.named = true;
            return TakenLines::Shown;
        }
        // The place and the days stand right under the conference's name.
        let under = std::mem::take(&mut self.named);
        let has_name = under || self.printed || self.body.is_some() || masthead.meeting.is_some();
        let one_day = || masthead.document.is_none() && lexicon.placed_date(text).is_some();
        if masthead.venue.is_none() && has_name && (lexicon.days(text).is_some() || one_day()) {
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
        if masthead.source.is_none() && !self.labelled && is_source(text, language, registry) {
            masthead.source = Some(Fact { value: line.paragraph.runs.clone(), evidence: stated });
            return TakenLines::Moved;
        }
        // `Original: English/Spanish` states more than one; it is no source.
        if lexicon.is_original_label(text) {
            return TakenLines::No;
        }
        // The place and the days of a meeting that nothing names are no source.
        if (masthead.document.is_some() || self.labelled)
            && masthead.venue.is_none()
            && masthead.source.is_none()
            && is_venue(text)
            && lexicon.days(text).is_some()
        {
            masthead.venue = Some(Fact { value: bare_line(text), evidence: stated });
            return TakenLines::Shown;
        }
        // Under the number of the document stand its source and its title, in this order; the record of
        // a meeting has a title only.
        let numbered =
            masthead.document.is_some() || masthead.original.is_some() && masthead.source.is_some();
        // What stands over the date is still the name of the meeting or of who holds it.
        let early = self.dated_below && masthead.date.is_none() && masthead.original.is_none();
        if numbered && !early && !self.labelled && is_name(text) {
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

/// A line that can be the place and days of a meeting: of the words before its first number few, and a comma
/// behind them, which a title has seldom.
fn is_venue(text: &str) -> bool {
    const MOST_WORDS: usize = 4;
    let head = text.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    head.trim_end().ends_with([',', '，', '،', ')', '）', '/'])
        && head.split_whitespace().count() <= MOST_WORDS
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

fn split_at_original<'l>(rest: &'l str, lexicon: &Lexicon) -> (&'l str, &'l str) {
    rest.char_indices()
        .map(|(at, _)| rest.split_at(at))
        .find(|(_, tail)| lexicon.original_language(tail).is_some())
        .unwrap_or((rest, ""))
}
