//! Bytes of an EMF+ record, read one after another.

use crate::graphics::drawing::{DrawingPoint, Matrix};

/// Bytes not read yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a>(pub &'a [u8]);

/// A colour and how much of it is seen, 255 for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tint {
    /// Colour, sRGB.
    pub colour: [u8; 3],
    /// Opacity.
    pub opacity: u8,
}

impl Tint {
    /// What is seen of it on white.
    pub(super) fn on_white(self) -> [u8; 3] {
        let opacity = u32::from(self.opacity);
        self.colour.map(|part| ((u32::from(part) * opacity + 255 * (255 - opacity) + 127) / 255) as u8)
    }
}

/// A colour as EMF+ stores it: blue, green, red, opacity ([MS-EMFPLUS] 2.2.2.1).
pub(super) fn tint([blue, green, red, opacity]: [u8; 4]) -> Tint {
    Tint { colour: [red, green, blue], opacity }
}

/// How points are stored ([MS-EMFPLUS] 2.2.1.6): two bytes a number, differences from the point before, or
/// four bytes a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlusPoints {
    Short,
    Relative,
    Long,
}

impl PlusPoints {
    /// By the flags of a record or of a path.
    pub(super) fn of(flags: u32) -> Self {
        match flags {
            _ if flags & 0x0800 != 0 => Self::Relative,
            _ if flags & 0x4000 != 0 => Self::Short,
            _ => Self::Long,
        }
    }
}

impl<'a> Cursor<'a> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*head)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn count(&mut self) -> Option<usize> {
        self.u32().map(|number| number as usize)
    }

    pub(super) fn i32(&mut self) -> Option<i32> {
        self.array().map(i32::from_le_bytes)
    }

    pub(super) fn f32(&mut self) -> Option<f32> {
        self.array().map(f32::from_le_bytes).filter(|number| number.is_finite())
    }

    pub(super) fn tint(&mut self) -> Option<Tint> {
        self.array().map(tint)
    }

    pub(super) fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(head)
    }

    pub(super) fn matrix(&mut self) -> Option<Matrix> {
        let mut numbers = [0.0; 6];
        for number in &mut numbers {
            *number = self.f32()?;
        }
        Some(Matrix(numbers))
    }

    /// As many numbers as there are, of a list with its count before it.
    pub(super) fn numbers(&mut self) -> Option<Vec<f32>> {
        let count = self.count()?.min(self.0.len() / 4);
        (0..count).map(|_| self.f32()).collect()
    }

    /// A list of colours with its count before it.
    pub(super) fn tints(&mut self, count: usize) -> Option<Vec<Tint>> {
        (0..count.min(self.0.len() / 4)).map(|_| self.tint()).collect()
    }

    fn short(&mut self) -> Option<f32> {
        self.array().map(i16::from_le_bytes).map(f32::from)
    }

    /// A difference of seven or fifteen bits ([MS-EMFPLUS] 2.2.2.21, 2.2.2.22).
    fn difference(&mut self) -> Option<f32> {
        let [first] = self.array()?;
        if first & 0x80 == 0 {
            return Some(f32::from((first << 1).cast_signed() >> 1));
        }
        let [second] = self.array()?;
        let bits = u16::from_be_bytes([first, second]) << 1;
        Some(f32::from(bits.cast_signed() >> 1))
    }

    pub(super) fn point(&mut self, form: PlusPoints) -> Option<DrawingPoint> {
        Some(match form {
            PlusPoints::Short => (self.short()?, self.short()?),
            PlusPoints::Relative => (self.difference()?, self.difference()?),
            PlusPoints::Long => (self.f32()?, self.f32()?),
        })
    }

    /// As many points as there are.
    pub(super) fn points(&mut self, count: usize, form: PlusPoints) -> Option<Vec<DrawingPoint>> {
        let least = if form == PlusPoints::Long { 8 } else { 2 };
        let mut points: Vec<DrawingPoint> = Vec::with_capacity(count.min(self.0.len() / least));
        for _ in 0..count.min(self.0.len() / least) {
            let (x, y) = self.point(form)?;
            let before = points.last().filter(|_| form == PlusPoints::Relative);
            points.push(before.map_or((x, y), |before| (before.0 + x, before.1 + y)));
        }
        Some(points)
    }

    /// A rectangle: its place and size.
    pub(super) fn rectangle(&mut self, short: bool) -> Option<(DrawingPoint, DrawingPoint)> {
        let form = if short { PlusPoints::Short } else { PlusPoints::Long };
        Some((self.point(form)?, self.point(form)?))
    }

    /// Letters of two bytes.
    pub(super) fn letters(&mut self, count: usize) -> Option<Vec<u16>> {
        let bytes = self.bytes(count.checked_mul(2)?)?;
        Some(bytes.as_chunks().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect())
    }
}
