//! The passages of a submission sorted into proposals and the rest.
//!
//! In: a submission. Out: its proposals, each with its paragraphs and their addresses, what text each is
//! about; all other paragraphs in order. Never: a passage left out but a comment, which is no text of the
//! contribution.

use crate::language::Language;
use crate::model::names::StableName;
use crate::model::{DocumentNumber, Passage, Proposal, Role, SectionKind, Submission, Symbol};
use crate::registry::Registry;
use crate::registry::reference::references;
use crate::text::{Format, Paragraph, Run, View, ends_closed, on_one_line};

use super::address::{self, Addresses};
use super::align::LOCATOR;
use super::contribution::{MarkedRun, ParagraphRecord, ProposedText, RunMark};

/// The runs of a text with their marks; neighbours of one kind are joined.
fn marked(runs: &[Run]) -> Vec<MarkedRun> {
    let mut marked: Vec<MarkedRun> = Vec::new();
    for run in runs.iter().filter(|run| !run.text.is_empty()) {
        let mark = RunMark::of(run);
        let format = run.format.without(Format::HIDDEN).without(Format::RIGHT_TO_LEFT).0;
        let revision = run.insertion.or(run.deletion).map(|index| index.get());
        match marked
            .last_mut()
            .filter(|last| (last.mark, last.format, last.revision) == (mark, format, revision))
        {
            Some(last) => last.text.push_str(&run.text),
            None => marked.push(MarkedRun { text: run.text.clone(), mark, format, revision }),
        }
    }
    marked
}

/// Sorts the passages of a submission into proposals and the rest.
pub(super) struct Collector<'a> {
    submission: &'a Submission,
    language: Language,
    registry: &'a Registry,
    texts: Vec<ProposedText>,
    other: Vec<ParagraphRecord>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(submission: &'a Submission, language: Language, registry: &'a Registry) -> Self {
        Self { submission, language, registry, texts: Vec::new(), other: Vec::new() }
    }

    pub(super) fn collect(mut self) -> (Vec<ProposedText>, Vec<ParagraphRecord>) {
        let mut addresses = Addresses::default();
        let mut open: Option<usize> = None;
        let submission = self.submission;
        let mut passages = Vec::new();
        submission.passages(&mut |passage| passages.push(passage));
        for passage in passages {
            let context = passage.context;
            match context.role {
                Role::ProposalLine => {
                    self.begin(Some(context.symbol), passage.paragraph);
                    (open, addresses) = (None, Addresses::default());
                    continue;
                }
                Role::Comment(_) => continue,
                _ => {}
            }
            if let Some(instrument) = context.instrument {
                if open != Some(instrument) {
                    if context.symbol.is_none() {
                        self.begin(None, None);
                    }
                    (open, addresses) = (Some(instrument), Addresses::default());
                }
                let record = record(&passage, &mut addresses);
                if let Some(text) = self.texts.last_mut() {
                    text.paragraphs.push(record);
                }
            } else {
                let record = record(&passage, &mut addresses);
                match self.texts.last_mut().filter(|_| context.reasons) {
                    Some(text) => text.reasons.push(record),
                    None => self.other.push(record),
                }
            }
        }
        self.complete();
        (self.texts, self.other)
    }

    /// Begins a text: under a proposal line, or under none.
    fn begin(&mut self, symbol: Option<Option<Symbol>>, line: Option<&Paragraph>) {
        let mut text = ProposedText::default();
        if let Some(Some(symbol)) = symbol {
            text.symbol = symbol.as_str().to_owned();
        }
        if let Some(line) = line {
            text.line = on_one_line(&line.all_text());
            let first = line.runs.iter().find(|run| !run.text.trim().is_empty());
            text.underlined = first.is_some_and(|run| run.format.has(Format::UNDERLINE));
        }
        self.texts.push(text);
    }

    /// Adds what the model says of each proposal beside its passages.
    fn complete(&mut self) {
        let contents = self.submission.parts.iter().flat_map(|part| &part.contents);
        let mut all = std::mem::take(&mut self.texts);
        let mut texts = all.iter_mut();
        for content in contents {
            let (instrument, proposal) = match content {
                crate::model::Content::Proposal(proposal) => (&proposal.instrument, Some(&**proposal)),
                crate::model::Content::Instrument(instrument) => (&**instrument, None),
                crate::model::Content::Section(_) => continue,
            };
            let Some(text) = texts.next() else { break };
            text.kind = instrument.kind.name().to_owned();
            text.number.clone_from(&instrument.number);
            let edition = instrument.editions.first();
            text.edition = edition.and_then(|edition| Some((edition.place.clone(), edition.year?))).map(
                |(place, year)| place.map_or_else(|| year.to_string(), |place| format!("{place}, {year}")),
            );
            if let Some(id) = proposal.and_then(|proposal: &Proposal| proposal.id.as_ref()) {
                text.sources.clone_from(&id.sources);
                text.identifier = format!("{}/{}/{}", id.sources.join("/"), short(&id.document), id.serial);
            }
            text.body = self.body_of(text);
            if let Some((cited, at)) = self.cited(text) {
                text.cited = Some(cited);
                let line = at.and_then(|at| text.paragraphs.get_mut(at)).filter(|line| names_only(line));
                let words = match line {
                    Some(line) => {
                        line.role = LOCATOR.to_owned();
                        line.text(View::Base)
                    }
                    None => text.line.clone(),
                };
                put_under(text, address::call_named(&words));
            }
        }
        self.texts = all;
    }

    /// The body whose text it is: as the number line or the edition says.
    fn body_of(&self, text: &ProposedText) -> Option<String> {
        let line = text.paragraphs.iter().find(|paragraph| paragraph.role == "number")?;
        let line = line.text(View::Base);
        let found = references(&line, self.language);
        let found = found.first()?;
        if let Some(body) = found.body {
            return Some(body.key().to_owned());
        }
        let edition = &found.editions.first()?.edition;
        let place = self.registry.place(edition.place.as_deref()?, self.language)?;
        self.registry.adopted_at(&place.key, edition.year?).map(|body| body.key().to_owned())
    }

    /// The text that the words of a proposal without number line name: in its own line, or in one of its
    /// first paragraphs, whose index is given too.
    fn cited(&self, text: &ProposedText) -> Option<((String, String), Option<usize>)> {
        if text.number.is_some() {
            return None;
        }
        let lines = text.paragraphs.iter().take(2).enumerate();
        let lines = lines.map(|(at, paragraph)| (paragraph.text(View::Base), Some(at)));
        let mut lines = std::iter::once((text.line.clone(), None)).chain(lines);
        lines.find_map(|(line, at)| {
            let found = references(&line, self.language);
            let found = found.iter().find(|found| !found.numbers.is_empty())?;
            Some(((found.kind.name().to_owned(), found.numbers.first()?.clone()), at))
        })
    }
}

