//! The submission as recovery reads it: its paragraphs in order, each with its place in the whole.
//!
//! In: a submission. Out: passages, and one walk that collects them and later marks them, so that a
//! passage's number means the same in both. Never: a change.

use std::ops::Range;

use crate::model::{Block, Content, Heading, Instrument, Label, Section, Submission, Symbol};
use crate::text::{Paragraph, Run, Span};

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Heading, or title of the text.
    Heading,
    /// `第64号决议（…）`.
    NumberLine,
    /// The body's name and edition.
    Opening,
    /// A call.
    Call,
    /// A paragraph without label.
    Plain,
    /// A labelled item.
    Item,
    /// An ADD or MOD of the cover note.
    Entry(Symbol),
    /// In a table or a note.
    Aside,
}

/// Where a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Context {
    pub role: Role,
    /// The part of the contribution.
    pub part: usize,
    /// The instrument, counted through the whole contribution; `None` in cover notes and annexes.
    pub instrument: Option<usize>,
    /// The list it belongs to: one number a call or section.
    pub list: usize,
    /// Depth of an item, from 1.
    pub level: u8,
    /// It belongs to an instrument that is amended: not to the cover note, and not to a new text,
    /// which carries no marks (WTSA-16 guidelines).
    pub amends: bool,
}

/// A run as a range of the joined text, with its place in the input.
type Stretch = (Range<usize>, Option<Span>);

/// One paragraph.
#[derive(Debug, Clone)]
pub(super) struct Passage {
    pub context: Context,
    pub label: String,
    pub text: String,
    /// Runs as ranges of `text`, with their place in the input.
    runs: Vec<Stretch>,
    label_runs: Vec<Stretch>,
}

/// Where a range of joined runs stands in the input.
fn span_of(runs: &[Stretch], range: &Range<usize>) -> Option<Span> {
    let first = runs.partition_point(|(run, _)| run.end <= range.start);
    let touched = runs.iter().skip(first).take_while(|(run, _)| run.start < range.end);
    let spans = touched.filter_map(|(run, span)| {
        let span = (*span)?;
        if span.range().len() != run.len() {
            return Some(span);
        }
        let start = range.start.max(run.start) - run.start + span.start as usize;
        let end = range.end.min(run.end) - run.start + span.start as usize;
        Some(Span::new(start, end))
    });
    spans.reduce(Span::to)
}

/// Joins runs to one text, and says which range of it each run is.
fn join(runs: &[Run]) -> (String, Vec<Stretch>) {
    let mut text = String::new();
    let ranges = runs.iter().map(|run| {
        let start = text.len();
        text.push_str(&run.text);
        (start..text.len(), run.span)
    });
    let ranges = ranges.collect();
    (text, ranges)
}

impl Passage {
    /// Where a range of the text stands in the input.
    pub fn span(&self, range: &Range<usize>) -> Option<Span> {
        span_of(&self.runs, range)
    }

    /// Where a range of the label stands in the input.
    pub fn label_span(&self, range: &Range<usize>) -> Option<Span> {
        span_of(&self.label_runs, range)
    }

    /// Label and text in the input.
    pub fn whole_span(&self) -> Option<Span> {
        let text = self.span(&(0..self.text.len()));
        match (self.label_span(&(0..self.label.len())), text) {
            (Some(label), Some(text)) => Some(label.to(text)),
            (label, text) => label.or(text),
        }
    }
}

/// All paragraphs of a submission.
#[derive(Debug, Clone, Default)]
pub(super) struct Passages {
    pub all: Vec<Passage>,
    /// Some run carries a real revision mark.
    pub marked: bool,
}

impl Passages {
    pub fn get(&self, at: usize) -> Option<&Passage> {
        self.all.get(at)
    }

    pub fn iter(&self) -> impl Iterator<Item = (usize, &Passage)> + Clone {
        self.all.iter().enumerate()
    }
}

/// A paragraph as the walk meets it.
pub(super) struct Met<'a> {
    pub context: Context,
    pub label: Option<&'a mut Label>,
    /// Runs of an entry's symbol, which belong to it.
    pub symbol: Option<&'a mut Vec<Run>>,
    pub paragraph: &'a mut Paragraph,
}

