//! Rows of tables, and of the masthead: cells side by side.
//!
//! In: cells with their lines. Out: pieces at a height of the page; where a row is too tall for the
//! page, its head and its rest. Never: a line cut in two.

use std::collections::VecDeque;

use crate::pages::{PageItem, Rule};

use crate::layout::inline::lines::Line;

/// White between a cell's edge and its lines, points: left and right as Word's default.
pub(crate) const CELL_SIDE: f32 = 5.4;
/// Thickness of a table's rules, points.
const BORDER: f32 = 0.5;

/// A row of cells.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// Cells from left to right.
    pub cells: Vec<Cell>,
    /// Height, points.
    pub height: f32,
    /// Rules around its cells.
    pub bordered: bool,
    /// A rule under the whole row.
    pub ruled: bool,
    /// Table it belongs to, an index into the flow's heads.
    pub table: Option<usize>,
    /// Belongs to the table's head.
    pub heading: bool,
}

/// A cell and the lines it holds.
#[derive(Debug, Default)]
pub(crate) struct Cell {
    /// Left edge, points from the page's edge.
    pub left: f32,
    /// Width, points.
    pub width: f32,
    /// Lines from top to bottom, each with the white above it.
    pub lines: VecDeque<(f32, Line)>,
    /// White under the last line, points.
    pub after: f32,
    /// Continues the cell above it.
    pub continues: bool,
    /// Goes on in the row below.
    pub continued: bool,
}

impl Cell {
    /// Height of its lines and the white around them, points.
    pub(crate) fn height(&self) -> f32 {
        self.lines.iter().map(|(before, line)| before + line.height).sum::<f32>() + self.after
    }

    /// Takes the lines that fit into `room` points.
    pub(crate) fn take(&mut self, room: f32) -> Cell {
        let Cell { left, width, after, continues, continued, .. } = *self;
        let mut taken = Cell { lines: VecDeque::new(), left, width, after, continues, continued };
        let mut used = self.after;
        while let Some((before, line)) = self.lines.pop_front() {
            used += before + line.height;
            if used > room + 0.01 {
                self.lines.push_front((before, line));
                break;
            }
            taken.lines.push_back((before, line));
        }
        taken
    }
}

impl Row {
    /// All lines of the row, cell by cell.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.cells.iter().flat_map(|cell| cell.lines.iter().map(|(_, line)| line))
    }

    /// Sets the height to that of the tallest cell.
    pub(crate) fn settle(&mut self) {
        self.height = self.cells.iter().map(Cell::height).fold(0.0, f32::max);
    }

    /// Cuts off what fits into `room` points; `None`, and the row as it was, where no line fits.
    pub(crate) fn split(&mut self, room: f32) -> Option<Row> {
        if room <= 0.0 {
            return None;
        }
        let first = |cell: &Cell| {
            cell.lines.front().is_none_or(|(before, line)| before + line.height + cell.after <= room)
        };
        if !self.cells.iter().all(first) {
            return None;
        }
        let cells = self.cells.iter_mut().map(|cell| cell.take(room)).collect();
        let Row { bordered, ruled, table, heading, .. } = *self;
        let mut head = Row { cells, height: 0.0, bordered, ruled, table, heading };
        head.settle();
        self.settle();
        Some(head)
    }

    /// The rules around the cells of a row whose top is at `top`, points from the page's foot.
    pub(crate) fn rules(&self, top: f32) -> Vec<PageItem> {
        let bottom = top - self.height;
        let rule = |x: f32, y: f32, width: f32, height: f32| {
            PageItem::Rule(Rule { x, y, width, height, colour: [0; 3] })
        };
        let mut rules = Vec::new();
        if self.bordered {
            for cell in &self.cells {
                let (left, width) = (cell.left, cell.width);
                rules.push(rule(left - BORDER / 2.0, bottom, BORDER, self.height));
                rules.push(rule(left + width - BORDER / 2.0, bottom, BORDER, self.height));
                if !cell.continues {
                    rules.push(rule(left - BORDER / 2.0, top - BORDER / 2.0, width + BORDER, BORDER));
                }
                if !cell.continued {
                    rules.push(rule(left - BORDER / 2.0, bottom - BORDER / 2.0, width + BORDER, BORDER));
                }
            }
        }
        let edges = self.cells.first().zip(self.cells.last());
        if let Some((first, last)) = edges.filter(|_| self.ruled) {
            let left = first.left.min(last.left);
            let right = (first.left + first.width).max(last.left + last.width);
            rules.push(rule(left, bottom - BORDER / 2.0, right - left, BORDER));
        }
        rules
    }
}
