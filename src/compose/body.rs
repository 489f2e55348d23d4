//! The body: parts, sections, proposals, in the styles of the Union.
//!
//! In: the parts of a submission. Out: their paragraphs and tables in the order of the input, every
//! run of them. Never: a word of ours but what stands between a label and its text, which carries the
//! label's marks, so that it goes when the label goes.

use super::labels::LabelStyles;
use super::own_style::{own_heading, own_structural, own_style};
use crate::galley::{GalleyBlock, GalleyParagraph, LineRole};
use crate::lexicon::Lexicon;
use crate::model::{
    Block, CallRole, Content, Entry, Heading, Instrument, InstrumentKind, Item, Label, LabelValue, Part,
    Proposal, Section, SectionKind, Submission,
};
use crate::template::{Template, style_id};
use crate::text::{LabelGap, Paragraph, ParagraphMark, Run, Span, View, ends_closed};

/// Styles of headings by level, from 1.
const HEADINGS: [&str; 9] = [
    style_id::HEADING_1,
    style_id::HEADING_2,
    style_id::HEADING_3,
    style_id::HEADING_4,
    style_id::HEADING_5,
    style_id::HEADING_6,
    style_id::HEADING_7,
    style_id::HEADING_8,
    style_id::HEADING_9,
];

/// Styles of items. Those of the first level that number the text itself (`a)` and `1` under a call,
/// `1.1` anywhere) are running text: label, tab, and lines that go back to the margin; what stands
/// under them begins at `enumlev1` (T-RES-T.1-2016, word/document.xml: *considering* a) to i) and 1.1
/// to 1.12 are Normal, a) under 1.3 is `enumlev1`, i) under it `enumlev2`, a bullet `enumlev3`).
const ITEMS: [&str; 4] = [style_id::NORMAL, style_id::ENUM_1, style_id::ENUM_2, style_id::ENUM_3];

/// The blocks before the body, then all of the body but its first `boxed` sections. `parts_start_pages`: each part
/// after the first starts a page.
pub(super) fn blocks(
    before: Vec<GalleyBlock>,
    submission: &Submission,
    boxed: usize,
    template: &Template,
    lexicon: Option<&Lexicon>,
) -> Vec<GalleyBlock> {
    let labels = LabelStyles { italic: template.italic_labels, bold_reasons: template.bold_reasons, lexicon };
    let mut body = BodyComposer::new(before, labels);
    for (number, part) in submission.parts.iter().enumerate() {
        let start = body.blocks.len();
        body.part(part, if number == 0 { boxed } else { 0 });
        let first = body.blocks.get_mut(start);
        if let (Some(GalleyBlock::Paragraph(first)), true) = (first, number > 0 && template.parts_start_pages)
        {
            first.page_break_before = true;
        }
    }
    body.blocks
}

struct BodyComposer<'a> {
    blocks: Vec<GalleyBlock>,
    labels: LabelStyles<'a>,
    /// A title stands above: the next paragraph of text is the first after it.
    after_title: bool,
    /// The last block belongs to an entry, to which deeper items belong too.
    in_entry: bool,
    /// Outline level of a section's heading: 2 under parts.
    section_level: u8,
    /// The text stands under a call.
    under_call: bool,
    /// That call is of the preamble.
    under_recital: bool,
    /// The text is an instrument's.
    in_instrument: bool,
    /// The last item of the first level is running text.
    first_is_text: bool,
}

impl<'a> BodyComposer<'a> {
    fn new(before: Vec<GalleyBlock>, labels: LabelStyles<'a>) -> Self {
        Self {
            blocks: before,
            labels,
            after_title: true,
            in_entry: false,
            section_level: 0,
            under_call: false,
            under_recital: false,
            in_instrument: false,
            first_is_text: false,
        }
    }

