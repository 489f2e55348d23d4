//! Shapes and images of EMF+ ([MS-EMFPLUS] 2.3.4).

use super::PlusPlayer;
use super::areas::{clip_region, fill_tint};
use super::cursor::{Cursor, PlusPoints};
use super::image::PlusImage;
use super::objects::PlusObject;
use super::pen::{PlusPen, ends, head};
use crate::graphics::drawing::{
    DrawingItem, DrawingPoint, DrawingStroke, FillRule, Matrix, Outline, Path, Segment, arc, rectangle,
    transformed,
};
use crate::graphics::metafile::canvas::{Canvas, reach};
use crate::graphics::metafile::emf_records::lines;
use crate::graphics::{PictureFault, PixelBudget, Raster, part};

/// What a shape comes to: `None` where its record breaks off or names what is not there.
type ShapeOutcome = Option<Result<(), PictureFault>>;

/// A rectangle: place and size.
type Box2 = (DrawingPoint, DrawingPoint);

impl PlusPlayer {
    /// Draws a shape.
    pub(super) fn shape(
        &self,
        canvas: &mut Canvas,
        kind: u16,
        flags: u32,
        cursor: &mut Cursor<'_>,
        budget: &mut PixelBudget,
    ) -> ShapeOutcome {
        match kind {
            0x4009 => {
                let tint = cursor.tint()?;
                let (far, back) = (1.0e5, self.matrix(canvas).inverse()?);
                let all = transformed(&rectangle((-far, -far), (far, far)), self.matrix(canvas).after(back));
                Some(fill_tint(canvas, all, FillRule::NonZero, tint))
            }
            0x4013 | 0x4014 => self.fill_object(canvas, flags, cursor.u32()?, budget),
            0x4015 => {
                let pen = cursor.u32()?;
                match &*self.object(flags & 0xFF)? {
                    PlusObject::Path(path) => self.stroke(canvas, &path.outline, pen),
                    _ => None,
                }
            }
            0x4037 => {
                let (pen, brush) = (cursor.u32()?, cursor.u32()?);
                if let Err(fault) = self.fill_object(canvas, flags, brush, budget)? {
                    return Some(Err(fault));
                }
                match &*self.object(flags & 0xFF)? {
                    PlusObject::Path(path) => self.stroke(canvas, &path.outline, pen),
                    _ => None,
                }
            }
            // Those of the even half of each pair are filled, but for lists of points.
            0x400A | 0x400C | 0x400E | 0x4010 | 0x4016 => {
                let paint = self.brush(flags, cursor.u32()?)?;
                let outline = transformed(&outline(kind, flags, cursor)?, self.matrix(canvas));
                let winding = kind == 0x400A || kind == 0x4016 && flags & 0x2000 != 0;
                let rule = if winding { FillRule::NonZero } else { FillRule::EvenOdd };
                Some(self.fill(canvas, outline, rule, &paint, budget))
            }
            _ => self.stroke(canvas, &outline(kind, flags, cursor)?, flags & 0xFF),
        }
    }

    /// Fills a path or region of the table.
    fn fill_object(
        &self,
        canvas: &mut Canvas,
        flags: u32,
        brush: u32,
        budget: &mut PixelBudget,
    ) -> ShapeOutcome {
        let paint = self.brush(flags, brush)?;
        let matrix = self.matrix(canvas);
        match &*self.object(flags & 0xFF)? {
            PlusObject::Path(path) => {
                Some(self.fill(canvas, transformed(&path.outline, matrix), path.rule, &paint, budget))
            }
            PlusObject::Region(region) => {
                let clips = canvas.state.clips.clone();
                clip_region(canvas, region, matrix, 1);
                let area = canvas.state.clips.last().and_then(|(outline, _)| reach(outline));
                let filled = area.map(|(low, high)| {
                    self.fill(canvas, rectangle(low, high), FillRule::NonZero, &paint, budget)
                });
                canvas.state.clips = clips;
                filled
            }
            _ => None,
        }
    }

    /// Draws the line along an outline of the world with a pen of the table.
    fn stroke(&self, canvas: &mut Canvas, world: &[Segment], pen: u32) -> ShapeOutcome {
        match &*self.object(pen)? {
            PlusObject::Pen(pen) => Some(self.stroke_with(canvas, world, pen)),
            _ => None,
        }
    }

