//! Matrices and equations over one another.

use super::boxes::{AtomClass, MathBox};
use super::set::{SetSize, Setter};
use crate::formula::FormulaElement;

/// Where a column stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MathSide {
    Left,
    Middle,
    Right,
}

/// White between columns of a matrix and between rows, em.
const COLUMN_GAP: f32 = 1.0;
const ROW_GAP: f32 = 0.3;
/// Height and depth that a row has at least, em.
const ROW: (f32, f32) = (0.7, 0.3);

impl Setter<'_, '_> {
    pub(super) fn matrix(&mut self, element: &FormulaElement, level: SetSize) -> MathBox {
        let level = level.inner();
        let rows: Vec<Vec<MathBox>> = element
            .elements()
            .filter(|part| &*part.name == "m:mr")
            .map(|row| {
                let cells = row.elements().filter(|part| &*part.name == "m:e");
                cells.map(|cell| self.row(cell, level)).collect()
            })
            .collect();
        self.stacked(rows, &sides(element), COLUMN_GAP, level)
    }

    /// Equations in lines: aligned at their signs of alignment, else at the left.
    pub(super) fn equations(&mut self, element: &FormulaElement, level: SetSize) -> MathBox {
        let mut rows = Vec::new();
        for line in element.elements().filter(|part| &*part.name == "m:e") {
            let mut atoms = Vec::new();
            self.atoms(line, level, true, &mut atoms);
            let mut columns = Vec::new();
            let mut column = Vec::new();
            for atom in atoms {
                if atom.class == AtomClass::Alignment {
                    let done = std::mem::take(&mut column);
                    columns.push(self.joined(done, level));
                    // What stands before the sign of a relation, so that it has its white.
                    column.push(MathBox::default());
                } else {
                    column.push(atom);
                }
            }
            columns.push(self.joined(column, level));
            rows.push(columns);
        }
        // Of each pair of columns the first ends where the second begins (ECMA-376 part 1, 22.1.2.34).
        let aligned = rows.iter().any(|row| row.len() > 1);
        let sides: Vec<MathSide> =
            if aligned { [MathSide::Right, MathSide::Left].repeat(16) } else { vec![MathSide::Left] };
        self.stacked(rows, &sides, 0.0, level)
    }

    /// Rows of boxes over one another, round the axis.
    fn stacked(&self, rows: Vec<Vec<MathBox>>, sides: &[MathSide], gap: f32, level: SetSize) -> MathBox {
        let em = self.em(level);
        let mut widths: Vec<f32> = Vec::new();
        for row in &rows {
            for (at, cell) in row.iter().enumerate() {
                match widths.get_mut(at) {
                    Some(width) => *width = width.max(cell.width),
                    None => widths.push(cell.width),
                }
            }
        }
        let heights: Vec<(f32, f32)> = rows
            .iter()
            .map(|row| {
                let high = row.iter().map(|cell| cell.ascent).fold(ROW.0 * em, f32::max);
                (high, row.iter().map(|cell| cell.descent).fold(ROW.1 * em, f32::max))
            })
            .collect();
        let white = ROW_GAP * em * heights.len().saturating_sub(1) as f32;
        let total: f32 = heights.iter().map(|(high, deep)| high + deep).sum::<f32>() + white;
        let top = total / 2.0 + self.axis(level);
        let mut made = MathBox { class: AtomClass::Inner, ..MathBox::default() };
        let mut y = top;
        for (row, (high, deep)) in rows.into_iter().zip(heights) {
            y -= high;
            let mut x = 0.0;
            for (at, cell) in row.into_iter().enumerate() {
                let width = widths.get(at).copied().unwrap_or(cell.width);
                let spare = width - cell.width;
                let shift = match sides.get(at).or(sides.last()) {
                    Some(MathSide::Left) => 0.0,
                    Some(MathSide::Right) => spare,
                    _ => spare / 2.0,
                };
                made.lay(cell, x + shift, y);
                x += width + gap * em;
            }
            y -= deep + ROW_GAP * em;
        }
        made.width = widths.iter().sum::<f32>() + gap * em * widths.len().saturating_sub(1) as f32;
        (made.ascent, made.descent) = (top, total - top);
        made
    }
}

/// How the columns of a matrix stand (ECMA-376 part 1, 22.1.2.64).
fn sides(element: &FormulaElement) -> Vec<MathSide> {
    let columns = element.first("m:mPr").and_then(|all| all.first("m:mcs"));
    let mut sides = Vec::new();
    for column in columns.into_iter().flat_map(FormulaElement::elements) {
        let side = match column.property("m:mcPr", "m:mcJc") {
            Some("left") => MathSide::Left,
            Some("right") => MathSide::Right,
            _ => MathSide::Middle,
        };
        let count =
            column.property("m:mcPr", "m:count").and_then(|count| count.parse().ok()).unwrap_or(1usize);
        sides.extend(std::iter::repeat_n(side, count.min(64)));
    }
    if sides.is_empty() {
        sides.push(MathSide::Middle);
    }
    sides
}
