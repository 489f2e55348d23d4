//! Objects of EMF+ ([MS-EMFPLUS] 2.2.1): what records name by a number.

use super::NESTED;
use super::brush::Paint;
use super::cursor::{Cursor, PlusPoints};
use super::image::PlusImage;
use super::pen::PlusPen;
use crate::graphics::PixelBudget;
use crate::graphics::drawing::{DrawingPoint, FillRule, Outline, Segment, rectangle};

/// An object of the table.
#[derive(Debug, Clone)]
pub(super) enum PlusObject {
    Brush(Paint),
    Pen(PlusPen),
    Path(PlusPath),
    Region(Region),
    Image(PlusImage),
    Font(PlusFont),
    Format(StringFormat),
    /// Its number is taken, and it changes nothing that is drawn here.
    Other,
}

/// An outline of places of the world.
#[derive(Debug, Clone, Default)]
pub(super) struct PlusPath {
    pub outline: Outline,
    pub rule: FillRule,
}

/// An area ([MS-EMFPLUS] 2.2.2.40).
#[derive(Debug, Clone)]
pub(super) enum Region {
    Infinite,
    Empty,
    Path(PlusPath),
    /// By a mode of combining: 1 both, 2 either, 3 one of them, 4 the first without the second, 5 the second
    /// without the first.
    Combined(u32, Box<(Region, Region)>),
}

/// A font.
#[derive(Debug, Clone)]
pub(super) struct PlusFont {
    pub size: f32,
    pub unit: u32,
    /// 1 bold, 2 italic, 4 underlined, 8 struck through.
    pub style: u32,
    pub family: String,
}

/// How words stand in their rectangle ([MS-EMFPLUS] 2.2.1.9).
#[derive(Debug, Clone, Copy)]
pub(super) struct StringFormat {
    pub flags: u32,
    /// 0 at the beginning, 1 in the middle, 2 at the end; along the line and across it.
    pub along: u32,
    pub across: u32,
    /// Room before the words, em.
    pub margin: f32,
}

impl Default for StringFormat {
    fn default() -> Self {
        Self { flags: 0, along: 0, across: 0, margin: 1.0 / 6.0 }
    }
}

/// Reads an object of a type; `None` where it breaks off.
pub(super) fn object(kind: u32, data: &[u8], depth: usize, budget: &mut PixelBudget) -> Option<PlusObject> {
    let mut cursor = Cursor(data);
    Some(match kind {
        1 => PlusObject::Brush(Paint::read(&mut cursor, depth, budget)?),
        2 => PlusObject::Pen(PlusPen::read(&mut cursor, depth, budget)?),
        3 => PlusObject::Path(path(&mut cursor)?),
        4 => {
            // The version, and the number of nodes, which the nodes themselves tell.
            cursor.bytes(8)?;
            PlusObject::Region(region(&mut cursor, NESTED)?)
        }
        5 => PlusObject::Image(PlusImage::read(&mut cursor, depth, budget)?),
        6 => PlusObject::Font(font(&mut cursor)?),
        7 => PlusObject::Format(format(&mut cursor)?),
        _ => PlusObject::Other,
    })
}

/// A path: points and the type of each (0 begins, 1 of a line, 3 of a curve; 0x80 closes).
pub(super) fn path(cursor: &mut Cursor<'_>) -> Option<PlusPath> {
    let (_, count, flags) = (cursor.u32()?, cursor.count()?, cursor.u32()?);
    let points = cursor.points(count, PlusPoints::of(flags))?;
    let kinds =
        if flags & 0x1000 == 0 { cursor.bytes(points.len())?.to_vec() } else { runs(cursor, points.len())? };
    let mut outline = Outline::with_capacity(points.len() + 1);
    let mut curve: Vec<DrawingPoint> = Vec::new();
    for (point, kind) in points.iter().zip(kinds) {
        match kind & 7 {
            0 => outline.push(Segment::Move(*point)),
            1 => outline.push(Segment::Line(*point)),
            _ => {
                curve.push(*point);
                if let [first, second, to] = curve.as_slice() {
                    outline.push(Segment::Curve(*first, *second, *to));
                    curve.clear();
                }
            }
        }
        if kind & 0x80 != 0 {
            outline.push(Segment::Close);
        }
    }
    let rule = if flags & 0x2000 == 0 { FillRule::EvenOdd } else { FillRule::NonZero };
    Some(PlusPath { outline, rule })
}

/// Types of points of which several follow that are alike ([MS-EMFPLUS] 2.2.2.31).
fn runs(cursor: &mut Cursor<'_>, count: usize) -> Option<Vec<u8>> {
    let mut kinds = Vec::with_capacity(count);
    while kinds.len() < count {
        let [length, kind] = *cursor.bytes(2)? else { return None };
        let length = usize::from(length & 0x3F).max(1).min(count - kinds.len());
        kinds.resize(kinds.len() + length, kind);
    }
    Some(kinds)
}

fn region(cursor: &mut Cursor<'_>, depth: usize) -> Option<Region> {
    Some(match cursor.u32()? {
        0x1000_0000 => {
            let ((x, y), (wide, high)) = cursor.rectangle(false)?;
            let outline = rectangle((x, y), (x + wide, y + high));
            Region::Path(PlusPath { outline, rule: FillRule::NonZero })
        }
        0x1000_0001 => {
            let length = cursor.count()?;
            Region::Path(path(&mut Cursor(cursor.bytes(length)?))?)
        }
        0x1000_0002 => Region::Empty,
        0x1000_0003 => Region::Infinite,
        mode @ 1..=5 => {
            let deeper = depth.checked_sub(1)?;
            Region::Combined(mode, Box::new((region(cursor, deeper)?, region(cursor, deeper)?)))
        }
        _ => return None,
    })
}

fn font(cursor: &mut Cursor<'_>) -> Option<PlusFont> {
    let (_, size, unit, style) = (cursor.u32()?, cursor.f32()?, cursor.u32()?, cursor.u32()?);
    let (_, count) = (cursor.u32()?, cursor.count()?);
    let units = cursor.letters(count)?;
    let family = char::decode_utf16(units.into_iter().take_while(|unit| *unit != 0)).flatten().collect();
    Some(PlusFont { size, unit, style, family })
}

fn format(cursor: &mut Cursor<'_>) -> Option<StringFormat> {
    let (_, flags, _, along, across) =
        (cursor.u32()?, cursor.u32()?, cursor.u32()?, cursor.u32()?, cursor.u32()?);
    // Digits and their language, first tab, hot keys.
    cursor.bytes(16)?;
    Some(StringFormat { flags, along, across, margin: cursor.f32()? })
}
