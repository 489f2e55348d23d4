//! What is known of a document besides its text: a sidecar file `NAME.toml`, and `--set KEY=VALUE`.
//!
//! In: words that somebody wrote, with the place where. Out: [`Metadata`], each value with that
//! place, merged into a submission's masthead by [`Metadata::apply`]. Never: a value that is half
//! understood, the disk, or a word of the text lost: what is overruled is set aside and reported.

mod apply;
mod value;

pub(crate) use apply::RULES;

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::nearest::nearest;
use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::language::Language;
use crate::lines::LineIndex;
use crate::model::{ConferenceId, DocumentNumber};
use crate::registry::Registry;

/// What can be given, with an example of each.
pub(crate) const KEYS: [(&str, &str); 9] = [
    ("agenda-item", "PL 3.1"),
    ("conference", "PP-14"),
    ("date", "2014-09-15"),
    ("document", "70(Add.1)"),
    ("meeting", "Committee 5"),
    ("original", "es"),
    ("source", "CUB"),
    ("template", "pp-14"),
    ("title", "Proposals for the work of the conference"),
];

/// What is given of one document; what is not given is `None`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Metadata {
    /// Agenda item, as it is to be printed.
    pub agenda_item: Option<Given<String>>,
    /// The conference.
    pub conference: Option<Given<ConferenceId>>,
    /// Date of the document.
    pub date: Option<Given<Date>>,
    /// Number in the series.
    pub document: Option<Given<DocumentNumber>>,
    /// Committee or plenary, as it is to be printed.
    pub meeting: Option<Given<String>>,
    /// Language in which it was written.
    pub original: Option<Given<Language>>,
    /// Who submits it.
    pub source: Option<Given<Submitter>>,
    /// Official form, by its name.
    pub template: Option<Given<String>>,
    /// Title, as it is to be printed.
    pub title: Option<Given<String>>,
}

/// A value and who gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// `--set`, or the file and the line: `contribution.toml:3`.
    pub by: String,
}

/// Who submits a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Submitter {
    /// The Union's symbols; printed as names in the document's language.
    Symbols(Vec<String>),
    /// A name, as it is to be printed.
    Name(String),
}

