//! Deflate (ISO 32000-1, 7.4.4), one compressor for many streams.

use std::cell::Cell;

use libdeflater::{CompressionLvl, Compressor};

use crate::diagnostics::Refusal;

/// Of the cut fonts of 15 Chinese pages (219 kB): level 6 makes 145.6 kB in 4.2 ms, level 1 150.2 in 2.6, and zlib-rs
/// 145.3 in 11.0; of the pages' own streams the same size as zlib-rs in a little less time.
const LEVEL: i32 = 6;

thread_local! {
    /// The thread's compressor while nothing is deflated: its state is set up once.
    static IDLE: Cell<Option<Compressor>> = const { Cell::new(None) };
}

/// A compressor.
pub(super) struct Deflater(Option<Compressor>);

impl Deflater {
    pub(super) fn new() -> Self {
        let made = || CompressionLvl::new(LEVEL).ok().map(Compressor::new);
        Self(IDLE.take().or_else(made))
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
        IDLE.set(self.0.take());
    }
}
