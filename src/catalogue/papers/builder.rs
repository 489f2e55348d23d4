//! A paper under construction: headings, paragraphs and tables in the order in which they are said.
//!
//! In: words of the form and texts of the pack. Out: a [`Submission`] without a place in any input. Never:
//! a style: what a paragraph is says how it looks.

use crate::language::Language;
use crate::model::{
    Block, Body, ConferenceId, Content, Evidence, Fact, Heading, Masthead, Part, Section, SectionKind,
    Submission,
};
use crate::text::{
    Format, Paragraph, Revision, RevisionIndex, RevisionKind, RevisionOrigin, Run, StyleHint, Table,
    TableCell, TableRow, to_paper,
};

use super::PaperForm;
use crate::pack::contribution::{MarkedRun, RunMark};
use crate::pack::dossier::Dossier;

/// Who says that the facts of a paper are so.
const BY: &str = "the pack";

/// A row whose cells have at most so many characters stands on one page; in a narrow column they are a quarter of one.
const WHOLE: usize = 400;

/// A paper under construction.
#[derive(Debug)]
pub(in crate::catalogue) struct PaperBuilder<'a> {
    pub(in crate::catalogue) form: PaperForm<'a>,
    submission: Submission,
    part: Part,
    section: Option<Section>,
}

impl<'a> PaperBuilder<'a> {
    /// A paper of a title.
    pub(in crate::catalogue) fn new(form: &PaperForm<'a>, title: &str) -> Self {
        let masthead = Masthead {
            conference: conference(form)
                .map(|value| Fact { value, evidence: Evidence::Given(BY.to_owned()) }),
            date: form.pack.selection.cut_off.as_ref().and_then(|date| {
                Some(Fact { value: date.parse().ok()?, evidence: Evidence::Given(BY.to_owned()) })
            }),
            title: Some(Fact {
                value: vec![Run::generated(title)],
                evidence: Evidence::Given(BY.to_owned()),
            }),
            ..Masthead::default()
        };
        let submission = Submission {
            language: Some(form.language),
            masthead,
            own_title: title.to_owned(),
            ..Submission::default()
        };
        Self { form: *form, submission, part: Part::default(), section: None }
    }

    /// Begins a part, on a page of its own.
    pub(in crate::catalogue) fn part(&mut self, title: &str) {
        self.close_section();
        let part = std::mem::take(&mut self.part);
        if part.heading.is_some() || !part.contents.is_empty() {
            self.submission.parts.push(part);
        }
        self.part.heading = Some(Heading { label: None, lines: vec![words(title)] });
    }

    /// Begins a section.
    pub(in crate::catalogue) fn section(&mut self, title: &str) {
        self.close_section();
        let heading = Heading { label: None, lines: vec![words(title)] };
        self.section = Some(Section {
            kind: SectionKind::Other,
            heading: Some(heading),
            body: Vec::new(),
            span: Default::default(),
        });
    }

    /// Adds a block.
    pub(in crate::catalogue) fn block(&mut self, block: Block) {
        let section = self.section.get_or_insert_with(|| Section {
            kind: SectionKind::Plain,
            heading: None,
            body: Vec::new(),
            span: Default::default(),
        });
        section.body.push(block);
    }

    /// Adds a line of words.
    pub(in crate::catalogue) fn line(&mut self, text: &str) {
        if !text.is_empty() {
            self.block(Block::Paragraph(words(text)));
        }
    }

    /// Adds a paragraph.
    pub(in crate::catalogue) fn paragraph(&mut self, paragraph: Paragraph) {
        self.block(Block::Paragraph(paragraph));
    }

