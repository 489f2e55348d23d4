//! Pictures, as the file holds them.

/// A picture, bytes as the input holds them.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// File bytes.
    pub bytes: Vec<u8>,
    /// Media type, for example `image/png`.
    pub media_type: Box<str>,
    /// Shown width, EMU (914,400 an inch).
    pub width: u32,
    /// Shown height, EMU.
    pub height: u32,
    /// Alternative text.
    pub description: Option<String>,
    /// What of it is shown, and how it is turned.
    pub(crate) view: PictureView,
}

/// What of a picture is shown, and how it is turned. What is cut off is not to be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct PictureView {
    /// Cut off at the left, the top, the right and the bottom, thousandths of a per cent of the picture
    /// (ECMA-376 part 1, 20.1.8.55); negative where white is added.
    pub(crate) crop: [i32; 4],
    /// Turned clockwise, 60,000ths of a degree (20.1.10.3).
    pub(crate) rotation: i32,
    /// Mirrored from left to right.
    pub(crate) flip_horizontal: bool,
    /// Mirrored from top to bottom.
    pub(crate) flip_vertical: bool,
}

impl PictureView {
    /// Sixty-thousandths of a degree in a full turn.
    const TURN: i32 = 360 * 60_000;

    /// Sine and cosine of the turn, clockwise; rounded, so that they are the same on every machine.
    pub(crate) fn turn(self) -> (f32, f32) {
        const QUARTER: i32 = PictureView::TURN / 4;
        let rotation = self.rotation.rem_euclid(Self::TURN);
        match (rotation % QUARTER, rotation / QUARTER) {
            (0, 0) => (0.0, 1.0),
            (0, 1) => (1.0, 0.0),
            (0, 2) => (0.0, -1.0),
            (0, _) => (-1.0, 0.0),
            _ => {
                let (sine, cosine) = (f64::from(rotation) / 60_000.0).to_radians().sin_cos();
                let rounded = |value: f64| ((value * 100_000.0).round() / 100_000.0) as f32;
                (rounded(sine), rounded(cosine))
            }
        }
    }

    /// Whether it is cut.
    pub(crate) fn is_cropped(self) -> bool {
        self.crop != [0; 4]
    }
}

impl Picture {
    /// Width and height of the upright box round the picture as it is turned, EMU.
    pub(crate) fn box_size(&self) -> (f32, f32) {
        let (width, height) = (self.width as f32, self.height as f32);
        let (sine, cosine) = self.view.turn();
        let (sine, cosine) = (sine.abs(), cosine.abs());
        (width * cosine + height * sine, width * sine + height * cosine)
    }
}
