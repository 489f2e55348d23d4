//! EMF+ records inside an EMF ([MS-EMFPLUS]): what GDI+ programs draw, with their own objects and state.
//!
//! In: the comments of an EMF. Out: what they draw, on its canvas. Never: an object trusted for more than it
//! holds, a picture inside a picture without bound.

mod areas;
mod brush;
mod cursor;
mod image;
mod objects;
mod pen;
mod shapes;
mod words;

use std::rc::Rc;

use super::Record;
use super::canvas::Canvas;
use super::state::State;
use crate::graphics::drawing::{FillRule, Matrix, rectangle, transformed};
use crate::graphics::{PictureFault, PixelBudget};
use areas::{clip_region, combine};
use brush::Paint;
use cursor::{Cursor, tint};
use objects::{PlusObject, object};

/// Deepest nesting of regions and of metafiles in metafiles.
pub(super) const NESTED: usize = 16;

/// What of a metafile is EMF+.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// Nothing.
    Absent,
    /// All of it; other records draw where EMF+ says so.
    Alone,
    /// All of it, and the other records draw all of it too.
    Beside,
}

/// EMF+ records of a comment.
pub(super) fn records(kind: u32, record: Record<'_>) -> Option<&[u8]> {
    let length = record.place(8).filter(|_| kind == 70 && record.0.get(12..16) == Some(b"EMF+"))?;
    record.0.get(16..length.checked_add(12)?.min(record.0.len()))
}

/// What a header record among EMF+ records says ([MS-EMFPLUS] 2.3.3.3).
pub(super) fn presence(records: &[u8]) -> Presence {
    let header = Record(records);
    match (header.u16(0), header.u16(2)) {
        (Some(0x4001), Some(flags)) if flags & 1 == 1 => Presence::Beside,
        _ => Presence::Alone,
    }
}

/// Plays EMF+ records one comment after another.
#[derive(Debug)]
pub(super) struct PlusPlayer {
    objects: Vec<Option<Rc<PlusObject>>>,
    /// The bytes of an object that come in several records.
    pending: Vec<u8>,
    state: PlusState,
    saved: Vec<(u32, PlusState)>,
    /// What the canvas draws by while these records play.
    device: State,
    /// Dots of the device in an inch.
    resolution: f32,
    /// Other records draw, up to the next one of EMF+.
    pub hands_over: bool,
    /// How many metafiles deep another may still be.
    depth: usize,
}

/// What is saved and restored besides the clips.
#[derive(Debug, Clone)]
struct PlusState {
    world: Matrix,
    /// From the page of a container to the device.
    base: Matrix,
    unit: u32,
    scale: f32,
    clips: Vec<super::state::Clip>,
}

/// Most states that are saved.
const SAVED: usize = 1_000;

impl PlusPlayer {
    /// A player of a metafile that lies so deep in others.
    pub(super) fn new(depth: usize) -> Self {
        let state = PlusState {
            world: Matrix::IDENTITY,
            base: Matrix::IDENTITY,
            unit: 1,
            scale: 1.0,
            clips: Vec::new(),
        };
        Self {
            objects: Vec::new(),
            pending: Vec::new(),
            state,
            saved: Vec::new(),
            device: State::default(),
            resolution: 96.0,
            hands_over: false,
            depth,
        }
    }

