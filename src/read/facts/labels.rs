//! The numbers that Word shows before paragraphs, in the revised text and in the base text.
//!
//! In: the blocks of a story. Out: the same, each paragraph with its number in either text. The two
//! are counted apart, each over the paragraphs that stand in it: a paragraph whose mark goes joins the
//! next one, and the paragraph made of both has one number, that of the mark that stays (ECMA-376
//! part 1, 17.13.5.15), in front of what can be seen of it. Never: a number in the middle of a text.

use super::number_format::NumberScript;
use super::numbering::{ListCounters, ParagraphNumber};
use super::styles::{Resolver, StyleFormat};
use super::types::{
    CellBlock, ParagraphProperties, StoryBlock, WordAccount, WordParagraph, WordPiece, WordRow,
};
use crate::language::Language;
use crate::text::{Format, ParagraphMark, RevisionIndex, View};

/// The numbers of a paragraph.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct AutomaticLabel {
    /// As if all marks were accepted.
    pub revised: Option<ParagraphNumber>,
    /// As if all marks were rejected.
    pub base: Option<ParagraphNumber>,
    /// The mark for which the two differ.
    pub cause: Option<RevisionIndex>,
}

/// What has been counted in either text.
#[derive(Debug, Default)]
pub(crate) struct LabelCount {
    revised: ListCounters,
    base: ListCounters,
    /// The last mark met that changes which paragraphs there are, or their lists.
    last: Option<RevisionIndex>,
    /// The language of numbers in words: what was given, else what the text says.
    pub given: Option<Language>,
    /// The language of numbers in words where nothing states one.
    pub assumed: Option<Language>,
    /// Numbers of a format that is not known, shown in digits.
    pub unknown: usize,
    /// Numbers in words of a language that is not known, or is none of the Union's: in English.
    pub unspoken: usize,
    /// A level with a text beyond the bound is used.
    pub over_long: bool,
}

/// Insertion and deletion of the row or cell around a paragraph.
type Around = (Option<RevisionIndex>, Option<RevisionIndex>);

/// A paragraph, or an edge that nothing is joined across: the end of a cell, a table.
struct LabelStep<'b> {
    paragraph: Option<&'b mut WordParagraph>,
    around: Around,
    label: AutomaticLabel,
}

impl LabelStep<'_> {
    fn stands_in(&self, view: View) -> bool {
        shown(self.around, view)
    }

    /// Whether a reader sees something of the paragraph.
    fn is_seen_in(&self, view: View) -> bool {
        self.paragraph.as_ref().is_some_and(|paragraph| {
            paragraph.runs.iter().any(|run| {
                shown((run.insertion, run.deletion), view)
                    && (run.object.is_some() || !run.text.trim().is_empty())
            })
        })
    }

    /// Whether the paragraph's mark goes, so that it joins the next one.
    fn joins_in(&self, view: View) -> bool {
        let mark = self.paragraph.as_ref().map(|paragraph| paragraph.properties.mark).unwrap_or_default();
        !shown((mark.insertion, mark.deletion), view)
    }

    fn properties_in(&self, view: View) -> ParagraphProperties {
        let own = self.paragraph.as_ref().map(|paragraph| paragraph.properties).unwrap_or_default();
        match own.previous {
            Some(previous) if view == View::Base => ParagraphProperties {
                style: previous.style,
                list: previous.list,
                level: previous.level,
                ..own
            },
            _ => own,
        }
    }

    fn is_section_break(&self) -> bool {
        self.paragraph
            .as_ref()
            .is_some_and(|paragraph| paragraph.properties.ends_section.is_some() && paragraph.runs.is_empty())
    }

    /// A mark by which the paragraph stands in one text only, or has another list in it.
    fn mark(&self) -> Option<RevisionIndex> {
        let paragraph = self.paragraph.as_ref()?;
        let ParagraphMark { insertion, deletion, .. } = paragraph.properties.mark;
        let previous = paragraph.properties.previous.map(|previous| previous.mark);
        let renumbered = paragraph.properties.previous_number.map(|(_, mark)| mark);
        previous.or(renumbered).or(insertion).or(deletion).or(self.around.0).or(self.around.1)
    }
}

fn shown((insertion, deletion): Around, view: View) -> bool {
    match view {
        View::Marked => true,
        View::Revised => deletion.is_none(),
        View::Base => insertion.is_none(),
    }
}

/// Numbers the paragraphs of a story.
pub(crate) fn number(
    blocks: &mut [StoryBlock],
    ledger: &WordAccount,
    resolver: &mut Resolver<'_>,
    count: &mut LabelCount,
) {
    let mut steps = Vec::new();
    for block in blocks {
        match block {
            StoryBlock::Paragraph(paragraph) => steps.push(step(Some(paragraph), (None, None))),
            StoryBlock::Table(table) => {
                // A hidden row is not shown, nor are its paragraphs counted.
                for row in table.rows.iter_mut().filter(|row| !row.hidden) {
                    enter_row(row, (None, None), &mut steps);
                }
            }
            StoryBlock::Chunk(_) => {}
        }
    }
    let (given, assumed) = (count.given, count.assumed);
    let mut numerator =
        Numerator { resolver, ledger, given, assumed, unknown: 0, unspoken: 0, over_long: false };
    numerator.number_in(View::Revised, &mut steps, &mut count.revised);
    count.unknown += numerator.unknown;
    count.unspoken += numerator.unspoken;
    if !ledger.revisions.is_empty() {
        numerator.number_in(View::Base, &mut steps, &mut count.base);
    } else {
        for step in &mut steps {
            step.label.base = step.label.revised.clone();
        }
    }
    count.over_long |= numerator.over_long;
    for step in steps {
        let own = step.mark();
        count.last = own.or(count.last);
        if let Some(paragraph) = step.paragraph {
            paragraph.label = AutomaticLabel { cause: own.or(count.last), ..step.label };
        }
    }
}

