//! Records of an EMF that draw ([MS-EMF] 2.3).

use super::Record;
use super::bitmap::{self, Placing, SOURCE_COPY};
use super::canvas::Canvas;
use super::code_page::decoded;
use super::emf::region;
use super::text::Output;
use crate::graphics::drawing::{DrawingPoint, Outline, Segment, rectangle, transformed};
use crate::graphics::gradient;
use crate::graphics::{PictureFault, PixelBudget};

/// How the points of a record are stored.
#[derive(Clone, Copy)]
struct EmfPoints {
    /// Two bytes a number, else four.
    short: bool,
}

impl EmfPoints {
    fn size(self) -> usize {
        if self.short { 4 } else { 8 }
    }

    fn one(self, record: Record<'_>, at: usize) -> Option<DrawingPoint> {
        if self.short {
            Some((f32::from(record.i16(at)?), f32::from(record.i16(at + 2)?)))
        } else {
            record.point(at)
        }
    }

    /// As many points as there are, from a place.
    fn list(self, record: Record<'_>, at: usize, count: usize) -> Vec<DrawingPoint> {
        let most = record.0.len().saturating_sub(at) / self.size();
        (0..count.min(most)).filter_map(|index| self.one(record, at + index * self.size())).collect()
    }
}

/// Lines from point to point.
pub(super) fn lines(points: &[DrawingPoint], closed: bool) -> Outline {
    let mut outline = Outline::with_capacity(points.len() + 1);
    let mut points = points.iter();
    outline.extend(points.next().map(|first| Segment::Move(*first)));
    outline.extend(points.map(|point| Segment::Line(*point)));
    if closed && !outline.is_empty() {
        outline.push(Segment::Close);
    }
    outline
}

fn curves(from: DrawingPoint, points: &[DrawingPoint]) -> Outline {
    let mut outline = vec![Segment::Move(from)];
    outline.extend(points.chunks_exact(3).filter_map(|three| match three {
        [first, second, to] => Some(Segment::Curve(*first, *second, *to)),
        _ => None,
    }));
    outline
}

