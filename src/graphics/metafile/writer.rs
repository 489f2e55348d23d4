//! A drawing written as an EMF, which Word and LibreOffice show ([MS-EMF]).
//!
//! In: a drawing without its glyphs. Out: the bytes of an EMF that plays as that drawing. Never: a thing that
//! is not in the drawing, a measure of this machine.

use crate::graphics::Raster;
use crate::graphics::drawing::{
    Drawing, DrawingItem, DrawingPoint, DrawingStroke, DrawingText, FillRule, Matrix, Path, Segment,
};

/// Dots of the device along the longer side of a drawing, ten in a millimetre.
const DOTS: f32 = 4_000.0;
/// Logical units in a dot.
const FINE: f32 = 10.0;
/// Places of the table of objects: pen, brush, font.
const PEN: i32 = 1;
const BRUSH: i32 = 2;
const FONT: i32 = 3;
/// Objects that every device has: nothing as brush and as pen ([MS-EMF] 2.1.31).
const NO_BRUSH: i32 = 0x8000_0005u32.cast_signed();
const NO_PEN: i32 = 0x8000_0008u32.cast_signed();

/// Writes a drawing.
pub(in crate::graphics) fn written(drawing: &Drawing) -> Vec<u8> {
    let dot = DOTS / drawing.width.max(drawing.height).max(f32::MIN_POSITIVE);
    let size = [drawing.width, drawing.height].map(|side| (side * dot).round().max(1.0) as i32);
    let fine = size.map(|side| side.saturating_mul(FINE as i32));
    let mut writer = EmfWriter { body: Vec::new(), count: 2, unit: dot * FINE };
    // An own mapping of units to dots; words have no ground.
    for (kind, numbers) in [(17, &[8][..]), (10, &[0, 0]), (9, &fine), (12, &[0, 0]), (11, &size), (18, &[1])]
    {
        writer.record(kind, numbers, &[]);
    }
    drawing.items.iter().for_each(|item| writer.item(item));
    writer.finished(size)
}

struct EmfWriter {
    body: Vec<u8>,
    /// Records, with the header and the end.
    count: u32,
    /// Logical units in one of the drawing.
    unit: f32,
}

impl EmfWriter {
    fn record(&mut self, kind: u32, numbers: &[i32], rest: &[u8]) {
        let filled = rest.len().next_multiple_of(4);
        let length = 8 + numbers.len() * 4 + filled;
        self.body.extend(kind.to_le_bytes());
        self.body.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
        self.body.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        self.body.extend(rest);
        self.body.resize(self.body.len() + filled - rest.len(), 0);
        self.count += 1;
    }

    /// The file: header, records, end.
    fn finished(self, [wide, high]: [i32; 2]) -> Vec<u8> {
        const HEADER: usize = 108;
        const END: usize = 20;
        let all = HEADER + self.body.len() + END;
        let length = u32::try_from(all).unwrap_or(u32::MAX).cast_signed();
        // Bounds in dots, frame in hundredths of a millimetre; ten dots are one.
        let mut head = vec![1, HEADER as i32, 0, 0, wide - 1, high - 1];
        head.extend([0, 0, wide.saturating_mul(10), high.saturating_mul(10), 0x464D_4520, 0x1_0000]);
        head.extend([length, self.count.cast_signed(), FONT + 1, 0, 0, 0]);
        head.extend([10_000, 10_000, 1_000, 1_000, 0, 0, 0, 1_000_000, 1_000_000]);
        let mut file = Vec::with_capacity(all);
        file.extend(head.into_iter().flat_map(i32::to_le_bytes));
        file.extend(self.body);
        file.extend([14, END as i32, 0, 16, END as i32].into_iter().flat_map(i32::to_le_bytes));
        file
    }

    fn at(&self, (x, y): DrawingPoint) -> [i32; 2] {
        [self.length(x), self.length(y)]
    }

    fn length(&self, length: f32) -> i32 {
        (length * self.unit).round() as i32
    }

    fn item(&mut self, item: &DrawingItem) {
        match item {
            DrawingItem::Path(path) => self.path(path),
            DrawingItem::Clip(outline, rule) => {
                self.record(33, &[], &[]);
                self.outline(outline, *rule);
                self.record(67, &[1], &[]);
            }
            DrawingItem::Restore => self.record(34, &[-1], &[]),
            DrawingItem::Picture(raster, matrix) => self.picture(raster, *matrix),
            DrawingItem::Words(words) => self.words(words),
        }
    }

