//! The one typed model in the middle: a submission and its proposals.
//!
//! Every input becomes this and every output is made from it. No I/O, no XML, no fonts, no looks.
//! Texts are `text::Paragraph`s, so each word keeps its place in the input and its marks.

mod in_view;
mod key;
pub mod names;
mod passages;

use std::borrow::Cow;
use std::fmt;

use crate::formula::Formula;
use crate::language::Language;
use crate::source::SetAside;
use crate::text::{Comment, LabelGap, Note, Paragraph, Picture, Revision, Run, Span, Table};

pub use key::Key;
pub use passages::{Context, Passage, PassageMut, Role, Text, TextMut};

/// A contribution as document control sees it.
///
/// # Examples
/// ```
/// let reading = itudoc::read("a.txt", "RESOLUTION 64 (Rev. Busan, 2014)\nTitle\n".as_bytes())?;
/// // Every piece of text in order, each with its place in the whole.
/// let mut lines = Vec::new();
/// reading.submission.visit(&mut |context, text| {
///     lines.push((context.part, text.runs().iter().map(|run| run.text.as_str()).collect::<String>()));
/// });
/// assert_eq!(lines[0], (0, "RESOLUTION 64 (Rev. Busan, 2014)".to_owned()));
/// # Ok::<(), itudoc::Refusal>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Submission {
    /// Language of the text.
    pub language: Option<Language>,
    /// What is known of the document; unknown stays `None` and is reported.
    pub masthead: Masthead,
    /// The contribution's parts (一、二、三 / PART 1); one without a heading where it has none.
    pub parts: Vec<Part>,
    /// Foot- and endnotes, by index.
    pub notes: Vec<Note>,
    /// Comments, by index.
    pub comments: Vec<Comment>,
    /// Pictures, by index.
    pub pictures: Vec<Picture>,
    /// Formulas, by index.
    pub(crate) formulas: Vec<Formula>,
    /// Revision marks, by index.
    pub revisions: Vec<Revision>,
    /// Input text that is not in the parts, and why.
    pub set_aside: Vec<SetAside>,
    /// What the file's own properties call the document; empty where they do not.
    pub own_title: String,
    /// Number of the work that the file says it is, where it was made from another file of it.
    pub work: Option<String>,
}

/// What the head of an official document says (for PP-14: document 67A1 and its like).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Masthead {
    /// The conference or meeting.
    pub conference: Option<Fact<ConferenceId>>,
    /// Number in the series, `70`.
    pub document: Option<Fact<DocumentNumber>>,
    /// Date of the document.
    pub date: Option<Fact<jiff::civil::Date>>,
    /// The line of the date as stated, where it names a place too: `Geneva, 3 May 2021`.
    pub date_line: Option<Fact<String>>,
    /// Language it was written in.
    pub original: Option<Fact<Language>>,
    /// Further languages of the original, which the same line names.
    pub further_originals: Vec<Language>,
    /// The line of the original as stated, where it says more than one language or `English only`.
    pub original_line: Option<Fact<String>>,
    /// Name of the meeting as stated, where no table of conferences has the meeting.
    pub conference_name: Option<Fact<String>>,
    /// Place and days of the meeting as stated.
    pub venue: Option<Fact<String>>,
    /// Source line as stated: country, group, administration.
    pub source: Option<Fact<Vec<Run>>>,
    /// ITU symbols of the sources (`CUB`, `EUR`), from the proposals' identifiers.
    pub symbols: Vec<Fact<String>>,
    /// Title of the contribution as stated.
    pub title: Option<Fact<Vec<Run>>>,
    /// Agenda item as stated.
    pub agenda_item: Option<Fact<Vec<Run>>>,
    /// Committee or `PLENARY MEETING` as stated.
    pub meeting: Option<Fact<String>>,
}

impl Masthead {
    /// The words of the title as they stand.
    pub(crate) fn title_words(&self) -> String {
        self.title.iter().flat_map(|fact| &fact.value).map(|run| run.text.as_str()).collect()
    }
}

