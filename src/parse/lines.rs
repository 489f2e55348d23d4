//! Lines made ready for the parser: furniture out, broken lines joined.
//!
//! In: the blocks of a `Source`. Out: [`Line`]s, each a whole paragraph with the text it is judged
//! by, and what was set aside. Only plain text is repaired; Word's paragraphs are what Word says.

use std::collections::VecDeque;

use super::chunks;
use super::furniture::{self, Furniture};
use super::label::{self, ScannedLabel};
use super::symbol;
use crate::letters::is_east_asian;
use crate::lexicon::Lexicon;
use crate::source::{SetAside, SetAsideWhy, SourceBlock};
use crate::text::{Paragraph, Run, Table, View, ends_closed};

/// A paragraph or table as the parser walks over it.
#[derive(Debug, Clone)]
pub(super) enum Line {
    /// A paragraph.
    Text(TextLine),
    /// A table.
    Table(Table),
}

/// A paragraph with the text it is judged by.
#[derive(Debug, Clone)]
pub(super) struct TextLine {
    /// The paragraph, marks and all.
    pub paragraph: Paragraph,
    /// Its revised text, or its base text where all of it is deleted; no white space at the ends.
    pub text: String,
    /// Which view `text` is of.
    pub view: View,
    /// Label at the head of `text`.
    pub label: Option<ScannedLabel>,
}

impl TextLine {
    /// A line from a paragraph; `None` where nothing stands in it.
    pub(super) fn new(paragraph: Paragraph) -> Option<TextLine> {
        let paragraph = trim(paragraph);
        if paragraph.is_blank() {
            return None;
        }
        let (text, view) = [View::Revised, View::Marked]
            .into_iter()
            .map(|view| (paragraph.text(view).trim().to_owned(), view))
            .find(|(text, _)| !text.is_empty())
            .unwrap_or_default();
        let label = label::scan(&text);
        Some(TextLine { paragraph, text, view, label })
    }

    /// The text after the label, or all of it.
    pub(super) fn unlabelled(&self) -> &str {
        let at = self.label.as_ref().map_or(0, |label| label.text_at);
        self.text.get(at..).unwrap_or_default()
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

    /// The last line of a paragraph that was joined of several: its last run.
    fn last_line(&self) -> &str {
        let last = self.paragraph.runs.last().map_or("", |run| run.text.as_str());
        last.rsplit('\n').next().unwrap_or(last)
    }

    /// Whether the text ends as a sentence or clause does.
    pub(super) fn ends_closed(&self) -> bool {
        ends_closed(&self.text)
    }
}

/// Lines, and what was taken from between them.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    /// The lines in order.
    pub lines: Vec<Line>,
    /// Furniture, with the reason.
    pub set_aside: Vec<SetAside>,
    /// What the furniture said of the document.
    pub furniture: Vec<Furniture>,
    /// Places where a broken line was joined: the span of the second half.
    pub joined: Vec<crate::text::Span>,
}

