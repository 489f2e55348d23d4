//! The looks of a table's cells: style, table and cell, each over the one before.
//!
//! In: what each says of rules and colours. Out: for every cell its four edges, its colour and where its
//! words stand. Two cells that meet draw the same rule: where one has none, the other's. Never: words.

use super::types::{CellForm, PARTS, Rules, TableForm, WordTable};
use crate::text::{Border, BorderKind, CellLook};

/// What a table style states.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TableStyle {
    /// Of the whole table.
    pub whole: CellForm,
    /// Its words are hidden.
    pub hidden: bool,
    /// Of its parts, in the order of [`PARTS`].
    pub parts: [TablePart; PARTS.len()],
}

/// What a table style states of a part.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TablePart {
    /// Looks of its cells.
    pub cells: CellForm,
    /// Its words are bold.
    pub bold: bool,
    /// Its words are hidden.
    pub hidden: bool,
}

impl TableStyle {
    /// Takes over what a nearer style states.
    pub(crate) fn overlay(&mut self, nearer: &TableStyle) {
        self.whole.overlay(&nearer.whole);
        for (part, own) in self.parts.iter_mut().zip(&nearer.parts) {
            part.cells.overlay(&own.cells);
            part.bold |= own.bold;
            part.hidden |= own.hidden;
        }
    }

    /// Whether it shows the first row as a head.
    pub(crate) fn heads(&self, form: &TableForm) -> bool {
        let at = PARTS.iter().position(|part| *part == "firstRow").unwrap_or(PARTS.len());
        let part = self.parts.get(at).filter(|_| form.parts & (1 << at) != 0);
        part.is_some_and(|part| part.bold || matches!(part.cells.shade, Some(Some(_))))
    }
}

impl CellForm {
    fn overlay(&mut self, nearer: &CellForm) {
        for (rule, own) in self.rules.iter_mut().zip(nearer.rules) {
            *rule = own.or(*rule);
        }
        self.shade = nearer.shade.or(self.shade);
        self.vertical = nearer.vertical.or(self.vertical);
    }
}

/// A stretch of a table: rows and columns, from and to.
#[derive(Debug, Clone, Copy)]
struct Area {
    rows: (usize, usize),
    columns: (usize, usize),
}

impl Area {
    fn holds(self, other: Area) -> bool {
        let within = |outer: (usize, usize), inner: (usize, usize)| outer.0 <= inner.0 && inner.1 <= outer.1;
        within(self.rows, other.rows) && within(self.columns, other.columns)
    }

    /// The edges of a cell by the rules of the area that it stands in: those of the area where the cell
    /// reaches its end, those between its cells elsewhere.
    fn edges(self, rules: &Rules, cell: Area) -> [Option<Option<Border>>; 4] {
        let [top, start, bottom, end, between_rows, between_columns] = *rules;
        [
            if cell.rows.0 == self.rows.0 { top } else { between_rows },
            if cell.columns.0 == self.columns.0 { start } else { between_columns },
            if cell.rows.1 == self.rows.1 { bottom } else { between_rows },
            if cell.columns.1 == self.columns.1 { end } else { between_columns },
        ]
    }
}

/// The looks of all cells, row by row.
pub(crate) fn looks(table: &WordTable, form: &TableForm, style: &TableStyle) -> Vec<Vec<CellLook>> {
    let areas = areas(table);
    let columns = areas.iter().flatten().map(|area| area.columns.1).max().unwrap_or(0);
    let whole = Area { rows: (0, table.rows.len()), columns: (0, columns) };
    let mut all: Vec<Vec<CellLook>> = Vec::with_capacity(areas.len());
    for (row, areas) in table.rows.iter().zip(&areas) {
        let look = |(cell, area): (&super::types::WordCell, &Area)| {
            let mut edges = [None; 4];
            let mut take = |area_of: Area, rules: &Rules| {
                for (edge, own) in edges.iter_mut().zip(area_of.edges(rules, *area)) {
                    *edge = own.or(*edge);
                }
            };
            let (mut shade, mut vertical) = (style.whole.shade, style.whole.vertical);
            take(whole, &style.whole.rules);
            for (at, part) in style.parts.iter().enumerate() {
                let holds = form.parts & (1 << at) != 0;
                if let Some(region) = region(at, whole, *area, form.parts).filter(|_| holds) {
                    take(region, &part.cells.rules);
                    shade = part.cells.shade.or(shade);
                    vertical = part.cells.vertical.or(vertical);
                }
            }
            take(whole, &form.cells.rules);
            take(*area, &cell.form.rules);
            CellLook {
                edges: edges.map(Option::flatten),
                shade: cell.form.shade.or(form.cells.shade).or(shade).flatten().map(legible),
                vertical: cell.form.vertical.or(vertical).unwrap_or_default(),
            }
        };
        all.push(row.cells.iter().zip(areas).map(look).collect());
    }
    settle(&mut all, &areas);
    all
}

