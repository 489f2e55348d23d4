//! A submission as the JSON form.
//!
//! In: a submission and what is known of its input. Out: the form as text, indented. Never: a value
//! whose name is not in [`crate::model::names`] or the form's own.

use std::borrow::Cow;

use crate::diagnostics::Refusal;
use crate::language::Language;
use crate::model::names::StableName;
use crate::model::{
    Block, Call, CallRole, Content, Evidence, Fact, Heading, Instrument, Label, Proposal, Section, Submission,
};
use crate::recover::{Mark, Ruling};
use crate::source::{Replaced, SetAside, SourceFormat};
use crate::text::{
    Format, InnerTable, LabelGap, Object, Paragraph, Revision, RevisionIndex, RevisionKind, RevisionOrigin,
    Run, Span, Table,
};

use super::form as f;
use super::list::List;
use super::places::JsonPlaces;

/// What the JSON says of the input besides its structure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InputProfile<'a> {
    /// File name.
    pub name: &'a str,
    /// What the content turned out to be.
    pub format: &'a SourceFormat,
    /// The program that read the file, where it was not this one.
    pub read_by: Option<&'a str>,
    /// The decoded input.
    pub text: &'a str,
    /// SHA-256 of the file's bytes, hexadecimal.
    pub sha256: &'a str,
    /// Characters shown as another.
    pub replaced: &'a [Replaced],
    /// Marks that a person rejected.
    pub rejected: &'a [Mark],
}

/// Writes the JSON of a submission, indented, with a newline at the end.
///
/// # Errors
/// [`RefusalKind::Internal`](crate::RefusalKind::Internal) where serialisation fails, which no input is known to cause.
pub(crate) fn write(submission: &Submission, input: &InputProfile<'_>) -> Result<Vec<u8>, Refusal> {
    let builder = Builder::new(input.text);
    print(&builder.document(submission, input))
}

pub(super) fn print(document: &f::Document<'_>) -> Result<Vec<u8>, Refusal> {
    let unwritten =
        |error: serde_json::Error| Refusal::internal(format!("the JSON could not be written: {error}"));
    // A buffer that grows holds up to three times what is written while it is moved: a large document is counted
    // first.
    let mut bytes = Vec::new();
    if document.input.characters > LARGE {
        let mut length = Length(1);
        serde_json::to_writer_pretty(&mut length, document).map_err(unwritten)?;
        bytes.reserve_exact(length.0);
    }
    serde_json::to_writer_pretty(&mut bytes, document).map_err(unwritten)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Characters of a text whose JSON is counted before it is written: some 100 pages.
const LARGE: usize = 100_000;

/// How much is written, bytes.
struct Length(usize);

impl std::io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Makes the form of a submission, its long lists as they are written.
pub(super) struct Builder<'a> {
    places: JsonPlaces<'a>,
}

impl<'a> Builder<'a> {
    /// For a submission that was read from this text.
    pub(super) fn new(text: &'a str) -> Self {
        Self { places: JsonPlaces::new(text) }
    }

