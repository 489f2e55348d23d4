//! The text of a resolution or its like: number line, title, opening formula, calls, items.

use super::lines::{InputLine, TextLine, cut_label, split_lines};
use super::{Parser, levels, symbol, whole};
use crate::budget;
use crate::lexicon::provision;
use crate::lexicon::terms::{self, Term};
use crate::model::{
    Block, Call, CallRole, Heading, Instrument, InstrumentKind, Item, Key, Label, LabelValue, Section,
    SectionKind,
};
use crate::registry::reference;
use crate::text::{Span, ends_closed};

/// Lines after a number line within which an opening formula or a call must stand for the lines
/// to be an instrument: a title has at most six lines.
const TITLE_REACH: usize = 8;

impl Parser {
    /// Cuts lines that hold a number line and its title, `RESOLUTION 1097 Voting rights`, behind the
    /// number, where the text of the instrument follows.
    pub(super) fn split_numbers_from_titles(&mut self) {
        let mut at = 0;
        while at < self.lines.len() {
            if let Some((number, title)) = self.number_and_title(at) {
                self.lines.splice(at..=at, [InputLine::from(number), InputLine::from(title)]);
                at += 1;
            }
            at += 1;
        }
    }

    fn number_and_title(&self, at: usize) -> Option<(TextLine, TextLine)> {
        let line = self.text(at)?;
        if line.label.is_some() || self.lexicon.number_line(&line.text).is_some() {
            return None;
        }
        let (_, length) = self.lexicon.number_at_head(&line.text)?;
        let title =
            line.text.get(length..)?.trim_start_matches([' ', '\t', '\u{a0}', ':', '：', '–', '—', '-']);
        // What a sentence says of a resolution goes on small, or with 的.
        let begins =
            title.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase() || "“«《\"".contains(c));
        let linked = terms::head(Term::LinkedBy, title).is_some();
        let text_follows = || {
            let mut near = (at + 1..at + 1 + TITLE_REACH).map_while(|near| self.text(near));
            let end = near.find(|line| !self.is_title_line(line));
            end.is_some_and(|line| self.lexicon.is_opening(&line.text) || self.call_of(line).is_some())
        };
        if !begins || linked || ends_closed(title) || !text_follows() {
            return None;
        }
        let cut = line.text.len() - title.len();
        let (number, title) = line.paragraph.clone().split(line.marked_offset(cut));
        Some((TextLine::new(number)?, TextLine::new(title)?))
    }

    /// Whether an instrument with no proposal line starts here: its number line, then its opening
    /// formula or a call.
    pub(super) fn instrument_starts(&self, at: usize) -> bool {
        let Some(line) = self.text(at) else { return false };
        if self.lexicon.is_opening(&line.text) {
            // Where the calls were lost the formula is followed by their items.
            return self
                .text(at + 1)
                .is_some_and(|line| self.call_of(line).is_some() || line.label.is_some());
        }
        let mut head = (at + 1..at + 1 + TITLE_REACH)
            .map_while(|near| self.text(near).filter(|line| !self.is_structure(line)));
        self.lexicon.number_line(&line.text).is_some()
            && (line.style().is_some_and(|style| style == "resno")
                || head.any(|line| self.lexicon.is_opening(&line.text) || self.call_of(line).is_some()))
    }

    /// Whether the text of an instrument goes on here whose head is on another page: a call with its list.
    pub(super) fn fragment_starts(&self, at: usize) -> bool {
        let call = self.text(at).and_then(|line| self.call_of(line));
        let first = |value: &LabelValue| {
            matches!(value, LabelValue::Letter(1) | LabelValue::Roman(1))
                || *value == LabelValue::Number(vec![1])
        };
        let list = self.text(at + 1).and_then(|line| line.label.as_ref());
        call.is_some() && list.is_some_and(|label| label.readings.iter().any(first))
    }

    /// Reads an instrument from its number line, title or first words on.
    pub(super) fn instrument(&mut self, at: usize) -> (Instrument, usize) {
        let mut instrument = Instrument::default();
        let mut next = self.instrument_head(at, &mut instrument);
        self.lists.reset();
        let mut annex: Option<Section> = None;
        while next < self.lines.len() && !budget::is_spent() {
            if instrument.opening.is_none()
                && instrument.preamble.is_empty()
                && instrument.calls.is_empty()
                && annex.is_none()
                && let Some(line) = self.text(next)
                && self.lexicon.is_opening(&line.text)
            {
                instrument.opening = Some(whole(line));
                next += 1;
                continue;
            }
            if self.instrument_ends(next) {
                break;
            }
            if annex.is_none()
                && let Some(call) = self.text(next).and_then(|line| self.call(line, next, &instrument))
            {
                self.lists.reset();
                instrument.calls.push(call);
                next += 1;
                continue;
            }
            if let Some(heading) = self.annex_heading(next) {
                instrument.annexes.extend(annex.take());
                self.lists.reset();
                let started = next;
                next = heading.1;
                annex = Some(Section {
                    kind: SectionKind::Annex,
                    heading: Some(heading.0),
                    body: Vec::new(),
                    span: self.span(started, next),
                });
                continue;
            }
            let block = match self.sub_heading(next, 1) {
                Some(heading) => {
                    self.lists.reset();
                    heading
                }
                None => self.block(next, false),
            };
            next += 1;
            match (&mut annex, instrument.calls.last_mut()) {
                (Some(annex), _) => {
                    annex.span = annex.span.to(span_of(&block));
                    annex.body.push(block);
                }
                (None, Some(call)) => call.body.push(block),
                (None, None) => instrument.preamble.push(block),
            }
        }
        instrument.annexes.extend(annex);
        (instrument, next)
    }

    /// Number line, title and opening formula.
    fn instrument_head(&self, at: usize, instrument: &mut Instrument) -> usize {
        let mut next = at;
        if let Some(line) = self.text(next)
            && let Some(number) = self.lexicon.number_line(&line.text)
        {
            instrument.kind = number.kind;
            instrument.number = number.number;
            instrument.editions = self.editions(&line.text);
            instrument.number_line = Some(whole(line));
            next += 1;
        }
        // `ARTICLE 19` under an identifier: the number line of a provision.
        if instrument.number_line.is_none()
            && let Some(line) = self.text(next)
            && let Some(found) = provision(&line.text, false)
            && is_bare(line.text.get(found.length..).unwrap_or_default())
            && (found.term != Some(Term::Annex) || !line.text.contains(char::is_lowercase))
            // Under a symbol a number alone is that of a provision: `161A`.
            && (line.text.starts_with(char::is_alphabetic) || found.length == line.text.len())
        {
            instrument.kind = InstrumentKind::Provision;
            instrument.number = Some(found.name);
            instrument.number_line = Some(whole(line));
            next += 1;
        }
        let is_styled = |line: &TextLine| {
            line.style().is_some_and(|style| matches!(style.as_str(), "restitle" | "arttitle"))
        };
        let titled = instrument.number_line.is_some()
            || self.title_before_opening(next)
            || self.text(next).is_some_and(is_styled);
        while let Some(line) = self.text(next)
            && instrument.title.len() < 8
            && titled
            && if is_styled(line) {
                !self.is_structure(line) && !self.lexicon.is_opening(&line.text)
            } else {
                (self.is_title_line(line) || self.is_broken_title(next) || self.is_long_title(next))
                    && self.call_of(line).is_none()
                    && self.annex_heading(next).is_none()
                    && !self.instrument_ends(next)
            }
        {
            instrument.title.extend(split_lines(whole(line)));
            next += 1;
        }
        if let Some(line) = self.text(next)
            && self.lexicon.is_opening(&line.text)
        {
            instrument.opening = Some(whole(line));
            next += 1;
        }
        next
    }

    /// Whether lines of a title stand here whose number line was lost: their opening formula follows.
    fn title_before_opening(&self, at: usize) -> bool {
        let titles = (at..at + TITLE_REACH / 2)
            .take_while(|near| self.text(*near).is_some_and(|line| self.is_title_line(line)))
            .count();
        titles > 0 && self.text(at + titles).is_some_and(|line| self.lexicon.is_opening(&line.text))
    }

    /// Whether a line that ends in a comma is one of a title: another line of it follows, and then the
    /// opening formula or a call.
    fn is_broken_title(&self, at: usize) -> bool {
        let comma = self.text(at).is_some_and(|line| {
            let text = line.text.trim_end_matches([',', '，', '،']);
            text.len() < line.text.len()
                && !self.lexicon.is_opening(&line.text)
                && self.lexicon.call(text).is_none()
        });
        let rest = (at + 1..at + TITLE_REACH)
            .take_while(|near| self.text(*near).is_some_and(|line| self.is_title_line(line)))
            .count();
        let after = self.text(at + 1 + rest);
        comma
            && rest > 0
            && after.is_some_and(|line| self.lexicon.is_opening(&line.text) || self.call_of(line).is_some())
    }

    /// Whether a line too long for a title is one all the same: the opening formula stands right under it.
    fn is_long_title(&self, at: usize) -> bool {
        const LONGEST: usize = 800;
        let long = self.text(at).is_some_and(|line| {
            line.text.len() <= LONGEST
                && line.label.is_none()
                && !ends_closed(&line.text)
                && !self.lexicon.is_opening(&line.text)
        });
        long && self.text(at + 1).is_some_and(|line| self.lexicon.is_opening(&line.text))
    }

    fn editions(&self, number_line: &str) -> Vec<crate::model::Edition> {
        reference::references(number_line, self.lexicon.language())
            .into_iter()
            .next()
            .map(|reference| reference.editions.into_iter().map(|edition| edition.edition).collect())
            .unwrap_or_default()
    }

    /// Whether another proposal, part, cover note or instrument begins here.
    fn instrument_ends(&self, at: usize) -> bool {
        let Some(line) = self.text(at) else { return false };
        self.lexicon.reasons(&line.text).is_some()
            || self.proposal_head(at, true).is_some()
            || self.new_cover(at)
            || self.instrument_starts(at)
            || self.is_part_heading(at)
    }

    /// Whether a part's heading stands here, whatever its ordinal.
    pub(super) fn is_part_heading(&self, at: usize) -> bool {
        let Some(line) = self.text(at) else { return false };
        let labelled = line.label.as_ref().and_then(|label| match label.readings.first() {
            Some(LabelValue::Han(ordinal)) => Some(*ordinal),
            _ => None,
        });
        let ordinal = labelled.or_else(|| self.lexicon.part_label(&line.text).map(|(ordinal, _)| ordinal));
        ordinal.is_some_and(|ordinal| self.part_heading(at, ordinal).is_some())
    }

    /// A cover note that begins with no part heading: a labelled `1  Summary`.
    fn new_cover(&self, at: usize) -> bool {
        self.text(at).is_some_and(|line| {
            let first = line
                .label
                .as_ref()
                .is_some_and(|label| label.readings.first() == Some(&LabelValue::Number(vec![1])));
            let kind = self.lexicon.section(line.unlabelled());
            first
                && matches!(
                    kind,
                    Some(SectionKind::Summary | SectionKind::Introduction | SectionKind::Background)
                )
        })
    }

    /// A call by its words or, where Word's style says so, by its style.
    fn call(&self, line: &TextLine, at: usize, instrument: &Instrument) -> Option<Call> {
        let before = &instrument.calls;
        // A style says that a line is a call, not which: its words are asked first.
        let found = self.call_of(line);
        let (key, role) = match found {
            Some((Some(_), _)) => found?,
            _ => self.irregular_call(line, at, instrument).or(found)?,
        };
        // Asked only where the words do not tell: it is a look at all calls before.
        let operative_seen = || before.iter().rev().any(|call| call.role == CallRole::Operative);
        let role =
            role.unwrap_or_else(|| if operative_seen() { CallRole::Operative } else { CallRole::Recital });
        Some(Call { key, role, text: whole(line), body: Vec::new() })
    }

    /// A call that is misspelt, or of another language: in the text of an instrument, where calls stand. It
    /// is reported by [`super::irregular`].
    fn irregular_call(
        &self,
        line: &TextLine,
        at: usize,
        instrument: &Instrument,
    ) -> Option<(Option<Key>, Option<CallRole>)> {
        let inside = instrument.opening.is_some() || !instrument.calls.is_empty();
        if !inside || line.label.is_some() || self.is_structure(line) || line.ends_closed() {
            return None;
        }
        let nearly = self.lexicon.call_nearly(&line.text);
        let another = || self.lexicon.call_of_another(&line.text).map(|(_, found)| found);
        let listed = |reading: &LabelValue| levels::is_first(reading) && *reading != LabelValue::Bullet;
        let short = || {
            let below = self.text(at + 1)?.label.as_ref()?;
            below.readings.iter().any(listed).then(|| self.lexicon.short_call_nearly(&line.text)).flatten()
        };
        let found = nearly.or_else(another).or_else(short)?;
        Some((Some(found.key), Some(found.role)))
    }

    /// Whether a line is the head of a proposal, of its reasons or of a part, whatever its style.
    fn is_structure(&self, line: &TextLine) -> bool {
        Self::has_symbol(line)
            || self.lexicon.reasons(&line.text).is_some()
            || self.lexicon.part_label(&line.text).is_some()
    }

    fn call_of(&self, line: &TextLine) -> Option<(Option<Key>, Option<CallRole>)> {
        if line.label.as_ref().is_some_and(|label| label.firm) {
            return None;
        }
        if let Some(found) = self.lexicon.call(&line.text) {
            return Some((Some(found.key), Some(found.role)));
        }
        let styled = line.style().is_some_and(|style| style == "call")
            && line.text.chars().nth(220).is_none()
            && self.lexicon.number_line(&line.text).is_none()
            && !self.is_structure(line);
        styled.then_some((None, None))
    }

    fn annex_heading(&self, at: usize) -> Option<(Heading, usize)> {
        let line = self.text(at)?;
        let styled = line.style().is_some_and(|style| style == "annexno");
        let named = line.label.is_none()
            && self.lexicon.section(&line.text) == Some(SectionKind::Annex)
            && !line.ends_closed();
        if !(styled || named) {
            return None;
        }
        let mut heading = Heading { label: None, lines: vec![whole(line)] };
        let mut next = at + 1;
        while let Some(line) = self.text(next)
            && heading.lines.len() < 4
            && self.is_title_line(line)
            && self.lexicon.section(&line.text).is_none()
            && line.style().map_or(!styled, |style| match style.as_str() {
                "normal" => !styled,
                "normalaftertitle" => false,
                style => style.ends_with("title"),
            })
            && !self.instrument_ends(next)
        {
            heading.lines.extend(split_lines(whole(line)));
            next += 1;
        }
        Some((heading, next))
    }

    /// One paragraph or table of running text.
    pub(super) fn block(&mut self, at: usize, cover: bool) -> Block {
        let line = match self.lines.get_mut(at) {
            Some(InputLine::Text(line)) => {
                // Its runs are the block's from now on: of a line before the one at hand only its words, its label and its
                // style are asked, and of a hundred thousand lines two copies of all runs are most of the memory.
                let runs = std::mem::take(&mut line.paragraph.runs);
                let mut own = line.clone();
                own.paragraph.runs = runs;
                own
            }
            Some(InputLine::Table(table)) => return Block::Table((**table).clone()),
            None => return Block::Paragraph(crate::text::Paragraph::default()),
        };
        if cover && let Some(entry) = self.entry(&line) {
            return Block::Entry(Box::new(entry));
        }
        match self.item(&line, at, cover) {
            Some(item) => Block::Item(Box::new(item)),
            None => Block::Paragraph(line.paragraph),
        }
    }

    /// A labelled item at its level.
    fn item(&mut self, line: &TextLine, at: usize, cover: bool) -> Option<Item> {
        let scanned = line.label.as_ref();
        let indent = line.paragraph.hint.indent;
        if let Some(listed) = &line.listed
            && scanned.is_none_or(|scanned| scanned.length < listed.label.length)
        {
            // What Word put there as a label is one, whatever it looks like.
            let (runs, text) = cut_label(line, &listed.label);
            let level = self.lists.level_at(indent).unwrap_or(listed.level);
            self.lists.place_at(LabelValue::Other, level);
            self.lists.indented(indent, level);
            return Some(Item {
                label: Label { runs, value: LabelValue::Other, gap: line.gap() },
                level,
                text,
            });
        }
        let label = scanned?;
        let after_colon = self.after_colon(at);
        let next = self.next_readings(at + 1);
        if line.listed.is_none() && !label.firm && !self.is_listed(line, at, &label.readings, cover, &next) {
            return None;
        }
        let (value, mut level) = self.lists.place(&label.readings, after_colon, &next);
        if let Some(listed) = &line.listed {
            let own = self.lists.level_at(indent).unwrap_or(level.max(listed.level));
            if own != level {
                level = own;
                self.lists.place_at(value.clone(), level);
            }
            self.lists.indented(indent, level);
        }
        let (runs, text) = cut_label(line, label);
        Some(Item { label: Label { runs, value, gap: line.gap() }, level, text })
    }

    /// Whether a number that only a space sets off, `1 that …`, is an item's: its list says so.
    fn is_listed(
        &self,
        line: &TextLine,
        at: usize,
        readings: &[LabelValue],
        cover: bool,
        next: &[LabelValue],
    ) -> bool {
        // In a cover note `1 Main Street` would be taken for a heading if a tab set it off.
        let heading_like = cover
            && !line.ends_closed()
            && matches!(readings.first(), Some(LabelValue::Number(parts)) if parts.len() == 1);
        if heading_like && !self.in_list(at, readings) {
            return false;
        }
        let before = at.checked_sub(1).and_then(|at| self.text(at));
        let announced = self.after_colon(at) || before.is_some_and(|line| self.call_of(line).is_some());
        readings.iter().any(|value| {
            self.lists.go_on_with(value)
                || !cover && line.ends_closed() && self.lists.jumps_to(value)
                || levels::is_first(value)
                    && (announced
                        || matches!(value, LabelValue::Number(parts) if parts.len() > 1)
                        || next.iter().any(|next| levels::continues(value, next)))
        })
    }

    /// Whether the line before announces what stands here.
    pub(super) fn after_colon(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.text(before));
        before.is_some_and(|line| line.text.ends_with(['：', ':']))
    }

    /// Whether the line is a proposal symbol with its text; see [`symbol`].
    pub(super) fn has_symbol(line: &TextLine) -> bool {
        symbol::symbol(&line.text).is_some()
    }
}

/// Whether nothing but an edition follows a provision's number: `APPENDIX 30B (REV.WRC-15)`.
fn is_bare(rest: &str) -> bool {
    const LONGEST: usize = 40;
    let rest = rest.trim();
    let bracketed = rest.starts_with(['(', '（']) && rest.ends_with([')', '）']);
    rest.is_empty() || bracketed && rest.len() <= LONGEST && rest.contains(|c: char| c.is_ascii_digit())
}

/// Where a block stands.
pub(super) fn span_of(block: &Block) -> Span {
    match block {
        Block::Paragraph(paragraph) => paragraph.span,
        Block::Item(item) => item.label.runs.iter().filter_map(|run| run.span).fold(item.text.span, Span::to),
        Block::Entry(entry) => {
            entry.symbol_runs.iter().filter_map(|run| run.span).fold(entry.text.span, Span::to)
        }
        Block::Heading(heading, _) => {
            heading.lines.iter().map(|line| line.span).reduce(Span::to).unwrap_or_default()
        }
        Block::Table(table) => table.span,
    }
}
