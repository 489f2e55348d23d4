//! Lines made ready for the parser: furniture out, broken lines joined.
//!
//! In: the blocks of a `Source`. Out: [`InputLine`]s, each a whole paragraph with the text it is judged
//! by, and what was set aside. Only plain text is repaired; Word's paragraphs are what Word says.

use std::borrow::Cow;

use super::chunks;
use super::contents;
use super::furniture::{self, FurnitureLine};
use super::joins::Joins;
use super::label::{self, ScannedLabel};
use super::symbol;
use crate::budget;
use crate::lexicon::Lexicon;
use crate::model::LabelValue;
use crate::radicals;
use crate::registry::Registry;
use crate::source::{SetAside, SetAsideWhy, SourceBlock};
use crate::text::{LabelGap, Paragraph, ParagraphMark, Run, StyleHint, Table, View, ends_closed};

/// A paragraph or table as the parser walks over it.
#[derive(Debug, Clone)]
pub(super) enum InputLine {
    /// A paragraph; apart, as lists of very many are made of one another.
    Text(Box<TextLine>),
    /// A table.
    Table(Box<Table>),
}

/// A paragraph with the text it is judged by.
#[derive(Debug, Clone)]
pub(super) struct TextLine {
    /// The paragraph, marks and all.
    pub paragraph: Paragraph,
    /// Its revised text, or its base text where all of it is deleted; no white space at the ends, and
    /// radicals as the letters that they stand for.
    pub text: String,
    /// Which view `text` is of.
    pub view: View,
    /// Label at the head of `text`; apart, as most lines have none and a text may have a hundred thousand.
    pub label: Option<Box<ScannedLabel>>,
    /// The label that Word's list gave it.
    pub listed: Option<Box<ListLabel>>,
    /// A view may join it with the paragraph before it.
    behind: bool,
}

/// A label that Word's list gave a paragraph.
#[derive(Debug, Clone)]
pub(super) struct ListLabel {
    /// It, whatever it looks like.
    pub label: ScannedLabel,
    /// Depth in Word's lists, from 1.
    pub level: u8,
    /// What parts it from its text.
    pub gap: LabelGap,
}

impl From<TextLine> for InputLine {
    fn from(line: TextLine) -> Self {
        Self::Text(Box::new(line))
    }
}

impl TextLine {
    /// A line from a paragraph; `None` where nothing stands in it.
    pub(super) fn new(paragraph: Paragraph) -> Option<TextLine> {
        Self::joined(paragraph, false)
    }

    /// A line from a paragraph that a view may join with the one before (`behind`) or the one after it: the
    /// white space where they meet is theirs.
    fn joined(paragraph: Paragraph, behind: bool) -> Option<TextLine> {
        let ahead = may_join(&paragraph.mark);
        let paragraph = trim(paragraph, !behind, !ahead);
        if paragraph.is_blank() {
            return None;
        }
        let (text, view) = [View::Revised, View::Marked]
            .into_iter()
            .map(|view| (paragraph.text(view).trim().to_owned(), view))
            .find(|(text, _)| !text.is_empty())
            .unwrap_or_default();
        let text = match radicals::read(&text) {
            Cow::Owned(read) => read,
            Cow::Borrowed(_) => text,
        };
        let listed = list_label(&paragraph, view, &text);
        let label = label::scan(&text).or_else(|| known(listed.as_ref()?));
        Some(TextLine { paragraph, text, view, label: label.map(Box::new), listed, behind })
    }

    /// The text after the label, or all of it.
    pub(super) fn unlabelled(&self) -> &str {
        let at = self.label.as_ref().map_or(0, |label| label.text_at);
        self.text.get(at..).unwrap_or_default()
    }

    /// What parts the label from the text: as a list of Word's has it, which Rich Text may write out, else as
    /// the form does.
    pub(super) fn gap(&self) -> LabelGap {
        let written = self.label.as_ref().filter(|_| self.paragraph.hint.list_level.is_some());
        match (&self.listed, written) {
            (Some(listed), _) => listed.gap,
            (None, Some(label)) => gap(&self.text, label.length, label.text_at),
            (None, None) => LabelGap::Tab,
        }
    }

    /// The byte of the paragraph's whole text that byte `at` of the judged text stands at.
    pub(super) fn marked_offset(&self, at: usize) -> usize {
        let shown = self.paragraph.text(self.view);
        let mut left = at + (shown.len() - shown.trim_start().len());
        let mut offset = 0;
        for run in &self.paragraph.runs {
            if run.shown_in(self.view) {
                if left <= run.text.len() {
                    return offset + left;
                }
                left -= run.text.len();
            }
            offset += run.text.len();
        }
        offset
    }