    /// The form of a submission.
    pub(super) fn document<'b>(
        &'b self,
        submission: &'b Submission,
        input: &InputProfile<'b>,
    ) -> f::Document<'b> {
        let text = input.text;
        let masthead = &submission.masthead;
        f::Document {
            format: f::FORMAT.to_owned(),
            input: f::Input {
                name: input.name.to_owned(),
                kind: kind(input.format),
                encoding: match input.format {
                    SourceFormat::Text { encoding } => Some(encoding.clone().into_owned()),
                    _ => None,
                },
                read_by: input.read_by.map(str::to_owned),
                sha256: input.sha256.to_owned(),
                characters: input.text.chars().count(),
            },
            language: submission.language.map(|language| language.code().to_owned()),
            masthead: f::Masthead {
                conference: masthead.conference.as_ref().map(|fact| {
                    self.fact(fact, |id| f::Conference { body: id.body.key().to_owned(), year: id.year })
                }),
                document: masthead.document.as_ref().map(|fact| self.fact(fact, document_number)),
                date: masthead.date.as_ref().map(|fact| self.fact(fact, ToString::to_string)),
                date_line: masthead.date_line.as_ref().map(|fact| self.fact(fact, Clone::clone)),
                original: masthead
                    .original
                    .as_ref()
                    .map(|fact| self.fact(fact, |first| originals(*first, &masthead.further_originals))),
                original_line: masthead.original_line.as_ref().map(|fact| self.fact(fact, Clone::clone)),
                conference_name: masthead.conference_name.as_ref().map(|fact| self.fact(fact, Clone::clone)),
                venue: masthead.venue.as_ref().map(|fact| self.fact(fact, Clone::clone)),
                source: masthead.source.as_ref().map(|fact| self.fact(fact, |runs| runs_text(runs))),
                symbols: masthead.symbols.iter().map(|fact| self.fact(fact, Clone::clone)).collect(),
                title: masthead.title.as_ref().map(|fact| self.fact(fact, |runs| runs_text(runs))),
                agenda_item: masthead
                    .agenda_item
                    .as_ref()
                    .map(|fact| self.fact(fact, |runs| runs_text(runs))),
                meeting: masthead.meeting.as_ref().map(|fact| self.fact(fact, Clone::clone)),
            },
            parts: submission
                .parts
                .iter()
                .map(|part| f::Part {
                    heading: part.heading.as_ref().map(|heading| self.heading(heading)),
                    contents: part.contents.iter().map(|content| self.content(content)).collect(),
                    at: self.at(part.span),
                })
                .collect(),
            notes: submission.notes.iter().map(|note| self.paragraphs(&note.paragraphs)).collect(),
            comments: submission
                .comments
                .iter()
                .map(|comment| f::Comment {
                    author: comment.author.clone(),
                    date: comment.date.clone(),
                    text: self.paragraphs(&comment.paragraphs),
                })
                .collect(),
            revisions: List::drawn(&submission.revisions, revision),
            rejected_marks: input.rejected.iter().map(|mark| self.rejected(mark)).collect(),
            set_aside: List::drawn(&submission.set_aside, move |piece| self.set_aside(piece, text)),
            replaced: List::drawn(input.replaced, |one| f::Replaced {
                at: self.at(one.span),
                from: format!("U+{:04X}", u32::from(one.from)),
                to: one.to.to_string(),
                why: one.why.clone().into_owned(),
            }),
        }
    }

    fn rejected(&self, mark: &Mark) -> f::RejectedMark {
        let edits = mark.edits.iter().map(|edit| f::RejectedEdit {
            kind: revision_kind(edit.kind),
            text: edit.text.clone(),
            at: self.at(edit.span),
        });
        f::RejectedMark {
            recovered_by: mark.rule.to_owned(),
            confidence: mark.confidence,
            reason: mark.reason.to_string(),
            ruling: mark.ruling.as_ref().map(Ruling::said).unwrap_or_default(),
            edits: edits.collect(),
        }
    }

    fn at(&self, span: Span) -> f::Place {
        self.places.place(span)
    }

    fn fact<T, U>(&self, fact: &Fact<T>, show: impl Fn(&T) -> U) -> f::Fact<U> {
        let (known_by, at) = match &fact.evidence {
            Evidence::Stated(span) => ("stated".to_owned(), Some(*span)),
            Evidence::Inferred(span, why) => (why.clone().into_owned(), (!span.is_empty()).then_some(*span)),
            Evidence::FileName => ("the file's name".to_owned(), None),
            Evidence::Given(by) => (by.clone(), None),
        };
        f::Fact { value: show(&fact.value), known_by, at: at.map(|span| self.at(span)) }
    }

    fn set_aside(&self, piece: &SetAside, text: &str) -> f::SetAside {
        f::SetAside {
            at: self.at(piece.span),
            why: piece.why.name().to_owned(),
            text: text.get(piece.span.range()).unwrap_or_default().to_owned(),
        }
    }

    fn content<'b>(&'b self, content: &'b Content) -> f::Content<'b> {
        match content {
            Content::Section(section) => f::Content::Section(Box::new(self.section(section))),
            Content::Proposal(proposal) => f::Content::Proposal(Box::new(self.proposal(proposal))),
            Content::Instrument(instrument) => f::Content::Instrument(Box::new(self.instrument(instrument))),
        }
    }

    fn section<'b>(&'b self, section: &'b Section) -> f::Section<'b> {
        f::Section {
            kind: section.kind.name().to_owned(),
            heading: section.heading.as_ref().map(|heading| self.heading(heading)),
            body: self.blocks(&section.body),
            at: self.at(section.span),
        }
    }

    fn heading<'b>(&'b self, heading: &'b Heading) -> f::Heading<'b> {
        f::Heading {
            label: heading.label.as_ref().map(|label| self.label(label)),
            lines: self.paragraphs(&heading.lines),
        }
    }

    fn proposal<'b>(&'b self, proposal: &'b Proposal) -> f::Proposal<'b> {
        f::Proposal {
            symbol: proposal.symbol.name().to_owned(),
            id: proposal.id.as_ref().map(|id| f::ProposalId {
                sources: id.sources.clone(),
                document: document_number(&id.document),
                serial: id.serial.clone(),
            }),
            line: self.paragraph(&proposal.line),
            instrument: self.instrument(&proposal.instrument),
            reasons: self.blocks(&proposal.reasons),
            at: self.at(proposal.span),
        }
    }

    fn instrument<'b>(&'b self, instrument: &'b Instrument) -> f::Instrument<'b> {
        f::Instrument {
            kind: instrument.kind.name().to_owned(),
            number: instrument.number.clone(),
            editions: instrument
                .editions
                .iter()
                .map(|edition| f::Edition {
                    year: edition.year,
                    place: edition.place.clone(),
                    revised: edition.revised,
                })
                .collect(),
            number_line: instrument.number_line.as_ref().map(|line| self.paragraph(line)),
            title: self.paragraphs(&instrument.title),
            opening: instrument.opening.as_ref().map(|line| self.paragraph(line)),
            preamble: self.blocks(&instrument.preamble),
            calls: instrument.calls.iter().map(|call| self.call(call)).collect(),
            annexes: instrument.annexes.iter().map(|annex| self.section(annex)).collect(),
        }
    }

    fn call<'b>(&'b self, call: &'b Call) -> f::Call<'b> {
        f::Call {
            key: call.key.map(|key| key.to_string()),
            role: if call.role == CallRole::Recital { f::Role::Recital } else { f::Role::Operative },
            text: self.paragraph(&call.text),
            body: self.blocks(&call.body),
        }
    }

    fn blocks<'b>(&'b self, blocks: &'b [Block]) -> List<'b, f::Block<'b>> {
        List::drawn(blocks, |block| match block {
            Block::Paragraph(paragraph) => f::Block::Paragraph(self.paragraph(paragraph)),
            Block::Item(item) => f::Block::Item(f::Item {
                label: self.label(&item.label),
                level: item.level,
                text: self.paragraph(&item.text),
            }),
            Block::Entry(entry) => f::Block::Entry(f::Entry {
                symbol: entry.symbol.name().to_owned(),
                label: entry.label.as_ref().map(|label| self.label(label)),
                text: self.paragraph(&entry.text),
            }),
            Block::Heading(heading, level) => {
                f::Block::Heading(f::InnerHeading { level: *level, heading: self.heading(heading) })
            }
            Block::Table(table) => f::Block::Table(self.table(table)),
        })
    }

    fn table<'b>(&'b self, table: &'b Table) -> f::Table<'b> {
        let rows = List::drawn(&table.rows, |row| f::Row {
            heading: row.heading,
            cells: row
                .cells
                .iter()
                .map(|cell| f::Cell {
                    columns: cell.columns.max(1),
                    text: self.paragraphs(&cell.paragraphs),
                    tables: cell.inner.iter().map(|inner| self.inner_table(inner)).collect(),
                })
                .collect(),
            marks: marks(row.insertion, row.deletion, None),
        });
        f::Table { rows, at: self.at(table.span), landscape: table.landscape }
    }

    fn inner_table<'b>(&'b self, inner: &'b InnerTable) -> f::InnerTable<'b> {
        f::InnerTable { before: inner.at, table: self.table(&inner.table) }
    }

    fn label<'b>(&'b self, label: &'b Label) -> f::Label<'b> {
        let span = label.runs.iter().filter_map(|run| run.span).reduce(Span::to);
        let (kind, counts) = label.value.named_counts();
        f::Label {
            text: words(&label.runs),
            kind: kind.to_owned(),
            counts,
            gap: match label.gap {
                LabelGap::Tab => None,
                LabelGap::Space => Some("space".into()),
                LabelGap::Nothing => Some("nothing".into()),
            },
            at: span.map(|span| self.at(span)),
            runs: runs(&label.runs),
        }
    }

    fn paragraphs<'b>(&'b self, paragraphs: &'b [Paragraph]) -> Vec<f::Text<'b>> {
        paragraphs.iter().map(|paragraph| self.paragraph(paragraph)).collect()
    }

    fn paragraph<'b>(&'b self, paragraph: &'b Paragraph) -> f::Text<'b> {
        let mark = paragraph.mark;
        f::Text {
            text: words(&paragraph.runs),
            at: self.at(paragraph.span),
            runs: runs(&paragraph.runs),
            end: marks(mark.insertion, mark.deletion, mark.formatting),
            landscape: paragraph.hint.landscape,
            anchors: paragraph.anchors.iter().map(|name| name.to_string()).collect(),
        }
    }
}

