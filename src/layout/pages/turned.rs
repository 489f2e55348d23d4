//! Cells whose text is turned: set as lines of their own, as long as the cell is high.
//!
//! In: the rows of a table that are set, the turned cells in them. Out: those cells with their lines, rows that are high
//! enough for these. Never: a line cut, a turned cell that goes over the end of a page while a page has room for it.
//!
//! Lines are as long as their rows are high where they fit into the width of the cell so; else the last row becomes
//! higher, up to the length of the text. LibreOffice leaves the row as it is and does not show the rest.

use crate::layout::compositor::{Compositor, points};
use crate::layout::inline::lines::{Column, LaidLine};
use crate::layout::structure::StructPlace;
use crate::letters::is_east_asian;
use crate::pages::{Glyph, GlyphRun, PageItem, TurnedFrame, TurnedPieces};
use crate::text::{Align, TextDirection, VerticalAlign};

use super::blocks::ParagraphJob;
use super::rows::{CELL_SIDE, LaidCell, LaidRow};

/// What a line is longer than the sum of its words, points: sums differ in their last bits.
const EASE: f32 = 0.5;

/// Measure of lines that are not to be broken, points.
const UNBROKEN: f32 = 10_000.0;

/// A turned cell that waits for the height of its rows.
#[derive(Debug)]
pub(super) struct WaitingCell<'a> {
    /// Its row, and its place among the cells of that.
    pub place: (usize, usize),
    /// How many rows it takes up.
    pub rows: usize,
    /// How its text runs.
    pub direction: TextDirection,
    /// Its paragraphs, each with where its lines stand.
    pub jobs: Vec<(ParagraphJob<'a>, Option<Align>)>,
}

/// Turned lines of a cell.
#[derive(Debug, Default)]
pub(crate) struct TurnedLines {
    /// How they run.
    direction: TextDirection,
    /// From the first to the last, each with the white before it.
    lines: Vec<(f32, LaidLine)>,
    /// How long they may be, points.
    pub length: f32,
    /// Of that, what their own row has to give.
    pub own: f32,
}

impl TurnedLines {
    /// The lines.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &LaidLine> {
        self.lines.iter().map(|(_, line)| line)
    }

    /// The lines, to be changed.
    pub(crate) fn lines_mut(&mut self) -> impl Iterator<Item = &mut LaidLine> {
        self.lines.iter_mut().map(|(_, line)| line)
    }

    /// The lines, to be placed, and how they run.
    pub(crate) fn into_lines(self) -> (TextDirection, impl Iterator<Item = LaidLine>) {
        (self.direction, self.lines.into_iter().map(|(_, line)| line))
    }

    /// How they run.
    pub(crate) fn direction(&self) -> TextDirection {
        self.direction
    }
}

impl<'a> Compositor<'a> {
    /// Sets the turned cells of a table; which of its rows the next one must follow on one page.
    pub(super) fn set_turned(&mut self, rows: &mut [LaidRow], waiting: Vec<WaitingCell<'a>>) -> Vec<usize> {
        let mut glued = Vec::new();
        for cell in waiting {
            let (row, at) = cell.place;
            let page = &self.template.page;
            let most = (points(page.height.min(page.width) - page.top - page.bottom) - 72.0).max(1.0);
            let height = |rows: &[LaidRow]| rows.iter().map(|row| row.height).sum::<f32>();
            let reach = rows.get(row..(row + cell.rows).min(rows.len())).unwrap_or_default();
            // What does not fit on a page is no one cell there.
            let count = if height(reach) <= most { reach.len() } else { 1 };
            let given = height(reach.get(..count).unwrap_or_default());
            let width = rows.get(row).and_then(|row| row.cells.get(at)).map_or(0.0, |cell| cell.width);
            let length = self.length_of(&cell, given, width, most);
            if let Some(last) = rows.get_mut(row + count.max(1) - 1) {
                last.height += length - given;
            }
            let mut lines = Vec::new();
            let mut before = 0.0_f32;
            for (job, align) in cell.jobs {
                let column = Column { left: 0.0, width: length, align };
                let set = self.set_lines(job, column);
                before = before.max(points(job.style.before));
                for line in set {
                    lines.push((std::mem::take(&mut before), line));
                }
                before = points(job.style.after);
            }
            let own = if count == 1 { length } else { 0.0 };
            if let Some(set) = rows.get_mut(row).and_then(|row| row.cells.get_mut(at)) {
                set.turned = Some(Box::new(TurnedLines { direction: cell.direction, lines, length, own }));
            }
            glued.extend(row..row + count.saturating_sub(1));
        }
        glued
    }

    /// How long the lines of a cell are: as its rows are high, or more where they would not fit beside each other.
    fn length_of(&mut self, cell: &WaitingCell<'a>, given: f32, width: f32, most: f32) -> f32 {
        let natural = self.natural(cell) + EASE;
        if natural <= given {
            return given;
        }
        let mut across = 0.0;
        for (job, align) in &cell.jobs {
            let job = ParagraphJob { place: StructPlace::Artifact, ..*job };
            let lines = self.set_lines(job, Column { left: 0.0, width: given, align: *align });
            across += lines.iter().map(|line| line.height).sum::<f32>();
        }
        if across <= width { given } else { natural.min(most).max(given) }
    }

