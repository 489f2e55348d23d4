//! A submission out of its JSON.
//!
//! In: the bytes of an `itudoc/1` document. Out: the submission, its spans pointing into a text restored
//! from it. Never: a mark or a note that the document does not hold.

use std::borrow::Cow;

use super::form as f;
use super::restored::{Restored, restore};
use super::writer::{self, Builder, InputProfile};
use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::language::Language;
use crate::model::names::StableName;
use crate::model::{
    Block, Body, Call, CallRole, ConferenceId, Content, DocumentNumber, Edition, Entry, Evidence, Fact,
    Heading, Instrument, Item, Key, Label, LabelValue, Masthead, Part, Proposal, ProposalId, Section,
    Submission,
};
use crate::source::{Replaced, SetAside, SourceFormat};
use crate::text::{
    Comment, Format, InnerTable, LabelGap, Note, NoteKind, Object, Paragraph, ParagraphMark, Revision,
    RevisionIndex, RevisionKind, RevisionOrigin, Run, Span, StyleHint, Table, TableCell, TableRow,
};

/// What a JSON document holds.
#[derive(Debug, Clone)]
pub struct Structure {
    /// Name of the file that it was made of.
    pub name: String,
    /// What that file was.
    pub format: SourceFormat,
    /// The program that read the file, where it was not this one.
    pub read_by: Option<String>,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// The decoded input as far as it is known: what stands between the texts is white space.
    pub text: String,
    /// Characters shown as another.
    pub replaced: Vec<Replaced>,
    /// The submission.
    pub submission: Submission,
    /// Marks that a person rejected.
    pub rejected: Vec<f::RejectedMark>,
}

impl Structure {
    /// Reads the JSON of a submission (`itudoc/1`), as [`Reading::structure`](crate::Reading::structure) and
    /// `convert` write it.
    ///
    /// # Errors
    /// [`RefusalKind::Format`] where it is no `itudoc/1` document, [`RefusalKind::Damaged`] where a value of
    /// it means nothing, [`RefusalKind::Limit`] where it tells of more than an input may hold.
    ///
    /// # Examples
    /// ```
    /// let bytes = "RESOLUTION 64 (Rev. Busan, 2014)\n".as_bytes();
    /// let json = itudoc::read("note.txt", bytes)?.structure(bytes)?;
    /// let back = itudoc::Structure::read(&json)?;
    /// assert_eq!(back.name, "note.txt");
    /// assert_eq!(back.write()?, json);
    /// # Ok::<(), itudoc::Refusal>(())
    /// ```
    pub fn read(json: &[u8]) -> Result<Structure, Refusal> {
        read(json)
    }

    /// The JSON again, byte for byte.
    ///
    /// # Errors
    /// [`RefusalKind::Internal`] where serialisation fails, which no input is known to cause.
    pub fn write(&self) -> Result<Vec<u8>, Refusal> {
        let input = InputProfile {
            name: &self.name,
            format: &self.format,
            read_by: self.read_by.as_deref(),
            text: &self.text,
            sha256: &self.sha256,
            replaced: &self.replaced,
            rejected: &[],
        };
        let builder = Builder::new(&self.text);
        let mut document = builder.document(&self.submission, &input);
        document.rejected_marks.clone_from(&self.rejected);
        writer::print(&document)
    }
}

fn read(bytes: &[u8]) -> Result<Structure, Refusal> {
    let document: f::Document<'static> = serde_json::from_slice(bytes).map_err(|error| {
        Refusal::new(
            RefusalKind::Format,
            message!("this is no JSON of the form {form}: {error}", form = f::FORMAT, error),
            message!("give a file that `itudoc convert --to json` made"),
        )
    })?;
    if document.format != f::FORMAT {
        return Err(unknown("format", &document.format));
    }
    let restored = restore(&document, &texts(&document))?;
    let reader = StructureReader { restored, document: &document };
    let submission = reader.submission()?;
    let replaced =
        document.replaced.read().iter().map(|one| reader.replaced(one)).collect::<Result<_, _>>()?;
    Ok(Structure {
        name: document.input.name.clone(),
        format: format_of(&document.input),
        read_by: document.input.read_by.clone(),
        sha256: document.input.sha256.clone(),
        text: reader.restored.text,
        replaced,
        submission,
        rejected: document.rejected_marks.clone(),
    })
}

