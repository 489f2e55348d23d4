//! Pictures as image objects, without decoding where PDF reads the format itself.
//!
//! In: the bytes of a picture. Out: an image object with the same pixels, or why there is none. Never:
//! another colour space than grey and RGB (the output intent is sRGB), a picture that does not hold
//! what it claims.

use std::io::Read as _;

use printpdf::{DictItem, ExternalStream};

use crate::diagnostics::{Rule, Severity};
use crate::graphics::{Drawing, Graphic, PictureFault, PixelBudget, Raster, Sight, decode};
use crate::limits;
use crate::text::Picture;
use crate::write::deflate::Deflater;

/// A picture that the PDF does not show.
pub(crate) static NOT_DRAWN: Rule = Rule {
    code: "LAY006",
    name: "picture-not-drawn",
    severity: Severity::Warning,
    what: "The PDF shows a frame with the name of its format where a picture stands, for the picture cannot be \
           drawn: it is damaged, of a format that is not read, or has more pixels than are drawn. Of a metafile \
           with a command that is not understood the rest is drawn.",
    why: "Figures and formulas are content; a reader of the PDF does not know what is missing.",
    example: "A photograph of a telephone in HEIC, or a scan of 100,000 by 100,000 pixels.",
    remedy: "Open the document in Word, save the picture as PNG, put it in its place and convert again. The \
             Word document that is made keeps the picture as it came.",
    source: "ISO 32000-1:2008, 8.9.5: the picture formats that PDF holds",
};

/// The rules of the PDF writer.
pub(crate) static RULES: &[&Rule] = &[&NOT_DRAWN];

/// What the PDF shows of a document's pictures.
#[derive(Debug, Default)]
pub(crate) struct Images {
    images: Vec<Result<ShownPicture, PictureFault>>,
}

/// A picture as the PDF has it.
#[derive(Debug)]
enum ShownPicture {
    /// An image object, its pixels deflated or as the file had them.
    Image(ExternalStream),
    /// A drawing, whose words are set with the pages.
    Drawing(Drawing),
}

impl Images {
    /// Makes ready the pictures of a document.
    pub(crate) fn of(pictures: &[Picture]) -> Self {
        let mut budget = PixelBudget::default();
        Self { images: pictures.iter().map(|picture| shown(&picture.bytes, &mut budget)).collect() }
    }

    /// What there is of each picture.
    pub(crate) fn sights(&self) -> Vec<Sight> {
        let sight = |image: &Result<ShownPicture, PictureFault>| match image {
            Ok(ShownPicture::Image(_)) => Sight::Pixels,
            Ok(ShownPicture::Drawing(drawing)) => Sight::Drawing(drawing.clone()),
            Err(fault) => Sight::Nothing(*fault),
        };
        self.images.iter().map(sight).collect()
    }

    /// Why a picture is not shown, where it is not.
    pub(crate) fn fault(&self, index: u32) -> Option<PictureFault> {
        match self.images.get(index as usize) {
            Some(Ok(_)) => None,
            Some(Err(fault)) => Some(*fault),
            None => Some(PictureFault::Unknown),
        }
    }

    /// Whether something of a drawing is missing.
    pub(crate) fn is_partial(&self, index: u32) -> bool {
        matches!(self.images.get(index as usize), Some(Ok(ShownPicture::Drawing(drawing))) if !drawing.whole)
    }

    /// The image objects, by index.
    pub(super) fn into_objects(self) -> impl Iterator<Item = Option<ExternalStream>> {
        self.images.into_iter().map(|image| match image {
            Ok(ShownPicture::Image(stream)) => Some(stream),
            Ok(ShownPicture::Drawing(_)) | Err(_) => None,
        })
    }
}

/// A picture: as its file has it where PDF reads that, else decoded within the budget.
fn shown(bytes: &[u8], budget: &mut PixelBudget) -> Result<ShownPicture, PictureFault> {
    if let Some(stream) = jpeg(bytes) {
        return Ok(ShownPicture::Image(stream));
    }
    if let Some(stream) = png(bytes, budget)? {
        return Ok(ShownPicture::Image(stream));
    }
    match decode(bytes, budget)? {
        Graphic::Raster(raster) => image_of(&raster).map(ShownPicture::Image).ok_or(PictureFault::Damaged),
        Graphic::Drawing(drawing) => Ok(ShownPicture::Drawing(drawing)),
    }
}

