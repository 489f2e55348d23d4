//! A contribution as the catalogue keeps it: its facts, its proposals, every paragraph with its marks.
//!
//! In: a [`Reading`]. Out: plain data that is stored as JSON and read back as it was. Never: a place in
//! the input, a style, a judgement on what is proposed.

use serde::{Deserialize, Serialize};

use crate::diagnostics::render::severity_name;
use crate::language::Language;
use crate::model::names::Named;
use crate::model::{DocumentNumber, Fact, Passage, Proposal, Role, SectionKind, Submission, Symbol};
use crate::reading::Reading;
use crate::registry::Registry;
use crate::registry::reference::references;
use crate::text::{Format, Paragraph, Revision, RevisionOrigin, Run, View, ends_closed, on_one_line};

use super::address::{self, Addresses};
use super::align::LOCATOR;

/// A stretch of text with one mark.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct MarkedRun {
    /// The text.
    #[serde(rename = "t")]
    pub text: String,
    /// What the proposal does to it.
    #[serde(rename = "m", default, skip_serializing_if = "RunMark::is_kept")]
    pub mark: RunMark,
    /// Character format (`text::Format`).
    #[serde(rename = "f", default, skip_serializing_if = "is_zero")]
    pub format: u16,
    /// The revision it belongs to, an index into [`Contribution::revisions`].
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
}

fn is_zero(format: &u16) -> bool {
    *format == 0
}

/// What a proposal does to a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) enum RunMark {
    /// Stands in both texts.
    #[default]
    #[serde(rename = "=")]
    Kept,
    /// New.
    #[serde(rename = "+")]
    Inserted,
    /// Deleted.
    #[serde(rename = "-")]
    Deleted,
    /// Inserted by one, deleted by another: it stands in neither text.
    #[serde(rename = "x")]
    Neither,
}

impl RunMark {
    fn is_kept(&self) -> bool {
        *self == RunMark::Kept
    }

    fn of(run: &Run) -> RunMark {
        match (run.insertion, run.deletion) {
            (None, None) => RunMark::Kept,
            (Some(_), None) => RunMark::Inserted,
            (None, Some(_)) => RunMark::Deleted,
            (Some(_), Some(_)) => RunMark::Neither,
        }
    }

    /// Whether the text stands in a view.
    pub(crate) fn shown_in(self, view: View) -> bool {
        match view {
            View::Marked => true,
            View::Revised => matches!(self, RunMark::Kept | RunMark::Inserted),
            View::Base => matches!(self, RunMark::Kept | RunMark::Deleted),
        }
    }
}

/// A revision: whose it is, or by what rule it was recovered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct RevisionRecord {
    /// Author, where the mark names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// What the rule saw, where the mark was recovered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// 1 for marks of the input.
    pub confidence: f32,
    /// What a person ruled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<String>,
}

/// A paragraph of a proposal or of a cover note.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct ParagraphRecord {
    /// Its address inside its text, as the text in force has it; empty where it is wholly new.
    pub path: String,
    /// What it is: `number`, `title`, `opening`, `call`, `plain`, `item`, `heading`, `cell`.
    pub role: String,
    /// The call it stands under, empty where none.
    pub call: String,
    /// Depth of an item, from 1; 0 for what is none.
    pub level: u8,
    /// Its label, marks and all.
    pub label: Vec<MarkedRun>,
    /// Its text, without the label.
    pub runs: Vec<MarkedRun>,
}

impl ParagraphRecord {
    /// Its text in a view, on one line.
    pub(crate) fn text(&self, view: View) -> String {
        words_of(&self.runs, view)
    }

    /// Its label in a view.
    pub(crate) fn label(&self, view: View) -> String {
        words_of(&self.label, view)
    }

    /// Label and text in a view, a space between.
    pub(crate) fn whole(&self, view: View) -> String {
        let (label, text) = (self.label(view), self.text(view));
        if label.is_empty() || text.is_empty() { label + &text } else { format!("{label} {text}") }
    }