    /// Word's style name, folded, where one is given.
    pub(super) fn style(&self) -> Option<String> {
        self.paragraph.hint.style.as_ref().map(|style| style.to_lowercase().replace(['_', ' ', '-'], ""))
    }

    /// Level of a heading by its outline level, which is what Word goes by whatever the style is called
    /// (ECMA-376 part 1, 17.3.1.20); not for the Union's own styles, which say more than a level.
    pub(super) fn outline(&self) -> Option<u8> {
        const OWN: &[&str] = &[
            "annex", "app", "art", "call", "chap", "enumlev", "figure", "front", "part", "proposal", "rec",
            "res", "section", "source", "table", "title", "volume",
        ];
        let style = self.style().unwrap_or_default();
        let own = OWN.iter().any(|name| style.starts_with(name));
        self.paragraph.hint.outline.filter(|_| !own && !style.starts_with("heading"))
    }

    /// Whether the text ends as a sentence or clause does.
    pub(super) fn ends_closed(&self) -> bool {
        ends_closed(&self.text)
    }
}

/// The label that Word's list gave a paragraph: it stands at the head of the text, and has no place in the
/// input.
fn list_label(paragraph: &Paragraph, view: View, text: &str) -> Option<Box<ListLabel>> {
    paragraph.hint.list_level?;
    let mut shown = paragraph.runs.iter().filter(|run| run.shown_in(view));
    let label = shown.next().filter(|run| run.span.is_none() && run.object.is_none())?.text.trim();
    let rest = text.strip_prefix(label).filter(|_| !label.is_empty())?;
    let text_at = text.len() - rest.trim_start().len();
    // By itself it may be read where no space parts it from its text: `1.text`.
    let alone = label::scan(&format!("{label}\t{label}")).filter(|alone| alone.length == label.len());
    let readings = alone.map_or_else(|| vec![LabelValue::Other], |alone| alone.readings);
    let gap = gap(text, label.len(), text_at);
    let label = ScannedLabel { length: label.len(), text_at, readings, firm: true };
    Some(Box::new(ListLabel { label, level: list_level(&paragraph.hint), gap }))
}

/// What parts a label that ends at a byte from the text that begins at another.
fn gap(text: &str, label_end: usize, text_at: usize) -> LabelGap {
    match text.get(label_end..text_at) {
        Some("") if text_at < text.len() => LabelGap::Nothing,
        Some(" " | "\u{a0}") => LabelGap::Space,
        _ => LabelGap::Tab,
    }
}

/// The label of a list, where what it counts is known.
fn known(listed: &ListLabel) -> Option<ScannedLabel> {
    (listed.label.readings != [LabelValue::Other]).then(|| listed.label.clone())
}

/// The depth of a paragraph in Word's lists, from 1. Word's own list styles are a level each, and a list
/// of its own each (`List Bullet 2`).
fn list_level(hint: &StyleHint) -> u8 {
    let own = hint.list_level.unwrap_or(0).saturating_add(1);
    let style = hint.style.as_deref().unwrap_or_default().to_lowercase();
    let styled = style.strip_prefix("list ").and_then(|name| name.rsplit(' ').next()?.parse::<u8>().ok());
    own.max(styled.unwrap_or(1)).min(9)
}

/// Whether the paragraph's mark is gone in one of the views, which joins it to the next paragraph.
fn may_join(mark: &ParagraphMark) -> bool {
    mark.insertion.is_some() || mark.deletion.is_some()
}

/// The mark of two paragraphs of which the second is blank and not passed on: it goes where both go.
fn joint_mark(mark: ParagraphMark, blank: ParagraphMark) -> ParagraphMark {
    ParagraphMark {
        insertion: mark.insertion.filter(|_| blank.insertion.is_some()),
        deletion: mark.deletion.filter(|_| blank.deletion.is_some()),
        formatting: mark.formatting,
    }
}

/// Lines, and what was taken from between them.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    /// The lines in order.
    pub lines: Vec<InputLine>,
    /// Furniture, with the reason.
    pub set_aside: Vec<SetAside>,
    /// What the furniture said of the document.
    pub furniture: Vec<FurnitureLine>,
    /// Places where a broken line was joined: the span of the second half.
    pub joined: Vec<crate::text::Span>,
}

