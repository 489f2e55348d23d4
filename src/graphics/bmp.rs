//! BMP, and the bitmaps of metafiles with its head before them ([MS-WMF] 2.2.2.9).
//!
//! In: the bytes of a BMP. Out: a [`Raster`] without opacity: the fourth byte of a pixel is padding in all that
//! Word and Windows write. Never: more pixels than the budget has. What breaks off is white.

use super::{PictureFault, PixelBudget, Raster, raster};

/// What the head of a bitmap says.
struct Head {
    width: usize,
    height: usize,
    /// Rows run from the lowest up.
    upwards: bool,
    /// Bits of a pixel.
    depth: usize,
    /// 0 none, 1 and 2 runs of eight and of four bits, 3 and 6 masks, 4 JPEG, 5 PNG ([MS-WMF] 2.1.1.7).
    compression: u32,
    /// Red, green and blue of each value.
    colours: Vec<[u8; 3]>,
    /// Bits of red, green and blue in a pixel of 16 or 32 bits.
    masks: [u32; 3],
    /// Where the pixels begin in the file.
    start: usize,
}

/// Decodes a BMP.
///
/// # Errors
/// Why it cannot be drawn.
pub(super) fn decode(bytes: &[u8], budget: &mut PixelBudget) -> Result<Raster, PictureFault> {
    let head = Head::read(bytes).ok_or(PictureFault::Damaged)?;
    let bits = bytes.get(head.start..).ok_or(PictureFault::Damaged)?;
    if matches!(head.compression, 4 | 5) {
        // A bitmap inside a bitmap is none.
        return if bits.starts_with(b"BM") {
            Err(PictureFault::Damaged)
        } else {
            raster::decode(bits, budget)
        };
    }
    let side = |side: usize| u32::try_from(side).map_err(|_| PictureFault::TooLarge);
    let size = (side(head.width)?, side(head.height)?);
    budget.take(size.0, size.1)?;
    let mut pixels = match (head.compression, head.depth) {
        (1, 8) | (2, 4) => head.runs(bits),
        (0, 1 | 2 | 4 | 8 | 16 | 24 | 32) | (3 | 6, 16 | 32) => head.rows(bits),
        _ => return Err(PictureFault::Unsupported),
    };
    if head.upwards {
        let row = head.width * 3;
        let turned = pixels.chunks_exact(row).rev().flatten().copied().collect();
        pixels = turned;
    }
    Raster::new(size, 3, pixels).ok_or(PictureFault::Damaged)
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
}

impl Head {
    fn read(bytes: &[u8]) -> Option<Self> {
        const FILE: usize = 14;
        let (start, size) = (long(bytes, 10)? as usize, long(bytes, FILE)? as usize);
        // The old head has sides of two bytes and colours of three.
        let old = size == 12;
        let (width, height, depth) = if old {
            (u32::from(short(bytes, 18)?), i32::from(short(bytes, 20)?), short(bytes, 24)?)
        } else {
            (long(bytes, 18)?, long(bytes, 22)?.cast_signed(), short(bytes, 28)?)
        };
        let compression = if old { 0 } else { long(bytes, 30)? };
        let depth = usize::from(depth);
        let behind = FILE.checked_add(size)?;
        let masks = match (compression, depth) {
            (3 | 6, _) => [long(bytes, 54)?, long(bytes, 58)?, long(bytes, 62)?],
            (_, 16) => [0x7C00, 0x03E0, 0x001F],
            _ => [0xFF_0000, 0xFF00, 0xFF],
        };
        // The masks stand behind a head of the first form.
        let table = behind + if compression == 3 && size == 40 { 12 } else { 0 };
        let step = if old { 3 } else { 4 };
        let most = if depth <= 8 { 1usize << depth } else { 0 };
        let used = if old { 0 } else { long(bytes, 46)? as usize };
        let count = if used == 0 { most } else { used.min(most) };
        let entries = bytes.get(table..).unwrap_or_default().chunks_exact(step).take(count);
        let colours = entries.filter_map(|entry| match entry {
            [blue, green, red, ..] => Some([*red, *green, *blue]),
            _ => None,
        });
        Some(Self {
            width: width as usize,
            height: height.unsigned_abs() as usize,
            upwards: height > 0,
            depth,
            compression,
            colours: colours.collect(),
            masks,
            start,
        })
    }

