//! Enhanced metafiles ([MS-EMF]): header, objects, state. What draws is in `emf_records`.

use super::Record;
use super::bitmap;
use super::canvas::{Canvas, DeviceSpace};
use super::plus::{self, PlusPlayer, Presence};
use super::state::{Brush, MetafileFont, Pen, Tool};
use crate::graphics::drawing::{FillRule, Matrix, Outline, Segment, transformed};
use crate::graphics::{Drawing, PictureFault, PixelBudget};
use crate::limits;

/// Dashes and gaps of a pen that are read at most, as many as Windows takes.
const DASHES: usize = 16;

/// Whether the bytes are those of an EMF.
pub(in crate::graphics) fn is_emf(bytes: &[u8]) -> bool {
    bytes.starts_with(&[1, 0, 0, 0]) && bytes.get(40..44) == Some(b" EMF")
}

/// Plays an EMF inside which so many others may lie one in another.
///
/// # Errors
/// Why it cannot be drawn.
pub(super) fn play(bytes: &[u8], depth: usize, budget: &mut PixelBudget) -> Result<Drawing, PictureFault> {
    let mut presence = Presence::Absent;
    for (kind, record) in Records(bytes) {
        if let Some(found) = plus::records(kind, record) {
            presence = plus::presence(found);
            break;
        }
    }
    let alone = |budget: &mut PixelBudget| played(bytes, Some(PlusPlayer::new(depth)), budget);
    match presence {
        Presence::Absent => played(bytes, None, budget),
        Presence::Alone => alone(budget),
        Presence::Beside => match played(bytes, None, budget) {
            Ok(drawing) if drawing.whole => Ok(drawing),
            other => alone(budget).ok().filter(|drawing| drawing.whole).map_or(other, Ok),
        },
    }
}

/// The records of an EMF up to its end: the kind of each, and its bytes.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u32, Record<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let record = Record(self.0);
        let (kind, length) = (record.u32(0)?, record.place(4)?);
        let (body, rest) = self.0.split_at_checked(length).filter(|_| length >= 8 && kind != 14)?;
        self.0 = rest;
        Some((kind, Record(body)))
    }
}

/// Plays the records: by those of EMF+ where there is a player of them, else by the others.
fn played(
    bytes: &[u8],
    mut player: Option<PlusPlayer>,
    budget: &mut PixelBudget,
) -> Result<Drawing, PictureFault> {
    let (device, size) = device(Record(bytes)).ok_or(PictureFault::Damaged)?;
    let mut canvas = Canvas::of(device);
    for (kind, record) in Records(bytes) {
        if let (Some(player), Some(found)) = (&mut player, plus::records(kind, record)) {
            player.play(&mut canvas, found, budget)?;
            continue;
        }
        // What a record lacks is not drawn; those after it are.
        let draws = player.as_ref().is_none_or(|player| player.hands_over);
        if !canvas.set(kind, record, budget) && draws {
            canvas.draw_record(kind, record, budget)?;
        }
    }
    canvas.finish(size.0, size.1)
}

/// The device of an EMF, and the size of its frame on it ([MS-EMF] 2.2.9).
fn device(header: Record<'_>) -> Option<(DeviceSpace, (f32, f32))> {
    let frame = [24, 28, 32, 36].map(|at| header.i32(at).unwrap_or(0) as f32);
    let bounds = [8, 12, 16, 20].map(|at| header.i32(at).unwrap_or(0) as f32);
    let dots = (header.i32(72)? as f32, header.i32(76)? as f32);
    let millimetres = (header.i32(80)? as f32, header.i32(84)? as f32);
    let share = |dots: f32, length: f32| if dots > 0.0 && length > 0.0 { dots / length } else { 96.0 / 25.4 };
    let millimetre = (share(dots.0, millimetres.0), share(dots.1, millimetres.1));
    let [left, top, right, bottom] = frame;
    // The frame is in hundredths of a millimetre; without one, the bounds are in dots.
    let (origin, size) = if right > left && bottom > top {
        let dots = |x: f32, y: f32| (x / 100.0 * millimetre.0, y / 100.0 * millimetre.1);
        (dots(left, top), dots(right - left, bottom - top))
    } else {
        let [left, top, right, bottom] = bounds;
        ((left, top), (right - left + 1.0, bottom - top + 1.0))
    };
    let matrix = Matrix([1.0, 0.0, 0.0, 1.0, -origin.0, -origin.1]);
    Some((DeviceSpace { matrix, millimetre }, size))
}

