//! From what was read to what it means: `Source` → `Submission`.
//!
//! In: paragraphs and tables in reading order, from whatever file. Out: the typed structure, whole.
//! Total: any input gives a submission, and what fits no form is kept as plain text. Never: a word
//! of the input dropped or a fact invented.

mod chunks;
mod contents;
mod cover;
mod front;
mod front_styles;
mod front_table;
mod furniture;
mod glued;
mod inferred;
mod instrument;
pub(crate) mod irregular;
mod joins;
pub(crate) mod label;
mod language;
mod lenient;
mod levels;
mod lines;
mod masthead;
mod proposal;
mod symbol;
mod unseparated;
mod wrapping;

use std::collections::VecDeque;

use crate::budget;
use crate::diagnostics::{Finding, Refusal, Rule, Severity, message};
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::model::{Content, Heading, Label, LabelValue, Part, Submission};
use crate::registry::Registry;
use crate::source::{Source, SourceFormat};
use crate::text::{LabelGap, Paragraph, Span};

use levels::OpenLists;
use lines::{InputLine, TextLine};

pub(crate) use language::detect as language_of;
pub(crate) use symbol::{document_number, identifier};

/// A parsed file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parsed {
    /// Its structure.
    pub submission: Submission,
    /// What the parser has to report.
    pub findings: Vec<Finding>,
}

/// A text with no proposal in it.
pub(crate) static NO_PROPOSAL: Rule = Rule {
    code: "PRP010",
    name: "no-proposal",
    severity: Severity::Warning,
    what: "The text holds no proposal line such as `MOD⇥CUB/70/1`.",
    why: "Document control registers proposals by their lines; without one there is nothing to register. \
          The text is converted as a plain document.",
    example: "A letter, a report, or a resolution sent without the line above its number.",
    remedy: "If it is a proposal, put the symbol and the identifier on a line of their own above the text.",
    source: "PP-10 guidelines for the presentation of proposals, \
             https://www.itu.int/plenipotentiary/2010/docs-proposals/doc-guidelines.html",
};

/// A line broken in mid-sentence.
pub(crate) static BROKEN_LINE: Rule = Rule {
    code: "LAY001",
    name: "broken-line",
    severity: Severity::Information,
    what: "A line ends in mid-sentence and the next one goes on.",
    why: "Text pasted from another program breaks lines where no paragraph ends; left so, a fragment \
          would become a paragraph of its own. The halves were joined.",
    example: "`…管理的⏎作用；` becomes `…管理的作用；`.",
    remedy: "Nothing, if the join is right; otherwise end the first line with its punctuation.",
    source: "Seen in submissions extracted from Word and PDF.",
};

/// The language was not recognised.
pub(crate) static LANGUAGE_UNKNOWN: Rule = Rule {
    code: "DOC005",
    name: "language-unknown",
    severity: Severity::Warning,
    what: "The text is in none of the six languages of the Union, or too short to tell.",
    why: "Calls, labels and the official form depend on the language.",
    example: "A file with a table of figures and no words.",
    remedy: "Say it with --lang.",
    source: "ITU Constitution, article 29.",
};

/// The rules of the parser.
pub(crate) static RULES: &[&Rule] =
    &[&irregular::PROPOSAL_LINE, &irregular::CALL, &NO_PROPOSAL, &BROKEN_LINE, &LANGUAGE_UNKNOWN];