    /// Adds a table: widths in twips, heads, rows of cells.
    pub(in crate::catalogue) fn table(
        &mut self,
        columns: &[u32],
        heads: &[String],
        rows: Vec<Vec<Vec<Paragraph>>>,
    ) {
        let cell = |paragraphs: Vec<Paragraph>| TableCell {
            paragraphs: if paragraphs.is_empty() { vec![Paragraph::default()] } else { paragraphs },
            columns: 1,
            ..TableCell::default()
        };
        let head = TableRow {
            cells: heads.iter().map(|head| cell(vec![words(head)])).collect(),
            heading: true,
            ..TableRow::default()
        };
        let body = rows.into_iter().map(|cells| TableRow {
            whole: cells.iter().all(|cell| characters(cell) <= WHOLE),
            cells: cells.into_iter().map(cell).collect(),
            ..TableRow::default()
        });
        let table = Table {
            columns: columns.to_vec(),
            rows: std::iter::once(head).chain(body).collect(),
            right_to_left: self.form.language.is_right_to_left(),
            ..Table::default()
        };
        self.block(Block::Table(table));
    }

    /// A revision of a source, one for each source and kind.
    fn revision(&mut self, author: &str, kind: RevisionKind) -> RevisionIndex {
        let known = self
            .submission
            .revisions
            .iter()
            .position(|revision| revision.kind == kind && revision.author.as_deref() == Some(author));
        let at = known.unwrap_or_else(|| {
            self.submission.revisions.push(Revision {
                kind,
                author: Some(author.to_owned()),
                date: None,
                origin: RevisionOrigin::Word,
                moved: None,
            });
            self.submission.revisions.len() - 1
        });
        RevisionIndex::new(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// Text of the pack with its marks, in its language.
    pub(in crate::catalogue) fn marked(
        &mut self,
        runs: &[MarkedRun],
        author: &str,
        language: &str,
    ) -> Paragraph {
        let foreign = (language != self.form.language.code()).then(|| tag(language));
        let mut paragraph = Paragraph { hint: self.direction(language), ..Paragraph::default() };
        for run in runs.iter().filter(|run| run.mark != RunMark::Neither && !run.text.is_empty()) {
            let mut made = Run::generated(run.text.clone());
            made.format = Format(run.format);
            made.language = foreign.clone().flatten();
            match run.mark {
                RunMark::Inserted => made.insertion = Some(self.revision(author, RevisionKind::Insertion)),
                RunMark::Deleted => made.deletion = Some(self.revision(author, RevisionKind::Deletion)),
                RunMark::Kept | RunMark::Neither => {}
            }
            paragraph.runs.push(made);
        }
        paragraph
    }

    /// A text in a language.
    pub(in crate::catalogue) fn plain(&self, text: &str, language: &str) -> Paragraph {
        let mut run = Run::generated(text);
        if language != self.form.language.code() {
            run.language = tag(language);
        }
        Paragraph { runs: vec![run], hint: self.direction(language), ..Paragraph::default() }
    }

    /// The direction of a text in a language, where it is not that of the paper.
    fn direction(&self, language: &str) -> StyleHint {
        let turned = language == Language::Arabic.code();
        let paper = self.form.language.is_right_to_left();
        StyleHint { right_to_left: turned && !paper, left_to_right: paper && !turned, ..StyleHint::default() }
    }

    /// The identifier of a proposal in a list of all: it leads to the proposal in a bound pack, else to the paper on
    /// its text.
    pub(in crate::catalogue) fn proposal_listed(
        &self,
        dossier: Option<&Dossier>,
        identifier: &str,
    ) -> Paragraph {
        let mut paragraph = words(identifier);
        let link = self.leading(dossier, &place_of_proposal(identifier));
        paragraph.runs.iter_mut().for_each(|run| run.link = Some(link.clone()));
        paragraph
    }

    /// The target of a link to a place of the paper on a text.
    pub(in crate::catalogue) fn leading(&self, dossier: Option<&Dossier>, place: &str) -> Box<str> {
        if self.form.is_bound {
            return format!("#{place}").into();
        }
        to_paper(&paper_on(dossier), place)
    }

    /// The identifier of a proposal in a list of those on a text: its place; in a bound pack it leads to the
    /// proposal itself.
    pub(in crate::catalogue) fn proposal_named(&self, identifier: &str) -> Paragraph {
        if self.form.is_bound {
            return proposals_linked(&[identifier], Format::PLAIN);
        }
        Paragraph { anchors: vec![place_of_proposal(identifier)], ..words(identifier) }
    }

    /// The paper.
    pub(in crate::catalogue) fn finish(mut self) -> Submission {
        self.close_section();
        self.submission.parts.push(self.part);
        self.submission
    }

    fn close_section(&mut self) {
        self.part.contents.extend(self.section.take().map(Content::Section));
    }
}

/// Characters of a cell.
fn characters(cell: &[Paragraph]) -> usize {
    cell.iter().flat_map(|paragraph| &paragraph.runs).map(|run| run.text.chars().count()).sum()
}

/// The tag of a language by its code.
fn tag(code: &str) -> Option<Box<str>> {
    Language::ALL.into_iter().find(|language| language.code() == code).map(|language| language.tag().into())
}

/// The conference of most documents.
fn conference(form: &PaperForm<'_>) -> Option<ConferenceId> {
    let mut votes: std::collections::BTreeMap<(&str, u16), usize> = std::collections::BTreeMap::new();
    for (body, year) in form.pack.documents.iter().filter_map(|document| document.conference.as_ref()) {
        *votes.entry((body, *year)).or_default() += 1;
    }
    let ((body, year), _) = votes.into_iter().max_by_key(|(key, count)| (*count, std::cmp::Reverse(*key)))?;
    Some(ConferenceId { body: Body::of(body)?, year })
}

/// A paragraph of words.
pub(in crate::catalogue) fn words(text: &str) -> Paragraph {
    Paragraph { runs: vec![Run::generated(text)], ..Paragraph::default() }
}

/// A paragraph of words in bold.
pub(in crate::catalogue) fn bold(text: &str) -> Paragraph {
    let mut paragraph = words(text);
    paragraph.runs.iter_mut().for_each(|run| run.format = Format::BOLD);
    paragraph
}

/// A word for a place: the place of a proposal is its identifier, so that no other proposal changes it.
/// Word takes letters, digits and underscores, at most 40.
pub(in crate::catalogue) fn place_of_proposal(identifier: &str) -> Box<str> {
    let letters = identifier.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    let name: String = letters.take(36).collect();
    format!("P_{name}").into()
}

/// A word for the place of a paragraph, by its address.
pub(in crate::catalogue) fn place_of_address(address: &str) -> Box<str> {
    format!("A_{}", crate::digest::Digest::of(address.as_bytes()).head(10)).into()
}

/// Where the paper on a text goes, below the folder, without extension; that of what is on no text where there is none.
pub(in crate::catalogue) fn paper_on(dossier: Option<&Dossier>) -> String {
    let name = dossier.map_or_else(|| "not-placed".to_owned(), |dossier| dossier.target.key.file_name());
    format!("by-resolution/{name}")
}

/// Names in bold, each leading to its proposal.
pub(in crate::catalogue) fn proposals_linked(identifiers: &[&str], format: Format) -> Paragraph {
    let mut paragraph = Paragraph::default();
    for (nth, identifier) in identifiers.iter().enumerate() {
        if nth > 0 {
            paragraph.runs.push(Run { format, ..Run::generated(", ") });
        }
        let link = Some(format!("#{}", place_of_proposal(identifier)).into());
        paragraph.runs.push(Run { format, link, ..Run::generated(*identifier) });
    }
    paragraph
}

/// A paragraph of words in italics.
pub(in crate::catalogue) fn italic(text: &str) -> Paragraph {
    let mut paragraph = words(text);
    paragraph.runs.iter_mut().for_each(|run| run.format = Format::ITALIC);
    paragraph
}