fn step(paragraph: Option<&mut WordParagraph>, around: Around) -> LabelStep<'_> {
    LabelStep { paragraph, around, label: AutomaticLabel::default() }
}

fn enter_row<'b>(row: &'b mut WordRow, outer: Around, steps: &mut Vec<LabelStep<'b>>) {
    for cell in &mut row.cells {
        let around =
            (cell.insertion.or(row.insertion).or(outer.0), cell.deletion.or(row.deletion).or(outer.1));
        steps.push(step(None, around));
        for piece in cell.pieces_mut() {
            match piece {
                WordPiece::Paragraph(paragraph) => steps.push(step(Some(paragraph), around)),
                // Its cells part what stands before it from what stands behind it, where a row stands.
                WordPiece::Block(CellBlock::Chunk(_)) => {}
                WordPiece::Block(CellBlock::Table(table)) => {
                    for row in table.rows.iter_mut().filter(|row| !row.hidden) {
                        enter_row(row, around, steps);
                    }
                }
            }
        }
        steps.push(step(None, around));
    }
}

/// Numbers the paragraphs of one text.
struct Numerator<'n, 's> {
    resolver: &'n mut Resolver<'s>,
    ledger: &'n WordAccount,
    given: Option<Language>,
    assumed: Option<Language>,
    unknown: usize,
    unspoken: usize,
    over_long: bool,
}

impl Numerator<'_, '_> {
    fn number_in(&mut self, view: View, steps: &mut [LabelStep<'_>], counters: &mut ListCounters) {
        // Paragraphs whose marks went; they wait for the one that they join.
        let mut joined: Vec<usize> = Vec::new();
        for at in 0..steps.len() {
            let Some(step) = steps.get(at) else { break };
            if !step.stands_in(view) {
                continue;
            }
            let ends = step.paragraph.is_some() && !step.joins_in(view);
            if step.paragraph.is_some() {
                joined.push(at);
            }
            if ends || step.paragraph.is_none() {
                self.close(&std::mem::take(&mut joined), ends, view, steps, counters);
            }
        }
        self.close(&joined, false, view, steps, counters);
    }

    /// Numbers the one paragraph that several make. `ends`: the mark of the last one stays.
    fn close(
        &mut self,
        joined: &[usize],
        ends: bool,
        view: View,
        steps: &mut [LabelStep<'_>],
        counters: &mut ListCounters,
    ) {
        let seen = |at: &&usize| steps.get(**at).is_some_and(|step| step.is_seen_in(view));
        let last_seen = joined.iter().rev().find(seen);
        let Some(first) = joined.iter().find(seen).or(joined.last().filter(|_| ends)) else { return };
        // An emptied paragraph gives no number, nor does it take the one of what it joins.
        let owner = if joined.len() == 1 { joined.last() } else { last_seen.or(joined.last()) };
        let Some(owner) = owner.and_then(|at| steps.get(*at)).filter(|owner| !owner.is_section_break())
        else {
            return;
        };
        let properties = owner.properties_in(view);
        let look = self.resolver.paragraph(&properties);
        let Some(list) = look.paragraph.list.filter(|list| *list != 0) else { return };
        let level = look.paragraph.level.unwrap_or(0);
        // Files hold definitions with rubbish in them that nothing uses; what no paragraph shows hinders nobody.
        self.over_long |= self.resolver.numbering.is_over_long(list, level);
        if self.over_long {
            return;
        }
        let language = self.language(&look, &properties, list, level);
        let mut number = self.resolver.numbering.number(counters, list, level, language);
        if let (View::Base, Some((shown, _)), Some(number)) = (view, properties.previous_number, &mut number)
        {
            number.text = self.ledger.name(shown).unwrap_or_default().to_owned();
        }
        let number = number.filter(|number| !number.text.is_empty());
        if let Some(step) = steps.get_mut(*first) {
            match view {
                View::Base => step.label.base = number,
                View::Marked | View::Revised => step.label.revised = number,
            }
        }
    }

    /// The language of a number: what was given, else that of the level, of the paragraph's mark, of its
    /// style, of the document; where none states it, what the text itself tells. Of the three that a format
    /// states, a mark that reads from right to left has the complex one (ECMA-376 part 1, 17.3.2.20).
    fn language(
        &mut self,
        look: &StyleFormat,
        properties: &ParagraphProperties,
        list: u32,
        level: u8,
    ) -> Language {
        let Some(definition) = self.resolver.numbering.level(list, level) else { return Language::English };
        self.unknown += usize::from(definition.script == NumberScript::Unknown);
        let speaks = (0..=level).any(|at| {
            self.resolver.numbering.level(list, at).is_some_and(|definition| definition.script.speaks())
        });
        if let (Some(given), _) | (_, Some(given)) = (self.given, (!speaks).then_some(Language::English)) {
            return given;
        }
        let own = definition.run.language;
        let here = self.resolver.run(&look.run, &properties.mark_format);
        let [latin, asian, complex] = here.language;
        let here = match here.on.has(Format::RIGHT_TO_LEFT) {
            true => [complex, latin, asian],
            false => here.language,
        };
        let tag = own.into_iter().chain(here).find_map(|tag| self.ledger.name(tag));
        let found = tag.map_or(self.assumed, |tag| tag.parse().ok());
        self.unspoken += usize::from(found.is_none());
        found.unwrap_or(Language::English)
    }
}