/// The image object of decoded pixels, deflated at once, so that one picture is in memory at a time.
pub(super) fn image_of(raster: &Raster) -> Option<ExternalStream> {
    let space = name(if raster.samples == 3 { "DeviceRGB" } else { "DeviceGray" });
    let mut stream = deflated(raster, space, &raster.pixels)?;
    if let Some(alpha) = &raster.alpha {
        let mask = deflated(raster, name("DeviceGray"), alpha)?;
        stream.dict.insert("SMask".to_owned(), DictItem::Stream { stream: mask });
    }
    Some(stream)
}

/// An image object of the size of a raster with its samples deflated.
fn deflated(raster: &Raster, space: DictItem, samples: &[u8]) -> Option<ExternalStream> {
    packed(image_stream(raster.width, raster.height, 8, space, Vec::new()), samples)
}

/// An image object with these samples deflated.
fn packed(mut stream: ExternalStream, samples: &[u8]) -> Option<ExternalStream> {
    stream.content = Deflater::new().deflate(samples).ok()?;
    stream.compress = false;
    stream.dict.insert("Filter".to_owned(), name("FlateDecode"));
    Some(stream)
}

fn name(name: &str) -> DictItem {
    DictItem::Name(name.as_bytes().to_vec())
}

fn image_stream(width: u32, height: u32, depth: u8, colours: DictItem, content: Vec<u8>) -> ExternalStream {
    let dict = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(i64::from(width))),
        ("Height", DictItem::Int(i64::from(height))),
        ("BitsPerComponent", DictItem::Int(i64::from(depth))),
        ("ColorSpace", colours),
    ];
    ExternalStream { dict: dict.map(|(key, value)| (key.to_owned(), value)).into(), content, compress: true }
}

/// A baseline or progressive JPEG, as it is (ISO 32000-1, 7.4.8).
fn jpeg(bytes: &[u8]) -> Option<ExternalStream> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        let [0xFF, marker, tail @ ..] = rest else { return None };
        // A marker may be padded with 0xFF.
        if *marker == 0xFF {
            rest = rest.get(1..)?;
            continue;
        }
        let length = usize::from(u16::from_be_bytes(*tail.first_chunk()?));
        let segment = tail.get(2..length)?;
        rest = tail.get(length..)?;
        match marker {
            0xC0..=0xC2 => {
                let [8, h1, h2, w1, w2, components, ..] = segment else { return None };
                let colours = match components {
                    1 => name("DeviceGray"),
                    3 => name("DeviceRGB"),
                    _ => return None,
                };
                let (width, height) = (u16::from_be_bytes([*w1, *w2]), u16::from_be_bytes([*h1, *h2]));
                if width == 0 || height == 0 {
                    return None;
                }
                let mut stream =
                    image_stream(u32::from(width), u32::from(height), 8, colours, bytes.to_vec());
                stream.dict.insert("Filter".to_owned(), name("DCTDecode"));
                stream.compress = false;
                return Some(stream);
            }
            0xC3..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => return None,
            0xDA | 0xD9 => return None,
            _ => {}
        }
    }
}

/// The chunks of a PNG that make its picture (ISO/IEC 15948, 11).
#[derive(Default)]
struct Png<'a> {
    width: u32,
    height: u32,
    depth: u8,
    colour: u8,
    palette: &'a [u8],
    transparency: &'a [u8],
    data: Vec<u8>,
}