/// Parses a source. `text` is the decoded input, which the source's spans point into; `language`
/// overrides detection.
///
/// # Errors
/// A refusal where the lexicon of the language does not load; no text is refused.
pub(crate) fn parse(
    mut source: Source,
    text: &str,
    language: Option<Language>,
    registry: &Registry,
) -> Result<Parsed, Refusal> {
    let mut findings = std::mem::take(&mut source.findings);
    let detected = language.or_else(|| language::detect(text));
    if detected.is_none() {
        findings.push(Finding::new(
            &LANGUAGE_UNKNOWN,
            None,
            message!("The language of the text could not be told; English rules were used."),
        ));
    }
    let lexicon = Lexicon::of(detected.unwrap_or(Language::English))?;
    let plain = matches!(source.format, SourceFormat::Text { .. });
    let mut prepared = lines::prepare(std::mem::take(&mut source.blocks), plain, lexicon, registry);
    budget::ask_now("its structure was found")?;
    findings.extend(broken_lines(&prepared.joined));
    let mut set_aside = std::mem::take(&mut source.set_aside);
    set_aside.append(&mut prepared.set_aside);
    set_aside.append(&mut contents::set_numbers_aside(&mut prepared.lines));
    let lines = if plain { front::spread(prepared.lines, lexicon, &mut set_aside) } else { prepared.lines };
    let mut lines: VecDeque<InputLine> = lines.into();
    let mut head = masthead::read(&mut lines, detected, lexicon, registry);
    set_aside.append(&mut head.set_aside);
    budget::ask_now("its structure was found")?;
    let mut lines: Vec<InputLine> = lines.into();
    if plain {
        lines = glued::unglue(lines, lexicon, &mut set_aside);
    }
    let mut parser = Parser { lines, lexicon, lists: OpenLists::default() };
    budget::ask_now("its structure was found")?;
    parser.split_numbers_from_titles();
    let mut parts = parser.parts();
    parts.iter_mut().for_each(Part::shrink_to_fit);
    let mut submission = Submission {
        language: detected,
        masthead: head.masthead,
        parts,
        notes: source.notes,
        comments: source.comments,
        pictures: source.pictures,
        formulas: source.formulas,
        revisions: source.revisions,
        set_aside,
        own_title: source.properties.title.clone().unwrap_or_default(),
        work: source.properties.work.clone(),
    };
    inferred::infer(
        &mut submission,
        &source.name,
        &prepared.furniture,
        &source.furniture,
        detected,
        registry,
    );
    unseparated::settle(&mut submission);
    let proposes =
        submission.parts.iter().flat_map(|part| &part.contents).any(|c| matches!(c, Content::Proposal(_)));
    if !proposes {
        findings.push(Finding::new(
            &NO_PROPOSAL,
            None,
            message!("No proposal was found; the text becomes a plain document."),
        ));
    }
    findings.extend(irregular::proposal_lines(&submission));
    findings.extend(irregular::unread_lines(&submission));
    findings.extend(irregular::calls(&submission, lexicon));
    submission.set_aside.sort_by_key(|piece| piece.span);
    Ok(Parsed { submission, findings })
}

/// One finding a join, or one for all where the text was wrapped throughout.
fn broken_lines(joined: &[Span]) -> Vec<Finding> {
    const TOLD_ONE_BY_ONE: usize = 3;
    if joined.len() > TOLD_ONE_BY_ONE {
        let message = message!(
            "{count} lines were joined to the ones before them; the first is here.",
            count = joined.len(),
        );
        return vec![Finding::new(&BROKEN_LINE, joined.first().copied(), message)];
    }
    let tell = |span: &Span| {
        Finding::new(&BROKEN_LINE, *span, message!("This line was joined to the one before it."))
    };
    joined.iter().map(tell).collect()
}

/// The walk over the lines. Each method reads at `at` and says where it stopped.
struct Parser {
    lines: Vec<InputLine>,
    lexicon: &'static Lexicon,
    lists: OpenLists,
}