fn unknown(what: &'static str, value: &str) -> Refusal {
    Refusal::new(
        RefusalKind::Damaged,
        message!("the JSON names the {what} {value}, which is not known", what => Message::phrase(what), value = format!("{value:?}")),
        message!("make the JSON anew from the input, or use the itudoc that made it"),
    )
}

/// A value by its stable name.
fn named<T: StableName>(what: &'static str, name: &str) -> Result<T, Refusal> {
    T::named(name).ok_or_else(|| unknown(what, name))
}

fn format_of(input: &f::Input) -> SourceFormat {
    match input.kind {
        f::InputKind::Text => {
            SourceFormat::Text { encoding: Cow::Owned(input.encoding.clone().unwrap_or_default()) }
        }
        f::InputKind::Docx => SourceFormat::Docx,
        f::InputKind::FlatDocx => SourceFormat::FlatDocx,
        f::InputKind::WordXml => SourceFormat::WordXml,
        f::InputKind::Odt => SourceFormat::Odt,
        f::InputKind::FlatOdt => SourceFormat::FlatOdt,
        f::InputKind::Doc => SourceFormat::Doc,
        f::InputKind::Rtf => SourceFormat::Rtf,
        f::InputKind::Html => SourceFormat::Html,
        f::InputKind::AkomaNtoso => SourceFormat::AkomaNtoso,
    }
}

/// Every text of a document with its place: what the restored input is made of.
fn texts<'a>(document: &'a f::Document<'_>) -> Vec<(f::Place, &'a str)> {
    let mut all = Texts(Vec::new());
    let masthead = &document.masthead;
    for fact in [&masthead.source, &masthead.title, &masthead.agenda_item].into_iter().flatten() {
        all.0.extend(fact.at.map(|at| (at, fact.value.as_str())));
    }
    let places = [
        masthead.conference.as_ref().and_then(|fact| fact.at),
        masthead.document.as_ref().and_then(|fact| fact.at),
        masthead.date.as_ref().and_then(|fact| fact.at),
        masthead.original.as_ref().and_then(|fact| fact.at),
        masthead.meeting.as_ref().and_then(|fact| fact.at),
    ];
    let symbols = masthead.symbols.iter().map(|fact| fact.at);
    all.0.extend(places.into_iter().chain(symbols).flatten().map(|at| (at, "")));
    for part in &document.parts {
        all.0.push((part.at, ""));
        part.heading.iter().for_each(|heading| all.heading(heading));
        for content in &part.contents {
            match content {
                f::Content::Section(section) => all.section(section),
                f::Content::Instrument(instrument) => all.instrument(instrument),
                f::Content::Proposal(proposal) => {
                    all.0.push((proposal.at, ""));
                    all.text(&proposal.line);
                    all.instrument(&proposal.instrument);
                    all.blocks(proposal.reasons.read());
                }
            }
        }
    }
    document.notes.iter().flatten().for_each(|text| all.text(text));
    document.comments.iter().flat_map(|comment| &comment.text).for_each(|text| all.text(text));
    all.0.extend(document.set_aside.read().iter().map(|piece| (piece.at, piece.text.as_str())));
    all.0.extend(document.rejected_marks.iter().flat_map(|mark| &mark.edits).map(|edit| (edit.at, "")));
    all.0
}

struct Texts<'a>(Vec<(f::Place, &'a str)>);

impl<'a> Texts<'a> {
    fn text(&mut self, text: &'a f::Text<'_>) {
        self.0.push((text.at, &text.text));
    }

    fn label(&mut self, label: &'a f::Label<'_>) {
        self.0.extend(label.at.map(|at| (at, &*label.text)));
    }

    fn heading(&mut self, heading: &'a f::Heading<'_>) {
        heading.label.iter().for_each(|label| self.label(label));
        heading.lines.iter().for_each(|line| self.text(line));
    }

    fn section(&mut self, section: &'a f::Section<'_>) {
        self.0.push((section.at, ""));
        section.heading.iter().for_each(|heading| self.heading(heading));
        self.blocks(section.body.read());
    }

