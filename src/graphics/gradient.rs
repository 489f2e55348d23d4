//! Colours that run into one another, as pictures of them behind a clip.
//!
//! In: a gradient as SVG or a metafile has it, and what it fills. Out: items of a drawing. Never: more pixels
//! than some hundreds across, which no eye tells from a run of colours.

use super::drawing::{
    DrawingItem, DrawingPoint, FillRule, Matrix, Outline, Segment, rectangle as outline_of, transformed,
};
use super::{PictureFault, PixelBudget, Raster};

/// Steps of a run of colours in one direction, and in two.
const STEPS: u32 = 256;
const GRID: u32 = 96;

/// A colour at a place of the run, 0 to 1.
pub(super) type Stop = (f32, [u8; 3]);

/// What is beyond the ends of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spread {
    /// Its end colours.
    Pad,
    /// The run back and forth.
    Reflect,
    /// The run again.
    Repeat,
}

/// The form of a run of colours, in its own space.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum GradientForm {
    /// From one point to another.
    Linear(DrawingPoint, DrawingPoint),
    /// From a focus to a circle: focus, middle, radius.
    Radial(DrawingPoint, DrawingPoint, f32),
}

/// A gradient that fills an outline of the drawing.
pub(super) struct Gradient<'a> {
    /// Its form.
    pub run: GradientForm,
    /// From the space of its form to the drawing's.
    pub matrix: Matrix,
    /// Its colours, by their place.
    pub stops: &'a [Stop],
    /// What is beyond its ends.
    pub spread: Spread,
}

impl Gradient<'_> {
    /// The items that fill an outline; `None` for a gradient without extent.
    ///
    /// # Errors
    /// [`PictureFault::TooLarge`] where the budget is spent.
    pub(super) fn fill(
        &self,
        outline: &Outline,
        rule: FillRule,
        budget: &mut PixelBudget,
    ) -> Result<Option<Vec<DrawingItem>>, PictureFault> {
        let Some((space, size)) = self.extent(outline) else { return Ok(None) };
        let middle = |at: u32, count: u32| (at as f32 + 0.5) / count as f32;
        budget.take(size.0, size.1)?;
        let mut pixels = Vec::with_capacity(size.0 as usize * size.1 as usize * 3);
        for row in 0..size.1 {
            for column in 0..size.0 {
                let at = space.apply((middle(column, size.0), middle(row, size.1)));
                pixels.extend(self.colour(self.place(at)));
            }
        }
        let Some(raster) = Raster::new(size, 3, pixels) else { return Ok(None) };
        Ok(Some(behind(outline.clone(), rule, raster, self.matrix.after(space))))
    }

    /// From the unit square to the part of the gradient's space that an outline covers, and the pixels it takes.
    fn extent(&self, outline: &[Segment]) -> Option<(Matrix, (u32, u32))> {
        let back = self.matrix.inverse()?;
        // Straight runs are measured along and across; round ones as they lie.
        let (base, size) = match self.run {
            GradientForm::Linear((x, y), (to_x, to_y)) => {
                let (dx, dy) = (to_x - x, to_y - y);
                (Matrix([dx, dy, -dy, dx, x, y]), (STEPS, 1))
            }
            GradientForm::Radial(..) => (Matrix::IDENTITY, (GRID, GRID)),
        };
        let covered = transformed(outline, base.inverse()?.after(back));
        let mut low = (f32::MAX, f32::MAX);
        let mut high = (f32::MIN, f32::MIN);
        let mut see = |(x, y): DrawingPoint| {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        };
        for segment in covered {
            match segment {
                Segment::Move(to) | Segment::Line(to) => see(to),
                Segment::Curve(first, second, to) => [first, second, to].into_iter().for_each(&mut see),
                Segment::Close => {}
            }
        }
        let (wide, tall) = (high.0 - low.0, high.1 - low.1);
        let sane = wide.is_finite() && tall.is_finite() && wide > 0.0 && tall > 0.0;
        sane.then(|| (base.after(Matrix([wide, 0.0, 0.0, tall, low.0, low.1])), size))
    }

    /// Where a point of the gradient's space lies on its run.
    fn place(&self, (x, y): DrawingPoint) -> f32 {
        match self.run {
            GradientForm::Linear((from_x, from_y), (to_x, to_y)) => {
                let (dx, dy) = (to_x - from_x, to_y - from_y);
                ((x - from_x) * dx + (y - from_y) * dy) / (dx * dx + dy * dy).max(f32::MIN_POSITIVE)
            }
            GradientForm::Radial(focus, middle, radius) => {
                // The circle through the point among those that grow from the focus (SVG 1.1, 13.2.3).
                let (ex, ey) = (x - focus.0, y - focus.1);
                let (hx, hy) = (middle.0 - focus.0, middle.1 - focus.1);
                let a = hx * hx + hy * hy - radius * radius;
                let along = ex * hx + ey * hy;
                let root = (along * along - a * (ex * ex + ey * ey)).max(0.0).sqrt();
                if a < 0.0 { (along - root) / a } else { 1.0 }
            }
        }
    }

    /// The colour at a place of the run.
    fn colour(&self, place: f32) -> [u8; 3] {
        let place = match self.spread {
            Spread::Pad => place.clamp(0.0, 1.0),
            Spread::Repeat => place.rem_euclid(1.0),
            Spread::Reflect => 1.0 - (place.rem_euclid(2.0) - 1.0).abs(),
        };
        let next = self.stops.iter().position(|(at, _)| *at >= place).unwrap_or(self.stops.len());
        match (next.checked_sub(1).and_then(|before| self.stops.get(before)), self.stops.get(next)) {
            (Some((from, first)), Some((to, second))) => {
                mixed(*first, *second, (place - from) / (to - from).max(f32::MIN_POSITIVE))
            }
            (Some((_, colour)), None) | (None, Some((_, colour))) => *colour,
            (None, None) => [0; 3],
        }
    }
}