impl Parser {
    fn parts(mut self) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut at = 0;
        // What is left out where the time is spent is not used: the next stage refuses.
        while at < self.lines.len() && !budget::is_spent() {
            let ordinal = u16::try_from(parts.iter().filter(|part| part.heading.is_some()).count() + 1)
                .unwrap_or(u16::MAX);
            let started = at;
            let mut part = Part::default();
            if let Some((heading, next)) = self.part_heading(at, ordinal) {
                part.heading = Some(heading);
                at = next;
            }
            let before = at;
            while at < self.lines.len()
                && !budget::is_spent()
                && (at == before
                    || self.part_heading(at, ordinal + u16::from(part.heading.is_some())).is_none())
            {
                let (content, next) = self.content(at, &part);
                // A proposal takes its own words off a line that holds another one behind them.
                let least = at + usize::from(!matches!(content, Content::Proposal(_)));
                part.contents.push(content);
                at = next.max(least);
            }
            part.span = self.span(started, at);
            parts.push(part);
        }
        parts
    }

    fn content(&mut self, at: usize, part: &Part) -> (Content, usize) {
        if let Some((proposal, next)) = self.proposal(at, part) {
            return (Content::Proposal(Box::new(proposal)), next);
        }
        if self.instrument_starts(at) || self.fragment_starts(at) && !self.in_section(part) {
            let (instrument, next) = self.instrument(at);
            return (Content::Instrument(Box::new(instrument)), next);
        }
        let (section, next) = self.section(at, part);
        (Content::Section(section), next)
    }

    /// Whether a headed section of a cover note came last: what looks like a call there is quoted.
    fn in_section(&self, part: &Part) -> bool {
        matches!(part.contents.last(), Some(Content::Section(section)) if section.heading.is_some())
    }

    /// A part's heading: an ordinal in sequence over a cover note of its own.
    fn part_heading(&self, at: usize, ordinal: u16) -> Option<(Heading, usize)> {
        let line = self.text(at)?;
        // `PART 1  Draft resolution …… 2`: an entry of the table of contents.
        if (at..at + 2).any(|near| self.text(near).is_some_and(|line| self.lexicon.is_contents(&line.text))) {
            return None;
        }
        let (label, text) = match &line.label {
            Some(label) if label.readings == [LabelValue::Han(ordinal)] => {
                if self
                    .lexicon
                    .section(line.unlabelled())
                    .is_some_and(|kind| kind != crate::model::SectionKind::ProposedChanges)
                    || !self.cover_follows(at + 1)
                {
                    return None;
                }
                let (runs, text) = lines::cut_label(line, label);
                (Label { runs, value: LabelValue::Han(ordinal), gap: line.gap() }, text)
            }
            _ => {
                let (found, length) = self.lexicon.part_label(&line.text)?;
                if found != ordinal {
                    return None;
                }
                let (head, text) = line.paragraph.clone().split(line.marked_offset(length));
                (Label { runs: head.runs, value: LabelValue::Part(found), gap: LabelGap::Tab }, text)
            }
        };
        let mut heading = Heading { label: Some(label), lines: Vec::new() };
        let own = lines::split_lines(text).into_iter().filter_map(TextLine::new);
        heading.lines.extend(own.map(|line| line.paragraph));
        let mut next = at + 1;
        while let Some(line) = self.text(next)
            && heading.lines.len() < 6
            && self.is_title_line(line)
            && self.lexicon.section(&line.text).is_none()
            && self.lexicon.number_line(&line.text).is_none()
        {
            heading.lines.push(line.paragraph.clone());
            next += 1;
        }
        Some((heading, next))
    }

    /// Whether the lines from `at` begin a cover note: a known section title or a proposal soon.
    fn cover_follows(&self, at: usize) -> bool {
        (at..at + 9).any(|near| {
            self.text(near).is_some_and(|line| {
                let title = line.unlabelled();
                (line.label.is_some() && self.lexicon.section(title).is_some() && title.chars().count() <= 30)
                    || self.lexicon.section(&line.text).is_some_and(|_| line.text.chars().count() <= 12)
                    || symbol::symbol(&line.text).is_some_and(|(_, end)| {
                        let rest = line.text.get(end..).unwrap_or_default();
                        symbol::identifier_behind(rest).is_some()
                    })
            })
        })
    }

    /// A short line with no label, symbol or stop: what titles are made of.
    fn is_title_line(&self, line: &TextLine) -> bool {
        let limit = if self.lexicon.is_chinese() { 70 } else { 220 };
        !line.text.is_empty()
            && line.label.as_ref().is_none_or(|label| !label.firm)
            && line.text.chars().nth(limit).is_none()
            && symbol::symbol(&line.text).is_none()
            && symbol::identifier(&line.text).is_none()
            && !line.text.ends_with(['。', '；', '，', '：', ';', ',', ':', '؛', '،'])
            && !(line.text.ends_with('.') && !is_cut_short(&line.text) && line.text.split(' ').count() > 6)
            && !self.lexicon.is_opening(&line.text)
            && self.lexicon.call(&line.text).is_none()
            && self.lexicon.reasons(&line.text).is_none()
    }

    fn text(&self, at: usize) -> Option<&TextLine> {
        match self.lines.get(at) {
            Some(InputLine::Text(line)) => Some(line),
            _ => None,
        }
    }

    /// The readings of the first label at or after `at`, looking past unlabelled lines but not far.
    fn next_readings(&self, at: usize) -> Vec<LabelValue> {
        (at..at + 3)
            .find_map(|near| {
                self.text(near).and_then(|line| line.label.as_ref()).map(|label| label.readings.clone())
            })
            .unwrap_or_default()
    }

    fn span(&self, from: usize, to: usize) -> Span {
        let spans = self.lines.get(from..to).unwrap_or_default().iter().map(|line| match line {
            InputLine::Text(line) => line.paragraph.span,
            InputLine::Table(table) => table.span,
        });
        spans.reduce(Span::to).unwrap_or_default()
    }
}

/// Whether a text ends with dots of omission: a title that was cut off, `… and ...`.
fn is_cut_short(text: &str) -> bool {
    text.ends_with("...") || text.ends_with('…')
}

/// A paragraph of a line with nothing but white space at its ends.
fn whole(line: &TextLine) -> Paragraph {
    line.paragraph.clone()
}