impl<'a> Png<'a> {
    fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
        let mut png = Self::default();
        loop {
            let length = u32::from_be_bytes(*rest.first_chunk()?) as usize;
            let kind: [u8; 4] = *rest.get(4..)?.first_chunk()?;
            let body = rest.get(8..)?.get(..length)?;
            match &kind {
                b"IHDR" => {
                    let [w1, w2, w3, w4, h1, h2, h3, h4, depth, colour, 0, 0, 0] = *body else { return None };
                    png.width = u32::from_be_bytes([w1, w2, w3, w4]);
                    png.height = u32::from_be_bytes([h1, h2, h3, h4]);
                    (png.depth, png.colour) = (depth, colour);
                }
                b"PLTE" => png.palette = body,
                b"tRNS" => png.transparency = body,
                b"IDAT" => png.data.extend(body),
                b"IEND" => return Some(png),
                _ => {}
            }
            rest = rest.get(length + 12..)?;
        }
    }

    /// Samples of a pixel; `None` for a colour type or depth that there is not.
    fn samples(&self) -> Option<usize> {
        match (self.colour, self.depth) {
            (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) => Some(1),
            (2, 8 | 16) => Some(3),
            (4, 8 | 16) => Some(2),
            (6, 8 | 16) => Some(4),
            _ => None,
        }
    }

    /// Whether it inflates to exactly the rows of the picture, looked at a piece at a time.
    fn is_whole(&self, row: usize) -> bool {
        let Some(size) = (row + 1).checked_mul(self.height as usize).filter(|size| *size > 0) else {
            return false;
        };
        let mut inflated = flate2::read::ZlibDecoder::new(self.data.as_slice()).take(size as u64 + 1);
        let (mut piece, mut at) = ([0u8; 1 << 15], 0usize);
        loop {
            match inflated.read(&mut piece) {
                Ok(0) => return at == size,
                Ok(length) => {
                    let first = at.next_multiple_of(row + 1) - at;
                    let mut filters = piece.iter().take(length).skip(first).step_by(row + 1);
                    if filters.any(|filter| *filter > 4) {
                        return false;
                    }
                    at += length;
                }
                Err(_) => return false,
            }
        }
    }

    /// Inflated rows with their filter bytes; `None` unless they are exactly the picture.
    fn rows(&self, row: usize) -> Option<Vec<u8>> {
        let pixels = u64::from(self.width) * u64::from(self.height);
        let size = (row + 1)
            .checked_mul(self.height as usize)
            .filter(|size| *size > 0 && pixels <= limits::PICTURE_PIXELS)?;
        let mut rows = Vec::new();
        flate2::read::ZlibDecoder::new(self.data.as_slice())
            .take(size as u64 + 1)
            .read_to_end(&mut rows)
            .ok()?;
        (rows.len() == size && rows.iter().step_by(row + 1).all(|filter| *filter <= 4)).then_some(rows)
    }
}

/// A PNG, where PDF holds what it is made of; `None` for one that has to be decoded.
///
/// # Errors
/// [`PictureFault::TooLarge`] where its pixels are over the budget.
fn png(bytes: &[u8], budget: &mut PixelBudget) -> Result<Option<ExternalStream>, PictureFault> {
    let read = || {
        let png = Png::parse(bytes)?;
        let bits = png.samples()? * usize::from(png.depth);
        let row = (png.width as usize).checked_mul(bits)?.div_ceil(8);
        Some((png, bits, row))
    };
    let Some((png, bits, row)) = read() else { return Ok(None) };
    let mixed = png.colour >= 4 || (png.colour == 3 && !png.transparency.is_empty());
    if mixed {
        budget.take_deep(png.width, png.height, bits as u64)?;
        return Ok(apart(&png, row, bits));
    }
    budget.take_passed_on(png.width, png.height)?;
    Ok(as_it_is(&png, row))
}

/// A PNG whose pixels hold their opacity: colours and opacity apart.
fn apart(png: &Png<'_>, row: usize, bits: usize) -> Option<ExternalStream> {
    let pixels = unfilter(&png.rows(row)?, row, bits.div_ceil(8))?;
    with_alpha(png, &pixels, row)
}

/// A PNG without opacity: its own deflated rows.
fn as_it_is(png: &Png<'_>, row: usize) -> Option<ExternalStream> {
    if !png.is_whole(row) {
        return None;
    }
    let samples = png.samples()?;
    let (width, height, depth) = (png.width, png.height, png.depth);
    let colours = match png.colour {
        3 => palette(png)?,
        2 => name("DeviceRGB"),
        _ => name("DeviceGray"),
    };
    let mut stream = image_stream(width, height, depth, colours, png.data.clone());
    stream.compress = false;
    let parts = [
        ("Predictor", 15),
        ("Colors", samples as i64),
        ("BitsPerComponent", i64::from(depth)),
        ("Columns", i64::from(width)),
    ];
    let map = parts.map(|(key, value)| (key.to_owned(), DictItem::Int(value))).into();
    stream.dict.insert("Filter".to_owned(), name("FlateDecode"));
    stream.dict.insert("DecodeParms".to_owned(), DictItem::Dict { map });
    if !png.transparency.is_empty() {
        // One colour is transparent (ISO 32000-1, 8.9.6.4).
        let keys = png.transparency.chunks_exact(2).take(samples);
        let keys = keys.map(|key| key.iter().fold(0, |value, byte| value << 8 | i64::from(*byte)));
        let mask = keys.flat_map(|key| [DictItem::Int(key), DictItem::Int(key)]).collect();
        stream.dict.insert("Mask".to_owned(), DictItem::Array(mask));
    }
    Some(stream)
}

