//! Words of metafiles: their place, size and turn.

use super::canvas::Canvas;
use super::code_page::plain;
use crate::graphics::PictureFault;
use crate::graphics::drawing::{
    DrawingItem, DrawingPoint, DrawingText, Matrix, Path, rectangle, transformed,
};

/// Height of a line of usual faces (Arial, Times New Roman), ascent and descent, em.
const ASCENT: f32 = 0.9;
const DESCENT: f32 = 0.215;
/// Options of a text output ([MS-EMF] 2.1.11): the rectangle is filled, or bounds the words; glyph numbers.
const OPAQUE: u32 = 2;
const CLIPPED: u32 = 4;
const GLYPHS: u32 = 0x10;

/// Words as a record gives them.
#[derive(Debug, Clone, Default)]
pub(super) struct Output {
    /// Reference point, logical.
    pub at: DrawingPoint,
    /// The options above.
    pub options: u32,
    /// The rectangle, logical.
    pub frame: Option<(DrawingPoint, DrawingPoint)>,
    /// The characters.
    pub characters: Vec<char>,
    /// Advance of each, logical units; empty where the face says so.
    pub advances: Vec<f32>,
}

impl Canvas {
    /// Puts words on the drawing.
    pub(super) fn write(&mut self, output: Output) -> Result<(), PictureFault> {
        if output.options & OPAQUE != 0
            && let Some((first, second)) = output.frame
        {
            let outline = self.rectangle(first, second);
            let fill = Some(self.state.background);
            self.add(DrawingItem::Path(Path { outline, fill, ..Path::default() }))?;
        }
        if output.options & GLYPHS != 0 {
            // Numbers of glyphs in a font that is not here.
            self.incomplete |= !output.characters.is_empty();
            return Ok(());
        }
        let shown = output.characters.iter().any(|c| !c.is_whitespace());
        if !shown {
            return Ok(());
        }
        let clips = self.state.clips.clone();
        if output.options & CLIPPED != 0
            && let Some((first, second)) = output.frame
        {
            let outline = self.rectangle(first, second);
            self.clip(outline, Default::default(), 1);
        }
        let written = self.place(output);
        self.state.clips = clips;
        written
    }

    fn place(&mut self, output: Output) -> Result<(), PictureFault> {
        let font = self.state.font.clone();
        let matrix = self.matrix();
        let [a, b, c, d, ..] = matrix.0;
        let (across, down) = (a.hypot(b), c.hypot(d));
        if across == 0.0 || down == 0.0 {
            return Ok(());
        }
        let size = match font.height {
            0.0 => 12.0,
            height if height < 0.0 => -height,
            height => height / (ASCENT + DESCENT),
        };
        // The baseline turns with the font, and with a world that is turned; a mirrored mapping leaves
        // words upright.
        let own = (font.angle / 10.0).to_radians();
        let turned = if b.abs() > across * 1.0e-4 { (-b).atan2(a) } else { 0.0 };
        let (sine, cosine) = (own + turned).sin_cos();
        let wide = across / down;
        let advances: Vec<f32> = output.advances.iter().map(|advance| advance.abs() * wide).collect();
        let known = advances.len() >= output.characters.len();
        let total: f32 = advances.iter().take(output.characters.len()).sum();
        let align = self.state.align;
        let at = if align & 1 == 1 { self.state.position } else { output.at };
        let anchor = match align & 6 {
            6 => 0.5,
            2 => 1.0,
            _ => 0.0,
        };
        let shift = if known { -total * anchor } else { 0.0 };
        let drop = match align & 24 {
            24 => 0.0,
            8 => DESCENT * size,
            _ => -ASCENT * size,
        };
        let (x, y) = matrix.apply(at);
        let place = Matrix([down * cosine, -down * sine, -down * sine, -down * cosine, x, y])
            .after(Matrix([1.0, 0.0, 0.0, 1.0, shift, drop]));
        let mut pen = 0.0;
        let stops = if known {
            let stop = |advance: &f32| {
                let before = pen;
                pen += advance;
                before
            };
            advances.iter().take(output.characters.len()).map(stop).collect()
        } else {
            Vec::new()
        };
        if align & 1 == 1 && known {
            let on = total / wide;
            self.state.position = (at.0 + on * own.cos(), at.1 - on * own.sin());
        }
        self.underline(&font, place, size, total)?;
        self.add(DrawingItem::Words(DrawingText {
            text: output.characters.iter().map(|c| plain(*c, &font.family)).collect(),
            place,
            size,
            family: font.family,
            bold: font.weight >= 600,
            italic: font.italic,
            colour: self.state.text_colour,
            stops,
            anchor,
            width: 0.0,
            glyphs: Vec::new(),
        }))
    }

    /// The lines of a font that is underlined or struck through.
    fn underline(
        &mut self,
        font: &super::state::MetafileFont,
        place: Matrix,
        size: f32,
        width: f32,
    ) -> Result<(), PictureFault> {
        let lines = [(font.underline, -0.12), (font.strike, 0.26)];
        for (_, height) in lines.into_iter().filter(|(wanted, _)| *wanted && width > 0.0) {
            let line = rectangle((0.0, height * size), (width, (height + 0.06) * size));
            let outline = transformed(&line, place);
            let fill = Some(self.state.text_colour);
            self.add(DrawingItem::Path(Path { outline, fill, ..Path::default() }))?;
        }
        Ok(())
    }
}
