//! The head of the document: masthead rows, source line, titles, page furniture.
//!
//! In: what the submission states, and the patterns of the template. Out: the lines whose facts are
//! all known, and a finding for each fact that is not. Never: half a line, or an invented fact.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::facts::MastheadFacts;
use super::{rules, supplied};
use crate::diagnostics::{Finding, Message, message};
use crate::galley::{GalleyBlock, GalleyParagraph, LineRole, MastheadRow};
use crate::language::Language;
use crate::model::{Evidence, Fact, Submission};
use crate::registry::Registry;
use crate::template::{LineForm, MissingFields, Template, style_id};
use crate::text::{Paragraph, Run, Span};

const CONFERENCE: &[&str] = &["body", "acronym", "year", "yy"];
const PLACE: &[&str] = &["place", "dates"];

/// What the absence of a fact in a pattern is called in a report, and how it can be given. That a
/// plain form has no standard meeting says nothing.
fn called() -> [(&'static [&'static str], Message, &'static str); 5] {
    [
        (CONFERENCE, message!("the conference"), "conference=PP-14"),
        (PLACE, message!("where and when the conference met"), "conference=PP-14"),
        (
            &["number", "document", "prefix", "suffixes", "inner-suffixes", "padded-number", "marks"],
            message!("the number of the document"),
            "document=70",
        ),
        (&["date"], message!("the date of the document"), "date=2014-09-15"),
        (&["original"], message!("the language of the original"), "original=es"),
    ]
}

/// What is not known, in words: `the number of the document is not known`.
pub(super) fn not_known(missing: &MissingFields) -> Message {
    let called = called().into_iter().filter(|(names, ..)| names.iter().any(|name| missing.contains(*name)));
    let mut called: Vec<Message> = called.map(|(_, called, _)| called).collect();
    let last = called.pop();
    let others = called
        .into_iter()
        .reduce(|before, name| message!("{before}, {name}", before => before, name => name));
    match (last, others) {
        (Some(last), None) => message!("{called} is not known", called => last),
        (Some(last), Some(others)) => {
            message!("{others} and {last} are not known", others => others, last => last)
        }
        // A pattern can name strings of its template that are missing too.
        (None, _) => {
            let strings = missing.iter().cloned().collect::<Vec<_>>().join(", ");
            message!("{called} is not known", called = strings)
        }
    }
}

/// The line of a masthead in which the agenda item stands.
const AGENDA_ITEM: &str = "{agenda-item}";

/// The head of one document.
#[derive(Debug)]
pub(super) struct MastheadHead<'a> {
    facts: MastheadFacts<'a>,
    missing: MissingFields,
    findings: RefCell<Vec<Finding>>,
}

impl<'a> MastheadHead<'a> {
    pub(super) fn new(
        submission: &'a Submission,
        template: &'a Template,
        language: Language,
        registry: &'a Registry,
    ) -> Self {
        let facts = MastheadFacts::new(&submission.masthead, template, language, registry);
        Self { facts, missing: MissingFields::new(), findings: RefCell::default() }
    }

    /// The rows of the masthead; a row with no line is left out.
    pub(super) fn rows(&mut self) -> Vec<MastheadRow> {
        let mut rows = Vec::new();
        for form in &self.facts.edition.masthead {
            let (left, right) = (self.column(&form.left), self.column(&form.right));
            if !(left.is_empty() && right.is_empty()) {
                rows.push(MastheadRow { left, right, ruled: form.ruled });
            }
        }
        rows
    }

    fn column(&mut self, lines: &[LineForm]) -> Vec<GalleyParagraph> {
        let mut column = Vec::new();
        for form in lines {
            match self.line(form) {
                Ok(paragraph) => column.push(GalleyParagraph {
                    style: form.style,
                    role: LineRole::Masthead,
                    paragraph,
                    ..Default::default()
                }),
                Err(names) => self.missing.extend(names),
            }
        }
        column
    }

    /// A line with its facts in it. An agenda item is the delegation's own words, runs and marks;
    /// not every document has one, so that its absence says nothing.
    fn line(&self, form: &LineForm) -> Result<Paragraph, MissingFields> {
        if form.text == AGENDA_ITEM {
            return self.facts.masthead.agenda_item.as_ref().map(stated).ok_or_else(MissingFields::new);
        }
        self.facts.words(&form.text).map(|words| supplied(&words))
    }

    /// The lines of a header or footer whose facts are known.
    pub(super) fn furniture(&self, lines: &[String]) -> Vec<String> {
        lines.iter().filter_map(|line| self.facts.words(line).ok()).collect()
    }

    /// The official number of the document, `C18/35-E`; empty where it is not known.
    pub(crate) fn number(&self) -> String {
        self.facts.words("{document-number}").unwrap_or_default()
    }

    /// Source line, title and agenda item.
    pub(super) fn opening(&self) -> Vec<GalleyBlock> {
        let masthead = self.facts.masthead;
        let rows = self.facts.edition.masthead.iter();
        let in_masthead =
            rows.flat_map(|row| row.left.iter().chain(&row.right)).any(|line| line.text == AGENDA_ITEM);
        let agenda_item = masthead.agenda_item.as_ref().filter(|_| !in_masthead).map(stated);
        [
            (style_id::SOURCE, self.source()),
            (style_id::TITLE_1, self.title()),
            (style_id::AGENDA_ITEM, agenda_item),
        ]
        .into_iter()
        .filter_map(|(style, paragraph)| {
            let paragraph = paragraph?;
            Some(GalleyBlock::Paragraph(GalleyParagraph { style, paragraph, ..GalleyParagraph::default() }))
        })
        .collect()
    }

