//! The structure as a tree that a person can read: what `itudoc inspect` prints and what the
//! parser's tests compare.

use std::fmt::Write;

use crate::diagnostics::{Message, message};
use crate::lines::LineIndex;
use crate::model::names::StableName;
use crate::model::{
    Block, CallRole, Content, DocumentNumber, Evidence, Fact, Heading, Instrument, Label, Proposal, Section,
    Submission,
};
use crate::registry::Registry;
use crate::text::{Paragraph, Run, Span};

/// Characters of a text that are shown.
const SHOWN: usize = 40;

/// Draws the tree. `text`: the decoded input, for line numbers.
pub(crate) fn draw(submission: &Submission, text: &str, registry: &Registry) -> String {
    let mut tree = TreeWriter::new(text, registry);
    tree.masthead(submission);
    let mut out = String::new();
    for fact in &tree.facts {
        let _ = writeln!(out, "       {fact}");
    }
    tree.body(submission, text);
    for row in &tree.rows {
        let indent = row.depth * 2;
        let what =
            if row.label.is_empty() { row.what.to_string() } else { format!("{} {}", row.what, row.label) };
        let line = format!("{:>5}  {:indent$}{what}  {}", row.line, "", row.text);
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// What is known of the head of the document, a fact a line.
pub(crate) fn head(submission: &Submission, text: &str, registry: &Registry) -> Vec<Message> {
    let mut tree = TreeWriter::new(text, registry);
    tree.masthead(submission);
    tree.facts
}

/// The tree's rows, the masthead aside.
pub(crate) fn rows(submission: &Submission, text: &str, registry: &Registry) -> Vec<TreeRow> {
    let mut tree = TreeWriter::new(text, registry);
    tree.body(submission, text);
    tree.rows
}

/// A row of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TreeRow {
    /// Line of the input, from 1.
    pub line: u32,
    /// Depth, from 0.
    pub depth: usize,
    /// What it is: `item`.
    pub what: Message,
    /// Its label, number or name: `a)`.
    pub label: String,
    /// The head of its text.
    pub text: String,
}

struct TreeWriter<'a> {
    /// The masthead, a fact each.
    facts: Vec<Message>,
    rows: Vec<TreeRow>,
    lines: LineIndex,
    registry: &'a Registry,
}

impl<'a> TreeWriter<'a> {
    fn new(text: &str, registry: &'a Registry) -> Self {
        Self { facts: Vec::new(), rows: Vec::new(), lines: LineIndex::new(text), registry }
    }

    fn body(&mut self, submission: &Submission, text: &str) {
        let tree = self;
        for part in &submission.parts {
            match &part.heading {
                Some(heading) => tree.heading(0, message!("part"), "", heading),
                None => tree.line(0, part.span, message!("part"), String::new(), ""),
            }
            for content in &part.contents {
                match content {
                    Content::Section(section) => tree.section(1, section),
                    Content::Proposal(proposal) => tree.proposal(proposal),
                    Content::Instrument(instrument) => tree.instrument(1, instrument),
                }
            }
        }
        for piece in &submission.set_aside {
            let shown = text.get(piece.span.range()).unwrap_or_default();
            tree.line(0, piece.span, message!("set aside"), format!("({})", piece.why.name()), shown);
        }
    }

    /// One row: the source line, the depth, what it is, its label, the head of its text.
    fn line(&mut self, depth: usize, span: Span, what: Message, label: String, text: &str) {
        let at = self.lines.line(span.start);
        let shown: String = text.chars().map(|c| if c == '\n' { '⏎' } else { c }).take(SHOWN).collect();
        let more = if text.chars().nth(SHOWN).is_some() { "…" } else { "" };
        self.rows.push(TreeRow { line: at, depth, what, label, text: format!("{shown}{more}") });
    }

    fn fact<T>(&mut self, name: Message, fact: Option<&Fact<T>>, show: impl Fn(&T) -> String) {
        let Some(fact) = fact else {
            self.facts.push(message!("{name}: –", name => name));
            return;
        };
        let at = |span: &Span| message!("line {line}", line = self.lines.line(span.start));
        let how = match &fact.evidence {
            Evidence::Stated(span) => at(span),
            Evidence::Inferred(span, why) if !span.is_empty() => {
                message!("{place}: {why}", place => at(span), why => Message::phrase(why.clone()))
            }
            Evidence::Inferred(_, why) => Message::phrase(why.clone()),
            Evidence::FileName => message!("the file's name"),
            Evidence::Given(by) => Message::foreign(by),
        };
        let said = message!("{name}: {value}  ({how})", name => name, value = show(&fact.value), how => how);
        self.facts.push(said);
    }

