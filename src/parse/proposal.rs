//! Proposals: the line with symbol and identifier, the text under it, the reasons.

use super::cover::sub_level;
use super::lines::{TextLine, split_lines};
use super::{Parser, symbol, whole};
use crate::lexicon::provision;
use crate::model::{Block, Content, Instrument, InstrumentKind, Part, Proposal, ProposalId, Symbol};
use crate::text::{Paragraph, ParagraphMark, Run, View};

/// The head of a proposal, read from one or two lines.
#[derive(Debug, Clone)]
pub(super) struct ProposalHead {
    symbol: Symbol,
    id: Option<ProposalId>,
    line: Paragraph,
    /// Text that stood on the same line after the identifier.
    rest: Option<TextLine>,
    /// The provision named on the line: `187`, `ARTICLE 5`.
    provision: Option<String>,
    lines: usize,
}

impl Parser {
    /// Reads a proposal that starts here. Where it ends with its own line and something else follows on
    /// that line (another proposal), the rest is left as the line at hand, and the end is where it began.
    pub(super) fn proposal(&mut self, at: usize, part: &Part) -> Option<(Proposal, usize)> {
        let after_first = part.contents.iter().any(|content| matches!(content, Content::Proposal(_)));
        let bare_allowed =
            after_first || part.contents.is_empty() || !self.in_section(part) && self.treaty(at);
        let head = self.proposal_head(at, bare_allowed)?;
        let mut next = at + head.lines;
        if let Some(rest) = head.rest {
            // Read in the line's place, so that one reader serves both layouts.
            next -= 1;
            if let Some(slot) = self.lines.get_mut(next) {
                *slot = rest.into();
            }
        }
        let in_margin = self.provision_in_margin(next);
        let (mut instrument, after) = self.instrument(next);
        next = after.max(at + head.lines - usize::from(next < at + head.lines));
        if let Some(provision) = head.provision.or(in_margin)
            && instrument.number.is_none()
        {
            instrument.kind = InstrumentKind::Provision;
            instrument.number = Some(provision);
        }
        if matches!(head.symbol, Symbol::Sup | Symbol::SupMoved | Symbol::Noc) {
            self.title_alone(&mut instrument);
        }
        let mut proposal = Proposal {
            symbol: head.symbol,
            id: head.id,
            line: head.line,
            instrument,
            reasons: Vec::new(),
            span: Default::default(),
        };
        next = self.reasons(next, &mut proposal);
        proposal.span = proposal.line.span.to(self.span(at, next));
        Some((proposal, next))
    }

    /// The number that stands in the margin of a provision's own text, `159D⇥2 bis) The expenses …`: one with
    /// a letter or a point, which no item of a resolution has.
    fn provision_in_margin(&self, at: usize) -> Option<String> {
        let line = self.text(at)?;
        let found = provision(&line.text, false).filter(|found| found.term.is_none())?;
        let margin = line.text.get(found.length..)?.starts_with('\t');
        let lettered =
            found.name.len() > 2 && found.name.contains(|c: char| c.is_ascii_uppercase() || c == '.');
        (margin && lettered).then_some(found.name)
    }

    /// Under `SUP` or `NOC` the text need not be reproduced: short lines alone there are its title.
    fn title_alone(&self, instrument: &mut Instrument) {
        let bare = instrument.number_line.is_none()
            && instrument.title.is_empty()
            && instrument.opening.is_none()
            && instrument.calls.is_empty()
            && (1..=4).contains(&instrument.preamble.len());
        // What is marked may be a number line that was struck out: it is left as it stands.
        let unmarked = |paragraph: &Paragraph| {
            paragraph.mark == ParagraphMark::default()
                && [View::Revised, View::Base]
                    .iter()
                    .all(|view| paragraph.text(*view) == paragraph.all_text())
        };
        let title = |block: &Block| match block {
            Block::Paragraph(paragraph) if unmarked(paragraph) => {
                TextLine::new(paragraph.clone()).is_some_and(|line| self.is_title_line(&line))
            }
            _ => false,
        };
        if bare && instrument.preamble.iter().all(title) {
            let lines = std::mem::take(&mut instrument.preamble);
            instrument.title.extend(lines.into_iter().flat_map(|block| match block {
                Block::Paragraph(paragraph) => split_lines(paragraph),
                _ => Vec::new(),
            }));
        }
    }

    /// Reasons, from their label to the next structural line.
    fn reasons(&mut self, at: usize, proposal: &mut Proposal) -> usize {
        let labelled = self.text(at).is_some_and(|line| self.lexicon.reasons(&line.text).is_some());
        let styled = self.text(at).is_some_and(|line| line.style().is_some_and(|style| style == "reasons"));
        if !(labelled || styled) {
            return at;
        }
        self.lists.reset();
        let mut next = at;
        while next < self.lines.len() && (next == at || !self.reasons_end(next)) {
            let block = self.block(next, false);
            proposal.reasons.push(block);
            next += 1;
        }
        next
    }

    fn reasons_end(&self, at: usize) -> bool {
        let Some(line) = self.text(at) else { return false };
        self.proposal_head(at, true).is_some()
            || self.instrument_starts(at)
            || self.lexicon.reasons(&line.text).is_some()
            || self.lexicon.section(&line.text).is_some()
            || sub_level(line, 1).is_some()
            || line.style().is_some_and(|style| style.starts_with("entry"))
            || self.is_part_heading(at)
    }

