//! What records draw, put on a drawing in the terms of the state.

use super::state::{Brush, Clip, State, Tool};
use crate::graphics::drawing::{
    Drawing, DrawingItem, DrawingPoint, DrawingStroke, FillRule, Matrix, Outline, Path, Segment, arc,
    rectangle, transformed,
};
use crate::graphics::{PictureFault, Raster};
use crate::limits;

/// A drawing in the making.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    pub state: State,
    saved: Vec<State>,
    pub tools: Vec<Option<Tool>>,
    /// From the device to the drawing.
    pub device: DeviceSpace,
    items: Vec<DrawingItem>,
    /// Pieces of their outlines.
    segments: usize,
    /// Clips that are open at the end of the items.
    open: Vec<Clip>,
    /// The path that is being made, places of the drawing.
    pub path: Option<Outline>,
    /// The path that was made last.
    pub made: Outline,
    /// Something could not be understood and is not drawn.
    pub incomplete: bool,
}

/// The device that the metafile was made for.
#[derive(Debug, Clone, Copy)]
pub(super) struct DeviceSpace {
    /// From its places to those of the drawing.
    pub matrix: Matrix,
    /// Units of it in a millimetre, across and down.
    pub millimetre: (f32, f32),
}

impl Default for DeviceSpace {
    fn default() -> Self {
        // 96 dots an inch.
        Self { matrix: Matrix::IDENTITY, millimetre: (96.0 / 25.4, 96.0 / 25.4) }
    }
}

/// Lines of a hatch that are drawn at most, in each direction.
const HATCH_LINES: usize = 400;
/// Deepest nesting of saved states.
const SAVED: usize = 1_000;

impl Canvas {
    /// An empty canvas of a device.
    pub(super) fn of(device: DeviceSpace) -> Self {
        Self { device, ..Self::default() }
    }

    /// From logical places to those of the drawing.
    pub(super) fn matrix(&self) -> Matrix {
        let page = self.state.mapping(self.device.millimetre);
        self.device.matrix.after(page).after(self.state.world)
    }

    /// Finishes the drawing.
    ///
    /// # Errors
    /// [`PictureFault::Empty`], or [`PictureFault::Unsupported`] where what it holds is not understood.
    pub(super) fn finish(self, width: f32, height: f32) -> Result<Drawing, PictureFault> {
        let painted = |item: &DrawingItem| !matches!(item, DrawingItem::Clip(..) | DrawingItem::Restore);
        if !(width > 0.0 && height > 0.0 && width.is_finite() && height.is_finite()) {
            return Err(PictureFault::Damaged);
        }
        if !self.items.iter().any(painted) {
            return Err(if self.incomplete { PictureFault::Unsupported } else { PictureFault::Empty });
        }
        Ok(Drawing { width, height, items: self.items, whole: !self.incomplete })
    }

    /// Adds an item inside the clip of the state.
    ///
    /// # Errors
    /// [`PictureFault::TooLarge`] beyond the bound.
    pub(super) fn add(&mut self, item: DrawingItem) -> Result<(), PictureFault> {
        let common =
            self.open.iter().zip(&self.state.clips).take_while(|(open, wanted)| open == wanted).count();
        for _ in common..self.open.len() {
            self.items.push(DrawingItem::Restore);
        }
        self.open.truncate(common);
        for clip in self.state.clips.get(common..).unwrap_or_default() {
            self.segments += clip.0.len();
            self.items.push(DrawingItem::Clip(clip.0.clone(), clip.1));
            self.open.push(clip.clone());
        }
        if let DrawingItem::Path(Path { outline, .. }) | DrawingItem::Clip(outline, _) = &item {
            self.segments += outline.len();
        }
        if self.items.len() >= limits::DRAWING_ITEMS || self.segments >= limits::DRAWING_SEGMENTS {
            return Err(PictureFault::TooLarge);
        }
        self.items.push(item);
        Ok(())
    }

