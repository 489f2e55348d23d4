//! The submission as the rules read it: its paragraphs in order, as they will stand once every mark
//! is accepted, each with its place in the whole and the references it makes.
//!
//! In: a reading. Out: passages, proposals, instruments. Never: a change, a judgement.

use std::ops::Range;

use crate::diagnostics::Refusal;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::model::{self, Content, Context, Instrument, Label, Proposal, Role, Submission, Symbol};
use crate::reading::Reading;
use crate::registry::Registry;
use crate::registry::reference::{InstrumentReference, references};
use crate::text::{JoinedRuns, Paragraph, Run, Span, View};

/// One paragraph in the view with every mark accepted.
#[derive(Debug)]
pub(super) struct CheckedPassage<'a> {
    pub context: Context,
    pub label: Option<&'a Label>,
    pub paragraph: &'a Paragraph,
    /// Its words, deletions left out.
    pub text: String,
    /// Some run is inserted or deleted.
    pub marked: bool,
    /// Instruments and editions cited in [`Self::text`].
    pub references: Vec<InstrumentReference>,
    /// Where `text` stands in the input.
    runs: JoinedRuns,
}

impl<'a> CheckedPassage<'a> {
    fn of(met: &model::Passage<'a>, language: Language) -> Option<Self> {
        let paragraph = met.paragraph?;
        let marked = paragraph.runs.iter().any(|run| run.insertion.is_some() || run.deletion.is_some());
        let (text, runs) = JoinedRuns::of(paragraph.runs.iter().filter(|run| run.deletion.is_none()));
        let references = references(&text, language);
        Some(CheckedPassage {
            context: met.context,
            label: met.label,
            paragraph,
            text,
            marked,
            references,
            runs,
        })
    }

    /// Where a range of the text stands in the input.
    pub(super) fn span(&self, range: &Range<usize>) -> Option<Span> {
        self.runs.span(range)
    }

    /// All of it in the input, label and all.
    pub(super) fn whole(&self) -> Span {
        let label = self.label.and_then(|label| label.runs.iter().find_map(|run| run.span));
        label.map_or(self.paragraph.span, |label| label.to(self.paragraph.span))
    }

    /// Its words with insertions left out.
    pub(super) fn base(&self) -> String {
        self.paragraph.text(View::Base)
    }

    /// The label as it will stand.
    pub(super) fn label_text(&self) -> String {
        self.label.map(|label| shown(&label.runs)).unwrap_or_default()
    }

    /// Whether nothing of it stays.
    pub(super) fn is_gone(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A proposal and where its words are.
#[derive(Debug)]
pub(super) struct Proposed<'a> {
    pub proposal: &'a Proposal,
    pub part: usize,
    /// Its instrument, an index of [`CheckedDocument::instruments`].
    pub instrument: usize,
}

/// An instrument and where its words are.
#[derive(Debug)]
pub(super) struct PlacedProposal<'a> {
    pub instrument: &'a Instrument,
    /// What its proposal does; `None` for one that stands under no proposal line.
    pub symbol: Option<Symbol>,
    pub passages: Range<usize>,
}

/// What the rules read.
#[derive(Debug)]
pub(super) struct CheckedDocument<'a> {
    pub reading: &'a Reading,
    pub submission: &'a Submission,
    pub registry: &'a Registry,
    pub language: Language,
    pub lexicon: &'static Lexicon,
    pub passages: Vec<CheckedPassage<'a>>,
    pub proposals: Vec<Proposed<'a>>,
    pub instruments: Vec<PlacedProposal<'a>>,
}

impl<'a> CheckedDocument<'a> {
    /// The document of a reading.
    ///
    /// # Errors
    /// The lexicon of its language does not load: no reading comes about then, as `parse` refuses.
    pub(super) fn of(reading: &'a Reading, registry: &'a Registry) -> Result<Self, Refusal> {
        let submission = &reading.submission;
        let language = submission.language.unwrap_or(Language::English);
        let mut passages: Vec<CheckedPassage<'a>> = Vec::new();
        submission.passages(&mut |met| {
            if !matches!(met.context.role, Role::Comment(_)) {
                passages.extend(CheckedPassage::of(&met, language));
            }
        });
        let (instruments, proposals) = contents(submission, &passages);
        let lexicon = Lexicon::of(language)?;
        Ok(CheckedDocument {
            reading,
            submission,
            registry,
            language,
            lexicon,
            passages,
            proposals,
            instruments,
        })
    }

    /// The passages of an instrument.
    pub(super) fn of_instrument(&self, instrument: &PlacedProposal<'_>) -> &[CheckedPassage<'a>] {
        self.passages.get(instrument.passages.clone()).unwrap_or_default()
    }

    /// Passages that belong to the text of some instrument, annexes to it aside.
    pub(super) fn annex(&self) -> impl Iterator<Item = &CheckedPassage<'a>> {
        self.passages.iter().filter(|passage| passage.context.instrument.is_some())
    }

    /// The input at a span.
    pub(super) fn source(&self, span: Span) -> &'a str {
        self.reading.text.get(span.range()).unwrap_or_default()
    }

    /// Whether some mark, real or recovered, is known.
    pub(super) fn has_marks(&self) -> bool {
        !self.submission.revisions.is_empty()
    }
}

/// The words of runs that stay.
fn shown(runs: &[Run]) -> String {
    runs.iter().filter(|run| run.deletion.is_none()).map(|run| run.text.as_str()).collect()
}

/// The instruments of a submission with their passages, and its proposals.
fn contents<'a>(
    submission: &'a Submission,
    passages: &[CheckedPassage<'a>],
) -> (Vec<PlacedProposal<'a>>, Vec<Proposed<'a>>) {
    let (mut instruments, mut proposals) = (Vec::new(), Vec::new());
    let mut next = 0;
    let mut place = |number: usize, instrument, symbol| {
        // Passages come in the order of the instruments: that of a later one ends the search.
        let before = |p: &&CheckedPassage<'_>| p.context.instrument.is_none_or(|own| own < number);
        let start = next + passages.iter().skip(next).take_while(before).count();
        let own = passages.iter().skip(start).take_while(|p| p.context.instrument == Some(number)).count();
        // An instrument without a word has no passage to look for.
        let passages = if own == 0 { next..next } else { start..start + own };
        next = passages.end;
        PlacedProposal { instrument, symbol, passages }
    };
    for (part, content) in
        (0..).zip(&submission.parts).flat_map(|(at, part)| part.contents.iter().map(move |c| (at, c)))
    {
        match content {
            Content::Section(_) => {}
            Content::Instrument(instrument) => {
                instruments.push(place(instruments.len(), &**instrument, None))
            }
            Content::Proposal(proposal) => {
                proposals.push(Proposed { proposal, part, instrument: instruments.len() });
                let symbol = Some(proposal.symbol);
                instruments.push(place(instruments.len(), &proposal.instrument, symbol));
            }
        }
    }
    (instruments, proposals)
}