/// A rectangle whose colour runs from the left to the right or from the top to the bottom.
///
/// # Errors
/// [`PictureFault::TooLarge`] where the budget is spent.
pub(super) fn rectangle(
    one: (DrawingPoint, [u8; 3]),
    two: (DrawingPoint, [u8; 3]),
    downwards: bool,
    matrix: Matrix,
    budget: &mut PixelBudget,
) -> Result<Vec<DrawingItem>, PictureFault> {
    let ((from, first), (to, second)) = (one, two);
    let end = if downwards { (from.0, to.1) } else { (to.0, from.1) };
    let stops = [(0.0, first), (1.0, second)];
    let gradient =
        Gradient { run: GradientForm::Linear(from, end), matrix, stops: &stops, spread: Spread::Pad };
    let outline = transformed(&outline_of(from, to), matrix);
    gradient.fill(&outline, FillRule::NonZero, budget).map(Option::unwrap_or_default)
}

/// A triangle with a colour at each corner.
///
/// # Errors
/// [`PictureFault::TooLarge`] where the budget is spent.
pub(super) fn triangle(
    corners: [(DrawingPoint, [u8; 3]); 3],
    matrix: Matrix,
    budget: &mut PixelBudget,
) -> Result<Vec<DrawingItem>, PictureFault> {
    let [(first, one), (second, two), (third, three)] = corners;
    budget.take(GRID, GRID)?;
    let mut pixels = Vec::with_capacity((GRID * GRID * 3) as usize);
    for row in 0..GRID {
        for column in 0..GRID {
            // Shares of the second and the third corner; beyond their side nothing is seen.
            let (x, y) = ((column as f32 + 0.5) / GRID as f32, (row as f32 + 0.5) / GRID as f32);
            let all = (x + y).max(f32::MIN_POSITIVE);
            pixels.extend(mixed(one, mixed(two, three, y / all), all.min(1.0)));
        }
    }
    let Some(raster) = Raster::new((GRID, GRID), 3, pixels) else { return Ok(Vec::new()) };
    let outline = vec![
        Segment::Move(matrix.apply(first)),
        Segment::Line(matrix.apply(second)),
        Segment::Line(matrix.apply(third)),
        Segment::Close,
    ];
    let span = |to: DrawingPoint| (to.0 - first.0, to.1 - first.1);
    let (across, down) = (span(second), span(third));
    let place = matrix.after(Matrix([across.0, across.1, down.0, down.1, first.0, first.1]));
    Ok(behind(outline, FillRule::NonZero, raster, place))
}

/// A picture that is seen inside an outline.
pub(super) fn behind(outline: Outline, rule: FillRule, raster: Raster, place: Matrix) -> Vec<DrawingItem> {
    vec![DrawingItem::Clip(outline, rule), DrawingItem::Picture(raster, place), DrawingItem::Restore]
}

fn mixed(first: [u8; 3], second: [u8; 3], share: f32) -> [u8; 3] {
    let share = share.clamp(0.0, 1.0);
    let mut mixed = first;
    for (part, other) in mixed.iter_mut().zip(second) {
        *part = (f32::from(*part) + (f32::from(other) - f32::from(*part)) * share).round() as u8;
    }
    mixed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_goes_from_one_colour_to_the_other() {
        let stops = [(0.0, [200, 0, 0]), (1.0, [0, 0, 200])];
        let run = GradientForm::Linear((0.0, 0.0), (10.0, 0.0));
        let gradient = Gradient { run, matrix: Matrix::IDENTITY, stops: &stops, spread: Spread::Pad };
        let outline = outline_of((0.0, 0.0), (20.0, 5.0));
        let items = gradient.fill(&outline, FillRule::NonZero, &mut PixelBudget::default()).unwrap().unwrap();
        let Some(DrawingItem::Picture(raster, matrix)) = items.get(1) else { panic!() };
        assert_eq!((raster.pixels[0], raster.pixels[256 * 3 - 1]), (199, 200));
        assert_eq!((matrix.apply((0.0, 0.0)), matrix.apply((1.0, 1.0))), ((0.0, 0.0), (20.0, 5.0)));
        // The middle of the outline is the end of the run.
        assert_eq!(raster.pixels.get(129 * 3..130 * 3).unwrap(), [0, 0, 200]);
    }

    #[test]
    fn what_is_beyond_the_ends_and_round_runs() {
        let stops = [(0.0, [0; 3]), (1.0, [100; 3])];
        let of = |run: GradientForm, spread: Spread| Gradient {
            run,
            matrix: Matrix::IDENTITY,
            stops: &stops,
            spread,
        };
        let line = GradientForm::Linear((0.0, 0.0), (1.0, 0.0));
        assert_eq!(of(line, Spread::Repeat).colour(1.25), [25; 3]);
        assert_eq!(of(line, Spread::Reflect).colour(1.25), [75; 3]);
        let round = of(GradientForm::Radial((0.0, 0.0), (0.0, 0.0), 2.0), Spread::Pad);
        assert!((round.place((1.0, 0.0)) - 0.5).abs() < 1.0e-6);
        assert_eq!(round.colour(round.place((9.0, 0.0))), [100; 3]);
    }
}