    /// Adds a paragraph in a style, or in its own of the Union.
    fn push(&mut self, style: &'static str, role: LineRole, mut paragraph: Paragraph) {
        let (mut style, mut role) = (style, role);
        if self.in_instrument && style != style_id::CALL {
            self.labels.slant_references(&mut paragraph);
        }
        if matches!(style, style_id::HEADING_B | style_id::HEADING_I) {
            style = own_heading(&paragraph).unwrap_or(style);
        }
        if let Some((own, known)) = own_style(&paragraph) {
            (style, role) = (own, known.unwrap_or(role));
        } else if matches!(style, style_id::NORMAL | style_id::NORMAL_AFTER_TITLE) && role == LineRole::Text {
            style = own_structural(&paragraph).unwrap_or(style);
        }
        self.after_title = false;
        self.in_entry = matches!(style, style_id::ENTRY | style_id::ENTRY_LABELLED | style_id::ENTRY_ITEM);
        self.blocks.push(GalleyBlock::Paragraph(GalleyParagraph {
            style,
            role,
            paragraph,
            ..Default::default()
        }));
    }

    fn text(&mut self, style: &'static str, paragraph: &Paragraph) {
        self.push(style, LineRole::Text, paragraph.clone());
    }

    fn part(&mut self, part: &Part, boxed: usize) {
        self.section_level = 1;
        if let Some(heading) = &part.heading {
            // A Chinese numeral alone on a line looks like a rule: it stands before the title.
            let beside = heading.label.as_ref().filter(|label| matches!(label.value, LabelValue::Han(_)));
            let (label, lines) = match (beside, heading.lines.split_first()) {
                (Some(label), Some((first, others))) => {
                    (Some(labelled(&[(&label.runs, "\u{3000}")], first)), others)
                }
                _ => {
                    let own = |label: &Label| labelled(&[(&label.runs, "\n")], &Paragraph::default());
                    (heading.label.as_ref().map(own), heading.lines.as_slice())
                }
            };
            self.title(style_id::PART_TITLE, LineRole::Heading(1), label, lines);
            self.section_level = 2;
        }
        for content in part.contents.iter().skip(boxed) {
            match content {
                Content::Section(section) => self.section(section),
                Content::Proposal(proposal) => self.proposal(proposal),
                Content::Instrument(instrument) => self.instrument(instrument),
            }
        }
    }

    /// Title lines, as one paragraph with line breaks; where revisions touch a paragraph mark, as
    /// the paragraphs they are. `label` stands on a line of its own above them.
    fn title(&mut self, style: &'static str, role: LineRole, label: Option<Paragraph>, lines: &[Paragraph]) {
        let mut lines = label.into_iter().chain(lines.iter().cloned());
        let Some(mut title) = lines.next() else { return };
        let mut role = role;
        for line in lines {
            let own = |line: &Paragraph| own_style(line).map(|(style, _)| style);
            if title.mark == ParagraphMark::default() && own(&title) == own(&line) {
                let ends_line = title.runs.last().is_some_and(|run| run.text.ends_with('\n'));
                title.runs.extend((!ends_line && !title.runs.is_empty()).then(|| Run::generated("\n")));
                title.runs.extend(line.runs);
                title.anchors.extend(line.anchors);
                title.span = if title.span.is_empty() { line.span } else { title.span.to(line.span) };
                title.mark = line.mark;
            } else {
                self.push(style, std::mem::take(&mut role), std::mem::replace(&mut title, line));
            }
        }
        trim_last_break(&mut title);
        self.push(style, role, title);
        self.after_title = true;
    }

    fn section(&mut self, section: &Section) {
        match (&section.heading, section.kind) {
            (Some(heading), SectionKind::Annex) if heading.label.is_none() => self.annex_heading(heading),
            (Some(heading), _) => {
                use LabelValue::{Han, Number, Part};
                let value = heading.label.as_ref().map(|label| &label.value);
                let numbered = value.is_none_or(|value| matches!(value, Number(_) | Han(_) | Part(_)));
                // `a) Subclause 9.4` heads a section and numbers none.
                self.heading(heading, 1, if numbered { style_id::HEADING_1 } else { style_id::HEADING_B });
            }
            (None, _) => {}
        }
        self.running(&section.body, style_id::NORMAL);
    }

