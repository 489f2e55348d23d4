//! A drawing: what SVG and metafiles have in common, in the terms of PDF.
//!
//! Lengths are units of the drawing's own space, `y` downwards; [`Drawing::width`] and
//! [`Drawing::height`] are the part of it that is shown, from its origin. Never: a file format, a
//! resource outside of it.

use super::Raster;

/// A drawing of paths, pictures and words, painted in order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drawing {
    /// Width of the part that is shown, more than 0.
    pub width: f32,
    /// Height of the part that is shown, more than 0.
    pub height: f32,
    /// What is painted, the first at the back.
    pub items: Vec<DrawingItem>,
    /// Nothing that its file draws is missing.
    pub whole: bool,
}

/// A thing that is painted, or that bounds what is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum DrawingItem {
    /// A path, filled, stroked, or both.
    Path(Path),
    /// What follows, up to the matching [`DrawingItem::Restore`], shows inside this outline only.
    Clip(Outline, FillRule),
    /// Ends the innermost clip.
    Restore,
    /// A picture in the unit square (its first row at `y` = 0), placed by the matrix.
    Picture(Raster, Matrix),
    /// Words.
    Words(DrawingText),
}

/// `x' = a x + c y + e`, `y' = b x + d y + f` (ISO 32000-1, 8.3.3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Matrix(pub [f32; 6]);

impl Matrix {
    /// No change.
    pub(crate) const IDENTITY: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This change after `first`.
    pub(crate) fn after(self, first: Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [p, q, r, s, t, u]) = (self.0, first.0);
        Matrix([
            a * p + c * q,
            b * p + d * q,
            a * r + c * s,
            b * r + d * s,
            a * t + c * u + e,
            b * t + d * u + f,
        ])
    }

    /// Where a point goes.
    pub(crate) fn apply(self, (x, y): DrawingPoint) -> DrawingPoint {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// The change back; `None` where all points fall on a line.
    pub(crate) fn inverse(self) -> Option<Matrix> {
        let [a, b, c, d, e, f] = self.0;
        let area = a * d - b * c;
        if area == 0.0 || !area.is_finite() {
            return None;
        }
        let (p, q, r, s) = (d / area, -b / area, -c / area, a / area);
        Some(Matrix([p, q, r, s, -(p * e + r * f), -(q * e + s * f)]))
    }

    /// How much lengths grow on average.
    pub(crate) fn scale(self) -> f32 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs().sqrt()
    }
}

/// A place, units of the drawing.
pub(crate) type DrawingPoint = (f32, f32);

/// A piece of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Segment {
    /// Begins a part of its own.
    Move(DrawingPoint),
    /// A straight line.
    Line(DrawingPoint),
    /// A cubic Bézier curve: two control points and the end.
    Curve(DrawingPoint, DrawingPoint, DrawingPoint),
    /// Back to the beginning of the part.
    Close,
}

/// The line round something.
pub(crate) type Outline = Vec<Segment>;

/// What is inside an outline that crosses itself (ISO 32000-1, 8.5.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum FillRule {
    /// What is wound round.
    #[default]
    NonZero,
    /// What an odd number of lines parts from the outside.
    EvenOdd,
}

/// A path that is painted.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Path {
    /// Its outline.
    pub outline: Outline,
    /// Colour of its inside, sRGB; `None` where it is not filled.
    pub fill: Option<[u8; 3]>,
    /// What is inside.
    pub rule: FillRule,
    /// The line along it; `None` where there is none.
    pub stroke: Option<DrawingStroke>,
}

/// The line along a path.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DrawingStroke {
    /// Colour, sRGB.
    pub colour: [u8; 3],
    /// Width, units; 0 is the thinnest line.
    pub width: f32,
    /// Ends: 0 cut, 1 round, 2 square (ISO 32000-1, table 54).
    pub cap: u8,
    /// Corners: 0 mitred, 1 round, 2 bevelled (table 55).
    pub join: u8,
    /// Lengths of dashes and gaps in turn, units; empty for a whole line.
    pub dashes: Vec<f32>,
}

/// Words in a drawing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DrawingText {
    /// What they say.
    pub text: String,
    /// From a space in which the baseline runs along `y` = 0 from the origin and `y` is upwards, a unit a
    /// unit of [`DrawingText::size`], to the drawing's.
    pub place: Matrix,
    /// Height of the type, units of that space.
    pub size: f32,
    /// Family that was asked for.
    pub family: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Colour, sRGB.
    pub colour: [u8; 3],
    /// Where each character begins, units from the origin; empty where the face says so.
    pub stops: Vec<f32>,
    /// What of their width lies before the origin: 0 none, 0.5 half, 1 all. Only without stops.
    pub anchor: f32,
    /// Width that they are to have, units; 0 for that of the face. Only without stops.
    pub width: f32,
    /// The glyphs, once they are set.
    pub glyphs: Vec<SetGlyph>,
}

/// A glyph of the words of a drawing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SetGlyph {
    /// Font, by the document's own index.
    pub font: u16,
    /// Glyph in that face.
    pub id: u16,
    /// Pen position, units from the origin.
    pub x: f32,
    /// Narrowed or widened to this share of its width.
    pub stretch: f32,
    /// The characters it stands for; empty beside another of their glyphs.
    pub text: String,
}

/// An upright rectangle as an outline.
pub(crate) fn rectangle((left, top): DrawingPoint, (right, bottom): DrawingPoint) -> Outline {
    vec![
        Segment::Move((left, top)),
        Segment::Line((right, top)),
        Segment::Line((right, bottom)),
        Segment::Line((left, bottom)),
        Segment::Close,
    ]
}

/// A part of an ellipse in a box, from one angle over another, radians clockwise on the page from the right,
/// as curves; the first point is its own segment.
pub(crate) fn arc(
    (left, top): DrawingPoint,
    (right, bottom): DrawingPoint,
    start: f32,
    sweep: f32,
) -> Outline {
    let (cx, cy) = ((left + right) / 2.0, (top + bottom) / 2.0);
    let (rx, ry) = ((right - left) / 2.0, (bottom - top) / 2.0);
    // A quarter at most in each curve keeps the error under a thousandth of the radius.
    let parts = (sweep.abs() / std::f32::consts::FRAC_PI_2).ceil().clamp(1.0, 4.0);
    let step = sweep / parts;
    let reach = 4.0 / 3.0 * (step / 4.0).tan();
    let at = |angle: f32| (angle.cos(), angle.sin());
    let place = |(x, y): DrawingPoint| (cx + rx * x, cy + ry * y);
    let mut outline = vec![Segment::Move(place(at(start)))];
    for part in 0..parts as usize {
        let from = start + step * part as f32;
        let ((c0, s0), (c1, s1)) = (at(from), at(from + step));
        outline.push(Segment::Curve(
            place((c0 - reach * s0, s0 + reach * c0)),
            place((c1 + reach * s1, s1 - reach * c1)),
            place((c1, s1)),
        ));
    }
    outline
}

/// Every point of an outline by a matrix.
pub(crate) fn transformed(outline: &[Segment], matrix: Matrix) -> Outline {
    let by = |point: DrawingPoint| matrix.apply(point);
    let segment = |segment: &Segment| match *segment {
        Segment::Move(to) => Segment::Move(by(to)),
        Segment::Line(to) => Segment::Line(by(to)),
        Segment::Curve(first, second, to) => Segment::Curve(by(first), by(second), by(to)),
        Segment::Close => Segment::Close,
    };
    outline.iter().map(segment).collect()
}