    /// Whether something of it is marked.
    pub(crate) fn is_marked(&self) -> bool {
        self.label.iter().chain(&self.runs).any(|run| run.mark != RunMark::Kept)
    }

    /// Whether it says that text was left out: `...`, `…`, `[...]`, `* * *`.
    pub(crate) fn is_elision(&self) -> bool {
        let text = self.whole(View::Marked);
        !text.is_empty()
            && text.chars().all(|c| matches!(c, '.' | '…' | '*' | '[' | ']' | '(' | ')' | ' ' | '⋯'))
    }
}

fn words_of(runs: &[MarkedRun], view: View) -> String {
    let shown = runs.iter().filter(|run| run.mark.shown_in(view));
    on_one_line(&shown.map(|run| run.text.as_str()).collect::<String>())
}

/// A proposal, or a text that stands under no proposal line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct ProposedText {
    /// `MOD`, `SUP` …; empty where no line says so.
    pub symbol: String,
    /// A `NOC` that is underlined: a proposal that the text be kept (PP-10 guidelines).
    pub underlined: bool,
    /// Its identifier as printed, `CUB/70/1`; empty where none is stated.
    pub identifier: String,
    /// Symbols of its sources, from the identifier.
    pub sources: Vec<String>,
    /// The proposal line.
    pub line: String,
    /// Page of the document on which it begins, where the document could be laid out.
    #[serde(default)]
    pub page: Option<u32>,
    /// Kind of the text (`resolution`), by its stable name.
    pub kind: String,
    /// Number of the text: `64`, `ARG-1`.
    pub number: Option<String>,
    /// Its own body, where the text names one.
    pub body: Option<String>,
    /// Edition that is amended: place and year.
    pub edition: Option<String>,
    /// Text to which the words of the proposal refer, where it has no number line.
    pub cited: Option<(String, String)>,
    /// Its paragraphs.
    pub paragraphs: Vec<ParagraphRecord>,
    /// The reasons.
    pub reasons: Vec<ParagraphRecord>,
}

impl ProposedText {
    /// The title of its text in a view.
    pub(crate) fn title(&self, view: View) -> String {
        let lines = self.paragraphs.iter().filter(|paragraph| paragraph.role == "title");
        let lines: Vec<String> = lines.map(|line| line.text(view)).filter(|line| !line.is_empty()).collect();
        lines.join(" ")
    }

    /// Whether it is of a symbol.
    pub(crate) fn is(&self, symbol: Symbol) -> bool {
        self.symbol == symbol.as_str()
    }

    /// Whether it is to delete its text: `SUP`.
    pub(crate) fn is_suppression(&self) -> bool {
        self.is(Symbol::Sup) || self.is(Symbol::SupMoved)
    }

    /// Whether it is a new text: `ADD`.
    pub(crate) fn is_addition(&self) -> bool {
        self.is(Symbol::Add) || self.is(Symbol::AddMoved)
    }
}

/// A finding of the reading.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct ReportedFinding {
    /// Code of its rule.
    pub code: String,
    /// `note`, `warning`, `error`.
    pub severity: String,
    /// One sentence.
    pub message: String,
}

/// A contribution.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Contribution {
    /// Name below the folder that was given.
    pub file: String,
    /// SHA-256 of its bytes and of what stands beside it.
    pub sha256: String,
    /// Code of its language.
    pub language: String,
    /// Key of the body, and the year, of the conference.
    pub conference: Option<(String, u16)>,
    /// Number in the series; empty where unknown.
    pub number: String,
    /// Addendum.
    pub addendum: Option<u16>,
    /// Revision.
    pub revision: Option<u16>,
    /// Corrigendum.
    pub corrigendum: Option<u16>,
    /// Date of the document, ISO 8601.
    pub date: Option<String>,
    /// Language of the original.
    pub original: Option<String>,
    /// Source line, on one line; empty where none is stated.
    pub source: String,
    /// ITU symbols of its sources.
    pub symbols: Vec<String>,
    /// Title.
    pub title: String,
    /// Pages of the official document, where it could be laid out.
    pub pages: Option<u32>,
    /// Proposals and texts.
    pub texts: Vec<ProposedText>,
    /// Everything else, in order.
    pub other: Vec<ParagraphRecord>,
    /// Its revisions.
    pub revisions: Vec<RevisionRecord>,
    /// What reading it reported.
    pub findings: Vec<ReportedFinding>,
}