/// Parts the number from the words of a paragraph that was deleted behind its number, which no parser takes
/// for an item: `12`, a tab, and nothing.
fn split_label(record: &mut ParagraphRecord) {
    const LONGEST: usize = 8;
    let text: String = record.runs.iter().map(|run| run.text.as_str()).collect();
    let Some((head, _)) = text.split_once('\t') else { return };
    let label = head.trim();
    let is_label = label.len() <= LONGEST
        && label.starts_with(char::is_alphanumeric)
        && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | ')' | '）'));
    if !is_label || !record.is_marked() {
        return;
    }
    let mut left = head.len() + 1;
    let mut words = Vec::new();
    for run in std::mem::take(&mut record.runs) {
        let at = left.min(run.text.len());
        left -= at;
        let (label, rest) = run.text.split_at_checked(at).unwrap_or((&run.text, ""));
        for (piece, list) in [(label.trim_end_matches('\t'), &mut record.label), (rest, &mut words)] {
            if !piece.is_empty() {
                list.push(MarkedRun { text: piece.to_owned(), ..run.clone() });
            }
        }
    }
    record.runs = words;
    record.role = "item".to_owned();
    record.level = 1;
}

/// Puts the paragraphs of a proposal under the call that its locator names: `resolves 2 of Resolution 64`.
fn put_under(text: &mut ProposedText, named: Option<(String, String)>) {
    let Some((call, label)) = named else { return };
    let own = text.paragraphs.iter_mut().filter(|record| record.call.is_empty());
    for record in
        own.filter(|record| matches!(record.role.as_str(), "item" | "plain") && !record.path.is_empty())
    {
        let at_label = record.role == "plain" && record.path == "p1" && !label.is_empty();
        let path = if at_label { &label } else { &record.path };
        record.path = format!("{call}/{path}");
        record.call.clone_from(&call);
    }
}

/// Whether a paragraph does no more than name a place in a text: short, and no sentence.
fn names_only(record: &ParagraphRecord) -> bool {
    const LONGEST: usize = 120;
    let text = record.text(View::Base);
    record.label.is_empty() && !record.is_marked() && text.chars().count() <= LONGEST && !ends_closed(&text)
}

/// `70`, `44A7`, `12R1`, as identifiers have it.
fn short(number: &DocumentNumber) -> String {
    let mut short = number.number.clone();
    for (letter, part) in [('A', number.addendum), ('R', number.revision), ('C', number.corrigendum)] {
        if let Some(part) = part {
            short.push_str(&format!("{letter}{part}"));
        }
    }
    short
}

fn record(passage: &Passage<'_>, addresses: &mut Addresses) -> ParagraphRecord {
    let context = passage.context;
    let role = match context.role {
        Role::NumberLine => "number",
        Role::Title => "title",
        Role::Opening => "opening",
        Role::Call(_) => "call",
        Role::Item | Role::Entry(_) => "item",
        Role::Cell => "cell",
        Role::PartHeading | Role::Heading | Role::ProposalLine => "heading",
        Role::Note(_) => "note",
        Role::Plain | Role::Comment(_) => "plain",
    };
    let mut record = ParagraphRecord {
        role: role.to_owned(),
        level: context.level,
        label: passage.label.map(|label| marked(&label.runs)).unwrap_or_default(),
        runs: passage.paragraph.map(|paragraph| marked(&paragraph.runs)).unwrap_or_default(),
        ..ParagraphRecord::default()
    };
    if record.label.is_empty() && context.role == Role::Plain {
        split_label(&mut record);
    }
    if let Some(symbol) = passage.symbol {
        record.label.splice(0..0, marked(symbol));
    }
    let annex = context.annex || matches!(context.section, Some(SectionKind::Annex));
    let value = passage.label.map(|label| &label.value);
    (record.path, record.call) = addresses.next(&record, value, annex);
    record
}
