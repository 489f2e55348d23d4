//! What a device context remembers ([MS-EMF] 3.1.1.2): objects selected, colours, modes, the mapping of
//! places, the clip.

use crate::graphics::drawing::{DrawingPoint, FillRule, Matrix, Outline};

/// A pen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pen {
    /// Colour; `None` draws nothing.
    pub colour: Option<[u8; 3]>,
    /// Width, logical units, or of the device for a cosmetic pen.
    pub width: f32,
    /// Its width is one of the device.
    pub cosmetic: bool,
    /// Dashes and gaps in widths.
    pub dashes: Vec<f32>,
    /// End of its lines, as PDF counts.
    pub cap: u8,
    /// Corners, as PDF counts.
    pub join: u8,
}

impl Pen {
    /// A pen by its style's bits ([MS-EMF] 2.1.25): dashes 0 to 15, ends 0xF00, corners 0xF000.
    pub(super) fn new(style: u32, width: f32, colour: [u8; 3]) -> Self {
        let dashes: &[f32] = match style & 0xF {
            1 => &[3.0, 1.0],
            2 => &[1.0, 1.0],
            3 => &[3.0, 1.0, 1.0, 1.0],
            4 => &[3.0, 1.0, 1.0, 1.0, 1.0, 1.0],
            8 => &[1.0, 1.0],
            _ => &[],
        };
        let cap = match style & 0xF00 {
            0x100 => 2,
            0x200 => 0,
            _ => 1,
        };
        let join = match style & 0xF000 {
            0x1000 => 2,
            0x2000 => 0,
            _ => 1,
        };
        Self {
            colour: (style & 0xF != 5).then_some(colour),
            width,
            cosmetic: false,
            dashes: dashes.to_vec(),
            cap,
            join,
        }
    }
}

/// A brush.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Brush {
    /// Paints nothing.
    Hollow,
    /// One colour; that of a pattern on the average.
    Solid([u8; 3]),
    /// Lines of a colour: 0 horizontal, 1 vertical, 2 falling, 3 rising, 4 crossed, 5 crossed aslant.
    Hatched(u32, [u8; 3]),
}

impl Brush {
    /// The colour that it paints with.
    pub(super) fn colour(self) -> Option<[u8; 3]> {
        match self {
            Self::Hollow => None,
            Self::Solid(colour) | Self::Hatched(_, colour) => Some(colour),
        }
    }
}

/// A font.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct MetafileFont {
    /// Height: of the type where negative, of its line where positive; logical units.
    pub height: f32,
    /// Angle of the baseline, tenths of a degree, counter-clockwise.
    pub angle: f32,
    /// Weight, 700 for bold.
    pub weight: u32,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Struck through.
    pub strike: bool,
    /// Character set ([MS-WMF] 2.1.1.5).
    pub charset: u8,
    /// Family.
    pub family: String,
}

impl Default for MetafileFont {
    fn default() -> Self {
        Self {
            height: -12.0,
            angle: 0.0,
            weight: 400,
            italic: false,
            underline: false,
            strike: false,
            charset: 0,
            family: "Arial".to_owned(),
        }
    }
}

/// An object of the table that records select from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tool {
    Pen(Pen),
    Brush(Brush),
    Font(MetafileFont),
    /// A palette or region: its place is taken, and it does nothing.
    Other,
}

/// An outline that bounds what is painted, places of the drawing.
pub(super) type Clip = (Outline, FillRule);

/// The state that is saved and restored.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    pub pen: Pen,
    pub brush: Brush,
    pub font: MetafileFont,
    pub text_colour: [u8; 3],
    pub background: [u8; 3],
    /// What stands behind hatches and words is painted.
    pub opaque: bool,
    pub rule: FillRule,
    pub align: u32,
    /// Binary raster operation ([MS-WMF] 2.1.1.2); 13 copies.
    pub operation: u32,
    /// Arcs run clockwise.
    pub clockwise: bool,
    pub position: DrawingPoint,
    pub window: (DrawingPoint, DrawingPoint),
    pub viewport: (DrawingPoint, DrawingPoint),
    pub map_mode: u32,
    pub world: Matrix,
    pub clips: Vec<Clip>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            pen: Pen::new(0, 0.0, [0; 3]),
            brush: Brush::Solid([255; 3]),
            font: MetafileFont::default(),
            text_colour: [0; 3],
            background: [255; 3],
            opaque: true,
            rule: FillRule::EvenOdd,
            align: 0,
            operation: 13,
            clockwise: false,
            position: (0.0, 0.0),
            window: ((0.0, 0.0), (1.0, 1.0)),
            viewport: ((0.0, 0.0), (1.0, 1.0)),
            map_mode: 1,
            world: Matrix::IDENTITY,
            clips: Vec::new(),
        }
    }
}

impl State {
    /// From page units to those of the device, of which a millimetre has `millimetre` (across, down).
    pub(super) fn mapping(&self, millimetre: (f32, f32)) -> Matrix {
        // The metric modes count upwards ([MS-WMF] 2.1.1.16): tenths and hundredths of a millimetre,
        // hundredths and thousandths of an inch, twentieths of a point.
        let metric = match self.map_mode {
            2 => Some(0.1),
            3 => Some(0.01),
            4 => Some(0.254),
            5 => Some(0.025_4),
            6 => Some(25.4 / 1440.0),
            _ => None,
        };
        let share = |view: f32, window: f32| if window == 0.0 { 1.0 } else { view / window };
        let ((left, top), (wide, high)) = self.window;
        let ((x, y), (across, down)) = self.viewport;
        let (mut sx, mut sy) = match (metric, self.map_mode) {
            (Some(unit), _) => (unit * millimetre.0, -unit * millimetre.1),
            (None, 7 | 8) => (share(across, wide), share(down, high)),
            _ => (1.0, 1.0),
        };
        if self.map_mode == 7 {
            // One scale for both directions, the smaller one.
            let least = sx.abs().min(sy.abs());
            (sx, sy) = (least.copysign(sx), least.copysign(sy));
        }
        Matrix([sx, 0.0, 0.0, sy, x - left * sx, y - top * sy])
    }
}
