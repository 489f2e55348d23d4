//! Rows of tables, and of the masthead: cells side by side.
//!
//! In: cells with their lines, and with the rows of tables in them. Out: pieces at a height of the page;
//! where a row is too tall for the page, its head and its rest. Never: a line cut in two.

use std::collections::VecDeque;

use super::turned::TurnedLines;
use crate::layout::inline::lines::LaidLine;
use crate::pages::{PageItem, RuledLine};
use crate::text::{Border, BorderKind, CellLook, VerticalAlign};

/// White between a cell's edge and its lines, points: left and right as Word's default.
pub(crate) const CELL_SIDE: f32 = 5.4;
/// The rule of a table that the official form makes: half a point, black.
const OFFICIAL: Option<Border> = Some(Border { eighths: 4, kind: BorderKind::Single, colour: [0; 3] });

/// A row of cells.
#[derive(Debug, Default)]
pub(crate) struct LaidRow {
    /// Cells from left to right.
    pub cells: Vec<LaidCell>,
    /// Height, points.
    pub height: f32,
    /// Rules stand around its cells.
    pub bordered: bool,
    /// A rule under the whole row.
    pub ruled: bool,
    /// Table it belongs to, an index into the flow's heads.
    pub table: Option<usize>,
    /// Belongs to the table's head.
    pub heading: bool,
    /// It is not cut while a page has room for it.
    pub whole: bool,
    /// The page begins above it and ends below it: cells that go on there are closed by a rule.
    pub page_edges: [bool; 2],
}

/// A cell and what it holds.
#[derive(Debug, Default)]
pub(crate) struct LaidCell {
    /// Left edge, points from the page's edge.
    pub left: f32,
    /// Width, points.
    pub width: f32,
    /// Lines and rows from top to bottom, each with the white above it.
    pub lines: VecDeque<(f32, CellLine)>,
    /// Its lines where they are turned; it has no others then.
    pub turned: Option<Box<TurnedLines>>,
    /// White under the last line, points.
    pub after: f32,
    /// Continues the cell above it.
    pub continues: bool,
    /// Goes on in the row below.
    pub continued: bool,
    /// Rules and colour as the input has them; `None`: those of the official form.
    pub look: Option<CellLook>,
    /// Its start is at its right.
    pub mirrored: bool,
}

/// What a cell is stacked from.
#[derive(Debug)]
pub(crate) enum CellLine {
    /// A line of text.
    Line(LaidLine),
    /// A row of a table in the cell.
    Row(LaidRow),
}

impl CellLine {
    /// Height without the white above, points.
    pub(crate) fn height(&self) -> f32 {
        match self {
            CellLine::Line(line) => line.height,
            CellLine::Row(row) => row.height,
        }
    }

    fn collect<'a>(&'a self, all: &mut Vec<&'a LaidLine>) {
        match self {
            CellLine::Line(line) => all.push(line),
            CellLine::Row(row) => all.extend(row.lines()),
        }
    }
}

impl LaidCell {
    /// Height of what it holds and the white around, points.
    pub(crate) fn height(&self) -> f32 {
        let stacked =
            self.lines.iter().map(|(before, line)| before + line.height()).sum::<f32>() + self.after;
        self.turned.as_ref().map_or(stacked, |turned| stacked.max(turned.own))
    }

    /// White above its first line in a row of some height: where its words stand lower, points.
    pub(crate) fn drop(&self, height: f32) -> f32 {
        let free = (height - self.height()).max(0.0);
        match self.look.map(|look| look.vertical).unwrap_or_default() {
            // A merged cell's lines are stacked from its top through its rows.
            _ if self.continues || self.continued => 0.0,
            VerticalAlign::Top => 0.0,
            VerticalAlign::Centre => free / 2.0,
            VerticalAlign::Bottom => free,
        }
    }

    /// Weight of the rules above and below it, points.
    pub(crate) fn rule_weights(&self) -> [f32; 2] {
        let [above, _, below, _] = self.look.map_or([OFFICIAL; 4], |look| look.edges);
        let weight = |edge: Border| {
            // A double rule is two lines with as much white between.
            let lines = if edge.kind == BorderKind::Double { 3.0 } else { 1.0 };
            lines * f32::from(edge.eighths) / 8.0
        };
        [above, below].map(|edge| edge.map_or(0.0, weight))
    }

    /// Takes what fits into `room` points.
    pub(crate) fn take(&mut self, room: f32) -> LaidCell {
        let LaidCell { left, width, after, continues, continued, look, mirrored, .. } = *self;
        let lines = VecDeque::new();
        // Turned lines stay where the cell begins.
        let turned = self.turned.take();
        let mut taken = LaidCell { lines, turned, left, width, after, continues, continued, look, mirrored };
        let mut used = self.after;
        while let Some((before, mut line)) = self.lines.pop_front() {
            used += before + line.height();
            if used > room + 0.01 {
                let left = room - (used - line.height());
                if let CellLine::Row(row) = &mut line
                    && let Some(head) = row.split(left)
                {
                    taken.lines.push_back((before, CellLine::Row(head)));
                }
                self.lines.push_front((before, line));
                break;
            }
            taken.lines.push_back((before, line));
        }
        taken
    }

    /// Rules above, at the left, below, at the right.
    fn edges(&self, [begins, ends]: [bool; 2]) -> [Option<Border>; 4] {
        let [top, start, bottom, end] = self.look.map_or([OFFICIAL; 4], |look| look.edges);
        let (left, right) = if self.mirrored { (end, start) } else { (start, end) };
        [top.filter(|_| begins || !self.continues), left, bottom.filter(|_| ends || !self.continued), right]
    }
}

