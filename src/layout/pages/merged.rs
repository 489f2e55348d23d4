//! Cells merged down their column whose words stand in the middle or at the foot of all their rows.
//!
//! In: the rows of a table, the lines of merged cells stacked from their top. Out: the same rows, those lines lower.
//! Never: a line that lies across two rows, for a page may end between them.

use std::collections::VecDeque;

use super::rows::{CellLine, LaidCell, LaidRow};
use crate::text::VerticalAlign;

/// How much sums of heights may differ in their last bits, points.
const SAME: f32 = 0.01;

/// Moves the lines of merged cells to where they are to stand.
pub(super) fn align(rows: &mut [LaidRow]) {
    for first in 0..rows.len() {
        let begins = |cell: &&LaidCell| cell.continued && !cell.continues;
        let cells = rows.get(first).into_iter().flat_map(|row| &row.cells).filter(begins);
        let moved: Vec<(f32, VerticalAlign)> = cells
            .filter_map(|cell| Some((cell.left, cell.look?.vertical)))
            .filter(|(_, vertical)| *vertical != VerticalAlign::Top)
            .collect();
        for (left, vertical) in moved {
            align_merged(rows.get_mut(first..).unwrap_or_default(), left, vertical);
        }
    }
}

/// Moves the lines of the merged cell that begins in the first row at `left`.
fn align_merged(rows: &mut [LaidRow], left: f32, vertical: VerticalAlign) {
    let mut parts: Vec<(&mut LaidCell, f32)> = Vec::new();
    for row in rows {
        let (height, is_first) = (row.height, parts.is_empty());
        let same = |cell: &&mut LaidCell| cell.left.to_bits() == left.to_bits();
        let Some(cell) = row.cells.iter_mut().find(same) else { break };
        if cell.continues == is_first {
            break;
        }
        let goes_on = cell.continued;
        parts.push((cell, height));
        if !goes_on {
            break;
        }
    }
    let all: f32 = parts.iter().map(|(_, height)| height).sum();
    let after = parts.first().map_or(0.0, |(cell, _)| cell.after);
    let lines: f32 =
        parts.iter().flat_map(|(cell, _)| &cell.lines).map(|(before, line)| before + line.height()).sum();
    let free = all - lines - after;
    if free <= SAME {
        return;
    }
    let start = if vertical == VerticalAlign::Centre { free / 2.0 } else { free };
    let mut waiting: VecDeque<(f32, CellLine)> =
        parts.iter_mut().flat_map(|(cell, _)| cell.lines.drain(..)).collect();
    spread(parts, &mut waiting, start);
}

/// Puts lines into the parts of a merged cell, the first so far below its top; a line that would lie across two goes
/// wholly into that to which it is nearer.
fn spread(parts: Vec<(&mut LaidCell, f32)>, waiting: &mut VecDeque<(f32, CellLine)>, start: f32) {
    let count = parts.len();
    let (mut top, mut at) = (0.0, start);
    for (index, (cell, height)) in parts.into_iter().enumerate() {
        let (bottom, last) = (top + height, index + 1 == count);
        let mut used = top;
        while let Some((before, line)) = waiting.pop_front() {
            let high = line.height();
            let mut from = (at + before).max(used);
            let over = from + high - bottom;
            if over > SAME && !last {
                if from - over < used || bottom - from < over {
                    waiting.push_front((before, line));
                    break;
                }
                from -= over;
            }
            cell.lines.push_back((from - used, line));
            used = from + high;
            at = used;
        }
        top = bottom;
    }
}