    /// Strokes and fills an outline of logical places, or makes it part of the open path.
    pub(super) fn draw(&mut self, outline: &[Segment], filled: bool) -> Result<(), PictureFault> {
        let placed = transformed(outline, self.matrix());
        match &mut self.path {
            Some(path) => {
                if path.len() + placed.len() > limits::DRAWING_ITEMS {
                    return Err(PictureFault::TooLarge);
                }
                path.extend(placed);
                Ok(())
            }
            None => self.paint(placed, true, filled),
        }
    }

    /// A straight line on from the position.
    pub(super) fn line_to(&mut self, to: DrawingPoint) -> Result<(), PictureFault> {
        let from = std::mem::replace(&mut self.state.position, to);
        let matrix = self.matrix();
        let (from, to) = (matrix.apply(from), matrix.apply(to));
        if let Some(path) = &mut self.path {
            if path.last().and_then(end) != Some(from) {
                path.push(Segment::Move(from));
            }
            path.push(Segment::Line(to));
            return if path.len() > limits::DRAWING_ITEMS { Err(PictureFault::TooLarge) } else { Ok(()) };
        }
        // Lines that follow one another are one path.
        let stroke = self.stroke();
        if self.open == self.state.clips
            && let Some(DrawingItem::Path(last)) = self.items.last_mut()
            && last.fill.is_none()
            && last.stroke == stroke
            && last.outline.last().and_then(end) == Some(from)
        {
            last.outline.push(Segment::Line(to));
            return Ok(());
        }
        self.paint(vec![Segment::Move(from), Segment::Line(to)], true, false)
    }

    /// Paints an outline of places of the drawing.
    pub(super) fn paint(
        &mut self,
        outline: Outline,
        stroked: bool,
        filled: bool,
    ) -> Result<(), PictureFault> {
        // 11 leaves what is there.
        if self.state.operation == 11 || outline.is_empty() {
            return Ok(());
        }
        let stroke = if stroked { self.stroke() } else { None };
        let (mut fill, mut hatch) = (None, None);
        if filled {
            match self.state.brush {
                Brush::Hollow => {}
                Brush::Solid(colour) => fill = Some(colour),
                Brush::Hatched(style, colour) => {
                    fill = self.state.opaque.then_some(self.state.background);
                    hatch = Some((style, colour));
                }
            }
        }
        let rule = self.state.rule;
        if let Some((style, colour)) = hatch {
            let ground = Path { outline: outline.clone(), fill, rule, stroke: None };
            self.add(DrawingItem::Path(ground))?;
            self.hatch(&outline, style, colour)?;
            fill = None;
        }
        if fill.is_none() && stroke.is_none() {
            return Ok(());
        }
        self.add(DrawingItem::Path(Path { outline, fill, rule, stroke }))
    }

    /// The lines of a hatch inside an outline.
    fn hatch(&mut self, outline: &Outline, style: u32, colour: [u8; 3]) -> Result<(), PictureFault> {
        let Some(((left, top), (right, bottom))) = bounds(outline) else { return Ok(()) };
        // Eight dots of a device of 96 an inch.
        let gap = (self.device.matrix.scale() * self.device.millimetre.0 * 8.0 * 25.4 / 96.0)
            .max(f32::MIN_POSITIVE);
        let (wide, high) = (right - left, bottom - top);
        // Of a device whose dots are not known, an area shows some lines still.
        let gap = gap.min((wide.min(high) / 4.0).max(f32::MIN_POSITIVE));
        let mut lines = Outline::new();
        let mut line =
            |from: DrawingPoint, to: DrawingPoint| lines.extend([Segment::Move(from), Segment::Line(to)]);
        let steps =
            |length: f32| (0..=((length / gap) as usize).min(HATCH_LINES)).map(move |at| at as f32 * gap);
        if matches!(style, 0 | 4) {
            steps(high).for_each(|y| line((left, top + y), (right, top + y)));
        }
        if matches!(style, 1 | 4) {
            steps(wide).for_each(|x| line((left + x, top), (left + x, bottom)));
        }
        if matches!(style, 2 | 5) {
            steps(wide + high).for_each(|x| line((left + x - high, top), (left + x, bottom)));
        }
        if matches!(style, 3 | 5) {
            steps(wide + high).for_each(|x| line((left + x - high, bottom), (left + x, top)));
        }
        let stroke = Some(DrawingStroke { colour, width: gap / 8.0, cap: 0, join: 0, dashes: Vec::new() });
        self.add(DrawingItem::Clip(outline.clone(), self.state.rule))?;
        self.add(DrawingItem::Path(Path { outline: lines, stroke, ..Path::default() }))?;
        self.add(DrawingItem::Restore)
    }