    fn stroke_with(&self, canvas: &mut Canvas, world: &[Segment], pen: &PlusPen) -> Result<(), PictureFault> {
        let (tint, matrix, dot) = (pen.paint.tint(), self.matrix(canvas), canvas.device.matrix.scale());
        let outline = transformed(world, matrix);
        if tint.opacity == 0 || outline.is_empty() {
            return Ok(());
        }
        let scale = if pen.unit == 0 { matrix.scale() } else { self.dots(pen.unit) * dot };
        let width = if pen.width > 0.0 { pen.width * scale } else { dot };
        let colour = tint.on_white();
        let dashes = pen.dashes.iter().map(|dash| dash * width).collect();
        let heads = if pen.heads == [None; 2] { Vec::new() } else { ends(&outline) };
        let stroke = Some(DrawingStroke { colour, width, cap: pen.cap, join: pen.join, dashes });
        canvas.add(DrawingItem::Path(Path { outline, stroke, ..Path::default() }))?;
        for (arrow, end) in heads.into_iter().flat_map(|both| pen.heads.into_iter().zip(both)) {
            if let Some((arrow, (tip, from))) = arrow.zip(end) {
                let outline = head(tip, from, arrow.width * width, arrow.length * width);
                canvas.add(DrawingItem::Path(Path { outline, fill: Some(colour), ..Path::default() }))?;
            }
        }
        Ok(())
    }

    /// Draws an image, or a part of it, in a rectangle or a parallelogram.
    pub(super) fn image(
        &self,
        canvas: &mut Canvas,
        kind: u16,
        flags: u32,
        cursor: &mut Cursor<'_>,
        budget: &mut PixelBudget,
    ) -> ShapeOutcome {
        // The attributes of the image change colours at most.
        cursor.bytes(8)?;
        let source = cursor.rectangle(false)?;
        let form = PlusPoints::of(flags & if kind == 0x401A { 0x4000 } else { 0x4800 });
        let corners = if kind == 0x401A {
            let ((x, y), (wide, high)) = cursor.rectangle(form == PlusPoints::Short)?;
            [(x, y), (x + wide, y), (x, y + high)]
        } else {
            let count = cursor.count()?;
            *cursor.points(count, form)?.first_chunk()?
        };
        let [origin, right, below] = corners;
        let square = Matrix([
            right.0 - origin.0,
            right.1 - origin.1,
            below.0 - origin.0,
            below.1 - origin.1,
            origin.0,
            origin.1,
        ]);
        let square = self.matrix(canvas).after(square);
        match &*self.object(flags & 0xFF)? {
            PlusObject::Image(image) => Some(shown(canvas, image, source, square, budget)),
            _ => None,
        }
    }
}

/// Puts the part of an image on the unit square under a matrix.
fn shown(
    canvas: &mut Canvas,
    image: &PlusImage,
    ((x, y), (wide, high)): Box2,
    square: Matrix,
    budget: &mut PixelBudget,
) -> Result<(), PictureFault> {
    let (across, down) = match image {
        PlusImage::Raster(raster) => (raster.width as f32, raster.height as f32),
        PlusImage::Drawing(drawing) => (drawing.width, drawing.height),
    };
    // Places in a metafile are counted in its own units: all of it is shown.
    let whole = matches!(image, PlusImage::Drawing(_)) || wide == 0.0 || high == 0.0;
    let ((x, y), (wide, high)) = if whole { ((0.0, 0.0), (across, down)) } else { ((x, y), (wide, high)) };
    let place = square.after(Matrix([1.0 / wide, 0.0, 0.0, 1.0 / high, -x / wide, -y / high]));
    let all = (x, y) == (0.0, 0.0) && (wide, high) == (across, down);
    if !all || matches!(image, PlusImage::Drawing(_)) {
        let frame = transformed(&rectangle((0.0, 0.0), (1.0, 1.0)), square);
        canvas.add(DrawingItem::Clip(frame, FillRule::NonZero))?;
    }
    match image {
        PlusImage::Raster(raster) => {
            budget.take_passed_on(raster.width, raster.height)?;
            let unit = Matrix([across, 0.0, 0.0, down, 0.0, 0.0]);
            canvas.add(DrawingItem::Picture(raster.clone(), place.after(unit)))?;
        }
        PlusImage::Drawing(drawing) => {
            for item in &drawing.items {
                canvas.add(part::moved(item.clone(), place))?;
            }
        }
    }
    if !all || matches!(image, PlusImage::Drawing(_)) { canvas.add(DrawingItem::Restore) } else { Ok(()) }
}

/// Where a texture is repeated to cover an outline; `None` where that is too often.
pub(super) fn tiles(raster: &Raster, place: Matrix, outline: &[Segment]) -> Option<Vec<Matrix>> {
    const MOST: f32 = 64.0;
    let (wide, high) = (raster.width as f32, raster.height as f32);
    let (low, high_end) = reach(&transformed(outline, place.inverse()?))?;
    let (first, last) = (low.0 / wide, high_end.0 / wide);
    let (top, bottom) = (low.1 / high, high_end.1 / high);
    let (first, last, top, bottom) = (first.floor(), last.ceil(), top.floor(), bottom.ceil());
    // What is no number is too often too.
    if ((last - first) * (bottom - top)).partial_cmp(&MOST).is_none_or(std::cmp::Ordering::is_gt) {
        return None;
    }
    let mut places = Vec::new();
    for row in 0..(bottom - top) as usize {
        for column in 0..(last - first) as usize {
            let (x, y) = (first + column as f32, top + row as f32);
            places.push(place.after(Matrix([wide, 0.0, 0.0, high, x * wide, y * high])));
        }
    }
    Some(places)
}

