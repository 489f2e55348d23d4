//! Windows metafiles ([MS-WMF]). Parameters stand in reverse order; objects take the first free place.

use super::Record;
use super::bitmap::{self, Placing};
use super::canvas::{Canvas, DeviceSpace};
use super::code_page::decoded;
use super::emf::brush;
use super::emf_records::lines;
use super::state::{Brush, MetafileFont, Pen, Tool};
use super::text::Output;
use crate::graphics::drawing::{DrawingPoint, FillRule, Matrix, Outline, Segment, rectangle};
use crate::graphics::{Drawing, PictureFault, PixelBudget};
use crate::limits;

/// First bytes of the header that says how large the picture is.
const PLACEABLE: &[u8] = b"\xD7\xCD\xC6\x9A";

/// Whether the bytes are those of a WMF.
pub(super) fn is_wmf(bytes: &[u8]) -> bool {
    let head = if bytes.starts_with(PLACEABLE) { bytes.get(22..) } else { Some(bytes) };
    head.is_some_and(|head| matches!(head, [1 | 2, 0, 9, 0, _, 1 | 3, ..]))
}

/// Plays a WMF.
///
/// # Errors
/// Why it cannot be drawn.
pub(super) fn play(bytes: &[u8], budget: &mut PixelBudget) -> Result<Drawing, PictureFault> {
    let record = Record(bytes);
    let (framed, body) =
        if bytes.starts_with(PLACEABLE) { (frame(record), bytes.get(22..)) } else { (None, Some(bytes)) };
    let body = body.and_then(|body| body.get(18..)).ok_or(PictureFault::Damaged)?;
    let shown = framed.or_else(|| window(body)).or_else(|| extent(body)).ok_or(PictureFault::Damaged)?;
    let ((left, top), (wide, high)) = shown;
    let size = (wide.abs(), high.abs());
    // The window is mapped on the whole of the picture, whatever it is set to later.
    let unit = framed.and(record.u16(14)).filter(|inch| *inch > 0).map_or(1440.0, f32::from) / 25.4;
    let device = DeviceSpace { matrix: Matrix::IDENTITY, millimetre: (unit, unit) };
    let mut canvas = Canvas::of(device);
    canvas.state.map_mode = 8;
    canvas.state.window = ((left, top), (wide, high));
    canvas.state.viewport = ((0.0, 0.0), size);
    for (kind, record) in records(body) {
        if !canvas.set_short(kind, record, budget) {
            canvas.draw_short(kind, record, budget)?;
        }
    }
    canvas.finish(size.0, size.1)
}

/// The rectangle of the header: place and size.
fn frame(header: Record<'_>) -> Option<(DrawingPoint, DrawingPoint)> {
    let [left, top, right, bottom] = [6, 8, 10, 12].map(|at| header.i16(at).map(f32::from));
    let (left, top) = (left?, top?);
    let (wide, high) = (right? - left, bottom? - top);
    (wide != 0.0 && high != 0.0).then_some(((left, top), (wide, high)))
}

/// The first window that records set.
fn window(body: &[u8]) -> Option<(DrawingPoint, DrawingPoint)> {
    let find = |wanted: u16| {
        let mut found = records(body).filter(|(kind, _)| *kind == wanted);
        found.find_map(|(_, record)| Some((f32::from(record.i16(8)?), f32::from(record.i16(6)?))))
    };
    let size = find(0x020C).filter(|(wide, high)| *wide != 0.0 && *high != 0.0)?;
    Some((find(0x020B).unwrap_or_default(), size))
}

/// The room that lines and shapes take up.
fn extent(body: &[u8]) -> Option<(DrawingPoint, DrawingPoint)> {
    let mut outline = Outline::new();
    for (kind, record) in records(body) {
        match kind {
            0x0324 | 0x0325 => outline.extend(lines(&points(record, 8, usize::from(record.u16(6)?)), false)),
            0x0213 | 0x0214 => outline.extend(short_point(record, 6).map(Segment::Line)),
            0x041B | 0x0418 => {
                outline.extend([6, 10].iter().filter_map(|at| short_point(record, *at)).map(Segment::Line))
            }
            _ => {}
        }
    }
    let ((left, top), (right, bottom)) = super::canvas::bounds(&outline)?;
    Some(((left, top), ((right - left).max(1.0), (bottom - top).max(1.0))))
}