fn marks(
    insertion: Option<RevisionIndex>,
    deletion: Option<RevisionIndex>,
    formatting: Option<RevisionIndex>,
) -> f::Marks {
    let index = |mark: Option<RevisionIndex>| mark.map(|index| index.get());
    f::Marks { insertion: index(insertion), deletion: index(deletion), formatting: index(formatting) }
}

/// Runs as the form has them; none where there is nothing to say of any but its text.
fn runs(runs: &[Run]) -> List<'_, f::Run> {
    let plain = |run: &Run| {
        run.insertion.is_none()
            && run.deletion.is_none()
            && run.format == Format::PLAIN
            && run.object.is_none()
            && run.link.is_none()
    };
    if runs.iter().all(plain) {
        return List::default();
    }
    List::drawn(runs, |run| {
        let (note, comment) = match run.object {
            Some(Object::Note(index)) => (Some(index), None),
            Some(Object::Comment(index)) => (None, Some(index)),
            Some(Object::Picture(_) | Object::CommentStart(_) | Object::PageNumber) | None => (None, None),
        };
        f::Run {
            text: run.text.clone(),
            insertion: run.insertion.map(|index| index.get()),
            deletion: run.deletion.map(|index| index.get()),
            format: format_names(run.format),
            link: run.link.as_deref().map(str::to_owned),
            note,
            formatting: run.formatting.map(|index| index.get()),
            comment,
        }
    })
}

