//! A long document set in parts, side by side.
//!
//! In: a galley of text and tables, helpers. Out: what setting it from its first block to its last gives, to the last
//! number: each part begins with a heading and knows how deep the sections are that are open there; it is then moved
//! behind the one before it. Never: a document in parts that holds what counts through it: notes, pictures, formulas.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::compositor::{Compositor, GlyphsWithoutFace};
use super::pages::blocks::{BlockContent, FlowBlock};
use super::pages::rows::{CellLine, LaidRow};
use super::structure::{LayoutTree, OUTSIDE, StructPlace};
use super::{level_of_instruments, role_of};
use crate::budget::Budget;
use crate::diagnostics::{Finding, Refusal};
use crate::galley::{Galley, GalleyBlock, GalleyParagraph, LineRole};
use crate::layout::inline::lines::LaidLine;
use crate::pages::{FontFace, PageItem, PageTag};
use crate::sharing::{Helpers, each};

/// Parts that a document is set in: more than there are processors, as they are of unequal length.
const PARTS: usize = 12;
/// A document of fewer paragraphs is set as one.
const LEAST: usize = 4_000;

/// Where a part begins and ends, and what is open in front of it.
struct PartPlan {
    blocks: Range<usize>,
    /// Levels of the open sections.
    levels: Vec<u8>,
    /// A heading of the first level stands above.
    headed: bool,
}

/// A part that is set.
struct SetPart<'a> {
    blocks: Vec<FlowBlock>,
    heads: Vec<Vec<LaidRow>>,
    /// White under its last paragraph, points.
    after: f32,
    tree: LayoutTree,
    fonts: Vec<Arc<FontFace>>,
    used: Vec<Option<u16>>,
    entries: Vec<(&'a GalleyParagraph, StructPlace)>,
    missing: GlyphsWithoutFace,
    findings: Vec<Finding>,
}

/// The parts of a galley; none where it is to be set as one.
fn plans(galley: &Galley, tree: &LayoutTree, instruments_head: Option<u8>) -> Vec<PartPlan> {
    let counts_through =
        !(galley.notes.is_empty() && galley.pictures.is_empty() && galley.formulas.is_empty());
    let size = |block: &GalleyBlock| match block {
        GalleyBlock::Paragraph(_) => 1,
        GalleyBlock::Table(table) => table.rows.iter().map(|row| row.cells.len()).sum(),
    };
    let all: usize = if counts_through { 0 } else { galley.blocks.iter().map(size).sum() };
    if all < LEAST {
        return Vec::new();
    }
    let mut skeleton = tree.skeleton();
    let (levels, headed) = skeleton.open();
    let mut plans = vec![PartPlan { blocks: 0..galley.blocks.len(), levels, headed }];
    let mut before = 0;
    for (at, block) in galley.blocks.iter().enumerate() {
        if let GalleyBlock::Paragraph(paragraph) = block {
            let role = role_of(paragraph, instruments_head);
            if matches!(role, LineRole::Heading(_) | LineRole::Proposal) {
                let (levels, headed) = skeleton.open();
                skeleton.place(role, false, String::new);
                if let Some(last) = plans.last_mut().filter(|_| before >= all / PARTS) {
                    let end = std::mem::replace(&mut last.blocks.end, at);
                    plans.push(PartPlan { blocks: at..end, levels, headed });
                    before = 0;
                }
            }
        }
        before += size(block);
    }
    plans
}

impl<'a> Compositor<'a> {
    /// Sets the body behind what is in `blocks`, in parts where it is long and there is help; the heading rows of its tables.
    pub(super) fn body_in_parts(
        &mut self,
        blocks: &mut Vec<FlowBlock>,
        budget: &Budget,
        helpers: &dyn Helpers,
    ) -> Result<Vec<Vec<LaidRow>>, Refusal> {
        self.instruments_head = level_of_instruments(self.galley);
        let plans = match helpers.at_once() {
            0 | 1 => Vec::new(),
            _ => plans(self.galley, &self.tree, self.instruments_head),
        };
        if plans.len() < 2 {
            let whole = 0..self.galley.blocks.len();
            return Ok(self.body(blocks, whole, budget)?.0);
        }
        let (galley, template, library) = (self.galley, self.template, self.library);
        let (instruments_head, places) = (self.instruments_head, &self.places);
        let set = each(helpers, &plans, |plan| {
            let mut compositor = Compositor::with_places(galley, &[], template, library, Arc::clone(places))?;
            compositor.instruments_head = instruments_head;
            compositor.tree.reopen(&plan.levels, plan.headed);
            compositor.part(plan.blocks.clone())
        });
        let (mut heads, mut after) = (Vec::new(), 0.0);
        // At once: to grow step by step moves all of a long document several times.
        blocks.reserve(set.iter().flatten().map(|part| part.blocks.len()).sum());
        for part in set {
            budget.before("it was laid out")?;
            after = self.append(part?, after, blocks, &mut heads);
        }
        Ok(heads)
    }