/// The records: function and bytes, its size and function first.
fn records(mut rest: &[u8]) -> impl Iterator<Item = (u16, Record<'_>)> {
    std::iter::from_fn(move || {
        let record = Record(rest);
        let length = record.place(0)?.checked_mul(2).filter(|length| *length >= 6)?;
        let kind = record.u16(4).filter(|kind| *kind != 0)?;
        let body = rest.get(..length).unwrap_or(rest);
        rest = rest.get(length..).unwrap_or_default();
        Some((kind, Record(body)))
    })
}

/// A point whose `y` stands first.
fn short_point(record: Record<'_>, at: usize) -> Option<DrawingPoint> {
    Some((f32::from(record.i16(at + 2)?), f32::from(record.i16(at)?)))
}

/// Points whose `x` stands first.
fn points(record: Record<'_>, at: usize, count: usize) -> Vec<DrawingPoint> {
    let most = record.0.len().saturating_sub(at) / 4;
    let one = |at: usize| Some((f32::from(record.i16(at)?), f32::from(record.i16(at + 2)?)));
    (0..count.min(most)).filter_map(|index| one(at + index * 4)).collect()
}

impl Canvas {
    /// Takes in a record of state or objects; says whether it was one.
    fn set_short(&mut self, kind: u16, record: Record<'_>, budget: &mut PixelBudget) -> bool {
        let number = record.u16(6).map_or(0, u32::from);
        match kind {
            0x0102 => self.state.opaque = number == 2,
            0x0104 => self.state.operation = number,
            0x0106 => {
                self.state.rule = if number == 2 { FillRule::NonZero } else { FillRule::EvenOdd };
            }
            0x012E => self.state.align = number,
            0x0201 => self.state.background = record.colour(6).unwrap_or([255; 3]),
            0x0209 => self.state.text_colour = record.colour(6).unwrap_or_default(),
            0x020B | 0x020C | 0x020F | 0x0410 => drop(self.set_window(kind, record)),
            0x0214 => self.state.position = short_point(record, 6).unwrap_or_default(),
            0x001E => self.save(),
            0x0127 => self.restore(record.i16(6).map_or(-1, i32::from)),
            0x012D => {
                let tool = self.tools.get(number as usize).cloned().flatten();
                self.select(tool);
            }
            0x01F0 => self.tools.get_mut(number as usize).into_iter().for_each(|tool| *tool = None),
            0x00F7 | 0x06FF => self.keep(Tool::Other),
            0x02FA => drop(self.pen(record)),
            0x02FB => drop(self.font(record)),
            0x02FC => {
                let colour = record.colour(8).unwrap_or_default();
                self.keep(Tool::Brush(brush(number, colour, record.u16(12).map_or(0, u32::from))));
            }
            0x0142 | 0x01F9 => self.pattern(kind, record, budget),
            0x0415 | 0x0416 => drop(self.bound_short(kind, record)),
            _ => return false,
        }
        true
    }

    fn set_window(&mut self, kind: u16, record: Record<'_>) -> Option<()> {
        let (x, y) = short_point(record, 6)?;
        let (place, size) = &mut self.state.window;
        match kind {
            0x020B => *place = (x, y),
            0x020F => *place = (place.0 + x, place.1 + y),
            0x020C if x != 0.0 && y != 0.0 => *size = (x, y),
            0x0410 => {
                let number = |at: usize| record.i16(at).map(f32::from).filter(|number| *number != 0.0);
                *size = (size.0 * number(12)? / number(10)?, size.1 * number(8)? / number(6)?);
            }
            _ => {}
        }
        Some(())
    }

    /// Keeps an object at the first free place.
    fn keep(&mut self, tool: Tool) {
        if let Some(free) = self.tools.iter_mut().find(|tool| tool.is_none()) {
            *free = Some(tool);
        } else if self.tools.len() < limits::METAFILE_OBJECTS {
            self.tools.push(Some(tool));
        }
    }