fn matrix(record: Record<'_>, at: usize) -> Option<Matrix> {
    let mut numbers = [0.0; 6];
    for (place, number) in numbers.iter_mut().enumerate() {
        *number = record.f32(at + place * 4)?;
    }
    Some(Matrix(numbers))
}

impl Canvas {
    /// Takes in a record of state or objects; says whether it was one.
    fn set(&mut self, kind: u32, record: Record<'_>, budget: &mut PixelBudget) -> bool {
        match kind {
            9..=12 | 17 | 31 | 32 | 35 | 36 => drop(self.map(kind, record)),
            18 => self.state.opaque = record.u32(8) == Some(2),
            19 => {
                self.state.rule =
                    if record.u32(8) == Some(2) { FillRule::NonZero } else { FillRule::EvenOdd };
            }
            20 => self.state.operation = record.u32(8).unwrap_or(13),
            22 => self.state.align = record.u32(8).unwrap_or(0),
            24 => self.state.text_colour = record.colour(8).unwrap_or_default(),
            25 => self.state.background = record.colour(8).unwrap_or([255; 3]),
            27 => {
                self.state.position = record.point(8).unwrap_or_default();
                let to = self.matrix().apply(self.state.position);
                self.path.iter_mut().for_each(|path| path.push(Segment::Move(to)));
            }
            57 => self.state.clockwise = record.u32(8) == Some(2),
            33 => self.save(),
            34 => self.restore(record.i32(8).unwrap_or(-1)),
            37..=40 | 82 | 93..=95 => drop(self.object(kind, record, budget)),
            29 | 30 | 67 | 75 => drop(self.bound(kind, record)),
            _ => return false,
        }
        true
    }

    fn map(&mut self, kind: u32, record: Record<'_>) -> Option<()> {
        let state = &mut self.state;
        let pair = || record.point(8);
        let scaled = |(x, y): (f32, f32)| {
            let ratio = |over: usize, under: usize| {
                Some(record.i32(over)? as f32 / record.i32(under).filter(|number| *number != 0)? as f32)
            };
            Some((x * ratio(8, 12)?, y * ratio(16, 20)?))
        };
        match kind {
            9 => state.window.1 = pair()?,
            10 => state.window.0 = pair()?,
            11 => state.viewport.1 = pair()?,
            12 => state.viewport.0 = pair()?,
            17 => state.map_mode = record.u32(8)?,
            31 => state.viewport.1 = scaled(state.viewport.1)?,
            32 => state.window.1 = scaled(state.window.1)?,
            35 => state.world = matrix(record, 8)?,
            _ => {
                let given = matrix(record, 8)?;
                state.world = match record.u32(32)? {
                    1 => Matrix::IDENTITY,
                    2 => state.world.after(given),
                    3 => given.after(state.world),
                    _ => given,
                };
            }
        }
        Some(())
    }

    fn object(&mut self, kind: u32, record: Record<'_>, budget: &mut PixelBudget) -> Option<()> {
        let number = record.u32(8)?;
        let tool = match kind {
            37 => {
                let tool = match number.checked_sub(0x8000_0000) {
                    Some(stock) => stock_tool(stock),
                    None => self.tools.get(number as usize).cloned().flatten(),
                };
                self.select(tool);
                return Some(());
            }
            40 => {
                *self.tools.get_mut(number as usize)? = None;
                return Some(());
            }
            38 => Tool::Pen(Pen::new(record.u32(12)?, record.i32(16)? as f32, record.colour(24)?)),
            39 => Tool::Brush(brush(record.u32(12)?, record.colour(16)?, record.u32(20)?)),
            82 => Tool::Font(font(record)?),
            95 => {
                // [MS-EMF] 2.2.20; bit 16 tells widths of the drawing from those of the device.
                let style = record.u32(28)?;
                let colour = record.colour(40)?;
                let mut pen = Pen::new(style, record.u32(32)? as f32, colour);
                if style & 0xF == 7 && pen.width > 0.0 {
                    // Dashes of the drawing's own.
                    let lengths = (0..record.place(48)?.min(DASHES)).map(|at| record.u32(52 + at * 4));
                    pen.dashes = lengths.map_while(|length| Some(length? as f32 / pen.width)).collect();
                }
                Tool::Pen(Pen { cosmetic: style & 0x1_0000 == 0, ..pen })
            }
            _ => {
                let part = |at: usize| record.slice(record.place(at)?, record.place(at + 4)?);
                let raster = bitmap::decode(part(16)?, part(24)?, budget).ok();
                let colour = raster.map_or([128; 3], |raster| bitmap::mean(&raster));
                Tool::Brush(Brush::Solid(colour))
            }
        };
        let place = number as usize;
        if place >= limits::METAFILE_OBJECTS {
            return None;
        }
        if self.tools.len() <= place {
            self.tools.resize(place + 1, None);
        }
        *self.tools.get_mut(place)? = Some(tool);
        Some(())
    }