impl Metadata {
    /// Reads a sidecar file. `name` is the file's, for the places of what it gives.
    ///
    /// # Errors
    /// Every mistake in the file by line and key.
    pub fn from_toml(name: &str, text: &str, registry: &Registry) -> Result<Metadata, Refusal> {
        let lines = LineIndex::new(text);
        let place = |at: usize| format!("{name}:{}", lines.line(u32::try_from(at).unwrap_or(u32::MAX)));
        let table = DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            refusal(message!("{place}: not TOML: {error}", place = place(at), error = error.message()))
        })?;
        let mut pairs: Vec<_> = table.get_ref().iter().collect();
        pairs.sort_by_key(|(key, _)| key.span().start);
        let (mut metadata, mut mistakes) = (Metadata::default(), Vec::new());
        for (key, value) in pairs {
            let by = place(key.span().start);
            let read = match value.get_ref() {
                DeValue::String(words) => metadata.put(key.get_ref(), words, &by, registry),
                DeValue::Integer(number) => metadata.put(key.get_ref(), number.as_str(), &by, registry),
                DeValue::Datetime(date) => metadata.put(key.get_ref(), &date.to_string(), &by, registry),
                other => Err(
                    message!("{key}: text in quotes is wanted, and {type} stands", key = key.get_ref(), type = other.type_str()),
                ),
            };
            mistakes
                .extend(read.err().map(|mistake| message!("{place}: {what}", place = by, what => mistake)));
        }
        if mistakes.is_empty() { Ok(metadata) } else { Err(refusal(Message::list(mistakes, "\n"))) }
    }

    /// Adds what `--set KEY=VALUE` gives; a key that is given again is replaced.
    ///
    /// # Errors
    /// Where there is no `=`, the key is unknown, or its value cannot be understood.
    pub fn set(&mut self, pair: &str, registry: &Registry) -> Result<(), Refusal> {
        let told =
            |mistake| refusal(message!("{place}: {what}", place = format!("--set {pair}"), what => mistake));
        let (key, value) = pair.split_once('=').ok_or_else(|| told(message!("KEY=VALUE is wanted")))?;
        self.put(key.trim(), value, "--set", registry).map_err(told)
    }

    /// This metadata, and that of `under` where this says nothing.
    #[must_use]
    pub fn over(self, under: Metadata) -> Metadata {
        Metadata {
            agenda_item: self.agenda_item.or(under.agenda_item),
            conference: self.conference.or(under.conference),
            date: self.date.or(under.date),
            document: self.document.or(under.document),
            meeting: self.meeting.or(under.meeting),
            original: self.original.or(under.original),
            source: self.source.or(under.source),
            template: self.template.or(under.template),
            title: self.title.or(under.title),
        }
    }

    /// What is given of a key, as it would be written; `None` where nothing is.
    #[cfg(feature = "review")]
    pub(crate) fn words(&self, key: &str) -> Option<String> {
        let text = |given: &Option<Given<String>>| Some(given.as_ref()?.value.clone());
        match key {
            "agenda-item" => text(&self.agenda_item),
            "conference" => {
                let id = self.conference.as_ref()?.value;
                Some(format!("{}-{}", id.body.key(), id.year))
            }
            "date" => Some(self.date.as_ref()?.value.to_string()),
            "document" => Some(self.document.as_ref()?.value.written()),
            "meeting" => text(&self.meeting),
            "original" => Some(self.original.as_ref()?.value.code().to_owned()),
            "source" => match &self.source.as_ref()?.value {
                Submitter::Symbols(symbols) => Some(symbols.join("/")),
                Submitter::Name(name) => Some(name.clone()),
            },
            "template" => text(&self.template),
            "title" => text(&self.title),
            _ => None,
        }
    }

    fn put(&mut self, key: &str, words: &str, by: &str, registry: &Registry) -> Result<(), Message> {
        let words = words.trim();
        if words.is_empty() || words.chars().any(char::is_control) {
            return Err(message!("{key}: one line of text is wanted", key));
        }
        let known = match key {
            "agenda-item" => give(&mut self.agenda_item, Some(words.to_owned()), by),
            "conference" => give(&mut self.conference, value::conference(words, registry), by),
            "date" => give(&mut self.date, words.parse().ok(), by),
            "document" => give(&mut self.document, value::document(words), by),
            "meeting" => give(&mut self.meeting, Some(words.to_owned()), by),
            "original" => give(&mut self.original, words.parse().ok(), by),
            "source" => give(&mut self.source, Some(value::submitter(words, registry)), by),
            "template" => give(&mut self.template, Some(words.to_owned()), by),
            "title" => give(&mut self.title, Some(words.to_owned()), by),
            _ => return Err(unknown(key)),
        };
        let example = KEYS.iter().find(|(name, _)| *name == key).map_or("", |(_, example)| example);
        if known {
            Ok(())
        } else {
            Err(message!(
                "{key}: `{words}` is not understood; write it like `{example}`",
                key,
                words,
                example
            ))
        }
    }
}

fn give<T>(slot: &mut Option<Given<T>>, value: Option<T>, by: &str) -> bool {
    match value {
        Some(value) => *slot = Some(Given { value, by: by.to_owned() }),
        None => return false,
    }
    true
}

fn unknown(key: &str) -> Message {
    let names = KEYS.map(|(name, _)| name);
    match nearest(key, names) {
        Some(near) => message!("{key}: nothing is called so; did you mean `{near}`?", key, near),
        None => message!(
            "{key}: nothing is called so; what can be given is {names}",
            key,
            names = names.join(", ")
        ),
    }
}

fn refusal(found: Message) -> Refusal {
    Refusal::new(RefusalKind::Metadata, found, message!("correct it and run the same command again"))
}