    fn part(mut self, range: Range<usize>) -> Result<SetPart<'a>, Refusal> {
        let mut blocks = Vec::new();
        let (heads, after) = self.body(&mut blocks, range, &Budget::default())?;
        let fonts = self.fonts();
        let Compositor { tree, used, entries, missing, findings, .. } = self;
        Ok(SetPart { blocks, heads, after, tree, fonts, used, entries, missing, findings })
    }

    /// Moves a part behind what is set; the white under its last paragraph.
    fn append(
        &mut self,
        part: SetPart<'a>,
        after: f32,
        blocks: &mut Vec<FlowBlock>,
        heads: &mut Vec<Vec<LaidRow>>,
    ) -> f32 {
        let SetPart { blocks: mut own, heads: mut own_heads, tree, fonts, used, entries, .. } = part;
        let outline = self.tree.outline.len() as u32;
        let (elements, open) = self.tree.append(tree);
        let shift = PartShift {
            elements,
            open,
            outline,
            entries: self.entries.len() as u32,
            heads: heads.len(),
            fonts: self.take_fonts(fonts, &used),
        };
        own.iter_mut().for_each(|block| shift.block(block));
        own_heads.iter_mut().flatten().for_each(|row| shift.row(row));
        if let Some(first) = own.first_mut() {
            first.before = first.before.max(after);
        }
        self.entries.extend(entries.into_iter().map(|(entry, place)| (entry, shift.place(place))));
        self.missing.extend(part.missing);
        self.findings.extend(part.findings);
        blocks.append(&mut own);
        heads.append(&mut own_heads);
        part.after
    }
}

/// How far the numbers of a part are from those of the document.
struct PartShift {
    elements: u32,
    /// The sections that were open in front of it.
    open: Vec<u32>,
    outline: u32,
    entries: u32,
    heads: usize,
    /// The document's index of each of its faces.
    fonts: HashMap<u16, u16>,
}

impl PartShift {
    fn element(&self, own: u32) -> u32 {
        shifted(own, self.elements, &self.open)
    }

    fn place(&self, place: StructPlace) -> StructPlace {
        match place {
            StructPlace::Artifact => StructPlace::Artifact,
            StructPlace::Element(own) => StructPlace::Element(self.element(own)),
            StructPlace::Item { label, body } => {
                StructPlace::Item { label: self.element(label), body: self.element(body) }
            }
        }
    }

    fn block(&self, block: &mut FlowBlock) {
        match &mut block.content {
            BlockContent::Line(line) => self.line(line),
            BlockContent::Row(row) => self.row(row),
        }
    }

    fn row(&self, row: &mut LaidRow) {
        row.table = row.table.map(|table| table + self.heads);
        for cell in &mut row.cells {
            for (_, line) in &mut cell.lines {
                match line {
                    CellLine::Line(line) => self.line(line),
                    CellLine::Row(row) => self.row(row),
                }
            }
            cell.turned.iter_mut().flat_map(|turned| turned.lines_mut()).for_each(|line| self.line(line));
        }
    }

    fn line(&self, line: &mut LaidLine) {
        line.anchor = line.anchor.map(|anchor| anchor + self.outline);
        line.entry = line.entry.map(|entry| entry + self.entries);
        line.pieces.iter_mut().for_each(|piece| self.piece(piece));
    }

    fn piece(&self, piece: &mut PageItem) {
        let tag = match piece {
            PageItem::Rule(_) => return,
            PageItem::Turned(turned) => return turned.pieces.iter_mut().for_each(|piece| self.piece(piece)),
            PageItem::Glyphs(run) => {
                run.font = self.font(run.font);
                &mut run.tag
            }
            PageItem::Picture(picture) => &mut picture.tag,
            PageItem::Formula(formula) => {
                formula.glyphs.iter_mut().for_each(|glyph| glyph.font = self.font(glyph.font));
                &mut formula.tag
            }
        };
        if let PageTag::Element(own) = tag {
            *own = self.element(*own);
        }
    }

    fn font(&self, own: u16) -> u16 {
        self.fonts.get(&own).copied().unwrap_or(own)
    }
}