    /// Takes in a record that bounds what is painted.
    fn bound(&mut self, kind: u32, record: Record<'_>) -> Option<()> {
        match kind {
            29 => {
                let outline = self.rectangle(record.point(8)?, record.point(16)?);
                self.clip_out(outline);
            }
            30 => {
                let outline = self.rectangle(record.point(8)?, record.point(16)?);
                self.clip(outline, FillRule::NonZero, 1);
            }
            67 => {
                let outline = std::mem::take(&mut self.made);
                self.clip(outline, self.state.rule, record.u32(8)?);
            }
            _ => {
                let (size, mode) = (record.place(8)?, record.u32(12)?);
                if size == 0 {
                    self.state.clips.clear();
                    return Some(());
                }
                let outline = transformed(&region(Record(record.slice(16, size)?))?, self.device.matrix);
                if mode == 4 {
                    self.clip_out(outline);
                } else {
                    self.clip(outline, FillRule::NonZero, mode);
                }
            }
        }
        Some(())
    }
}

/// The rectangles of a region, places of the device ([MS-EMF] 2.2.24).
pub(super) fn region(data: Record<'_>) -> Option<Outline> {
    let count = data.place(8)?.min(data.0.len() / 16);
    let mut outline = Outline::new();
    for at in (0..count).map(|index| 32 + index * 16) {
        outline.extend(crate::graphics::drawing::rectangle(data.point(at)?, data.point(at + 8)?));
    }
    Some(outline)
}

/// A brush by its style ([MS-WMF] 2.1.1.4).
pub(super) fn brush(style: u32, colour: [u8; 3], hatch: u32) -> Brush {
    match style {
        0 => Brush::Solid(colour),
        2 if hatch <= 5 => Brush::Hatched(hatch, colour),
        1 => Brush::Hollow,
        _ => Brush::Solid(colour),
    }
}

/// A font ([MS-WMF] 2.2.1.2, in wide characters: [MS-EMF] 2.2.13).
fn font(record: Record<'_>) -> Option<MetafileFont> {
    let name = record.0.get(40..record.0.len().min(104))?;
    let units = name.chunks_exact(2).filter_map(|pair| pair.first_chunk().copied().map(u16::from_le_bytes));
    let family: String = char::decode_utf16(units.take_while(|unit| *unit != 0)).flatten().collect();
    Some(MetafileFont {
        height: record.i32(12)? as f32,
        angle: record.i32(20)? as f32,
        weight: record.u32(28)?,
        italic: *record.0.get(32)? != 0,
        underline: *record.0.get(33)? != 0,
        strike: *record.0.get(34)? != 0,
        charset: *record.0.get(35)?,
        family,
    })
}

/// An object that every device has ([MS-EMF] 2.1.31).
fn stock_tool(number: u32) -> Option<Tool> {
    let grey = |level: u8| Some(Tool::Brush(Brush::Solid([level; 3])));
    match number {
        0 => grey(255),
        1 => grey(192),
        2 => grey(128),
        3 => grey(64),
        4 => grey(0),
        5 => Some(Tool::Brush(Brush::Hollow)),
        6 => Some(Tool::Pen(Pen::new(0, 0.0, [255; 3]))),
        7 | 19 => Some(Tool::Pen(Pen::new(0, 0.0, [0; 3]))),
        8 => Some(Tool::Pen(Pen::new(5, 0.0, [0; 3]))),
        10..=17 => Some(Tool::Font(MetafileFont::default())),
        18 => grey(255),
        _ => None,
    }
}
