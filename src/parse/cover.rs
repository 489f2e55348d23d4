//! The cover note: sections, the ADD and MOD entries that tell what will be changed, the request.

use super::instrument::span_of;
use super::lines::{TextLine, cut_label, split_lines};
use super::{Parser, symbol, whole};
use crate::model::{Block, Content, Entry, Heading, Label, LabelValue, Part, Section, SectionKind};
use crate::text::Paragraph;

/// Longest title of a numbered section, characters.
const LONGEST_TITLE: usize = 80;

impl Parser {
    /// Reads one section, or the running text up to the next one.
    pub(super) fn section(&mut self, at: usize, part: &Part) -> (Section, usize) {
        self.lists.reset();
        let mut next = at;
        let mut section = Section {
            kind: SectionKind::Plain,
            heading: None,
            body: Vec::new(),
            span: self.span(at, at + 1),
        };
        if let Some((mut heading, kind)) = self.section_heading(at, last_number(part)) {
            next += 1;
            while kind == SectionKind::Annex
                && heading.label.is_none()
                && let Some(line) = self.text(next)
                && line.style().is_some_and(|style| style == "annextitle")
            {
                heading.lines.extend(split_lines(whole(line)));
                next += 1;
            }
            section.kind = kind;
            section.heading = Some(heading);
        } else if self.is_request(at) {
            section.kind = SectionKind::Request;
            let block = self.block(at, true);
            section.body.push(block);
            return (section, at + 1);
        }
        while next < self.lines.len() && (next == at || !self.section_ends(next, part, &section)) {
            let block = self.sub_heading(next, 2).unwrap_or_else(|| self.block(next, true));
            section.span = section.span.to(span_of(&block));
            section.body.push(block);
            next += 1;
        }
        (section, next)
    }

    fn section_ends(&self, at: usize, part: &Part, section: &Section) -> bool {
        let ordinal = |offset: u16| u16::from(part.heading.is_some()) + offset;
        let headed = part.heading.as_ref().and_then(|h| h.label.as_ref()).map(|label| match &label.value {
            LabelValue::Han(n) | LabelValue::Part(n) => *n,
            _ => 0,
        });
        self.section_heading(at, number_of(section).or_else(|| last_number(part))).is_some()
            || self.is_request(at)
            || self.proposal_head(at, section.heading.is_none() && self.treaty(at)).is_some()
            || self.instrument_starts(at)
            || section.heading.is_none() && self.fragment_starts(at)
            || self.part_heading(at, headed.map_or(ordinal(1), |n| n + 1)).is_some()
    }

    /// A section's heading: a known title, a number in sequence over a short line, or Word's style.
    fn section_heading(&self, at: usize, last: Option<&LabelValue>) -> Option<(Heading, SectionKind)> {
        let line = self.text(at)?;
        if Self::has_symbol(line) {
            return None;
        }
        let style = line.style();
        let style = style.as_deref().unwrap_or_default();
        let known = |title: &str| self.lexicon.section(title);
        let open = !line.ends_closed() || line.text.ends_with([':', '：']) && known(&line.text).is_some();
        if style == "annexno" {
            return Some((Heading { label: None, lines: vec![whole(line)] }, SectionKind::Annex));
        }
        let title = line.unlabelled();
        let longest = LONGEST_TITLE * if self.lexicon.is_chinese() { 1 } else { 2 };
        let short = title.chars().nth(longest).is_none();
        // `3.1` over a text is a heading inside a section, whatever its style.
        let inner = sub_level(line, 2).is_some();
        let styled =
            (matches!(style, "heading1" | "headingb") || line.outline() == Some(1)) && short && !inner;
        let Some(label) = &line.label else {
            let kind = match known(&line.text).filter(|_| open) {
                Some(kind) => kind,
                None if styled => SectionKind::Other,
                None => return None,
            };
            let alone =
                styled || self.lexicon.is_exact_section(&line.text) && line.text.chars().count() <= 40;
            return alone.then(|| (Heading { label: None, lines: vec![whole(line)] }, kind));
        };
        let numbered = match label.readings.first()? {
            LabelValue::Number(parts) => parts.len() == 1,
            LabelValue::Han(_) => true,
            _ => false,
        };
        let firm = label.firm || self.lexicon.is_exact_section(title);
        if !(styled || numbered && short && open && firm) {
            return None;
        }
        let item_style = style.starts_with("enumlev") || style == "entryitem";
        let listed = || item_style || self.in_list(at, &label.readings) || self.in_word_list(at);
        let kind = match known(title) {
            Some(kind) => kind,
            // An unknown title is one only in sequence with known ones, and not if it stands in a list
            // or the style is an item's.
            None if styled || in_sequence(last, &label.readings) && !(listed() || inner) => {
                SectionKind::Other
            }
            None => return None,
        };
        let (runs, text) = cut_label(line, label);
        let value = label.readings.first().cloned().unwrap_or(LabelValue::Other);
        let label = Label { runs, value, gap: line.gap() };
        Some((Heading { label: Some(label), lines: vec![text] }, kind))
    }

