//! A contribution as the catalogue keeps it: its facts, its proposals, every paragraph with its marks.
//!
//! In: a [`Reading`]. Out: plain data that is stored as JSON and read back as it was. Never: a place in
//! the input, a style, a judgement on what is proposed.

use serde::{Deserialize, Serialize};

use crate::diagnostics::render::severity_name;
use crate::language::Language;
use crate::model::{Fact, Symbol};
use crate::reading::Reading;
use crate::registry::Registry;
use crate::text::{Revision, RevisionOrigin, Run, View, is_elision, on_one_line};

use super::collect::Collector;

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

    pub(super) fn of(run: &Run) -> RunMark {
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

    /// Whether words of it are marked as deleted.
    pub(crate) fn deletes(&self) -> bool {
        self.label.iter().chain(&self.runs).any(|run| run.mark == RunMark::Deleted)
    }

    /// Itself as a text without marks: all that stands in it is to stay.
    pub(crate) fn as_typed(&self) -> ParagraphRecord {
        let typed = |runs: &[MarkedRun]| {
            let kept =
                runs.iter().map(|run| MarkedRun { mark: RunMark::Kept, revision: None, ..run.clone() });
            kept.collect()
        };
        ParagraphRecord { label: typed(&self.label), runs: typed(&self.runs), ..self.clone() }
    }

    /// Whether something of it is marked.
    pub(crate) fn is_marked(&self) -> bool {
        self.label.iter().chain(&self.runs).any(|run| run.mark != RunMark::Kept)
    }

    /// Whether it says that text was left out: `...`, `…`, `[...]`, `* * *`.
    pub(crate) fn is_elision(&self) -> bool {
        // A word says that it is none; nearly all have one.
        let says_more = |run: &MarkedRun| run.text.contains(char::is_alphanumeric);
        !self.label.iter().chain(&self.runs).any(says_more) && is_elision(&self.whole(View::Marked))
    }
}

fn words_of(runs: &[MarkedRun], view: View) -> String {
    if let [run] = runs
        && run.mark.shown_in(view)
    {
        return on_one_line(&run.text);
    }
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

/// How a contribution shows what it changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Marking {
    /// By revision marks: what it does not mark stands as in force.
    Marked,
    /// By nothing: its text is the text as it is to be.
    #[default]
    Typed,
    /// Its marks were lost: words that are to go stand beside those that are to come. Some marks were
    /// recovered; words that go without others coming cannot be told from words that stay.
    Lost,
}

impl Contribution {
    /// How it shows what it changes.
    pub(crate) fn marking(&self) -> Marking {
        let texts = self.texts.iter().flat_map(|text| &text.paragraphs);
        let runs = texts.flat_map(|record| record.label.iter().chain(&record.runs));
        let mut marking = Marking::Typed;
        for run in runs.filter(|run| run.mark != RunMark::Kept) {
            let revision = run.revision.and_then(|at| self.revisions.get(at as usize));
            if revision.is_none_or(|revision| revision.why.is_none()) {
                return Marking::Marked;
            }
            if run.mark == RunMark::Deleted {
                marking = Marking::Lost;
            }
        }
        marking
    }

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
                    message: finding.message.to_string(),
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