    fn colour(&self, value: usize) -> [u8; 3] {
        self.colours.get(value).copied().unwrap_or_default()
    }

    /// All pixels of rows that are filled up to four bytes.
    fn rows(&self, bits: &[u8]) -> Vec<u8> {
        let stride = (self.width * self.depth).div_ceil(32) * 4;
        let mut pixels = Vec::with_capacity(self.width * self.height * 3);
        for line in bits.chunks(stride.max(1)).take(self.height) {
            for column in 0..self.width {
                pixels.extend(self.pixel(line, column).unwrap_or([255; 3]));
            }
        }
        pixels.resize(self.width * self.height * 3, 255);
        pixels
    }

    fn pixel(&self, line: &[u8], column: usize) -> Option<[u8; 3]> {
        match self.depth {
            16 => Some(self.masked(u32::from(short(line, column * 2)?))),
            24 => {
                let [blue, green, red] = *line.get(column * 3..)?.first_chunk()?;
                Some([red, green, blue])
            }
            32 => Some(self.masked(long(line, column * 4)?)),
            depth => {
                let bit = column * depth;
                let value = *line.get(bit / 8)? >> (8 - depth - bit % 8) & (0xFF >> (8 - depth));
                Some(self.colour(usize::from(value)))
            }
        }
    }

    /// A colour by the bits of its parts.
    fn masked(&self, value: u32) -> [u8; 3] {
        self.masks.map(|mask| {
            let shift = mask.trailing_zeros().min(31);
            let (part, most) = (u64::from((value & mask) >> shift), u64::from(mask >> shift));
            (part * 255).checked_div(most).unwrap_or(0).min(255) as u8
        })
    }

