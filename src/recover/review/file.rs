//! Reading a review file: a form that people edit, so every mistake is told with line and key.

use std::collections::BTreeMap;
use std::fmt;

use toml::de::{DeTable, DeValue};

use super::{Decision, FindingRuling, Review, Ruling, Waiver};
use crate::choice::Choice;
use crate::diagnostics::nearest::nearest;
use crate::diagnostics::{Message, message};
use crate::lines::LineIndex;
use crate::refusals::{Refusal, RefusalKind};

/// A line of a file: `cub70.review.toml:12`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReviewPlace {
    file: String,
    line: u32,
}

#[cfg(feature = "review")]
impl ReviewPlace {
    /// The place of a ruling that stands in no file yet.
    pub(super) fn new() -> Self {
        Self { file: String::new(), line: 0 }
    }
}

impl fmt::Display for ReviewPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// The keys of a row. `why`, `says`, `sure` are there for the person and are written anew each time.
const KEYS: [&str; 11] =
    ["decision", "anchor", "by", "on", "note", "extent", "line", "text", "why", "says", "sure"];

/// The newest form that is read, and the one that is written.
pub(super) const VERSION: u32 = 2;

impl Review {
    /// Reads a review file; `name` is for messages.
    ///
    /// # Errors
    /// Every mistake, each with line and key.
    pub fn read(name: &str, text: &str) -> Result<Review, Refusal> {
        let mut reader = ReviewReader { name, lines: LineIndex::new(text), mistakes: Vec::new() };
        let mut review = Review::default();
        match DeTable::parse(text) {
            Ok(table) => reader.file(table.get_ref(), &mut review),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                reader.mistake(at, message!("not TOML: {error}", error = error.message()));
            }
        }
        if reader.mistakes.is_empty() {
            return Ok(review);
        }
        Err(Refusal::new(
            RefusalKind::Metadata,
            Message::list(reader.mistakes, "\n"),
            message!(
                "correct the file, or move it away and let `itudoc recover --write-review` write it anew"
            ),
        ))
    }
}

struct ReviewReader<'a> {
    name: &'a str,
    lines: LineIndex,
    mistakes: Vec<Message>,
}

/// The values of a row that are read, by key.
type DecisionRow<'a> = BTreeMap<&'a str, (usize, &'a DeValue<'a>)>;