    fn pen(&mut self, record: Record<'_>) -> Option<()> {
        let pen = Pen::new(u32::from(record.u16(6)?), f32::from(record.i16(8)?.abs()), record.colour(12)?);
        self.keep(Tool::Pen(pen));
        Some(())
    }

    fn font(&mut self, record: Record<'_>) -> Option<()> {
        let byte = |at: usize| record.0.get(at).copied();
        let name = record.0.get(24..record.0.len().min(56))?;
        let name = name.split(|byte| *byte == 0).next().unwrap_or_default();
        let charset = byte(19)?;
        let named = decoded(name, if charset == 2 { 0 } else { charset }, "");
        self.keep(Tool::Font(MetafileFont {
            height: f32::from(record.i16(6)?),
            angle: f32::from(record.i16(10)?),
            weight: u32::from(record.u16(14)?),
            italic: byte(16)? != 0,
            underline: byte(17)? != 0,
            strike: byte(18)? != 0,
            charset,
            family: named.into_iter().map(|(character, _)| character).collect(),
        }));
        Some(())
    }

    /// A brush of a pattern; its place is taken even where the pattern is not understood.
    fn pattern(&mut self, kind: u16, record: Record<'_>, budget: &mut PixelBudget) {
        let bitmap = if kind == 0x0142 { record.0.get(10..) } else { None };
        let decode = |bitmap: &[u8]| {
            let (head, bits) = bitmap.split_at_checked(bitmap::head_length(bitmap)?)?;
            bitmap::decode(head, bits, budget).ok()
        };
        let colour = bitmap.and_then(decode).map_or([128; 3], |raster| bitmap::mean(&raster));
        self.keep(Tool::Brush(Brush::Solid(colour)));
    }

    fn bound_short(&mut self, kind: u16, record: Record<'_>) -> Option<()> {
        let outline = self.rectangle(short_point(record, 10)?, short_point(record, 6)?);
        if kind == 0x0415 {
            self.clip_out(outline);
        } else {
            self.clip(outline, FillRule::NonZero, 1);
        }
        Some(())
    }

    fn draw_short(
        &mut self,
        kind: u16,
        record: Record<'_>,
        budget: &mut PixelBudget,
    ) -> Result<(), PictureFault> {
        let at = |place: usize| short_point(record, place);
        let drawn = match kind {
            0x0213 => at(6).map(|to| self.line_to(to)),
            0x0324 | 0x0325 => record.u16(6).map(|count| {
                let closed = kind == 0x0324;
                self.draw(&lines(&points(record, 8, usize::from(count)), closed), closed)
            }),
            0x0538 => self.polygons(record),
            0x0418 | 0x041B | 0x061C | 0x0817 | 0x081A | 0x0830 => self.shape(kind, record),
            0x041F => at(10).zip(record.colour(6)).map(|(at, colour)| self.dot(at, colour)),
            0x0521 | 0x0A32 => self.short_text(kind, record),
            0x061D => self.filled(record),
            0x0940 | 0x0B41 | 0x0F43 | 0x0D33 => self.short_blit(kind, record, budget),
            0x0922 | 0x0B23 => {
                // A bitmap of a device of its own.
                self.incomplete = true;
                None
            }
            _ => None,
        };
        drawn.unwrap_or(Ok(()))
    }

    fn polygons(&mut self, record: Record<'_>) -> Option<Result<(), PictureFault>> {
        let parts = usize::from(record.u16(6)?);
        let mut at = 8 + parts * 2;
        let mut outline = Outline::new();
        for part in 0..parts {
            let count = usize::from(record.u16(8 + part * 2)?);
            outline.extend(lines(&points(record, at, count), true));
            at += count * 4;
        }
        Some(self.draw(&outline, true))
    }

    fn shape(&mut self, kind: u16, record: Record<'_>) -> Option<Result<(), PictureFault>> {
        let at = |place: usize| short_point(record, place);
        Some(match kind {
            0x0418 => {
                let mut outline = crate::graphics::drawing::arc(at(10)?, at(6)?, 0.0, std::f32::consts::TAU);
                outline.push(Segment::Close);
                self.draw(&outline, true)
            }
            0x041B => self.draw(&rectangle(at(10)?, at(6)?), true),
            0x061C => self.draw(&Canvas::rounded(at(14)?, at(10)?, at(6)?), true),
            _ => {
                let (mut outline, middle) = self.arc(at(18)?, at(14)?, at(10)?, at(6)?);
                match kind {
                    0x0830 => outline.push(Segment::Close),
                    0x081A => outline.extend([Segment::Line(middle), Segment::Close]),
                    _ => {}
                }
                self.draw(&outline, kind != 0x0817)
            }
        })
    }