/// A value and how it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact<T> {
    /// The value.
    pub value: T,
    /// How it is known.
    pub evidence: Evidence,
}

/// How a fact is known.
#[derive(Debug, Clone, PartialEq)]
pub enum Evidence {
    /// The text says so here.
    Stated(Span),
    /// It follows from the text here, for the reason given.
    Inferred(Span, Cow<'static, str>),
    /// The file's name says so.
    FileName,
    /// A sidecar file or `--set` says so.
    Given(String),
}

/// A conference: body and year of its edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConferenceId {
    /// Body.
    pub body: Body,
    /// Year it was held.
    pub year: u16,
}

/// A body whose texts and meetings ITU documents cite: its key in the registry (`PP`, `WTSA`,
/// `Council`). What it is called and what it does is data there.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Body(Key);

impl Body {
    /// The body of a key; `None` where the key is longer than 31 bytes.
    pub fn of(key: &str) -> Option<Body> {
        Key::new(key).map(Body)
    }

    /// Its key in the registry, stable: JSON and reports name it so.
    pub fn key(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// Number of a document with what was made of it, in this order: an addendum, its revision, a corrigendum to
/// that: `70(Add.2)(Rev.1)`. What was made of it in another order is a part of the number: `34(Rev.1)`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct DocumentNumber {
    /// Number in the series; text, as `XX` stands for one not yet given and `C18/35` is one.
    pub number: String,
    /// Addendum number.
    pub addendum: Option<u16>,
    /// Revision number.
    pub revision: Option<u16>,
    /// Corrigendum number.
    pub corrigendum: Option<u16>,
}

impl DocumentNumber {
    /// As people write it: `70(Add.2)(Rev.1)`.
    pub(crate) fn written(&self) -> String {
        let parts = [("Add", self.addendum), ("Rev", self.revision), ("Corr", self.corrigendum)];
        let parts = parts.into_iter().filter_map(|(what, number)| Some(format!("({what}.{})", number?)));
        self.number.clone() + &parts.collect::<String>()
    }

    /// Whether the letter of the language stands behind it where it is printed, as behind those of conferences and
    /// of the Council (`70-E`, `C18/35-E`). Contributions to groups of a Sector and codes of other organizations
    /// have none: `TSAG-C112`, `APG23-6/INP-12`.
    pub(crate) fn takes_letter(&self) -> bool {
        let last = self.number.rsplit('/').next().unwrap_or_default();
        last.starts_with(|c: char| c.is_ascii_digit() || c == 'X')
    }

    /// Makes it an addendum; an addendum to an addendum, or to a revised document, keeps that in its number:
    /// `16(Add.9)`, `34(Rev.1)`.
    pub(crate) fn add(&mut self, addendum: u16) {
        if let Some(first) = self.addendum.replace(addendum) {
            self.number.push_str(&format!("(Add.{first})"));
        }
        if let Some(revision) = self.revision.take() {
            self.number.push_str(&format!("(Rev.{revision})"));
        }
    }
}

/// A part of a contribution: a cover note and its proposals.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Its heading; `None` where the contribution has no parts.
    pub heading: Option<Heading>,
    /// Sections and proposals in the order of the input.
    pub contents: Vec<Content>,
    /// All of it.
    pub span: Span,
}

/// What a part holds.
#[derive(Debug, Clone)]
pub enum Content {
    /// A section of the cover note, or any running text.
    Section(Section),
    /// A proposal.
    Proposal(Box<Proposal>),
    /// The text of an instrument under no proposal line: a resolution sent as it stands.
    Instrument(Box<Instrument>),
}

impl Part {
    /// Gives back the room that its lists of blocks took while they grew, which is up to that of the blocks.
    pub(crate) fn shrink_to_fit(&mut self) {
        for content in &mut self.contents {
            match content {
                Content::Section(section) => section.body.shrink_to_fit(),
                Content::Proposal(proposal) => proposal.instrument.shrink_to_fit(),
                Content::Instrument(instrument) => instrument.shrink_to_fit(),
            }
        }
    }