/// Prepares the body of a source. `plain`: its lines may be broken and may hold furniture.
pub(super) fn prepare(blocks: Vec<SourceBlock>, plain: bool, lexicon: &Lexicon) -> Prepared {
    let mut prepared = Prepared::default();
    let mut queue: VecDeque<Line> = VecDeque::new();
    let mut blank_lines = 0u16;
    let mut lines: Vec<Line> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block {
            SourceBlock::Table(table) => lines.push(Line::Table(table)),
            SourceBlock::Paragraph(paragraph) => match TextLine::new(paragraph) {
                Some(mut line) => {
                    let before = line.paragraph.hint.blank_lines_before;
                    line.paragraph.hint.blank_lines_before = before.max(std::mem::take(&mut blank_lines));
                    lines.push(Line::Text(line));
                }
                None => blank_lines = blank_lines.saturating_add(1),
            },
        }
    }
    let lines = if plain { chunks::join(lines, &mut prepared.set_aside) } else { lines };
    let mut noted = false;
    for (line, found) in furniture::sift(lines, plain, lexicon) {
        if let (Line::Text(text), None) = (&line, &found)
            && furniture::is_rule(&text.text)
        {
            noted = true;
            queue.push_back(line);
            continue;
        }
        match (line, found) {
            (Line::Text(line), Some(found)) => {
                noted = found.why == SetAsideWhy::EndRule;
                prepared.set_aside.push(SetAside { span: line.paragraph.span, why: found.why });
                prepared.furniture.push(found);
            }
            (Line::Text(mut line), None) => {
                if std::mem::take(&mut noted) && plain && line.label.as_ref().is_some_and(|label| !label.firm)
                {
                    // Under a rule stand the notes of a page: `1 These include …` is no item.
                    line.label = None;
                }
                queue.push_back(Line::Text(line));
            }
            (line, _) => queue.push_back(line),
        }
    }
    let width = plain.then(|| wrap_width(&queue)).flatten();
    let mut numbers = 0u16;
    while let Some(line) = queue.pop_front() {
        // Where a call or another item ends, a clause goes on in small letters.
        let number = matches!(prepared.lines.last(), Some(Line::Text(last)) if last.text.len() <= 2);
        let above = prepared.lines.len().checked_sub(2).and_then(|above| prepared.lines.get(above));
        let listed = plain && number && above.is_some_and(|above| ends_clause(above, lexicon));
        match (prepared.lines.last_mut(), line) {
            (Some(Line::Text(before)), Line::Text(line))
                if plain && labels(before, &line, listed, &mut numbers, lexicon) =>
            {
                take_text(before, line);
            }
            (Some(Line::Text(before)), Line::Text(line)) if plain && joins(before, &line, width, lexicon) => {
                prepared.joined.push(line.paragraph.span);
                join(before, line);
            }
            (_, line) => prepared.lines.push(line),
        }
    }
    prepared
}

/// Whether a call or an item of a list ends with a line.
fn ends_clause(line: &Line, lexicon: &Lexicon) -> bool {
    matches!(line, Line::Text(line) if line.text.ends_with([';', '；', '؛', ',']) || lexicon.call(&line.text).is_some())
}