impl Canvas {
    /// Draws a record; one of another kind, or cut short, draws nothing.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn draw_record(
        &mut self,
        kind: u32,
        record: Record<'_>,
        budget: &mut PixelBudget,
    ) -> Result<(), PictureFault> {
        let drawn = match kind {
            2..=6 | 85..=89 => self.points(kind, record),
            7 | 8 | 90 | 91 => self.many(kind, record),
            56 | 92 => self.mixed(record, EmfPoints { short: kind == 92 }),
            15 => record.point(8).zip(record.colour(16)).map(|(at, colour)| self.dot(at, colour)),
            41..=47 | 55 => self.round(kind, record),
            54 => record.point(8).map(|to| self.line_to(to)),
            59..=66 | 68 => self.path_record(kind),
            71..=74 => self.region_record(kind, record),
            76 | 77 | 78 | 80 | 81 | 114 | 116 => self.blit(kind, record, budget),
            83 | 84 | 108 => self.text_record(kind, record),
            118 => self.gradient_record(record, budget),
            96 | 97 => self.texts(kind, record),
            _ => None,
        };
        drawn.unwrap_or(Ok(()))
    }

    /// One line or shape of points.
    fn points(&mut self, kind: u32, record: Record<'_>) -> Option<Result<(), PictureFault>> {
        let form = EmfPoints { short: kind >= 85 };
        let points = form.list(record, 28, record.place(24)?);
        let last = *points.last()?;
        let from = self.state.position;
        Some(match kind {
            2 | 85 => self.draw(&curves(*points.first()?, points.get(1..)?), false),
            3 | 86 => self.draw(&lines(&points, true), true),
            4 | 87 => self.draw(&lines(&points, false), false),
            5 | 88 => {
                self.state.position = last;
                let mut outline = curves(from, &points);
                self.go_on(from, &mut outline);
                self.draw(&outline, false)
            }
            _ => {
                self.state.position = last;
                let mut outline = lines(&points, false);
                outline.insert(0, Segment::Move(from));
                if let Some(second) = outline.get_mut(1)
                    && let Segment::Move(to) = *second
                {
                    *second = Segment::Line(to);
                }
                self.go_on(from, &mut outline);
                self.draw(&outline, false)
            }
        })
    }

    /// In an open path that has come to the position, an outline from there goes on without a new part.
    fn go_on(&self, from: DrawingPoint, outline: &mut Outline) {
        let at = self.matrix().apply(from);
        if self.path.as_ref().is_some_and(|path| path.last().and_then(super::canvas::end) == Some(at)) {
            outline.remove(0);
        }
    }

    /// Several lines or shapes.
    fn many(&mut self, kind: u32, record: Record<'_>) -> Option<Result<(), PictureFault>> {
        let form = EmfPoints { short: kind >= 90 };
        let (parts, total) = (record.place(24)?, record.place(28)?);
        let closed = matches!(kind, 8 | 91);
        let first = 32usize.checked_add(parts.checked_mul(4)?)?;
        let points = form.list(record, first, total);
        let mut outline = Outline::with_capacity(points.len());
        let mut rest = points.as_slice();
        for part in 0..parts.min(points.len()) {
            let count = record.place(32 + part * 4)?.min(rest.len());
            let (own, others) = rest.split_at_checked(count)?;
            outline.extend(lines(own, closed));
            rest = others;
        }
        Some(self.draw(&outline, closed))
    }

    /// Lines and curves by the kind of each point ([MS-EMF] 2.3.5.26): 6 begins, 2 is of a line, 4 of a
    /// curve, 1 closes besides.
    fn mixed(&mut self, record: Record<'_>, form: EmfPoints) -> Option<Result<(), PictureFault>> {
        let count = record.place(24)?;
        let points = form.list(record, 28, count);
        let kinds = record.slice(28 + count.checked_mul(form.size())?, points.len())?;
        let mut outline = vec![Segment::Move(self.state.position)];
        let mut curve: Vec<DrawingPoint> = Vec::new();
        for (point, kind) in points.iter().zip(kinds) {
            match kind & 6 {
                6 => outline.push(Segment::Move(*point)),
                2 => outline.push(Segment::Line(*point)),
                _ => {
                    curve.push(*point);
                    if let [first, second, to] = curve.as_slice() {
                        outline.push(Segment::Curve(*first, *second, *to));
                        curve.clear();
                    }
                }
            }
            if kind & 1 == 1 {
                outline.push(Segment::Close);
            }
            self.state.position = *point;
        }
        Some(self.draw(&outline, false))
    }

    /// Shapes in a box, and arcs.
    fn round(&mut self, kind: u32, record: Record<'_>) -> Option<Result<(), PictureFault>> {
        if kind == 41 {
            let (middle, radius) = (record.point(8)?, record.u32(16)? as f32);
            let (start, sweep) = (record.f32(20)?.to_radians(), record.f32(24)?.to_radians());
            let box_of = ((middle.0 - radius, middle.1 - radius), (middle.0 + radius, middle.1 + radius));
            let piece = crate::graphics::drawing::arc(box_of.0, box_of.1, -start, -sweep);
            return Some(self.arc_from_position(piece));
        }
        let (first, second) = (record.point(8)?, record.point(16)?);
        Some(match kind {
            42 => {
                let mut outline = crate::graphics::drawing::arc(first, second, 0.0, std::f32::consts::TAU);
                outline.push(Segment::Close);
                self.draw(&outline, true)
            }
            43 => self.draw(&rectangle(first, second), true),
            44 => {
                let corner = record.point(24)?;
                self.draw(&Canvas::rounded(first, second, corner), true)
            }
            _ => {
                let (mut outline, middle) = self.arc(first, second, record.point(24)?, record.point(32)?);
                match kind {
                    55 => return Some(self.arc_from_position(outline)),
                    46 => outline.push(Segment::Close),
                    47 => outline.extend([Segment::Line(middle), Segment::Close]),
                    _ => {}
                }
                self.draw(&outline, kind != 45)
            }
        })
    }

    /// An arc with a line to its beginning from the position, which goes to its end.
    fn arc_from_position(&mut self, mut piece: Outline) -> Result<(), PictureFault> {
        let from = self.state.position;
        if let Some(first) = piece.first_mut()
            && let Segment::Move(to) = *first
        {
            *first = Segment::Line(to);
        }
        piece.insert(0, Segment::Move(from));
        self.state.position = piece.last().and_then(super::canvas::end).unwrap_or(from);
        self.go_on(from, &mut piece);
        self.draw(&piece, false)
    }

    fn path_record(&mut self, kind: u32) -> Option<Result<(), PictureFault>> {
        match kind {
            59 => self.path = Some(Outline::new()),
            60 => self.made = self.path.take()?,
            61 => self.path.as_mut()?.push(Segment::Close),
            62..=64 => {
                let outline = std::mem::take(&mut self.made);
                return Some(self.paint(outline, kind != 62, kind != 64));
            }
            68 => (self.path, self.made) = (None, Outline::new()),
            _ => {}
        }
        None
    }

    fn region_record(&mut self, kind: u32, record: Record<'_>) -> Option<Result<(), PictureFault>> {
        // Fill and frame name a brush of the table before the region.
        let (data, named) = match kind {
            71 => (32, Some(28)),
            72 => (40, Some(28)),
            _ => (28, None),
        };
        let outline = transformed(&region(Record(record.0.get(data..)?))?, self.device.matrix);
        let before = self.state.brush;
        if let Some(tool) = named.and_then(|at| self.tools.get(record.place(at)?).cloned().flatten()) {
            self.select(Some(tool));
        }
        let painted = match kind {
            71 | 74 => self.paint(outline, false, true),
            _ => Ok(()),
        };
        self.state.brush = before;
        Some(painted)
    }

    /// Bitmaps ([MS-EMF] 2.3.1).
    fn blit(
        &mut self,
        kind: u32,
        record: Record<'_>,
        budget: &mut PixelBudget,
    ) -> Option<Result<(), PictureFault>> {
        let to = record.point(24)?;
        // Place of the offsets to head and bits; place and size of the source.
        let (offsets, source, size, operation) = match kind {
            76 => (84, record.point(44)?, record.point(32)?, record.u32(40)?),
            77 | 78 => {
                let source = if kind == 77 { record.point(100)? } else { record.point(32)? };
                (84, source, record.point(32)?, record.u32(40)?)
            }
            80 => (48, record.point(40)?, record.point(40)?, SOURCE_COPY),
            81 => (48, record.point(40)?, record.point(72)?, record.u32(68)?),
            _ => (84, record.point(100)?, record.point(32)?, SOURCE_COPY),
        };
        let part = |at: usize| {
            let (place, length) = (record.place(at)?, record.place(at + 4)?);
            record.slice(place, length).filter(|part| !part.is_empty())
        };
        let raster = match part(offsets).zip(part(offsets + 8)) {
            Some((head, bits)) => match bitmap::decode(head, bits, budget) {
                Ok(raster) if kind == 114 => Some(bitmap::blended(raster, head, bits, record.array(40)?)),
                Ok(raster) => Some(raster),
                Err(PictureFault::TooLarge) => return Some(Err(PictureFault::TooLarge)),
                Err(_) => {
                    self.incomplete = true;
                    return None;
                }
            },
            None => None,
        };
        let from = match kind {
            80 | 81 => {
                // Counted from the lower edge.
                let (at, size) = (record.point(32)?, source);
                let high = raster.as_ref().map_or(0.0, |raster| raster.height as f32);
                ((at.0, (high - at.1 - size.1).max(0.0)), size)
            }
            76 => (source, size),
            78 => (record.point(44)?, size),
            _ => (record.point(44)?, source),
        };
        Some(self.bitmap(raster, Placing { to: (to, size), from, operation }))
    }

    /// Rectangles and triangles whose corners have colours ([MS-EMF] 2.3.5.12).
    fn gradient_record(
        &mut self,
        record: Record<'_>,
        budget: &mut PixelBudget,
    ) -> Option<Result<(), PictureFault>> {
        let (corners, shapes, mode) = (record.place(24)?, record.place(28)?, record.u32(32)?);
        let first = 36usize.checked_add(corners.checked_mul(16)?)?;
        let corner = |at: usize| {
            let place = 36 + record.place(at).filter(|number| *number < corners)? * 16;
            let light = |at: usize| Some((record.u16(at)? >> 8) as u8);
            Some((record.point(place)?, [light(place + 8)?, light(place + 10)?, light(place + 12)?]))
        };
        let size = if mode == 2 { 12 } else { 8 };
        for shape in (0..shapes.min(record.0.len() / size)).map(|index| first + index * size) {
            let matrix = self.matrix();
            let (one, two) = (corner(shape)?, corner(shape + 4)?);
            let items = if mode == 2 {
                gradient::triangle([one, two, corner(shape + 8)?], matrix, budget)
            } else {
                gradient::rectangle(one, two, mode == 1, matrix, budget)
            };
            match items {
                Ok(items) => {
                    for item in items {
                        if let Err(fault) = self.add(item) {
                            return Some(Err(fault));
                        }
                    }
                }
                Err(fault) => return Some(Err(fault)),
            }
        }
        None
    }

    fn text_record(&mut self, kind: u32, record: Record<'_>) -> Option<Result<(), PictureFault>> {
        let output = if kind == 108 { self.small(record)? } else { self.words(record, 36, kind == 84)? };
        Some(self.write(output))
    }

    /// The words of a text object at a place ([MS-EMF] 2.2.5).
    fn words(&self, record: Record<'_>, at: usize, wide: bool) -> Option<Output> {
        let (count, place, options) = (record.place(at + 8)?, record.place(at + 12)?, record.u32(at + 16)?);
        let frame = Some((record.point(at + 20)?, record.point(at + 28)?));
        let spread = record.place(at + 36)?;
        let (characters, lengths) = self.characters(record, place, count, wide)?;
        // Pairs of advances across and down, where an option says so.
        let step = if options & 0x2000 == 0 { 4 } else { 8 };
        let mut unit = 0;
        let advance = |length: &usize| {
            let units = unit..unit + length;
            unit += length;
            units
                .map(|unit| record.i32(spread + unit * step).map(|number| number as f32))
                .sum::<Option<f32>>()
        };
        let advances = if spread == 0 { Some(Vec::new()) } else { lengths.iter().map(advance).collect() };
        let at = record.point(at)?;
        Some(Output { at, options, frame, characters, advances: advances.unwrap_or_default() })
    }

    /// Characters, and how many units of the record each takes.
    fn characters(
        &self,
        record: Record<'_>,
        at: usize,
        count: usize,
        wide: bool,
    ) -> Option<(Vec<char>, Vec<usize>)> {
        let font = &self.state.font;
        if !wide {
            let bytes = record.slice(at, count)?;
            return Some(decoded(bytes, font.charset, &font.family).into_iter().unzip());
        }
        let bytes = record.slice(at, count.checked_mul(2)?)?;
        let units =
            bytes.chunks_exact(2).filter_map(|pair| pair.first_chunk().copied().map(u16::from_le_bytes));
        let of = |unit: Result<char, _>| unit.unwrap_or(char::REPLACEMENT_CHARACTER);
        Some(char::decode_utf16(units).map(of).map(|character| (character, character.len_utf16())).unzip())
    }

    /// A text without advances ([MS-EMF] 2.3.5.37).
    fn small(&self, record: Record<'_>) -> Option<Output> {
        let (count, options) = (record.place(16)?, record.u32(20)?);
        let place = if options & 0x100 == 0 { 52 } else { 36 };
        let frame = if place == 52 { Some((record.point(36)?, record.point(44)?)) } else { None };
        let (characters, _) = self.characters(record, place, count, options & 0x200 == 0)?;
        Some(Output {
            at: record.point(8)?,
            options: options & 0x16,
            frame,
            characters,
            advances: Vec::new(),
        })
    }

    fn texts(&mut self, kind: u32, record: Record<'_>) -> Option<Result<(), PictureFault>> {
        const OBJECT: usize = 40;
        for index in 0..record.place(36)?.min(record.0.len() / OBJECT) {
            if let Some(output) = self.words(record, 40 + index * OBJECT, kind == 97)
                && let Err(fault) = self.write(output)
            {
                return Some(Err(fault));
            }
        }
        None
    }
}
