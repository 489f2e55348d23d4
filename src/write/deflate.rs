//! Deflate (RFC 1951; with the frame of RFC 1950 in PDF), one compressor of a thread for many streams.
//!
//! In: bytes. Out: the stream, the same on every machine. Never: a level that depends on anything but what is deflated.

use std::cell::RefCell;
use std::collections::BTreeMap;

use libdeflater::{CompressionError, CompressionLvl, Compressor};

use crate::diagnostics::Refusal;

/// Of all streams of a file but the fonts (198 kB of four contributions of 15 Chinese pages each): level 6 makes
/// 57.9 kB in 1.77 ms, level 4 60.9 in 1.27.
const LEVEL: i32 = 6;
/// Of the fonts (344 kB of the same): level 2 makes 232.4 kB in 3.0 ms, level 6 228.4 in 3.8, level 1 235.7 in 2.3;
/// zlib-rs at its level 5 took 2.6 times as long as level 6 for the same size.
const OF_FONTS: i32 = 2;

thread_local! {
    /// The thread's compressors while nothing is deflated, each set up once.
    static IDLE: RefCell<BTreeMap<i32, Compressor>> = const { RefCell::new(BTreeMap::new()) };
    /// Room for what is being deflated, at most [`KEPT`] bytes between two streams.
    static ROOM: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room that a thread keeps, bytes: over all streams but embedded files and large pictures.
const KEPT: usize = 1 << 20;

/// A compressor and its level.
pub(in crate::write) struct Deflater(Option<Compressor>, i32);

/// A way of libdeflate to write a stream into the room it is given; how many bytes it took.
type Compress = fn(&mut Compressor, &[u8], &mut [u8]) -> Result<usize, CompressionError>;

impl Deflater {
    pub(in crate::write) fn new() -> Self {
        Self::of(LEVEL)
    }

    /// For fonts, the largest streams by far.
    pub(in crate::write) fn for_fonts() -> Self {
        Self::of(OF_FONTS)
    }

    fn of(level: i32) -> Self {
        let made = || CompressionLvl::new(level).ok().map(Compressor::new);
        Self(IDLE.with_borrow_mut(|idle| idle.remove(&level)).or_else(made), level)
    }

    /// Deflates a stream of a PDF.
    pub(in crate::write) fn deflate(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.run(bytes, Compressor::zlib_compress_bound, Compressor::zlib_compress)
    }

    /// Deflates an entry of a zip container, which has no frame.
    pub(in crate::write) fn deflate_raw(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
        self.run(bytes, Compressor::deflate_compress_bound, Compressor::deflate_compress)
    }

    fn run(
        &mut self,
        bytes: &[u8],
        bound: fn(&mut Compressor, usize) -> usize,
        compress: Compress,
    ) -> Result<Vec<u8>, Refusal> {
        let Some(compressor) = &mut self.0 else { return Err(Refusal::internal("no compressor")) };
        ROOM.with_borrow_mut(|room| {
            let bound = bound(compressor, bytes.len());
            if room.len() < bound {
                room.resize(bound, 0);
            }
            let length = compress(compressor, bytes, room)
                .map_err(|error| Refusal::internal(format!("a stream does not deflate: {error:?}")))?;
            let out = room.get(..length).unwrap_or_default().to_vec();
            if room.len() > KEPT {
                *room = Vec::new();
            }
            Ok(out)
        })
    }
}

impl Drop for Deflater {
    fn drop(&mut self) {
        if let Some(compressor) = self.0.take() {
            IDLE.with_borrow_mut(|idle| idle.insert(self.1, compressor));
        }
    }
}