impl ReviewReader<'_> {
    fn place(&self, at: usize) -> ReviewPlace {
        let line = self.lines.line(u32::try_from(at).unwrap_or(u32::MAX));
        ReviewPlace { file: self.name.to_owned(), line }
    }

    fn mistake(&mut self, at: usize, said: Message) {
        self.mistakes.push(message!("{place}: {what}", place = self.place(at), what => said));
    }

    fn file(&mut self, table: &DeTable<'_>, review: &mut Review) {
        let version = table.iter().find(|(key, _)| key.get_ref() == "version");
        let at = version.map_or(0, |(key, _)| key.span().start);
        match version.and_then(|(_, value)| number(value.get_ref())) {
            Some(1) => review.shared = true,
            Some(VERSION) => {}
            Some(other) => {
                let newest = VERSION;
                self.mistake(
                    at,
                    message!("version: the file has version {other}; 1 and {newest} are read", other, newest),
                );
            }
            None => self
                .mistake(at, message!("version: it is missing; write version = {newest}", newest = VERSION)),
        }
        let mut pairs: Vec<_> = table.iter().collect();
        pairs.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in pairs {
            match key.get_ref().as_ref() {
                "version" => {}
                "mark" => self.rows(value.get_ref(), key.span().start, |reader, at, row| {
                    reader.mark(at, row, review);
                }),
                "finding" => self.rows(value.get_ref(), key.span().start, |reader, at, row| {
                    reader.finding(at, row, review);
                }),
                other => {
                    let known = ["version", "mark", "finding"];
                    self.unknown(key.span().start, other, &known);
                }
            }
        }
    }

    fn unknown(&mut self, at: usize, key: &str, known: &[&str]) {
        let near = nearest(key, known.iter().copied());
        let known = known.join(", ");
        self.mistake(
            at,
            match near {
                Some(near) => {
                    message!(
                        "{key}: unknown key; known here: {known}; did you mean {near}?",
                        key,
                        known,
                        near
                    )
                }
                None => message!("{key}: unknown key; known here: {known}", key, known),
            },
        );
    }

    fn rows(
        &mut self,
        value: &DeValue<'_>,
        at: usize,
        mut each: impl FnMut(&mut Self, usize, &DecisionRow<'_>),
    ) {
        let DeValue::Array(rows) = value else {
            return self.mistake(at, message!("a list of rows is wanted"));
        };
        for spanned in rows.iter() {
            let DeValue::Table(table) = spanned.get_ref() else {
                self.mistake(
                    spanned.span().start,
                    message!("a row in {brackets} is wanted", brackets = "{ }"),
                );
                continue;
            };
            let mut row = DecisionRow::new();
            let mut first = spanned.span().start;
            let mut pairs: Vec<_> = table.iter().collect();
            pairs.sort_by_key(|(key, _)| key.span().start);
            for (index, (key, value)) in pairs.into_iter().enumerate() {
                let at = key.span().start;
                if index == 0 {
                    first = at;
                }
                match KEYS.iter().find(|known| **known == key.get_ref().as_ref()) {
                    Some(known) => _ = row.insert(known, (at, value.get_ref())),
                    None => self.unknown(at, key.get_ref(), &KEYS),
                }
            }
            each(self, first, &row);
        }
    }

    fn mark(&mut self, at: usize, row: &DecisionRow<'_>, review: &mut Review) {
        let (anchor, decision) = (self.anchor(at, row), self.decision::<Decision>(at, row));
        let (Some(anchor), Some(decision)) = (anchor, decision) else { return };
        let ruling = Ruling {
            decision,
            by: self.words(row, "by"),
            on: self.words(row, "on"),
            note: self.words(row, "note"),
            extent: self.words(row, "extent"),
            anchor: anchor.clone(),
            line: row.get("line").and_then(|(_, value)| number(value)),
            text: self.words(row, "text"),
            place: self.place(at),
        };
        if let Some(before) = review.marks.insert(anchor.clone(), ruling) {
            self.mistake(
                at,
                message!(
                    "anchor: {anchor} is decided twice, first on line {line}",
                    anchor,
                    line = before.place.line
                ),
            );
        }
    }

    fn finding(&mut self, at: usize, row: &DecisionRow<'_>, review: &mut Review) {
        let (anchor, decision) = (self.anchor(at, row), self.decision::<Waiver>(at, row));
        let (Some(anchor), Some(decision)) = (anchor, decision) else { return };
        let ruling = FindingRuling {
            decision,
            by: self.words(row, "by"),
            on: self.words(row, "on"),
            note: self.words(row, "note"),
            place: self.place(at),
        };
        if let Some(before) = review.findings.insert(anchor.clone(), ruling) {
            self.mistake(
                at,
                message!(
                    "anchor: {anchor} is decided twice, first on line {line}",
                    anchor,
                    line = before.place.line
                ),
            );
        }
    }

    fn anchor(&mut self, at: usize, row: &DecisionRow<'_>) -> Option<String> {
        let anchor = self.words(row, "anchor");
        if anchor.is_none() && !row.contains_key("anchor") {
            self.mistake(at, message!("anchor: it is missing; it says which mark or finding is meant"));
        }
        anchor
    }

    fn decision<T: Choice>(&mut self, at: usize, row: &DecisionRow<'_>) -> Option<T> {
        if !row.contains_key("decision") {
            self.mistake(at, message!("decision: it is missing"));
            return None;
        }
        let words = self.words(row, "decision")?;
        let at = row.get("decision").map_or(at, |(at, _)| *at);
        T::named(&words).map_err(|mistake| self.mistake(at, message!("decision: {mistake}", mistake))).ok()
    }

    /// The words of a value. A date may stand without quotes.
    fn words(&mut self, row: &DecisionRow<'_>, key: &str) -> Option<String> {
        match row.get(key)? {
            (_, DeValue::String(words)) => Some(words.to_string()),
            (_, DeValue::Datetime(date)) => Some(date.to_string()),
            (at, other) => {
                let stands = other.type_str();
                self.mistake(
                    *at,
                    message!("{key}: text in quotes is wanted, and {type} stands", key, type = stands),
                );
                None
            }
        }
    }
}

fn number(value: &DeValue<'_>) -> Option<u32> {
    let DeValue::Integer(number) = value else { return None };
    number.as_str().parse().ok()
}