/// The outline of a shape in the world.
fn outline(kind: u16, flags: u32, cursor: &mut Cursor<'_>) -> Option<Outline> {
    let short = flags & 0x4000 != 0;
    match kind {
        0x400A | 0x400B => {
            let count = cursor.count()?.min(cursor.0.len() / 8);
            let mut all = Outline::new();
            for _ in 0..count {
                let ((x, y), (wide, high)) = cursor.rectangle(short)?;
                all.extend(rectangle((x, y), (x + wide, y + high)));
            }
            Some(all)
        }
        0x400C | 0x400D | 0x4019 => {
            let count = cursor.count()?;
            let points = cursor.points(count, PlusPoints::of(flags))?;
            if kind == 0x4019 {
                return Some(curves(&points));
            }
            Some(lines(&points, kind == 0x400C || flags & 0x2000 != 0))
        }
        0x400E | 0x400F => Some(ellipse(cursor.rectangle(short)?)),
        0x4010..=0x4012 => {
            let (start, sweep) = (cursor.f32()?, cursor.f32()?);
            Some(piece(cursor.rectangle(short)?, start, sweep, kind != 0x4012))
        }
        _ => {
            let tension = cursor.f32()?;
            let part = if kind == 0x4018 { Some((cursor.count()?, cursor.count()?)) } else { None };
            let count = cursor.count()?;
            let mut points = cursor.points(count, PlusPoints::of(flags))?;
            if let Some((first, segments)) = part {
                points = points.get(first..)?.iter().take(segments.saturating_add(1)).copied().collect();
            }
            Some(spline(&points, tension, kind != 0x4018))
        }
    }
}

fn curves(points: &[DrawingPoint]) -> Outline {
    let mut outline: Outline = points.first().map(|first| Segment::Move(*first)).into_iter().collect();
    let (threes, _) = points.get(1..).unwrap_or_default().as_chunks();
    outline.extend(threes.iter().map(|[first, second, to]| Segment::Curve(*first, *second, *to)));
    outline
}

fn ellipse(((x, y), (wide, high)): Box2) -> Outline {
    let mut outline = arc((x, y), (x + wide, y + high), 0.0, std::f32::consts::TAU);
    outline.push(Segment::Close);
    outline
}

/// A part of an ellipse between two rays, with its middle or without.
fn piece(((x, y), (wide, high)): Box2, start: f32, sweep: f32, with_middle: bool) -> Outline {
    // Angles of rays, as those of the ellipse.
    let own = |degrees: f32| {
        let angle = degrees.to_radians();
        let (sine, cosine) = angle.sin_cos();
        let near = (sine * wide).atan2(cosine * high);
        near + ((angle - near) / std::f32::consts::TAU).round() * std::f32::consts::TAU
    };
    let (from, to) = (own(start), own(start + sweep.clamp(-360.0, 360.0)));
    let mut outline = arc((x, y), (x + wide, y + high), from, to - from);
    if with_middle {
        outline.extend([Segment::Line((x + wide / 2.0, y + high / 2.0)), Segment::Close]);
    }
    outline
}

/// A curve through points ([MS-EMFPLUS] 2.3.4.3): its tangent at each runs along the line between its neighbours.
fn spline(points: &[DrawingPoint], tension: f32, closed: bool) -> Outline {
    let Some((first, last)) = points.first().zip(points.last()) else { return Outline::new() };
    let count = points.len();
    let at = |place: usize| points.get(place % count).copied().unwrap_or(*last);
    let tangent = |place: usize| {
        let before = if place == 0 && !closed { *first } else { at((place + count - 1) % count) };
        let after = if place + 1 >= count && !closed { *last } else { at(place + 1) };
        ((after.0 - before.0) * tension / 3.0, (after.1 - before.1) * tension / 3.0)
    };
    let mut outline = vec![Segment::Move(*first)];
    for place in 0..if closed { count } else { count - 1 } {
        let (from, to) = (at(place), at(place + 1));
        let (leave, reach) = (tangent(place), tangent((place + 1) % count));
        outline.push(Segment::Curve(
            (from.0 + leave.0, from.1 + leave.1),
            (to.0 - reach.0, to.1 - reach.1),
            to,
        ));
    }
    if closed {
        outline.push(Segment::Close);
    }
    outline
}