impl LaidRow {
    /// All lines of the row, cell by cell.
    pub(crate) fn lines(&self) -> Vec<&LaidLine> {
        let mut all = Vec::new();
        for cell in &self.cells {
            cell.lines.iter().for_each(|(_, line)| line.collect(&mut all));
            all.extend(cell.turned.iter().flat_map(|turned| turned.lines()));
        }
        all
    }

    /// Sets the height to that of the tallest cell.
    pub(crate) fn settle(&mut self) {
        self.height = self.cells.iter().map(LaidCell::height).fold(0.0, f32::max);
    }

    /// Cuts off what fits into `room` points; `None`, and the row as it was, where no line fits.
    pub(crate) fn split(&mut self, room: f32) -> Option<LaidRow> {
        if room <= 0.0 {
            return None;
        }
        let first = |cell: &LaidCell| {
            cell.lines.front().is_none_or(|(before, line)| {
                // A row in a cell may be cut itself; it is where its own first lines fit.
                let least = match line {
                    CellLine::Line(line) => line.height,
                    CellLine::Row(row) => row.least(),
                };
                before + least + cell.after <= room
            })
        };
        if !self.cells.iter().all(first) {
            return None;
        }
        let cells = self.cells.iter_mut().map(|cell| cell.take(room)).collect();
        let LaidRow { bordered, ruled, table, heading, whole, page_edges, .. } = *self;
        let mut head = LaidRow { cells, height: 0.0, bordered, ruled, table, heading, whole, page_edges };
        head.settle();
        self.settle();
        Some(head)
    }

    /// The least height that a first part of it has, points.
    fn least(&self) -> f32 {
        let first = |cell: &LaidCell| {
            let line = cell.lines.front().map_or(0.0, |(before, line)| {
                before
                    + match line {
                        CellLine::Line(line) => line.height,
                        CellLine::Row(row) => row.least(),
                    }
            });
            line + cell.after
        };
        self.cells.iter().map(first).fold(0.0, f32::max)
    }

    /// Colours and rules of a row whose top is at `top`, points from the page's foot.
    pub(crate) fn rules(&self, top: f32) -> Vec<PageItem> {
        let bottom = top - self.height;
        let mut rules = Vec::new();
        for cell in self.cells.iter().filter(|_| self.bordered) {
            let left = cell.left;
            if let Some(colour) = cell.look.and_then(|look| look.shade) {
                let (x, y, width, height) = (left, bottom, cell.width, self.height);
                rules.push(PageItem::Rule(RuledLine { x, y, width, height, colour }));
            }
        }
        for cell in self.cells.iter().filter(|_| self.bordered) {
            let (left, right) = (cell.left, cell.left + cell.width);
            let [above, at_left, below, at_right] = cell.edges(self.page_edges);
            at_left.iter().for_each(|edge| upright(*edge, left, bottom, self.height, &mut rules));
            at_right.iter().for_each(|edge| upright(*edge, right, bottom, self.height, &mut rules));
            above.iter().for_each(|edge| level(*edge, left, right, top, &mut rules));
            below.iter().for_each(|edge| level(*edge, left, right, bottom, &mut rules));
        }
        let edges = self.cells.first().zip(self.cells.last());
        if let Some((first, last)) = edges.filter(|_| self.ruled) {
            let left = first.left.min(last.left);
            let right = (first.left + first.width).max(last.left + last.width);
            let y = bottom - WIDTH / 2.0;
            rules.push(PageItem::Rule(RuledLine {
                x: left,
                y,
                width: right - left,
                height: WIDTH,
                colour: [0; 3],
            }));
        }
        rules
    }
}

/// Thickness of the rule under a masthead, points.
const WIDTH: f32 = 0.5;

/// The lines of a stroke, each as its offset from the edge and its thickness: a double one is two lines
/// with as much white between.
fn lines_of(edge: Border) -> Vec<(f32, f32)> {
    let weight = f32::from(edge.eighths) / 8.0;
    match edge.kind {
        BorderKind::Double => vec![(-1.5 * weight, weight), (0.5 * weight, weight)],
        _ => vec![(-weight / 2.0, weight)],
    }
}

/// The stretches of a line of some length: one, or dashes.
fn stretches(edge: Border, length: f32) -> Vec<(f32, f32)> {
    /// A line of more dashes than this is drawn through.
    const MOST: f32 = 400.0;
    let weight = f32::from(edge.eighths) / 8.0;
    let dash = match edge.kind {
        BorderKind::Dotted => weight.max(0.5),
        BorderKind::Dashed => (3.0 * weight).max(2.0),
        BorderKind::Single | BorderKind::Double => return vec![(0.0, length)],
    };
    let step = 2.0 * dash;
    if length / step > MOST {
        return vec![(0.0, length)];
    }
    let count = (length / step).ceil() as usize;
    (0..count).map(|at| at as f32 * step).map(|from| (from, dash.min(length - from))).collect()
}

fn upright(edge: Border, x: f32, bottom: f32, height: f32, rules: &mut Vec<PageItem>) {
    for (offset, width) in lines_of(edge) {
        for (from, height) in stretches(edge, height) {
            let (x, y) = (x + offset, bottom + from);
            rules.push(PageItem::Rule(RuledLine { x, y, width, height, colour: edge.colour }));
        }
    }
}

/// A level rule reaches over the upright ones at its ends, so that corners are closed.
fn level(edge: Border, left: f32, right: f32, y: f32, rules: &mut Vec<PageItem>) {
    let reach = f32::from(edge.eighths) / 16.0;
    for (offset, height) in lines_of(edge) {
        for (from, width) in stretches(edge, right - left + 2.0 * reach) {
            let (x, y) = (left - reach + from, y + offset);
            rules.push(PageItem::Rule(RuledLine { x, y, width, height, colour: edge.colour }));
        }
    }
}