    /// Whether the line before announces a list or has the number before, or the next line has the
    /// next: then they are items.
    pub(super) fn in_list(&self, at: usize, readings: &[LabelValue]) -> bool {
        if self.after_colon(at) {
            return true;
        }
        let Some(LabelValue::Number(parts)) = readings.first() else { return false };
        let [n] = parts.as_slice() else { return false };
        let is = |at: Option<usize>, wanted: Option<u16>| {
            let label = at.and_then(|at| self.text(at)).and_then(|line| line.label.as_ref());
            let number = label.and_then(|label| label.readings.first());
            matches!((number, wanted), (Some(LabelValue::Number(found)), Some(wanted)) if found.as_slice() == [wanted])
        };
        is(at.checked_sub(1), n.checked_sub(1)) || is(at.checked_add(1), n.checked_add(1))
    }

    /// Whether Word's lists say that a numbered line is an item: it stands below the first level, or an item
    /// of a lower level follows it.
    fn in_word_list(&self, at: usize) -> bool {
        let level =
            |at: usize| self.text(at).and_then(|line| line.listed.as_ref()).map(|listed| listed.level);
        let Some(own) = level(at) else { return false };
        own > 1 || level(at + 1).is_some_and(|next| next > own)
    }

    /// A heading inside the text, by Word's style: `heading 2`, and inside an instrument also
    /// `heading 1` and the Union's own section styles.
    pub(super) fn sub_heading(&self, at: usize, shallowest: u8) -> Option<Block> {
        let line = self.text(at)?;
        let level = sub_level(line, shallowest)?;
        let heading = match &line.label {
            Some(label) => {
                let (runs, text) = cut_label(line, label);
                let value = label.readings.first().cloned().unwrap_or(LabelValue::Other);
                Heading { label: Some(Label { runs, value, gap: line.gap() }), lines: vec![text] }
            }
            None => Heading { label: None, lines: vec![whole(line)] },
        };
        Some(Block::Heading(heading, level))
    }

    /// The request to the conference: its words, and nothing but proposals after it.
    fn is_request(&self, at: usize) -> bool {
        let Some(line) = self.text(at) else { return false };
        self.lexicon.is_request(&line.text)
            && (at + 1 >= self.lines.len()
                || self.proposal_head(at + 1, true).is_some()
                || self.instrument_starts(at + 1)
                || line.label.as_ref().is_some_and(|label| matches!(label.readings.first(), Some(LabelValue::Number(parts)) if parts.len() == 1)))
    }

    /// An ADD or MOD of the cover note with the text it quotes.
    pub(super) fn entry(&mut self, line: &TextLine) -> Option<Entry> {
        let (symbol, mut end) = symbol::symbol(&line.text)?;
        let rest = line.text.get(end..)?;
        // `NOC was not used`: a sentence about symbols, not an entry.
        let prose =
            rest.strip_prefix(' ').and_then(|rest| rest.chars().next()).is_some_and(char::is_lowercase);
        if prose {
            return None;
        }
        if let Some(colon) = rest.chars().next().filter(|c| matches!(c, ':' | '：')) {
            end += colon.len_utf8();
        }
        let (head, rest) = line.paragraph.clone().split(line.marked_offset(end));
        let (label, text) = match TextLine::new(rest) {
            None => (None, Paragraph::default()),
            Some(rest) => match &rest.label {
                Some(label) => {
                    let (runs, text) = cut_label(&rest, label);
                    let value = label.readings.first().cloned().unwrap_or(LabelValue::Other);
                    (Some(Label { runs, value, gap: rest.gap() }), text)
                }
                None => (None, rest.paragraph),
            },
        };
        self.lists.open_with(label.as_ref().map_or(LabelValue::Other, |label| label.value.clone()));
        Some(Entry { symbol, symbol_runs: head.runs, label, text })
    }
}

/// The level of a heading inside the text, by Word's style, where it is `shallowest` or deeper.
pub(super) fn sub_level(line: &TextLine, shallowest: u8) -> Option<u8> {
    let style = line.style().unwrap_or_default();
    let parts = match line.label.as_ref().and_then(|label| label.readings.first()) {
        Some(LabelValue::Number(parts)) => parts.len(),
        _ => 1,
    };
    let level = match style.as_str() {
        "heading1" | "headingb" if parts > 1 => u8::try_from(parts).unwrap_or(u8::MAX).min(6),
        "sectionno" | "sectiontitle" | "chapno" | "chaptitle" | "artno" | "arttitle" => 1,
        "headingb" | "headingi" if shallowest == 1 => 3,
        "headingi" => 2,
        _ => match style.strip_prefix("heading") {
            Some(level) => level.parse::<u8>().ok()?,
            None => line.outline()?,
        },
    };
    (shallowest..=6).contains(&level).then_some(level)
}

/// The number of a section.
fn number_of(section: &Section) -> Option<&LabelValue> {
    section.heading.as_ref().and_then(|heading| heading.label.as_ref()).map(|label| &label.value)
}

/// The number of a part's last numbered section.
fn last_number(part: &Part) -> Option<&LabelValue> {
    part.contents.iter().rev().find_map(|content| match content {
        Content::Section(section) => number_of(section),
        _ => None,
    })
}

/// Whether a section number follows the last section's.
fn in_sequence(last: Option<&LabelValue>, readings: &[LabelValue]) -> bool {
    match (last, readings.first()) {
        (None, Some(LabelValue::Number(parts))) => parts == &[1],
        (None, Some(LabelValue::Han(n))) => *n == 1,
        (Some(LabelValue::Number(a)), Some(LabelValue::Number(b))) => {
            matches!((a.as_slice(), b.as_slice()), ([x], [y]) if *y == x + 1)
        }
        (Some(LabelValue::Han(a)), Some(LabelValue::Han(b))) => *b == a + 1,
        _ => false,
    }
}