/// Which cells' words the table's style hides, row by row; nothing where it hides none.
pub(crate) fn hidden(table: &WordTable, form: &TableForm, style: &TableStyle) -> Vec<Vec<bool>> {
    if !style.hidden && !style.parts.iter().any(|part| part.hidden) {
        return Vec::new();
    }
    let areas = areas(table);
    let columns = areas.iter().flatten().map(|area| area.columns.1).max().unwrap_or(0);
    let whole = Area { rows: (0, table.rows.len()), columns: (0, columns) };
    let hides = |area: &Area| {
        let mut parts =
            style.parts.iter().enumerate().filter(|(at, part)| part.hidden && form.parts & (1 << at) != 0);
        style.hidden || parts.any(|(at, _)| region(at, whole, *area, form.parts).is_some())
    };
    areas.iter().map(|row| row.iter().map(hides).collect()).collect()
}

/// The area of each cell.
fn areas(table: &WordTable) -> Vec<Vec<Area>> {
    let row = |(at, row): (usize, &super::types::WordRow)| {
        let mut column = usize::from(row.skipped);
        let area = |cell: &super::types::WordCell| {
            let from = column;
            column += usize::from(cell.columns.max(1));
            Area { rows: (at, at + 1), columns: (from, column) }
        };
        row.cells.iter().map(area).collect()
    };
    table.rows.iter().enumerate().map(row).collect()
}

/// The part of a table, by its place in [`PARTS`], if a cell stands in it. Bands are counted behind a first
/// row or column that is a part of its own.
fn region(part: usize, whole: Area, cell: Area, parts: u16) -> Option<Area> {
    let (rows, columns) = (whole.rows, whole.columns);
    let on = |at: usize| usize::from(parts & (1 << at) != 0);
    let (first_row, last_row) = ((0, 1), (rows.1.saturating_sub(1), rows.1));
    let (first_column, last_column) = ((0, 1), (columns.1.saturating_sub(1), columns.1));
    let band = |at: usize, from: usize, to: usize, odd: usize| {
        let inside = at >= from && at < to;
        (inside && (at - from) % 2 == odd).then_some((at, at + 1))
    };
    let column_band = |odd| band(cell.columns.0, on(4), columns.1.saturating_sub(on(5)), odd);
    let row_band = |odd| band(cell.rows.0, on(6), rows.1.saturating_sub(on(7)), odd);
    let area = match part {
        0 | 1 => Area { rows, columns: column_band(part)? },
        2 | 3 => Area { rows: row_band(part - 2)?, columns },
        4 => Area { rows, columns: first_column },
        5 => Area { rows, columns: last_column },
        6 => Area { rows: first_row, columns },
        7 => Area { rows: last_row, columns },
        8 => Area { rows: first_row, columns: last_column },
        9 => Area { rows: first_row, columns: first_column },
        10 => Area { rows: last_row, columns: last_column },
        _ => Area { rows: last_row, columns: first_column },
    };
    area.holds(cell).then_some(area)
}

/// The rule that two cells share: the heavier, or the one there is (17.4.66).
fn shared(one: Option<Border>, other: Option<Border>) -> Option<Border> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if weight(other) > weight(one) { other } else { one }),
        (one, other) => one.or(other),
    }
}

/// What a rule weighs against another: its thickness with all its lines.
fn weight(rule: Border) -> u16 {
    let lines = if rule.kind == BorderKind::Double { 3 } else { 1 };
    u16::from(rule.eighths) * lines
}

/// A colour behind black words, the only ones that the official form has: one too dark for them is mixed
/// with white.
fn legible(colour: [u8; 3]) -> [u8; 3] {
    /// Least brightness under black text, of 255: a contrast of about 4.5 to 1 (WCAG 2, 1.4.3).
    const LEAST: u32 = 110;
    let bright = |[red, green, blue]: [u8; 3]| {
        (u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114) / 1000
    };
    let mut colour = colour;
    while bright(colour) < LEAST {
        colour = colour.map(|part| part + (u8::MAX - part).div_ceil(4));
    }
    colour
}

/// Gives cells that meet one rule between them.
fn settle(all: &mut [Vec<CellLook>], areas: &[Vec<Area>]) {
    for row in all.iter_mut() {
        for at in 1..row.len() {
            if let Ok([left, right]) = row.get_disjoint_mut([at - 1, at]) {
                let edge = shared(left.edges[3], right.edges[1]);
                (left.edges[3], right.edges[1]) = (edge, edge);
            }
        }
    }
    for at in 1..all.len() {
        let (Some(above_areas), Some(below_areas)) = (areas.get(at - 1), areas.get(at)) else { continue };
        let Ok([above, below]) = all.get_disjoint_mut([at - 1, at]) else { continue };
        for (look, area) in above.iter_mut().zip(above_areas) {
            let met = below_areas.iter().position(|other| other.columns == area.columns);
            if let Some(other) = met.and_then(|met| below.get_mut(met)) {
                let edge = shared(look.edges[2], other.edges[0]);
                (look.edges[2], other.edges[0]) = (edge, edge);
            }
        }
    }
}