    fn instrument(&mut self, instrument: &'a f::Instrument<'_>) {
        let lines = instrument.number_line.iter().chain(&instrument.title).chain(&instrument.opening);
        lines.for_each(|line| self.text(line));
        self.blocks(instrument.preamble.read());
        for call in &instrument.calls {
            self.text(&call.text);
            self.blocks(call.body.read());
        }
        instrument.annexes.iter().for_each(|annex| self.section(annex));
    }

    fn blocks(&mut self, blocks: &'a [f::Block<'_>]) {
        for block in blocks {
            match block {
                f::Block::Paragraph(text) => self.text(text),
                f::Block::Item(item) => {
                    self.label(&item.label);
                    self.text(&item.text);
                }
                f::Block::Entry(entry) => {
                    entry.label.iter().for_each(|label| self.label(label));
                    self.text(&entry.text);
                }
                f::Block::Heading(heading) => self.heading(&heading.heading),
                f::Block::Table(table) => self.table(table),
            }
        }
    }

    fn table(&mut self, table: &'a f::Table<'_>) {
        self.0.push((table.at, ""));
        for cell in table.rows.read().iter().flat_map(|row| &row.cells) {
            cell.text.iter().for_each(|text| self.text(text));
            cell.tables.iter().for_each(|inner| self.table(&inner.table));
        }
    }
}

struct StructureReader<'a> {
    restored: Restored,
    document: &'a f::Document<'static>,
}

