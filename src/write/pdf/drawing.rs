//! Drawings as form objects (ISO 32000-1, 8.10).
//!
//! In: a drawing with its words set, the fonts of the document. Out: the content of a form that is one
//! unit wide and high, and the pictures inside it. Never: a decision about looks, a word without text.

use printpdf::{DictItem, ExternalStream, XObjectId};

use super::fonts::FontUse;
use super::operators::Operators;
use super::picture::image_of;
use crate::diagnostics::Refusal;
use crate::graphics::drawing::{
    Drawing, DrawingItem, DrawingStroke, DrawingText, FillRule, Matrix, Path, Segment, SetGlyph,
};

/// Greatest distance from the origin in the space of a form, units; what lies further off is moved there.
const FAR: f32 = 30_000.0;
/// Width of a form's space, units: two decimals of one are a 300th of a point on a whole page.
const SPACE: f32 = 1000.0;

/// A form object and the image objects that it names.
pub(super) struct FormObject {
    /// The form, without its resources.
    pub stream: ExternalStream,
    /// The pictures inside it.
    pub images: Vec<(XObjectId, ExternalStream)>,
}

/// The form of a drawing, the `index`th picture of the document.
///
/// # Errors
/// A glyph that a font does not have.
pub(super) fn form(drawing: &Drawing, index: u32, fonts: &mut [FontUse<'_>]) -> Result<FormObject, Refusal> {
    let scale = SPACE / drawing.width.max(f32::MIN_POSITIVE);
    let height = (drawing.height * scale).clamp(0.01, FAR);
    // The space of the content: upwards, from the lower left corner.
    let space = Matrix([scale, 0.0, 0.0, -scale, 0.0, height]);
    let mut writer =
        DrawingWriter { space, out: Operators::with_capacity(4 << 10), images: Vec::new(), index, open: 0 };
    for item in &drawing.items {
        writer.item(item, fonts)?;
    }
    (0..writer.open).for_each(|_| writer.out.plain("Q"));
    let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
    let numbers =
        |numbers: &[f32]| DictItem::Array(numbers.iter().map(|number| DictItem::Real(*number)).collect());
    let dict = [
        ("Type", name("XObject")),
        ("Subtype", name("Form")),
        ("BBox", numbers(&[0.0, 0.0, SPACE, height])),
        ("Matrix", numbers(&[1.0 / SPACE, 0.0, 0.0, 1.0 / height, 0.0, 0.0])),
    ];
    let dict = dict.map(|(key, value)| (key.to_owned(), value)).into();
    let stream = ExternalStream { dict, content: writer.out.into_bytes(), compress: true };
    Ok(FormObject { stream, images: writer.images })
}

struct DrawingWriter {
    space: Matrix,
    out: Operators,
    images: Vec<(XObjectId, ExternalStream)>,
    index: u32,
    /// Clips that are open.
    open: usize,
}

impl DrawingWriter {
    fn item(&mut self, item: &DrawingItem, fonts: &mut [FontUse<'_>]) -> Result<(), Refusal> {
        match item {
            DrawingItem::Path(path) => self.path(path),
            DrawingItem::Clip(outline, rule) => {
                self.out.plain("q");
                self.open += 1;
                self.outline(outline);
                self.out.plain(if *rule == FillRule::EvenOdd { "W*" } else { "W" });
                self.out.plain("n");
            }
            DrawingItem::Restore => {
                if self.open > 0 {
                    self.out.plain("Q");
                    self.open -= 1;
                }
            }
            DrawingItem::Picture(raster, matrix) => {
                let Some(stream) = image_of(raster) else { return Ok(()) };
                let id = XObjectId(format!("P{}I{}", self.index, self.images.len()));
                // The first row of an image is at the top of its square, where `y` is upwards.
                let matrix = self.space.after(*matrix).after(Matrix([1.0, 0.0, 0.0, -1.0, 0.0, 1.0]));
                self.out.plain("q");
                self.matrix(matrix, "cm");
                self.out.paint(&id.0);
                self.out.plain("Q");
                self.images.push((id, stream));
            }
            DrawingItem::Words(words) => self.words(words, fonts)?,
        }
        Ok(())
    }

    fn path(&mut self, path: &Path) {
        if path.outline.is_empty() || (path.fill.is_none() && path.stroke.is_none()) {
            return;
        }
        if let Some(colour) = path.fill {
            self.out.numbers(&shares(colour), "rg");
        }
        if let Some(stroke) = &path.stroke {
            self.pen(stroke);
        }
        self.outline(&path.outline);
        let even = path.rule == FillRule::EvenOdd;
        self.out.plain(match (path.fill.is_some(), path.stroke.is_some()) {
            (true, false) if even => "f*",
            (true, false) => "f",
            (true, true) if even => "B*",
            (true, true) => "B",
            _ => "S",
        });
    }

    fn pen(&mut self, stroke: &DrawingStroke) {
        let scale = self.space.scale();
        self.out.numbers(&shares(stroke.colour), "RG");
        self.out.lengths(&[bounded(stroke.width * scale)], "w");
        self.out.numbers(&[f32::from(stroke.cap)], "J");
        self.out.numbers(&[f32::from(stroke.join)], "j");
        let dashes: Vec<f32> = stroke.dashes.iter().map(|dash| bounded(dash * scale).max(0.0)).collect();
        // A pattern of nothing is no pattern (ISO 32000-1, 8.4.3.6).
        let drawn = dashes.iter().any(|dash| *dash >= 0.01);
        self.out.dashes(if drawn { &dashes } else { &[] });
    }

    fn outline(&mut self, outline: &[Segment]) {
        let place = |point| {
            let (x, y) = self.space.apply(point);
            (bounded(x), bounded(y))
        };
        let mut begun = false;
        for segment in outline {
            match *segment {
                Segment::Move(to) => {
                    let (x, y) = place(to);
                    self.out.lengths(&[x, y], "m");
                }
                // A line from nowhere begins where it ends.
                Segment::Line(to) | Segment::Curve(.., to) if !begun => {
                    let (x, y) = place(to);
                    self.out.lengths(&[x, y], "m");
                }
                Segment::Line(to) => {
                    let (x, y) = place(to);
                    self.out.lengths(&[x, y], "l");
                }
                Segment::Curve(first, second, to) => {
                    let ((a, b), (c, d), (x, y)) = (place(first), place(second), place(to));
                    self.out.lengths(&[a, b, c, d, x, y], "c");
                }
                Segment::Close if begun => self.out.plain("h"),
                Segment::Close => {}
            }
            begun |= *segment != Segment::Close;
        }
    }

    fn words(&mut self, words: &DrawingText, fonts: &mut [FontUse<'_>]) -> Result<(), Refusal> {
        if words.glyphs.is_empty() {
            return Ok(());
        }
        self.out.plain("BT");
        self.out.numbers(&shares(words.colour), "rg");
        let space = self.space.after(words.place);
        let mut open = None;
        for glyph in &words.glyphs {
            if open != Some(glyph.font) {
                self.out.font(glyph.font, words.size);
                open = Some(glyph.font);
            }
            self.matrix(space.after(Matrix([glyph.stretch, 0.0, 0.0, 1.0, glyph.x, 0.0])), "Tm");
            self.glyph(glyph, fonts)?;
        }
        self.out.plain("ET");
        Ok(())
    }

    fn glyph(&mut self, glyph: &SetGlyph, fonts: &mut [FontUse<'_>]) -> Result<(), Refusal> {
        let Some(font) = fonts.get_mut(usize::from(glyph.font)) else {
            return Err(Refusal::internal(format!("words in font {}, which is not there", glyph.font)));
        };
        let text = Some(glyph.text.as_str()).filter(|text| !text.is_empty());
        let code = font.show(glyph.id, text)?;
        if code.reads_right {
            self.out.show(&code.code.to_be_bytes());
        } else {
            self.out.replacement(&glyph.text);
            self.out.show(&code.code.to_be_bytes());
            self.out.plain("EMC");
        }
        Ok(())
    }

    fn matrix(&mut self, matrix: Matrix, operator: &str) {
        let exact = |number: f32| (bounded(number) * 10_000.0).round() / 10_000.0;
        self.out.numbers(&matrix.0.map(exact), operator);
    }
}

/// A colour as shares of red, green and blue.
fn shares(colour: [u8; 3]) -> [f32; 3] {
    colour.map(|part| (f32::from(part) / 2.55).round() / 100.0)
}

/// A measure that is a number, and none that readers cannot hold.
fn bounded(measure: f32) -> f32 {
    if measure.is_finite() { measure.clamp(-FAR, FAR) } else { 0.0 }
}