    /// The length of the longest line where none is broken.
    fn natural(&mut self, cell: &WaitingCell<'a>) -> f32 {
        let mut longest = 0.0_f32;
        for (job, _) in &cell.jobs {
            let job = ParagraphJob { place: StructPlace::Artifact, ..*job };
            let column = Column { left: 0.0, width: UNBROKEN, align: Some(Align::Start) };
            for line in self.set_lines(job, column) {
                longest = longest.max(extent(&line));
            }
        }
        longest
    }
}

/// How much of its measure a line fills from its start.
fn extent(line: &LaidLine) -> f32 {
    let ends = line.pieces.iter().map(|piece| match piece {
        // The last glyph is as wide as its size at the most, but for a few.
        PageItem::Glyphs(run) => {
            let xs = || run.glyphs.iter().map(|glyph| glyph.x);
            (xs().fold(f32::INFINITY, f32::min), xs().fold(0.0, f32::max) + run.size)
        }
        PageItem::Rule(rule) => (rule.x, rule.x + rule.width),
        PageItem::Picture(picture) => (picture.x, picture.x + picture.width),
        PageItem::Formula(formula) => (formula.x, formula.x + formula.width),
        PageItem::Turned(_) => (0.0, 0.0),
    });
    let (from, to) =
        ends.fold((UNBROKEN, 0.0_f32), |(from, to), (start, end)| (from.min(start), to.max(end)));
    // What runs from right to left stands at the other end of the measure.
    to.min(UNBROKEN - from + 1.0).max(0.0)
}

impl LaidCell {
    /// Where the baselines of its turned lines begin, its upper edge being at `top`; points of the page.
    pub(crate) fn turned_places(&self, top: f32) -> Vec<[f32; 2]> {
        let Some(turned) = &self.turned else { return Vec::new() };
        let room = (self.width - 2.0 * CELL_SIDE).max(0.0);
        let across: f32 = turned.lines.iter().map(|(before, line)| before + line.height).sum();
        let free = room - across;
        let shift = match self.look.map(|look| look.vertical).unwrap_or_default() {
            _ if free < 0.0 => free / 2.0,
            VerticalAlign::Top => 0.0,
            VerticalAlign::Centre => free / 2.0,
            VerticalAlign::Bottom => free,
        };
        let mut at = CELL_SIDE + shift;
        let place = |(before, line): &(f32, LaidLine)| {
            let depth = at + before + line.baseline;
            at += before + line.height;
            match turned.direction {
                TextDirection::Up => [self.left + depth, top - turned.length],
                _ => [self.left + self.width - depth, top],
            }
        };
        turned.lines.iter().map(place).collect()
    }
}

/// The pieces of a turned line whose baseline begins at a point of the page.
pub(crate) fn turned_pieces(
    direction: TextDirection,
    [x, y]: [f32; 2],
    pieces: Vec<PageItem>,
) -> Vec<PageItem> {
    let frame = TurnedFrame { x, y, up: direction == TextDirection::Up };
    let turned = |pieces| TurnedPieces { frame, pieces };
    if direction != TextDirection::Vertical {
        return vec![PageItem::Turned(turned(pieces))];
    }
    let mut all = Vec::new();
    for piece in pieces {
        match piece {
            PageItem::Glyphs(run) => {
                for part in parts(&run) {
                    all.push(match part {
                        (part, true) => PageItem::Glyphs(upright(part, frame)),
                        (part, false) => PageItem::Turned(turned(vec![PageItem::Glyphs(part)])),
                    });
                }
            }
            other => all.push(PageItem::Turned(turned(vec![other]))),
        }
    }
    all
}

/// The parts of a run: each upright sign alone, the others as they follow each other; and whether it is upright.
fn parts(run: &GlyphRun) -> Vec<(GlyphRun, bool)> {
    let words =
        |glyph: &Glyph| run.text.get(glyph.text.start as usize..glyph.text.end as usize).unwrap_or_default();
    let stands = |glyph: &Glyph| words(glyph).chars().all(stands_upright) && !glyph.text.is_empty();
    let mut parts: Vec<(GlyphRun, bool)> = Vec::new();
    for (at, glyph) in run.glyphs.iter().enumerate() {
        let upright = stands(glyph);
        let alone = upright || parts.last().is_none_or(|(_, before)| *before);
        if alone {
            let empty =
                GlyphRun { glyphs: Vec::new(), margins: Vec::new(), text: String::new(), ..run.clone() };
            parts.push((empty, upright));
        }
        let Some((part, _)) = parts.last_mut() else { continue };
        let from = u32::try_from(part.text.len()).unwrap_or(u32::MAX);
        part.text.push_str(words(glyph));
        let to = u32::try_from(part.text.len()).unwrap_or(u32::MAX);
        part.push(Glyph { text: from..to, ..glyph.clone() }, run.margins(at));
    }
    parts
}

/// Whether a sign stands upright in vertical lines: ideographs, kana, syllables (UAX 50); marks and brackets turn.
fn stands_upright(c: char) -> bool {
    is_east_asian(c) && c.is_alphanumeric()
}

/// A sign of a line that runs downwards, upright, its middle where it was.
fn upright(mut run: GlyphRun, frame: TurnedFrame) -> GlyphRun {
    /// The middle of ideographs over their baseline, of their size.
    const MIDDLE: f32 = 0.38;
    let middle = MIDDLE * run.size;
    for glyph in &mut run.glyphs {
        let [x, y] = frame.point([glyph.x + run.size / 2.0, run.y + glyph.rise + middle]);
        (glyph.x, glyph.rise, run.y) = (x - run.size / 2.0, 0.0, y - middle);
    }
    run.margins.clear();
    run
}
