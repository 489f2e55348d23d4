//! Every numeric bound, with its reason. Measured on real ITU Word files: the largest unpacks to
//! 27 MB, the best honest compression of one part is 142 to 1; each bound leaves ten times room.

/// Largest input file, bytes. The largest real ITU file seen is 2.4 MB.
pub const INPUT_BYTES: u64 = 256 << 20;