    /// Whether proposals to a treaty stand here, `MOD 187 …` and another such line near: one alone in a
    /// cover note may be a sentence about it.
    pub(super) fn treaty(&self, at: usize) -> bool {
        let provision_at = |at: usize| {
            self.text(at).is_some_and(|line| {
                let rest = symbol::symbol(&line.text).and_then(|(_, end)| line.text.get(end..));
                let Some(rest) = rest.map(str::trim_start) else { return false };
                let Some(found) = provision(rest, false) else { return false };
                let tail = rest.get(found.length..).unwrap_or_default().trim_start();
                let begins = tail.is_empty()
                    || super::label::scan(tail).is_some()
                    || tail.starts_with(char::is_uppercase);
                begins && (found.name.len() > 1 || found.term.is_some())
            })
        };
        provision_at(at) && (at + 1..at + 4).any(provision_at)
    }

    /// Recognises the head of a proposal. `bare`: a symbol with no identifier counts too, as it
    /// does outside a cover note.
    pub(super) fn proposal_head(&self, at: usize, bare: bool) -> Option<ProposalHead> {
        let line = self.text(at)?;
        if let Some((symbol, end)) = symbol::symbol(&line.text) {
            let rest = line.text.get(end..)?;
            if let Some((id, length)) = symbol::identifier_behind(rest) {
                return Some(head_on_line(line, symbol, Some(id), end + length));
            }
            let gap = rest.len() - rest.trim_start().len();
            let rest = rest.trim_start();
            if rest.is_empty() {
                let below = self.text(at + 1)?;
                // A line that is deleted says nothing of one that stands.
                let below = Some(below).filter(|below| below.view == line.view)?;
                if let Some((id, length)) = symbol::identifier_after_symbol(&below.text)
                    && length == below.text.len()
                {
                    return Some(two_lines(line, below, symbol, Some(id)));
                }
                if self.lexicon.number_line(&below.text).is_some() {
                    return Some(head_on_line(line, symbol, None, end));
                }
                return None;
            }
            if self.lexicon.number_line(rest).is_some() {
                return Some(head_on_line(line, symbol, None, end));
            }
            let provision = provision(rest, false).filter(|_| bare)?;
            let mut head = head_on_line(line, symbol, None, end + gap + provision.length);
            head.provision = Some(provision.name);
            return Some(head);
        }
        // The identifier first, the symbol on the next line, as in 2002.
        let (id, length) = symbol::identifier(&line.text).or_else(|| self.identifier_first(at))?;
        let rest = line.text.get(length..)?.trim();
        if let Some((symbol, end)) = symbol::symbol(rest)
            && end == rest.len()
        {
            return Some(head_on_line(line, symbol, Some(id), line.text.len()));
        }
        if !rest.is_empty() {
            // `ARB/14/26 MOD 3 PP-98 a) …`: all on one line, as compilations have it.
            let (symbol, end) = symbol::symbol(rest)?;
            let named = rest.get(end..)?.trim_start();
            let start = line.text.len() - named.len();
            if self.lexicon.number_line(named).is_some() {
                return Some(head_on_line(line, symbol, Some(id), start));
            }
            let named = provision(named, true)?;
            let head = head_on_line(line, symbol, Some(id), start + named.length);
            return Some(ProposalHead { provision: Some(named.name), ..head });
        }
        let below = self.text(at + 1)?;
        let (symbol, end) = symbol::symbol(&below.text)?;
        let tail = below.text.get(end..)?.trim();
        if tail.is_empty() {
            return Some(two_lines(line, below, symbol, Some(id)));
        }
        let named = provision(tail, true)?;
        let start = below.text.len() - below.text.get(end..)?.trim_start().len();
        let lower = head_on_line(below, symbol, Some(id), start + named.length);
        let mut joined = line.paragraph.clone();
        joined.runs.push(Run::generated("\t"));
        joined.runs.extend(lower.line.runs);
        joined.span = joined.span.to(below.paragraph.span);
        Some(ProposalHead { line: joined, provision: Some(named.name), lines: 2, ..lower })
    }
}

impl Parser {
    /// An identifier that is a little off, with nothing but a symbol behind it on its line or below it.
    fn identifier_first(&self, at: usize) -> Option<(ProposalId, usize)> {
        let line = self.text(at)?;
        let (id, length) = symbol::identifier_after_symbol(&line.text)?;
        let rest = line.text.get(length..)?.trim();
        let below = || self.text(at + 1).map(|below| below.text.trim()).unwrap_or_default();
        let mark = if rest.is_empty() { below() } else { rest };
        symbol::symbol(mark).filter(|(_, end)| *end == mark.len()).map(|_| (id, length))
    }
}

/// A head that ends at byte `end` of its line's text; what follows is the text proposed. Where all of
/// that is deleted it is no text but what was struck off the line, and stays on it.
fn head_on_line(line: &TextLine, symbol: Symbol, id: Option<ProposalId>, end: usize) -> ProposalHead {
    let (head, rest) = line.paragraph.clone().split(line.marked_offset(end));
    if line.view == View::Revised && rest.text(View::Revised).trim().is_empty() {
        return ProposalHead { symbol, id, line: whole(line), rest: None, provision: None, lines: 1 };
    }
    ProposalHead { symbol, id, line: head, rest: TextLine::new(rest), provision: None, lines: 1 }
}

fn two_lines(above: &TextLine, below: &TextLine, symbol: Symbol, id: Option<ProposalId>) -> ProposalHead {
    let mut line = whole(above);
    line.runs.push(Run::generated("\t"));
    line.runs.extend(below.paragraph.runs.iter().cloned());
    line.span = line.span.to(below.paragraph.span);
    ProposalHead { symbol, id, line, rest: None, provision: None, lines: 2 }
}