    /// The line that the pen draws.
    fn stroke(&self) -> Option<DrawingStroke> {
        let pen = &self.state.pen;
        let colour = pen.colour?;
        let dot = self.device.matrix.scale();
        let width = if pen.cosmetic { pen.width.max(1.0) * dot } else { pen.width * self.matrix().scale() };
        let unit = width.max(dot);
        let dashes = pen.dashes.iter().map(|dash| dash * unit).collect();
        Some(DrawingStroke { colour, width, cap: pen.cap, join: pen.join, dashes })
    }

    /// Selects an object.
    pub(super) fn select(&mut self, tool: Option<Tool>) {
        match tool {
            Some(Tool::Pen(pen)) => self.state.pen = pen,
            Some(Tool::Brush(brush)) => self.state.brush = brush,
            Some(Tool::Font(font)) => self.state.font = font,
            Some(Tool::Other) | None => {}
        }
    }

    pub(super) fn save(&mut self) {
        if self.saved.len() < SAVED {
            self.saved.push(self.state.clone());
        }
    }

    /// Restores a state: the last but so many where negative, else the one of that number.
    pub(super) fn restore(&mut self, which: i32) {
        let place = if which < 0 {
            self.saved.len().checked_sub(which.unsigned_abs() as usize)
        } else {
            (which as usize).checked_sub(1)
        };
        if let Some(state) = place.and_then(|place| self.saved.get(place).cloned()) {
            self.saved.truncate(place.unwrap_or(0));
            self.state = state;
        }
    }

    /// Bounds what is painted by an outline of places of the drawing, in place of what bounded it or besides
    /// ([MS-WMF] 2.1.1.29 region modes: 5 in place; others are taken as besides).
    pub(super) fn clip(&mut self, outline: Outline, rule: FillRule, mode: u32) {
        if mode == 5 {
            self.state.clips.clear();
        }
        // Of clips without end each is inside the one before: the last of many bounds enough.
        const MOST: usize = 32;
        if self.state.clips.len() >= MOST {
            self.state.clips.remove(0);
        }
        self.state.clips.push((outline, rule));
    }

    /// Bounds it by what is outside an outline.
    pub(super) fn clip_out(&mut self, outline: Outline) {
        const FAR: f32 = 1.0e6;
        let mut around = rectangle((-FAR, -FAR), (FAR, FAR));
        around.extend(outline);
        self.clip(around, FillRule::EvenOdd, 1);
    }

    /// A rectangle of logical places on the drawing.
    pub(super) fn rectangle(&self, first: DrawingPoint, second: DrawingPoint) -> Outline {
        transformed(&rectangle(first, second), self.matrix())
    }

    /// A picture; its part from `source` (place and size, pixels) on the rectangle from `to` with `size`,
    /// logical units.
    pub(super) fn picture(
        &mut self,
        raster: Raster,
        source: (DrawingPoint, DrawingPoint),
        to: DrawingPoint,
        size: DrawingPoint,
    ) -> Result<(), PictureFault> {
        let ((x, y), (across, down)) = source;
        let (wide, high) = (raster.width as f32, raster.height as f32);
        if across == 0.0 || down == 0.0 || size.0 == 0.0 || size.1 == 0.0 {
            return Ok(());
        }
        let (sx, sy) = (size.0 / across, size.1 / down);
        let place = Matrix([wide * sx, 0.0, 0.0, high * sy, to.0 - x * sx, to.1 - y * sy]);
        let matrix = self.matrix().after(place);
        let whole = (x, y) == (0.0, 0.0) && (across, down) == (wide, high);
        if whole {
            return self.add(DrawingItem::Picture(raster, matrix));
        }
        let frame = self.rectangle(to, (to.0 + size.0, to.1 + size.1));
        self.add(DrawingItem::Clip(frame, FillRule::NonZero))?;
        self.add(DrawingItem::Picture(raster, matrix))?;
        self.add(DrawingItem::Restore)
    }

