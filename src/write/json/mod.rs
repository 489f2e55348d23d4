//! The structure as JSON, in a documented, versioned form that `itudoc schema` prints.
//!
//! The form is a type of its own ([`form`]), not the model: the model may change, the form changes
//! only with its version. Offsets count characters, as the readers of JSON count them.

pub mod form;
mod places;

use crate::diagnostics::Refusal;
use crate::model::{
    Block, Call, CallRole, Content, Evidence, Fact, Heading, Instrument, Label, LabelValue, Proposal,
    Section, Submission,
};
use crate::recover::{Mark, Ruling};
use crate::source::{Replaced, SetAside, SourceFormat};
use crate::text::{Format, Paragraph, Revision, RevisionKind, RevisionOrigin, Run, Span, Table};

use form as f;
use places::Places;

/// What the JSON says of the input besides its structure.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
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
/// [`RefusalKind::Internal`] where serialisation fails, which no input is known to cause.
pub fn write(submission: &Submission, input: &Input<'_>) -> Result<Vec<u8>, Refusal> {
    let document = Builder { places: Places::new(input.text) }.document(submission, input);
    let mut bytes = serde_json::to_vec_pretty(&document)
        .map_err(|error| Refusal::internal(format!("the JSON could not be written: {error}")))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The JSON Schema of the form, indented.
pub fn schema() -> String {
    let schema = schemars::schema_for!(f::Document);
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

struct Builder<'a> {
    places: Places<'a>,
}

impl Builder<'_> {
    fn document(&self, submission: &Submission, input: &Input<'_>) -> f::Document {
        let masthead = &submission.masthead;
        f::Document {
            format: f::FORMAT.to_owned(),
            input: f::Input {
                name: input.name.to_owned(),
                kind: kind(input.format),
                encoding: match input.format {
                    SourceFormat::Text { encoding } => Some((*encoding).to_owned()),
                    _ => None,
                },
                read_by: input.read_by.map(str::to_owned),
                sha256: input.sha256.to_owned(),
                characters: input.text.chars().count(),
            },
            language: submission.language.map(|language| language.code().to_owned()),
            masthead: f::Masthead {
                conference: masthead.conference.as_ref().map(|fact| {
                    self.fact(fact, |id| f::Conference { body: body_name(id.body).to_owned(), year: id.year })
                }),
                document: masthead.document.as_ref().map(|fact| self.fact(fact, document_number)),
                date: masthead.date.as_ref().map(|fact| self.fact(fact, ToString::to_string)),
                original: masthead
                    .original
                    .as_ref()
                    .map(|fact| self.fact(fact, |language| language.code().to_owned())),
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
            revisions: submission.revisions.iter().map(revision).collect(),
            rejected_marks: input.rejected.iter().map(|mark| self.rejected(mark)).collect(),
            set_aside: submission.set_aside.iter().map(|piece| self.set_aside(piece, input.text)).collect(),
            replaced: input
                .replaced
                .iter()
                .map(|one| f::Replaced {
                    at: self.at(one.span),
                    from: format!("U+{:04X}", u32::from(one.from)),
                    to: one.to.to_string(),
                    why: one.why.to_owned(),
                })
                .collect(),
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
            reason: mark.reason.clone(),
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
            Evidence::Inferred(span, why) => ((*why).to_owned(), (!span.is_empty()).then_some(*span)),
            Evidence::FileName => ("the file's name".to_owned(), None),
            Evidence::Given(by) => (by.clone(), None),
        };
        f::Fact { value: show(&fact.value), known_by, at: at.map(|span| self.at(span)) }
    }

    fn set_aside(&self, piece: &SetAside, text: &str) -> f::SetAside {
        f::SetAside {
            at: self.at(piece.span),
            why: set_aside_name(piece.why).to_owned(),
            text: text.get(piece.span.range()).unwrap_or_default().to_owned(),
        }
    }

    fn content(&self, content: &Content) -> f::Content {
        match content {
            Content::Section(section) => f::Content::Section(self.section(section)),
            Content::Proposal(proposal) => f::Content::Proposal(Box::new(self.proposal(proposal))),
            Content::Instrument(instrument) => f::Content::Instrument(self.instrument(instrument)),
        }
    }

    fn section(&self, section: &Section) -> f::Section {
        f::Section {
            kind: super::tree::section_name(section.kind).to_owned(),
            heading: section.heading.as_ref().map(|heading| self.heading(heading)),
            body: self.blocks(&section.body),
            at: self.at(section.span),
        }
    }

    fn heading(&self, heading: &Heading) -> f::Heading {
        f::Heading {
            label: heading.label.as_ref().map(|label| self.label(label)),
            lines: self.paragraphs(&heading.lines),
        }
    }

    fn proposal(&self, proposal: &Proposal) -> f::Proposal {
        f::Proposal {
            symbol: proposal.symbol.as_str().to_owned(),
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

    fn instrument(&self, instrument: &Instrument) -> f::Instrument {
        f::Instrument {
            kind: format!("{:?}", instrument.kind).to_lowercase(),
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

    fn call(&self, call: &Call) -> f::Call {
        f::Call {
            key: call.key.map(|key| key.to_string()),
            role: if call.role == CallRole::Recital { f::Role::Recital } else { f::Role::Operative },
            text: self.paragraph(&call.text),
            body: self.blocks(&call.body),
        }
    }

    fn blocks(&self, blocks: &[Block]) -> Vec<f::Block> {
        blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(paragraph) => f::Block::Paragraph(self.paragraph(paragraph)),
                Block::Item(item) => f::Block::Item(f::Item {
                    label: self.label(&item.label),
                    level: item.level,
                    text: self.paragraph(&item.text),
                }),
                Block::Entry(entry) => f::Block::Entry(f::Entry {
                    symbol: entry.symbol.as_str().to_owned(),
                    label: entry.label.as_ref().map(|label| self.label(label)),
                    text: self.paragraph(&entry.text),
                }),
                Block::Heading(heading, level) => {
                    f::Block::Heading(f::InnerHeading { level: *level, heading: self.heading(heading) })
                }
                Block::Table(table) => f::Block::Table(self.table(table)),
            })
            .collect()
    }

    fn table(&self, table: &Table) -> f::Table {
        let rows = table.rows.iter().map(|row| f::Row {
            heading: row.heading,
            cells: row
                .cells
                .iter()
                .map(|cell| f::Cell { columns: cell.columns.max(1), text: self.paragraphs(&cell.paragraphs) })
                .collect(),
        });
        f::Table { rows: rows.collect(), at: self.at(table.span) }
    }

    fn label(&self, label: &Label) -> f::Label {
        let span = label.runs.iter().filter_map(|run| run.span).reduce(Span::to);
        let (kind, counts) = match &label.value {
            LabelValue::Letter(n) => ("letter", vec![*n]),
            LabelValue::Roman(n) => ("roman", vec![*n]),
            LabelValue::Number(parts) => ("number", parts.clone()),
            LabelValue::Han(n) => ("han", vec![*n]),
            LabelValue::Part(n) => ("part", vec![*n]),
            LabelValue::Bullet => ("bullet", Vec::new()),
            LabelValue::Other => ("other", Vec::new()),
        };
        f::Label { text: label.text(), kind: kind.to_owned(), counts, at: span.map(|span| self.at(span)) }
    }

    fn paragraphs(&self, paragraphs: &[Paragraph]) -> Vec<f::Text> {
        paragraphs.iter().map(|paragraph| self.paragraph(paragraph)).collect()
    }

    fn paragraph(&self, paragraph: &Paragraph) -> f::Text {
        let plain = |run: &Run| {
            run.insertion.is_none()
                && run.deletion.is_none()
                && run.format == Format::PLAIN
                && run.object.is_none()
                && run.link.is_none()
        };
        let runs = if paragraph.runs.iter().all(plain) {
            Vec::new()
        } else {
            paragraph
                .runs
                .iter()
                .map(|run| f::Run {
                    text: run.text.clone(),
                    insertion: run.insertion.map(|index| index.0),
                    deletion: run.deletion.map(|index| index.0),
                    format: format_names(run.format),
                    link: run.link.as_deref().map(str::to_owned),
                    note: match run.object {
                        Some(crate::text::Object::Note(index)) => Some(index),
                        _ => None,
                    },
                })
                .collect()
        };
        f::Text { text: paragraph.all_text(), at: self.at(paragraph.span), runs }
    }
}

fn kind(format: &SourceFormat) -> f::InputKind {
    match format {
        SourceFormat::Text { .. } => f::InputKind::Text,
        SourceFormat::Docx => f::InputKind::Docx,
        SourceFormat::Doc => f::InputKind::Doc,
        SourceFormat::Rtf => f::InputKind::Rtf,
        SourceFormat::Html => f::InputKind::Html,
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
            (Some((*rule).to_owned()), Some(*confidence), Some(reason.clone()), ruling.clone())
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

fn body_name(body: crate::model::Body) -> &'static str {
    use crate::model::Body;
    match body {
        Body::Plenipotentiary => "PP",
        Body::Wtsa => "WTSA",
        Body::Wtdc => "WTDC",
        Body::Wrc => "WRC",
        Body::RadioAssembly => "RA",
        Body::Wcit => "WCIT",
        Body::Wtpf => "WTPF",
        Body::Council => "Council",
        Body::StudyGroupT => "ITU-T-SG",
        Body::StudyGroupD => "ITU-D-SG",
        Body::StudyGroupR => "ITU-R-SG",
    }
}

fn format_names(format: Format) -> Vec<String> {
    const NAMES: [(Format, &str); 10] = [
        (Format::BOLD, "bold"),
        (Format::ITALIC, "italic"),
        (Format::UNDERLINE, "underline"),
        (Format::STRIKE, "strike"),
        (Format::SUPERSCRIPT, "superscript"),
        (Format::SUBSCRIPT, "subscript"),
        (Format::CAPS, "caps"),
        (Format::SMALL_CAPS, "small-caps"),
        (Format::RIGHT_TO_LEFT, "right-to-left"),
        (Format::HIDDEN, "hidden"),
    ];
    NAMES.iter().filter(|(one, _)| format.has(*one)).map(|(_, name)| (*name).to_owned()).collect()
}

/// The name of a reason for setting text aside, as documents for machines carry it.
pub fn set_aside_name(why: crate::source::SetAsideWhy) -> &'static str {
    use crate::source::SetAsideWhy;
    match why {
        SetAsideWhy::EndRule => "end-rule",
        SetAsideWhy::PageHeader => "page-header",
        SetAsideWhy::PageFooter => "page-footer",
        SetAsideWhy::JobNumber => "job-number",
        SetAsideWhy::Control => "control-character",
        SetAsideWhy::ObjectMark => "object-mark",
        SetAsideWhy::Masthead => "masthead",
        SetAsideWhy::FieldResidue => "field-residue",
        SetAsideWhy::Overruled => "overruled",
    }
}
