//! Stacking blocks into pages.
//!
//! In: blocks in order, the set notes, the page's measures. Out: pages of pieces at their final
//! height. Never: a block taken up more than a few times, text below the foot of a page.
//!
//! A page is filled until a block or its notes no longer fit; then blocks go back to the queue until
//! the page ends where it may. What goes back starts the next page, so no block goes back twice in a
//! row, and the whole is linear.

use std::collections::{BTreeMap, VecDeque};

use crate::pages::{LaidPage, LinkTarget, OutlineEntry, PageItem, PageTag, RuledLine, TurnedPieces};

use super::blocks::{BlockContent, FlowBlock};
use super::rows::{CellLine, LaidRow};
use super::turned::turned_pieces;
use crate::layout::contents::WaitingLine;
use crate::layout::inline::lines::LaidLine;
use crate::text::TextDirection;

/// White between the body and the rule over the notes, and under that rule, points.
const NOTE_SPACE: f32 = 6.0;
/// Width of the rule over the notes, points: two inches, as Word's.
const NOTE_RULE: f32 = 144.0;
/// A note taller than this share of the page may be cut rather than take its line to the next page.
const TALL_NOTE: f32 = 0.4;
/// A note is not cut for less than this much of it on its first page, points.
const FEWEST_NOTE_LINES: f32 = 30.0;
/// Distance of a change bar from the text and its thickness, points.
const BAR_DISTANCE: f32 = 14.0;
const BAR_WIDTH: f32 = 0.75;

/// Measures of a page, points.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageSheet {
    /// Width of the paper.
    pub width: f32,
    /// Height of the paper.
    pub height: f32,
    /// Left edge of the text.
    pub left: f32,
    /// Width of the text.
    pub measure: f32,
    /// Top of the body, from the top of the paper: first page, other pages.
    pub top: (f32, f32),
    /// Foot of the body, from the foot of the paper: first page, other pages.
    pub bottom: (f32, f32),
    /// Text runs from right to left: bars stand on the right.
    pub right_to_left: bool,
}

/// The page upright, and turned on its side for wide tables.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sheets {
    /// As the official form has it.
    pub upright: PageSheet,
    /// Width and height exchanged.
    pub turned: PageSheet,
}

/// The material of a document and how far it has been stacked.
#[derive(Debug)]
pub(crate) struct PageFlow {
    /// The sheet of the page at hand.
    sheet: PageSheet,
    sheets: Sheets,
    queue: VecDeque<FlowBlock>,
    /// Lines of each note, by index; taken when its page is made.
    notes: Vec<Vec<LaidLine>>,
    /// Lines of a note that go on on the next page.
    carried: VecDeque<LaidLine>,
    /// Heading rows of each table, made anew for each page that repeats them.
    heads: Vec<Vec<LaidRow>>,
    pages: Vec<LaidPage>,
    /// Where the places stand that links lead to.
    places: BTreeMap<Box<str>, LinkTarget>,
    /// Lines of contents lists that wait for the numbers of pages, in order.
    waiting: Vec<WaitingLine>,
}

/// All on pages.
#[derive(Debug, Default)]
pub(crate) struct Stacked {
    /// The pages.
    pub pages: Vec<LaidPage>,
    /// Where the places stand that links lead to.
    pub places: BTreeMap<Box<str>, LinkTarget>,
    /// Lines of contents lists that wait for the numbers of pages, in order.
    pub waiting: Vec<WaitingLine>,
}

/// A page being filled.
#[derive(Debug, Default)]
struct PageDraft {
    blocks: Vec<FlowBlock>,
    repeated: Option<usize>,
    used: f32,
    notes: f32,
}

impl PageFlow {
    /// A flow of blocks. `notes` and `heads` by the indices that blocks carry.
    pub(crate) fn new(
        sheets: Sheets,
        blocks: Vec<FlowBlock>,
        notes: Vec<Vec<LaidLine>>,
        heads: Vec<Vec<LaidRow>>,
    ) -> Self {
        let (queue, carried) = (blocks.into(), VecDeque::new());
        let (sheet, pages, places) = (sheets.upright, Vec::new(), BTreeMap::new());
        Self { sheet, sheets, queue, notes, carried, heads, pages, places, waiting: Vec::new() }
    }