    fn path(&mut self, path: &Path) {
        if path.outline.is_empty() || (path.fill.is_none() && path.stroke.is_none()) {
            return;
        }
        match path.fill {
            Some(colour) => {
                self.record(39, &[BRUSH, 0, reference(colour), 0], &[]);
                self.record(37, &[BRUSH], &[]);
            }
            None => self.record(37, &[NO_BRUSH], &[]),
        }
        match &path.stroke {
            Some(stroke) => self.pen(stroke),
            None => self.record(37, &[NO_PEN], &[]),
        }
        self.outline(&path.outline, path.rule);
        let painted = match (path.fill.is_some(), path.stroke.is_some()) {
            (true, true) => 63,
            (true, false) => 62,
            _ => 64,
        };
        self.record(painted, &[0, 0, -1, -1], &[]);
    }

    fn pen(&mut self, stroke: &DrawingStroke) {
        let ends = [0x200, 0, 0x100].get(usize::from(stroke.cap)).copied().unwrap_or(0);
        let corners = [0x2000, 0, 0x1000].get(usize::from(stroke.join)).copied().unwrap_or(0);
        // Dashes of the user's, of a geometric pen.
        let dashed = if stroke.dashes.is_empty() { 0 } else { 7 };
        let dashes: Vec<i32> = stroke.dashes.iter().map(|dash| self.length(*dash).max(1)).collect();
        // The thinnest line is a dot of any device.
        let geometric = if stroke.width > 0.0 { 0x1_0000 } else { 0 };
        let style = geometric | ends | corners | dashed;
        let count = i32::try_from(dashes.len()).unwrap_or(0);
        let width = if stroke.width > 0.0 { self.length(stroke.width).max(1) } else { 1 };
        let mut numbers = vec![PEN, 0, 0, 0, 0, style, width, 0, reference(stroke.colour), 0, count];
        numbers.extend(dashes);
        self.record(95, &numbers, &[]);
        self.record(37, &[PEN], &[]);
    }

    /// An outline as the path of the device.
    fn outline(&mut self, outline: &[Segment], rule: FillRule) {
        self.record(19, &[if rule == FillRule::EvenOdd { 1 } else { 2 }], &[]);
        self.record(59, &[], &[]);
        for segment in outline {
            match *segment {
                Segment::Move(to) => self.record(27, &self.at(to), &[]),
                Segment::Line(to) => self.record(54, &self.at(to), &[]),
                Segment::Curve(first, second, to) => {
                    let points = [first, second, to].map(|point| self.at(point)).concat();
                    self.record(5, &[&[0, 0, -1, -1, 3], points.as_slice()].concat(), &[]);
                }
                Segment::Close => self.record(61, &[], &[]),
            }
        }
        self.record(60, &[], &[]);
    }

    /// A picture, its opacity in its pixels.
    fn picture(&mut self, raster: &Raster, matrix: Matrix) {
        let [wide, high] = [raster.width, raster.height].map(|side| i32::try_from(side).unwrap_or(i32::MAX));
        let [a, b, c, d, e, f] = matrix.0;
        let upright = b == 0.0 && c == 0.0 && a > 0.0 && d > 0.0;
        let ([left, top], [across, down]) =
            if upright { (self.at((e, f)), self.at((a, d))) } else { ([0, 0], [wide, high]) };
        if !upright {
            let scale = |share: f32, dots: i32| share * self.unit / dots.max(1) as f32;
            let world = [
                scale(a, wide),
                scale(b, wide),
                scale(c, high),
                scale(d, high),
                e * self.unit,
                f * self.unit,
            ];
            self.world(world);
        }
        let bits = bits(raster);
        let size = i32::try_from(bits.len()).unwrap_or(i32::MAX);
        let head = [40, wide, high, 0x20_0001, 0, size, 0, 0, 0, 0];
        // Blended by the opacity of each pixel ([MS-EMF] 2.3.1.1).
        let mut numbers = vec![0, 0, -1, -1, left, top, across, down, 0x01FF_0000, 0, 0];
        numbers.extend(Matrix::IDENTITY.0.map(|number| number.to_bits().cast_signed()));
        // Colour of the ground, use of colours, places and lengths of head and bits, size of the source.
        numbers.extend([0, 0, 108, 40, 148, size, wide, high]);
        let rest: Vec<u8> = head.into_iter().flat_map(i32::to_le_bytes).chain(bits).collect();
        self.record(114, &numbers, &rest);
        if !upright {
            self.world(Matrix::IDENTITY.0);
        }
    }