    /// An annex's number and title. One that is numbered as a section is headed as one.
    fn annex_heading(&mut self, heading: &Heading) {
        let role = LineRole::Heading(self.section_level);
        if let Some((number, title)) = heading.lines.split_first() {
            self.push(style_id::ANNEX_NO, role, number.clone());
            self.title(style_id::ANNEX_TITLE, LineRole::Text, None, title);
        }
    }

    /// A heading; `level` 1 is a section's, `style` that of a labelled one. Without a label it is an
    /// unnumbered one.
    fn heading(&mut self, heading: &Heading, level: u8, style: &'static str) {
        let role = LineRole::Heading((self.section_level + level.saturating_sub(1)).min(6));
        let Some(label) = &heading.label else {
            let style = if level == 1 { style_id::HEADING_B } else { style_id::HEADING_I };
            self.title(style, role, None, &heading.lines);
            self.after_title = false;
            return;
        };
        let Some((first, others)) = heading.lines.split_first() else {
            return self.push(style, role, labelled(&[(&label.runs, "\t")], &Paragraph::default()));
        };
        let at = self.blocks.len();
        self.title(style, role, Some(labelled(&[(&label.runs, label.gap.text())], first)), others);
        if let Some(GalleyBlock::Paragraph(line)) = self.blocks.get_mut(at) {
            line.label_gap = label.gap;
        }
        self.after_title = false;
    }

    /// Running text; `style` is that of its plain paragraphs.
    fn running(&mut self, blocks: &[Block], style: &'static str) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    let first = self.after_title && style == style_id::NORMAL;
                    self.text(if first { style_id::NORMAL_AFTER_TITLE } else { style }, paragraph);
                }
                Block::Item(item) => self.item(item),
                Block::Entry(entry) => self.entry(entry),
                Block::Heading(heading, level) => self.heading(heading, *level, pick(&HEADINGS, *level)),
                Block::Table(table) => {
                    self.after_title = false;
                    self.blocks.push(GalleyBlock::Table(table.clone()));
                }
            }
        }
    }

    fn item(&mut self, item: &Item) {
        let level = item.level.max(1);
        let mut label = item.label.runs.clone();
        if level == 1 && self.under_recital && matches!(item.label.value, LabelValue::Letter(_)) {
            self.labels.slant_label(&mut label);
        }
        let paragraph = labelled(&[(&label, item.label.gap.text())], &item.text);
        if level == 1 {
            self.first_is_text = match &item.label.value {
                // In a cover note sentences are numbered; `1)` and what has no stop are of a list.
                LabelValue::Number(parts) => {
                    let listed = item.label.text().ends_with([')', '）'])
                        || parts.len() == 1 && !ends_closed(item.text.text(View::Revised).trim_end());
                    self.under_call || !listed
                }
                LabelValue::Han(_) => true,
                LabelValue::Bullet | LabelValue::Roman(_) => false,
                LabelValue::Letter(_) | LabelValue::Part(_) | LabelValue::Other => self.under_call,
            };
        }
        let depth = if self.first_is_text { level } else { level.saturating_add(1) };
        let style = if self.in_entry && level > 1 { style_id::ENTRY_ITEM } else { pick(&ITEMS, depth) };
        self.push(style, LineRole::Item(level), paragraph);
        self.parted_by(item.label.gap);
    }

    /// Says what parts the label of the last line from its text.
    fn parted_by(&mut self, gap: LabelGap) {
        if let Some(GalleyBlock::Paragraph(line)) = self.blocks.last_mut() {
            line.label_gap = gap;
        }
    }

    /// An entry: symbol, label where there is one, text, each at its tab stop.
    fn entry(&mut self, entry: &Entry) {
        let symbol: (&[Run], &str) = (&entry.symbol_runs, "\t");
        match &entry.label {
            Some(Label { runs, gap, .. }) => {
                let paragraph = labelled(&[symbol, (runs, gap.text())], &entry.text);
                self.push(style_id::ENTRY_LABELLED, LineRole::Item(1), paragraph);
            }
            None => self.push(style_id::ENTRY, LineRole::Item(1), labelled(&[symbol], &entry.text)),
        }
    }

    fn proposal(&mut self, proposal: &Proposal) {
        if !proposal.line.runs.is_empty() {
            self.push(style_id::PROPOSAL, LineRole::Proposal, proposal.line.clone());
        }
        self.instrument(&proposal.instrument);
        let mut reasons = proposal.reasons.as_slice();
        // Reasons that begin with an item say by its style what they are.
        if let Some((Block::Item(item), others)) = reasons.split_first() {
            self.push(
                style_id::REASONS,
                LineRole::Item(1),
                labelled(&[(&item.label.runs, item.label.gap.text())], &item.text),
            );
            self.parted_by(item.label.gap);
            reasons = others;
        }
        let start = self.blocks.len();
        self.running(reasons, style_id::REASONS);
        if let Some(GalleyBlock::Paragraph(first)) = self.blocks.get_mut(start) {
            self.labels.embolden_reasons(&mut first.paragraph);
        }
    }

    fn instrument(&mut self, instrument: &Instrument) {
        let (number, title) = match instrument.kind {
            InstrumentKind::Provision => (style_id::ART_NO, style_id::ART_TITLE),
            _ => (style_id::RES_NO, style_id::RES_TITLE),
        };
        if let Some(line) = &instrument.number_line {
            self.text(number, line);
            self.after_title = true;
        }
        self.title(title, LineRole::Text, None, &instrument.title);
        if let Some(opening) = &instrument.opening {
            self.text(style_id::NORMAL_AFTER_TITLE, opening);
        }
        self.in_instrument = true;
        self.running(&instrument.preamble, style_id::NORMAL);
        for call in &instrument.calls {
            self.text(style_id::CALL, &call.text);
            (self.under_call, self.first_is_text) = (true, true);
            self.under_recital = call.role == CallRole::Recital;
            self.running(&call.body, style_id::NORMAL);
        }
        (self.under_call, self.under_recital, self.first_is_text) = (false, false, false);
        self.in_instrument = false;
        for annex in &instrument.annexes {
            self.section(annex);
        }
    }
}

