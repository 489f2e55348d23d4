//! Deflate (ISO 32000-1, 7.4.4), one compressor for many streams.

use std::cell::RefCell;
use std::collections::BTreeMap;

use libdeflater::{CompressionLvl, Compressor};

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
}

/// A compressor and its level.
pub(super) struct Deflater(Option<Compressor>, i32);

impl Deflater {
    pub(super) fn new() -> Self {
        Self::of(LEVEL)
    }

    /// For fonts, the largest streams by far.
    pub(super) fn for_fonts() -> Self {
        Self::of(OF_FONTS)
    }

    fn of(level: i32) -> Self {
        let made = || CompressionLvl::new(level).ok().map(Compressor::new);
        Self(IDLE.with_borrow_mut(|idle| idle.remove(&level)).or_else(made), level)
    }

    /// Deflates a stream.
    pub(super) fn deflate(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
        let Some(compressor) = &mut self.0 else { return Err(Refusal::internal("no compressor")) };
        let mut out = vec![0; compressor.zlib_compress_bound(bytes.len())];
        match compressor.zlib_compress(bytes, &mut out) {
            Ok(length) => {
                out.truncate(length);
                out.shrink_to_fit();
                Ok(out)
            }
            Err(error) => Err(Refusal::internal(format!("a stream does not deflate: {error:?}"))),
        }
    }
}

impl Drop for Deflater {
    fn drop(&mut self) {
        if let Some(compressor) = self.0.take() {
            IDLE.with_borrow_mut(|idle| idle.insert(self.1, compressor));
        }
    }
}