    /// Its blocks, those of its instruments among them; headings and calls, which are few, not counted.
    pub(crate) fn count_blocks(&self) -> usize {
        let of_content = |content: &Content| match content {
            Content::Section(section) => section.body.len(),
            Content::Proposal(proposal) => proposal.instrument.count_blocks() + proposal.reasons.len(),
            Content::Instrument(instrument) => instrument.count_blocks(),
        };
        self.contents.iter().map(of_content).sum()
    }
}

impl Instrument {
    fn shrink_to_fit(&mut self) {
        self.preamble.shrink_to_fit();
        self.calls.iter_mut().for_each(|call| call.body.shrink_to_fit());
        self.annexes.iter_mut().for_each(|annex| annex.body.shrink_to_fit());
    }

    fn count_blocks(&self) -> usize {
        let calls = self.calls.iter().map(|call| call.body.len() + 1);
        self.preamble.len() + calls.chain(self.annexes.iter().map(|annex| annex.body.len())).sum::<usize>()
    }
}

/// A heading with its label and title lines.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Heading {
    /// `一`, `3.1`, `PART 1`.
    pub label: Option<Label>,
    /// Title lines as they stand.
    pub lines: Vec<Paragraph>,
}

/// A section of the cover note.
#[derive(Debug, Clone)]
pub struct Section {
    /// What it is for.
    pub kind: SectionKind,
    /// Its heading, where it has one.
    pub heading: Option<Heading>,
    /// Its text.
    pub body: Vec<Block>,
    /// All of it.
    pub span: Span,
}

/// What a section of a contribution is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SectionKind {
    /// 概要, Summary, Abstract.
    Summary,
    /// 引言, Introduction.
    Introduction,
    /// 背景, Background.
    Background,
    /// 建议修改, 提案摘要: what is proposed, in summary.
    ProposedChanges,
    /// What the conference is asked to do.
    Request,
    /// 需采取的行动, Action required.
    ActionRequired,
    /// 参考文件, References.
    References,
    /// 预期结果, Expected results.
    ExpectedResults,
    /// 优先领域, Priority area.
    PriorityArea,
    /// Annex that is not a proposal.
    Annex,
    /// A heading that none of these describes.
    Other,
    /// Text under no heading.
    Plain,
}

/// A piece of running text.
#[derive(Debug, Clone)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A labelled item.
    Item(Box<Item>),
    /// An ADD or MOD of the cover note: what will be added or changed, quoted.
    Entry(Box<Entry>),
    /// A heading inside the text.
    Heading(Heading, u8),
    /// A table.
    Table(Table),
}

/// A labelled item: `a)`, `1.1`, `•`.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its label.
    pub label: Label,
    /// Depth, from 1.
    pub level: u8,
    /// Its text, without the label.
    pub text: Paragraph,
}

/// An entry of the cover note: `ADD  2  在顾及…`. Items that belong to it follow it as items of a
/// deeper level.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// ADD, MOD, SUP…
    pub symbol: Symbol,
    /// The symbol as it stands.
    pub symbol_runs: Vec<Run>,
    /// Label of the item that is added or changed, where one stands.
    pub label: Option<Label>,
    /// The text quoted.
    pub text: Paragraph,
}

/// A label as it stands and what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// As it stands, marks and all; a number that Word computed has no span.
    pub runs: Vec<Run>,
    /// What it counts.
    pub value: LabelValue,
    /// What parts it from its text.
    pub gap: LabelGap,
}

impl Label {
    /// The label's text.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// What a label counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LabelValue {
    /// `a)`: 1 for the first letter of the alphabet at hand. Past the end `aa)` goes on.
    Letter(u16),
    /// `i)`, `iv)`.
    Roman(u16),
    /// `1`, `1.1`, `2.1.3`.
    Number(Vec<u16>),
    /// `一`, `（三）`.
    Han(u16),
    /// `PART 1`, `第一部分`.
    Part(u16),
    /// `•`, `–`.
    Bullet,
    /// Labels of some other form, kept as they stand.
    Other,
}