/// The style of a level, from 1; deeper levels look like the deepest there is.
fn pick(styles: &[&'static str], level: u8) -> &'static str {
    let at = usize::from(level).saturating_sub(1);
    styles.get(at).or(styles.last()).copied().unwrap_or(style_id::NORMAL)
}

/// A text with labels before it, each followed by a separator that shares the label's marks.
pub(super) fn labelled(labels: &[(&[Run], &str)], text: &Paragraph) -> Paragraph {
    let mut runs = Vec::new();
    let mut span = text.span;
    for (label, separator) in labels.iter().filter(|(label, _)| !label.is_empty()) {
        let bounds = label.iter().filter_map(|run| run.span).reduce(Span::to);
        if let Some(bounds) = bounds {
            span = if span.is_empty() { bounds } else { span.to(bounds) };
        }
        runs.extend(label.iter().cloned());
        if !separator.is_empty() {
            runs.push(separator_of(label, separator));
        }
    }
    runs.extend(text.runs.iter().cloned());
    Paragraph { runs, span, mark: text.mark, hint: text.hint.clone(), anchors: text.anchors.clone() }
}

/// The separator behind a label: inserted or deleted where all of the label is.
fn separator_of(label: &[Run], separator: &str) -> Run {
    let shared = |of: fn(&Run) -> Option<crate::text::RevisionIndex>| {
        let first = label.first().and_then(of);
        first.filter(|_| label.iter().all(|run| of(run).is_some()))
    };
    let mut run = Run::generated(separator);
    run.insertion = shared(|run| run.insertion);
    run.deletion = shared(|run| run.deletion);
    run
}

/// A label with no line under it keeps no empty line.
fn trim_last_break(paragraph: &mut Paragraph) {
    if paragraph.runs.last().is_some_and(|run| run.span.is_none() && run.text == "\n") {
        paragraph.runs.pop();
    }
}