    /// Stacks all; the outline's entries get their places.
    pub(crate) fn into_pages(mut self, outline: &mut [OutlineEntry]) -> Stacked {
        while !self.queue.is_empty() || !self.carried.is_empty() || self.pages.is_empty() {
            let draft = self.fill();
            self.finish(draft, outline);
        }
        Stacked { pages: self.pages, places: self.places, waiting: self.waiting }
    }

    fn room(&self) -> f32 {
        let first = self.pages.is_empty();
        let pick = |pair: (f32, f32)| if first { pair.0 } else { pair.1 };
        (self.sheet.height - pick(self.sheet.top) - pick(self.sheet.bottom)).max(1.0)
    }

    /// Fills a page.
    fn fill(&mut self) -> PageDraft {
        let turned = self.queue.front().is_some_and(|block| block.turned);
        let width = self.sheet.width;
        self.sheet = if turned { self.sheets.turned } else { self.sheets.upright };
        let other_section = self.sheet.width.to_bits() != width.to_bits();
        let room = self.room();
        let mut draft = PageDraft { notes: self.carried_height(room), ..PageDraft::default() };
        self.repeat_head(&mut draft, room);
        while let Some(mut block) = self.queue.pop_front() {
            let empty = draft.blocks.is_empty();
            if (block.page_break || block.turned != turned) && !empty {
                self.queue.push_front(block);
                break;
            }
            // At the top of a page the white falls away where the page ended by itself, and stays at the
            // head of the document and of a section, and behind a break that was asked for, as in Word.
            let kept = !empty || self.pages.is_empty() || block.page_break || other_section;
            block.before = if kept { block.before } else { 0.0 };
            let before = block.before;
            let added = self.notes_height(&block);
            let left = room - draft.used - before + 0.01;
            if block.height() + note_area(draft.notes + added) <= left {
                draft.push(block, before, added);
                continue;
            }
            let cut_note = added > 0.0 && (empty || added > room * TALL_NOTE);
            if cut_note && block.height() + note_area(draft.notes + FEWEST_NOTE_LINES) <= left {
                draft.push(block, before, added);
                break;
            }
            let left = left - note_area(draft.notes);
            if let BlockContent::Row(row) = &mut block.content
                && (empty || !(row.whole || row.heading))
                && let Some(head) = row.split(left)
            {
                let head = FlowBlock { before, ..FlowBlock::row(head) };
                let added = self.notes_height(&head);
                draft.push(head, before, added);
                self.queue.push_front(block);
                break;
            }
            if empty {
                draft.push(block, before, added);
                break;
            }
            self.queue.push_front(block);
            self.back_up(&mut draft);
            break;
        }
        draft
    }

    /// Takes blocks back until the page ends where it may; a page that may end nowhere ends here.
    fn back_up(&mut self, draft: &mut PageDraft) {
        let keep = draft.blocks.iter().rposition(|block| !block.glued).map_or(0, |at| at + 1);
        if keep == 0 {
            return;
        }
        while draft.blocks.len() > keep {
            if let Some(block) = draft.blocks.pop() {
                self.queue.push_front(block);
            }
        }
    }

    fn carried_height(&self, room: f32) -> f32 {
        if self.carried.is_empty() {
            return 0.0;
        }
        let all: f32 = self.carried.iter().map(|line| line.height).sum();
        all.min(room * 0.8)
    }

    /// Height that a block's notes add at the foot of the page.
    fn notes_height(&self, block: &FlowBlock) -> f32 {
        let notes = block.notes();
        let lines = notes.iter().filter_map(|note| self.notes.get(*note as usize)).flatten();
        lines.map(|line| line.height).sum()
    }

    /// Repeats the head of a table that goes on on this page.
    fn repeat_head(&mut self, draft: &mut PageDraft, room: f32) {
        let Some(BlockContent::Row(row)) = self.queue.front().map(|block| &block.content) else { return };
        let Some(table) = row.table.filter(|_| !row.heading && !self.pages.is_empty()) else { return };
        let height: f32 = self.heads.get(table).into_iter().flatten().map(|row| row.height).sum();
        if height > 0.0 && height < room / 2.0 {
            draft.repeated = Some(table);
            draft.used = height;
        }
    }