/// The number of an element in the document by that in a part.
pub(super) fn shifted(own: u32, by: u32, open: &[u32]) -> u32 {
    match own {
        0 => 0,
        own if own >= OUTSIDE => open.get((own - OUTSIDE) as usize).copied().unwrap_or(0),
        own => own + by,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::layout::{FontLibrary, lay_out_with};
    use crate::pages::Pages;
    use crate::sharing::Alone;
    use crate::template::Templates;
    use crate::text::{Format, Paragraph, Run, Table, TableCell, TableRow};

    /// Helpers who do the parts from the last on.
    struct Backwards;

    impl Helpers for Backwards {
        fn all(&self, parts: usize, part: &(dyn Fn(usize) + Sync)) {
            (0..parts).rev().for_each(part);
        }

        fn at_once(&self) -> usize {
            2
        }
    }

    fn words(text: String, format: Format) -> Paragraph {
        Paragraph { runs: vec![Run { format, ..Run::generated(text) }], ..Paragraph::default() }
    }

    /// Headings, items, paragraphs in several scripts and tables, so that every number has to be moved.
    fn galley() -> Galley {
        let mut blocks = Vec::new();
        let mut add = |role, style, paragraph| {
            blocks.push(GalleyBlock::Paragraph(GalleyParagraph {
                role,
                style,
                paragraph,
                ..GalleyParagraph::default()
            }));
        };
        for section in 0..1_500 {
            let level = if section % 100 == 0 { 1 } else { 2 };
            add(
                LineRole::Heading(level),
                "Heading1",
                Paragraph {
                    anchors: vec![format!("s{section}").into()],
                    ..words(format!("Section {section}"), Format::BOLD)
                },
            );
            add(LineRole::Item(1), "enumlev1", words(format!("{section}\tan item"), Format::PLAIN));
            let link = Some(format!("#s{}", (section * 7) % 1_500).into());
            let mut led = words("see there".to_owned(), Format::ITALIC);
            led.runs.iter_mut().for_each(|run| run.link.clone_from(&link));
            add(LineRole::Text, "Normal", led);
            let foreign = if section > 700 { "第130号决议" } else { "plain words" };
            add(LineRole::Text, "Normal", words(foreign.to_owned(), Format::PLAIN));
            // A label before a tab, several looks in one paragraph, a link, words of another language.
            let long =
                "that the records of the secretariat be open to all members at any time, without a fee";
            let mut several = words(format!("{}\t{long}", section % 3), Format::PLAIN);
            several
                .runs
                .push(Run { format: Format::BOLD, ..Run::generated(format!(" {} times", section % 5)) });
            several.runs.push(Run { link: Some("#s7".into()), ..Run::generated(" (see section 7)") });
            several.runs.push(Run { language: Some("fr".into()), ..Run::generated(" et rien d'autre") });
            add(LineRole::Item(1), "enumlev1", several);
            add(LineRole::Text, "Normal", words(long.repeat(1 + section % 2), Format::PLAIN));
        }
        let cell = |text: &str| TableCell {
            paragraphs: vec![words(text.to_owned(), Format::PLAIN)],
            columns: 1,
            ..TableCell::default()
        };
        let row = |heading| TableRow { cells: vec![cell("a"), cell("b")], heading, ..TableRow::default() };
        for at in (3..blocks.len()).step_by(97).collect::<Vec<_>>().into_iter().rev() {
            let rows = vec![row(true), row(false), row(false)];
            let table = Table { columns: vec![2000, 3000], rows, ..Table::default() };
            blocks.insert(at, GalleyBlock::Table(table));
        }
        Galley { blocks, language: Some(Language::English), ..Galley::default() }
    }

    fn laid(helpers: &dyn Helpers) -> Pages {
        let (templates, fonts) = (Templates::builtin(), FontLibrary::builtin());
        let template = templates.get("pack").unwrap();
        lay_out_with(&galley(), &[], template, &fonts, &Budget::default(), helpers).unwrap()
    }

    #[test]
    fn a_document_set_in_parts_is_that_set_as_one() {
        let (whole, parts) = (laid(&Alone), laid(&Backwards));
        assert!(whole.pages.len() > 100 && whole.fonts.len() > 2, "{}", whole.pages.len());
        let names = |pages: &Pages| pages.fonts.iter().map(|font| font.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&whole), names(&parts));
        assert_eq!(whole.structure, parts.structure);
        assert_eq!(whole.outline, parts.outline);
        assert_eq!(format!("{:?}", whole.targets), format!("{:?}", parts.targets));
        for (number, (one, other)) in whole.pages.iter().zip(&parts.pages).enumerate() {
            assert_eq!(format!("{one:?}"), format!("{other:?}"), "page {number}");
        }
        assert_eq!(whole.pages.len(), parts.pages.len());
    }

    #[test]
    fn a_long_document_has_many_parts_each_begun_by_a_heading() {
        let galley = galley();
        let plans = plans(&galley, &LayoutTree::new(Language::English), None);
        assert!(plans.len() > PARTS / 2, "{}", plans.len());
        for plan in plans.iter().skip(1) {
            let first = galley.blocks.get(plan.blocks.start);
            assert!(matches!(first, Some(GalleyBlock::Paragraph(one)) if one.style == "Heading1"));
        }
        assert!(plans.windows(2).all(|two| two[0].blocks.end == two[1].blocks.start));
    }
}