    /// An arc inside a box, from the ray through `start` to that through `end`; its segments, and the
    /// middle. All places are logical.
    pub(super) fn arc(
        &self,
        first: DrawingPoint,
        second: DrawingPoint,
        start: DrawingPoint,
        end: DrawingPoint,
    ) -> (Outline, DrawingPoint) {
        let (low, high) =
            ((first.0.min(second.0), first.1.min(second.1)), (first.0.max(second.0), first.1.max(second.1)));
        let middle = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
        let radii = (
            ((high.0 - low.0) / 2.0).max(f32::MIN_POSITIVE),
            ((high.1 - low.1) / 2.0).max(f32::MIN_POSITIVE),
        );
        let angle = |to: DrawingPoint| ((to.1 - middle.1) / radii.1).atan2((to.0 - middle.0) / radii.0);
        let (from, to) = (angle(start), angle(end));
        let turn = std::f32::consts::TAU;
        // Counter-clockwise on the device, where places grow downwards; mirrored where they grow upwards.
        let flipped = {
            let [a, b, c, d, ..] = self.matrix().0;
            a * d - b * c < 0.0
        };
        let clockwise = self.state.clockwise != flipped;
        let sweep = if clockwise { (to - from).rem_euclid(turn) } else { -(from - to).rem_euclid(turn) };
        let sweep = if sweep == 0.0 { turn } else { sweep };
        (arc(low, high, from, sweep), middle)
    }

    /// A rectangle with round corners of a width and height.
    pub(super) fn rounded(first: DrawingPoint, second: DrawingPoint, corner: DrawingPoint) -> Outline {
        let (low, high) =
            ((first.0.min(second.0), first.1.min(second.1)), (first.0.max(second.0), first.1.max(second.1)));
        let (w, h) = (corner.0.abs().min(high.0 - low.0), corner.1.abs().min(high.1 - low.1));
        let quarter = std::f32::consts::FRAC_PI_2;
        let mut outline = Outline::new();
        for (turn, at) in [
            (2.0, (low.0, low.1)),
            (3.0, (high.0 - w, low.1)),
            (0.0, (high.0 - w, high.1 - h)),
            (1.0, (low.0, high.1 - h)),
        ] {
            let mut piece = arc(at, (at.0 + w, at.1 + h), turn * quarter, quarter).into_iter();
            match piece.next() {
                Some(Segment::Move(to)) if !outline.is_empty() => outline.push(Segment::Line(to)),
                first => outline.extend(first),
            }
            outline.extend(piece);
        }
        outline.push(Segment::Close);
        outline
    }
}

/// Where a segment ends.
pub(super) fn end(segment: &Segment) -> Option<DrawingPoint> {
    match *segment {
        Segment::Move(to) | Segment::Line(to) | Segment::Curve(.., to) => Some(to),
        Segment::Close => None,
    }
}

/// Upper left and lower right of an outline, with the points that its curves are led by.
pub(super) fn reach(outline: &[Segment]) -> Option<(DrawingPoint, DrawingPoint)> {
    let points = outline.iter().flat_map(|segment| match *segment {
        Segment::Move(to) | Segment::Line(to) => vec![to],
        Segment::Curve(first, second, to) => vec![first, second, to],
        Segment::Close => Vec::new(),
    });
    around(points)
}

/// Upper left and lower right of the ends of an outline.
pub(super) fn bounds(outline: &[Segment]) -> Option<(DrawingPoint, DrawingPoint)> {
    around(outline.iter().filter_map(end))
}

fn around(points: impl Iterator<Item = DrawingPoint>) -> Option<(DrawingPoint, DrawingPoint)> {
    points.fold(None, |known, (x, y)| {
        let ((left, top), (right, bottom)) = known.unwrap_or(((x, y), (x, y)));
        Some(((left.min(x), top.min(y)), (right.max(x), bottom.max(y))))
    })
}