    fn short_text(&mut self, kind: u16, record: Record<'_>) -> Option<Result<(), PictureFault>> {
        let font = &self.state.font;
        let text =
            |at: usize, count: usize| Some(decoded(record.slice(at, count)?, font.charset, &font.family));
        let output = if kind == 0x0521 {
            let count = usize::from(record.u16(6)?);
            let at = short_point(record, 8 + count.next_multiple_of(2))?;
            let characters = text(8, count)?.into_iter().map(|(character, _)| character).collect();
            Output { at, characters, ..Output::default() }
        } else {
            let (count, options) = (usize::from(record.u16(10)?), u32::from(record.u16(12)?));
            let framed = options & 6 != 0;
            let place = if framed { 22 } else { 14 };
            let corner = |at: usize| Some((f32::from(record.i16(at)?), f32::from(record.i16(at + 2)?)));
            let frame = if framed { Some((corner(14)?, corner(18)?)) } else { None };
            let (characters, lengths): (Vec<char>, Vec<usize>) = text(place, count)?.into_iter().unzip();
            let spread = place + count.next_multiple_of(2);
            let mut unit = 0;
            let advance = |length: &usize| {
                let units = unit..unit + length;
                unit += length;
                units.map(|unit| record.i16(spread + unit * 2).map(f32::from)).sum::<Option<f32>>()
            };
            let advances: Option<Vec<f32>> = lengths.iter().map(advance).collect();
            let at = short_point(record, 6)?;
            Output { at, options, frame, characters, advances: advances.unwrap_or_default() }
        };
        Some(self.write(output))
    }

    /// A rectangle filled by an operation without a source.
    fn filled(&mut self, record: Record<'_>) -> Option<Result<(), PictureFault>> {
        let (to, size) = (short_point(record, 14)?, short_point(record, 10)?);
        let operation = record.u32(6)?;
        Some(self.bitmap(None, Placing { to: (to, size), from: (to, size), operation }))
    }

    fn short_blit(
        &mut self,
        kind: u16,
        record: Record<'_>,
        budget: &mut PixelBudget,
    ) -> Option<Result<(), PictureFault>> {
        let at = |place: usize| short_point(record, place);
        let operation = record.u32(6)?;
        // Place of the bitmap; source place and size; target place and size.
        let (bitmap, from, to) = match kind {
            0x0940 => (22, (at(10)?, at(14)?), (at(18)?, at(14)?)),
            0x0B41 => (26, (at(14)?, at(10)?), (at(22)?, at(18)?)),
            0x0F43 => (28, (at(16)?, at(12)?), (at(24)?, at(20)?)),
            _ => (24, (at(14)?, at(18)?), (at(22)?, at(18)?)),
        };
        let bytes = record.0.get(bitmap..).filter(|bytes| bytes.len() > 12);
        let Some(bytes) = bytes else {
            return Some(self.bitmap(None, Placing { to, from, operation }));
        };
        let (head, bits) = bytes.split_at_checked(bitmap::head_length(bytes)?)?;
        let raster = match bitmap::decode(head, bits, budget) {
            Ok(raster) => raster,
            Err(PictureFault::TooLarge) => return Some(Err(PictureFault::TooLarge)),
            Err(_) => {
                self.incomplete = true;
                return None;
            }
        };
        let operation = if kind == 0x0D33 { bitmap::SOURCE_COPY } else { operation };
        let mut from = from;
        if matches!(kind, 0x0F43 | 0x0D33) {
            // Counted from the lower edge.
            from.0.1 = (raster.height as f32 - from.0.1 - from.1.1).max(0.0);
        }
        Some(self.bitmap(Some(raster), Placing { to, from, operation }))
    }
}