    /// Makes a page of a draft.
    fn finish(&mut self, draft: PageDraft, outline: &mut [OutlineEntry]) {
        let first = self.pages.is_empty();
        let top = if first { self.sheet.top.0 } else { self.sheet.top.1 };
        let foot = if first { self.sheet.bottom.0 } else { self.sheet.bottom.1 };
        let number = u32::try_from(self.pages.len()).unwrap_or(u32::MAX);
        let mut page = LaidPage { width: self.sheet.width, height: self.sheet.height, pieces: Vec::new() };
        let mut at = self.sheet.height - top;
        for row in draft.repeated.and_then(|table| self.heads.get(table)).into_iter().flatten() {
            at = self.place_copy(&mut page, row, at);
        }
        let mut notes: Vec<LaidLine> = self.carried.drain(..).collect();
        let mut blocks = draft.blocks;
        if let Some(FlowBlock { content: BlockContent::Row(row), .. }) = blocks.first_mut() {
            row.page_edges[0] = true;
        }
        if let Some(FlowBlock { content: BlockContent::Row(row), .. }) = blocks.last_mut() {
            row.page_edges[1] = true;
        }
        for block in blocks {
            for note in block.notes() {
                notes.extend(self.notes.get_mut(note as usize).map(std::mem::take).unwrap_or_default());
            }
            at -= block.before;
            at = match block.content {
                BlockContent::Line(line) => {
                    self.place_line(&mut page, line, at, Some((number, &mut *outline)))
                }
                BlockContent::Row(row) => self.place_row(&mut page, row, at),
            };
        }
        self.place_notes(&mut page, notes, at - foot, foot);
        self.pages.push(page);
    }

    /// Puts notes at the foot of the page; what exceeds `room` goes on on the next one.
    fn place_notes(&mut self, page: &mut LaidPage, notes: Vec<LaidLine>, room: f32, foot: f32) {
        if notes.is_empty() {
            return;
        }
        let mut used = 2.0 * NOTE_SPACE;
        let mut placed = Vec::new();
        for line in notes {
            let fits = used + line.height <= room + 0.01 && self.carried.is_empty();
            // A page with nothing else takes one line whatever its height, so that the flow goes on.
            if fits || (placed.is_empty() && page.pieces.is_empty()) {
                used += line.height;
                placed.push(line);
            } else {
                self.carried.push_back(line);
            }
        }
        if placed.is_empty() {
            return;
        }
        let mut at = foot + used - NOTE_SPACE;
        let x = if self.sheet.right_to_left {
            self.sheet.left + self.sheet.measure - NOTE_RULE
        } else {
            self.sheet.left
        };
        page.pieces.push(PageItem::Rule(RuledLine {
            x,
            y: at,
            width: NOTE_RULE,
            height: 0.5,
            colour: [0; 3],
        }));
        at -= NOTE_SPACE;
        for line in placed {
            at = self.place_line(page, line, at, None);
        }
    }

    /// Places a line whose top is at `top`; the top of what follows.
    fn place_line(
        &mut self,
        page: &mut LaidPage,
        line: LaidLine,
        top: f32,
        outline: Option<(u32, &mut [OutlineEntry])>,
    ) -> f32 {
        if let (Some(anchor), Some((number, entries))) = (line.anchor, outline)
            && let Some(entry) = entries.get_mut(anchor as usize)
        {
            (entry.page, entry.y) = (number, top);
        }
        let page_index = u32::try_from(self.pages.len()).unwrap_or(u32::MAX);
        for name in line.places {
            self.places.entry(name).or_insert(LinkTarget { page: page_index, y: top });
        }
        let baseline = top - line.baseline;
        let first = page.pieces.len();
        page.pieces.extend(line.pieces.into_iter().map(|piece| settle_piece(piece, baseline)));
        if let Some(entry) = line.entry {
            let (pieces, height) = (first..page.pieces.len(), line.height);
            self.waiting.push(WaitingLine { entry, page: self.pages.len(), pieces, top, height });
        }
        if line.changed {
            page.pieces.push(self.bar(top, line.height));
        }
        top - line.height
    }

    /// A bar in the outer margin beside marked text.
    fn bar(&self, top: f32, height: f32) -> PageItem {
        let right = self.sheet.left + self.sheet.measure;
        let x = if self.sheet.right_to_left { right + BAR_DISTANCE } else { self.sheet.left - BAR_DISTANCE };
        PageItem::Rule(RuledLine { x, y: top - height, width: BAR_WIDTH, height, colour: [0; 3] })
    }

