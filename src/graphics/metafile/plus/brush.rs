//! Brushes of EMF+ ([MS-EMFPLUS] 2.2.1.1): what areas are filled with.

use super::cursor::{Cursor, PlusPoints, Tint};
use super::image::PlusImage;
use super::objects::path;
use crate::graphics::drawing::{DrawingPoint, Matrix};
use crate::graphics::gradient::{GradientForm, Spread, Stop};
use crate::graphics::metafile::canvas::bounds;
use crate::graphics::{PixelBudget, Raster};

/// What an area is filled with.
#[derive(Debug, Clone)]
pub(super) enum Paint {
    Colour(Tint),
    /// A style of lines, of a colour, on another.
    Hatch(u32, Tint, Tint),
    ColourRun(ColourRun),
    /// A picture again and again; from its pixels to the world.
    Texture(Raster, Matrix),
}

/// Colours that run into one another.
#[derive(Debug, Clone)]
pub(super) struct ColourRun {
    pub form: GradientForm,
    /// From its own space to the world.
    pub matrix: Matrix,
    pub stops: Vec<Stop>,
    pub spread: Spread,
}

/// What follows in the data of a brush ([MS-EMFPLUS] 2.1.2.1).
const PATH: u32 = 1;
const TRANSFORM: u32 = 2;
const PRESET: u32 = 4;
const BLEND: u32 = 8;

impl Paint {
    /// Reads a brush.
    pub(super) fn read(cursor: &mut Cursor<'_>, depth: usize, budget: &mut PixelBudget) -> Option<Self> {
        let (_, kind) = (cursor.u32()?, cursor.u32()?);
        match kind {
            0 => Some(Self::Colour(cursor.tint()?)),
            1 => Some(Self::Hatch(cursor.u32()?, cursor.tint()?, cursor.tint()?)),
            2 => {
                let (flags, _) = (cursor.u32()?, cursor.i32()?);
                let matrix = if flags & TRANSFORM != 0 { cursor.matrix()? } else { Matrix::IDENTITY };
                match PlusImage::read(cursor, depth, budget)? {
                    PlusImage::Raster(raster) => Some(Self::Texture(raster, matrix)),
                    PlusImage::Drawing(_) => None,
                }
            }
            3 => round(cursor).map(Self::ColourRun),
            4 => straight(cursor).map(Self::ColourRun),
            _ => None,
        }
    }

    /// Its one colour, where only one can be shown.
    pub(super) fn tint(&self) -> Tint {
        let opaque = |colour: [u8; 3]| Tint { colour, opacity: 255 };
        match self {
            Self::Colour(tint) | Self::Hatch(_, tint, _) => *tint,
            Self::ColourRun(run) => opaque(run.stops.first().map_or([0; 3], |(_, colour)| *colour)),
            Self::Texture(raster, _) => opaque(super::super::bitmap::mean(raster)),
        }
    }
}

fn spread(wrap: i32) -> Spread {
    match wrap {
        0 => Spread::Repeat,
        1..=3 => Spread::Reflect,
        _ => Spread::Pad,
    }
}

/// From one colour to another across a rectangle ([MS-EMFPLUS] 2.2.2.24).
fn straight(cursor: &mut Cursor<'_>) -> Option<ColourRun> {
    let (flags, wrap) = (cursor.u32()?, cursor.i32()?);
    let ((x, y), (wide, _)) = cursor.rectangle(false)?;
    let (first, last) = (cursor.tint()?, cursor.tint()?);
    cursor.bytes(8)?;
    let matrix = if flags & TRANSFORM != 0 { cursor.matrix()? } else { Matrix::IDENTITY };
    let stops = stops(cursor, flags, first, last)?;
    Some(ColourRun { form: GradientForm::Linear((x, y), (x + wide, y)), matrix, stops, spread: spread(wrap) })
}

/// From a middle to an outline ([MS-EMFPLUS] 2.2.2.29), as if that were the ellipse round it.
fn round(cursor: &mut Cursor<'_>) -> Option<ColourRun> {
    let (flags, _) = (cursor.u32()?, cursor.i32()?);
    let (middle, centre) = (cursor.tint()?, cursor.point(PlusPoints::Long)?);
    let count = cursor.count()?;
    let around = cursor.tints(count)?;
    let ((left, top), (right, bottom)) = boundary(cursor, flags)?;
    let transform = if flags & TRANSFORM != 0 { cursor.matrix()? } else { Matrix::IDENTITY };
    let edge = *around.first()?;
    // Its places count from the outline to the middle.
    let from_edge = stops(cursor, flags, edge, middle)?;
    let stops = from_edge.into_iter().rev().map(|(at, colour)| (1.0 - at, colour)).collect();
    let (across, down) = ((right - left) / 2.0, (bottom - top) / 2.0);
    if across <= 0.0 || down <= 0.0 {
        return None;
    }
    let ellipse = Matrix([across, 0.0, 0.0, down, left + across, top + down]);
    let focus = ((centre.0 - left) / across - 1.0, (centre.1 - top) / down - 1.0);
    // A focus on the edge has no run to one side.
    let far = (focus.0.hypot(focus.1) / 0.95).max(1.0);
    let form = GradientForm::Radial((focus.0 / far, focus.1 / far), (0.0, 0.0), 1.0);
    Some(ColourRun { form, matrix: transform.after(ellipse), stops, spread: Spread::Pad })
}

fn boundary(cursor: &mut Cursor<'_>, flags: u32) -> Option<(DrawingPoint, DrawingPoint)> {
    let count = cursor.count()?;
    if flags & PATH != 0 {
        return bounds(&path(&mut Cursor(cursor.bytes(count)?))?.outline);
    }
    let points = cursor.points(count, PlusPoints::Long)?;
    bounds(&points.into_iter().map(crate::graphics::drawing::Segment::Line).collect::<Vec<_>>())
}

/// The colours of a run: given one by one, or mixed of two by given shares.
fn stops(cursor: &mut Cursor<'_>, flags: u32, first: Tint, last: Tint) -> Option<Vec<Stop>> {
    if flags & PRESET != 0 {
        let places = cursor.numbers()?;
        let tints = cursor.tints(places.len())?;
        return Some(places.into_iter().zip(tints.into_iter().map(Tint::on_white)).collect());
    }
    let (first, last) = (first.on_white(), last.on_white());
    if flags & BLEND == 0 {
        return Some(vec![(0.0, first), (1.0, last)]);
    }
    let places = cursor.numbers()?;
    let mixed = |share: f32| {
        let mut colour = first;
        for (part, other) in colour.iter_mut().zip(last) {
            *part =
                (f32::from(*part) + (f32::from(other) - f32::from(*part)) * share).clamp(0.0, 255.0) as u8;
        }
        colour
    };
    places.into_iter().map(|place| Some((place, mixed(cursor.f32()?)))).collect()
}