    /// Plays the records of a comment.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn play(
        &mut self,
        canvas: &mut Canvas,
        mut rest: &[u8],
        budget: &mut PixelBudget,
    ) -> Result<(), PictureFault> {
        std::mem::swap(&mut canvas.state, &mut self.device);
        let mut played = Ok(());
        while played.is_ok() {
            let record = Record(rest);
            let (Some(kind), Some(flags)) = (record.u16(0), record.u16(2)) else { break };
            let (Some(size), Some(length)) = (record.place(4), record.place(8)) else { break };
            let data = rest.get(12..).unwrap_or_default();
            let data = data.get(..length).unwrap_or(data);
            played = self.record(canvas, kind, u32::from(flags), data, budget);
            rest = rest.get(size.max(12)..).unwrap_or_default();
        }
        std::mem::swap(&mut canvas.state, &mut self.device);
        played
    }

    fn record(
        &mut self,
        canvas: &mut Canvas,
        kind: u16,
        flags: u32,
        data: &[u8],
        budget: &mut PixelBudget,
    ) -> Result<(), PictureFault> {
        self.hands_over = kind == 0x4004;
        let mut cursor = Cursor(data);
        let drawn = match kind {
            0x4001 => {
                let resolution = Record(data).u32(8).filter(|dots| (1..=100_000).contains(dots));
                self.resolution = resolution.unwrap_or(96) as f32;
                return Ok(());
            }
            0x4008 => {
                canvas.incomplete |= self.define(flags, data, budget).is_none();
                return Ok(());
            }
            0x4009..=0x4019 | 0x4037 => self.shape(canvas, kind, flags, &mut cursor, budget),
            0x401A | 0x401B => self.image(canvas, kind, flags, &mut cursor, budget),
            0x401C | 0x4036 => self.write(canvas, kind, flags, &mut cursor),
            0x4025..=0x4035 => {
                // A state that is cut short changes nothing.
                let _ = self.set(canvas, kind, flags, &mut cursor);
                return Ok(());
            }
            // How exactly things are drawn; comments and the end.
            _ => return Ok(()),
        };
        drawn.unwrap_or_else(|| {
            canvas.incomplete = true;
            Ok(())
        })
    }

    /// Takes an object into the table; one that is not understood leaves its place empty.
    fn define(&mut self, flags: u32, data: &[u8], budget: &mut PixelBudget) -> Option<()> {
        let (kind, place) = (flags >> 8 & 0x7F, (flags & 0xFF) as usize);
        let whole = if flags & 0x8000 != 0 || !self.pending.is_empty() {
            let part = if flags & 0x8000 != 0 { data.get(4..)? } else { data };
            self.pending.extend(part);
            let total = Record(data).place(0).filter(|_| flags & 0x8000 != 0);
            if total.is_some_and(|total| self.pending.len() < total) {
                return Some(());
            }
            std::mem::take(&mut self.pending)
        } else {
            data.to_vec()
        };
        if self.objects.len() <= place {
            self.objects.resize(place + 1, None);
        }
        let made = object(kind, &whole, self.depth, budget).map(Rc::new);
        let understood = made.is_some();
        *self.objects.get_mut(place)? = made;
        understood.then_some(())
    }

    fn object(&self, place: u32) -> Option<Rc<PlusObject>> {
        self.objects.get(place as usize)?.clone()
    }

    /// The brush that a record names, or its one colour.
    fn brush(&self, flags: u32, named: u32) -> Option<Paint> {
        if flags & 0x8000 != 0 {
            return Some(Paint::Colour(tint(named.to_le_bytes())));
        }
        match &*self.object(named)? {
            PlusObject::Brush(paint) => Some(paint.clone()),
            _ => None,
        }
    }

    /// Dots of the device in a unit ([MS-EMFPLUS] 2.1.1.33).
    fn dots(&self, unit: u32) -> f32 {
        match unit {
            3 => self.resolution / 72.0,
            4 => self.resolution,
            5 => self.resolution / 300.0,
            6 => self.resolution / 25.4,
            _ => 1.0,
        }
    }

    /// Dots of the device in a unit of the page.
    fn page(&self) -> f32 {
        self.dots(self.state.unit) * self.state.scale
    }

    /// From the world to the drawing.
    fn matrix(&self, canvas: &Canvas) -> Matrix {
        let page = self.page();
        let page = Matrix([page, 0.0, 0.0, page, 0.0, 0.0]);
        canvas.device.matrix.after(self.state.base).after(page).after(self.state.world)
    }

    /// Takes in a record of the state.
    fn set(&mut self, canvas: &mut Canvas, kind: u16, flags: u32, cursor: &mut Cursor<'_>) -> Option<()> {
        match kind {
            0x4025 => self.save(canvas, cursor.u32()?),
            0x4026 | 0x4029 => self.restore(canvas, cursor.u32()?)?,
            0x4027 => {
                let (to, from) = (cursor.rectangle(false)?, cursor.rectangle(false)?);
                // Inside it, places are dots.
                let unit = self.dots(flags & 0xFF);
                self.save(canvas, cursor.u32()?);
                let share = |to: f32, from: f32| if from == 0.0 { 1.0 } else { to / (from * unit) };
                let (sx, sy) = (share(to.1.0, from.1.0), share(to.1.1, from.1.1));
                let place =
                    Matrix([sx, 0.0, 0.0, sy, to.0.0 - from.0.0 * unit * sx, to.0.1 - from.0.1 * unit * sy]);
                self.contain(place);
            }
            0x4028 => {
                self.save(canvas, cursor.u32()?);
                self.contain(Matrix::IDENTITY);
            }
            0x402A..=0x402F => self.turn(kind, flags, cursor)?,
            0x4030 => (self.state.unit, self.state.scale) = (flags & 0xFF, cursor.f32()?),
            0x4031 => canvas.state.clips.clear(),
            _ => self.bound(canvas, kind, flags, cursor)?,
        }
        Some(())
    }

    /// Begins a space of its own, placed in the world as it is.
    fn contain(&mut self, place: Matrix) {
        let page = self.page();
        let page = Matrix([page, 0.0, 0.0, page, 0.0, 0.0]);
        let state = &mut self.state;
        state.base = state.base.after(page).after(state.world).after(place);
        (state.world, state.unit, state.scale) = (Matrix::IDENTITY, 1, 1.0);
    }

    fn save(&mut self, canvas: &Canvas, number: u32) {
        if self.saved.len() < SAVED {
            let clips = canvas.state.clips.clone();
            self.saved.push((number, PlusState { clips, ..self.state.clone() }));
        }
    }

    fn restore(&mut self, canvas: &mut Canvas, number: u32) -> Option<()> {
        let place = self.saved.iter().rposition(|(saved, _)| *saved == number)?;
        let (_, mut state) = self.saved.drain(place..).next()?;
        canvas.state.clips = std::mem::take(&mut state.clips);
        self.state = state;
        Some(())
    }

    /// Changes the world, before what it does already or after.
    fn turn(&mut self, kind: u16, flags: u32, cursor: &mut Cursor<'_>) -> Option<()> {
        let world = self.state.world;
        let change = match kind {
            0x402B => {
                self.state.world = Matrix::IDENTITY;
                return Some(());
            }
            0x402A | 0x402C => cursor.matrix()?,
            0x402D => Matrix([1.0, 0.0, 0.0, 1.0, cursor.f32()?, cursor.f32()?]),
            0x402E => Matrix([cursor.f32()?, 0.0, 0.0, cursor.f32()?, 0.0, 0.0]),
            _ => {
                let (sine, cosine) = cursor.f32()?.to_radians().sin_cos();
                Matrix([cosine, sine, -sine, cosine, 0.0, 0.0])
            }
        };
        self.state.world = match kind {
            0x402A => change,
            _ if flags & 0x2000 != 0 => change.after(world),
            _ => world.after(change),
        };
        Some(())
    }

    /// Takes in a record that bounds what is painted.
    fn bound(&mut self, canvas: &mut Canvas, kind: u16, flags: u32, cursor: &mut Cursor<'_>) -> Option<()> {
        let (matrix, mode) = (self.matrix(canvas), flags >> 8 & 0xF);
        match kind {
            0x4032 => {
                let ((x, y), (wide, high)) = cursor.rectangle(false)?;
                let outline = transformed(&rectangle((x, y), (x + wide, y + high)), matrix);
                combine(canvas, outline, FillRule::NonZero, mode);
            }
            0x4035 => {
                let (x, y) = (cursor.f32()?, cursor.f32()?);
                let [a, b, c, d, ..] = matrix.0;
                let shift = Matrix([1.0, 0.0, 0.0, 1.0, a * x + c * y, b * x + d * y]);
                for (outline, _) in &mut canvas.state.clips {
                    *outline = transformed(outline, shift);
                }
            }
            _ => match &*self.object(flags & 0xFF)? {
                PlusObject::Path(path) => {
                    combine(canvas, transformed(&path.outline, matrix), path.rule, mode);
                }
                PlusObject::Region(region) => {
                    if mode == 0 {
                        canvas.state.clips.clear();
                    }
                    clip_region(canvas, region, matrix, if mode == 4 { 4 } else { 1 });
                }
                _ => {}
            },
        }
        Some(())
    }
}