/// Whether a line is a label and nothing else, and the next one its text: `a)` above `that …`, as
/// tables and frames come out of PDF. A bare number counts only in sequence, right above its text,
/// with a sentence beginning below, or with a call or an item of its list above (`listed`); `numbers`
/// is the last one that did.
fn labels(label: &TextLine, line: &TextLine, listed: bool, numbers: &mut u16, lexicon: &Lexicon) -> bool {
    let own = line.label.is_some()
        || symbol::symbol(&line.text).is_some()
        || symbol::identifier(&line.text).is_some()
        || is_structural(&line.text, lexicon);
    if own || line.paragraph.hint.blank_lines_before > 1 {
        return false;
    }
    if let Some(found) = &label.label {
        return found.firm && found.text_at >= label.text.len();
    }
    let number = label.text.parse::<u16>().ok().filter(|_| label.text.len() <= 2);
    let Some(number) = number else { return false };
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

/// The display width at which a text was wrapped, or none where its lines are paragraphs. It was
/// wrapped where most of its full lines, those within a sixth of the longest, stop in mid-sentence
/// and the next line goes on.
fn wrap_width(lines: &VecDeque<Line>) -> Option<usize> {
    use unicode_width::UnicodeWidthStr;
    let texts: Vec<Option<&TextLine>> = lines
        .iter()
        .map(|line| match line {
            Line::Text(line) => Some(line),
            Line::Table(_) => None,
        })
        .collect();
    let mut widths: Vec<usize> = texts.iter().flatten().map(|line| line.text.as_str().width()).collect();
    if widths.len() < FEWEST_LINES {
        return None;
    }
    widths.sort_unstable();
    let longest = *widths.get(widths.len() * 98 / 100)?;
    if !(40..=132).contains(&longest) {
        return None;
    }
    let (mut full, mut running) = (0usize, 0usize);
    for pair in texts.windows(2) {
        let [Some(line), Some(next)] = pair else { continue };
        if line.text.as_str().width() * 6 < longest * 5 {
            continue;
        }
        full += 1;
        let goes_on = !line.ends_closed()
            && next.paragraph.hint.blank_lines_before == 0
            && next.label.as_ref().is_none_or(|label| !label.firm)
            && next.text.chars().next().is_some_and(|c| !c.is_uppercase());
        running += usize::from(goes_on);
    }
    let even = widths.iter().filter(|width| **width * 6 >= longest * 5).count() * 5 >= widths.len() * 2;
    // Lines of one width everywhere, or broken sentences: either tells.
    (even || running >= 3 && running * 2 >= full).then_some(longest)
}

/// Fewer lines have no width.
const FEWEST_LINES: usize = 12;

/// Whether a line is the rest of the line before it.
fn joins(before: &TextLine, line: &TextLine, width: Option<usize>, lexicon: &Lexicon) -> bool {
    use unicode_width::UnicodeWidthStr;
    let starts_anew = line.paragraph.hint.blank_lines_before > 0
        || line.label.as_ref().is_some_and(|label| label.firm)
        || symbol::symbol(&line.text).is_some()
        || symbol::identifier(&line.text).is_some()
        || is_structural(&line.text, lexicon)
        || is_structural(&before.text, lexicon)
        || symbol::symbol(&before.text).is_some() && before.text.chars().count() < 40;
    if starts_anew {
        return false;
    }
    if let Some(width) = width
        && line.label.is_none()
    {
        // A wrapped text: a full line goes on in the next, a short one ends its paragraph.
        let last = before.last_line();
        let first_word = line.text.split(' ').next().unwrap_or_default().width().min(width / 3);
        let last_width = last.width();
        return last_width + first_word.max(2) >= width
            || (last_width * 4 >= width * 3 && !before.ends_closed());
    }
    if before.ends_closed() || line.label.is_some() {
        return false;
    }
    let begins_low = line.text.chars().next().is_some_and(char::is_lowercase);
    let running = before.text.chars().count() >= 20;
    let item = before.label.as_ref().is_some_and(|label| {
        // A short numbered line without a stop is a heading: `3  Proposals`.
        !matches!(label.readings.first(), Some(crate::model::LabelValue::Number(parts)) if parts.len() == 1)
            || before.text.chars().count() > 60
    });
    let tail = line.text.chars().count() * 2 <= before.text.chars().count() && line.ends_closed();
    running && ((begins_low && line.ends_closed()) || (item && tail))
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

fn join(before: &mut TextLine, line: TextLine) {
    let needs_space = match (before.text.chars().next_back(), line.text.chars().next()) {
        (Some(last), Some(first)) => {
            !(is_east_asian(last) || is_east_asian(first) || last == '-' || last == '/')
        }
        _ => false,
    };
    let mut runs = std::mem::take(&mut before.paragraph.runs);
    if needs_space {
        runs.push(Run::generated(" "));
        before.text.push(' ');
    }
    runs.extend(line.paragraph.runs);
    before.text.push_str(&line.text);
    before.paragraph.span = before.paragraph.span.to(line.paragraph.span);
    before.paragraph.runs = runs;
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

/// Takes white space off both ends of a paragraph.
fn trim(mut paragraph: Paragraph) -> Paragraph {
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
    paragraph
}

/// Cuts a line's paragraph into its label and its text, white space between them dropped. A label
/// that was deleted where another was put in its place stands between them, and goes with the label.
pub(super) fn cut_label(line: &TextLine, label: &ScannedLabel) -> (Vec<Run>, Paragraph) {
    let label_end = line.marked_offset(label.length);
    let text_start = line.marked_offset(label.text_at);
    let (head, rest) = line.paragraph.clone().split(label_end);
    let (between, text) = rest.split(text_start.saturating_sub(label_end));
    let mut runs = head.runs;
    runs.extend(between.runs.into_iter().filter(|run| run.object.is_some() || !run.text.trim().is_empty()));
    (runs, text)
}