    /// The source as stated, else the names of the sources that the proposals' identifiers give.
    fn source(&self) -> Option<Paragraph> {
        let masthead = self.facts.masthead;
        if let Some(source) = &masthead.source {
            return Some(stated(source));
        }
        let mut symbols: Vec<&str> = Vec::new();
        for symbol in &masthead.symbols {
            if !symbols.contains(&symbol.value.as_str()) {
                symbols.push(&symbol.value);
            }
        }
        let Some(first) = masthead.symbols.first() else {
            // The record of a meeting has no source.
            let lexicon = crate::lexicon::Lexicon::of(self.facts.language).ok();
            if lexicon.is_some_and(|lexicon| lexicon.is_minutes(&masthead.title_words())) {
                return None;
            }
            self.unknown(message!("the source"), "source=CUB");
            return None;
        };
        let separator = self.facts.edition.strings.get("source-separator").map_or(", ", String::as_str);
        let names: Vec<&str> =
            symbols.iter().map(|symbol| self.facts.name_of(symbol).unwrap_or(symbol)).collect();
        let words = names.join(separator);
        self.supplied(
            place(&first.evidence),
            message!("the source `{words}` follows from {symbols}", words, symbols = symbols.join("/")),
        );
        Some(supplied(&words))
    }

    /// The title as stated, else the standard one.
    fn title(&self) -> Option<Paragraph> {
        if let Some(title) = &self.facts.masthead.title {
            return Some(stated(title));
        }
        let Some(Ok(words)) = self.facts.edition.strings.get("title").map(|title| self.facts.words(title))
        else {
            self.unknown(message!("the title"), "title=…");
            return None;
        };
        self.supplied(None, message!("the title `{words}` is the standard one of the template", words));
        Some(supplied(&words))
    }

    /// What stayed blank, then what was supplied or inferred.
    pub(super) fn findings(self) -> Vec<Finding> {
        let masthead = self.facts.masthead;
        let told: BTreeSet<&str> = self.missing.iter().map(String::as_str).collect();
        let blank = |names: &[&str]| names.iter().any(|name| told.contains(name));
        for (names, called, option) in called() {
            // Who does not know the conference does not know where it met.
            if blank(names) && !(names == PLACE && blank(CONFERENCE)) {
                self.unknown(called, option);
            }
        }
        if self.facts.meeting_stated().is_none()
            && let Ok(words) = self.facts.words("{meeting}")
        {
            self.supplied(None, message!("the meeting `{words}` is the standard one of the template", words));
        }
        if let (Some(venue), Some(known)) = (&masthead.venue, self.facts.other_venue()) {
            let said = message!(
                "the text says `{stated}`, and the registry has `{known}` for this conference; the text is printed",
                stated = venue.value,
                known,
            );
            let finding = Finding::new(&rules::OTHER_VENUE, place(&venue.evidence), said);
            self.findings.borrow_mut().push(finding);
        }
        self.inferred(&message!("the conference"), masthead.conference.as_ref());
        self.inferred(&message!("the number of the document"), masthead.document.as_ref());
        self.inferred(&message!("the date of the document"), masthead.date.as_ref());
        self.inferred(&message!("the language of the original"), masthead.original.as_ref());
        self.findings.into_inner()
    }

    fn inferred<T>(&self, called: &Message, fact: Option<&Fact<T>>) {
        match fact.map(|fact| &fact.evidence) {
            Some(Evidence::Inferred(span, reason)) => {
                let why = Message::phrase(reason.clone());
                self.supplied(
                    *span,
                    message!("{called} is inferred: {why}", called => called.clone(), why => why),
                )
            }
            Some(Evidence::FileName) => self
                .supplied(None, message!("{called} is taken from the file's name", called => called.clone())),
            _ => {}
        }
    }

    fn unknown(&self, called: Message, option: &str) {
        let said = message!("{called} is not known; its line stays blank", called => called);
        let help = message!("state it in the text, or give it with `--set {option}`", option);
        let finding = Finding::new(&rules::UNKNOWN, None, said).help(help);
        self.findings.borrow_mut().push(finding);
    }

    fn supplied(&self, span: impl Into<Option<Span>>, message: Message) {
        self.findings.borrow_mut().push(Finding::new(&rules::SUPPLIED, span, message));
    }
}

fn stated(fact: &Fact<Vec<Run>>) -> Paragraph {
    let runs = fact.value.clone();
    let span = runs.iter().filter_map(|run| run.span).reduce(Span::to).unwrap_or_default();
    Paragraph { runs, span, ..Paragraph::default() }
}

fn place(evidence: &Evidence) -> Option<Span> {
    match evidence {
        Evidence::Stated(span) | Evidence::Inferred(span, _) => Some(*span),
        Evidence::FileName | Evidence::Given(_) => None,
    }
}