fn palette(png: &Png<'_>) -> Option<DictItem> {
    let entries = png.palette.len() / 3;
    if !(1..=256).contains(&entries) {
        return None;
    }
    let table = DictItem::String { data: png.palette.get(..entries * 3)?.to_vec(), literal: false };
    Some(DictItem::Array(vec![name("Indexed"), name("DeviceRGB"), DictItem::Int(entries as i64 - 1), table]))
}

/// Undoes the row filters (ISO/IEC 15948, 9.2).
fn unfilter(rows: &[u8], row: usize, pixel: usize) -> Option<Vec<u8>> {
    let mut above = vec![0u8; row];
    let mut pixels = Vec::with_capacity(rows.len());
    for line in rows.chunks_exact(row + 1) {
        let (filter, line) = line.split_first()?;
        let mut current: Vec<u8> = Vec::with_capacity(row);
        for (at, byte) in line.iter().enumerate() {
            let before = |row: &[u8]| at.checked_sub(pixel).and_then(|at| row.get(at)).copied().unwrap_or(0);
            let (left, up, corner) = (before(&current), *above.get(at)?, before(&above));
            let guess = match filter {
                0 => 0,
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                _ => paeth(left, up, corner),
            };
            current.push(byte.wrapping_add(guess));
        }
        pixels.extend(&current);
        above = current;
    }
    Some(pixels)
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, up, corner].map(i16::from);
    let guess = a + b - c;
    let (da, db, dc) = ((guess - a).abs(), (guess - b).abs(), (guess - c).abs());
    if da <= db && da <= dc {
        left
    } else if db <= dc {
        up
    } else {
        corner
    }
}

/// Colours with their opacity as a soft mask (ISO 32000-1, 11.6.5.3).
fn with_alpha(png: &Png<'_>, pixels: &[u8], row: usize) -> Option<ExternalStream> {
    let (width, height, depth) = (png.width, png.height, png.depth);
    let sample = usize::from(depth / 8).max(1);
    let (mut stream, alpha, alpha_depth) = if png.colour == 3 {
        let mut alpha = Vec::with_capacity(width as usize * height as usize);
        for line in pixels.chunks_exact(row) {
            alpha.extend((0..width as usize).map(|x| {
                let bit = x * usize::from(depth);
                let byte = line.get(bit / 8).copied().unwrap_or(0);
                let index = byte >> (8 - usize::from(depth) - bit % 8) & (0xFF >> (8 - depth));
                png.transparency.get(usize::from(index)).copied().unwrap_or(0xFF)
            }));
        }
        (image_stream(width, height, depth, palette(png)?, pixels.to_vec()), alpha, 8)
    } else {
        let colours = if png.colour == 6 { 3 } else { 1 };
        let mut shown = Vec::with_capacity(pixels.len());
        let mut alpha = Vec::with_capacity(pixels.len() / (colours + 1));
        for pixel in pixels.chunks_exact((colours + 1) * sample) {
            let (colour, opacity) = pixel.split_at_checked(colours * sample)?;
            shown.extend(colour);
            alpha.extend(opacity);
        }
        let space = name(if colours == 3 { "DeviceRGB" } else { "DeviceGray" });
        (image_stream(width, height, depth, space, shown), alpha, depth)
    };
    let mask = packed(image_stream(width, height, alpha_depth, name("DeviceGray"), Vec::new()), &alpha)?;
    stream.dict.insert("SMask".to_owned(), DictItem::Stream { stream: mask });
    let samples = std::mem::take(&mut stream.content);
    packed(stream, &samples)
}