/// What a proposal does to a text (PP-10 guidelines, "Presentation of proposals").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Symbol {
    /// New text.
    Add,
    /// Existing text moved here from elsewhere: `ADD*`.
    AddMoved,
    /// Amended.
    Mod,
    /// Editorial amendment: `(MOD)`.
    ModEditorial,
    /// Deleted.
    Sup,
    /// Moved elsewhere: `SUP*`.
    SupMoved,
    /// No change proposed; underlined, a proposal that the text be kept.
    Noc,
}

impl Symbol {
    /// As it is printed, Latin capitals in every language.
    pub fn as_str(self) -> &'static str {
        names::StableName::name(self)
    }
}

/// Identifier of a proposal: `CUB/70/1`, `EUR/44A7/1`, `F/D/G/12R1/4`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ProposalId {
    /// ITU symbols of the sources.
    pub sources: Vec<String>,
    /// Document with its addendum, revision and corrigendum.
    pub document: DocumentNumber,
    /// Serial number in the document; text, as some lists pad it.
    pub serial: String,
}

/// A proposal: symbol, identifier, the text, the reasons.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// What it does.
    pub symbol: Symbol,
    /// Its identifier; `None` where the text gives none.
    pub id: Option<ProposalId>,
    /// The proposal line as it stands, white space aside.
    pub line: Paragraph,
    /// The text that is proposed or changed.
    pub instrument: Instrument,
    /// Reasons, label and all, where they are given.
    pub reasons: Vec<Block>,
    /// All of it.
    pub span: Span,
}

/// The text of a resolution, decision, recommendation or provision.
#[derive(Debug, Clone, Default)]
pub struct Instrument {
    /// What kind of text.
    pub kind: InstrumentKind,
    /// Number as the number line states it: `64`, `AFCP-1`.
    pub number: Option<String>,
    /// Editions named in the number line, in order: two where the marks were lost.
    pub editions: Vec<Edition>,
    /// The number line: `第64号决议（2014年，釜山，修订版）`.
    pub number_line: Option<Paragraph>,
    /// Title lines as they stand.
    pub title: Vec<Paragraph>,
    /// The opening formula: `国际电信联盟全权代表大会（2014年，釜山），`.
    pub opening: Option<Paragraph>,
    /// Text that stands before the first call.
    pub preamble: Vec<Block>,
    /// The calls and what stands under them.
    pub calls: Vec<Call>,
    /// Annexes and other text after the last call.
    pub annexes: Vec<Section>,
}

/// Kinds of text that proposals amend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub enum InstrumentKind {
    /// 决议, Resolution.
    Resolution,
    /// 决定, Decision.
    Decision,
    /// 建议, Recommendation.
    Recommendation,
    /// 意见, Opinion.
    Opinion,
    /// Article, section or numbered provision of a basic text or of the Regulations.
    Provision,
    /// Not stated.
    #[default]
    Unknown,
}

/// An edition of an instrument: place, year, and whether it is said to be revised.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Edition {
    /// Year of the conference.
    pub year: Option<u16>,
    /// Place as written.
    pub place: Option<String>,
    /// `修订版`, `Rev.`
    pub revised: bool,
}

/// A call and what stands under it.
#[derive(Debug, Clone)]
pub struct Call {
    /// Key in the vocabulary of calls, `recalling`; `None` for one that is not in it.
    pub key: Option<Key>,
    /// Recital or operative part.
    pub role: CallRole,
    /// The call as it stands.
    pub text: Paragraph,
    /// What stands under it, lead-in first. A single unlabelled paragraph where it has no items.
    pub body: Vec<Block>,
}

/// On which side of "resolves" a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallRole {
    /// Considering, recalling, noting…
    Recital,
    /// Resolves, instructs, invites…
    Operative,
}