/// Collects the passages.
pub(super) fn collect(submission: &mut Submission) -> Passages {
    let mut found = Passages::default();
    walk(submission, &mut |met| {
        let (text, runs) = join(&met.paragraph.runs);
        found.marked |=
            met.paragraph.runs.iter().any(|run| run.insertion.is_some() || run.deletion.is_some());
        let (label, label_runs) = met.label.as_deref().map(|label| join(&label.runs)).unwrap_or_default();
        found.all.push(Passage { context: met.context, label, text, runs, label_runs });
    });
    found
}

/// The walk's memory: the context of the next paragraph.
struct Walk<'w> {
    see: &'w mut dyn FnMut(Met<'_>),
    part: usize,
    instrument: Option<usize>,
    list: usize,
    amends: bool,
}

impl Walk<'_> {
    fn meet(&mut self, role: Role, level: u8, paragraph: &mut Paragraph) {
        self.meet_labelled(role, level, None, None, paragraph);
    }

    fn meet_labelled(
        &mut self,
        role: Role,
        level: u8,
        label: Option<&mut Label>,
        symbol: Option<&mut Vec<Run>>,
        paragraph: &mut Paragraph,
    ) {
        let context = Context {
            role,
            part: self.part,
            instrument: self.instrument,
            list: self.list,
            level,
            amends: self.amends && self.instrument.is_some(),
        };
        (self.see)(Met { context, label, symbol, paragraph });
    }

    fn heading(&mut self, heading: &mut Heading) {
        let mut label = heading.label.as_mut();
        for line in &mut heading.lines {
            self.meet_labelled(Role::Heading, 0, label.take(), None, line);
        }
    }

    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.meet(Role::Plain, 0, paragraph),
                Block::Item(item) => {
                    let (label, text) = (&mut item.label, &mut item.text);
                    self.meet_labelled(Role::Item, item.level, Some(label), None, text);
                }
                Block::Entry(entry) => self.meet_labelled(
                    Role::Entry(entry.symbol),
                    0,
                    entry.label.as_mut(),
                    Some(&mut entry.symbol_runs),
                    &mut entry.text,
                ),
                Block::Heading(heading, _) => self.heading(heading),
                Block::Table(table) => {
                    let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                    for paragraph in cells.flat_map(|cell| &mut cell.paragraphs) {
                        self.meet(Role::Aside, 0, paragraph);
                    }
                }
            }
        }
    }

    fn section(&mut self, section: &mut Section) {
        if let Some(heading) = &mut section.heading {
            self.heading(heading);
        }
        self.blocks(&mut section.body);
    }

    fn instrument(&mut self, instrument: &mut Instrument, number: usize) {
        self.list += 1;
        self.instrument = Some(number);
        if let Some(line) = &mut instrument.number_line {
            self.meet(Role::NumberLine, 0, line);
        }
        for line in &mut instrument.title {
            self.meet(Role::Heading, 0, line);
        }
        if let Some(line) = &mut instrument.opening {
            self.meet(Role::Opening, 0, line);
        }
        self.blocks(&mut instrument.preamble);
        for call in &mut instrument.calls {
            self.list += 1;
            self.meet(Role::Call, 0, &mut call.text);
            self.blocks(&mut call.body);
        }
        self.instrument = None;
        for annex in &mut instrument.annexes {
            self.list += 1;
            self.section(annex);
        }
        self.list += 1;
    }
}

/// Shows every paragraph of the submission, in order.
pub(super) fn walk(submission: &mut Submission, see: &mut dyn FnMut(Met<'_>)) {
    let mut walk = Walk { see, part: 0, instrument: None, list: 0, amends: true };
    let mut instruments = 0;
    for part in &mut submission.parts {
        walk.part += 1;
        if let Some(heading) = &mut part.heading {
            walk.heading(heading);
        }
        for content in &mut part.contents {
            walk.list += 1;
            match content {
                Content::Section(section) => walk.section(section),
                Content::Instrument(instrument) => {
                    instruments += 1;
                    walk.instrument(instrument, instruments);
                }
                Content::Proposal(proposal) => {
                    instruments += 1;
                    walk.meet(Role::Heading, 0, &mut proposal.line);
                    walk.amends = matches!(proposal.symbol, Symbol::Mod | Symbol::ModEditorial);
                    walk.instrument(&mut proposal.instrument, instruments);
                    walk.amends = true;
                    walk.blocks(&mut proposal.reasons);
                }
            }
        }
    }
    walk.list += 1;
    for note in &mut submission.notes {
        for paragraph in &mut note.paragraphs {
            walk.meet(Role::Aside, 0, paragraph);
        }
    }
}