    fn place_row(&mut self, page: &mut LaidPage, row: LaidRow, top: f32) -> f32 {
        page.pieces.extend(row.rules(top));
        let (foot, height) = (top - row.height, row.height);
        for mut cell in row.cells {
            let places = cell.turned_places(top);
            if let Some(turned) = cell.turned.take() {
                let (direction, lines) = turned.into_lines();
                for (line, place) in lines.zip(places) {
                    self.place_turned(page, (direction, place), line, top);
                }
            }
            let mut at = top - cell.drop(height);
            for (before, line) in cell.lines {
                at = match line {
                    CellLine::Line(line) => self.place_line(page, line, at - before, None),
                    CellLine::Row(row) => self.place_row(page, row, at - before),
                };
            }
        }
        foot
    }

    /// Places a turned line of a cell whose upper edge is at `top`.
    fn place_turned(
        &mut self,
        page: &mut LaidPage,
        (direction, place): (TextDirection, [f32; 2]),
        line: LaidLine,
        top: f32,
    ) {
        let page_index = u32::try_from(self.pages.len()).unwrap_or(u32::MAX);
        for name in line.places {
            self.places.entry(name).or_insert(LinkTarget { page: page_index, y: top });
        }
        if line.changed {
            page.pieces.push(self.bar(top, line.height));
        }
        page.pieces.extend(turned_pieces(direction, place, line.pieces));
    }

    /// Places a copy of a heading row as page furniture.
    fn place_copy(&self, page: &mut LaidPage, row: &LaidRow, top: f32) -> f32 {
        page.pieces.extend(row.rules(top));
        for cell in &row.cells {
            for (turned, place) in cell
                .turned
                .iter()
                .flat_map(|turned| turned.lines().map(move |line| (turned, line)))
                .zip(cell.turned_places(top))
            {
                let (turned, line) = turned;
                let copies = line.pieces.iter().filter_map(furniture_copy).collect();
                page.pieces.extend(turned_pieces(turned.direction(), place, copies));
            }
            let mut at = top - cell.drop(row.height);
            for (before, line) in &cell.lines {
                at -= before;
                match line {
                    CellLine::Line(line) => {
                        let baseline = at - line.baseline;
                        let copies = line.pieces.iter().filter_map(furniture_copy);
                        page.pieces.extend(copies.map(|piece| settle_piece(piece, baseline)));
                    }
                    CellLine::Row(row) => drop(self.place_copy(page, row, at)),
                }
                at -= line.height();
            }
        }
        top - row.height
    }
}

impl PageDraft {
    fn push(&mut self, block: FlowBlock, before: f32, notes: f32) {
        self.used += before + block.height();
        self.notes += notes;
        self.blocks.push(block);
    }
}

/// Height that notes take with the rule over them, points.
fn note_area(lines: f32) -> f32 {
    if lines > 0.0 { lines + 2.0 * NOTE_SPACE } else { 0.0 }
}

/// A piece of a baseline at height 0, moved to its height.
pub(crate) fn settle_piece(mut piece: PageItem, baseline: f32) -> PageItem {
    match &mut piece {
        PageItem::Glyphs(run) => run.y += baseline,
        PageItem::Rule(rule) => rule.y += baseline,
        PageItem::Picture(picture) => picture.y += baseline,
        PageItem::Formula(formula) => formula.y += baseline,
        PageItem::Turned(turned) => turned.frame.y += baseline,
    }
    piece
}

fn furniture_copy(piece: &PageItem) -> Option<PageItem> {
    match piece {
        PageItem::Glyphs(run) => {
            Some(PageItem::Glyphs(crate::pages::GlyphRun { tag: PageTag::Artifact, ..run.clone() }))
        }
        PageItem::Rule(rule) => Some(PageItem::Rule(rule.clone())),
        PageItem::Formula(formula) => {
            Some(PageItem::Formula(crate::pages::PlacedFormula { tag: PageTag::Artifact, ..formula.clone() }))
        }
        PageItem::Picture(_) => None,
        PageItem::Turned(turned) => {
            let pieces = turned.pieces.iter().filter_map(furniture_copy).collect();
            Some(PageItem::Turned(TurnedPieces { frame: turned.frame, pieces }))
        }
    }
}
