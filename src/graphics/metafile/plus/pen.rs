//! Pens of EMF+ ([MS-EMFPLUS] 2.2.1.7): the lines along outlines, and what stands at their ends.

use super::brush::Paint;
use super::cursor::Cursor;
use crate::graphics::PixelBudget;
use crate::graphics::drawing::{DrawingPoint, Outline, Segment};
use crate::graphics::metafile::canvas::end;

/// A pen.
#[derive(Debug, Clone)]
pub(super) struct PlusPen {
    pub paint: Paint,
    pub width: f32,
    pub unit: u32,
    /// End and corner of its lines, as PDF counts.
    pub cap: u8,
    pub join: u8,
    /// Dashes and gaps in widths.
    pub dashes: Vec<f32>,
    /// What stands at the beginning and at the end of a line.
    pub heads: [Option<Arrow>; 2],
}

/// The head of an arrow, widths of its line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Arrow {
    pub width: f32,
    pub length: f32,
}

/// The head that GDI+ puts at a line's end by its number.
const ANCHOR: Arrow = Arrow { width: 2.0, length: 1.732 };

impl PlusPen {
    /// Reads a pen: what its flags name, in the order of their bits ([MS-EMFPLUS] 2.2.2.34).
    pub(super) fn read(cursor: &mut Cursor<'_>, depth: usize, budget: &mut PixelBudget) -> Option<Self> {
        cursor.bytes(8)?;
        let (flags, unit, width) = (cursor.u32()?, cursor.u32()?, cursor.f32()?);
        let has = |bit: u32| flags & (1 << bit) != 0;
        let scale = if has(0) { cursor.matrix()?.scale() } else { 1.0 };
        let number = |bit: u32, cursor: &mut Cursor<'_>| if has(bit) { cursor.u32() } else { Some(0) };
        let (start, stop) = (number(1, cursor)?, number(2, cursor)?);
        let join = number(3, cursor)?;
        number(4, cursor)?;
        let (style, cap) = (number(5, cursor)?, number(6, cursor)?);
        number(7, cursor)?;
        let own = if has(8) { cursor.numbers()? } else { Vec::new() };
        number(9, cursor)?;
        if has(10) {
            cursor.numbers()?;
        }
        let mut heads =
            [start, stop].map(|cap| (cap & 0x10 != 0 && cap <= 0x14 && cap > 0x10).then_some(ANCHOR));
        for (head, bit) in heads.iter_mut().zip([11, 12]) {
            if has(bit) {
                let length = cursor.count()?;
                *head = arrow(&mut Cursor(cursor.bytes(length)?));
            }
        }
        let dashes: &[f32] = match style {
            1 => &[3.0, 1.0],
            2 => &[1.0, 1.0],
            3 => &[3.0, 1.0, 1.0, 1.0],
            4 => &[3.0, 1.0, 1.0, 1.0, 1.0, 1.0],
            5 => &own,
            _ => &[],
        };
        let dashes = dashes.iter().take(16).copied().collect::<Vec<f32>>();
        let end = if dashes.is_empty() { start } else { cap };
        Some(Self {
            paint: Paint::read(cursor, depth, budget)?,
            width: width * scale,
            unit,
            cap: [0, 2, 1].get(end as usize).copied().unwrap_or(0),
            join: [0, 2, 1].get(join as usize).copied().unwrap_or(0),
            dashes,
            heads,
        })
    }
}

/// The head of a cap of one's own; `None` for one by a path ([MS-EMFPLUS] 2.2.2.12).
fn arrow(cursor: &mut Cursor<'_>) -> Option<Arrow> {
    let (_, kind) = (cursor.u32()?, cursor.u32()?);
    (kind == 1).then_some(())?;
    let (width, length) = (cursor.f32()?, cursor.f32()?);
    Some(Arrow { width, length })
}

/// Where the open parts of an outline begin and end: the place, and one that the line comes from.
pub(super) fn ends(outline: &[Segment]) -> Vec<[Option<(DrawingPoint, DrawingPoint)>; 2]> {
    let mut found = Vec::new();
    for part in outline.chunk_by(|_, next| !matches!(next, Segment::Move(_))) {
        if part.contains(&Segment::Close) || part.len() < 2 {
            continue;
        }
        let first = part.first().and_then(end).zip(part.get(1).map(toward));
        let from = match part {
            [.., Segment::Curve(_, from, _)] => Some(*from),
            [.., before, _] => end(before),
            _ => None,
        };
        found.push([first, part.last().and_then(end).zip(from)]);
    }
    found
}

/// Where a segment goes first.
fn toward(segment: &Segment) -> DrawingPoint {
    match *segment {
        Segment::Move(to) | Segment::Line(to) | Segment::Curve(to, ..) => to,
        Segment::Close => (0.0, 0.0),
    }
}

/// The outline of a head with its tip at a place, `width` and `length` in the measure of the places.
pub(super) fn head(tip: DrawingPoint, from: DrawingPoint, width: f32, length: f32) -> Outline {
    let (dx, dy) = (from.0 - tip.0, from.1 - tip.1);
    let far = dx.hypot(dy).max(f32::MIN_POSITIVE);
    let (dx, dy) = (dx / far, dy / far);
    let corner = |side: f32| (tip.0 + dx * length - dy * side, tip.1 + dy * length + dx * side);
    vec![
        Segment::Move(tip),
        Segment::Line(corner(width / 2.0)),
        Segment::Line(corner(-width / 2.0)),
        Segment::Close,
    ]
}