/// The text of runs; of one run as it stands.
fn words(runs: &[Run]) -> Cow<'_, str> {
    match runs {
        [run] => Cow::Borrowed(&run.text),
        runs => Cow::Owned(runs_text(runs)),
    }
}

fn kind(format: &SourceFormat) -> f::InputKind {
    match format {
        SourceFormat::Text { .. } => f::InputKind::Text,
        SourceFormat::Docx => f::InputKind::Docx,
        SourceFormat::FlatDocx => f::InputKind::FlatDocx,
        SourceFormat::WordXml => f::InputKind::WordXml,
        SourceFormat::Odt => f::InputKind::Odt,
        SourceFormat::FlatOdt => f::InputKind::FlatOdt,
        SourceFormat::Doc => f::InputKind::Doc,
        SourceFormat::Rtf => f::InputKind::Rtf,
        SourceFormat::Html => f::InputKind::Html,
        SourceFormat::AkomaNtoso => f::InputKind::AkomaNtoso,
    }
}

fn revision_kind(kind: RevisionKind) -> f::RevisionKind {
    match kind {
        RevisionKind::Insertion => f::RevisionKind::Insertion,
        RevisionKind::Deletion => f::RevisionKind::Deletion,
        RevisionKind::Formatting => f::RevisionKind::Formatting,
    }
}

fn revision(revision: &Revision) -> f::Revision {
    let (rule, confidence, reason, ruling) = match &revision.origin {
        RevisionOrigin::Word => (None, None, None, None),
        RevisionOrigin::Recovered { rule, confidence, reason, ruling } => {
            (Some(rule.clone().into_owned()), Some(*confidence), Some(reason.clone()), ruling.clone())
        }
    };
    f::Revision {
        kind: revision_kind(revision.kind),
        author: revision.author.clone(),
        date: revision.date.clone(),
        recovered_by: rule,
        confidence,
        reason,
        ruling,
    }
}

/// `en`, `en/fr`.
fn originals(first: Language, further: &[Language]) -> String {
    [&[first], further].concat().iter().map(|language| language.code()).collect::<Vec<_>>().join("/")
}

fn document_number(number: &crate::model::DocumentNumber) -> f::DocumentNumber {
    f::DocumentNumber {
        number: number.number.clone(),
        revision: number.revision,
        addendum: number.addendum,
        corrigendum: number.corrigendum,
    }
}

fn runs_text(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn format_names(format: Format) -> Vec<String> {
    let set = Format::NAMES.iter().filter(|(one, _)| format.has(*one));
    set.map(|(_, name)| (*name).to_owned()).collect()
}