impl Contribution {
    /// What a reading holds.
    pub(crate) fn of(reading: &Reading, file: &str, sha256: &str, registry: &Registry) -> Contribution {
        let submission = &reading.submission;
        let masthead = &submission.masthead;
        let number = masthead.document.as_ref().map(|fact| fact.value.clone()).unwrap_or_default();
        let language = submission.language.unwrap_or(Language::English);
        let line = |fact: &Option<Fact<Vec<Run>>>| {
            let text =
                fact.as_ref().map(|fact| fact.value.iter().map(|run| run.text.as_str()).collect::<String>());
            on_one_line(&text.unwrap_or_default())
        };
        let mut symbols: Vec<String> = Vec::new();
        for symbol in &masthead.symbols {
            if !symbols.contains(&symbol.value) {
                symbols.push(symbol.value.clone());
            }
        }
        let (texts, other) = Collector::new(submission, language, registry).collect();
        Contribution {
            file: file.to_owned(),
            sha256: sha256.to_owned(),
            language: language.code().to_owned(),
            conference: masthead.conference.as_ref().map(|fact| {
                let id = fact.value;
                (id.body.key().to_owned(), id.year)
            }),
            number: number.number,
            addendum: number.addendum,
            revision: number.revision,
            corrigendum: number.corrigendum,
            date: masthead.date.as_ref().map(|fact| fact.value.to_string()),
            original: masthead.original.as_ref().map(|fact| fact.value.code().to_owned()),
            source: line(&masthead.source),
            symbols,
            title: line(&masthead.title),
            pages: None,
            texts,
            other,
            revisions: submission.revisions.iter().map(revision).collect(),
            findings: reading
                .findings
                .iter()
                .map(|finding| ReportedFinding {
                    code: finding.rule.code.to_owned(),
                    severity: severity_name(finding.severity).to_owned(),
                    message: finding.message.clone(),
                })
                .collect(),
        }
    }
}

fn revision(revision: &Revision) -> RevisionRecord {
    let author = revision.author.clone();
    match &revision.origin {
        RevisionOrigin::Word => RevisionRecord { author, confidence: 1.0, ..RevisionRecord::default() },
        RevisionOrigin::Recovered { confidence, reason, ruling, .. } => RevisionRecord {
            author,
            why: Some(reason.clone()),
            confidence: *confidence,
            ruling: ruling.clone(),
        },
    }
}

/// The runs of a text with their marks; neighbours of one kind are joined.
fn marked(runs: &[Run]) -> Vec<MarkedRun> {
    let mut marked: Vec<MarkedRun> = Vec::new();
    for run in runs.iter().filter(|run| !run.text.is_empty()) {
        let mark = RunMark::of(run);
        let format = run.format.without(Format::HIDDEN).without(Format::RIGHT_TO_LEFT).0;
        let revision = run.insertion.or(run.deletion).map(|index| index.0);
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
struct Collector<'a> {
    submission: &'a Submission,
    language: Language,
    registry: &'a Registry,
    texts: Vec<ProposedText>,
    other: Vec<ParagraphRecord>,
}

impl<'a> Collector<'a> {
    fn new(submission: &'a Submission, language: Language, registry: &'a Registry) -> Self {
        Self { submission, language, registry, texts: Vec::new(), other: Vec::new() }
    }

    fn collect(mut self) -> (Vec<ProposedText>, Vec<ParagraphRecord>) {
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
pub(crate) fn short(number: &DocumentNumber) -> String {
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