    fn world(&mut self, matrix: [f32; 6]) {
        self.record(35, &matrix.map(|number| number.to_bits().cast_signed()), &[]);
    }

    fn words(&mut self, words: &DrawingText) {
        let [a, b, ..] = words.place.0;
        let scale = a.hypot(b);
        let angle = ((-b).atan2(a).to_degrees() * 10.0).round() as i32;
        let weight = if words.bold { 700 } else { 400 };
        let mut font: Vec<u8> = [-self.length(words.size * scale), 0, angle, angle, weight]
            .into_iter()
            .flat_map(i32::to_le_bytes)
            .collect();
        // Italic, underlined, struck through, the character set of the face, precisions.
        font.extend([u8::from(words.italic), 0, 0, 1, 0, 0, 0, 0]);
        let family: Vec<u16> = words.family.encode_utf16().take(31).collect();
        font.extend(family.iter().flat_map(|unit| unit.to_le_bytes()));
        // The rest of the extended form stays empty ([MS-EMF] 2.2.15).
        const FORM: usize = 320;
        font.resize(FORM, 0);
        self.record(82, &[FONT], &font);
        self.record(37, &[FONT], &[]);
        self.record(24, &[reference(words.colour)], &[]);
        let placed = words.stops.len() >= words.text.chars().count();
        let anchor = match words.anchor {
            _ if placed => 0,
            0.0 => 0,
            share if share < 1.0 => 6,
            _ => 2,
        };
        self.record(22, &[24 | anchor], &[]);
        let first = words.stops.first().copied().filter(|_| placed).unwrap_or(0.0);
        let [x, y] = self.at(words.place.apply((first, 0.0)));
        let units: Vec<u16> = words.text.encode_utf16().collect();
        let advances = if placed { self.advances(words, scale) } else { Vec::new() };
        let count = i32::try_from(units.len()).unwrap_or(0);
        let string: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let spread = i32::try_from(76 + string.len().next_multiple_of(4)).unwrap_or(0);
        let spread = if placed { spread } else { 0 };
        let mut rest = string;
        rest.resize(rest.len().next_multiple_of(4), 0);
        rest.extend(advances.into_iter().flat_map(i32::to_le_bytes));
        let one = 1.0f32.to_bits().cast_signed();
        self.record(84, &[0, 0, -1, -1, 2, one, one, x, y, count, 76, 0, 0, 0, -1, -1, spread], &rest);
    }

    /// How far it is from each unit of the words to the next.
    fn advances(&self, words: &DrawingText, scale: f32) -> Vec<i32> {
        let ends = words.stops.iter().skip(1).copied();
        let ends = ends.chain(words.stops.last().map(|last| last + words.size / 2.0));
        let mut advances = Vec::new();
        for ((letter, from), to) in words.text.chars().zip(&words.stops).zip(ends) {
            advances.push(self.length((to - from) * scale));
            advances.extend((1..letter.len_utf16()).map(|_| 0));
        }
        advances
    }
}

/// A colour as metafiles have it ([MS-WMF] 2.2.2.8).
fn reference([red, green, blue]: [u8; 3]) -> i32 {
    i32::from_le_bytes([red, green, blue, 0])
}

/// Pixels from the lowest row up: blue, green, red by their opacity, opacity ([MS-EMF] 2.3.1.1).
fn bits(raster: &Raster) -> Vec<u8> {
    let (samples, width) = (usize::from(raster.samples).max(1), raster.width as usize);
    let mut bits = Vec::with_capacity(width * raster.height as usize * 4);
    for (row, line) in raster.pixels.chunks_exact((width * samples).max(1)).enumerate().rev() {
        for (column, pixel) in line.chunks_exact(samples).enumerate() {
            let opacity = raster.alpha.as_ref().and_then(|alpha| alpha.get(row * width + column).copied());
            let opacity = opacity.unwrap_or(255);
            let light = |at: usize| {
                let sample = pixel.get(at.min(samples - 1)).copied().unwrap_or(0);
                ((u32::from(sample) * u32::from(opacity) + 127) / 255) as u8
            };
            bits.extend([light(2), light(1), light(0), opacity]);
        }
    }
    bits
}
