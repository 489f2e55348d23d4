//! The submission as the rules read it: its paragraphs in order, as they will stand once every mark
//! is accepted, each with its place in the whole and the references it makes.
//!
//! In: a reading. Out: passages, proposals, instruments. Never: a change, a judgement.

use std::ops::Range;

use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::model::{
    Block, CallRole, Content, Heading, Instrument, Label, Part, Proposal, Section, SectionKind, Submission,
    Symbol,
};
use crate::reading::Reading;
use crate::registry::Registry;
use crate::registry::reference::{Reference, references};
use crate::text::{Paragraph, Run, Span, View};

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Heading of a part.
    PartHeading,
    /// Heading of a section, or inside a text.
    Heading,
    /// `MOD CUB/70/1`.
    ProposalLine,
    /// `第64号决议（…）`.
    NumberLine,
    /// Title of the instrument.
    Title,
    /// The body's name and edition.
    Opening,
    /// A call.
    Call(CallRole),
    /// A paragraph without label.
    Plain,
    /// A labelled item.
    Item,
    /// An ADD or MOD of the cover note.
    Entry(Symbol),
    /// In a table or a note.
    Aside,
    /// Reasons given for a proposal.
    Reason,
}

/// One paragraph in the view with every mark accepted.
#[derive(Debug)]
pub(super) struct Passage<'a> {
    pub role: Role,
    /// Part of the contribution, from 0.
    pub part: usize,
    /// The section of the cover note it stands in.
    pub section: Option<SectionKind>,
    /// The instrument, an index of [`Document::instruments`].
    pub instrument: Option<usize>,
    /// The list it belongs to: one number a call or section.
    pub list: usize,
    /// Depth of an item, from 1.
    pub level: u8,
    pub label: Option<&'a Label>,
    pub paragraph: &'a Paragraph,
    /// Its words, deletions left out.
    pub text: String,
    /// Some run is inserted or deleted.
    pub marked: bool,
    /// Instruments and editions cited in [`Self::text`].
    pub references: Vec<Reference>,
    /// Runs as ranges of `text`, with their place in the input.
    runs: Vec<(Range<usize>, Option<Span>)>,
}

impl Passage<'_> {
    /// Where a range of the text stands in the input.
    pub fn span(&self, range: &Range<usize>) -> Option<Span> {
        // Runs follow each other: the first that reaches into the range is found by halving.
        let first = self.runs.partition_point(|(run, _)| run.end <= range.start);
        let reached = self.runs.get(first..).unwrap_or_default().iter();
        let touched = reached.take_while(|(run, _)| run.start < range.end).filter(|(run, _)| !run.is_empty());
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

    /// All of it in the input, label and all.
    pub fn whole(&self) -> Span {
        let label = self.label.and_then(|label| label.runs.iter().find_map(|run| run.span));
        label.map_or(self.paragraph.span, |label| label.to(self.paragraph.span))
    }

    /// Its words with insertions left out.
    pub fn base(&self) -> String {
        self.paragraph.text(View::Base)
    }

    /// The label as it will stand.
    pub fn label_text(&self) -> String {
        self.label.map(|label| shown(&label.runs)).unwrap_or_default()
    }

    /// Whether nothing of it stays.
    pub fn is_gone(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A proposal and where its words are.
#[derive(Debug)]
pub(super) struct Proposed<'a> {
    pub proposal: &'a Proposal,
    pub part: usize,
    /// Its instrument, an index of [`Document::instruments`].
    pub instrument: usize,
}

/// An instrument and where its words are.
#[derive(Debug)]
pub(super) struct Placed<'a> {
    pub instrument: &'a Instrument,
    /// What its proposal does; `None` for one that stands under no proposal line.
    pub symbol: Option<Symbol>,
    pub passages: Range<usize>,
}

/// What the rules read.
#[derive(Debug)]
pub(super) struct Document<'a> {
    pub reading: &'a Reading,
    pub submission: &'a Submission,
    pub registry: &'a Registry,
    pub language: Language,
    pub lexicon: &'static Lexicon,
    pub passages: Vec<Passage<'a>>,
    pub proposals: Vec<Proposed<'a>>,
    pub instruments: Vec<Placed<'a>>,
}

impl<'a> Document<'a> {
    pub fn of(reading: &'a Reading, registry: &'a Registry) -> Self {
        let submission = &reading.submission;
        let language = submission.language.unwrap_or(Language::English);
        let mut document = Document {
            reading,
            submission,
            registry,
            language,
            lexicon: Lexicon::of(language),
            passages: Vec::new(),
            proposals: Vec::new(),
            instruments: Vec::new(),
        };
        let mut walk = Walk { document: &mut document, part: 0, section: None, instrument: None, list: 0 };
        for (at, part) in submission.parts.iter().enumerate() {
            walk.part = at;
            walk.part(part);
        }
        walk.list += 1;
        for paragraph in submission.notes.iter().flat_map(|note| &note.paragraphs) {
            walk.meet(Role::Aside, paragraph);
        }
        document
    }