impl StructureReader<'_> {
    fn submission(&self) -> Result<Submission, Refusal> {
        let document = self.document;
        Ok(Submission {
            language: document.language.as_deref().map(language).transpose()?,
            masthead: self.masthead(&document.masthead)?,
            parts: document.parts.iter().map(|part| self.part(part)).collect::<Result<_, _>>()?,
            notes: document.notes.iter().map(|note| self.note(note)).collect::<Result<_, _>>()?,
            comments: document.comments.iter().map(|one| self.comment(one)).collect::<Result<_, _>>()?,
            pictures: Vec::new(),
            formulas: Vec::new(),
            // The form does not say what the file called itself.
            own_title: String::new(),
            work: None,
            revisions: document.revisions.read().iter().map(revision).collect(),
            set_aside: document
                .set_aside
                .read()
                .iter()
                .map(|piece| {
                    Ok(SetAside { span: self.restored.span(&piece.at), why: named("reason", &piece.why)? })
                })
                .collect::<Result<_, Refusal>>()?,
        })
    }

    fn masthead(&self, masthead: &f::Masthead) -> Result<Masthead, Refusal> {
        let runs = |fact: &Option<f::Fact<String>>| {
            self.fact(fact, |text, span| Ok(vec![Run { text: text.clone(), span, ..Run::default() }]))
        };
        let text = |fact: &Option<f::Fact<String>>| self.fact(fact, |text, _| Ok(text.clone()));
        Ok(Masthead {
            conference: self.fact(&masthead.conference, |conference, _| {
                Ok(ConferenceId {
                    body: Body::of(&conference.body).ok_or_else(|| unknown("body", &conference.body))?,
                    year: conference.year,
                })
            })?,
            document: self.fact(&masthead.document, |number, _| Ok(document_number(number)))?,
            date: self.fact(&masthead.date, |date, _| date.parse().map_err(|_| unknown("date", date)))?,
            date_line: text(&masthead.date_line)?,
            original: self
                .fact(&masthead.original, |codes, _| language(codes.split('/').next().unwrap_or(codes)))?,
            further_originals: masthead
                .original
                .iter()
                .flat_map(|fact| fact.value.split('/').skip(1))
                .map(language)
                .collect::<Result<_, Refusal>>()?,
            original_line: text(&masthead.original_line)?,
            conference_name: text(&masthead.conference_name)?,
            venue: text(&masthead.venue)?,
            source: runs(&masthead.source)?,
            symbols: masthead
                .symbols
                .iter()
                .map(|fact| self.value(fact, |symbol, _| Ok(symbol.clone())))
                .collect::<Result<_, _>>()?,
            title: runs(&masthead.title)?,
            agenda_item: runs(&masthead.agenda_item)?,
            meeting: text(&masthead.meeting)?,
        })
    }

    fn fact<T, U>(
        &self,
        fact: &Option<f::Fact<T>>,
        read: impl Fn(&T, Option<Span>) -> Result<U, Refusal>,
    ) -> Result<Option<Fact<U>>, Refusal> {
        fact.as_ref().map(|fact| self.value(fact, read)).transpose()
    }

    fn value<T, U>(
        &self,
        fact: &f::Fact<T>,
        read: impl Fn(&T, Option<Span>) -> Result<U, Refusal>,
    ) -> Result<Fact<U>, Refusal> {
        let span = fact.at.map(|at| self.restored.span(&at));
        let evidence = match (span, fact.known_by.as_str()) {
            (Some(span), "stated") => Evidence::Stated(span),
            (Some(span), why) => Evidence::Inferred(span, Cow::Owned(why.to_owned())),
            (None, "the file's name") => Evidence::FileName,
            (None, by) => Evidence::Given(by.to_owned()),
        };
        Ok(Fact { value: read(&fact.value, span)?, evidence })
    }

    fn part(&self, part: &f::Part<'_>) -> Result<Part, Refusal> {
        Ok(Part {
            heading: part.heading.as_ref().map(|heading| self.heading(heading)).transpose()?,
            contents: part.contents.iter().map(|content| self.content(content)).collect::<Result<_, _>>()?,
            span: self.restored.span(&part.at),
        })
    }

    fn content(&self, content: &f::Content<'_>) -> Result<Content, Refusal> {
        Ok(match content {
            f::Content::Section(section) => Content::Section(self.section(section)?),
            f::Content::Instrument(instrument) => Content::Instrument(Box::new(self.instrument(instrument)?)),
            f::Content::Proposal(proposal) => Content::Proposal(Box::new(self.proposal(proposal)?)),
        })
    }

    fn proposal(&self, proposal: &f::Proposal<'_>) -> Result<Proposal, Refusal> {
        Ok(Proposal {
            symbol: named("symbol", &proposal.symbol)?,
            id: proposal.id.as_ref().map(|id| ProposalId {
                sources: id.sources.clone(),
                document: document_number(&id.document),
                serial: id.serial.clone(),
            }),
            line: self.paragraph(&proposal.line)?,
            instrument: self.instrument(&proposal.instrument)?,
            reasons: self.blocks(proposal.reasons.read())?,
            span: self.restored.span(&proposal.at),
        })
    }

    fn section(&self, section: &f::Section<'_>) -> Result<Section, Refusal> {
        Ok(Section {
            kind: named("kind of section", &section.kind)?,
            heading: section.heading.as_ref().map(|heading| self.heading(heading)).transpose()?,
            body: self.blocks(section.body.read())?,
            span: self.restored.span(&section.at),
        })
    }

    fn heading(&self, heading: &f::Heading<'_>) -> Result<Heading, Refusal> {
        Ok(Heading {
            label: heading.label.as_ref().map(|label| self.label(label)).transpose()?,
            lines: self.paragraphs(&heading.lines)?,
        })
    }

    fn instrument(&self, instrument: &f::Instrument<'_>) -> Result<Instrument, Refusal> {
        let edition = |edition: &f::Edition| Edition {
            year: edition.year,
            place: edition.place.clone(),
            revised: edition.revised,
        };
        Ok(Instrument {
            kind: named("kind of instrument", &instrument.kind)?,
            number: instrument.number.clone(),
            editions: instrument.editions.iter().map(edition).collect(),
            number_line: instrument.number_line.as_ref().map(|line| self.paragraph(line)).transpose()?,
            title: self.paragraphs(&instrument.title)?,
            opening: instrument.opening.as_ref().map(|line| self.paragraph(line)).transpose()?,
            preamble: self.blocks(instrument.preamble.read())?,
            calls: instrument.calls.iter().map(|call| self.call(call)).collect::<Result<_, _>>()?,
            annexes: instrument.annexes.iter().map(|annex| self.section(annex)).collect::<Result<_, _>>()?,
        })
    }

    fn call(&self, call: &f::Call<'_>) -> Result<Call, Refusal> {
        let key = |key: &String| Key::new(key).ok_or_else(|| unknown("call", key));
        Ok(Call {
            key: call.key.as_ref().map(key).transpose()?,
            role: match call.role {
                f::Role::Recital => CallRole::Recital,
                f::Role::Operative => CallRole::Operative,
            },
            text: self.paragraph(&call.text)?,
            body: self.blocks(call.body.read())?,
        })
    }

    fn blocks(&self, blocks: &[f::Block<'_>]) -> Result<Vec<Block>, Refusal> {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &f::Block<'_>) -> Result<Block, Refusal> {
        Ok(match block {
            f::Block::Paragraph(text) => Block::Paragraph(self.paragraph(text)?),
            f::Block::Item(item) => Block::Item(Box::new(Item {
                label: self.label(&item.label)?,
                level: item.level,
                text: self.paragraph(&item.text)?,
            })),
            f::Block::Entry(entry) => Block::Entry(Box::new(Entry {
                symbol: named("symbol", &entry.symbol)?,
                symbol_runs: vec![Run::generated(entry.symbol.clone())],
                label: entry.label.as_ref().map(|label| self.label(label)).transpose()?,
                text: self.paragraph(&entry.text)?,
            })),
            f::Block::Heading(heading) => Block::Heading(self.heading(&heading.heading)?, heading.level),
            f::Block::Table(table) => Block::Table(self.table(table)?),
        })
    }

    fn table(&self, table: &f::Table<'_>) -> Result<Table, Refusal> {
        let cell = |cell: &f::Cell<'_>| -> Result<TableCell, Refusal> {
            let paragraphs = self.paragraphs(&cell.text)?;
            let inner = cell
                .tables
                .iter()
                .map(|inner| Ok(InnerTable { at: inner.before, table: self.table(&inner.table)? }))
                .collect::<Result<_, Refusal>>()?;
            Ok(TableCell { paragraphs, inner, columns: cell.columns, ..TableCell::default() })
        };
        let row = |row: &f::Row<'_>| -> Result<TableRow, Refusal> {
            Ok(TableRow {
                cells: row.cells.iter().map(cell).collect::<Result<_, _>>()?,
                heading: row.heading,
                insertion: self.mark(row.marks.insertion)?,
                deletion: self.mark(row.marks.deletion)?,
                ..TableRow::default()
            })
        };
        Ok(Table {
            landscape: table.landscape,
            rows: table.rows.read().iter().map(row).collect::<Result<_, _>>()?,
            span: self.restored.span(&table.at),
            ..Table::default()
        })
    }

    fn label(&self, label: &f::Label<'_>) -> Result<Label, Refusal> {
        let value = LabelValue::from_named_counts(&label.kind, &label.counts)
            .ok_or_else(|| unknown("kind of label", &label.kind))?;
        let span = label.at.map(|at| self.restored.span(&at));
        let gap = match label.gap.as_deref() {
            None => LabelGap::Tab,
            Some("space") => LabelGap::Space,
            Some("nothing") => LabelGap::Nothing,
            Some(other) => return Err(unknown("gap of label", other)),
        };
        Ok(Label { runs: self.runs(&label.text, label.runs.read(), span)?, value, gap })
    }

    fn note(&self, note: &[f::Text<'_>]) -> Result<Note, Refusal> {
        Ok(Note { kind: NoteKind::Footnote, paragraphs: self.paragraphs(note)?, own_mark: None })
    }

    fn comment(&self, comment: &f::Comment<'_>) -> Result<Comment, Refusal> {
        Ok(Comment {
            author: comment.author.clone(),
            date: comment.date.clone(),
            initials: None,
            paragraphs: self.paragraphs(&comment.text)?,
        })
    }

    fn paragraphs(&self, texts: &[f::Text<'_>]) -> Result<Vec<Paragraph>, Refusal> {
        texts.iter().map(|text| self.paragraph(text)).collect()
    }

    fn paragraph(&self, text: &f::Text<'_>) -> Result<Paragraph, Refusal> {
        let span = self.restored.span(&text.at);
        Ok(Paragraph {
            runs: self.runs(&text.text, text.runs.read(), Some(span))?,
            span,
            mark: ParagraphMark {
                insertion: self.mark(text.end.insertion)?,
                deletion: self.mark(text.end.deletion)?,
                formatting: self.mark(text.end.formatting)?,
            },
            hint: StyleHint { landscape: text.landscape, ..StyleHint::default() },
            anchors: text.anchors.iter().map(|name| name.as_str().into()).collect(),
        })
    }

    /// Runs, each on its share of the span: they follow one another in the input.
    fn runs(&self, text: &str, runs: &[f::Run], span: Option<Span>) -> Result<Vec<Run>, Refusal> {
        if runs.is_empty() {
            let one = (!text.is_empty()).then(|| Run { text: text.to_owned(), span, ..Run::default() });
            return Ok(one.into_iter().collect());
        }
        let mut at = span.map(|span| span.start);
        let mut read = Vec::with_capacity(runs.len());
        for (nth, run) in runs.iter().enumerate() {
            let length = u32::try_from(run.text.len()).unwrap_or(u32::MAX);
            let own = at.zip(span).map(|(start, span)| {
                let end =
                    if nth + 1 == runs.len() { span.end } else { start.saturating_add(length).min(span.end) };
                Span { start: start.min(end), end }
            });
            at = own.map(|own| own.end);
            read.push(self.run(run, own)?);
        }
        Ok(read)
    }

    fn run(&self, run: &f::Run, span: Option<Span>) -> Result<Run, Refusal> {
        let mut format = Format::PLAIN;
        for name in &run.format {
            format = format.with(named("format", name)?);
        }
        let within = |index: Option<u32>, all: usize, what| match index {
            Some(index) if index as usize >= all => Err(unknown(what, &index.to_string())),
            index => Ok(index),
        };
        let note = within(run.note, self.document.notes.len(), "note")?.map(Object::Note);
        let comment = within(run.comment, self.document.comments.len(), "comment")?.map(Object::Comment);
        Ok(Run {
            formula: None,
            text: run.text.clone(),
            span,
            format,
            insertion: self.mark(run.insertion)?,
            deletion: self.mark(run.deletion)?,
            formatting: self.mark(run.formatting)?,
            language: None,
            link: run.link.as_deref().map(Box::from),
            object: note.or(comment),
        })
    }

    /// A mark that the list of marks holds.
    fn mark(&self, index: Option<u32>) -> Result<Option<RevisionIndex>, Refusal> {
        match index {
            Some(index) if index as usize >= self.document.revisions.read().len() => {
                Err(unknown("revision", &index.to_string()))
            }
            index => Ok(index.map(RevisionIndex::new)),
        }
    }

    fn replaced(&self, one: &f::Replaced) -> Result<Replaced, Refusal> {
        let code = one.from.strip_prefix("U+").and_then(|code| u32::from_str_radix(code, 16).ok());
        let from = code.and_then(char::from_u32).ok_or_else(|| unknown("character", &one.from))?;
        let to = one.to.chars().next().ok_or_else(|| unknown("character", &one.to))?;
        Ok(Replaced { span: self.restored.span(&one.at), from, to, why: Cow::Owned(one.why.clone()) })
    }
}

fn language(code: &str) -> Result<Language, Refusal> {
    code.parse().map_err(|_| unknown("language", code))
}

fn document_number(number: &f::DocumentNumber) -> DocumentNumber {
    DocumentNumber {
        number: number.number.clone(),
        addendum: number.addendum,
        revision: number.revision,
        corrigendum: number.corrigendum,
    }
}

fn revision(revision: &f::Revision) -> Revision {
    let origin = match &revision.recovered_by {
        None => RevisionOrigin::Word,
        Some(rule) => RevisionOrigin::Recovered {
            rule: Cow::Owned(rule.clone()),
            confidence: revision.confidence.unwrap_or_default(),
            reason: revision.reason.clone().unwrap_or_default(),
            ruling: revision.ruling.clone(),
        },
    };
    Revision {
        kind: match revision.kind {
            f::RevisionKind::Insertion => RevisionKind::Insertion,
            f::RevisionKind::Deletion => RevisionKind::Deletion,
            f::RevisionKind::Formatting => RevisionKind::Formatting,
        },
        author: revision.author.clone(),
        date: revision.date.clone(),
        origin,
        moved: None,
    }
}