    /// All pixels of runs of one value, or in fours of two values in turn ([MS-WMF] 3.1.6).
    fn runs(&self, bits: &[u8]) -> Vec<u8> {
        let mut pixels = vec![255; self.width * self.height * 3];
        let (mut x, mut y, mut rest) = (0, 0, bits);
        let wide = self.depth == 8;
        let of = |byte: u8, at: usize| {
            let value = if wide {
                byte
            } else if at.is_multiple_of(2) {
                byte >> 4
            } else {
                byte & 15
            };
            self.colour(usize::from(value))
        };
        let mut put = |x: usize, y: usize, colour: [u8; 3]| {
            let place = (y * self.width + x) * 3;
            if x < self.width
                && let Some(pixel) = pixels.get_mut(place..place + 3)
            {
                pixel.copy_from_slice(&colour);
            }
        };
        while let [count, value, tail @ ..] = rest {
            rest = tail;
            match (usize::from(*count), usize::from(*value)) {
                (0, 0) => (x, y) = (0, y + 1),
                (0, 1) => break,
                (0, 2) => {
                    let [right, up, tail @ ..] = rest else { break };
                    (x, y, rest) = (x + usize::from(*right), y + usize::from(*up), tail);
                }
                (0, length) => {
                    let used = if wide { length } else { length.div_ceil(2) };
                    let bytes = rest.get(..used).unwrap_or(rest);
                    for at in 0..length {
                        let byte = bytes.get(if wide { at } else { at / 2 });
                        byte.into_iter().for_each(|byte| put(x + at, y, of(*byte, at)));
                    }
                    x += length;
                    rest = rest.get(used.next_multiple_of(2)..).unwrap_or_default();
                }
                (length, _) => {
                    (0..length).for_each(|at| put(x + at, y, of(*value, at)));
                    x += length;
                }
            }
            if y >= self.height {
                break;
            }
        }
        pixels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A BMP of a depth and compression: what stands behind its head, then its bits.
    fn file(size: (u32, i32), depth: u8, compression: u8, table: &[u8], bits: &[u8]) -> Vec<u8> {
        let mut file = b"BM".to_vec();
        file.extend([0; 8]);
        file.extend((54 + table.len() as u32).to_le_bytes());
        file.extend(40u32.to_le_bytes());
        file.extend(size.0.to_le_bytes());
        file.extend(size.1.to_le_bytes());
        file.extend([1, 0, depth, 0, compression, 0, 0, 0]);
        file.extend([0; 20]);
        file.extend(table);
        file.extend(bits);
        file
    }

    fn pixels(file: &[u8]) -> Vec<[u8; 3]> {
        let raster = decode(file, &mut PixelBudget::default()).unwrap();
        raster.pixels.as_chunks().0.to_vec()
    }

    const BLACK: [u8; 3] = [0; 3];
    const WHITE: [u8; 3] = [255; 3];
    const RED: [u8; 3] = [255, 0, 0];
    const TABLE: [u8; 12] = [0, 0, 0, 0, 255, 255, 255, 0, 0, 0, 255, 0];

    #[test]
    fn rows_begin_where_their_padding_ends() {
        let rows = [[0xFF, 0xC0, 0, 0], [0, 0, 0, 0], [0xF0, 0x40, 0, 0]].concat();
        let found = pixels(&file((10, 3), 1, 0, &TABLE[..8], &rows));
        let row = |from: usize| found.get(from * 10..from * 10 + 10).unwrap();
        assert_eq!(row(0), [WHITE, WHITE, WHITE, WHITE, BLACK, BLACK, BLACK, BLACK, BLACK, WHITE]);
        assert_eq!((row(1), row(2)), (&[BLACK; 10][..], &[WHITE; 10][..]));
    }

    #[test]
    fn pixels_of_two_and_four_bytes_are_read_by_their_masks() {
        // Two rows from the top: five bits a colour, of one pixel and two bytes of padding.
        let five = file((1, -2), 16, 0, &[], &[0x00, 0x7C, 0, 0, 0xFF, 0x7F, 0, 0]);
        assert_eq!(pixels(&five), [RED, WHITE]);
        let masks: Vec<u8> = [0xF800u32, 0x07E0, 0x001F].into_iter().flat_map(u32::to_le_bytes).collect();
        assert_eq!(pixels(&file((2, 1), 16, 3, &masks, &[0x00, 0xF8, 0xE0, 0x07])), [RED, [0, 255, 0]]);
        let masks: Vec<u8> = [0xFFu32, 0xFF00, 0xFF_0000].into_iter().flat_map(u32::to_le_bytes).collect();
        assert_eq!(pixels(&file((1, 1), 32, 3, &masks, &[255, 0, 0, 9])), [RED]);
        assert_eq!(pixels(&file((1, 1), 32, 0, &[], &[0, 0, 255, 0])), [RED]);
    }

    #[test]
    fn runs_of_eight_and_of_four_bits() {
        // Three of red; a row up; black and white as they stand; then the end.
        let eight = [3, 2, 0, 0, 0, 3, 0, 1, 0, 0, 0, 1];
        let found = pixels(&file((3, 2), 8, 1, &TABLE, &eight));
        assert_eq!(found, [BLACK, WHITE, BLACK, RED, RED, RED]);
        // White and red in turn, five long; a step over two; one red.
        let four = [5, 0x12, 0, 2, 2, 0, 1, 0x20, 0, 1];
        let found = pixels(&file((8, 1), 4, 2, &TABLE, &four));
        assert_eq!(found, [WHITE, RED, WHITE, RED, WHITE, WHITE, WHITE, RED]);
    }

    #[test]
    fn what_breaks_off_is_white_and_what_is_not_known_is_said() {
        assert_eq!(pixels(&file((2, 1), 24, 0, &[], &[0, 0, 255, 0])), [RED, WHITE]);
        let unknown = decode(&file((2, 1), 24, 9, &[], &[0; 8]), &mut PixelBudget::default());
        assert_eq!(unknown, Err(PictureFault::Unsupported));
        let whole = file((3, 2), 8, 1, &TABLE, &[3, 2, 0, 0, 0, 3, 0, 1, 0, 0, 0, 1]);
        for cut in 0..whole.len() {
            let _ = decode(whole.get(..cut).unwrap(), &mut PixelBudget::default());
        }
    }
}