/// Prepares the body of a source. `plain`: its lines may be broken and may hold furniture.
pub(super) fn prepare(
    blocks: Vec<SourceBlock>,
    plain: bool,
    lexicon: &Lexicon,
    registry: &Registry,
) -> Prepared {
    let mut prepared = Prepared::default();
    let mut queue: Vec<InputLine> = Vec::new();
    let mut blank_lines = 0u16;
    let mut lines: Vec<InputLine> = Vec::with_capacity(blocks.len());
    for block in contents::unboxed(blocks) {
        match block {
            SourceBlock::Table(table) => lines.push(InputLine::Table(Box::new(table))),
            SourceBlock::Paragraph(paragraph) => {
                let behind =
                    matches!(lines.last(), Some(InputLine::Text(last)) if may_join(&last.paragraph.mark));
                let mark = paragraph.mark;
                if let Some(mut line) = TextLine::joined(paragraph, behind) {
                    let before = line.paragraph.hint.blank_lines_before;
                    line.paragraph.hint.blank_lines_before = before.max(std::mem::take(&mut blank_lines));
                    lines.push(line.into());
                } else {
                    blank_lines = blank_lines.saturating_add(1);
                    if let Some(InputLine::Text(last)) = lines.last_mut() {
                        last.paragraph.mark = joint_mark(last.paragraph.mark, mark);
                    }
                }
            }
        }
    }
    let lines = if plain { chunks::join(lines, &mut prepared.set_aside) } else { lines };
    let mut noted = false;
    for (line, found) in furniture::sift(lines, plain, lexicon, registry) {
        if let (InputLine::Text(text), None) = (&line, &found)
            && furniture::is_rule(&text.text)
        {
            noted = true;
            queue.push(line);
            continue;
        }
        match (line, found) {
            (InputLine::Text(line), Some(found)) => {
                noted = found.why == SetAsideWhy::EndRule;
                prepared.set_aside.push(SetAside { span: line.paragraph.span, why: found.why });
                prepared.furniture.push(found);
            }
            (InputLine::Text(mut line), None) => {
                if std::mem::take(&mut noted) && plain && line.label.as_ref().is_some_and(|label| !label.firm)
                {
                    // Under a rule stand the notes of a page: `1 These include …` is no item.
                    line.label = None;
                }
                queue.push(InputLine::Text(line));
            }
            (line, _) => queue.push(line),
        }
    }
    let judge = plain.then(|| Joins::of(&queue, lexicon));
    let mut numbers = 0u16;
    // Where the last physical line of the last paragraph stood.
    let mut last = 0;
    for (at, line) in queue.into_iter().enumerate().take_while(|_| !budget::is_spent()) {
        // Where a call or another item ends, a clause goes on in small letters.
        let number = matches!(prepared.lines.last(), Some(InputLine::Text(last)) if last.text.len() <= 2);
        let above = prepared.lines.len().checked_sub(2).and_then(|above| prepared.lines.get(above));
        let listed = plain && number && above.is_some_and(|above| ends_clause(above, lexicon));
        match (prepared.lines.last_mut(), line) {
            (Some(InputLine::Text(before)), InputLine::Text(line))
                if plain && labels(before, &line, listed, &mut numbers, lexicon) =>
            {
                take_text(before, *line);
            }
            (Some(InputLine::Text(before)), InputLine::Text(line))
                if judge.as_ref().is_some_and(|judge| judge.joins(before, last, &line, at)) =>
            {
                prepared.joined.push(line.paragraph.span);
                if let Some(judge) = &judge {
                    judge.join(before, *line, &mut prepared.set_aside);
                }
            }
            (_, line) => prepared.lines.push(line),
        }
        last = at;
    }
    prepared
}

/// Whether a call or an item of a list ends with a line.
fn ends_clause(line: &InputLine, lexicon: &Lexicon) -> bool {
    matches!(line, InputLine::Text(line) if line.text.ends_with([';', '；', '؛', ',']) || lexicon.call(&line.text).is_some())
}

/// Whether a line is a label and nothing else, and the next one its text: `a)` above `that …`, as
/// tables and frames come out of PDF. A bare number counts only in sequence, right above its text,
/// with a sentence beginning below, or with a call or an item of its list above (`listed`); `numbers`
/// is the last one that did.
fn labels(label: &TextLine, line: &TextLine, listed: bool, numbers: &mut u16, lexicon: &Lexicon) -> bool {
    // Most lines are no label by themselves: that is told before the words below are looked up.
    let alone = match &label.label {
        Some(found) => found.firm && found.text_at >= label.text.len(),
        None => label.text.len() <= 2,
    };
    if !alone || line.label.is_some() || line.paragraph.hint.blank_lines_before > 1 {
        return false;
    }
    let own = symbol::symbol(&line.text).is_some()
        || symbol::identifier(&line.text).is_some()
        || is_structural(&line.text, lexicon);
    if own || label.label.is_some() {
        return !own;
    }
    let Ok(number) = label.text.parse::<u16>() else { return false };
    let begins =
        line.text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase());
    let in_turn = number == *numbers + 1 || listed && number == 1;
    let next = in_turn && line.paragraph.hint.blank_lines_before == 0 && (begins || listed);
    if next {
        *numbers = number;
    }
    next
}