    /// The passages of an instrument.
    pub fn of_instrument(&self, instrument: &Placed<'_>) -> &[Passage<'a>] {
        self.passages.get(instrument.passages.clone()).unwrap_or_default()
    }

    /// Passages that belong to the text of some instrument, annexes to it aside.
    pub fn annex(&self) -> impl Iterator<Item = &Passage<'a>> {
        self.passages.iter().filter(|passage| passage.instrument.is_some())
    }

    /// The input at a span.
    pub fn source(&self, span: Span) -> &'a str {
        self.reading.text.get(span.range()).unwrap_or_default()
    }

    /// Whether some mark, real or recovered, is known.
    pub fn has_marks(&self) -> bool {
        !self.submission.revisions.is_empty()
    }
}

/// The words of runs that stay.
fn shown(runs: &[Run]) -> String {
    runs.iter().filter(|run| run.deletion.is_none()).map(|run| run.text.as_str()).collect()
}

/// The walk's memory: the place of the next paragraph.
struct Walk<'w, 'a> {
    document: &'w mut Document<'a>,
    part: usize,
    section: Option<SectionKind>,
    instrument: Option<usize>,
    list: usize,
}

impl<'a> Walk<'_, 'a> {
    fn meet(&mut self, role: Role, paragraph: &'a Paragraph) {
        self.meet_labelled(role, 0, None, paragraph);
    }

    fn meet_labelled(&mut self, role: Role, level: u8, label: Option<&'a Label>, paragraph: &'a Paragraph) {
        let mut text = String::new();
        let mut runs = Vec::with_capacity(paragraph.runs.len());
        let mut marked = false;
        for run in &paragraph.runs {
            marked |= run.insertion.is_some() || run.deletion.is_some();
            if run.deletion.is_none() {
                let start = text.len();
                text.push_str(&run.text);
                runs.push((start..text.len(), run.span));
            }
        }
        let references = references(&text, self.document.language);
        self.document.passages.push(Passage {
            role,
            part: self.part,
            section: self.section,
            instrument: self.instrument,
            list: self.list,
            level,
            label,
            paragraph,
            text,
            marked,
            references,
            runs,
        });
    }

    fn part(&mut self, part: &'a Part) {
        if let Some(heading) = &part.heading {
            self.heading(Role::PartHeading, heading);
        }
        for content in &part.contents {
            self.list += 1;
            match content {
                Content::Section(section) => self.section(section),
                Content::Instrument(instrument) => {
                    self.instrument(instrument, None);
                }
                Content::Proposal(proposal) => {
                    self.meet(Role::ProposalLine, &proposal.line);
                    let instrument = self.instrument(&proposal.instrument, Some(proposal.symbol));
                    self.document.proposals.push(Proposed { proposal, part: self.part, instrument });
                    self.blocks(&proposal.reasons, Some(Role::Reason));
                }
            }
        }
    }

    fn section(&mut self, section: &'a Section) {
        self.section = Some(section.kind);
        if let Some(heading) = &section.heading {
            self.heading(Role::Heading, heading);
        }
        self.blocks(&section.body, None);
        self.section = None;
    }

    fn instrument(&mut self, instrument: &'a Instrument, symbol: Option<Symbol>) -> usize {
        let (number, start) = (self.document.instruments.len(), self.document.passages.len());
        self.list += 1;
        self.instrument = Some(number);
        if let Some(line) = &instrument.number_line {
            self.meet(Role::NumberLine, line);
        }
        for line in &instrument.title {
            self.meet(Role::Title, line);
        }
        if let Some(line) = &instrument.opening {
            self.meet(Role::Opening, line);
        }
        self.blocks(&instrument.preamble, None);
        for call in &instrument.calls {
            self.list += 1;
            self.meet(Role::Call(call.role), &call.text);
            self.blocks(&call.body, None);
        }
        for annex in &instrument.annexes {
            self.list += 1;
            self.section(annex);
        }
        self.instrument = None;
        self.list += 1;
        let passages = start..self.document.passages.len();
        self.document.instruments.push(Placed { instrument, symbol, passages });
        number
    }

    fn blocks(&mut self, blocks: &'a [Block], all: Option<Role>) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.meet(all.unwrap_or(Role::Plain), paragraph),
                Block::Item(item) => {
                    let role = all.unwrap_or(Role::Item);
                    self.meet_labelled(role, item.level, Some(&item.label), &item.text);
                }
                Block::Entry(entry) => {
                    let role = all.unwrap_or(Role::Entry(entry.symbol));
                    self.meet_labelled(role, 0, entry.label.as_ref(), &entry.text);
                }
                Block::Heading(heading, _) => self.heading(all.unwrap_or(Role::Heading), heading),
                Block::Table(table) => {
                    let cells = table.rows.iter().flat_map(|row| &row.cells);
                    for paragraph in cells.flat_map(|cell| &cell.paragraphs) {
                        self.meet(Role::Aside, paragraph);
                    }
                }
            }
        }
    }

    fn heading(&mut self, role: Role, heading: &'a Heading) {
        let mut label = heading.label.as_ref();
        for line in &heading.lines {
            self.meet_labelled(role, 0, label.take(), line);
        }
    }
}