    fn masthead(&mut self, submission: &Submission) {
        let masthead = &submission.masthead;
        let language = submission.language.map_or("–", |language| language.code());
        self.facts.push(message!("{name}: {value}", name => message!("language"), value = language));
        let registry = self.registry;
        self.fact(message!("conference"), masthead.conference.as_ref(), |id| {
            registry.conference(*id).map_or_else(
                || format!("{} {}", id.body.key(), id.year),
                |conference| conference.short.to_string(),
            )
        });
        self.fact(message!("document"), masthead.document.as_ref(), DocumentNumber::written);
        self.fact(message!("date"), masthead.date.as_ref(), ToString::to_string);
        self.fact(message!("original"), masthead.original.as_ref(), |first| {
            let all = std::iter::once(first).chain(&masthead.further_originals);
            all.map(ToString::to_string).collect::<Vec<_>>().join(", ")
        });
        self.fact(message!("source"), masthead.source.as_ref(), |runs| all(runs));
        self.fact(message!("title"), masthead.title.as_ref(), |runs| all(runs));
        // What few documents state is shown only where it is stated.
        if masthead.conference_name.is_some() {
            self.fact(message!("meeting's name"), masthead.conference_name.as_ref(), Clone::clone);
        }
        if masthead.venue.is_some() {
            self.fact(message!("place and days"), masthead.venue.as_ref(), Clone::clone);
        }
        if masthead.agenda_item.is_some() {
            self.fact(message!("agenda item"), masthead.agenda_item.as_ref(), |runs| all(runs));
        }
        if masthead.meeting.is_some() {
            self.fact(message!("meeting"), masthead.meeting.as_ref(), Clone::clone);
        }
        for symbol in &masthead.symbols {
            self.fact(message!("symbol"), Some(symbol), Clone::clone);
        }
    }

    /// A heading; `kind` stands before its label.
    fn heading(&mut self, depth: usize, what: Message, kind: &str, heading: &Heading) {
        let label = heading.label.as_ref().map(Label::text).unwrap_or_default();
        let title: Vec<String> = heading.lines.iter().map(Paragraph::all_text).collect();
        let label_span = heading.label.as_ref().and_then(|label| label.runs.first()).and_then(|run| run.span);
        let span = label_span.or_else(|| heading.lines.first().map(|line| line.span)).unwrap_or_default();
        self.line(depth, span, what, join(kind, &label), &title.join("⏎"));
    }

    fn section(&mut self, depth: usize, section: &Section) {
        let (what, kind) = (message!("section"), section.kind.name());
        match &section.heading {
            Some(heading) => self.heading(depth, what, kind, heading),
            None => self.line(depth, section.span, what, kind.to_owned(), ""),
        }
        self.blocks(depth + 1, &section.body);
    }

    fn proposal(&mut self, proposal: &Proposal) {
        let line = proposal.line.all_text().replace('\t', " ");
        self.line(1, proposal.line.span, message!("proposal"), String::new(), &line);
        self.instrument(2, &proposal.instrument);
        if !proposal.reasons.is_empty() {
            let span = proposal.reasons.first().map(block_span).unwrap_or_default();
            self.line(2, span, message!("reasons"), String::new(), "");
            self.blocks(3, &proposal.reasons);
        }
    }

    fn instrument(&mut self, depth: usize, instrument: &Instrument) {
        if let Some(line) = &instrument.number_line {
            let number = instrument.number.as_deref().unwrap_or("–").to_owned();
            self.line(depth, line.span, Message::phrase(instrument.kind.name()), number, &line.all_text());
        }
        for line in &instrument.title {
            self.line(depth, line.span, message!("title"), String::new(), &line.all_text());
        }
        if let Some(line) = &instrument.opening {
            self.line(depth, line.span, message!("opening"), String::new(), &line.all_text());
        }
        self.blocks(depth, &instrument.preamble);
        for call in &instrument.calls {
            let role =
                if call.role == CallRole::Recital { message!("recital") } else { message!("operative") };
            let key = call.key.as_deref().unwrap_or("–").to_owned();
            self.line(depth, call.text.span, role, key, &call.text.all_text());
            self.blocks(depth + 1, &call.body);
        }
        for annex in &instrument.annexes {
            self.section(depth, annex);
        }
    }

    fn blocks(&mut self, depth: usize, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    let text = paragraph.all_text();
                    self.line(depth, paragraph.span, message!("text"), String::new(), &text)
                }
                Block::Item(item) => {
                    let deeper = depth + usize::from(item.level.saturating_sub(1));
                    let (label, text) = (item.label.text(), item.text.all_text());
                    self.line(deeper, block_span(block), message!("item"), label, &text);
                }
                Block::Entry(entry) => {
                    let label = entry.label.as_ref().map(Label::text).unwrap_or_default();
                    let label = join(entry.symbol.name(), &label);
                    self.line(depth, block_span(block), message!("entry"), label, &entry.text.all_text());
                }
                Block::Heading(heading, level) => {
                    self.heading(depth, message!("heading"), &level.to_string(), heading)
                }
                Block::Table(table) => {
                    let what = message!("table of {rows} rows", rows = table.rows.len());
                    self.line(depth, table.span, what, String::new(), "");
                }
            }
        }
    }
}

fn block_span(block: &Block) -> Span {
    let first =
        |runs: &[Run], after: Span| runs.iter().find_map(|run| run.span).map_or(after, |span| span.to(after));
    match block {
        Block::Paragraph(paragraph) => paragraph.span,
        Block::Item(item) => first(&item.label.runs, item.text.span),
        Block::Entry(entry) => first(&entry.symbol_runs, entry.text.span),
        Block::Heading(heading, _) => heading.lines.first().map(|line| line.span).unwrap_or_default(),
        Block::Table(table) => table.span,
    }
}

/// The parts that are there, parted by a space.
fn join(kind: &str, label: &str) -> String {
    [kind, label].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn all(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