/// Gives a label that stood alone its text.
fn take_text(label: &mut TextLine, line: TextLine) {
    let mut paragraph = std::mem::take(&mut label.paragraph);
    paragraph.runs.push(Run::generated("\t"));
    paragraph.runs.extend(line.paragraph.runs);
    paragraph.span = paragraph.span.to(line.paragraph.span);
    paragraph.mark = line.paragraph.mark;
    if let Some(whole) = TextLine::new(paragraph) {
        *label = whole;
    }
}

/// Whether a line has a place of its own in the structure, by its words alone.
fn is_structural(text: &str, lexicon: &Lexicon) -> bool {
    lexicon.call(text).is_some()
        || lexicon.is_opening(text)
        || lexicon.number_line(text).is_some()
        || lexicon.section(text).is_some()
        || lexicon.reasons(text).is_some()
        || lexicon.part_label(text).is_some()
        || lexicon.call_of_another(text).is_some()
}

/// Lines of a paragraph that breaks its lines by hand, in one pass: it may have a hundred thousand.
pub(super) fn split_lines(paragraph: Paragraph) -> Vec<Paragraph> {
    let text = paragraph.all_text();
    let cuts: Vec<usize> = text.match_indices('\n').flat_map(|(at, _)| [at, at + 1]).collect();
    let mut pieces = paragraph.cut(&cuts);
    for piece in &mut pieces {
        piece.runs.retain(|run| run.object.is_some() || run.text != "\n");
        piece.runs.iter_mut().filter(|run| run.text == "\n").for_each(|run| run.text.clear());
    }
    // The break's own piece is left empty; the mark of the paragraph stays with the last one.
    let last = pieces.pop();
    pieces.retain(|piece| !piece.runs.is_empty());
    pieces.into_iter().chain(last).collect()
}

/// Takes white space off the ends of a paragraph.
fn trim(mut paragraph: Paragraph, start: bool, end: bool) -> Paragraph {
    if start {
        trim_start(&mut paragraph);
    }
    if end {
        trim_end(&mut paragraph);
    }
    paragraph
}

fn trim_start(paragraph: &mut Paragraph) {
    let blank = |run: &Run| run.object.is_none() && run.text.trim_start().is_empty();
    let blanks = paragraph.runs.iter().take_while(|run| blank(run)).count();
    paragraph.runs.drain(..blanks);
    if let Some(run) = paragraph.runs.first_mut() {
        let lead = run.text.len() - run.text.trim_start().len();
        if lead > 0 && lead < run.text.len() {
            let whole = std::mem::take(run);
            *run = whole.split(lead).1;
        }
    }
}

fn trim_end(paragraph: &mut Paragraph) {
    while let Some(run) = paragraph.runs.last_mut() {
        let length = run.text.trim_end().len();
        if run.object.is_some() || length == run.text.len() {
            break;
        }
        if length == 0 {
            paragraph.runs.pop();
            continue;
        }
        let whole = std::mem::take(run);
        *run = whole.split(length).0;
        break;
    }
}

/// Cuts a line's paragraph into its label and its text, white space between them dropped. A label
/// that was deleted where another was put in its place stands between them, and goes with the label.
pub(super) fn cut_label(line: &TextLine, label: &ScannedLabel) -> (Vec<Run>, Paragraph) {
    let label_end = line.marked_offset(label.length);
    let text_start = line.marked_offset(label.text_at);
    let (head, rest) = line.paragraph.clone().split(label_end);
    let (between, mut text) = rest.split(text_start.saturating_sub(label_end));
    // What parts a number of Word's from a text that the view does not show.
    let gap = |run: &Run| run.span.is_none() && run.object.is_none() && run.text.trim().is_empty();
    let gaps = text.runs.iter().take_while(|run| gap(run)).count();
    text.runs.drain(..gaps);
    let mut runs = head.runs;
    // Where a view has no number, because it joins the paragraph with the one before, the space between the
    // two is the text's own.
    let goes = |mark: fn(&Run) -> bool| runs.iter().all(|run| run.span.is_none() && mark(run));
    let joins = goes(|run| run.insertion.is_some()) || goes(|run| run.deletion.is_some());
    if line.behind && !runs.is_empty() && joins {
        let own = between.runs.iter().filter(|run| run.span.is_some() && run.object.is_none());
        text.runs.splice(..0, own.cloned().collect::<Vec<_>>());
    }
    runs.extend(between.runs.into_iter().filter(|run| run.object.is_some() || !run.text.trim().is_empty()));
    (runs, text)
}
